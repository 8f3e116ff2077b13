//! From a save to the squiggle, through rust-analyzer itself, as an editor speaks with it.
//!
//! It needs rust-analyzer, named by the variable `RUST_ANALYZER`. One that the toolchain can build is in the registry:
//! `cargo install ra_ap_rust-analyzer --version 0.0.340 --locked` for Rust 1.95. Where the variable is not set nothing
//! is tested here, and the test says so.

mod common;

use common::checkout;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;
use std::{env, fs};

/// Nobody waits so long.
const DEADLINE: Duration = Duration::from_secs(900);

#[test]
fn what_is_saved_wrong_is_marked_where_it_stands() {
    let Some(server) = env::var_os("RUST_ANALYZER") else {
        eprintln!("left out: no squiggle was seen, because RUST_ANALYZER is not set");
        return;
    };
    let home = tempfile::tempdir().expect("a folder");
    let root = home.path().canonicalize().expect("a folder");
    workspace(&root);
    let settings = fs::read_to_string(checkout().join(".vscode/settings.json")).expect("the settings");
    let settings: Value = serde_json::from_str(&settings).expect("JSON");
    let mut editor = Editor::start(Path::new(&server), &root);
    editor.initialize(&root, &settings["rust-analyzer.check.overrideCommand"]);

    let path = root.join("exercises/gibbs/src/lib.rs");
    let text = fs::read_to_string(&path).expect("the file");
    let file = json!({ "uri": uri(&path), "languageId": "rust", "version": 1, "text": text });
    editor.notify("textDocument/didOpen", json!({ "textDocument": file }));
    let stub = "pub fn gibbs(energies: &Array1<f64>, beta: f64) -> Array1<f64> {\n    todo!()\n}";
    let wrong = "pub fn gibbs(energies: &Array1<f64>, beta: f64) -> Array1<f64> {\n    let weights = energies.mapv(|energy| (-energy).exp());\n    let total = weights.sum();\n    weights / total\n}";
    assert!(text.contains(stub), "the stub is another");
    let text = text.replace(stub, wrong);
    fs::write(&path, &text).expect("saved");
    let (document, change) = (json!({ "uri": uri(&path), "version": 2 }), json!([{ "text": text }]));
    editor.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": change }));
    editor.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri(&path) } }));

    let squiggle = editor.squiggle(&uri(&path), "beta left out");
    let line = text.lines().position(|line| line.starts_with("pub fn gibbs(")).expect("the line");
    assert_eq!(squiggle["range"]["start"], json!({ "line": line, "character": 7 }), "{squiggle}");
    assert_eq!(squiggle["range"]["end"], json!({ "line": line, "character": 12 }), "{squiggle}");
    assert_eq!(squiggle["severity"], 1, "{squiggle}");
    assert_eq!(squiggle["code"], "grader", "{squiggle}");
}

/// The checkout as a student has it, with the stubs.
fn workspace(root: &Path) {
    let home = checkout();
    for name in ["Cargo.toml", "Cargo.lock"] {
        fs::copy(home.join(name), root.join(name)).expect("a copy");
    }
    for name in ["exercises", "fixtures", "grader", "solutions"] {
        common::copy(&home.join(name), &root.join(name));
    }
    common::copy(&home.join("fixtures/submissions/stubs"), &root.join("exercises"));
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// An editor as the server sees it.
struct Editor {
    server: Child,
    keyboard: ChildStdin,
    messages: Receiver<Value>,
}

impl Editor {
    fn start(server: &Path, root: &Path) -> Editor {
        let mut command = Command::new(server);
        command.current_dir(root).env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = command.spawn().expect("rust-analyzer");
        let (keyboard, out) = (server.stdin.take().expect("its input"), server.stdout.take().expect("its output"));
        let (tell, messages) = mpsc::channel();
        std::thread::spawn(move || {
            let mut out = BufReader::new(out);
            while let Some(message) = read(&mut out) {
                let _ = tell.send(message);
            }
        });
        Editor { server, keyboard, messages }
    }

    fn initialize(&mut self, root: &Path, check: &Value) {
        let options = json!({ "check": { "overrideCommand": check }, "cachePriming": { "enable": false } });
        let params = json!({
            "processId": null,
            "rootUri": uri(root),
            "capabilities": { "textDocument": { "publishDiagnostics": {}, "synchronization": { "didSave": true } } },
            "initializationOptions": options,
        });
        self.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }));
        while self.message()["id"] != 1 {}
        self.notify("initialized", json!({}));
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.keyboard, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("sent");
        self.keyboard.flush().expect("sent");
    }

    /// The next message; what the server asks for on the way is granted.
    fn message(&mut self) -> Value {
        let message = self.messages.recv_timeout(DEADLINE).expect("a message of the server");
        if let (Some(id), Some(_)) = (message.get("id"), message.get("method")) {
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": null }));
        }
        message
    }

    /// What is marked in a file with words like these.
    fn squiggle(&mut self, file: &str, words: &str) -> Value {
        loop {
            let message = self.message();
            if message["method"] != "textDocument/publishDiagnostics" || message["params"]["uri"] != file {
                continue;
            }
            let all = message["params"]["diagnostics"].as_array().cloned().unwrap_or_default();
            let like = |one: &Value| one["message"].as_str().is_some_and(|says| says.contains(words));
            if let Some(found) = all.into_iter().find(like) {
                return found;
            }
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// One message: headers, an empty line, and so many bytes.
fn read(out: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if out.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            header => {
                if let Some(number) = header.strip_prefix("Content-Length: ") {
                    length = number.parse().ok()?;
                }
            }
        }
    }
    let mut bytes = vec![0; length];
    out.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}
