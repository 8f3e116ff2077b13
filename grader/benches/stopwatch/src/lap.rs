//! What whole processes take, measured in turn: A B C, A B C, … A busy minute then falls on all of them.

use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Instant;

/// What one run of a command took, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Lap {
    /// Until it ended.
    pub wall: f64,
    /// Of the processor, with all that it started; `None` where the system does not tell.
    pub cpu: Option<f64>,
}

impl Lap {
    /// Runs a command to its end, which must be a good one; also returns what it printed.
    pub fn of(command: &mut Command) -> (Lap, String) {
        let before = children();
        let start = Instant::now();
        let output = command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let wall = start.elapsed().as_secs_f64();
        let cpu = children().zip(before).map(|(after, before)| after - before);
        let (printed, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{command:?} failed, so it cannot be measured:\n{printed}{errors}");
        (Lap { wall, cpu }, printed.into_owned())
    }

    /// Runs all of these, so many at a time, however each of them ends; also returns what each printed, in their order.
    pub fn of_all(commands: Vec<Command>, at_a_time: usize) -> (Lap, Vec<String>) {
        let open = Mutex::new(commands.into_iter().enumerate());
        let done = Mutex::new(vec![]);
        let before = children();
        let start = Instant::now();
        let hand = || {
            loop {
                let Some((index, mut command)) = open.lock().expect("nobody panics").next() else { break };
                let output = command.stdin(Stdio::null()).output();
                let output = output.unwrap_or_else(|error| panic!("{command:?}: {error}"));
                let printed = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
                done.lock().expect("nobody panics").push((index, printed));
            }
        };
        std::thread::scope(|scope| (0..at_a_time).for_each(|_| drop(scope.spawn(hand))));
        let wall = start.elapsed().as_secs_f64();
        let cpu = children().zip(before).map(|(after, before)| after - before);
        let mut done = done.into_inner().expect("nobody panics");
        done.sort();
        (Lap { wall, cpu }, done.into_iter().map(|(_, printed)| printed).collect())
    }
}

/// The processor time of all processes that this one has started and seen end.
fn children() -> Option<f64> {
    ticks("self").map(|[_, _, user, system]| user + system)
}

/// The processor time of a process, with all that it has started and seen end.
pub fn cpu_of(process: u32) -> Option<f64> {
    ticks(&process.to_string()).map(|ticks| ticks.iter().sum())
}

/// User and system time of a process and of its children, in seconds.
fn ticks(process: &str) -> Option<[f64; 4]> {
    // fields 14 to 17 of proc_pid_stat(5), in ticks that Linux fixes at a hundredth of a second;
    // the second field is the name of the program in brackets and may hold spaces
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11).take(4);
    let seconds: Vec<f64> =
        fields.map(|ticks| ticks.parse().map(|ticks: f64| ticks / 100.0)).collect::<Result<_, _>>().ok()?;
    seconds.try_into().ok()
}

/// A command that takes part.
pub struct Contender<'a> {
    name: &'static str,
    target: &'static str,
    lap: Box<dyn Fn() -> (Lap, String) + 'a>,
}

impl<'a> Contender<'a> {
    /// What it is called, what it should reach, what happens unmeasured before each run, and the command.
    pub fn new(
        name: &'static str,
        target: &'static str,
        prepare: impl Fn() + 'a,
        command: impl Fn() -> Command + 'a,
    ) -> Contender<'a> {
        Contender::timed(name, target, move || {
            prepare();
            Lap::of(&mut command())
        })
    }

    /// One that takes the time itself.
    pub fn timed(name: &'static str, target: &'static str, lap: impl Fn() -> (Lap, String) + 'a) -> Contender<'a> {
        Contender { name, target, lap: Box::new(lap) }
    }
}

/// All laps of a contender, warm-up left out.
pub struct Record {
    /// What it is called.
    pub name: &'static str,
    /// What it should reach.
    pub target: &'static str,
    /// What it printed last.
    pub printed: String,
    laps: Vec<Lap>,
}

/// Runs all in turn, one round for warming up and then as many as asked for.
pub fn in_turn(contenders: &[Contender<'_>], rounds: usize) -> Vec<Record> {
    let blank =
        |one: &Contender<'_>| Record { name: one.name, target: one.target, printed: String::new(), laps: vec![] };
    let mut records: Vec<Record> = contenders.iter().map(blank).collect();
    for round in 0..=rounds {
        for (contender, record) in contenders.iter().zip(&mut records) {
            let (lap, printed) = (contender.lap)();
            record.printed = printed;
            if round > 0 {
                record.laps.push(lap);
            }
        }
    }
    records
}

impl Record {
    /// The median lap.
    pub fn lap(&self) -> Lap {
        let cpu = self.laps.iter().map(|lap| lap.cpu).collect::<Option<Vec<f64>>>();
        Lap { wall: median(self.laps.iter().map(|lap| lap.wall).collect()), cpu: cpu.map(median) }
    }

    /// The median, over the rounds, of something between the walls of two contenders.
    pub fn against(&self, other: &Record, between: impl Fn(f64, f64) -> f64) -> f64 {
        median(self.laps.iter().zip(&other.laps).map(|(a, b)| between(a.wall, b.wall)).collect())
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}
