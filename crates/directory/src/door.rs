//! The one door: transaction → facts → decide → apply → effects → commit (or roll back).

use crate::{
    Desk, DirectoryError, Task,
    contract::{Mode, Outcome, RefusedFor, Tag, Target},
    desk::every_tag,
    effects::{self, Beside},
};
use rollbook_domain::{
    AccountId, Code, Command, CommandId, Effect, Event, Facts, MemberId, Refusal,
    command::{Action, Hold, Invite, NewKey, PasswordBy},
    decide,
    decide::{Decision, authority, credentials, mails},
    facts::Context,
    holding::Holding,
    member::Member,
    origin::Way,
};
use rollbook_store::{ActorId, Stamp, Work};
use std::collections::{HashMap, HashSet};

/// How many members one step of a bulk command takes on.
pub(crate) const STEP: usize = 500;
/// How many holders of a role or group a preview looks at one by one.
pub(crate) const EXAMINED: i64 = 200;
/// How many refusals an answer names.
const NAMED: usize = 200;
/// How often a command is begun again that another organization got in the way of.
pub(crate) const AGAIN: usize = 5;

/// Gives a command again that ended because another organization wrote about the same people at the
/// same moment: nothing is left of it, and it is judged by what stands there now.
macro_rules! unhindered {
    ($attempt:expr) => {{
        let mut left = $crate::door::AGAIN;
        loop {
            match $attempt.await {
                Err($crate::DirectoryError::Store(rollbook_store::StoreError::Collided)) if left > 0 => left -= 1,
                ended => break ended,
            }
        }
    }};
}
pub(crate) use unhindered;

/// A command that has begun: its transaction, its facts, and what it came to so far.
pub(crate) struct Run {
    pub(crate) work: Work,
    pub(crate) facts: Facts,
    pub(crate) at: Context,
    pub(crate) outcome: Outcome,
    /// What rides beside the command.
    pub(crate) beside: Beside,
    /// People of a preview's earlier tables, by address, for the tables that follow: they aren't
    /// in the store. `None` where nothing follows.
    pub(crate) unwritten: Option<HashMap<String, Member>>,
    /// Accounts whose factors were taken off or whose address changed: other organizations have news of them.
    pub(crate) opened: Vec<AccountId>,
    /// At most how many mails wait, where this command asked for some.
    waiting: Option<i64>,
}

/// Who hears how a command ended before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Hears {
    /// Whoever may give commands.
    Administrators,
    /// Whoever gave it and lost the right since: whether it was done, and nothing that names anybody.
    Giver,
}

/// A command's beginning.
pub(crate) enum Begun {
    /// It was carried out before; this is how it ended.
    Already(Box<Outcome>),
    /// It begins now.
    Now(Box<Run>),
}

impl Desk {
    /// Begins a command, once.
    pub(crate) async fn begin(&self, command: CommandId, preview: bool) -> Result<Begun, DirectoryError> {
        // A run is large: on the heap, it weighs on nobody who waits for it.
        let mut run = Box::pin(self.enter(command, preview)).await?;
        Ok(match run.ended_before(Hears::Administrators).await? {
            Some(outcome) => Begun::Already(Box::new(outcome)),
            None => Begun::Now(run),
        })
    }

    /// A command’s transaction and its facts, whether or not it ended before.
    pub(crate) async fn enter(&self, command: CommandId, preview: bool) -> Result<Box<Run>, DirectoryError> {
        self.may_change()?;
        let directory = self.directory();
        let mut work = directory.store().work(self.organization()).await?;
        // What is due by now has begun or ended before anything is judged (B13).
        if !directory.inner.replica {
            Box::pin(directory.settle_in(&mut work)).await?;
        }
        work.come_from(self.origin())?;
        let mut facts = work.facts(self.actor()).await?;
        facts.at_file = self.origin().is_some_and(|origin| origin.way == Way::File);
        let at = Context { now: directory.now(), command };
        Ok(Box::new(Run::new(work, facts, at, preview)))
    }

    /// One command through the door.
    pub(crate) async fn one(
        &self,
        id: CommandId,
        preview: bool,
        command: Command,
        tags: Vec<Tag>,
    ) -> Result<Outcome, DirectoryError> {
        unhindered!(self.try_one(id, preview, &command, tags.clone()))
    }

