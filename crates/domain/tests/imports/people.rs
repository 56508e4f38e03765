//! Tables of people.

use super::{codes, lise, taken};
use crate::model::{Book, changes, invite, kinds, person, rows};
use rollbook_domain::{
    Code, Command, Timestamp,
    command::{Action, PersonRow},
    event::Field,
    member::{AccessMode, Status, Tier},
    organization::Plan,
};

fn in_groups(email: &str, groups: &[&str]) -> PersonRow {
    PersonRow { groups: groups.iter().map(|name| (*name).to_owned()).collect(), ..person("", email) }
}

fn as_tier(email: &str, tier: Tier) -> PersonRow {
    PersonRow { tier: Some(tier), ..person("", email) }
}

#[test]
fn each_row_is_new_changed_unchanged_or_refused() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    book.custom("Tom", Tier::User, &[]);
    book.custom("Una", Tier::User, &[]);
    let table = vec![
        person("Ada", "ada@example.org"),
        PersonRow { phone: "1".to_owned(), ..person("Thomas", "TOM@nordlys.no") },
        person("", "una@nordlys.no"),
        person("Bad", "bad@example"),
        person("Ada", "ADA@example.org"),
    ];
    let decision = taken(book.people(owner, table));
    assert_eq!(rows(&decision), ["created", "changed first name, phone", "unchanged", "Invalid", "EmailTaken"]);
    assert_eq!(kinds(&decision), ["member_added", "member_changed"]);
    assert_eq!(changes(&decision), [(Field::FirstName, "Tom", "Thomas"), (Field::Phone, "", "1")]);
}

fn full_table() -> Vec<PersonRow> {
    vec![
        PersonRow {
            last_name: "Byron".to_owned(),
            tier: Some(Tier::Admin),
            groups: vec!["Sales".to_owned(), "sales ".to_owned(), String::new(), "New".to_owned()],
            phone: "+44  1".to_owned(),
            language: "en-GB".to_owned(),
            last_sign_in: Some(Timestamp(1)),
            ..person("Ada", "ada@example.org")
        },
        PersonRow { status: Some(Status::Suspended), ..person("Sue", "sue@example.org") },
        PersonRow { status: Some(Status::Archived), ..person("Arn", "arn@example.org") },
        in_groups("tom@nordlys.no", &["New", "NEW", " "]),
        as_tier("sigrun@nordlys.no", Tier::User),
    ]
}

#[test]
fn the_same_table_twice_changes_nothing() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    book.group("Sales", &["contacts.view"]);
    book.custom("Tom", Tier::User, &[]);
    for invite in [true, false] {
        let command = Command::ImportPeople { rows: full_table(), invite };
        let first = taken(book.run(owner, &command));
        let before = book.state.clone();
        let again = taken(book.run(owner, &command));
        let owner = "ignored The owner stays the owner.";
        assert_eq!(rows(&again), ["unchanged", "unchanged", "unchanged", "unchanged", owner], "{invite}");
        assert_eq!((again.events.len(), &book.state), (0, &before));
        if invite {
            assert_eq!(rows(&first), ["created", "created", "created", "changed groups", owner]);
        }
    }
}

#[test]
fn a_table_creates_people_as_it_names_them() {
    let mut book = Book::new(Plan::Business);
    book.group("Sales", &["contacts.view"]);
    book.custom("Tom", Tier::User, &[]);
    taken(book.people(book.owner, full_table()));
    let ada = book.member(book.by_email("ada@example.org"));
    assert_eq!((ada.status, ada.tier, ada.access), (Status::Active, Tier::Admin, AccessMode::All));
    assert_eq!(ada.groups, [book.by_group_name("Sales"), book.by_group_name("New")]);
    assert_eq!((ada.phone.as_str(), ada.language.as_str()), ("+44 1", "en-GB"));
    assert_eq!(book.state.last_sign_in[&ada.id], Timestamp(1));
    let sue = book.member(book.by_email("sue@example.org"));
    assert_eq!((sue.status, sue.tier, sue.language.as_str()), (Status::Suspended, Tier::User, "en"));
    let arn = book.by_email("arn@example.org");
    book.acted(book.owner, Action::Restore, arn);
    assert_eq!(book.status(arn), Status::Active);
}

#[test]
fn new_people_are_invited_when_the_import_says_so_r1() {
    let mut book = Book::new(Plan::Business);
    let table = vec![
        person("Ada", "ada@example.org"),
        PersonRow { status: Some(Status::Archived), ..person("Arn", "arn@example.org") },
    ];
    let decision = taken(book.run(book.owner, &Command::ImportPeople { rows: table, invite: true }));
    assert_eq!(kinds(&decision), ["member_added", "invitation_sent", "member_added"], "the archived get no mail");
    assert_eq!(book.status(book.by_email("ada@example.org")), Status::Pending);
}

