//! `apply` for what members hold: many are given or lose the same thing by a few statements.

use crate::{
    Arg, StoreError, Work,
    apply::Stamp,
    arg::{Sql, insert_rows},
    sql,
};
use rollbook_domain::{
    GroupId, MemberId, PortalId, RoleId, TeamId, Timestamp,
    catalogue::Package,
    group::Permission,
    holding::{Holding, Waiting},
};
use std::collections::BTreeMap;

/// How many ids one statement names.
const CHUNK: usize = 500;

/// The number of a holding's kind, as the column holds it.
pub(crate) const fn kind_number(what: &Holding) -> i64 {
    match what {
        Holding::Group(_) => 0,
        Holding::Role(_) => 1,
        Holding::Licence(_) => 2,
        Holding::Grant(_) => 3,
        Holding::Restriction(_) => 4,
        Holding::Portal(_) => 5,
        Holding::Team(_) => 6,
    }
}

/// What is held, as the column holds it.
pub(crate) fn what_bytes(what: &Holding) -> Vec<u8> {
    match what {
        Holding::Group(id) => id.to_bytes().to_vec(),
        Holding::Role(id) => id.to_bytes().to_vec(),
        Holding::Portal(id) => id.to_bytes().to_vec(),
        Holding::Team(id) => id.to_bytes().to_vec(),
        Holding::Licence(package) => package.to_string().into_bytes(),
        Holding::Grant(permission) | Holding::Restriction(permission) => permission.to_string().into_bytes(),
    }
}

/// A holding from its two columns.
pub(crate) fn holding(kind: i64, what: &[u8]) -> Result<Holding, StoreError> {
    let broken = || StoreError::corrupt(format!("a holding of kind {kind}"));
    let text = || std::str::from_utf8(what).map_err(StoreError::corrupt);
    Ok(match kind {
        0 => Holding::Group(GroupId::from_slice(what).ok_or_else(broken)?),
        1 => Holding::Role(RoleId::from_slice(what).ok_or_else(broken)?),
        2 => Holding::Licence(Package::parse(text()?).ok_or_else(broken)?),
        3 => Holding::Grant(Permission::parse(text()?).ok_or_else(broken)?),
        4 => Holding::Restriction(Permission::parse(text()?).ok_or_else(broken)?),
        5 => Holding::Portal(PortalId::from_slice(what).ok_or_else(broken)?),
        6 => Holding::Team(TeamId::from_slice(what).ok_or_else(broken)?),
        _ => return Err(broken()),
    })
}

/// Changes of holdings that are written together: first what was taken, then what was given.
#[derive(Default)]
pub(crate) struct Moved {
    taken: BTreeMap<Holding, Vec<MemberId>>,
    given: BTreeMap<Holding, Vec<(MemberId, Until)>>,
}

/// When something given ends by itself, and who gave it.
type Until = (Option<Timestamp>, Option<MemberId>);

impl Moved {
    /// Whether this can be written together with what follows: a licence moves a seat, which is
    /// kept one by one.
    pub(crate) const fn takes(what: &Holding) -> bool {
        !matches!(what, Holding::Licence(_))
    }
    /// Whether something was given: what is taken now must be written after it.
    pub(crate) fn gives(&self) -> bool {
        !self.given.is_empty()
    }
    pub(crate) fn take(&mut self, member: MemberId, what: &Holding) {
        self.taken.entry(what.clone()).or_default().push(member);
    }
    pub(crate) fn give(&mut self, member: MemberId, what: &Holding, until: Until) {
        self.given.entry(what.clone()).or_default().push((member, until));
    }
}

