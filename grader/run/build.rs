//! Notes the compiler and the target, for the provenance of reports: asking at run time would cost
//! every student a tenth of a second.

use std::process::Command;

fn main() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().ok();
    let version = version.and_then(|output| String::from_utf8(output.stdout).ok()).unwrap_or_default();
    println!("cargo:rustc-env=GRADER_TOOLCHAIN={}", version.trim());
    println!("cargo:rustc-env=GRADER_TARGET={}", std::env::var("TARGET").unwrap_or_default());
    println!("cargo:rerun-if-changed=build.rs");
}
