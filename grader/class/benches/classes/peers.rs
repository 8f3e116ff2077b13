//! What others need for the same cases of `gibbs`: pytest, nbgrader and otter, two at a time, each beside a class that is
//! graded just before. Theirs are the 58 cases; ours are these, the laws and the drawn inputs, and the jail.

use crate::marks::graded;
use crate::notebook;
use crate::place::{Place, SMALL};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use stopwatch::cases::{self, Check};
use stopwatch::checkout::write;
use stopwatch::lap::Lap;
use stopwatch::table;

/// So many students at most: some of the peers take minutes for them.
const MOST: usize = 20;
/// So many at a time, here and there.
const HANDS: usize = 2;
/// Where it lies in the clone.
const FOLDER: &str = "of-gibbs";
const BOOK: &str = "gradebook/of-gibbs";
const PEERS: &str = "target/peers";

/// One of the others.
struct Peer {
    name: &'static str,
    /// Our submissions a minute divided by its own.
    target: f64,
    installed: &'static str,
    /// Lays all out, and says what to run for these students, and where in its output or files one sees that it did.
    ready: fn(&Place, &[Check], usize) -> Vec<Command>,
    /// How many students have a result.
    results: fn(&Place, &[String]) -> usize,
}

const ALL: [Peer; 3] = [
    Peer { name: "pytest", target: 1.5, installed: "numpy pytest", ready: pytest, results: tested },
    Peer { name: "nbgrader", target: 8.0, installed: "numpy nbgrader ipykernel", ready: nbgrader, results: autograded },
    Peer { name: "otter", target: 10.0, installed: "numpy otter-grader ipykernel", ready: otter, results: scored },
];

/// Measures ours before each of theirs.
pub fn run(place: &Place, students: usize) {
    let students = students.min(MOST);
    let author = crate::homework::Author::of(&place.checkout, &["gibbs"]);
    for number in 0..students {
        author.write(number, &place.checkout.path(FOLDER).join((1000 + number).to_string()));
    }
    let checks = cases::of_gibbs(&place.checkout.course);
    let title = format!("{students} submissions of gibbs, {} cases", checks.len());
    table::head(&title, ["wall s", "CPU s", "a minute", "CPU s each"]);
    let row = |name: &str, lap: Lap| {
        let each = lap.cpu.map_or("-".into(), |cpu| format!("{:.3}", cpu / students as f64));
        table::row(name, lap, format!("{:.0}", students as f64 * 60.0 / lap.wall), &each);
    };
    for peer in &ALL {
        if !found(peer.name) {
            println!("{} takes part after `python3 -m pip install {}`", peer.name, peer.installed);
            continue;
        }
        let commands = (peer.ready)(place, &checks, students);
        place.keep_seed(BOOK, SMALL);
        let (own, printed) = Lap::of(&mut place.grade(FOLDER, SMALL, BOOK, &[]));
        graded(&printed, students);
        let (theirs, printed) = Lap::of_all(commands, HANDS);
        let results = (peer.results)(place, &printed);
        assert_eq!(results, students, "{} has {results} results: {}", peer.name, printed.concat());
        row("cargo class grade", own);
        row(&format!("{}, {HANDS} at a time", peer.name), theirs);
        let cpu = own.cpu.zip(theirs.cpu).map_or("-".into(), |(own, theirs)| format!("{:.1}", theirs / own));
        let wall = theirs.wall / own.wall;
        println!("  {wall:.1} times as many a minute, {cpu} by CPU (target >= {} times)", peer.target);
    }
}

/// Where to look first.
fn bin() -> Option<PathBuf> {
    std::env::var_os("PEERS").map(|folder| Path::new(&folder).join("bin"))
}

