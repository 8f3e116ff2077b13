//! The reference with its mutants, as programs. A mutant is a module of the reference's file, in which the changed item
//! hides the one outside; whatever uses a changed helper stands in the module once more.

use crate::mutation::{Item, Mutant, items, mutants, users};
use judge::course::Exercise;
use judge::digest::Digest;
use judge::error::{Error, Result};
use run::contain::Own;
use run::kit::{Kit, Which};
use run::probe::{Holds, Panics, Program};
use run::program::{self, Inside, Libraries, Offer, Reach};
use run::runner::{Conversation, Extra};
use run::rustc::{Call, Made, Makes, Message, compile};
use run::stage::Stage;
use run::submission::StudentFile;
use run::work::Work;
use std::collections::BTreeSet;
use std::path::Path;

/// So many mutants are compiled together: the compiler has a limit, and more at once are no faster.
pub const TOGETHER: usize = 150;
/// After so many attempts the compiler should have named all mutants that it refuses.
const MOST_ATTEMPTS: usize = 20;
/// The file that has mutants.
const FILE: &str = "src/lib.rs";

/// A mutant that may be compiled.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The change.
    pub mutant: Mutant,
    /// The functions that can show it, in the order of the exercise.
    pub functions: Vec<String>,
    /// Its number among all of the exercise.
    number: usize,
    /// The text of its module.
    text: String,
}

impl Candidate {
    /// The name under which the program offers a function with this change.
    pub fn offered(&self, function: &str) -> String {
        format!("{function}~mutant~{}", self.number)
    }

    fn module(&self) -> String {
        format!("mutant_{}", self.number)
    }
}

/// All mutants of a reference. A private item that no function asked for uses has none.
pub fn candidates(exercise: &Exercise, files: &[StudentFile]) -> Vec<Candidate> {
    let Some(file) = files.iter().find(|file| file.path == FILE) else { return vec![] };
    let items = items(&file.text);
    let mut candidates = vec![];
    for item in &items {
        let users = users(&items, item);
        let felt = exercise.functions.iter().map(|function| &function.name);
        let felt = felt.filter(|name| users.iter().any(|user| user.public && user.name == **name));
        let functions: Vec<String> = felt.cloned().collect();
        if functions.is_empty() {
            continue;
        }
        for mutant in mutants(&file.text, item) {
            let text = module(&file.text, &mutant, &users);
            let number = candidates.len();
            candidates.push(Candidate { mutant, functions: functions.clone(), number, text });
        }
    }
    candidates
}

/// The changed item, and those that use it as they are.
fn module(file: &str, mutant: &Mutant, users: &[&Item]) -> String {
    let same = users.iter().skip(1).filter_map(|user| file.get(user.place.clone()));
    let texts: Vec<&str> = [mutant.text.as_str()].into_iter().chain(same).collect();
    format!("use super::*;\n{}\n", texts.join("\n"))
}

/// A program of some mutants.
pub struct Built {
    /// It answers calls.
    pub conversation: Conversation<'static>,
    /// Those in it.
    pub mutants: Vec<Candidate>,
    /// How many the compiler refuses.
    pub refused: usize,
}

/// Compiles some mutants together; those that do not compile are left out.
pub fn build(
    work: &Work,
    folder: &Path,
    exercise: &Exercise,
    files: &[StudentFile],
    mutants: Vec<Candidate>,
) -> Result<Built> {
    let kit = Kit::open(work, Which::Probe)?;
    let stage = Stage::new(folder, &exercise.name, files)?;
    let reference = stage.read(FILE).unwrap_or_default();
    for mutant in &mutants {
        stage.write(&format!("src/{}.rs", mutant.module()), &mutant.text)?;
    }
    let (all, mut mutants) = (mutants.len(), mutants);
    for _ in 0..MOST_ATTEMPTS {
        let mut digest = Digest::new();
        digest.field(&kit.key).field(stage.nature.digest);
        let mut modules = String::new();
        for mutant in &mutants {
            digest.field(&mutant.text);
            modules += &format!("pub mod {};\n", mutant.module());
        }
        stage.write(FILE, &format!("{reference}\n{modules}"))?;
        let sources = digest.finish_hex();
        stage.program(&text(exercise, &mutants, &sources))?;
        let executable = stage.executable();
        let call = Call {
            toolchain: &work.toolchain,
            stage: &stage,
            file: format!("{}/main.rs", exercise.name),
            makes: Makes::Program,
            output: executable.clone().into(),
            externs: vec![],
            // a mutant may well be what a lint warns of
            flags: vec!["-Ccodegen-units=1".into(), "--cap-lints=allow".into()],
        };
        match compile(&kit, &call)? {
            Made::Output { .. } => {
                let (name, tenant) = (exercise.name.clone(), stage.tenant);
                let program =
                    Program { executable, sources, exercise: name, holds: Holds::One, panics: Panics::Unwind, tenant };
                let run = folder.join("run");
                std::fs::create_dir_all(&run).map_err(Error::file("create", &run))?;
                let conversation = Conversation::new(&run, &Own, &program, Extra::None);
                return Ok(Built { conversation, refused: all - mutants.len(), mutants });
            }
            Made::Errors { errors, .. } => {
                let blamed = blamed(&exercise.name, &errors);
                let before = mutants.len();
                mutants.retain(|mutant| !blamed.contains(&mutant.module()));
                if mutants.len() == before {
                    let cause = run::rustc::cause("no mutant is at fault", &errors, "");
                    return Err(Error::disturbed(&format!(
                        "the mutants of {} do not compile ({cause})",
                        exercise.name
                    )));
                }
            }
            Made::Overtime => return Err(Error::disturbed("the compiler takes too long over the mutants")),
            Made::Damaged { cause } | Made::Broke { cause, .. } | Made::Disturbed { cause } => {
                return Err(Error::disturbed(&cause));
            }
        }
    }
    Err(Error::disturbed("the compiler refuses ever more mutants"))
}

/// The modules that the compiler finds fault with.
fn blamed(exercise: &str, errors: &[Message]) -> BTreeSet<String> {
    let prefix = format!("{exercise}/src/");
    let spans = errors.iter().flat_map(|error| &error.spans);
    let files = spans.filter_map(|span| span.file.strip_prefix(&prefix)?.strip_suffix(".rs"));
    files.filter(|file| file.starts_with("mutant_")).map(str::to_owned).collect()
}

fn text(exercise: &Exercise, mutants: &[Candidate], sources: &str) -> String {
    let of = |mutant: &Candidate| {
        let one = |function: &String| Inside {
            function: function.clone(),
            name: mutant.offered(function),
            module: mutant.module(),
        };
        mutant.functions.iter().map(one).collect::<Vec<_>>()
    };
    let inside: Vec<Inside> = mutants.iter().flat_map(of).collect();
    let offer = Offer {
        reach: Reach::Module,
        sources: sources.into(),
        ends: false,
        libraries: Libraries::Inside,
        dropped: BTreeSet::new(),
        beside: &[],
        inside: &inside,
    };
    program::probe(exercise, &offer)
}
