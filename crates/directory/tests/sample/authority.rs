//! What the sample shows: products and seats, roles, groups, sources, dates, kinds.

use super::{NOW, Sample, everybody};
use rollbook_directory::contract::{HoldersPage, Mark, PersonActivity, PersonView, SourceKind, UserFilter, UserRow};
use rollbook_domain::{
    MemberId,
    catalogue::Package,
    holding::Holding,
    member::{Kind, Status, Tab},
    time::DAY,
};
use rollbook_store::ActorId;

const MINUTE: i64 = 60_000;

impl Sample {
    async fn find(&self, email: &str, kind: Kind) -> UserRow {
        let filter = UserFilter { text: email.to_owned(), kind: Some(kind), ..everybody(Tab::Active) };
        self.rows(filter).await.into_iter().next().expect("somebody")
    }
    async fn id(&self, name: &str) -> MemberId {
        self.find(&format!("{name}@nordlys.example"), Kind::Regular).await.id
    }
    async fn page(&self, name: &str) -> PersonView {
        self.desk().person(self.id(name).await).await.expect("the page")
    }
}

fn mark(page: &PersonView, permission: &str) -> Mark {
    let modules = page.glass.products.iter().flat_map(|product| &product.modules);
    let mut marks = modules.flat_map(|module| &module.marks);
    marks.find(|mark| mark.permission.to_string() == permission).cloned().expect("a permission of the catalogue")
}

#[tokio::test]
async fn packages_have_the_seats_that_the_sample_promises() {
    let sample = Sample::open().await;
    let view = sample.desk().licences().await.expect("licences");
    let mut seats: Vec<_> = view.packages.iter().map(|p| (p.package.to_string(), p.used, p.seats)).collect();
    seats.sort();
    let expected = [
        ("contacts.standard", 6, 10),
        ("crew.standard", 38, 40),
        ("documents.pro", 89, 120),
        ("documents.standard", 3, 10),
        ("events.standard", 6, 25),
        ("fleet.pro", 42, 50),
        ("helpdesk.standard", 17, 20),
        ("invoices.standard", 16, 20),
        ("payroll.standard", 12, 12),
    ];
    assert_eq!(seats, expected.map(|(package, used, seats)| (package.to_owned(), used, seats)));
    assert_eq!((view.plan.used, view.owner_refusal), (11, None));
}

