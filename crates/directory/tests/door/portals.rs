//! Portals at the desk: made, removed with all who had them, and brought back (R8, B6).

use crate::{
    asks::{give, hold},
    refused,
};
use rollbook_directory::{
    Task,
    contract::{AddPortal, RemovePortal},
};
use rollbook_domain::{
    Code, MemberId, PortalId,
    holding::Holding,
    member::{AccessMode, Kind},
};
use rollbook_testkit::{Bench, Engine, contract};

contract![
    r8_a_removed_portal_is_taken_from_everybody_and_undo_gives_it_back,
    r14_a_portal_of_somebody_above_stays_and_they_are_named,
    r5_r8_people_of_a_portal_are_told_their_user_name_and_which_portals_they_come_in_by,
];

async fn customers(bench: &Bench) -> PortalId {
    let ask = AddPortal { command: bench.command(), name: "Customers".to_owned() };
    bench.desk().add_portal(&ask).await.unwrap();
    bench.desk().access_choices().await.unwrap().portals[0].id
}

async fn customer(bench: &Bench, portal: PortalId, name: &str, email: &str) -> MemberId {
    let ask = rollbook_directory::contract::InviteUser {
        kind: Some(Kind::Portal),
        access: AccessMode::Custom,
        portals: vec![portal],
        ..bench.invitation(name, email)
    };
    bench.desk().invite(&ask).await.unwrap().member.unwrap()
}

async fn portals_of(bench: &Bench, member: MemberId) -> Vec<PortalId> {
    bench.desk().user(member).await.unwrap().portals
}

async fn r8_a_removed_portal_is_taken_from_everybody_and_undo_gives_it_back(engine: Engine) {
    let bench = Bench::open(engine).await;
    let portal = customers(&bench).await;
    let ann = customer(&bench, portal, "Ann Lee", "ann@fjord.example").await;
    let bo = customer(&bench, portal, "Bo Lee", "bo@fjord.example").await;
    bench.accept("bo@fjord.example").await;
    bench.act(rollbook_domain::command::Action::Archive, &[bo]).await;
    assert_eq!(bench.desk().access_choices().await.unwrap().portals[0].members, 1, "who is archived doesn’t count");
    let ask = RemovePortal { command: bench.command(), portal, preview: false };
    let before = bench.dump().await;
    let preview = RemovePortal { preview: true, ..ask.clone() };
    let told = bench.desk().remove_portal(&preview, &Task::unwatched()).await.unwrap();
    assert_eq!(bench.dump().await, before, "B6");
    assert_eq!(told.impact.unwrap().reach, 2);
    let done = bench.desk().remove_portal(&ask, &Task::unwatched()).await.unwrap();
    assert!(done.undoable);
    assert_eq!(bench.desk().remove_portal(&ask, &Task::unwatched()).await.unwrap(), done, "replayed, it is done once");
    assert_eq!(bench.desk().access_choices().await.unwrap().portals, []);
    assert_eq!((portals_of(&bench, ann).await, portals_of(&bench, bo).await), (vec![], vec![]));
    bench.desk().undo(ask.command).await.unwrap();
    assert_eq!((portals_of(&bench, ann).await, portals_of(&bench, bo).await), (vec![portal], vec![portal]));
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None, "R30");
    let unknown = RemovePortal { portal: PortalId::from_uuid(uuid::Uuid::nil()), command: bench.command(), ..ask };
    assert_eq!(refused(bench.desk().remove_portal(&unknown, &Task::unwatched()).await), Code::NotFound);
}

async fn r14_a_portal_of_somebody_above_stays_and_they_are_named(engine: Engine) {
    let bench = Bench::open(engine).await;
    let portal = customers(&bench).await;
    let ann = customer(&bench, portal, "Ann Lee", "ann@fjord.example").await;
    let mut role = crate::asks::new_role(&bench, "Customer", &["tickets.view"]);
    role.portal = true;
    let role = bench.desk().create_role(&role).await.unwrap().role.unwrap();
    hold(&bench, &give(&bench, &[Holding::Role(role)], &[ann])).await;
    let bo = bench.administrator("Bo Berg", "bo@nordlys.example", AccessMode::Custom).await;
    let before = bench.dump().await;
    let ask = RemovePortal { command: bench.command(), portal, preview: false };
    let answer = bench.desk_of(bo).remove_portal(&ask, &Task::unwatched()).await;
    let Err(rollbook_directory::DirectoryError::Refused(why)) = answer else { panic!("not refused: {answer:?}") };
    assert_eq!(why.message, "Ann Lee has this portal and has rights that you don’t have.");
    assert_eq!((why.code, why.about), (Code::RankTooLow, Some(ann)));
    assert_eq!(bench.dump().await, before);
}

async fn r5_r8_people_of_a_portal_are_told_their_user_name_and_which_portals_they_come_in_by(engine: Engine) {
    let bench = Bench::open(engine).await;
    let portal = customers(&bench).await;
    let ann = "ann@fjord.example";
    customer(&bench, portal, "Ann Lee", ann).await;
    bench.invite("Bo Berg", "bo@nordlys.example").await;
    let told = bench.mails_to(bench.organization, ann).await;
    assert_eq!(told.len(), 1);
    for told_of in ["Portals: Customers", "Your user name: ann@fjord.example", "/join/"] {
        assert!(told[0].text.contains(told_of), "{}", told[0].text);
    }
    let others = bench.mails_to(bench.organization, "bo@nordlys.example").await;
    assert!(!others[0].text.contains("Portals"), "nobody else is told of portals");
    bench.accept(ann).await;
}
