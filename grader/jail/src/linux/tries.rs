//! All attempts to get out of a jail, each in a jail of its own, on things that were planted for them.

use super::CANARY;
use super::cage::{Cage, own};
use super::canary::{CAN, CANNOT};
use super::spec::View;
use crate::level::{Level, Linking, Outcome, Tried};
use judge::error::{Error, Result};
use judge::foreign::clean;
use run::contain::{Cell, Contain, End, Inmate, Said, Tenant, Use, ended};
use run::process::{Heard, Process};
use run::toolchain::{self, Toolchain};
use std::ffi::{OsStr, OsString};
use std::fs::{self, DirBuilder, Permissions};
use std::net::{TcpListener, UdpSocket};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// So long a canary may compute.
const MOST: Duration = Duration::from_secs(10);
/// So many sing at once.
const CHOIR: usize = 4;

/// One attempt, still to be made.
struct Attempt {
    what: &'static str,
    level: Level,
    inmate: Inmate,
    /// What the canary is told.
    song: &'static str,
    target: OsString,
    /// Are two tenants to try it at the same time?
    both: bool,
}

/// What is planted; it goes away with this.
struct Garden {
    folder: PathBuf,
    canary: PathBuf,
    tcp: TcpListener,
    udp: UdpSocket,
}

impl Drop for Garden {
    fn drop(&mut self) {
        // it is in the folder for what may go away at any time
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Makes all attempts.
pub fn try_all(temporary: &Path) -> Result<Vec<Tried>> {
    let cage = Cage::new(own()?, View::May);
    let garden = Garden::plant(temporary, &cage)?;
    let attempts = garden.attempts()?;
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Tried)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..CHOIR {
            scope.spawn(|| {
                while let Some((index, attempt)) = take(&next, &attempts) {
                    let tried = garden.make(&cage, attempt);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((index, tried));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, tried)| tried).collect())
}

/// Compiles an honest program as one of a student's would be.
pub fn compiles(temporary: &Path) -> Result<Option<Tried>> {
    let outcome = match compile(&own()?, temporary, Linking::Shared)? {
        Ok(()) => Outcome::Good("it does".into()),
        Err(why) => Outcome::Bad(why),
    };
    Ok(Some(Tried { what: "an honest program compiles", level: Level::Bounded, outcome }))
}

/// How programs can be linked here: whole, where the C library is there for that, too. `program` is what becomes the jail.
pub fn linking(program: &Path, temporary: &Path) -> Result<Linking> {
    Ok(if compile(program, temporary, Linking::Whole)?.is_ok() { Linking::Whole } else { Linking::Shared })
}

fn compile(program: &Path, temporary: &Path, linking: Linking) -> Result<std::result::Result<(), String>> {
    let mut cage = Cage::new(program.to_owned(), View::May);
    cage.linking = linking;
    let garden = Garden::plant(temporary, &cage)?;
    let (door, made) = (garden.folder.join("door"), garden.folder.join("door/made"));
    let source = door.join("main.rs");
    fs::write(&source, "fn main() {}\n").map_err(Error::file("write", &source))?;
    cage.allot(&source, Use::Reading)?;
    let mut command = Toolchain::own().compiler(&door, &made);
    command.args(["main.rs", "-o", "made/main"]).args(cage.flags());
    let reads = vec![door.as_path(), toolchain::home()];
    let cell = Cell { inmate: Inmate::Compiler, tenant: Tenant(0), reads, writes: Some(&made) };
    let mut command = cage.enclose(command, &cell).command;
    Ok(match command.stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() && made.join("main").is_file() => Ok(()),
        Ok(output) => Err(clean(String::from_utf8_lossy(&output.stderr).trim(), 200)),
        Err(error) => Err(error.to_string()),
    })
}

fn take<'a, T>(next: &AtomicUsize, list: &'a [T]) -> Option<(usize, &'a T)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    list.get(index).map(|one| (index, one))
}

impl Garden {
    fn plant(temporary: &Path, cage: &Cage) -> Result<Garden> {
        let folder = temporary.join(format!("class-doctor-{:016x}", fastrand::u64(..)));
        DirBuilder::new().mode(0o700).create(&folder).map_err(Error::file("create", &folder))?;
        let network = |error| Error::machine("no socket could be had", error);
        let tcp = TcpListener::bind("127.0.0.1:0").map_err(network)?;
        let udp = UdpSocket::bind("127.0.0.1:0").map_err(network)?;
        let garden = Garden { canary: folder.join("door/canary"), folder, tcp, udp };
        garden.lay("secret", "the answer is 42", 0o600)?;
        garden.lay("everybodys", "anybody may read this", 0o644)?;
        garden.lay("victim", "anybody may change this", 0o666)?;
        cage.allot(&garden.folder, Use::Passage)?;
        garden.house(cage)?;
        Ok(garden)
    }

