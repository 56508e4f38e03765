//! What authority costs: who may do what, from memory and from disk; a role's change that reaches
//! half of everybody, with its impact; a role for ten thousand at once.

use crate::{
    bare::{Rows, Statement},
    book::store,
    clock::Samples,
    crowd::Crowd,
    error::BenchError,
    report::{Aim, Pair, Report},
    security,
};
use rollbook_directory::{
    Task,
    contract::{CreateRole, EditRole, EditRoles},
};
use rollbook_domain::{
    MemberId, RoleId, decide::authority, group::Permission, holding::Holding, member::Member, structure::Structure,
};
use rollbook_store::{ActorId, Arg, Schema, Store};
use std::{
    collections::HashSet,
    hint::black_box,
    path::Path,
    sync::{Arc, Mutex},
    time::Instant,
};

/// How many people authority is measured with, where so many were asked for.
const MEMBERS: u64 = 100_000;
/// How many people are asked for one by one, and how many times a role is edited.
const PEOPLE: usize = 1_000;
const EDITS: usize = 40;
/// How many people one command gives a role, and how often.
const MANY: usize = 10_000;
const GIFTS: usize = 5;

/// Measures authority in a file of its own.
pub(crate) async fn measure(folder: &Path, members: u64, report: &mut Report) -> Result<(), BenchError> {
    let crowd = Crowd::fill(&folder.join("authority.rollbook"), members.min(MEMBERS)).await?;
    let facts = crowd.book.store.facts(crowd.book.organization, ActorId::System).await?;
    report.table(&format!(
        "Authority: {} members, {} groups, {} roles, {} permissions",
        crowd.members.len() + 1,
        facts.structure.groups.len(),
        facts.structure.roles.len(),
        facts.structure.catalogue.len()
    ));
    let memory = from_memory(&crowd, &facts.structure).await?;
    report.line("effective set of one member from memory, in µs", &memory, Aim::Within(5.0), 1.0);
    report.line("effective set of one member from disk", &from_disk(&crowd).await?, Aim::Within(2.0), 1.0);
    let read = structure(folder).await?;
    report.line("the whole structure read anew", &read, Aim::Told, 1.0);
    let (told, edited) = edits(&crowd).await?;
    let reach = crowd.members.len() / 2;
    report.line(&format!("what a role edit would do that reaches {reach}"), &told, Aim::Within(50.0), 1.0);
    report.line("the edit itself", &edited, Aim::Within(50.0), 1.0);
    let gifts = gifts(folder, &crowd).await?;
    let many = MANY.min(crowd.members.len());
    report.line(&format!("a role for {many} at once, with its progress"), &gifts, Aim::Within(2_000.0), 1.0);
    let (page, curve) = security::measure(&crowd).await?;
    report.line("the security page with a year of coverage", &page, Aim::Within(50.0), 1.0);
    report.line("coverage over 366 days", &curve, Aim::Within(100.0), 1.0);
    crowd.book.close().await;
    Ok(())
}

/// People who are asked for one by one, from all over the file.
fn some(crowd: &Crowd) -> Vec<MemberId> {
    let step = (crowd.members.len() / PEOPLE).max(1);
    crowd.members.iter().step_by(step).take(PEOPLE).copied().collect()
}

/// Sets as bits beside sets of the permissions themselves. A sample is everybody in turn; a thousand
/// people in a millisecond are a microsecond each.
async fn from_memory(crowd: &Crowd, structure: &Structure) -> Result<Pair, BenchError> {
    let mut people = crowd.book.store.members(crowd.book.organization, &some(crowd)).await?;
    people.sort_by_key(|member| member.id);
    let people: Vec<Member> = people.iter().cycle().take(PEOPLE).cloned().collect();
    let (mut ours, mut bare) = (Samples::default(), Samples::default());
    for _ in 0..200 {
        let begun = Instant::now();
        for member in &people {
            black_box(authority::effective_now(structure, black_box(member)));
        }
        ours.push(begun.elapsed());
        let begun = Instant::now();
        for member in &people {
            black_box(plain_set(structure, black_box(member)));
        }
        bare.push(begun.elapsed());
    }
    // The two say the same.
    for member in &people {
        let set = authority::effective_now(structure, member).listed(structure);
        if set.len() != plain_set(structure, member).len() || set.is_empty() {
            return Err(BenchError::of("the sets differ"));
        }
    }
    Ok(Pair { ours, bare: Some(bare) })
}

