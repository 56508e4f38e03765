//! Dated access (B13): it begins and ends by itself, in the log, under the rules of that moment.

use crate::{
    asks::{give, grant, group, hold, licence, may, role, take},
    refused,
};
use rollbook_directory::{
    Task,
    contract::{ActivityLine, ChangeHoldings, EditUser, PersonActivity, SetPeriod},
};
use rollbook_domain::{
    Code, Event, MemberId, Timestamp,
    holding::{Holding, Period},
    member::{AccessMode, Status},
    time::DAY,
};
use rollbook_testkit::{Bench, Engine, MORNING, contract};
use std::time::Duration;

contract![
    b13_a_role_begins_and_ends_by_itself_before_the_next_command,
    b13_groups_grants_and_restrictions_begin_and_end_as_roles_do,
    b13_time_is_kept_while_nobody_does_anything,
    b13_a_whole_crowd_ends_at_once,
    c22_what_its_giver_may_no_longer_give_does_not_begin_and_says_why,
    c19_what_began_by_itself_names_who_gave_it,
    b13_what_waits_is_taken_back_and_undone,
    b13_a_membership_begins_and_ends_and_frees_its_seats,
    b13_dates_that_cannot_be_are_refused,
    b13_dates_that_somebody_changed_meanwhile_are_a_conflict,
    c22_who_was_to_let_somebody_in_and_no_longer_may_lets_nobody_in,
    r13_what_somebody_has_until_a_day_they_give_until_that_day,
    b13_an_invited_persons_last_day_takes_the_invitation_back,
];

fn day(n: i64) -> Timestamp {
    Timestamp(MORNING.0 + n * DAY)
}

fn dated(
    bench: &Bench,
    what: &[Holding],
    members: &[MemberId],
    from: Option<i64>,
    until: Option<i64>,
) -> ChangeHoldings {
    ChangeHoldings { period: Period { from: from.map(day), until: until.map(day) }, ..give(bench, what, members) }
}

fn period(bench: &Bench, member: MemberId, from: Option<i64>, until: Option<i64>) -> SetPeriod {
    let period = Period { from: from.map(day), until: until.map(day) };
    SetPeriod { command: bench.command(), member, seen: i64::MAX, period, preview: false }
}

/// Any command of somebody else.
async fn any_command(bench: &Bench) {
    let ask =
        EditUser { phone: Some(bench.command().to_string()), ..crate::editing::edit_of(bench, bench.owner).await };
    bench.desk().edit(&ask).await.unwrap();
}

async fn activity(bench: &Bench, member: MemberId) -> Vec<ActivityLine> {
    bench.desk().person_activity(&PersonActivity { member, before: None, take: 50 }).await.unwrap()
}

/// The newest entries of the log about somebody that nobody gave the command for.
async fn by_rollbook(bench: &Bench, member: MemberId) -> Vec<&'static str> {
    let log = bench.log().await;
    let mine = log.iter().filter(|entry| entry.actor.is_none());
    mine.filter_map(|entry| entry.event.as_ref())
        .filter(|event| event.member() == Some(member))
        .map(Event::kind)
        .collect()
}

