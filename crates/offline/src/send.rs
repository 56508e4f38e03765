//! Giving commands without a connection, sending them once there is one, and what a person decides about
//! them (R32, R33).

use crate::{
    End, Entry, Failure, Offline, Standing, Upstream,
    entry::ended,
    plan::Step,
    upstream::{Heard, heard, stranger},
};
use rollbook_credentials::Secret;
use rollbook_directory::contract::{Outcome, QueuedWhat, WireCode, WireError};
use rollbook_domain::{Code, CommandId, MemberId};
use serde_json::json;
use std::collections::HashMap;

impl Offline {
    /// Gives a command without a connection: it is carried out on top of the replica and waits. What the
    /// rules refuse already here doesn’t wait.
    pub async fn give(
        &mut self,
        member: MemberId,
        what: QueuedWhat,
        password: Option<&Secret<String>>,
    ) -> Result<CommandId, Failure> {
        self.give_as(None, member, what, password).await
    }

    /// The same under an id that was made for it; what was given by that id already waits, or has ended.
    pub(crate) async fn give_as(
        &mut self,
        command: Option<CommandId>,
        member: MemberId,
        what: QueuedWhat,
        password: Option<&Secret<String>>,
    ) -> Result<CommandId, Failure> {
        if let Some(known) = command.filter(|command| self.entries().iter().any(|entry| entry.command == *command)) {
            return Ok(known);
        }
        let desk = self.desk().ok_or_else(|| {
            Failure::Rule(WireError::new(
                WireCode::Unreachable,
                "Nothing of this organization is on this computer yet.",
                "Do it once there is a connection.",
            ))
        })?;
        self.show_waiting().await?;
        let rule = |error: rollbook_directory::DirectoryError| Failure::Rule(error.into());
        let name = desk.user(member).await.map_err(rule)?.row.name;
        let hash = match (&what, password) {
            (QueuedWhat::TemporaryPassword, Some(password)) => {
                Some(desk.hash_for(member, password).await.map_err(rule)?)
            }
            _ => None,
        };
        let Some(replica) = &self.replica else { return Err(Failure::damaged("no replica")) };
        let now = self.setting.clock.now();
        let entry = Entry {
            command: command.unwrap_or_else(|| CommandId::new(&mut self.setting.entropy.ids(now))),
            no: self.queue.next_no(),
            by: replica.state.member,
            at: now,
            member,
            name,
            what,
            seen: replica.state.log.seq,
            seal: replica.state.log.seal.clone(),
            over: false,
            sent: false,
            standing: Standing::Waiting,
        };
        let command = entry.command;
        // It is kept before it is carried out: what is shown is never more than what waits.
        self.queue.add(entry, hash.as_ref()).await?;
        let refused = match self.put_on(command).await {
            Ok(outcome) => outcome.refusals.into_iter().next().map(|refused| refused.refusal.into()),
            Err(Failure::Rule(error)) => Some(error),
            Err(failure) => return Err(failure),
        };
        match refused {
            None => Ok(command),
            Some(error) => {
                self.queue.remove(command).await?;
                Err(Failure::Rule(error))
            }
        }
    }

    /// Has everything that waits carried out on top of the replica.
    async fn show_waiting(&mut self) -> Result<(), Failure> {
        let online = self.is_online();
        self.lost();
        let shown = loop {
            match self.next() {
                Step::PutOn(command) => match self.put_on(command).await {
                    Ok(_) | Err(Failure::Rule(_)) => {}
                    Err(failure) => break Err(failure),
                },
                _ => break Ok(()),
            }
        };
        if online {
            self.heard_of();
        }
        shown
    }

    pub(crate) async fn put_on(&mut self, command: CommandId) -> Result<Outcome, Failure> {
        let entry = self.queue.get(command).cloned().ok_or_else(|| Failure::damaged("no such entry"))?;
        let hash = self.queue.hash(&entry).await?;
        let mine = self.queue.before(&entry);
        let Some(replica) = &mut self.replica else { return Err(Failure::damaged("no replica")) };
        self.shown.insert(command);
        replica.put_on(&self.setting, &entry, mine, hash).await
    }

    /// Sends what can go at once. Marks and ends are each kept for all of it in one unit: what was marked and never
    /// arrived is asked again by its id, as what arrived and wasn’t heard of.
    pub(crate) async fn send(&mut self, upstream: &dyn Upstream) -> Result<(), Failure> {
        let commands = self.sendable();
        let mut entries: Vec<Entry> = commands.iter().filter_map(|command| self.queue.get(*command).cloned()).collect();
        for entry in &mut entries {
            entry.sent = true;
        }
        // From now on they may be carried out there, whatever is heard of them.
        self.queue.put(entries.clone()).await?;
        let mut asks = Vec::with_capacity(entries.len());
        for entry in &entries {
            asks.push(self.asked(entry).await?);
        }
        let answer = match upstream.ask("queued_give", json!({ "commands": asks })).await {
            Ok(text) => Ok(outcomes(&text).ok_or_else(|| Failure::Away(stranger()))?),
            Err(error) => match (heard(&error), error.code) {
                (Heard::Away, _) => return Err(Failure::Away(error)),
                (Heard::SignedOut, _) => return Err(Failure::SignedOut),
                (Heard::Over, _) => return Err(Failure::Over),
                (Heard::Answer, WireCode::Rule(_)) if entries.len() == 1 => Err(error),
                // Whatever it is, it is one entry’s alone: the others go on, and it is tried again.
                (Heard::Answer, code) => {
                    tracing::warn!(?code, entries = entries.len(), "entries of the queue are tried again later");
                    match entries.as_slice() {
                        [entry] => drop(self.stuck.insert(entry.member)),
                        _ => self.at_once = 1,
                    }
                    return Ok(());
                }
            },
        };
        let now = self.setting.clock.now();
        for entry in &mut entries {
            let answer = match &answer {
                // Nothing was said of this one: it isn’t Rollbook that answers.
                Ok(outcomes) => Ok(outcomes.get(&entry.command).cloned().ok_or_else(|| Failure::Away(stranger()))?),
                Err(error) => Err(error.clone()),
            };
            entry.standing = ended(answer, now);
        }
        self.queue.put(entries).await?;
        self.current = false;
        Ok(())
    }

