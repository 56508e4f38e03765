//! Reset tickets (R35): the key by which a computer makes them without a network, and using one at the portal.
//!
//! The key of a sign-in is drawn when it is asked for, so nothing of it is kept here. A ticket that was used leaves a
//! link whose id is drawn from the ticket: the same ticket finds it there.

use crate::{
    Choices, Desk, Directory, DirectoryError, FactorProblem, PasskeyOffer, Place, Proof,
    contract::{Shown, Tag, TicketKeyView},
    door::{Begun, not_here, unhindered},
    portal::Purpose,
    sign_in::{Slowed, email_key},
};
use rollbook_credentials::{OneTimeToken, Secret, Ticket, TicketDevice, TicketFor, factor::is_code};
use rollbook_domain::{
    AccountId, ChallengeId, Code, Command, CommandId, Event, LinkId, MemberId, OrganizationId, Refusal, Timestamp,
    decide::{authority, tickets},
    facts::Context,
    pace::Wait,
    session::SessionKind,
    time::{DAY, MINUTE},
};
use rollbook_store::{ActorId, LogFilter, NewLink, SessionRecord, StoreError};
use sha2::{Digest as _, Sha256};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// How long after its last use a sign-in is looked at: longer than any policy lets a computer work without a connection,
/// and a ticket hold.
const LOOKED_AT: i64 = 32 * DAY;

/// After how long whoever has no right ticket hears it: longer than looking through an organization’s sign-ins takes,
/// so that time doesn’t tell whether an address is known (C40).
const WRONG_AFTER: Duration = Duration::from_millis(200);

/// How many of the newest uses of tickets by one person are looked through.
const USED: u32 = 50;

/// Somebody uses a ticket.
#[derive(Clone, Debug)]
pub struct Redeem {
    /// What they sign in with, as typed.
    pub email: String,
    /// The ticket, as typed or scanned.
    pub ticket: Secret<String>,
    /// What they show of their second factor.
    pub factor: Option<ShownFactor>,
    /// From where.
    pub place: Place,
}

/// What is shown of a second factor beside a ticket.
#[derive(Clone, Debug)]
pub enum ShownFactor {
    /// A code of an app, or a recovery code, as typed.
    Typed(Secret<String>),
    /// A browser’s answer to [`PasskeyOffer`].
    Passkey {
        /// What it was asked under.
        challenge: ChallengeId,
        /// The answer, as JSON.
        answer: Secret<String>,
    },
}

/// How far somebody got with a ticket.
#[derive(Debug)]
pub enum Redeemed {
    /// It is right; the person’s second factor is asked for first, by any of these. Nothing is used up.
    Factor(Choices),
    /// It was used: where the new password is chosen, once.
    Link(Secret<String>),
}

/// Why a ticket opens nothing. Only whoever has one that is right hears more than that it is wrong.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TicketProblem {
    /// Not something that was ever a ticket: a slip.
    #[error("This isn’t a reset ticket. Check each sign.")]
    NotATicket,
    /// Not one for whoever signs in with this address.
    #[error("This ticket isn’t for this e-mail, or isn’t right. Check both.")]
    Wrong,
    /// Its time is over.
    #[error("This ticket is too old. Ask for a new one.")]
    Old,
    /// It was used.
    #[error("This ticket was used already. Ask for a new one.")]
    Used,
    /// The sign-in that it was made by was ended.
    #[error("The computer that made this ticket was signed out. Ask for a new one.")]
    DeviceGone,
    /// Whoever made it, or whom it is for, doesn’t qualify any more.
    #[error(transparent)]
    Refused(Refusal),
    /// There were too many tries (R25).
    #[error("There were too many tries.")]
    Slow(Wait),
    /// What the second factor came to, and by what it can be shown.
    #[error("{0}")]
    Factor(FactorProblem, Choices),
}

/// A ticket that is right, and what it was made with and for.
struct Known {
    account: AccountId,
    organization: OrganizationId,
    member: MemberId,
    signer: MemberId,
    session: SessionRecord,
    made: Timestamp,
}

