//! Letting somebody back in who is locked out, at the server itself (C16). The link is told to whoever asks,
//! who holds the database anyway, and to nobody else: no mail takes it anywhere.

use crate::{
    Directory, DirectoryError,
    contract::Tag,
    door::{Begun, unhindered},
    portal::Purpose,
    sign_in::email_key,
};
use rollbook_credentials::{OneTimeToken, Secret};
use rollbook_domain::{
    Command, CommandId, Event, MemberId, OrganizationId, Timestamp,
    member::Member,
    origin::{Origin, Way},
};
use rollbook_store::{ActorId, NewLink, StoreError};

/// A way back in.
#[derive(Debug)]
pub struct LetIn {
    /// The address at which a new password is chosen, once.
    pub link: Secret<String>,
    /// Until when.
    pub expires: Timestamp,
}

impl Directory {
    /// Whoever is known by an address in an organization; without one, its owner. For the command line alone.
    pub async fn named(
        &self,
        organization: OrganizationId,
        email: Option<&str>,
    ) -> Result<Option<Member>, DirectoryError> {
        let Some(email) = email else { return self.owner(organization).await.map(Some) };
        let Some(id) = self.store().member_by_email(organization, &email_key(email)).await? else { return Ok(None) };
        Ok(self.store().members(organization, &[id]).await?.pop())
    }

    /// Makes a link by which an administrator chooses a new password, and opens the organization to them
    /// where they were suspended. `by` says who does it and at which machine; it stands in the log.
    pub async fn let_in(
        &self,
        organization: OrganizationId,
        member: MemberId,
        by: &str,
    ) -> Result<LetIn, DirectoryError> {
        unhindered!(self.try_let_in(organization, member, by))
    }

    async fn try_let_in(
        &self,
        organization: OrganizationId,
        member: MemberId,
        by: &str,
    ) -> Result<LetIn, DirectoryError> {
        let desk = self.desk(organization, ActorId::System).coming_from(Origin::by(Way::Server));
        let id = CommandId::new(&mut self.inner.entropy.ids(self.now()));
        let unmade = || StoreError::Corrupt("letting in made no link".to_owned());
        let Begun::Now(mut run) = desk.begin(id, false).await? else { return Err(unmade().into()) };
        let command = Command::LetIn { member, by: by.to_owned() };
        run.know(&command).await?;
        let decision = run.step(&desk, &command).await?;
        let made = decision.events.iter().find_map(|event| match event {
            Event::LetIn { link, expires, .. } => Some((*link, *expires)),
            _ => None,
        });
        let (link, expires) = made.ok_or_else(unmade)?;
        let (token, hash) = self.inner.entropy.with(OneTimeToken::mint);
        let purpose = Purpose::Local;
        let new = NewLink {
            id: link,
            hash: *hash.as_bytes(),
            member,
            purpose: purpose.stored(),
            inviter: None,
            created_at: run.at.now,
            expires,
        };
        run.work.add_link(&new).await?;
        desk.finish(*run, vec![Tag::Users]).await?;
        let link = token.reveal(|token| format!("{}/{}/{token}", self.portal(), purpose.page()));
        Ok(LetIn { link: Secret::new(link), expires })
    }
}
