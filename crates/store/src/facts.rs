//! Loading the facts that a command's judgement needs, inside the transaction or for a list.

use crate::{
    MailState, Store, StoreError, Work,
    arg::Sql,
    factors, held, record, sql,
    structure::{self, Structures},
};
use rollbook_domain::{
    AccountId, CommandId, Event, Facts, MailId, MemberId, OrganizationId, Timestamp,
    decide::address,
    event::Field,
    facts::{Actor, KnownAccount, KnownMail, MailStanding},
    holding::Holding,
    member::{Kind, Member, Status},
    organization::{Organization, Policy},
};
use sqlx::{AnyConnection, Row};
use std::collections::{BTreeSet, HashMap, HashSet};

/// How many ids one statement names.
const CHUNK: usize = 500;

impl Work {
    /// Facts about the organization and its groups, with the actor as they are now.
    pub async fn facts(&mut self, actor: ActorId) -> Result<Facts, StoreError> {
        let organization = self.organization;
        let (structures, lasting) = (std::sync::Arc::clone(&self.structures), self.structure_seq.is_none());
        load(self.connection(), &structures, lasting, organization, actor).await
    }
    /// Adds members by id.
    pub async fn know(&mut self, facts: &mut Facts, ids: &[MemberId]) -> Result<(), StoreError> {
        let organization = self.organization;
        for member in members(self.connection(), organization, ids).await? {
            facts.know(member);
        }
        Ok(())
    }
    /// Adds members and accounts by address. An account that is found stays as it is until the end of
    /// this unit of work, whatever other organizations do; one that is made in between ends it as
    /// [`StoreError::Collided`].
    pub async fn know_addresses(&mut self, facts: &mut Facts, keys: &[String]) -> Result<(), StoreError> {
        let organization = self.organization;
        let mut found = Vec::new();
        for part in keys.chunks(CHUNK) {
            let mut statement = Sql::new(
                "SELECT id, email_key, CASE WHEN password IS NULL THEN 0 ELSE 1 END AS has_password FROM account WHERE email_key IN (",
            );
            statement.bind_all(part.iter().map(String::as_str)).push(")");
            // Its address stays; passwords may be set meanwhile.
            statement.push(self.engine.lock_address());
            for row in statement.query().fetch_all(self.connection()).await? {
                let account = KnownAccount {
                    id: record::account_id(&row, "id")?,
                    has_password: row.try_get::<i64, _>("has_password")? != 0,
                    second_factor: None,
                };
                found.push(account.id);
                facts.accounts.insert(row.try_get("email_key")?, account);
            }
        }
        // Asked once the accounts are held: whoever enrols waits until we are done, and we saw what came before.
        let factors = factors::strongest(self.connection(), &found).await?;
        for account in facts.accounts.values_mut() {
            account.second_factor = factors.get(&account.id).copied().or(account.second_factor);
        }
        let mut ids = Vec::new();
        for part in found.chunks(CHUNK) {
            let mut statement = Sql::new("SELECT id FROM member WHERE tab <> 3 AND organization = ");
            statement
                .bind(organization.to_bytes())
                .push(" AND account IN (")
                .bind_all(part.iter().map(|id| id.to_bytes()))
                .push(")");
            for row in statement.query().fetch_all(self.connection()).await? {
                ids.push(record::member_id(&row, "id")?);
            }
        }
        self.know(facts, &ids).await
    }
    /// Adds mails by id as they stand at `now`, and the members that they are about. No worker takes
    /// them before the end of this unit of work.
    pub async fn know_mails(&mut self, facts: &mut Facts, ids: &[MailId], now: Timestamp) -> Result<(), StoreError> {
        let organization = self.organization;
        let mut about = Vec::new();
        for part in ids.chunks(CHUNK) {
            let mut statement = Sql::new("SELECT id, member, state, leased_until FROM mail WHERE ");
            statement
                .of("organization", organization)
                .push(" AND id IN (")
                .bind_all(part.iter().map(|id| id.to_bytes()))
                .push(")")
                .push(self.engine.lock_mails());
            for row in statement.query().fetch_all(self.connection()).await? {
                let member = record::optional_member(&row, "member")?;
                let leased = row.try_get::<i64, _>("leased_until")? > now.0;
                let standing = match MailState::read(row.try_get("state")?)? {
                    MailState::Sent | MailState::Dropped => MailStanding::Gone,
                    _ if leased => MailStanding::Leaving,
                    MailState::Waiting | MailState::Retrying | MailState::Failed => MailStanding::Waits,
                };
                about.extend(member);
                facts.mails.insert(record::mail_id(&row, "id")?, KnownMail { member, standing });
            }
        }
        self.know(facts, &about).await
    }
    /// Adds which fields of a member changed after a version, and what they were given or lost.
    pub async fn know_changes(
        &mut self,
        facts: &mut Facts,
        member: MemberId,
        seen: Option<i64>,
    ) -> Result<(), StoreError> {
        let since = match seen {
            Some(seen) => changed_since(self.connection(), member, seen, &[]).await?,
            None => Since::default(),
        };
        since.tell(facts);
        Ok(())
    }
    /// The same since an entry of the log, without what some commands changed.
    pub async fn know_changes_but(
        &mut self,
        facts: &mut Facts,
        member: MemberId,
        seen: i64,
        but: &[CommandId],
    ) -> Result<(), StoreError> {
        changed_since(self.connection(), member, seen, but).await?.tell(facts);
        Ok(())
    }
    /// Whether something of these kinds happened to a member since an entry of the log, by other commands
    /// than some.
    pub async fn happened(
        &mut self,
        member: MemberId,
        seen: i64,
        kinds: &[&str],
        but: &[CommandId],
    ) -> Result<bool, StoreError> {
        if kinds.is_empty() {
            return Ok(false);
        }
        let mut statement = Sql::new("SELECT seq FROM event WHERE member = ");
        statement.bind(member.to_bytes()).push(" AND seq > ").bind(seen);
        statement.push(" AND kind IN (").bind_all(kinds.iter().copied()).push(")");
        without(&mut statement, but);
        statement.push(" LIMIT 1");
        Ok(statement.query().fetch_optional(self.connection()).await?.is_some())
    }
    /// Adds which members' accounts stand in another organization too, and keeps others from joining
    /// them until the end of this unit of work: an address is about to move, or a password to be set.
    pub async fn know_shared(&mut self, facts: &mut Facts, members: &[MemberId]) -> Result<(), StoreError> {
        let organization = self.organization;
        for part in members.chunks(CHUNK) {
            let mut accounts = Sql::new("SELECT id FROM account WHERE id IN (SELECT account FROM member WHERE ");
            accounts.of("organization", organization).push(" AND id IN (");
            accounts.bind_all(part.iter().map(|id| id.to_bytes())).push(")) ORDER BY id");
            accounts.push(self.engine.lock_account());
            accounts.query().fetch_all(self.connection()).await?;
            let mut shared = Sql::new(
                "SELECT DISTINCT m.id FROM member m JOIN member o ON o.account = m.account AND o.id <> m.id WHERE ",
            );
            shared.of("m.organization", organization).push(" AND m.id IN (");
            shared.bind_all(part.iter().map(|id| id.to_bytes())).push(")");
            for row in shared.query().fetch_all(self.connection()).await? {
                facts.shared.insert(record::member_id(&row, "id")?);
            }
        }
        Ok(())
    }
    /// Adds whether another organization that a member is active in keeps them from changing their own address (R7), and
    /// holds the account. Whoever enters another organization meanwhile waits.
    pub async fn know_address_held(&mut self, facts: &mut Facts, member: MemberId) -> Result<(), StoreError> {
        self.know_shared(facts, &[member]).await?;
        let others = sql!(
            "SELECT o.policy, m.kind FROM member m JOIN organization o ON o.id = m.organization \
             WHERE m.account = (SELECT account FROM member WHERE id = $1) AND m.id <> $1 AND m.tab <> 3 AND m.status = $2",
            member.to_bytes(),
            record::status_number(Status::Active)
        );
        for row in others.query().fetch_all(self.connection()).await? {
            let policy: Policy =
                serde_json::from_str(&row.try_get::<String, _>("policy")?).map_err(StoreError::corrupt)?;
            let kind: Kind = record::from_word(&row.try_get::<String, _>("kind")?)?;
            if !address::allows(&policy, kind) {
                facts.address_held.insert(member);
            }
        }
        Ok(())
    }
    /// Adds the events of an earlier command, the members that they are about, and group sizes.
    pub async fn know_past(&mut self, facts: &mut Facts, command: CommandId) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        let rows = sql!(
            "SELECT body FROM event WHERE command = $1 AND organization = $2 ORDER BY seq",
            command.to_bytes(),
            organization
        )
        .query()
        .fetch_all(self.connection())
        .await?;
        for row in rows {
            if let Some(body) = row.try_get::<Option<String>, _>("body")? {
                facts.past.push(serde_json::from_str::<Event>(&body).map_err(StoreError::corrupt)?);
            }
        }
        let about: HashSet<MemberId> = facts.past.iter().filter_map(Event::member).collect();
        self.know(facts, &about.into_iter().collect::<Vec<_>>()).await?;
        // The addresses that an undo may give back, and whose accounts must not move with them.
        let mut addresses = Vec::new();
        let mut moved = Vec::new();
        for event in &facts.past {
            match event {
                Event::MemberWithdrawn { member } => addresses.push(member.email.key()),
                Event::MemberChanged { member, changes } => {
                    let before =
                        changes.iter().find(|change| change.field == Field::Email).map(|change| &change.before);
                    if let Some(email) = before.and_then(|text| rollbook_domain::Email::parse(text).ok()) {
                        addresses.push(email.key());
                        moved.push(*member);
                    }
                }
                _ => {}
            }
        }
        self.know_addresses(facts, &addresses).await?;
        for member in moved {
            self.know_shared(facts, &[member]).await?;
        }
        if facts.past.iter().any(|event| matches!(event, Event::WordingChanged { .. })) {
            self.know_wordings(facts).await?;
        }
        let with_keys: HashSet<MemberId> = facts
            .past
            .iter()
            .filter_map(|event| if let Event::KeyAdded { member, .. } = event { Some(*member) } else { None })
            .collect();
        for member in with_keys {
            self.know_keys(facts, member).await?;
        }
        self.know_sizes(facts).await
    }
    /// Adds how many members each group and role has, archived ones and those who wait for it too.
    pub async fn know_sizes(&mut self, facts: &mut Facts) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        let rows = sql!(
            "SELECT g.id, (SELECT count(*) FROM member_grp x WHERE x.grp = g.id) \
             + (SELECT count(*) FROM holding x WHERE x.kind = 0 AND x.what = g.id) AS n FROM grp g WHERE g.organization = $1", organization
        )
        .query()
        .fetch_all(self.connection())
        .await?;
        for row in rows {
            facts.group_sizes.insert(record::group_id(&row, "id")?, row.try_get("n")?);
        }
        facts.role_sizes = self.role_sizes().await?;
        facts.portal_sizes = self.portal_sizes().await?;
        facts.team_sizes = self.team_sizes().await?;
        Ok(())
    }
    /// The active administrators as they are now, the owner among them; a plan allows fifty at most.
    pub async fn active_administrators(&mut self) -> Result<Vec<Member>, StoreError> {
        let organization = self.organization;
        let rows = sql!(
            "SELECT id FROM member WHERE organization = $1 AND tab = 0 AND tier > 0 AND status = 1 ORDER BY tier DESC, no",
            organization.to_bytes()
        )
        .query()
        .fetch_all(self.connection())
        .await?;
        let ids = rows.iter().map(|row| record::member_id(row, "id")).collect::<Result<Vec<_>, _>>()?;
        members(self.connection(), organization, &ids).await
    }
    /// Administrators that count toward the plan now (R21).
    pub async fn administrators(&mut self) -> Result<i64, StoreError> {
        let organization = self.organization;
        administrators(self.connection(), organization).await
    }
}

