//! How values of the domain are written into columns and read back.

use crate::StoreError;
use rollbook_domain::{
    AccountId, GroupId, LinkId, MemberId, OrganizationId, PortalId, RoleId, TeamId, Timestamp,
    factor::FactorKind,
    holding::{Holds, Period},
    member::{AccessMode, Kind, Member, Status, Tab, Tier},
};
use sqlx::{Row, any::AnyRow};

/// A one-time link to keep: its hash, never its token.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// Its id.
    pub id: LinkId,
    /// SHA-256 of the token.
    pub hash: [u8; 32],
    /// For whom.
    pub member: MemberId,
    /// What it is for.
    pub purpose: &'static str,
    /// Who sent it.
    pub inviter: Option<MemberId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it works.
    pub expires: Timestamp,
}

/// The number of a tier, lowest first, as columns hold it.
pub const fn tier_number(tier: Tier) -> i64 {
    match tier {
        Tier::User => 0,
        Tier::Admin => 1,
        Tier::Owner => 2,
    }
}

pub(crate) fn tier(number: i64) -> Result<Tier, StoreError> {
    match number {
        0 => Ok(Tier::User),
        1 => Ok(Tier::Admin),
        2 => Ok(Tier::Owner),
        other => Err(StoreError::corrupt(format!("tier {other}"))),
    }
}

/// The number of a status as columns hold it.
pub const fn status_number(status: Status) -> i64 {
    match status {
        Status::Pending => 0,
        Status::Active => 1,
        Status::Suspended => 2,
        Status::Archived => 3,
    }
}

pub(crate) fn status(number: i64) -> Result<Status, StoreError> {
    match number {
        0 => Ok(Status::Pending),
        1 => Ok(Status::Active),
        2 => Ok(Status::Suspended),
        3 => Ok(Status::Archived),
        other => Err(StoreError::corrupt(format!("status {other}"))),
    }
}

const fn tab_number(tab: Tab) -> i64 {
    match tab {
        Tab::Active => 0,
        Tab::Pending => 1,
        Tab::Archived => 2,
    }
}

/// The number of the list that members of a kind and tab stand in, as the column holds it; 3 is no
/// list: who was erased.
pub(crate) const fn list_number(kind: Kind, tab: Tab) -> i64 {
    let kind = match kind {
        Kind::Regular => 0,
        Kind::Portal => 4,
        Kind::Api => 8,
        Kind::System => 12,
    };
    kind + tab_number(tab)
}

/// The wire word of an enum without data, for text columns.
pub(crate) fn word<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        other => Err(StoreError::corrupt(format!("{other:?} is no word"))),
    }
}

pub(crate) fn from_word<T: serde::de::DeserializeOwned>(word: &str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).map_err(StoreError::corrupt)
}

/// Reads a column of bytes as an id.
macro_rules! id_column { ($($name:ident => $id:ty),+ $(,)?) => { $(
    pub(crate) fn $name(row: &AnyRow, column: &str) -> Result<$id, StoreError> {
        let bytes: Vec<u8> = row.try_get(column)?;
        <$id>::from_slice(&bytes).ok_or_else(|| StoreError::corrupt(format!("{column} is no id")))
    }
)+ } }
id_column! { member_id => MemberId, account_id => AccountId, group_id => GroupId, role_id => RoleId, portal_id => PortalId, team_id => TeamId, command_id => rollbook_domain::CommandId, organization_id => OrganizationId, mail_id => rollbook_domain::MailId, key_id => rollbook_domain::KeyId, factor_id => rollbook_domain::FactorId }

pub(crate) fn optional_member(row: &AnyRow, column: &str) -> Result<Option<MemberId>, StoreError> {
    let bytes: Option<Vec<u8>> = row.try_get(column)?;
    Ok(bytes.and_then(|bytes| MemberId::from_slice(&bytes)))
}

pub(crate) fn fixed<const N: usize>(row: &AnyRow, column: &str) -> Result<[u8; N], StoreError> {
    let bytes: Vec<u8> = row.try_get(column)?;
    bytes.try_into().map_err(|_| StoreError::corrupt(format!("{column} has the wrong length")))
}

/// The columns of a whole member record, read by [`member`].
pub(crate) const MEMBER_COLUMNS: &str = "m.id, m.account, m.first_name, m.last_name, m.email, m.kind, m.tier, \
     m.status, m.held, m.access, m.language, m.phone, m.note, m.added_by, m.added_at, m.version, m.contact, m.customer, m.hidden, m.period_from, m.period_until, m.period_by, m.second_factor, \
     CASE WHEN a.password IS NULL THEN 0 ELSE 1 END AS has_password";

/// The strongest second factor that the record names.
pub(crate) fn factor(row: &AnyRow) -> Result<Option<FactorKind>, StoreError> {
    let word: Option<String> = row.try_get("second_factor")?;
    let known =
        |word: String| FactorKind::of(&word).ok_or_else(|| StoreError::corrupt(format!("{word} is no kind of factor")));
    word.map(known).transpose()
}

/// The lines of a text that holds a word each.
pub(crate) fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// A moment, where there is one.
pub(crate) fn moment(row: &AnyRow, column: &str) -> Result<Option<Timestamp>, StoreError> {
    Ok(row.try_get::<Option<i64>, _>(column)?.map(Timestamp))
}

/// Reads a member record; groups and holdings are filled in by the caller.
pub(crate) fn member(row: &AnyRow) -> Result<Member, StoreError> {
    let text = |column: &str| row.try_get::<String, _>(column);
    let kind: Kind = from_word(&text("kind")?)?;
    let access: AccessMode = from_word(&text("access")?)?;
    let email = text("email")?;
    Ok(Member {
        id: member_id(row, "id")?,
        account: account_id(row, "account")?,
        first_name: text("first_name")?,
        last_name: text("last_name")?,
        email: from_word(&email)?,
        kind,
        tier: tier(row.try_get("tier")?)?,
        status: status(row.try_get("status")?)?,
        held: status(row.try_get("held")?)?,
        access,
        language: text("language")?,
        phone: text("phone")?,
        note: text("note")?,
        groups: Vec::new(),
        holds: Holds {
            contact: text("contact")?,
            customer: text("customer")?,
            hidden: lines(&text("hidden")?),
            period: Period { from: moment(row, "period_from")?, until: moment(row, "period_until")? },
            period_by: optional_member(row, "period_by")?,
            ..Holds::default()
        },
        added_by: optional_member(row, "added_by")?,
        added_at: Timestamp(row.try_get("added_at")?),
        version: row.try_get("version")?,
        has_password: row.try_get::<i64, _>("has_password")? != 0,
        second_factor: factor(row)?,
    })
}
