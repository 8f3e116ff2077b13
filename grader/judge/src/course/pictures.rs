//! What the reference draws in the pictures of one exercise, stored beside the expected values: with five digits, as a
//! picture shows no more.

use super::exercise::Exercise;
use super::snapshot::{UPDATE, body, file_of};
use super::source;
use crate::error::{Error, Result};
use serde_json::{Value as Json, json};
use std::path::Path;

/// The name of the file that holds them.
pub const PICTURES: &str = "pictures";

/// The pictures of one exercise, as the reference draws them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoredPictures {
    /// In the order of `exercise.toml`.
    pub pictures: Vec<StoredPicture>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredPicture {
    /// Of which function.
    pub function: String,
    /// Its name.
    pub name: String,
    /// The digest of what it asks, to tell a stale one.
    pub digest: String,
    /// The numbers of the field, row by row; empty where it has none that is asked.
    pub field: Vec<f64>,
    /// The points of each series; empty for a guide.
    pub series: Vec<Vec<[f64; 2]>>,
}

impl StoredPictures {
    /// Reads one file.
    pub fn load(path: &Path) -> Result<StoredPictures> {
        if !path.exists() {
            return Err(Error::fixture(path, None, "the stored pictures are missing", UPDATE));
        }
        let text = source::read(path)?;
        let body =
            body(&text).ok_or_else(|| Error::fixture(path, 1, "the `---` header of a snapshot is missing", UPDATE))?;
        StoredPictures::parse(body).ok_or_else(|| Error::fixture(path, None, "this is no list of pictures", UPDATE))
    }

    /// Reads a body.
    pub fn parse(body: &str) -> Option<StoredPictures> {
        let json: Json = serde_json::from_str(body).ok()?;
        let numbers = |list: &Json| list.as_array()?.iter().map(Json::as_f64).collect::<Option<Vec<f64>>>();
        let point = |point: &Json| <[f64; 2]>::try_from(numbers(point)?).ok();
        let points = |list: &Json| list.as_array()?.iter().map(point).collect::<Option<Vec<_>>>();
        let pictures = json["pictures"].as_array()?.iter().map(|one| {
            Some(StoredPicture {
                function: one["function"].as_str()?.into(),
                name: one["name"].as_str()?.into(),
                digest: one["asks"].as_str()?.into(),
                field: numbers(&one["field"])?,
                series: one["series"].as_array()?.iter().map(points).collect::<Option<_>>()?,
            })
        });
        Some(StoredPictures { pictures: pictures.collect::<Option<_>>()? })
    }

    /// Writes the body: one picture per line.
    pub fn to_body(&self) -> String {
        let lines = self.pictures.iter().map(|one| {
            let series: Vec<Vec<[Json; 2]>> =
                one.series.iter().map(|points| points.iter().map(|point| point.map(short)).collect()).collect();
            let field: Vec<Json> = one.field.iter().map(|&x| short(x)).collect();
            format!(
                "{{\"function\": {}, \"name\": {}, \"asks\": {}, \"field\": {}, \"series\": {}}}",
                json!(one.function),
                json!(one.name),
                json!(one.digest),
                json!(field),
                json!(series)
            )
        });
        format!("{{\"pictures\": [\n{}\n]}}\n", lines.collect::<Vec<_>>().join(",\n"))
    }

    /// Writes a whole file.
    pub fn to_file(&self) -> String {
        file_of(&self.to_body())
    }

    /// The one of this name.
    pub fn get(&self, function: &str, name: &str) -> Option<&StoredPicture> {
        self.pictures.iter().find(|one| one.function == function && one.name == name)
    }

    /// Stale pictures are refused: what they ask must be what `exercise.toml` asks.
    pub fn must_fit(&self, exercise: &Exercise, path: &Path) -> Result<()> {
        let stale =
            |what: String| Err(Error::fixture(path, None, format!("the stored pictures are stale, {what}"), UPDATE));
        let asked = || exercise.functions.iter().flat_map(|function| function.plots.iter().map(move |p| (function, p)));
        for (function, plot) in asked() {
            match self.get(&function.name, &plot.name) {
                None => return stale(format!("`{}` of `{}` is not among them", plot.name, function.name)),
                Some(stored) if stored.digest != plot.digest || stored.series.len() != plot.series.len() => {
                    return stale(format!("`{}` of `{}` has changed", plot.name, function.name));
                }
                Some(_) => {}
            }
        }
        if self.pictures.len() != asked().count() {
            return stale("some are of no picture of exercise.toml".into());
        }
        Ok(())
    }
}

/// A number with the digits that a picture keeps.
pub fn rounded(x: f64) -> f64 {
    // adding 0 makes −0, which equals it, read as 0
    format!("{x:.4e}").parse().unwrap_or(x) + 0.0
}

fn short(x: f64) -> Json {
    let x = rounded(x);
    if x.fract() == 0.0 && x.abs() < 1e15 { json!(x as i64) } else { json!(x) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_with_five_digits() {
        let picture = |x: f64| StoredPicture {
            function: "f".into(),
            name: "a".into(),
            digest: "0a".into(),
            field: vec![x, 3.0],
            series: vec![vec![[0.0, x]], vec![]],
        };
        let stored = StoredPictures { pictures: vec![picture(1.0 / 3.0)] };
        let read = StoredPictures::parse(&stored.to_body()).expect("a list");
        assert_eq!(read, StoredPictures { pictures: vec![picture(0.33333)] });
        assert_eq!(StoredPictures::parse("{}"), None);
    }
}