    async fn try_one(
        &self,
        id: CommandId,
        preview: bool,
        command: &Command,
        tags: Vec<Tag>,
    ) -> Result<Outcome, DirectoryError> {
        let mut run = match self.begin(id, preview).await? {
            Begun::Already(outcome) => return Ok(*outcome),
            Begun::Now(run) => run,
        };
        run.know(command).await?;
        let decision = run.step(self, command).await?;
        if let Some(refusal) = only_refusal(&decision).filter(|_| !preview) {
            return Err(refusal.clone().into());
        }
        self.finish(*run, tags).await
    }

    /// One command for many members, a part at a time, all in one transaction. `part` makes the command
    /// for some of them.
    pub(crate) async fn many(
        &self,
        (id, preview): (CommandId, bool),
        (target, mode): (&Target, Mode),
        part: impl Fn(Vec<MemberId>) -> Command + Send + Sync,
        task: &Task,
    ) -> Result<Outcome, DirectoryError> {
        unhindered!(self.try_many((id, preview), (target, mode), &part, task))
    }

    async fn try_many(
        &self,
        (id, preview): (CommandId, bool),
        (target, mode): (&Target, Mode),
        part: &(impl Fn(Vec<MemberId>) -> Command + Send + Sync),
        task: &Task,
    ) -> Result<Outcome, DirectoryError> {
        let mut run = match self.begin(id, preview).await? {
            Begun::Already(outcome) => return Ok(*outcome),
            Begun::Now(run) => run,
        };
        let mut parts = self.parts(target);
        let total = self.how_many(&mut run.work, target).await?;
        let mut seen = 0;
        while let Some(members) = parts.next(&mut run.work).await? {
            if task.is_cancelled() {
                run.work.roll_back().await?;
                return Err(DirectoryError::Cancelled);
            }
            run.forget_people();
            seen += members.len() as u64;
            let command = part(members);
            run.know(&command).await?;
            let decision = run.step(self, &command).await?;
            if let (Mode::AllOrNone, Some((_, refusal))) = (mode, decision.refused.first()) {
                return Err(refusal.clone().into());
            }
            task.tell(seen, total);
        }
        self.finish(*run, every_tag()).await
    }

    /// Takes a role, a group, a portal or a team from everybody and deletes it, in one transaction (R20).
    pub(crate) async fn delete_held(
        &self,
        (id, preview): (CommandId, bool),
        what: Holding,
        task: &Task,
    ) -> Result<Outcome, DirectoryError> {
        unhindered!(self.try_delete_held((id, preview), &what, task))
    }

    async fn try_delete_held(
        &self,
        (id, preview): (CommandId, bool),
        what: &Holding,
        task: &Task,
    ) -> Result<Outcome, DirectoryError> {
        let delete = match what {
            Holding::Role(role) => Command::DeleteRole(*role),
            Holding::Group(group) => Command::DeleteGroup(*group),
            Holding::Portal(portal) => Command::RemovePortal(*portal),
            Holding::Team(team) => Command::RemoveTeam(*team),
            _ => {
                let words = "Only roles, groups, portals and teams are deleted.";
                return Err(Refusal::new(Code::Invalid, words, "").into());
            }
        };
        let mut run = match self.begin(id, preview).await? {
            Begun::Already(outcome) => return Ok(*outcome),
            Begun::Now(run) => run,
        };
        // Judged even where nobody holds it, and before anything is taken from anybody.
        run.step(self, &Command::Vacate { what: what.clone(), members: Vec::new() }).await?;
        let (mut after, mut seen) = (None, 0);
        loop {
            let take = i64::try_from(STEP).unwrap_or(i64::MAX);
            let members = run.work.holders(what, after, take).await?;
            let Some(last) = members.last() else { break };
            if task.is_cancelled() {
                run.work.roll_back().await?;
                return Err(DirectoryError::Cancelled);
            }
            after = Some(*last);
            seen += members.len() as u64;
            run.forget_people();
            run.work.know(&mut run.facts, &members).await?;
            run.step(self, &Command::Vacate { what: what.clone(), members }).await?;
            task.tell(seen, seen);
        }
        run.work.know_sizes(&mut run.facts).await?;
        run.step(self, &delete).await?;
        self.finish(*run, every_tag()).await
    }

