//! All that decides a score besides the expected values: points, laws, kinks, derivations, questions. It is
//! stored beside the expected values, so that a change of it shows as a change, with old and new, and the
//! exercise as it was can be graded once more.

use super::drawn::{DrawPlaces, Drawn, With};
use super::exercise::{Case, Exercise, Function, LawPlaces, Property};
use super::snapshot::{Snapshot, UPDATE, body, file_of};
use super::source;
use super::written::{Choice, Derivation, Item, Key, Sort, Statement, Text, Written};
use crate::compare::{Expected, Tolerance};
use crate::derivation::{Claim, Notation, Task};
use crate::error::{Error, Place, Result};
use crate::number::Value;
use crate::property::{Draw, Law, Range, Text as DrawText};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::path::Path;

/// The terms of one exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// The name of the exercise.
    pub exercise: String,
    /// In the order of `exercise.toml`.
    pub terms: Vec<Term>,
}

/// One thing that gives points, or decides about them.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The function, or the piece of writing.
    pub of: String,
    /// `function`, `stability`, `kink`, `drawn`, `law`, `derivation`, `choice` or `text`.
    pub kind: String,
    /// The name of a case or a law; empty for the function itself, and for writing.
    pub name: String,
    /// What it says.
    pub fields: Map<String, Json>,
}

impl Term {
    fn new(of: &str, kind: &str, name: &str, fields: Json) -> Term {
        let fields = match fields {
            Json::Object(fields) => fields,
            _ => Map::new(),
        };
        Term { of: of.into(), kind: kind.into(), name: name.into(), fields }
    }

    /// For people.
    pub fn title(&self) -> String {
        let Term { of, kind, name, .. } = self;
        if name.is_empty() { format!("{kind} `{of}`") } else { format!("{kind} \"{name}\" of `{of}`") }
    }

    /// Do both speak of the same thing?
    pub fn meets(&self, other: &Term) -> bool {
        self.of == other.of && self.kind == other.kind && self.name == other.name
    }

    fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field)?.as_str()
    }

    fn points(&self) -> Option<u32> {
        u32::try_from(self.fields.get("points")?.as_u64()?).ok()
    }

    fn texts(&self, field: &str) -> Option<Vec<String>> {
        self.fields.get(field)?.as_array()?.iter().map(|text| Some(text.as_str()?.to_owned())).collect()
    }
}

impl Terms {
    /// The terms of an exercise as it is.
    pub fn of(exercise: &Exercise) -> Terms {
        let mut terms = vec![];
        for function in &exercise.functions {
            let fields = json!({ "points": function.points, "signature": function.signature.text });
            terms.push(Term::new(&function.name, "function", "", fields));
            terms.extend(function.cases.iter().filter_map(|case| of_case(&function.name, case)));
            terms.extend(function.drawn.iter().map(|drawn| of_drawn(&function.name, drawn)));
            terms.extend(function.properties.iter().map(|property| of_law(&function.name, property)));
        }
        terms.extend(exercise.written.iter().map(of_written));
        Terms { exercise: exercise.name.clone(), terms }
    }

    /// Reads one file.
    pub fn load(path: &Path) -> Result<Terms> {
        let text = source::read(path)?;
        let body =
            body(&text).ok_or_else(|| Error::fixture(path, 1, "the `---` header of a snapshot is missing", UPDATE))?;
        Terms::parse(body).ok_or_else(|| Error::fixture(path, None, "this is no list of terms", UPDATE))
    }

    /// Reads a body.
    pub fn parse(body: &str) -> Option<Terms> {
        let json: Json = serde_json::from_str(body).ok()?;
        let terms = json["terms"].as_array()?.iter().map(|term| {
            let mut fields = term.as_object()?.clone();
            let mut take = |key: &str| Some(fields.remove(key)?.as_str()?.to_owned());
            let (of, kind, name) = (take("of")?, take("kind")?, take("name").unwrap_or_default());
            Some(Term { of, kind, name, fields })
        });
        Some(Terms { exercise: json["exercise"].as_str()?.into(), terms: terms.collect::<Option<_>>()? })
    }

    /// Writes the body: one term per line.
    pub fn to_body(&self) -> String {
        let lines = self.terms.iter().map(|term| {
            let mut line = format!("{{\"of\": {}, \"kind\": {}", json!(term.of), json!(term.kind));
            if !term.name.is_empty() {
                line += &format!(", \"name\": {}", json!(term.name));
            }
            for (field, value) in &term.fields {
                line += &format!(", {}: {value}", json!(field));
            }
            line + "}"
        });
        let lines: Vec<String> = lines.collect();
        format!("{{\"exercise\": {},\n\"terms\": [\n{}\n]}}\n", json!(self.exercise), lines.join(",\n"))
    }

    /// Writes a whole file.
    pub fn to_file(&self) -> String {
        file_of(&self.to_body())
    }

