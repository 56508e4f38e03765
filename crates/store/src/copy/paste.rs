//! Writing a part over a copy. All of it is there afterwards, or none.

use super::{
    Head, Paste, Rows,
    tables::{Column, Kind, Table, WHOLE, named},
};
use crate::{
    Arg, Engine, Store, StoreError,
    arg::{Sql, insert_rows},
    setting, sql,
};
use rollbook_domain::{
    Event, MemberId, OrganizationId,
    chain::{Seal, Sealed, commit, seal},
};
use sqlx::{Any, AnyConnection, Transaction};

/// How many ids one statement names.
const CHUNK: usize = 500;

impl Store {
    /// Writes a part over the copy of an organization. Entries of the log that don’t follow the ones before
    /// are [`StoreError::Damaged`], and nothing of the part is written then.
    pub async fn paste(&self, organization: OrganizationId, paste: &Paste) -> Result<(), StoreError> {
        let mut tx = self.pool.begin().await?;
        if self.engine == Engine::Sqlite {
            // What refers to each other changes at once.
            sqlx::query("PRAGMA defer_foreign_keys = ON").execute(&mut *tx).await?;
        }
        let mut work = Pasting { tx, organization };
        if let Some(cut) = paste.cut {
            let after = sql!("DELETE FROM event WHERE organization = $1 AND seq > $2", organization.to_bytes(), cut);
            work.run(after).await?;
            work.run(sql!("DELETE FROM command WHERE organization = $1", organization.to_bytes())).await?;
        }
        for part in paste.members.chunks(CHUNK) {
            work.forget(part).await?;
        }
        for rows in &paste.rows {
            work.write(rows, paste.before).await?;
        }
        for (name, value) in &paste.keep {
            work.keep(name, value).await?;
        }
        Ok(work.tx.commit().await?)
    }
}

/// A part that is being written.
struct Pasting {
    tx: Transaction<'static, Any>,
    organization: OrganizationId,
}

impl Pasting {
    async fn run(&mut self, statement: Sql) -> Result<(), StoreError> {
        statement.query().execute(&mut *self.tx).await?;
        Ok(())
    }

    /// Takes members away, with all that hangs on them.
    async fn forget(&mut self, members: &[MemberId]) -> Result<(), StoreError> {
        let ids = || members.iter().map(|id| id.to_bytes());
        for (head, tail) in [
            ("DELETE FROM account WHERE id IN (SELECT account FROM member WHERE id IN (", "))"),
            ("DELETE FROM link WHERE member IN (", ")"),
            ("DELETE FROM session WHERE member IN (", ")"),
            ("DELETE FROM member WHERE id IN (", ")"),
        ] {
            let mut statement = Sql::new(head);
            statement.bind_all(ids()).push(tail);
            self.run(statement).await?;
        }
        Ok(())
    }

    async fn write(&mut self, rows: &Rows, before: Option<Head>) -> Result<(), StoreError> {
        let table = named(&rows.table).ok_or_else(|| StoreError::corrupt(format!("no copy has {}", rows.table)))?;
        for row in &rows.rows {
            fits(table, row)?;
        }
        match table.name {
            "event" => self.follow(rows, before).await?,
            "account" => self.make_room(rows).await?,
            "mail" | "session" => self.delete_same(table, rows).await?,
            _ if table.referred => return self.change_in_place(table, rows).await,
            _ if WHOLE.iter().any(|whole| whole.name == table.name) => {
                let mut statement = Sql::new("DELETE FROM ");
                statement.push(table.name).push(" WHERE ").push(table.of).bind(self.organization.to_bytes());
                if table.of.contains('(') {
                    statement.push(")");
                }
                self.run(statement).await?;
            }
            _ => {}
        }
        insert(&mut self.tx, table, &rows.rows, "").await
    }

    /// Entries are written where each follows the one before: a log that was changed, or is another, isn’t.
    async fn follow(&mut self, rows: &Rows, before: Option<Head>) -> Result<(), StoreError> {
        let mut head = before.ok_or_else(|| StoreError::corrupt("entries that follow nothing"))?;
        let mut erased = Vec::new();
        for row in &rows.rows {
            head = next(head, self.organization, row)?;
            if row.get(5).map(Arg::text) == Some("member_erased") {
                erased.extend(row.get(6).and_then(id));
            }
        }
        for member in erased {
            // What an earlier part brought of them goes, as it went there.
            self.run(sql!(
                "UPDATE event SET body = NULL, origin = '', salt = NULL WHERE member = $1 AND kind <> 'member_erased'",
                member
            ))
            .await?;
            self.run(sql!("DELETE FROM mail WHERE member = $1", member)).await?;
        }
        Ok(())
    }

    /// An address that is somebody else’s in the copy has moved since: who had it is read anew as well,
    /// and holds no address until then.
    async fn make_room(&mut self, rows: &Rows) -> Result<(), StoreError> {
        for part in rows.rows.chunks(CHUNK) {
            let mut same = Sql::new("DELETE FROM account WHERE id IN (");
            same.bind_all(part.iter().filter_map(|row| row.first().cloned())).push(")");
            self.run(same).await?;
            let mut moved = Sql::new("UPDATE account SET email_key = email_key || ' ' || hex(id) WHERE email_key IN (");
            moved.bind_all(part.iter().filter_map(|row| row.get(2).cloned())).push(")");
            self.run(moved).await?;
        }
        Ok(())
    }

