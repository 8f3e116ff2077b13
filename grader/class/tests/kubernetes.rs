//! The jobs for Kubernetes: valid by the types of its API, by its rules that no type says, and by what their pods do.

#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;

use class::cli::INSTRUCTORS;
use common::{PROGRAM, checkout};
use folders::{GRADEBOOK, HANDED_IN, bytes, course, differ, kept_seed, solved, untouched, with_body};
use k8s_openapi::api::batch::v1::Job;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

const JOBS: [&str; 3] = ["plan", "shards", "merge"];

fn text(job: &str) -> String {
    let path = checkout().join(format!("grader/class/cluster/kubernetes/{job}.yaml"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn job(name: &str) -> Job {
    serde_saphyr::from_str(&text(name)).unwrap_or_else(|error| panic!("{name}.yaml: {error}"))
}

/// What is written and does not come back: a field that the API does not know.
fn lost(written: &Value, known: &Value, path: &str, lost: &mut Vec<String>) {
    match (written, known) {
        (Value::Object(written), Value::Object(known)) => {
            for (name, value) in written {
                let path = format!("{path}.{name}");
                match known.get(name) {
                    Some(other) => self::lost(value, other, &path, lost),
                    None => lost.push(path),
                }
            }
        }
        (Value::Array(written), Value::Array(known)) if written.len() == known.len() => {
            for (index, (one, other)) in written.iter().zip(known).enumerate() {
                self::lost(one, other, &format!("{path}[{index}]"), lost);
            }
        }
        (one, other) if one == other => {}
        (one, other) => lost.push(format!("{path}: {one} is {other}")),
    }
}

#[test]
fn every_field_of_a_job_is_one_of_the_api() {
    for name in JOBS {
        let written: Value = serde_saphyr::from_str(&text(name)).expect("YAML");
        let known = serde_json::to_value(job(name)).expect("JSON");
        let mut unknown = vec![];
        lost(&written, &known, name, &mut unknown);
        assert_eq!(unknown, Vec::<String>::new());
    }
    // and one that is none is found
    let wrong = text("shards").replace("parallelism:", "paralelism:");
    let known = serde_json::to_value(serde_saphyr::from_str::<Job>(&wrong).expect("YAML")).expect("JSON");
    let mut unknown = vec![];
    lost(&serde_saphyr::from_str(&wrong).expect("YAML"), &known, "shards", &mut unknown);
    assert_eq!(unknown, ["shards.spec.paralelism"]);
}

#[test]
fn jobs_keep_the_rules_of_the_api_and_promise_no_more_than_a_pod_needs() {
    for name in JOBS {
        let job = job(name);
        assert_eq!(job.metadata.name.as_deref(), Some(format!("class-{name}").as_str()));
        let spec = job.spec.expect("a spec");
        let indexed = name == "shards";
        assert_eq!(spec.completion_mode.as_deref() == Some("Indexed"), indexed);
        assert_eq!(spec.backoff_limit_per_index.is_some(), indexed, "FailIndex goes with a limit for each index");
        if indexed {
            assert!(spec.completions >= spec.parallelism && spec.parallelism > Some(0));
        }
        let pod = spec.template.spec.expect("a pod");
        // a policy for failed pods goes with pods that are not started again in their place
        assert_eq!(pod.restart_policy.as_deref(), Some("Never"));
        let [container] = pod.containers.as_slice() else { panic!("{name}: one container") };
        for rule in spec.pod_failure_policy.expect("a policy").rules {
            assert_eq!(rule.on_exit_codes.is_some(), rule.on_pod_conditions.is_none());
            if let Some(codes) = rule.on_exit_codes {
                assert_eq!(codes.container_name.as_deref(), Some(container.name.as_str()));
                // 75 is what another try may cure
                assert_eq!((codes.operator.as_str(), codes.values.as_slice()), ("In", &[2][..]));
                assert_eq!(rule.action, if indexed { "FailIndex" } else { "FailJob" });
            }
        }
        let volumes: BTreeSet<&str> = pod.volumes.iter().flatten().map(|volume| volume.name.as_str()).collect();
        let mounts = container.volume_mounts.iter().flatten();
        assert_eq!(mounts.map(|mount| mount.name.as_str()).collect::<BTreeSet<_>>(), volumes);
        // no token and no privilege that student code could reach for
        assert_eq!(pod.automount_service_account_token, Some(false));
        assert_eq!(pod.security_context.and_then(|context| context.run_as_non_root), Some(true));
        let context = container.security_context.as_ref().expect("a context");
        assert_eq!(context.allow_privilege_escalation, Some(false));
        let dropped = context.capabilities.as_ref().and_then(|all| all.drop.clone());
        assert_eq!(dropped.as_deref(), Some(&["ALL".to_owned()][..]));
        let command = command(name).replace("exec class ", "").replace("\"$JOB_COMPLETION_INDEX\"", "0");
        let understood = grader::cli::parse(&INSTRUCTORS, lexopt::Parser::from_args(command.split_whitespace()));
        assert!(understood.is_ok(), "{command}: {understood:?}");
    }
}

/// What the shell of a pod is told.
fn command(name: &str) -> String {
    let pod = job(name).spec.and_then(|spec| spec.template.spec).expect("a pod");
    assert_eq!(pod.containers[0].command.as_deref(), Some(&["/bin/sh".to_owned(), "-c".to_owned()][..]));
    pod.containers[0].args.clone().unwrap_or_default().concat()
}

#[cfg(unix)]
#[test]
fn what_the_pods_do_in_any_order_makes_the_gradebook_of_one_machine() {
    use std::os::unix::fs::PermissionsExt;
    let class = course(&["latent"]);
    for (index, id) in ["0042", "0043", "0044", "0045"].iter().enumerate() {
        with_body(&class, id, "latent", "infer", &format!("    let _ = energies;\n    {index}"));
    }
    solved(&class, "0046");
    untouched(&class, "0047");
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    let mut whole = bytes(&class.path(GRADEBOOK));
    kept_seed(&class);
    // the volume and the image, as a pod sees them: the gradebook lies where the job has it
    fs::rename(class.path(GRADEBOOK), class.path("volume")).expect("moved");
    fs::create_dir(class.path("bin")).expect("a folder");
    class.write(
        "bin/class",
        &format!("#!/bin/sh\n[ \"$1\" = shard ] && set -- \"$@\" --trusted\nexec '{PROGRAM}' \"$@\"\n"),
    );
    fs::set_permissions(class.path("bin/class"), fs::Permissions::from_mode(0o755)).expect("an executable script");
    let place = |path: &str| class.path(path).display().to_string();
    let pod = |name: &str, index: usize| {
        let command = command(name).replace("/class/handed-in", &place(HANDED_IN));
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", &command.replace("/class/gradebook", &place("volume"))]).current_dir(class.root.path());
        let path = std::env::var("PATH").unwrap_or_default();
        shell.env("PATH", format!("{}:{path}", place("bin"))).env("JOB_COMPLETION_INDEX", index.to_string());
        shell.env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"));
        shell
    };
    let done = |mut command: Command| {
        let output = command.output().expect("a run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    done(pod("plan", 0));
    // an index may have two pods at once
    let twins = [pod("shards", 5), pod("shards", 5)].map(|mut twin| twin.spawn().expect("a run"));
    for mut twin in twins {
        assert!(twin.wait().expect("its end").success());
    }
    for index in [4, 2, 0, 1, 3, 4] {
        done(pod("shards", index));
    }
    done(pod("merge", 0));
    let mut made = bytes(&class.path("volume"));
    made.retain(|name, _| !name.starts_with("plan/"));
    whole.retain(|name, _| !name.starts_with("plan/"));
    assert_eq!(differ(&whole, &made), Vec::<String>::new());
}

#[test]
fn the_image_has_a_toolchain_that_can_build_the_grader() {
    let recipe = fs::read_to_string(checkout().join("grader/class/cluster/Containerfile")).expect("a recipe");
    let manifest = fs::read_to_string(checkout().join("Cargo.toml")).expect("a manifest");
    let (_, least) = manifest.split_once("rust-version = \"").expect("a version");
    let (least, _) = least.split_once('"').expect("a version");
    assert!(recipe.contains(&format!("FROM docker.io/library/rust:{least}-")), "{least}: {recipe}");
    let known = ["FROM", "RUN", "COPY", "USER", "WORKDIR", "ENV"];
    let lines = recipe.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    for line in lines {
        assert!(known.contains(&line.split_whitespace().next().expect("a word")), "{line}");
    }
    let pod = job("shards").spec.and_then(|spec| spec.template.spec).expect("a pod");
    let directory = pod.containers[0].working_dir.clone().expect("a folder");
    assert!(recipe.contains(&format!("WORKDIR {directory}\n")), "{directory}");
    let user = pod.security_context.and_then(|context| context.run_as_user).expect("a user");
    assert!(recipe.contains(&format!("--uid {user} ")), "{user}");
}
