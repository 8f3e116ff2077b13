//! What a hand-in costs beside its answers, as `course.toml` states it. Nothing here is ever stored in points: whoever
//! makes a gradebook applies it to what was found.

use super::schema::Lines;
use crate::error::{Error, Result};
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;

/// The rules for hand-ins. What is not stated costs nothing.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// The course's clock, by its name: `America/New_York`.
    pub time_zone: Option<String>,
    /// Which of several attempts counts.
    pub attempt: Counts,
    /// In per cent, for another name than `[hand_in]` asks for, or files that nobody asked for.
    pub format: Spanned<u32>,
    /// In per cent, where a file does not compile.
    pub not_executable: Spanned<u32>,
    /// For work that comes late.
    pub late: Option<Late>,
    /// So many points beyond the sheet count, of those that a person gives as a bonus.
    pub bonus: u32,
}

/// Which of several attempts counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// The newest one.
    #[default]
    Last,
    /// The one that earns most, whatever it costs.
    Best,
}

/// What lateness costs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Late {
    /// For each of these, begun.
    pub per: Step,
    /// In per cent.
    pub percent: Spanned<u32>,
    /// Never more than so many per cent.
    #[serde(default = "whole")]
    pub most: Spanned<u32>,
    /// So many minutes cost nothing.
    #[serde(default)]
    pub grace: u32,
}

/// In what lateness is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Days on the course's clock.
    Day,
    /// Hours.
    Hour,
}

fn whole() -> Spanned<u32> {
    Spanned::new(0..0, 100)
}

impl Default for Policy {
    fn default() -> Self {
        let nothing = || Spanned::new(0..0, 0);
        Policy {
            time_zone: None,
            attempt: Counts::Last,
            format: nothing(),
            not_executable: nothing(),
            late: None,
            bonus: 0,
        }
    }
}

impl Policy {
    /// Refuses what is no share of anything.
    pub(super) fn check(&self, path: &Path, lines: &Lines<'_>) -> Result<()> {
        let late = self.late.iter().flat_map(|late| [&late.percent, &late.most]);
        for percent in [&self.format, &self.not_executable].into_iter().chain(late) {
            if *percent.get_ref() > 100 {
                let what = format!("{} per cent is more than there is", percent.get_ref());
                return Err(Error::fixture(path, lines.at(percent.span().start), what, "write 0 to 100"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_stated_costs_nothing_and_no_share_is_more_than_all() {
        let policy: Policy = toml::from_str("").expect("a policy");
        assert_eq!(policy, Policy::default());
        let text = "format = 10\nlate = { per = 'day', percent = 101 }";
        let policy: Policy = toml::from_str(text).expect("a policy");
        let error = policy.check(Path::new("course.toml"), &Lines::of(text)).expect_err("a refusal").to_string();
        assert!(error.contains(":2: 101 per cent is more than there is: write 0 to 100."), "{error}");
        assert!(toml::from_str::<Policy>("formt = 10").is_err());
    }
}
