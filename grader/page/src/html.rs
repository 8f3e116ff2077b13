//! Pieces of HTML. The only way from a text into a piece is [`Html::text`], which escapes it.

use std::ops::{Add, AddAssign};

/// A piece of HTML, in which every text of others is escaped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Html(String);

/// Text for HTML, between tags as well as in quotes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // HTML has no place for them
            letter if letter.is_control() && letter != '\n' && letter != '\t' => escaped.push('\u{fffd}'),
            letter => escaped.push(letter),
        }
    }
    escaped
}

impl Html {
    /// A text, as it is to be read.
    pub fn text(text: &str) -> Html {
        Html(escape(text))
    }

    /// Markup that this package has made or holds itself: a formula, a style sheet. Never a text of others.
    pub(crate) fn own(markup: String) -> Html {
        Html(markup)
    }

    /// A word of code.
    pub fn code(text: &str) -> Html {
        element("code", &[], Html::text(text))
    }

    /// A sentence in which code stands between backticks.
    pub fn sentence(text: &str) -> Html {
        let parts: Vec<&str> = text.split('`').collect();
        if parts.len().is_multiple_of(2) {
            return Html::text(text);
        }
        let part = |(at, part): (usize, &&str)| if at % 2 == 1 { Html::code(part) } else { Html::text(part) };
        parts.iter().enumerate().map(part).collect()
    }

    /// Nothing.
    pub fn none() -> Html {
        Html::default()
    }

    /// Is there nothing in it?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An element with its attributes; their values are escaped.
pub fn element(name: &str, attributes: &[(&str, &str)], inner: Html) -> Html {
    let Html(open) = tag(name, attributes);
    Html(format!("{open}{}</{name}>", inner.0))
}

/// An element of which nothing can be inside.
pub fn tag(name: &str, attributes: &[(&str, &str)]) -> Html {
    let attributes = attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escape(value)));
    Html(format!("<{name}{}>", attributes.collect::<String>()))
}

/// An element of a class.
pub fn of(name: &str, class: &str, inner: Html) -> Html {
    element(name, &[("class", class)], inner)
}

/// An element without attributes.
pub fn plain(name: &str, inner: Html) -> Html {
    element(name, &[], inner)
}

/// A whole document.
pub fn document(title: &str, style: Html, body: Html) -> String {
    let head = [
        tag("meta", &[("charset", "utf-8")]),
        tag("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
        tag("meta", &[("name", "color-scheme"), ("content", "light dark")]),
        plain("title", Html::text(title)),
        style,
    ];
    let head = plain("head", head.into_iter().collect());
    format!("<!DOCTYPE html>\n{}\n", element("html", &[("lang", "en")], head + plain("body", body)).0)
}

impl Add for Html {
    type Output = Html;

    fn add(mut self, more: Html) -> Html {
        self += more;
        self
    }
}

impl AddAssign for Html {
    fn add_assign(&mut self, more: Html) {
        self.0.push_str(&more.0);
    }
}

impl FromIterator<Html> for Html {
    fn from_iter<I: IntoIterator<Item = Html>>(pieces: I) -> Html {
        pieces.into_iter().fold(Html::none(), Html::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup_wherever_it_stands() {
        let hostile = "</code><script>alert(1)</script>\" onload='x' &amp; \u{0}";
        let safe = "&lt;/code&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp;amp; \u{fffd}";
        assert_eq!(Html::text(hostile).as_str(), safe);
        assert_eq!(element("a", &[("title", hostile)], Html::none()).as_str(), format!("<a title=\"{safe}\"></a>"));
        assert_eq!(Html::sentence(hostile).as_str(), safe);
        assert!(document(hostile, Html::none(), Html::none()).contains(&format!("<title>{safe}</title>")));
    }

    #[test]
    fn what_stands_between_backticks_is_code() {
        assert_eq!(Html::sentence("`a<b` or not").as_str(), "<code>a&lt;b</code> or not");
        assert_eq!(Html::sentence("one ` alone").as_str(), "one ` alone");
        assert_eq!(Html::sentence("").as_str(), "");
    }
}