/// A row of the table of holdings.
pub(crate) fn row(
    organization: [u8; 16],
    stamp: Stamp,
    member: MemberId,
    what: &Holding,
    (state, begins, until): (i64, Option<Timestamp>, Option<Timestamp>),
) -> Vec<Arg> {
    let due = if state == 1 { begins } else { until };
    vec![
        member.to_bytes().into(),
        kind_number(what).into(),
        Arg::Bytes(what_bytes(what)),
        state.into(),
        organization.into(),
        stamp.at.0.into(),
        stamp.actor.map(MemberId::to_bytes).into(),
        begins.map(|at| at.0).into(),
        until.map(|at| at.0).into(),
        due.map(|at| at.0).into(),
    ]
}

/// The head of a statement that inserts such rows.
pub(crate) const INSERT: &str =
    "INSERT INTO holding (member, kind, what, state, organization, since, given_by, begins, until, due)";

impl Work {
    /// Writes what was taken and given.
    pub(crate) async fn write_moved(&mut self, stamp: Stamp, moved: Moved) -> Result<(), StoreError> {
        for (what, members) in moved.taken {
            for part in members.chunks(CHUNK) {
                // Counted before they leave, as archived members never counted.
                self.resize_all(&what, part, -1).await?;
                let mut statement = if let Holding::Group(id) = &what {
                    let mut statement = Sql::new("DELETE FROM member_grp WHERE grp = ");
                    statement.bind(id.to_bytes());
                    statement
                } else {
                    let mut statement = Sql::new("DELETE FROM holding WHERE kind = ");
                    statement.bind(kind_number(&what)).push(" AND what = ").bind(Arg::Bytes(what_bytes(&what)));
                    statement
                };
                statement.push(" AND member IN (");
                statement.bind_all(part.iter().map(|id| id.to_bytes())).push(")");
                self.run(statement).await?;
                self.touch_all(part).await?;
            }
        }
        for (what, members) in moved.given {
            let organization = self.organization.to_bytes();
            for part in members.chunks(CHUNK) {
                if let Holding::Group(id) = &what {
                    let rows = part.iter().map(|(member, (until, giver))| {
                        let giver = giver.map(MemberId::to_bytes);
                        let until = until.map(|at| at.0);
                        vec![
                            member.to_bytes().into(),
                            id.to_bytes().into(),
                            stamp.at.0.into(),
                            giver.into(),
                            until.into(),
                        ]
                    });
                    let rows = rows.collect();
                    insert_rows(&mut self.tx, "INSERT INTO member_grp (member, grp, since, given_by, until)", "", rows)
                        .await?;
                } else {
                    let rows = part.iter().map(|(member, (until, giver))| {
                        let stamp = Stamp { actor: *giver, ..stamp };
                        row(organization, stamp, *member, &what, (0, None, *until))
                    });
                    let rows = rows.collect();
                    insert_rows(&mut self.tx, INSERT, "", rows).await?;
                }
                let ids: Vec<MemberId> = part.iter().map(|(id, _)| *id).collect();
                self.resize_all(&what, &ids, 1).await?;
                self.touch_all(&ids).await?;
            }
        }
        Ok(())
    }

    /// Keeps the size of a role or group, in which archived members don't count.
    async fn resize_all(&mut self, what: &Holding, members: &[MemberId], more: i64) -> Result<(), StoreError> {
        let (head, id) = match what {
            Holding::Group(id) => ("UPDATE grp SET members = members + ", id.to_bytes()),
            Holding::Role(id) => ("UPDATE role SET members = members + ", id.to_bytes()),
            _ => return Ok(()),
        };
        let mut statement = Sql::new(head);
        statement.bind(more).push(" * (SELECT count(*) FROM member WHERE status < 3 AND id IN (");
        statement.bind_all(members.iter().map(|id| id.to_bytes())).push(")) WHERE id = ").bind(id);
        self.run(statement).await?;
        Ok(())
    }

    /// Marks members as changed by the newest event.
    async fn touch_all(&mut self, members: &[MemberId]) -> Result<(), StoreError> {
        let mut statement = Sql::new("UPDATE member SET version = ");
        statement.bind(self.seq).push(" WHERE id IN (");
        statement.bind_all(members.iter().map(|id| id.to_bytes())).push(")");
        self.run(statement).await?;
        Ok(())
    }

