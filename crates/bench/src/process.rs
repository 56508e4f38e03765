//! What a process holds in memory, as Linux tells it. Elsewhere nothing is told.

use std::{fs, path::Path};

/// The resident memory of this process in bytes, now and at its highest.
pub(crate) fn own_memory() -> Option<(u64, u64)> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    Some((kib(&status, "VmRSS:")?, kib(&status, "VmHWM:")?))
}

/// The proportional memory of a process and of everything that it started, in bytes.
pub(crate) fn family_memory(pid: u32) -> Option<u64> {
    family(pid).into_iter().map(|pid| kib(&fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?, "Pss:")).sum()
}

/// The process that was started from `binary` with `argument`, if it runs.
pub(crate) fn running(binary: &Path, argument: &str) -> Option<u32> {
    let binary = binary.canonicalize().ok()?;
    pids().into_iter().find(|pid| {
        let is_it = fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|exe| exe == binary);
        is_it
            && fs::read_to_string(format!("/proc/{pid}/cmdline"))
                .is_ok_and(|line| line.split('\0').any(|part| part == argument))
    })
}

fn family(pid: u32) -> Vec<u32> {
    let mut all = vec![pid];
    let mut at = 0;
    let everybody = pids();
    while let Some(parent) = all.get(at).copied() {
        all.extend(everybody.iter().filter(|pid| parent_of(**pid) == Some(parent)));
        at += 1;
    }
    all
}

fn pids() -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

fn parent_of(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in brackets may hold anything, brackets too.
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

fn kib(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn this_process_and_its_children_are_measured() {
        let (now, highest) = own_memory().unwrap();
        assert!(now > 0 && highest >= now);
        let mut child = std::process::Command::new("sleep").arg("41.25").spawn().unwrap();
        // Between fork and exec the child still looks like its parent.
        let begun = std::time::Instant::now();
        let mut found = None;
        while found.is_none() && begun.elapsed() < std::time::Duration::from_secs(5) {
            found = running(Path::new("/bin/sleep"), "41.25");
        }
        let family = family(std::process::id());
        let memory = family_memory(std::process::id());
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(found, Some(child.id()));
        assert!(family.contains(&child.id()), "{family:?}");
        assert!(memory.unwrap() > 0);
    }
}
