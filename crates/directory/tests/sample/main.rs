//! The sample organization: what it holds, that it holds together, and that it came about by the
//! rules that hold for every organization.

mod authority;
mod rules;

use rollbook_credentials::password::Cost;
use rollbook_directory::{
    Clock, Desk, Directory, DirectoryError, Entropy,
    contract::{MailsPage, Sort, SortKey, UserFilter, UserRow, UsersPage},
};
use rollbook_domain::{
    Code, Email, Event, MemberId, OrganizationId, Timestamp,
    member::{Kind, Member, Tab, Tier, display_name},
    text::{clean_name, fold},
    time::DAY,
};
use rollbook_store::{ActorId, FileKey, LogEntry, Schema, Store};
use std::{collections::HashSet, sync::Arc};

/// 2026-11-21 14:26 UTC.
const NOW: Timestamp = Timestamp(1_795_271_160_000);

#[derive(Debug)]
struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        NOW
    }
}

struct Sample {
    directory: Directory,
    organization: OrganizationId,
    owner: MemberId,
    _folder: tempfile::TempDir,
}

impl Sample {
    async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let key = FileKey::new(&[7; 32], &[9; 16]);
        let store =
            Store::file(&folder.path().join("sample.rollbook"), &key, Schema::Migrate).await.expect("the store opens");
        let directory =
            Directory::new(store, Arc::new(Stopped), Entropy::seeded(11), Cost::MINIMUM, "http://127.0.0.1:49152");
        let (organization, owner) = directory.create_sample().await.expect("the sample is created");
        Self { directory, organization, owner, _folder: folder }
    }

    fn desk(&self) -> Desk {
        self.directory.desk(self.organization, ActorId::Member(self.owner))
    }

    async fn log(&self) -> Vec<LogEntry> {
        let log = self.directory.store().log(self.organization, 0, 100_000).await;
        log.expect("the log can be read")
    }

    async fn events(&self) -> Vec<Event> {
        self.log().await.into_iter().filter_map(|entry| entry.event).collect()
    }

    async fn people(&self) -> Vec<Member> {
        let added = |event| match event {
            Event::MemberAdded { member, .. } => Some(*member),
            _ => None,
        };
        self.events().await.into_iter().filter_map(added).collect()
    }

    async fn rows(&self, filter: UserFilter) -> Vec<UserRow> {
        let question = UsersPage {
            filter,
            sort: Sort { key: SortKey::Name, descending: false },
            offset: 0,
            take: 500,
            anchor: None,
        };
        let page = self.desk().users_page(&question).await;
        page.expect("the list can be read").rows
    }
}

fn everybody(tab: Tab) -> UserFilter {
    UserFilter {
        tab,
        text: String::new(),
        tiers: Vec::new(),
        group: None,
        suspended: None,
        away_days: None,
        without_second_factor: false,
        role: None,
        licence: None,
        kind: None,
        without_role: false,
    }
}

#[tokio::test]
async fn r21_the_tabs_hold_as_many_people_as_the_sample_promises_and_the_plan_has_room() {
    let sample = Sample::open().await;
    let counts = sample.desk().users_counts().await.expect("counts");
    assert_eq!((counts.active, counts.suspended, counts.pending, counts.archived), (248, 1, 9, 31));
    assert_eq!((counts.admins, counts.plan_used, counts.plan_limit), (11, 11, 15));
    for (tab, kept) in [(Tab::Active, 248), (Tab::Pending, 9), (Tab::Archived, 31)] {
        assert_eq!(sample.rows(everybody(tab)).await.len(), kept, "the kept count is the true one: {tab:?}");
    }
    let suspended = UserFilter { suspended: Some(true), ..everybody(Tab::Active) };
    let names: Vec<_> = sample.rows(suspended).await.into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["Björn Þórsson"]);
}

#[tokio::test]
async fn r30_the_log_of_the_sample_verifies_and_tells_everything_in_its_order() {
    let sample = Sample::open().await;
    let store = sample.directory.store();
    let broken = store.verify_log(sample.organization, |_| ()).await;
    assert_eq!(broken.expect("it can be verified"), None);

    let log = sample.log().await;
    assert!(log.is_sorted_by_key(|entry| entry.at), "oldest first");
    assert!(log.iter().all(|entry| entry.at <= NOW), "nothing lies ahead");
    let mut here = HashSet::from([sample.owner]);
    for entry in log {
        let event = entry.event.expect("nobody was erased");
        if let Event::MemberAdded { member, .. } = &event {
            here.insert(member.id);
            assert_eq!(member.added_at, entry.at, "{}", member.name());
            assert!(member.added_by.is_none_or(|by| here.contains(&by)), "{}", member.name());
        }
        if let Event::SignedIn { at, .. } = &event {
            assert_eq!((*at, entry.actor), (entry.at, event.member()), "people sign in themselves");
        }
        assert!(event.member().is_none_or(|member| here.contains(&member)), "{event:?}");
        let itself = entry.actor.is_none() && matches!(event, Event::Taken { until: Some(_), .. });
        assert!(itself || entry.actor.is_some_and(|actor| here.contains(&actor)), "{event:?}");
    }
}