/// A program of theirs. What one starts finds the others of its kind.
fn program(place: &Place, name: &str, folder: &str) -> Command {
    let own = bin().map(|bin| bin.join(name)).filter(|path| path.is_file());
    let mut command = place.checkout.command(own.map_or_else(|| name.into(), OsString::from), folder);
    if let Some(bin) = bin() {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(bin).chain(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(folders).expect("folders without colons"));
    }
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

fn found(name: &str) -> bool {
    let program = bin().map(|bin| bin.join(name)).filter(|path| path.is_file()).unwrap_or_else(|| name.into());
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Runs what comes before the measurement.
fn prepared(mut command: Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn folder(place: &Place, path: &str) -> PathBuf {
    place.checkout.path(PEERS).join(path)
}

fn pytest(place: &Place, checks: &[Check], students: usize) -> Vec<Command> {
    let tests = cases::pytest(checks);
    let student = |number: usize| {
        let name = format!("pytest/{number}");
        write(&folder(place, &name).join("test_gibbs.py"), &tests);
        write(&folder(place, &name).join("gibbs.py"), &notebook::solution(number));
        let mut command = program(place, "pytest", &format!("{PEERS}/{name}"));
        command.args(["-q", "--tb=no", "-p", "no:cacheprovider"]);
        command
    };
    (0..students).map(student).collect()
}

fn tested(_: &Place, printed: &[String]) -> usize {
    printed.iter().filter(|text| text.contains(" passed")).count()
}

/// It has no way to grade two at a time, so that two courses share the students.
fn nbgrader(place: &Place, checks: &[Check], students: usize) -> Vec<Command> {
    let course = |hand: usize| {
        let name = format!("nbgrader/{hand}");
        let at = folder(place, &name);
        write(&at.join("nbgrader_config.py"), "c = get_config()\nc.CourseDirectory.course_id = 'gibbs'\n");
        write(&at.join("source/gibbs/gibbs.ipynb"), &notebook::nbgrader_source(checks));
        for number in (hand..students).step_by(HANDS) {
            let path = at.join(format!("submitted/s{number:02}/gibbs/gibbs.ipynb"));
            write(&path, &notebook::nbgrader_submission(checks, number));
        }
        let nbgrader = |args: &[&str]| {
            let mut command = program(place, "nbgrader", &format!("{PEERS}/{name}"));
            command.args(args);
            command
        };
        prepared(nbgrader(&["generate_assignment", "gibbs"]));
        nbgrader(&["autograde", "gibbs"])
    };
    (0..HANDS).map(course).collect()
}

fn autograded(place: &Place, _: &[String]) -> usize {
    let notebooks = (0..HANDS).map(|hand| folder(place, &format!("nbgrader/{hand}/autograded")));
    notebooks.flat_map(|folder| fs::read_dir(folder).into_iter().flatten()).count()
}

fn otter(place: &Place, checks: &[Check], students: usize) -> Vec<Command> {
    let at = folder(place, "otter");
    write(&at.join("gibbs.ipynb"), &notebook::otter_source(checks));
    let mut assign = program(place, "otter", &format!("{PEERS}/otter"));
    assign.args(["assign", "gibbs.ipynb", "dist", "--no-pdfs"]);
    prepared(assign);
    let archives = fs::read_dir(at.join("dist/autograder")).expect("what otter assigns").flatten();
    let mut archives =
        archives.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "zip"));
    let archive = archives.next().expect("an archive of what grades");
    let student = |number: usize| {
        write(&at.join(format!("{number}/gibbs.ipynb")), &notebook::otter_submission(number));
        let mut command = program(place, "otter", &format!("{PEERS}/otter/{number}"));
        command.args(["run", "--no-logo", "-o", "."]).arg("-a").arg(&archive).arg("gibbs.ipynb");
        command
    };
    (0..students).map(student).collect()
}

fn scored(place: &Place, printed: &[String]) -> usize {
    let results = (0..printed.len()).map(|number| folder(place, &format!("otter/{number}/results.json")));
    results.filter(|path| path.is_file()).count()
}
