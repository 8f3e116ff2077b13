//! What differs between a stored file and the recomputed one, in words.

use judge::compare::{Expected, Tolerance, compare};
use judge::course::{Snapshot, Stored, StoredPicture, StoredPictures, Term, Terms, WrongReplies};
use judge::number::{Value, show_number};
use serde_json::Value as Json;
use std::fmt;

/// One difference.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The file is new.
    NewFile,
    /// The stored file cannot be read; the recomputed one replaces it.
    Unreadable {
        /// Why.
        why: String,
    },
    /// A case is new.
    NewCase {
        /// Its name.
        case: String,
        /// Its expected value.
        value: Value,
    },
    /// A case is gone.
    GoneCase {
        /// Its name.
        case: String,
    },
    /// The arguments of a case changed.
    Arguments {
        /// Its name.
        case: String,
        /// Stored.
        old: Vec<Value>,
        /// Now.
        new: Vec<Value>,
    },
    /// The tolerance of a case changed.
    Tolerance {
        /// Its name.
        case: String,
        /// Stored.
        old: Tolerance,
        /// Now.
        new: Tolerance,
    },
    /// An expected value changed by more than its tolerance.
    Value {
        /// The case.
        case: String,
        /// Stored.
        old: Value,
        /// Recomputed.
        new: Value,
        /// The largest relative change.
        relative: f64,
        /// Its tolerance.
        tolerance: Tolerance,
    },
    /// A wrong body is new.
    NewBody {
        /// Its name.
        name: String,
    },
    /// A wrong body is gone.
    GoneBody {
        /// Its name.
        name: String,
    },
    /// A wrong body replies something else.
    Body {
        /// Its name.
        name: String,
        /// The first case with another reply.
        case: String,
        /// Stored; `None` where it returned nothing.
        old: Option<Value>,
        /// Recomputed.
        new: Option<Value>,
    },
    /// Cases or wrong bodies stand in another order.
    Order {
        /// Which.
        of: &'static str,
    },
    /// The time limit changed.
    Limit {
        /// Stored.
        old: f64,
        /// Recomputed.
        new: f64,
    },
    /// Something that gives points, or decides about them, is new.
    NewTerm(Term),
    /// It is gone.
    GoneTerm(Term),
    /// It says something else.
    Term {
        /// What it is.
        title: String,
        /// What of it.
        field: String,
        /// Stored.
        old: Option<Json>,
        /// Now.
        new: Option<Json>,
    },
    /// A picture is new.
    NewPicture {
        /// Of which function.
        function: String,
        /// Its name.
        name: String,
    },
    /// A picture is gone.
    GonePicture {
        /// Of which function.
        function: String,
        /// Its name.
        name: String,
    },
    /// A picture asks something else, or the reference draws something else in it.
    Picture {
        /// Of which function.
        function: String,
        /// Its name.
        name: String,
    },
}

/// All differences between two snapshots of one function.
pub fn changes(old: &Snapshot, new: &Snapshot) -> Vec<Change> {
    let mut changes = vec![];
    for case in &new.cases {
        match old.cases.iter().find(|stored| stored.name == case.name) {
            None => changes.push(Change::NewCase { case: case.name.clone(), value: case.want.clone() }),
            Some(stored) => changes.extend(of_case(stored, case)),
        }
    }
    let gone = old.cases.iter().filter(|stored| new.cases.iter().all(|case| case.name != stored.name));
    changes.extend(gone.map(|stored| Change::GoneCase { case: stored.name.clone() }));
    if changes.is_empty() && old.cases.iter().zip(&new.cases).any(|(old, new)| old.name != new.name) {
        changes.push(Change::Order { of: "cases" });
    }
    let before = changes.len();
    for body in &new.wrong {
        match old.wrong.iter().find(|stored| stored.name == body.name) {
            None => changes.push(Change::NewBody { name: body.name.clone() }),
            Some(stored) => changes.extend(of_body(stored, body, old, new)),
        }
    }
    let gone = old.wrong.iter().filter(|stored| new.wrong.iter().all(|body| body.name != stored.name));
    changes.extend(gone.map(|stored| Change::GoneBody { name: stored.name.clone() }));
    if changes.len() == before && old.wrong.iter().zip(&new.wrong).any(|(old, new)| old.name != new.name) {
        changes.push(Change::Order { of: "wrong bodies" });
    }
    if limit_moves(old, new) {
        changes.push(Change::Limit { old: old.limit_seconds, new: new.limit_seconds });
    }
    changes
}

/// What a new file holds.
pub fn contents(new: &Snapshot) -> Vec<Change> {
    let cases = new.cases.iter().map(|case| Change::NewCase { case: case.name.clone(), value: case.want.clone() });
    let bodies = new.wrong.iter().map(|body| Change::NewBody { name: body.name.clone() });
    std::iter::once(Change::NewFile).chain(cases).chain(bodies).collect()
}

