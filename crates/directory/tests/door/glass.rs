//! What somebody sees and may do, and why (B5, B16, rows 47–49, 86, 87); the log about them in words;
//! and what the palette finds (B9).

use crate::{
    asks::{give, grant, group, hold, licence, role, role_named, take},
    refused,
};
use rollbook_directory::{
    Task,
    contract::{EditUser, GlassView, Mark, PersonActivity, SourceKind},
};
use rollbook_domain::{Code, Timestamp, command::Action, holding::Holding, member::AccessMode, time::DAY};
use rollbook_testkit::{Bench, Engine, MORNING, contract};

contract![
    b5_every_mark_names_its_sources_with_since_when_and_by_whom,
    b5_the_owner_super_admins_and_mode_all_name_themselves,
    b5_a_portal_persons_permissions_come_from_portal_roles_alone,
    r11_who_is_not_active_may_do_nothing_now_and_the_view_says_why,
    row_87_a_plain_user_sees_their_own_permissions_and_nothing_else,
    r14_what_cannot_be_changed_comes_with_its_reason,
    the_log_about_somebody_is_in_words_and_an_entry_can_be_undone,
    b9_the_palette_finds_people_of_every_tab_roles_and_groups_of_this_organization_alone,
    the_drawer_offers_what_the_actor_may_give_and_says_why_not_the_rest,
];

fn mark<'a>(glass: &'a GlassView, permission: &str) -> &'a Mark {
    let modules = glass.products.iter().flat_map(|product| &product.modules);
    modules.flat_map(|module| &module.marks).find(|mark| mark.permission.to_string() == permission).expect("the mark")
}

async fn b5_every_mark_names_its_sources_with_since_when_and_by_whom(engine: Engine) {
    let bench = Bench::open(engine).await;
    let keeper = role(&bench, "Keeper", &["contacts.view", "contacts.edit"]).await;
    let crew = group(&bench, "Crew", &["contacts.view", "documents.view"]).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::All).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    bench.clock.advance(DAY);
    let ask = give(&bench, &[Holding::Role(keeper)], &[ann]);
    bench.desk_of(bo).change_holdings(&ask, &Task::unwatched()).await.unwrap();
    bench.clock.advance(DAY);
    hold(&bench, &give(&bench, &[Holding::Group(crew), grant("tickets.view")], &[ann])).await;
    bench.clock.advance(DAY);
    let restriction = Holding::Restriction(crate::asks::permission("contacts.edit"));
    hold(&bench, &give(&bench, &[restriction], &[ann])).await;

    let glass = bench.desk().person(ann).await.unwrap().glass;
    assert_eq!(glass, bench.desk().glass(ann).await.unwrap(), "the page and the glass room show the same");
    assert_eq!((glass.name.as_str(), glass.asleep.as_str(), glass.count), ("Ann Lee", "", 3));
    let sources = |permission: &str| {
        let sources = mark(&glass, permission).sources.iter();
        sources.map(|s| (s.kind, s.name.as_str(), s.since, s.by.as_deref())).collect::<Vec<_>>()
    };
    let day = |n: i64| Some(Timestamp(MORNING.0 + n * DAY));
    let owner = Some("Sigrun Aasen");
    assert_eq!(
        sources("contacts.view"),
        [(SourceKind::Role, "Keeper", day(1), Some("Bo Admin")), (SourceKind::Group, "Crew", day(2), owner)]
    );
    assert_eq!(
        sources("contacts.edit"),
        [
            (SourceKind::Role, "Keeper", day(1), Some("Bo Admin")),
            (SourceKind::Restriction, "Taken away here", day(3), owner)
        ]
    );
    assert!(!mark(&glass, "contacts.edit").allowed, "what takes it away wins");
    assert_eq!(sources("tickets.view"), [(SourceKind::Grant, "Set here", day(2), owner)]);
    assert!(sources("documents.delete").is_empty() && !mark(&glass, "documents.delete").allowed);
    let contacts = glass.products.iter().find(|product| product.key == "contacts").unwrap();
    assert!(contacts.modules[0].in_menu && !contacts.modules[0].hidden);
    let documents = glass.products.iter().find(|product| product.key == "documents").unwrap();
    let templates = documents.modules.iter().find(|module| module.key == "templates").unwrap();
    assert!(!templates.in_menu, "no permission in it, no entry in the menu");
    let person = bench.desk().person(ann).await.unwrap();
    let named: Vec<_> = person.member_of.iter().map(|held| (held.name.as_str(), held.by.as_deref())).collect();
    assert_eq!(named, [("Keeper", Some("Bo Admin")), ("Crew", owner)], "roles, then groups");
}

