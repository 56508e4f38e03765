//! What begins and ends by itself is found when its moment has come, and not before (B13); who holds
//! something is found whatever their status (R20).

use crate::history::package;
use rollbook_domain::{
    Event, IdSource as _, MemberId, OrganizationId, RoleId, Timestamp,
    facts::{Due, DueWhat},
    group::Permission,
    holding::{Holding, Holds, Period, Waiting},
    member::{Member, Status},
    role::Role,
    time::DAY,
};
use rollbook_testkit::{Book, Engine, MORNING, contract};

contract![
    what_is_due_is_found_from_its_moment_on,
    what_is_due_comes_in_parts,
    another_organizations_dues_are_its_own,
    nothing_is_due_of_somebody_who_was_erased,
    r20_holders_come_in_pages_whatever_their_status,
];

fn role(book: &mut Book, name: &str) -> Role {
    Role {
        id: RoleId::from_uuid(book.cast.next()),
        name: name.to_owned(),
        description: String::new(),
        built_in: None,
        portal: false,
        permissions: Vec::new(),
    }
}

fn day(n: i64) -> Timestamp {
    Timestamp(MORNING.0 + n * DAY)
}

async fn due(book: &Book, organization: OrganizationId, now: Timestamp, take: i64) -> Vec<Due> {
    book.store.work(organization).await.unwrap().due(now, take).await.unwrap()
}

/// A role, a group, a grant that ends, a role that begins, and a membership that begins and ends.
async fn dated(book: &mut Book) -> (Member, Role, [Holding; 4]) {
    let role_now = role(book, "Auditor");
    let later = role(book, "Driver");
    let group = book.cast.group("Crew");
    let grant = Holding::Grant(Permission::parse("own.view").unwrap());
    let all = [Holding::Role(role_now.id), Holding::Group(group.id), grant, Holding::Role(later.id)];
    let member = book.cast.named("Ann", "Lee");
    let id = member.id;
    book.apply(&[
        Event::RoleAdded { role: role_now.clone() },
        Event::RoleAdded { role: later },
        Event::GroupAdded { group },
        Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: None },
        Event::Given { member: id, what: all[0].clone(), until: Some(day(3)) },
        Event::Given { member: id, what: all[1].clone(), until: Some(day(2)) },
        Event::Given { member: id, what: all[2].clone(), until: Some(day(4)) },
        Event::Scheduled {
            member: id,
            waiting: Waiting {
                what: all[3].clone(),
                period: Period { from: Some(day(1)), until: Some(day(9)) },
                by: Some(book.owner),
            },
        },
        Event::PeriodChanged {
            member: id,
            before: Period::OPEN,
            after: Period { from: Some(day(5)), until: Some(day(6)) },
            by: Some(book.owner),
            left_out: String::new(),
        },
    ])
    .await;
    (member, role_now, all)
}

async fn what_is_due_is_found_from_its_moment_on(engine: Engine) {
    let mut book = Book::open(engine).await;
    let organization = book.organization;
    assert_eq!(book.store.next_due(organization).await.unwrap(), None);
    let (member, _, [role, group, grant, later]) = dated(&mut book).await;
    let expected = [
        (1, DueWhat::Begins(later.clone())),
        (2, DueWhat::Ends(group.clone())),
        (3, DueWhat::Ends(role.clone())),
        (4, DueWhat::Ends(grant.clone())),
        (5, DueWhat::MembershipBegins),
        (6, DueWhat::MembershipEnds),
    ];
    for (n, what) in expected {
        assert_eq!(book.store.next_due(organization).await.unwrap(), Some(day(n)), "{what:?}");
        assert!(due(&book, organization, Timestamp(day(n).0 - 1), 10).await.is_empty(), "not a moment before");
        let found = due(&book, organization, day(n), 10).await;
        assert_eq!(found, [Due { member: member.id, what: what.clone() }]);
        let id = member.id;
        let period = |from: Option<i64>, until: Option<i64>| Period { from: from.map(day), until: until.map(day) };
        let events = match what {
            DueWhat::Begins(what) => {
                let period = period(Some(1), Some(9));
                let waiting = Waiting { what: what.clone(), period, by: Some(book.owner) };
                vec![
                    Event::Unscheduled { member: id, waiting, left_out: String::new() },
                    Event::Given { member: id, what, until: Some(day(9)) },
                ]
            }
            DueWhat::Ends(what) => vec![Event::Taken { member: id, what, until: Some(day(n)) }],
            DueWhat::MembershipBegins => {
                vec![Event::PeriodChanged {
                    member: id,
                    before: period(Some(5), Some(6)),
                    after: period(None, Some(6)),
                    by: None,
                    left_out: String::new(),
                }]
            }
            DueWhat::MembershipEnds => {
                let (before, left_out) = (period(None, Some(6)), String::new());
                vec![Event::PeriodChanged { member: id, before, after: Period::OPEN, by: None, left_out }]
            }
        };
        book.apply(&events).await;
    }
    assert_eq!(book.store.next_due(organization).await.unwrap(), Some(day(9)), "what began has an end of its own");
    book.apply(&[Event::EndMoved { member: member.id, what: later, before: Some(day(9)), after: None }]).await;
    assert_eq!(book.store.next_due(organization).await.unwrap(), None, "and none once it is for good");
}