/// All differences between the stored terms of an exercise and those of today; every term where none are stored.
pub fn term_changes(old: &Terms, new: &Terms) -> Vec<Change> {
    let mut changes = vec![];
    for term in &new.terms {
        let Some(stored) = old.terms.iter().find(|stored| stored.meets(term)) else {
            changes.push(Change::NewTerm(term.clone()));
            continue;
        };
        let fields = stored.fields.keys().chain(term.fields.keys().filter(|field| !stored.fields.contains_key(*field)));
        for field in fields {
            let (old, new) = (stored.fields.get(field).cloned(), term.fields.get(field).cloned());
            if old != new {
                changes.push(Change::Term { title: term.title(), field: field.clone(), old, new });
            }
        }
    }
    let gone = old.terms.iter().filter(|stored| new.terms.iter().all(|term| !term.meets(stored)));
    changes.extend(gone.cloned().map(Change::GoneTerm));
    if changes.is_empty() && old != new {
        changes.push(Change::Order { of: "functions, laws and questions" });
    }
    changes
}

/// All differences between the stored pictures of an exercise and the recomputed ones.
pub fn picture_changes(old: &StoredPictures, new: &StoredPictures) -> Vec<Change> {
    let mut changes = vec![];
    for one in &new.pictures {
        let (function, name) = (one.function.clone(), one.name.clone());
        match old.get(&one.function, &one.name) {
            None => changes.push(Change::NewPicture { function, name }),
            Some(stored) if !same_picture(stored, one) => changes.push(Change::Picture { function, name }),
            Some(_) => {}
        }
    }
    let gone = old.pictures.iter().filter(|stored| new.get(&stored.function, &stored.name).is_none());
    changes.extend(
        gone.map(|stored| Change::GonePicture { function: stored.function.clone(), name: stored.name.clone() }),
    );
    if changes.is_empty() && old.pictures.iter().zip(&new.pictures).any(|(old, new)| old.name != new.name) {
        changes.push(Change::Order { of: "pictures" });
    }
    changes
}

/// The last of five digits may differ, and what is next to nothing beside the rest.
fn same_picture(old: &StoredPicture, new: &StoredPicture) -> bool {
    let numbers = |one: &StoredPicture| {
        let points = one.series.iter().flatten().flatten().copied();
        one.field.iter().copied().chain(points).collect::<Vec<f64>>()
    };
    let (a, b) = (numbers(old), numbers(new));
    let shape = |one: &StoredPicture| one.series.iter().map(Vec::len).collect::<Vec<_>>();
    let top = a.iter().fold(0.0, |top: f64, x| top.max(x.abs()));
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 3e-4 * a.abs() + 1e-9 * top;
    old.digest == new.digest && shape(old) == shape(new) && a.len() == b.len() && a.iter().zip(&b).all(near)
}

fn of_case(stored: &Stored, case: &Stored) -> Vec<Change> {
    let mut changes = vec![];
    let name = &case.name;
    let args = |args: &[Value]| args.iter().map(|arg| arg.to_json().to_string()).collect::<Vec<_>>();
    if args(&stored.args) != args(&case.args) {
        let (old, new) = (stored.args.clone(), case.args.clone());
        changes.push(Change::Arguments { case: name.clone(), old, new });
    }
    if stored.tolerance != case.tolerance {
        let (old, new) = (stored.tolerance, case.tolerance);
        changes.push(Change::Tolerance { case: name.clone(), old, new });
    }
    if compare(&Expected::Exactly(stored.want.clone()), &case.want, case.tolerance).is_err() {
        changes.push(Change::Value {
            case: name.clone(),
            old: stored.want.clone(),
            new: case.want.clone(),
            relative: relative(&stored.want, &case.want),
            tolerance: case.tolerance,
        });
    }
    changes
}

fn of_body(stored: &WrongReplies, body: &WrongReplies, old: &Snapshot, new: &Snapshot) -> Option<Change> {
    let mut cases = new.cases.iter().zip(&body.replies).filter_map(|(case, reply)| {
        let at = old.cases.iter().position(|stored| stored.name == case.name)?;
        Some((case, stored.replies.get(at)?, reply))
    });
    let (case, old, new) = cases.find(|(_, old, new)| !alike(old, new))?;
    Some(Change::Body { name: body.name.clone(), case: case.name.clone(), old: old.clone(), new: new.clone() })
}

/// A limit is generous and measured on whatever machine the instructor has: a step or two is no change.
pub fn limit_moves(old: &Snapshot, new: &Snapshot) -> bool {
    new.limit_seconds > 5.0 * old.limit_seconds || old.limit_seconds > 50.0 * new.limit_seconds
}

