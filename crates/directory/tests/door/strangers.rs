//! Roles, groups, portals and people of another organization are nothing here (C28, C31, C33); and
//! what isn't even a question is refused at the contract (C24).

use crate::{
    asks::{edit_group, edit_role, give, grant, group, hold, new_group, new_role, role},
    editing::edit_of,
    refused,
};
use rollbook_directory::{
    ActorId, Desk, Task,
    contract::{
        AddPortal, ChangeHoldings, CreateGroup, CreateRole, DeleteGroup, DeleteRole, EditGroup, EditRoles, EditUser,
        GroupPlace, HoldersPage, InviteUser, PersonActivity, RemovePortal, SetNavigation, SetPeriod, SetSeats,
        UserFilter,
    },
};
use rollbook_domain::{
    Code,
    catalogue::Package,
    holding::{Holding, Period},
    member::Tab,
};
use rollbook_testkit::{Bench, Engine, PASSWORD, contract};
use serde_json::{Value, json};

contract![
    c28_roles_groups_and_portals_of_another_organization_find_nothing,
    c28_people_of_another_organization_find_nothing,
    c31_no_view_holds_a_secret_or_another_organizations_data,
];

/// Another organization, with a role, a group, a portal and a person of its own.
struct Fjord {
    desk: Desk,
    role: rollbook_domain::RoleId,
    group: rollbook_domain::GroupId,
    portal: rollbook_domain::PortalId,
    liv: rollbook_domain::MemberId,
}

impl Fjord {
    async fn found(bench: &Bench) -> Self {
        let (fjord, knut) = bench.found("Fjordcanary", "knut@fjordcanary.example").await;
        let desk = bench.directory.desk(fjord, ActorId::Member(knut));
        let made = desk.create_role(&new_role(bench, "Fjordcanary keeper", &["contacts.view"])).await.unwrap();
        let group = desk.create_group(&new_group(bench, "Fjordcanary crew", &["contacts.view"])).await.unwrap();
        let portal = AddPortal { command: bench.command(), name: "Fjordcanary portal".to_owned() };
        desk.add_portal(&portal).await.unwrap();
        let portal = desk.access_choices().await.unwrap().portals[0].id;
        let invite = InviteUser {
            roles: vec![made.role.unwrap()],
            ..bench.invitation("Liv Fjordcanary", "liv@fjordcanary.example")
        };
        let liv = desk.invite(&invite).await.unwrap().member.unwrap();
        Self { role: made.role.unwrap(), group: group.group.unwrap(), portal, liv, desk }
    }
}

async fn c28_roles_groups_and_portals_of_another_organization_find_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let fjord = Fjord::found(&bench).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let crew = group(&bench, "Crew", &[]).await;
    let keeper = role(&bench, "Keeper", &[]).await;
    let task = Task::unwatched();
    let desk = bench.desk();
    let before = bench.dump().await;
    for what in [Holding::Role(fjord.role), Holding::Group(fjord.group), Holding::Portal(fjord.portal)] {
        let answer = desk.change_holdings(&give(&bench, std::slice::from_ref(&what), &[ann]), &task).await;
        assert_eq!(refused(answer), Code::NotFound, "{what:?}");
        let ask = ChangeHoldings { take: vec![what.clone()], give: Vec::new(), ..give(&bench, &[], &[ann]) };
        assert_eq!(refused(desk.change_holdings(&ask, &task).await), Code::NotFound, "{what:?}");
    }
    let edit = EditRoles {
        edits: vec![rollbook_directory::contract::EditRole {
            role: fjord.role,
            ..edit_role(&bench, keeper, &["contacts.edit"], &[]).await.edits.remove(0)
        }],
        command: bench.command(),
        preview: false,
    };
    assert_eq!(refused(desk.edit_roles(&edit).await), Code::NotFound);
    assert_eq!(refused(desk.edit_roles(&EditRoles { preview: true, ..edit }).await), Code::NotFound);
    for preview in [true, false] {
        let delete = DeleteRole { command: bench.command(), role: fjord.role, preview };
        assert_eq!(refused(desk.delete_role(&delete, &task).await), Code::NotFound);
        let delete = DeleteGroup { command: bench.command(), group: fjord.group, preview };
        assert_eq!(refused(desk.delete_group(&delete, &task).await), Code::NotFound);
    }
    let theirs = EditGroup { group: fjord.group, ..edit_group(&bench, crew, &["contacts.edit"], &[]).await };
    assert_eq!(refused(desk.edit_group(&theirs).await), Code::NotFound);
    let under = EditGroup {
        place: Some(GroupPlace { product: None, parent: Some(fjord.group) }),
        ..edit_group(&bench, crew, &[], &[]).await
    };
    assert_eq!(refused(desk.edit_group(&under).await), Code::NotFound);
    let child = CreateGroup { parent: Some(fjord.group), ..new_group(&bench, "Child", &[]) };
    assert_eq!(refused(desk.create_group(&child).await), Code::NotFound);
    let invite = || bench.invitation("Cy Lee", "cy@nordlys.example");
    assert_eq!(refused(desk.invite(&InviteUser { roles: vec![fjord.role], ..invite() }).await), Code::NotFound);
    assert_eq!(refused(desk.invite(&InviteUser { groups: vec![fjord.group], ..invite() }).await), Code::NotFound);
    let edit = edit_of(&bench, ann).await;
    assert_eq!(refused(desk.edit(&EditUser { roles: Some(vec![fjord.role]), ..edit.clone() }).await), Code::NotFound);
    assert_eq!(refused(desk.edit(&EditUser { groups: Some(vec![fjord.group]), ..edit }).await), Code::NotFound);
    let filter = UserFilter { role: Some(fjord.role), ..Desk::whole_tab(Tab::Pending) };
    assert_eq!(desk.users_count(&filter).await.unwrap().matching, 0, "nor does a list find who has it there");
    assert_eq!(bench.dump().await, before);
}

