//! Programs that could do anything, in a jail: unsafe code is refused to students by a lint, and here nothing but the jail
//! stands in its way. Each is compiled in the compiler's jail and asked as a student's program would be.
#![cfg(target_os = "linux")]

mod ground;

use ground::Ground;
use jail::Level;
use judge::error::Result;
use judge::fate::{Because, Breach, Death, Fate};
use judge::number::Value;
use judge::property::Call;
use run::contain::{Cell, Contain, Inmate};
use run::probe::{Holds, Panics, Program};
use run::runner::{Conversation, Extra};
use run::stage::Stage;
use run::submission::StudentFile;
use run::toolchain;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

/// What every program has: the conversation, by hand, and the C library.
const FRAME: &str = r#"
#![allow(dead_code, unused, improper_ctypes)]
use std::io::{BufRead, Write};
use std::os::fd::FromRawFd;
unsafe extern "C" {
    fn fork() -> i32; fn kill(pid: i32, signal: i32) -> i32; fn getppid() -> i32; fn getpid() -> i32;
    fn ptrace(request: i64, pid: i32, a: usize, b: usize) -> i64; fn syscall(number: i64, ...) -> i64;
    fn setrlimit(what: i32, limit: *const [u64; 2]) -> i32; fn setuid(uid: u32) -> i32; fn signal(s: i32, f: usize) -> usize;
    fn close(fd: i32) -> i32; fn write(fd: i32, b: *const u8, n: usize) -> isize; fn _exit(s: i32) -> !; fn raise(s: i32) -> i32;
    fn fcntl(fd: i32, command: i32, ...) -> i32; fn open(path: *const u8, flags: i32, ...) -> i32; fn unshare(f: i32) -> i32;
    fn socketpair(d: i32, t: i32, p: i32, v: *mut i32) -> i32; fn send(fd: i32, b: *const u8, n: usize, f: i32) -> isize;
}
fn say(line: &str) { unsafe { write(0, line.as_ptr(), line.len()); } }
fn hello() { say("{\"hello\":\"ab\"}\n"); }
fn id(line: &str) -> u64 { let at = line.find("\"id\":").unwrap() + 5; line[at..].chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap() }
fn reply(line: &str, value: &str) { say(&format!("{{\"id\":{},\"value\":{value}}}\n", id(line))); }
/// 1 where something could be done, 0 where not.
fn can(result: i64) -> &'static str { if result >= 0 { "1" } else { "0" } }
fn serve(answer: impl Fn(&str) -> &'static str) {
    hello();
    for line in std::io::stdin().lock().lines() { let line = line.unwrap(); let value = answer(&line); reply(&line, value); }
}
"#;

