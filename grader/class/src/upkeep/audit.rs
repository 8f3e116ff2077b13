//! Do the checks catch every known wrong body, and is each called by its name?

use super::audit_file::AuditFile;
use super::beside::{Sort, divert, wrong_bodies};
use super::figures::{self, Figures};
use super::follow::FollowThrough;
use super::heart::Heart;
use super::laws;
use super::mutants::{self, Hunt};
use super::naming::Naming;
use super::precision::Precision;
use super::reference::{body_limit, reference_replies};
use super::sight::Sight;
use super::truth::Answer;
use super::vacuous::{Unbroken, left};
use super::variants::Variants;
use grader::render::english;
use judge::course::{Course, Exercise, Function};
use judge::error::Result;
use judge::judge::{Hearings, Truth, judge_some};
use judge::report::{Diagnosis, Kind, Likeness, Verdict};
use run::work::Work;

/// What became of one wrong body.
#[derive(Clone, Debug, PartialEq)]
pub struct Catch {
    /// The exercise.
    pub exercise: String,
    /// The function.
    pub function: String,
    /// The wrong body.
    pub name: String,
    /// The points it still gets.
    pub points: u32,
    /// The points of the function.
    pub max: u32,
    /// The checks that are not right, by kind: cases, stability, properties.
    pub failed: [usize; 3],
    /// What the diagnosis calls it.
    pub called: Called,
}

/// How a known wrong body is called.
#[derive(Clone, Debug, PartialEq)]
pub enum Called {
    /// By its name, or by that of a body that no input can tell from it.
    Rightly,
    /// By what is plain from its replies, and true of them.
    Plainly(String),
    /// By something else.
    Wrongly(String),
    /// Not at all.
    Nothing,
    /// Its function has no case, only laws: there is nothing to tell it by.
    Unnameable,
}

impl Catch {
    /// It is called by its name, or by something else that is true of it.
    pub fn named(&self) -> bool {
        match &self.called {
            Called::Rightly | Called::Plainly(_) => true,
            Called::Wrongly(_) | Called::Nothing | Called::Unnameable => false,
        }
    }

    /// It gets full points: no check sees that it is wrong.
    pub fn survives(&self) -> bool {
        self.points == self.max
    }
}

/// Of a hundred wrong bodies so many must be called rightly.
const NAMED: usize = 95;

/// All wrong bodies of some exercises.
#[derive(Debug)]
pub struct Audit {
    /// In the order of the fixtures.
    pub catches: Vec<Catch>,
    /// Answers that are nobody's known mistake.
    pub naming: Naming,
    /// What pictures show of wrong answers.
    pub sight: Sight,
    /// What follow-through pays.
    pub follow: FollowThrough,
    /// Mutants of the reference, exercise by exercise.
    pub hunts: Vec<Hunt>,
    /// What got through, exercise by exercise.
    pub figures: Vec<(String, Figures)>,
    /// Right answers that are written otherwise.
    pub variants: Variants,
    /// Answers that are not precise enough.
    pub precision: Precision,
    /// Answers that know the stored cases and nothing else.
    pub heart: Heart,
}