/// Who acts, by id; the record is read in the same transaction (C45).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ActorId {
    /// A member.
    Member(MemberId),
    /// The person behind a proved link.
    Invited(MemberId),
    /// Rollbook itself.
    System,
}

impl Store {
    /// Facts for a list: the organization, its groups, and the actor as they are now.
    pub async fn facts(&self, organization: OrganizationId, actor: ActorId) -> Result<Facts, StoreError> {
        let mut reading = self.reading().await?;
        load(reading.connection(), &self.structures, true, organization, actor).await
    }
    /// Members by id, in no order.
    pub async fn members(&self, organization: OrganizationId, ids: &[MemberId]) -> Result<Vec<Member>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        members(&mut connection, organization, ids).await
    }
}

pub(crate) async fn load(
    connection: &mut AnyConnection,
    structures: &Structures,
    lasting: bool,
    organization: OrganizationId,
    actor: ActorId,
) -> Result<Facts, StoreError> {
    let (organization, seq) = organization_at(connection, organization).await?;
    let id = organization.id;
    let actor = match actor {
        ActorId::Member(member) => {
            let found = members(connection, id, &[member]).await?.into_iter().next();
            Actor::Member(Box::new(found.ok_or(StoreError::NoActor)?))
        }
        ActorId::Invited(member) => Actor::Invited(member),
        ActorId::System => Actor::System,
    };
    let mut facts = Facts::new(organization, actor);
    facts.administrators = administrators(connection, id).await?;
    facts.structure = structures.load(connection, id, seq, lasting).await?;
    facts.seats = structure::seats(connection, id).await?;
    Ok(facts)
}

