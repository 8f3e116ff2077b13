//! What a class's points say of the sheet: how hard each item is, how well it tells students apart, and how far a total
//! can be trusted. Plain arithmetic on points, and counts of what went wrong.

use crate::book::{Book, title};
use grader::render::english;
use judge::report::FunctionReport;
use std::collections::BTreeMap;

/// In smaller classes correlations are mostly chance.
pub const SMALL: usize = 30;

/// A table of points: one row a student, one column an item.
#[derive(Clone, Debug, Default)]
pub struct Points {
    /// What each item is worth.
    pub max: Vec<u32>,
    /// By students, then by items.
    pub rows: Vec<Vec<u32>>,
}

/// What the points say of one item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    /// The mean share of its points.
    pub facility: f64,
    /// The correlation of its points with those of all others together; none where one of them never differs.
    pub discrimination: Option<f64>,
    /// Its share of the differences between totals.
    pub weight: Option<f64>,
}

/// What they say of the sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// Students.
    pub n: usize,
    /// The mean total.
    pub mean: f64,
    /// How far totals differ, as a standard deviation.
    pub deviation: f64,
    /// How far the items measure one and the same, from 1 down (Cronbach's alpha).
    pub alpha: Option<f64>,
    /// How far a total is off by chance (the standard error of measurement).
    pub error: Option<f64>,
}

impl Points {
    fn column(&self, item: usize) -> Vec<f64> {
        self.rows.iter().map(|row| f64::from(row.get(item).copied().unwrap_or_default())).collect()
    }

    fn totals(&self) -> Vec<f64> {
        self.rows.iter().map(|row| f64::from(row.iter().sum::<u32>())).collect()
    }

    /// What they say of every item.
    pub fn items(&self) -> Vec<Item> {
        let totals = self.totals();
        let of = |(index, max): (usize, &u32)| {
            let points = self.column(index);
            let rest: Vec<f64> = totals.iter().zip(&points).map(|(total, points)| total - points).collect();
            let deviations = (covariance(&points, &points) * covariance(&rest, &rest)).sqrt();
            let spread = covariance(&totals, &totals);
            Item {
                facility: mean(&points) / f64::from((*max).max(1)),
                discrimination: (deviations > 0.0).then(|| covariance(&points, &rest) / deviations),
                weight: (spread > 0.0).then(|| covariance(&points, &totals) / spread),
            }
        };
        self.max.iter().enumerate().map(of).collect()
    }

    /// What they say of the sheet.
    pub fn sheet(&self) -> Sheet {
        let totals = self.totals();
        let (spread, items) = (covariance(&totals, &totals), self.max.len() as f64);
        let each: f64 = (0..self.max.len()).map(|item| self.column(item)).map(|one| covariance(&one, &one)).sum();
        let alpha = (spread > 0.0 && items > 1.0).then(|| items / (items - 1.0) * (1.0 - each / spread));
        let error = alpha.map(|alpha| (spread * (1.0 - alpha).max(0.0)).sqrt());
        Sheet { n: self.rows.len(), mean: mean(&totals), deviation: spread.sqrt(), alpha, error }
    }
}

fn mean(all: &[f64]) -> f64 {
    if all.is_empty() { 0.0 } else { all.iter().sum::<f64>() / all.len() as f64 }
}

fn covariance(a: &[f64], b: &[f64]) -> f64 {
    if a.len() < 2 {
        return 0.0;
    }
    let (mean_a, mean_b) = (mean(a), mean(b));
    let products = a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b));
    products.sum::<f64>() / (a.len() - 1) as f64
}

/// One row of the statistics: a function or question, or one of its checks.
#[derive(Clone, Debug)]
pub struct Row {
    /// The exercise.
    pub exercise: String,
    /// The function or question.
    pub entry: String,
    /// The check, where the row is about one.
    pub check: Option<String>,
    /// What it is worth.
    pub max: u32,
    /// What the points say.
    pub item: Item,
}

/// Everything that is said of a class.
#[derive(Debug)]
pub struct Stats {
    /// Of the sheet: its items are the functions and questions that the machine judges.
    pub sheet: Sheet,
    /// Of each of them, and of its checks.
    pub rows: Vec<Row>,
    /// Known mistakes, by how many made them: exercise, entry, mistake.
    pub mistakes: Vec<(usize, [String; 3])>,
    /// Students who failed alike, in the same checks in the same way, where no known mistake explains it.
    pub alike: Vec<(Vec<String>, [String; 2])>,
}

