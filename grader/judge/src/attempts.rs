//! Points over time: what was earned at each grading that changed something, and how much more that is than before.
//!
//! Clocks step. The order in which attempts were written is believed, and a time only where it fits the others: of times
//! that contradict each other as few as possible are left out, and nothing is put in their place.

use serde::{Deserialize, Serialize};

/// So long a pause, in seconds, parts one sitting from the next.
const PAUSE: u64 = 3600;

/// One grading that changed something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// In seconds since 1970.
    pub at: u64,
    /// What was graded.
    pub of: Of,
    /// Its name.
    pub name: String,
    /// Earned.
    pub points: u32,
    /// To be earned.
    pub max: u32,
    /// What the points rest on: only under the same terms are they compared.
    pub terms: String,
}

/// What has points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// An assignment, as it counts.
    Assignment,
    /// An exercise.
    Exercise,
}

impl Attempt {
    /// Is it of the same thing?
    pub fn is_of(&self, of: Of, name: &str) -> bool {
        self.of == of && self.name == name
    }

    /// Nothing changed but the time.
    pub fn says_the_same(&self, other: &Attempt) -> bool {
        (self.points, self.max, &self.terms) == (other.points, other.max, &other.terms)
    }
}

/// All of them, in the order in which they were written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attempts {
    /// The attempts.
    pub all: Vec<Attempt>,
    /// When somebody looks at them.
    pub now: u64,
}

/// How the points changed since the sitting before this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// So many more, or fewer.
    pub more: i64,
    /// So many seconds ago.
    pub ago: u64,
}

/// The way of one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Way<'a> {
    /// What it is.
    pub of: Of,
    /// Its name.
    pub name: &'a str,
    /// What it earned, in order; the last one last, whatever its time.
    pub steps: Vec<&'a Attempt>,
    /// How it changed since the sitting before this one.
    pub since: Option<Since>,
}

impl Attempts {
    /// From a text that [`Attempts::to_json`] made.
    pub fn from_json(text: &str) -> Result<Attempts, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    /// As a text.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The last of one thing.
    pub fn last(&self, of: Of, name: &str) -> Option<&Attempt> {
        self.all.iter().rev().find(|attempt| attempt.is_of(of, name))
    }

    /// Those whose times fit each other and the present, in order: the longest row of them that never steps back.
    pub fn in_time(&self) -> Vec<&Attempt> {
        let past: Vec<&Attempt> = self.all.iter().filter(|attempt| attempt.at <= self.now).collect();
        // for every length the attempt that ends such a row earliest, and before each the one that it follows
        let mut ends: Vec<usize> = vec![];
        let mut before: Vec<Option<usize>> = vec![None; past.len()];
        for (index, attempt) in past.iter().enumerate() {
            let length = ends.partition_point(|end| past[*end].at <= attempt.at);
            before[index] = length.checked_sub(1).map(|shorter| ends[shorter]);
            match ends.get_mut(length) {
                Some(end) => *end = index,
                None => ends.push(index),
            }
        }
        let mut row = vec![];
        let mut next = ends.last().copied();
        while let Some(index) = next {
            row.push(past[index]);
            next = before[index];
        }
        row.reverse();
        row
    }

    /// The time of the last attempt of the sitting before this one.
    fn before(&self) -> Option<u64> {
        let mut later = self.now;
        for attempt in self.in_time().iter().rev() {
            if later - attempt.at >= PAUSE {
                return Some(attempt.at);
            }
            later = attempt.at;
        }
        None
    }

    /// How much more some things earn together than before this sitting, as far as they can be compared.
    pub fn since<'a>(&self, things: impl Iterator<Item = (Of, &'a str)>) -> Option<Since> {
        let before = self.before()?;
        let row = self.in_time();
        let more = |(of, name): (Of, &str)| {
            let now = self.last(of, name)?;
            let then = row.iter().rev().find(|attempt| attempt.is_of(of, name) && attempt.at <= before)?;
            let same = now.max == then.max && now.terms == then.terms;
            same.then(|| i64::from(now.points) - i64::from(then.points))
        };
        let more = things.filter_map(more).sum();
        (more != 0).then(|| Since { more, ago: self.now - before })
    }

    /// The ways of all things that ever earned something, assignments first, each in the order of its first attempt.
    pub fn ways(&self) -> Vec<Way<'_>> {
        let row = self.in_time();
        let mut things: Vec<(Of, &str)> = vec![];
        for attempt in self.all.iter().filter(|attempt| attempt.points > 0) {
            if !things.contains(&(attempt.of, &attempt.name)) {
                things.push((attempt.of, &attempt.name));
            }
        }
        things.sort_by_key(|(of, _)| *of);
        let way = |(of, name): (Of, &'_ str)| {
            let last = self.last(of, name)?;
            let mut steps: Vec<&Attempt> = row.iter().copied().filter(|attempt| attempt.is_of(of, name)).collect();
            if steps.last().is_none_or(|step| !std::ptr::eq(*step, last)) {
                steps.push(last);
            }
            Some((of, last, steps))
        };
        let ways = things.into_iter().filter_map(way);
        let ways = ways.map(|(of, last, steps)| {
            let since = self.since(std::iter::once((of, last.name.as_str())));
            Way { of, name: &last.name, steps, since }
        });
        ways.collect()
    }
}

