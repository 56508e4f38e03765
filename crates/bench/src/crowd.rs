//! The organization that authority is measured in: many groups and roles that carry many permissions,
//! and people who hold some of each.

use crate::{bare::Statement, book::Book, error::BenchError};
use rollbook_directory::{
    Task,
    contract::{ChangeHoldings, CreateRole, Mode, Target},
};
use rollbook_domain::{
    MemberId, RoleId,
    group::Permission,
    holding::{Holding, Period},
};
use sqlx::Row as _;
use std::{fmt::Write as _, path::Path};

/// How many groups there are.
const GROUPS: u64 = 1_000;
/// How many roles there are, the built-in four among them.
const ROLES: usize = 50;
/// How many permissions there are.
const PERMISSIONS: usize = 500;
/// How many people one table or command takes on.
const PART: u64 = 20_000;

/// An organization of many people, and its role that half of them have.
pub(crate) struct Crowd {
    pub(crate) book: Book,
    pub(crate) members: Vec<MemberId>,
    pub(crate) catalogue: Vec<Permission>,
    pub(crate) roles: Vec<RoleId>,
}

impl Crowd {
    /// A new file with `size` people who hold three groups and one role each; half of them hold the
    /// first role as well.
    pub(crate) async fn fill(file: &Path, size: u64) -> Result<Self, BenchError> {
        let book = Book::create(file).await?;
        let mut crowd = Self { book, members: Vec::new(), catalogue: Vec::new(), roles: Vec::new() };
        crowd.groups().await?;
        crowd.catalogue().await?;
        crowd.roles().await?;
        crowd.people(size).await?;
        let half = crowd.members.len() / 2;
        crowd.give(&Holding::Role(crowd.roles[0]), &crowd.members[..half]).await?;
        let each = crowd.members.len().div_ceil(crowd.roles.len() - 1);
        for (role, some) in crowd.roles[1..].iter().zip(crowd.members.chunks(each)) {
            crowd.give(&Holding::Role(*role), some).await?;
        }
        Ok(crowd)
    }

    /// Groups whose tables bring modules of their own, five actions each.
    async fn groups(&self) -> Result<(), BenchError> {
        let there = self.book.desk.roles().await?.catalogue.permissions as usize;
        let modules = PERMISSIONS.saturating_sub(there) / 5;
        let there = self.book.desk.groups().await?.len() as u64;
        let mut csv = "group,permissions\n".to_owned();
        for n in 0..GROUPS.saturating_sub(there) {
            write!(csv, "Team {n},").map_err(BenchError::of)?;
            for k in 0..4 {
                let module = (usize::try_from(n).map_err(BenchError::of)? * 4 + k) % modules;
                for action in ["view", "create", "edit", "delete", "manage"] {
                    write!(csv, "module-{module}.{action};").map_err(BenchError::of)?;
                }
            }
            csv.push('\n');
        }
        self.book.import("groups.csv", csv.into_bytes(), false).await?;
        Ok(())
    }

    async fn catalogue(&mut self) -> Result<(), BenchError> {
        let view = self.book.desk.roles().await?;
        let modules = view.catalogue.products.into_iter().flat_map(|product| product.modules);
        self.catalogue = modules.flat_map(|module| module.actions).map(|action| action.permission).collect();
        Ok(())
    }

    /// Roles that carry every fourth permission, each other ones.
    async fn roles(&mut self) -> Result<(), BenchError> {
        for n in 4..ROLES {
            let carried = self.catalogue.iter().skip(n % 4).step_by(4).cloned();
            let ask = CreateRole {
                command: self.book.command(),
                name: format!("Role {n}"),
                description: String::new(),
                portal: false,
                permissions: carried.collect(),
                preview: false,
            };
            let made = self.book.desk.create_role(&ask).await?.role;
            self.roles.push(made.ok_or_else(|| BenchError::of("no role was made"))?);
        }
        Ok(())
    }

    async fn people(&mut self, size: u64) -> Result<(), BenchError> {
        let mut done = 1;
        while done < size {
            let rows = PART.min(size - done);
            let mut csv = "email,first_name,last_name,access,groups\n".to_owned();
            for n in done..done + rows {
                let [one, other, third] = [n, n * 7 + 3, n * 13 + 5].map(|n| n % (GROUPS - 100));
                writeln!(csv, "p{n}@nordlys.example,Person,Number {n},custom,Team {one};Team {other};Team {third}")
                    .map_err(BenchError::of)?;
            }
            self.book.import("people.csv", csv.into_bytes(), false).await?;
            done += rows;
        }
        let statement = Statement::new("SELECT id FROM member WHERE tier = 0 ORDER BY no", Vec::new());
        for row in statement.rows(self.book.store.pool()).await? {
            let id: Vec<u8> = row.try_get(0)?;
            self.members.extend(MemberId::from_slice(&id));
        }
        Ok(())
    }

    /// The question that gives something to many.
    pub(crate) fn asks(&self, what: &Holding, members: &[MemberId]) -> ChangeHoldings {
        ChangeHoldings {
            command: self.book.command(),
            give: vec![what.clone()],
            take: Vec::new(),
            period: Period::OPEN,
            target: Target::Ids { ids: members.to_vec() },
            mode: Mode::AllOrNone,
            preview: false,
            seen: None,
        }
    }

    async fn give(&self, what: &Holding, members: &[MemberId]) -> Result<(), BenchError> {
        let done = self.book.desk.change_holdings(&self.asks(what, members), &Task::unwatched()).await?.done;
        if done == members.len() as u64 { Ok(()) } else { Err(BenchError::of("somebody was left out")) }
    }
}
