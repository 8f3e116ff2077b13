//! What code of strangers may use, as `course.toml` states it. It decides results, and is a part of what names them.

use super::exercise::Exercise;
use super::schema::Lines;
use crate::digest::{Digest, hex};
use crate::error::{Error, Result};
use serde::Deserialize;
use std::ops::RangeInclusive;
use std::path::Path;
use toml::Spanned;

/// What code of strangers may use. What is not stated is as it usually is.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Allowance {
    /// CPU time of a program, all calls of an exercise together.
    pub program_cpu_seconds: Spanned<u64>,
    /// Address space of a program.
    pub program_memory_mib: Spanned<u64>,
    /// CPU time of the compiler on a file.
    pub compiler_cpu_seconds: Spanned<u64>,
    /// Address space of the compiler.
    pub compiler_memory_mib: Spanned<u64>,
    /// The largest file that the compiler may write.
    pub compiler_file_mib: Spanned<u64>,
}

impl Default for Allowance {
    fn default() -> Self {
        let usual = |number| Spanned::new(0..0, number);
        Allowance {
            program_cpu_seconds: usual(240),
            program_memory_mib: usual(1024),
            compiler_cpu_seconds: usual(60),
            compiler_memory_mib: usual(4096),
            compiler_file_mib: usual(256),
        }
    }
}

impl Allowance {
    /// Each with what makes sense of it: less breaks honest work, and more is a slip of the pen.
    fn each(&self) -> [(&'static str, &Spanned<u64>, RangeInclusive<u64>); 5] {
        [
            ("program_cpu_seconds", &self.program_cpu_seconds, 10..=3600),
            ("program_memory_mib", &self.program_memory_mib, 256..=65536),
            ("compiler_cpu_seconds", &self.compiler_cpu_seconds, 10..=3600),
            ("compiler_memory_mib", &self.compiler_memory_mib, 1024..=65536),
            ("compiler_file_mib", &self.compiler_file_mib, 64..=4096),
        ]
    }

    /// Refuses what makes no sense.
    pub(super) fn check(&self, path: &Path, lines: &Lines<'_>) -> Result<()> {
        for (name, number, range) in self.each() {
            if !range.contains(number.get_ref()) {
                let what = format!("`{name}` is {}, with which no class can be graded", number.get_ref());
                let fix = format!("write {} to {}, or leave the line out", range.start(), range.end());
                return Err(Error::fixture(path, lines.at(number.span().start), what, fix));
            }
        }
        Ok(())
    }

    /// The digest of an exercise's fixtures together with this.
    pub fn digest_with(&self, exercise: &Exercise) -> Result<String> {
        let mut digest = Digest::new();
        digest.field(hex(&exercise.digest()?));
        for (name, number, _) in self.each() {
            digest.field(name).field(number.get_ref().to_string());
        }
        Ok(digest.finish_hex())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_stated_is_usual_and_what_breaks_honest_work_is_refused() {
        let read = |text: &str| toml::from_str::<Allowance>(text);
        assert_eq!(read("").expect("bounds"), Allowance::default());
        for (text, said) in [
            (
                "program_memory_mib = 8",
                "1:22: `program_memory_mib` is 8, with which no class can be graded: write 256 to 65536",
            ),
            ("\ncompiler_cpu_seconds = 0", "2:24: `compiler_cpu_seconds` is 0"),
            ("compiler_file_mib = 1000000", "write 64 to 4096, or leave the line out"),
        ] {
            let checked = read(text).expect("bounds").check(Path::new("course.toml"), &Lines::of(text));
            let error = checked.expect_err("a refusal").to_string();
            assert!(error.contains(said), "{error}");
        }
        for text in ["program_cpu = 8", "program_cpu_seconds = -8", "program_cpu_seconds = 8.5"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
