//! A person’s own sessions: from where and with what, and ending them.

use super::Seated;
use crate::{DirectoryError, door::not_here};
use rollbook_domain::{
    Code, MemberId, OrganizationId, Refusal, SessionId, Timestamp,
    session::{Ended, SessionKind},
};
use rollbook_store::{SessionRecord, Store};
use std::collections::HashMap;

/// How many of the newest sessions a list shows.
const SHOWN: u32 = 50;

/// A session as its person sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionView {
    /// Its id.
    pub id: SessionId,
    /// Where it is used.
    pub kind: SessionKind,
    /// The name of the organization that it is in.
    pub organization: String,
    /// From where it was used last.
    pub address: String,
    /// With what, as the browser or program calls itself.
    pub device: String,
    /// When it began.
    pub begun: Timestamp,
    /// When it was used last, to the minute.
    pub used: Timestamp,
    /// Whether it still counts.
    pub open: bool,
    /// Why it was ended before its time.
    pub ended: Option<Ended>,
    /// Whether it is the one that asks.
    pub current: bool,
    /// Who it was that signed in as this person (R29, C48).
    pub by: Option<String>,
}

impl Seated {
    /// The person’s own sessions in every organization, and those of others in their name: the newest
    /// first.
    pub async fn sessions(&self) -> Result<Vec<SessionView>, DirectoryError> {
        self.is_themselves()?;
        let store = self.directory.store();
        let records = store.account_sessions(self.account, SHOWN).await?;
        let policies: HashMap<_, _> =
            store.openings(self.account).await?.into_iter().map(|o| (o.organization, (o.name, o.policy))).collect();
        let now = self.directory.now();
        let mut views = Vec::with_capacity(records.len());
        for record in &records {
            let organization = record.seat.map(|(organization, _)| organization);
            let known = organization.and_then(|id| policies.get(&id));
            views.push(SessionView {
                open: record.ended.is_none() && record.times.count(known.map(|(_, policy)| policy), now),
                organization: known.map_or_else(String::new, |(name, _)| name.clone()),
                by: name_of(store, organization, record.by).await?,
                ..view(record, self.session)
            });
        }
        Ok(views)
    }

    /// Ends one of the person’s own sessions, or one of somebody else in their name.
    pub async fn end_session(&self, session: SessionId) -> Result<(), DirectoryError> {
        self.is_themselves()?;
        let store = self.directory.store();
        let own = store.account_sessions(self.account, u32::MAX).await?;
        if !own.iter().any(|record| record.id == session) {
            return Err(not_here().into());
        }
        store.end_session(session, Ended::ByPerson, self.directory.now()).await?;
        Ok(())
    }

    /// Ends all of the person’s sessions but this one; says how many.
    pub async fn end_other_sessions(&self) -> Result<u64, DirectoryError> {
        self.is_themselves()?;
        let (store, now) = (self.directory.store(), self.directory.now());
        Ok(store.end_account_sessions(self.account, Some(self.session), Ended::ByPerson, now).await?)
    }

    /// R29: who looks as another user touches neither that person’s sessions nor their credentials.
    pub(crate) fn is_themselves(&self) -> Result<(), DirectoryError> {
        if self.by.is_none() {
            return Ok(());
        }
        let words = "You are here as somebody else, so you can’t change this.";
        Err(Refusal::new(Code::NotAllowed, words, "Only they can.").into())
    }
}

fn view(record: &SessionRecord, current: SessionId) -> SessionView {
    SessionView {
        id: record.id,
        kind: record.kind,
        organization: String::new(),
        address: record.address.clone(),
        device: record.device.clone(),
        begun: record.times.begun,
        used: record.times.used,
        open: false,
        ended: record.ended.map(|(_, why)| why),
        current: record.id == current,
        by: None,
    }
}

async fn name_of(
    store: &Store,
    organization: Option<OrganizationId>,
    member: Option<MemberId>,
) -> Result<Option<String>, DirectoryError> {
    let (Some(organization), Some(member)) = (organization, member) else { return Ok(None) };
    Ok(store.names(organization, &[member]).await?.remove(&member))
}
