//! The training that comes with grading: where every function for it is right, and never for points.

use super::{Outcome, Plan, Progress, Trained, Trainer};
use crate::submission::{Files, Source};
use crate::work::Work;
use judge::course::Exercise;
use judge::report::{ExerciseReport, Skipped, Training, Trouble};

/// Whether grading trains.
#[derive(Clone, Debug)]
pub enum Wish {
    /// Train where it is possible.
    Train {
        /// Somebody asked for it, and is told where it is not possible.
        asked: bool,
        /// Is shown how far it is.
        progress: fn(&Progress),
    },
    /// Train nothing.
    Skip(Skipped),
}

/// What a training with the functions of this exercise came to; `None` where there is nothing to say.
pub fn bonus(
    work: &Work,
    exercise: &Exercise,
    submission: &dyn Source,
    wish: &Wish,
    report: &ExerciseReport,
) -> Option<Training> {
    exercise.training?;
    let right = |name: &&str| report.functions.iter().any(|one| one.name == *name && one.points == one.max);
    let missing = wire::CALLED.iter().find(|name| !right(name));
    match (wish.clone(), missing) {
        (Wish::Train { progress, .. }, None) => Some(train(work, submission, exercise, progress)),
        (Wish::Train { asked: true, .. }, Some(function)) => {
            Some(Training::Skipped(Skipped::Incomplete { function: (*function).into() }))
        }
        (Wish::Skip(why), None) => Some(Training::Skipped(why)),
        (_, Some(_)) => None,
    }
}

fn train(work: &Work, submission: &dyn Source, exercise: &Exercise, progress: fn(&Progress)) -> Training {
    let Files::Present(files) = submission.read(exercise).files else {
        return Training::Failed { trouble: Trouble::FilesGone };
    };
    let trainer = Trainer { work, exercise, files: &files };
    let plan = Plan::default();
    let outcome = trainer.recall(plan).and_then(|known| match known {
        Some(trained) => Ok(Outcome::Done(trained)),
        None => trainer.train(plan, &mut |step| progress(step)),
    });
    match outcome {
        Ok(Outcome::Done(trained)) => judged(exercise, &trained),
        Ok(Outcome::Failed(trouble)) => Training::Failed { trouble },
        // whatever stops a training, the points that are there stay
        Err(error) => Training::Failed { trouble: Trouble::Grader { what: error.to_string() } },
    }
}

/// Against the thresholds of the course.
fn judged(exercise: &Exercise, trained: &Trained) -> Training {
    let (noisy, clean, seconds) = (trained.noisy, trained.clean, trained.seconds);
    match exercise.training {
        Some(least) if noisy >= least.noisy && clean >= least.clean => Training::Reached { noisy, clean, seconds },
        _ => Training::Below { noisy, clean, seconds },
    }
}
