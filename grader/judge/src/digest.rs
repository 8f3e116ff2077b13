//! Digests of what decides a result. Every field goes in with its length, so that no two lists of fields
//! share one digest by accident of where one field ends and the next begins.

/// A digest under way.
#[derive(Default)]
pub struct Digest(hmac_sha256::Hash);

impl Digest {
    /// Of nothing yet.
    pub fn new() -> Self {
        Digest::default()
    }

    /// Adds a field.
    pub fn field(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let bytes = bytes.as_ref();
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// The digest of all fields.
    pub fn finish(self) -> [u8; 32] {
        self.0.finalize()
    }

    /// The same in hexadecimal digits.
    pub fn finish_hex(self) -> String {
        hex(&self.finish())
    }
}

/// The digest of some bytes alone, as `sha256sum` prints it.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&hmac_sha256::Hash::hash(bytes))
}

/// What only the holder of a key could have written beside a text.
pub fn seal(key: &[u8], text: &str) -> String {
    hex(&hmac_sha256::HMAC::mac(text.as_bytes(), key))
}

/// A seed for drawing, from a text that says what for.
pub fn seed_of(text: &str) -> u64 {
    let digest = hmac_sha256::Hash::hash(text.as_bytes());
    digest[..8].iter().fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(fields: &[&str]) -> String {
        let mut digest = Digest::new();
        for field in fields {
            digest.field(field);
        }
        digest.finish_hex()
    }

    #[test]
    fn where_a_field_ends_decides_the_digest() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
        assert_ne!(digest(&["ab"]), digest(&["ab", ""]));
        assert_eq!(digest(&["ab", "c"]), digest(&["ab", "c"]));
    }
}
