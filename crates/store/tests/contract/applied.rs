//! Every event is applied and read back; what isn't committed is gone.

use rand::RngExt as _;
use rollbook_domain::{
    Email, Event, LinkId, MemberId, Timestamp,
    event::{Change, Field},
    facts::Actor,
    group::{Group, Permission},
    holding::Holding,
    member::{AccessMode, Member, Status, Tier},
    time::{DAY, Roll},
};
use rollbook_store::{ActorId, RowRecord, StoreError};
use rollbook_testkit::{Book, Engine, MORNING, contract, dump};

contract![
    a_new_organization_has_its_record_and_its_owner,
    a_member_is_read_back_as_added,
    changed_fields_are_read_back,
    a_new_address_moves_the_account_too,
    statuses_move_tabs_and_keep_what_was_held,
    groups_are_added_changed_and_removed,
    members_join_and_leave_groups,
    the_catalogue_grows_and_doubles_nothing,
    a_withdrawn_member_leaves_no_row,
    a_withdrawn_member_leaves_an_account_that_others_use,
    sign_ins_move_last_active_and_the_roll,
    an_invitation_and_its_acceptance_change_no_fields,
    access_info_and_a_first_password_change_no_fields_but_the_password,
    dropped_work_is_rolled_back,
    work_that_was_rolled_back_leaves_nothing,
    many_members_come_in_one_command,
    nobody_works_in_an_organization_that_is_not_there,
];

async fn one(book: &Book, id: MemberId) -> Member {
    book.store.members(book.organization, &[id]).await.unwrap().pop().expect("the member")
}

async fn row(book: &Book, id: MemberId) -> RowRecord {
    book.store.member_row(book.organization, id).await.unwrap().expect("the row")
}

async fn group(book: &Book, name: &str) -> Option<Group> {
    let facts = book.store.facts(book.organization, ActorId::System).await.unwrap();
    facts.structure.groups.values().find(|group| group.name == name).cloned()
}

/// How many members a group is kept to have.
async fn size(book: &Book, name: &str) -> u64 {
    let group = group(book, name).await.expect("the group");
    book.store.group_members(book.organization).await.unwrap()[&group.id]
}

fn permission(text: &str) -> Permission {
    Permission::parse(text).expect("a permission")
}

async fn a_new_organization_has_its_record_and_its_owner(engine: Engine) {
    let book = Book::open(engine).await;
    let all = book.store.organizations().await.unwrap();
    assert_eq!(all.iter().map(|organization| organization.name.as_str()).collect::<Vec<_>>(), ["Nordlys"]);
    assert_eq!(book.store.owner(book.organization).await.unwrap(), book.owner, "R15");
    assert_eq!(book.store.seq(book.organization).await.unwrap(), 2, "creation and owner");
    assert_eq!(book.store.engine(), engine);
    let facts = book.store.facts(book.organization, ActorId::Member(book.owner)).await.unwrap();
    assert_eq!(facts.organization, all[0]);
    assert_eq!(facts.administrators, 1);
    assert!(matches!(facts.actor, Actor::Member(owner) if owner.tier == Tier::Owner));
    let mut work = book.store.work(book.organization).await.unwrap();
    assert_eq!((work.organization(), work.seq()), (book.organization, 2));
    assert_eq!(work.active_administrators().await.unwrap()[0].id, book.owner);
    assert_eq!(work.administrators().await.unwrap(), 1);
}

