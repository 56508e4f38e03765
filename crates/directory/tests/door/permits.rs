//! What a row permits is what the command then answers, for every action, status and actor.

use crate::editing::edit_of;
use rollbook_directory::{
    Desk, DirectoryError, Task,
    contract::{ActOnUsers, EditUser, InviteUser, UserRow},
};
use rollbook_domain::{
    Code, MemberId,
    command::Action,
    member::{AccessMode, Tab, Tier},
};
use rollbook_testkit::{Bench, Engine, contract};

contract![a_row_permits_what_the_command_then_does, a_full_plan_is_told_in_the_row];

async fn everybody(bench: &Bench) -> Vec<Desk> {
    bench.import("group,permissions\nCrew,deck.view\nBridge,deck.view;helm.manage\n").await;
    let groups = bench.desk().groups().await.unwrap();
    let named = |name: &str| groups.iter().find(|group| group.name == name).unwrap().id;
    let mut administrators = vec![bench.owner];
    for (name, access, group) in [
        ("all", AccessMode::All, None),
        ("bridge", AccessMode::Custom, Some("Bridge")),
        ("crew", AccessMode::Custom, Some("Crew")),
    ] {
        let email = format!("{name}@nordlys.example");
        let ask = InviteUser {
            tier: Tier::Admin,
            access,
            groups: group.map(named).into_iter().collect(),
            ..bench.invitation(name, &email)
        };
        administrators.push(bench.desk().invite(&ask).await.unwrap().member.unwrap());
        bench.accept(&email).await;
    }
    for (tier, group) in
        [(Tier::User, None), (Tier::User, Some("Crew")), (Tier::User, Some("Bridge")), (Tier::Admin, None)]
    {
        let kind = format!("{tier:?}-{}", group.unwrap_or("none"));
        let mut made: Vec<MemberId> = Vec::new();
        for status in ["active", "suspended", "archived", "pending", "revoked"] {
            let email = format!("{kind}.{status}@nordlys.example");
            let ask = InviteUser {
                tier,
                groups: group.map(named).into_iter().collect(),
                ..bench.invitation(&format!("{kind} {status}"), &email)
            };
            made.push(bench.desk().invite(&ask).await.unwrap().member.unwrap());
            if ["active", "suspended", "archived"].contains(&status) {
                bench.accept(&email).await;
            }
        }
        bench.act(Action::Suspend, &made[1..2]).await;
        bench.act(Action::Archive, &made[2..3]).await;
        bench.act(Action::Revoke, &made[4..5]).await;
    }
    // Nobody sent them anything yet: the only ones whom access info may go to.
    bench.import("email,first_name,groups\nimported@nordlys.example,Imported,Crew\n").await;
    administrators.into_iter().map(|member| bench.desk_of(member)).collect()
}

/// What the command itself says: nothing when it would be carried out.
async fn said(bench: &Bench, desk: &Desk, action: Action, member: MemberId) -> Option<rollbook_domain::Refusal> {
    let ask = ActOnUsers { preview: true, ..bench.ask(action, &[member]) };
    let outcome = desk.act(&ask, &Task::unwatched()).await.unwrap();
    assert_eq!(outcome.done + outcome.refused, 1);
    outcome.refusals.into_iter().next().map(|refused| refused.refusal)
}

async fn a_row_permits_what_the_command_then_does(engine: Engine) {
    let bench = Bench::open(engine).await;
    let desks = everybody(&bench).await;
    let (mut may, mut may_not) = (0, 0);
    for desk in &desks {
        let mut rows: Vec<UserRow> = Vec::new();
        for tab in [Tab::Active, Tab::Pending, Tab::Archived] {
            rows.extend(bench.rows_of(desk, tab).await);
        }
        assert_eq!(rows.len(), 4 + 20 + 1);
        for row in &rows {
            for action in Action::ALL {
                let said = said(&bench, desk, action, row.id).await;
                let offered = row.may.iter().find(|permit| permit.action == action);
                if let Some(permit) = offered {
                    assert_eq!(permit.refusal, said, "{action:?} of {}", row.name);
                    *(if said.is_none() { &mut may } else { &mut may_not }) += 1;
                } else {
                    let code = said.map(|refusal| refusal.code);
                    let why = [Some(Code::WrongStatus), Some(Code::RankTooLow)];
                    assert!(why.contains(&code), "{action:?} of {} isn't offered: {code:?}", row.name);
                }
            }
            let nothing = EditUser { seen: row.version, ..edit_of(&bench, row.id).await };
            match (desk.edit(&nothing).await, &row.edit_refusal) {
                (Ok(outcome), None) => assert_eq!(outcome.done, 0, "{}", row.name),
                (Err(DirectoryError::Refused(said)), Some(told)) => assert_eq!(said.code, told.code, "{}", row.name),
                (said, told) => panic!("{}: the row says {told:?}, the command {said:?}", row.name),
            }
        }
    }
    assert!(may > 40 && may_not > 20, "both are met: {may} may, {may_not} may not");
}

async fn a_full_plan_is_told_in_the_row(engine: Engine) {
    let bench = Bench::open(engine).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::Custom).await;
    bench.act(Action::Suspend, &[bo]).await;
    for n in 0..14 {
        let email = format!("a{n}@nordlys.example");
        let ask = InviteUser { tier: Tier::Admin, ..bench.invitation(&format!("Admin {n}"), &email) };
        bench.desk().invite(&ask).await.unwrap();
    }
    let row = bench.row(bo).await;
    let permit = row.may.iter().find(|permit| permit.action == Action::Reactivate).unwrap();
    assert_eq!(permit.refusal.as_ref().map(|refusal| refusal.code), Some(Code::PlanFull), "R3, R21");
    assert_eq!(permit.refusal, said(&bench, &bench.desk(), Action::Reactivate, bo).await);
    let one_more = InviteUser { tier: Tier::Admin, ..bench.invitation("One More", "more@nordlys.example") };
    assert_eq!(crate::refused(bench.desk().invite(&one_more).await), Code::PlanFull);
}
