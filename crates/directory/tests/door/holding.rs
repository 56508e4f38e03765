//! Giving and taking for one and for many: some are refused, all can be undone, seats are never
//! overdrawn (R3, R4, R13, R22, B1, B6).

use crate::{
    asks::{crowd, give, grant, group, hold, licence, may, permission, role, take},
    refused,
};
use futures::future::join_all;
use rollbook_directory::{
    Desk, DirectoryError, Task,
    contract::{ChangeHoldings, HoldersPage, Mode, SetNavigation, SetPlan, SetSeats, Target, UserFilter},
};
use rollbook_domain::{
    Code,
    catalogue::Package,
    command::Action,
    holding::Holding,
    member::{AccessMode, Tab},
    organization::Plan,
};
use rollbook_testkit::{Bench, Engine, contract};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

contract![
    many_are_given_as_far_as_it_is_possible_and_undo_takes_it_back,
    all_or_none_gives_nobody_anything_when_one_is_refused,
    b6_a_preview_of_holdings_comes_true_and_writes_nothing,
    a_change_of_holdings_given_twice_is_carried_out_once,
    a_cancelled_change_of_holdings_leaves_everything_as_it_was,
    r22_of_sixty_four_at_once_exactly_ten_get_the_last_ten_seats,
    r3_suspending_frees_seats_and_reactivating_takes_them_again,
    r4_who_comes_back_to_a_full_package_comes_without_it_and_is_named,
    r22_seats_are_never_set_below_those_in_use,
    r18_seats_and_plan_are_the_owners_alone,
    r21_a_plan_is_not_changed_below_what_is_in_use,
    lists_show_who_holds_what,
    menus_are_hidden_and_shown_and_permit_nothing,
    c24_what_is_named_by_the_million_is_refused,
];

const SEATS: &str = "contacts.standard";

fn package() -> Package {
    Package::parse(SEATS).unwrap()
}

/// Bought, used.
async fn seats(bench: &Bench) -> (i64, i64) {
    let seats = bench.store().seats(bench.organization).await.unwrap()[&package()];
    (seats.bought, seats.used)
}

async fn many_are_given_as_far_as_it_is_possible_and_undo_takes_it_back(engine: Engine) {
    let bench = Bench::open(engine).await;
    let role = role(&bench, "Keeper", &["contacts.edit"]).await;
    let ids = crowd(&bench, 1_200).await;
    bench.act(Action::Archive, &ids[..1]).await;
    let had = take(&bench, &[Holding::Role(role)], &ids[1..5]);
    hold(&bench, &ChangeHoldings { give: had.take.clone(), take: Vec::new(), ..had }).await;
    let before = bench.dump().await;
    let told = Arc::new(AtomicU64::new(0));
    let last = Arc::clone(&told);
    let task = Task::new(move |done, _| last.store(done, Ordering::Relaxed));
    // The archived one is refused, and so is a stranger; four have it already.
    let stranger = rollbook_domain::MemberId::from_uuid(bench.command().uuid());
    let mut whom = ids.clone();
    whom.push(stranger);
    let ask = give(&bench, &[Holding::Role(role)], &whom);
    let outcome = bench.desk().change_holdings(&ask, &task).await.unwrap();
    assert_eq!((outcome.done, outcome.refused), (1_195, 2), "{:?}", outcome.refusals);
    let codes: Vec<_> = outcome.refusals.iter().map(|refused| (refused.member, refused.refusal.code)).collect();
    assert!(codes.contains(&(Some(ids[0]), Code::WrongStatus)) && codes.contains(&(Some(stranger), Code::NotFound)));
    assert_eq!(told.load(Ordering::Relaxed), 1_201, "the progress ends with everybody looked at");
    let undone = bench.desk().undo(ask.command).await.unwrap();
    assert_eq!((undone.done, undone.refused), (1_195, 0));
    let after = bench.dump().await;
    assert_eq!(after.table("holding"), before.table("holding"), "who had it before keeps it");
    bench.desk().undo(undone.command).await.unwrap();
    assert_eq!(crate::asks::role_view(&bench, role).await.members, 1_199, "an undo can be undone");
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None);
}

