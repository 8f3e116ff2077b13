//! What a command needs beside time: memory, and room on the disk. Looked at again and again while it runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use stopwatch::lap::Lap;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// The most that was seen, in bytes; memory is 0 where the system does not tell.
#[derive(Clone, Copy, Debug, Default)]
pub struct Peak {
    /// Of one process.
    pub biggest: u64,
    /// Of all at the same time; pages that several share are counted for each of them.
    pub together: u64,
    /// In the folder for what comes and goes.
    pub scratch: u64,
}

/// Runs a command to its end, which must be a good one; also returns what it printed.
pub fn watched(command: &mut Command, scratch: &Path) -> (Lap, String, Peak) {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let mut peak = Peak::default();
            while !over.load(Ordering::Relaxed) {
                let (biggest, together) = memory();
                peak.biggest = peak.biggest.max(biggest);
                peak.together = peak.together.max(together);
                peak.scratch = peak.scratch.max(room(scratch));
                std::thread::sleep(PAUSE);
            }
            peak
        });
        let (lap, printed) = Lap::of(command);
        over.store(true, Ordering::Relaxed);
        (lap, printed, watcher.join().expect("the watcher ends"))
    })
}

/// The largest and all of what was started from here.
fn memory() -> (u64, u64) {
    let (mut biggest, mut together) = (0, 0);
    let mut open = children(&std::process::id().to_string());
    while let Some(process) = open.pop() {
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let of = |key: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(key));
            line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) * 1024
        };
        biggest = biggest.max(of("VmHWM:"));
        together += of("VmRSS:");
        open.extend(children(&process));
    }
    (biggest, together)
}

/// What a process has started, as proc_pid_task(5) says.
fn children(process: &str) -> Vec<String> {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let lists = tasks.map(|task| fs::read_to_string(task.path().join("children")).unwrap_or_default());
    lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// What the files in a folder take on the disk; what goes meanwhile is not counted.
pub fn room(folder: &Path) -> u64 {
    let mut sum = 0;
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(meta) = entry.metadata() else { continue };
            sum += taken(&meta);
            if meta.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    sum
}

#[cfg(unix)]
fn taken(meta: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::blocks(meta) * 512
}

#[cfg(not(unix))]
fn taken(meta: &fs::Metadata) -> u64 {
    meta.len()
}

/// In MiB.
pub fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
