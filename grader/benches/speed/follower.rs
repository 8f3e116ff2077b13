//! `grader watch` as one who saves sees it: from the save to the line that tells what became of it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};
use stopwatch::checkout::Checkout;
use stopwatch::lap::{Lap, cpu_of};

/// Nobody waits so long.
const DEADLINE: Duration = Duration::from_secs(300);

/// The loop at work in the clone.
pub struct Follower {
    child: Child,
    lines: Receiver<String>,
    exercise: String,
}

impl Follower {
    /// Starts it for one exercise, and waits until it looks.
    pub fn of(checkout: &Checkout, exercise: &str) -> Follower {
        let mut command = checkout.grader();
        command.args(["watch", exercise]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let out = child.stdout.take().expect("its output");
        let (tell, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                let _ = tell.send(line);
            }
        });
        let follower = Follower { child, lines, exercise: exercise.to_owned() };
        follower.told("Watching");
        follower
    }

    /// Saves, and waits until it is told what became of it.
    pub fn lap(&self, save: impl FnOnce()) -> (Lap, String) {
        let before = cpu_of(self.child.id());
        let start = Instant::now();
        save();
        let line = self.told(&self.exercise);
        let wall = start.elapsed().as_secs_f64();
        let cpu = cpu_of(self.child.id()).zip(before).map(|(after, before)| after - before);
        (Lap { wall, cpu }, line)
    }

    /// The next line that begins like this.
    fn told(&self, begins: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(DEADLINE);
            let line = line.unwrap_or_else(|error| panic!("grader watch tells nothing: {error}"));
            if line.starts_with(begins) {
                return line;
            }
        }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