async fn b13_a_role_begins_and_ends_by_itself_before_the_next_command(engine: Engine) {
    let bench = Bench::open(engine).await;
    let role = role(&bench, "Keeper", &["contacts.edit"]).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let ask = dated(&bench, &[Holding::Role(role)], &[ann], Some(1), Some(3));
    hold(&bench, &ask).await;
    let person = bench.desk().person(ann).await.unwrap();
    assert_eq!((person.waiting.len(), person.waiting[0].name.as_str()), (1, "Keeper"));
    assert_eq!((person.waiting[0].period, person.waiting[0].by.as_deref()), (ask.period, Some("Sigrun Aasen")));
    assert!(person.member_of.is_empty() && may(&bench, ann).await.is_empty(), "it hasn't begun");
    bench.clock.advance(DAY - 1);
    any_command(&bench).await;
    assert!(may(&bench, ann).await.is_empty(), "not a moment early");
    bench.clock.advance(1);
    any_command(&bench).await;
    assert_eq!(may(&bench, ann).await, ["contacts.edit"]);
    let person = bench.desk().person(ann).await.unwrap();
    assert!(person.waiting.is_empty());
    assert_eq!((person.member_of[0].since, person.member_of[0].until), (day(1), Some(day(3))));
    assert_eq!(by_rollbook(&bench, ann).await, ["unscheduled", "given"], "in the log, under Rollbook's own name");
    let newest = &activity(&bench, ann).await[0];
    assert_eq!((newest.title.as_str(), &newest.actor, newest.at), ("Role Keeper added", &None, day(1)));
    bench.clock.advance(2 * DAY);
    any_command(&bench).await;
    assert!(may(&bench, ann).await.is_empty());
    assert_eq!(by_rollbook(&bench, ann).await, ["unscheduled", "given", "taken"]);
    assert_eq!(activity(&bench, ann).await[0].title, "Role Keeper removed");
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None);
}

async fn b13_groups_grants_and_restrictions_begin_and_end_as_roles_do(engine: Engine) {
    let bench = Bench::open(engine).await;
    let crew = group(&bench, "Crew", &["contacts.view", "contacts.edit"]).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    hold(&bench, &dated(&bench, &[Holding::Group(crew)], &[ann], Some(1), Some(5))).await;
    hold(&bench, &dated(&bench, &[grant("documents.view")], &[ann], Some(2), Some(6))).await;
    let restriction = Holding::Restriction(crate::asks::permission("contacts.edit"));
    hold(&bench, &dated(&bench, &[restriction], &[ann], Some(3), Some(4))).await;
    let expected: [&[&str]; 7] = [
        &[],
        &["contacts.edit", "contacts.view"],
        &["contacts.edit", "contacts.view", "documents.view"],
        &["contacts.view", "documents.view"],
        &["contacts.edit", "contacts.view", "documents.view"],
        &["documents.view"],
        &[],
    ];
    for (n, expected) in expected.into_iter().enumerate() {
        let next = bench.directory.settle(bench.organization).await.unwrap();
        assert_eq!(may(&bench, ann).await, expected, "day {n}");
        assert_eq!(next, (n < 6).then(|| day(i64::try_from(n).unwrap() + 1)), "it says when something is due next");
        bench.clock.advance(DAY);
    }
    assert!(bench.dump().await.table("holding").is_empty() && bench.dump().await.table("member_grp").is_empty());
}

