//! From the rows of a table to groups.

use std::collections::{HashMap, HashSet};

use super::parents;
use super::{Group, GroupRow, is_permission};
use crate::heads::{Field, Mapping, Source};
use crate::list;
use crate::problem::{Code, Problem};
use crate::read::{Row, Table};
use crate::text::clean;

/// Reads every row as the mapping says, in the order of the file. `existing` names
/// the groups that the organization has already: parents may be among them.
pub fn rows<S: AsRef<str>>(table: &Table, mapping: &Mapping, existing: &[S]) -> Vec<GroupRow> {
    let reader = Reader { table, mapping };
    let mut rows: Vec<_> = table.rows.iter().map(|row| reader.group(row)).collect();
    refuse_doubles(&mut rows, reader.head(Field::GroupName));
    parents::check(&mut rows, existing, reader.head(Field::GroupParent));
    rows
}

struct Reader<'t> {
    table: &'t Table,
    mapping: &'t Mapping,
}

impl<'t> Reader<'t> {
    fn head(&self, field: Field) -> Option<&'t str> {
        let at = self.mapping.columns.iter().position(|of| *of == field)?;
        self.table.columns.get(at).map(String::as_str)
    }

    fn cells<'r>(&'r self, row: &'r Row, field: Field) -> impl Iterator<Item = &'r str> {
        self.mapping.columns.iter().zip(&row.cells).filter(move |(of, _)| **of == field).map(|(_, cell)| cell.as_str())
    }

    fn text(&self, row: &Row, field: Field) -> String {
        self.cells(row, field).map(|cell| clean(cell).0).find(|text| !text.is_empty()).unwrap_or_default().into_owned()
    }

    fn group(&self, row: &Row) -> GroupRow {
        let mut problems = Vec::new();
        let name = self.text(row, Field::GroupName);
        if name.is_empty() {
            problems.push(Problem::new(
                Code::GroupMissing,
                "The row names no group. Add a name",
                self.head(Field::GroupName),
            ));
        }
        let permissions = self.permissions(row, &mut problems);
        let parent = Some(self.text(row, Field::GroupParent)).filter(|name| !name.is_empty());
        let group = Group { name, description: self.text(row, Field::GroupDescription), parent, permissions };
        GroupRow { line: row.line, group: if problems.is_empty() { Ok(group) } else { Err(problems) } }
    }

    fn permissions(&self, row: &Row, problems: &mut Vec<Problem>) -> Vec<String> {
        let mut permissions = Vec::new();
        let mut seen = HashSet::new();
        for cell in self.cells(row, Field::GroupPermissions) {
            let items =
                if self.mapping.source == Source::Rollbook { list::split(cell) } else { list::split_foreign(cell) };
            for item in items {
                if !is_permission(&item) {
                    let words = format!(
                        "\"{}\" isn’t a permission. Write module.action, such as contacts.edit",
                        clean(&item).0
                    );
                    let head = self.head(Field::GroupPermissions);
                    problems.push(Problem::new(Code::PermissionSyntax, words, head));
                } else if seen.insert(item.clone()) {
                    permissions.push(item);
                }
            }
        }
        permissions
    }
}

fn refuse_doubles(rows: &mut [GroupRow], head: Option<&str>) {
    let mut seen = HashMap::<String, u64>::new();
    for row in rows {
        let Ok(group) = &row.group else { continue };
        let first = *seen.entry(group.name.to_lowercase()).or_insert(row.line);
        if first != row.line {
            let words = format!("Line {first} has {} already. Keep one of the two rows", group.name);
            row.group = Err(vec![Problem::new(Code::GroupDoubled, words, head)]);
        }
    }
}
