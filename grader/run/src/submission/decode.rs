//! From the bytes of a student's file to text.
//!
//! The rule: what can be read without guessing is read. A mark at the start, or zeros where UTF-16 has them, says how
//! a file is encoded; everything else is UTF-8, and a byte that is not becomes U+FFFD. In Rust that is harmless within
//! a comment; anywhere else it would be a guess at a name or a value, so the line becomes an error of the
//! compiler instead. A line ends with LF, CR LF, or, in a file without any LF, with CR.

use super::comments::line_in_code;
use std::borrow::Cow;

/// A text, and whether bytes of it had to be replaced.
struct Decoded {
    text: String,
    lossy: bool,
}

/// A text beside the functions.
pub fn text(bytes: &[u8]) -> String {
    line_ends(decoded(bytes).text)
}

/// A Rust file: its text, or one that tells the compiler which line of it is none.
pub fn rust(bytes: &[u8]) -> String {
    let Decoded { text, lossy } = decoded(bytes);
    let text = line_ends(text);
    let line = if lossy { line_in_code(&text, char::REPLACEMENT_CHARACTER) } else { None };
    match line {
        None => text,
        Some(line) => {
            let before = "\n".repeat(line - 1);
            format!("{before}compile_error!(\"this line is not UTF-8 text: save the file as UTF-8\");\n")
        }
    }
}

fn decoded(bytes: &[u8]) -> Decoded {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        // half a letter at the end is none
        let half = (bytes.len() % 2 == 1).then_some(None);
        replaced(char::decode_utf16(units).map(Result::ok).chain(half))
    };
    let wider = |bytes: &[u8], unit: fn([u8; 4]) -> u32| {
        let units = bytes.chunks_exact(4).map(|four| unit([four[0], four[1], four[2], four[3]]));
        replaced(units.map(char::from_u32))
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => narrow(rest),
        [0xff, 0xfe, 0, 0, rest @ ..] => wider(rest, u32::from_le_bytes),
        [0, 0, 0xfe, 0xff, rest @ ..] => wider(rest, u32::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ if alternating(bytes, 1) => wide(bytes, u16::from_le_bytes),
        _ if alternating(bytes, 0) => wide(bytes, u16::from_be_bytes),
        _ => narrow(bytes),
    }
}

fn replaced(chars: impl Iterator<Item = Option<char>>) -> Decoded {
    let mut lossy = false;
    let text = chars.map(|c| {
        lossy |= c.is_none();
        c.unwrap_or(char::REPLACEMENT_CHARACTER)
    });
    let text = text.collect();
    Decoded { text, lossy }
}

fn narrow(bytes: &[u8]) -> Decoded {
    let text = String::from_utf8_lossy(bytes);
    let lossy = matches!(text, Cow::Owned(_));
    Decoded { text: text.into_owned(), lossy }
}

/// Zeros at every other place, beginning with this one, are UTF-16 without its mark: at most of these places, for not
/// every letter is ASCII, and at no other, for no text holds a zero.
fn alternating(bytes: &[u8], start: usize) -> bool {
    let zeros = bytes.iter().skip(start).step_by(2).filter(|&&byte| byte == 0).count();
    let others = bytes.iter().skip(1 - start).step_by(2).any(|&byte| byte == 0);
    zeros > 0 && zeros * 4 >= bytes.len() && !others
}

fn line_ends(text: String) -> String {
    match (text.contains('\r'), text.contains('\n')) {
        (false, _) => text,
        (true, false) => text.replace('\r', "\n"),
        (true, true) => text.replace("\r\n", "\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "// β\nfn f() {}\n";

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn every_encoding_that_is_beyond_doubt_is_read() {
        let le = utf16(TEXT, u16::to_le_bytes);
        let be = utf16(TEXT, u16::to_be_bytes);
        let utf32: Vec<u8> = TEXT.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let cr = TEXT.replace('\n', "\r");
        let crlf = TEXT.replace('\n', "\r\n");
        for bytes in [
            TEXT.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", TEXT.as_bytes()].concat(),
            [b"\xff\xfe", le.as_slice()].concat(),
            [b"\xfe\xff", be.as_slice()].concat(),
            [b"\xff\xfe\0\0", utf32.as_slice()].concat(),
            le,
            be,
            cr.as_bytes().to_vec(),
            crlf.as_bytes().to_vec(),
            utf16(&crlf, u16::to_le_bytes),
        ] {
            assert_eq!((rust(&bytes).as_str(), text(&bytes).as_str()), (TEXT, TEXT), "{bytes:?}");
        }
        assert_eq!(text(b""), "");
        assert_eq!(text(b"\xff\xfeq"), "\u{fffd}");
    }

    #[test]
    fn a_stray_byte_is_harmless_in_a_comment_and_an_error_on_its_line_in_code() {
        assert_eq!(rust(b"// sch\xf6n\nfn f() {}\n"), "// sch\u{fffd}n\nfn f() {}\n");
        assert_eq!(rust(b"/* \xe9 \"*/ fn f() {}"), "/* \u{fffd} \"*/ fn f() {}");
        for bytes in [&b"// \xe9\n\nlet n\xe9 = 1;\n"[..], b"\n\nf(\"\xe9\")", b"\n\r\n'\xe9'", b"\r\r'\xe9'"] {
            let text = rust(bytes);
            let error = text.lines().nth(2).unwrap_or_default();
            assert!(error.starts_with("compile_error!") && text.lines().count() == 3, "{text}");
        }
        // a replacement character that was typed is a letter like another
        assert_eq!(rust("let a = '\u{fffd}';".as_bytes()), "let a = '\u{fffd}';");
        assert_eq!(text(b"L = \xff"), "L = \u{fffd}");
    }
}