async fn b13_time_is_kept_while_nobody_does_anything(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let (directory, organization) = (bench.directory.clone(), bench.organization);
    let watch = tokio::spawn(async move { directory.keep_time(organization).await });
    let soon = Timestamp(MORNING.0 + 200);
    let mut changes = bench.directory.subscribe();
    let ask = ChangeHoldings {
        period: Period { from: Some(soon), until: None },
        ..give(&bench, &[grant("contacts.view")], &[ann])
    };
    hold(&bench, &ask).await;
    bench.clock.advance(200);
    let begun = async {
        while may(&bench, ann).await.is_empty() {
            changes.recv().await.unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(30), begun).await.expect("it begins, and the open windows are told");
    assert_eq!(by_rollbook(&bench, ann).await, ["unscheduled", "given"]);
    watch.abort();
}

async fn b13_a_whole_crowd_ends_at_once(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ids = crate::asks::crowd(&bench, 450).await;
    hold(&bench, &dated(&bench, &[grant("contacts.view")], &ids, None, Some(1))).await;
    bench.clock.advance(2 * DAY);
    assert_eq!(bench.directory.settle(bench.organization).await.unwrap(), None);
    assert!(bench.dump().await.table("holding").is_empty(), "in several parts, one command");
    assert_eq!(bench.log().await.iter().filter(|entry| entry.actor.is_none()).count(), 450);
}

async fn c22_what_its_giver_may_no_longer_give_does_not_begin_and_says_why(engine: Engine) {
    let bench = Bench::open(engine).await;
    let role = role(&bench, "Keeper", &["contacts.edit"]).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::Custom).await;
    hold(&bench, &give(&bench, &[Holding::Role(role)], &[bo])).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let cy = bench.user("Cy Lee", "cy@nordlys.example").await;
    let ask = dated(&bench, &[Holding::Role(role), grant("contacts.edit")], &[ann, cy], Some(1), None);
    let asked = bench.desk_of(bo).change_holdings(&ask, &Task::unwatched()).await.unwrap();
    assert_eq!((asked.done, asked.refused), (2, 0));
    // Cy's is given anew by the owner, who may.
    hold(&bench, &take(&bench, &[Holding::Role(role), grant("contacts.edit")], &[cy])).await;
    hold(&bench, &dated(&bench, &[grant("contacts.edit")], &[cy], Some(1), None)).await;
    hold(&bench, &take(&bench, &[Holding::Role(role)], &[bo])).await;
    bench.clock.advance(DAY);
    any_command(&bench).await;
    assert!(may(&bench, ann).await.is_empty(), "R6: what Bo may no longer give is left out");
    assert_eq!(may(&bench, cy).await, ["contacts.edit"]);
    assert_eq!(by_rollbook(&bench, ann).await, ["unscheduled", "unscheduled"]);
    for line in &activity(&bench, ann).await[..2] {
        assert!(line.title.ends_with("did not begin") && !line.detail.is_empty(), "{line:?}");
    }
    // Whoever is no administrator any more gives nothing either.
    hold(&bench, &give(&bench, &[Holding::Role(role)], &[bo])).await;
    let ask = dated(&bench, &[grant("contacts.edit")], &[ann], Some(2), None);
    bench.desk_of(bo).change_holdings(&ask, &Task::unwatched()).await.unwrap();
    bench.act(rollbook_domain::command::Action::Suspend, &[bo]).await;
    bench.clock.advance(DAY);
    any_command(&bench).await;
    assert!(may(&bench, ann).await.is_empty());
}

async fn c19_what_began_by_itself_names_who_gave_it(engine: Engine) {
    let bench = Bench::open(engine).await;
    let role = role(&bench, "Keeper", &["contacts.edit"]).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::Custom).await;
    hold(&bench, &give(&bench, &[Holding::Role(role)], &[bo])).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let ask = dated(&bench, &[Holding::Role(role)], &[ann], Some(1), None);
    bench.desk_of(bo).change_holdings(&ask, &Task::unwatched()).await.unwrap();
    bench.clock.advance(DAY);
    any_command(&bench).await;
    let person = bench.desk().person(ann).await.unwrap();
    assert_eq!(person.member_of[0].by.as_deref(), Some("Bo Admin"));
    // Bo loses the right: what Bo gave to others is listed.
    let ask = ChangeHoldings { preview: true, ..take(&bench, &[Holding::Role(role)], &[bo]) };
    let impact = bench.desk().change_holdings(&ask, &Task::unwatched()).await.unwrap().impact.unwrap();
    assert_eq!(impact.given_on, ["Bo Admin gave role Keeper to 1 person, and could no longer give it."]);
}

