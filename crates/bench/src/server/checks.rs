//! Permission checks of a product by its API key, over connections that stay open: how soon one is answered, and how
//! many a second.

use super::{line::Line, office::Office};
use crate::{
    clock::Samples,
    error::BenchError,
    report::{Aim, Pair, Report},
};
use futures::future::try_join_all;
use rollbook_directory::{
    Desk,
    contract::{AddKey, InviteUser, Sort, SortKey, UsersPage},
};
use rollbook_domain::{
    MemberId,
    group::Permission,
    member::{AccessMode, Kind, Tab, Tier},
};
use std::time::{Duration, Instant};

/// About how many people is asked.
const PEOPLE: u16 = 200;
/// How many are asked one after the other.
const SINGLE: usize = 3_000;
/// How many connections ask at once, and for how long.
const LINES: usize = 16;
const LONG: Duration = Duration::from_secs(10);
/// What is asked about.
const WHAT: &str = "contacts.view";

pub(crate) async fn measure(office: &Office, report: &mut Report) -> Result<(), BenchError> {
    let key = key(office).await?;
    let questions = questions(office).await?;
    let mut line = Line::open(&office.host).await?;
    // The first question about each reads who they are.
    for question in &questions {
        line.post("/api/v1/check", &key, question).await?;
    }
    let mut ours = Samples::default();
    for question in questions.iter().cycle().take(SINGLE) {
        ours.time(async { line.post("/api/v1/check", &key, question).await.map(drop) }).await?;
    }
    report.line("a permission check", &Pair { ours, bare: None }, Aim::Within(1.0), 1.0);
    let begun = Instant::now();
    let lines = (0..LINES).map(|n| {
        let (host, key, questions) = (office.host.clone(), key.clone(), questions.clone());
        tokio::spawn(async move {
            let (mut line, mut done) = (Line::open(&host).await?, 0_u32);
            for question in questions.iter().cycle().skip(n) {
                if begun.elapsed() >= LONG {
                    break;
                }
                line.post("/api/v1/check", &key, question).await?;
                done += 1;
            }
            Ok::<_, BenchError>(done)
        })
    });
    let mut all = 0;
    for done in try_join_all(lines).await.map_err(BenchError::of)? {
        all += done?;
    }
    let a_second = f64::from(all) / begun.elapsed().as_secs_f64();
    report.quantity(
        &format!("permission checks a second, over {LINES} connections"),
        &format!("{a_second:.0}"),
        true,
        "",
    );
    Ok(())
}

/// A key of an API member that reaches what is asked about.
async fn key(office: &Office) -> Result<String, BenchError> {
    let desk = &office.book.desk;
    let ask = InviteUser {
        command: office.book.command(),
        first_name: "Product".to_owned(),
        last_name: String::new(),
        email: String::new(),
        tier: Tier::User,
        access: AccessMode::All,
        kind: Some(Kind::Api),
        groups: Vec::new(),
        roles: Vec::new(),
        grants: Vec::new(),
        licences: Vec::new(),
        portals: Vec::new(),
        contact: String::new(),
        customer: String::new(),
        language: "en".to_owned(),
        send: false,
        preview: None,
    };
    let member = desk.invite(&ask).await?.member.ok_or_else(|| BenchError::of("no API member was added"))?;
    let scope = Permission::parse(WHAT).into_iter().collect();
    let ask = AddKey { command: office.book.command(), member, name: "Product".to_owned(), scope, expires: None };
    let made = desk.add_key(&ask).await?;
    Ok(made.key.ok_or_else(|| BenchError::of("no key was made"))?.reveal())
}

async fn questions(office: &Office) -> Result<Vec<String>, BenchError> {
    let sort = Sort { key: SortKey::Name, descending: false };
    let ask = UsersPage { filter: Desk::whole_tab(Tab::Active), sort, offset: 0, take: PEOPLE, anchor: None };
    let rows = office.book.desk.users_page(&ask).await?.rows;
    let question = |id: MemberId| format!(r#"{{"member":"{id}","permission":"{WHAT}"}}"#);
    Ok(rows.into_iter().map(|row| question(row.id)).collect())
}
