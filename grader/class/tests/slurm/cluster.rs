//! Slurm on the loopback: several nodes on this machine, started by whoever runs the tests, in a folder that goes away.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Whoever waits longer than this waits for nothing.
const PATIENCE: Duration = Duration::from_secs(600);

/// A cluster.
pub struct Cluster {
    folder: tempfile::TempDir,
    munged: Child,
    controller: Option<Child>,
    nodes: Vec<(String, Child)>,
}

/// Waits until something holds.
pub fn until(what: &str, cluster: &Cluster, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "not in {} s: {what}\n{}", PATIENCE.as_secs(), cluster.state());
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Where a program is installed; administrators' programs are not on everybody's path.
fn installed(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]);
    folders.map(|folder| folder.join(program)).find(|path| path.is_file())
}

fn quiet(command: &mut Command) -> Child {
    let log = || Stdio::null();
    command.stdin(log()).stdout(log()).stderr(log()).spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

fn private(folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).expect("a private folder");
}

impl Cluster {
    /// Starts one node for each name; none where Slurm is not installed.
    pub fn start(nodes: &[&str]) -> Option<Cluster> {
        let [munged, controller, node] = ["munged", "slurmctld", "slurmd"].map(installed);
        let (munged, controller, node) = (munged?, controller?, node?);
        for program in ["sbatch", "scontrol", "squeue", "scancel", "sinfo"] {
            installed(program)?;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        for name in ["munge", "state", "spool", "log"] {
            private(&folder.path().join(name));
        }
        let key = folder.path().join("munge/key");
        // a secret among processes of this test, in a folder that nobody else can read
        fs::write(&key, format!("{:0>128}", std::process::id())).expect("a key");
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).expect("a private key");
        fs::write(folder.path().join("slurm.conf"), configuration(folder.path(), nodes)).expect("a configuration");
        let munged = quiet(Command::new(munged).args(["--foreground", "--force"]).args([
            format!("--key-file={}", path("munge/key")),
            format!("--socket={}", path("munge/socket")),
            format!("--pid-file={}", path("munge/pid")),
            format!("--log-file={}", path("munge/log")),
            format!("--seed-file={}", path("munge/seed")),
        ]));
        let mut cluster = Cluster { folder, munged, controller: None, nodes: vec![] };
        until("munge answers", &cluster, || cluster.folder().join("munge/socket").exists());
        let configuration = cluster.folder().join("slurm.conf");
        cluster.controller = Some(quiet(Command::new(controller).args(["-D", "-f"]).arg(&configuration)));
        for name in nodes {
            let mut command = Command::new(&node);
            command.args(["-D", "-N", name, "-f"]).arg(&configuration);
            cluster.nodes.push(((*name).to_owned(), quiet(&mut command)));
        }
        until("all nodes are idle", &cluster, || {
            let states = cluster.ask("sinfo", &["-h", "-N", "-o", "%T"]);
            states.split_whitespace().filter(|state| *state == "idle").count() == cluster.nodes.len()
        });
        Some(cluster)
    }

