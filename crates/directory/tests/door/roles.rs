//! Roles at the desk: made, changed under eyes, deleted with everybody's share in them, and undone
//! (R17, R19, R20, B6, B7).

use crate::{
    asks::{
        crowd, delete_role, edit_role, give, hold, may, new_role, permission, permissions, role, role_named, role_view,
    },
    refused,
};
use rollbook_directory::{
    Desk, Task,
    contract::{ChangeHoldings, CreateRole, DeleteRole, EditRoles, Target},
};
use rollbook_domain::{
    Code, Timestamp,
    command::Action,
    holding::{Holding, Period},
    member::{AccessMode, Tab},
    role::BuiltInRole,
    time::DAY,
};
use rollbook_testkit::{Bench, Engine, MORNING, contract};

contract![
    every_organization_starts_with_four_roles_and_the_catalogue_of_its_products,
    a_role_is_made_once_and_read_back,
    b6_a_preview_of_a_roles_change_names_who_gains_and_loses_what_and_writes_nothing,
    b6_a_preview_of_a_deletion_and_of_its_undo_names_the_people_and_writes_nothing,
    b6_the_undo_of_a_roles_change_says_whom_it_reaches,
    r19_a_roles_change_holds_for_all_its_members_at_once,
    two_administrators_change_one_role_and_the_later_is_told,
    r20_a_deleted_role_is_taken_from_everybody_and_undo_gives_it_back,
    r20_a_cancelled_deletion_leaves_everything_as_it_was,
    r20_built_in_roles_stay_and_super_admin_has_everything,
    r17_nobody_changes_their_own_role,
    a_name_that_a_role_has_is_refused,
    several_roles_change_together_or_not_at_all,
    the_matrix_is_exported_as_it_is_shown,
];

async fn every_organization_starts_with_four_roles_and_the_catalogue_of_its_products(engine: Engine) {
    let bench = Bench::open(engine).await;
    let view = bench.desk().roles().await.unwrap();
    let named: Vec<_> = view.roles.iter().map(|role| (role.name.as_str(), role.built_in)).collect();
    assert_eq!(
        named,
        [
            ("Super Admin", Some(BuiltInRole::SuperAdmin)),
            ("Admin", Some(BuiltInRole::Admin)),
            ("Staff", Some(BuiltInRole::Staff)),
            ("Read-Only", Some(BuiltInRole::ReadOnly)),
        ]
    );
    assert_eq!(view.roles[0].permissions.len(), view.catalogue.permissions as usize, "R11: all of them");
    assert!(view.roles[3].permissions.len() < view.roles[2].permissions.len());
    let actions =
        view.catalogue.products.iter().flat_map(|product| &product.modules).flat_map(|module| &module.actions);
    let actions: Vec<_> = actions.collect();
    assert_eq!(actions.len(), view.catalogue.permissions as usize);
    for number in &view.roles[3].permissions {
        assert_eq!(actions[*number as usize].key, "view", "Read-Only looks and never touches");
    }
    assert!(actions.iter().all(|action| action.yours && !action.explanation.is_empty()), "the owner has them all");
}

async fn a_role_is_made_once_and_read_back(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ask = CreateRole {
        description: "Looks after addresses".to_owned(),
        ..new_role(&bench, "Address keeper", &["contacts.view", "contacts.edit", "contacts.view"])
    };
    let before = bench.dump().await;
    let told = bench.desk().create_role(&CreateRole { preview: true, ..ask.clone() }).await.unwrap();
    assert!(told.preview);
    assert_eq!(bench.dump().await, before, "a preview writes nothing");
    let made = bench.desk().create_role(&ask).await.unwrap();
    let dump = bench.dump().await;
    assert_eq!(bench.desk().create_role(&ask).await.unwrap(), made, "replayed, it is carried out once");
    assert_eq!(bench.dump().await, dump);
    let view = bench.desk().roles().await.unwrap();
    assert_eq!(view.roles.len(), 5);
    let role = view.roles.iter().find(|role| Some(role.id) == made.role).unwrap();
    assert_eq!((role.name.as_str(), role.description.as_str()), ("Address keeper", "Looks after addresses"));
    assert_eq!((role.members, role.permissions.len(), role.yours, role.portal), (0, 2, false, false));
    assert_eq!((&role.edit_refusal, &role.delete_refusal, &role.give_refusal), (&None, &None, &None));
    assert!(made.undoable);
    bench.desk().undo(ask.command).await.unwrap();
    assert_eq!(bench.desk().roles().await.unwrap().roles.len(), 4);
}