    fn lay(&self, name: &str, text: &str, mode: u32) -> Result<()> {
        let path = self.folder.join(name);
        fs::write(&path, text).map_err(Error::file("write", &path))?;
        fs::set_permissions(&path, Permissions::from_mode(mode)).map_err(Error::file("write", &path))
    }

    /// The canary is this program, where the compiler would have put one.
    fn house(&self, cage: &Cage) -> Result<()> {
        let own = own()?;
        let door = self.folder.join("door");
        let made = door.join("made");
        for folder in [&door, &made] {
            DirBuilder::new().mode(0o700).create(folder).map_err(Error::file("create", folder))?;
        }
        let anybodys = fs::metadata(&own).is_ok_and(|meta| meta.mode() & 0o005 == 0o005);
        if !anybodys || fs::hard_link(&own, &self.canary).is_err() {
            fs::copy(&own, &self.canary).map_err(Error::file("write", &self.canary))?;
            fs::set_permissions(&self.canary, Permissions::from_mode(0o755))
                .map_err(Error::file("write", &self.canary))?;
        }
        // the second of two tenants comes in by the same door
        cage.allot(&door, Use::Passage)?;
        cage.allot(&made, Use::Writing(Tenant(0)))
    }

    fn attempts(&self) -> Result<Vec<Attempt>> {
        let path = |name: &str| self.folder.join(name).into_os_string();
        let network = |error| Error::machine("no socket could be had", error);
        let address = |address: std::io::Result<std::net::SocketAddr>| {
            address.map(|address| OsString::from(address.to_string())).map_err(network)
        };
        let (tcp, udp) = (address(self.tcp.local_addr())?, address(self.udp.local_addr())?);
        let unique = OsString::from(format!("class-{:016x}", fastrand::u64(..)));
        let shared = Path::new("/dev/shm").join(&unique).into_os_string();
        let program = |what, level, song, target: OsString| {
            let both = ["lock", "name"].contains(&song) || target == shared;
            Attempt { what, level, inmate: Inmate::Program, song, target, both }
        };
        let compiler = |what, level, song, target: OsString| Attempt {
            what,
            level,
            inmate: Inmate::Compiler,
            song,
            target,
            both: false,
        };
        let nothing = OsString::new;
        Ok(vec![
            program("an honest answer arrives", Level::Bounded, "answer", nothing()),
            compiler("an honest compiler works", Level::Bounded, "answer", nothing()),
            program("start a program", Level::Calls, "process", nothing()),
            program("start a thread", Level::Calls, "thread", nothing()),
            program("write a file", Level::Calls, "write", path("victim")),
            program("change a file's mode", Level::Calls, "mode", path("victim")),
            program("connect by TCP", Level::Calls, "tcp", tcp.clone()),
            program("send by UDP", Level::Calls, "udp", udp),
            program("signal the grader", Level::Calls, "signal", nothing()),
            program("meet another slot in /dev/shm", Level::Calls, "write", shared.clone()),
            program("meet another slot at a lock", Level::Calls, "lock", self.canary.clone().into()),
            program("meet another slot by an abstract name", Level::Calls, "name", unique),
            program("read a secret of the grader's", Level::Private, "read", path("secret")),
            program("read the grader's environment", Level::Private, "environ", nothing()),
            program("read the grader's memory", Level::Private, "memory", nothing()),
            compiler("compiler: connect by TCP", Level::Calls, "tcp", tcp),
            compiler("compiler: signal the grader", Level::Calls, "signal", nothing()),
            compiler("compiler: read a secret", Level::Private, "read", path("secret")),
            compiler("compiler: read the environment", Level::Private, "environ", nothing()),
            compiler("compiler: read the memory", Level::Private, "memory", nothing()),
            program("read a file of everybody's", Level::Hidden, "read", path("everybodys")),
            compiler("compiler: read a file of everybody's", Level::Hidden, "read", path("everybodys")),
            compiler("compiler: write outside its stage", Level::Hidden, "write", path("victim")),
        ])
    }

