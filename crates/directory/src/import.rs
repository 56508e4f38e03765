//! Import: tables are read, corrected, previewed, and carried out in one transaction (B2).

mod run;
mod tables;

pub use run::ImportReport;
pub use tables::Tables;
