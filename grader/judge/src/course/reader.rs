//! Turns the entries of one `exercise.toml` into functions, cases, laws and wrong bodies.

use super::bounds::{self, MOST_POINTS};
use super::exercise::{Case, Function, LawPlaces, Property, TERMS, Wrong};
use super::name;
use super::pictures::PICTURES;
use super::released::Released;
use super::schema::{CaseEntry, FunctionEntry, Lines, PropertyEntry, WrongEntry};
use super::signature::Signature;
use crate::compare::{Expected, Tolerance};
use crate::error::{Error, Place, Result};
use crate::number::Value;
use crate::property::{Law, Piece, Unreadable};
use std::collections::BTreeSet;
use std::path::Path;
use toml::Spanned;

/// One of the rules in `bounds` about words.
type Rule = fn(&str) -> std::result::Result<(), String>;

/// What the checks of one file share.
pub(super) struct Reader<'a> {
    pub path: &'a Path,
    pub lines: &'a Lines<'a>,
    /// The tolerance of the whole file.
    pub exercise: Option<Tolerance>,
    /// Where the course was handed out.
    pub released: Option<&'a Released>,
}

impl Reader<'_> {
    /// A mistake at this offset of the file.
    pub fn wrong(&self, offset: usize, what: impl Into<String>, fix: &str) -> Error {
        Error::fixture(self.path, self.lines.at(offset), what, fix)
    }

    /// Words that must be there, and not too many.
    pub fn said(&self, which: &str, text: &Spanned<String>, rule: Rule) -> Result<()> {
        rule(text.get_ref())
            .map_err(|what| self.wrong(text.span().start, format!("the {which} has {what}"), "write words for people"))
    }

    /// Points from 1 to a bound.
    pub fn points(&self, owner: &str, points: &Spanned<u32>) -> Result<u32> {
        bounds::points(*points.get_ref()).map_err(|what| {
            let fix = format!("give it at least 1 and at most {MOST_POINTS}");
            self.wrong(points.span().start, format!("`{owner}` has {what}"), &fix)
        })?;
        Ok(*points.get_ref())
    }

    /// A name that can be a file and a Rust function.
    pub fn named(&self, kind: &str, name: &Spanned<String>) -> Result<String> {
        name::of_function(name.get_ref()).map_err(|why| {
            let what = format!("`{}` is no name for a {kind}: {why}", name.get_ref().escape_debug());
            self.wrong(name.span().start, what, "write another name")
        })?;
        Ok(name.get_ref().clone())
    }

    /// The name of a check, unique among others.
    fn unique(&self, seen: &mut BTreeSet<String>, kind: &str, name: &Spanned<String>) -> Result<String> {
        self.said(&format!("name of a {kind}"), name, bounds::line)?;
        let text = name.get_ref();
        if seen.insert(text.clone()) {
            return Ok(text.clone());
        }
        let what = format!("the {kind} name `{text}` is used twice in one function");
        Err(self.wrong(name.span().start, what, "rename one of them"))
    }

    pub fn function(&self, entry: FunctionEntry) -> Result<Function> {
        let offset = entry.name.span().start;
        let name = self.named("function", &entry.name)?;
        // a snapshot of that name would be the exercise's own
        if [TERMS, PICTURES].contains(&name.as_str()) || crate::property::is_builtin(&name) {
            let what = format!("`{name}` is no name for a function: the fixtures mean something else by it");
            return Err(self.wrong(offset, what, "write another name"));
        }
        let signature = Signature::parse(entry.signature.get_ref()).map_err(|what| {
            let what = format!("the signature of `{name}` is malformed, {what}");
            self.wrong(entry.signature.span().start, what, "write `(name: type, …) -> type`")
        })?;
        if entry.hints.is_empty() || entry.hints.iter().any(|hint| bounds::prose(hint).is_err()) {
            let what = format!("`{name}` has no hint or an empty one");
            return Err(self.wrong(offset, what, "write at least one hint"));
        }
        let points = match &entry.points {
            Some(points) if !entry.case.is_empty() => self.points(&name, points)?,
            Some(points) => {
                let what = format!("`{name}` has no case");
                return Err(self.wrong(points.span().start, what, "add a [[function.case]] or leave its points out"));
            }
            None if entry.case.is_empty() => 0,
            None => return Err(self.wrong(offset, format!("`{name}` has no points"), "give it at least 1")),
        };
        if entry.case.is_empty() && entry.property.is_empty() {
            let what = format!("`{name}` has neither a case nor a property");
            return Err(self.wrong(offset, what, "add one of them"));
        }
        let tolerance = entry.tolerance.or(self.exercise);
        let mut seen = BTreeSet::new();
        let mut cases = vec![];
        for case in entry.case {
            self.unique(&mut seen, "case", &case.name)?;
            cases.push(self.case(&name, &signature, case, tolerance)?);
        }
        for entry in entry.stability {
            self.unique(&mut seen, "case", &entry.name)?;
            let points = self.points(entry.name.get_ref(), &entry.points)?;
            if let Err(what) = bounds::prose(&entry.breaks) {
                let what = format!("`breaks` of `{}` has {what}", entry.name.get_ref());
                return Err(self.wrong(entry.name.span().start, what, "write where the usual evaluation breaks"));
            }
            let case = CaseEntry {
                name: entry.name,
                args: entry.args,
                tolerance: entry.tolerance,
                nan: entry.nan,
                segment: None,
                r#box: None,
            };
            let case = self.case(&name, &signature, case, tolerance)?;
            cases.push(Case { stability: Some((points, entry.breaks)), ..case });
        }
        let mut drawn = vec![];
        for entry in entry.drawn {
            self.unique(&mut seen, "case", &entry.name)?;
            drawn.push(self.drawn(&name, entry, &cases, tolerance)?);
        }
        let mut properties = vec![];
        for property in entry.property {
            self.unique(&mut seen, "check", &property.name)?;
            let offset = property.name.span().start;
            let property = self.property(property, tolerance)?;
            if property.points.is_none() && points == 0 {
                let what = format!("the property `{}` has no points and no case to count with", property.name);
                return Err(self.wrong(offset, what, "give it points, or the function a [[function.case]]"));
            }
            properties.push(property);
        }
        let mut seen = BTreeSet::new();
        let mut wrong: Vec<Wrong> = vec![];
        for entry in entry.wrong {
            self.unique(&mut seen, "wrong body", &entry.name)?;
            wrong.push(self.body(entry, &wrong)?);
        }
        let mut seen = BTreeSet::new();
        let mut plots = vec![];
        for entry in entry.plot {
            self.unique(&mut seen, "picture", &entry.name)?;
            plots.push(self.plot(entry)?);
        }
        Ok(Function { name, signature, points, hints: entry.hints, cases, drawn, properties, wrong, plots })
    }

    fn body(&self, entry: WrongEntry, earlier: &[Wrong]) -> Result<Wrong> {
        let (name, offset) = (entry.name.get_ref(), entry.name.span().start);
        if bounds::prose(&entry.says).is_err() {
            return Err(self.wrong(
                offset,
                format!("the wrong body `{name}` says nothing"),
                "write the sentence that helps",
            ));
        }
        if let Some(like) = entry.like.as_ref().filter(|like| earlier.iter().all(|other| &other.name != *like)) {
            let what = format!("`{name}` is like `{like}`, which no earlier wrong body is called");
            return Err(self.wrong(offset, what, "name an earlier one"));
        }
        if entry.body.is_none() && self.released.is_none() {
            return Err(self.lacks(offset, "body"));
        }
        Ok(Wrong {
            place: self.lines.at(entry.body.as_ref().map_or(offset, |body| body.span().start)),
            name: entry.name.into_inner(),
            body: entry.body.map(Spanned::into_inner),
            says: entry.says,
            like: entry.like,
            loops: entry.loops,
        })
    }

    pub(super) fn tolerance(
        &self,
        own: Option<Tolerance>,
        inherited: Option<Tolerance>,
        offset: usize,
    ) -> Result<Tolerance> {
        let Some(tolerance) = own.or(inherited) else {
            return Err(self.wrong(
                offset,
                "no tolerance is stated",
                "add `tolerance = { relative = 1e-9, absolute = 1e-12 }` here, to the function or to the file",
            ));
        };
        match bounds::tolerance(tolerance) {
            Ok(()) => Ok(tolerance),
            Err(what) => Err(self.wrong(offset, what, "write numbers from 0 up, the smaller the better")),
        }
    }

    fn case(
        &self,
        function: &str,
        signature: &Signature,
        case: CaseEntry,
        inherited: Option<Tolerance>,
    ) -> Result<Case> {
        let offset = case.name.span().start;
        let name = case.name.into_inner();
        let number = |toml: &toml::Value| {
            value(toml).ok_or_else(|| {
                let what = format!("an argument of `{name}` is neither number, list, text nor truth value");
                self.wrong(offset, what, "write one of those")
            })
        };
        let args = case.args.iter().map(number).collect::<Result<Vec<_>>>()?;
        signature.accepts(&args).map_err(|what| {
            let what = format!("the case `{name}` does not fit `{function}`, {what}");
            self.wrong(offset, what, "make args fit the signature")
        })?;
        let pair = |[a, b]: [toml::Value; 2]| -> Result<_> { Ok((number(&a)?, number(&b)?)) };
        let kink = match (case.segment, case.r#box) {
            (Some(_), Some(_)) => {
                return Err(self.wrong(offset, format!("`{name}` has a segment and a box"), "keep one"));
            }
            (Some(ends), None) => Some(pair(ends)?).map(|(from, to)| Expected::Segment(from, to)),
            (None, Some(ends)) => Some(pair(ends)?).map(|(lower, upper)| Expected::Box(lower, upper)),
            (None, None) => None,
        };
        let tolerance = self.tolerance(case.tolerance, inherited, offset)?;
        let place = self.lines.at(offset);
        Ok(Case { name, args, tolerance, kink, stability: None, nan: case.nan, place })
    }

    fn property(&self, entry: PropertyEntry, inherited: Option<Tolerance>) -> Result<Property> {
        let offset = entry.name.span().start;
        let name = entry.name.into_inner();
        let points = entry.points.as_ref().map(|points| self.points(&name, points)).transpose()?;
        let given: Vec<&str> = entry.given.iter().map(|line| line.get_ref().as_str()).collect();
        let law = Law::parse(&given, entry.holds.get_ref()).map_err(|Unreadable { piece, at, what }| {
            let text = match piece {
                Piece::Given(index) => entry.given.get(index).unwrap_or(&entry.holds),
                _ => &entry.holds,
            };
            let what = format!("the property `{name}` cannot be read, {what}");
            Error::fixture(self.path, self.inside(text, at), what, "mend the expression")
        })?;
        let content_free = entry.content_free.iter().map(|text| {
            Law::parse(&given, text.get_ref()).map_err(|Unreadable { at, what, .. }| {
                let what = format!("`content_free` of the property `{name}` cannot be read, {what}");
                Error::fixture(self.path, self.inside(text, at), what, "mend the expression")
            })
        });
        let content_free = content_free.collect::<Result<Vec<_>>>()?;
        if bounds::prose(&entry.says).is_err() {
            let what = format!("the property `{name}` says nothing");
            return Err(self.wrong(offset, what, "write what it means when it is broken"));
        }
        let places = LawPlaces {
            name: self.lines.at(offset),
            holds: self.lines.at(entry.holds.span().start),
            given: entry.given.iter().map(|line| self.lines.at(line.span().start)).collect(),
            content_free: entry.content_free.iter().map(|text| self.lines.at(text.span().start)).collect(),
        };
        let tolerance = self.tolerance(entry.tolerance, inherited, offset)?;
        let follow_through = entry.follow_through.map(Spanned::into_inner);
        Ok(Property { name, points, law, tolerance, follow_through, content_free, says: entry.says, places })
    }

    /// Where the character `at` of a text stands in the file. In a text with escapes, or of several lines, that
    /// is not told from the text alone: then it is where the text begins.
    fn inside(&self, text: &Spanned<String>, at: usize) -> Place {
        let start = text.span().start;
        let written = self.lines.written(text.span());
        let plain = written.get(1..).is_some_and(|inner| inner.starts_with(text.get_ref().as_str()));
        self.lines.at(if plain { start + 1 + at } else { start })
    }
}

/// TOML's own `inf` and `nan` are numbers; a text is an enumeration's word.
fn value(toml: &toml::Value) -> Option<Value> {
    Some(match toml {
        toml::Value::Integer(i) => Value::Number(*i as f64),
        toml::Value::Float(x) => Value::Number(*x),
        toml::Value::Boolean(truth) => Value::Truth(*truth),
        toml::Value::String(text) => Value::Text(text.clone()),
        toml::Value::Array(list) => Value::List(list.iter().map(value).collect::<Option<_>>()?),
        toml::Value::Datetime(_) | toml::Value::Table(_) => return None,
    })
}
