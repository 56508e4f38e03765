//! Groups at the desk: made, placed, changed under eyes, deleted with everybody's share in them
//! (R17, R19, R20, B6; FEATURES rows 51–58).

use crate::{
    asks::{edit_group, give, group, group_view, hold, may, new_group, permissions, take},
    refused,
    tables::{people, real},
};
use rollbook_directory::{
    Task,
    contract::{ChangeHoldings, CreateGroup, DeleteGroup, EditGroup, GroupPlace, Sort, SortKey, UsersPage},
};
use rollbook_domain::{
    Code, GroupId,
    holding::{Holding, Period},
    member::{AccessMode, Tab},
    time::DAY,
};
use rollbook_testkit::{Bench, Engine, contract};

contract![
    every_organization_starts_with_three_groups_and_those_of_its_products,
    a_group_is_made_once_and_read_back,
    b6_a_preview_of_a_groups_change_names_who_gains_and_loses_what_and_writes_nothing,
    two_administrators_change_one_group_and_the_later_is_told,
    a_group_never_stands_under_itself,
    r20_a_deleted_group_is_taken_from_everybody_and_undo_gives_it_back,
    r20_built_in_groups_and_parents_stay,
    r17_nobody_changes_a_group_that_they_are_in,
    b13_a_groups_members_show_since_when_and_until_when_they_are_in_it,
    a_real_organizations_groups_are_shown_with_their_parents,
];

async fn b13_a_groups_members_show_since_when_and_until_when_they_are_in_it(engine: Engine) {
    let bench = Bench::open(engine).await;
    let crew = group(&bench, "Crew", &["contacts.view"]).await;
    let (ann, bo) =
        (bench.user("Ann Lee", "ann@nordlys.example").await, bench.user("Bo Lee", "bo@nordlys.example").await);
    hold(&bench, &give(&bench, &[Holding::Group(crew)], &[ann])).await;
    bench.clock.advance(DAY);
    let until = Some(bench.directory.now().plus(3 * DAY));
    let ask = give(&bench, &[Holding::Group(crew)], &[bo]);
    hold(&bench, &ChangeHoldings { period: Period { from: None, until }, ..ask }).await;
    let filter = rollbook_directory::Desk::whole_tab(Tab::Active);
    let sort = Sort { key: SortKey::Name, descending: false };
    let mut question = UsersPage { filter, sort, offset: 0, take: 10, anchor: None };
    let all = bench.desk().users_page(&question).await.unwrap();
    assert!(all.rows.iter().all(|row| row.in_group.is_none()), "nobody asked of a group");
    question.filter.group = Some(crew);
    let page = bench.desk().users_page(&question).await.unwrap();
    let spans: Vec<_> = page.rows.iter().map(|row| (row.id, row.in_group.unwrap())).collect();
    assert_eq!(spans.len(), 2);
    assert_eq!((spans[0].0, spans[0].1.until), (ann, None));
    assert_eq!((spans[1].0, spans[1].1.until), (bo, until));
    assert_eq!(spans[1].1.since.0 - spans[0].1.since.0, DAY);
}

fn delete(bench: &Bench, group: GroupId, preview: bool) -> DeleteGroup {
    DeleteGroup { command: bench.command(), group, preview }
}

