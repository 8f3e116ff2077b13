//! A report as Markdown, for the summary of a run on a server: a table of points, and what is to be mended, to unfold.
//!
//! What others wrote stands between fences that are longer than any row of backticks in it, or has every sign of
//! Markdown and HTML taken away, so that none of it is markup.

use super::english;
use super::next::to_do;
use super::overview::{Stand, stand};
use super::page::Page;
use super::section::section;
use super::terminal::drawn_later;
use super::value::Extent;
use super::view::Detail;
use judge::report::{AssignmentReport, ExerciseReport, PartReport, Report, State};

/// Columns of what stands between fences.
const WIDTH: usize = 80;
/// Summaries of runs hold a mebibyte; what is longer than this is left out.
const MOST: usize = 500_000;

/// Writes a report.
pub fn to_markdown(report: &Report) -> String {
    let page = Page { width: WIDTH };
    let total = english::points(report.points, report.max, report.by_person, report.later);
    let mut text = format!("## {}: {}\n\n**{}**\n\n", plain(&report.course), plain(&report.assignment), plain(&total));
    if report.assignments.is_empty() {
        text += HEAD;
        text += &report.exercises.iter().map(|exercise| row("", exercise)).collect::<String>();
        text.push('\n');
    }
    for assignment in &report.assignments {
        text += &table(report, assignment);
    }
    text += &later(report, page);
    text += &format!("{}\n", fenced(&to_do(report, WIDTH, None, Extent::Telling)));
    for exercise in report.exercises.iter().filter(|exercise| is_told(exercise)) {
        let about = section(report, exercise, page, Detail::Every, &|_| true);
        let (name, says) = (plain(&exercise.name), plain(&in_words(exercise)));
        let summary = format!("<summary><b>{name}</b>: {} of {}, {says}</summary>", exercise.points, exercise.max);
        let told = format!("\n<details>{summary}\n\n{}\n</details>\n", fenced(&about));
        if text.len() + told.len() > MOST {
            text += "\nThere is more: grade it where you work.\n";
            break;
        }
        text += &told;
    }
    let made = &report.provenance;
    text + &format!("\n<sub>grader {}, {}</sub>\n", plain(&made.grader), plain(&made.toolchain))
}

const HEAD: &str = "| part | exercise | points | |\n|---|---|---:|---|\n";

fn table(report: &Report, assignment: &AssignmentReport) -> String {
    let points = english::points(assignment.points, assignment.max, 0, assignment.later);
    let mut text = format!("### {}\n\n{}\n\n{HEAD}", plain(&assignment.title), plain(&points));
    for part in &assignment.parts {
        text += &part_row(part);
        let of = report.exercises.iter().filter(|exercise| part.exercises.contains(&exercise.name));
        text += &of.map(|exercise| row("", exercise)).collect::<String>();
    }
    text + "\n"
}

fn part_row(part: &PartReport) -> String {
    let (name, title) = (plain(&part.name), plain(&part.title));
    let later = if part.later > 0 { format!("{} more when marked", part.later) } else { String::new() };
    format!("| **{name}** | **{title}** | **{} / {}** | {later} |\n", part.points, part.max)
}

fn row(part: &str, exercise: &ExerciseReport) -> String {
    let (name, says) = (plain(&exercise.name), plain(&in_words(exercise)));
    format!("| {part} | {name} | {} / {} | {says} |\n", exercise.points, exercise.max)
}

/// How far an exercise is, in a few words.
fn in_words(exercise: &ExerciseReport) -> String {
    match exercise.state {
        State::Graded => english::stands(&exercise.functions.iter().map(stand).collect::<Vec<_>>()),
        other => english::summary(other).to_owned(),
    }
}

/// Is there something to say of it beyond its row?
fn is_told(exercise: &ExerciseReport) -> bool {
    let wrong = |stand: Stand| matches!(stand, Stand::Part | Stand::Wrong | Stand::Unread);
    let said = !exercise.remarks.is_empty() || !exercise.warnings.is_empty() || !exercise.errors.is_empty();
    said || exercise.functions.iter().any(|entry| wrong(stand(entry)))
}

fn later(report: &Report, page: Page) -> String {
    match drawn_later(report, page) {
        says if says.is_empty() => says,
        says => format!("{}\n\n", plain(says.trim_end())),
    }
}

/// A text between fences.
fn fenced(text: &str) -> String {
    let mut longest = 0;
    let mut row = 0;
    for letter in text.chars() {
        row = if letter == '`' { row + 1 } else { 0 };
        longest = longest.max(row);
    }
    let fence = "`".repeat((longest + 1).max(3));
    format!("{fence}text\n{}\n{fence}\n", text.trim_matches('\n'))
}

/// A text within a line, in which no sign means anything: neither to Markdown nor to HTML, nor is an address a link.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let link = text[at..].starts_with("://") || letter == '.' && text[..at].to_ascii_lowercase().ends_with("www");
        match letter {
            '&' => plain.push_str("&amp;"),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            letter if letter.is_control() => plain.push(' '),
            // in HTML a backslash would be seen, and a number is a sign of neither
            letter if link || letter.is_ascii_punctuation() && !",;.:-'()%/".contains(letter) => {
                plain += &format!("&#{};", u32::from(letter));
            }
            letter => plain.push(letter),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_others_is_markup() {
        let hostile = "</summary><script>x</script> | `a` **b** [c](http://d) ![e](f) @g #1 \\ _h_ ~i~ $j$\n# k";
        let text = plain(hostile);
        for sign in ['<', '>', '|', '`', '*', '[', ']', '!', '@', '\\', '_', '~', '$', '\n'] {
            assert!(!text.contains(sign), "{sign:?}: {text}");
        }
        assert!(!text.replace("&#", "").contains('#') && !text.contains("://"), "{text}");
        assert_eq!(plain("WWW.x.org http://y"), "WWW&#46;x.org http&#58;//y");
        assert_eq!(plain("12 of 47, 3 (more)"), "12 of 47, 3 (more)");
    }

    #[test]
    fn a_fence_is_longer_than_what_stands_in_it() {
        let text = fenced("a\n`````\n</details>\n```\nb");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines[0], lines[lines.len() - 1]), ("``````text", "``````"));
        assert!(fenced("").starts_with("```text\n"));
    }
}
