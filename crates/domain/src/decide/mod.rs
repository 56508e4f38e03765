//! `decide`: facts, an actor and a command go in; events and effects, or refusals, come out.
//!
//! Every path that changes anything (window, server, import, undo, queue) ends here, so a rule
//! stands in one place.

mod accept;
pub mod address;
mod apply;
pub mod as_other;
pub mod asking;
pub mod authority;
pub mod company;
pub mod credentials;
mod edit;
mod factors;
mod first_password;
pub mod groups;
mod holdings;
mod import;
mod invite;
pub mod keys;
mod let_in;
pub mod lifecycle;
pub mod mails;
mod names;
pub mod navigation;
mod over_time;
mod period;
pub mod policy;
mod portals;
mod profile;
mod refused;
pub mod review;
pub mod roles;
pub mod shut;
mod subscription;
mod teams;
pub mod tickets;
mod undo;

use crate::{
    Code, Command, Effect, Event, Facts, GroupId, IdSource, MemberId, Refusal, RoleId,
    facts::{Actor, Context},
    session::{Entrant, SessionKind},
};

pub use edit::{changed_fields, may_lower};
pub use period::still_due;
pub use subscription::taken as product_taken;

/// What a command leads to.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Decision {
    /// What happens, in order.
    pub events: Vec<Event>,
    /// What has to be done beside it.
    pub effects: Vec<Effect>,
    /// For whom it is refused, and why.
    pub refused: Vec<(MemberId, Refusal)>,
    /// What stays as it is although no single member is concerned (of an undo, a group; a mail about
    /// nobody), and why.
    pub kept: Vec<Refusal>,
    /// For tables: what each row leads to, in order.
    pub rows: Vec<RowOutcome>,
    /// The member that a command about one person is about.
    pub member: Option<MemberId>,
    /// The role that a command about one role is about.
    pub role: Option<RoleId>,
    /// The group that a command about one group is about.
    pub group: Option<GroupId>,
}

/// What one row of a table leads to.
#[derive(Clone, PartialEq, Debug)]
pub enum RowOutcome {
    /// Something new.
    Created,
    /// Something that exists changes: how, in words.
    Changed(String),
    /// All is as the row says.
    Unchanged,
    /// Nothing changes, although the row says something else that no table changes: what, in words.
    Ignored(String),
    /// The row can't be taken.
    Refused(Refusal),
}

