//! Times of hand-in and deadlines, on the course's clock. The only room that knows what a time zone is. The rules of all
//! zones are compiled in, so that a machine's own cannot change a grade.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};
use judge::course::Step;
use judge::error::{Error, Result};

/// The clock of a course.
pub struct Clock {
    zone: Option<TimeZone>,
}

/// An instant on it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd)]
pub struct Moment(ZonedDateTime);

/// What a time without an offset is when clocks were put back and it came twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twice {
    /// The first of both.
    Earlier,
    /// The second of both.
    Later,
}

/// This instant, for people's acts.
pub fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

impl Clock {
    /// The clock of a zone with this name; without one, only instants with an offset are understood.
    pub fn of(zone: Option<&str>) -> Result<Clock> {
        let named = |name: &str| {
            TimeZone::get(name).map_err(|_| {
                let what = format!("`{name}` under [policy] in course.toml is no time zone");
                Error::usage(what, "write one such as `America/New_York` or `Europe/Berlin`")
            })
        };
        Ok(Clock { zone: zone.map(named).transpose()? })
    }

    /// A deadline: an instant, a time on the course's clock, or a date, which means its end there. Of a time that came
    /// twice the second is meant, and of one that never was the next.
    pub fn deadline(&self, text: &str) -> Result<Moment> {
        if let Ok(date) = text.trim().parse::<Date>().map_err(|_| ()).and_then(|date| plain(text, date)) {
            let next = date.tomorrow().map_err(|_| unreadable(text))?;
            let midnight = next.to_zoned_datetime(self.zone(text)?).map_err(|_| unreadable(text))?;
            return Ok(Moment(midnight.checked_sub(1.nanosecond()).map_err(|_| unreadable(text))?));
        }
        self.moment(text, Twice::Later)
    }

    /// When something was handed in. Of a time that came twice the first is meant, in favour of the student.
    pub fn handed_in(&self, text: &str) -> Result<Moment> {
        self.moment(text, Twice::Earlier)
    }

    fn moment(&self, text: &str, twice: Twice) -> Result<Moment> {
        let text = text.trim();
        if let Ok(instant) = text.parse::<Timestamp>() {
            let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
            return Ok(Moment(instant.to_zoned_datetime(zone)));
        }
        let time: DateTime = text.parse().map_err(|_| unreadable(text))?;
        let ambiguous = self.zone(text)?.to_ambiguous_zoned_datetime(time);
        let zoned = match twice {
            _ if !ambiguous.is_ambiguous() => ambiguous.compatible(),
            Twice::Earlier => ambiguous.earlier(),
            Twice::Later => ambiguous.later(),
        };
        zoned.map(Moment).map_err(|_| unreadable(text))
    }

    fn zone(&self, text: &str) -> Result<TimeZone> {
        self.zone.clone().ok_or_else(|| {
            let what = format!("`{text}` is a time on the course's clock, and the course has none");
            Error::usage(what, "write `time_zone` under [policy] in course.toml")
        })
    }
}

/// Is this text a date alone?
fn plain(text: &str, date: Date) -> std::result::Result<Date, ()> {
    if text.trim().len() <= 10 { Ok(date) } else { Err(()) }
}

fn unreadable(text: &str) -> Error {
    Error::usage(
        format!("`{text}` is no time"),
        "write `2026-02-24`, `2026-02-24T18:00`, or with an offset `2026-02-24T18:00-05:00`",
    )
}

impl Moment {
    /// How many steps of lateness are begun when something comes now that was due then; none within the grace.
    pub fn late(&self, due: &Moment, per: Step, grace: u32) -> Result<u32> {
        let far = || Error::usage("a time is too far away", "check the deadlines and the times of hand-in");
        let free = due.0.checked_add(i64::from(grace).minutes()).map_err(|_| far())?;
        if self.0 <= free {
            return Ok(0);
        }
        let mut steps: u32 = 0;
        let mut end = due.0.clone();
        while end < self.0 {
            steps += 1;
            if steps > 1000 {
                break;
            }
            let count = i64::from(steps);
            // a day is one on the clock, whether it has 23, 24 or 25 hours
            let span = match per {
                Step::Day => count.days(),
                Step::Hour => count.hours(),
            };
            end = due.0.checked_add(span).map_err(|_| far())?;
        }
        Ok(steps)
    }

    /// As people read it.
    pub fn shown(&self) -> String {
        self.0.strftime("%Y-%m-%d %H:%M %Z").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn late(due: &str, at: &str, per: Step, grace: u32) -> u32 {
        let clock = Clock::of(Some("America/New_York")).expect("a clock");
        let (due, at) = (clock.deadline(due).expect("a deadline"), clock.handed_in(at).expect("a time"));
        at.late(&due, per, grace).expect("a count")
    }

    #[test]
    fn a_date_means_the_end_of_its_day_there() {
        assert_eq!(late("2026-02-24", "2026-02-24T23:59:59", Step::Day, 0), 0);
        assert_eq!(late("2026-02-24", "2026-02-25T00:00", Step::Day, 0), 1);
        // the same instant told elsewhere
        assert_eq!(late("2026-02-24", "2026-02-25T04:59:59Z", Step::Day, 0), 0);
        assert_eq!(late("2026-02-24", "2026-02-25T05:00:00Z", Step::Day, 0), 1);
        assert_eq!(late("2026-02-24", "2026-02-25T06:00+01:00", Step::Day, 0), 1);
    }

    #[test]
    fn grace_forgives_and_what_is_beyond_counts_from_the_deadline() {
        assert_eq!(late("2026-02-24T18:00", "2026-02-24T18:15", Step::Day, 15), 0);
        assert_eq!(late("2026-02-24T18:00", "2026-02-24T18:16", Step::Hour, 15), 1);
        assert_eq!(late("2026-02-24T18:00", "2026-02-24T19:00", Step::Hour, 15), 1);
        assert_eq!(late("2026-02-24T18:00", "2026-02-24T19:01", Step::Hour, 15), 2);
        assert_eq!(late("2026-02-24T18:00", "2026-02-26T18:00", Step::Day, 0), 2);
    }

    #[test]
    fn days_are_days_on_the_clock_when_it_is_changed() {
        // 8 March 2026 has 23 hours there, 1 November 25
        assert_eq!(late("2026-03-07T18:00", "2026-03-08T18:00", Step::Day, 0), 1);
        assert_eq!(late("2026-03-07T18:00", "2026-03-08T18:01", Step::Day, 0), 2);
        assert_eq!(late("2026-10-31T18:00", "2026-11-01T18:00", Step::Day, 0), 1);
        assert_eq!(late("2026-10-31T18:00", "2026-11-01T18:00", Step::Hour, 0), 25);
        // what came twice is read in favour of the student
        assert_eq!(late("2026-11-01T01:30", "2026-11-01T01:45", Step::Hour, 0), 0);
        assert_eq!(late("2026-03-08T02:30", "2026-03-08T03:30", Step::Hour, 0), 0);
    }

    #[test]
    fn what_is_no_time_is_refused_with_the_fix() {
        let clock = Clock::of(None).expect("a clock");
        let error = |text: &str| clock.deadline(text).expect_err("a refusal").to_string();
        assert!(error("2026-02-24").contains("write `time_zone` under [policy]"));
        assert!(error("soon").contains("`soon` is no time"));
        assert!(clock.deadline("2026-02-24T18:00-05:00").is_ok());
        assert!(Clock::of(Some("Moon/Base")).is_err());
    }
}
