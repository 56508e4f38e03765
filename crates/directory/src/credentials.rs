//! What administrators do to other people’s passwords and sessions (R14, R24, B11), and the policy
//! that they follow.

use crate::{
    Desk, DirectoryError,
    contract::{
        EmergencyChoice, EndSession, LockUser, Outcome, PolicyView, SetPolicy, SetTemporaryPassword, Tag, UserSession,
    },
    desk::every_tag,
    door::{Begun, not_here, unhindered},
};
use rollbook_domain::{
    Command, Event, Facts, MemberId,
    decide::{authority, credentials, policy},
    holding::Holding,
    member::{Status, Tab, Tier, display_name},
};
use rollbook_store::{ListFilter, Order, PageAt, SessionRecord, SortBy, StoreError, Work};

/// How many of the newest sessions a list shows.
const SHOWN: u32 = 50;
/// How many Super Admins a choice names; no plan has more administrators.
const CHOICES: u16 = 50;

/// Loads who a policy, or one that comes back, would have as the emergency account (C17).
pub(crate) async fn know(work: &mut Work, facts: &mut Facts, command: &Command) -> Result<(), StoreError> {
    let named: Vec<MemberId> = match command {
        Command::SetPolicy { policy, .. } => policy.emergency.into_iter().collect(),
        _ => facts.past.iter().filter_map(emergency_before).collect(),
    };
    work.know(facts, &named).await
}

fn emergency_before(event: &Event) -> Option<MemberId> {
    match event {
        Event::PolicyChanged { before, .. } => before.emergency,
        _ => None,
    }
}

impl Desk {
    /// Sets somebody’s password, to be changed at the next sign-in (R24). It is judged by the same
    /// rules as one that they choose (R23).
    pub async fn set_temporary_password(&self, ask: &SetTemporaryPassword) -> Result<Outcome, DirectoryError> {
        let directory = self.directory();
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        let members = directory.store().members(self.organization(), &[ask.member]).await?;
        let member = members.into_iter().next().ok_or_else(not_here)?;
        // Judged before the work of a hash is spent, and once more where it counts.
        credentials::touch(&facts, &member)?;
        let chooser = directory.chooser(&member, &facts.organization.name).await?;
        let hash = directory.hash_password(&ask.password, chooser).await?;
        unhindered!(self.store_temporary(ask, &hash))
    }

    async fn store_temporary(&self, ask: &SetTemporaryPassword, hash: &str) -> Result<Outcome, DirectoryError> {
        let mut run = match self.begin(ask.command, false).await? {
            Begun::Already(outcome) => return Ok(*outcome),
            Begun::Now(run) => run,
        };
        run.beside.password = Some(hash.to_owned());
        let command = Command::SetTemporaryPassword { member: ask.member };
        run.know(&command).await?;
        run.step(self, &command).await?;
        self.finish(*run, vec![Tag::Users, Tag::Mail]).await
    }

    /// A member’s sessions in this organization, the newest first; from where somebody comes is shown
    /// to whoever could end it (C20).
    pub async fn user_sessions(&self, member: MemberId) -> Result<Vec<UserSession>, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        let store = self.directory().store();
        let found = store.members(self.organization(), &[member]).await?.into_iter().next().ok_or_else(not_here)?;
        authority::touch(&facts, &found)?;
        let now = self.directory().now();
        let policy = &facts.organization.policy;
        let records = store.member_sessions(self.organization(), member, SHOWN).await?;
        let others: Vec<MemberId> = records.iter().filter_map(|record| record.by).collect();
        let names = store.names(self.organization(), &others).await?;
        let view = |record: &SessionRecord| UserSession {
            id: record.id,
            kind: record.kind,
            address: record.address.clone(),
            device: record.device.clone(),
            begun: record.times.begun,
            used: record.times.used,
            open: record.ended.is_none() && record.times.count(Some(policy), now),
            ended: record.ended.map(|(_, why)| why),
            by: record.by.and_then(|by| names.get(&by).cloned()),
        };
        Ok(records.iter().map(view).collect())
    }

    /// Ends one session of a member.
    pub async fn end_user_session(&self, ask: &EndSession) -> Result<Outcome, DirectoryError> {
        let command = Command::EndSession { member: ask.member, session: ask.session };
        self.one(ask.command, false, command, vec![Tag::Users]).await
    }

    /// Shuts somebody out at once (B11).
    pub async fn lock_user(&self, ask: &LockUser) -> Result<Outcome, DirectoryError> {
        let command = Command::Lock { member: ask.member, reason: ask.reason.clone() };
        self.one(ask.command, ask.preview.unwrap_or(false), command, every_tag()).await
    }

    /// The organization’s policy, and whether the person at the desk may set it.
    pub async fn policy(&self) -> Result<PolicyView, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        Ok(PolicyView {
            policy: (&facts.organization.policy).into(),
            administrators_without: self.without_factor(vec![Tier::Admin, Tier::Owner]).await?,
            users_without: self.without_factor(Vec::new()).await?,
            emergency_choices: self.emergency_choices(&facts).await?,
            emergency_refusal: policy::may_name_emergency(&facts).err().or_else(|| self.line()),
            refusal: policy::may_set(&facts).err().or_else(|| self.line()),
        })
    }

    /// How many active users of these tiers, of any where none is named, have no second factor.
    async fn without_factor(&self, tiers: Vec<Tier>) -> Result<u64, DirectoryError> {
        let filter = ListFilter {
            tiers,
            status: Some(Status::Active),
            without_second_factor: true,
            ..ListFilter::tab(Tab::Active)
        };
        Ok(self.directory().store().member_count(self.organization(), &filter).await?.all)
    }

    /// Who could be the emergency account, and who it is (C17).
    async fn emergency_choices(&self, facts: &Facts) -> Result<Vec<EmergencyChoice>, DirectoryError> {
        let store = self.directory().store();
        let mut choices = Vec::new();
        if let Some(role) = facts.structure.roles.values().find(|role| role.is_super_admin()) {
            let filter = ListFilter {
                tiers: vec![Tier::Admin],
                status: Some(Status::Active),
                holding: vec![Holding::Role(role.id)],
                ..ListFilter::tab(Tab::Active)
            };
            let at = PageAt { offset: 0, take: CHOICES, anchor: None, total: None };
            let by_name = Order { by: SortBy::Name, descending: false };
            let page = store.member_page(self.organization(), &filter, by_name, &at).await?;
            choices.extend(page.rows.iter().map(|row| EmergencyChoice {
                member: row.id,
                name: display_name(&row.first_name, &row.last_name, &row.email),
            }));
        }
        let now = facts.organization.policy.emergency;
        if let Some(member) = now.filter(|now| choices.iter().all(|choice| choice.member != *now)) {
            let names = store.names(self.organization(), &[member]).await?;
            let name = names.get(&member).cloned().unwrap_or_else(|| "Somebody who is gone".to_owned());
            choices.push(EmergencyChoice { member, name });
        }
        Ok(choices)
    }

    /// Sets the policy, whole, as the screen changed it.
    pub async fn set_policy(&self, ask: &SetPolicy) -> Result<Outcome, DirectoryError> {
        let facts = self.facts().await?;
        let now = &facts.organization.policy;
        let command = Command::SetPolicy { seen: Box::new(ask.seen.onto(now)), policy: Box::new(ask.policy.onto(now)) };
        self.one(ask.command, false, command, vec![Tag::Organization]).await
    }
}