async fn a_member_is_read_back_as_added(engine: Engine) {
    let mut book = Book::open(engine).await;
    let guests = book.cast.group("Guests");
    let mut member = Member {
        groups: vec![guests.id],
        phone: "+47 22 33 44 55".to_owned(),
        note: "O'Neill \u{1f44b} \\ % _ \"quoted\"".to_owned(),
        language: "nb-NO".to_owned(),
        added_by: Some(book.owner),
        ..book.cast.named("Nguyễn Thị", "Minh Hạnh")
    };
    let then = Timestamp(MORNING.0 - 3 * DAY);
    let add = Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: Some(then) };
    book.apply(&[Event::GroupAdded { group: guests }, add]).await;
    member.version = 4;
    assert_eq!(one(&book, member.id).await, member);
    let row = row(&book, member.id).await;
    assert_eq!(row.groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["Guests"]);
    assert_eq!((row.last_active, row.added_at), (then.0, MORNING.0));
    assert_eq!(row.added_by.as_deref(), Some("Sigrun Nordlys"));
    assert_eq!(
        Roll { day: row.roll_day, bits: u16::try_from(row.roll_bits).unwrap() }.shifted_to(MORNING.day()),
        0b1000
    );
    assert_eq!((row.link_until, row.archived_at, row.second_factor), (None, None, None));
    assert_eq!(size(&book, "Guests").await, 1);
    assert_eq!(book.store.account_of(member.id).await.unwrap(), Some((member.account, None)));
}

async fn changed_fields_are_read_back(engine: Engine) {
    let mut book = Book::open(engine).await;
    let member = book.cast.named("Ann", "Lee");
    book.add(&member).await;
    let seen = one(&book, member.id).await.version;
    let change =
        |field, before: &str, after: &str| Change { field, before: before.to_owned(), after: after.to_owned() };
    let changes = vec![
        change(Field::FirstName, "Ann", "Łucja"),
        change(Field::LastName, "Lee", "Wójcik"),
        change(Field::Tier, "user", "admin"),
        change(Field::Access, "custom", "all"),
        change(Field::Language, "en", "pl"),
        change(Field::Phone, "", "112"),
        change(Field::Note, "", "on leave"),
    ];
    book.apply(&[Event::MemberChanged { member: member.id, changes }]).await;
    let expected = Member {
        first_name: "Łucja".to_owned(),
        last_name: "Wójcik".to_owned(),
        tier: Tier::Admin,
        access: AccessMode::All,
        language: "pl".to_owned(),
        phone: "112".to_owned(),
        note: "on leave".to_owned(),
        version: seen + 1,
        ..member.clone()
    };
    assert_eq!(one(&book, member.id).await, expected);
    let mut work = book.store.work(book.organization).await.unwrap();
    assert_eq!(work.administrators().await.unwrap(), 2, "the kept count follows the tier");
    let mut facts = work.facts(ActorId::System).await.unwrap();
    work.know_changes(&mut facts, member.id, Some(seen)).await.unwrap();
    assert_eq!(facts.changed_since.len(), 7, "since the version that the screen saw");
    work.know_changes(&mut facts, member.id, Some(seen + 1)).await.unwrap();
    assert!(facts.changed_since.is_empty(), "nothing since then");
    work.know_changes(&mut facts, member.id, None).await.unwrap();
    work.know_shared(&mut facts, &[member.id]).await.unwrap();
    assert!(facts.changed_since.is_empty() && facts.shared.is_empty());
}

async fn a_new_address_moves_the_account_too(engine: Engine) {
    let mut book = Book::open(engine).await;
    let member = book.cast.named("Ann", "Lee");
    book.add(&member).await;
    let change =
        Change { field: Field::Email, before: member.email.as_str().to_owned(), after: "Ann@Fjord.example".to_owned() };
    book.apply(&[Event::MemberChanged { member: member.id, changes: vec![change] }]).await;
    let mut work = book.store.work(book.organization).await.unwrap();
    let mut facts = work.facts(ActorId::System).await.unwrap();
    work.know_addresses(&mut facts, &[member.email.key(), "ann@fjord.example".to_owned()]).await.unwrap();
    assert_eq!(facts.by_email.get("ann@fjord.example"), Some(&member.id));
    assert_eq!(
        facts.accounts.get("ann@fjord.example").map(|account| (account.id, account.has_password)),
        Some((member.account, false))
    );
    assert_eq!(facts.accounts.len(), 1, "the old address is free");
}

