//! Permission checks for products (B12): a key is presented, and may ask who may do what. Rights are kept in
//! memory by the mark of what they hang on, and the mark is read each time: whatever was committed before
//! the question, by whichever server, is in the answer (C30, C32).

use crate::{
    Directory, DirectoryError,
    contract::{Check, WireCode, WireError},
    figures,
    sign_in::{Slowed, seconds},
};
use rollbook_credentials::KeyToken;
use rollbook_domain::{
    Code, KeyId, MemberId, OrganizationId, Refusal, Timestamp,
    decide::{authority, keys},
    group::Permission,
    key::ApiKey,
    member::{Kind, Member, Status},
    structure::Structure,
    time::MINUTE,
};
use rollbook_store::{Mark, PresentedKey};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

/// How many members' rights are kept.
const KEPT: usize = 50_000;

/// A key that works, and whose it is.
#[derive(Clone, Debug)]
pub struct KeyHolder {
    /// The organization.
    pub organization: OrganizationId,
    /// The API member.
    pub member: MemberId,
    /// The key's id.
    pub key: KeyId,
    /// What it reaches at most.
    pub scope: Vec<Permission>,
}

/// A member with what they hold and what it is judged by, as of a mark.
type Known = (Mark, Arc<(Member, Arc<Structure>)>);

/// What checks know already.
#[derive(Debug, Default)]
pub(crate) struct Checks {
    rights: Mutex<HashMap<(OrganizationId, MemberId), Known>>,
    /// When something is due next in an organization, as of its newest event.
    due: Mutex<HashMap<OrganizationId, (i64, Option<Timestamp>)>>,
}

impl Directory {
    /// A product asks by its key (B12). Keys that don't work are slowed down by where they come from; one that works
    /// is answered whatever others try from there, as nobody guesses 256 bits.
    pub async fn check_by_key(&self, presented: &str, from: IpAddr, ask: &Check) -> Result<bool, WireError> {
        let Some(found) = self.working(presented, Some(ask.member)).await? else {
            return Err(self.wrong_key(from).await?);
        };
        let organization = found.organization;
        let of_key = self.rights_at(organization, found.member, found.mark).await?;
        let asked = &ask.permission;
        if !of_key.is_some_and(|known| keys::reaches(&known.1, &known.0, &found.key.scope, asked)) {
            figures::checked("out_of_scope");
            return Err(beyond(asked).into());
        }
        let allowed = match found.about {
            _ if ask.member == found.member => true,
            Some(mark) => self.rights_at(organization, ask.member, mark).await?.is_some_and(|known| may(&known, asked)),
            None => false,
        };
        figures::checked(if allowed { "allowed" } else { "denied" });
        Ok(allowed)
    }

    /// What somebody is told whose key doesn't work, whyever that is.
    async fn wrong_key(&self, from: IpAddr) -> Result<WireError, WireError> {
        match self.slow(&[Slowed::KeyFrom(from)]).await? {
            Ok(_) => {
                figures::checked("wrong_key");
                Ok(WireError::new(
                    WireCode::SignInFailed,
                    "This key doesn’t work.",
                    "Ask an administrator for a new one.",
                ))
            }
            Err(wait) => {
                figures::checked("slowed");
                let words = "Too many keys that don’t work came from your address.";
                let mut error = WireError::new(WireCode::Throttled, words, "Wait, then try again with another key.");
                error.retry_after = u32::try_from(seconds(wait)).ok();
                Ok(error)
            }
        }
    }

    /// The holder of a presented key; `None` for whatever isn't one that works at this moment: unknown, revoked,
    /// over, or of a member who isn't active (C32). Nothing says which.
    pub async fn key(&self, presented: &str) -> Result<Option<KeyHolder>, DirectoryError> {
        let found = self.working(presented, None).await?;
        Ok(found.map(|PresentedKey { key, organization, member, .. }| {
            let ApiKey { id: key, scope, .. } = key;
            KeyHolder { organization, member, key, scope }
        }))
    }

