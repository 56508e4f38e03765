//! The steps that the sample came about by, in the order of their time.

use super::{
    book::{Book, Outsider, Person},
    rights::{Bought, Deed, Duty, Gate, Named, Team},
};
use rollbook_domain::{Timestamp, time::DAY};
use std::collections::BTreeMap;

/// A minute in milliseconds.
pub(super) const MINUTE: i64 = 60_000;
/// How long after the invitation somebody of a customer accepted it.
const ANSWER: i64 = 7 * 60 * MINUTE;

/// One step in its time.
pub(super) struct Step<'a> {
    /// When.
    pub(super) at: Timestamp,
    /// Who acts.
    pub(super) by: By<'a>,
    /// What is done.
    pub(super) what: What<'a>,
}

/// Who acts.
#[derive(Clone, Copy)]
pub(super) enum By<'a> {
    /// The member with this address.
    Member(&'a str),
    /// Who was invited to this address.
    Invited(&'a str),
    /// Rollbook itself.
    Rollbook,
}

/// What is done.
pub(super) enum What<'a> {
    /// Seats are bought, and with the first the product.
    Buy(&'a Bought),
    /// A role is made.
    MakeRole(&'a Duty),
    /// A group is made.
    MakeGroup(&'a Team),
    /// A portal is opened.
    OpenPortal(&'a Gate),
    /// People are added by a table.
    Add(Vec<&'a Person>),
    /// A person gets their roles.
    GiveRoles(&'a Person),
    /// A person gets their licences.
    GiveLicences(&'a Person),
    /// A machine is added, or somebody of a customer invited.
    Invite(&'a Outsider),
    /// The invitation is accepted.
    Accept(&'a str),
    /// A person signs in.
    SignIn(&'a str),
    /// A person is suspended.
    Suspend(&'a str),
    /// A person is archived.
    Archive(&'a str),
    /// Something is changed about a person.
    Change(&'a Deed),
    /// Something that a person was given for a time ends.
    End(&'a str, &'a Named),
}

/// Every step but the invitations that are still open, oldest first.
pub(super) fn steps(book: &Book, now: Timestamp) -> Vec<Step<'_>> {
    let days_ago = |days: i64| now.plus(-days * DAY);
    let owner = book.owner().map_or("", |owner| owner.email.as_str());
    let mut all = Vec::new();
    let mut step = |at, by, what| all.push(Step { at, by, what });
    // What happened at one moment stays in the order in which it stands here.
    for bought in &book.seats {
        step(days_ago(bought.ago), By::Member(owner), What::Buy(bought));
    }
    for duty in &book.roles {
        step(days_ago(duty.ago), by(owner, duty.by.as_deref()), What::MakeRole(duty));
    }
    let founded = book.owner().map_or(0, |owner| owner.added);
    for team in &book.groups {
        step(days_ago(founded - 1), By::Member(owner), What::MakeGroup(team));
    }
    for gate in &book.portals {
        step(days_ago(gate.ago), by(owner, gate.by.as_deref()), What::OpenPortal(gate));
    }
    let mut tables: BTreeMap<(i64, Option<&str>), Vec<&Person>> = BTreeMap::new();
    for person in book.people.iter().filter(|person| person.email != owner) {
        tables.entry((person.added, person.by.as_deref())).or_default().push(person);
    }
    for ((days, adder), people) in tables {
        let adder = by(owner, adder);
        step(days_ago(days), adder, What::Add(people.clone()));
        // One after the other for all, as what is alike is written together.
        for person in &people {
            step(days_ago(days), adder, What::GiveRoles(person));
        }
        for person in people {
            step(days_ago(days), adder, What::GiveLicences(person));
        }
    }
    for outsider in &book.outside {
        step(days_ago(outsider.added), by(owner, outsider.by.as_deref()), What::Invite(outsider));
        if !outsider.email.is_empty() {
            let accepted = days_ago(outsider.added).plus(ANSWER);
            step(accepted, By::Invited(&outsider.email), What::Accept(&outsider.email));
        }
    }
    for person in &book.people {
        for at in sign_ins(person, now) {
            step(at, By::Member(&person.email), What::SignIn(&person.email));
        }
        if let Some(days) = person.suspended {
            step(days_ago(days), by(owner, person.by.as_deref()), What::Suspend(&person.email));
        }
        if let Some(days) = person.archived {
            step(days_ago(days), by(owner, person.by.as_deref()), What::Archive(&person.email));
        }
    }
    for deed in &book.deeds {
        step(now.plus(-deed.ago * MINUTE), By::Member(&deed.by), What::Change(deed));
        for (days, what) in deed
            .until
            .filter(|days| *days <= 0)
            .into_iter()
            .flat_map(|days| deed.give.iter().map(move |what| (days, what)))
        {
            step(now.plus(days * DAY), By::Rollbook, What::End(&deed.who, what));
        }
    }
    all.sort_by_key(|step| step.at);
    all
}

/// The member with this address; the owner where none is given.
fn by<'a>(owner: &'a str, email: Option<&'a str>) -> By<'a> {
    By::Member(email.unwrap_or(owner))
}

/// The last sign-in, and those at the same time of the days before it.
fn sign_ins(person: &Person, now: Timestamp) -> Vec<Timestamp> {
    let Some(seen) = person.seen else { return Vec::new() };
    let last = now.plus(-seen * MINUTE);
    let days = person.roll.chars().rev().zip(0..);
    days.filter(|(mark, _)| *mark == '|').map(|(_, days): (char, i64)| last.plus(-days * DAY)).collect()
}
