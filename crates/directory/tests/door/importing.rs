//! Imports: real tables, twice, and cancelled in the middle.

use crate::{
    bulk::cancelled_after_first_part,
    refused,
    tables::{people, real, tables},
};
use rollbook_directory::{ActorId, DirectoryError, Tables, Task};
use rollbook_domain::{
    Code,
    member::{AccessMode, Status, Tab},
};
use rollbook_testkit::{Bench, Engine, contract};

contract![
    a_real_organization_comes_in_and_stands_unchanged_the_second_time,
    every_real_organization_comes_in_whole_and_twice_changes_nothing,
    imported_people_are_invited_when_asked,
    an_import_that_is_cancelled_in_the_middle_leaves_nothing,
    c18_an_import_gives_nobody_more_than_the_administrator_has,
    what_was_exported_comes_in_again_unchanged,
    mode_and_note_go_out_and_come_into_another_organization,
    a_status_that_an_import_leaves_is_told,
    an_address_in_letters_and_in_ascii_is_one_person,
];

async fn a_real_organization_comes_in_and_stands_unchanged_the_second_time(engine: Engine) {
    let bench = Bench::open(engine).await;
    let tables = real("kubernetes-client");
    let (first, _) = bench.desk().import(&tables, &bench.run(false, false), &Task::unwatched()).await.unwrap();
    assert_eq!((first.created, first.refused, first.unchanged), (51, 0, 0), "{first:#?}");
    assert_eq!(first.groups_created, 14);
    assert!(first.modules > 0);
    let before = bench.dump().await;
    let (second, report) = bench.desk().import(&tables, &bench.run(false, false), &Task::unwatched()).await.unwrap();
    assert_eq!(
        (second.created, second.changed, second.refused, second.groups_created, second.groups_changed),
        (0, 0, 0, 0, 0)
    );
    assert_eq!(second.unchanged, 65, "51 people and 14 groups");
    assert_eq!(report.csv().unwrap().1, 65);
    let after = bench.dump().await;
    for table in ["member", "account", "grp", "grp_permission", "member_grp", "permission", "event", "organization"] {
        assert_eq!(after.table(table), before.table(table), "{table}");
    }
    let group = bench.desk().groups().await.unwrap().into_iter().find(|group| group.name == "c-admins").unwrap();
    assert_eq!(group.permissions, 5);
}

/// Folder, people, rows whose address an earlier row has, groups.
const WHOLE: [(&str, u64, u64, u64); 5] = [
    ("etcd-io", 58, 0, 15),
    ("kubernetes", 1276, 9, 284),
    ("kubernetes-client", 51, 0, 14),
    ("kubernetes-csi", 94, 1, 45),
    ("kubernetes-sigs", 1144, 9, 405),
];

async fn every_real_organization_comes_in_whole_and_twice_changes_nothing(engine: Engine) {
    for (folder, people, doubled, groups) in WHOLE {
        let bench = Bench::open(engine).await;
        let root =
            std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/kubernetes").join(folder);
        let read = |name: &str| (name.to_owned(), std::fs::read(root.join(name)).unwrap());
        let tables = Tables::load(vec![read("people.csv"), read("groups.csv")]).unwrap();
        let (first, _) = bench.desk().import(&tables, &bench.run(false, false), &Task::unwatched()).await.unwrap();
        assert_eq!((first.created, first.refused, first.groups_created), (people, doubled, groups), "{folder}");
        let (second, _) = bench.desk().import(&tables, &bench.run(false, false), &Task::unwatched()).await.unwrap();
        assert_eq!(
            (second.created, second.changed, second.groups_created, second.groups_changed),
            (0, 0, 0, 0),
            "{folder}"
        );
        assert_eq!(second.unchanged, people + groups, "{folder}");
        assert_eq!(bench.store().verify_log(bench.organization, |_| ()).await.unwrap(), None, "{folder}");
    }
}

async fn imported_people_are_invited_when_asked(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (view, _) =
        bench.desk().import(&tables(&[&people(0..3)]), &bench.run(true, false), &Task::unwatched()).await.unwrap();
    assert_eq!(view.created, 3);
    assert_eq!(bench.rows(Tab::Pending).await.len(), 3);
    bench.accept("p1@nordlys.example").await;
    assert_eq!(bench.rows(Tab::Active).await.iter().filter(|row| row.status == Status::Active).count(), 2);
}

async fn an_import_that_is_cancelled_in_the_middle_leaves_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let before = bench.dump().await;
    for preview in [false, true] {
        for invite in [false, true] {
            let ask = bench.run(invite, preview);
            let answer = bench.desk().import(&tables(&[&people(0..1_200)]), &ask, &cancelled_after_first_part()).await;
            assert!(matches!(answer, Err(DirectoryError::Cancelled)), "{answer:?}");
            assert_eq!(bench.dump().await, before);
        }
    }
    assert_eq!(bench.import(&people(0..1_200)).await.created, 1_200, "and comes in whole the next time");
}