impl Known {
    /// The id of the link that the ticket leaves: the same for the same ticket.
    fn link(&self) -> Result<LinkId, StoreError> {
        let mut hash = Sha256::new();
        hash.update(b"rollbook reset ticket used 1");
        hash.update(self.organization.to_bytes());
        hash.update(self.member.to_bytes());
        hash.update(self.session.id.to_bytes());
        hash.update(self.made.0.to_be_bytes());
        let hash = hash.finalize();
        LinkId::from_slice(&hash[..16]).ok_or_else(|| StoreError::Corrupt("a ticket has no id".to_owned()))
    }
}

impl Desk {
    /// By what this computer makes reset tickets while there is no connection (R35). It is for this sign-in alone, and
    /// ends with it.
    pub async fn ticket_key(&self) -> Result<TicketKeyView, DirectoryError> {
        let facts = self.facts().await?;
        let signer = authority::administrator(&facts)?.id;
        let refused = |words: &str, help: &str| DirectoryError::from(Refusal::new(Code::NotAllowed, words, help));
        let Some(session) = self.session().filter(|_| !self.is_looking()) else {
            return Err(refused("Reset tickets are made by whoever is signed in at a server.", ""));
        };
        let Some(keys) = self.directory().factor_keys() else {
            let words = "This server has no key to draw reset tickets from.";
            return Err(refused(words, "Whoever keeps the server gives it one, as for second factors."));
        };
        let device = device(self.organization(), signer, &session.to_bytes());
        Ok(TicketKeyView {
            key: Shown::new(keys.ticket_key(&device).written()),
            lasting: facts.organization.policy.ticket_millis(),
            portal: self.directory().portal(),
        })
    }

    /// Whether whoever is at this desk may make a ticket for somebody, as far as is known here (R14); and what they are
    /// called.
    pub async fn may_make_ticket(&self, member: MemberId) -> Result<String, DirectoryError> {
        let facts = self.facts().await?;
        let store = self.directory().store();
        let found = store.members(self.organization(), &[member]).await?.pop().ok_or_else(not_here)?;
        tickets::may(&facts, &found)?;
        Ok(found.name())
    }

    /// Judges whether whoever is at this desk made a ticket for somebody, with a key that one of their sign-ins was given,
    /// one that was ended since too. At a replica, the server judges it later.
    pub(crate) async fn proved_ticket(
        &self,
        member: MemberId,
        made: Timestamp,
        proof: &str,
    ) -> Result<(), DirectoryError> {
        let directory = self.directory();
        if directory.inner.replica {
            return Ok(());
        }
        let of = TicketFor { organization: self.organization().to_bytes(), member: member.to_bytes() };
        let minute = made.0.div_euclid(MINUTE);
        if let (ActorId::Member(signer), Some(keys)) = (self.actor(), directory.factor_keys()) {
            let since = directory.now().plus(-LOOKED_AT);
            let sessions = directory.store().desktop_sessions(self.organization(), since).await?;
            let own = sessions.iter().filter(|session| session.seat.is_some_and(|(_, whose)| whose == signer));
            let mut devices = own.map(|session| device(self.organization(), signer, &session.id.to_bytes()));
            if devices.any(|of_key| keys.ticket_keys(&of_key).iter().any(|key| key.has_made(&of, minute, proof))) {
                return Ok(());
            }
        }
        let words = "This reset ticket wasn’t made with a key that this server gave you.";
        Err(Refusal::new(Code::NotAllowed, words, "It opens nothing. Make a new one.").into())
    }

    /// When a ticket was used, as far as the log of this desk knows.
    pub async fn ticket_used(&self, member: MemberId, made: Timestamp) -> Result<Option<Timestamp>, DirectoryError> {
        let filter = LogFilter {
            members: vec![member],
            kinds: vec!["ticket_redeemed".to_owned()],
            from: Some(made.plus(-DAY)),
            ..LogFilter::default()
        };
        let rows = self.directory().store().log_page(self.organization(), &filter, None, USED).await?;
        let mut uses = rows.iter().map(|row| (&row.entry.event, row.entry.at));
        Ok(uses.find_map(|(event, at)| match event {
            Some(Event::TicketRedeemed { made: theirs, member: whose, .. }) => {
                (*theirs == made && *whose == member).then_some(at)
            }
            _ => None,
        }))
    }
}

