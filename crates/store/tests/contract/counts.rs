//! Kept counts equal counted rows after any history.

use rollbook_domain::{
    Event, GroupId, MemberId,
    event::{Change, Field},
    holding::Holding,
    member::{Member, Status, Tier},
};
use rollbook_store::{status_number, tier_number};
use rollbook_testkit::{Book, Cast, Engine, contract};

contract![kept_counts_equal_counted_rows_after_a_random_history];

const STATUSES: [Status; 4] = [Status::Pending, Status::Active, Status::Suspended, Status::Archived];
const TIERS: [Tier; 2] = [Tier::User, Tier::Admin];

async fn kept_counts_equal_counted_rows_after_a_random_history(engine: Engine) {
    let mut book = Book::open(engine).await;
    let made = ["One", "Two", "Three"].map(|name| book.cast.group(name));
    let groups = made.iter().map(|group| group.id).collect();
    book.apply(&made.map(|group| Event::GroupAdded { group })).await;
    let mut history = History { cast: Cast::new(77), groups, people: Vec::new() };
    for round in 0..40 {
        let events: Vec<Event> = (0..10).filter_map(|_| history.next()).collect();
        book.apply(&events).await;
        if round % 8 == 7 {
            same_counts(&book).await;
            same_sizes(&book).await;
        }
    }
    assert!(history.people.len() > 20, "the history had people in it: {}", history.people.len());
    assert_eq!(book.store.verify_log(book.organization, |_| {}).await.unwrap(), None);
}

async fn same_counts(book: &Book) {
    let counts = book.store.counts(book.organization).await.unwrap();
    for status in STATUSES {
        for tier in [Tier::User, Tier::Admin, Tier::Owner] {
            let counted: i64 =
                sqlx::query_scalar("SELECT count(*) FROM member WHERE tab < 3 AND status = $1 AND tier = $2")
                    .bind(status_number(status))
                    .bind(tier_number(tier))
                    .fetch_one(book.store.pool())
                    .await
                    .unwrap();
            let kept = counts.of(|s, t| s == status && t == tier);
            assert_eq!(kept, counted.unsigned_abs(), "{status:?} {tier:?}");
        }
    }
    let administrators = counts.of(|status, tier| status.counts() && tier.administers());
    let mut work = book.store.work(book.organization).await.unwrap();
    assert_eq!(work.administrators().await.unwrap().unsigned_abs(), administrators, "R21");
}

async fn same_sizes(book: &Book) {
    for (group, kept) in book.store.group_members(book.organization).await.unwrap() {
        let counted: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM member_grp x JOIN member m ON m.id = x.member WHERE x.grp = $1 AND m.tab < 2",
        )
        .bind(group.to_bytes().to_vec())
        .fetch_one(book.store.pool())
        .await
        .unwrap();
        assert_eq!(kept, counted.unsigned_abs(), "{group}");
    }
}

/// A history by chance, and the people as it leaves them.
struct History {
    cast: Cast,
    groups: Vec<GroupId>,
    people: Vec<Member>,
}

impl History {
    fn next(&mut self) -> Option<Event> {
        if self.people.len() < 10 || self.cast.below(3) == 0 {
            return Some(self.addition());
        }
        let at = self.cast.below(self.people.len());
        match self.cast.below(6) {
            0 | 1 => Some(self.moved(at)),
            2 => Some(self.joined_or_left(at)),
            3 => Some(self.changed(at)),
            4 => Some(Event::MemberWithdrawn { member: Box::new(self.people.swap_remove(at)) }),
            _ => (self.people[at].status == Status::Archived)
                .then(|| Event::MemberErased { member: self.people.swap_remove(at).id }),
        }
    }

    fn addition(&mut self) -> Event {
        let status = self.cast.one_of(&STATUSES);
        let held = if status == Status::Archived { Status::Active } else { status };
        let groups = self.groups.clone().into_iter().filter(|_| self.cast.below(2) == 0).collect();
        let tier = self.cast.one_of(&TIERS);
        let member = Member { status, held, tier, groups, ..self.cast.member() };
        self.people.push(member.clone());
        Event::MemberAdded { member: Box::new(member), last_sign_in: None }
    }

    fn moved(&mut self, at: usize) -> Event {
        let before = self.people[at].status;
        let others: Vec<Status> = STATUSES.into_iter().filter(|status| *status != before).collect();
        let after = self.cast.one_of(&others);
        self.people[at].status = after;
        Event::StatusChanged { member: self.people[at].id, before, after }
    }

    fn joined_or_left(&mut self, at: usize) -> Event {
        let group = self.cast.one_of(&self.groups.clone());
        let member = &mut self.people[at];
        let id: MemberId = member.id;
        if member.groups.contains(&group) {
            member.groups.retain(|held| *held != group);
            Event::Taken { member: id, what: Holding::Group(group), until: None }
        } else {
            member.groups.push(group);
            Event::Given { member: id, what: Holding::Group(group), until: None }
        }
    }

    fn changed(&mut self, at: usize) -> Event {
        let member = &mut self.people[at];
        let (before, after) = if member.tier == Tier::User { ("user", "admin") } else { ("admin", "user") };
        member.tier = if member.tier == Tier::User { Tier::Admin } else { Tier::User };
        let change = Change { field: Field::Tier, before: before.to_owned(), after: after.to_owned() };
        Event::MemberChanged { member: member.id, changes: vec![change] }
    }
}
