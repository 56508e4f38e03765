//! Reading what members hold: for facts, for lists, for the page of one person; and what is due.

use crate::{
    Store, StoreError, Work,
    arg::{Arg, Sql},
    holdings::{holding, kind_number, what_bytes},
    record, sql,
};
use rollbook_domain::{
    MemberId, OrganizationId, PortalId, RoleId, TeamId, Timestamp,
    facts::{Due, DueWhat},
    holding::{Holding, Period, Waiting},
    member::Member,
};
use sqlx::{AnyConnection, Row, any::AnyRow};
use std::{collections::HashMap, hash::Hash};

/// Something held, with since when and by whom.
#[derive(Clone, Debug)]
pub struct HeldRecord {
    /// What.
    pub what: Holding,
    /// Since when.
    pub since: Timestamp,
    /// The name of who gave it; `None` for Rollbook, or somebody who is gone.
    pub by: Option<String>,
    /// From when until when.
    pub period: Period,
    /// Whether it is still to begin.
    pub waits: bool,
    /// Whether it is a licence without its seat.
    pub freed: bool,
}

/// Fills in what members hold beside groups.
pub(crate) async fn fill(
    connection: &mut AnyConnection,
    found: &mut HashMap<MemberId, Member>,
) -> Result<(), StoreError> {
    if found.is_empty() {
        return Ok(());
    }
    let mut statement =
        Sql::new("SELECT member, kind, what, state, given_by, begins, until FROM holding WHERE member IN (");
    statement.bind_all(found.keys().map(|id| id.to_bytes())).push(") ORDER BY member, kind, what");
    for row in statement.query().fetch_all(&mut *connection).await? {
        let Some(member) = found.get_mut(&record::member_id(&row, "member")?) else { continue };
        let what = holding(row.try_get("kind")?, &row.try_get::<Vec<u8>, _>("what")?)?;
        let until = record::moment(&row, "until")?;
        let holds = &mut member.holds;
        match (row.try_get::<i64, _>("state")?, what) {
            (1, what) => {
                let period = Period { from: record::moment(&row, "begins")?, until };
                holds.waiting.push(Waiting { what, period, by: record::optional_member(&row, "given_by")? });
            }
            (2, Holding::Licence(package)) => holds.freed.push(package),
            (_, what) => {
                holds.ends.extend(until.map(|until| (what.clone(), until)));
                match what {
                    Holding::Role(id) => holds.roles.push(id),
                    Holding::Licence(package) => holds.licences.push(package),
                    Holding::Grant(permission) => holds.grants.push(permission),
                    Holding::Restriction(permission) => holds.restrictions.push(permission),
                    Holding::Portal(id) => holds.portals.push(id),
                    Holding::Team(id) => holds.teams.push(id),
                    // Membership of a group stands in a table of its own; here only what waits.
                    Holding::Group(_) => return Err(StoreError::corrupt("a group among the holdings")),
                }
            }
        }
    }
    Ok(())
}

const GIVER: &str = "(SELECT CASE WHEN b.first_name = '' AND b.last_name = '' THEN b.email \
     ELSE trim(b.first_name || ' ' || b.last_name) END FROM member b WHERE b.id = x.given_by AND b.tab <> 3) AS giver";

impl Store {
    /// Everything that one member holds or will hold, with since when and by whom.
    pub async fn held(&self, organization: OrganizationId, member: MemberId) -> Result<Vec<HeldRecord>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut statement = Sql::new("SELECT x.kind, x.what, x.state, x.since, x.begins, x.until, ");
        statement.push(GIVER).push(" FROM holding x WHERE x.organization = ").bind(organization.to_bytes());
        statement.push(" AND x.member = ").bind(member.to_bytes()).push(" ORDER BY x.kind, x.what");
        let mut all = Vec::new();
        for row in statement.query().fetch_all(&mut *connection).await? {
            let state: i64 = row.try_get("state")?;
            all.push(HeldRecord {
                what: holding(row.try_get("kind")?, &row.try_get::<Vec<u8>, _>("what")?)?,
                since: Timestamp(row.try_get("since")?),
                by: row.try_get("giver")?,
                period: Period { from: record::moment(&row, "begins")?, until: record::moment(&row, "until")? },
                waits: state == 1,
                freed: state == 2,
            });
        }
        let mut statement = Sql::new("SELECT x.grp, x.since, x.until, ");
        statement.push(GIVER).push(" FROM member_grp x JOIN grp g ON g.id = x.grp WHERE g.organization = ");
        statement
            .bind(organization.to_bytes())
            .push(" AND x.member = ")
            .bind(member.to_bytes())
            .push(" ORDER BY g.name_key");
        for row in statement.query().fetch_all(&mut *connection).await? {
            all.push(HeldRecord {
                what: Holding::Group(record::group_id(&row, "grp")?),
                since: Timestamp(row.try_get("since")?),
                by: row.try_get("giver")?,
                period: Period { from: None, until: record::moment(&row, "until")? },
                waits: false,
                freed: false,
            });
        }
        Ok(all)
    }

    /// When something is to begin or end next; `None` when nothing is.
    pub async fn next_due(&self, organization: OrganizationId) -> Result<Option<Timestamp>, StoreError> {
        let row = sql!(
            "SELECT min(at) AS at FROM ( \
               SELECT min(due) AS at FROM holding WHERE organization = $1 AND due IS NOT NULL \
               UNION ALL SELECT min(x.until) FROM member_grp x WHERE x.until IS NOT NULL \
                 AND EXISTS (SELECT 1 FROM grp g WHERE g.id = x.grp AND g.organization = $1) \
               UNION ALL SELECT min(period_from) FROM member WHERE organization = $1 AND period_from IS NOT NULL AND status < 3 \
               UNION ALL SELECT min(period_until) FROM member WHERE organization = $1 AND period_until IS NOT NULL AND status < 3 \
             ) AS dues",
            organization.to_bytes()
        )
        .query()
        .fetch_one(&self.pool)
        .await?;
        record::moment(&row, "at")
    }
}