async fn b6_a_preview_of_a_roles_change_names_who_gains_and_loses_what_and_writes_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let role = role(&bench, "Keeper", &["contacts.view", "contacts.edit"]).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let bo = bench.user("Bo Lee", "bo@nordlys.example").await;
    hold(&bench, &give(&bench, &[Holding::Role(role)], &[ann, bo])).await;
    // Bo keeps Edit by a grant, so loses nothing.
    hold(&bench, &give(&bench, &[crate::asks::grant("contacts.edit")], &[bo])).await;
    let ask = edit_role(&bench, role, &["documents.view"], &["contacts.edit"]).await;
    let before = bench.dump().await;
    let told = bench.desk().edit_roles(&EditRoles { preview: true, ..ask.clone() }).await.unwrap();
    assert_eq!(bench.dump().await, before);
    let impact = told.impact.unwrap();
    assert_eq!((impact.reach, impact.people.len()), (2, 2));
    assert_eq!((impact.people[0].member, impact.people[0].name.as_str()), (ann, "Ann Lee"), "who loses stands first");
    assert_eq!(impact.people[0].gained, permissions(&["documents.view"]));
    assert_eq!(impact.people[0].lost, permissions(&["contacts.edit"]));
    assert_eq!((&impact.people[1].gained, &impact.people[1].lost), (&permissions(&["documents.view"]), &Vec::new()));
    bench.desk().edit_roles(&ask).await.unwrap();
    assert_eq!(may(&bench, ann).await, ["contacts.view", "documents.view"]);
    assert_eq!(may(&bench, bo).await, ["contacts.edit", "contacts.view", "documents.view"]);
}

async fn b6_a_preview_of_a_deletion_and_of_its_undo_names_the_people_and_writes_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let role = role(&bench, "Keeper", &["contacts.edit"]).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    hold(&bench, &give(&bench, &[Holding::Role(role)], &[ann])).await;
    let ask = delete_role(&bench, role);
    let before = bench.dump().await;
    let preview = DeleteRole { preview: true, ..ask.clone() };
    let told = bench.desk().delete_role(&preview, &Task::unwatched()).await.unwrap();
    assert_eq!(bench.dump().await, before);
    let impact = told.impact.unwrap();
    assert_eq!((impact.reach, impact.people[0].name.as_str()), (1, "Ann Lee"));
    assert_eq!(impact.people[0].lost, permissions(&["contacts.edit"]));
    bench.desk().delete_role(&ask, &Task::unwatched()).await.unwrap();
    let before = bench.dump().await;
    let impact = bench.desk().preview_undo(ask.command).await.unwrap().impact.unwrap();
    assert_eq!(bench.dump().await, before);
    assert_eq!((impact.reach, impact.people[0].member), (1, ann));
    assert_eq!(impact.people[0].gained, permissions(&["contacts.edit"]));
}

async fn b6_the_undo_of_a_roles_change_says_whom_it_reaches(engine: Engine) {
    let bench = Bench::open(engine).await;
    let role = role(&bench, "Keeper", &["contacts.view"]).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    hold(&bench, &give(&bench, &[Holding::Role(role)], &[ann])).await;
    let ask = edit_role(&bench, role, &["contacts.edit"], &[]).await;
    bench.desk().edit_roles(&ask).await.unwrap();
    let before = bench.dump().await;
    let impact = bench.desk().preview_undo(ask.command).await.unwrap().impact.unwrap();
    assert_eq!(bench.dump().await, before);
    assert_eq!(impact.reach, 1);
    assert_eq!((impact.people[0].member, &impact.people[0].lost), (ann, &permissions(&["contacts.edit"])));
    bench.desk().undo(ask.command).await.unwrap();
    assert_eq!(may(&bench, ann).await, ["contacts.view"]);
}

