//! Many organizations at once: what each says of itself, and somebody looked for in all of them.

use crate::{
    bare::Statement,
    book::{Book, door, store},
    clock::Samples,
    error::BenchError,
    fill,
    people::RARE,
    report::{Aim, Pair, Report},
};
use futures::future::try_join_all;
use rollbook_directory::{
    ActorId, Desk,
    contract::{Sort, SortKey, UserFilter, UsersPage},
};
use rollbook_domain::member::Tab;
use rollbook_store::{Schema, Store};
use std::path::{Path, PathBuf};

/// How many organizations a large cockpit has, each a file of its own.
const ORGANIZATIONS: usize = 50;
/// How many members each has, where so many were asked for.
const MEMBERS: u64 = 20_000;
/// How often all of them are opened, and how often they are asked.
const OPENINGS: usize = 10;
const ASKS: usize = 100;
/// How many people of each of so many organizations a search shows.
const TAKE: u16 = 8;

/// Measures the cockpit over copies of one filled file.
pub(crate) async fn measure(folder: &Path, members: u64, report: &mut Report) -> Result<(), BenchError> {
    let members = members.min(MEMBERS);
    let files = copies(folder, members).await?;
    report.table(&format!("All organizations: {ORGANIZATIONS} files of {members} members"));
    report.line("open all of them, and what each says of itself", &opening(&files).await?, Aim::Within(300.0), 1.0);
    let desks = try_join_all(files.iter().map(|file| at_work(file))).await?;
    report.line("the same while they are open", &again(&desks).await?, Aim::Within(300.0), 1.0);
    for (what, words) in [("a name that few have", RARE), ("a name that many have", "nguyen"), ("nobody", "zyzzyva")] {
        let found = search(&desks, words).await?;
        report.line(&format!("search in all of them, {what}"), &found, Aim::Nearly(30.0), 1.0);
    }
    for desk in desks {
        desk.directory().store().close().await;
    }
    Ok(())
}

async fn copies(folder: &Path, members: u64) -> Result<Vec<PathBuf>, BenchError> {
    let first = folder.join("organization-0.rollbook");
    let book = Book::create(&first).await?;
    fill::fill_up(&book, members).await?;
    book.close().await;
    let mut files = vec![first];
    for number in 1..ORGANIZATIONS {
        let copy = folder.join(format!("organization-{number}.rollbook"));
        std::fs::copy(&files[0], &copy)?;
        files.push(copy);
    }
    Ok(files)
}

async fn at_work(file: &Path) -> Result<Desk, BenchError> {
    let store = store(file, Schema::Expect).await?;
    let organizations = store.organization_ids().await?;
    let organization = *organizations.first().ok_or_else(|| BenchError::of("the file holds no organization"))?;
    let owner = store.owner(organization).await?;
    Ok(door(&store).desk(organization, ActorId::Member(owner)))
}

/// Beside it, the same files opened and their kept counts read.
async fn opening(files: &[PathBuf]) -> Result<Pair, BenchError> {
    let (mut ours, mut bare) = (Samples::default(), Samples::default());
    for _ in 0..OPENINGS {
        let opened = ours.time(try_join_all(files.iter().map(|file| summed_up(file)))).await?;
        close(opened.iter().map(|desk| desk.directory().store())).await;
        let stores = bare.time(try_join_all(files.iter().map(|file| counted(file)))).await?;
        close(stores.iter()).await;
    }
    Ok(Pair { ours, bare: Some(bare) })
}

async fn summed_up(file: &Path) -> Result<Desk, BenchError> {
    let desk = at_work(file).await?;
    desk.summary().await?;
    Ok(desk)
}

async fn counted(file: &Path) -> Result<Store, BenchError> {
    let store = store(file, Schema::Expect).await?;
    counts().rows(store.pool()).await?;
    Ok(store)
}

fn counts() -> Statement {
    Statement::new("SELECT status, tier, n FROM member_count", Vec::new())
}

async fn close(stores: impl Iterator<Item = &Store>) {
    for store in stores {
        store.close().await;
    }
}

async fn again(desks: &[Desk]) -> Result<Pair, BenchError> {
    let (mut ours, mut bare) = (Samples::default(), Samples::default());
    let counts = counts();
    for _ in 0..ASKS {
        ours.time(try_join_all(desks.iter().map(Desk::summary))).await?;
        bare.time(try_join_all(desks.iter().map(|desk| counts.rows(desk.directory().store().pool())))).await?;
    }
    Ok(Pair { ours, bare: Some(bare) })
}

async fn search(desks: &[Desk], words: &str) -> Result<Pair, BenchError> {
    let ask = UsersPage {
        filter: UserFilter { text: words.to_owned(), ..Desk::whole_tab(Tab::Active) },
        sort: Sort { key: SortKey::Name, descending: false },
        offset: 0,
        take: TAKE,
        anchor: None,
    };
    let mut ours = Samples::default();
    for _ in 0..ASKS {
        ours.time(try_join_all(desks.iter().map(|desk| desk.users_page(&ask)))).await?;
    }
    Ok(Pair { ours, bare: None })
}