impl Work {
    /// What is due by now, at most so many of each sort.
    pub async fn due(&mut self, now: Timestamp, take: i64) -> Result<Vec<Due>, StoreError> {
        let organization = self.organization.to_bytes();
        let mut all = Vec::new();
        let rows = sql!(
            "SELECT member, kind, what, state FROM holding \
             WHERE organization = $1 AND due IS NOT NULL AND due <= $2 ORDER BY due LIMIT $3",
            organization,
            now.0,
            take
        )
        .query()
        .fetch_all(self.connection())
        .await?;
        for row in rows {
            let what = holding(row.try_get("kind")?, &row.try_get::<Vec<u8>, _>("what")?)?;
            let waits = row.try_get::<i64, _>("state")? == 1;
            let what = if waits { DueWhat::Begins(what) } else { DueWhat::Ends(what) };
            all.push(Due { member: record::member_id(&row, "member")?, what });
        }
        // A join would begin with the groups, and walk everybody who is in one.
        let rows = sql!(
            "SELECT x.member, x.grp FROM member_grp x WHERE x.until IS NOT NULL AND x.until <= $2 \
             AND EXISTS (SELECT 1 FROM grp g WHERE g.id = x.grp AND g.organization = $1) ORDER BY x.until LIMIT $3",
            organization,
            now.0,
            take
        )
        .query()
        .fetch_all(self.connection())
        .await?;
        for row in rows {
            let what = DueWhat::Ends(Holding::Group(record::group_id(&row, "grp")?));
            all.push(Due { member: record::member_id(&row, "member")?, what });
        }
        let rows = sql!(
            "SELECT id FROM member WHERE organization = $1 AND period_from IS NOT NULL AND period_from <= $2 AND status < 3 LIMIT $3",
            organization, now.0, take
        )
        .query()
        .fetch_all(self.connection())
        .await?;
        for row in rows {
            all.push(Due { member: record::member_id(&row, "id")?, what: DueWhat::MembershipBegins });
        }
        let rows = sql!(
            "SELECT id FROM member WHERE organization = $1 AND period_until IS NOT NULL AND period_until <= $2 AND status < 3 LIMIT $3",
            organization, now.0, take
        )
        .query()
        .fetch_all(self.connection())
        .await?;
        for row in rows {
            all.push(Due { member: record::member_id(&row, "id")?, what: DueWhat::MembershipEnds });
        }
        Ok(all)
    }

    /// Members who hold something or wait for it, whatever their status, in the order of their ids,
    /// after `after`.
    pub async fn holders(
        &mut self,
        what: &Holding,
        after: Option<MemberId>,
        take: i64,
    ) -> Result<Vec<MemberId>, StoreError> {
        let after = after.map(MemberId::to_bytes).unwrap_or_default();
        let statement = match what {
            Holding::Group(id) => sql!(
                // Each part ends by itself, so that neither is read whole for a page.
                "SELECT member FROM ( \
                   SELECT member FROM (SELECT member FROM member_grp WHERE grp = $1 AND member > $2 ORDER BY member LIMIT $3) AS m \
                   UNION SELECT member FROM ( \
                     SELECT member FROM holding WHERE kind = 0 AND what = $1 AND member > $2 ORDER BY member LIMIT $3) AS w \
                 ) AS x ORDER BY member LIMIT $3",
                id.to_bytes(),
                after,
                take
            ),
            _ => sql!(
                "SELECT member FROM holding WHERE kind = $1 AND what = $2 AND member > $3 ORDER BY member LIMIT $4",
                kind_number(what),
                Arg::Bytes(what_bytes(what)),
                after,
                take
            ),
        };
        let rows = statement.query().fetch_all(self.connection()).await?;
        rows.iter().map(|row| record::member_id(row, "member")).collect()
    }

