//! The security page: its lists, its curve, and the remedies in place (R27, R31).

use crate::{
    asks::{delete_role, give, hold, role},
    refused,
};
use rollbook_directory::{
    Desk, Must, Task,
    contract::{
        ActOnUsers, EditUser, InviteUser, Mode, SecurityAsk, SecurityList, SecurityListAsk, SecurityListView,
        SecurityView, Target, UserFilter,
    },
};
use rollbook_domain::{
    Code, Event, MemberId,
    command::Action,
    factor::Duty,
    holding::Holding,
    member::{AccessMode, Tab, Tier},
    organization::{RequiredOf, SecondFactor},
    time::{DAY, HOUR},
};
use rollbook_testkit::{Bench, Engine, contract};

contract![
    r31_the_page_counts_its_lists_and_draws_its_curve,
    r31_each_list_names_its_people_and_never_cuts_silently,
    r31_administrators_are_asked_by_mail_and_it_is_remembered,
    r31_of_many_only_those_without_one_are_asked,
    r27_r31_one_is_required_of_somebody_in_person_until_they_have_it,
    r31_an_archived_administrator_can_be_lowered_and_nothing_else,
    r31_the_days_on_which_the_rule_changed_are_marked,
    r14_the_page_is_for_administrators_alone,
    r31_the_report_holds_the_figures_and_every_list_to_its_end,
    r20_r31_a_role_that_was_deleted_is_named_where_it_left_somebody_without,
];

async fn page(bench: &Bench) -> SecurityView {
    bench.desk().security(&SecurityAsk { days: 90 }).await.unwrap()
}

fn total(view: &SecurityView, list: SecurityList) -> u64 {
    view.lists.iter().find(|count| count.list == list).unwrap().total
}

async fn list(bench: &Bench, list: SecurityList) -> SecurityListView {
    bench.desk().security_list(&SecurityListAsk { list, offset: 0, take: 50 }).await.unwrap()
}

async fn names(bench: &Bench, of: SecurityList) -> Vec<String> {
    list(bench, of).await.rows.into_iter().map(|row| row.row.name).collect()
}

async fn lower(bench: &Bench, member: MemberId) -> EditUser {
    let seen = bench.row(member).await.version;
    let none = serde_json::json!({ "command": bench.command(), "member": member, "seen": seen, "tier": "user" });
    serde_json::from_value(none).unwrap()
}

async fn r31_the_page_counts_its_lists_and_draws_its_curve(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.with_factors();
    bench.user("Ann Lee", "ann@nordlys.example").await;
    bench.clock.advance(2 * DAY);
    bench.enters_and_enrols("ann@nordlys.example").await;
    let view = page(&bench).await;
    assert_eq!((view.people, view.totp, view.passkey), (2, 1, 0));
    let told: Vec<(i64, i64)> = view.curve.iter().map(|point| (point.people, point.covered)).collect();
    assert_eq!(told, [(2, 0), (2, 0), (2, 1)], "a point a day, from the first day on");
    assert_eq!(view.curve.last().unwrap().at.day(), bench.directory.now().day());
    assert_eq!(total(&view, SecurityList::WithoutFactor), 1, "the owner");
    assert_eq!((view.to_review, view.limit), (1, 15));
    assert_eq!(view.administrators, 1);
    assert_eq!(view.dormant_days, 90);
    assert_eq!(bench.desk().security(&SecurityAsk { days: 2 }).await.unwrap().curve.len(), 2);
    assert_eq!(bench.desk().security(&SecurityAsk { days: 0 }).await.unwrap().curve.len(), 1, "today at least");
}

