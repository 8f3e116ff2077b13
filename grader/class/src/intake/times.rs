//! When work was handed in, from a table: for platforms whose names do not tell. Dates of files are never believed.

use super::roster::{IDS, bare, columns, table};
use judge::error::{Error, Result};
use judge::foreign::line;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Headings of times, whatever their case.
const TIMES: [&str; 7] =
    ["time", "handed in", "handed_in", "submitted", "submitted at", "submission time", "last modified (submission)"];

/// Times by ids, as they are written.
pub fn times(path: &Path) -> Result<BTreeMap<String, String>> {
    let bytes = fs::read(path).map_err(Error::file("read the times", path))?;
    of(&String::from_utf8_lossy(&bytes)).map_err(|(what, fix)| Error::usage(format!("{}: {what}", path.display()), fix))
}

fn of(text: &str) -> std::result::Result<BTreeMap<String, String>, (String, String)> {
    let (heading, rows) = table(text)?;
    let (ids, times) = (columns(&heading, &IDS), columns(&heading, &TIMES));
    let (Some(time), false) = (times.first(), ids.is_empty()) else {
        return Err(("there is no column of ids, or none of times".into(), "call two columns `id` and `time`".into()));
    };
    let mut all = BTreeMap::new();
    for row in rows {
        let at = row.get(*time).map(|cell| line(cell.trim(), 60)).filter(|cell| !cell.is_empty());
        for id in ids.iter().filter_map(|column| row.get(*column)) {
            if let (Some(at), false) = (&at, id.trim().is_empty()) {
                all.insert(bare(id.trim()).to_lowercase(), at.clone());
            }
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_by_every_id() {
        let all = of("id,login,time\n0042,JD17,2026-02-24T18:00\n0043,,\n").expect("times");
        assert_eq!(all.get("0042"), all.get("jd17"));
        assert_eq!(all.get("0042").map(String::as_str), Some("2026-02-24T18:00"));
        assert_eq!(all.len(), 2);
        assert!(of("id,name\n1,x\n").is_err());
    }
}
