//! Commands that were given without a connection (R32, R33): carried out once, judged by the rules of now,
//! and never silently over what somebody else changed meanwhile.
//!
//! Its end is kept by the command’s id, a refusal too: whoever sends it again, because the answer was lost,
//! hears how it ended.

use crate::{
    Desk, DirectoryError,
    contract::{GiveQueued, Outcome, QueuedWhat, RefusedFor},
    desk::every_tag,
    door::{Begun, Hears, Run, not_here, unhindered},
    replica::sealed,
};
use rollbook_credentials::{Secret, password::PasswordHash};
use rollbook_domain::{
    Code, Command, MemberId, Refusal,
    command::{Action, Edit},
    decide::{authority, credentials},
};
use rollbook_store::Head;

/// Whether an action of the list can be given without a connection (R32).
pub const fn is_queueable(action: Action) -> bool {
    matches!(action, Action::PasswordLink | Action::Suspend | Action::Reactivate | Action::Resend)
}

/// Which events since then would be written over by a command; of an edit, it is looked at field by field.
pub const fn meanwhile(what: &QueuedWhat) -> &'static [&'static str] {
    match what {
        QueuedWhat::Act { action: Action::Suspend | Action::Reactivate } => &["status_changed"],
        QueuedWhat::Act { action: Action::Resend } => &["invitation_sent", "invitation_accepted", "status_changed"],
        QueuedWhat::Act { .. } | QueuedWhat::TemporaryPassword => &[
            "password_link_sent",
            "temporary_password_set",
            "password_changed",
            "recovery_sent",
            "let_in",
            "ticket_redeemed",
            "password_set",
        ],
        // Field by field: the edit itself looks (R33). A ticket that was made is what happened, whatever else did.
        QueuedWhat::Profile { .. } | QueuedWhat::Ticket { .. } => &[],
    }
}

impl Desk {
    /// Why what can’t wait isn’t done here: there is no connection (R32). `None` where the organization itself is.
    pub(crate) fn line(&self) -> Option<Refusal> {
        self.directory().inner.replica.then(needs_a_connection)
    }

    /// Carries out a command that was given without a connection, once. Its end is in the outcome: done,
    /// refused, or refused with [`Code::Conflict`] where the same was changed meanwhile.
    pub async fn give_queued(&self, ask: &GiveQueued) -> Result<Outcome, DirectoryError> {
        let hash = ask.hash.as_ref().map(hash_of).transpose()?;
        if let QueuedWhat::Ticket { made, proof } = &ask.what {
            self.proved_ticket(ask.member, *made, proof).await?;
        }
        unhindered!(self.try_give_queued(ask, hash.as_deref()))
    }

    async fn try_give_queued(&self, ask: &GiveQueued, hash: Option<&str>) -> Result<Outcome, DirectoryError> {
        let mut run = match self.begin_heard(ask.command, false, Hears::Giver).await? {
            Begun::Already(outcome) => return Ok(*outcome),
            Begun::Now(run) => run,
        };
        run.beside.password = hash.map(str::to_owned);
        if let Err(refusal) = self.judged(&mut run, ask).await? {
            run.outcome.refused = 1;
            let name =
                run.facts.members.get(&ask.member).map(rollbook_domain::member::Member::name).unwrap_or_default();
            run.outcome.refusals = vec![RefusedFor { member: Some(ask.member), name, refusal }];
        }
        self.finish(*run, every_tag()).await
    }

