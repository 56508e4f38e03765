//! Two organizations of one database write about the same person at the same moment: none of them
//! hears of the other, and both rely on one account (R1).

use rollbook_credentials::Secret;
use rollbook_directory::{
    ActorId, Desk, Founder, NewOrganization, Tables, Task,
    contract::{EditUser, ImportView, InviteUser, Outcome},
};
use rollbook_domain::{
    AccountId, Code, MemberId,
    member::{AccessMode, Tier},
    organization::Plan,
};
use rollbook_testkit::{Bench, Engine, PASSWORD, contract};
use std::collections::BTreeSet;

contract![
    r1_two_organizations_that_invite_the_same_new_person_at_once_share_one_account,
    r1_two_tables_with_the_same_new_people_in_opposite_order_share_their_accounts,
    c37_an_address_moves_only_while_no_other_organization_joins_it,
    r7_of_two_that_take_one_address_at_once_one_gets_it,
    an_organization_is_not_founded_under_an_address_that_somebody_has,
];

/// Nordlys and Fjord in one database, each with its owner at work.
async fn two(engine: Engine) -> (Bench, Desk, Desk) {
    let bench = Bench::open(engine).await;
    let (fjord, knut) = bench.found("Fjord", "knut@fjord.example").await;
    let (ours, theirs) = (bench.desk(), bench.directory.desk(fjord, ActorId::Member(knut)));
    (bench, ours, theirs)
}

async fn account(desk: &Desk, member: MemberId) -> AccountId {
    desk.directory().store().members(desk.organization(), &[member]).await.unwrap()[0].account
}

fn invitation(bench: &Bench, email: &str) -> InviteUser {
    InviteUser { tier: Tier::User, access: AccessMode::Custom, ..bench.invitation("Ann Lee", email) }
}

async fn r1_two_organizations_that_invite_the_same_new_person_at_once_share_one_account(engine: Engine) {
    let (bench, ours, theirs) = two(engine).await;
    for round in 0..20 {
        let email = format!("ann{round}@lee.example");
        let asks = (invitation(&bench, &email), invitation(&bench, &email));
        let (ours, theirs) = (ours.clone(), theirs.clone());
        let here = tokio::spawn({
            let ours = ours.clone();
            async move { ours.invite(&asks.0).await }
        });
        let there = tokio::spawn({
            let theirs = theirs.clone();
            async move { theirs.invite(&asks.1).await }
        });
        let member = |outcome: Outcome| outcome.member.unwrap();
        let (here, there) = (member(here.await.unwrap().unwrap()), member(there.await.unwrap().unwrap()));
        assert_eq!(account(&ours, here).await, account(&theirs, there).await, "{email}");
    }
    for desk in [ours, theirs] {
        assert_eq!(bench.store().verify_log(desk.organization(), |_| {}).await.unwrap(), None);
    }
}

async fn r1_two_tables_with_the_same_new_people_in_opposite_order_share_their_accounts(engine: Engine) {
    let (bench, ours, theirs) = two(engine).await;
    let people: Vec<String> = (0..1_200).map(|n| format!("p{n:04}@lee.example")).collect();
    let table = |people: Vec<&String>| {
        let rows: Vec<&str> = people.into_iter().map(String::as_str).collect();
        Tables::load(vec![("table.csv".to_owned(), format!("email\n{}\n", rows.join("\n")).into_bytes())]).unwrap()
    };
    let (forth, back) = (table(people.iter().collect()), table(people.iter().rev().collect()));
    let (one, two) = (bench.run(false, false), bench.run(false, false));
    let run = |desk: Desk, tables: Tables, ask| {
        tokio::spawn(async move { desk.import(&tables, &ask, &Task::unwatched()).await.map(|(view, _)| view) })
    };
    let (here, there) = (run(ours.clone(), forth, one), run(theirs.clone(), back, two));
    let created = |view: ImportView| (view.created, view.refused);
    assert_eq!(created(here.await.unwrap().unwrap()), (1_200, 0));
    assert_eq!(created(there.await.unwrap().unwrap()), (1_200, 0));
    let accounts = bench.dump().await.table("account").len();
    assert_eq!(accounts, 1_200 + 2, "one for each person and each owner");
}

async fn moved(bench: &Bench, desk: &Desk, member: MemberId, email: &str) -> EditUser {
    let seen = desk.user(member).await.unwrap().row.version;
    EditUser {
        command: bench.command(),
        member,
        seen,
        first_name: None,
        last_name: None,
        email: Some(email.to_owned()),
        tier: None,
        access: None,
        groups: None,
        roles: None,
        grants: None,
        licences: None,
        portals: None,
        contact: None,
        customer: None,
        language: None,
        phone: None,
        note: None,
        preview: None,
    }
}

async fn c37_an_address_moves_only_while_no_other_organization_joins_it(engine: Engine) {
    let (bench, ours, theirs) = two(engine).await;
    let mut ends = BTreeSet::new();
    for round in 0..20 {
        let (old, new) = (format!("ann{round}@lee.example"), format!("ann{round}@berg.example"));
        let ann = bench.invite("Ann Lee", &old).await;
        let (edit, invite) = (moved(&bench, &ours, ann, &new).await, invitation(&bench, &old));
        let (here, there) = (ours.clone(), theirs.clone());
        let edited = tokio::spawn(async move { here.edit(&edit).await });
        let invited = tokio::spawn(async move { there.invite(&invite).await });
        let (edited, invited) = (edited.await.unwrap(), invited.await.unwrap().unwrap().member.unwrap());
        let shared = account(&ours, ann).await == account(&theirs, invited).await;
        // Either they were joined first, and the address stays; or it moved, and the other is new.
        match edited {
            Ok(_) => assert!(!shared, "whoever joins {old} isn't given the account that moved away"),
            refused => {
                assert_eq!(crate::refused(refused), Code::NotAllowed);
                assert!(shared);
            }
        }
        ends.insert(shared);
    }
    assert!(!ends.is_empty());
}

async fn r7_of_two_that_take_one_address_at_once_one_gets_it(engine: Engine) {
    let (bench, ours, theirs) = two(engine).await;
    for round in 0..10 {
        let ann = bench.invite("Ann Lee", &format!("ann{round}@lee.example")).await;
        let ask = invitation(&bench, &format!("liv{round}@fjord.example"));
        let liv = theirs.invite(&ask).await.unwrap().member.unwrap();
        let wanted = format!("wanted{round}@lee.example");
        let (mine, other) = (moved(&bench, &ours, ann, &wanted).await, moved(&bench, &theirs, liv, &wanted).await);
        let (here, there) = (ours.clone(), theirs.clone());
        let mine = tokio::spawn(async move { here.edit(&mine).await });
        let other = tokio::spawn(async move { there.edit(&other).await });
        let (mine, other) = (mine.await.unwrap(), other.await.unwrap());
        assert_eq!(u8::from(mine.is_ok()) + u8::from(other.is_ok()), 1, "one of them");
        let refusal = if mine.is_ok() { other } else { mine };
        assert_eq!(crate::refused(refusal), Code::EmailTaken, "in the words of the rule");
    }
}

async fn an_organization_is_not_founded_under_an_address_that_somebody_has(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    let new = NewOrganization {
        name: "Fjord".to_owned(),
        language: "en".to_owned(),
        plan: Plan::Business,
        founder: Founder {
            first_name: "Ann".to_owned(),
            last_name: "Lee".to_owned(),
            email: "Ann@nordlys.example".to_owned(),
            password: Secret::new(PASSWORD.to_owned()),
        },
    };
    assert_eq!(crate::refused(bench.directory.create(&new).await), Code::EmailTaken);
}