impl Way<'_> {
    /// What it earned at a time: nothing is known before its first attempt.
    pub fn at(&self, time: u64) -> Option<&Attempt> {
        self.steps.iter().rev().find(|step| step.at <= time).copied()
    }

    /// What it earns now.
    pub fn now(&self) -> Option<&Attempt> {
        self.steps.last().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 24 * 3600;

    fn attempts(now: u64, all: &[(u64, &str, u32)]) -> Attempts {
        let attempt = |(at, name, points): &(u64, &str, u32)| Attempt {
            at: *at,
            of: Of::Exercise,
            name: (*name).to_owned(),
            points: *points,
            max: 50,
            terms: "same".into(),
        };
        Attempts { all: all.iter().map(attempt).collect(), now }
    }

    fn since(attempts: &Attempts) -> Option<(i64, u64)> {
        let things = ["gibbs", "nll"].into_iter().map(|name| (Of::Exercise, name));
        attempts.since(things).map(|since| (since.more, since.ago))
    }

    #[test]
    fn what_is_new_is_new_since_the_last_sitting() {
        let day = 100 * DAY;
        let mut all = vec![(day, "gibbs", 0), (day + 60, "nll", 0), (day + 3000, "gibbs", 5)];
        // in the first sitting nothing came before
        assert_eq!(since(&attempts(day + 3100, &all)), None);
        // after the pause nothing is new at first, then it is, and goes on being
        assert_eq!(since(&attempts(day + 10_000, &all)), None);
        all.push((day + 10_000, "gibbs", 8));
        assert_eq!(since(&attempts(day + 10_000, &all)), Some((3, 7_000)));
        all.push((day + 12_000, "nll", 9));
        assert_eq!(since(&attempts(day + 12_000, &all)), Some((12, 9_000)));
        all.push((day + 12_100, "gibbs", 0));
        assert_eq!(since(&attempts(day + 12_100, &all)), Some((4, 9_100)));
        // a day later the sitting before is another
        all.push((day + DAY + 12_100, "nll", 10));
        assert_eq!(since(&attempts(day + DAY + 12_100, &all)), Some((1, DAY)));
        // as many more as fewer are no news
        all.push((day + DAY + 12_200, "gibbs", 1));
        all.push((day + DAY + 12_300, "nll", 8));
        assert_eq!(since(&attempts(day + DAY + 12_300, &all)), None);
    }

    #[test]
    fn what_cannot_be_compared_is_not() {
        let mut new = attempts(DAY, &[(0, "gibbs", 3), (DAY, "gibbs", 9)]);
        assert_eq!(since(&new), Some((6, DAY)));
        new.all[1].terms = "other".into();
        assert_eq!(since(&new), None);
        new.all[1].terms = "same".into();
        new.all[1].max = 60;
        assert_eq!(since(&new), None);
        // what was never graded before is not known to have been nothing
        assert_eq!(since(&attempts(DAY, &[(0, "gibbs", 3), (DAY, "nll", 9)])), None);
    }

    #[test]
    fn a_clock_that_steps_invents_nothing() {
        let names = |attempts: &Attempts| attempts.in_time().iter().map(|one| one.points).collect::<Vec<_>>();
        // one that was a year ahead for a while, seen before and after
        let ahead = [(DAY, "gibbs", 1), (366 * DAY, "gibbs", 2), (2 * DAY, "gibbs", 3), (3 * DAY, "gibbs", 4)];
        assert_eq!(names(&attempts(3 * DAY, &ahead)), [1, 3, 4]);
        assert_eq!(names(&attempts(400 * DAY, &ahead)), [1, 3, 4]);
        // one that began at nothing for a while
        let behind = [(DAY, "gibbs", 1), (2 * DAY, "gibbs", 2), (0, "gibbs", 3), (3 * DAY, "gibbs", 4)];
        assert_eq!(names(&attempts(3 * DAY, &behind)), [1, 2, 4]);
        assert_eq!(since(&attempts(3 * DAY, &behind)), Some((2, DAY)));
        // one that is behind now: all is ahead, and there is nothing to compare with
        let all = attempts(10, &behind);
        assert_eq!(names(&all), [3]);
        assert_eq!(since(&all), None);
        let ways = all.ways();
        assert_eq!(ways[0].now().map(|now| now.points), Some(4), "what is last is last");
        assert_eq!(since(&attempts(0, &[])), None);
        assert_eq!(attempts(0, &[(0, "gibbs", 0)]).ways(), []);
    }

    #[test]
    fn a_way_knows_nothing_before_it_begins() {
        let all = attempts(9 * DAY, &[(DAY, "gibbs", 0), (2 * DAY, "gibbs", 5), (3 * DAY, "nll", 2)]);
        let ways = all.ways();
        let at = |day: u64| ways[0].at(day * DAY).map(|step| step.points);
        assert_eq!((at(0), at(1), at(2), at(8)), (None, Some(0), Some(5), Some(5)));
        assert_eq!(ways.iter().map(|way| way.name).collect::<Vec<_>>(), ["gibbs", "nll"]);
        assert_eq!(Attempts::from_json(&all.to_json()), Ok(all));
        assert!(Attempts::from_json("{").is_err());
    }
}
