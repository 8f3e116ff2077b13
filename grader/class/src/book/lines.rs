//! From what was found and what people did to a grade: every rule is a line of its own, and no points are stored.

use super::Sources;
use super::outcome::Standing;
use crate::clock::{Clock, Moment};
use crate::store::{Act, Attempt, Cost, Deed, Taken};
use judge::course::{Policy, Step};
use judge::digest::{Digest, hex};
use judge::error::Result;
use judge::report::{Asks, Evidence, ExerciseReport, FunctionReport, Report, State};
use std::collections::BTreeMap;

/// How a grade came about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// What the machine found.
    pub machine: u32,
    /// What people gave for answers, and took away.
    pub by_hand: i64,
    /// Points that people gave, by exercise and item.
    pub marks: BTreeMap<(String, String), u32>,
    /// Answers that wait for a person.
    pub waiting: Vec<(String, String)>,
    /// One line for everything that adds or takes.
    pub lines: Vec<Line>,
    /// What is taken off, by its reason.
    pub costs: BTreeMap<Cost, u32>,
    /// What counts beyond the sheet.
    pub bonus: u32,
    /// The grade.
    pub total: u32,
    /// Marks under which the answer changed, by exercise and item.
    pub stale_items: Vec<(String, String)>,
}

/// A line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What for.
    pub what: String,
    /// How much: what costs is negative.
    pub points: i64,
}

/// What is known of a hand-in beside its answers.
pub struct HandedIn<'a> {
    /// Every id of the student.
    pub ids: Vec<String>,
    /// The attempt.
    pub attempt: Option<&'a Attempt>,
    /// What people did about this student, in the order of time.
    pub acts: &'a [&'a Act],
    /// How far grading came.
    pub standing: &'a Standing,
}

/// Makes a grade of it.
pub fn account(sources: &Sources<'_>, handed_in: &HandedIn<'_>, told: &Report) -> Result<Account> {
    let policy = &sources.course.policy;
    let mut account = Account { machine: told.points, ..Account::default() };
    marks(&mut account, told, handed_in.acts);
    let earned = u32::try_from((i64::from(account.machine) + account.by_hand).max(0)).unwrap_or(0);
    if *handed_in.standing == Standing::Graded {
        for (cost, percent, why) in costs(sources, policy, handed_in, told, &mut account)? {
            let taken = share(earned, percent);
            let waived = handed_in.acts.iter().rev().find(|act| act.deed == Deed::Waive { cost });
            match waived {
                Some(act) => {
                    let line = format!("{why}: waived by {}{}", act.author, because(act));
                    account.lines.push(Line { what: line, points: 0 });
                }
                None => {
                    account.costs.insert(cost, taken);
                    account.lines.push(Line { what: format!("{why}, {percent} %"), points: -i64::from(taken) });
                }
            }
        }
    }
    let given: u32 = handed_in.acts.iter().filter_map(|act| bonus(act)).sum();
    account.bonus = given.min(policy.bonus);
    for act in handed_in.acts.iter().filter(|act| bonus(act).is_some()) {
        let points = i64::from(bonus(act).unwrap_or_default());
        account.lines.push(Line { what: format!("bonus by {}{}", act.author, because(act)), points });
    }
    if given > account.bonus {
        let what = format!("of a bonus no more than {} points count", policy.bonus);
        account.lines.push(Line { what, points: i64::from(account.bonus) - i64::from(given) });
    }
    let taken: u32 = account.costs.values().sum();
    account.total = earned.saturating_sub(taken) + account.bonus;
    Ok(account)
}

fn bonus(act: &Act) -> Option<u32> {
    if let Deed::Bonus { points } = act.deed { Some(points) } else { None }
}

fn because(act: &Act) -> String {
    act.comment.as_ref().map(|comment| format!(" ({comment})")).unwrap_or_default()
}

/// So many per cent of some points, to the nearest whole point; of a half in favour of the student.
fn share(points: u32, percent: u32) -> u32 {
    let hundredths = u64::from(points) * u64::from(percent);
    u32::try_from((2 * hundredths + 99) / 200).unwrap_or(points).min(points)
}

/// What people gave for answers: of several marks the last counts.
fn marks(account: &mut Account, told: &Report, acts: &[&Act]) {
    let entries = told.exercises.iter().flat_map(|one| one.functions.iter().map(move |entry| (one, entry)));
    for (exercise, entry) in entries {
        let mark = acts.iter().rev().find_map(|act| match &act.deed {
            Deed::Mark { exercise: of, item, points, under } if *of == exercise.name && *item == entry.name => {
                Some((*act, *points, under))
            }
            _ => None,
        });
        let name = || format!("{}, {}", exercise.name, entry.name);
        match mark {
            Some((act, points, under)) => {
                // of a function or question that the machine judged the mark takes the place of its points
                let more = i64::from(points) - i64::from(entry.points);
                account.by_hand += more;
                account.marks.insert((exercise.name.clone(), entry.name.clone()), points);
                let stale = *under != answer(exercise, entry);
                if stale {
                    account.stale_items.push((exercise.name.clone(), entry.name.clone()));
                }
                let flag = if stale { "; the answer changed since: look again" } else { "" };
                let what = format!("{}: {points} by {}{}{flag}", name(), act.author, because(act));
                account.lines.push(Line { what, points: more });
            }
            None if entry.collected() => account.waiting.push((exercise.name.clone(), entry.name.clone())),
            None => {}
        }
    }
}