async fn statuses_move_tabs_and_keep_what_was_held(engine: Engine) {
    let mut book = Book::open(engine).await;
    let guests = book.cast.group("Guests");
    let member = Member { groups: vec![guests.id], ..book.cast.named("Ann", "Lee") };
    book.apply(&[Event::GroupAdded { group: guests }]).await;
    book.add(&member).await;
    let moves = [
        (Status::Active, Status::Suspended, Status::Suspended, 1),
        (Status::Suspended, Status::Archived, Status::Suspended, 0),
        (Status::Archived, Status::Suspended, Status::Suspended, 1),
        (Status::Suspended, Status::Active, Status::Active, 1),
        (Status::Active, Status::Archived, Status::Active, 0),
    ];
    for (before, after, held, counted) in moves {
        book.apply(&[Event::StatusChanged { member: member.id, before, after }]).await;
        let row = row(&book, member.id).await;
        assert_eq!((row.status, row.held), (after, held), "{before:?} to {after:?}");
        assert_eq!(row.archived_at.is_some(), after == Status::Archived);
        assert_eq!(size(&book, "Guests").await, counted, "archived members aren't counted in groups");
    }
}

async fn groups_are_added_changed_and_removed(engine: Engine) {
    let mut book = Book::open(engine).await;
    let parent = book.cast.group("Sales");
    let child =
        Group { permissions: vec![permission("crm.edit"), permission("crm.view")], ..book.cast.group("Sales Łódź") };
    book.apply(&[Event::GroupAdded { group: parent.clone() }, Event::GroupAdded { group: child.clone() }]).await;
    book.apply(&[Event::GroupChanged {
        group: child.id,
        name: None,
        product: None,
        description: Some((String::new(), "People in Łódź".to_owned())),
        parent: Some((None, Some(parent.id))),
        gained: vec![permission("crm.delete"), permission("crm.view")],
        lost: vec![permission("crm.edit")],
    }])
    .await;
    let read = group(&book, "Sales Łódź").await.unwrap();
    assert_eq!((read.description.as_str(), read.parent), ("People in Łódź", Some(parent.id)));
    assert_eq!(read.permissions, [permission("crm.delete"), permission("crm.view")]);
    let facts = book.store.facts(book.organization, ActorId::System).await.unwrap();
    assert_eq!(facts.structure.groups[&child.id].parent, Some(parent.id));
    assert_eq!(facts.structure.group_names.get("sales lodz"), Some(&child.id), "found by its folded name");
    book.apply(&[Event::GroupRemoved { group: child.clone() }]).await;
    assert!(group(&book, "Sales Łódź").await.is_none());
    assert_eq!(dump(&book.store).await.table("grp_permission"), [] as [String; 0], "its permissions go with it");
}

async fn members_join_and_leave_groups(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (one_group, other) = (book.cast.group("One"), book.cast.group("Other"));
    let member = book.cast.named("Ann", "Lee");
    book.apply(&[Event::GroupAdded { group: one_group.clone() }, Event::GroupAdded { group: other.clone() }]).await;
    book.add(&member).await;
    let id = member.id;
    let [one_held, other_held] = [&one_group, &other].map(|group| Holding::Group(group.id));
    book.apply(&[
        Event::Given { member: id, what: one_held.clone(), until: None },
        Event::Given { member: id, what: other_held, until: None },
    ])
    .await;
    let before = one(&book, id).await;
    assert_eq!(before.groups.len(), 2);
    book.apply(&[Event::Taken { member: id, what: one_held, until: None }]).await;
    let after = one(&book, id).await;
    assert_eq!(after.groups, [other.id]);
    assert!(after.version > before.version, "a screen that saw the old groups notices");
    assert_eq!((size(&book, "One").await, size(&book, "Other").await), (0, 1));
}

async fn the_catalogue_grows_and_doubles_nothing(engine: Engine) {
    let mut book = Book::open(engine).await;
    let extend = |actions: &[&str]| Event::CatalogueExtended {
        module: "crm.v2".to_owned(),
        actions: actions.iter().map(|action| (*action).to_owned()).collect(),
    };
    book.apply(&[extend(&["view", "edit"]), extend(&["edit", "manage"])]).await;
    let mut work = book.store.work(book.organization).await.unwrap();
    let facts = work.facts(ActorId::System).await.unwrap();
    let mut all: Vec<String> = facts.structure.catalogue.iter().map(ToString::to_string).collect();
    all.sort();
    assert_eq!(all, ["crm.v2.edit", "crm.v2.manage", "crm.v2.view"]);
}