async fn every_organization_starts_with_three_groups_and_those_of_its_products(engine: Engine) {
    let bench = Bench::open(engine).await;
    let view = bench.desk().groups_view().await.unwrap();
    let of = |product: Option<&str>| {
        let groups = view.groups.iter().filter(|group| group.product.as_deref() == product);
        groups.map(|group| group.name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of(None), ["Admin", "Guest", "User"]);
    assert_eq!((of(Some("contacts")), of(Some("helpdesk"))), (vec!["Sales team"], vec!["Support team"]));
    assert!(view.groups.iter().all(|group| group.built_in && !group.permissions.is_empty() && group.members == 0));
}

async fn a_group_is_made_once_and_read_back(engine: Engine) {
    let bench = Bench::open(engine).await;
    let parent = group(&bench, "Sales Nord", &[]).await;
    let ask = CreateGroup {
        product: Some("contacts".to_owned()),
        parent: Some(parent),
        ..new_group(&bench, "Łódź", &["contacts.view"])
    };
    let made = bench.desk().create_group(&ask).await.unwrap();
    let dump = bench.dump().await;
    assert_eq!(bench.desk().create_group(&ask).await.unwrap(), made, "replayed, it is carried out once");
    assert_eq!(bench.dump().await, dump);
    let view = group_view(&bench, made.group.unwrap()).await;
    assert_eq!((view.name.as_str(), view.product.as_deref(), view.parent), ("Łódź", Some("contacts"), Some(parent)));
    assert_eq!((view.permissions.len(), view.members, view.built_in, view.yours), (1, 0, false, false));
    assert_eq!(refused(bench.desk().create_group(&new_group(&bench, "LODZ", &[])).await), Code::NameTaken);
    let nowhere = CreateGroup { product: Some("nowhere".to_owned()), ..new_group(&bench, "Other", &[]) };
    assert_eq!(refused(bench.desk().create_group(&nowhere).await), Code::NotFound);
}

async fn b6_a_preview_of_a_groups_change_names_who_gains_and_loses_what_and_writes_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let crew = group(&bench, "Crew", &["contacts.view", "contacts.edit"]).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let ask = give(&bench, &[Holding::Group(crew)], &[ann]);
    hold(&bench, &ask).await;
    let ask = edit_group(&bench, crew, &["documents.view"], &["contacts.edit"]).await;
    let before = bench.dump().await;
    let told = bench.desk().edit_group(&EditGroup { preview: true, ..ask.clone() }).await.unwrap();
    assert_eq!(bench.dump().await, before);
    let impact = told.impact.unwrap();
    assert_eq!((impact.reach, impact.people[0].member, impact.people[0].name.as_str()), (1, ann, "Ann Lee"));
    assert_eq!(impact.people[0].gained, permissions(&["documents.view"]));
    assert_eq!(impact.people[0].lost, permissions(&["contacts.edit"]));
    bench.desk().edit_group(&ask).await.unwrap();
    assert_eq!(may(&bench, ann).await, ["contacts.view", "documents.view"], "R19");
    let impact = bench.desk().preview_undo(ask.command).await.unwrap().impact.unwrap();
    assert_eq!((impact.reach, impact.people.len()), (1, 1), "B6: the undo says whom it reaches");
    bench.desk().undo(ask.command).await.unwrap();
    assert_eq!(may(&bench, ann).await, ["contacts.edit", "contacts.view"]);
}

async fn two_administrators_change_one_group_and_the_later_is_told(engine: Engine) {
    let bench = Bench::open(engine).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::All).await;
    let crew = group(&bench, "Crew", &[]).await;
    let mine = edit_group(&bench, crew, &["contacts.view"], &[]).await;
    let theirs = EditGroup { name: Some("Deck crew".to_owned()), ..edit_group(&bench, crew, &[], &[]).await };
    bench.desk_of(bo).edit_group(&theirs).await.unwrap();
    let before = bench.dump().await;
    assert_eq!(refused(bench.desk().edit_group(&mine).await), Code::Conflict);
    assert_eq!(bench.dump().await, before);
    assert_eq!(group_view(&bench, crew).await.name, "Deck crew");
}

async fn a_group_never_stands_under_itself(engine: Engine) {
    let bench = Bench::open(engine).await;
    let one = group(&bench, "One", &[]).await;
    let two = group(&bench, "Two", &[]).await;
    let three = group(&bench, "Three", &[]).await;
    let under = async |child, parent| EditGroup {
        place: Some(GroupPlace { product: None, parent: Some(parent) }),
        ..edit_group(&bench, child, &[], &[]).await
    };
    let ask = under(two, one).await;
    bench.desk().edit_group(&ask).await.unwrap();
    let ask = under(three, two).await;
    bench.desk().edit_group(&ask).await.unwrap();
    let before = bench.dump().await;
    for (child, parent) in [(one, one), (one, two), (one, three)] {
        let ask = under(child, parent).await;
        assert_eq!(refused(bench.desk().edit_group(&ask).await), Code::Invalid);
    }
    assert_eq!(bench.dump().await, before);
}

