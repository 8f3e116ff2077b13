//! What the trainer tells whoever started it: one JSON object per line.

use serde_json::Value;
use std::fs::File;
use std::io::Write;

/// Where messages go.
#[derive(Debug)]
pub struct Messages(File);

impl Messages {
    /// Says them here.
    pub fn new(mouth: File) -> Messages {
        Messages(mouth)
    }

    /// Says one message, unbuffered: the program may die at any time.
    pub fn write(&self, message: &Value) {
        // a message that cannot be written is missed by the reader, who then says so
        let _ = (&self.0).write_all(format!("{message}\n").as_bytes());
    }
}
