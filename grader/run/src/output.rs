//! Writes a report where `--output` says: whole or not at all where that is a file, through where it is anything else.

use judge::error::{Error, Result};
use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Longer chains of links are loops.
const MOST_LINKS: usize = 40;

/// How a report was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// As a regular file.
    File,
    /// Into a pipe, a device, or a file that the caller holds open, such as `/dev/stdout`.
    Through,
}

/// Writes a text. A link is followed to what it names; a regular file is replaced by a complete one with the same
/// permissions, and what is no regular file is never replaced.
pub fn write_output(path: &Path, text: &str) -> Result<Written> {
    write_bytes(path, text.as_bytes())
}

/// The same with bytes that are no text.
pub fn write_bytes(path: &Path, bytes: &[u8]) -> Result<Written> {
    write(path, bytes).map_err(Error::file("write", path))
}

fn write(path: &Path, text: &[u8]) -> io::Result<Written> {
    let target = followed(path)?;
    let old = match fs::metadata(&target) {
        Ok(meta) => Some(meta),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if is_descriptor(&target) || old.as_ref().is_some_and(|meta| !meta.is_file()) {
        // what a shell has opened for appending keeps what is in it
        write_into(OpenOptions::new().append(true).open(&target)?, text)?;
        return Ok(Written::Through);
    }
    match replace(&target, old.as_ref(), text) {
        // a file that may be written in a folder that may not, or one that is a mount
        Err(error) if old.is_some() && in_place(&error) => {
            write_into(OpenOptions::new().write(true).truncate(true).open(&target)?, text)?;
        }
        done => done?,
    }
    Ok(Written::File)
}

fn in_place(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        error.kind(),
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem | Kind::ResourceBusy | Kind::CrossesDevices
    )
}

fn write_into(mut file: File, text: &[u8]) -> io::Result<()> {
    file.write_all(text)?;
    file.flush()
}

/// What a path names when links are followed, whether it is there or not. A descriptor stays as it is.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        if is_descriptor(&path) || !fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_symlink()) {
            return Ok(path);
        }
        let link = fs::read_link(&path)?;
        path = path.parent().map_or_else(|| link.clone(), |folder| folder.join(&link));
    }
    Err(io::Error::other("it is a loop of links"))
}

/// `/proc/self/fd/1`, to which `/dev/stdout` is a link: the system's name for a file that is open already.
fn is_descriptor(path: &Path) -> bool {
    let folder = path.parent().and_then(|folder| fs::canonicalize(folder).ok());
    folder.is_some_and(|folder| folder.starts_with("/proc") && folder.ends_with("fd"))
}

/// A temporary file beside it, then a rename.
fn replace(path: &Path, old: Option<&Metadata>, text: &[u8]) -> io::Result<()> {
    let name = OsString::from(format!(".grader-{}.part", std::process::id()));
    let beside = path.with_file_name(name);
    let file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let written = fill(file, old, text).and_then(|()| fs::rename(&beside, path));
    written.inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}

fn fill(mut file: File, old: Option<&Metadata>, text: &[u8]) -> io::Result<()> {
    file.write_all(text)?;
    if let Some(old) = old {
        // who may not give a file away keeps it
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, fchown};
            let _ = fchown(&file, Some(old.uid()), Some(old.gid()));
        }
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};

    #[test]
    fn a_file_is_replaced_whole_and_keeps_its_permissions() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.json");
        assert_eq!(write_output(&path, "one").expect("written"), Written::File);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
        let before = fs::metadata(&path).expect("a file").ino();
        assert_eq!(write_output(&path, "two").expect("written"), Written::File);
        let meta = fs::metadata(&path).expect("a file");
        assert_eq!((fs::read_to_string(&path).expect("text").as_str(), meta.mode() & 0o777), ("two", 0o640));
        assert_ne!(meta.ino(), before);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn a_link_is_followed_and_stays_a_link() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("inner")).expect("a folder");
        symlink("inner/report", at("link")).expect("a link");
        symlink("link", at("longer")).expect("a link");
        for text in ["to be made", "made already"] {
            write_output(&at("longer"), text).expect("written");
            assert_eq!(fs::read_to_string(at("inner/report")).expect("text"), text);
        }
        assert!(fs::symlink_metadata(at("longer")).expect("a link").is_symlink());
        symlink("loop", at("loop")).expect("a link");
        let error = write_output(&at("loop"), "").expect_err("a loop").to_string();
        assert!(error.contains("cannot write") && error.contains("loop of links"), "{error}");
    }

    #[test]
    fn devices_and_pipes_are_written_through_and_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe");
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).expect("a pipe");
        symlink(&pipe, folder.path().join("link")).expect("a link");
        let read = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe)
        });
        assert_eq!(write_output(&folder.path().join("link"), "text").expect("written"), Written::Through);
        assert_eq!(read.join().expect("a reader").expect("text"), "text");
        assert!(fs::symlink_metadata(&pipe).expect("a pipe").file_type().is_fifo());
        assert_eq!(write_output(Path::new("/dev/null"), "text").expect("written"), Written::Through);
        assert!(fs::metadata("/dev/null").expect("a device").file_type().is_char_device());
        assert!(write_output(folder.path(), "text").is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn an_open_file_is_appended_to_and_a_full_device_is_an_error() {
        use std::os::fd::AsRawFd;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log");
        fs::write(&path, "before ").expect("a file");
        let open = File::open(&path).expect("a file");
        let name = PathBuf::from(format!("/proc/self/fd/{}", open.as_raw_fd()));
        symlink(&name, folder.path().join("link")).expect("a link");
        assert_eq!(write_output(&folder.path().join("link"), "after").expect("written"), Written::Through);
        assert_eq!(fs::read_to_string(&path).expect("text"), "before after");
        let error = write_output(Path::new("/dev/full"), "text").expect_err("no room").to_string();
        assert!(error.contains("cannot write /dev/full") && error.contains("free some space"), "{error}");
    }
}