async fn all_or_none_gives_nobody_anything_when_one_is_refused(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ids = crowd(&bench, 12).await;
    let before = bench.dump().await;
    let ask = ChangeHoldings { mode: Mode::AllOrNone, ..give(&bench, &[licence(SEATS)], &ids) };
    let answer = bench.desk().change_holdings(&ask, &Task::unwatched()).await;
    assert_eq!(refused(answer), Code::NoSeat, "ten seats for twelve");
    assert_eq!(bench.dump().await, before);
    let ask = give(&bench, &[licence(SEATS)], &ids);
    let outcome = bench.desk().change_holdings(&ask, &Task::unwatched()).await.unwrap();
    assert_eq!((outcome.done, outcome.refused, seats(&bench).await), (10, 2, (10, 10)));
}

async fn b6_a_preview_of_holdings_comes_true_and_writes_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let group = group(&bench, "Crew", &["contacts.view", "contacts.edit"]).await;
    let ids = crowd(&bench, 12).await;
    let before = bench.dump().await;
    let ask = give(&bench, &[Holding::Group(group), licence(SEATS)], &ids);
    let preview = ChangeHoldings { preview: true, ..ask.clone() };
    let told = bench.desk().change_holdings(&preview, &Task::unwatched()).await.unwrap();
    assert_eq!(bench.dump().await, before);
    let impact = told.impact.clone().unwrap();
    assert_eq!((impact.reach, impact.people.len(), impact.licences_given), (10, 10, 10));
    assert!(impact.people.iter().all(|person| person.gained.len() == 2 && person.lost.is_empty()));
    let done = bench.desk().change_holdings(&ask, &Task::unwatched()).await.unwrap();
    assert_eq!(rollbook_directory::contract::Outcome { preview: false, impact: None, ..told }, done);
    let back = take(&bench, &[Holding::Group(group), licence(SEATS)], &ids);
    let preview = ChangeHoldings { preview: true, ..back };
    let impact = bench.desk().change_holdings(&preview, &Task::unwatched()).await.unwrap().impact.unwrap();
    assert_eq!((impact.licences_taken, impact.people.len()), (10, 10));
}

async fn a_change_of_holdings_given_twice_is_carried_out_once(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ids = crowd(&bench, 3).await;
    let ask = give(&bench, &[licence(SEATS)], &ids);
    let first = hold(&bench, &ask).await;
    let dump = bench.dump().await;
    bench.clock.advance(5_000);
    assert_eq!(hold(&bench, &ask).await, first);
    assert_eq!(bench.dump().await, dump);
    let all = join_all((0..4).map(|_| hold(&bench, &ask))).await;
    assert!(all.iter().all(|outcome| *outcome == first));
    assert_eq!(seats(&bench).await, (10, 3));
}

async fn a_cancelled_change_of_holdings_leaves_everything_as_it_was(engine: Engine) {
    let bench = Bench::open(engine).await;
    let role = role(&bench, "Keeper", &[]).await;
    let ids = crowd(&bench, 1_100).await;
    let before = bench.dump().await;
    let task = crate::bulk::cancelled_after_first_part();
    let answer = bench.desk().change_holdings(&give(&bench, &[Holding::Role(role)], &ids), &task).await;
    assert!(matches!(answer, Err(DirectoryError::Cancelled)), "{answer:?}");
    bench.store().work(bench.organization).await.unwrap().roll_back().await.unwrap();
    assert_eq!(bench.dump().await, before);
}