    /// Keeps the outcome and commits, or rolls a preview back.
    pub(crate) async fn finish(&self, mut run: Run, tags: Vec<Tag>) -> Result<Outcome, DirectoryError> {
        if run.outcome.preview {
            run.work.roll_back().await?;
            return Ok(run.outcome);
        }
        run.keep_outcome().await?;
        let outcome = run.outcome.clone();
        Box::pin(self.close(run, tags)).await?;
        Ok(outcome)
    }

    /// Commits what was kept, and tells of it.
    pub(crate) async fn close(&self, run: Run, tags: Vec<Tag>) -> Result<(), DirectoryError> {
        let Run { mut work, opened, .. } = run;
        work.announce(&crate::hear::words(&tags));
        work.commit().await?;
        self.directory().inner.mail_waits.notify_one();
        self.directory().tell(self.organization(), tags);
        for account in opened {
            Box::pin(self.directory().spread(account)).await;
        }
        Ok(())
    }
}

impl Run {
    /// A command that nothing came of yet.
    pub(crate) fn new(work: Work, facts: Facts, at: Context, preview: bool) -> Self {
        let outcome = Outcome { preview, ..Outcome::nothing(at.command) };
        Self { work, facts, at, outcome, beside: Beside::default(), unwritten: None, opened: Vec::new(), waiting: None }
    }

    /// How the command ended before, where it did.
    pub(crate) async fn ended_before(&mut self, hears: Hears) -> Result<Option<Outcome>, DirectoryError> {
        let Some(before) = self.work.outcome_of(self.at.command).await? else { return Ok(None) };
        // An answer names people: who may give no command may hear none of its answers (C27, C32).
        let may = authority::administrator(&self.facts).map(drop);
        let mut outcome: Outcome =
            serde_json::from_str(&before).map_err(|error| rollbook_store::StoreError::Corrupt(error.to_string()))?;
        match (may, hears) {
            (Ok(()), _) => {}
            (Err(refusal), Hears::Administrators) => return Err(refusal.into()),
            (Err(_), Hears::Giver) => outcome.refusals.clear(),
        }
        Ok(Some(outcome))
    }

    /// Keeps what the command came to.
    pub(crate) async fn keep_outcome(&mut self) -> Result<(), DirectoryError> {
        let kept = serde_json::to_string(&self.outcome)
            .map_err(|error| rollbook_store::StoreError::Corrupt(error.to_string()))?;
        Ok(self.work.keep_outcome(self.at.command, self.at.now.0, &kept).await?)
    }

    /// Another command in the same unit, with nothing of the one before but what is written.
    pub(crate) fn turn_to(&mut self, command: CommandId) {
        self.forget_people();
        self.at.command = command;
        self.outcome = Outcome::nothing(command);
        self.beside = Beside::default();
    }

    /// Loads what the judgement of a command needs.
    pub(crate) async fn know(&mut self, command: &Command) -> Result<(), DirectoryError> {
        // What each command needs differs much in size: on the heap, the largest weighs on nobody.
        Box::pin(self.know_of(command)).await
    }

