//! The architecture page holds: every claim of `grader/README.md` that sources can show is read from its tables.

mod common;
#[path = "house/page.rs"]
mod page;
#[path = "house/source.rs"]
mod source;

use common::checkout;
use page::{Page, code};
use source::{CRATES, Source, below_grader, rust_files, sources};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const NOTHING: Vec<String> = vec![];

fn architecture() -> Page {
    Page::read("grader/README.md")
}

/// The packages that a crate depends on, on any system; those of its tests do not count.
fn dependencies(folder: &str) -> BTreeSet<String> {
    let path = checkout().join("grader").join(folder).join("Cargo.toml");
    let manifest: toml::Table = fs::read_to_string(&path).expect("a manifest").parse().expect("TOML");
    let of = |table: &toml::Table| {
        let names = table.get("dependencies").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::keys);
        names.cloned().collect::<Vec<_>>()
    };
    let systems = manifest.get("target").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::values);
    let systems = systems.filter_map(toml::Value::as_table).flat_map(of);
    of(&manifest).into_iter().chain(systems).collect()
}

fn is_ours(name: &str) -> bool {
    CRATES.iter().any(|(ours, _)| *ours == name)
}

#[test]
fn crates_depend_on_what_the_page_says_and_only_on_floors_below() {
    let rows = architecture().table("crate");
    let floors: Vec<String> = rows.iter().flat_map(|row| code(&row[0])).collect();
    assert_eq!(floors.iter().collect::<BTreeSet<_>>(), CRATES.map(|(name, _)| name.to_owned()).iter().collect());
    for (name, folder) in CRATES {
        let floor = floors.iter().position(|one| one == name).expect("a floor");
        let may: BTreeSet<String> = code(&rows[floor][2]).into_iter().collect();
        let does: BTreeSet<String> = dependencies(folder).into_iter().filter(|other| is_ours(other)).collect();
        assert_eq!(does, may, "`{name}`");
        for other in &may {
            let below = floors.iter().position(|one| one == other).expect("a floor");
            assert!(below > floor, "`{name}` uses `{other}`, which stands above it on the page");
        }
    }
}

/// A row of the map: from `grader/`, as it stands on the page.
fn rooms() -> Vec<String> {
    architecture().table("room").iter().flat_map(|row| code(&row[0])).collect()
}

/// Is this file the row's own, or in its folder? A file has the folder of its name, too.
fn holds(row: &str, file: &str) -> bool {
    let folder = row.trim_end_matches('/').trim_end_matches(".rs");
    row == file || file.starts_with(&format!("{folder}/"))
}

#[test]
fn every_row_of_the_map_leads_somewhere_and_every_source_has_one_row() {
    let rooms = rooms();
    for room in &rooms {
        let path = checkout().join("grader").join(room);
        assert!(if room.ends_with('/') { path.is_dir() } else { path.is_file() }, "{room} is on the map alone");
    }
    for (_, folder) in CRATES {
        for path in rust_files(&checkout().join("grader").join(folder).join("src")) {
            let file = below_grader(&path);
            let rows: Vec<&String> = rooms.iter().filter(|room| holds(room, &file)).collect();
            assert_eq!(rows.len(), 1, "{file} is in these rows of the map: {rows:?}");
        }
    }
}

/// The rooms of each crate from the top down, as `run::kit`; the crate's front door is the crate itself.
fn floors() -> Vec<String> {
    let name = |room: &str| {
        let (folder, rest) = room.split_once("src/").expect("a folder of sources");
        let folder = folder.trim_end_matches('/');
        let (name, _) = CRATES.iter().find(|(_, place)| *place == folder).expect("a crate");
        match rest.trim_end_matches('/').trim_end_matches(".rs") {
            "lib" | "" => (*name).to_owned(),
            room => format!("{name}::{room}"),
        }
    };
    rooms().iter().map(|room| name(room)).collect()
}

