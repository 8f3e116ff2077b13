//! The native form of a report.

use super::{Report, SCHEMA};

/// Writes a report as JSON, ending in a line break.
pub fn to_json(report: &Report) -> String {
    let text = serde_json::to_string_pretty(report);
    // every field is a string, an integer, a finite number or a list of these
    text.map_or_else(|error| format!("{{\"error\": {:?}}}\n", error.to_string()), |text| text + "\n")
}

/// Reads a report; the error says what is not right with it.
pub fn from_json(text: &str) -> Result<Report, String> {
    let report: Report = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if report.schema == SCHEMA {
        Ok(report)
    } else {
        Err(format!("it is of the schema `{}`, not `{SCHEMA}`", report.schema))
    }
}
