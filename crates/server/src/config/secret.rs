//! Files that hold a secret: readable by the server, and not by everybody on the machine.

use rollbook_credentials::Secret;
use std::{fs, io, path::Path};
use zeroize::Zeroizing;

/// The longest secret; keys of many years are far below.
const LONGEST: u64 = 64 * 1024;

/// Reads a secret, without the line's end that editors leave behind it.
pub(super) fn read(path: &Path) -> Result<Secret<String>, String> {
    let shown = path.display();
    let file = fs::File::open(path).map_err(|error| format!("{shown} can’t be read: {error}."))?;
    let about = file.metadata().map_err(|error| format!("{shown} can’t be read: {error}."))?;
    if !about.is_file() {
        return Err(format!("{shown} is no file."));
    }
    if about.len() > LONGEST {
        return Err(format!("{shown} is too long for a secret."));
    }
    guarded(path, &about)?;
    let text = io::read_to_string(file).map(Zeroizing::new);
    let text = text.map_err(|error| format!("{shown} can’t be read: {error}."))?;
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() { Err(format!("{shown} is empty.")) } else { Ok(Secret::new(text.to_owned())) }
}

/// Refuses a file that others on the machine can read or its group can change.
#[cfg(unix)]
pub(super) fn guarded(path: &Path, about: &fs::Metadata) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = about.permissions().mode() & 0o777;
    if mode & 0o027 == 0 {
        return Ok(());
    }
    Err(format!(
        "{} can be read by others on this machine (mode {mode:o}). Run chmod 600 on it, or 640 where a group reads it.",
        path.display()
    ))
}

/// Rights of files are kept otherwise there.
#[cfg(not(unix))]
pub(super) fn guarded(_path: &Path, _about: &fs::Metadata) -> Result<(), String> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_secret_that_everybody_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        fs::write(&path, "canary\n").unwrap();
        for (mode, fine) in [(0o600, true), (0o400, true), (0o440, true), (0o640, true), (0o644, false), (0o660, false)]
        {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let said = read(&path);
            assert_eq!(said.is_ok(), fine, "{mode:o}: {said:?}");
            assert!(!format!("{said:?}").contains("canary"));
        }
    }

    #[test]
    fn a_secret_is_read_without_the_end_of_its_line_and_an_empty_one_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        let write = |text: &str| {
            fs::write(&path, text).unwrap();
            #[cfg(unix)]
            std::os::unix::fs::PermissionsExt::set_mode(&mut fs::metadata(&path).unwrap().permissions(), 0o600);
            #[cfg(unix)]
            fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        };
        write(" two words \r\n");
        assert!(read(&path).unwrap().reveal(|text| text == " two words "));
        write("\n");
        assert!(read(&path).unwrap_err().ends_with("is empty."));
        write(&"x".repeat(65 * 1024));
        assert!(read(&path).unwrap_err().contains("too long"));
        assert!(read(folder.path()).is_err());
        assert!(read(&folder.path().join("missing")).is_err());
    }
}
