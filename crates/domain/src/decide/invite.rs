//! Inviting one person (R1, R12, R13, R21).

use super::{Decision, authority, holdings, lifecycle};
use crate::{
    AccountId, Code, Email, Event, Facts, IdSource, MemberId, Refusal,
    command::Invite,
    facts::Context,
    holding::Holds,
    member::{Kind, MACHINES, Member, Status},
    text::{TextProblem, clean_name, clean_to},
};

/// Judges an invitation.
pub(super) fn decide(facts: &Facts, at: Context, invite: &Invite, ids: &mut dyn IdSource) -> Result<Decision, Refusal> {
    let actor = authority::administrator(facts)?;
    if invite.kind == Kind::System {
        return Err(
            Refusal::new(Code::SystemFixed, "System members come with Rollbook.", "Choose another kind.").at("kind")
        );
    }
    let email = match (invite.kind, invite.email.trim()) {
        // A machine needs an account of its own, and nobody writes to it.
        (Kind::Api, "") => email(&format!("{}@{MACHINES}", AccountId::new(ids)))?,
        (_, raw) => colleague(facts, raw)?,
    };
    let first_name = name(&invite.first_name, "first_name")?;
    let last_name = name(&invite.last_name, "last_name")?;
    if first_name.is_empty() && last_name.is_empty() {
        return Err(Refusal::new(Code::Invalid, "There is no name. Add a first or a last name.", "").at("first_name"));
    }
    if let Some(found) = facts.by_email.get(&email.key()).and_then(|id| facts.members.get(id)) {
        return Err(already_here(found));
    }
    if invite.tier.administers() {
        authority::room_for_administrators(facts, facts.administrators, 1)?;
    }
    holdings::not_too_many(invite.groups.len())?;
    let known = facts.accounts.get(&email.key());
    // A machine opens no link and never signs in with a password (R9): it is there at once.
    let machine = invite.kind == Kind::Api;
    if machine && known.is_some_and(|account| account.has_password) {
        let words = "Somebody signs in with this address, and a machine needs an account of its own.";
        return Err(Refusal::new(Code::EmailTaken, words, "Leave the address out.").at("email"));
    }
    let status = if machine { Status::Active } else { Status::Pending };
    let mut member = Member {
        id: MemberId::new(ids),
        account: known.map_or_else(|| AccountId::new(ids), |account| account.id),
        first_name,
        last_name,
        email,
        kind: invite.kind,
        tier: invite.tier,
        status,
        held: status,
        access: invite.access,
        language: language(&invite.language, &facts.organization.language)?,
        phone: String::new(),
        note: String::new(),
        groups: without_doubles(&invite.groups),
        holds: Holds {
            contact: line(&invite.contact, 200, "contact")?,
            customer: line(&invite.customer, 200, "customer")?,
            ..Holds::default()
        },
        added_by: Some(actor.id),
        added_at: at.now,
        version: 0,
        has_password: known.is_some_and(|account| account.has_password),
        second_factor: known.and_then(|account| account.second_factor),
    };
    holdings::equip(facts, &mut member, &invite.holds)?;
    authority::leave(facts, None, &member)?;
    let mut decision = Decision { member: Some(member.id), ..Decision::default() };
    decision.events.push(Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: None });
    if invite.send && !machine {
        lifecycle::invite_again(facts, at, &member, ids, &mut decision);
    }
    Ok(decision)
}

/// R3: somebody who is here already isn't invited again; each state has its own remedy.
pub(super) fn already_here(member: &Member) -> Refusal {
    let name = member.name();
    let refusal = match member.status {
        Status::Active => {
            Refusal::new(Code::EmailTaken, format!("{name} already uses this address here."), "Open the user instead.")
        }
        Status::Pending => Refusal::new(
            Code::EmailTaken,
            format!("{name} is already invited."),
            "Send the invitation again from Pending.",
        ),
        Status::Suspended => Refusal::new(
            Code::SuspendedAlready,
            format!("{name} is suspended here."),
            "Reactivate instead: no invitation is needed.",
        ),
        Status::Archived => {
            Refusal::new(Code::ArchivedAlready, format!("{name} is archived here."), "Restore instead.")
        }
    };
    refusal.at("email").about(member.id)
}

/// The address, or a refusal at its field.
pub(super) fn email(raw: &str) -> Result<Email, Refusal> {
    Email::parse(raw).map_err(|problem| Refusal::new(Code::Invalid, problem.to_string(), "").at("email"))
}

/// The same as somebody at work types it: where the domain is missing or cut off, their own is offered.
pub(super) fn colleague(facts: &Facts, raw: &str) -> Result<Email, Refusal> {
    email(raw).map_err(|refusal| {
        let Ok(actor) = authority::administrator(facts) else { return refusal };
        refusal.suggesting(completed(raw, actor.email.domain()))
    })
}

/// What was meant by an address without a domain, or with the beginning of one.
fn completed(raw: &str, domain: &str) -> Option<String> {
    let (local, begun) = raw.trim().split_once('@').unwrap_or((raw.trim(), ""));
    let meant = !begun.contains('.') && domain.starts_with(&begun.to_lowercase());
    let whole = Email::parse(&format!("{local}@{domain}")).ok().filter(|_| meant)?;
    Some(whole.as_str().to_owned())
}

/// A name fit to keep, or a refusal at its field.
pub(super) fn name(raw: &str, field: &str) -> Result<String, Refusal> {
    clean_name(raw).map_err(|problem| too_long(problem).at(field))
}

/// Any other one-line text fit to keep, or a refusal at its field.
pub(super) fn line(raw: &str, limit: usize, field: &str) -> Result<String, Refusal> {
    clean_to(raw, limit).map_err(|problem| too_long(problem).at(field))
}

fn too_long(TextProblem::TooLong { limit }: TextProblem) -> Refusal {
    Refusal::new(Code::Invalid, format!("This is longer than {limit} characters. Shorten it."), "")
}

/// A language tag by its form (RFC 5646 in short); empty means the organization's own.
pub(super) fn language(raw: &str, own: &str) -> Result<String, Refusal> {
    let tag = raw.trim();
    if tag.is_empty() {
        return Ok(own.to_owned());
    }
    let good = tag.len() <= 35
        && tag.split('-').all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()));
    if good {
        Ok(tag.to_owned())
    } else {
        Err(Refusal::new(Code::Invalid, "This isn’t a language. Choose one from the list.", "").at("language"))
    }
}

/// The same ids in the same order, each once.
pub(super) fn without_doubles<T: Copy + PartialEq>(all: &[T]) -> Vec<T> {
    all.iter().enumerate().filter(|(at, id)| !all[..*at].contains(id)).map(|(_, id)| *id).collect()
}
