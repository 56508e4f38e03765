//! The sample organization that the product carries: a shipping company to look around in.
//!
//! It is written as it would have come about: through the same founding, the same commands under the
//! same rules and the same invitations as any other organization, at moments counted back from now.

mod book;
mod commands;
mod history;
mod plan;
mod rights;

use crate::{Desk, Directory, DirectoryError, Founder, NewOrganization, contract::Tag, door::Run};
use book::{Book, Invited, Person};
use commands::Names;
use history::{Past, tell};
use plan::MINUTE;
use rollbook_credentials::Secret;
use rollbook_domain::{
    Command, CommandId, MemberId, OrganizationId,
    command::Invite,
    facts::Context,
    member::{AccessMode, Kind, Tier},
    time::DAY,
};
use rollbook_store::{ActorId, Stamp, StoreError, Work};
use uuid::Uuid;

impl Directory {
    /// Creates the sample in one transaction; returns the organization and its owner, whose
    /// password nobody knows. Refused where its name or an address of its people is taken.
    pub async fn create_sample(&self) -> Result<(OrganizationId, MemberId), DirectoryError> {
        let book = Book::read().map_err(torn)?;
        let now = self.now();
        let creator = book.owner().ok_or_else(|| torn("there is no owner"))?;
        let founded = now.plus(-creator.added * DAY);
        let founding = self.founding(&self.sample_of(&book, creator), founded).await?;
        let (organization, owner) = (founding.organization.id, founding.owner.id);
        let mut invitations: Vec<&Invited> = book.invited.iter().collect();
        invitations.sort_by_key(|invited| std::cmp::Reverse(invited.sent));

        let desk = self.desk(organization, ActorId::Member(owner));
        let mut work = self.found(&founding).await?;
        let mut facts = work.facts(desk.actor()).await?;
        facts.know(founding.owner.clone());
        let (history, facts) = tell(&book, facts, now, &mut self.inner.entropy.ids(now))?;
        let names = Names { facts: &facts, now };
        let mut rest = history.as_slice();
        for invited in invitations {
            let at = now.plus(-invited.sent * MINUTE);
            let (before, after) = rest.split_at(rest.partition_point(|past| past.at <= at));
            self.retell(&mut work, before).await?;
            rest = after;
            let context = Context { now: at, command: CommandId::new(&mut self.inner.entropy.ids(at)) };
            let invite = Invite {
                first_name: invited.first.clone(),
                last_name: invited.last.clone(),
                email: invited.email.clone(),
                tier: Tier::User,
                access: AccessMode::Custom,
                kind: Kind::Regular,
                groups: names.groups(&invited.groups)?,
                holds: names.roles(&invited.roles)?,
                contact: String::new(),
                customer: String::new(),
                language: invited.language.clone(),
                send: true,
            };
            work = invite_in(work, &desk, context, Command::Invite(invite)).await?;
        }
        self.retell(&mut work, rest).await?;
        let tags = Tag::ALL.to_vec();
        work.announce(&crate::hear::words(&tags));
        work.commit().await?;
        self.inner.mail_waits.notify_one();
        self.tell(organization, tags);
        Ok((organization, owner))
    }

    fn sample_of(&self, book: &Book, creator: &Person) -> NewOrganization {
        // Thrown away: the sample's file opens by its key. Hexadecimal digits spell no name.
        let half = || Uuid::from_bytes(self.inner.entropy.salt()).simple();
        NewOrganization {
            name: book.name.clone(),
            language: book.language.clone(),
            plan: book.plan,
            founder: Founder {
                first_name: creator.first.clone(),
                last_name: creator.last.clone(),
                email: creator.email.clone(),
                password: Secret::new(format!("{}{}", half(), half())),
            },
        }
    }

    /// Writes a part of the history; what one person did at one moment is one command.
    async fn retell(&self, work: &mut Work, history: &[Past]) -> Result<(), DirectoryError> {
        for part in history.chunk_by(|one, next| (one.at, one.actor) == (next.at, next.actor)) {
            let Some(Past { at, actor, .. }) = part.first() else { continue };
            let stamp = Stamp { at: *at, command: CommandId::new(&mut self.inner.entropy.ids(*at)), actor: *actor };
            let events: Vec<_> = part.iter().map(|past| past.event.clone()).collect();
            work.apply(stamp, &events, &mut || self.inner.entropy.salt()).await?;
        }
        Ok(())
    }
}

/// Carries out an invitation of the desk inside the unit of work that is open.
async fn invite_in(mut work: Work, desk: &Desk, at: Context, command: Command) -> Result<Work, DirectoryError> {
    let facts = work.facts(desk.actor()).await?;
    let mut run = Run::new(work, facts, at, false);
    run.know(&command).await?;
    run.step(desk, &command).await?;
    Ok(run.work)
}

/// The file doesn't hold together.
fn torn(why: impl std::fmt::Display) -> DirectoryError {
    DirectoryError::Store(StoreError::Corrupt(format!("the sample: {why}")))
}