async fn b5_the_owner_super_admins_and_mode_all_name_themselves(engine: Engine) {
    let bench = Bench::open(engine).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::All).await;
    let cy = bench.administrator("Cy Admin", "cy@nordlys.example", AccessMode::Custom).await;
    let super_admin = role_named(&bench, "Super Admin").await;
    hold(&bench, &give(&bench, &[Holding::Role(super_admin.id)], &[cy])).await;
    for (member, kind, name) in [
        (bench.owner, SourceKind::Owner, "The owner has everything"),
        (bo, SourceKind::All, "Access to everything"),
        (cy, SourceKind::SuperAdmin, "Super Admin"),
    ] {
        let glass = bench.desk().glass(member).await.unwrap();
        assert_eq!(glass.count, glass.of, "{name}");
        let marks = glass.products.iter().flat_map(|product| &product.modules).flat_map(|module| &module.marks);
        for mark in marks {
            assert!(mark.allowed);
            assert_eq!(mark.sources.iter().map(|s| (s.kind, s.name.as_str())).collect::<Vec<_>>(), [(kind, name)]);
        }
    }
    let glass = bench.desk().glass(cy).await.unwrap();
    assert_eq!(mark(&glass, "contacts.view").refusal.as_ref().unwrap().code, Code::SuperAdminFixed, "R11");
    let restriction = Holding::Restriction(crate::asks::permission("contacts.view"));
    let answer = bench.desk().change_holdings(&give(&bench, &[restriction], &[cy]), &Task::unwatched()).await.unwrap();
    assert_eq!(answer.refusals[0].refusal.code, Code::SuperAdminFixed);
}

async fn b5_a_portal_persons_permissions_come_from_portal_roles_alone(engine: Engine) {
    let bench = Bench::open(engine).await;
    let mut ask = crate::asks::new_role(&bench, "Customer", &["tickets.view"]);
    ask.portal = true;
    let customer = bench.desk().create_role(&ask).await.unwrap().role.unwrap();
    let keeper = role(&bench, "Keeper", &["contacts.view"]).await;
    let ask = rollbook_directory::contract::AddPortal { command: bench.command(), name: "Customers".to_owned() };
    bench.desk().add_portal(&ask).await.unwrap();
    let portal = bench.desk().access_choices().await.unwrap().portals[0].id;
    let invite = rollbook_directory::contract::InviteUser {
        kind: Some(rollbook_domain::member::Kind::Portal),
        roles: vec![customer],
        portals: vec![portal],
        contact: "Ann Lee".to_owned(),
        customer: "Fjord AS".to_owned(),
        ..bench.invitation("Ann Lee", "ann@fjord.example")
    };
    let ann = bench.desk().invite(&invite).await.unwrap().member.unwrap();
    bench.accept("ann@fjord.example").await;
    let person = bench.desk().person(ann).await.unwrap();
    assert_eq!((person.contact.as_str(), person.customer.as_str()), ("Ann Lee", "Fjord AS"));
    assert_eq!(person.member_of.iter().map(|held| held.name.as_str()).collect::<Vec<_>>(), ["Customer", "Customers"]);
    assert_eq!((person.glass.count, mark(&person.glass, "tickets.view").sources.len()), (1, 1));
    for what in [Holding::Role(keeper), grant("contacts.view")] {
        let answer = bench.desk().change_holdings(&give(&bench, &[what], &[ann]), &Task::unwatched()).await.unwrap();
        assert_eq!(answer.refusals[0].refusal.code, Code::Invalid, "R8");
    }
    let bo = bench.user("Bo Lee", "bo@nordlys.example").await;
    let answer = bench
        .desk()
        .change_holdings(&give(&bench, &[Holding::Role(customer)], &[bo]), &Task::unwatched())
        .await
        .unwrap();
    assert_eq!(answer.refusals[0].refusal.code, Code::Invalid, "R8: portal roles are theirs alone");
    let counts = bench.desk().users_counts().await.unwrap();
    assert_eq!(counts.active, 2, "a list of their own");
}

async fn r11_who_is_not_active_may_do_nothing_now_and_the_view_says_why(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    hold(&bench, &give(&bench, &[grant("contacts.view")], &[ann])).await;
    let asleep = async || bench.desk().glass(ann).await.unwrap().asleep;
    assert_eq!(asleep().await, "");
    bench.act(Action::Suspend, &[ann]).await;
    assert!(asleep().await.contains("is suspended"));
    assert_eq!(refused(bench.desk_of(ann).roles().await), Code::NotAllowed, "C27");
    bench.act(Action::Archive, &[ann]).await;
    assert!(asleep().await.contains("is archived"));
    let person = bench.desk().person(ann).await.unwrap();
    assert_eq!(person.standing_refusal.unwrap().code, Code::WrongStatus);
    assert_eq!(person.licence_refusal.unwrap().code, Code::WrongStatus);
    let bo = bench.invite("Bo Lee", "bo@nordlys.example").await;
    assert!(bench.desk().glass(bo).await.unwrap().asleep.contains("hasn’t accepted"));
}