/// Judges a command. A refusal of the whole is `Err`; refusals of single members stand in the
/// decision, and the caller knows whether all or none was asked for.
pub fn decide(facts: &Facts, at: Context, command: &Command, ids: &mut dyn IdSource) -> Result<Decision, Refusal> {
    match command {
        Command::Invite(invite) => invite::decide(facts, at, invite, ids),
        Command::Edit(edit) => edit::decide(facts, at, edit, ids),
        Command::EditProfile(profile) => profile::decide(facts, profile),
        Command::SetPhoto { member, photo } => profile::photo(facts, *member, photo.as_deref()),
        Command::Act { action, members } => lifecycle::decide(facts, at, *action, members, ids),
        Command::Accept { member, inviter, sent } => accept::decide(facts, at, *member, (*inviter, *sent)),
        Command::SetFirstPassword { member, sender } => first_password::decide(facts, *member, *sender),
        Command::SetTemporaryPassword { member } => credentials::temporary(facts, *member),
        Command::ChangePassword { member, by } => credentials::change(facts, *member, *by),
        Command::Recover { member } => credentials::recover(facts, at, *member, ids),
        Command::AskAddress { member, email } => address::ask(facts, at, *member, email, ids),
        Command::ChangeAddress { member, email } => address::change(facts, *member, email),
        Command::NoteAddress { member, email } => address::note(facts, *member, email),
        Command::LetIn { member, by } => let_in::decide(facts, at, *member, by, ids),
        Command::NoteTicket { member, made } => tickets::note(facts, *member, *made),
        Command::RedeemTicket { member, by, made, link } => tickets::redeem(facts, at, *member, (*by, *made), *link),
        Command::EndSession { member, session } => shut::end_session(facts, *member, *session),
        Command::Lock { member, reason } => shut::lock(facts, *member, reason),
        Command::AskSignInAs { member, reason } => as_other::ask(facts, at, *member, reason, ids),
        Command::SignInAs { member, reason } => as_other::enter(facts, *member, reason),
        Command::SetPolicy { seen, policy } => policy::set(facts, seen, policy),
        Command::SetWording(ask) => mails::set_wording(facts, ask),
        Command::SetMailServer { before, after } => mails::set_server(facts, before.clone(), after.clone()),
        Command::RetryMails(ids) => mails::retry(facts, ids),
        Command::SignIn { member, kind } => sign_in(facts, at, *member, *kind),
        Command::Hold(hold) => holdings::decide(facts, at, hold),
        Command::SetNavigation { member, show, hide } => navigation::decide(facts, *member, show, hide),
        Command::SetPeriod { member, period, .. } => period::set(facts, at, *member, *period),
        Command::Settle => period::settle(facts, at),
        Command::CreateRole(new) => roles::create(facts, new, ids),
        Command::EditRoles(edits) => roles::edit(facts, edits),
        Command::DeleteRole(role) => roles::delete(facts, *role),
        Command::CreateGroup(new) => groups::create(facts, new, ids),
        Command::EditGroup(edit) => groups::edit(facts, edit),
        Command::DeleteGroup(group) => groups::delete(facts, *group),
        Command::Vacate { what, members } => holdings::vacate(facts, what, members),
        Command::AddPortal { name } => portals::add(facts, name, ids),
        Command::AddKey(new) => keys::add(facts, at, new, ids),
        Command::RevokeKey { member, key } => keys::revoke(facts, *member, *key),
        Command::RemovePortal(portal) => portals::remove(facts, *portal),
        Command::AddTeam { name } => teams::add(facts, name, ids),
        Command::RenameTeam { team, seen, name } => teams::rename(facts, *team, seen, name),
        Command::RemoveTeam(team) => teams::remove(facts, *team),
        Command::SetSeats { package, seats, product } => {
            subscription::set_seats(facts, package, *seats, product.as_deref(), ids)
        }
        Command::SetPlan(plan) => subscription::set_plan(facts, *plan),
        Command::SetDetails { seen, details } => company::set_details(facts, seen, details),
        Command::SetTerms { seen, terms } => company::set_terms(facts, seen, terms),
        Command::Order { order, products } => company::order(facts, order, products, ids),
        Command::AskQuote(order) => company::ask_quote(facts, order),
        Command::NotePayment(news) => company::note(facts, at.now, news),
        Command::ImportGroups(rows) => import::groups(facts, rows, ids),
        Command::ImportPeople { rows, invite } => import::people(facts, at, rows, *invite, ids),
        Command::NoteFactor { member, change, now, mails } => factors::note(facts, *member, change, *now, *mails),
        Command::NoteRefusedSignIn { member, by, failures } => refused::note(facts, *member, *by, *failures),
        Command::AskInvitation { name, email } => asking::decide(facts, name, email),
        Command::SignOffReview(lines) => review::sign_off(facts, lines),
        Command::RecoverFactors { member } => factors::recover(facts, *member),
        Command::Undo(_) => undo::decide(facts, at, ids),
    }
}

/// The person at the desk signs in: only as themselves, and as far as their kind and status allow.
fn sign_in(facts: &Facts, at: Context, member: MemberId, kind: SessionKind) -> Result<Decision, Refusal> {
    match &facts.actor {
        Actor::Member(actor) if actor.id == member && Entrant::from(&**actor).may_enter(kind) => {
            let mut decision = Decision { events: vec![Event::SignedIn { member, at: at.now }], ..Decision::default() };
            if facts.organization.policy.emergency == Some(member) {
                // C17: whoever comes in by it is seen, by whichever door and however well they prove who they are.
                decision.events.push(Event::EmergencyUsed { member });
                decision.effects.push(Effect::AlarmEmergency { member });
            }
            Ok(decision)
        }
        _ => Err(Refusal::new(Code::NotAllowed, "You can’t sign in to this organization.", "Ask an administrator.")),
    }
}

/// A member that the command names, or the refusal that they aren't here (C28, C31).
fn member_of(facts: &Facts, id: MemberId) -> Result<&crate::member::Member, Refusal> {
    facts
        .members
        .get(&id)
        .ok_or_else(|| Refusal::new(Code::NotFound, "This person isn’t in this organization.", "Refresh the list."))
}
