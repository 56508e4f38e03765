//! Groups: named sets of members that carry permissions; and the permissions that they name.

use crate::GroupId;
use serde::{Deserialize, Serialize};

/// A named set of members that carries permissions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name, unique in the organization by its folded form.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// The key of the product that it belongs to; `None` for one by kind of work.
    pub product: Option<String>,
    /// The group that it belongs under.
    pub parent: Option<GroupId>,
    /// Whether it came with the product and can't be deleted (R20).
    pub built_in: bool,
    /// Permissions that its members get, sorted and without doubles.
    pub permissions: Vec<Permission>,
}

/// The three groups that every organization starts with.
pub const BUILT_IN: [(&str, &str); 3] = [
    ("Admin", "People who look after the organization"),
    ("User", "People who work in the organization"),
    ("Guest", "People who visit for a while"),
];

/// A permission: a module's key and an action, written `module.action`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ts_rs::TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Permission {
    module: String,
    action: String,
}

impl Permission {
    /// Reads `module.action`; the last dot separates, as module keys may hold dots.
    pub fn parse(text: &str) -> Option<Self> {
        let (module, action) = text.rsplit_once('.')?;
        let good_module = !module.is_empty()
            && module.len() <= 100
            && module.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            && module.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c));
        let good_action =
            !action.is_empty() && action.len() <= 40 && action.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        (good_module && good_action).then(|| Self { module: module.to_owned(), action: action.to_owned() })
    }
    /// The module's key.
    pub fn module(&self) -> &str {
        &self.module
    }
    /// The action's key.
    pub fn action(&self) -> &str {
        &self.action
    }
}

impl std::fmt::Display for Permission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.module, self.action)
    }
}

impl TryFrom<String> for Permission {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or(text)
    }
}

impl From<Permission> for String {
    fn from(permission: Permission) -> Self {
        permission.to_string()
    }
}

impl schemars::JsonSchema for Permission {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Permission".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "description": "A permission, written `module.action`.", "type": "string", "pattern": r"^[a-z0-9][a-z0-9._-]{0,99}\.[a-z_]{1,40}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_is_a_module_and_an_action() {
        let p = Permission::parse("cel-admission-webhook.v2.view").expect("a good permission");
        assert_eq!((p.module(), p.action()), ("cel-admission-webhook.v2", "view"));
        for bad in ["", "view", ".view", "x.", "X.view", "a b.view", "x.View"] {
            assert_eq!(Permission::parse(bad), None, "{bad:?}");
        }
    }
}