struct Escape {
    name: &'static str,
    code: &'static str,
    fates: &'static [Want],
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Want {
    /// It could not do it, and says so.
    Refused,
    Forbidden,
    Protocol(Breach),
    Overtime,
    Quit(i32),
    Died,
    Stopped,
}

fn is(want: Want, fate: &Fate) -> bool {
    match (want, fate) {
        (Want::Refused, Fate::Value(Value::Number(number))) => *number == 0.0,
        (Want::Forbidden, Fate::Killed(Death::Forbidden)) => true,
        (Want::Protocol(breach), Fate::Protocol(found)) => breach == *found,
        (Want::Overtime, Fate::Overtime { .. }) => true,
        (Want::Quit(status), Fate::Quit { status: found }) => status == *found,
        (Want::Died, Fate::Killed(_)) => true,
        (Want::Stopped, Fate::NotCalled(Because::Deaths | Because::Overtime)) => true,
        _ => false,
    }
}

use Want::{Died, Forbidden, Overtime, Protocol, Quit, Refused};

const ESCAPES: &[Escape] = &[
    Escape { name: "an honest one", code: "fn main() { serve(|_| \"0\") }", fates: &[Refused, Refused] },
    Escape { name: "fork", code: "fn main() { serve(|_| can(unsafe { fork() } as i64)) }", fates: &[Forbidden] },
    Escape {
        name: "ptrace the grader",
        code: "fn main() { serve(|_| can(unsafe { ptrace(16, getppid(), 0, 0) })) }",
        fates: &[Forbidden],
    },
    Escape {
        name: "kill the grader",
        code: "fn main() { serve(|_| can(unsafe { kill(getppid(), 28) } as i64)) }",
        fates: &[Forbidden],
    },
    Escape {
        name: "kill everybody",
        code: "fn main() { serve(|_| can(unsafe { kill(-1, 9) } as i64)) }",
        fates: &[Forbidden],
    },
    Escape {
        name: "read the grader's memory",
        code: "fn main() { serve(|_| { let mut b = [0u8; 8]; let l = [b.as_mut_ptr() as usize, 8]; let r = [4096usize, 8]; can(unsafe { syscall(310, getppid(), l.as_ptr(), 1, r.as_ptr(), 1, 0) }) }) }",
        fates: &[Forbidden],
    },
    Escape {
        name: "take a file of the grader's",
        code: "fn main() { serve(|_| can(unsafe { syscall(434, getppid(), 0) })) }",
        fates: &[Forbidden],
    },
    Escape {
        name: "raise a limit",
        code: "fn main() { serve(|_| can(unsafe { setrlimit(1, &[u64::MAX, u64::MAX]) } as i64)) }",
        fates: &[Refused],
    },
    Escape {
        name: "become root",
        code: "fn main() { serve(|_| can(unsafe { setuid(0) } as i64)) }",
        fates: &[Forbidden],
    },
    Escape {
        name: "a user namespace",
        code: "fn main() { serve(|_| can(unsafe { unshare(0x1000_0000) } as i64)) }",
        fates: &[Forbidden],
    },
    Escape {
        name: "keys",
        code: "fn main() { serve(|_| can(unsafe { syscall(250, 0, -3i64, 0) })) }",
        fates: &[Forbidden],
    },
    Escape {
        name: "io_uring",
        code: "fn main() { let p = [0u64; 32]; serve(move |_| can(unsafe { syscall(425, 8, p.as_ptr()) })) }",
        fates: &[Forbidden],
    },
    Escape { name: "bpf", code: "fn main() { serve(|_| can(unsafe { syscall(321, 0, 0, 0) })) }", fates: &[Forbidden] },
    Escape {
        name: "userfaultfd",
        code: "fn main() { serve(|_| can(unsafe { syscall(323, 0) })) }",
        fates: &[Forbidden],
    },
    Escape {
        name: "performance counters",
        code: "fn main() { let p = [0u64; 16]; serve(move |_| can(unsafe { syscall(298, p.as_ptr(), 0, -1, -1, 0) })) }",
        fates: &[Forbidden],
    },
    Escape {
        name: "shared memory by number",
        code: "fn main() { serve(|_| can(unsafe { syscall(29, 4711, 4096, 0o1666) })) }",
        fates: &[Forbidden],
    },
    Escape {
        name: "a nameless file",
        code: "fn main() { serve(|_| can(unsafe { syscall(319, c\"x\".as_ptr(), 0) })) }",
        fates: &[Refused],
    },
    Escape {
        name: "a lock by record",
        code: "fn main() { let l = [1u64, 0, 0, 0]; serve(move |_| can(unsafe { fcntl(0, 6, l.as_ptr()) } as i64)) }",
        fates: &[Refused],
    },
    Escape {
        name: "a lease",
        code: "fn main() { serve(|_| can(unsafe { fcntl(0, 1024, 1) } as i64)) }",
        fates: &[Refused],
    },
    Escape {
        name: "write by open",
        code: "fn main() { serve(|_| can(unsafe { open(c\"/tmp/class-escape\".as_ptr().cast(), 0o102, 0o666) } as i64)) }",
        fates: &[Refused],
    },
    Escape {
        name: "read by open",
        code: "fn main() { serve(|_| can(unsafe { open(c\"/etc/passwd\".as_ptr().cast(), 0) } as i64)) }",
        fates: &[Refused],
    },
    Escape {
        name: "sockets",
        code: "fn main() { let mut v = [0i32; 2]; let p = v.as_mut_ptr() as usize; serve(move |_| can(unsafe { socketpair(1, 1, 0, p as *mut i32) } as i64)) }",
        fates: &[Forbidden],
    },
    Escape {
        name: "messages with files",
        code: "fn main() { serve(|_| can(unsafe { send(0, b\"x\".as_ptr(), 1, 0) } as i64)) }",
        fates: &[Forbidden],
    },
    Escape {
        name: "limits of time unheeded",
        code: "fn main() { unsafe { signal(24, 1); signal(15, 1); } serve(|_| loop { std::hint::spin_loop() }) }",
        fates: &[Overtime, Want::Stopped],
    },
    Escape {
        name: "an end by its own signal",
        code: "fn main() { serve(|_| can(unsafe { raise(9) } as i64)) }",
        fates: &[Forbidden],
    },
    Escape {
        name: "a closed conversation",
        code: "fn main() { serve(|_| { unsafe { close(0) }; loop { std::hint::spin_loop() } }) }",
        fates: &[Died],
    },
    // whoever speaks before the call, or before the program, is known
    Escape {
        name: "code before main that ends well",
        code: "extern \"C\" fn early() { unsafe { _exit(0) } }\n#[unsafe(link_section = \".init_array\")] #[used] static EARLY: extern \"C\" fn() = early;\nfn main() { serve(|_| \"0\") }",
        fates: &[Protocol(Breach::Start), Protocol(Breach::Start)],
    },
    Escape {
        name: "code before main that says the grader is at fault",
        code: "extern \"C\" fn early() { let l = b\"00 failed: no filter of calls\\n\"; unsafe { write(0, l.as_ptr(), l.len()); _exit(125) } }\n#[unsafe(link_section = \".init_array\")] #[used] static EARLY: extern \"C\" fn() = early;\nfn main() { serve(|_| \"0\") }",
        fates: &[Protocol(Breach::Start)],
    },
    Escape {
        name: "code before main that answers",
        code: "extern \"C\" fn early() { let l = b\"{\\\"hello\\\":\\\"ab\\\"}\\n{\\\"id\\\":1,\\\"value\\\":0}\\n\"; unsafe { write(0, l.as_ptr(), l.len()); _exit(0) } }\n#[unsafe(link_section = \".init_array\")] #[used] static EARLY: extern \"C\" fn() = early;\nfn main() { serve(|_| \"0\") }",
        fates: &[Protocol(Breach::OtherCall)],
    },
    Escape {
        name: "the digest of other files",
        code: "fn main() { say(\"{\\\"hello\\\":\\\"cd\\\"}\\n\"); loop { std::hint::spin_loop() } }",
        fates: &[Protocol(Breach::Start)],
    },
    Escape {
        name: "two replies",
        code: "fn main() { hello(); for line in std::io::stdin().lock().lines() { let line = line.unwrap(); let i = id(&line); say(&format!(\"{{\\\"id\\\":{i},\\\"value\\\":0}}\\n{{\\\"id\\\":{i},\\\"value\\\":0}}\\n\")); } }",
        fates: &[Protocol(Breach::OtherCall)],
    },
    Escape {
        name: "a reply for the next call",
        code: "fn main() { hello(); for line in std::io::stdin().lock().lines() { let line = line.unwrap(); say(&format!(\"{{\\\"id\\\":{},\\\"value\\\":0}}\\n\", id(&line) + 1)); } }",
        fates: &[Protocol(Breach::OtherCall)],
    },
    Escape {
        name: "a status that means trouble",
        code: "fn main() { hello(); let mut l = String::new(); std::io::stdin().read_line(&mut l).unwrap(); eprintln!(\"jail: the grader is gone\"); unsafe { _exit(125) } }",
        fates: &[Quit(125), Quit(125)],
    },
    Escape {
        name: "half a line and silence",
        code: "fn main() { hello(); let mut l = String::new(); std::io::stdin().read_line(&mut l).unwrap(); say(\"{\\\"id\\\":\"); unsafe { _exit(0) } }",
        fates: &[Quit(0)],
    },
];

/// Calls of another kind of processor: the first is `getpid` of 32 bits, the second `getpid` of x32.
#[cfg(target_arch = "x86_64")]
const FOREIGN: &[Escape] = &[
    Escape {
        name: "a call of 32 bits",
        code: "fn main() { serve(|_| { let mut n: i64 = 20; unsafe { core::arch::asm!(\"int 0x80\", inout(\"rax\") n) }; can(n) }) }",
        fates: &[Died],
    },
    Escape {
        name: "a call of x32",
        code: "fn main() { serve(|_| can(unsafe { syscall(0x4000_0000 + 39) })) }",
        fates: &[Forbidden],
    },
    Escape {
        name: "a call by instruction",
        code: "fn main() { serve(|_| { let mut n: i64 = 57; unsafe { core::arch::asm!(\"syscall\", inout(\"rax\") n, out(\"rcx\") _, out(\"r11\") _) }; can(n) }) }",
        fates: &[Forbidden],
    },
];
#[cfg(not(target_arch = "x86_64"))]
const FOREIGN: &[Escape] = &[];

/// Compiles a program in the compiler's jail.
fn build(ground: &Ground, folder: &Path, code: &str) -> Program {
    let contain: Arc<dyn Contain> = Arc::clone(&ground.work.contain);
    let tenant = run::contain::Tenant(40);
    let files = [StudentFile { path: "src/lib.rs".into(), text: format!("{FRAME}\n{code}\n") }];
    let stage = Stage::of(folder, "gibbs", &files, Arc::clone(&contain), tenant).expect("a stage");
    let mut command = ground.work.toolchain.compiler(&stage.folder, &stage.temporary);
    command.args(["--edition=2024", "--crate-name=escape", "gibbs/src/lib.rs", "--crate-type=bin", "-o"]);
    command.arg(stage.executable());
    let reads = vec![stage.folder.as_path(), toolchain::home()];
    let cell = Cell { inmate: Inmate::Compiler, tenant, reads, writes: Some(&stage.made) };
    let mut command = contain.enclose(command, &cell).command;
    let output = command.stdin(Stdio::null()).output().expect("the compiler");
    assert!(output.status.success(), "{code}: {}", String::from_utf8_lossy(&output.stderr));
    let (executable, exercise) = (stage.executable(), "gibbs".into());
    Program { executable, sources: "ab".into(), exercise, holds: Holds::One, panics: Panics::Unwind, tenant }
}

fn ask(ground: &Ground, program: &Program, calls: usize) -> Result<Vec<Fate>> {
    let calls: Vec<Call> = (0..calls).map(|_| Call { function: "f".into(), args: vec![] }).collect();
    let folder = program.executable.parent().expect("a folder");
    Conversation::new(folder, &*ground.work.contain, program, Extra::None).ask(&calls, &|_| 0.5)
}

#[test]
fn nothing_but_the_jail_is_needed() {
    let ground = Ground::of(Level::Bounded);
    let scratch = ground.work.scratch().expect("a folder");
    let mut wrong = vec![];
    for (number, escape) in ESCAPES.iter().chain(FOREIGN).enumerate() {
        let program = build(&ground, &scratch.folder.join(number.to_string()), escape.code);
        // never an error of the grader's, whatever it says
        let fates = match ask(&ground, &program, escape.fates.len()) {
            Ok(fates) => fates,
            Err(error) => {
                wrong.push(format!("{}: {error}", escape.name));
                continue;
            }
        };
        if !escape.fates.iter().zip(&fates).all(|(want, fate)| is(*want, fate)) {
            wrong.push(format!("{}: {:?} is wanted, not {fates:?}", escape.name, escape.fates));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!Path::new("/tmp/class-escape").exists());
}

#[test]
fn what_keeps_the_jail_from_being_made_is_the_graders_trouble() {
    let ground = Ground::of(Level::Bounded);
    let scratch = ground.work.scratch().expect("a folder");
    let program = build(&ground, &scratch.folder.join("x"), "fn main() { serve(|_| \"0\") }");
    // a program that is not there
    let gone = Program { executable: program.executable.with_file_name("gone"), ..program.clone() };
    let error = ask(&ground, &gone, 1).expect_err("an error").to_string();
    assert!(error.contains("could not be contained"), "{error}");
    // a link in its place is not followed
    let link = program.executable.with_file_name("link");
    std::os::unix::fs::symlink(&program.executable, &link).expect("a link");
    let error = ask(&ground, &Program { executable: link, ..program }, 1).expect_err("an error").to_string();
    assert!(error.contains("it is a link"), "{error}");
}
