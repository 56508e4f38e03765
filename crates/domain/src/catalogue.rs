//! The catalogue: products, their packages and modules, and what there is to permit in each. The
//! default catalogue is data; an organization's products choose from it, and a table can bring
//! modules of its own, which belong to no product.

use crate::group::Permission;
use serde::{Deserialize, Serialize};

/// A product that an organization can take.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Product {
    /// Its stable key, as in `fleet`.
    pub key: String,
    /// Its name as shown.
    pub name: String,
    /// What it is for, in one sentence.
    pub explanation: String,
    /// What can be bought of it.
    pub packages: Vec<PackageInfo>,
    /// Its modules, in the order of its menu.
    pub modules: Vec<Module>,
}

/// A package of a product: what a licence is a seat of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PackageInfo {
    /// Its key, unique in the product, as in `pro`.
    pub key: String,
    /// Its name as shown.
    pub name: String,
}

/// A module: one entry of a product's menu.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Module {
    /// Its stable key, as in `contacts`.
    pub key: String,
    /// Its name as shown.
    pub label: String,
    /// What can be done in it.
    pub actions: Vec<ActionInfo>,
}

/// One action of a module.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ActionInfo {
    /// Its key: `view`, `create`, `edit`, `delete`, `manage`, or one of the module's own.
    pub key: String,
    /// Its name as shown.
    pub label: String,
    /// What it allows, in plain words.
    pub explanation: String,
    /// Which built-in roles carry it from the beginning; Super Admin carries everything anyway.
    #[serde(default)]
    pub roles: Vec<crate::role::BuiltInRole>,
    /// Which built-in groups carry it from the beginning, by name.
    #[serde(default)]
    pub groups: Vec<String>,
}

/// The five actions that every module of a product may have, in the order of the matrix.
pub const ACTIONS: [&str; 5] = ["view", "create", "edit", "delete", "manage"];

impl Module {
    /// The module's permissions, in the order of its actions.
    pub fn permissions(&self) -> impl Iterator<Item = Permission> + '_ {
        self.actions.iter().filter_map(|action| Permission::parse(&format!("{}.{}", self.key, action.key)))
    }
}

/// A product's package, written `product.package`: what seats and licences are counted by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ts_rs::TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Package {
    product: String,
    package: String,
}

impl Package {
    /// Reads `product.package`.
    pub fn parse(text: &str) -> Option<Self> {
        let (product, package) = text.split_once('.')?;
        let good = |word: &str| {
            (1..=40).contains(&word.len())
                && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-')
        };
        (good(product) && good(package)).then(|| Self { product: product.to_owned(), package: package.to_owned() })
    }
    /// The product's key.
    pub fn product(&self) -> &str {
        &self.product
    }
    /// The package's key.
    pub fn package(&self) -> &str {
        &self.package
    }
}

impl std::fmt::Display for Package {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.product, self.package)
    }
}

impl TryFrom<String> for Package {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or(text)
    }
}

impl From<Package> for String {
    fn from(package: Package) -> Self {
        package.to_string()
    }
}

/// Seats of a package: bought, and in use (R22).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Seats {
    /// How many were bought.
    pub bought: i64,
    /// How many members hold one now.
    pub used: i64,
}

impl Seats {
    /// How many are free.
    pub const fn free(self) -> i64 {
        self.bought - self.used
    }
}

impl schemars::JsonSchema for Package {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Package".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "description": "A product’s package, written `product.package`.", "type": "string", "pattern": r"^[a-z0-9_-]{1,40}\.[a-z0-9_-]{1,40}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_a_product_and_a_key() {
        let package = Package::parse("fleet.pro").expect("a package");
        assert_eq!((package.product(), package.package()), ("fleet", "pro"));
        for bad in ["", "fleet", ".pro", "fleet.", "Fleet.pro", "a.b.c", "fleet.p o"] {
            assert_eq!(Package::parse(bad), None, "{bad:?}");
        }
    }
}
