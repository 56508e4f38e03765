//! Sets of permissions as bits: a union is a handful of machine words, so authority can be asked
//! for every row of a list.

use crate::group::Permission;
use fixedbitset::FixedBitSet;
use std::collections::HashMap;

/// The number that each permission has in the sets of one organization. Numbers are given on sight
/// and never leave memory.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    by_permission: HashMap<Permission, usize>,
    all: Vec<Permission>,
}

impl Numbers {
    /// The permission's number, given now if it had none.
    pub fn intern(&mut self, permission: &Permission) -> usize {
        if let Some(number) = self.by_permission.get(permission) {
            return *number;
        }
        let number = self.all.len();
        self.all.push(permission.clone());
        self.by_permission.insert(permission.clone(), number);
        number
    }
    /// The permission's number, if it has one.
    pub fn of(&self, permission: &Permission) -> Option<usize> {
        self.by_permission.get(permission).copied()
    }
    /// The set of these permissions, numbered now where they had no number.
    pub fn set<'a>(&mut self, permissions: impl IntoIterator<Item = &'a Permission>) -> PermissionSet {
        permissions.into_iter().map(|permission| self.intern(permission)).collect()
    }
    /// The permissions of a set, sorted.
    pub fn permissions(&self, set: &PermissionSet) -> Vec<Permission> {
        let mut all: Vec<Permission> = set.numbers().filter_map(|number| self.all.get(number)).cloned().collect();
        all.sort();
        all
    }
}

/// A set of permissions, by their numbers.
#[derive(Clone, Debug, Default)]
pub struct PermissionSet(FixedBitSet);

impl PermissionSet {
    /// Adds one by its number.
    pub fn insert(&mut self, number: usize) {
        self.0.grow_and_insert(number);
    }
    /// Whether it holds this number.
    pub fn contains(&self, number: usize) -> bool {
        self.0.contains(number)
    }
    /// Adds all of another set.
    pub fn add(&mut self, other: &Self) {
        self.0.union_with(&other.0);
    }
    /// Takes all of another set away.
    pub fn remove(&mut self, other: &Self) {
        self.0.difference_with(&other.0);
    }
    /// What both have.
    #[must_use]
    pub fn both(&self, other: &Self) -> Self {
        let mut all = self.0.clone();
        all.intersect_with(&other.0);
        Self(all)
    }
    /// Whether all of this is in the other too.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.is_subset(&other.0)
    }
    /// Whether the two have nothing in common.
    pub fn is_apart(&self, other: &Self) -> bool {
        self.0.is_disjoint(&other.0)
    }
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_clear()
    }
    /// How many are in it.
    pub fn len(&self) -> usize {
        self.0.count_ones(..)
    }
    /// The numbers in it, ascending.
    pub fn numbers(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.ones()
    }
}

/// Two sets are the same when they hold the same numbers, however much room each has.
impl PartialEq for PermissionSet {
    fn eq(&self, other: &Self) -> bool {
        self.is_within(other) && other.is_within(self)
    }
}

impl Eq for PermissionSet {}

impl FromIterator<usize> for PermissionSet {
    fn from_iter<T: IntoIterator<Item = usize>>(numbers: T) -> Self {
        let mut set = Self::default();
        for number in numbers {
            set.insert(number);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn set(numbers: &BTreeSet<usize>) -> PermissionSet {
        numbers.iter().copied().collect()
    }

    proptest! {
        #[test]
        fn sets_do_what_sets_of_numbers_do(
            one in proptest::collection::btree_set(0..300_usize, 0..40),
            other in proptest::collection::btree_set(0..300_usize, 0..40),
        ) {
            let (a, b) = (set(&one), set(&other));
            let mut sum = a.clone();
            sum.add(&b);
            prop_assert_eq!(sum, set(&one.union(&other).copied().collect()));
            let mut rest = a.clone();
            rest.remove(&b);
            prop_assert_eq!(rest, set(&one.difference(&other).copied().collect()));
            prop_assert_eq!(a.both(&b), set(&one.intersection(&other).copied().collect()));
            prop_assert_eq!(a.is_within(&b), one.is_subset(&other));
            prop_assert_eq!(a.is_apart(&b), one.is_disjoint(&other));
            prop_assert_eq!((a.len(), a.is_empty()), (one.len(), one.is_empty()));
            prop_assert_eq!(a == b, one == other);
        }
    }
}