async fn r22_of_sixty_four_at_once_exactly_ten_get_the_last_ten_seats(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ids = crowd(&bench, 64).await;
    let tasks = ids.iter().map(|id| {
        let (desk, ask) = (bench.desk(), give(&bench, &[licence(SEATS)], &[*id]));
        tokio::spawn(async move { desk.change_holdings(&ask, &Task::unwatched()).await })
    });
    let (mut granted, mut full) = (0, 0);
    for ended in join_all(tasks).await {
        let outcome = match ended.unwrap() {
            Ok(outcome) => outcome,
            Err(DirectoryError::Refused(refusal)) if refusal.code == Code::NoSeat => {
                full += 1;
                continue;
            }
            Err(other) => panic!("{other:?}"),
        };
        if outcome.done == 1 {
            granted += 1;
        } else {
            assert_eq!(outcome.refusals[0].refusal.code, Code::NoSeat);
            full += 1;
        }
    }
    assert_eq!((granted, full), (10, 54));
    assert_eq!(seats(&bench).await, (10, 10));
    let page = HoldersPage { package: package(), text: String::new(), idle_days: None, offset: 0, take: 100 };
    assert_eq!(bench.desk().holders(&page).await.unwrap().rows.iter().filter(|row| row.seated).count(), 10);
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None);
}

async fn r3_suspending_frees_seats_and_reactivating_takes_them_again(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ids = crowd(&bench, 3).await;
    hold(&bench, &give(&bench, &[licence(SEATS)], &ids)).await;
    assert_eq!(seats(&bench).await, (10, 3));
    let ask = bench.ask(Action::Suspend, &ids[..2]);
    let preview = rollbook_directory::contract::ActOnUsers { preview: true, ..ask.clone() };
    let impact = bench.desk().act(&preview, &Task::unwatched()).await.unwrap().impact.unwrap();
    assert_eq!((impact.licences_taken, impact.sessions_ended), (2, 2), "B6");
    bench.desk().act(&ask, &Task::unwatched()).await.unwrap();
    assert_eq!(seats(&bench).await, (10, 1));
    let person = bench.desk().person(ids[0]).await.unwrap();
    let mine = person.licences.iter().find(|licence| licence.package == package()).unwrap();
    assert!(mine.freed && !mine.held && mine.free == 9, "{mine:?}");
    bench.act(Action::Archive, &ids[..1]).await;
    bench.act(Action::Restore, &ids[..1]).await;
    assert_eq!(seats(&bench).await, (10, 1), "restored as they were: suspended");
    bench.act(Action::Reactivate, &ids[..2]).await;
    assert_eq!(seats(&bench).await, (10, 3));
    bench.act(Action::Archive, &ids[2..]).await;
    assert_eq!(seats(&bench).await, (10, 2), "R4");
    bench.act(Action::Restore, &ids[2..]).await;
    assert_eq!(seats(&bench).await, (10, 3));
    bench.act(Action::Archive, &ids[2..]).await;
    bench.act(Action::Erase, &ids[2..]).await;
    assert_eq!(seats(&bench).await, (10, 2));
}

async fn r4_who_comes_back_to_a_full_package_comes_without_it_and_is_named(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ids = crowd(&bench, 12).await;
    hold(&bench, &give(&bench, &[licence(SEATS)], &ids[..10])).await;
    bench.act(Action::Suspend, &ids[..2]).await;
    hold(&bench, &give(&bench, &[licence(SEATS)], &ids[10..11])).await;
    let back = bench.act(Action::Reactivate, &ids[..2]).await;
    assert_eq!((back.done, back.refused, seats(&bench).await), (2, 1, (10, 10)));
    let words = &back.refusals[0].refusal.message;
    assert!(words.contains("comes back without Contacts Standard"), "{words}");
    let page = HoldersPage { package: package(), text: String::new(), idle_days: None, offset: 0, take: 100 };
    assert_eq!(bench.desk().holders(&page).await.unwrap().total, 10, "what found no seat is lost");
    // The answer is kept, and names nobody who was erased (C33).
    let lost = back.refusals[0].refusal.about.expect("whom it is about");
    let name = bench.row(lost).await.name;
    assert!(words.contains(&name));
    bench.act(Action::Archive, &[lost]).await;
    bench.act(Action::Erase, &[lost]).await;
    assert_eq!(bench.dump().await.holding(&name), [] as [String; 0]);
}

