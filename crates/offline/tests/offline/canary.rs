//! What lies on a lost machine (R34): every byte of the folder is searched.

use crate::house::{Desktop, Line, office};
use rollbook_credentials::Secret;
use rollbook_directory::contract::{EditUser, QueuedWhat};
use rollbook_domain::command::Action;
use rollbook_testkit::Engine;
use std::{fs, path::Path};

/// Whether any file below a folder holds a text in the clear, in UTF-8 or UTF-16, in whatever case.
fn holding(folder: &Path, text: &str) -> Vec<String> {
    let narrow = text.to_lowercase().into_bytes();
    let wide: Vec<u8> = text.to_lowercase().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut hits = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            hits.extend(holding(&entry.path(), text));
            continue;
        }
        let bytes = fs::read(entry.path()).unwrap().to_ascii_lowercase();
        let found = |wanted: &[u8]| bytes.windows(wanted.len()).any(|part| part == wanted);
        if found(&narrow) || found(&wide) {
            hits.push(entry.path().display().to_string());
        }
    }
    hits
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r34_nothing_is_readable_in_anything_that_is_left_on_a_lost_machine() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let note: EditUser = serde_json::from_value(serde_json::json!({
        "command": bench.command(), "member": people[0], "seen": bench.row(people[0]).await.version,
        "note": "canary-note-of-nadia",
    }))
    .unwrap();
    bench.desk().edit(&note).await.unwrap();
    bench.invite("Per Dahl", "per@nordlys.example").await;
    let token = bench.token("per@nordlys.example").await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = Desktop::new(&bench, 1).await;
    let (word, own) = ("granite-walrus-92-parachute", "heron-salt-58-lighthouse");
    desktop.it().remember("ingrid@nordlys.example", &Secret::new(own.to_owned())).await.unwrap();
    desktop.it().heard_of();
    let canaries = [
        "nadia",
        "berg",
        "nordlys.example",
        "canary-note",
        "canary-offline",
        word,
        own,
        "argon2id",
        token.as_str(),
        "sqlite format",
        "member_by_name",
    ];
    // A copy of the folder is taken at every step, as of a machine that is switched off in the middle.
    let mut looks = 0;
    let mut look = |desktop: &Desktop| {
        looks += 1;
        for canary in canaries {
            assert_eq!(holding(desktop.folder.path(), canary), Vec::<String>::new(), "{canary} at look {looks}");
        }
    };
    loop {
        let step = desktop.it().step(&line).await.unwrap();
        look(&desktop);
        if step == rollbook_offline::Step::Rest {
            break;
        }
    }
    desktop.offline(&line).await;
    let offline_note = QueuedWhat::Profile {
        first_name: None,
        last_name: None,
        phone: None,
        language: None,
        note: Some("canary-offline-note".to_owned()),
    };
    desktop.it().give(people[0], offline_note, None).await.unwrap();
    look(&desktop);
    let password = Secret::new(word.to_owned());
    desktop.it().give(people[1], QueuedWhat::TemporaryPassword, Some(&password)).await.unwrap();
    desktop.it().give(people[2], QueuedWhat::Act { action: Action::PasswordLink }, None).await.unwrap();
    look(&desktop);
    desktop.crash().await;
    look(&desktop);
    desktop.sync(&line).await;
    look(&desktop);
    // The search finds what there is to find.
    fs::write(desktop.folder.path().join("left-over"), format!("x{word}x")).unwrap();
    assert_eq!(holding(desktop.folder.path(), word).len(), 1);
}