/// Roles and groups of a member as a set of permissions.
fn plain_set<'a>(structure: &'a Structure, member: &Member) -> HashSet<&'a Permission> {
    let roles = member.holds.roles.iter().filter_map(|id| structure.roles.get(id)).flat_map(|role| &role.permissions);
    let groups = member.groups.iter().filter_map(|id| structure.groups.get(id)).flat_map(|group| &group.permissions);
    roles.chain(groups).collect()
}

/// Facts and one member read, beside one statement that joins all of it.
async fn from_disk(crowd: &Crowd) -> Result<Pair, BenchError> {
    let (mut ours, mut bare) = (Samples::default(), Samples::default());
    let (store, organization) = (&crowd.book.store, crowd.book.organization);
    for id in some(crowd) {
        let asked = async {
            let facts = store.facts(organization, ActorId::System).await?;
            let found = store.members(organization, &[id]).await?;
            Ok::<_, BenchError>(
                found.first().map(|m| authority::effective_now(&facts.structure, m).listed(&facts.structure).len()),
            )
        };
        let found = ours.time(asked).await?;
        let joined = Statement::new(
            "SELECT p.permission FROM holding h JOIN role_permission p ON p.role = h.what WHERE h.member = $1 AND h.kind = 1 \
             UNION SELECT p.permission FROM member_grp x JOIN grp_permission p ON p.grp = x.grp WHERE x.member = $1",
            vec![id.to_bytes().into()],
        );
        let rows = bare.time(joined.rows(crowd.book.bare.pool())).await?;
        if found != Some(rows.len()) {
            return Err(BenchError::of("the sets differ"));
        }
    }
    Ok(Pair { ours, bare: Some(bare) })
}

/// The structure as a program reads it that has just begun.
async fn structure(folder: &Path) -> Result<Pair, BenchError> {
    let mut ours = Samples::default();
    for _ in 0..10 {
        let fresh = store(&folder.join("authority.rollbook"), Schema::Expect).await?;
        let organization = fresh.organizations().await?.first().map(|organization| organization.id);
        let organization = organization.ok_or_else(|| BenchError::of("no organization"))?;
        ours.time(fresh.facts(organization, ActorId::System)).await?;
        fresh.close().await;
    }
    Ok(Pair { ours, bare: None })
}

/// Takes permissions from a role and gives them back: what it would do, and the doing.
async fn edits(crowd: &Crowd) -> Result<(Pair, Pair), BenchError> {
    let (mut told, mut edited, mut bare) = (Samples::default(), Samples::default(), Samples::default());
    let role = crowd.roles[0];
    let permission = crowd.catalogue.first().cloned().ok_or_else(|| BenchError::of("no permission"))?;
    for run in 0..EDITS {
        let view = crowd.book.desk.roles().await?;
        let seen = view.roles.iter().find(|view| view.id == role).map(|view| view.version);
        let (give, take) =
            if run % 2 == 0 { (vec![], vec![permission.clone()]) } else { (vec![permission.clone()], vec![]) };
        let edit = EditRole { role, seen: seen.unwrap_or_default(), name: None, description: None, give, take };
        let ask = EditRoles { command: crowd.book.command(), edits: vec![edit], preview: true };
        let impact = told.time(crowd.book.desk.edit_roles(&ask)).await?.impact.unwrap_or_default();
        if impact.reach != (crowd.members.len() / 2) as u64 || impact.people.is_empty() {
            return Err(BenchError::Unfit(format!("the edit reaches {} and {}", impact.reach, impact.people.len())));
        }
        edited.time(crowd.book.desk.edit_roles(&EditRoles { preview: false, ..ask })).await?;
        bare.time(counted(&crowd.book.bare, role)).await?;
    }
    Ok((Pair { ours: told, bare: Some(bare) }, Pair { ours: edited, bare: None }))
}