/// The organization's record.
pub(crate) async fn organization(
    connection: &mut AnyConnection,
    id: OrganizationId,
) -> Result<Organization, StoreError> {
    Ok(organization_at(connection, id).await?.0)
}

/// The organization's record, and the number of the newest event about its structure.
async fn organization_at(
    connection: &mut AnyConnection,
    id: OrganizationId,
) -> Result<(Organization, i64), StoreError> {
    let row = sql!(
        "SELECT id, name, plan, language, policy, created_at, structure_seq, company, billing FROM organization WHERE id = $1",
        id.to_bytes()
    )
    .query()
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(StoreError::NoOrganization)?;
    let organization = Organization {
        id,
        name: row.try_get("name")?,
        plan: record::from_word(&row.try_get::<String, _>("plan")?)?,
        language: row.try_get("language")?,
        company: serde_json::from_str(&row.try_get::<String, _>("company")?).map_err(StoreError::corrupt)?,
        billing: serde_json::from_str(&row.try_get::<String, _>("billing")?).map_err(StoreError::corrupt)?,
        policy: serde_json::from_str(&row.try_get::<String, _>("policy")?).map_err(StoreError::corrupt)?,
        created_at: rollbook_domain::Timestamp(row.try_get("created_at")?),
    };
    Ok((organization, row.try_get("structure_seq")?))
}

