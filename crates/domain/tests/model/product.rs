//! Two products, small enough to know by heart.

use rollbook_domain::{
    catalogue::{ActionInfo, Module, Package, PackageInfo, Product},
    role::BuiltInRole,
};

pub(crate) fn package(text: &str) -> Package {
    Package::parse(text).expect("a package in a test is well formed")
}

fn action(key: &str, roles: &[BuiltInRole], groups: &[&str]) -> ActionInfo {
    ActionInfo {
        key: key.to_owned(),
        label: key.to_owned(),
        explanation: format!("Lets people {key}"),
        roles: roles.to_vec(),
        groups: groups.iter().map(|name| (*name).to_owned()).collect(),
    }
}

fn product(key: &str, name: &str, packages: &[&str], modules: Vec<(&str, Vec<ActionInfo>)>) -> Product {
    let info = |key: &&str| PackageInfo { key: (*key).to_owned(), name: key.to_uppercase() };
    let module =
        |(key, actions): (&str, Vec<ActionInfo>)| Module { key: key.to_owned(), label: key.to_owned(), actions };
    Product {
        key: key.to_owned(),
        name: name.to_owned(),
        explanation: String::new(),
        packages: packages.iter().map(info).collect(),
        modules: modules.into_iter().map(module).collect(),
    }
}

/// Vehicles and trips; built-in roles carry some of it, and Drivers come with it.
pub(crate) fn fleet() -> Product {
    use BuiltInRole::{Admin, ReadOnly, Staff};
    let vehicles = vec![
        action("view", &[Admin, Staff, ReadOnly], &["User"]),
        action("edit", &[Admin, Staff], &[]),
        action("delete", &[Admin], &[]),
        action("manage", &[], &[]),
    ];
    let trips = vec![action("view", &[Admin, Staff], &["Drivers"]), action("edit", &[Admin], &["Drivers"])];
    product("fleet", "Fleet", &["base", "pro"], vec![("vehicles", vehicles), ("trips", trips)])
}

/// One module.
pub(crate) fn forms() -> Product {
    let actions = vec![
        action("view", &[BuiltInRole::Admin, BuiltInRole::ReadOnly], &["Guest", "Form makers"]),
        action("edit", &[], &["Form makers"]),
    ];
    product("forms", "Forms", &["base"], vec![("forms", actions)])
}
