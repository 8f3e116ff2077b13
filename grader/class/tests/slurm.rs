//! A class is graded by a small cluster of Slurm on this machine, of which one node dies with its work: the gradebook is
//! the one of one machine. Slurm is that of Debian's packages; where there is none the test says so.
#![cfg(target_os = "linux")]

#[path = "slurm/cluster.rs"]
mod cluster;
#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;

use cluster::{Cluster, until};
use common::{PROGRAM, checkout};
use folders::{GRADEBOOK, HANDED_IN, bytes, course, differ, kept_seed, solved, untouched, with_body};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

/// The node that dies.
const DYING: &str = "n2";

/// A gradebook without the plan that it was made by.
fn book(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = bytes(folder);
    all.retain(|name, _| !name.starts_with("plan/"));
    all
}

#[test]
fn a_cluster_that_loses_a_node_with_its_tasks_makes_the_gradebook_of_one_machine() {
    let Some(mut cluster) = Cluster::start(&["n1", DYING, "n3"]) else {
        eprintln!("left out: Slurm is not installed (slurmctld, slurmd, slurm-client and munge)");
        return;
    };
    let class = course(&["latent"]);
    for student in 0..40 {
        let id = format!("{student:04}");
        match student % 14 {
            0 => solved(&class, &id),
            1 => untouched(&class, &id),
            other => with_body(&class, &id, "latent", "infer", &format!("    let _ = energies;\n    {other}")),
        }
    }
    // where strangers are contained they are contained here, too
    let contained = class.program(&["doctor"]).output().expect("a run").status.success();
    let trusted = if contained { "" } else { "--trusted" };
    class.stdout(&[&["grade", HANDED_IN][..], if contained { &[] } else { &["--trusted"] }].concat());
    let whole = book(&class.path(GRADEBOOK));
    kept_seed(&class);
    let plan = class.stdout(&["plan", HANDED_IN, "--size", "1"]);
    assert!(plan.contains("14 shards"), "{plan}");

    // as the program is on a node: the one that dies has work at that moment, however fast machines are
    let (begun, killed) = (cluster.folder().join("begun"), cluster.folder().join("killed"));
    let program = cluster.folder().join("class");
    let script = format!(
        "#!/bin/bash\ncommand=$1\nflags=()\n[ \"$command\" = shard ] && flags=({trusted})\nif [ \"$command\" = shard ] && [ \"$SLURMD_NODENAME\" = {DYING} ]; then\n  touch {begun}\n  '{PROGRAM}' \"$@\" \"${{flags[@]}}\"\n  until [ -e {killed} ]; do sleep 0.1; done\nfi\nexec '{PROGRAM}' \"$@\" \"${{flags[@]}}\"\n",
        begun = begun.display(),
        killed = killed.display(),
    );
    fs::write(&program, script).expect("a script");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("an executable script");
    let submit = checkout().join("grader/class/cluster/slurm/submit.sh");
    let mut command = cluster.command(submit.to_str().expect("a path"));
    command.args([GRADEBOOK, "--cpus-per-task=1", "--mem-per-cpu=100M"]).current_dir(class.root.path());
    command.env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR")).env("CLASS", &program);
    let output = command.output().expect("a submission");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    // arrays are as large as this cluster allows, and no larger
    for array in ["shards 0 to 4: job ", "shards 5 to 9: job ", "shards 10 to 13: job "] {
        assert!(said.contains(array), "{said}");
    }

    until("the node has work", &cluster, || begun.exists());
    std::thread::sleep(Duration::from_millis(300));
    assert!(cluster.kill(DYING) >= 3, "the daemon, a task and who watches over it");
    fs::write(&killed, "").expect("a mark");
    until("nothing is left to do", &cluster, || cluster.queue().trim().is_empty());

    assert!(cluster.is_down(DYING));
    let logs = class.path(&format!("{GRADEBOOK}/plan/logs"));
    let mut said = String::new();
    for entry in fs::read_dir(logs).expect("logs") {
        said += &fs::read_to_string(entry.expect("an entry").path()).expect("a log");
    }
    assert!(said.contains("40 students: 40 exercises."), "{said}");
    assert_eq!(differ(&whole, &book(&class.path(GRADEBOOK))), Vec::<String>::new(), "{said}");
}