async fn r22_seats_are_never_set_below_those_in_use(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ids = crowd(&bench, 3).await;
    hold(&bench, &give(&bench, &[licence(SEATS)], &ids)).await;
    let set = |seats| SetSeats { command: bench.command(), package: package(), seats, preview: false };
    assert_eq!(refused(bench.desk().set_seats(&set(2)).await), Code::NoSeat);
    assert_eq!(refused(bench.desk().set_seats(&set(-1)).await), Code::Invalid);
    assert_eq!(refused(bench.desk().set_seats(&set(i64::MAX)).await), Code::Invalid);
    bench.desk().set_seats(&set(3)).await.unwrap();
    assert_eq!(seats(&bench).await, (3, 3));
    // A product that wasn't taken is taken with its first seats.
    let fleet = Package::parse("fleet.pro").unwrap();
    let before = bench.desk().roles().await.unwrap().catalogue.permissions;
    let offers = bench.desk().licences().await.unwrap().offers;
    assert!(offers.iter().any(|offer| offer.package == fleet));
    let ask = SetSeats { command: bench.command(), package: fleet.clone(), seats: 5, preview: false };
    bench.desk().set_seats(&ask).await.unwrap();
    let view = bench.desk().licences().await.unwrap();
    assert!(view.packages.iter().any(|package| package.package == fleet && package.free == 5));
    assert!(bench.desk().roles().await.unwrap().catalogue.permissions > before, "its modules entered the catalogue");
    let nowhere =
        SetSeats { command: bench.command(), package: Package::parse("fleet.huge").unwrap(), seats: 5, preview: false };
    assert_eq!(refused(bench.desk().set_seats(&nowhere).await), Code::NotFound);
}

async fn r18_seats_and_plan_are_the_owners_alone(engine: Engine) {
    let bench = Bench::open(engine).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::All).await;
    let super_admin = crate::asks::role_named(&bench, "Super Admin").await.id;
    hold(&bench, &give(&bench, &[Holding::Role(super_admin)], &[bo])).await;
    let desk = bench.desk_of(bo);
    assert_eq!(desk.licences().await.unwrap().owner_refusal.unwrap().code, Code::OwnerOnly);
    let before = bench.dump().await;
    let set = SetSeats { command: bench.command(), package: package(), seats: 50, preview: false };
    assert_eq!(refused(desk.set_seats(&set).await), Code::OwnerOnly);
    let plan = SetPlan { command: bench.command(), plan: Plan::Enterprise };
    assert_eq!(refused(desk.set_plan(&plan).await), Code::OwnerOnly, "Super Admins too");
    let by_owner = SetSeats { command: bench.command(), package: package(), seats: 50, preview: false };
    assert_eq!(bench.dump().await, before);
    bench.desk().set_seats(&by_owner).await.unwrap();
    assert_eq!(refused(desk.undo(by_owner.command).await), Code::OwnerOnly, "nor by an undo");
}

async fn r21_a_plan_is_not_changed_below_what_is_in_use(engine: Engine) {
    let bench = Bench::open(engine).await;
    for name in ["Bo", "Cy"] {
        bench.administrator(name, &format!("{name}@nordlys.example"), AccessMode::Custom).await;
    }
    let plan = |plan| SetPlan { command: bench.command(), plan };
    assert_eq!(refused(bench.desk().set_plan(&plan(Plan::Starter)).await), Code::PlanFull, "three of two");
    bench.desk().set_plan(&plan(Plan::Professional)).await.unwrap();
    let view = bench.desk().licences().await.unwrap().plan;
    assert_eq!((view.plan, view.used), (Plan::Professional, 3));
    assert_eq!(view.plans.iter().map(|plan| plan.administrators).collect::<Vec<_>>(), [2, 5, 15, 50]);
}