#[test]
fn a_sign_in_that_is_yet_to_come_is_not_believed() {
    let mut book = Book::new(Plan::Business);
    let later = Some(book.now.plus(3_600_000_000));
    taken(book.people(book.owner, vec![PersonRow { last_sign_in: later, ..person("Ada", "ada@example.org") }]));
    assert!(book.state.last_sign_in.is_empty());
}

#[test]
fn the_owners_tier_stays_whatever_the_table_says_r15() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    for (tier, told) in [
        (Tier::User, "ignored The owner stays the owner."),
        // An owner elsewhere comes as an administrator: there is nothing to tell.
        (Tier::Admin, "unchanged"),
        (Tier::Owner, "unchanged"),
    ] {
        let decision = taken(book.people(owner, vec![as_tier("sigrun@nordlys.no", tier)]));
        assert_eq!((rows(&decision), decision.events.len()), (vec![told.to_owned()], 0));
    }
    book.custom("Tom", Tier::User, &[]);
    let second = vec![as_tier("tom@nordlys.no", Tier::Owner), as_tier("new@example.org", Tier::Owner)];
    assert_eq!(rows(&taken(book.people(owner, second))), ["OwnerFixed", "OwnerFixed"], "nor is there a second");
}

#[test]
fn a_status_that_differs_is_told_as_ignored_and_the_rest_of_the_row_is_taken() {
    let mut book = Book::new(Plan::Business);
    let (owner, tom) = (book.owner, book.custom("Tom", Tier::User, &[]));
    let says = |status, phone: &str| PersonRow {
        status: Some(status),
        phone: phone.to_owned(),
        ..person("Tom", "tom@nordlys.no")
    };
    let told = "The status stays active: a table doesn’t change it.";
    let suspended = taken(book.people(owner, vec![says(Status::Suspended, "")]));
    assert_eq!((rows(&suspended), suspended.events.len()), (vec![format!("ignored {told}")], 0));
    let with_phone = taken(book.people(owner, vec![says(Status::Archived, "112")]));
    assert_eq!(rows(&with_phone), [format!("changed phone. {told}")]);
    assert_eq!((book.status(tom), book.member(tom).phone.as_str()), (Status::Active, "112"));
    assert_eq!(rows(&taken(book.people(owner, vec![says(Status::Active, "112")]))), ["unchanged"]);
    book.invited(owner, invite("Pia", "pia@nordlys.no"));
    let active = PersonRow { status: Some(Status::Active), ..person("Pia", "pia@nordlys.no") };
    assert_eq!(rows(&taken(book.people(owner, vec![active]))), ["unchanged"], "invited is on the way to active");
}

#[test]
fn a_table_brings_mode_and_note_under_the_rules_of_an_edit_r12_r13_r17() {
    let (mut book, lise) = super::lise();
    let owner = book.owner;
    let row = |email: &str, access, note: &str| PersonRow {
        access: Some(access),
        note: note.to_owned(),
        ..person("Ada", email)
    };
    let new = taken(book.people(lise, vec![row("ada@example.org", AccessMode::Custom, "Back in March")]));
    assert_eq!(rows(&new), ["created"]);
    let ada = book.by_email("ada@example.org");
    assert_eq!((book.member(ada).access, book.member(ada).note.as_str()), (AccessMode::Custom, "Back in March"));
    let wide = row("ada@example.org", AccessMode::All, "");
    assert_eq!(rows(&taken(book.people(lise, vec![wide.clone()]))), ["Ceiling"], "nobody gives what they lack");
    let new = row("bea@example.org", AccessMode::All, "");
    assert_eq!(rows(&taken(book.people(lise, vec![new]))), ["Ceiling"], "nor to somebody new");
    assert_eq!(rows(&taken(book.people(owner, vec![wide.clone()]))), ["changed access"]);
    assert_eq!(rows(&taken(book.people(owner, vec![wide]))), ["unchanged"], "the note that it doesn't name stays");
    assert_eq!(book.member(ada).note, "Back in March");
    let own = row(book.member(lise).email.as_str(), AccessMode::All, "");
    assert_eq!(rows(&taken(book.people(lise, vec![PersonRow { first_name: String::new(), ..own }]))), ["Yourself"]);
    let narrow = PersonRow { first_name: String::new(), ..row("sigrun@nordlys.no", AccessMode::Custom, "") };
    assert_eq!(rows(&taken(book.people(owner, vec![narrow]))), ["unchanged"], "the owner has everything, always");
}