/// Holders counted one by one, which kept sizes spare.
async fn counted(bare: &Store, role: RoleId) -> Result<i64, BenchError> {
    let text = "SELECT count(*) FROM holding h JOIN member m ON m.id = h.member WHERE h.kind = 1 AND h.what = $1 AND m.status < 3";
    Statement::new(text, vec![role.to_bytes().into()]).number(bare.pool()).await
}

/// A new role for many, beside bare inserts of the rows that come of it.
async fn gifts(folder: &Path, crowd: &Crowd) -> Result<Pair, BenchError> {
    let replica = store(&folder.join("authority-replica.rollbook"), Schema::Migrate).await?;
    let pool = crowd.book.store.pool();
    let mut all = Vec::new();
    for (table, text) in [
        ("organization", "SELECT * FROM organization"),
        ("account", "SELECT * FROM account"),
        ("member", "SELECT * FROM member"),
        ("role", "SELECT * FROM role"),
        ("holding", "SELECT * FROM holding"),
    ] {
        all.push(Rows::of(pool, table, &Statement::new(text, Vec::new())).await?);
    }
    put(&replica, all).await?;
    let (mut ours, mut bare) = (Samples::default(), Samples::default());
    for run in 0..GIFTS {
        let ask = CreateRole {
            command: crowd.book.command(),
            name: format!("Gift {run}"),
            description: String::new(),
            portal: false,
            permissions: crowd.catalogue.iter().take(10).cloned().collect(),
            preview: false,
        };
        let role = crowd.book.desk.create_role(&ask).await?.role.ok_or_else(|| BenchError::of("no role was made"))?;
        let many = &crowd.members[..MANY.min(crowd.members.len())];
        let seq = crowd.book.store.seq(crowd.book.organization).await?;
        let ask = crowd.asks(&Holding::Role(role), many);
        let (told, task) = watched();
        let done = ours.time(crowd.book.desk.change_holdings(&ask, &task)).await?.done;
        let told = told.lock().map(|told| told.clone()).unwrap_or_default();
        if told.len() < 2 || !told.is_sorted() || told.last() != Some(&(many.len() as u64)) {
            return Err(BenchError::Unfit(format!("its progress was {told:?}")));
        }
        if done != many.len() as u64 {
            return Err(BenchError::of("somebody was left out"));
        }
        let organization: Arg = crowd.book.organization.to_bytes().into();
        let added = vec![
            Rows::of(
                pool,
                "holding",
                &Statement::new("SELECT * FROM holding WHERE what = $1", vec![role.to_bytes().into()]),
            )
            .await?,
            Rows::of(
                pool,
                "event",
                &Statement::new(
                    "SELECT * FROM event WHERE organization = $1 AND seq > $2",
                    vec![organization, seq.into()],
                ),
            )
            .await?,
        ];
        bare.time(put(&replica, added)).await?;
    }
    replica.close().await;
    Ok(Pair { ours, bare: Some(bare) })
}

/// Work whose progress is kept: what a window that shows it costs is a part of the figure.
fn watched() -> (Arc<Mutex<Vec<u64>>>, Task) {
    let told: Arc<Mutex<Vec<u64>>> = Arc::default();
    let kept = Arc::clone(&told);
    let task = Task::new(move |done, _| {
        if let Ok(mut told) = kept.lock() {
            told.push(done);
        }
    });
    (told, task)
}

async fn put(replica: &Store, rows: Vec<Rows>) -> Result<(), BenchError> {
    let mut transaction = replica.pool().begin().await?;
    for part in rows {
        part.insert(&mut transaction).await?;
    }
    Ok(transaction.commit().await?)
}