async fn c28_people_of_another_organization_find_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let fjord = Fjord::found(&bench).await;
    let desk = bench.desk();
    let before = bench.dump().await;
    assert_eq!(refused(desk.person(fjord.liv).await), Code::NotFound);
    assert_eq!(refused(desk.glass(fjord.liv).await), Code::NotFound);
    let log = PersonActivity { member: fjord.liv, before: None, take: 10 };
    assert!(desk.person_activity(&log).await.unwrap().is_empty());
    let ask = give(&bench, &[grant("contacts.view")], &[fjord.liv]);
    let answer = desk.change_holdings(&ChangeHoldings { preview: true, ..ask }, &Task::unwatched()).await.unwrap();
    assert_eq!((answer.done, answer.refusals[0].refusal.code), (0, Code::NotFound));
    assert!(answer.refusals[0].name.is_empty(), "C31");
    let menus =
        SetNavigation { command: bench.command(), member: fjord.liv, show: vec![], hide: vec!["contacts".to_owned()] };
    assert_eq!(refused(desk.set_navigation(&menus).await), Code::NotFound);
    let portal = RemovePortal { command: bench.command(), portal: fjord.portal, preview: false };
    assert_eq!(refused(desk.remove_portal(&portal, &Task::unwatched()).await), Code::NotFound);
    let period =
        SetPeriod { command: bench.command(), member: fjord.liv, seen: 0, period: Period::OPEN, preview: false };
    assert_eq!(refused(desk.set_period(&period).await), Code::NotFound);
    assert_eq!(bench.dump().await, before);
    // A stranger at the desk is nobody.
    let stranger = bench.directory.desk(bench.organization, ActorId::Member(fjord.liv));
    assert_eq!(refused(stranger.roles().await), Code::NotAllowed);
    assert_eq!(refused(stranger.my_glass().await), Code::NotAllowed);
    let ask = give(&bench, &[grant("contacts.view")], &[fjord.liv]);
    assert_eq!(refused(stranger.change_holdings(&ask, &Task::unwatched()).await), Code::NotAllowed);
}

async fn c31_no_view_holds_a_secret_or_another_organizations_data(engine: Engine) {
    let bench = Bench::open(engine).await;
    let fjord = Fjord::found(&bench).await;
    let keeper = role(&bench, "Keeper", &["contacts.view"]).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let bo = bench.invite("Bo Lee", "bo@nordlys.example").await;
    let token = bench.token("bo@nordlys.example").await;
    let what = [Holding::Role(keeper), crate::asks::licence("contacts.standard"), grant("contacts.edit")];
    hold(&bench, &give(&bench, &what, &[ann])).await;
    let holders = HoldersPage {
        package: Package::parse("contacts.standard").unwrap(),
        text: String::new(),
        idle_days: None,
        offset: 0,
        take: 100,
    };
    let views = async |desk: &Desk, people: &[rollbook_domain::MemberId]| {
        let mut all: Vec<Value> = vec![
            json!(desk.roles().await.unwrap()),
            json!(desk.groups_view().await.unwrap()),
            json!(desk.licences().await.unwrap()),
            json!(desk.holders(&holders).await.unwrap()),
            json!(desk.access_choices().await.unwrap()),
            json!(desk.palette("e").await.unwrap()),
            json!(desk.my_glass().await.unwrap()),
        ];
        for member in people {
            all.push(json!(desk.person(*member).await.unwrap()));
            all.push(json!(desk.glass(*member).await.unwrap()));
            let log = PersonActivity { member: *member, before: None, take: 200 };
            all.push(json!(desk.person_activity(&log).await.unwrap()));
        }
        let csv = [desk.export_roles().await.unwrap().0, desk.export_licences().await.unwrap().0].concat();
        format!("{}\n{}", Value::Array(all), String::from_utf8(csv).unwrap())
    };
    let (here, there) = (views(&bench.desk(), &[bench.owner, ann, bo]).await, views(&fjord.desk, &[fjord.liv]).await);
    assert!(here.contains("Keeper") && there.contains("Fjordcanary keeper"), "the views say something");
    let hash = bench.dump().await.table("link").join(" ");
    let hashes: Vec<&str> = hash.split(['=', '~', ' ', '|']).filter(|word| word.len() == 64).collect();
    assert!(!hashes.is_empty());
    for text in [&here, &there] {
        for secret in ["$argon2", PASSWORD, token.as_str(), "salt", "seal"].into_iter().chain(hashes.iter().copied()) {
            assert!(!text.contains(secret), "{secret}");
        }
    }
    for stranger in ["Fjordcanary", "fjordcanary", &fjord.liv.to_string(), &fjord.role.to_string()] {
        assert!(!here.contains(stranger), "{stranger}");
    }
    for stranger in ["nordlys.example", "Keeper\"", &ann.to_string(), &keeper.to_string()] {
        assert!(!there.contains(stranger), "{stranger}");
    }
}