#[test]
fn the_row_that_is_one_too_many_is_refused_r21() {
    let mut book = Book::new(Plan::Starter);
    book.custom("Tom", Tier::User, &[]);
    let table = vec![
        PersonRow { status: Some(Status::Suspended), ..as_tier("sue@example.org", Tier::Admin) },
        as_tier("ada@example.org", Tier::Admin),
        as_tier("bea@example.org", Tier::Admin),
        as_tier("tom@nordlys.no", Tier::Admin),
        person("Cy", "cy@example.org"),
    ];
    let decision = taken(book.people(book.owner, table));
    assert_eq!(rows(&decision), ["created", "created", "PlanFull", "PlanFull", "created"]);
    assert_eq!(book.state.administrators, 2);
}

#[test]
fn a_place_that_an_earlier_row_frees_can_be_taken_by_a_later_r21() {
    let mut book = Book::new(Plan::Starter);
    book.custom("Bea", Tier::Admin, &[]);
    let table = vec![as_tier("bea@nordlys.no", Tier::User), as_tier("ada@example.org", Tier::Admin)];
    assert_eq!(rows(&taken(book.people(book.owner, table))), ["changed tier", "created"]);
}

#[test]
fn a_refused_row_leaves_nothing_behind() {
    let mut book = Book::new(Plan::Starter);
    let owner = book.owner;
    let long = "x".repeat(201);
    let table = vec![
        PersonRow { groups: vec!["Left behind".to_owned(), long.clone()], ..as_tier("ada@example.org", Tier::Admin) },
        PersonRow { groups: vec!["Left behind".to_owned()], last_name: long, ..person("", "bea@example.org") },
    ];
    let decision = taken(book.people(owner, table));
    assert_eq!(codes(&decision), [Some(Code::Invalid); 2]);
    assert_eq!(decision.events, []);
    let table = vec![as_tier("cy@example.org", Tier::Admin)];
    assert_eq!(rows(&taken(book.people(owner, table))), ["created"], "no place was used up either");
}

#[test]
fn groups_are_created_once_by_name_however_it_is_spelled() {
    let mut book = Book::new(Plan::Business);
    let table = vec![
        in_groups("ada@example.org", &["Équipe"]),
        in_groups("bea@example.org", &["equipe", "ADMIN"]),
        in_groups("cy@example.org", &[" ÉQUIPE "]),
    ];
    let decision = taken(book.people(book.owner, table));
    assert_eq!(kinds(&decision), ["group_added", "member_added", "member_added", "member_added"]);
    let team = book.by_group_name("Équipe");
    assert_eq!(book.state.groups[&team].permissions, [], "made by a name, it permits nothing");
    assert_eq!(book.member(book.by_email("bea@example.org")).groups, [team, book.by_group_name("Admin")]);
}

#[test]
fn a_table_gives_nothing_that_its_administrator_lacks_c18() {
    let (mut book, lise) = lise();
    book.custom("Tom", Tier::User, &[]);
    for spelling in ["Payroll", "payroll", "Pay\u{0}roll", "Pay\u{200b}roll", " PAYROLL "] {
        let table = vec![in_groups("new@example.org", &[spelling]), in_groups("tom@nordlys.no", &[spelling])];
        let decision = taken(book.people(lise, table));
        assert_eq!(rows(&decision), ["Ceiling", "Ceiling"], "{spelling:?}");
    }
    let table = vec![in_groups("new@example.org", &["Sales"]), in_groups("tom@nordlys.no", &["Sales"])];
    assert_eq!(rows(&taken(book.people(lise, table))), ["created", "changed groups"]);
}

#[test]
fn all_in_a_table_means_what_the_administrator_has_r12() {
    let (mut book, lise) = lise();
    taken(book.people(lise, vec![person("Ada", "ada@example.org")]));
    assert_eq!(book.member(book.by_email("ada@example.org")).access, AccessMode::Custom);
}

#[test]
fn a_table_touches_nobody_above_its_administrator_r14_c23() {
    let (mut book, lise) = lise();
    book.all("Una", Tier::User);
    let table = vec![person("Changed", "sigrun@nordlys.no"), person("Changed", "una@nordlys.no")];
    assert_eq!(rows(&taken(book.people(lise, table))), ["RankTooLow", "RankTooLow"]);
}

#[test]
fn archived_people_are_not_brought_back_by_a_table() {
    let (mut book, _) = lise();
    let tom = book.custom("Tom", Tier::User, &[]);
    book.acted(book.owner, Action::Archive, tom);
    let decision = taken(book.people(book.owner, vec![person("Thomas", "tom@nordlys.no")]));
    assert_eq!(rows(&decision), ["ArchivedAlready"]);
}