    /// The exercise as it was, for grading: these terms with the expected values of their time. `None` where a
    /// function is gone or takes other arguments now, so that it cannot be called any more.
    pub fn restored(&self, today: &Exercise, snapshots: &BTreeMap<String, Snapshot>) -> Option<Exercise> {
        let mut functions = vec![];
        let mut written = vec![];
        for term in &self.terms {
            match term.kind.as_str() {
                "function" => functions.push(self.function(term, today, snapshots.get(&term.of)?)?),
                "stability" | "kink" | "drawn" | "law" => {}
                _ => written.push(to_written(term)?),
            }
        }
        let (name, title) = (today.name.clone(), today.title.clone());
        Some(Exercise {
            name,
            title,
            summary: String::new(),
            functions,
            written,
            training: None,
            folder: today.folder.clone(),
            digest: Default::default(),
        })
    }

    fn function(&self, term: &Term, today: &Exercise, snapshot: &Snapshot) -> Option<Function> {
        let now = today.functions.iter().find(|function| function.name == term.of)?;
        if Some(now.signature.text.as_str()) != term.text("signature") {
            return None;
        }
        let mine = |kind: &'static str| self.terms.iter().filter(move |one| one.of == term.of && one.kind == kind);
        let cases = snapshot.cases.iter().map(|stored| {
            let special = mine("stability").chain(mine("kink")).find(|one| one.name == stored.name);
            let ends = |field: &str| {
                let ends = special?.fields.get(field)?.as_array()?;
                Some((Value::from_json(ends.first()?)?, Value::from_json(ends.get(1)?)?))
            };
            let segment = ends("segment").map(|(from, to)| Expected::Segment(from, to));
            Case {
                name: stored.name.clone(),
                args: stored.args.clone(),
                tolerance: stored.tolerance,
                kink: segment.or_else(|| ends("box").map(|(lower, upper)| Expected::Box(lower, upper))),
                stability: special.and_then(Term::points).map(|points| (points, String::new())),
                nan: false,
                place: Place::default(),
            }
        });
        Some(Function {
            name: term.of.clone(),
            signature: now.signature.clone(),
            points: term.points()?,
            hints: vec![],
            cases: cases.collect(),
            drawn: mine("drawn").map(to_drawn).collect::<Option<_>>()?,
            properties: mine("law").map(to_law).collect::<Option<_>>()?,
            wrong: vec![],
            plots: vec![],
        })
    }
}

/// Cases say nothing here but what the expected values do not.
fn of_case(of: &str, case: &Case) -> Option<Term> {
    let mut fields = Map::new();
    if let Some((points, _)) = &case.stability {
        fields.insert("points".into(), json!(points));
    }
    match &case.kink {
        Some(Expected::Segment(from, to)) => {
            drop(fields.insert("segment".into(), json!([from.to_json(), to.to_json()])))
        }
        Some(Expected::Box(from, to)) => drop(fields.insert("box".into(), json!([from.to_json(), to.to_json()]))),
        Some(Expected::Exactly(_)) | None => {}
    }
    let kind = if case.stability.is_some() { "stability" } else { "kink" };
    (!fields.is_empty()).then(|| Term::new(of, kind, &case.name, Json::Object(fields)))
}

fn of_drawn(of: &str, drawn: &Drawn) -> Term {
    let mut fields = json!({
        "draws": drawn.draws,
        "relative": drawn.tolerance.relative,
        "absolute": drawn.tolerance.absolute,
    });
    if let With::Stability(name) = &drawn.with {
        fields["with"] = json!(name);
    }
    let Some(Draw { text, .. }) = &drawn.draw else { return Term::new(of, "drawn", &drawn.name, fields) };
    fields["given"] = json!(text.given);
    fields["args"] = json!(text.args);
    if !text.when.is_empty() {
        fields["when"] = json!(text.when);
    }
    match &text.range {
        Some(Range::Segment(from, to)) => fields["segment"] = json!([from, to]),
        Some(Range::Box(from, to)) => fields["box"] = json!([from, to]),
        None => {}
    }
    Term::new(of, "drawn", &drawn.name, fields)
}

fn to_drawn(term: &Term) -> Option<Drawn> {
    let ends = |field: &str| match term.texts(field)?.as_slice() {
        [from, to] => Some((from.clone(), to.clone())),
        _ => None,
    };
    let segment = ends("segment").map(|(from, to)| Range::Segment(from, to));
    let text = DrawText {
        given: term.texts("given")?,
        when: term.texts("when").unwrap_or_default(),
        args: term.texts("args")?,
        range: segment.or_else(|| ends("box").map(|(from, to)| Range::Box(from, to))),
    };
    let number = |field: &str| term.fields.get(field)?.as_f64();
    Some(Drawn {
        name: term.name.clone(),
        with: term.text("with").map_or(With::Cases, |name| With::Stability(name.to_owned())),
        draws: term.fields.get("draws")?.as_u64()?,
        draw: Some(Draw::parse(text).ok()?),
        tolerance: Tolerance { relative: number("relative")?, absolute: number("absolute")? },
        places: DrawPlaces::default(),
    })
}