async fn b13_what_waits_is_taken_back_and_undone(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let what = [grant("contacts.view")];
    let ask = dated(&bench, &what, &[ann], Some(5), Some(9));
    hold(&bench, &ask).await;
    let back = take(&bench, &what, &[ann]);
    hold(&bench, &back).await;
    assert!(bench.desk().person(ann).await.unwrap().waiting.is_empty());
    bench.desk().undo(back.command).await.unwrap();
    assert_eq!(bench.desk().person(ann).await.unwrap().waiting[0].period, ask.period);
    // Moved to another day, the old one is gone.
    let moved = dated(&bench, &what, &[ann], Some(7), None);
    hold(&bench, &back_then(&bench, &what, ann)).await;
    hold(&bench, &moved).await;
    bench.clock.advance(6 * DAY);
    any_command(&bench).await;
    assert!(may(&bench, ann).await.is_empty());
    bench.clock.advance(DAY);
    any_command(&bench).await;
    assert_eq!(may(&bench, ann).await, ["contacts.view"]);
    // Given again with an end, it keeps what it is and gets the end.
    hold(&bench, &dated(&bench, &what, &[ann], None, Some(8))).await;
    assert_eq!(activity(&bench, ann).await[0].title, "End of View contacts set");
    bench.clock.advance(DAY);
    any_command(&bench).await;
    assert!(may(&bench, ann).await.is_empty());
}

fn back_then(bench: &Bench, what: &[Holding], member: MemberId) -> ChangeHoldings {
    take(bench, what, &[member])
}

async fn b13_a_membership_begins_and_ends_and_frees_its_seats(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    hold(&bench, &give(&bench, &[licence("contacts.standard"), grant("contacts.view")], &[ann])).await;
    let used = async || {
        let seats = bench.store().seats(bench.organization).await.unwrap();
        seats.values().map(|seats| seats.used).sum::<i64>()
    };
    let ask = period(&bench, ann, Some(2), Some(4));
    let before = bench.dump().await;
    let told = bench.desk().set_period(&SetPeriod { preview: true, ..ask.clone() }).await.unwrap().impact.unwrap();
    assert_eq!(bench.dump().await, before, "B6");
    assert_eq!((told.licences_taken, told.sessions_ended, told.people.len()), (1, 1, 1));
    bench.desk().set_period(&ask).await.unwrap();
    assert_eq!((bench.row(ann).await.status, used().await), (Status::Suspended, 0), "outside until the day comes");
    bench.clock.advance(2 * DAY);
    any_command(&bench).await;
    assert_eq!((bench.row(ann).await.status, used().await), (Status::Active, 1));
    assert_eq!(bench.desk().person(ann).await.unwrap().period, Period { from: None, until: Some(day(4)) });
    bench.clock.advance(2 * DAY);
    any_command(&bench).await;
    assert_eq!((bench.row(ann).await.status, used().await), (Status::Suspended, 0));
    let kinds = by_rollbook(&bench, ann).await;
    let expected =
        ["period_changed", "status_changed", "seat_regained", "period_changed", "status_changed", "seat_freed"];
    assert_eq!(kinds, expected);
}

async fn b13_dates_that_cannot_be_are_refused(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let before = bench.dump().await;
    let what = [grant("contacts.view")];
    for (from, until) in [(None, Some(0)), (None, Some(-1)), (Some(3), Some(3)), (Some(3), Some(2))] {
        let ask = dated(&bench, &what, &[ann], from, until);
        assert_eq!(refused(bench.desk().change_holdings(&ask, &Task::unwatched()).await), Code::Invalid);
        assert_eq!(refused(bench.desk().set_period(&period(&bench, ann, from, until)).await), Code::Invalid);
    }
    let owner = period(&bench, bench.owner, None, Some(3));
    assert!([Code::OwnerFixed, Code::Yourself].contains(&refused(bench.desk().set_period(&owner).await)), "R16");
    assert_eq!(bench.dump().await, before);
    let ask = dated(&bench, &[licence("contacts.standard")], &[ann], None, Some(3));
    let answer = bench.desk().change_holdings(&ask, &Task::unwatched()).await.unwrap();
    assert_eq!(answer.refusals[0].refusal.code, Code::Invalid, "licences have no dates");
}

