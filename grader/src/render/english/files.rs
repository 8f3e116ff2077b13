//! What is said of files that are not where, or not what, they should be.

use judge::report::{FileKind, FileRemark, Why};

/// One remark.
pub fn file(remark: &FileRemark) -> String {
    match remark {
        FileRemark::ReadAs { found, wanted } => format!("{found} was read as {wanted}: move it there."),
        FileRemark::Absent { path } => format!("There is no {path}."),
        FileRemark::NotRead { path, why } => format!("Not read: {path}{}", not_read(why)),
        FileRemark::Cut { path, most } => format!("Of {path} the first {most} KiB were read. Shorten it."),
        FileRemark::Crowded { folder, most } => {
            format!("Of {folder} {most} entries were looked at: remove what does not belong there.")
        }
    }
}

fn not_read(why: &Why) -> String {
    match why {
        Why::Meant { wanted } => format!("; did you mean {wanted}?"),
        Why::Several { wanted } => format!(", one of several that may be {wanted}: keep one."),
        Why::Kind { kind: FileKind::Link } => ", a link: put the file itself there.".into(),
        Why::Kind { kind: FileKind::Folder } => ", a folder: a file should be there.".into(),
        Why::Kind { kind: FileKind::Special } => ", no regular file.".into(),
        Why::TooLarge { most } => {
            format!(", which brings the Rust files above {most} KiB: keep to what the exercise asks.")
        }
        Why::TooMany { most } => format!(": no more than {most} Rust files are read. Remove some."),
        Why::Name => ", whose name is too long, or none that every system knows: give it another.".into(),
        Why::Deep => ", which lies too deep: put it nearer to lib.rs.".into(),
        Why::Encrypted => ", which needs a password: pack without one.".into(),
        Why::Damaged => ", which is damaged in the archive: pack it again.".into(),
        Why::Compression { method } => {
            let by = compression(*method);
            format!(", which is compressed by {by}: pack it as an ordinary zip (`deflate`).")
        }
        Why::System { what } => format!(": {}.", what.trim_end_matches('.')),
    }
}

/// The names of methods that packers offer.
fn compression(method: u16) -> String {
    let name = match method {
        1 => "shrink",
        6 => "implode",
        9 => "deflate64",
        12 => "bzip2",
        14 => "LZMA",
        93 => "zstd",
        95 => "xz",
        98 => "PPMd",
        other => return format!("method {other}"),
    };
    name.to_owned()
}