    async fn know_of(&mut self, command: &Command) -> Result<(), DirectoryError> {
        let Self { work, facts, at, .. } = self;
        match command {
            Command::Invite(Invite { email, .. }) | Command::AskInvitation { email, .. } => {
                work.know_addresses(facts, &address(email)).await?;
            }
            Command::Edit(edit) => {
                work.know(facts, &[edit.member]).await?;
                work.know_changes(facts, edit.member, edit.seen).await?;
                if let Some(email) = &edit.email {
                    work.know_shared(facts, &[edit.member]).await?;
                    work.know_addresses(facts, &address(email)).await?;
                }
            }
            Command::Accept { member, inviter, .. } => know_acceptance(work, facts, *member, *inviter).await?,
            Command::EditProfile(profile) => {
                work.know(facts, &[profile.member]).await?;
                work.know_changes(facts, profile.member, profile.seen).await?;
            }
            Command::SetFirstPassword { .. }
            | Command::ChangePassword { .. }
            | Command::RedeemTicket { .. }
            | Command::SetTemporaryPassword { .. } => know_password(work, facts, command).await?,
            Command::AskAddress { .. } | Command::ChangeAddress { .. } => {
                crate::own_address::know(work, facts, command).await?;
            }
            Command::Act { action, members } => {
                work.know(facts, members).await?;
                if credentials::touches(*action) {
                    work.know_shared(facts, members).await?;
                }
            }
            Command::SignIn { member, .. }
            | Command::SetPhoto { member, .. }
            | Command::SetNavigation { member, .. }
            | Command::Recover { member }
            | Command::LetIn { member, .. }
            | Command::EndSession { member, .. }
            | Command::AskSignInAs { member, .. }
            | Command::SignInAs { member, .. }
            | Command::NoteTicket { member, .. }
            | Command::NoteFactor { member, .. }
            | Command::NoteRefusedSignIn { member, .. }
            | Command::NoteAddress { member, .. }
            | Command::RecoverFactors { member } => {
                work.know(facts, &[*member]).await?;
            }
            Command::Hold(Hold { members, seen, .. }) => {
                work.know(facts, members).await?;
                if let ([member], Some(_)) = (members.as_slice(), seen) {
                    work.know_changes(facts, *member, *seen).await?;
                }
            }
            Command::Vacate { members, .. } => work.know(facts, members).await?,
            Command::AddKey(NewKey { member, .. })
            | Command::RevokeKey { member, .. }
            | Command::Lock { member, .. } => {
                work.know(facts, &[*member]).await?;
                work.know_keys(facts, *member).await?;
            }
            Command::SetPeriod { member, seen, .. } => {
                work.know(facts, &[*member]).await?;
                work.know_changes(facts, *member, *seen).await?;
            }
            Command::DeleteRole(_) | Command::DeleteGroup(_) | Command::RemovePortal(_) | Command::RemoveTeam(_) => {
                work.know_sizes(facts).await?;
            }
            Command::RetryMails(mails) => work.know_mails(facts, mails, at.now).await?,
            Command::SetWording(_) => work.know_wordings(facts).await?,
            Command::SetDetails { .. } | Command::SetPlan(_) | Command::SetSeats { .. } | Command::Order { .. } => {
                crate::company::know(work, facts, command).await?;
            }
            Command::ImportPeople { rows, .. } => {
                let keys: Vec<String> = rows.iter().flat_map(|row| address(&row.email)).collect();
                work.know_addresses(facts, &keys).await?;
                for member in self.unwritten.iter().flat_map(|people| keys.iter().filter_map(|key| people.get(key))) {
                    facts.know(member.clone());
                }
            }
            Command::SetPolicy { .. } => crate::credentials::know(work, facts, command).await?,
            Command::Undo(past) => {
                work.know_past(facts, *past).await?;
                crate::credentials::know(work, facts, command).await?;
                crate::company::know(work, facts, command).await?;
            }
            // The others need no more than everything that is loaded anyway.
            _ => {}
        }
        Ok(())
    }

    /// Decides one command (or one part of one) and carries it out.
    pub(crate) async fn step(&mut self, desk: &Desk, command: &Command) -> Result<Decision, DirectoryError> {
        Box::pin(self.step_of(desk, command)).await
    }