const fn device(organization: OrganizationId, signer: MemberId, session: &[u8; 16]) -> TicketDevice {
    TicketDevice { organization: organization.to_bytes(), signer: signer.to_bytes(), session: *session }
}

impl Directory {
    /// Uses a ticket: where it is right, in time and not used yet, and the second factor is shown where there is one,
    /// a link to choose a new password is made. Tries are slowed as those of passwords are (R25).
    pub async fn redeem(&self, ask: &Redeem) -> Result<Result<Redeemed, TicketProblem>, DirectoryError> {
        let known = match self.right(ask).await? {
            Ok(known) => known,
            Err(problem) => return Ok(Err(problem)),
        };
        if self.has_factor(known.account).await? {
            let choices = self.choices(known.account).await?;
            let Some(shown) = &ask.factor else { return Ok(Ok(Redeemed::Factor(choices))) };
            if let Err(problem) = self.is_shown(known.account, shown).await? {
                return Ok(Err(TicketProblem::Factor(problem, choices)));
            }
        }
        match unhindered!(self.try_redeem(&known, &ask.place)) {
            Err(DirectoryError::Refused(refusal)) => Ok(Err(TicketProblem::Refused(refusal))),
            other => other,
        }
    }

    /// Asks the browser of whoever has a ticket that is right for a passkey. Anybody else hears what they hear of the
    /// ticket, and nothing of the account (C40).
    pub async fn ask_passkey_for_ticket(
        &self,
        ask: &Redeem,
    ) -> Result<Result<PasskeyOffer, TicketProblem>, DirectoryError> {
        let known = match self.right(ask).await? {
            Ok(known) => known,
            Err(problem) => return Ok(Err(problem)),
        };
        match self.ask_passkey_of(known.account).await? {
            Ok(offer) => Ok(Ok(offer)),
            Err(problem) => Ok(Err(TicketProblem::Factor(problem, self.choices(known.account).await?))),
        }
    }

    async fn is_shown(
        &self,
        account: AccountId,
        shown: &ShownFactor,
    ) -> Result<Result<(), FactorProblem>, DirectoryError> {
        // Lent out for the length of the question; wiped with what was typed.
        let (ShownFactor::Typed(text) | ShownFactor::Passkey { answer: text, .. }) = shown;
        let text = text.reveal(|text| zeroize::Zeroizing::new(text.clone()));
        let proof = match shown {
            ShownFactor::Passkey { challenge, .. } => Proof::Passkey { challenge: *challenge, answer: &text },
            ShownFactor::Typed(_) if is_code(&text) => Proof::App(&text),
            ShownFactor::Typed(_) => Proof::Recovery(&text),
        };
        self.check_factor(account, proof).await
    }

    /// Whose ticket it is, where it is right, in time and not used yet.
    async fn right(&self, ask: &Redeem) -> Result<Result<Known, TicketProblem>, DirectoryError> {
        let Some(ticket) = ask.ticket.reveal(|typed| Ticket::from_typed(typed)) else {
            return Ok(Err(TicketProblem::NotATicket));
        };
        let key = email_key(&ask.email);
        let slowed = [Slowed::Ticket(&key), Slowed::From(ask.place.address)];
        if let Err(wait) = self.slow(&slowed).await? {
            return Ok(Err(TicketProblem::Slow(wait)));
        }
        let begun = Instant::now();
        let Some(known) = self.whose(&key, ticket).await? else {
            sleep_until(begun + WRONG_AFTER).await;
            return Ok(Err(TicketProblem::Wrong));
        };
        self.went_well(&slowed[..1], &slowed[1..]).await?;
        Ok(self.still_good(&known).await?.map(|()| known))
    }