async fn a_withdrawn_member_leaves_no_row(engine: Engine) {
    let mut book = Book::open(engine).await;
    let guests = book.cast.group("Guests");
    book.apply(&[Event::GroupAdded { group: guests.clone() }]).await;
    let before = dump(&book.store).await;
    let member = Member {
        status: Status::Pending,
        held: Status::Pending,
        groups: vec![guests.id],
        ..book.cast.named("Ann", "Lee")
    };
    book.add(&member).await;
    book.apply(&[Event::MemberWithdrawn { member: Box::new(member) }]).await;
    let after = dump(&book.store).await;
    for table in ["member", "account", "member_grp", "grp"] {
        assert_eq!(after.table(table), before.table(table), "{table}");
    }
}

async fn a_withdrawn_member_leaves_an_account_that_others_use(engine: Engine) {
    let mut book = Book::open(engine).await;
    let member = book.cast.named("Ann", "Lee");
    book.add(&member).await;
    let (other, _) = book.second("Fjord").await.unwrap();
    let there = Member { id: MemberId::new(&mut book.cast), ..member.clone() };
    book.apply_to(other, &[Event::MemberAdded { member: Box::new(there.clone()), last_sign_in: None }]).await;
    let mut work = book.store.work(book.organization).await.unwrap();
    let mut facts = work.facts(ActorId::System).await.unwrap();
    work.know_shared(&mut facts, &[member.id]).await.unwrap();
    assert!(facts.shared.contains(&member.id), "the account stands in two organizations");
    drop(work);
    book.apply(&[Event::MemberWithdrawn { member: Box::new(member.clone()) }]).await;
    assert!(book.store.members(book.organization, &[member.id]).await.unwrap().is_empty());
    assert_eq!(book.store.members(other, &[there.id]).await.unwrap()[0].email, member.email);
    assert!(
        book.store.members(book.organization, &[there.id]).await.unwrap().is_empty(),
        "C28: not by a stranger's organization"
    );
    assert!(book.store.member_row(book.organization, there.id).await.unwrap().is_none(), "C28");
}

async fn sign_ins_move_last_active_and_the_roll(engine: Engine) {
    let mut book = Book::open(engine).await;
    let member = book.cast.named("Ann", "Lee");
    book.add(&member).await;
    for days in [0, 1, 3] {
        let at = Timestamp(MORNING.0 + days * DAY);
        book.apply(&[Event::SignedIn { member: member.id, at }]).await;
    }
    let row = row(&book, member.id).await;
    assert_eq!(row.last_active, MORNING.0 + 3 * DAY);
    assert_eq!((row.roll_day, row.roll_bits), (MORNING.day() + 3, 0b1101));
}

async fn an_invitation_and_its_acceptance_change_no_fields(engine: Engine) {
    let mut book = Book::open(engine).await;
    let member = Member { status: Status::Pending, held: Status::Pending, ..book.cast.named("Ann", "Lee") };
    book.add(&member).await;
    let before = one(&book, member.id).await;
    let link = LinkId::new(&mut book.cast);
    book.apply(&[Event::InvitationSent { member: member.id, link, expires: Timestamp(MORNING.0 + DAY) }]).await;
    assert_eq!(one(&book, member.id).await, before);
    book.apply(&[
        Event::StatusChanged { member: member.id, before: Status::Pending, after: Status::Active },
        Event::InvitationAccepted { member: member.id, left_out: vec!["the group Sales".to_owned()] },
    ])
    .await;
    let after = one(&book, member.id).await;
    assert_eq!(
        Member { version: 0, ..after },
        Member { status: Status::Active, held: Status::Active, version: 0, ..before }
    );
}

