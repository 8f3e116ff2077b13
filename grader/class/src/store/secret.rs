//! The secret from which a class's inputs are drawn, and the commitment to it: a digest to publish with the assignment,
//! so that nobody can say later that inputs were chosen for or against somebody.

use super::{Gradebook, SCHEMA, json, read};
use judge::digest::{Digest, seed_of};
use judge::error::{Error, Result};
use run::work::{secret_digits, write_durably, write_secretly};
use serde::{Deserialize, Serialize};
use std::fs;

const DIGITS: usize = 64;

/// What only the course staff knows until the grades are out.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// What was fixed before anybody handed in. All of it may be published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    schema: String,
    /// The name of the assignment.
    pub assignment: String,
    /// The digest of the secret alone.
    pub seed: String,
    /// The digest of the fixtures of the assignment.
    pub fixtures: String,
    /// The digest of the reference.
    pub reference: String,
    /// The grader's version and sources.
    pub grader: String,
    /// The digest of all of these.
    pub digest: String,
}

impl Secret {
    /// The digest of it, which tells nothing of it.
    pub fn digest(&self) -> String {
        let mut digest = Digest::new();
        digest.field("the seed of a class").field(&self.0);
        digest.finish_hex()
    }

    /// From which the inputs of an exercise are drawn.
    pub fn seed(&self) -> u64 {
        seed_of(&format!("class/{}", self.0))
    }

    /// As it is written.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl Commitment {
    /// What is fixed now.
    pub fn new(assignment: &str, secret: &Secret, fixtures: String, reference: String, grader: String) -> Commitment {
        let seed = secret.digest();
        let mut digest = Digest::new();
        digest.field(SCHEMA).field(assignment).field(&seed).field(&fixtures).field(&reference).field(&grader);
        let digest = digest.finish_hex();
        Commitment {
            schema: SCHEMA.into(),
            assignment: assignment.to_owned(),
            seed,
            fixtures,
            reference,
            grader,
            digest,
        }
    }
}

impl Gradebook {
    /// The secret, if it is drawn already.
    pub fn secret(&self) -> Result<Option<Secret>> {
        let path = self.folder.join("seed");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::file("read", &path)(error)),
        };
        let digits = text.trim();
        if digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(Some(Secret(digits.to_owned())));
        }
        let what = format!("{} does not hold {DIGITS} hexadecimal digits", path.display());
        Err(Error::usage(what, "restore it: without it no grade can be repeated"))
    }

    /// Draws the secret, unless somebody else did so meanwhile.
    pub fn draw(&self) -> Result<Secret> {
        let _turn = self.turn()?;
        if let Some(secret) = self.secret()? {
            return Ok(secret);
        }
        let secret = Secret(secret_digits());
        write_secretly(&self.folder.join("seed"), &format!("{}\n", secret.0))?;
        Ok(secret)
    }

    /// What was published, if anything was.
    pub fn commitment(&self) -> Result<Option<Commitment>> {
        let path = self.folder.join("commitment.json");
        if path.exists() { read(&path).map(Some) } else { Ok(None) }
    }

    /// Keeps what is published.
    pub fn commit(&self, commitment: &Commitment) -> Result<()> {
        write_durably(&self.folder.join("commitment.json"), &json(commitment)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_drawn_once_and_nobody_else_can_read_it() {
        let home = tempfile::tempdir().expect("a folder");
        let gradebook = Gradebook::make(&home.path().join("book"), "homework").expect("a gradebook");
        assert!(gradebook.secret().expect("none").is_none());
        let secret = gradebook.draw().expect("a secret");
        assert!(gradebook.secret().expect("one") == Some(secret.clone()));
        assert!(!secret.digest().contains(secret.digits()));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let meta = fs::metadata(gradebook.folder.join("seed")).expect("the file");
            assert_eq!(meta.permissions().mode() & 0o777, 0o600);
        }
        fs::write(gradebook.folder.join("seed"), "short").expect("written");
        assert!(gradebook.secret().is_err());
    }
}
