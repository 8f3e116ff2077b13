//! The commands for many machines: `class plan`, `class shard`, `class merge`.

use super::grading::{Done, bench, marked, planned, summary};
use super::in_shards::{Merge, Plan, Shard};
use super::place;
use crate::book::{Book, Sources};
use crate::crew;
use crate::shard::{Cause, Lack, Manifest, differences, lacks, pieces, troubles};
use crate::store::{Gradebook, Secret, digest_of};
use grader::cli::{Status, complain, open, say};
use grader::render::style::{BAD, FAINT, GOOD, STRONG};
use judge::error::{Error, Result};
use judge::foreign::line;
use run::kit::{Kit, Which};

/// No more shards are told one by one.
const MOST_TOLD: usize = 20;

/// `class plan SUBMISSIONS --assignment NAME [--shards N | --size N]`
pub fn plan(command: &Plan) -> Result<Status> {
    let (course, work) = open()?;
    let (gradebook, intake, _lock) =
        place::received(&course, &command.place, &command.submissions, command.roster.as_deref())?;
    let secret = place::secret(&course, &gradebook)?;
    let bench = bench(&course, &gradebook, &secret)?;
    // whoever works by the plan finds it built
    Kit::open(&work, Which::Probe)?;
    let plan = planned(&course, &bench, &gradebook, &intake.students)?;
    let manifest = Manifest::write(&gradebook, &command.submissions, bench.keys(), &plan, command.sizes)?;
    let mut text = String::new();
    for stray in &intake.strays {
        text += &format!("{FAINT}not graded{FAINT:#}  {stray}\n");
    }
    let troubles = plan.troubles();
    for (student, why) in &troubles {
        text += &format!("{BAD}error{BAD:#}       {student}: {why}\n");
    }
    text += &format!(
        "{} students: {} submissions with {} exercises to grade, each once.\n",
        plan.hand_ins.len(),
        manifest.jobs,
        manifest.units
    );
    let folder = gradebook.folder.display();
    text += &match manifest.shards.len() {
        0 => format!(
            "{GOOD}There is nothing to grade: `class merge --gradebook {folder}` makes the gradebook.{GOOD:#}\n"
        ),
        1 => format!("{GOOD}1 shard{GOOD:#}: class shard 0 --gradebook {folder}\n"),
        many => format!("{GOOD}{many} shards{GOOD:#}: class shard 0 --gradebook {folder}, and so on to {}\n", many - 1),
    };
    say(&text)?;
    Ok(if troubles.is_empty() { Status::Done } else { Status::Disturbed })
}

/// `class shard K`
pub fn shard(command: &Shard) -> Result<Status> {
    match part(command) {
        // the machine, and not the command: the next try may find it well, or another machine
        Err(Error::Interrupted) => Ok(Status::Again),
        Err(error @ (Error::File { .. } | Error::Machine { .. } | Error::Cargo { .. })) => {
            complain(&error);
            Ok(Status::Again)
        }
        done => done,
    }
}

fn part(command: &Shard) -> Result<Status> {
    let (course, work) = open()?;
    let gradebook = place::gradebook(&course, &command.place)?;
    let manifest = Manifest::open(&gradebook)?;
    let submissions = match &command.submissions {
        Some(folder) => folder.clone(),
        None => manifest.submissions(&gradebook)?,
    };
    let work = place::admitted(&course, work, command.code, &[&gradebook.folder, &submissions])?;
    let bench = bench(&course, &gradebook, &known_secret(&gradebook)?)?;
    let unlike = differences(&manifest.keys, &bench.keys());
    if !unlike.is_empty() {
        return Err(Error::usage(
            format!("the plan was made with something else than is here: {}", unlike.join(", ")),
            "use the same checkout and toolchain everywhere, or plan again",
        ));
    }
    let jobs = manifest.shard(&gradebook, command.number, &submissions)?;
    let workers = command.workers.unwrap_or_else(crew::usual);
    let tally = marked(&course, &work, &bench, &gradebook, &jobs, workers)?;
    let mut text = String::new();
    for trouble in &tally.troubles {
        text += &format!("{BAD}error{BAD:#}  {trouble}\n");
    }
    text += &format!(
        "Shard {} of {}: {} submissions, {} exercises graded, {} known already.\n",
        command.number,
        manifest.shards.len(),
        tally.submissions,
        tally.graded,
        tally.known
    );
    if tally.disturbed > 0 {
        text +=
            &format!("{BAD}The grader was disturbed in {} exercises:{BAD:#} run this shard again.\n", tally.disturbed);
    }
    say(&text)?;
    Ok(if tally.disturbed > 0 { Status::Again } else { Status::Done })
}