    /// A licence is given: it uses a seat.
    pub(crate) async fn give_licence(
        &mut self,
        stamp: Stamp,
        member: MemberId,
        package: &Package,
    ) -> Result<(), StoreError> {
        let what = Holding::Licence(package.clone());
        let rows = vec![row(self.organization.to_bytes(), stamp, member, &what, (0, None, None))];
        insert_rows(&mut self.tx, INSERT, "", rows).await?;
        self.move_seat(package, 1).await
    }

    /// A licence is taken, with its seat if it used one.
    pub(crate) async fn take_licence(&mut self, member: MemberId, package: &Package) -> Result<(), StoreError> {
        let what = Arg::Bytes(package.to_string().into_bytes());
        let seated = self
            .run(sql!(
                "DELETE FROM holding WHERE member = $1 AND kind = 2 AND what = $2 AND state = 0",
                member.to_bytes(),
                what.clone()
            ))
            .await?;
        if seated > 0 {
            return self.move_seat(package, -1).await;
        }
        self.run(sql!("DELETE FROM holding WHERE member = $1 AND kind = 2 AND what = $2", member.to_bytes(), what))
            .await?;
        Ok(())
    }

    /// A licence's seat is freed (`state` 2) or used again (`state` 0).
    pub(crate) async fn seat(&mut self, member: MemberId, package: &Package, state: i64) -> Result<(), StoreError> {
        let what = Arg::Bytes(package.to_string().into_bytes());
        self.run(sql!(
            "UPDATE holding SET state = $1 WHERE member = $2 AND kind = 2 AND what = $3",
            state,
            member.to_bytes(),
            what
        ))
        .await?;
        self.move_seat(package, if state == 0 { 1 } else { -1 }).await
    }

    pub(crate) async fn move_seat(&mut self, package: &Package, more: i64) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        self.run(sql!(
            "UPDATE package SET used = used + $1 WHERE organization = $2 AND package = $3",
            more,
            organization,
            package.to_string()
        ))
        .await?;
        Ok(())
    }

    /// Sets or takes away when something held ends.
    pub(crate) async fn move_end(
        &mut self,
        member: MemberId,
        what: &Holding,
        until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let until = until.map(|at| at.0);
        let statement = match what {
            Holding::Group(id) => sql!(
                "UPDATE member_grp SET until = $1 WHERE member = $2 AND grp = $3",
                until,
                member.to_bytes(),
                id.to_bytes()
            ),
            _ => sql!(
                "UPDATE holding SET until = $1, due = $1 WHERE member = $2 AND kind = $3 AND what = $4",
                until,
                member.to_bytes(),
                kind_number(what),
                Arg::Bytes(what_bytes(what))
            ),
        };
        self.run(statement).await?;
        Ok(())
    }

    /// Something is to begin later.
    pub(crate) async fn schedule(
        &mut self,
        stamp: Stamp,
        member: MemberId,
        waiting: &Waiting,
    ) -> Result<(), StoreError> {
        let stamp = Stamp { actor: waiting.by, ..stamp };
        let period = waiting.period;
        let state = (1, period.from, period.until);
        let rows = vec![row(self.organization.to_bytes(), stamp, member, &waiting.what, state)];
        insert_rows(&mut self.tx, INSERT, "", rows).await
    }

    /// It no longer waits.
    pub(crate) async fn unschedule(&mut self, member: MemberId, what: &Holding) -> Result<(), StoreError> {
        self.run(sql!(
            "DELETE FROM holding WHERE member = $1 AND kind = $2 AND what = $3 AND state = 1",
            member.to_bytes(),
            kind_number(what),
            Arg::Bytes(what_bytes(what))
        ))
        .await?;
        Ok(())
    }
}