async fn r19_a_roles_change_holds_for_all_its_members_at_once(engine: Engine) {
    let bench = Bench::open(engine).await;
    let role = role(&bench, "Keeper", &["contacts.view"]).await;
    crowd(&bench, 1_100).await;
    let everybody = ChangeHoldings {
        target: Target::Matching { filter: Desk::whole_tab(Tab::Active), except: vec![bench.owner] },
        ..give(&bench, &[Holding::Role(role)], &[])
    };
    assert_eq!(hold(&bench, &everybody).await.done, 1_100);
    assert_eq!(role_view(&bench, role).await.members, 1_100);
    let ask = edit_role(&bench, role, &["contacts.edit"], &[]).await;
    let told = bench.desk().edit_roles(&EditRoles { preview: true, ..ask.clone() }).await.unwrap().impact.unwrap();
    assert_eq!((told.reach, told.people.len()), (1_100, 200), "all are counted, the first are named");
    let events = bench.log().await.len();
    bench.desk().edit_roles(&ask).await.unwrap();
    assert_eq!(bench.log().await.len(), events + 1, "one entry, whomever it reaches");
    for row in bench.rows(Tab::Active).await.iter().filter(|row| !row.is_you).step_by(370) {
        assert_eq!(may(&bench, row.id).await, ["contacts.edit", "contacts.view"]);
    }
}

async fn two_administrators_change_one_role_and_the_later_is_told(engine: Engine) {
    let bench = Bench::open(engine).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::All).await;
    let role = role(&bench, "Keeper", &["contacts.view"]).await;
    let mine = edit_role(&bench, role, &["contacts.edit"], &[]).await;
    let theirs = edit_role(&bench, role, &["contacts.delete"], &[]).await;
    bench.desk_of(bo).edit_roles(&theirs).await.unwrap();
    let dump = bench.dump().await;
    let answer = bench.desk().edit_roles(&EditRoles { preview: true, ..mine.clone() }).await;
    assert_eq!(refused(answer), Code::Conflict, "the preview says so already");
    assert_eq!(refused(bench.desk().edit_roles(&mine).await), Code::Conflict);
    assert_eq!(bench.dump().await, dump, "nothing is silently overwritten");
    let again = edit_role(&bench, role, &["contacts.edit"], &[]).await;
    bench.desk().edit_roles(&again).await.unwrap();
    assert_eq!(role_view(&bench, role).await.permissions.len(), 3);
}

async fn r20_a_deleted_role_is_taken_from_everybody_and_undo_gives_it_back(engine: Engine) {
    let bench = Bench::open(engine).await;
    let role = role(&bench, "Keeper", &["contacts.edit"]).await;
    let ids = crowd(&bench, 620).await;
    hold(&bench, &give(&bench, &[Holding::Role(role)], &ids[..618])).await;
    let until = Some(Timestamp(MORNING.0 + 9 * DAY));
    let dated =
        ChangeHoldings { period: Period { from: None, until }, ..give(&bench, &[Holding::Role(role)], &ids[618..619]) };
    hold(&bench, &dated).await;
    let later = Period { from: Some(Timestamp(MORNING.0 + DAY)), until };
    hold(&bench, &ChangeHoldings { period: later, ..give(&bench, &[Holding::Role(role)], &ids[619..]) }).await;
    bench.act(Action::Suspend, &ids[..2]).await;
    bench.act(Action::Archive, &ids[2..3]).await;
    assert_eq!(role_view(&bench, role).await.members, 618, "archived people and those who wait aren't counted");
    let before = bench.dump().await;

    let ask = delete_role(&bench, role);
    let gone = bench.desk().delete_role(&ask, &Task::unwatched()).await.unwrap();
    assert_eq!((gone.done, gone.refused, gone.role, gone.undoable), (620, 0, Some(role), true));
    assert!(bench.desk().roles().await.unwrap().roles.iter().all(|view| view.id != role));
    assert_eq!(bench.dump().await.table("holding"), [] as [String; 0], "nobody holds it or waits for it");
    let commands: std::collections::HashSet<_> =
        bench.log().await.iter().filter(|entry| entry.command == ask.command).map(|entry| entry.seq).collect();
    assert_eq!(commands.len(), 621, "every holder is named in the log, under one command");

    let back = bench.desk().undo(ask.command).await.unwrap();
    let view = role_view(&bench, role).await;
    assert_eq!((view.name.as_str(), view.members), ("Keeper", 618));
    assert_eq!((back.done, back.refused), (620, 0), "{:?}", back.refusals);
    let held = |dump: &rollbook_testkit::Dump| dump.table("holding").len();
    assert_eq!(held(&bench.dump().await), held(&before));
    bench.act(Action::Restore, &ids[2..3]).await;
    assert_eq!(bench.row(ids[2]).await.roles, ["Keeper"], "who was archived comes back as they were (R4)");
    assert_eq!(role_view(&bench, role).await.members, 619);
    let person = bench.desk().person(ids[619]).await.unwrap();
    assert_eq!(person.waiting[0].period, later, "what was to begin later is again");
    let person = bench.desk().person(ids[618]).await.unwrap();
    assert_eq!(person.member_of.iter().find(|held| held.name == "Keeper").unwrap().until, until);
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None);
}