async fn access_info_and_a_first_password_change_no_fields_but_the_password(engine: Engine) {
    let mut book = Book::open(engine).await;
    let member = book.cast.named("Ann", "Lee");
    book.add(&member).await;
    let before = one(&book, member.id).await;
    let link = LinkId::new(&mut book.cast);
    book.apply(&[Event::AccessSent { member: member.id, link, expires: Timestamp(MORNING.0 + DAY) }]).await;
    assert_eq!(one(&book, member.id).await, before);
    assert!(!row(&book, member.id).await.has_password);
    book.apply(&[Event::PasswordSet { member: member.id }]).await;
    let mut work = book.store.work(book.organization).await.unwrap();
    work.set_password(member.account, "$argon2id$canary", false, MORNING).await.unwrap();
    work.commit().await.unwrap();
    let after = one(&book, member.id).await;
    assert!(after.version > before.version, "screens hear of it");
    assert!(row(&book, member.id).await.has_password);
    assert_eq!(after, Member { version: after.version, has_password: true, ..before });
}

async fn dropped_work_is_rolled_back(engine: Engine) {
    let mut book = Book::open(engine).await;
    let before = dump(&book.store).await;
    let member = book.cast.named("Ann", "Lee");
    let stamp = book.stamp();
    let mut work = book.store.work(book.organization).await.unwrap();
    let rng = &mut book.cast.rng;
    work.apply(stamp, &[Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: None }], &mut || {
        rng.random()
    })
    .await
    .unwrap();
    work.set("colour", "blue").await.unwrap();
    work.keep_outcome(stamp.command, 0, "{}").await.unwrap();
    drop(work);
    // The next unit of work waits until the dropped one has let go.
    book.store.work(book.organization).await.unwrap().roll_back().await.unwrap();
    assert_eq!(dump(&book.store).await, before);
    book.add(&member).await;
    assert_eq!(
        book.store.verify_log(book.organization, |_| {}).await.unwrap(),
        None,
        "the chain goes on as if nothing had been"
    );
}

async fn work_that_was_rolled_back_leaves_nothing(engine: Engine) {
    let mut book = Book::open(engine).await;
    let before = dump(&book.store).await;
    let stamp = book.stamp();
    let group = book.cast.group("Guests");
    let mut work = book.store.work(book.organization).await.unwrap();
    work.apply(stamp, &[Event::GroupAdded { group }], &mut || [1; 16]).await.unwrap();
    work.roll_back().await.unwrap();
    assert_eq!(dump(&book.store).await, before);
}

async fn many_members_come_in_one_command(engine: Engine) {
    let mut book = Book::open(engine).await;
    let guests = book.cast.group("Guests");
    let members: Vec<Member> = (0..1_234).map(|_| Member { groups: vec![guests.id], ..book.cast.member() }).collect();
    let mut events = vec![Event::GroupAdded { group: guests }];
    for member in &members {
        events.push(Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: None });
        let link = LinkId::new(&mut book.cast);
        events.push(Event::InvitationSent { member: member.id, link, expires: MORNING });
    }
    let command = book.apply(&events).await;
    let ids: Vec<MemberId> = members.iter().map(|member| member.id).collect();
    assert_eq!(book.store.members(book.organization, &ids).await.unwrap().len(), 1_234);
    assert_eq!(size(&book, "Guests").await, 1_234);
    let mut work = book.store.work(book.organization).await.unwrap();
    let mut facts = work.facts(ActorId::System).await.unwrap();
    work.know_past(&mut facts, command).await.unwrap();
    assert_eq!(facts.past, events, "undo reads what happened, in order");
    assert_eq!(facts.members.len(), 1_234);
    assert_eq!(facts.group_sizes.values().copied().collect::<Vec<_>>(), [1_234]);
    assert!(facts.members.values().all(|member| Email::parse(member.email.as_str()).is_ok()));
}

async fn nobody_works_in_an_organization_that_is_not_there(engine: Engine) {
    let mut book = Book::open(engine).await;
    let nowhere = rollbook_domain::OrganizationId::new(&mut book.cast);
    assert!(matches!(book.store.work(nowhere).await, Err(StoreError::NoOrganization)));
    assert!(matches!(book.store.facts(nowhere, ActorId::System).await, Err(StoreError::NoOrganization)));
}