    async fn asked(&self, entry: &Entry) -> Result<serde_json::Value, Failure> {
        let hash = match entry.what {
            QueuedWhat::TemporaryPassword => self.queue.hash(entry).await?,
            _ => None,
        };
        Ok(json!({
            "command": entry.command,
            "member": entry.member,
            "seen": entry.seen,
            "seal": entry.seal,
            "mine": self.queue.before(entry),
            "over": entry.over,
            "what": entry.what,
            "hash": hash.map(|hash| hash.reveal(Clone::clone)),
        }))
    }

    /// Takes back what still waits, and was never sent (R33).
    pub async fn drop_entry(&mut self, command: CommandId) -> Result<(), Failure> {
        let entry = self.known(command)?;
        if matches!(entry.what, QueuedWhat::Ticket { .. }) && entry.waits() {
            return Err(Failure::Rule(WireError::new(
                WireCode::Rule(Code::NotAllowed),
                "This reset ticket was made, and the log is told of it.",
                "End the sign-in of this computer where the ticket must not work.",
            )));
        }
        if entry.sent && entry.waits() {
            return Err(Failure::Rule(WireError::new(
                WireCode::Rule(Code::Conflict),
                "It was sent, and may have been carried out already.",
                "Wait for the connection: its end is told then.",
            )));
        }
        self.end(command, End::Dropped).await
    }

    /// What others changed stays.
    pub async fn keep_theirs(&mut self, command: CommandId) -> Result<(), Failure> {
        self.in_conflict(command)?;
        self.end(command, End::KeptTheirs).await
    }

    /// Applies an entry over what others changed: a new command, which waits.
    pub async fn apply_mine(&mut self, command: CommandId) -> Result<CommandId, Failure> {
        self.in_conflict(command)?;
        self.again(command, true).await
    }

    /// Gives an entry again that was refused: a new command, which waits and is judged anew. A temporary
    /// password is to be set again, as nothing is kept of it.
    pub async fn send_again(&mut self, command: CommandId) -> Result<CommandId, Failure> {
        let entry = self.known(command)?;
        let refused = matches!(entry.standing, Standing::Ended { end: End::Refused { .. }, .. });
        if !refused || entry.what == QueuedWhat::TemporaryPassword {
            return Err(not_now());
        }
        self.again(command, false).await
    }

    async fn again(&mut self, command: CommandId, over: bool) -> Result<CommandId, Failure> {
        let old = self.known(command)?;
        let now = self.setting.clock.now();
        let id = CommandId::new(&mut self.setting.entropy.ids(now));
        let log = self.replica.as_ref().map(|replica| replica.state.log.clone());
        let seen = log.map_or_else(|| (old.seen, old.seal.clone()), |log| (log.seq, log.seal));
        // In the place of the old one: what was given after it about the same person stays after it.
        let change = |entry: &mut Entry| {
            let standing = Standing::Waiting;
            *entry = Entry { command: id, at: now, seen: seen.0, seal: seen.1, over, sent: false, standing, ..old };
        };
        self.queue.change(command, change).await?;
        self.show_again(command).await?;
        Ok(id)
    }

    async fn end(&mut self, command: CommandId, end: End) -> Result<(), Failure> {
        let at = self.setting.clock.now();
        self.queue.change(command, |entry| entry.standing = Standing::Ended { at, end }).await?;
        self.show_again(command).await
    }

    /// What is on top of the replica follows the queue.
    async fn show_again(&mut self, command: CommandId) -> Result<(), Failure> {
        if self.shown.contains(&command) {
            self.take_off().await?;
            if !self.is_online() {
                self.show_waiting().await?;
            }
        }
        Ok(())
    }

    fn known(&self, command: CommandId) -> Result<Entry, Failure> {
        self.queue
            .get(command)
            .filter(|entry| !matches!(entry.standing, Standing::Ended { end: End::Applied, .. }))
            .cloned()
            .ok_or_else(not_now)
    }

    fn in_conflict(&self, command: CommandId) -> Result<(), Failure> {
        let entry = self.known(command)?;
        if matches!(entry.standing, Standing::Conflict { .. }) { Ok(()) } else { Err(not_now()) }
    }
}

/// What was answered to several commands, by their ids.
fn outcomes(text: &str) -> Option<HashMap<CommandId, Outcome>> {
    let outcomes: Vec<Outcome> = serde_json::from_str(text).ok()?;
    Some(outcomes.into_iter().map(|outcome| (outcome.command, outcome)).collect())
}

fn not_now() -> Failure {
    Failure::Rule(WireError::new(
        WireCode::Rule(Code::WrongStatus),
        "This has ended otherwise meanwhile.",
        "Look at the queue again.",
    ))
}