    /// Carries it out, or says why not; nothing has happened then.
    async fn judged(&self, run: &mut Run, ask: &GiveQueued) -> Result<Result<(), Refusal>, DirectoryError> {
        let command = match command(ask) {
            Ok(command) => command,
            Err(refusal) => return Ok(Err(refusal)),
        };
        run.know(&command).await?;
        if matches!(command, Command::NoteTicket { .. }) {
            // What happened is no change of anything: no right is asked for, and nothing can be in its way (R35).
            return self.stepped(run, &command).await;
        }
        // Judged before anything is said about what happened meanwhile: whoever may not do it learns nothing.
        if let Some(member) = run.facts.members.get(&ask.member)
            && let Err(refusal) = authority::touch(&run.facts, member)
        {
            return Ok(Err(refusal));
        }
        if !ask.over {
            let seen = sealed(&ask.seal).map(|seal| Head { seq: ask.seen, seal });
            if !matches!(seen, Some(seen) if run.work.has(seen).await?) {
                let words = "The organization was set back to an earlier state in between, as from a backup.";
                return Ok(Err(Refusal::new(
                    Code::Conflict,
                    words,
                    "Look at it as it is now, then apply yours, or not.",
                )));
            }
            let kinds = meanwhile(&ask.what);
            if run.work.happened(ask.member, ask.seen, kinds, &ask.mine).await? {
                return Ok(Err(changed(&ask.what)));
            }
            if matches!(command, Command::Edit(_)) {
                run.work.know_changes_but(&mut run.facts, ask.member, ask.seen, &ask.mine).await?;
            }
        }
        self.stepped(run, &command).await
    }

    async fn stepped(&self, run: &mut Run, command: &Command) -> Result<Result<(), Refusal>, DirectoryError> {
        match run.step(self, command).await {
            Ok(decision) => Ok(decision.refused.into_iter().next().map_or(Ok(()), |(_, refusal)| Err(refusal))),
            Err(DirectoryError::Refused(refusal)) => Ok(Err(refusal)),
            Err(error) => Err(error),
        }
    }

    /// The hash of a temporary password for somebody, judged by R23 as far as this desk knows them: what
    /// is kept of it until there is a connection (R34).
    pub async fn hash_for(
        &self,
        member: MemberId,
        password: &Secret<String>,
    ) -> Result<Secret<String>, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        let members = self.directory().store().members(self.organization(), &[member]).await?;
        let member = members.into_iter().next().ok_or_else(not_here)?;
        credentials::touch(&facts, &member)?;
        let chooser = self.directory().chooser(&member, &facts.organization.name).await?;
        self.directory().hash_password(password, chooser).await.map(Secret::new)
    }
}

/// The command that was given.
fn command(ask: &GiveQueued) -> Result<Command, Refusal> {
    match &ask.what {
        QueuedWhat::Act { action } if is_queueable(*action) => {
            Ok(Command::Act { action: *action, members: vec![ask.member] })
        }
        QueuedWhat::Act { .. } => Err(needs_a_connection()),
        QueuedWhat::TemporaryPassword if ask.hash.is_none() => {
            Err(Refusal::new(Code::Invalid, "The password is missing.", "Set it again."))
        }
        QueuedWhat::TemporaryPassword => Ok(Command::SetTemporaryPassword { member: ask.member }),
        QueuedWhat::Ticket { made, .. } => Ok(Command::NoteTicket { member: ask.member, made: *made }),
        QueuedWhat::Profile { first_name, last_name, phone, language, note } => Ok(Command::Edit(Edit {
            first_name: first_name.clone(),
            last_name: last_name.clone(),
            phone: phone.clone(),
            language: language.clone(),
            note: note.clone(),
            ..Edit::of(ask.member)
        })),
    }
}

/// A hash that came from elsewhere costs what R23 asks, and no more than a machine can bear.
fn hash_of(hash: &Secret<String>) -> Result<String, DirectoryError> {
    let refused = || Refusal::new(Code::Invalid, "The password can’t be taken over.", "Set it again.").at("hash");
    hash.reveal(|text| {
        let parsed = PasswordHash::parse(text).map_err(|_| refused())?;
        parsed.cost().map_err(|_| refused())?;
        Ok(text.clone())
    })
}

/// Why it isn’t done without a connection (R32).
pub(crate) fn needs_a_connection() -> Refusal {
    Refusal::new(Code::NotAllowed, "This needs a connection.", "Do it once there is one.")
}

fn changed(what: &QueuedWhat) -> Refusal {
    let words = match what {
        QueuedWhat::Act { action: Action::Suspend | Action::Reactivate } => {
            "Somebody changed the status of this person in between."
        }
        QueuedWhat::Act { action: Action::Resend } => "Somebody dealt with this invitation in between.",
        _ => "Somebody took care of this person’s password in between.",
    };
    Refusal::new(Code::Conflict, words, "Keep theirs, or apply yours over it.")
}