async fn r31_each_list_names_its_people_and_never_cuts_silently(engine: Engine) {
    let bench = Bench::open(engine).await;
    let gone = bench.administrator("Torleif Hauge", "torleif@nordlys.example", AccessMode::Custom).await;
    let away = bench.administrator("Siddharth Rao", "sid@nordlys.example", AccessMode::Custom).await;
    bench.administrator("Jean Moulin", "jean@nordlys.example", AccessMode::Custom).await;
    bench.act(Action::Archive, &[gone]).await;
    bench.act(Action::Suspend, &[away]).await;
    bench.invite("Late Comer", "late@nordlys.example").await;
    assert_eq!(names(&bench, SecurityList::HiddenAdministrators).await, ["Siddharth Rao", "Torleif Hauge"]);
    assert_eq!(names(&bench, SecurityList::WithoutRole).await, ["Jean Moulin"], "the owner needs none");
    assert_eq!(names(&bench, SecurityList::WithoutFactor).await, ["Jean Moulin", "Sigrun Aasen"]);
    assert_eq!(names(&bench, SecurityList::StaleInvitations).await, [""; 0], "the link works");
    let hidden = list(&bench, SecurityList::HiddenAdministrators).await;
    assert!(hidden.rows.iter().all(|row| row.shut_at == Some(bench.directory.now())));
    bench.clock.advance(73 * HOUR);
    assert_eq!(names(&bench, SecurityList::StaleInvitations).await, ["Late Comer"]);
    bench.clock.advance(91 * DAY);
    let dormant = list(&bench, SecurityList::Dormant).await;
    assert_eq!(dormant.total, 2);
    let first =
        bench.desk().security_list(&SecurityListAsk { list: SecurityList::Dormant, offset: 0, take: 1 }).await.unwrap();
    assert_eq!((first.rows.len(), first.total), (1, 2), "B17: 1 of 2");
    let second =
        bench.desk().security_list(&SecurityListAsk { list: SecurityList::Dormant, offset: 1, take: 5 }).await.unwrap();
    assert_eq!((second.rows.len(), second.total), (1, 2));
    assert_ne!(first.rows[0].row.id, second.rows[0].row.id);
    bench.policy(|policy| policy.dormant_days = 120).await;
    assert_eq!(list(&bench, SecurityList::Dormant).await.total, 0, "the number is policy's");
}

async fn r31_administrators_are_asked_by_mail_and_it_is_remembered(engine: Engine) {
    let bench = Bench::open(engine).await;
    let jean = bench.administrator("Jean Moulin", "jean@nordlys.example", AccessMode::Custom).await;
    bench.clock.advance(DAY);
    assert_eq!(bench.act(Action::AskFactor, &[jean]).await.done, 1);
    bench.clock.advance(DAY);
    assert_eq!(bench.act(Action::AskFactor, &[jean]).await.done, 1);
    let rows = list(&bench, SecurityList::WithoutFactor).await.rows;
    let row = rows.iter().find(|row| row.row.id == jean).unwrap();
    assert_eq!((row.asks, row.asked_at), (2, Some(bench.directory.now())));
    let mails = bench.mails_to(bench.organization, "jean@nordlys.example").await;
    let asked: Vec<_> = mails.iter().filter(|mail| mail.subject == "Set up a second factor for Nordlys").collect();
    assert_eq!(asked.len(), 2);
    assert!(asked[0].text.contains("Sigrun Aasen asks you to set up a second factor"), "{}", asked[0].text);
    assert!(
        asked.iter().all(|mail| mail.link.is_none() && !mail.text.contains("http")),
        "nobody learns to follow links"
    );
    let log = bench.log().await;
    assert_eq!(log.last().unwrap().event, Some(Event::FactorAsked { member: jean }), "R30");
    let own = bench.act(Action::AskFactor, &[bench.owner]).await;
    assert_eq!(own.refusals[0].refusal.code, Code::Yourself);
    let suspended = bench.act(Action::Suspend, &[jean]).await;
    assert_eq!(suspended.done, 1);
    assert_eq!(bench.act(Action::AskFactor, &[jean]).await.refusals[0].refusal.code, Code::WrongStatus);
}