#[test]
fn within_a_crate_a_room_uses_rooms_of_rows_below_its_own_alone() {
    let floors = floors();
    // the room of a path: its longest beginning that is a room
    let room = |path: &str| {
        let within = |room: &&String| path == **room || path.starts_with(&format!("{room}::"));
        let (floor, _) =
            floors.iter().enumerate().filter(|(_, room)| within(room)).max_by_key(|(_, room)| room.len())?;
        Some(floor)
    };
    let mut upwards = vec![];
    for source in sources() {
        let own = room(&source.module).expect("a room");
        let higher = source.inner.iter().filter(|path| room(path).is_some_and(|other| other < own));
        upwards.extend(higher.map(|path| format!("{} uses {path}", source.file)));
    }
    assert_eq!(upwards, NOTHING);
}

/// Where the page says that something lives.
fn homes() -> BTreeMap<String, Vec<String>> {
    let rows = architecture().table("what");
    rows.iter().map(|row| (code(&row[0]).remove(0), code(&row[1]))).collect()
}

/// Does a source name this: a crate, a part of a path, a method that is called, a lint that is allowed?
fn names(source: &Source, what: &str) -> bool {
    match is_crate(what) {
        true => source.names.iter().any(|path| path.starts_with(&format!("{what}::"))),
        false => source.names.iter().any(|path| format!("::{path}::").contains(&format!("::{what}::"))),
    }
}

/// A name alone is a crate; everything else shows what it is.
fn is_crate(what: &str) -> bool {
    what.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
}

/// Is this module the room or a part of it?
fn lives(module: &str, room: &str) -> bool {
    module == room || module.starts_with(&format!("{room}::"))
}

/// Everybody in these crates who names it lives in one of its homes, and in each of them somebody names it.
fn at_home_in<'a>(what: &str, homes: &[String], sources: impl Iterator<Item = &'a Source>) {
    let mut used = BTreeSet::new();
    for source in sources.filter(|source| names(source, what)) {
        let home = homes.iter().find(|home| lives(&source.module, home));
        assert!(home.is_some(), "{} names `{what}`, which is at home in {homes:?}", source.file);
        used.extend(home);
    }
    assert_eq!(used, homes.iter().collect(), "not all homes of `{what}` name it any more");
}

fn at_home(what: &str) {
    let homes = homes().remove(what).unwrap_or_else(|| panic!("`{what}` has no home"));
    at_home_in(what, &homes, sources().iter());
}

#[test]
fn programs_are_started_in_their_rooms_alone() {
    at_home("Command::new");
}

#[test]
fn cargo_is_run_in_its_rooms_alone() {
    at_home(".cargo(");
}

#[test]
fn the_compiler_is_called_in_one_room_alone() {
    at_home(".compiler(");
}

#[test]
fn unsafe_code_is_allowed_where_programs_are_contained_and_nowhere_else() {
    at_home("allow(unsafe_code)");
}

#[test]
fn the_operating_system_is_named_in_its_rooms_alone() {
    at_home("std::os");
}

#[test]
fn every_outside_crate_is_named_in_its_homes_alone() {
    let outside = CRATES.iter().flat_map(|(_, folder)| dependencies(folder)).filter(|name| !is_ours(name));
    let outside: BTreeSet<String> = outside.map(|name| name.replace('-', "_")).collect();
    let housed: BTreeSet<String> = homes().into_keys().filter(|what| is_crate(what)).collect();
    assert_eq!(housed, outside);
    for name in outside {
        at_home(&name);
    }
}

#[test]
fn every_dependency_of_a_crate_is_used_in_it() {
    for (name, folder) in CRATES {
        let sources: Vec<&Source> = sources().iter().filter(|source| lives(&source.module, name)).collect();
        for other in dependencies(folder) {
            let other = other.replace('-', "_");
            assert!(sources.iter().any(|source| names(source, &other)), "`{name}` does not use `{other}`");
        }
    }
}