    /// Whose ticket it is, by every sign-in that could have made it, those that were ended too.
    async fn whose(&self, key: &str, ticket: Ticket) -> Result<Option<Known>, DirectoryError> {
        let (Some(found), Some(keys)) = (self.store().credential(key).await?, self.factor_keys()) else {
            return Ok(None);
        };
        let now = self.now();
        let minute = ticket.made(now.plus(tickets::AHEAD).0.div_euclid(MINUTE));
        for opening in self.store().openings(found.account).await? {
            let (organization, member) = (opening.organization, opening.member);
            let of = TicketFor { organization: organization.to_bytes(), member: member.to_bytes() };
            for session in self.store().desktop_sessions(organization, now.plus(-LOOKED_AT)).await? {
                let Some((_, signer)) = session.seat else { continue };
                let device = device(organization, signer, &session.id.to_bytes());
                if keys.ticket_keys(&device).iter().any(|key| ticket.is_by(key, &of, minute)) {
                    let made = Timestamp(minute.saturating_mul(MINUTE));
                    return Ok(Some(Known { account: found.account, organization, member, signer, session, made }));
                }
            }
        }
        Ok(None)
    }

    /// What can be said before the second factor is asked for; judged once more where it counts.
    async fn still_good(&self, known: &Known) -> Result<Result<(), TicketProblem>, DirectoryError> {
        let facts = self.store().facts(known.organization, ActorId::System).await?;
        let at = Context { now: self.now(), command: CommandId::new(&mut self.inner.entropy.ids(self.now())) };
        if !tickets::in_time(&facts, at, known.made) {
            return Ok(Err(TicketProblem::Old));
        }
        // R34: the right to work without a connection ends, and that to make tickets with it.
        let until = known.session.times.used.plus(facts.organization.policy.offline_millis());
        if known.session.ended.is_some() || known.made > until {
            return Ok(Err(TicketProblem::DeviceGone));
        }
        let used = self.store().has_link(known.link()?).await?;
        Ok(if used { Err(TicketProblem::Used) } else { Ok(()) })
    }

    async fn try_redeem(
        &self,
        known: &Known,
        place: &Place,
    ) -> Result<Result<Redeemed, TicketProblem>, DirectoryError> {
        let desk = self.desk(known.organization, ActorId::Invited(known.member));
        let desk = desk.coming_from(place.origin(SessionKind::Portal));
        let id = CommandId::new(&mut self.inner.entropy.ids(self.now()));
        let Begun::Now(mut run) = desk.begin(id, false).await? else { return Ok(Err(TicketProblem::Used)) };
        let link = known.link()?;
        // Writers of one organization queue, so of two at once the second finds the link of the first.
        let problem = if run.work.has_link(link).await? {
            Some(TicketProblem::Used)
        } else if !run.work.session_is_open(known.session.id).await? {
            Some(TicketProblem::DeviceGone)
        } else {
            None
        };
        if let Some(problem) = problem {
            run.work.roll_back().await?;
            return Ok(Err(problem));
        }
        let command = Command::RedeemTicket { member: known.member, by: known.signer, made: known.made, link };
        run.know(&command).await?;
        let decision = run.step(&desk, &command).await?;
        let expires = decision.events.iter().find_map(|event| match event {
            Event::TicketRedeemed { expires, .. } => Some(*expires),
            _ => None,
        });
        let expires = expires.ok_or_else(|| StoreError::Corrupt("a ticket made no link".to_owned()))?;
        let (token, hash) = self.inner.entropy.with(OneTimeToken::mint);
        let purpose = Purpose::Ticket;
        let new = NewLink {
            id: link,
            hash: *hash.as_bytes(),
            member: known.member,
            purpose: purpose.stored(),
            inviter: Some(known.signer),
            created_at: run.at.now,
            expires,
        };
        run.work.add_link(&new).await?;
        desk.finish(*run, vec![Tag::Users]).await?;
        let path = token.reveal(|token| format!("/{}/{token}", purpose.page()));
        Ok(Ok(Redeemed::Link(Secret::new(path))))
    }
}
