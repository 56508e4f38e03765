//! What happened in the sample until now: every step is judged like anybody's command, so that the
//! sample holds nothing that the rules refuse.

use super::{
    book::Book,
    commands::Names,
    plan::{By, Step, What, steps},
    torn,
};
use crate::DirectoryError;
use rollbook_domain::{
    Command, CommandId, Event, Facts, IdSource, MemberId, Timestamp, decide,
    facts::{Actor, Context, Due, DueWhat},
};

/// One event in its time.
pub(super) struct Past {
    /// When.
    pub(super) at: Timestamp,
    /// Who acted; `None` for Rollbook itself.
    pub(super) actor: Option<MemberId>,
    /// What happened.
    pub(super) event: Event,
}

/// Everything but the invitations that are still open, oldest first; and the facts that it leads to.
/// `facts` are those after the founding.
pub(super) fn tell(
    book: &Book,
    facts: Facts,
    now: Timestamp,
    ids: &mut dyn IdSource,
) -> Result<(Vec<Past>, Facts), DirectoryError> {
    let mut teller = Teller { book, facts, now, all: Vec::new() };
    for step in steps(book, now) {
        teller.carry_out(&step, ids)?;
    }
    Ok((teller.all, teller.facts))
}

struct Teller<'a> {
    book: &'a Book,
    facts: Facts,
    now: Timestamp,
    all: Vec<Past>,
}

impl Teller<'_> {
    fn carry_out(&mut self, step: &Step<'_>, ids: &mut dyn IdSource) -> Result<(), DirectoryError> {
        let names = Names { facts: &self.facts, now: self.now };
        let actor = match step.by {
            By::Member(email) => Actor::Member(Box::new(names.known(email)?.clone())),
            By::Invited(email) => Actor::Invited(names.member(email)?),
            By::Rollbook => Actor::System,
        };
        let commands = names.commands(&step.what, self.book)?;
        self.facts.due = match &step.what {
            What::End(email, what) => {
                vec![Due { member: names.member(email)?, what: DueWhat::Ends(names.holding(what)?) }]
            }
            _ => Vec::new(),
        };
        self.facts.actor = actor;
        for command in commands {
            self.judge(step.at, &command, ids)?;
        }
        Ok(())
    }

    fn judge(&mut self, at: Timestamp, command: &Command, ids: &mut dyn IdSource) -> Result<(), DirectoryError> {
        let context = Context { now: at, command: CommandId::new(ids) };
        let decision = decide(&self.facts, context, command, ids).map_err(|refusal| refused(command, &refusal))?;
        let rows = decision.rows.iter().filter_map(|row| match row {
            decide::RowOutcome::Refused(refusal) => Some(refusal),
            _ => None,
        });
        let mut refusals = decision.refused.iter().map(|(_, refusal)| refusal).chain(rows).chain(&decision.kept);
        if let Some(refusal) = refusals.next() {
            return Err(refused(command, refusal));
        }
        let actor = self.facts.actor.id();
        for event in decision.events {
            self.facts.apply(&event);
            self.all.push(Past { at, actor, event });
        }
        Ok(())
    }
}

fn refused(command: &Command, refusal: &rollbook_domain::Refusal) -> DirectoryError {
    torn(format!("{} {command:?}", refusal.message))
}