async fn administrators(connection: &mut AnyConnection, organization: OrganizationId) -> Result<i64, StoreError> {
    let row = sql!(
        "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM member_count WHERE organization = $1 AND status IN (0, 1) AND tier > 0",
        organization.to_bytes()
    )
    .query()
    .fetch_one(&mut *connection)
    .await?;
    Ok(row.try_get("n")?)
}

/// Members of one organization by id; ids of other organizations find nothing (C28).
pub(crate) async fn members(
    connection: &mut AnyConnection,
    organization: OrganizationId,
    ids: &[MemberId],
) -> Result<Vec<Member>, StoreError> {
    let mut all: Vec<Member> = Vec::with_capacity(ids.len());
    for part in ids.chunks(CHUNK) {
        let mut statement = Sql::new("SELECT ");
        statement
            .push(record::MEMBER_COLUMNS)
            .push(" FROM member m JOIN account a ON a.id = m.account WHERE m.tab <> 3 AND ");
        statement
            .of("m.organization", organization)
            .push(" AND m.id IN (")
            .bind_all(part.iter().map(|id| id.to_bytes()))
            .push(")");
        let mut found: HashMap<MemberId, Member> = HashMap::new();
        for row in statement.query().fetch_all(&mut *connection).await? {
            let member = record::member(&row)?;
            found.insert(member.id, member);
        }
        let mut statement = Sql::new("SELECT member, grp, until FROM member_grp WHERE member IN (");
        statement.bind_all(part.iter().map(|id| id.to_bytes())).push(") ORDER BY grp");
        for row in statement.query().fetch_all(&mut *connection).await? {
            if let Some(member) = found.get_mut(&record::member_id(&row, "member")?) {
                let group = record::group_id(&row, "grp")?;
                let until = record::moment(&row, "until")?;
                member.groups.push(group);
                member.holds.ends.extend(until.map(|until| (Holding::Group(group), until)));
            }
        }
        held::fill(connection, &mut found).await?;
        all.extend(found.into_values());
    }
    Ok(all)
}

