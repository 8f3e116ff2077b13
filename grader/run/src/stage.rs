//! A folder with a student's files and a program of ours around them, and nothing else, least of all an expected
//! value. Every stage is new: nothing of an earlier one can be in it.

use crate::contain::{Contain, Own, Tenant, Use};
use crate::nature::{Nature, rust};
use crate::program::{Body, body_text};
use crate::submission::StudentFile;
use judge::course::Exercise;
use judge::error::{Error, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The stage of one exercise.
#[derive(Debug)]
pub struct Stage {
    /// Paths in the compiler's messages begin here.
    pub folder: PathBuf,
    /// Where the compiler writes, and nowhere else.
    pub made: PathBuf,
    /// For what it writes in passing.
    pub temporary: PathBuf,
    /// How it is contained.
    pub contain: Arc<dyn Contain>,
    /// Whose files these are.
    pub tenant: Tenant,
    /// What the files may do.
    pub nature: Nature,
    /// Where our program stands, and around it the files.
    home: PathBuf,
    /// What is made of them begins with it.
    name: String,
}

impl Stage {
    /// Lays Rust files of one's own into a new folder.
    pub fn new(folder: &Path, exercise: &str, files: &[StudentFile]) -> Result<Stage> {
        Stage::of(folder, exercise, files, Arc::new(Own), Tenant::default())
    }

    /// Lays somebody's Rust files into a new folder, of which the compiler will see nothing else.
    pub fn of(
        folder: &Path,
        exercise: &str,
        files: &[StudentFile],
        contain: Arc<dyn Contain>,
        tenant: Tenant,
    ) -> Result<Stage> {
        let stage = Stage::empty(folder, folder.join(exercise), exercise, Nature::of(files), contain, tenant)?;
        rust(files).into_iter().try_for_each(|file| stage.write(&file.path, &file.text))?;
        Ok(stage)
    }

    /// Lays the files of several exercises, each in the folder of its name, side by side into a new folder.
    pub fn of_several(
        folder: &Path,
        parts: &[(&str, &[StudentFile])],
        contain: Arc<dyn Contain>,
        tenant: Tenant,
    ) -> Result<Stage> {
        let nature = Nature::of(parts.iter().flat_map(|(_, files)| files.iter()));
        let stage = Stage::empty(folder, folder.to_owned(), "submission", nature, contain, tenant)?;
        for (exercise, files) in parts {
            rust(*files)
                .into_iter()
                .try_for_each(|file| stage.write(&format!("{exercise}/{}", file.path), &file.text))?;
        }
        Ok(stage)
    }

    fn empty(
        folder: &Path,
        home: PathBuf,
        name: &str,
        nature: Nature,
        contain: Arc<dyn Contain>,
        tenant: Tenant,
    ) -> Result<Stage> {
        let (made, temporary) = (folder.join("made"), folder.join("made/tmp"));
        fs::create_dir_all(&temporary).map_err(Error::file("create", &temporary))?;
        contain.allot(folder, Use::Door(tenant))?;
        contain.allot(&made, Use::Writing(tenant))?;
        contain.allot(&temporary, Use::Writing(tenant))?;
        Ok(Stage { folder: folder.to_owned(), made, temporary, contain, tenant, nature, home, name: name.to_owned() })
    }

    /// Writes a file of the exercise.
    pub fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.home.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
            let below = folder.ancestors().take_while(|folder| *folder != self.folder);
            below.into_iter().try_for_each(|folder| self.contain.allot(folder, Use::Reading))?;
        }
        fs::write(&path, text).map_err(Error::file("write", &path))?;
        self.contain.allot(&path, Use::Reading)
    }

    /// Reads a file of the exercise, as far as it was laid.
    pub fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.home.join(path)).ok()
    }

    /// Writes the program around the student's files.
    pub fn program(&self, text: &str) -> Result<()> {
        self.write("main.rs", text)
    }

    /// Writes the bodies that stand beside the reference.
    pub fn bodies(&self, exercise: &Exercise, bodies: &[Body]) -> Result<()> {
        bodies.iter().try_for_each(|body| self.write(&body.file(), &body_text(exercise, body)))
    }

    /// Where the program goes.
    pub fn executable(&self) -> PathBuf {
        self.made.join(format!("{}-probe{}", self.name, std::env::consts::EXE_SUFFIX))
    }

    /// Where the student's crate goes.
    pub fn library(&self) -> PathBuf {
        self.made.join(format!("lib{}.rlib", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_holds_rust_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |path: &str, text: &str| StudentFile { path: path.into(), text: text.into() };
        let files = [file("src/lib.rs", "mod extra;\n"), file("src/extra.rs", ""), file("answers.toml", "x")];
        Stage::new(folder.path(), "gibbs", &files).expect("a stage");
        assert!(folder.path().join("gibbs/src/extra.rs").is_file());
        assert!(!folder.path().join("gibbs/answers.toml").exists());
        let several = [("gibbs", &files[..]), ("nll", &files[..1])];
        let (contain, tenant) = (Arc::new(Own), Tenant::default());
        Stage::of_several(&folder.path().join("all"), &several, contain, tenant).expect("a stage");
        assert!(folder.path().join("all/gibbs/src/extra.rs").is_file());
        assert!(folder.path().join("all/nll/src/lib.rs").is_file());
    }
}
