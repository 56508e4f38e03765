//! A cluster that was made once. `initdb` takes seconds, a copy takes a fraction of one.

use super::account::Account;
use super::binaries::Binaries;
use crate::places;
use rollbook_stage::error::StageError;
use rollbook_stage::folder;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Puts a fresh cluster into `folder/data` and returns its superuser's password.
pub(super) fn copy(binaries: &Binaries, account: Account, folder: &Path) -> Result<String, StageError> {
    let template = ensure(binaries, account)?;
    copy_all(&template.join("data"), folder).map_err(StageError::while_starting("postgres"))?;
    fs::read_to_string(template.join("password")).map_err(StageError::while_starting("postgres"))
}

fn ensure(binaries: &Binaries, account: Account) -> Result<PathBuf, StageError> {
    let failed = StageError::while_starting;
    let tools = places::test_tools().map_err(failed("initdb"))?;
    // Test programs run side by side: one makes it, the others wait.
    let lock = File::create(tools.join("postgres.lock")).map_err(failed("initdb"))?;
    lock.lock().map_err(failed("initdb"))?;
    let template = tools.join(format!("postgres-{}-{}", binaries.version, account.user));
    if !template.is_dir() {
        let workshop = folder::throwaway("initdb").map_err(failed("initdb"))?;
        let made = make(binaries, account, &workshop, &template);
        fs::remove_dir_all(&workshop).map_err(failed("initdb"))?;
        made?;
    }
    Ok(template)
}

/// Makes the cluster where its user may write, and moves it when it is complete.
fn make(binaries: &Binaries, account: Account, workshop: &Path, template: &Path) -> Result<(), StageError> {
    let failed = StageError::while_starting;
    let password = random_password().map_err(failed("initdb"))?;
    let file = workshop.join("password");
    fs::write(&file, &password).map_err(failed("initdb"))?;
    account.give(workshop).and_then(|()| account.give(&file)).map_err(failed("initdb"))?;
    let mut initdb = account.command(&binaries.program("initdb"));
    initdb.args(["--no-sync", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"]);
    initdb.arg("--auth=scram-sha-256").arg(format!("--pwfile={}", file.display()));
    initdb.arg("-D").arg(workshop.join("data"));
    let output = initdb.output().map_err(StageError::starting("initdb", "postgresql"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(StageError::NotReady { what: "initdb", said });
    }
    let beside = template.with_extension("new");
    if beside.exists() {
        fs::remove_dir_all(&beside).map_err(failed("initdb"))?;
    }
    copy_all(workshop, &beside).and_then(|()| fs::rename(&beside, template)).map_err(failed("initdb"))
}

/// Copies a folder with owners and rights.
fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    let output = Command::new("cp").args(["-a", "--reflink=auto"]).arg(from).arg(to).output()?;
    let said = || String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(()) } else { Err(io::Error::other(said())) }
}

/// Other users of the machine reach loopback too; they must not become superuser here.
fn random_password() -> io::Result<String> {
    let mut bytes = [0_u8; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}