    fn make(&self, cage: &Cage, attempt: &Attempt) -> Tried {
        let outcome = match (attempt.inmate, attempt.both) {
            (Inmate::Compiler, _) => self.in_compilers_place(cage, attempt),
            (Inmate::Program, false) => self.in_programs_place(cage, attempt, Tenant(0)),
            (Inmate::Program, true) => std::thread::scope(|scope| {
                let other = scope.spawn(|| self.in_programs_place(cage, attempt, Tenant(2)));
                let one = self.in_programs_place(cage, attempt, Tenant(0));
                let other = other.join().unwrap_or(Err("lost".into()));
                // it is refused where it is refused to both
                match (one, other) {
                    (Ok(Sung::Cannot(why)), Ok(Sung::Cannot(_))) => Ok(Sung::Cannot(why)),
                    (Ok(Sung::Can(what)), _) | (_, Ok(Sung::Can(what))) => Ok(Sung::Can(what)),
                    (Err(why), _) | (_, Err(why)) => Err(why),
                }
            }),
        };
        let honest = attempt.song == "answer";
        let outcome = match outcome {
            Ok(Sung::Can(what)) if honest => Outcome::Good(what),
            Ok(Sung::Cannot(why)) if !honest => Outcome::Good(why),
            Ok(Sung::Can(what) | Sung::Cannot(what)) | Err(what) => Outcome::Bad(what),
        };
        Tried { what: attempt.what, level: attempt.level, outcome }
    }

    /// As a program of a student's.
    fn in_programs_place(&self, cage: &Cage, attempt: &Attempt, tenant: Tenant) -> std::result::Result<Sung, String> {
        let args: [&OsStr; 3] = [CANARY.as_ref(), attempt.song.as_ref(), &attempt.target];
        let process = Process::start(&self.canary, tenant, &args, &self.folder, cage);
        let mut process = process.map_err(|error| error.to_string())?;
        let word = process.word.take().unwrap_or_default();
        match process.hear(MOST) {
            Heard::Line(line) => match Said::from_line(&line, &word) {
                Some(Said::Ready) => {}
                Some(Said::Failed(why)) => return Err(why),
                None => return Err("something else spoke first".into()),
            },
            other => return Err(format!("{other:?}: {}", clean(&process.printed().text(), 200))),
        }
        match process.hear(MOST) {
            Heard::Line(line) => match Said::from_line(&line, &word) {
                Some(Said::Failed(why)) => Err(why),
                _ => Sung::from_line(&String::from_utf8_lossy(&line)),
            },
            Heard::Ended(end) => Sung::ended(end),
            other => Err(format!("{other:?}")),
        }
    }

    /// As the compiler.
    fn in_compilers_place(&self, cage: &Cage, attempt: &Attempt) -> std::result::Result<Sung, String> {
        let mut command = Command::new(&self.canary);
        command.args([CANARY.as_ref(), attempt.song.as_ref(), attempt.target.as_os_str()]).current_dir(&self.folder);
        let made = self.folder.join("door/made");
        // who the compiler can be depends on who can reach it
        let reads = vec![self.canary.as_path(), toolchain::home()];
        let cell = Cell { inmate: Inmate::Compiler, tenant: Tenant(0), reads, writes: Some(&made) };
        let mut command = cage.enclose(command, &cell).command;
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let output = command.output().map_err(|error| error.to_string())?;
        match String::from_utf8_lossy(&output.stdout).lines().next() {
            Some(line) => Sung::from_line(line),
            None if output.stderr.is_empty() => Sung::ended(ended(output.status)),
            None => Err(clean(String::from_utf8_lossy(&output.stderr).trim(), 200)),
        }
    }
}

/// What a canary says.
enum Sung {
    Can(String),
    Cannot(String),
}

impl Sung {
    fn from_line(line: &str) -> std::result::Result<Sung, String> {
        let said = |rest: &str| clean(rest, 60);
        match (line.strip_prefix(CAN), line.strip_prefix(CANNOT)) {
            (Some(what), _) => Ok(Sung::Can(said(what))),
            (None, Some(why)) => Ok(Sung::Cannot(said(why))),
            (None, None) => Err(said(line)),
        }
    }

    fn ended(end: End) -> std::result::Result<Sung, String> {
        match end {
            End::Forbidden => Ok(Sung::Cannot("it was ended for it".into())),
            End::FileSize => Ok(Sung::Cannot("no file may grow".into())),
            other => Err(format!("it ended: {other:?}")),
        }
    }
}
