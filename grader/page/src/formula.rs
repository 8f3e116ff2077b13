//! Formulas: from LaTeX, as the handouts write them, to MathML, which browsers draw by themselves.

use crate::html::Html;
use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Event, Parser, RenderConfig, Storage, push_mathml};

/// Where a formula stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// In a line of text.
    Inline,
    /// On lines of its own.
    Alone,
}

/// The same formula in MathML, or what cannot be read in it.
pub fn formula(latex: &str, stands: Stands) -> Result<Html, String> {
    let storage = Storage::new();
    let events: Vec<Event<'_>> =
        Parser::new(latex, &storage).collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    let display_mode = match stands {
        Stands::Inline => DisplayMode::Inline,
        Stands::Alone => DisplayMode::Block,
    };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut markup = String::new();
    // what comes in is right already
    let events = events.into_iter().map(Ok::<_, std::fmt::Error>);
    push_mathml(&mut markup, events, config).map_err(|error| error.to_string())?;
    // a sign that would open a tag
    let markup = markup.replace("<mo><</mo>", "<mo>&lt;</mo>");
    // what is not stretched needs no word on how; half of a formula would be such words
    Ok(Html::own(markup.replace(" symmetric=\"false\" stretchy=\"false\"", " stretchy=false")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_mathml_and_a_wrong_one_an_error() {
        let shown = formula(r"\frac{1}{2} < x_k", Stands::Alone).expect("a formula");
        assert!(shown.as_str().starts_with("<math display=\"block\"><mfrac>"), "{}", shown.as_str());
        assert!(shown.as_str().contains("<mo>&lt;</mo>"), "{}", shown.as_str());
        assert!(formula(r"\frac{1}{", Stands::Inline).is_err());
        assert!(formula(r"\unheardof", Stands::Inline).is_err());
    }

    #[test]
    fn text_in_a_formula_is_escaped() {
        let shown = formula(r"\text{<script>alert(1)</script>}", Stands::Inline).expect("a formula");
        assert!(!shown.as_str().contains("<script"), "{}", shown.as_str());
    }
}
