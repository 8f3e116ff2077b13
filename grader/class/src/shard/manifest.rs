//! A plan as files: what everything in it was planned with, and its shards. It is written once, as a whole, and never
//! changed; whoever works by it holds it against digests first.

use super::Plan;
use crate::marking::Job;
use crate::store::{Gradebook, Key, digest_of, read, short};
use judge::digest::Digest;
use judge::error::{Error, Result};
use run::work::write_durably;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The version of plans.
const SCHEMA: &str = "ebm-plan/1";

/// What a plan says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    schema: String,
    /// The name of the assignment.
    pub assignment: String,
    /// The folder of what was handed in, as the way there from the folder of the gradebook.
    pub submissions: String,
    /// Of every exercise: fixtures, reference, grader, toolchain and the digest of the seed.
    pub keys: Vec<Key>,
    /// The digest of what everybody handed in.
    pub hand_ins: String,
    /// How many submissions are worked on: those that have something in them that none before them has.
    pub jobs: usize,
    /// How many results there will be.
    pub units: usize,
    /// The digest of each shard, by its number.
    pub shards: Vec<String>,
}

/// A part of the work.
#[derive(Serialize, Deserialize)]
struct Shard {
    schema: String,
    number: usize,
    jobs: Vec<Planned>,
}

/// A submission of a shard.
#[derive(Serialize, Deserialize)]
struct Planned {
    /// Its name in the folder, see [`label`].
    name: String,
    units: BTreeMap<String, String>,
}

/// How large shards are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sizes {
    /// So many shards, or fewer where there is less to do.
    Shards(usize),
    /// So many submissions in each.
    Submissions(usize),
}

impl Sizes {
    /// Divides things as evenly as they can be.
    fn divide<T>(self, all: &[T]) -> impl Iterator<Item = &[T]> {
        let shards = match self {
            Sizes::Shards(shards) => shards.min(all.len()),
            Sizes::Submissions(size) => all.len().div_ceil(size.max(1)),
        };
        (0..shards).filter_map(move |shard| {
            let [from, to] = [shard, shard + 1].map(|number| match self {
                Sizes::Shards(_) => number * all.len() / shards,
                Sizes::Submissions(size) => (number * size.max(1)).min(all.len()),
            });
            all.get(from..to)
        })
    }
}

impl Manifest {
    /// Writes a plan into a gradebook. One that is there is left alone if it is the same, and given up if it may be.
    pub fn write(
        gradebook: &Gradebook,
        submissions: &Path,
        keys: Vec<Key>,
        plan: &Plan,
        sizes: Sizes,
    ) -> Result<Manifest> {
        let mut texts = vec![];
        for (number, jobs) in sizes.divide(&plan.jobs).enumerate() {
            let planned =
                |job: &Job| Planned { name: label(job.path.file_name().unwrap_or_default()), units: job.units.clone() };
            let shard = Shard { schema: SCHEMA.into(), number, jobs: jobs.iter().map(planned).collect() };
            texts.push(short(&shard)?);
        }
        let manifest = Manifest {
            schema: SCHEMA.into(),
            assignment: gradebook.assignment.clone(),
            submissions: way(&gradebook.folder, submissions)?,
            keys,
            hand_ins: digest_of(&gradebook.hand_ins()?)?,
            jobs: plan.jobs.len(),
            units: plan.units(),
            shards: texts.iter().map(|text| digest(text)).collect(),
        };
        if Manifest::open(gradebook).is_ok_and(|there| there == manifest) {
            return Ok(manifest);
        }
        let [place, new, old] = [PLAN, "plan.new", "plan.old"].map(|name| gradebook.folder.join(name));
        for left in [&new, &old] {
            remove(left)?;
        }
        gradebook.within("plan.new/shards")?;
        for (number, text) in texts.iter().enumerate() {
            write_durably(&new.join(format!("shards/{number}.json")), text)?;
        }
        write_durably(&new.join("manifest.json"), &short(&manifest)?)?;
        if place.exists() {
            fs::rename(&place, &old).map_err(Error::file("rename", &place))?;
        }
        fs::rename(&new, &place).map_err(Error::file("rename", &new))?;
        remove(&old)?;
        Ok(manifest)
    }