async fn r20_a_cancelled_deletion_leaves_everything_as_it_was(engine: Engine) {
    let bench = Bench::open(engine).await;
    let role = role(&bench, "Keeper", &["contacts.edit"]).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    hold(&bench, &give(&bench, &[Holding::Role(role)], &[ann])).await;
    let before = bench.dump().await;
    let task = Task::unwatched();
    task.cancel();
    let answer = bench.desk().delete_role(&delete_role(&bench, role), &task).await;
    assert!(matches!(answer, Err(rollbook_directory::DirectoryError::Cancelled)), "{answer:?}");
    assert_eq!(bench.dump().await, before);
}

async fn r20_built_in_roles_stay_and_super_admin_has_everything(engine: Engine) {
    let bench = Bench::open(engine).await;
    let before = bench.dump().await;
    for name in ["Super Admin", "Admin", "Staff", "Read-Only"] {
        let role = role_named(&bench, name).await;
        assert_eq!(role.delete_refusal.as_ref().map(|refusal| refusal.code), Some(Code::BuiltIn), "{name}");
        let answer = bench.desk().delete_role(&delete_role(&bench, role.id), &Task::unwatched()).await;
        assert_eq!(refused(answer), Code::BuiltIn, "{name}");
        let mut rename = edit_role(&bench, role.id, &[], &[]).await;
        rename.edits[0].name = Some("Other".to_owned());
        let expected = if name == "Super Admin" { Code::SuperAdminFixed } else { Code::BuiltIn };
        assert_eq!(refused(bench.desk().edit_roles(&rename).await), expected, "{name}");
    }
    let admin = role_named(&bench, "Super Admin").await;
    assert_eq!(admin.edit_refusal.unwrap().code, Code::SuperAdminFixed);
    let ask = edit_role(&bench, admin.id, &[], &["contacts.view"]).await;
    assert_eq!(refused(bench.desk().edit_roles(&ask).await), Code::SuperAdminFixed);
    assert_eq!(bench.dump().await, before);
    let staff = role_named(&bench, "Staff").await;
    let ask = edit_role(&bench, staff.id, &[], &["contacts.edit"]).await;
    bench.desk().edit_roles(&ask).await.unwrap();
    assert_eq!(
        role_named(&bench, "Staff").await.permissions.len() + 1,
        staff.permissions.len(),
        "the others can be edited"
    );
}

