//! The corpus: what hostile students would hand in, in safe Rust. Words in capitals are places that the test plants.

use super::row::Code::{After, Before, Body, BodyOf};
use super::row::Row;
use super::row::Verdict::*;

/// What looks for files while it is compiled.
pub const READING: &[Row] = &[
    Row("a secret in the text", Body(r#"let s = include_str!("SECRET"); s.len() as f64"#), Refused),
    Row("a secret in bytes", Body(r#"let s = include_bytes!("SECRET"); f64::from(s[0])"#), Refused),
    Row(
        "a path that climbs",
        Body(r#"let s = include_str!("../../../../../../../../SECRET"); s.len() as f64"#),
        Refused,
    ),
    Row(
        "the reference as a module",
        After(r#"#[path = "CHECKOUT/solutions/gibbs/src/lib.rs"] pub mod stolen;"#),
        Refused,
    ),
    Row(
        "the reference included",
        After(r#"pub mod stolen { include!("CHECKOUT/solutions/gibbs/src/lib.rs"); }"#),
        Refused,
    ),
    Row(
        "the fixtures",
        Body(r#"let s = include_str!("CHECKOUT/fixtures/gibbs/log_sum_exp.snap"); s.len() as f64"#),
        Refused,
    ),
    Row("a secret in a doc comment", After(r#"#[doc = include_str!("SECRET")] pub fn documented() {}"#), Refused),
    Row(
        "a secret for a debugger",
        After(r#"pub mod shown { #![debugger_visualizer(natvis_file = "SECRET")] }"#),
        Refused,
    ),
    Row("a secret for the assembler", After(r#"core::arch::global_asm!(".incbin \"SECRET\"");"#), Refused),
    Row(
        "the compiler's own environment",
        Body(r#"let s = include_bytes!("/proc/self/environ"); f64::from(s[0])"#),
        Refused,
    ),
    Row("the compiler's own memory", Body(r#"let s = include_bytes!("/proc/self/maps"); f64::from(s[0])"#), Refused),
    Row("the password file", Body(r#"let s = include_str!("/etc/passwd"); s.len() as f64"#), Refused),
    Row("a pipe that nobody writes to", Body(r#"let s = include_str!("FIFO"); s.len() as f64"#), Refused),
    Row("an endless file", Body(r#"let s = include_bytes!("/dev/zero"); f64::from(s[0])"#), Refused),
    Row("the compiler's input", Body(r#"let s = include_str!("/dev/stdin"); s.len() as f64"#), Wrong),
    Row(
        "another student's stage",
        Body(r#"let s = include_str!("STAGES/900/gibbs/grade/gibbs/src/lib.rs"); s.len() as f64"#),
        Refused,
    ),
    Row("a crate of the grader's", After("extern crate judge;"), Refused),
    Row(
        "a variable of the environment",
        Body(
            r#"if option_env!("CARGO_MANIFEST_DIR").or(option_env!("HOME")).is_some_and(|home| home.contains("solutions")) { return f64::NAN; } HONEST"#,
        ),
        Whole,
    ),
];

/// What wants to be more than a library.
pub const LINKING: &[Row] = &[
    Row("a main of its own", After("#[unsafe(no_mangle)] pub extern \"C\" fn main() -> i32 { 0 }"), Refused),
    Row(
        "a symbol of the C library",
        After("#[unsafe(no_mangle)] pub extern \"C\" fn exp(_: f64) -> f64 { 42.0 }"),
        Refused,
    ),
    Row(
        "the writing of replies",
        After("#[unsafe(no_mangle)] pub extern \"C\" fn write(_: i32, _: *const u8, n: usize) -> usize { n }"),
        Refused,
    ),
    Row(
        "main by another name",
        After("#[unsafe(export_name = \"main\")] pub extern \"C\" fn begin() -> i32 { 0 }"),
        Refused,
    ),
    Row(
        "code before main",
        After(
            "extern \"C\" fn early() { std::process::exit(0) } #[unsafe(link_section = \".init_array\")] #[used] static EARLY: extern \"C\" fn() = early;",
        ),
        Refused,
    ),
    Row(
        "an allocator that is the system's",
        After("#[global_allocator] static ALLOCATOR: std::alloc::System = std::alloc::System;"),
        Whole,
    ),
    Row("words for the linker", After("#[link(name = \"c -Wl,-rpath,SECRET\")] unsafe extern \"C\" {}"), Refused),
    Row("a feature of tomorrow", Before("#![feature(test)]\n"), Whole),
    Row("a program instead of a library", Before("#![crate_type = \"bin\"]\n"), Whole),
    Row("a plugin of the compiler", Before("#![crate_type = \"proc-macro\"]\n"), Whole),
    Row("unsafe code, allowed", Body("#[allow(unsafe_code)] unsafe { *std::ptr::null::<f64>() }"), Refused),
    Row(
        "unsafe code, allowed behind what looks like a comment",
        Body("let _ = \"// \"; #[allow(unsafe_code)] unsafe { *std::ptr::null::<f64>() }"),
        Refused,
    ),
    Row(
        "unsafe code from a macro",
        Body("macro_rules! m { ($l:ident) => { #[allow($l)] unsafe { *std::ptr::null::<f64>() } } } m!(unsafe_code)"),
        Refused,
    ),
    Row("machine code", Body("#[allow(unsafe_code)] unsafe { core::arch::asm!(\"nop\") }; HONEST"), Refused),
    Row("another signature", Body("HONEST } pub fn other<T>(t: T) -> T { t"), Whole),
];

/// What wants the grader to hear something else.
pub const FORGING: &[Row] = &[
    Row("an end with a printed answer", Body("println!(\"{{\\\"value\\\":42}}\"); std::process::exit(0)"), Quit),
    Row("the status of a broken grader", Body("std::process::exit(70)"), Quit),
    Row("the status of a broken jail", Body("eprintln!(\"jail: no filter of calls\"); std::process::exit(125)"), Quit),
    Row(
        "a hook that ends a panic well",
        Body("std::panic::set_hook(Box::new(|_| std::process::exit(0))); panic!(\"{}\", values.len())"),
        Quit,
    ),
    Row("replies on the standard output", Body("println!(\"{{\\\"id\\\":1,\\\"value\\\":42}}\"); HONEST"), Whole),
    Row("a reply ahead of the reply", Body("SAY(\"{\\\"id\\\":1,\\\"value\\\":42}\\n\"); HONEST"), Protocol),
    Row(
        "many replies ahead",
        Body("for id in 0..2000 { SAY(&format!(\"{{\\\"id\\\":{id},\\\"value\\\":42}}\\n\")); } HONEST"),
        Protocol,
    ),
    Row("another first word", Body("SAY(\"{\\\"hello\\\":\\\"ab\\\"}\\n\"); HONEST"), Protocol),
    Row("the words of a jail", Body("SAY(\"00 failed: no filter of calls\\n\"); HONEST"), Protocol),
    Row("no line at all", Body("SAY(\"nonsense\"); HONEST"), Protocol),
    Row(
        "a misfit, as if the grader had called badly",
        Body("SAY(\"{\\\"id\\\":1,\\\"misfit\\\":\\\"argument 1\\\"}\\n\"); HONEST"),
        Protocol,
    ),
    Row(
        "the program again",
        Body(
            "use std::os::unix::process::CommandExt; let me = std::env::args_os().next().unwrap(); let e = std::process::Command::new(me).exec(); panic!(\"{e}\")",
        ),
        Protocol,
    ),
    Row(
        "a reply without end",
        BodyOf("gibbs", "Array1::zeros(energies.len() + beta.abs() as usize + 20_000_000)"),
        Died,
    ),
    Row("not a number", Body("f64::NAN * values[0]"), Wrong),
    Row("words for a terminal", Body("panic!(\"\\u{1b}]0;owned\\u{7}\\u{1b}[2J\\u{202e}{}\", values.len())"), Panicked),
    Row("a line of ten megabytes", Body("eprintln!(\"{}\", \"x\".repeat(10_000_000)); HONEST"), Whole),
];

/// What uses up the machine.
pub const USING: &[Row] = &[
    Row(
        "a stack without end",
        Body("fn deep(n: f64) -> f64 { if n < -1e300 { n } else { 1.0 + deep(n + 1.0) } } deep(values[0].abs())"),
        Died,
    ),
    Row("an abort", Body("std::process::abort()"), Died),
    Row("memory", Body("let v = vec![1u8; 4 << 30]; f64::from(v[values.len()])"), Died),
    Row("a loop", Body("let mut x = values[0]; loop { x += 1.0; if x.is_nan() { return x; } }"), Overtime),
    Row("prints without end", Body("loop { println!(\"{}\", \"x\".repeat(100_000)); }"), Died),
    Row("a sleep", Body("std::thread::sleep(std::time::Duration::from_secs(1000)); HONEST"), Overtime),
    Row(
        "a line a second for ever",
        Body("loop { println!(\"{}\", values.len()); std::thread::sleep(std::time::Duration::from_secs(1)); }"),
        Overtime,
    ),
    Row(
        "a reply that drips",
        Body("loop { SAY(\"1\"); std::thread::sleep(std::time::Duration::from_secs(1)); }"),
        Overtime,
    ),
    Row("a process", Body("std::process::Command::new(\"/bin/true\").spawn().unwrap(); HONEST"), Forbidden),
    Row(
        "a shell",
        Body(
            "let o = std::process::Command::new(\"/bin/sh\").args([\"-c\", \"sleep 1000 &\"]).output(); if o.is_ok() { return f64::NAN; } HONEST",
        ),
        Whole,
    ),
    Row("a thread", Body("std::thread::spawn(|| loop { std::hint::spin_loop() }); HONEST"), Forbidden),
];

/// What wants out while it runs.
pub const ESCAPING: &[Row] = &[
    Row("read a secret", Body("TRY(std::fs::read(\"SECRET\"))"), Panicked),
    Row("read the password file", Body("TRY(std::fs::read(\"/etc/passwd\"))"), Panicked),
    Row("read the reference", Body("TRY(std::fs::read(\"CHECKOUT/solutions/gibbs/src/lib.rs\"))"), Panicked),
    Row("read another stage", Body("TRY(std::fs::read(\"STAGES/900/gibbs/grade/gibbs/src/lib.rs\"))"), Panicked),
    Row(
        "list a folder",
        Body("TRY(std::fs::read_dir(\"/\").and_then(|mut d| d.next().unwrap_or(Err(std::io::Error::other(\"x\")))))"),
        Panicked,
    ),
    Row("read its own memory map", Body("TRY(std::fs::read(\"/proc/self/maps\"))"), Panicked),
    Row(
        "read the grader's environment",
        Body("TRY(std::fs::read(format!(\"/proc/{}/environ\", std::os::unix::process::parent_id())))"),
        Panicked,
    ),
    Row(
        "read the grader's memory",
        Body("TRY(std::fs::File::open(format!(\"/proc/{}/mem\", std::os::unix::process::parent_id())))"),
        Panicked,
    ),
    Row("look at a path", Body("TRY(std::fs::metadata(\"SECRET\"))"), Panicked),
    Row("write to a file of everybody's", Body("TRY(std::fs::write(\"VICTIM\", \"x\"))"), Panicked),
    Row(
        "shorten a file of everybody's",
        Body("TRY(std::fs::File::options().write(true).truncate(true).open(\"VICTIM\"))"),
        Panicked,
    ),
    Row(
        "change a mode",
        Body(
            "use std::os::unix::fs::PermissionsExt; TRY(std::fs::set_permissions(\"VICTIM\", std::fs::Permissions::from_mode(0)))",
        ),
        Panicked,
    ),
    Row("rename", Body("TRY(std::fs::rename(\"VICTIM\", \"VICTIM-2\"))"), Panicked),
    Row("remove", Body("TRY(std::fs::remove_file(\"VICTIM\"))"), Panicked),
    Row("plant a link", Body("TRY(std::os::unix::fs::symlink(\"SECRET\", \"answers\"))"), Panicked),
    Row("plant a file where it runs", Body("TRY(std::fs::write(\"log\", \"x\"))"), Panicked),
    Row("fill the shared memory", Body("TRY(std::fs::write(\"/dev/shm/class-hostile\", \"x\"))"), Panicked),
    Row(
        "hold a lock that others see",
        Body("TRY(std::fs::File::open(std::env::current_exe().unwrap()).and_then(|f| f.lock()))"),
        Panicked,
    ),
    Row(
        "become a shell",
        Body(
            "use std::os::unix::process::CommandExt; let e = std::process::Command::new(\"/bin/sh\").exec(); panic!(\"{e}\")",
        ),
        Panicked,
    ),
    Row("connect by TCP", Body("TRY(std::net::TcpStream::connect(\"TCP\"))"), Forbidden),
    Row("listen by TCP", Body("TRY(std::net::TcpListener::bind(\"127.0.0.1:0\"))"), Forbidden),
    Row(
        "send by UDP",
        Body("TRY(std::net::UdpSocket::bind(\"127.0.0.1:0\").and_then(|s| s.send_to(b\"x\", \"TCP\")))"),
        Forbidden,
    ),
    Row("a socket with a path", Body("TRY(std::os::unix::net::UnixListener::bind(\"FOLDER/socket\"))"), Forbidden),
    Row(
        "a socket with a name",
        Body(
            "use std::os::linux::net::SocketAddrExt; TRY(std::os::unix::net::SocketAddr::from_abstract_name(\"class-hostile\").and_then(|a| std::os::unix::net::UnixListener::bind_addr(&a)))",
        ),
        Forbidden,
    ),
    Row("sockets of its own", Body("TRY(std::os::unix::net::UnixStream::pair())"), Forbidden),
];