    /// The plan of a gradebook.
    pub fn open(gradebook: &Gradebook) -> Result<Manifest> {
        let path = gradebook.folder.join(PLAN).join("manifest.json");
        if !path.exists() {
            let what = format!("there is no plan in {}", gradebook.folder.display());
            return Err(Error::usage(what, "make one with `class plan`"));
        }
        let manifest: Manifest = read(&path)?;
        if manifest.schema != SCHEMA || manifest.assignment != gradebook.assignment {
            let what = format!("{} is not a plan for this gradebook and this grader", path.display());
            return Err(Error::usage(what, "plan again"));
        }
        Ok(manifest)
    }

    /// What is to be done in a shard, below this folder.
    pub fn shard(&self, gradebook: &Gradebook, number: usize, submissions: &Path) -> Result<Vec<Job>> {
        let Some(expected) = self.shards.get(number) else {
            let what = format!("there is no shard {number}");
            let fix = match self.shards.len() {
                0 => "the plan has none: there is nothing to do".to_owned(),
                many => format!("name one from 0 to {}", many - 1),
            };
            return Err(Error::usage(what, fix));
        };
        let path = gradebook.folder.join(PLAN).join(format!("shards/{number}.json"));
        let text = fs::read_to_string(&path).map_err(Error::file("read", &path))?;
        if digest(&text) != *expected {
            // another plan may take its place in this moment
            let source = std::io::Error::other("it is not the one of the plan");
            return Err(Error::File { doing: "use", path, source });
        }
        let shard: Shard = read(&path)?;
        let mut found: Option<BTreeMap<String, PathBuf>> = None;
        let jobs = shard.jobs.into_iter().map(|Planned { name, units }| {
            let path = match name.starts_with('/') {
                false => submissions.join(&name),
                true => {
                    let found = found.get_or_insert_with(|| unwritable(submissions));
                    found.get(&name).cloned().unwrap_or_else(|| submissions.join(name.trim_start_matches('/')))
                }
            };
            Job { path, units }
        });
        Ok(jobs.collect())
    }

    /// The folder of what was handed in, seen from here.
    pub fn submissions(&self, gradebook: &Gradebook) -> Result<PathBuf> {
        let from = fs::canonicalize(&gradebook.folder).map_err(Error::file("find", &gradebook.folder))?;
        Ok(from.join(&self.submissions))
    }
}

/// The folder of a plan in that of a gradebook.
const PLAN: &str = "plan";

fn digest(text: &str) -> String {
    let mut digest = Digest::new();
    digest.field(SCHEMA).field(text);
    digest.finish_hex()
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::file("remove", folder)(error)),
        _ => Ok(()),
    }
}

/// A name of a file as text, from which it can be found again: itself where it is Unicode, else its bytes behind a `/`,
/// which no name begins with.
fn label(name: &OsStr) -> String {
    let bytes = || name.as_encoded_bytes().iter().map(|byte| format!("{byte:02x}"));
    name.to_str().map_or_else(|| format!("/{}", bytes().collect::<String>()), str::to_owned)
}

/// What lies in a folder under names that are not Unicode, by their labels.
fn unwritable(folder: &Path) -> BTreeMap<String, PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let labelled = entries.map(|entry| (label(&entry.file_name()), entry.path()));
    labelled.filter(|(label, _)| label.starts_with('/')).collect()
}