async fn r31_of_many_only_those_without_one_are_asked(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.with_factors();
    bench.user("Ann Lee", "ann@nordlys.example").await;
    let bo = bench.user("Bo Berg", "bo@nordlys.example").await;
    bench.enters_and_enrols("ann@nordlys.example").await;
    let filter = UserFilter { suspended: Some(false), without_second_factor: true, ..Desk::whole_tab(Tab::Active) };
    let ask = ActOnUsers {
        command: bench.command(),
        action: Action::AskFactor,
        target: Target::Matching { filter, except: Vec::new() },
        mode: Mode::WhatIsPossible,
        preview: false,
    };
    let outcome = bench.desk().act(&ask, &Task::unwatched()).await.unwrap();
    assert_eq!((outcome.done, outcome.refused), (1, 1), "Bo; the owner is who asks");
    assert_eq!(bench.log().await.last().unwrap().event, Some(Event::FactorAsked { member: bo }));
    let row = bench.rows(Tab::Active).await.into_iter().find(|row| row.name == "Ann Lee").unwrap();
    assert!(!row.may.iter().any(|permit| permit.action == Action::AskFactor), "who has one isn't asked");
}

async fn r27_r31_one_is_required_of_somebody_in_person_until_they_have_it(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.with_factors();
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let account = bench.store().members(bench.organization, &[ann]).await.unwrap().remove(0).account;
    let duty = async || bench.directory.factor_duty(account).await.unwrap();
    assert_eq!(duty().await, Duty::None);
    let outcome = bench.act(Action::RequireFactor, &[ann]).await;
    assert!(outcome.undoable);
    assert_eq!(duty().await, Duty::Now);
    let half_way = bench.seated(&bench.enter("ann@nordlys.example").await).await.unwrap();
    assert_eq!(half_way.must, Some(Must::AddFactor), "they come no further than to set one up");
    bench.desk().undo(outcome.command).await.unwrap();
    assert_eq!(duty().await, Duty::None, "undone");
    bench.act(Action::RequireFactor, &[ann]).await;
    bench.enters_and_enrols("ann@nordlys.example").await;
    assert_eq!(duty().await, Duty::None, "done, and from then on as policy says");
    assert_eq!(bench.act(Action::RequireFactor, &[ann]).await.refusals[0].refusal.code, Code::WrongStatus);
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None);
}

async fn r31_an_archived_administrator_can_be_lowered_and_nothing_else(engine: Engine) {
    let bench = Bench::open(engine).await;
    let gone = bench.administrator("Torleif Hauge", "torleif@nordlys.example", AccessMode::Custom).await;
    bench.act(Action::Archive, &[gone]).await;
    let row = list(&bench, SecurityList::HiddenAdministrators).await.rows.remove(0);
    assert_eq!(row.lower_refusal, None);
    let renamed = EditUser { first_name: Some("Tor".to_owned()), ..lower(&bench, gone).await };
    assert_eq!(refused(bench.desk().edit(&renamed).await), Code::WrongStatus, "the rest stays as it was (R4)");
    let raised = EditUser { tier: Some(Tier::Admin), ..lower(&bench, gone).await };
    assert_eq!(refused(bench.desk().edit(&raised).await), Code::WrongStatus);
    let outcome = bench.desk().edit(&lower(&bench, gone).await).await.unwrap();
    assert_eq!(total(&page(&bench).await, SecurityList::HiddenAdministrators), 0);
    bench.desk().undo(outcome.command).await.unwrap();
    assert_eq!(total(&page(&bench).await, SecurityList::HiddenAdministrators), 1);
    let again = lower(&bench, gone).await;
    bench.desk().edit(&again).await.unwrap();
    bench.act(Action::Restore, &[gone]).await;
    assert_eq!(bench.row(gone).await.tier, Tier::User, "restored without what was taken");
}

async fn r31_the_days_on_which_the_rule_changed_are_marked(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.policy(|policy| policy.idle_minutes = 20).await;
    assert_eq!(page(&bench).await.marks, [], "another rule");
    bench.clock.advance(DAY);
    let rule = SecondFactor { of: RequiredOf::Administrators, from: Some(bench.directory.now().plus(30 * DAY)) };
    bench.policy(|policy| policy.second_factor = rule).await;
    let marks = page(&bench).await.marks;
    assert_eq!(marks.len(), 1);
    assert_eq!((marks[0].at, marks[0].rule, marks[0].by_you), (bench.directory.now(), rule, true));
    assert_eq!(marks[0].by.as_deref(), Some("Sigrun Aasen"));
    bench.clock.advance(100 * DAY);
    assert_eq!(page(&bench).await.marks, [], "before the curve begins");
}