/// What changed about a member since a version.
#[derive(Default)]
struct Since {
    fields: BTreeSet<Field>,
    moved: HashSet<Holding>,
    dated: HashSet<Holding>,
    period: bool,
}

impl Since {
    fn tell(self, facts: &mut Facts) {
        (facts.changed_since, facts.moved_since) = (self.fields, self.moved);
        (facts.dated_since, facts.period_since) = (self.dated, self.period);
    }
}

/// Leaves entries of some commands out.
fn without(statement: &mut Sql, commands: &[CommandId]) {
    if !commands.is_empty() {
        statement.push(" AND command NOT IN (").bind_all(commands.iter().map(|id| id.to_bytes())).push(")");
    }
}

async fn changed_since(
    connection: &mut AnyConnection,
    member: MemberId,
    seen: i64,
    but: &[CommandId],
) -> Result<Since, StoreError> {
    let mut statement = Sql::new("SELECT body FROM event WHERE member = ");
    statement.bind(member.to_bytes()).push(" AND seq > ").bind(seen).push(
        " AND kind IN ('member_changed', 'given', 'taken', 'end_moved', 'scheduled', 'unscheduled', 'period_changed')",
    );
    without(&mut statement, but);
    statement.push(" ORDER BY seq");
    let rows = statement.query().fetch_all(&mut *connection).await?;
    let mut since = Since::default();
    for row in rows {
        let Some(body) = row.try_get::<Option<String>, _>("body")? else { continue };
        match serde_json::from_str(&body).map_err(StoreError::corrupt)? {
            Event::MemberChanged { changes, .. } => since.fields.extend(changes.into_iter().map(|change| change.field)),
            // What was given and taken again, or the other way round, is as it was.
            Event::Given { what, .. } | Event::Taken { what, .. } => {
                let back = since.moved.remove(&what);
                if !back {
                    since.moved.insert(what.clone());
                }
                since.dated.insert(what);
            }
            Event::EndMoved { what, .. } => {
                since.dated.insert(what);
            }
            Event::Scheduled { waiting, .. } | Event::Unscheduled { waiting, .. } => {
                since.dated.insert(waiting.what);
            }
            Event::PeriodChanged { .. } => since.period = true,
            _ => {}
        }
    }
    Ok(since)
}

impl Store {
    /// The account behind a member, for checks beside the rules.
    pub async fn account_of(&self, member: MemberId) -> Result<Option<(AccountId, Option<String>)>, StoreError> {
        let row = sql!(
            "SELECT a.id, a.password FROM account a JOIN member m ON m.account = a.id WHERE m.id = $1",
            member.to_bytes()
        )
        .query()
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| Ok((record::account_id(&row, "id")?, row.try_get("password")?))).transpose()
    }
}
