//! Commands that were given without a connection (R32, R33): carried out once, judged by the rules of now,
//! and never silently over what somebody else changed meanwhile.
//!
//! Its end is kept by the command’s id, a refusal too: whoever sends it again, because the answer was lost,
//! hears how it ended.

use crate::{
    Desk, DirectoryError,
    contract::{GiveAllQueued, GiveQueued, Outcome, QueuedWhat, RefusedFor},
    desk::every_tag,
    door::{Hears, Run, not_here, unhindered},
    replica::sealed,
};
use rollbook_credentials::{Secret, password::PasswordHash};
use rollbook_domain::{
    Code, Command, MemberId, Refusal,
    command::{Action, Edit},
    decide::{authority, credentials},
};
use rollbook_store::Head;
use std::collections::HashMap;

/// How many commands one ask brings at most.
const MOST: usize = 100;

/// A command that can be judged, and what rides beside it.
type Fit<'a> = (&'a GiveQueued, Option<String>);

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
        let fit = [(ask, self.fit(ask).await?)];
        let outcomes = unhindered!(self.try_together(&fit))?;
        if let Some(outcome) = outcomes.and_then(|outcomes| outcomes.into_iter().next()) {
            return Ok(outcome);
        }
        unhindered!(self.try_refusing(&fit[0]))
    }

    /// Carries out commands that were given without a connection, each once and in their order: what one came to
    /// is what it would have come to alone. All of them are kept, or none: whoever hears nothing asks again.
    pub async fn give_all_queued(&self, ask: &GiveAllQueued) -> Result<Vec<Outcome>, DirectoryError> {
        if ask.commands.len() > MOST {
            let words = format!("At most {MOST} commands are taken at once.");
            return Err(Refusal::new(Code::Invalid, words, "Give them one part after the other.").into());
        }
        let mut fit = Vec::with_capacity(ask.commands.len());
        let mut unfit = HashMap::new();
        for ask in &ask.commands {
            match self.fit(ask).await {
                Ok(hash) => fit.push((ask, hash)),
                Err(DirectoryError::Refused(refusal)) => drop(unfit.insert(ask.command, refused(ask, refusal))),
                Err(error) => return Err(error),
            }
        }
        let ended = match unhindered!(self.try_together(&fit))? {
            Some(ended) => ended,
            None => self.one_by_one(&fit).await?,
        };
        let mut ended: HashMap<_, _> = ended.into_iter().map(|outcome| (outcome.command, outcome)).collect();
        let of = |ask: &GiveQueued| ended.remove(&ask.command).or_else(|| unfit.remove(&ask.command));
        Ok(ask.commands.iter().filter_map(of).collect())
    }

    /// What rides beside a command, where it can be carried out at all; nothing is kept of one that can’t.
    async fn fit(&self, ask: &GiveQueued) -> Result<Option<String>, DirectoryError> {
        if let QueuedWhat::Ticket { made, proof } = &ask.what {
            self.proved_ticket(ask.member, *made, proof).await?;
        }
        ask.hash.as_ref().map(hash_of).transpose()
    }

    /// Carries commands out in one unit. `None`, and nothing of it, where one was refused after something of it was
    /// written already.
    async fn try_together(&self, fit: &[Fit<'_>]) -> Result<Option<Vec<Outcome>>, DirectoryError> {
        let Some((first, _)) = fit.first() else { return Ok(Some(Vec::new())) };
        let mut run = Box::pin(self.enter(first.command, false)).await?;
        let (mut outcomes, mut any) = (Vec::with_capacity(fit.len()), false);
        for (ask, hash) in fit {
            run.turn_to(ask.command);
            if let Some(before) = run.ended_before(Hears::Giver).await? {
                outcomes.push(before);
                continue;
            }
            run.beside.password.clone_from(hash);
            let begun = run.work.seq();
            if let Err(refusal) = self.judged(&mut run, ask).await? {
                if run.work.seq() != begun {
                    run.work.roll_back().await?;
                    return Ok(None);
                }
                run.outcome = refused_in(&run, ask, refusal);
            }
            run.keep_outcome().await?;
            outcomes.push(run.outcome.clone());
            any = true;
        }
        if any {
            Box::pin(self.close(*run, every_tag())).await?;
        }
        Ok(Some(outcomes))
    }

    /// Carries commands out in a unit for each: what is refused late takes nothing of the others along.
    async fn one_by_one(&self, fit: &[Fit<'_>]) -> Result<Vec<Outcome>, DirectoryError> {
        let mut all = Vec::with_capacity(fit.len());
        for one in fit {
            match unhindered!(self.try_together(std::slice::from_ref(one)))? {
                Some(ended) => all.extend(ended),
                None => all.push(unhindered!(self.try_refusing(one))?),
            }
        }
        Ok(all)
    }

    /// Keeps why a command is refused that wrote something before it was, and nothing else of it.
    async fn try_refusing(&self, (ask, hash): &Fit<'_>) -> Result<Outcome, DirectoryError> {
        let mut run = Box::pin(self.enter(ask.command, false)).await?;
        if let Some(before) = run.ended_before(Hears::Giver).await? {
            return Ok(before);
        }
        run.beside.password.clone_from(hash);
        let Err(refusal) = self.judged(&mut run, ask).await? else {
            // What was in its way has gone in between.
            return self.finish(*run, every_tag()).await;
        };
        let outcome = refused_in(&run, ask, refusal);
        run.work.roll_back().await?;
        let mut run = Box::pin(self.enter(ask.command, false)).await?;
        if let Some(before) = run.ended_before(Hears::Giver).await? {
            return Ok(before);
        }
        run.outcome = outcome;
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

/// How a command ends that was refused.
fn refused(ask: &GiveQueued, refusal: Refusal) -> Outcome {
    let refusals = vec![RefusedFor { member: Some(ask.member), name: String::new(), refusal }];
    Outcome { refused: 1, refusals, ..Outcome::nothing(ask.command) }
}

/// The same, with the name of whom it is about.
fn refused_in(run: &Run, ask: &GiveQueued, refusal: Refusal) -> Outcome {
    let mut outcome = refused(ask, refusal);
    let name = run.facts.members.get(&ask.member).map(rollbook_domain::member::Member::name);
    outcome.refusals.iter_mut().for_each(|refused| refused.name = name.clone().unwrap_or_default());
    outcome
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
