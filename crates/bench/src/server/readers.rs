//! A hundred people who look at lists and search at once, each about once a second; and how many answers
//! a second there are when nobody stops to read.

use super::{line::Line, office::Office};
use crate::{
    clock::Samples,
    error::BenchError,
    report::{Aim, Pair, Report},
};
use futures::future::try_join_all;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use rollbook_directory::{
    Desk,
    contract::{Sort, SortKey, UserFilter, UsersPage},
};
use rollbook_domain::member::Tab;
use std::time::{Duration, Instant};

/// How many people.
const READERS: usize = 100;
/// How long they read.
const LONG: Duration = Duration::from_secs(30);
/// How long they have read before it counts: the database's connections are begun, and know their statements.
const WARM: Duration = Duration::from_secs(5);
/// How long somebody looks at a page.
const LOOK: Duration = Duration::from_secs(1);
/// What people type.
const WORDS: [&str; 8] = ["ann", "nguyễn", "silva", "müller", "sig", "王", "o'n", "p1234"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    List,
    Search,
}

pub(crate) async fn measure(office: &Office, report: &mut Report) -> Result<(), BenchError> {
    let (lists, searches, _) = read(office, LOOK).await?;
    report.line("list page, a hundred readers", &pair(lists), Aim::Nearly(25.0), 1.0);
    report.line("search, a hundred readers", &pair(searches), Aim::Nearly(25.0), 1.0);
    let (lists, searches, a_second) = read(office, Duration::ZERO).await?;
    report.line("list page, a hundred who never stop", &pair(lists), Aim::Told, 1.0);
    report.line("search, a hundred who never stop", &pair(searches), Aim::Told, 1.0);
    report.quantity("pages a second, a hundred who never stop", &format!("{a_second:.0}"), true, "");
    Ok(())
}

const fn pair(ours: Samples) -> Pair {
    Pair { ours, bare: None }
}

/// All of them read; how long lists and searches took, and how many there were a second.
async fn read(office: &Office, look: Duration) -> Result<(Samples, Samples, f64), BenchError> {
    let begun = Instant::now();
    let readers = (0..READERS).map(|n| {
        let (host, token) = (office.host.clone(), office.token.clone());
        let mut chance = StdRng::seed_from_u64(n as u64);
        tokio::spawn(async move {
            let mut line = Line::open(&host).await?;
            let mut took = Vec::new();
            tokio::time::sleep(look.mul_f64(chance.random())).await;
            while begun.elapsed() < WARM + LONG {
                let (what, ask) = question(&mut chance)?;
                let asked = Instant::now();
                line.post("/api/v1/users_page", &token, &ask).await?;
                if begun.elapsed() > WARM {
                    took.push((what, asked.elapsed()));
                }
                tokio::time::sleep(look.mul_f64(0.5 + chance.random::<f64>())).await;
            }
            Ok::<_, BenchError>(took)
        })
    });
    let (mut lists, mut searches) = (Samples::default(), Samples::default());
    for one in try_join_all(readers).await.map_err(BenchError::of)? {
        for (what, took) in one? {
            if what == What::List { &mut lists } else { &mut searches }.push(took);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a figure of three digits")]
    let a_second = (lists.len() + searches.len()) as f64 / LONG.as_secs_f64();
    Ok((lists, searches, a_second))
}

/// A page of the list, or a word in the search; as often as each other.
fn question(chance: &mut StdRng) -> Result<(What, String), BenchError> {
    let whole = Desk::whole_tab(Tab::Active);
    let what = if chance.random() { What::List } else { What::Search };
    let text = match what {
        What::List => String::new(),
        What::Search => WORDS[chance.random_range(0..WORDS.len())].to_owned(),
    };
    let sort = match chance.random_range(0..3) {
        0 => Sort { key: SortKey::LastActive, descending: true },
        1 => Sort { key: SortKey::Name, descending: false },
        _ => Sort { key: SortKey::Added, descending: true },
    };
    let filter = UserFilter { text, ..whole };
    let ask = UsersPage { filter, sort, offset: 0, take: 50, anchor: None };
    Ok((what, serde_json::to_string(&ask).map_err(BenchError::of)?))
}
