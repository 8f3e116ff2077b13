//! One program of all exercises of a submission: one call of the compiler where there would be one for each.
//!
//! Nobody is the wiser for it. Only files that cannot tell whether they stand alone ([`may_share`]) are put
//! together, and only with such as ask for the same kind of panic. A process serves one exercise, as ever. And where
//! the compiler refuses anything, whoever it names is built alone, as a crate of its own: that verdict alone counts.

use crate::compile::{Build, Built, Compiler, Purpose, is_unsafe, once, own, sources};
use crate::kit::{Kit, Which};
use crate::nature::{Nature, may_share};
use crate::probe::{Holds, Panics, Program};
use crate::program::{self, Member};
use crate::rustc::{self, Call, MOST_MESSAGES, Made, Makes, Message};
use crate::stage::Stage;
use crate::submission::StudentFile;
use crate::work::Scratch;
use judge::course::Exercise;
use judge::error::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// Errors show in stages: what cannot be read, then what does not fit, then what is borrowed wrongly.
const MOST_ROUNDS: usize = 3;

/// The exercises of a submission, as far as they could be built together; the others are built when they are asked for.
#[derive(Debug)]
pub struct Common<'a> {
    compiler: Compiler<'a>,
    built: BTreeMap<String, ([u8; 32], Built)>,
    /// The programs live in it.
    _scratch: Option<Scratch>,
}

/// An exercise that may be built together with others.
struct Part<'a> {
    exercise: &'a Exercise,
    files: &'a [StudentFile],
    nature: Nature,
}

impl<'a> Common<'a> {
    /// Builds what can be built together. What keeps the machine from it shows again where each is built alone.
    pub fn of(compiler: Compiler<'a>, exercises: &[(&Exercise, &[StudentFile])]) -> Common<'a> {
        let alone = || Common { compiler, built: BTreeMap::new(), _scratch: None };
        Common::joint(compiler, exercises).ok().flatten().unwrap_or_else(alone)
    }

    fn joint(compiler: Compiler<'a>, exercises: &[(&Exercise, &[StudentFile])]) -> Result<Option<Common<'a>>> {
        let parts = exercises.iter().map(|(exercise, files)| Part { exercise, files, nature: Nature::of(*files) });
        let (end, unwind): (Vec<Part<'_>>, Vec<Part<'_>>) = parts
            .filter(|part| part.nature.may_be_module && !part.nature.names_unsafe && may_share(part.files))
            .partition(|part| part.nature.panics == Panics::End);
        if end.len() < 2 && unwind.len() < 2 {
            return Ok(None);
        }
        let scratch = compiler.work.scratch()?;
        let kit = Kit::open(compiler.work, Which::Probe)?;
        let joint = Joint { compiler, kit: &kit, scratch: &scratch };
        let mut built = joint.built(&scratch.folder.join("end"), end)?;
        built.extend(joint.built(&scratch.folder.join("unwind"), unwind)?);
        Ok(Some(Common { compiler, built, _scratch: Some(scratch) }))
    }
}

impl Build for Common<'_> {
    fn probe(&self, stage: &Stage, exercise: &Exercise, purpose: Purpose<'_>) -> Result<Built> {
        match self.built.get(&exercise.name) {
            Some((digest, built)) if purpose == Purpose::Grade && *digest == stage.nature.digest => Ok(built.clone()),
            _ => self.compiler.probe(stage, exercise, purpose),
        }
    }
}

/// Where some exercises are built together.
struct Joint<'a> {
    compiler: Compiler<'a>,
    kit: &'a Kit,
    scratch: &'a Scratch,
}

impl Joint<'_> {
    /// Those that could be built together.
    fn built(&self, folder: &Path, mut parts: Vec<Part<'_>>) -> Result<BTreeMap<String, ([u8; 32], Built)>> {
        let Some(panics) = parts.first().map(|part| part.nature.panics).filter(|_| parts.len() > 1) else {
            return Ok(BTreeMap::new());
        };
        let files: Vec<_> = parts.iter().map(|part| (part.exercise.name.as_str(), part.files)).collect();
        let contain = &self.compiler.work.contain;
        let stage = Stage::of_several(folder, &files, Arc::clone(contain), self.scratch.student())?;
        for _ in 0..MOST_ROUNDS {
            if parts.len() < 2 {
                break;
            }
            let refused = match self.attempt(&stage, &parts, panics)? {
                Made::Output { warnings } if warnings.len() < MOST_MESSAGES => {
                    let (refused, warnings): (Vec<_>, Vec<_>) = warnings.into_iter().partition(is_unsafe);
                    if refused.is_empty() {
                        return Ok(parts.iter().map(|part| self.program(&stage, part, &warnings)).collect());
                    }
                    refused
                }
                Made::Errors { errors, .. } => errors,
                // what this is due to shows when each is built alone
                Made::Output { .. }
                | Made::Overtime
                | Made::Broke { .. }
                | Made::Damaged { .. }
                | Made::Disturbed { .. } => break,
            };
            let named = named(&parts, &refused);
            if named.is_empty() {
                break;
            }
            parts.retain(|part| !named.contains(&part.exercise.name));
        }
        Ok(BTreeMap::new())
    }

    fn attempt(&self, stage: &Stage, parts: &[Part<'_>], panics: Panics) -> Result<Made> {
        let members: Vec<Member<'_>> = parts.iter().map(|part| self.member(part)).collect();
        stage.program(&program::of_several(&members, panics == Panics::End))?;
        let call = Call {
            toolchain: &self.compiler.work.toolchain,
            stage,
            file: "main.rs".into(),
            makes: Makes::Program,
            output: stage.executable().into(),
            externs: vec![],
            flags: once(&*stage.contain, panics),
        };
        rustc::compile_until(self.kit, &call, &self.compiler.work.interrupt)
    }

    fn member<'p>(&self, part: &Part<'p>) -> Member<'p> {
        let Nature { panics, digest, .. } = part.nature;
        let sources = sources(self.kit, part.exercise, &BTreeSet::new(), panics, digest);
        Member { exercise: part.exercise, sources }
    }

    fn program(&self, stage: &Stage, part: &Part<'_>, warnings: &[Message]) -> (String, ([u8; 32], Built)) {
        let name = part.exercise.name.clone();
        let program = Program {
            executable: stage.executable(),
            sources: self.member(part).sources,
            exercise: name.clone(),
            holds: Holds::Several,
            panics: part.nature.panics,
            tenant: stage.tenant,
        };
        let (dropped, errors, warnings) = (BTreeMap::new(), vec![], own(&name, warnings));
        (name, (part.nature.digest, Built::Program { program, dropped, errors, warnings }))
    }
}

/// The exercises that these messages name, in their own files or in our lines about them.
fn named(parts: &[Part<'_>], messages: &[Message]) -> BTreeSet<String> {
    let names: Vec<&str> = parts.iter().map(|part| part.exercise.name.as_str()).collect();
    let exercises: Vec<&Exercise> = parts.iter().map(|part| part.exercise).collect();
    let spans = messages.iter().flat_map(|message| &message.spans);
    let of = |span: &rustc::Span| match span.file.split_once('/') {
        Some((folder, _)) => names.iter().find(|name| **name == folder).map(|name| (*name).to_owned()),
        None if span.file == "main.rs" => program::member_on(&exercises, span.line).map(str::to_owned),
        None => None,
    };
    spans.filter_map(of).collect()
}