async fn r14_the_page_is_for_administrators_alone(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let desk = bench.desk_of(ann);
    assert_eq!(refused(desk.security(&SecurityAsk { days: 90 }).await), Code::NotAllowed);
    let ask = SecurityListAsk { list: SecurityList::Dormant, offset: 0, take: 50 };
    assert_eq!(refused(desk.security_list(&ask).await), Code::NotAllowed);
    // Whoever administers less than somebody doesn't ask them either.
    let jean = bench.administrator("Jean Moulin", "jean@nordlys.example", AccessMode::Custom).await;
    let invite = InviteUser { tier: Tier::Admin, ..bench.invitation("Max Power", "max@nordlys.example") };
    let max = bench.desk().invite(&InviteUser { access: AccessMode::All, ..invite }).await.unwrap().member.unwrap();
    bench.accept("max@nordlys.example").await;
    let ask = bench.ask(Action::AskFactor, &[max]);
    let outcome = bench.desk_of(jean).act(&ask, &Task::unwatched()).await.unwrap();
    assert_eq!(outcome.refusals[0].refusal.code, Code::RankTooLow);
}

async fn r31_the_report_holds_the_figures_and_every_list_to_its_end(engine: Engine) {
    let bench = Bench::open(engine).await;
    let jean = bench.administrator("=Jean Moulin", "jean@nordlys.example", AccessMode::Custom).await;
    bench.act(Action::AskFactor, &[jean]).await;
    for n in 0..3 {
        bench.user(&format!("Ann {n}"), &format!("ann{n}@nordlys.example")).await;
    }
    bench.clock.advance(91 * DAY);
    let report = bench.desk().security_report(&(), &Task::unwatched()).await.unwrap();
    let lines: Vec<&str> = report.text.lines().collect();
    assert_eq!(lines.len() as u64, report.rows + 1, "a head, then each row");
    let of = |part: &str| lines.iter().filter(|line| line.starts_with(&format!("{part},"))).count();
    assert_eq!((of("Without 2FA"), of("Without role"), of("Dormant")), (2, 1, 5), "{}", report.text);
    assert!(report.text.contains("Figures,With a second factor,,,,,,0 of 5"), "{}", report.text);
    assert!(report.text.contains(",Asked 20"), "{}", report.text);
    assert!(!report.text.contains(",=Jean"), "no name becomes a formula: {}", report.text);
    let task = Task::unwatched();
    task.cancel();
    assert!(bench.desk().security_report(&(), &task).await.is_err(), "it can be stopped");
    let ann = bench.user("Bo", "bo@nordlys.example").await;
    assert_eq!(refused(bench.desk_of(ann).security_report(&(), &Task::unwatched()).await), Code::NotAllowed);
}

async fn r20_r31_a_role_that_was_deleted_is_named_where_it_left_somebody_without(engine: Engine) {
    let bench = Bench::open(engine).await;
    let jean = bench.administrator("Jean Moulin", "jean@nordlys.example", AccessMode::Custom).await;
    bench.administrator("Never Had One", "never@nordlys.example", AccessMode::Custom).await;
    let agent = role(&bench, "Port agent", &["contacts.view"]).await;
    hold(&bench, &give(&bench, &[Holding::Role(agent)], &[jean])).await;
    assert!(list(&bench, SecurityList::WithoutRole).await.rows.iter().all(|row| row.row.id != jean));
    bench.clock.advance(DAY);
    bench.desk().delete_role(&delete_role(&bench, agent), &Task::unwatched()).await.unwrap();
    let rows = list(&bench, SecurityList::WithoutRole).await.rows;
    let lost: Vec<_> =
        rows.iter().map(|row| row.lost_role.as_ref().map(|lost| (lost.name.as_str(), lost.at))).collect();
    assert_eq!(lost, [Some(("Port agent", bench.directory.now())), None]);
}