async fn r17_nobody_changes_their_own_role(engine: Engine) {
    let bench = Bench::open(engine).await;
    let role = role(&bench, "Keeper", &["contacts.view", "contacts.edit"]).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::Custom).await;
    hold(&bench, &give(&bench, &[Holding::Role(role)], &[bo])).await;
    let desk = bench.desk_of(bo);
    let seen = desk.roles().await.unwrap().roles.into_iter().find(|view| view.id == role).unwrap();
    assert!(seen.yours);
    assert_eq!(seen.edit_refusal.unwrap().code, Code::Yourself);
    let before = bench.dump().await;
    let ask = edit_role(&bench, role, &[], &["contacts.edit"]).await;
    assert_eq!(refused(desk.edit_roles(&ask).await), Code::Yourself);
    assert_eq!(refused(desk.delete_role(&delete_role(&bench, role), &Task::unwatched()).await), Code::Yourself);
    let mine = give(&bench, &[Holding::Role(role)], &[bo]);
    let answer = desk
        .change_holdings(&ChangeHoldings { take: mine.give.clone(), give: Vec::new(), ..mine }, &Task::unwatched())
        .await;
    assert_eq!(answer.unwrap().refusals[0].refusal.code, Code::Yourself);
    // Nothing but that answer was kept.
    let after = bench.dump().await;
    for table in ["role", "role_permission", "holding", "event", "member"] {
        assert_eq!(after.table(table), before.table(table), "{table}");
    }
}

async fn a_name_that_a_role_has_is_refused(engine: Engine) {
    let bench = Bench::open(engine).await;
    role(&bench, "Łódź keeper", &[]).await;
    for name in ["lodz KEEPER", "super admin"] {
        assert_eq!(refused(bench.desk().create_role(&new_role(&bench, name, &[])).await), Code::NameTaken, "{name}");
    }
    assert_eq!(refused(bench.desk().create_role(&new_role(&bench, "  ", &[])).await), Code::Invalid);
    let answer = bench.desk().create_role(&new_role(&bench, "Other", &["nowhere.view"])).await;
    assert_eq!(refused(answer), Code::NotFound, "a permission that no catalogue knows");
}

async fn several_roles_change_together_or_not_at_all(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let (one, other) = (role(&bench, "One", &["contacts.view"]).await, role(&bench, "Other", &["contacts.view"]).await);
    let mut both = edit_role(&bench, one, &["contacts.edit"], &[]).await;
    both.edits.extend(edit_role(&bench, other, &["contacts.edit"], &[]).await.edits);
    hold(&bench, &give(&bench, &[Holding::Role(one), Holding::Role(other)], &[ann])).await;
    let preview = EditRoles { preview: true, ..both.clone() };
    let impact = bench.desk().edit_roles(&preview).await.unwrap().impact.unwrap();
    assert_eq!((impact.reach, impact.people.len()), (1, 1), "who has both is one person");
    let stale = edit_role(&bench, other, &["contacts.delete"], &[]).await;
    bench.desk().edit_roles(&stale).await.unwrap();
    let before = bench.dump().await;
    assert_eq!(refused(bench.desk().edit_roles(&both).await), Code::Conflict);
    assert_eq!(bench.dump().await, before);
    both.edits[1].seen = role_view(&bench, other).await.version;
    bench.desk().edit_roles(&both).await.unwrap();
    let numbers = async |role| role_view(&bench, role).await.permissions.len();
    assert_eq!((numbers(one).await, numbers(other).await), (2, 3));
    bench.desk().undo(both.command).await.unwrap();
    assert_eq!((numbers(one).await, numbers(other).await), (1, 2));
}

async fn the_matrix_is_exported_as_it_is_shown(engine: Engine) {
    let bench = Bench::open(engine).await;
    role(&bench, "=Keeper", &["contacts.view"]).await;
    let (csv, rows) = bench.desk().export_roles().await.unwrap();
    let text = String::from_utf8(csv).unwrap();
    let view = bench.desk().roles().await.unwrap();
    assert_eq!(rows, u64::from(view.catalogue.permissions));
    let head = text.lines().next().unwrap();
    assert!(head.contains("Super Admin") && head.contains("Read-Only"), "{head}");
    assert!(!head.contains(",=Keeper"), "a cell never begins as a formula: {head}");
    let line = text.lines().find(|line| line.contains("contacts.view")).unwrap();
    assert!(line.ends_with(",yes,yes,yes,yes,yes"), "{line}");
    let line = text.lines().find(|line| line.contains(&permission("contacts.delete").to_string())).unwrap();
    assert!(line.ends_with(",yes,yes,no,no,no"), "{line}");
}