async fn lists_show_who_holds_what(engine: Engine) {
    let bench = Bench::open(engine).await;
    let role = role(&bench, "Keeper", &["contacts.edit"]).await;
    let ids = crowd(&bench, 6).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::Custom).await;
    hold(&bench, &give(&bench, &[Holding::Role(role), licence(SEATS)], &ids[..3])).await;
    bench.act(Action::Suspend, &ids[..1]).await;
    let count = async |filter: UserFilter| bench.desk().users_count(&filter).await.unwrap().matching;
    let all = Desk::whole_tab(Tab::Active);
    assert_eq!(count(UserFilter { role: Some(role), ..all.clone() }).await, 3);
    assert_eq!(count(UserFilter { licence: Some(package()), ..all.clone() }).await, 3, "with or without its seat");
    assert_eq!(count(UserFilter { without_role: true, ..all.clone() }).await, 1, "R31: Bo, and never the owner");
    let row = bench.row(ids[1]).await;
    assert_eq!((row.roles, row.licences), (vec!["Keeper".to_owned()], vec!["Contacts".to_owned()]));
    // Everything that matches at once: the filter changes under the command.
    let ask = ChangeHoldings {
        target: Target::Matching { filter: UserFilter { role: Some(role), ..all.clone() }, except: vec![ids[2]] },
        ..take(&bench, &[Holding::Role(role)], &[])
    };
    assert_eq!(hold(&bench, &ask).await.done, 2);
    assert_eq!(count(UserFilter { role: Some(role), ..all.clone() }).await, 1);
    hold(&bench, &give(&bench, &[Holding::Role(role)], &[bo])).await;
    assert_eq!(count(UserFilter { without_role: true, ..all }).await, 0);
}

async fn menus_are_hidden_and_shown_and_permit_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    hold(&bench, &give(&bench, &[grant("contacts.view")], &[ann])).await;
    let set = |show: &[&str], hide: &[&str]| SetNavigation {
        command: bench.command(),
        member: ann,
        show: show.iter().map(|key| (*key).to_owned()).collect(),
        hide: hide.iter().map(|key| (*key).to_owned()).collect(),
    };
    let in_menu = async || {
        let glass = bench.desk().glass(ann).await.unwrap();
        let modules: Vec<_> = glass.products.into_iter().flat_map(|product| product.modules).collect();
        modules.into_iter().filter(|module| module.in_menu).map(|module| module.key).collect::<Vec<_>>()
    };
    assert_eq!(in_menu().await, ["contacts"]);
    bench.desk().set_navigation(&set(&[], &["contacts"])).await.unwrap();
    assert!(in_menu().await.is_empty());
    assert_eq!(may(&bench, ann).await, ["contacts.view"], "it hides; it never permits, nor forbids");
    bench.desk().set_navigation(&set(&["contacts"], &["tickets"])).await.unwrap();
    assert_eq!(in_menu().await, ["contacts"]);
    assert_eq!(refused(bench.desk().set_navigation(&set(&["nowhere"], &[])).await), Code::NotFound);
}

async fn c24_what_is_named_by_the_million_is_refused(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let before = bench.dump().await;
    let many: Vec<Holding> = (0..1_000_000).map(|n| Holding::Grant(permission(&format!("m{n}.view")))).collect();
    let answer = bench.desk().change_holdings(&give(&bench, &many, &[ann]), &Task::unwatched()).await;
    assert_eq!(refused(answer), Code::Invalid);
    let answer = bench.desk().change_holdings(&give(&bench, &many[..1], &[ann]), &Task::unwatched()).await;
    assert_eq!(refused(answer), Code::NotFound, "an unknown permission");
    assert_eq!(bench.dump().await, before);
}
