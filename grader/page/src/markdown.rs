//! Markdown, as the handouts and the stubs are written in, to HTML. Markup inside it is shown as text.

use crate::formula::{Stands, formula};
use crate::html::{Html, element, of, plain, tag};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};
use std::collections::BTreeMap;

/// A formula of more letters may be wider than a telephone.
const LONG: usize = 26;

/// How a text is set.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// Where a link leads here; `None` leaves its text alone.
    pub link: &'a dyn Fn(&str) -> Option<String>,
    /// How many levels below its own a heading stands here.
    pub lower: usize,
}

/// What a text became.
#[derive(Debug, Default)]
pub struct Set {
    /// The text.
    pub html: Html,
    /// The anchors of its headings.
    pub anchors: Vec<String>,
    /// How many formulas are in it.
    pub formulas: usize,
    /// Formulas that cannot be read, each with what is wrong.
    pub faults: Vec<String>,
    /// Links that lead nowhere here.
    pub lost: Vec<String>,
}

/// What is open: the element, what is in it so far, and that as plain text.
struct Frame<'a> {
    tag: Option<Tag<'a>>,
    html: Html,
    plain: String,
}

/// Everything that is known while a text is read.
struct Setter<'a, 's> {
    setting: Setting<'s>,
    open: Vec<Frame<'a>>,
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    slugs: BTreeMap<String, usize>,
    set: Set,
}

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_MATH | Options::ENABLE_TABLES)
}

/// Sets a text.
pub fn markdown(text: &str, setting: Setting<'_>) -> Set {
    let mut setter = Setter {
        setting,
        open: vec![Frame { tag: None, html: Html::none(), plain: String::new() }],
        columns: vec![],
        column: 0,
        in_head: false,
        slugs: BTreeMap::new(),
        set: Set::default(),
    };
    for event in parser(text) {
        setter.event(event);
    }
    // a reader of Markdown closes everything that it opens
    let html = setter.open.into_iter().map(|frame| frame.html).collect();
    Set { html, ..setter.set }
}

/// The formulas of a text that stand on lines of their own, each below its heading.
pub fn displayed(text: &str) -> Vec<(String, String)> {
    let (mut heading, mut inside, mut found) = (String::new(), false, vec![]);
    for event in parser(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                heading.clear();
                inside = true;
            }
            Event::End(pulldown_cmark::TagEnd::Heading(_)) => inside = false,
            Event::Text(text) | Event::Code(text) if inside => heading.push_str(&text),
            Event::DisplayMath(latex) => found.push((heading.clone(), latex.into_string())),
            _ => {}
        }
    }
    found
}

impl<'a> Setter<'a, '_> {
    fn event(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(_) => self.end(),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.push(Html::text(&text), &text),
            Event::Code(code) => self.push(Html::code(&code), &code),
            Event::InlineMath(latex) => self.formula(&latex, Stands::Inline),
            Event::DisplayMath(latex) => self.formula(&latex, Stands::Alone),
            Event::SoftBreak => self.push(Html::text("\n"), " "),
            Event::HardBreak => self.push(tag("br", &[]), " "),
            Event::Rule => self.push(tag("hr", &[]), ""),
            Event::FootnoteReference(text) => self.push(Html::text(&text), &text),
            Event::TaskListMarker(_) => {}
        }
    }

    fn push(&mut self, html: Html, plain: &str) {
        if let Some(frame) = self.open.last_mut() {
            frame.html += html;
            frame.plain.push_str(plain);
        }
    }

    fn formula(&mut self, latex: &str, stands: Stands) {
        self.set.formulas += 1;
        let html = formula(latex, stands).unwrap_or_else(|fault| {
            self.set.faults.push(format!("{latex}: {fault}"));
            Html::code(latex)
        });
        let html = match stands {
            // no browser breaks a formula into lines
            Stands::Inline if latex.len() > LONG => movable("long", html),
            Stands::Inline => html,
            Stands::Alone => alone(html),
        };
        self.push(html, latex);
    }

    fn start(&mut self, tag: Tag<'a>) {
        match &tag {
            Tag::Table(columns) => self.columns.clone_from(columns),
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
            }
            Tag::TableRow => self.column = 0,
            _ => {}
        }
        self.open.push(Frame { tag: Some(tag), html: Html::none(), plain: String::new() });
    }

    fn end(&mut self) {
        let Some(Frame { tag: Some(tag), html, plain: text }) = self.open.pop() else { return };
        let html = self.closed(tag, html, &text);
        self.push(html, &text);
    }

    /// A whole element, with what is inside.
    fn closed(&mut self, tag: Tag<'a>, html: Html, text: &str) -> Html {
        match tag {
            Tag::Paragraph => plain("p", html),
            Tag::Heading { level, .. } => self.heading(level, html, text),
            Tag::BlockQuote(_) => plain("blockquote", html),
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => plain("pre", plain("code", html)),
            Tag::List(Some(first)) => element("ol", &[("start", &first.to_string())], html),
            Tag::List(None) => plain("ul", html),
            Tag::Item => plain("li", html),
            Tag::Emphasis => plain("em", html),
            Tag::Strong => plain("strong", html),
            Tag::Link { dest_url, .. } => match (self.setting.link)(&dest_url) {
                Some(href) => element("a", &[("href", &href)], html),
                None => {
                    self.set.lost.push(dest_url.into_string());
                    html
                }
            },
            Tag::Table(_) => wide("Table", plain("table", html)),
            Tag::TableHead => {
                self.in_head = false;
                plain("thead", plain("tr", html))
            }
            Tag::TableRow => plain("tr", html),
            Tag::TableCell => self.cell(html, text),
            // none of these stands in a text of the course; what is inside is shown
            _ => html,
        }
    }

    fn heading(&mut self, level: HeadingLevel, html: Html, text: &str) -> Html {
        let slug = slug(text);
        let seen = self.slugs.entry(slug.clone()).or_default();
        let anchor = if *seen == 0 { slug } else { format!("{slug}-{seen}") };
        *seen += 1;
        self.set.anchors.push(anchor.clone());
        let level = (level as usize + self.setting.lower).min(6);
        element(&format!("h{level}"), &[("id", &anchor)], html)
    }

    fn cell(&mut self, html: Html, text: &str) -> Html {
        let right = matches!(self.columns.get(self.column), Some(Alignment::Right));
        self.column += 1;
        let class: &[(&str, &str)] = if right { &[("class", "number")] } else { &[] };
        match self.in_head {
            // a head without a word is none
            true if html.is_empty() => plain("td", html),
            // not every reader of pages takes a formula for a name
            true if html.as_str().starts_with("<math") => {
                let said = of("span", "unseen", Html::text(text));
                element("th", &[("scope", "col")], element("span", &[("aria-hidden", "true")], html) + said)
            }
            true => element("th", &[&[("scope", "col")], class].concat(), html),
            false => element("td", class, html),
        }
    }
}