    /// Where it lives.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A program that talks to it.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("SLURM_CONF", self.folder().join("slurm.conf"));
        command
    }

    fn ask(&self, program: &str, args: &[&str]) -> String {
        let output = self.command(program).args(args).output();
        output.map_or_else(|_| String::new(), |output| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// What is not done yet.
    pub fn queue(&self) -> String {
        let output = self.command("squeue").args(["-h", "-r"]).output().expect("an answer");
        // an answer that did not come is no empty queue
        if output.status.success() { String::from_utf8_lossy(&output.stdout).into_owned() } else { "?".into() }
    }

    /// Does the cluster know that this node is gone?
    pub fn is_down(&self, node: &str) -> bool {
        self.ask("sinfo", &["-h", "-n", node, "-o", "%T"]).trim().starts_with("down")
    }

    /// For whoever reads why a test failed.
    fn state(&self) -> String {
        let mut text = self.ask("sinfo", &["-N", "-l"]) + &self.ask("squeue", &["-r"]);
        for entry in fs::read_dir(self.folder().join("log")).into_iter().flatten().flatten() {
            let log = fs::read_to_string(entry.path()).unwrap_or_default();
            let last: Vec<&str> = log.lines().rev().take(15).collect();
            text += &format!("{}\n{}\n", entry.path().display(), last.into_iter().rev().collect::<Vec<_>>().join("\n"));
        }
        text
    }

    /// Kills a node as a loss of power would: its daemon, and everything at work there. How many processes that were.
    pub fn kill(&mut self, node: &str) -> usize {
        let mut killed = 0;
        for (name, daemon) in &mut self.nodes {
            if name == node {
                daemon.kill().expect("killed");
                daemon.wait().expect("its end");
                killed += 1;
            }
        }
        killed + self.kill_all(&format!("SLURMD_NODENAME={node}"))
    }

    /// Kills every process of this cluster in whose environment this is, and who watches over it.
    fn kill_all(&self, variable: &str) -> usize {
        let own = format!("SLURM_CONF={}", self.folder().join("slurm.conf").display());
        let mut doomed = vec![];
        for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
            let Ok(pid) = entry.file_name().to_string_lossy().parse::<u32>() else { continue };
            let environment = fs::read(entry.path().join("environ")).unwrap_or_default();
            let has = |what: &str| environment.split(|byte| *byte == 0).any(|one| one == what.as_bytes());
            if pid == std::process::id() || !has(&own) || !has(variable) {
                continue;
            }
            let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
            let parent = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1)?.parse::<u32>().ok());
            let watches = |pid: &u32| {
                fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.starts_with("slurmstepd"))
            };
            // the watcher first, or it would tell that its task has ended
            if let Some(parent) = parent.filter(watches) {
                doomed.insert(0, parent);
            }
            doomed.push(pid);
        }
        doomed.dedup();
        for pid in &doomed {
            let _ = Command::new("kill").args(["-KILL", &pid.to_string()]).stderr(Stdio::null()).status();
        }
        doomed.len()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let daemons = self.nodes.iter_mut().map(|(_, node)| node).chain(&mut self.controller);
        for daemon in daemons {
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
        self.kill_all("SLURM_JOB_NAME=class-shard");
        self.kill_all("SLURM_JOB_NAME=class-merge");
        let _ = self.munged.kill();
        let _ = self.munged.wait();
    }
}

fn configuration(folder: &Path, nodes: &[&str]) -> String {
    let place = |name: &str| folder.join(name).display().to_string();
    let said = |program: &str, args: &[&str]| {
        let output = Command::new(program).args(args).output().expect("an answer");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    let (host, me) = (said("hostname", &["-s"]), said("id", &["-un"]));
    let mut text = format!(
        "ClusterName=class
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser={me}
SlurmdUser={me}
AuthType=auth/munge
AuthInfo=socket={socket},cred_expire=5
CredType=cred/munge
StateSaveLocation={state}
SlurmdSpoolDir={spool}/%n
SlurmctldPidFile={log}/slurmctld.pid
SlurmdPidFile={log}/%n.pid
SlurmctldLogFile={log}/slurmctld.log
SlurmdLogFile={log}/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SwitchType=switch/none
SlurmdParameters=config_overrides
ReturnToService=2
SlurmdTimeout=5
KillWait=2
JobRequeue=1
MaxArraySize=5
MailProg=/bin/true
",
        port = free_port(),
        socket = place("munge/socket"),
        state = place("state"),
        spool = place("spool"),
        log = place("log"),
    );
    for name in nodes {
        let port = free_port();
        text += &format!("NodeName={name} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs=2 RealMemory=4000\n");
    }
    text + &format!("PartitionName=all Nodes={} Default=YES MaxTime=INFINITE State=UP\n", nodes.join(","))
}