#[test]
fn judge_touches_of_the_machine_what_the_page_says_and_nothing_else() {
    let mut allowed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in architecture().table("of the standard library") {
        for part in code(&row[0]) {
            allowed.insert(part, code(&row[1]).into_iter().filter(|word| word.starts_with("judge::")).collect());
        }
    }
    for part in ["env", "fs", "io", "net", "os", "process", "thread", "time"] {
        let rooms = allowed.get(part).unwrap_or_else(|| panic!("the page says nothing of `std::{part}`"));
        at_home_in(&format!("std::{part}"), rooms, sources().iter().filter(|source| lives(&source.module, "judge")));
    }
}

#[test]
fn bounds_of_student_code_are_those_of_the_page() {
    use run::contain::{COMPILER, Contain, Inmate, Own};
    let student = Own.limits(Inmate::Program);
    let patience = fs::read_to_string(checkout().join("grader/run/src/patience.rs")).expect("a source");
    let process = fs::read_to_string(checkout().join("grader/run/src/process.rs")).expect("a source");
    let rows = architecture().table("of a program of student code");
    let linux = |what: &str| {
        let row = rows.iter().find(|row| row[0] == what).unwrap_or_else(|| panic!("there is no row `{what}`"));
        row[1].clone()
    };
    let says = |what: &str, bound: String| assert!(linux(what).contains(&bound), "{what}: {bound}");
    says("memory", format!("{} MiB", student.memory));
    says("CPU time of the program", format!("{} s", student.cpu));
    says("a file that it writes", format!("{} MiB", student.file));
    says("prints", format!("{} MiB", run::patience::MOST_PRINTED));
    let first = |what: &str| linux(what).split(' ').next().unwrap_or_default().to_owned();
    for line in [
        format!("const MOST_SLEEP: Duration = Duration::from_secs({});", first("a sleep")),
        format!("const MOST_WALL: Duration = Duration::from_secs({});", first("the machine in trouble")),
    ] {
        assert!(patience.contains(&line), "{line}");
    }
    let reply = format!("const LONGEST_LINE: u64 = {} * 1024 * 1024;", first("a reply"));
    assert!(process.contains(&reply), "{reply}");
    let page = fs::read_to_string(checkout().join("grader/README.md")).expect("the page");
    let compiler = format!(
        "has {} s of CPU time, {} GiB of memory and files of {} GiB",
        COMPILER.cpu,
        COMPILER.memory / 1024,
        COMPILER.file / 1024
    );
    assert!(page.contains(&compiler), "{compiler}");
}

#[test]
fn sources_stay_readable() {
    let files = ["grader", "fixtures", "solutions"].iter().flat_map(|one| rust_files(&checkout().join(one)));
    let lines = files.map(|path| (fs::read_to_string(&path).unwrap_or_default().lines().count(), path));
    let long = lines.filter(|(lines, _)| *lines > 500).map(|(lines, path)| format!("{} has {lines}", path.display()));
    assert_eq!(long.collect::<Vec<_>>(), NOTHING);
}

/// A path on a page, with an exercise that there is in the place of any.
fn meant(path: &str) -> String {
    path.replace("<exercise>", "gibbs")
}

#[test]
fn every_path_that_contributors_are_sent_to_exists() {
    let page = Page::read("CONTRIBUTING.md");
    let is_path = |word: &String| {
        let ends = [".rs", ".md", ".toml", ".txt", ".json"].iter().any(|end| word.ends_with(end));
        !word.contains(' ') && (word.contains('/') || ends) && !word.starts_with('$')
    };
    // a file that every exercise has is named without its folder
    let anywhere = ["answers.toml", "exercise.toml"];
    let paths = page.code().into_iter().filter(is_path).filter(|path| !anywhere.contains(&path.as_str()));
    let missing: Vec<String> =
        paths.chain(page.links()).filter(|path| !checkout().join(meant(path)).exists()).collect();
    assert_eq!(missing, NOTHING);
}
