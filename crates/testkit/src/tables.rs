//! Every row of every table as text: to see that nothing changed, and that nothing is left.

use rollbook_store::{Engine, Store};
use sqlx::{AssertSqlSafe, Column as _, Row as _, TypeInfo as _, ValueRef as _, any::AnyRow};
use std::collections::BTreeMap;

/// The rows of each table, sorted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dump(pub BTreeMap<String, Vec<String>>);

impl Dump {
    /// Tables and rows that contain a text, whatever its case.
    pub fn holding(&self, text: &str) -> Vec<String> {
        let text = text.to_lowercase();
        let hits = self.0.iter().flat_map(|(table, rows)| rows.iter().map(move |row| format!("{table}: {row}")));
        hits.filter(|row| row.to_lowercase().contains(&text)).collect()
    }

    /// The rows of one table.
    pub fn table(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}

/// Reads every table of a store, the search index too; the record of migrations is left out.
pub async fn dump(store: &Store) -> Dump {
    let names = match store.engine() {
        Engine::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations'"
        }
        Engine::Postgres => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema() \
             AND table_name <> '_sqlx_migrations'"
        }
    };
    let names: Vec<String> = sqlx::query_scalar(names).fetch_all(store.pool()).await.expect("the tables' names");
    let mut tables = BTreeMap::new();
    for name in names {
        let rows = sqlx::query(AssertSqlSafe(format!("SELECT * FROM {name}")))
            .fetch_all(store.pool())
            .await
            .expect("its rows");
        let mut rows: Vec<String> = rows.iter().map(line).collect();
        rows.sort();
        tables.insert(name, rows);
    }
    Dump(tables)
}

fn line(row: &AnyRow) -> String {
    let cells = row.columns().iter().enumerate().map(|(at, column)| format!("{}={}", column.name(), cell(row, at)));
    cells.collect::<Vec<_>>().join(" | ")
}

fn cell(row: &AnyRow, at: usize) -> String {
    let raw = row.try_get_raw(at).expect("a column");
    if raw.is_null() {
        return "NULL".to_owned();
    }
    match raw.type_info().name() {
        "TEXT" => row.get::<String, _>(at),
        // Text that lies in a blob is found as well.
        "BLOB" => {
            let bytes = row.get::<Vec<u8>, _>(at);
            format!("{}~{}", hex::encode(&bytes), String::from_utf8_lossy(&bytes))
        }
        _ => row.get::<i64, _>(at).to_string(),
    }
}
