//! What a trained network sees in one word, for a terminal of 80 columns.

use super::style::{BAD, FAINT, GOOD, STRONG};
use judge::foreign::clean;
use run::training::Picture;

/// The symbol after the letters.
const SEPARATOR: usize = 26;
/// Columns of a terminal.
const WIDTH: usize = 80;
/// Columns at the left, for the symbols of the rows.
const LABEL: usize = 4;
/// Pixels by which a window moves on.
const STRIDE: usize = 2;
/// Pixels from the left edge of a window to its middle, less half a stride: there its column begins.
const INSET: usize = 3;

/// How large pixels are drawn; a window's column is always as wide as its stride.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scale {
    /// A character is one pixel wide and two high.
    Wide,
    /// A character is two pixels wide and two high.
    Narrow,
}

impl Scale {
    fn fitting(pixels: usize) -> Scale {
        if LABEL + pixels <= WIDTH { Scale::Wide } else { Scale::Narrow }
    }

    /// Pixels of one character, from left to right.
    fn pixels(self) -> usize {
        match self {
            Scale::Wide => 1,
            Scale::Narrow => 2,
        }
    }

    /// One cell per window, starting where the middle of the first one is.
    fn row(self, label: &str, cells: impl Iterator<Item = Cell>) -> String {
        let mut text = format!("{STRONG}{label:<LABEL$}{STRONG:#}{}", " ".repeat(INSET.div_ceil(self.pixels())));
        for cell in cells {
            let width = STRIDE / self.pixels();
            text += &match cell {
                Cell::Shade(shade) => format!("{FAINT}{}{FAINT:#}", shade.to_string().repeat(width)),
                Cell::Mark(mark) => format!("{GOOD}{mark:<width$}{GOOD:#}"),
                Cell::Symbol(symbol) => format!("{symbol:<width$}"),
            };
        }
        text.trim_end().to_owned() + "\n"
    }
}

/// What stands in the column of a window.
enum Cell {
    Shade(char),
    Mark(char),
    Symbol(char),
}

/// The picture, what every window reads, the energies with the best path, and what they say.
pub fn drawn(picture: &Picture, word: &str) -> String {
    Drawn(picture).to_terminal(word)
}

struct Drawn<'a>(&'a Picture);

impl Drawn<'_> {
    fn to_terminal(&self, word: &str) -> String {
        let pixels = self.0.image.first().map_or(0, |row| row.chars().count());
        let scale = Scale::fitting(pixels);
        let mut text = self.drawing(scale);
        text += "\n";
        text += &scale.row("", self.0.symbols.iter().map(|&symbol| Cell::Symbol(letter(symbol))));
        text += &format!("{LINE}{FAINT}the symbol of lowest energy in each window, `_` between letters{FAINT:#}\n\n");
        for (t, &target) in self.0.targets.iter().enumerate() {
            text += &scale.row(&format!(" {}", letter(target)), (0..self.0.matrix.len()).map(|l| self.cell(l, t)));
        }
        text += &self.legend();
        text += &self.verdict(word);
        text
    }

    fn drawing(&self, scale: Scale) -> String {
        let rows: Vec<Vec<bool>> =
            self.0.image.iter().map(|row| row.chars().map(|pixel| pixel == '#').collect()).collect();
        let ink = |row: usize, column: usize| rows.get(row).and_then(|row| row.get(column)) == Some(&true);
        let columns = rows.first().map_or(0, Vec::len);
        let mut text = String::new();
        for top in (0..rows.len()).step_by(2) {
            let line: String = (0..columns)
                .step_by(scale.pixels())
                .map(|left| {
                    let right = left + scale.pixels() - 1;
                    quadrants([ink(top, left), ink(top, right), ink(top + 1, left), ink(top + 1, right)])
                })
                .collect();
            text += format!("{}{line}", " ".repeat(LABEL)).trim_end();
            text.push('\n');
        }
        text
    }

    /// How far an energy is above the lowest of its window.
    fn above(&self, l: usize, t: usize) -> Option<f64> {
        let energy = (*self.0.matrix.get(l)?.get(t)?)?;
        Some(energy - (*self.0.lowest.get(l)?)?)
    }

    fn cell(&self, l: usize, t: usize) -> Cell {
        let above = self.above(l, t);
        if self.0.path.get(l) == Some(&t) {
            return Cell::Mark(match above {
                Some(above) if above < 9.5 => char::from(b'0' + above.round().max(0.0) as u8),
                Some(_) => '+',
                None => '?',
            });
        }
        Cell::Shade(match above {
            Some(above) if above < 3.0 => '▓',
            Some(above) if above < 6.0 => '▒',
            Some(above) if above < 12.0 => '░',
            _ => '·',
        })
    }

    fn legend(&self) -> String {
        format!(
            "{LINE}{FAINT}rows: the symbols of the word; columns: windows, each under its middle.\n\
             {LINE}How far an energy is above the lowest of its window: ▓ below 3, ▒ below 6,\n\
             {LINE}░ below 12, · more. Digits: the same, along the best path; + is 10 and more.{FAINT:#}\n\n"
        )
    }

    fn verdict(&self, word: &str) -> String {
        let read = clean(&self.0.word, 60);
        let read = match read.as_str() {
            "" => format!("{BAD}nothing{BAD:#}"),
            same if same == word => format!("{GOOD}{same}{GOOD:#}, which is right"),
            other => format!("{BAD}{other}{BAD:#}, which is wrong: it shows {word}"),
        };
        let mut text = format!("{STRONG}read{STRONG:#}         {read}\n");
        if let Some(energy) = self.0.energy {
            text += &format!("{STRONG}path energy{STRONG:#}  {energy:.2}").replace('-', "−");
            let lowest: Option<f64> = self.0.lowest.iter().copied().sum();
            if let Some(lowest) = lowest {
                text += &format!(", {:.2} above the lowest symbols of all windows", energy - lowest);
            }
            text.push('\n');
        }
        let (windows, symbols) = (self.0.matrix.len(), self.0.targets.len());
        let paths = count(windows, symbols);
        text += &format!("{STRONG}paths{STRONG:#}        {paths}: {windows} windows, {symbols} symbols\n");
        text
    }
}

