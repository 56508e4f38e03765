//! Filling a file through the import, part by part, and a second file with bare inserts of the very
//! same rows: both grow alike, so that each part is measured beside its like.

use crate::{
    bare::{Rows, Statement},
    book::{Book, store},
    clock::Samples,
    error::BenchError,
    people::People,
};
use rollbook_store::{Arg, Schema, Store};
use std::path::Path;

/// What the measured file is called.
pub(crate) const NAME: &str = "measured.rollbook";
/// How many rows one import has: each is one transaction.
const PART: u64 = 20_000;
/// Of a hundred people, so many are invited; each invitation is a mail that waits in the file.
const INVITED: u64 = 5;
/// But never more than these.
const INVITED_MAX: u64 = 10_000;

/// What importing people took, and inserting the same rows barely.
#[derive(Clone, Debug, Default)]
pub(crate) struct Imports {
    /// How many people.
    pub(crate) people: u64,
    /// A sample each part.
    pub(crate) ours: Samples,
    /// The same parts.
    pub(crate) bare: Samples,
}

impl Imports {
    async fn part(&mut self, pair: &Pair, csv: Vec<u8>, people: u64, invite: bool) -> Result<(), BenchError> {
        let before = pair.reached().await?;
        let view = self.ours.time(pair.book.import("people.csv", csv, invite)).await?;
        if view.created != people {
            return Err(BenchError::Unfit(format!("{} of {people} people were created", view.created)));
        }
        let rows = pair.since(before).await?;
        self.bare.time(pair.insert(rows)).await?;
        self.people += people;
        Ok(())
    }
}

/// A file that was filled through the door, and one that holds the same rows.
pub(crate) struct Pair {
    pub(crate) book: Book,
    pub(crate) replica: Store,
}

/// How far a file's numbers go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reached {
    member: i64,
    event: i64,
}

/// Fills a pair of new files in `folder` with `size` people.
pub(crate) async fn fill(folder: &Path, size: u64) -> Result<(Pair, Imports, Imports), BenchError> {
    let pair = Pair::create(folder).await?;
    let mut people = People::new(size, pair.book.directory.now().0);
    let invited = (size * INVITED / 100).min(INVITED_MAX);
    let (mut imported, mut with_mails) = (Imports::default(), Imports::default());
    // One of them is the owner, who is there already.
    for (imports, wanted, invite) in [(&mut imported, size - invited - 1, false), (&mut with_mails, invited, true)] {
        while imports.people < wanted {
            let rows = PART.min(wanted - imports.people);
            imports.part(&pair, people.csv(rows, invite), rows, invite).await?;
        }
    }
    Ok((pair, imported, with_mails))
}

/// Fills one new file with `size` people, to be asked again and again.
pub(crate) async fn alone(file: &Path, size: u64) -> Result<(), BenchError> {
    let book = Book::create(file).await?;
    fill_up(&book, size).await?;
    book.close().await;
    Ok(())
}

/// Fills an organization that has nobody but its owner.
pub(crate) async fn fill_up(book: &Book, size: u64) -> Result<(), BenchError> {
    let mut people = People::new(size, book.directory.now().0);
    let invited = (size * INVITED / 100).min(INVITED_MAX);
    for (mut left, invite) in [(size.saturating_sub(invited + 1), false), (invited, true)] {
        while left > 0 {
            let rows = PART.min(left);
            book.import("people.csv", people.csv(rows, invite), invite).await?;
            left -= rows;
        }
    }
    Ok(())
}

impl Pair {
    async fn create(folder: &Path) -> Result<Self, BenchError> {
        let book = Book::create(&folder.join(NAME)).await?;
        let replica = store(&folder.join("replica.rollbook"), Schema::Migrate).await?;
        let pair = Self { book, replica };
        let mut rows = Vec::new();
        for (table, text) in [
            ("organization", "SELECT * FROM organization"),
            ("permission", "SELECT * FROM permission"),
            ("grp", "SELECT * FROM grp"),
        ] {
            rows.push(Rows::of(pair.book.store.pool(), table, &Statement::new(text, Vec::new())).await?);
        }
        rows.extend(pair.since(Reached { member: 0, event: 0 }).await?);
        pair.insert(rows).await?;
        Ok(pair)
    }

    /// How far the measured file goes now.
    pub(crate) async fn reached(&self) -> Result<Reached, BenchError> {
        let pool = self.book.store.pool();
        let member = Statement::new("SELECT COALESCE(max(no), 0) FROM member", Vec::new()).number(pool).await?;
        Ok(Reached { member, event: self.book.store.seq(self.book.organization).await? })
    }

    /// Everything that was added since: people with what belongs to them, and the log.
    pub(crate) async fn since(&self, before: Reached) -> Result<Vec<Rows>, BenchError> {
        const PARTS: [(&str, &str); 6] = [
            ("account", "SELECT a.* FROM member m CROSS JOIN account a ON a.id = m.account WHERE m.no > $1"),
            ("member", "SELECT m.* FROM member m WHERE m.no > $1"),
            ("member_grp", "SELECT x.* FROM member m CROSS JOIN member_grp x ON x.member = m.id WHERE m.no > $1"),
            ("link", "SELECT l.* FROM member m CROSS JOIN link l ON l.member = m.id WHERE m.no > $1"),
            (
                "mail",
                "SELECT e.* FROM member m CROSS JOIN link l ON l.member = m.id CROSS JOIN mail e ON e.link_id = l.id WHERE m.no > $1",
            ),
            ("event", "SELECT * FROM event WHERE organization = $1 AND seq > $2"),
        ];
        let mut all = Vec::new();
        for (table, text) in PARTS {
            let args = if table == "event" {
                vec![self.book.organization.to_bytes().into(), before.event.into()]
            } else {
                vec![Arg::Int(before.member)]
            };
            all.push(Rows::of(self.book.store.pool(), table, &Statement::new(text, args)).await?);
        }
        Ok(all)
    }

    /// Puts rows into the replica in one transaction, as barely as it can be done.
    pub(crate) async fn insert(&self, rows: Vec<Rows>) -> Result<(), BenchError> {
        let mut transaction = self.replica.pool().begin().await?;
        for part in rows {
            part.insert(&mut transaction).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Ends all connections.
    pub(crate) async fn close(&self) {
        self.book.close().await;
        self.replica.close().await;
    }
}