    async fn delete_same(&mut self, table: &Table, rows: &Rows) -> Result<(), StoreError> {
        for part in rows.rows.chunks(CHUNK) {
            let mut statement = Sql::new("DELETE FROM ");
            statement.push(table.name).push(" WHERE id IN (");
            statement.bind_all(part.iter().filter_map(|row| row.first().cloned())).push(")");
            self.run(statement).await?;
        }
        Ok(())
    }

    /// Rows that others refer to change in their places; those that are no longer there go, and what
    /// members held of them.
    async fn change_in_place(&mut self, table: &Table, rows: &Rows) -> Result<(), StoreError> {
        let there: Vec<[u8; 16]> = rows.rows.iter().filter_map(|row| row.first().and_then(id)).collect();
        if matches!(table.name, "grp" | "role") {
            // Names are unique, and two may have changed theirs with each other.
            let mut aside = Sql::new("UPDATE ");
            aside.push(table.name).push(" SET name_key = hex(id) WHERE ").push(table.of);
            aside.bind(self.organization.to_bytes());
            self.run(aside).await?;
        }
        let changed = table.columns.iter().skip(1).map(|column| format!("{0} = excluded.{0}", column.name));
        let tail = format!(" ON CONFLICT (id) DO UPDATE SET {}", changed.collect::<Vec<_>>().join(", "));
        insert(&mut self.tx, table, &rows.rows, &tail).await?;
        let mut known = Sql::new("SELECT id FROM ");
        known.push(table.name).push(" WHERE ").push(table.of).bind(self.organization.to_bytes());
        let known = known.query().fetch_all(&mut *self.tx).await?;
        for row in known {
            let id: [u8; 16] = crate::record::fixed(&row, "id")?;
            if there.contains(&id) {
                continue;
            }
            if table.name == "grp" {
                self.run(sql!("DELETE FROM member_grp WHERE grp = $1", id)).await?;
            }
            let mut gone = Sql::new("DELETE FROM ");
            gone.push(table.name).push(" WHERE id = ").bind(id);
            self.run(gone).await?;
        }
        Ok(())
    }

    async fn keep(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        if value.is_empty() {
            return self
                .run(sql!("DELETE FROM setting WHERE organization = $1 AND name = $2", organization, name))
                .await;
        }
        self.run(setting::put(organization, name, value)).await
    }
}

fn fits(table: &Table, row: &[Arg]) -> Result<(), StoreError> {
    let fits = |(column, cell): (&Column, &Arg)| match cell {
        Arg::Int(_) => column.kind == Kind::Int,
        Arg::Text(_) => column.kind == Kind::Text,
        Arg::Bytes(_) => column.kind == Kind::Bytes,
        Arg::NoInt | Arg::NoText | Arg::NoBytes => true,
    };
    if row.len() == table.columns.len() && table.columns.iter().zip(row).all(fits) {
        Ok(())
    } else {
        Err(StoreError::corrupt(format!("a row of {} that isn’t one", table.name)))
    }
}

async fn insert(
    connection: &mut AnyConnection,
    table: &Table,
    rows: &[Vec<Arg>],
    tail: &str,
) -> Result<(), StoreError> {
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let head = format!("INSERT INTO {} ({})", table.name, columns.join(", "));
    insert_rows(connection, &head, tail, rows.to_vec()).await
}

fn id(cell: &Arg) -> Option<[u8; 16]> {
    match cell {
        Arg::Bytes(bytes) => bytes.as_slice().try_into().ok(),
        _ => None,
    }
}

fn long(cell: &Arg) -> Option<Seal> {
    match cell {
        Arg::Bytes(bytes) => bytes.as_slice().try_into().ok(),
        _ => None,
    }
}

/// The entry of a row, where it follows the one before and says what it was sealed with (R30).
fn next(before: Head, organization: OrganizationId, row: &[Arg]) -> Result<Head, StoreError> {
    let broken = || StoreError::Damaged(format!("entry {} of the log doesn’t follow the one before", before.seq + 1));
    let [
        of,
        Arg::Int(seq),
        Arg::Int(at),
        command,
        actor,
        Arg::Text(kind),
        member,
        body,
        Arg::Text(origin),
        salt,
        body_seal,
        sealed,
    ] = row
    else {
        return Err(broken());
    };
    let (Some(command), Some(body_seal), Some(sealed)) = (id(command), long(body_seal), long(sealed)) else {
        return Err(broken());
    };
    let says = match body {
        Arg::Text(body) => {
            id(salt).is_some_and(|salt| commit(&salt, body, origin) == body_seal)
                && serde_json::from_str::<Event>(body)
                    .is_ok_and(|event| event.kind() == kind && event.member().map(MemberId::to_bytes) == id(member))
        }
        // Whoever was erased has neither body nor salt; who that was is known of each.
        _ => id(member).is_some(),
    };
    let entry = Sealed {
        organization: organization.to_bytes(),
        seq: *seq,
        at: *at,
        command,
        actor: id(actor).unwrap_or_default(),
        kind,
        body: body_seal,
    };
    let follows =
        *seq == before.seq + 1 && id(of) == Some(organization.to_bytes()) && seal(&before.seal, &entry) == sealed;
    if follows && says { Ok(Head { seq: *seq, seal: sealed }) } else { Err(broken()) }
}
