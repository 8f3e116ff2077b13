//! Reads a fixture file. What is read, compared and digested does not depend on how an editor, or git on
//! Windows, ends lines; and no file is read that no course could have.

use crate::error::{Error, Result};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// A fixture file is no larger; the largest of a real course has a quarter of a megabyte.
pub const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// The text of a fixture file: UTF-8, without a byte order mark, with `\n` at the ends of lines.
pub fn read(path: &Path) -> Result<String> {
    let bytes = bytes(path).map_err(Error::file("read", path))?;
    if bytes.len() as u64 > MOST_BYTES {
        let what = format!("the file is larger than {} MiB", MOST_BYTES / 1024 / 1024);
        return Err(Error::fixture(path, None, what, "split the exercise, or leave out the largest inputs"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(plain(text)),
        Err(error) => {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = good.iter().filter(|&&byte| byte == b'\n').count() + 1;
            Err(Error::fixture(path, line, "this line is not UTF-8", "save the file as UTF-8 text"))
        }
    }
}

/// A pipe or a device would never end; what is longer than the limit is read one byte beyond it.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    let mut bytes = vec![];
    File::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The rule about line ends: `\r\n` is `\n`, and a byte order mark is nothing.
pub fn plain(text: String) -> String {
    if text.starts_with('\u{feff}') || text.contains('\r') {
        text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_a_mark_make_no_difference() {
        assert_eq!(plain("\u{feff}a\r\nb\r\n".into()), "a\nb\n");
        assert_eq!(plain("a\nb".into()), "a\nb");
    }

    #[test]
    fn what_is_no_text_of_a_course_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("exercise.toml");
        std::fs::write(&path, b"title = \"a\"\n\xff").expect("a file");
        let error = read(&path).expect_err("refused").to_string();
        assert!(error.contains("exercise.toml:2: this line is not UTF-8"), "{error}");
        let file = File::create(&path).expect("a file");
        file.set_len(1 << 30).expect("a gigabyte of nothing");
        let error = read(&path).expect_err("refused").to_string();
        assert!(error.contains("larger than 4 MiB"), "{error}");
        assert!(read(folder.path()).expect_err("refused").to_string().contains("not a regular file"));
    }
}