#[tokio::test]
async fn three_holders_of_fleet_pro_are_idle_and_who_is_suspended_has_no_seat() {
    let sample = Sample::open().await;
    let ask = |idle_days| HoldersPage {
        package: Package::parse("fleet.pro").expect("a package"),
        text: String::new(),
        idle_days,
        offset: 0,
        take: 100,
    };
    let all = sample.desk().holders(&ask(None)).await.expect("holders");
    assert_eq!((all.total, all.idle), (43, 3));
    let seatless: Vec<_> = all.rows.iter().filter(|row| !row.seated).map(|row| row.row.name.as_str()).collect();
    assert_eq!(seatless, ["Björn Þórsson"], "R3");
    let idle = sample.desk().holders(&ask(Some(60))).await.expect("holders");
    let mut names: Vec<_> = idle.rows.iter().filter(|row| row.seated).map(|row| row.row.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Geir Havnevik", "Vytautas Kazlauskas", "赵建国"]);
}

#[tokio::test]
async fn every_role_has_its_holders() {
    let sample = Sample::open().await;
    let view = sample.desk().roles().await.expect("roles");
    let roles: Vec<_> = view.roles.iter().map(|role| (role.name.as_str(), role.members, role.portal)).collect();
    let expected = [
        ("Super Admin", 2, false),
        ("Admin", 6, false),
        // Of these nine, the invited who didn't answer yet.
        ("Staff", 142 + 9, false),
        ("Read-Only", 28, false),
        ("Charterer", 2, true),
        ("Finance", 14, false),
        ("Fleet manager", 22, false),
        ("Support desk", 31, false),
    ];
    assert_eq!(roles, expected);
}

#[tokio::test]
async fn groups_stand_by_product_and_by_kind_of_work_and_some_under_another() {
    let sample = Sample::open().await;
    let view = sample.desk().groups_view().await.expect("groups");
    let group = |name: &str| view.groups.iter().find(|group| group.name == name).expect("a group");
    let own =
        ["Management", "IT", "Finance", "Technical", "Sales", "Sales Asia", "Gulf agency", "Dry dock", "Oslo office"];
    for name in own {
        assert_eq!((group(name).product.as_deref(), group(name).built_in), (None, false), "{name}");
        assert!(group(name).members > 0 && !group(name).permissions.is_empty(), "{name}");
    }
    for (name, product) in
        [("Crewing", "crew"), ("Chartering", "fleet"), ("Fleet operations", "fleet"), ("Accounting", "invoices")]
    {
        assert_eq!((group(name).product.as_deref(), group(name).built_in), (Some(product), true), "{name}");
        assert!(group(name).members > 0, "{name}");
    }
    for (name, parent) in
        [("Sales Asia", "Sales"), ("Payroll", "Finance"), ("Dry dock", "Technical"), ("Helpdesk agents", "IT")]
    {
        assert_eq!(group(name).parent, Some(group(parent).id), "{name}");
    }
    assert_eq!(view.groups.len(), 3 + 6 + 12, "built in, with products, its own");
}

#[tokio::test]
async fn b5_the_page_of_ayse_shows_marks_from_role_group_and_by_hand() {
    let sample = Sample::open().await;
    let page = sample.page("ayse.yildirim").await;
    let names: Vec<_> = page.member_of.iter().map(|held| held.name.as_str()).collect();
    assert_eq!(names, ["Staff", "Chartering", "Oslo office", "Sales"]);
    let sources = |permission: &str| {
        let mark = mark(&page, permission);
        mark.sources.into_iter().map(|source| (source.kind, source.name)).collect::<Vec<_>>()
    };
    let (role, group) =
        (|name: &str| (SourceKind::Role, name.to_owned()), |name: &str| (SourceKind::Group, name.to_owned()));
    assert_eq!(sources("contacts.view"), [role("Staff"), group("Sales")]);
    assert_eq!(sources("charters.edit"), [group("Chartering")]);
    assert_eq!(sources("payroll.view"), []);
    let granted = mark(&page, "invoices.edit");
    let source = granted.sources.first().expect("a source");
    assert_eq!((source.kind, source.by.as_deref()), (SourceKind::Grant, Some("Ingrid Solbakken")));
    assert_eq!(source.since, Some(NOW.plus(-1315 * MINUTE)), "yesterday");
    assert!(granted.allowed && granted.sources.len() == 1);
    let hidden: Vec<_> =
        page.glass.products.iter().flat_map(|p| &p.modules).filter(|m| m.hidden).map(|m| m.key.as_str()).collect();
    assert_eq!(hidden, ["seafarers", "contracts", "rotation", "payroll"]);
    let held: Vec<_> =
        page.licences.iter().filter(|l| l.held).map(|l| (l.package.to_string(), l.by.as_deref())).collect();
    let expected =
        [("documents.pro".to_owned(), Some("Ingrid Solbakken")), ("fleet.pro".to_owned(), Some("Henrik Aas"))];
    assert_eq!(held.into_iter().collect::<std::collections::BTreeSet<_>>(), expected.into());
    let newest = page.activity.iter().find(|line| line.title.contains("nvoices")).expect("in the activity");
    assert_eq!(newest.actor.as_deref(), Some("Ingrid Solbakken"));
}

#[tokio::test]
async fn b13_something_ends_something_begins_later_and_something_has_ended_by_itself() {
    let sample = Sample::open().await;
    let ends = sample.page("lukasz.wojcik").await;
    let role = ends.member_of.iter().find(|held| held.name == "Fleet manager").expect("the role");
    assert_eq!(role.until, Some(NOW.plus(40 * DAY)));
    let begins = sample.page("tiago.brandoa").await;
    let waiting = begins.waiting.first().expect("something waits");
    assert_eq!((waiting.name.as_str(), waiting.period.from), ("Staff", Some(NOW.plus(9 * DAY))));
    assert!(begins.member_of.iter().all(|held| !matches!(held.what, Holding::Role(_))));
    assert_eq!(sample.page("gulsen.akturk").await.period.until, Some(NOW.plus(54 * DAY)));
    let restricted = mark(&sample.page("niels.aeroe").await, "voyages.create");
    let last = restricted.sources.last().expect("what takes it away");
    assert!(!restricted.allowed && last.kind == SourceKind::Restriction && last.until == Some(NOW.plus(14 * DAY)));
    let over = sample.page("solveig.mjelde").await;
    assert!(over.member_of.iter().all(|held| held.name != "Fleet operations"));
    let question = PersonActivity { member: over.user.row.id, before: None, take: 200 };
    let lines = sample.desk().person_activity(&question).await.expect("the activity");
    let line = lines.iter().find(|line| line.actor.is_none()).expect("Rollbook did it");
    assert_eq!(line.at, NOW.plus(-20 * DAY));
    let next = sample.directory.store().next_due(sample.organization).await.expect("what is due");
    assert!(next.is_some_and(|at| at > NOW), "nothing is overdue");
}

#[tokio::test]
async fn r13_r14_an_administrator_with_limits_sees_locks() {
    let sample = Sample::open().await;
    let ingrid = sample.directory.desk(sample.organization, ActorId::Member(sample.id("ingrid").await));
    let view = ingrid.roles().await.expect("roles");
    let actions = view.catalogue.products.iter().flat_map(|p| &p.modules).flat_map(|m| &m.actions);
    let lacking: Vec<_> = actions.filter(|action| !action.yours).map(|action| action.permission.to_string()).collect();
    assert!(
        lacking.iter().any(|p| p == "payroll.view") && lacking.iter().any(|p| p == "contracts.manage"),
        "{lacking:?}"
    );
    let role = |name: &str| view.roles.iter().find(|role| role.name == name).expect("a role");
    assert!(role("Admin").yours && role("Admin").edit_refusal.is_some(), "R17: her own role");
    assert!(role("Finance").give_refusal.is_some() && role("Staff").give_refusal.is_none());
    let theodora = ingrid.person(sample.id("theodora.pappa").await).await.expect("the page");
    assert!(theodora.standing_refusal.is_some(), "R14");
    let ayse = ingrid.person(sample.id("ayse.yildirim").await).await.expect("the page");
    assert_eq!(ayse.standing_refusal, None);
    assert!(mark(&ayse, "payroll.view").refusal.is_some() && mark(&ayse, "contacts.delete").refusal.is_none());
}

#[tokio::test]
async fn r8_r9_customers_reach_a_portal_and_a_machine_stands_in_a_list_of_its_own() {
    let sample = Sample::open().await;
    let of = |kind| UserFilter { kind: Some(kind), ..everybody(Tab::Active) };
    let mut guests = sample.rows(of(Kind::Portal)).await;
    guests.sort_by(|one, other| one.name.cmp(&other.name));
    let names: Vec<_> = guests.iter().map(|row| (row.name.as_str(), row.status)).collect();
    assert_eq!(names, [("Wei Jie Tan", Status::Active), ("Ευανθία Καλλέργη", Status::Active)]);
    let page = sample.desk().person(guests[1].id).await.expect("the page");
    let held: Vec<_> = page.member_of.iter().map(|held| held.name.as_str()).collect();
    assert_eq!(held, ["Charterer", "Charterers"], "a portal role, and the portal");
    assert_eq!((page.contact.as_str(), page.customer.as_str()), ("Ευανθία Καλλέργη, chartering", "Ωμέγα Ναυτιλία"));
    let allowed = page.glass.products.iter().flat_map(|p| &p.modules).flat_map(|m| &m.marks).filter(|m| m.allowed);
    assert_eq!(allowed.count(), 3, "what the portal role carries");

    let machines = sample.rows(of(Kind::Api)).await;
    let [tracker] = machines.as_slice() else { panic!("{machines:?}") };
    assert_eq!((tracker.name.as_str(), tracker.last_active), ("Fleet tracker", None));
    let page = sample.desk().person(tracker.id).await.expect("the page");
    assert_eq!(page.member_of.iter().map(|held| held.name.as_str()).collect::<Vec<_>>(), ["Read-Only"]);
}