    async fn step_of(&mut self, desk: &Desk, command: &Command) -> Result<Decision, DirectoryError> {
        let directory = desk.directory();
        let mut ids = directory.inner.entropy.ids(self.at.now);
        if let Command::Act { action: Action::ResetFactor, members } = command {
            directory.know_reach(&mut self.facts, members).await?;
        }
        let decision = decide(&self.facts, self.at, command, &mut ids)?;
        if self.outcome.preview && matches!(command, Command::ImportPeople { .. } | Command::ImportGroups(_)) {
            // A table's preview can be as long as its import: what it would do is decided, not done.
            let before = self.facts.clone();
            decision.events.iter().for_each(|event| self.facts.apply(event));
            if let Some(people) = &mut self.unwritten {
                let about = decision.events.iter().filter_map(Event::member);
                let changed = about.filter_map(|id| self.facts.members.get(&id));
                people.extend(changed.map(|member| (member.email.key(), member.clone())));
            }
            self.weigh_table(before, &decision).await?;
            self.outbox_has_room(&decision, false).await?;
            self.tell(&decision);
            return Ok(decision);
        }
        let stamp = Stamp { at: self.at.now, command: self.at.command, actor: acting(desk.actor()) };
        let mut salt = || directory.inner.entropy.salt();
        let before = self.outcome.preview.then(|| self.facts.clone());
        self.work.apply(stamp, &decision.events, &mut salt).await?;
        decision.events.iter().for_each(|event| self.facts.apply(event));
        if let Some(before) = before {
            self.weigh(before, &decision).await?;
        }
        self.opened.extend(decision.effects.iter().filter_map(|effect| match effect {
            Effect::ResetFactors { account, .. } | Effect::SpreadAddress { account } => Some(*account),
            _ => None,
        }));
        let Self { work, facts, beside, at, .. } = self;
        if !directory.inner.replica {
            effects::carry_out(directory, work, facts, &decision.effects, beside, at.now).await?;
            self.outbox_has_room(&decision, true).await?;
        }
        self.tell(&decision);
        Ok(decision)
    }

    /// Refuses what asks for more mails than may wait. What people are told for their safety is sent whatever waits: it
    /// is one mail for something that somebody did already.
    async fn outbox_has_room(&mut self, decision: &Decision, written: bool) -> Result<(), DirectoryError> {
        let asked = decision.effects.iter().filter(|effect| effect.is_asked_for_mail()).count();
        if asked == 0 {
            return Ok(());
        }
        let most = i64::from(self.facts.organization.policy.waiting_mails);
        let asked = i64::try_from(asked).unwrap_or(i64::MAX);
        // Counted anew only where it matters: links that are sent again take the place of those that waited.
        let waiting = match self.waiting.map(|before| before.saturating_add(asked)) {
            Some(at_most) if at_most <= most || !written => at_most,
            _ if written => self.work.waiting_mails().await?,
            _ => self.work.waiting_mails().await?.saturating_add(asked),
        };
        self.waiting = Some(waiting);
        Ok(mails::has_room(&self.facts, waiting)?)
    }

    /// Adds a decision to the outcome.
    fn tell(&mut self, decision: &Decision) {
        let outcome = &mut self.outcome;
        outcome.member = decision.member.or(outcome.member);
        outcome.role = decision.role.or(outcome.role);
        outcome.group = decision.group.or(outcome.group);
        outcome.undoable |= decision.events.iter().any(Event::is_undoable);
        let mut about: Vec<MemberId> = decision.events.iter().filter_map(Event::member).collect();
        about.sort_unstable();
        about.dedup();
        outcome.done += about.len() as u64;
        outcome.refused += (decision.refused.len() + decision.kept.len()) as u64;
        let kept = decision.kept.iter().map(|refusal| RefusedFor {
            member: None,
            name: String::new(),
            refusal: refusal.clone(),
        });
        outcome.refusals.extend(kept.take(NAMED.saturating_sub(outcome.refusals.len())));
        for (member, refusal) in &decision.refused {
            if outcome.refusals.len() >= NAMED {
                break;
            }
            let name = self.facts.members.get(member).map_or_else(String::new, Member::name);
            outcome.refusals.push(RefusedFor { member: Some(*member), name, refusal: refusal.clone() });
        }
    }

    /// Lets go of people, so that a command over everybody holds a part at a time.
    pub(crate) fn forget_people(&mut self) {
        self.facts.members.clear();
        self.facts.by_email.clear();
        self.facts.accounts.clear();
    }
}

/// The refusal, where it is all that came of a command: it is the answer then. Of a command for many
/// (an undo, several mails), the rest is done.
fn only_refusal(decision: &Decision) -> Option<&Refusal> {
    match (decision.refused.as_slice(), decision.kept.as_slice()) {
        ([(_, refusal)], _) | ([], [refusal]) if decision.events.is_empty() => Some(refusal),
        _ => None,
    }
}

/// The member that stands in the log as acting.
const fn acting(actor: ActorId) -> Option<MemberId> {
    match actor {
        ActorId::Member(member) | ActorId::Invited(member) => Some(member),
        ActorId::System => None,
    }
}