fn of_law(of: &str, property: &Property) -> Term {
    let mut fields = json!({
        "given": property.law.inputs,
        "holds": property.law.text,
        "relative": property.tolerance.relative,
        "absolute": property.tolerance.absolute,
    });
    if let Some(points) = property.points {
        fields["points"] = json!(points);
    }
    if let Some(base) = &property.follow_through {
        fields["follow_through"] = json!(base);
        let content_free: Vec<&str> = property.content_free.iter().map(|law| law.text.as_str()).collect();
        if !content_free.is_empty() {
            fields["content_free"] = json!(content_free);
        }
    }
    Term::new(of, "law", &property.name, fields)
}

fn to_law(term: &Term) -> Option<Property> {
    let given = term.texts("given")?;
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let number = |field: &str| term.fields.get(field)?.as_f64();
    Some(Property {
        name: term.name.clone(),
        points: term.points(),
        law: Law::parse(&given, term.text("holds")?).ok()?,
        tolerance: Tolerance { relative: number("relative")?, absolute: number("absolute")? },
        follow_through: term.text("follow_through").map(str::to_owned),
        content_free: term
            .texts("content_free")
            .unwrap_or_default()
            .iter()
            .map(|text| Law::parse(&given, text).ok())
            .collect::<Option<_>>()?,
        says: String::new(),
        places: LawPlaces { name: Place::default(), holds: Place::default(), given: vec![], content_free: vec![] },
    })
}

fn of_written(written: &Written) -> Term {
    match written {
        Written::Derivation(Derivation { name, task, points }) => {
            let Claim { notation: Notation { left, names, letters }, start, goal, required } = &task.claim;
            let fields = json!({
                "points": points, "start": start, "goal": goal, "required": required,
                "left": left, "notation": names, "letters": letters,
            });
            Term::new(name, "derivation", "", fields)
        }
        Written::Choice(Choice { name, question, points, sort, .. }) => {
            let mut fields = json!({ "points": points, "question": question });
            match sort {
                Sort::Tick(statements) => {
                    let each = statements.iter().map(|statement| match statement {
                        Statement::Right(text) => json!([text, "right"]),
                        Statement::Untold(text) => json!([text, "untold"]),
                        Statement::Wrong { text, .. } => json!([text, "wrong"]),
                    });
                    fields["options"] = each.collect();
                }
                Sort::Place { families, items } => {
                    let each = items
                        .iter()
                        .map(|item| json!([item.text, item.family.and_then(|family| families.get(family))]));
                    fields["options"] = each.collect();
                    fields["sorts"] = json!(families);
                }
            }
            Term::new(name, "choice", "", fields)
        }
        Written::Text(Text { name, question, points, rubric }) => {
            Term::new(name, "text", "", json!({ "points": points, "question": question, "rubric": rubric }))
        }
    }
}

fn to_written(term: &Term) -> Option<Written> {
    let (name, points) = (term.of.clone(), term.points()?);
    if term.kind == "derivation" {
        let notation =
            Notation { left: term.texts("left")?, names: term.texts("notation")?, letters: term.texts("letters")? };
        let claim = Claim {
            notation,
            start: term.text("start")?.to_owned(),
            goal: term.text("goal")?.to_owned(),
            required: serde_json::from_value(term.fields.get("required")?.clone()).ok()?,
        };
        return Some(Written::Derivation(Derivation { name, task: Task::new(claim).ok()?, points }));
    }
    let question = term.text("question")?.to_owned();
    if term.kind == "text" {
        return Some(Written::Text(Text { name, question, points, rubric: term.texts("rubric")? }));
    }
    let options = term
        .fields
        .get("options")?
        .as_array()?
        .iter()
        .map(|option| Some((option.get(0)?.as_str()?.to_owned(), option.get(1)?.as_str()?)));
    let options = options.collect::<Option<Vec<_>>>()?;
    let sort = match term.texts("sorts") {
        None => Sort::Tick(
            options
                .into_iter()
                .map(|(text, is)| match is {
                    "right" => Statement::Right(text),
                    _ => Statement::Wrong { text, says: String::new() },
                })
                .collect(),
        ),
        Some(families) => {
            let items = options.into_iter().map(|(text, is)| {
                let family = families.iter().position(|family| family == is)?;
                Some(Item { text, family: Some(family), says: String::new() })
            });
            Sort::Place { items: items.collect::<Option<_>>()?, families }
        }
    };
    Some(Written::Choice(Choice { name, question, points, hints: vec![], sort, key: Key::Told }))
}
