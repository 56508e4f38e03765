//! Groups, as a table tells of them: name, description, the group above, and the
//! permissions that they carry.

mod parents;
mod rows;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use rows::rows;

use crate::Problem;

/// One row of a table of groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct GroupRow {
    /// The line of the file, counted from 1.
    #[ts(type = "number")]
    pub line: u64,
    /// The group, or every reason why the row can't be taken.
    pub group: Result<Group, Vec<Problem>>,
}

/// A group as the row describes it. Text is trimmed and free of invisible characters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct Group {
    /// The name.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// The name of the group above, spelled as that group spells it.
    pub parent: Option<String>,
    /// Permissions as `module.action`, each once, in the order of the file.
    pub permissions: Vec<String>,
}

/// Whether the text is a permission: the last dot parts the module (small letters,
/// digits, `.`, `_`, `-`, beginning with a letter or digit) from the action (small
/// letters and `_`).
pub fn is_permission(text: &str) -> bool {
    let Some((module, action)) = text.rsplit_once('.') else {
        return false;
    };
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    module.bytes().next().is_some_and(plain)
        && module.bytes().all(|b| plain(b) || matches!(b, b'.' | b'_' | b'-'))
        && !action.is_empty()
        && action.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    #[rstest]
    #[case("contacts.edit", true)]
    #[case("csi-driver-host-path.view", true)]
    #[case("k8s.io.manage", true)]
    #[case("0x.bulk_export", true)]
    #[case("contacts", false)]
    #[case("contacts.", false)]
    #[case(".edit", false)]
    #[case("-contacts.edit", false)]
    #[case("Contacts.edit", false)]
    #[case("contacts.edit2", false)]
    #[case("contacts edit.view", false)]
    #[case("", false)]
    fn a_permission_is_a_module_and_an_action(#[case] text: &str, #[case] is_one: bool) {
        assert_eq!(super::is_permission(text), is_one);
    }
}
