//! The machine itself, to be thrown away: all of its files in a layer above them, so that packages can be
//! installed and taken away again with its own tools, and it never knows.

use crate::error::StageError;
use crate::group::{Group, Stop};
use crate::{folder, ready};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Lays the layer, in a mount namespace of its own, and says when it is there. The folder for temporary files is
/// the machine's own: sockets of buses and screens lie there.
const LAYER: &str = r#"
set -e
umask 022
mount -t tmpfs none "$1"
mkdir "$1/changes" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/changes,workdir=$1/work" "$1/root"
for of in proc dev sys tmp; do mount --rbind "/$of" "$1/root/$of"; done
echo ready
exec sleep 1800
"#;

/// Where an administrator's programs are looked for.
const SEARCHED: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// A copy of this machine's files. Gone when this is dropped.
#[derive(Debug)]
pub struct Machine {
    layer: PathBuf,
    holder: u32,
    _group: Group,
}

impl Machine {
    /// A machine like this one; `None` where that isn't permitted: layers need root.
    pub fn like_this() -> Result<Option<Self>, StageError> {
        let failed = StageError::while_starting;
        let layer = folder::throwaway("machine").map_err(failed("unshare"))?;
        let mut group = Group::sweeping(Stop::Politely, &layer).map_err(failed("unshare"))?;
        let mut command = Command::new("unshare");
        command.args(["--mount", "--propagation", "private", "sh", "-c", LAYER, "layer"]).arg(&layer);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let child = group.spawn(&mut command).map_err(StageError::starting("unshare", "util-linux"))?;
        let holder = child.id();
        let said = ready::first_line(child).map_err(failed("unshare"))?;
        Ok((said.trim() == "ready").then_some(Self { layer, holder, _group: group }))
    }

    /// A program of this machine, to be run in it, by its administrator who has just signed in: nothing of this
    /// process's own surroundings goes with it.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new("nsenter");
        command.args(["--mount", "--target", &self.holder.to_string(), "chroot"]).arg(self.layer.join("root"));
        command.args(["sh", "-c", "umask 022 && exec \"$0\" \"$@\"", program]).current_dir("/").stdin(Stdio::null());
        command.env_clear().envs([("PATH", SEARCHED), ("HOME", "/root"), ("LANG", "C.UTF-8")]);
        command
    }

    /// Runs a program with its arguments to its end; what it said, where it failed.
    pub fn run(&self, program: &'static str, arguments: &[&str]) -> Result<String, StageError> {
        let output = self.command(program).args(arguments).output().map_err(StageError::starting(program, program))?;
        let Output { status, stdout, stderr } = output;
        let said = String::from_utf8_lossy(&stdout).into_owned();
        if status.success() {
            return Ok(said);
        }
        Err(StageError::NotReady { what: program, said: format!("{said}{}", String::from_utf8_lossy(&stderr)) })
    }

    /// Every file and folder that isn't as the machine has it, by its path, in order.
    pub fn changes(&self) -> Result<Vec<String>, StageError> {
        let mut find = Command::new("nsenter");
        find.args(["--mount", "--target", &self.holder.to_string(), "find"]).arg(self.layer.join("changes"));
        find.args(["-mindepth", "1", "-printf", "%y /%P\n"]);
        let output = find.output().map_err(StageError::starting("find", "findutils"))?;
        let listed = String::from_utf8_lossy(&output.stdout).into_owned();
        let all = listed.lines().filter_map(|line| line.split_once(' '));
        // A folder that was there is listed for what is in it.
        let new = all.filter(|(kind, path)| *kind != "d" || !Path::new(path).is_dir());
        let mut new: Vec<String> = new.map(|(_, path)| path.to_owned()).collect();
        new.sort();
        Ok(new)
    }
}