async fn row_87_a_plain_user_sees_their_own_permissions_and_nothing_else(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    hold(&bench, &give(&bench, &[grant("contacts.view")], &[ann])).await;
    let desk = bench.desk_of(ann);
    let mine = desk.my_glass().await.unwrap();
    assert_eq!((mine.member, mine.count), (ann, 1));
    assert!(mark(&mine, "contacts.view").allowed);
    let marks = mine.products.iter().flat_map(|product| &product.modules).flat_map(|module| &module.marks);
    assert!(marks.clone().all(|mark| mark.refusal.is_some()), "read-only: nothing in it can be pressed");
    let before = bench.dump().await;
    assert_eq!(refused(desk.glass(bench.owner).await), Code::NotAllowed);
    assert_eq!(refused(desk.person(ann).await), Code::NotAllowed, "not even their own page: it shows the log");
    assert_eq!(refused(desk.roles().await), Code::NotAllowed);
    assert_eq!(refused(desk.groups_view().await), Code::NotAllowed);
    assert_eq!(refused(desk.licences().await), Code::NotAllowed);
    assert_eq!(refused(desk.access_choices().await), Code::NotAllowed);
    assert_eq!(refused(desk.palette("sigrun").await), Code::NotAllowed);
    assert_eq!(refused(desk.export_roles().await), Code::NotAllowed);
    assert_eq!(refused(desk.export_licences().await), Code::NotAllowed);
    let log = PersonActivity { member: ann, before: None, take: 10 };
    assert_eq!(refused(desk.person_activity(&log).await), Code::NotAllowed);
    let ask = give(&bench, &[grant("contacts.edit")], &[ann]);
    assert_eq!(refused(desk.change_holdings(&ask, &Task::unwatched()).await), Code::NotAllowed, "R17");
    assert_eq!(bench.dump().await, before);
}

async fn r14_what_cannot_be_changed_comes_with_its_reason(engine: Engine) {
    let bench = Bench::open(engine).await;
    let helper = role(&bench, "Helper", &["contacts.view"]).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::Custom).await;
    hold(&bench, &give(&bench, &[Holding::Role(helper)], &[bo])).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let desk = bench.desk_of(bo);
    let glass = desk.glass(ann).await.unwrap();
    assert_eq!(mark(&glass, "contacts.view").refusal, None, "Bo has it, so may give it");
    assert_eq!(mark(&glass, "contacts.edit").refusal.as_ref().unwrap().code, Code::Ceiling, "R13");
    for (permission, expected) in [("contacts.view", None), ("contacts.edit", Some(Code::Ceiling))] {
        let ask = give(&bench, &[grant(permission)], &[ann]);
        let outcome = desk.change_holdings(&ask, &Task::unwatched()).await.unwrap();
        assert_eq!(
            outcome.refusals.first().map(|refused| refused.refusal.code),
            expected,
            "the mark says what the command says"
        );
    }
    let own = desk.person(bo).await.unwrap();
    assert_eq!(own.standing_refusal.unwrap().code, Code::Yourself, "R17");
    let owner = desk.person(bench.owner).await.unwrap();
    assert_eq!(owner.standing_refusal.unwrap().code, Code::RankTooLow, "R14");
}