async fn c18_an_import_gives_nobody_more_than_the_administrator_has(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.desk().import(&real("kubernetes-client"), &bench.run(false, false), &Task::unwatched()).await.unwrap();
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", rollbook_domain::member::AccessMode::Custom).await;
    let csv = "email,first_name,groups\nx@nordlys.example,Xi,c-admins\nbo@nordlys.example,Bo,c-admins\n";
    let (view, _) =
        bench.desk_of(bo).import(&tables(&[csv]), &bench.run(false, false), &Task::unwatched()).await.unwrap();
    assert_eq!((view.created, view.changed, view.refused), (0, 0, 2), "{:#?}", view.rows);
    let grow = "group,permissions\nCrew,c.view;c.manage\n";
    let grown = bench.desk_of(bo).import(&tables(&[grow]), &bench.run(false, false), &Task::unwatched()).await;
    match grown {
        Ok((view, _)) => assert_eq!((view.groups_created, view.refused), (0, 1), "{:#?}", view.rows),
        Err(DirectoryError::Refused(refusal)) => assert_eq!(refusal.code, Code::Ceiling),
        Err(other) => panic!("{other:?}"),
    }
}

async fn what_was_exported_comes_in_again_unchanged(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.desk().import(&real("kubernetes-client"), &bench.run(false, false), &Task::unwatched()).await.unwrap();
    bench.import(&people(0..1_100)).await;
    let (groups, group_rows) = bench.desk().export_groups().await.unwrap();
    let (csv, rows) = bench.desk().export_people(None, &Task::unwatched()).await.unwrap();
    // Three groups are built in, two came with products.
    assert_eq!(
        (rows, group_rows),
        (1 + 51 + 1_100, 3 + 2 + 14 + 1),
        "everybody who isn’t archived, over several parts"
    );
    let (groups, csv) = (String::from_utf8(groups).unwrap(), String::from_utf8(csv).unwrap());
    let (view, _) =
        bench.desk().import(&tables(&[&groups, &csv]), &bench.run(false, false), &Task::unwatched()).await.unwrap();
    assert_eq!(
        (view.unchanged, view.created, view.changed, view.refused),
        (rows + group_rows, 0, 0, 0),
        "{:#?}",
        view.rows
    );
}

async fn mode_and_note_go_out_and_come_into_another_organization(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.import("email,first_name,access,note\nann@lee.example,Ann,Custom,\"Back in March, asks for Bo\"\nbo@lee.example,Bo,All,\n").await;
    let (csv, _) = bench.desk().export_people(None, &Task::unwatched()).await.unwrap();
    let csv = String::from_utf8(csv).unwrap();
    let (fjord, knut) = bench.found("Fjord", "knut@fjord.example").await;
    let theirs = bench.directory.desk(fjord, ActorId::Member(knut));
    let (view, _) = theirs.import(&tables(&[&csv]), &bench.run(false, false), &Task::unwatched()).await.unwrap();
    assert_eq!((view.created, view.refused), (3, 0), "{:#?}", view.rows);
    let rows = bench.rows_of(&theirs, Tab::Active).await;
    let mut found = Vec::new();
    for email in ["ann@lee.example", "bo@lee.example"] {
        let row = rows.iter().find(|row| row.email == email).unwrap();
        let user = theirs.user(row.id).await.unwrap();
        found.push((user.access, user.note));
    }
    assert_eq!(
        found,
        [(AccessMode::Custom, "Back in March, asks for Bo".to_owned()), (AccessMode::All, String::new())]
    );
}

async fn a_status_that_an_import_leaves_is_told(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    let table = tables(&["email,status\nann@nordlys.example,suspended\nsigrun@nordlys.example,active\n"]);
    for preview in [true, false] {
        let (view, report) = bench.desk().import(&table, &bench.run(false, preview), &Task::unwatched()).await.unwrap();
        assert_eq!((view.unchanged, view.changed), (2, 0));
        let told: Vec<(u64, &str)> = view.rows.iter().map(|row| (row.line, row.words.as_str())).collect();
        assert_eq!(told, [(2, "The status stays active: a table doesn’t change it.")], "one row, and its reason");
        let csv = String::from_utf8(report.csv().unwrap().0).unwrap();
        assert!(csv.contains("a table doesn’t change it"), "{csv}");
    }
    assert_eq!(bench.rows(Tab::Active).await.iter().filter(|row| row.status == Status::Active).count(), 2);
}

async fn an_address_in_letters_and_in_ascii_is_one_person(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.invite("Ann Lee", "ann@bücher.example").await;
    let again = bench.desk().invite(&bench.invitation("Ann Lee", "Ann@XN--bcher-kva.example")).await;
    assert_eq!(refused(again), Code::EmailTaken);
    assert_eq!(bench.row(ann).await.email, "ann@bücher.example", "shown as it was typed");
    let view = bench.import("email,first_name\nann@xn--bcher-kva.example,Anna\n").await;
    assert_eq!((view.created, view.changed), (0, 1), "{:#?}", view.rows);
    let (fjord, knut) = bench.found("Fjord", "knut@fjord.example").await;
    let theirs = bench.directory.desk(fjord, ActorId::Member(knut));
    let there = bench.invitation("Ann Lee", "ann@xn--bcher-kva.example");
    theirs.invite(&there).await.unwrap();
    assert_eq!(bench.dump().await.table("account").len(), 3, "two owners and Ann");
}
