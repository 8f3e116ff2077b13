//! The JSON Schema of a report, made from the types, is the one that is stored; and the document names every field.

use super::Report;
use crate::number::{Real, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value as Json;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

/// A number, a text, a truth value, nothing, or a list of these.
impl JsonSchema for Value {
    fn schema_name() -> Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let inner = generator.subschema_for::<Value>();
        json_schema!({
            "description": "A number (or one of the words `nan`, `inf`, `-inf`), a text in an object of its own, a truth value, `null` for None, or a list of values.",
            "anyOf": [
                { "type": ["number", "boolean", "null", "string"] },
                { "type": "object", "properties": { "text": { "type": "string" } }, "required": ["text"] },
                { "type": "array", "items": inner }
            ]
        })
    }
}

impl JsonSchema for Real {
    fn schema_name() -> Cow<'static, str> {
        "Real".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A number, or one of the words for what JSON cannot write.",
            "anyOf": [{ "type": "number" }, { "enum": ["nan", "inf", "-inf"] }]
        })
    }
}

fn schema() -> String {
    let schema = schemars::schema_for!(Report);
    serde_json::to_string_pretty(&schema).expect("JSON") + "\n"
}

fn stored(file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file)
}

/// `UPDATE_SCHEMA=1 cargo test -p judge schema` writes the file.
#[test]
fn the_stored_schema_is_that_of_the_types() {
    let path = stored("report.schema.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, schema()).expect("a file");
    }
    let kept = std::fs::read_to_string(&path).expect("the schema").replace("\r\n", "\n");
    assert!(
        kept == schema(),
        "report.schema.json is not that of the types: UPDATE_SCHEMA=1 cargo test -p judge schema"
    );
}

/// Every name of a field, and every word of an enumeration.
fn names(schema: &Json, fields: &mut BTreeSet<String>, words: &mut BTreeSet<String>) {
    match schema {
        Json::Object(object) => {
            if let Some(Json::Object(properties)) = object.get("properties") {
                fields.extend(properties.keys().cloned());
            }
            words.extend(object.get("const").and_then(Json::as_str).map(str::to_owned));
            let list = object.get("enum").and_then(Json::as_array).into_iter().flatten();
            words.extend(list.filter_map(Json::as_str).map(str::to_owned));
            object.values().for_each(|inner| names(inner, fields, words));
        }
        Json::Array(list) => list.iter().for_each(|inner| names(inner, fields, words)),
        _ => {}
    }
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('`').skip(1).step_by(2).map(str::to_owned)
}

#[test]
fn the_document_names_every_field_and_word_and_no_other_field() {
    let schema: Json = serde_json::from_str(&schema()).expect("JSON");
    let (mut fields, mut words) = (BTreeSet::new(), BTreeSet::new());
    names(&schema, &mut fields, &mut words);
    let text = std::fs::read_to_string(stored("REPORT.md")).expect("the document");
    let said: BTreeSet<String> = text.lines().flat_map(quoted).collect();
    let unsaid: Vec<_> = fields.union(&words).filter(|name| !said.contains(*name)).collect();
    assert!(unsaid.is_empty(), "REPORT.md has no word on {unsaid:?}");
    // the first cell of a row is about fields, that of a heading about what has them
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" |"));
    let documented = rows.filter(|(first, _)| !first.starts_with("of ")).flat_map(|(first, _)| quoted(first));
    let strange: Vec<_> = documented.filter(|name| !fields.contains(name)).collect();
    assert!(strange.is_empty(), "REPORT.md has fields that no report has: {strange:?}");
}
