//! Notes the compiler, where it lies, and the target: asking at run time would cost every student a tenth of a
//! second, and another compiler could answer.

use std::process::Command;

fn main() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let ask = |args: &[&str]| {
        let output = Command::new(&rustc).args(args).output().ok();
        output.and_then(|output| String::from_utf8(output.stdout).ok()).unwrap_or_default().trim().to_owned()
    };
    println!("cargo:rustc-env=GRADER_TOOLCHAIN={}", ask(&["--version"]));
    println!("cargo:rustc-env=GRADER_SYSROOT={}", ask(&["--print", "sysroot"]));
    println!("cargo:rustc-env=GRADER_TARGET={}", std::env::var("TARGET").unwrap_or_default());
    println!("cargo:rerun-if-changed=build.rs");
}
