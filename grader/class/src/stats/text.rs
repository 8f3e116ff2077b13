//! The same for people: tables in 80 columns.

use super::{Group, Measured, Quantity, SMALL, Stats};
use grader::render::style::{FAINT, STRONG};

/// What a name of an item or a check may take.
const NAME: usize = 37;
/// So many mistakes and groups are shown; all of them are in the other formats.
const MOST: usize = 15;
/// What is listed of a group.
const MOST_IDS: usize = 60;

impl Stats {
    /// The whole.
    pub fn to_text(&self) -> String {
        let mut text = format!("{STRONG}{}{STRONG:#}\n", self.title);
        text += &self.about();
        if self.paper.items.is_empty() || self.paper.students.is_empty() {
            return text + "\nThere is nothing to count yet.\n";
        }
        text += &self.sheet();
        text += &format!(
            "\n{STRONG}{:NAME$}{STRONG:#} {:>5} {:>8} {:>9} {:>8} {:>5}\n",
            "Items and checks", "n", "facility", "item-rest", "weight", "blank"
        );
        let mut exercise = "";
        for (item, measured, checks) in self.each() {
            if item.exercise != exercise {
                exercise = &item.exercise;
                text += &format!("{STRONG}{exercise}{STRONG:#}\n");
            }
            text += &format!("{} {:>5}\n", row(1, &item.name, measured), item.blank);
            // one check alone says what its item says
            if let [_, _, ..] = checks {
                for (column, measured) in item.columns.iter().zip(checks) {
                    text += &format!("{FAINT}{}{FAINT:#}\n", row(2, &column.name, measured).trim_end());
                }
            }
        }
        text += &self.mistakes();
        text += &groups("Who fails alike, item by item", &self.failures.groups);
        text += &groups("Who fails alike in every item", &self.failures.everywhere);
        text
    }

    /// Who and what counts.
    fn about(&self) -> String {
        let absent = &self.paper.absent;
        let mut text = format!("{} students, {} items.", self.paper.students.len(), self.paper.items.len());
        for (count, says) in
            [(absent.nothing, "handed in nothing"), (absent.unreadable, "handed in nothing that can be read")]
        {
            if count > 0 {
                text += &format!("\n{count} more {says}.");
            }
        }
        text += "\n";
        if absent.disturbed > 0 {
            text += &format!(
                "Of {} the grader has no result in some items: they count in the others, and not in\nitem-rest, weight and alpha.\n",
                absent.disturbed
            );
        }
        match self.paper.texts {
            0 => {}
            1 => text += "1 text is left out: some answers wait for a person.\n",
            texts => text += &format!("{texts} texts are left out: some answers wait for a person.\n"),
        }
        if !self.paper.students.is_empty() && self.whole.n < SMALL {
            let n = self.whole.n;
            text += &format!(
                "{STRONG}A small class{STRONG:#}: with {n} students correlations and alpha are mostly chance.\n"
            );
        }
        text
    }

    /// The whole sheet.
    fn sheet(&self) -> String {
        let whole = &self.whole;
        let mut text = format!("\n{STRONG}The sheet{STRONG:#}\n");
        for (what, quantity, places, says) in [
            ("mean", whole.mean, 1, format!("of {} points, before rounding and cap", self.points)),
            ("standard deviation", whole.deviation, 1, String::new()),
            ("Cronbach's alpha", whole.alpha, 2, "how much items agree on who is better".into()),
            ("standard error", whole.error, 1, "points that a total may be off by chance".into()),
        ] {
            let line = format!("  {what:20} {:>9}  {FAINT}{says}{FAINT:#}", shown(quantity, places));
            text += line.trim_end();
            text += "\n";
        }
        text
    }

    fn mistakes(&self) -> String {
        let all = &self.failures.misconceptions;
        if all.is_empty() {
            return String::new();
        }
        let mut text =
            format!("\n{STRONG}Mistakes with a name{STRONG:#}, of those who wrote something that is not right\n");
        for one in all.iter().take(MOST) {
            let place = cut(&format!("{}, {}", one.exercise, one.item), 34);
            text += &format!("  {:>4} of {:<4} {place:34} {}\n", one.students, one.wrong, cut(&one.name, 30));
        }
        text + &more(all.len())
    }
}

/// Groups of students.
fn groups(title: &str, all: &[Group]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{STRONG}{title}{STRONG:#}\n");
    for group in all.iter().take(MOST) {
        let place = group.at.as_ref().map(|(exercise, item)| format!("{exercise}, {item}: ")).unwrap_or_default();
        let like = group.like.as_ref().map(|like| format!("{like} (")).unwrap_or_default();
        let end = if like.is_empty() { "" } else { ")" };
        let what = format!("{place}{like}{}{end}", group.failed.join(", "));
        text += &format!("  {:>4}  {}\n", group.students.len(), cut(&what, 72));
        text += &format!("        {FAINT}{}{FAINT:#}\n", cut(&group.students.join(" "), MOST_IDS));
    }
    text + &more(all.len())
}

fn more(all: usize) -> String {
    if all > MOST { format!("  and {} more: --format json or csv has them\n", all - MOST) } else { String::new() }
}

fn row(depth: usize, name: &str, measured: &Measured) -> String {
    let name = cut(&format!("{}{name}", "  ".repeat(depth)), NAME);
    format!(
        "{name:NAME$} {:>5} {:>8} {:>9} {:>8}",
        measured.n,
        shown(measured.facility, 2),
        shown(measured.discrimination, 2),
        match measured.weight {
            Quantity::Known(weight) => format!("{:.1} %", positive(weight * 100.0, 1)),
            none @ Quantity::None(_) => shown(none, 0),
        }
    )
}

fn shown(quantity: Quantity, places: usize) -> String {
    match quantity {
        Quantity::Known(x) => format!("{:.places$}", positive(x, places)),
        Quantity::None(why) => why.word().to_owned(),
    }
}

/// A zero without a sign.
fn positive(x: f64, places: usize) -> f64 {
    if x.abs() < 0.5 * 0.1_f64.powi(i32::try_from(places).unwrap_or_default()) { 0.0 } else { x }
}

/// No more letters than these.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
