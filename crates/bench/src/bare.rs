//! The baseline: bare statements on a pool with the store's own settings, and nothing around them.

use crate::error::BenchError;
use rollbook_store::{Arg, Store};
use sqlx::{
    Any, AnyConnection, AnyPool, AssertSqlSafe, Column as _, Row as _, TypeInfo as _, ValueRef as _,
    any::{AnyArguments, AnyRow},
    query::Query,
};

/// A statement with its values.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    text: String,
    args: Vec<Arg>,
}

impl Statement {
    /// `text` with `$1`… for `args`.
    pub(crate) fn new(text: impl Into<String>, args: Vec<Arg>) -> Self {
        Self { text: text.into(), args }
    }
    /// Its rows.
    pub(crate) async fn rows(&self, pool: &AnyPool) -> Result<Vec<AnyRow>, BenchError> {
        Ok(query(self.text.clone(), self.args.iter().cloned()).fetch_all(pool).await?)
    }
    /// Its rows, read on the connection for lists.
    pub(crate) async fn listed(&self, store: &Store) -> Result<Vec<AnyRow>, BenchError> {
        let mut reading = store.reading().await?;
        Ok(query(self.text.clone(), self.args.iter().cloned()).fetch_all(reading.connection()).await?)
    }
    /// The number in the first column of its only row.
    pub(crate) async fn number(&self, pool: &AnyPool) -> Result<i64, BenchError> {
        Ok(query(self.text.clone(), self.args.iter().cloned()).fetch_one(pool).await?.try_get(0)?)
    }
    /// Carries it out.
    pub(crate) async fn run(&self, connection: &mut AnyConnection) -> Result<(), BenchError> {
        query(self.text.clone(), self.args.iter().cloned()).execute(connection).await?;
        Ok(())
    }
}

fn query(text: String, args: impl Iterator<Item = Arg>) -> Query<'static, Any, AnyArguments> {
    args.fold(sqlx::query(AssertSqlSafe(text)), |query, arg| match arg {
        Arg::Int(value) => query.bind(value),
        Arg::Text(value) => query.bind(value),
        Arg::Bytes(value) => query.bind(value),
        Arg::NoInt => query.bind(None::<i64>),
        Arg::NoText => query.bind(None::<String>),
        Arg::NoBytes => query.bind(None::<Vec<u8>>),
    })
}

/// Rows of one table, as they are.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    table: &'static str,
    columns: Vec<String>,
    cells: Vec<Vec<Arg>>,
}

impl Rows {
    /// What `statement` finds, to be put into `table`.
    pub(crate) async fn of(pool: &AnyPool, table: &'static str, statement: &Statement) -> Result<Self, BenchError> {
        let found = statement.rows(pool).await?;
        let columns =
            found.first().map_or_else(Vec::new, |row| row.columns().iter().map(|c| c.name().to_owned()).collect());
        let cells = found.iter().map(cells).collect::<Result<_, _>>()?;
        Ok(Self { table, columns, cells })
    }

    /// Inserts them, many with one statement; every statement but the last is the same text.
    pub(crate) async fn insert(self, connection: &mut AnyConnection) -> Result<(), BenchError> {
        const VALUES: usize = 1_000;
        let width = self.columns.len().max(1);
        let whole = self.text(width, VALUES / width);
        let mut rows = self.cells.iter().cloned().peekable();
        while rows.peek().is_some() {
            let part: Vec<Vec<Arg>> = rows.by_ref().take(VALUES / width).collect();
            let text = if part.len() == VALUES / width { whole.clone() } else { self.text(width, part.len()) };
            query(text, part.into_iter().flatten()).execute(&mut *connection).await?;
        }
        Ok(())
    }

    fn text(&self, width: usize, rows: usize) -> String {
        let row = |at: usize| (1..=width).map(|n| format!("${}", at * width + n)).collect::<Vec<_>>().join(", ");
        let values: Vec<String> = (0..rows).map(|at| format!("({})", row(at))).collect();
        format!("INSERT INTO {} ({}) VALUES {}", self.table, self.columns.join(", "), values.join(", "))
    }
}

fn cells(row: &AnyRow) -> Result<Vec<Arg>, BenchError> {
    (0..row.len())
        .map(|at| {
            let raw = row.try_get_raw(at)?;
            if raw.is_null() {
                return Ok(Arg::NoText);
            }
            Ok(match raw.type_info().name() {
                "TEXT" => Arg::Text(row.try_get(at)?),
                "BLOB" => Arg::Bytes(row.try_get(at)?),
                _ => Arg::Int(row.try_get(at)?),
            })
        })
        .collect()
}
