//! As whom the server runs: PostgreSQL refuses to run as root.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

/// A user of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) user: u32,
    group: u32,
    differs: bool,
}

impl Account {
    /// The user `postgres` when root asks, otherwise whoever asks.
    pub(super) fn for_server() -> io::Result<Self> {
        let own = fs::metadata("/proc/self")?;
        if own.uid() != 0 {
            return Ok(Self { user: own.uid(), group: own.gid(), differs: false });
        }
        let (user, group) = find(&fs::read_to_string("/etc/passwd")?, "postgres")
            .ok_or_else(|| io::Error::other("root can't run it, and there is no user postgres"))?;
        Ok(Self { user, group, differs: true })
    }

    /// A command that this user gives.
    pub(super) fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/");
        if self.differs {
            command.uid(self.user).gid(self.group);
        }
        command
    }

    /// Makes this user the owner of a file or folder.
    pub(super) fn give(self, path: &Path) -> io::Result<()> {
        if self.differs { chown(path, Some(self.user), Some(self.group)) } else { Ok(()) }
    }
}

/// The numbers of user and group in the text of /etc/passwd.
fn find(passwd: &str, name: &str) -> Option<(u32, u32)> {
    let mut fields = passwd.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?.split(':');
    let (_password, user, group) = (fields.next()?, fields.next()?, fields.next()?);
    Some((user.parse().ok()?, group.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_the_whole_name() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\npostgresql:x:1:1::/:\npostgres:x:107:115:PostgreSQL:/var/lib/postgresql:/bin/bash\n";
        assert_eq!(find(passwd, "postgres"), Some((107, 115)));
        assert_eq!(find(passwd, "nobody"), None);
    }
}