async fn what_is_due_comes_in_parts(engine: Engine) {
    let mut book = Book::open(engine).await;
    let auditor = role(&mut book, "Auditor");
    book.apply(&[Event::RoleAdded { role: auditor.clone() }]).await;
    let members: Vec<Member> = (0..25).map(|_| book.cast.member()).collect();
    let mut events = Vec::new();
    for (n, member) in members.iter().enumerate() {
        events.push(Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: None });
        let until = Some(Timestamp(MORNING.0 + i64::try_from(n).unwrap()));
        events.push(Event::Given { member: member.id, what: Holding::Role(auditor.id), until });
    }
    book.apply(&events).await;
    let organization = book.organization;
    let first = due(&book, organization, day(1), 10).await;
    let expected: Vec<MemberId> = members.iter().take(10).map(|member| member.id).collect();
    assert_eq!(first.iter().map(|due| due.member).collect::<Vec<_>>(), expected, "the oldest first");
    assert_eq!(due(&book, organization, day(1), 100).await.len(), 25);
}

async fn another_organizations_dues_are_its_own(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (fjord, _) = book.second("Fjord").await.unwrap();
    dated(&mut book).await;
    assert_eq!(book.store.next_due(fjord).await.unwrap(), None, "C28");
    assert!(due(&book, fjord, day(100), 10).await.is_empty(), "C28");
    assert_eq!(due(&book, book.organization, day(100), 10).await.len(), 6);
}

async fn nothing_is_due_of_somebody_who_was_erased(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (member, ..) = dated(&mut book).await;
    book.apply(&[
        Event::StatusChanged { member: member.id, before: Status::Active, after: Status::Archived },
        Event::MemberErased { member: member.id },
    ])
    .await;
    assert_eq!(book.store.next_due(book.organization).await.unwrap(), None);
    assert!(due(&book, book.organization, day(100), 10).await.is_empty());
}

async fn r20_holders_come_in_pages_whatever_their_status(engine: Engine) {
    let mut book = Book::open(engine).await;
    let auditor = role(&mut book, "Auditor");
    let crew = book.cast.group("Crew");
    let pro = package("fleet", "pro");
    book.apply(&[
        Event::RoleAdded { role: auditor.clone() },
        Event::GroupAdded { group: crew.clone() },
        Event::SeatsChanged { package: pro.clone(), before: 0, after: 100 },
    ])
    .await;
    let (mut roles, mut groups, mut licences) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..60 {
        let status = book.cast.one_of(&[Status::Active, Status::Pending, Status::Suspended, Status::Archived]);
        let mut member = Member { status, held: Status::Active, ..book.cast.member() };
        let waits = |what| Waiting { what, period: Period { from: Some(day(1)), until: None }, by: None };
        match n % 5 {
            0 => member.holds.roles.push(auditor.id),
            1 => member.holds.waiting.push(waits(Holding::Role(auditor.id))),
            2 => member.groups.push(crew.id),
            3 => member.holds.waiting.push(waits(Holding::Group(crew.id))),
            _ => member.holds = Holds { freed: vec![pro.clone()], ..Holds::default() },
        }
        match n % 5 {
            0 | 1 => roles.push(member.id),
            2 | 3 => groups.push(member.id),
            _ => licences.push(member.id),
        }
        book.add(&member).await;
    }
    for (what, mut expected) in
        [(Holding::Role(auditor.id), roles), (Holding::Group(crew.id), groups), (Holding::Licence(pro), licences)]
    {
        expected.sort();
        let mut work = book.store.work(book.organization).await.unwrap();
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = work.holders(&what, after, 7).await.unwrap();
            assert!(page.len() <= 7);
            let Some(last) = page.last() else { break };
            after = Some(*last);
            found.extend(page);
        }
        assert_eq!(found, expected, "{what:?}");
    }
}
