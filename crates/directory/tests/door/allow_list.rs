//! Lists are sorted and filtered by what is named for it, never by what somebody names (C34).

use rollbook_directory::contract::{SortKey, UserFilter, UsersPage};
use serde_json::{Value, json};

fn question() -> Value {
    let filter = json!({
        "tab": "active", "text": "", "tiers": [], "group": null, "suspended": null, "awayDays": null,
        "withoutSecondFactor": false, "role": null, "licence": null, "kind": null, "withoutRole": false,
    });
    let sort = json!({ "key": "name", "descending": false });
    json!({ "filter": filter, "sort": sort, "offset": 0, "take": 50, "anchor": null })
}

#[test]
fn c34_a_list_is_sorted_by_the_columns_that_are_named_for_it_alone() {
    assert!(serde_json::from_value::<UsersPage>(question()).is_ok());
    for key in ["password", "password_at", "account", "search", "name; DROP TABLE member", "Name", ""] {
        let mut asked = question();
        asked["sort"]["key"] = json!(key);
        assert!(serde_json::from_value::<UsersPage>(asked).is_err(), "{key:?}");
    }
    let all = ["name", "email", "tier", "last_active", "added"];
    assert!(all.iter().all(|key| serde_json::from_value::<SortKey>(json!(key)).is_ok()));
}

#[test]
fn c34_a_list_is_filtered_by_the_fields_that_are_named_for_it_alone() {
    for field in ["password", "note", "secondFactorSecret", "id"] {
        let mut asked = question()["filter"].clone();
        asked[field] = json!("x");
        assert!(serde_json::from_value::<UserFilter>(asked).is_err(), "{field}");
    }
}