#[tokio::test]
async fn no_name_and_no_address_stands_twice_and_all_are_written_as_the_rules_keep_them() {
    let sample = Sample::open().await;
    let people = sample.people().await;
    let regular = people.iter().filter(|member| member.kind == Kind::Regular).count();
    assert_eq!((regular, people.len() - regular), (248 + 9 + 31, 3));
    let mut names = HashSet::new();
    let mut addresses = HashSet::new();
    for member in &people {
        let email = Email::parse(member.email.as_str()).expect("an address");
        assert!(addresses.insert(email.key()), "{} stands twice", email.as_str());
        let name = display_name(&member.first_name, &member.last_name, "");
        assert!(names.insert(fold(&name)), "{name} stands twice");
        assert_eq!(clean_name(&name).as_deref(), Ok(name.as_str()));
    }
    let owners: Vec<_> = people.iter().filter(|member| member.tier == Tier::Owner).map(Member::name).collect();
    assert_eq!(owners, ["Henrik Aas"], "R15");
}

#[tokio::test]
async fn a_name_is_found_without_its_marks_and_in_any_script() {
    let sample = Sample::open().await;
    for (typed, name) in [
        ("nguyen", "Nguyễn Thị Minh Hạnh"),
        ("lukasz", "Łukasz Wójcik"),
        ("田中", "田中 美咲"),
        ("الحداد", "عمر الحدّاد"),
        ("παππα", "Θεοδώρα Παππά"),
        ("शर्मा", "प्रिया शर्मा"),
    ] {
        let filter = UserFilter { text: typed.to_owned(), ..everybody(Tab::Active) };
        let found = sample.rows(filter).await;
        assert!(found.iter().any(|row| row.name == name), "{typed} finds {name}");
        assert!(found.len() < 20, "{typed} finds {} people", found.len());
    }
}

#[tokio::test]
async fn last_active_goes_from_now_over_days_to_never() {
    let sample = Sample::open().await;
    let rows = sample.rows(everybody(Tab::Active)).await;
    let row = |name: &str| rows.iter().find(|row| row.name == name).expect("on the list");
    assert_eq!(row("Ingrid Solbakken").last_active, Some(NOW));
    assert_eq!(row("Henrik Aas").last_active, Some(NOW.plus(-4 * 60_000)));
    assert_eq!(row("Henrik Aas").roll, 0b11_1110_0111_1101, "the roll is that of the file");

    let ago = |row: &UserRow| row.last_active.map(|at| NOW.0 - at.0);
    let within = |least: i64, most: i64| {
        rows.iter().filter(|row| ago(row).is_some_and(|ago| (least..most).contains(&ago))).count()
    };
    assert!(within(0, DAY / 24) >= 10, "some within the hour");
    assert!(within(DAY / 24, DAY) >= 40, "many today");
    assert!(within(DAY, 2 * DAY) >= 20, "some yesterday");
    assert!(within(2 * DAY, 14 * DAY) >= 40, "many in two weeks");
    assert!(within(14 * DAY, 30 * DAY) >= 5, "a few before that");
    assert_eq!(rows.iter().filter(|row| row.last_active.is_none()).count(), 2, "never");
    let away = UserFilter { away_days: Some(30), ..everybody(Tab::Active) };
    assert_eq!(sample.rows(away).await.len(), 6);
}

#[tokio::test]
async fn r2_every_invitation_has_a_living_link_and_a_mail_that_can_reach_nobody() {
    let sample = Sample::open().await;
    let question = MailsPage { state: None, text: String::new(), offset: 0, take: 500 };
    let mails = sample.desk().mails_page(&question).await.expect("the outbox");
    assert_eq!((mails.total, mails.waiting), (9, 9));
    for row in &mails.rows {
        let domain = row.to_address.rsplit('@').next().expect("a domain");
        let reserved = domain.ends_with(".example") || ["example.com", "example.net", "example.org"].contains(&domain);
        assert!(reserved, "{domain} is reserved for examples (RFC 2606)");
        let mail = sample.desk().mail(row.id).await.expect("the mail");
        let link = mail.link.expect("it still waits");
        let token = link.rsplit('/').next().expect("a token");
        let invitation = sample.directory.invitation(token).await.expect("it is looked up").expect("the link works");
        assert_eq!((invitation.email, invitation.inviter.as_str()), (row.to_address.clone(), "Henrik Aas"));
        assert!(invitation.invited_at < NOW && NOW < invitation.expires);
    }
    for row in sample.rows(everybody(Tab::Pending)).await {
        assert!(row.invitation_until.is_some_and(|until| until > NOW), "{}", row.name);
    }
}

#[tokio::test]
async fn a_second_sample_in_the_same_store_is_refused_and_leaves_nothing() {
    let sample = Sample::open().await;
    let again = sample.directory.create_sample().await;
    assert!(matches!(&again, Err(DirectoryError::Refused(refusal)) if refusal.code == Code::EmailTaken), "{again:?}");
    let all = sample.directory.store().organizations().await.expect("organizations");
    assert_eq!(all.len(), 1);
}