async fn r20_a_deleted_group_is_taken_from_everybody_and_undo_gives_it_back(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.import(&people(0..610)).await;
    let crew = bench.desk().groups_view().await.unwrap().groups.into_iter().find(|group| group.name == "Crew").unwrap();
    assert_eq!(crew.members, 610);
    let ids: Vec<_> = bench.rows(Tab::Active).await.iter().filter(|row| !row.is_you).map(|row| row.id).collect();
    bench.act(rollbook_domain::command::Action::Suspend, &ids[..2]).await;
    let ask = delete(&bench, crew.id, false);
    let before = bench.dump().await;
    let preview = DeleteGroup { preview: true, ..ask.clone() };
    let told = bench.desk().delete_group(&preview, &Task::unwatched()).await.unwrap();
    assert_eq!(bench.dump().await, before);
    assert_eq!(told.impact.unwrap().reach, 610);
    let gone = bench.desk().delete_group(&ask, &Task::unwatched()).await.unwrap();
    assert_eq!((gone.done, gone.group), (610, Some(crew.id)));
    assert_eq!(bench.dump().await.table("member_grp"), [] as [String; 0]);
    assert_eq!(
        refused(bench.desk().delete_group(&delete(&bench, crew.id, false), &Task::unwatched()).await),
        Code::NotFound
    );
    let back = bench.desk().undo(ask.command).await.unwrap();
    assert_eq!((back.done, back.refused), (610, 0), "{:?}", back.refusals);
    assert_eq!(group_view(&bench, crew.id).await.members, 610, "with the id that it had");
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None);
}

async fn r20_built_in_groups_and_parents_stay(engine: Engine) {
    let bench = Bench::open(engine).await;
    let parent = group(&bench, "Parent", &[]).await;
    let child = CreateGroup { parent: Some(parent), ..new_group(&bench, "Child", &[]) };
    bench.desk().create_group(&child).await.unwrap();
    let before = bench.dump().await;
    let guest =
        bench.desk().groups_view().await.unwrap().groups.into_iter().find(|group| group.name == "Guest").unwrap();
    assert_eq!(guest.delete_refusal.unwrap().code, Code::BuiltIn);
    let answer = bench.desk().delete_group(&delete(&bench, guest.id, false), &Task::unwatched()).await;
    assert_eq!(refused(answer), Code::BuiltIn);
    let rename = EditGroup { name: Some("Other".to_owned()), ..edit_group(&bench, guest.id, &[], &[]).await };
    assert_eq!(refused(bench.desk().edit_group(&rename).await), Code::BuiltIn);
    let answer = bench.desk().delete_group(&delete(&bench, parent, false), &Task::unwatched()).await;
    assert_eq!(refused(answer), Code::Conflict, "what stands under it moves first");
    assert_eq!(bench.dump().await, before);
}

async fn r17_nobody_changes_a_group_that_they_are_in(engine: Engine) {
    let bench = Bench::open(engine).await;
    let crew = group(&bench, "Crew", &["contacts.view"]).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::Custom).await;
    let ask = give(&bench, &[Holding::Group(crew)], &[bo]);
    hold(&bench, &ask).await;
    let desk = bench.desk_of(bo);
    let ask = edit_group(&bench, crew, &[], &["contacts.view"]).await;
    assert_eq!(refused(desk.edit_group(&ask).await), Code::Yourself);
    assert_eq!(refused(desk.delete_group(&delete(&bench, crew, false), &Task::unwatched()).await), Code::Yourself);
    let leave = desk.change_holdings(&take(&bench, &[Holding::Group(crew)], &[bo]), &Task::unwatched()).await.unwrap();
    assert_eq!(leave.refusals[0].refusal.code, Code::Yourself);
    assert_eq!(group_view(&bench, crew).await.members, 1);
}

async fn a_real_organizations_groups_are_shown_with_their_parents(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.desk().import(&real("kubernetes-client"), &bench.run(false, false), &Task::unwatched()).await.unwrap();
    let view = bench.desk().groups_view().await.unwrap();
    assert_eq!(view.groups.len(), 5 + 14);
    let own = view.catalogue.products.last().unwrap();
    assert_eq!((own.key.as_str(), own.name.as_str()), ("", "Own modules"), "modules that the table brought");
    for group in view.groups.iter().filter(|group| group.parent.is_some()) {
        assert!(view.groups.iter().any(|other| Some(other.id) == group.parent));
    }
    let rows = bench.rows(Tab::Active).await;
    let counted: usize = rows.iter().map(|row| row.group_count as usize).sum();
    assert_eq!(view.groups.iter().map(|group| group.members).sum::<u64>(), counted as u64);
}