    /// How many members that are not archived hold at least one of these roles and groups, or, where `all` is set,
    /// have access to everything.
    pub async fn reach(&mut self, what: &[Holding], all: bool) -> Result<u64, StoreError> {
        let mut statement = match what {
            [] if !all => return Ok(0),
            // Of one the size is kept.
            [Holding::Role(id)] if !all => sql!("SELECT members AS n FROM role WHERE id = $1", id.to_bytes()),
            [Holding::Group(id)] if !all => sql!("SELECT members AS n FROM grp WHERE id = $1", id.to_bytes()),
            several => {
                let mut statement = Sql::new("SELECT count(*) AS n FROM (");
                for (n, what) in several.iter().enumerate() {
                    statement.push(if n == 0 { "" } else { " UNION " });
                    if let Holding::Group(id) = what {
                        statement.push("SELECT member FROM member_grp WHERE grp = ").bind(id.to_bytes());
                    } else {
                        statement
                            .push("SELECT member FROM holding WHERE state = 0 AND kind = ")
                            .bind(kind_number(what));
                        statement.push(" AND what = ").bind(Arg::Bytes(what_bytes(what)));
                    }
                }
                if all {
                    statement.push(if several.is_empty() { "" } else { " UNION " });
                    statement
                        .push("SELECT id AS member FROM member WHERE access = 'all' AND organization = ")
                        .bind(self.organization.to_bytes());
                }
                statement.push(") AS x JOIN member m ON m.id = x.member WHERE m.status < 3");
                statement
            }
        };
        statement.push(" AND organization = ").bind(self.organization.to_bytes());
        let row = statement.query().fetch_optional(self.connection()).await?;
        Ok(row.map(|row| row.try_get::<i64, _>("n")).transpose()?.unwrap_or_default().unsigned_abs())
    }

    /// The first of those who have access to everything and aren't archived.
    pub async fn with_everything(&mut self, take: i64) -> Result<Vec<MemberId>, StoreError> {
        let statement = sql!(
            "SELECT id AS member FROM member WHERE organization = $1 AND access = 'all' AND status < 3 \
             ORDER BY id LIMIT $2",
            self.organization.to_bytes(),
            take
        );
        let rows = statement.query().fetch_all(self.connection()).await?;
        rows.iter().map(|row| record::member_id(row, "member")).collect()
    }

    /// How many members hold each role, or wait for it, whatever their status.
    pub(crate) async fn role_sizes(&mut self) -> Result<HashMap<RoleId, i64>, StoreError> {
        const TEXT: &str = "SELECT r.id, (SELECT count(*) FROM holding x WHERE x.kind = 1 AND x.what = r.id) AS n \
             FROM role r WHERE r.organization = $1";
        self.sizes(TEXT, record::role_id).await
    }

    /// How many members have each portal, whatever their status.
    pub(crate) async fn portal_sizes(&mut self) -> Result<HashMap<PortalId, i64>, StoreError> {
        const TEXT: &str = "SELECT p.id, (SELECT count(*) FROM holding x WHERE x.kind = 5 AND x.what = p.id) AS n \
             FROM portal p WHERE p.organization = $1";
        self.sizes(TEXT, record::portal_id).await
    }

    /// How many members are in each team, whatever their status.
    pub(crate) async fn team_sizes(&mut self) -> Result<HashMap<TeamId, i64>, StoreError> {
        const TEXT: &str = "SELECT t.id, (SELECT count(*) FROM holding x WHERE x.kind = 6 AND x.what = t.id) AS n \
             FROM team t WHERE t.organization = $1";
        self.sizes(TEXT, record::team_id).await
    }

    /// Reads `id` and `n` of each row of a statement about this organization.
    async fn sizes<K: Eq + Hash>(
        &mut self,
        text: &'static str,
        id: fn(&AnyRow, &str) -> Result<K, StoreError>,
    ) -> Result<HashMap<K, i64>, StoreError> {
        let statement = Sql::literal(text, vec![self.organization.to_bytes().into()]);
        let rows = statement.query().fetch_all(self.connection()).await?;
        rows.iter().map(|row| Ok((id(row, "id")?, row.try_get("n")?))).collect()
    }

    /// What a member gave to others who still hold it (C19): roles, groups, grants, and to how many.
    pub async fn given_by(&mut self, giver: MemberId) -> Result<Vec<(Holding, i64)>, StoreError> {
        let id = giver.to_bytes();
        let mut all = Vec::new();
        let rows = sql!(
            "SELECT kind, what, count(*) AS n FROM holding WHERE given_by = $1 AND kind IN (1, 3) AND state = 0 \
             GROUP BY kind, what",
            id
        )
        .query()
        .fetch_all(self.connection())
        .await?;
        for row in rows {
            all.push((holding(row.try_get("kind")?, &row.try_get::<Vec<u8>, _>("what")?)?, row.try_get("n")?));
        }
        let rows = sql!("SELECT grp, count(*) AS n FROM member_grp WHERE given_by = $1 GROUP BY grp", id)
            .query()
            .fetch_all(self.connection())
            .await?;
        for row in rows {
            all.push((Holding::Group(record::group_id(&row, "grp")?), row.try_get("n")?));
        }
        Ok(all)
    }
}
