//! The same as data: JSON, and one long table for pandas, R and spreadsheets.

use super::{Group, Item, Measured, Quantity, SMALL, Stats};
use crate::book::Table;
use serde_json::{Value, json};

/// The version of both forms.
const SCHEMA: &str = "ebm-class-stats/1";

/// The columns of the table.
const COLUMNS: [&str; 13] = [
    "level",
    "exercise",
    "item",
    "kind",
    "name",
    "n",
    "max",
    "facility",
    "discrimination",
    "weight",
    "blank",
    "value",
    "note",
];

impl Stats {
    /// As JSON: a quantity that makes no sense is `null`, and its reason is under `why`.
    pub fn to_json(&self) -> String {
        let (whole, absent) = (&self.whole, &self.paper.absent);
        let items = self.each().map(|(item, measured, checks)| {
            let checks = item.columns.iter().zip(checks).map(|(column, measured)| {
                let kind = serde_json::to_value(column.kind).unwrap_or_default();
                with(measured, json!({ "kind": kind, "name": column.name, "max": column.max }))
            });
            let own = json!({
                "exercise": item.exercise,
                "item": item.name,
                "form": item.form.word(),
                "max": item.max,
                "blank": item.blank,
                "checks": checks.collect::<Vec<_>>(),
            });
            with(measured, own)
        });
        let misconceptions = self.failures.misconceptions.iter().map(|one| {
            json!({
                "exercise": one.exercise,
                "item": one.item,
                "name": one.name,
                "students": one.students,
                "wrong": one.wrong,
            })
        });
        let value = json!({
            "schema": SCHEMA,
            "assignment": self.title,
            "points": self.points,
            "students": self.paper.students.len(),
            "small": whole.n < SMALL,
            "left_out": {
                "nothing_handed_in": absent.nothing,
                "unreadable": absent.unreadable,
                "grader_error": absent.disturbed,
                "texts": self.paper.texts,
            },
            "sheet": {
                "n": whole.n,
                "items": whole.items,
                "mean": whole.mean.number(),
                "standard_deviation": whole.deviation.number(),
                "alpha": whole.alpha.number(),
                "standard_error": whole.error.number(),
                "why": {
                    "mean": whole.mean.why(),
                    "standard_deviation": whole.deviation.why(),
                    "alpha": whole.alpha.why(),
                    "standard_error": whole.error.why(),
                },
            },
            "items": items.collect::<Vec<_>>(),
            "misconceptions": misconceptions.collect::<Vec<_>>(),
            "fail_alike": self.failures.groups.iter().map(group).collect::<Vec<_>>(),
            "fail_alike_everywhere": self.failures.everywhere.iter().map(group).collect::<Vec<_>>(),
        });
        format!("{value:#}\n")
    }

    /// As CSV: one row a quantity of the sheet, an item, a check, a mistake and a group, told apart by `level`.
    /// A quantity that makes no sense is an empty cell, and its reason is in the note.
    pub fn to_csv(&self) -> String {
        let mut table = Table::new(&COLUMNS);
        let mut row = |cells: &[(&str, String)]| {
            let cell = |column: &&str| {
                cells.iter().find(|(name, _)| name == column).map(|(_, cell)| cell.clone()).unwrap_or_default()
            };
            table.row(&COLUMNS.iter().map(cell).collect::<Vec<_>>());
        };
        let whole = &self.whole;
        for (name, quantity) in [
            ("mean", whole.mean),
            ("standard_deviation", whole.deviation),
            ("alpha", whole.alpha),
            ("standard_error", whole.error),
        ] {
            row(&[
                ("level", "sheet".into()),
                ("name", name.into()),
                ("n", whole.n.to_string()),
                ("max", self.points.to_string()),
                ("value", digits(quantity)),
                ("note", quantity.why().unwrap_or_default().into()),
            ]);
        }
        for (item, measured, checks) in self.each() {
            let place = [("exercise", item.exercise.clone()), ("item", item.name.clone())];
            let mut cells = vec![
                ("level", "item".into()),
                ("kind", item.form.word().into()),
                ("name", item.name.clone()),
                ("max", item.max.to_string()),
                ("blank", item.blank.to_string()),
            ];
            cells.extend(place.clone());
            cells.extend(quantities(measured));
            row(&cells);
            for (column, measured) in item.columns.iter().zip(checks) {
                let kind = serde_json::to_value(column.kind).unwrap_or_default();
                let mut cells = vec![
                    ("level", "check".into()),
                    ("kind", kind.as_str().unwrap_or_default().to_owned()),
                    ("name", column.name.clone()),
                    ("max", column.max.to_string()),
                ];
                cells.extend(place.clone());
                cells.extend(quantities(measured));
                row(&cells);
            }
        }
        for one in &self.failures.misconceptions {
            row(&[
                ("level", "misconception".into()),
                ("exercise", one.exercise.clone()),
                ("item", one.item.clone()),
                ("name", one.name.clone()),
                ("n", one.wrong.to_string()),
                ("value", one.students.to_string()),
            ]);
        }
        for group in self.failures.groups.iter().chain(&self.failures.everywhere) {
            let (exercise, item) = group.at.clone().unwrap_or_default();
            let level = if group.at.is_some() { "fail_alike" } else { "fail_alike_everywhere" };
            row(&[
                ("level", level.into()),
                ("exercise", exercise),
                ("item", item),
                ("kind", group.like.clone().unwrap_or_default()),
                ("name", group.failed.join("; ")),
                ("value", group.students.len().to_string()),
                ("note", group.students.join("; ")),
            ]);
        }
        table.text()
    }

    /// Every item with what is known of it and of its checks.
    pub(super) fn each(&self) -> impl Iterator<Item = (&Item, &Measured, &[Measured])> {
        self.paper.items.iter().zip(&self.items).map(|(item, (measured, checks))| (item, measured, checks.as_slice()))
    }
}

fn digits(quantity: Quantity) -> String {
    quantity.number().map(|x| x.to_string()).unwrap_or_default()
}

/// The reasons of what makes no sense.
fn whys(measured: &Measured) -> Vec<(&'static str, &'static str)> {
    let all =
        [("facility", measured.facility), ("discrimination", measured.discrimination), ("weight", measured.weight)];
    all.into_iter().filter_map(|(name, quantity)| Some((name, quantity.why()?))).collect()
}

fn quantities(measured: &Measured) -> Vec<(&'static str, String)> {
    let note: Vec<String> = whys(measured).into_iter().map(|(name, why)| format!("{name}: {why}")).collect();
    vec![
        ("n", measured.n.to_string()),
        ("facility", digits(measured.facility)),
        ("discrimination", digits(measured.discrimination)),
        ("weight", digits(measured.weight)),
        ("note", note.join("; ")),
    ]
}

fn with(measured: &Measured, own: Value) -> Value {
    let mut value = own;
    value["n"] = json!(measured.n);
    value["facility"] = json!(measured.facility.number());
    value["discrimination"] = json!(measured.discrimination.number());
    value["weight"] = json!(measured.weight.number());
    let why: serde_json::Map<String, Value> =
        whys(measured).into_iter().map(|(name, why)| (name.to_owned(), why.into())).collect();
    value["why"] = Value::Object(why);
    value
}

fn group(group: &Group) -> Value {
    let place = group.at.as_ref();
    json!({
        "exercise": place.map(|(exercise, _)| exercise),
        "item": place.map(|(_, item)| item),
        "failed": group.failed,
        "looks_like": group.like,
        "students": group.students,
    })
}
