//! Edits: what somebody else changed in between isn't overwritten in silence.

use crate::refused;
use rollbook_directory::contract::EditUser;
use rollbook_domain::{
    Code, MemberId,
    member::{AccessMode, Tab},
};
use rollbook_testkit::{Bench, Engine, contract};

contract![
    a_newer_change_of_the_same_field_is_a_conflict,
    a_newer_change_of_another_field_is_none,
    an_address_that_somebody_has_is_refused,
    c37_a_new_address_of_a_pending_person_gets_a_link_of_its_own,
    an_address_that_another_organization_knows_too_stays,
];

/// An edit that changes nothing yet, on what the screen saw.
pub(crate) async fn edit_of(bench: &Bench, member: MemberId) -> EditUser {
    EditUser {
        command: bench.command(),
        member,
        seen: bench.row(member).await.version,
        first_name: None,
        last_name: None,
        email: None,
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

async fn a_newer_change_of_the_same_field_is_a_conflict(engine: Engine) {
    let bench = Bench::open(engine).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::All).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let mine = EditUser { phone: Some("111".to_owned()), ..edit_of(&bench, ann).await };
    let theirs = EditUser { phone: Some("222".to_owned()), ..edit_of(&bench, ann).await };
    bench.desk_of(bo).edit(&theirs).await.unwrap();
    let dump = bench.dump().await;
    let answer = bench.desk().edit(&mine).await;
    match &answer {
        Err(rollbook_directory::DirectoryError::Refused(refusal)) => {
            assert_eq!((refusal.code, refusal.field.as_deref()), (Code::Conflict, Some("phone")));
            assert!(refusal.message.contains("222"), "it says theirs: {}", refusal.message);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(bench.dump().await, dump);
    let over = EditUser { phone: Some("111".to_owned()), ..edit_of(&bench, ann).await };
    bench.desk().edit(&over).await.expect("mine over theirs, once it was seen");
    assert_eq!(bench.desk().user(ann).await.unwrap().phone, "111");
}

async fn a_newer_change_of_another_field_is_none(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let (one, two) = (edit_of(&bench, ann).await, edit_of(&bench, ann).await);
    bench.desk().edit(&EditUser { phone: Some("111".to_owned()), ..one }).await.unwrap();
    bench
        .desk()
        .edit(&EditUser { note: Some("on leave".to_owned()), last_name: Some("Li".to_owned()), ..two })
        .await
        .unwrap();
    let view = bench.desk().user(ann).await.unwrap();
    assert_eq!((view.phone.as_str(), view.note.as_str(), view.row.name.as_str()), ("111", "on leave", "Ann Li"));
}

async fn an_address_that_somebody_has_is_refused(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    bench.user("Bo Lee", "bo@nordlys.example").await;
    let dump = bench.dump().await;
    let ask = EditUser { email: Some("BO@nordlys.example".to_owned()), ..edit_of(&bench, ann).await };
    assert_eq!(refused(bench.desk().edit(&ask).await), Code::EmailTaken);
    bench.found("Fjord", "knut@fjord.example").await;
    let before = bench.dump().await;
    let ask = EditUser { email: Some("knut@fjord.example".to_owned()), ..edit_of(&bench, ann).await };
    assert_eq!(refused(bench.desk().edit(&ask).await), Code::EmailTaken, "nor one of a person elsewhere");
    assert_eq!(bench.dump().await, before);
    assert_eq!(dump.table("member").len(), 3);
}

async fn c37_a_new_address_of_a_pending_person_gets_a_link_of_its_own(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.invite("Ann Lee", "typo@nordlys.example").await;
    let old = bench.token("typo@nordlys.example").await;
    let ask = EditUser { email: Some("ann@nordlys.example".to_owned()), ..edit_of(&bench, ann).await };
    bench.desk().edit(&ask).await.unwrap();
    assert!(bench.directory.invitation(&old).await.unwrap().is_err(), "whoever got the wrong mail can't come in");
    bench.accept("ann@nordlys.example").await;
    assert_eq!(bench.rows(Tab::Active).await.len(), 2);
}

async fn an_address_that_another_organization_knows_too_stays(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let (fjord, owner) = bench.found("Fjord", "knut@fjord.example").await;
    let desk = bench.directory.desk(fjord, rollbook_directory::ActorId::Member(owner));
    desk.invite(&bench.invitation("Ann Lee", "ann@nordlys.example")).await.unwrap();
    let ask = EditUser { email: Some("new@nordlys.example".to_owned()), ..edit_of(&bench, ann).await };
    let before = bench.dump().await;
    assert!(
        bench.desk().edit(&ask).await.is_err(),
        "one organization doesn’t change what another one’s person signs in with"
    );
    assert_eq!(bench.dump().await, before);
}