/// Runs every wrong body in the place of its function, all other functions being the reference's.
pub fn audit(course: &Course, work: &Work, names: &[&str], seed: u64) -> Result<Audit> {
    let company =
        |exercise: &Exercise| Ok([wrong_bodies(exercise), AuditFile::load(exercise)?.bodies(exercise)].concat());
    let replies = reference_replies(course, work, names, &company)?;
    for name in names {
        if let Some(trouble) = laws::troubles(course.exercise(name)?, &replies, seed)?.into_iter().next() {
            return Err(trouble);
        }
    }
    let mut audit = Audit {
        catches: vec![],
        naming: Naming::default(),
        sight: Sight::default(),
        variants: Variants::default(),
        precision: Precision::default(),
        heart: Heart::default(),
        follow: FollowThrough::default(),
        hunts: vec![],
        figures: vec![],
    };
    let mut unbroken = Unbroken::new();
    for name in names {
        let before = Figures::of(&audit);
        let exercise = course.exercise(name)?;
        let snapshots = exercise.snapshots()?;
        audit.sight.add(exercise, &replies)?;
        audit.naming.add(exercise, &snapshots);
        audit.variants.add(course, name, &replies, seed)?;
        audit.precision.add(exercise, &replies, seed)?;
        audit.heart.add(exercise, &snapshots, &AuditFile::load(exercise)?, &replies, seed)?;
        audit.follow.add(exercise, &snapshots, &replies, seed)?;
        for function in &exercise.functions {
            let mut tried = vec![];
            for (index, wrong) in function.wrong.iter().enumerate() {
                let mut ask = |calls: &[judge::property::Call]| {
                    let offered = Sort::Wrong.offered(&function.name, index);
                    replies.ask(name, &divert(calls, &function.name, &offered), body_limit(wrong))
                };
                let reports =
                    judge_some(exercise, &[function], &[], &snapshots, seed, Hearings::Joint(&mut ask), Truth::Never)?;
                let Some(report) = reports.into_iter().find(|report| report.name == function.name) else { continue };
                let failed = [Kind::Case, Kind::Stability, Kind::Property].map(|kind| {
                    report.checks.iter().filter(|check| check.kind == kind && check.verdict != Verdict::Right).count()
                });
                let replies = snapshots.get(&function.name).and_then(|stored| stored.wrong.get(index));
                let replies = replies.map(|wrong| wrong.replies.as_slice()).unwrap_or_default();
                let answer = Answer { function, snapshots: &snapshots, replies };
                audit.catches.push(Catch {
                    exercise: exercise.name.clone(),
                    function: function.name.clone(),
                    name: wrong.name.clone(),
                    points: report.points,
                    max: report.max,
                    failed,
                    called: called(&answer, &wrong.name, report.diagnosis.as_ref()),
                });
                tried.push(report);
            }
            if let Some(snapshot) = snapshots.get(&function.name) {
                let left = left(function, snapshot, &tried).into_iter();
                unbroken.extend(left.map(|check| (exercise.name.clone(), function.name.clone(), check)));
            }
        }
        let found = Figures::of(&audit) - before;
        audit.figures.push((exercise.name.clone(), found));
    }
    audit.hunts = mutants::hunt(course, work, names, seed, &unbroken)?;
    for ((exercise, figures), hunt) in audit.figures.iter_mut().zip(&audit.hunts) {
        debug_assert_eq!(*exercise, hunt.exercise);
        *figures = figures.with_mutants(hunt);
    }
    Ok(audit)
}

/// How the diagnosis calls a wrong body of this name.
fn called(answer: &Answer<'_>, name: &str, diagnosis: Option<&Diagnosis>) -> Called {
    if answer.function.cases.is_empty() {
        return Called::Unnameable;
    }
    let Some(diagnosis) = diagnosis else { return Called::Nothing };
    match &diagnosis.like {
        Likeness::Listed { name: called, .. } if same_idea(answer.function, called, name) => Called::Rightly,
        Likeness::Listed { .. } => Called::Wrongly(english::in_short(diagnosis)),
        _ if answer.is_plainly(diagnosis) => Called::Plainly(english::in_short(diagnosis)),
        _ => Called::Wrongly(english::in_short(diagnosis)),
    }
}

/// Two names for what no input can tell apart.
fn same_idea(function: &Function, called: &str, name: &str) -> bool {
    let root = |name: &str| {
        let like = function.wrong.iter().find(|wrong| wrong.name == name).and_then(|wrong| wrong.like.clone());
        like.unwrap_or_else(|| name.to_owned())
    };
    root(called) == root(name)
}

impl Audit {
    /// Bodies that no check catches.
    pub fn survivors(&self) -> impl Iterator<Item = &Catch> {
        self.catches.iter().filter(|catch| catch.survives())
    }

    /// No body survives, nearly every one is named, and hardly anything else is.
    pub fn passes(&self) -> bool {
        let (named, nameable) = self.named();
        self.survivors().next().is_none()
            && 100 * named >= NAMED * nameable
            && self.naming.passes()
            && self.sight.passes()
            && self.follow.passes()
            && self.hunts.iter().all(Hunt::passes)
            && self.variants.passes()
            && self.precision.passes()
            && self.heart.passes()
    }

