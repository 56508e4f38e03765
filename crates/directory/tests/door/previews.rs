//! A preview changes nothing, and says what the command then does.

use crate::tables::{people, real, tables};
use rollbook_directory::{
    Tables, Task,
    contract::{ActOnUsers, ImportView, Outcome, RunImport},
};
use rollbook_domain::{
    Code,
    command::Action,
    member::{AccessMode, Tab},
};
use rollbook_testkit::{Bench, Engine, contract};

contract![
    a_preview_of_every_action_changes_nothing_and_comes_true,
    a_preview_of_an_undo_changes_nothing_and_comes_true,
    a_preview_of_an_import_changes_nothing_and_comes_true,
    a_preview_knows_what_an_earlier_table_of_the_same_import_does,
    a_preview_counts_the_plans_administrators_over_all_parts,
];

/// Members in every status.
async fn everybody(bench: &Bench) {
    bench.with_factors();
    let ann = bench.user("Ann Active", "ann@nordlys.example").await;
    bench.enters_and_enrols("ann@nordlys.example").await;
    let sue = bench.user("Sue Suspended", "sue@nordlys.example").await;
    let art = bench.user("Art Archived", "art@nordlys.example").await;
    bench.invite("Pen Pending", "pen@nordlys.example").await;
    let rev = bench.invite("Rev Revoked", "rev@nordlys.example").await;
    bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::All).await;
    // Active as well, and without a password yet.
    bench.import("email,first_name\nida@nordlys.example,Ida\n").await;
    bench.act(Action::Suspend, &[sue]).await;
    bench.act(Action::Archive, &[art]).await;
    bench.act(Action::Revoke, &[rev]).await;
    assert_ne!(ann, sue);
}

async fn a_preview_of_every_action_changes_nothing_and_comes_true(engine: Engine) {
    let bench = Bench::open(engine).await;
    everybody(&bench).await;
    for action in Action::ALL {
        let mut ids = Vec::new();
        for tab in [Tab::Active, Tab::Pending, Tab::Archived] {
            ids.extend(bench.rows(tab).await.iter().map(|row| row.id));
        }
        if action == Action::Erase {
            // The action before it restored everybody.
            bench.act(Action::Archive, &ids).await;
            // One at a time (C27).
            ids = bench.rows(Tab::Archived).await.iter().map(|row| row.id).take(1).collect();
        }
        let before = bench.dump().await;
        let ask = bench.ask(action, &ids);
        let told = bench.desk().act(&ActOnUsers { preview: true, ..ask.clone() }, &Task::unwatched()).await.unwrap();
        assert_eq!(bench.dump().await, before, "{action:?}");
        assert!(told.preview);
        let done = bench.desk().act(&ask, &Task::unwatched()).await.unwrap();
        assert_eq!(Outcome { preview: false, impact: None, ..told }, done, "{action:?}");
        assert!(done.done > 0, "{action:?} was possible for somebody");
    }
}

async fn a_preview_of_an_undo_changes_nothing_and_comes_true(engine: Engine) {
    let bench = Bench::open(engine).await;
    let mut ids = Vec::new();
    for name in ["ann", "ben", "cy"] {
        ids.push(bench.user(name, &format!("{name}@nordlys.example")).await);
    }
    let ask = bench.ask(Action::Suspend, &ids);
    bench.desk().act(&ask, &Task::unwatched()).await.unwrap();
    // Ben moved on: he stays.
    bench.act(Action::Archive, &[ids[1]]).await;
    let before = bench.dump().await;
    let told = bench.desk().preview_undo(ask.command).await.unwrap();
    assert_eq!(bench.dump().await, before);
    assert!(told.preview);
    assert_eq!((told.done, told.refused), (2, 1));
    assert_eq!((told.refusals[0].member, told.refusals[0].name.as_str()), (Some(ids[1]), "ben"));
    assert_eq!(told.refusals[0].refusal.message, "ben moved on since.");
    let done = bench.desk().undo(ask.command).await.unwrap();
    assert_eq!((done.done, done.refused, done.refusals), (told.done, told.refused, told.refusals));

    // Of one alone that can't be undone, the preview says why as well.
    let ask = bench.ask(Action::Suspend, &ids[..1]);
    bench.desk().act(&ask, &Task::unwatched()).await.unwrap();
    bench.act(Action::Archive, &ids[..1]).await;
    let before = bench.dump().await;
    let told = bench.desk().preview_undo(ask.command).await.unwrap();
    assert_eq!((told.done, told.refused, told.refusals[0].member), (0, 1, Some(ids[0])));
    assert_eq!(bench.dump().await, before);
    assert_eq!(crate::refused(bench.desk().preview_undo(bench.command()).await), Code::NothingToUndo);
}

