//! Processes that end together with whoever started them, however that ends.
//!
//! A [`Group`] is a process group whose leader is a small shell, the guard. The
//! guard reads a pipe that the owner holds. When the owner drops the group, exits,
//! panics or is killed, the pipe closes; then the guard ends everybody in its
//! group and removes the group's folder. A static that is never dropped is
//! therefore as safe as a local variable.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

/// Waits for the pipe to close, asks the group to end, insists after three
/// seconds, then removes the folders. It finds the members in /proc, since a
/// signal to the group would end the guard as well.
const GUARD: &str = r#"
signal=$1; shift
trap '' "$signal"
read -r _
members() {
    for stat in /proc/[0-9]*/stat; do
        { read -r line < "$stat"; } 2>/dev/null || continue
        pid=${line%% *}
        set -- ${line##*) }
        # The subshell that runs this function is the guard's only child.
        [ "$3" = "$$" ] && [ "$pid" != "$$" ] && [ "$2" != "$$" ] && [ "$1" != Z ] && echo "$pid"
    done
}
kill -s "$signal" 0
rounds=0
while [ "$rounds" -lt 60 ] && [ -n "$(members)" ]; do
    sleep 0.05
    rounds=$((rounds + 1))
done
for pid in $(members); do kill -s KILL "$pid" 2>/dev/null; done
[ "$#" -eq 0 ] || rm -rf -- "$@"
"#;

/// How a group is asked to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// `SIGTERM`, which programs with a window or a bus take as "close".
    Politely,
    /// `SIGQUIT`, which PostgreSQL takes as "now, without tidying up".
    AtOnce,
}

/// A process group that lives as long as its owner.
#[derive(Debug)]
pub struct Group {
    guard: Child,
    owner_lives: Option<ChildStdin>,
    members: Vec<Child>,
}

impl Group {
    /// An empty group.
    pub fn new(stop: Stop) -> io::Result<Self> {
        Self::guarded(stop, None)
    }

    /// An empty group that takes `folder` with it when it ends.
    pub fn sweeping(stop: Stop, folder: &Path) -> io::Result<Self> {
        Self::guarded(stop, Some(folder))
    }

    fn guarded(stop: Stop, folder: Option<&Path>) -> io::Result<Self> {
        let signal = match stop {
            Stop::Politely => "TERM",
            Stop::AtOnce => "QUIT",
        };
        let mut guard = Command::new("sh")
            .args(["-c", GUARD, "guard", signal])
            .args(folder)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let owner_lives = guard.stdin.take();
        Ok(Self { guard, owner_lives, members: Vec::new() })
    }

    /// Starts `command` as a member of the group.
    pub fn spawn(&mut self, command: &mut Command) -> io::Result<&mut Child> {
        let leader = i32::try_from(self.guard.id()).map_err(io::Error::other)?;
        let child = command.process_group(leader).spawn()?;
        self.members.push(child);
        self.members.last_mut().ok_or_else(|| io::Error::other("the group is empty"))
    }

    /// Whether a process that was started here has already ended by itself.
    pub fn lost_one(&mut self) -> bool {
        self.members.iter_mut().any(|child| !matches!(child.try_wait(), Ok(None)))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        drop(self.owner_lives.take());
        // The guard ends them, at the latest by force; here they are only collected.
        for child in &mut self.members {
            let _ended = child.wait();
        }
        let _ended = self.guard.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{folder, ready};
    use std::time::Duration;

    fn lives(pid: u32) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.rsplit(") ").next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with('Z'))
    }

    #[test]
    fn dropping_the_group_ends_its_members_and_removes_its_folder() {
        let folder = folder::throwaway("group").unwrap();
        let mut group = Group::sweeping(Stop::Politely, &folder).unwrap();
        let sleeper = group.spawn(Command::new("sleep").arg("60")).unwrap().id();
        assert!(lives(sleeper));
        drop(group);
        assert!(!lives(sleeper), "drop returns only when the process is gone");
        assert!(!folder.exists());
    }

    #[test]
    fn a_killed_owner_takes_the_group_along_because_its_pipe_closes() {
        let mut group = Group::new(Stop::Politely).unwrap();
        let sleeper = group.spawn(Command::new("sleep").arg("60")).unwrap().id();
        drop(group.owner_lives.take());
        let gone = ready::within(Duration::from_secs(5), || (!lives(sleeper)).then_some(()));
        assert!(gone.is_some(), "closing the pipe is all that a killed owner does");
    }

    #[test]
    fn a_member_that_ignores_the_request_is_ended_by_force() {
        let mut group = Group::new(Stop::Politely).unwrap();
        let deaf = "trap '' TERM; echo deaf; while :; do sleep 0.1; done";
        let child = group.spawn(Command::new("sh").args(["-c", deaf]).stdout(Stdio::piped())).unwrap();
        let pid = child.id();
        let said = ready::first_line(child).unwrap();
        assert_eq!(said, "deaf");
        drop(group);
        assert!(!lives(pid));
    }

    #[test]
    fn a_grandchild_ends_too() {
        let mut group = Group::new(Stop::Politely).unwrap();
        let parent = "sleep 60 & echo $!; wait";
        let child = group.spawn(Command::new("sh").args(["-c", parent]).stdout(Stdio::piped())).unwrap();
        let grandchild: u32 = ready::first_line(child).unwrap().parse().unwrap();
        assert!(lives(grandchild));
        drop(group);
        assert!(!lives(grandchild));
    }

    #[test]
    fn the_group_notices_a_member_that_ended_by_itself() {
        let mut group = Group::new(Stop::Politely).unwrap();
        group.spawn(&mut Command::new("true")).unwrap();
        let noticed = ready::within(Duration::from_secs(5), || group.lost_one().then_some(()));
        assert!(noticed.is_some());
    }
}