/// The way from one folder to another: where both lie on a shared disk it is the same wherever that is mounted.
fn way(from: &Path, to: &Path) -> Result<String> {
    let find = |path: &Path| fs::canonicalize(path).map_err(Error::file("find", path));
    let (from, to) = (find(from)?, find(to)?);
    let (from, whole): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let common = from.iter().zip(&whole).take_while(|(one, other)| one == other).count();
    let way: PathBuf = match common {
        // two drives have nothing in common
        0 => to.clone(),
        _ => {
            let up = from.iter().skip(common).map(|_| Component::ParentDir);
            up.chain(whole.iter().skip(common).copied()).collect()
        }
    };
    way.to_str().map(str::to_owned).ok_or_else(|| {
        let what = format!("the path {} is not written in Unicode", to.display());
        Error::usage(what, "move what was handed in to a folder whose name is")
    })
}

/// What is not the same in two lists of keys, in words.
pub fn differences(planned: &[Key], here: &[Key]) -> Vec<String> {
    let of = |keys: &[Key]| keys.iter().map(|key| (key.exercise.clone(), key.clone())).collect::<BTreeMap<_, _>>();
    let (planned, here) = (of(planned), of(here));
    let mut words = BTreeSet::new();
    for name in planned.keys().chain(here.keys()) {
        match (planned.get(name), here.get(name)) {
            (Some(one), Some(other)) => words.extend(unlike(one, other)),
            _ => drop(words.insert(format!("whether `{name}` is part of the assignment"))),
        }
    }
    words.into_iter().collect()
}

/// What is not the same in the keys of an exercise, but for the submission.
pub fn unlike(one: &Key, other: &Key) -> Vec<String> {
    let Key { exercise, submission: _, fixtures, reference, grader, toolchain, seed } = one;
    let mut words = vec![];
    if *fixtures != other.fixtures {
        words.push(format!("the fixtures of `{exercise}`"));
    }
    if *reference != other.reference {
        words.push(format!("the reference of `{exercise}`"));
    }
    if *grader != other.grader {
        words.push(format!("the grader (`{grader}` and `{}`)", other.grader));
    }
    if *toolchain != other.toolchain {
        words.push(format!("the toolchain (`{toolchain}` and `{}`)", other.toolchain));
    }
    if *seed != other.seed {
        words.push("the seed".to_owned());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_as_many_as_was_said_and_nothing_is_left_out() {
        let all: Vec<usize> = (0..10).collect();
        let sizes = |sizes: Sizes| sizes.divide(&all).map(<[usize]>::len).collect::<Vec<_>>();
        assert_eq!(sizes(Sizes::Shards(7)), [1, 1, 2, 1, 2, 1, 2]);
        assert_eq!(sizes(Sizes::Shards(20)), [1; 10]);
        assert_eq!(sizes(Sizes::Submissions(4)), [4, 4, 2]);
        assert_eq!(sizes(Sizes::Submissions(20)), [10]);
        for way in [Sizes::Shards(3), Sizes::Submissions(3)] {
            assert_eq!(way.divide(&all).flatten().copied().collect::<Vec<_>>(), all);
        }
        assert_eq!(Sizes::Shards(3).divide(&[] as &[usize]).count(), 0);
    }

    #[test]
    fn a_name_that_is_no_text_has_a_label_of_its_own() {
        assert_eq!(label(OsStr::new("0042.zip")), "0042.zip");
        #[cfg(unix)]
        {
            let odd = <OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(b"a\xff");
            assert_eq!(label(odd), "/61ff");
            let home = tempfile::tempdir().expect("a folder");
            fs::write(home.path().join(odd), "x").expect("a file");
            assert_eq!(unwritable(home.path()).get("/61ff"), Some(&home.path().join(odd)));
        }
    }

    #[test]
    fn the_way_between_two_folders_is_the_same_wherever_their_disk_is_mounted() {
        let home = tempfile::tempdir().expect("a folder");
        let [book, work] = ["gradebook/homework", "handed-in"].map(|name| home.path().join(name));
        for folder in [&book, &work] {
            fs::create_dir_all(folder).expect("a folder");
        }
        let found = way(&book, &work).expect("a way");
        assert_eq!(PathBuf::from(&found), Path::new("../../handed-in"));
        assert_eq!(fs::canonicalize(book.join(found)).expect("a folder"), fs::canonicalize(work).expect("a folder"));
    }
}