/// Remarks stand where the pictures begin.
const LINE: &str = "    ";

fn letter(symbol: usize) -> char {
    match u8::try_from(symbol) {
        Ok(letter) if symbol < SEPARATOR => char::from(b'a' + letter),
        _ if symbol == SEPARATOR => '_',
        _ => '?',
    }
}

/// The block with ink at top left, top right, bottom left, bottom right.
fn quadrants(ink: [bool; 4]) -> char {
    const BLOCKS: [char; 16] = [' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█'];
    BLOCKS[ink.iter().enumerate().map(|(place, &ink)| usize::from(ink) << place).sum::<usize>()]
}

/// The number of valid paths: windows − 1 over symbols − 1.
fn count(windows: usize, symbols: usize) -> String {
    if windows < symbols || symbols == 0 {
        return "0".into();
    }
    let (n, k) = (windows - 1, symbols - 1);
    let paths = (0..k).fold(1.0, |paths, i| paths * (n - i) as f64 / (i + 1) as f64);
    if paths < 1e9 {
        let digits = format!("{paths:.0}");
        let groups: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().filter_map(|three| str::from_utf8(three).ok()).collect();
        groups.join(",")
    } else {
        let power = paths.log10().floor() as i32;
        format!("about {:.0} · 10^{power}", paths / 10f64.powi(power))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_counted_as_the_handout_says() {
        assert_eq!(count(5, 3), "6");
        assert_eq!(count(3, 3), "1");
        assert_eq!(count(2, 3), "0");
        assert_eq!(count(27, 10), "3,124,550");
        assert!(count(71, 24).starts_with("about 2 · 10^"), "{}", count(71, 24));
    }

    #[test]
    fn any_corner_of_a_block_can_hold_ink() {
        assert_eq!(quadrants([true, true, false, false]), '▀');
        assert_eq!(quadrants([false, false, true, true]), '▄');
        assert_eq!(quadrants([true, false, false, true]), '▚');
        assert_eq!(quadrants([false, true, false, true]), '▐');
    }

    #[test]
    fn the_longest_word_stays_within_the_terminal_and_a_broken_reply_does_not_stop_it() {
        let picture = Picture {
            image: vec!["#.".repeat(75); 10],
            targets: vec![3, 26, 99],
            matrix: vec![vec![Some(1.0), None]; 71],
            path: vec![0, 7],
            energy: Some(-123_456.789),
            lowest: vec![Some(-200_000.0)],
            symbols: vec![3; 71],
            word: "\u{1b}[31m".into(),
        };
        for picture in [Picture { lowest: vec![None], energy: None, ..picture.clone() }, picture] {
            let plain = anstream::adapter::strip_str(&drawn(&picture, "extravaganza")).to_string();
            assert!(plain.lines().all(|line| line.chars().count() <= WIDTH), "{plain}");
        }
    }
}