/// The digest of an answer, as a person read it: of a text the text, of anything else what was found.
pub fn answer(exercise: &ExerciseReport, entry: &FunctionReport) -> String {
    let mut digest = Digest::new();
    digest.field(&exercise.name).field(&entry.name);
    for check in &entry.checks {
        for one in &check.evidence {
            if let Evidence::Text(text) = one {
                digest.field(text.given.as_deref().unwrap_or_default());
            }
        }
        if !matches!(entry.asks, Asks::Text { .. }) {
            digest.field(format!("{:?} {} {:?}", check.verdict, check.points, check.right));
        }
    }
    hex(&digest.finish()[..16])
}

/// What applies: the cost, how many per cent, and why.
fn costs(
    sources: &Sources<'_>,
    policy: &Policy,
    handed_in: &HandedIn<'_>,
    told: &Report,
    account: &mut Account,
) -> Result<Vec<(Cost, u32, String)>> {
    let mut found = vec![];
    let Some(attempt) = handed_in.attempt else { return Ok(found) };
    let format = *policy.format.get_ref();
    if let (1.., Some(why)) = (format, misnamed(sources, handed_in, attempt)) {
        found.push((Cost::Format, format, format!("not in the form asked for ({why})")));
    }
    let broken = told.exercises.iter().filter(|one| one.state == State::NotCompiled || !one.errors.is_empty());
    let broken: Vec<&str> = broken.map(|one| one.name.as_str()).collect();
    let percent = *policy.not_executable.get_ref();
    if percent > 0 && !broken.is_empty() {
        found.push((Cost::NotExecutable, percent, format!("does not compile as handed in ({})", broken.join(", "))));
    }
    let clock = Clock::of(policy.time_zone.as_deref())?;
    let extended = handed_in.acts.iter().rev().find_map(|act| match &act.deed {
        Deed::Extend { until } => Some((*act, until)),
        _ => None,
    });
    if let Some((act, until)) = extended {
        let what = format!("deadline moved to {until} by {}{}", act.author, because(act));
        account.lines.push(Line { what, points: 0 });
    }
    let due = extended.map(|(_, until)| until).or(sources.assignment.due.as_ref());
    let (Some(due), Some(late)) = (due, &policy.late) else { return Ok(found) };
    let Some(at) = attempt.at.as_ref() else {
        if attempt.marked_late {
            let what = "the platform marks it late and tells no time, so nothing is taken off".to_owned();
            account.lines.push(Line { what, points: 0 });
        }
        return Ok(found);
    };
    let (due, at): (Moment, Moment) = (clock.deadline(due)?, clock.handed_in(at)?);
    let steps = at.late(&due, late.per, late.grace)?;
    if steps > 0 {
        let percent = steps.saturating_mul(*late.percent.get_ref()).min(*late.most.get_ref());
        let unit = match (late.per, steps) {
            (Step::Day, 1) => "day",
            (Step::Day, _) => "days",
            (Step::Hour, 1) => "hour",
            (Step::Hour, _) => "hours",
        };
        let why = format!("{steps} {unit} late: handed in {}, due {}", at.shown(), due.shown());
        found.push((Cost::Late, percent, why));
    }
    Ok(found)
}

/// Why a hand-in has not the form that was asked for.
fn misnamed(sources: &Sources<'_>, handed_in: &HandedIn<'_>, attempt: &Attempt) -> Option<String> {
    if let Some(file) = &attempt.file {
        let known = handed_in.ids.iter().filter_map(|id| sources.course.id(id).ok());
        let names: Vec<String> = known.map(|id| sources.course.name_of(sources.assignment, &id)).collect();
        if !names.iter().any(|name| is_called(file, name)) {
            let asked = names.first().map_or(String::new(), |name| format!(" and not `{name}`"));
            return Some(format!("`{file}`{asked}"));
        }
    }
    match &attempt.taken {
        Taken::Read { strays, .. } if !strays.is_empty() => Some(format!("extra: {}", strays.join(", "))),
        _ => None,
    }
}

/// Is this the name that was asked for? A platform numbers what is uploaded again, which is nobody's mistake.
fn is_called(file: &str, name: &str) -> bool {
    let plain = |text: &str| text.trim().to_lowercase();
    let (file, name) = (plain(file), plain(name));
    let again = || {
        let rest = file.strip_prefix(name.strip_suffix(".zip")?)?.strip_prefix('-')?.strip_suffix(".zip")?;
        Some(!rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    file == name || again() == Some(true)
}

#[cfg(test)]
mod tests {
    use super::{is_called, share};

    #[test]
    fn a_name_that_a_platform_numbered_is_the_one_that_was_asked_for() {
        for file in ["s1_hw.zip", "S1_HW.zip", "s1_hw-1.zip", "s1_hw-12.zip"] {
            assert!(is_called(file, "s1_hw.zip"), "{file}");
        }
        for file in ["s1_hw-.zip", "s1_hw-a.zip", "s1_hw2.zip", "hw.zip", "s1_hw.rar"] {
            assert!(!is_called(file, "s1_hw.zip"), "{file}");
        }
    }

    #[test]
    fn a_share_is_whole_points_and_a_half_is_the_students() {
        let all = [(100, 10), (87, 10), (85, 10), (86, 10), (5, 20), (3, 100), (0, 50), (9, 0)];
        assert_eq!(all.map(|(points, percent)| share(points, percent)), [10, 9, 8, 9, 1, 3, 0, 0]);
    }
}
