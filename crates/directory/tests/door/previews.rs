//! A preview changes nothing, and says what the command then does.

use crate::tables::{people, real, tables};
use rollbook_directory::{
    Tables, Task,
    contract::{ActOnUsers, ImportView, Outcome, PlaceOrder, RunImport, SetPeriod, SetSeats},
};
use rollbook_domain::{
    Code, Timestamp,
    command::Action,
    holding::Period,
    member::{AccessMode, Tab},
    order::{Order, Seating},
    organization::Plan,
    time::DAY,
};
use rollbook_testkit::{Bench, Engine, MORNING, contract};

contract![
    a_preview_of_every_action_changes_nothing_and_comes_true,
    a_preview_of_an_undo_changes_nothing_and_comes_true,
    a_preview_of_an_import_changes_nothing_and_comes_true,
    b6_an_import_says_before_what_those_who_are_here_gain,
    b6_a_product_says_before_it_is_taken_who_gains_by_it,
    b6_a_first_day_to_come_says_before_that_it_suspends,
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
    assert!(told.impact.is_some() && done.impact.is_none(), "what it would do is said before");
    assert_eq!(ImportView { preview: false, impact: None, ..told }, done);
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

async fn b6_an_import_says_before_what_those_who_are_here_gain(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let bo = bench.user("Bo Berg", "bo@nordlys.example").await;
    let groups = "group,description,permissions\nHarbour,Pilots,tides.view;tides.edit\n";
    let people = "email,first_name,last_name,groups\n\
        ann@nordlys.example,Ann,Lee,Harbour\n\
        bo@nordlys.example,Bo,Berg,\n\
        new@nordlys.example,Nea,New,Harbour\n";
    let ask = bench.run(false, true);
    let (told, _) = bench.desk().import(&tables(&[groups, people]), &ask, &Task::unwatched()).await.unwrap();
    assert_eq!((told.created, told.changed, told.groups_created, told.modules), (1, 1, 1, 1), "{:#?}", told.rows);
    let impact = told.impact.expect("a preview weighs");
    let of = |who| impact.people.iter().find(|person| person.member == who);
    let gained: Vec<String> = of(ann).expect("she joins").gained.iter().map(ToString::to_string).collect();
    assert_eq!(
        (gained.as_slice(), of(ann).expect("she joins").lost.len()),
        (["tides.edit".to_owned(), "tides.view".to_owned()].as_slice(), 0)
    );
    assert_eq!(of(bo), None, "nothing is about him");
    // Whoever has everything has the new module too; who is new begins with what their row says.
    assert_eq!(of(bench.owner).expect("the owner").gained.len(), 2);
    assert!(impact.people.iter().all(|person| !person.name.contains("Nea")));
}

async fn b6_a_product_says_before_it_is_taken_who_gains_by_it(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let ida = bench.administrator("Ida Lund", "ida@nordlys.example", AccessMode::All).await;
    let package = rollbook_domain::catalogue::Package::parse("fleet.pro").unwrap();
    let ask = SetSeats { command: bench.command(), package: package.clone(), seats: 5, preview: true };
    let before = bench.dump().await;
    let told = bench.desk().set_seats(&ask).await.unwrap();
    let order = Order { plan: Plan::Business, packages: vec![Seating { package, seats: 5 }] };
    let place = PlaceOrder { command: bench.command(), order, quote: false, preview: true };
    let ordered = bench.desk().place_order(&place).await.unwrap();
    assert_eq!(bench.dump().await, before, "nothing is bought by asking");
    for outcome in [told, ordered] {
        let impact = outcome.impact.expect("a preview weighs");
        let person = impact.people.iter().find(|person| person.member == ida).expect("she has everything");
        assert!(person.gained.iter().any(|permission| permission.to_string() == "vessels.view"), "{person:?}");
        assert!(person.lost.is_empty());
        assert!(impact.people.iter().all(|person| person.member != ann || person.gained.is_empty()), "custom access");
        assert_eq!(impact.reach, 2, "the owner and her");
    }
    bench.desk().set_seats(&SetSeats { preview: false, ..ask }).await.unwrap();
    let catalogue = bench.desk().roles().await.unwrap().catalogue;
    assert!(catalogue.products.iter().any(|product| product.key == "fleet"));
}

async fn b6_a_first_day_to_come_says_before_that_it_suspends(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ida = bench.administrator("Ida Lund", "ida@nordlys.example", AccessMode::All).await;
    let from = Some(Timestamp(MORNING.0 + 30 * DAY));
    let period = Period { from, until: None };
    let ask = SetPeriod { command: bench.command(), member: ida, seen: i64::MAX, period, preview: true };
    let before = bench.dump().await;
    let impact = bench.desk().set_period(&ask).await.unwrap().impact.expect("a preview weighs");
    assert_eq!(bench.dump().await, before);
    let [person] = impact.people.as_slice() else { panic!("{impact:?}") };
    assert!(person.member == ida && person.gained.is_empty() && !person.lost.is_empty(), "{person:?}");
    assert_eq!(impact.sessions_ended, 1);
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