    /// How many bodies are named rightly, and of how many.
    fn named(&self) -> (usize, usize) {
        let nameable = self.catches.iter().filter(|catch| catch.called != Called::Unnameable);
        (self.catches.iter().filter(|catch| catch.named()).count(), nameable.count())
    }

    /// One line per body, then the totals.
    pub fn to_text(&self) -> String {
        let mut text =
            String::from("Which check catches which known wrong body: C cases, S stability, P properties.\n");
        let mut place = (String::new(), String::new());
        for catch in &self.catches {
            let here = (catch.exercise.clone(), catch.function.clone());
            if here != place {
                text += &format!("\n{}::{} ({} points)\n", here.0, here.1, catch.max);
                place = here;
            }
            let marks: Vec<String> = ["C", "S", "P"]
                .iter()
                .zip(catch.failed)
                .filter(|(_, n)| *n > 0)
                .map(|(mark, n)| format!("{mark}{n}"))
                .collect();
            let verdict = if catch.survives() { "SURVIVES".to_owned() } else { marks.join(" ") };
            let called = match &catch.called {
                Called::Rightly => "named rightly".to_owned(),
                Called::Plainly(plain) => format!("rightly, as plain: {plain}"),
                Called::Wrongly(other) => format!("confused: {other}"),
                Called::Nothing => "not named".to_owned(),
                Called::Unnameable => "has no case to be named by".to_owned(),
            };
            text += &format!("  {:<44} {verdict:<10} keeps {:>2}   {called}\n", catch.name, catch.points);
        }
        let (all, survive) = (self.catches.len(), self.survivors().count());
        let (named, nameable) = self.named();
        let share = if nameable == 0 { 100.0 } else { 100.0 * named as f64 / nameable as f64 };
        text += &format!("\nWhat gets through, and of how many.\n\n{}", figures::table(&self.figures));
        text += &mutants::to_text(&self.hunts);
        text += &format!("\n{}", self.variants.to_text());
        text += &self.precision.to_text();
        text += &self.heart.to_text();
        text += &self.follow.to_text();
        text += &self.sight.to_text();
        text += &self.naming.to_text();
        let of = if nameable == all { String::new() } else { format!(" of {nameable} that have cases") };
        text + &format!("{all} known wrong bodies, {survive} survive, {named}{of} named rightly ({share:.1} %).\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catch(points: u32, called: Called) -> Catch {
        let name = String::from("a");
        Catch { exercise: name.clone(), function: name.clone(), name, points, max: 4, failed: [1, 0, 0], called }
    }

    fn of(catches: Vec<Catch>) -> Audit {
        let (naming, variants, precision) = (Naming::default(), Variants::default(), Precision::default());
        let (heart, follow) = (Heart::default(), FollowThrough::default());
        Audit {
            catches,
            naming,
            sight: Sight::default(),
            variants,
            precision,
            heart,
            follow,
            hunts: vec![],
            figures: vec![],
        }
    }

    fn passes(catches: Vec<Catch>) -> bool {
        of(catches).passes()
    }

    #[test]
    fn an_audit_passes_where_nothing_survives_and_nearly_all_is_named() {
        let rightly = || vec![catch(0, Called::Rightly); 19];
        let and = |one: Catch| [rightly(), vec![one]].concat();
        assert!(passes(and(catch(0, Called::Nothing))) && passes(and(catch(0, Called::Plainly("a sign".into())))));
        assert!(!passes([and(catch(0, Called::Nothing)), vec![catch(0, Called::Wrongly("b".into()))]].concat()));
        assert!(!passes(and(catch(4, Called::Rightly))));
        // laws alone name nothing
        assert!(passes(vec![catch(0, Called::Unnameable); 3]));
    }

    #[test]
    fn the_figures_stand_at_the_end() {
        let audit = of(vec![catch(0, Called::Rightly), catch(0, Called::Unnameable)]);
        let text = audit.to_text();
        let last = "0 innocent answers, 0 false names (0.0 %).\n2 known wrong bodies, 0 survive, 1 of 1 that have cases named rightly (100.0 %).\n";
        assert!(text.ends_with(last), "{text}");
    }
}
