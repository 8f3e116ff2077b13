//! A program's end of the conversation: no file that anybody could name.
//!
//! On Unix the standard input is a socket, which carries both ways; what the student prints goes elsewhere.
//! Other systems have pipes only: there replies leave by the standard output, and a reader skips what is none.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};

/// Lines in, lines out.
pub struct Channel {
    lines: BufReader<File>,
    out: File,
}

impl Channel {
    /// Takes hold of both directions.
    #[cfg(unix)]
    pub fn open() -> io::Result<Channel> {
        use std::os::fd::AsFd;
        let copy = || io::stdin().as_fd().try_clone_to_owned().map(File::from);
        Ok(Channel { lines: BufReader::new(copy()?), out: copy()? })
    }

    /// Takes hold of both directions.
    #[cfg(windows)]
    pub fn open() -> io::Result<Channel> {
        use std::os::windows::io::AsHandle;
        let lines = io::stdin().as_handle().try_clone_to_owned().map(File::from)?;
        let out = io::stdout().as_handle().try_clone_to_owned().map(File::from)?;
        Ok(Channel { lines: BufReader::new(lines), out })
    }

    /// The next line, without its end; `None` where there will be none any more.
    pub fn hear(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        let read = self.lines.read_line(&mut line)?;
        Ok((read > 0).then(|| line.trim_end().to_owned()))
    }

    /// Says one line, unbuffered: the program may end at any time.
    pub fn say(&mut self, line: &str) -> io::Result<()> {
        self.out.write_all(line.as_bytes())
    }

    /// Another handle for saying, for the hook of a panic or a second thread.
    pub fn mouth(&self) -> io::Result<File> {
        self.out.try_clone()
    }
}
