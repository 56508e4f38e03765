//! A unit of work: one transaction over one organization. Dropping it rolls everything back.

use crate::{
    Engine, Store, StoreError, arg::Sql, company::CompanyColumns, coverage::Covered, moves::Move, places::Places,
    record, setting, sql, structure::Structures,
};
use rollbook_domain::{
    OrganizationId,
    chain::{GENESIS, Seal},
    member::Kind,
    organization::Organization,
    origin::Origin,
    text::fold,
};
use sqlx::{Any, AnyConnection, Row, Transaction};
use std::{collections::HashMap, sync::Arc};

/// One transaction over one organization; holds the organization's row, so writers queue.
#[derive(Debug)]
pub struct Work {
    pub(crate) tx: Transaction<'static, Any>,
    pub(crate) engine: Engine,
    pub(crate) organization: OrganizationId,
    pub(crate) seq: i64,
    pub(crate) head: Seal,
    /// From where its events come, as JSON; empty for Rollbook itself.
    pub(crate) origin: String,
    /// Changes of the kept counts, by kind, status and tier, not yet written.
    pub(crate) counts: HashMap<(Kind, i64, i64), i64>,
    /// Changes of who is covered by a second factor, not yet written.
    pub(crate) covered: Covered,
    /// The number of this unit's newest event about the structure.
    pub(crate) structure_seq: Option<i64>,
    /// Under which number the own words of mails changed last, once it was asked.
    pub(crate) wordings_seq: Option<i64>,
    pub(crate) structures: Arc<Structures>,
    pub(crate) places: Arc<Places>,
    /// The newest event before this unit, and who moved since in lists; `None` where nobody watched.
    pub(crate) begun: i64,
    pub(crate) moves: Option<Vec<Move>>,
    /// What is said to others of this unit, and by which voice.
    pub(crate) announced: Option<String>,
    pub(crate) voice: Arc<str>,
}

impl Store {
    /// Begins a unit of work; the first statement takes the organization's row, so event numbers
    /// have no gaps and nothing read afterwards can be stale.
    pub async fn work(&self, organization: OrganizationId) -> Result<Work, StoreError> {
        let mut tx = self.pool.begin().await?;
        let row = sql!("UPDATE organization SET seq = seq WHERE id = $1 RETURNING seq, head", organization.to_bytes())
            .query()
            .fetch_optional(&mut *tx)
            .await?
            .ok_or(StoreError::NoOrganization)?;
        let (seq, head) = (row.try_get("seq")?, record::fixed(&row, "head")?);
        Ok(self.unit(tx, organization, seq, head))
    }

    /// Begins the unit of work that creates an organization.
    pub async fn create(&self, organization: &Organization) -> Result<Work, StoreError> {
        let mut tx = self.pool.begin().await?;
        let policy = serde_json::to_string(&organization.policy).map_err(StoreError::corrupt)?;
        let company = CompanyColumns::of(&organization.name, &organization.company, &organization.billing)?;
        sql!(
            "INSERT INTO organization (id, name, name_key, plan, language, policy, created_at, seq, head, company, \
             conflict_key, subdomain, billing, customer) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11, $12, $13)",
            organization.id.to_bytes(),
            organization.name.as_str(),
            fold(&organization.name),
            record::word(&organization.plan)?,
            organization.language.as_str(),
            policy,
            organization.created_at.0,
            GENESIS,
            company.company,
            company.conflict_key,
            company.subdomain,
            company.billing,
            company.customer,
        )
        .query()
        .execute(&mut *tx)
        .await?;
        Ok(self.unit(tx, organization.id, 0, GENESIS))
    }

    fn unit(&self, tx: Transaction<'static, Any>, organization: OrganizationId, seq: i64, head: Seal) -> Work {
        Work {
            tx,
            engine: self.engine,
            organization,
            seq,
            head,
            origin: String::new(),
            counts: HashMap::new(),
            covered: Covered::default(),
            structure_seq: None,
            wordings_seq: None,
            structures: Arc::clone(&self.structures),
            places: Arc::clone(&self.places),
            begun: seq,
            moves: Some(Vec::new()),
            announced: None,
            voice: Arc::clone(&self.voice),
        }
    }
}

