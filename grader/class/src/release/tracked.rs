//! What is under version control: a file that lies about in a checkout by accident is not handed out.

use judge::error::{Error, Result};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the version control of a checkout says.
#[derive(Debug)]
pub enum Tracked {
    /// These files are in it, as paths from the root of the checkout.
    Files(BTreeSet<String>),
    /// There is none, or git cannot be run: whatever the list names is taken.
    Unknown,
}

impl Tracked {
    /// Asks git.
    pub fn of(root: &Path) -> Tracked {
        // whatever a hook or a shell has set is about another checkout
        let variables = std::env::vars_os().map(|(name, _)| name);
        let foreign = variables.filter(|name| name.to_string_lossy().starts_with("GIT_"));
        let mut git = Command::new("git");
        for name in foreign {
            git.env_remove(name);
        }
        let asked = git.arg("-C").arg(root).args(["ls-files", "-z"]).stdin(Stdio::null()).output();
        match asked {
            Ok(output) if output.status.success() && !output.stdout.is_empty() => {
                let text = String::from_utf8_lossy(&output.stdout);
                Tracked::Files(text.split_terminator('\0').map(str::to_owned).collect())
            }
            Ok(_) | Err(_) => Tracked::Unknown,
        }
    }

    /// Refuses a file that nobody has added.
    pub fn must_hold(&self, root: &Path, path: &str) -> Result<()> {
        match self {
            Tracked::Files(files) if !files.contains(path) => {
                let what = "it would be handed out, and git does not know it";
                Err(Error::fixture(&root.join(path), None, what, "add it to git, or move it away"))
            }
            Tracked::Files(_) | Tracked::Unknown => Ok(()),
        }
    }
}
