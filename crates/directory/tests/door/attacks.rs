//! Attacks through the door: what a desk must neither tell nor overwrite.

use crate::{
    asks::{give, licence},
    editing::edit_of,
    refused,
};
use rollbook_directory::{
    Task,
    contract::{ChangeHoldings, CreateRole, EditUser, SetSeats},
};
use rollbook_domain::{Code, RoleId, command::Action, holding::Holding, member::AccessMode};
use rollbook_testkit::{Bench, Engine, contract};

contract![
    a_list_doesnt_overwrite_in_silence_what_somebody_else_gave_or_took,
    an_answer_that_names_whom_no_seat_was_left_for_forgets_them_with_their_erasure,
    c32_nobody_who_is_shut_out_sees_even_their_own_rights,
    c33_how_mail_leaves_is_told_to_administrators_and_its_secret_to_few,
];

async fn role(bench: &Bench, name: &str) -> RoleId {
    let ask = CreateRole {
        command: bench.command(),
        name: name.to_owned(),
        description: String::new(),
        portal: false,
        permissions: Vec::new(),
        preview: false,
    };
    bench.desk().create_role(&ask).await.unwrap().role.unwrap()
}

async fn a_list_doesnt_overwrite_in_silence_what_somebody_else_gave_or_took(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (dispatch, harbour) = (role(&bench, "Dispatch").await, role(&bench, "Harbour").await);
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let mine = EditUser { roles: Some(vec![harbour]), ..edit_of(&bench, ann).await };
    let theirs = give(&bench, &[Holding::Role(dispatch)], &[ann]);
    bench.desk().change_holdings(&theirs, &Task::unwatched()).await.unwrap();
    assert_eq!(refused(bench.desk().edit(&mine).await), Code::Conflict, "it would have taken Dispatch away");
    assert_eq!(bench.desk().user(ann).await.unwrap().roles, [dispatch]);

    let again = EditUser { roles: Some(vec![dispatch, harbour]), ..edit_of(&bench, ann).await };
    let take = ChangeHoldings { give: Vec::new(), take: vec![Holding::Role(dispatch)], ..give(&bench, &[], &[ann]) };
    bench.desk().change_holdings(&take, &Task::unwatched()).await.unwrap();
    assert_eq!(refused(bench.desk().edit(&again).await), Code::Conflict, "it would have given Dispatch back");
    let fresh = EditUser { roles: Some(vec![harbour]), ..edit_of(&bench, ann).await };
    bench.desk().edit(&fresh).await.unwrap();
    assert_eq!(bench.desk().user(ann).await.unwrap().roles, [harbour]);
}

async fn an_answer_that_names_whom_no_seat_was_left_for_forgets_them_with_their_erasure(engine: Engine) {
    let bench = Bench::open(engine).await;
    let quillon = bench.user("Quillon Canary", "quillon@canary.example").await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let view = bench.desk().licences().await.unwrap();
    let package = view.packages.iter().find(|package| package.used == 0).unwrap().package.clone();
    let seats = SetSeats { command: bench.command(), package: package.clone(), seats: 1, preview: false };
    bench.desk().set_seats(&seats).await.unwrap();
    let base = licence(&package.to_string());
    bench
        .desk()
        .change_holdings(&give(&bench, std::slice::from_ref(&base), &[quillon]), &Task::unwatched())
        .await
        .unwrap();
    bench.act(Action::Suspend, &[quillon]).await;
    bench.desk().change_holdings(&give(&bench, &[base], &[ann]), &Task::unwatched()).await.unwrap();
    let back = bench.act(Action::Reactivate, &[quillon]).await;
    assert!(back.refusals[0].refusal.message.contains("Quillon Canary"), "{:?}", back.refusals);
    bench.act(Action::Archive, &[quillon]).await;
    bench.act(Action::Erase, &[quillon]).await;
    for trace in ["quillon", "canary"] {
        assert_eq!(bench.dump().await.holding(trace), [] as [String; 0], "{trace}");
    }
}

async fn c32_nobody_who_is_shut_out_sees_even_their_own_rights(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::All).await;
    assert!(bench.desk_of(ann).my_glass().await.is_ok(), "a user sees what they may do");
    assert_eq!(refused(bench.desk_of(ann).glass(bo).await), Code::NotAllowed, "and nobody else's");
    for (shut, back) in [(Action::Suspend, Action::Reactivate), (Action::Archive, Action::Restore)] {
        bench.act(shut, &[ann, bo]).await;
        for who in [ann, bo] {
            assert_eq!(refused(bench.desk_of(who).my_glass().await), Code::NotAllowed, "{shut:?}");
        }
        bench.act(back, &[ann, bo]).await;
        assert!(bench.desk_of(bo).my_glass().await.is_ok());
    }
    let pending = bench.invite("Pia Ny", "pia@nordlys.example").await;
    assert_eq!(refused(bench.desk_of(pending).my_glass().await), Code::NotAllowed, "C27");
}

async fn c33_how_mail_leaves_is_told_to_administrators_and_its_secret_to_few(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::All).await;
    bench.desk().set_setting("mail_password", "rare-canary").await.unwrap();
    assert_eq!(refused(bench.desk_of(ann).mail_server().await), Code::NotAllowed);
    assert_eq!(bench.desk_of(bo).mail_server().await.unwrap(), None);
    // Whoever could read or change it could take every link on its way (R14).
    assert_eq!(refused(bench.desk_of(bo).setting("mail_password").await), Code::RankTooLow);
    assert_eq!(refused(bench.desk_of(bo).set_setting("mail_password", "x").await), Code::RankTooLow);
    assert_eq!(refused(bench.desk_of(bo).set_mail_server(None).await), Code::RankTooLow);
    assert_eq!(bench.desk().setting("mail_password").await.unwrap().as_deref(), Some("rare-canary"));
}
