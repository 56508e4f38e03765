//! What one person changes with one press, each change beside a bare transaction that leaves the same
//! rows in the replica.

use crate::{
    bare::{Rows, Statement},
    clock::Samples,
    error::BenchError,
    fill::Pair,
    report,
};
use rollbook_directory::{
    Desk, Task,
    contract::{ActOnUsers, InviteUser, Mode, Sort, SortKey, Target, UsersPage},
};
use rollbook_domain::{
    MemberId,
    command::Action,
    member::{AccessMode, Tab, Tier},
};

/// How often each change is made.
const RUNS: usize = 200;

/// How often a jump after a change is tried.
const JUMPS: u64 = 40;

/// Suspends people one by one, and reactivates them.
pub(crate) async fn toggle(pair: &Pair) -> Result<report::Pair, BenchError> {
    let (mut ours, mut bare) = (Samples::default(), Samples::default());
    let members = some_users(pair).await?;
    for run in 0..RUNS {
        let member = members[run / 2 % members.len()];
        let action = if run % 2 == 0 { Action::Suspend } else { Action::Reactivate };
        let ask = ActOnUsers {
            command: pair.book.command(),
            action,
            target: Target::Ids { ids: vec![member] },
            mode: Mode::AllOrNone,
            preview: false,
        };
        let before = pair.reached().await?;
        let outcome = ours.time(pair.book.desk.act(&ask, &Task::unwatched())).await?;
        if outcome.done != 1 {
            return Err(BenchError::of("nobody was suspended or reactivated"));
        }
        let added = added(pair, before, ask.command.to_bytes()).await?;
        let status = if action == Action::Suspend { 2 } else { 1 };
        let organization = pair.book.organization.to_bytes();
        let same = vec![
            Statement::new(
                "UPDATE member SET status = $1, held = $1 WHERE id = $2",
                vec![status.into(), member.to_bytes().into()],
            ),
            Statement::new("UPDATE organization SET seq = seq + 1 WHERE id = $1", vec![organization.into()]),
        ];
        bare.time(carry_out(pair, same, added)).await?;
    }
    Ok(report::Pair { ours, bare: Some(bare) })
}

/// Invites people one by one; the mail is written and waits.
pub(crate) async fn invite(pair: &Pair) -> Result<report::Pair, BenchError> {
    let (mut ours, mut bare) = (Samples::default(), Samples::default());
    for run in 0..RUNS {
        let ask = InviteUser {
            command: pair.book.command(),
            first_name: "Theodora".to_owned(),
            last_name: format!("Ångström {run}"),
            email: format!("theodora.{run}@harbour.example"),
            tier: Tier::User,
            access: AccessMode::Custom,
            kind: None,
            groups: Vec::new(),
            roles: Vec::new(),
            grants: Vec::new(),
            licences: Vec::new(),
            portals: Vec::new(),
            contact: String::new(),
            customer: String::new(),
            language: "en".to_owned(),
            send: true,
            preview: None,
        };
        let before = pair.reached().await?;
        ours.time(pair.book.desk.invite(&ask)).await?;
        let added = added(pair, before, ask.command.to_bytes()).await?;
        let organization = pair.book.organization.to_bytes();
        let same =
            vec![Statement::new("UPDATE organization SET seq = seq + 2 WHERE id = $1", vec![organization.into()])];
        bare.time(carry_out(pair, same, added)).await?;
    }
    Ok(report::Pair { ours, bare: Some(bare) })
}

async fn added(pair: &Pair, before: crate::fill::Reached, command: [u8; 16]) -> Result<Vec<Rows>, BenchError> {
    let mut added = pair.since(before).await?;
    let command = Statement::new("SELECT * FROM command WHERE id = $1", vec![command.into()]);
    added.push(Rows::of(pair.book.store.pool(), "command", &command).await?);
    Ok(added)
}

async fn carry_out(pair: &Pair, statements: Vec<Statement>, rows: Vec<Rows>) -> Result<(), BenchError> {
    let mut transaction = pair.replica.pool().begin().await?;
    for statement in statements {
        statement.run(&mut transaction).await?;
    }
    for part in rows {
        part.insert(&mut transaction).await?;
    }
    Ok(transaction.commit().await?)
}

/// Users from the middle of the list that may be suspended.
async fn some_users(pair: &Pair) -> Result<Vec<MemberId>, BenchError> {
    let active = pair.book.desk.users_counts().await?.active;
    let question = UsersPage {
        filter: rollbook_directory::contract::UserFilter {
            suspended: Some(false),
            tiers: vec![Tier::User],
            ..Desk::whole_tab(Tab::Active)
        },
        sort: Sort { key: SortKey::Added, descending: false },
        offset: active / 2,
        take: 200,
        anchor: None,
    };
    let rows = pair.book.desk.users_page(&question).await?.rows;
    if rows.is_empty() {
        Err(BenchError::of("there is nobody to suspend"))
    } else {
        Ok(rows.iter().map(|row| row.id).collect())
    }
}

/// Jumps into the middle of the list after each of many changes: what was known of positions is
/// worth nothing then.
pub(crate) async fn jump_after_change(pair: &Pair, sort: Sort) -> Result<report::Pair, BenchError> {
    let (mut ours, mut bare) = (Samples::default(), Samples::default());
    let active = pair.book.desk.users_counts().await?.active;
    for run in 0..JUMPS {
        pair.book.desk.sign_in().await?;
        let offset = active * (run + 1) / (JUMPS + 1);
        let question = UsersPage { filter: Desk::whole_tab(Tab::Active), sort, offset, take: 100, anchor: None };
        ours.time(pair.book.desk.users_page(&question)).await?;
        bare.time(crate::questions::walk(&pair.book, &question).listed(&pair.book.bare)).await?;
    }
    Ok(report::Pair { ours, bare: Some(bare) })
}