fn alike(old: &Option<Value>, new: &Option<Value>) -> bool {
    let tolerance = Tolerance { relative: 1e-6, absolute: 1e-12 };
    match (old, new) {
        (Some(old), Some(new)) => compare(&Expected::Exactly(old.clone()), new, tolerance).is_ok(),
        (None, None) => true,
        _ => false,
    }
}

fn relative(old: &Value, new: &Value) -> f64 {
    let (old, new) = (old.numbers(), new.numbers());
    if old.len() != new.len() {
        return f64::INFINITY;
    }
    old.iter().zip(&new).map(|((_, old), (_, new))| (new - old).abs() / old.abs()).fold(0.0, f64::max)
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reply = |reply: &Option<Value>| reply.as_ref().map_or("nothing".into(), |value| value.show(12));
        let values = |list: &[Value]| list.iter().map(|value| value.show(12)).collect::<Vec<_>>().join(", ");
        match self {
            Change::NewFile => write!(f, "new file"),
            Change::Unreadable { why } => write!(f, "replaces a file that cannot be read: {why}"),
            Change::NewCase { case, value } => write!(f, "new case \"{case}\": {}", value.show(12)),
            Change::GoneCase { case } => write!(f, "case \"{case}\" is gone"),
            Change::Arguments { case, old, new } => {
                write!(f, "case \"{case}\": the arguments change\n      old {}\n      new {}", values(old), values(new))
            }
            Change::Tolerance { case, old, new } => {
                write!(f, "case \"{case}\": the tolerance changes\n      old {}\n      new {}", room(*old), room(*new))
            }
            Change::Value { case, old, new, relative, tolerance } => write!(
                f,
                "case \"{case}\": the expected value changes\n      old {}\n      new {}\n      relative change {}, tolerance {}",
                old.show(12),
                new.show(12),
                show_number(*relative, 3),
                room(*tolerance),
            ),
            Change::NewBody { name } => write!(f, "new wrong body \"{name}\""),
            Change::GoneBody { name } => write!(f, "wrong body \"{name}\" is gone"),
            Change::Body { name, case, old, new } => write!(
                f,
                "wrong body \"{name}\": its reply to \"{case}\" changes\n      old {}\n      new {}",
                reply(old),
                reply(new)
            ),
            Change::Order { of } => write!(f, "{of} stand in another order"),
            Change::Limit { old, new } => write!(f, "time limit {old} s becomes {new} s"),
            Change::NewPicture { function, name } => write!(f, "new picture \"{name}\" of `{function}`"),
            Change::GonePicture { function, name } => write!(f, "picture \"{name}\" of `{function}` is gone"),
            Change::Picture { function, name } => {
                write!(f, "picture \"{name}\" of `{function}`: what it asks, or what the reference draws, changes")
            }
            Change::NewTerm(term) => {
                write!(f, "new {}", term.title())?;
                term.fields.iter().try_for_each(|(field, value)| write!(f, "\n      {field} {}", said(value)))
            }
            Change::GoneTerm(term) => write!(f, "{} is gone", term.title()),
            Change::Term { title, field, old, new } => {
                let said = |value: &Option<Json>| value.as_ref().map_or("nothing".into(), said);
                write!(f, "{title}: {field} changes\n      old {}\n      new {}", said(old), said(new))
            }
        }
    }
}

fn room(tolerance: Tolerance) -> String {
    format!("{} relative, {} absolute", show_number(tolerance.relative, 3), show_number(tolerance.absolute, 3))
}

/// A text without its quotes.
fn said(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn terms(points: u32, laws: &[(&str, &str)]) -> Terms {
        let laws = laws.iter().map(|(name, holds)| json!({"of": "f", "kind": "law", "name": name, "holds": holds}));
        let function = json!({"of": "f", "kind": "function", "points": points});
        let all: Vec<Json> = std::iter::once(function).chain(laws).collect();
        Terms::parse(&json!({"exercise": "e", "terms": all}).to_string()).expect("terms")
    }

    #[test]
    fn points_and_laws_change_with_old_and_new() {
        let old = terms(2, &[("a", "f(x) = 0"), ("b", "f(x) = 1")]);
        let new = terms(3, &[("a", "f(x) = 2"), ("c", "f(x) = 1")]);
        let told: Vec<String> = term_changes(&old, &new).iter().map(Change::to_string).collect();
        assert_eq!(
            told,
            [
                "function `f`: points changes\n      old 2\n      new 3",
                "law \"a\" of `f`: holds changes\n      old f(x) = 0\n      new f(x) = 2",
                "new law \"c\" of `f`\n      holds f(x) = 1",
                "law \"b\" of `f` is gone",
            ]
        );
        assert_eq!(term_changes(&old, &old), []);
        let turned = terms(2, &[("b", "f(x) = 1"), ("a", "f(x) = 0")]);
        assert!(matches!(term_changes(&old, &turned)[..], [Change::Order { .. }]));
    }
}
