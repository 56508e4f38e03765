//! API keys at the desk (R9): made, shown once, listed, revoked.

use crate::{
    Desk, DirectoryError,
    contract::{AddKey, KeyMade, KeyView, Outcome, RevokeKey, Shown, Tag},
    door::{Begun, unhindered},
};
use rollbook_credentials::KeyToken;
use rollbook_domain::{
    Command, Facts, Refusal, Timestamp,
    command::NewKey,
    decide::keys,
    member::{Kind, Member},
};
use rollbook_store::KeyRecord;

impl Desk {
    /// Makes a key. The answer holds the key itself, this once: the same command asked again says that it was
    /// made, without it.
    pub async fn add_key(&self, ask: &AddKey) -> Result<KeyMade, DirectoryError> {
        unhindered!(self.try_add_key(ask))
    }

    async fn try_add_key(&self, ask: &AddKey) -> Result<KeyMade, DirectoryError> {
        let mut run = match self.begin(ask.command, false).await? {
            Begun::Already(outcome) => return Ok(KeyMade { outcome: *outcome, key: None }),
            Begun::Now(run) => run,
        };
        let (key, hash) = self.directory().inner.entropy.with(KeyToken::mint);
        run.beside.key = Some(*hash.as_bytes());
        let command = Command::AddKey(NewKey {
            member: ask.member,
            name: ask.name.clone(),
            scope: ask.scope.clone(),
            expires: ask.expires,
        });
        run.know(&command).await?;
        run.step(self, &command).await?;
        let outcome = self.finish(*run, vec![Tag::Users]).await?;
        Ok(KeyMade { outcome, key: Some(Shown::new(key)) })
    }

    /// Has a key work no more.
    pub async fn revoke_key(&self, ask: &RevokeKey) -> Result<Outcome, DirectoryError> {
        let command = Command::RevokeKey { member: ask.member, key: ask.key };
        self.one(ask.command, false, command, vec![Tag::Users]).await
    }

    /// The keys of somebody's page, newest first; and why none can be made, where none can.
    pub(crate) async fn keys_of(
        &self,
        facts: &Facts,
        member: &Member,
    ) -> Result<(Vec<KeyView>, Option<Refusal>), DirectoryError> {
        if member.kind != Kind::Api {
            return Ok((Vec::new(), None));
        }
        let found = self.directory().store().keys(self.organization(), member.id).await?;
        let now = self.directory().now();
        let views = found.into_iter().map(|record| view(record, now)).collect();
        Ok((views, keys::may_change(facts, member).err()))
    }
}

fn view(record: KeyRecord, now: Timestamp) -> KeyView {
    KeyView {
        works: record.revoked.is_none() && !record.key.is_over(now),
        id: record.key.id,
        name: record.key.name,
        scope: record.key.scope,
        expires: record.key.expires,
        made: record.made,
        by: record.by,
        used: record.used,
        revoked: record.revoked,
    }
}
