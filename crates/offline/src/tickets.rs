//! Reset tickets (R35): made here by the own password and a key that this sign-in was given while there was a
//! connection; kept here without what opens them, so that it can be seen whether they were used.

use crate::{
    Failure, Keeper, Offline, Upstream,
    start::told,
    upstream::{Heard, heard},
};
use rollbook_credentials::{Secret, TicketFor, TicketKey, factor::drawn};
use rollbook_directory::contract::{MakeTicket, QueuedWhat, Shown, TicketMade, TicketView, WireCode, WireError};
use rollbook_domain::{
    Code, MemberId, Timestamp,
    time::{DAY, MINUTE},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Under which name the key is kept in the queue.
const KEY: &str = "ticket.key";
/// Under which name what was made is kept there.
pub(crate) const MADE: &str = "ticket.made";
/// How many tickets are remembered.
const KEPT: usize = 20;
/// How long they are.
const REMEMBERED: i64 = 7 * DAY;

/// By what tickets are made here, as the other side gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Given {
    #[serde(with = "secret")]
    key: Hidden,
    /// How long a ticket works, in milliseconds.
    lasting: i64,
    /// Where people use one.
    portal: String,
}

/// Text that is never printed.
#[derive(Clone, PartialEq, Eq)]
struct Hidden(String);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hidden(..)")
    }
}

mod secret {
    use super::Hidden;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(hidden: &Hidden, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hidden.0)
    }
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Hidden, D::Error> {
        String::deserialize(from).map(Hidden)
    }
}

/// A ticket that was made here, without what opens it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ticketed {
    /// For whom.
    pub member: MemberId,
    /// What they were called then.
    pub name: String,
    /// When, by the clock of this computer.
    pub at: Timestamp,
    /// Until when it works, by the clock of this computer.
    pub until: Timestamp,
    /// When it was made, as the ticket says it: by the clock of the other side.
    pub made: Timestamp,
}

impl Keeper {
    /// Makes a ticket for somebody, with a connection or without one.
    pub async fn make_ticket(&self, ask: &MakeTicket) -> Result<TicketMade, WireError> {
        self.with(async |offline| offline.make_ticket(ask.member, &ask.password).await).await
    }
}

impl Offline {
    /// Asks by what tickets are made here from now on. Without the own password on this computer, none are.
    pub async fn learn_ticket_key(&self, upstream: &dyn Upstream) -> Result<(), Failure> {
        if self.word().await?.is_none() {
            return Ok(());
        }
        let given = match upstream.ask("ticket_key", Value::Null).await {
            Ok(answer) => serde_json::from_str::<Given>(&answer).ok(),
            Err(error) if heard(&error) == Heard::Answer => None,
            Err(_) => return Ok(()),
        };
        if given == self.given().await? {
            return Ok(());
        }
        let text = given.map(|given| serde_json::to_string(&given)).transpose().map_err(Failure::damaged)?;
        self.queue.keep_note(KEY, text.unwrap_or_default()).await
    }

    /// None are made here any more.
    pub(crate) async fn forget_ticket_key(&self) -> Result<(), Failure> {
        self.queue.keep_note(KEY, String::new()).await
    }

    async fn given(&self) -> Result<Option<Given>, Failure> {
        let kept = self.queue.note(KEY).await?.filter(|text| !text.is_empty());
        kept.map(|text| serde_json::from_str(&text).map_err(Failure::damaged)).transpose()
    }

    /// Makes a ticket for somebody whom the person at this computer may reset, as far as is known here; the own
    /// password is asked for again, and tries are slowed.
    pub async fn make_ticket(&mut self, member: MemberId, password: &Secret<String>) -> Result<TicketMade, WireError> {
        let desk = self.desk().ok_or_else(nothing_here)?;
        let name = desk.may_make_ticket(member).await?;
        let email = desk.user(member).await?.row.email;
        let given = self.given().await.map_err(told)?.ok_or_else(no_key)?;
        let key = TicketKey::read(&Secret::new(given.key.0.clone())).ok_or_else(no_key)?;
        self.judge(password).await?;
        let Some(replica) = &self.replica else { return Err(nothing_here()) };
        // The clock of this computer may be wrong: what counts is the other side’s, as it was heard last.
        let ahead = replica.state.heard.0.saturating_sub(replica.state.synced.0);
        let at = self.now();
        let minute = at.plus(ahead).0.div_euclid(MINUTE);
        let made = Timestamp(minute.saturating_mul(MINUTE));
        let until = made.plus(given.lasting).plus(-ahead);
        let of = TicketFor { organization: self.setting.organization.to_bytes(), member: member.to_bytes() };
        let ticket = key.ticket(&of, minute);
        let page = format!("{}/ticket", given.portal);
        let scanned = Secret::new(ticket.reveal(|ticket| format!("{page}/{}", ticket.replace(' ', "-"))));
        let picture = drawn(&scanned).ok_or_else(|| told(Failure::damaged("the page’s address is too long")))?;
        // The same minute and person make the same ticket, which is told of once.
        if !self.tickets.iter().any(|known| (known.member, known.made) == (member, made)) {
            let what = QueuedWhat::Ticket { made, proof: key.made(&of, minute) };
            self.give(member, what, None).await.map_err(told)?;
        }
        let ticketed = Ticketed { member, name: name.clone(), at, until, made };
        self.keep_ticket(ticketed).await.map_err(told)?;
        let (ticket, side) = (Shown::new(ticket), picture.side);
        Ok(TicketMade { name, email, ticket, page, picture: Shown::new(picture.path), side, until })
    }

    async fn keep_ticket(&mut self, ticketed: Ticketed) -> Result<(), Failure> {
        let now = self.now();
        let mut tickets = vec![ticketed];
        // The same minute and person make the same ticket.
        let others =
            self.tickets.iter().filter(|other| (other.member, other.made) != (tickets[0].member, tickets[0].made));
        let others: Vec<_> = others.filter(|other| now.0.saturating_sub(other.at.0) < REMEMBERED).cloned().collect();
        tickets.extend(others);
        tickets.truncate(KEPT);
        self.queue.keep_note(MADE, serde_json::to_string(&tickets).map_err(Failure::damaged)?).await?;
        self.tickets = tickets;
        Ok(())
    }
}

/// The tickets that were made here, and when each was used, as far as the replica knows.
pub(crate) async fn view(desk: Option<&rollbook_directory::Desk>, tickets: &[Ticketed]) -> Vec<TicketView> {
    let mut views = Vec::with_capacity(tickets.len());
    for Ticketed { member, name, at, until, made } in tickets {
        let used = match desk {
            Some(desk) => desk.ticket_used(*member, *made).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "whether a ticket was used isn’t known");
                None
            }),
            None => None,
        };
        views.push(TicketView { member: *member, name: name.clone(), at: *at, until: *until, used });
    }
    views
}

fn nothing_here() -> WireError {
    WireError::new(
        WireCode::Unreachable,
        "Nothing of this organization is on this computer yet.",
        "Try again once everything is copied.",
    )
}

fn no_key() -> WireError {
    WireError::new(
        WireCode::Rule(Code::NotAllowed),
        "This computer can’t make reset tickets.",
        "It can once you have signed in to a server with your password, with a connection.",
    )
}
