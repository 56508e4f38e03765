//! Whether the groups of a file hang together: every parent is there, and nobody is
//! their own ancestor.

use std::collections::{HashMap, HashSet};

use super::GroupRow;
use crate::problem::{Code, Problem};

/// Refuses the rows whose parent is missing, in a circle, or refused itself; spells
/// the parents of the others as their own rows do.
pub(super) fn check<S: AsRef<str>>(rows: &mut [GroupRow], existing: &[S], head: Option<&str>) {
    let taken: HashMap<String, usize> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((row.group.as_ref().ok()?.name.to_lowercase(), at)))
        .collect();
    let there: HashMap<String, &str> =
        existing.iter().map(|name| (name.as_ref().to_lowercase(), name.as_ref())).collect();

    let mut above: Vec<Option<usize>> = vec![None; rows.len()];
    for at in 0..rows.len() {
        let Some(parent) = parent(&rows[at]) else {
            continue;
        };
        let key = parent.to_lowercase();
        if let Some(of) = taken.get(&key) {
            above[at] = Some(*of);
        } else if let Some(name) = there.get(&key) {
            spell(&mut rows[at], name);
        } else {
            let words = format!("The parent {parent} is neither in the file nor in the organization. Add it");
            refuse(&mut rows[at], Code::ParentUnknown, words, head);
        }
    }
    for at in in_circles(&above) {
        let words = "The group is above itself, through its parents. Remove one parent".to_owned();
        refuse(&mut rows[at], Code::ParentCycle, words, head);
    }
    refuse_below(rows, &above, head);
    for at in 0..rows.len() {
        let Some(of) = above[at] else { continue };
        if let Some(name) = rows[of].group.as_ref().ok().map(|group| group.name.clone()) {
            spell(&mut rows[at], &name);
        }
    }
}

fn parent(row: &GroupRow) -> Option<String> {
    row.group.as_ref().ok()?.parent.clone()
}

fn spell(row: &mut GroupRow, parent: &str) {
    if let Ok(group) = &mut row.group {
        group.parent = Some(parent.to_owned());
    }
}

fn refuse(row: &mut GroupRow, code: Code, words: String, head: Option<&str>) {
    row.group = Err(vec![Problem::new(code, words, head)]);
}

/// The rows that reach themselves by going up. Every row is walked over once.
fn in_circles(above: &[Option<usize>]) -> Vec<usize> {
    const NOT_YET: usize = usize::MAX;
    let mut walk_of = vec![NOT_YET; above.len()];
    let mut found = Vec::new();
    for start in 0..above.len() {
        let mut at = start;
        let met = loop {
            if walk_of[at] != NOT_YET {
                break (walk_of[at] == start).then_some(at);
            }
            walk_of[at] = start;
            match above[at] {
                Some(next) => at = next,
                None => break None,
            }
        };
        let mut next = met;
        while let Some(at) = next {
            found.push(at);
            next = above[at].filter(|up| Some(*up) != met);
        }
    }
    found
}

/// Refuses what stands below refused rows, however deep.
fn refuse_below(rows: &mut [GroupRow], above: &[Option<usize>], head: Option<&str>) {
    let mut below: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, up) in above.iter().enumerate() {
        if let Some(up) = up {
            below.entry(*up).or_default().push(at);
        }
    }
    let mut refused: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].group.is_err()).collect();
    let mut known: HashSet<usize> = refused.iter().copied().collect();
    while let Some(up) = refused.pop() {
        for at in below.remove(&up).unwrap_or_default() {
            if known.insert(at) {
                let words = format!("The parent on line {} can’t be taken. Correct it first", rows[up].line);
                refuse(&mut rows[at], Code::ParentRefused, words, head);
                refused.push(at);
            }
        }
    }
}
