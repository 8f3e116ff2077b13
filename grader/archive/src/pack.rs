//! Writes the archive that is handed in: the student's files and a manifest, and nothing else.

use crate::manifest::{Manifest, WORD};
use judge::course::{Assignment, Course, Id};
use judge::error::{Error, Result};
use run::output::write_bytes;
use run::packing::{InTheWay, MANIFEST, Packing, in_the_way};
use run::provenance;
use run::submission::Submission;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// What is to be packed.
pub struct Asked<'a> {
    /// The folder with the work.
    pub submission: &'a Path,
    /// Where the archive is to lie.
    pub output: &'a Path,
    /// What it is handed in for.
    pub assignment: &'a Assignment,
    /// By whom.
    pub id: Id,
    /// The digest of the files that were graded.
    pub digest: &'a str,
}

/// Packs, and says what.
pub fn pack(course: &Course, asked: &Asked<'_>) -> Result<String> {
    if in_the_way(asked.output, &asked.id) == InTheWay::Other {
        let what = format!("{} is in the way", asked.output.display());
        return Err(Error::usage(what, "move it, or run this in another folder"));
    }
    let submission = Submission::find(asked.submission, course)?;
    let exercises = of_assignment(course, asked.assignment);
    let packing = Packing::of(course, &exercises, &submission)?;
    if packing.digest != asked.digest {
        return Err(Error::usage("a file was saved while the others were graded", "run this again"));
    }
    let bytes = bytes(course, asked, &packing)?;
    write_bytes(asked.output, &bytes)?;
    let name = asked.output.file_name().unwrap_or_default().to_string_lossy();
    let kib = bytes.len().div_ceil(1024);
    let files = if packing.files.len() == 1 { "file" } else { "files" };
    Ok(format!("Packed {} {files} of yours and a manifest: {name} ({kib} KiB)\n", packing.files.len()))
}

/// The names of its exercises, in the order of the course, as in a report.
pub fn of_assignment<'a>(course: &'a Course, assignment: &Assignment) -> Vec<&'a str> {
    let listed = |name: &&str| assignment.exercises().any(|one| one.get_ref() == name);
    course.exercises.iter().map(|exercise| exercise.name.as_str()).filter(listed).collect()
}

/// The archive. Nothing of the machine or the hour goes into it.
pub fn bytes(course: &Course, asked: &Asked<'_>, packing: &Packing) -> Result<Vec<u8>> {
    let mut files: Vec<&(String, Vec<u8>)> = packing.files.iter().collect();
    files.sort();
    let manifest = Manifest {
        form: WORD.into(),
        id: asked.id.as_str().to_owned(),
        assignment: asked.assignment.name.get_ref().clone(),
        grader: provenance::VERSION.into(),
        fixtures: course.digest()?,
        files: files.iter().map(|(path, bytes)| Manifest::entry(path, bytes)).collect(),
    };
    zipped(&manifest.text(), &files)
        .map_err(|error| Error::machine("the archive cannot be made", std::io::Error::other(error)))
}

fn zipped(manifest: &str, files: &[&(String, Vec<u8>)]) -> ZipResult<Vec<u8>> {
    let plain = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .system(System::Unix);
    let mut writer = ZipWriter::new(Cursor::new(vec![]));
    // the manifest is known again by its first bytes
    writer.start_file(MANIFEST, plain.compression_method(CompressionMethod::Stored))?;
    writer.write_all(manifest.as_bytes())?;
    for (path, bytes) in files {
        writer.start_file(path.as_str(), plain.compression_method(CompressionMethod::Deflated))?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
