//! A disk that can be full, so that a program meets one as it would on a person's computer.
//!
//! A disk of one's own takes the right to mount. Without it the program itself is held to files of a
//! certain size, which needs no right: it, too, is told by the system that no more can be written.

use std::fs;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Roomy enough for anything that a test writes.
const ROOMY: &str = "size=256m";
/// What remains free on a disk that is about to be full: less than any larger change takes.
const LEFT_KIB: u64 = 128;
/// Waits until nobody holds the disk any more, however that came about, then takes it down. A program
/// that still stands on it keeps it until it ends.
const GUARD: &str = r#"read -r _; umount --lazy "$1""#;
/// Starts a program so that it can be held back later: it says its number, and outlives the signal
/// that comes with a write beyond the limit.
const HELD: &str = r#"echo $$ > "$1"; shift; trap '' XFSZ; exec "$@""#;

/// A place for files that can be made full and roomy again. It goes when it is dropped.
#[derive(Debug)]
pub struct Disk {
    at: PathBuf,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// A disk in memory; its guard takes it down when the pipe to it closes.
    Mounted(Child),
    /// No right to mount: where the program's number is written.
    Held(PathBuf),
}

impl Disk {
    /// A roomy disk at `folder`, which is made. `beside` is a folder outside of it.
    pub fn at(folder: &Path, beside: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let mount = done(Command::new("mount").args(["-t", "tmpfs", "-o", ROOMY, "tmpfs"]).arg(folder));
        let kind = match mount {
            Ok(()) => Kind::Mounted(guard(folder)?),
            Err(_) => Kind::Held(beside.join("held.pid")),
        };
        Ok(Self { at: folder.to_owned(), kind })
    }

    /// What has to stand before a program and its arguments, so that the disk can be full for it.
    pub fn before(&self) -> Vec<String> {
        let Kind::Held(number) = &self.kind else { return Vec::new() };
        ["sh", "-c", HELD, "held", &number.display().to_string()].map(str::to_owned).into()
    }

    /// From now on only a little more can be written.
    pub fn fill(&self) -> io::Result<()> {
        if let Kind::Held(number) = &self.kind {
            let limit = (self.largest_kib()? + LEFT_KIB) * 1024;
            return hold(number, &format!("{limit}:"));
        }
        let used = Command::new("df").args(["--output=used", "-k"]).arg(&self.at).output()?;
        let used =
            String::from_utf8_lossy(&used.stdout).lines().last().and_then(|line| line.trim().parse::<u64>().ok());
        let used = used.ok_or_else(|| io::Error::other("df doesn't say what is used"))?;
        self.remount(&format!("size={}k", used + LEFT_KIB))
    }

    /// There is room again.
    pub fn free(&self) -> io::Result<()> {
        if let Kind::Held(number) = &self.kind { hold(number, "unlimited:") } else { self.remount(ROOMY) }
    }

    fn remount(&self, size: &str) -> io::Result<()> {
        done(Command::new("mount").args(["-o", &format!("remount,{size}")]).arg(&self.at))
    }

    fn largest_kib(&self) -> io::Result<u64> {
        let sizes = fs::read_dir(&self.at)?.map(|entry| Ok(entry?.metadata()?.len() / 1024));
        sizes.collect::<io::Result<Vec<u64>>>().map(|sizes| sizes.into_iter().max().unwrap_or(0))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if let Kind::Mounted(guard) = &mut self.kind {
            drop(guard.stdin.take());
            let _ended = guard.wait();
        }
    }
}

fn guard(folder: &Path) -> io::Result<Child> {
    let mut guard = Command::new("sh");
    guard.args(["-c", GUARD, "guard"]).arg(folder).current_dir("/");
    guard.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0).spawn()
}

/// Sets how large the files of the program may be that wrote its number there.
fn hold(number: &Path, limit: &str) -> io::Result<()> {
    let number = fs::read_to_string(number)?;
    done(Command::new("prlimit").args(["--pid", number.trim(), &format!("--fsize={limit}")]))
}

fn done(command: &mut Command) -> io::Result<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr).trim())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder;

    /// Appends to a file in blocks; says whether a block could be written.
    const WRITER: &str = "while read -r line; do head -c 400000 /dev/zero >> \"$0\" && echo yes || echo no; done";

    fn writer(disk: &Disk) -> Child {
        let mut all = disk.before();
        all.extend(["sh", "-c", WRITER].map(str::to_owned));
        let (program, arguments) = all.split_first().unwrap();
        let mut command = Command::new(program);
        command.args(arguments).arg(disk.at.join("file")).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(Stdio::null()).spawn().unwrap()
    }

    fn fills_and_frees(disk: &Disk) {
        use std::io::{BufRead as _, BufReader, Write as _};
        let mut child = writer(disk);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut input = child.stdin.take().unwrap();
        let mut written = || {
            writeln!(input, "next").unwrap();
            lines.next().unwrap().unwrap() == "yes"
        };
        assert!(written());
        disk.fill().unwrap();
        assert!(!written(), "there is no room for another block");
        disk.free().unwrap();
        assert!(written());
        drop(input);
        child.wait().unwrap();
    }

    #[test]
    fn a_disk_is_roomy_then_full_then_roomy_again() {
        let place = folder::throwaway("disk").unwrap();
        fills_and_frees(&Disk::at(&place.join("small"), &place).unwrap());
        fs::remove_dir_all(place).expect("nothing stands in the way of removing it");
    }

    #[test]
    fn without_the_right_to_mount_the_program_itself_is_held_back() {
        let place = folder::throwaway("disk").unwrap();
        let at = place.join("small");
        fs::create_dir(&at).unwrap();
        fills_and_frees(&Disk { at, kind: Kind::Held(place.join("held.pid")) });
        fs::remove_dir_all(place).unwrap();
    }
}
