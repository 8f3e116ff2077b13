//! What the trainer tells whoever started it: one JSON object per line, appended to a file.

use serde_json::Value;
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// An open file of messages.
#[derive(Debug)]
pub struct Messages(File);

impl Messages {
    /// Appends to this file.
    pub fn open(path: &Path) -> Result<Messages, String> {
        let file = File::options().create(true).append(true).open(path);
        file.map(Messages).map_err(|error| format!("cannot open the messages: {error}"))
    }

    /// Appends one message, unbuffered: the program may die at any time.
    pub fn write(&self, message: &Value) {
        // a message that cannot be written is missed by the reader, who then says so
        let _ = (&self.0).write_all(format!("{message}\n").as_bytes());
    }
}
