//! What ticking earns that reads no question: the same letters everywhere, the last options, some at random.

use super::check::{Findings, problem};
use judge::answers::worth;
use judge::course::{COURSE, Choice, Course, Sort, Statement, Written, letter};

/// No rule may earn more than this share of the points of all questions to tick.
const MOST: f64 = 0.25;
/// Of fewer questions nothing is demanded: among so many rules chance finds one that suits them.
const FEWEST: usize = 20;
/// Rules about fixed letters use the first of them; later ones are rare.
const LETTERS: usize = 10;

/// A way to tick without reading.
#[derive(Clone, Debug, PartialEq)]
enum Rule {
    /// These letters, where there are such options.
    Letters(String),
    /// The last so many options.
    Last(usize),
    /// So many options, drawn anew for each question: what it earns on average.
    Drawn(usize),
}

/// Adds what the dearest rule earns over the whole course; a problem if it is too much.
pub fn ticking(course: &Course, findings: &mut Findings) {
    let written = course.exercises.iter().flat_map(|exercise| &exercise.written);
    let questions: Vec<Ticks<'_>> = written.filter_map(Ticks::of).collect();
    let Some((rule, share)) = dearest(&questions) else { return };
    let all = share_of(&questions, &Rule::Letters(letters(LETTERS)));
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    let says = format!(
        "of the points of {} questions to tick, no rule earns without reading more than {} ({}); ticking everything earns {}",
        questions.len(),
        percent(share),
        show(&rule),
        percent(all)
    );
    if questions.len() < FEWEST || share <= MOST {
        findings.passed.push(says);
        return;
    }
    let what = format!("{} earns {} of the points of all questions to tick", show(&rule), percent(share));
    let fix = format!("vary numbers and letters of right options until no rule earns more than {}", percent(MOST));
    problem(findings, &course.root.join(COURSE), what, fix);
}

/// A question to tick.
struct Ticks<'a> {
    choice: &'a Choice,
    /// By its options: is it right?
    right: Vec<bool>,
}

impl Ticks<'_> {
    fn of(written: &Written) -> Option<Ticks<'_>> {
        match written {
            Written::Choice(choice) => match &choice.sort {
                Sort::Tick(statements) => {
                    let right = statements.iter().map(|one| matches!(one, Statement::Right(_))).collect();
                    Some(Ticks { choice, right })
                }
                Sort::Place { .. } => None,
            },
            Written::Derivation(_) | Written::Text(_) => None,
        }
    }

    fn points(&self, ticked: impl Iterator<Item = usize>) -> f64 {
        let letters: String = ticked.map(letter).collect();
        worth(self.choice, &letters).map_or(0.0, f64::from)
    }

    /// The first options that are right, or wrong.
    fn some(&self, right: bool, count: usize) -> impl Iterator<Item = usize> {
        (0..self.right.len()).filter(move |&index| self.right[index] == right).take(count)
    }

    fn earns(&self, rule: &Rule) -> f64 {
        let options = self.right.len();
        match rule {
            Rule::Letters(letters) => self.points((0..options).filter(|&index| letters.contains(letter(index)))),
            Rule::Last(count) => self.points(options.saturating_sub(*count)..options),
            Rule::Drawn(count) => {
                let count = (*count).min(options);
                let rights = self.right.iter().filter(|right| **right).count();
                // so many of those drawn are right; points depend on nothing else
                let each = (0..=count.min(rights)).map(|right| {
                    let wrong = count - right;
                    let ways = choose(rights, right) * choose(options - rights, wrong);
                    let ticked = self.some(true, right).chain(self.some(false, wrong));
                    if ways > 0.0 { ways * self.points(ticked) } else { 0.0 }
                });
                each.sum::<f64>() / choose(options, count)
            }
        }
    }
}

/// The rule that earns most, and its share of all points.
fn dearest(questions: &[Ticks<'_>]) -> Option<(Rule, f64)> {
    let options = questions.iter().map(|one| one.right.len()).max()?;
    let fixed = options.min(LETTERS);
    let sets = (1..1_usize << fixed).map(|set| (0..fixed).filter(|index| set >> index & 1 == 1).map(letter).collect());
    let counted = (1..=options).flat_map(|count| [Rule::Last(count), Rule::Drawn(count)]);
    let shares = sets.map(Rule::Letters).chain(counted).map(|rule| {
        let share = share_of(questions, &rule);
        (rule, share)
    });
    shares.max_by(|a, b| a.1.total_cmp(&b.1))
}

fn share_of(questions: &[Ticks<'_>], rule: &Rule) -> f64 {
    let all: u32 = questions.iter().map(|one| one.choice.points).sum();
    questions.iter().map(|one| one.earns(rule)).sum::<f64>() / f64::from(all)
}

fn letters(count: usize) -> String {
    (0..count).map(letter).collect()
}

/// How many ways there are to choose so many of all.
fn choose(all: usize, some: usize) -> f64 {
    (0..some).fold(1.0, |ways, index| ways * (all as f64 - index as f64) / (index as f64 + 1.0))
}

fn show(rule: &Rule) -> String {
    match rule {
        Rule::Letters(letters) => format!("ticking {letters} everywhere"),
        Rule::Last(count) => format!("ticking the last {count}"),
        Rule::Drawn(count) => format!("ticking {count} at random"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(right: &str, options: usize) -> Written {
        let statement = |index: usize| match right.contains(letter(index)) {
            true => Statement::Right("so".into()),
            false => Statement::Wrong { text: "or so".into(), says: "No.".into() },
        };
        let sort = Sort::Tick((0..options).map(statement).collect());
        Written::Choice(Choice {
            name: "q".into(),
            question: "?".into(),
            points: 3,
            hints: vec![],
            sort,
            key: judge::course::Key::Told,
        })
    }

    fn found(right: &[&str]) -> (Rule, f64) {
        let written: Vec<Written> = right.iter().map(|right| question(right, 6)).collect();
        let questions: Vec<Ticks<'_>> = written.iter().filter_map(Ticks::of).collect();
        dearest(&questions).expect("a rule")
    }

    #[test]
    fn the_rule_behind_the_right_options_is_found() {
        assert_eq!(found(&["abc"; 4]), (Rule::Letters("abc".into()), 1.0));
        let (_, share) = found(&["abc", "def", "ace", "bdf"]);
        assert!(share < 0.5, "{share}");
    }

    #[test]
    fn what_is_drawn_earns_its_average() {
        let written = question("abc", 6);
        let one = Ticks::of(&written).expect("a question");
        // of two ticks: both right in 3 of 15 ways, else they take each other away or are wrong
        assert!((one.earns(&Rule::Drawn(2)) - 2.0 * 3.0 / 15.0).abs() < 1e-12);
        assert!((one.earns(&Rule::Drawn(6))).abs() < 1e-12);
        assert!((one.earns(&Rule::Last(3))).abs() < 1e-12);
        let most = question("abcde", 6);
        let most = Ticks::of(&most).expect("a question");
        assert!((most.earns(&Rule::Drawn(6)) - 2.0).abs() < 1e-12);
    }
}
