//! Imports many rows into a file in one transaction; made to be killed in the middle.
//!
//! `import_rows FILE ROWS [MS]` says `begun` and `done` on its own lines. With `MS` it ends by itself so many
//! milliseconds after it has begun, whatever is at work then.

use rollbook_credentials::password::Cost;
use rollbook_directory::{ActorId, Clock, Directory, Entropy, Tables, Task, contract::RunImport};
use rollbook_domain::CommandId;
use rollbook_store::{Schema, Store};
use rollbook_testkit::{MovingClock, Place};
use std::{fmt::Write as _, io::Write as _, path::Path, sync::Arc, time::Duration};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().expect("a file");
    let rows: u32 = arguments.next().and_then(|text| text.parse().ok()).expect("a number of rows");
    let leaves: Option<u64> = arguments.next().and_then(|text| text.parse().ok());
    let store = Store::file(Path::new(&path), &Place::key(), Schema::Expect).await.expect("the file opens");
    let organization = store.organizations().await.expect("its organizations")[0].id;
    let owner = store.owner(organization).await.expect("its owner");
    let clock: Arc<dyn Clock> = Arc::new(MovingClock::default());
    let command = CommandId::new(&mut Entropy::seeded(u64::from(rows)).ids(clock.now()));
    let directory = Directory::new(store, clock, Entropy::from_system(), Cost::MINIMUM, "http://127.0.0.1:1");
    let mut csv = "email,first_name,last_name,groups\n".to_owned();
    for n in 0..rows {
        writeln!(csv, "row{n}@nordlys.example,Row,Number {n},Crew").expect("memory");
    }
    let tables = Tables::load(vec![("rows.csv".to_owned(), csv.into_bytes())]).expect("a table");
    let ask = RunImport { import: 1, command, invite: false, preview: false };
    say("begun");
    if let Some(leaves) = leaves {
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(leaves));
            std::process::exit(0);
        });
    }
    let desk = directory.desk(organization, ActorId::Member(owner));
    desk.import(&tables, &ask, &Task::unwatched()).await.expect("the import runs");
    say("done");
}

/// A line that the test sees at once.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).expect("somebody listens");
}