async fn the_log_about_somebody_is_in_words_and_an_entry_can_be_undone(engine: Engine) {
    let bench = Bench::open(engine).await;
    let keeper = role(&bench, "Keeper", &["contacts.edit"]).await;
    let crew = group(&bench, "Crew", &[]).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let contacts = licence("contacts.standard");
    for what in [Holding::Role(keeper), Holding::Group(crew), contacts.clone(), grant("contacts.view")] {
        bench.clock.advance(1_000);
        hold(&bench, &give(&bench, &[what], &[ann])).await;
    }
    hold(&bench, &take(&bench, &[contacts], &[ann])).await;
    let edit = EditUser { phone: Some("112".to_owned()), ..crate::editing::edit_of(&bench, ann).await };
    bench.desk().edit(&edit).await.unwrap();
    let lines = bench.desk().person_activity(&PersonActivity { member: ann, before: None, take: 200 }).await.unwrap();
    let titles: Vec<&str> = lines.iter().map(|line| line.title.as_str()).collect();
    assert_eq!(
        titles[..6],
        [
            "Phone changed",
            "License Contacts Standard revoked",
            "View contacts granted",
            "License Contacts Standard granted",
            "Added to group Crew",
            "Role Keeper added",
        ]
    );
    assert!(titles.contains(&"Invitation accepted") && titles.contains(&"Added"), "{titles:?}");
    assert!(lines[..6].iter().all(|line| line.actor.as_deref() == Some("Sigrun Aasen")));
    let entry = lines.iter().find(|line| line.title == "Role Keeper added").unwrap();
    assert!(entry.undoable);
    bench.desk().undo(entry.command).await.unwrap();
    let person = bench.desk().person(ann).await.unwrap();
    assert!(person.member_of.iter().all(|held| held.name != "Keeper"));
    assert_eq!(person.activity[0].title, "Role Keeper removed");
    assert_eq!(person.activity.len(), 8, "the page begins with the newest");
    assert_eq!(person.activity_total, lines.len() as u64 + 1);
    let older = PersonActivity { member: ann, before: Some(person.activity[7].seq), take: 200 };
    let older = bench.desk().person_activity(&older).await.unwrap();
    assert_eq!(older.len() + 8, lines.len() + 1, "and goes on where it ended");
}

async fn b9_the_palette_finds_people_of_every_tab_roles_and_groups_of_this_organization_alone(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (fjord, knut) = bench.found("Fjord", "knut@fjord.example").await;
    let theirs = bench.directory.desk(fjord, rollbook_directory::ActorId::Member(knut));
    theirs.create_role(&crate::asks::new_role(&bench, "Harbour keeper", &[])).await.unwrap();
    theirs.invite(&bench.invitation("Harbour Berg", "harbour@fjord.example")).await.unwrap();
    let nothing = bench.desk().palette("harbour").await.unwrap();
    assert!(nothing.people.is_empty() && nothing.roles.is_empty() && nothing.groups.is_empty(), "C28");
    role(&bench, "Hårbour Keeper", &[]).await;
    group(&bench, "Harbour crew", &[]).await;
    let mut ids = Vec::new();
    for name in ["Harbour Active", "Harbour Archived"] {
        ids.push(bench.user(name, &format!("{}@nordlys.example", name.to_lowercase().replace(' ', "."))).await);
    }
    bench.invite("Harbour Pending", "pending@nordlys.example").await;
    bench.act(Action::Archive, &ids[1..]).await;
    let found = bench.desk().palette("harbour").await.unwrap();
    let people: Vec<_> = found.people.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(people, ["Harbour Active", "Harbour Pending", "Harbour Archived"], "who left comes last");
    assert_eq!(found.roles.iter().map(|item| item.name.as_str()).collect::<Vec<_>>(), ["Hårbour Keeper"]);
    assert_eq!(found.groups.iter().map(|item| item.name.as_str()).collect::<Vec<_>>(), ["Harbour crew"]);
    let found = bench.desk().palette("keeper har").await.unwrap();
    assert_eq!((found.people.len(), found.roles.len(), found.groups.len()), (0, 1, 0), "all of the words");
    let empty = bench.desk().palette("  ").await.unwrap();
    assert!(empty.people.is_empty() && empty.roles.is_empty());
}

async fn the_drawer_offers_what_the_actor_may_give_and_says_why_not_the_rest(engine: Engine) {
    let bench = Bench::open(engine).await;
    let helper = role(&bench, "Helper", &["contacts.view"]).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::Custom).await;
    hold(&bench, &give(&bench, &[Holding::Role(helper)], &[bo])).await;
    let all = bench.desk().access_choices().await.unwrap();
    assert!(all.roles.iter().all(|role| role.give_refusal.is_none()), "the owner gives everything");
    assert_eq!((&all.all_refusal, &all.admin_refusal, all.packages.len()), (&None, &None, 3));
    let some = bench.desk_of(bo).access_choices().await.unwrap();
    assert_eq!(some.all_refusal.as_ref().unwrap().code, Code::Ceiling);
    for role in &some.roles {
        let code = role.give_refusal.as_ref().map(|refusal| refusal.code);
        assert_eq!(code, (role.name != "Helper").then_some(Code::Ceiling), "{}", role.name);
    }
    for action in some.catalogue.products.iter().flat_map(|product| &product.modules).flat_map(|module| &module.actions)
    {
        assert_eq!(action.yours, action.permission.to_string() == "contacts.view", "{}", action.permission);
    }
}
