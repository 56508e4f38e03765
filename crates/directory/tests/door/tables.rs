//! Tables for imports.

use rollbook_directory::Tables;
use std::fmt::Write as _;

/// People with these numbers, who are to become active users of the group *Crew*.
pub(crate) fn people(numbers: std::ops::Range<usize>) -> String {
    let mut csv = "email,first_name,last_name,groups\n".to_owned();
    for n in numbers {
        writeln!(csv, "p{n}@nordlys.example,Person,Number {n},Crew").unwrap();
    }
    csv
}

/// CSV texts as an import takes them.
pub(crate) fn tables(files: &[&str]) -> Tables {
    let named = files.iter().enumerate().map(|(n, text)| (format!("table-{n}.csv"), text.as_bytes().to_vec()));
    Tables::load(named.collect()).expect("the tables can be read")
}

/// Groups and people of a real organization.
pub(crate) fn real(folder: &str) -> Tables {
    let base = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../exchange/tests/data").join(folder);
    let files = ["groups.csv", "people.csv"]
        .map(|name| (name.to_owned(), std::fs::read(base.join(name)).expect("a real table")));
    Tables::load(files.to_vec()).expect("the tables can be read")
}
