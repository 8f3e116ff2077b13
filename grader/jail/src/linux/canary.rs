//! What a process in a jail tries, to show whether it can.

use rustix::process::{Signal, getppid, kill_process};
use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::net::{TcpStream, UdpSocket};
use std::os::fd::AsFd;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::Path;
use std::process::{Command, ExitCode};

/// How a line begins that tells of a success.
pub const CAN: &str = "can: ";
/// How a line begins that tells why it did not succeed.
pub const CANNOT: &str = "cannot: ";

/// Tries one thing, and says what came of it.
pub fn sing(mut args: impl Iterator<Item = OsString>) -> ExitCode {
    let what = args.next().unwrap_or_default();
    let target = args.next().unwrap_or_default();
    let line = match attempt(&what.to_string_lossy(), &target) {
        Ok(said) => format!("{CAN}{said}\n"),
        Err(error) => format!("{CANNOT}{error}\n"),
    };
    // where the input is a conversation the line is said there
    let conversation = io::stdin().as_fd().try_clone_to_owned().map(File::from);
    if conversation.and_then(|mut file| file.write_all(line.as_bytes())).is_err() {
        print!("{line}");
    }
    ExitCode::SUCCESS
}

fn attempt(what: &str, target: &OsString) -> io::Result<String> {
    let path = Path::new(target);
    let text = target.to_string_lossy();
    let parent = || getppid().map_or(0, |pid| pid.as_raw_nonzero().get());
    Ok(match what {
        "answer" => "42".into(),
        "read" => format!("{} bytes", fs::read(path)?.len()),
        "environ" => format!("{} bytes", fs::read(format!("/proc/{}/environ", parent()))?.len()),
        "memory" => File::open(format!("/proc/{}/mem", parent())).map(|_| "opened".into())?,
        "write" => fs::write(path, "written").map(|()| "written".into())?,
        "mode" => fs::set_permissions(path, Permissions::from_mode(0o600)).map(|()| "changed".into())?,
        "lock" => File::open(path)?.try_lock().map(|()| "locked".into()).map_err(io::Error::other)?,
        "tcp" => TcpStream::connect(&*text).map(|_| "connected".into())?,
        "udp" => {
            let socket = UdpSocket::bind("127.0.0.1:0")?;
            format!("{} bytes sent", socket.send_to(b"hello", &*text)?)
        }
        "name" => {
            let name = SocketAddr::from_abstract_name(text.as_bytes())?;
            UnixListener::bind_addr(&name).map(|_| "had".into())?
        }
        "process" => format!("{}", Command::new("/bin/true").status()?),
        "thread" => std::thread::Builder::new().spawn(|| "ran".to_owned())?.join().unwrap_or_default(),
        "signal" => {
            let parent = getppid().ok_or_else(|| io::Error::other("no parent"))?;
            kill_process(parent, Signal::WINCH).map(|()| "sent".into())?
        }
        _ => return Err(io::Error::other("nobody knows how")),
    })
}