impl Work {
    /// The organization it is about.
    pub const fn organization(&self) -> OrganizationId {
        self.organization
    }
    /// Says from where the events come that are written from now on.
    pub fn come_from(&mut self, origin: Option<&Origin>) -> Result<(), StoreError> {
        let text = origin.map(serde_json::to_string).transpose().map_err(StoreError::corrupt)?;
        self.origin = text.unwrap_or_default();
        Ok(())
    }
    /// The number of the newest event.
    pub const fn seq(&self) -> i64 {
        self.seq
    }
    /// The connection, for loading facts inside the transaction.
    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }
    /// Runs one statement; returns how many rows it changed.
    pub(crate) async fn run(&mut self, statement: Sql) -> Result<u64, StoreError> {
        Ok(statement.query().execute(&mut *self.tx).await?.rows_affected())
    }
    /// Makes everything of this unit lasting.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.tell_others().await?;
        self.tx.commit().await?;
        if let Some(moves) = &self.moves {
            self.places.moved(self.organization, self.begun, self.seq, moves);
        }
        Ok(())
    }
    /// Takes everything of this unit back.
    pub async fn roll_back(self) -> Result<(), StoreError> {
        Ok(self.tx.rollback().await?)
    }

    /// What an earlier command with this id ended as; each command is carried out at most once.
    pub async fn outcome_of(&mut self, command: rollbook_domain::CommandId) -> Result<Option<String>, StoreError> {
        let row = sql!(
            "SELECT outcome FROM command WHERE id = $1 AND organization = $2",
            command.to_bytes(),
            self.organization.to_bytes()
        )
        .query()
        .fetch_optional(&mut *self.tx)
        .await?;
        Ok(row.map(|row| row.try_get("outcome")).transpose()?)
    }

    /// Keeps what this command ended as.
    pub async fn keep_outcome(
        &mut self,
        command: rollbook_domain::CommandId,
        at: i64,
        outcome: &str,
    ) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        self.run(sql!(
            "INSERT INTO command (id, organization, at, outcome) VALUES ($1, $2, $3, $4)",
            command.to_bytes(),
            organization,
            at,
            outcome
        ))
        .await?;
        Ok(())
    }

    /// Keeps a named setting of the organization.
    pub async fn set(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        self.run(setting::put(self.organization.to_bytes(), name, value)).await?;
        Ok(())
    }

    /// Keeps a new link.
    pub async fn add_link(&mut self, link: &record::NewLink) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        self.run(sql!(
            "INSERT INTO link (id, hash, organization, member, purpose, inviter, created_at, expires) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            link.id.to_bytes(),
            link.hash,
            organization,
            link.member.to_bytes(),
            link.purpose,
            link.inviter.map(rollbook_domain::MemberId::to_bytes),
            link.created_at.0,
            link.expires.0,
        ))
        .await?;
        Ok(())
    }

    /// Says which address a link confirms (R7).
    pub async fn link_confirms(
        &mut self,
        link: rollbook_domain::LinkId,
        address: &rollbook_domain::Email,
    ) -> Result<(), StoreError> {
        self.run(sql!("UPDATE link SET address = $1 WHERE id = $2", address.as_str(), link.to_bytes())).await?;
        Ok(())
    }

    /// Whether there was ever a link of this id.
    pub async fn has_link(&mut self, link: rollbook_domain::LinkId) -> Result<bool, StoreError> {
        let statement = sql!("SELECT count(*) AS n FROM link WHERE id = $1", link.to_bytes());
        let row = statement.query().fetch_one(self.connection()).await?;
        Ok(row.try_get::<i64, _>("n")? > 0)
    }

    /// Kills every open link of a member, and drops the mails that didn't leave yet with one of the
    /// member's links, used ones too: none of them is of use any more.
    pub async fn kill_links(&mut self, member: rollbook_domain::MemberId, at: i64) -> Result<(), StoreError> {
        self.kill_links_but(member, "", at).await
    }

    /// The same, but those of one purpose.
    pub async fn kill_links_but(
        &mut self,
        member: rollbook_domain::MemberId,
        purpose: &str,
        at: i64,
    ) -> Result<(), StoreError> {
        let member = member.to_bytes();
        // `state + 0` keeps SQLite from walking every mail that waits.
        self.run(sql!(
            "UPDATE mail SET state = 4, link = NULL, body_text = '', body_html = '' WHERE state + 0 IN (0, 1, 3) AND link_id IN \
             (SELECT id FROM link WHERE member = $1 AND purpose <> $2)",
            member,
            purpose
        ))
        .await?;
        self.run(sql!(
            "UPDATE link SET killed_at = $1 WHERE member = $2 AND purpose <> $3 AND used_at IS NULL AND killed_at IS NULL",
            at,
            member,
            purpose
        ))
        .await?;
        Ok(())
    }

    /// Marks a link as used; `false` when somebody was quicker, or it is old or dead (R2).
    pub async fn use_link(&mut self, hash: &[u8; 32], purpose: &str, at: i64) -> Result<bool, StoreError> {
        let organization = self.organization.to_bytes();
        let changed = self
            .run(sql!(
                "UPDATE link SET used_at = $1 WHERE hash = $2 AND organization = $3 AND purpose = $4 AND used_at IS NULL \
                 AND killed_at IS NULL AND expires > $1",
                at, *hash, organization, purpose
            ))
            .await?;
        Ok(changed == 1)
    }

    /// Takes everything that names the person out of log and outbox; commitments stay, so the chain
    /// holds. The entry that tells of the erasure names nobody and stays: it is why others may be
    /// without their bodies.
    pub async fn anonymise(&mut self, member: rollbook_domain::MemberId) -> Result<(), StoreError> {
        let id = member.to_bytes();
        self.run(sql!(
            "UPDATE event SET body = NULL, origin = '', salt = NULL WHERE member = $1 AND kind <> 'member_erased'",
            id
        ))
        .await?;
        self.run(sql!(
            "UPDATE mail SET to_name = '', to_address = '', subject = '', body_text = '', body_html = '', link = NULL, \
             search = '', state = CASE WHEN state = 2 THEN 2 ELSE 4 END WHERE member = $1",
            id
        ))
        .await?;
        self.run(sql!("UPDATE link SET address = NULL WHERE member = $1", id)).await?;
        self.forget_reviewed(member).await?;
        // Mails to people whom they invited name them too; those that still wait were written again.
        self.run(sql!(
            "UPDATE mail SET subject = '', body_text = '', body_html = '', \
             search = '' WHERE state IN (2, 4) AND link_id IN (SELECT id FROM link WHERE inviter = $1)",
            id
        ))
        .await?;
        Ok(())
    }

    /// Rewrites kept outcomes of commands that contain a text; `rewrite` gives the new one, or
    /// nothing where it stays.
    pub async fn rewrite_outcomes(
        &mut self,
        containing: &str,
        rewrite: &(dyn Fn(&str) -> Option<String> + Sync),
    ) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        let rows = sql!(
            "SELECT id, outcome FROM command WHERE organization = $1 AND outcome LIKE $2",
            organization,
            format!("%{containing}%")
        )
        .query()
        .fetch_all(&mut *self.tx)
        .await?;
        for row in rows {
            if let Some(outcome) = rewrite(&row.try_get::<String, _>("outcome")?) {
                let id: [u8; 16] = record::fixed(&row, "id")?;
                self.run(sql!(
                    "UPDATE command SET outcome = $1 WHERE id = $2 AND organization = $3",
                    outcome,
                    id,
                    organization
                ))
                .await?;
            }
        }
        Ok(())
    }
}