/// `class merge [--incomplete] [--mixed]`
pub fn merge(command: &Merge) -> Result<Status> {
    let (course, _) = open()?;
    let gradebook = place::gradebook(&course, &command.place)?;
    let _lock = gradebook.lock()?;
    let manifest = Manifest::open(&gradebook)?;
    let secret = known_secret(&gradebook)?;
    let bench = bench(&course, &gradebook, &secret)?;
    let mut unlike = differences(&manifest.keys, &bench.keys());
    let hand_ins = gradebook.hand_ins()?;
    if digest_of(&hand_ins)? != manifest.hand_ins {
        unlike.push("what was handed in".to_owned());
    }
    if !unlike.is_empty() && !command.mixed {
        return Err(Error::usage(
            format!("the plan was made with something else than is here: {}", unlike.join(", ")),
            "plan again (what is graded stays graded), or merge all the same with `--mixed`",
        ));
    }
    let submissions = manifest.submissions(&gradebook)?;
    let lacks = lacks(&gradebook, &manifest, &submissions, crew::usual())?;
    let troubles = troubles(&hand_ins);
    let mut text = told(&lacks);
    for (student, why) in &troubles {
        text += &format!("{STRONG}unread{STRONG:#}    {student}: {why}\n");
    }
    say(&text)?;
    if !command.incomplete {
        if !lacks.is_empty() {
            let numbers = ranges(&lacks.iter().map(|lack| lack.shard).collect::<Vec<_>>());
            return Err(Error::usage(
                format!("{} of {} shards are not whole", lacks.len(), manifest.shards.len()),
                format!("run `class shard` again for {numbers}, or merge what there is with `--incomplete`"),
            ));
        }
        if !troubles.is_empty() {
            let what = format!("{} submissions could not be read when the plan was made", troubles.len());
            return Err(Error::usage(what, "plan again, or merge what there is with `--incomplete`"));
        }
        // all is there: whoever still writes writes what is there already
        gradebook.sweep()?;
    }
    let sources = Sources::of(&course, &gradebook, &secret)?;
    let book = Book::written(&sources)?;
    summary(&sources, &book, &Done { graded: None, known: pieces(&hand_ins) }, &[])
}

/// The seed of a class, where it is drawn.
fn known_secret(gradebook: &Gradebook) -> Result<Secret> {
    gradebook.secret()?.ok_or_else(|| {
        let what = format!("{} has no seed: nothing was planned in it", gradebook.folder.display());
        Error::usage(what, "make a plan with `class plan`")
    })
}

/// What every shard lacks.
fn told(lacks: &[Lack]) -> String {
    let mut text = String::new();
    for Lack { shard, units, missing } in lacks.iter().take(MOST_TOLD) {
        text += &format!("{STRONG}shard {shard}{STRONG:#}: {} of {units} exercises are not graded", missing.len());
        let is_new = |cause: &&Cause| **cause != Cause::NotGraded;
        text += &match missing.iter().map(|one| &one.cause).find(is_new) {
            Some(Cause::Disturbed { why }) => format!(", the grader was disturbed: {why}\n"),
            Some(Cause::Unlike { what }) => format!(", or with something else than planned: {}\n", what.join(", ")),
            Some(Cause::NotGraded) | None => ".\n".to_owned(),
        };
        for one in missing.iter().take(3) {
            let name = one.path.file_name().unwrap_or_default().to_string_lossy();
            text += &format!("  {FAINT}{} of {}{FAINT:#}\n", one.exercise, line(&name, 100));
        }
        if missing.len() > 3 {
            text += &format!("  {FAINT}and {} more{FAINT:#}\n", missing.len() - 3);
        }
    }
    if lacks.len() > MOST_TOLD {
        text += &format!("and {} more shards\n", lacks.len() - MOST_TOLD);
    }
    text
}

/// Numbers in order as people and Slurm write them: `3,7-9`.
fn ranges(numbers: &[usize]) -> String {
    let runs = numbers.chunk_by(|one, other| one + 1 == *other);
    let written = runs.map(|run| match run {
        [only] => only.to_string(),
        [first, .., last] => format!("{first}-{last}"),
        [] => String::new(),
    });
    written.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_slurm_reads_them() {
        assert_eq!(ranges(&[3, 7, 8, 9, 12, 13]), "3,7-9,12-13");
        assert_eq!(ranges(&[0]), "0");
    }
}