/// What a window sends, with one thing about it changed.
fn changed(good: &Value, change: impl Fn(&mut Value)) -> Value {
    let mut bad = good.clone();
    change(&mut bad);
    bad
}

#[test]
fn c24_what_is_no_question_is_refused_at_the_contract() {
    let id = "0197a1b2-0000-7000-8000-000000000001";
    let good = json!({
        "command": id, "give": [{ "is": "role", "of": id }], "take": [], "period": { "from": null, "until": 5 },
        "target": { "by": "ids", "ids": [id] }, "mode": "all_or_none", "preview": false,
    });
    let read = serde_json::from_value::<ChangeHoldings>;
    read(good.clone()).expect("a good question");
    for (name, bad) in [
        ("an unknown field", changed(&good, |v| v["actor"] = json!(id))),
        ("an unknown field of the target", changed(&good, |v| v["target"]["organization"] = json!(id))),
        ("an unknown field of the period", changed(&good, |v| v["period"]["by"] = json!(id))),
        ("an unknown field of a holding", changed(&good, |v| v["give"][0]["by"] = json!(id))),
        ("an id that is none", changed(&good, |v| v["give"][0]["of"] = json!("super-admin"))),
        ("a number as an id", changed(&good, |v| v["target"]["ids"] = json!([7]))),
        ("a holding that there isn't", changed(&good, |v| v["give"][0]["is"] = json!("tier"))),
        ("a permission without a module", changed(&good, |v| v["give"][0] = json!({ "is": "grant", "of": "view" }))),
        ("a permission with a wildcard", changed(&good, |v| v["give"][0] = json!({ "is": "grant", "of": "*.view" }))),
        ("a package that is none", changed(&good, |v| v["give"][0] = json!({ "is": "licence", "of": "fleet" }))),
        ("a mode that there isn't", changed(&good, |v| v["mode"] = json!("force"))),
        ("a moment that is none", changed(&good, |v| v["period"]["until"] = json!("tomorrow"))),
        ("a missing field", changed(&good, |v| drop(v.as_object_mut().unwrap().remove("preview")))),
    ] {
        assert!(read(bad).is_err(), "{name}");
    }
    let role =
        json!({ "command": id, "name": "X", "description": "", "portal": false, "permissions": [], "preview": false });
    serde_json::from_value::<CreateRole>(role.clone()).expect("a good question");
    for field in ["builtIn", "built_in", "id", "members", "permissions.0"] {
        let bad = changed(&role, |v| v[field] = json!(true));
        assert!(
            serde_json::from_value::<CreateRole>(bad).is_err(),
            "{field}: a dotted or hidden form is no way around"
        );
    }
    let edit = json!({ "command": id, "edits": [{ "role": id, "seen": 1, "give": [], "take": [] }], "preview": false });
    serde_json::from_value::<EditRoles>(edit.clone()).expect("a good question");
    let bad = changed(&edit, |v| v["edits"][0]["portal"] = json!(true));
    assert!(serde_json::from_value::<EditRoles>(bad).is_err());
    let seats = json!({ "command": id, "package": "fleet.pro", "seats": 5, "preview": false });
    serde_json::from_value::<SetSeats>(seats.clone()).expect("a good question");
    assert!(serde_json::from_value::<SetSeats>(changed(&seats, |v| v["used"] = json!(0))).is_err());
    assert!(serde_json::from_value::<SetSeats>(changed(&seats, |v| v["seats"] = json!(1.5))).is_err());
}