async fn comes_true(bench: &Bench, tables: &Tables, invite: bool) -> ImportView {
    let before = bench.dump().await;
    let ask = bench.run(invite, true);
    let (told, told_report) = bench.desk().import(tables, &ask, &Task::unwatched()).await.unwrap();
    assert_eq!(bench.dump().await, before, "a preview changes nothing");
    let ask = RunImport { preview: false, ..ask };
    let (done, report) = bench.desk().import(tables, &ask, &Task::unwatched()).await.unwrap();
    assert_eq!(ImportView { preview: false, ..told }, done);
    assert_eq!(told_report.csv().unwrap(), report.csv().unwrap(), "row for row");
    done
}

async fn a_preview_of_an_import_changes_nothing_and_comes_true(engine: Engine) {
    let bench = Bench::open(engine).await;
    let done = comes_true(&bench, &real("kubernetes-client"), true).await;
    assert!(done.created > 0 && done.groups_created > 0);
    bench.user("Ann Lee", "ann@nordlys.example").await;
    let untidy = "email,first_name,last_name,role,groups,status,phone\n\
        ann@nordlys.example,Anna,Lee,admin,Crew,,112\n\
        sigrun@nordlys.example,Sigrun,Aasen,user,,,\n\
        no-address,X,Y,,,,\n\
        bo@nordlys.example,Bo,B,,Crew;Deck,suspended,\n\
        BO@nordlys.example,Bo,Twice,,,,\n\
        zoe@nordlys.example,Zoë,Ångström,admin,CREW,archived,\n";
    let done = comes_true(&bench, &tables(&[untidy]), false).await;
    assert_eq!((done.created, done.changed, done.refused), (2, 1, 2), "{:#?}", done.rows);
    let done = comes_true(&bench, &tables(&[&people(0..1_300)]), false).await;
    assert_eq!(done.created, 1_300);
}

async fn a_preview_knows_what_an_earlier_table_of_the_same_import_does(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (first, second) = (people(0..40), people(20..60));
    let done = comes_true(&bench, &tables(&[&first, &second]), false).await;
    assert_eq!((done.created, done.unchanged), (60, 20), "twenty stand in both");
    let renamed = first.replace("Person", "Renamed");
    let done = comes_true(&bench, &tables(&[&renamed, &renamed, &first]), false).await;
    assert_eq!((done.changed, done.unchanged), (80, 40), "there, there already, and back");
}

async fn a_preview_counts_the_plans_administrators_over_all_parts(engine: Engine) {
    let bench = Bench::open(engine).await;
    let role =
        |range, role| people(range).replace("last_name,groups", "last_name,role").replace(",Crew", &format!(",{role}"));
    let (first, rest) = (role(0..8, "admin"), role(8..600, "user"));
    let many = format!("{first}{}", rest.split_once('\n').expect("a head").1);
    let more = role(700..712, "admin");
    let done = comes_true(&bench, &tables(&[&many, &more]), false).await;
    assert_eq!((done.created, done.refused), (606, 6), "R21: the owner, eight, and six more make fifteen");
}