async fn b13_dates_that_somebody_changed_meanwhile_are_a_conflict(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let what = [grant("contacts.view")];
    hold(&bench, &give(&bench, &what, &[ann])).await;
    let seen = bench.row(ann).await.version;
    let first = SetPeriod { seen, ..period(&bench, ann, None, Some(3)) };
    bench.desk().set_period(&first).await.unwrap();
    let second = SetPeriod { seen, ..period(&bench, ann, None, Some(5)) };
    assert_eq!(refused(bench.desk().set_period(&second).await), Code::Conflict);
    let end = |days| ChangeHoldings { seen: Some(seen), ..dated(&bench, &what, &[ann], None, Some(days)) };
    hold(&bench, &end(2)).await;
    let answer = bench.desk().change_holdings(&end(4), &Task::unwatched()).await.unwrap();
    let told: Vec<_> = answer.refusals.iter().map(|one| (one.refusal.code, one.refusal.field.as_deref())).collect();
    assert_eq!(told, [(Code::Conflict, Some("grants"))]);
    let seen = bench.row(ann).await.version;
    hold(&bench, &ChangeHoldings { seen: Some(seen), ..end(4) }).await;
    bench.desk().set_period(&SetPeriod { command: bench.command(), seen, ..second }).await.unwrap();
    assert_eq!(bench.desk().person(ann).await.unwrap().period.until, Some(day(5)));
}

async fn c22_who_was_to_let_somebody_in_and_no_longer_may_lets_nobody_in(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let bo = bench.administrator("Bo Berg", "bo@nordlys.example", AccessMode::All).await;
    bench.desk_of(bo).set_period(&period(&bench, ann, Some(2), None)).await.unwrap();
    bench.act(rollbook_domain::command::Action::Suspend, &[bo]).await;
    bench.clock.advance(2 * DAY);
    any_command(&bench).await;
    assert_eq!(bench.row(ann).await.status, Status::Suspended);
    let said = activity(&bench, ann).await;
    let line = said.iter().find(|line| line.title == "The first day came, and nobody was let in").unwrap();
    assert_eq!(line.detail, "Whoever set the first day isn’t an administrator any more.");
}

async fn r13_what_somebody_has_until_a_day_they_give_until_that_day(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let bo = bench.administrator("Bo Berg", "bo@nordlys.example", AccessMode::Custom).await;
    let (role, held) = (role(&bench, "Viewers", &["contacts.view"]).await, grant("contacts.view"));
    hold(&bench, &dated(&bench, std::slice::from_ref(&held), &[bo], None, Some(3))).await;
    let desk = bench.desk_of(bo);
    let choices = desk.access_choices().await.unwrap();
    let choice = choices.roles.iter().find(|choice| choice.id == role).unwrap();
    assert_eq!(choice.give_refusal, None, "for a while it can be given");
    for what in [held, Holding::Role(role)] {
        for until in [None, Some(4)] {
            let ask = dated(&bench, std::slice::from_ref(&what), &[ann], None, until);
            let answer = desk.change_holdings(&ask, &Task::unwatched()).await.unwrap();
            assert_eq!((answer.done, answer.refusals[0].refusal.code), (0, Code::Ceiling));
            assert!(answer.refusals[0].refusal.message.contains("only until "), "{:?}", answer.refusals);
        }
        let ask = dated(&bench, &[what], &[ann], None, Some(3));
        assert_eq!(desk.change_holdings(&ask, &Task::unwatched()).await.unwrap().refused, 0);
    }
}

async fn b13_an_invited_persons_last_day_takes_the_invitation_back(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.invite("Ann Lee", "ann@nordlys.example").await;
    let token = bench.token("ann@nordlys.example").await;
    bench.desk().set_period(&period(&bench, ann, None, Some(1))).await.unwrap();
    bench.clock.advance(DAY);
    assert!(bench.take_up(&token).await.unwrap().is_err(), "C27: the last day is over before the link is used");
    any_command(&bench).await;
    assert_eq!(bench.row(ann).await.status, Status::Archived);
}