/// A formula on a line of its own; where the page is narrow it is moved under the reader's hand.
pub fn alone(formula: Html) -> Html {
    movable("formula", formula)
}

fn movable(class: &str, formula: Html) -> Html {
    element("span", &[("class", class), ("tabindex", "0"), ("role", "group"), ("aria-label", "Formula")], formula)
}

/// Something that may be wider than the page.
pub fn wide(what: &str, inner: Html) -> Html {
    element("div", &[("class", "wide"), ("tabindex", "0"), ("role", "group"), ("aria-label", what)], inner)
}

/// The anchor of a heading, as repositories on the web make it.
fn slug(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    kept.flat_map(char::to_lowercase).map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

/// A short text without links of its own.
pub fn short(text: &str) -> Html {
    of("div", "prose", markdown(text, Setting { link: &|_| None, lower: 3 }).html)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str) -> Set {
        markdown(text, Setting { link: &|to| Some(format!("to-{to}")), lower: 0 })
    }

    #[test]
    fn headings_links_tables_and_formulas_become_html() {
        let text = "# A `b` c\n\n[x](y.md) and $z$\n\n| a | |\n|--:|---|\n| 1 | $2$ |\n\n## A b c\n";
        let set = set(text);
        let html = set.html.as_str();
        assert_eq!((set.anchors, set.formulas), (vec!["a-b-c".to_owned(), "a-b-c-1".into()], 2));
        for part in [
            "<h1 id=\"a-b-c\">A <code>b</code> c</h1>",
            "<a href=\"to-y.md\">x</a> and <math",
            "<thead><tr><th scope=\"col\" class=\"number\">a</th><td></td></tr></thead>",
            "<tr><td class=\"number\">1</td><td><math",
        ] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
    }

    #[test]
    fn markup_in_a_text_is_text() {
        let html = set("<script>alert(1)</script>\n\na <b onclick=x>b</b>\n\n[l](javascript:x\"y)\n").html;
        assert!(!html.as_str().contains("<script") && !html.as_str().contains("<b "), "{}", html.as_str());
        assert!(short("[l](javascript:x)").as_str().ends_with("<p>l</p></div>"));
    }

    #[test]
    fn formulas_on_their_own_lines_are_found_below_their_headings() {
        let found = displayed("# A\n\n$$x$$ and $y$\n\n## B `c`\n\n$$z$$\n");
        assert_eq!(found, [("A".to_owned(), "x".to_owned()), ("B c".into(), "z".into())]);
    }

    #[test]
    fn a_formula_that_cannot_be_read_is_shown_as_it_is_and_told() {
        let set = set(r"$\unheardof$");
        assert!(set.html.as_str().contains("<code>"), "{}", set.html.as_str());
        assert_eq!(set.faults.len(), 1);
    }
}