    /// A presented key that works, with the marks of its member and of whoever is asked about: one statement.
    async fn working(&self, presented: &str, about: Option<MemberId>) -> Result<Option<PresentedKey>, DirectoryError> {
        let Some(hash) = KeyToken::presented(presented) else { return Ok(None) };
        let store = self.store();
        let Some(mut found) = store.key(hash.as_bytes(), about).await? else { return Ok(None) };
        // What is due by now has begun or ended before anything is judged (B13).
        if self.brought_up(found.organization, found.mark.seq).await? {
            let Some(again) = store.key(hash.as_bytes(), about).await? else { return Ok(None) };
            found = again;
        }
        let now = self.now();
        let works = found.kind == Kind::Api && found.status == Status::Active && !found.key.is_over(now);
        if !works {
            return Ok(None);
        }
        if found.used.is_none_or(|used| used.plus(MINUTE) <= now) {
            store.use_key(found.key.id, now).await?;
        }
        Ok(Some(found))
    }

    /// Whether a member of the holder's organization may do this now. The holder asks about what the key itself
    /// reaches, its member's own rights counted (R9, C25); about anything else there is no answer. Nobody of
    /// whom the organization doesn't know may do anything (C31).
    pub async fn check(
        &self,
        holder: &KeyHolder,
        member: MemberId,
        permission: &Permission,
    ) -> Result<bool, DirectoryError> {
        let organization = holder.organization;
        let reaches = match self.rights(organization, holder.member).await? {
            Some(known) => keys::reaches(&known.1, &known.0, &holder.scope, permission),
            None => false,
        };
        if !reaches {
            return Err(beyond(permission).into());
        }
        if member == holder.member {
            return Ok(true);
        }
        let known = self.rights(organization, member).await?;
        Ok(known.is_some_and(|known| may(&known, permission)))
    }

    /// A member as they are now, from memory where nothing that their rights hang on has changed.
    async fn rights(
        &self,
        organization: OrganizationId,
        member: MemberId,
    ) -> Result<Option<Arc<(Member, Arc<Structure>)>>, DirectoryError> {
        let store = self.store();
        let Some(mut mark) = store.mark(organization, member).await? else { return Ok(None) };
        if self.brought_up(organization, mark.seq).await? {
            let Some(again) = store.mark(organization, member).await? else { return Ok(None) };
            mark = again;
        }
        self.rights_at(organization, member, mark).await
    }

    /// The same, where what the rights hang on was read already.
    async fn rights_at(
        &self,
        organization: OrganizationId,
        member: MemberId,
        mark: Mark,
    ) -> Result<Option<Arc<(Member, Arc<Structure>)>>, DirectoryError> {
        let store = self.store();
        let kept = || self.inner.checks.rights.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, known)) = kept().get(&(organization, member))
            && (at.version, at.structure) == (mark.version, mark.structure)
        {
            return Ok(Some(Arc::clone(known)));
        }
        // Read after the mark: it is of that moment or of a later one.
        let Some(found) = store.moment(organization).await?.member(member).await? else { return Ok(None) };
        let known = Arc::new(found);
        let mut all = kept();
        if all.len() >= KEPT {
            all.clear();
        }
        all.insert((organization, member), (mark, Arc::clone(&known)));
        Ok(Some(known))
    }

    /// Begins and ends what is due in an organization; says whether anything was. When the next thing is due is
    /// asked once for each state of the organization.
    async fn brought_up(&self, organization: OrganizationId, seq: i64) -> Result<bool, DirectoryError> {
        let kept = || self.inner.checks.due.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept().get(&organization).copied().filter(|(at, _)| *at == seq);
        let due = if let Some((_, due)) = known {
            due
        } else {
            let due = self.store().next_due(organization).await?;
            kept().insert(organization, (seq, due));
            due
        };
        if due.is_none_or(|due| due > self.now()) {
            return Ok(false);
        }
        self.settle(organization).await?;
        Ok(true)
    }
}

/// Whether a member may do something, as they are known.
fn may(known: &(Member, Arc<Structure>), permission: &Permission) -> bool {
    let (member, structure) = known;
    authority::effective_now(structure, member).has(structure, permission)
}

/// The key doesn't reach what it asks about.
fn beyond(permission: &Permission) -> Refusal {
    let words = format!("This key doesn’t reach {permission}.");
    Refusal::new(Code::NotAllowed, words, "Ask an administrator for a key with this in its scope.")
}