/// The statistics of all whose work is graded.
pub fn of(book: &Book) -> Stats {
    let graded: Vec<_> = book.students.iter().filter(|student| student.is_graded()).collect();
    let entries = |index: usize| {
        let of = graded.get(index).map(|student| &student.told.exercises);
        of.into_iter().flatten().flat_map(|one| one.functions.iter().map(move |entry| (one.name.as_str(), entry)))
    };
    let judged: Vec<(&str, &FunctionReport)> = entries(0).filter(|(_, entry)| entry.max > 0).collect();
    let found = |student: usize, exercise: &str, entry: &str| {
        entries(student).find(|(of, one)| *of == exercise && one.name == entry).map(|(_, entry)| entry)
    };
    let (mut sheet, mut rows) = (Points::default(), vec![]);
    sheet.rows = vec![vec![]; graded.len()];
    for (exercise, entry) in &judged {
        sheet.max.push(entry.max);
        for (student, row) in sheet.rows.iter_mut().enumerate() {
            row.push(found(student, exercise, &entry.name).map_or(0, |entry| entry.points));
        }
    }
    let items = sheet.items();
    for ((exercise, entry), item) in judged.iter().zip(&items) {
        let row =
            |check, max, item| Row { exercise: (*exercise).to_owned(), entry: entry.name.clone(), check, max, item };
        rows.push(row(None, entry.max, *item));
        let names = checks(
            &graded
                .iter()
                .enumerate()
                .filter_map(|(student, _)| found(student, exercise, &entry.name))
                .collect::<Vec<_>>(),
        );
        for (name, max) in names.iter().filter(|_| names.len() > 1) {
            let mut alone = Points { max: vec![*max, u32::MAX], rows: vec![] };
            for (student, totals) in sheet.rows.iter().enumerate() {
                let of = found(student, exercise, &entry.name);
                let check = of.and_then(|entry| entry.checks.iter().find(|check| title(check) == *name));
                let points = check.map_or(0, |check| check.points);
                alone.rows.push(vec![points, totals.iter().sum::<u32>().saturating_sub(points)]);
            }
            rows.extend(alone.items().first().map(|item| row(Some(name.clone()), *max, *item)));
        }
    }
    let (mut mistakes, mut alike) =
        (BTreeMap::<[String; 3], usize>::new(), BTreeMap::<(String, [String; 2]), Vec<String>>::new());
    for (index, student) in graded.iter().enumerate() {
        for (exercise, entry) in entries(index) {
            let place = [exercise.to_owned(), entry.name.clone()];
            if let Some(diagnosis) = &entry.diagnosis {
                let [exercise, entry] = place;
                *mistakes.entry([exercise, entry, english::in_short(diagnosis)]).or_default() += 1;
            } else if entry.points < entry.max && !entry.untouched() && !entry.checks.is_empty() {
                alike.entry((signature(entry), place)).or_default().push(student.id.clone());
            }
        }
    }
    let mut mistakes: Vec<_> = mistakes.into_iter().map(|(what, count)| (count, what)).collect();
    mistakes.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut alike: Vec<_> = alike.into_iter().map(|((_, place), who)| (who, place)).collect();
    alike.retain(|(who, _)| who.len() > 1);
    alike.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.1.cmp(&b.1)));
    Stats { sheet: sheet.sheet(), rows, mistakes, alike }
}

/// The checks that anybody has, with what they are worth.
fn checks(entries: &[&FunctionReport]) -> Vec<(String, u32)> {
    let mut names: Vec<(String, u32)> = vec![];
    for check in entries.iter().flat_map(|entry| &entry.checks).filter(|check| check.max > 0) {
        if !names.iter().any(|(name, _)| *name == title(check)) {
            names.push((title(check), check.max));
        }
    }
    names
}

/// How an entry failed: the verdicts of its checks, and which cases are right.
fn signature(entry: &FunctionReport) -> String {
    let each = entry
        .checks
        .iter()
        .map(|check| format!("{} {:?} {:?} {:?}", title(check), check.verdict, check.fate, check.right));
    each.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_an_independent_computation() {
        // six students, four items; the expected numbers were computed with Python's `statistics`
        let rows = [[4, 6, 2, 0], [4, 5, 0, 3], [2, 6, 2, 1], [0, 2, 0, 0], [4, 6, 1, 3], [1, 3, 0, 2]];
        let points = Points { max: vec![4, 6, 2, 3], rows: rows.iter().map(|row| row.to_vec()).collect() };
        let near = |got: f64, want: f64| assert!((got - want).abs() < 1e-12, "{got} and {want}");
        let sheet = points.sheet();
        assert_eq!(sheet.n, 6);
        near(sheet.mean, 9.5);
        near(sheet.deviation, 4.549_725_266_430_93);
        near(sheet.alpha.expect("an alpha"), 0.751_476_113_794_954_4);
        near(sheet.error.expect("an error"), 2.268_136_778_160_533_5);
        let wanted = [
            (0.625, 0.842_423_539_174_231_9, 0.362_318_840_579_710_14),
            (0.777_777_777_777_777_8, 0.884_460_481_552_176_6, 0.367_149_758_454_106_3),
            (0.416_666_666_666_666_7, 0.382_009_207_327_203_84, 0.120_772_946_859_903_39),
            (0.5, 0.214_972_309_170_005_57, 0.149_758_454_106_280_2),
        ];
        for (item, (facility, discrimination, weight)) in points.items().into_iter().zip(wanted) {
            near(item.facility, facility);
            near(item.discrimination.expect("a correlation"), discrimination);
            near(item.weight.expect("a weight"), weight);
        }
        // weights share the differences of the totals out whole
        near(points.items().iter().filter_map(|item| item.weight).sum(), 1.0);
    }

    #[test]
    fn what_never_differs_correlates_with_nothing() {
        let points = Points { max: vec![1, 1], rows: vec![vec![1, 0], vec![1, 1]] };
        let items = points.items();
        assert_eq!(items[0].discrimination, None);
        assert_eq!(points.sheet().n, 2);
        let nobody = Points { max: vec![1], rows: vec![] };
        assert_eq!(nobody.sheet(), Sheet { n: 0, mean: 0.0, deviation: 0.0, alpha: None, error: None });
        assert_eq!(nobody.items()[0].weight, None);
    }
}