/// Whoever gets a password, who lets them choose it, and where else the account is known.
async fn know_password(work: &mut Work, facts: &mut Facts, command: &Command) -> Result<(), DirectoryError> {
    let (member, by) = match command {
        Command::SetFirstPassword { member, sender } => {
            let both: Vec<MemberId> = [Some(*member), *sender].into_iter().flatten().collect();
            return Ok(work.know(facts, &both).await?);
        }
        Command::ChangePassword { member, by: PasswordBy::Link { sender } } => (*member, *sender),
        Command::RedeemTicket { member, by, .. } => (*member, Some(*by)),
        Command::ChangePassword { member, .. } | Command::SetTemporaryPassword { member } => (*member, None),
        _ => return Ok(()),
    };
    let both: Vec<MemberId> = [Some(member), by].into_iter().flatten().collect();
    work.know(facts, &both).await?;
    Ok(work.know_shared(facts, &[member]).await?)
}

/// Whoever is asked at an acceptance: the person, who sent it, and who gave each thing (R6).
async fn know_acceptance(
    work: &mut Work,
    facts: &mut Facts,
    member: MemberId,
    inviter: Option<MemberId>,
) -> Result<(), DirectoryError> {
    work.know(facts, &[member]).await?;
    work.know_givers(facts, member).await?;
    let added_by = facts.members.get(&member).and_then(|member| member.added_by);
    let givers = facts.givers.values().filter_map(|giver| giver.by).chain(inviter).chain(added_by);
    let unknown: HashSet<MemberId> = givers.filter(|id| *id != member).collect();
    Ok(work.know(facts, &unknown.into_iter().collect::<Vec<_>>()).await?)
}

/// The key of an address as somebody typed it; none where it isn't one (the rules say so later).
fn address(raw: &str) -> Vec<String> {
    rollbook_domain::Email::parse(raw).map(|email| email.key()).into_iter().collect()
}

/// The members of a target, a part at a time.
pub(crate) enum Parts {
    /// Named ones.
    Ids(std::vec::IntoIter<MemberId>),
    /// Everything that matches, after the member with this number.
    Matching { filter: Box<rollbook_store::ListFilter>, except: HashSet<MemberId>, after: Option<i64> },
}

impl Parts {
    async fn next(&mut self, work: &mut Work) -> Result<Option<Vec<MemberId>>, DirectoryError> {
        match self {
            Self::Ids(ids) => {
                let part: Vec<MemberId> = ids.take(STEP).collect();
                Ok((!part.is_empty()).then_some(part))
            }
            Self::Matching { filter, except, after } => loop {
                let take = u32::try_from(STEP).unwrap_or(u32::MAX);
                let found = work.member_ids(filter, *after, take).await?;
                let Some((last, _)) = found.last() else { return Ok(None) };
                *after = Some(*last);
                let part: Vec<MemberId> =
                    found.into_iter().map(|(_, id)| id).filter(|id| !except.contains(id)).collect();
                if !part.is_empty() {
                    return Ok(Some(part));
                }
            },
        }
    }
}

impl Desk {
    pub(crate) fn parts(&self, target: &Target) -> Parts {
        match target {
            Target::Ids { ids } => {
                let mut once = ids.clone();
                let mut seen = std::collections::HashSet::new();
                once.retain(|id| seen.insert(*id));
                Parts::Ids(once.into_iter())
            }
            Target::Matching { filter, except } => Parts::Matching {
                filter: Box::new(self.list_filter(filter)),
                except: except.iter().copied().collect(),
                after: None,
            },
        }
    }

    async fn how_many(&self, work: &mut Work, target: &Target) -> Result<u64, DirectoryError> {
        Ok(match target {
            Target::Ids { ids } => ids.len() as u64,
            Target::Matching { filter, .. } => work.member_count(&self.list_filter(filter)).await?.all,
        })
    }
}

/// What a screen may be told of a rule's words when nothing else fits.
pub(crate) fn not_here() -> Refusal {
    Refusal::new(Code::NotFound, "This person isn’t in this organization.", "Refresh the list.")
}
