//! How many columns there are to write in.

/// Where nobody says.
pub const USUAL: usize = 80;
/// Narrower than the first, tables fall apart; wider than the second, lines are hard to read.
const BOUNDS: std::ops::RangeInclusive<usize> = 60..=120;

/// The columns of standard output: what `COLUMNS` says, else what the terminal says, else [`USUAL`].
pub fn width() -> usize {
    columns(std::env::var("COLUMNS").ok().as_deref(), terminal())
}

fn columns(variable: Option<&str>, terminal: Option<u16>) -> usize {
    let asked = variable.and_then(|text| text.trim().parse().ok()).filter(|&columns| columns > 0);
    let asked = asked.or(terminal.map(usize::from).filter(|&columns| columns > 0));
    asked.unwrap_or(USUAL).clamp(*BOUNDS.start(), *BOUNDS.end())
}

#[cfg(unix)]
fn terminal() -> Option<u16> {
    rustix::termios::tcgetwinsize(std::io::stdout()).ok().map(|size| size.ws_col)
}

#[cfg(not(unix))]
fn terminal() -> Option<u16> {
    None
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn the_variable_comes_before_the_terminal_and_both_within_bounds() {
        for (variable, terminal, want) in [
            (None, None, 80),
            (None, Some(100), 100),
            (None, Some(0), 80),
            (None, Some(40), 60),
            (None, Some(300), 120),
            (Some("70"), Some(100), 70),
            (Some(" 70 "), None, 70),
            (Some("0"), Some(100), 100),
            (Some("wide"), Some(100), 100),
            (Some("-5"), None, 80),
            (Some("20"), None, 60),
            (Some("99999"), None, 120),
        ] {
            assert_eq!(columns(variable, terminal), want, "{variable:?} {terminal:?}");
        }
    }
}
