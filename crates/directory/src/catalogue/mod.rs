//! The default catalogue, as data; and the catalogue as screens show it.

pub(crate) mod prices;
pub(crate) mod view;

use rollbook_domain::catalogue::{Module, Package, PackageInfo, Product};
use serde::Deserialize;
use std::sync::LazyLock;

/// The file as it is written.
#[derive(Deserialize)]
struct File {
    product: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    key: String,
    name: String,
    explanation: String,
    packages: Vec<PackageInfo>,
    modules: Vec<Module>,
    starter: Option<Starter>,
}

/// What a new organization starts with of a product.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Starter {
    package: String,
    seats: i64,
}

/// The catalogue, read once.
struct Data {
    products: Vec<Product>,
    starters: Vec<(Package, i64)>,
}

static DATA: LazyLock<Data> = LazyLock::new(|| {
    let file: File = match toml::from_str(include_str!("default.toml")) {
        Ok(file) => file,
        Err(error) => {
            // It is shipped with the program and read by its tests.
            tracing::error!(%error, "the default catalogue can’t be read");
            return Data { products: Vec::new(), starters: Vec::new() };
        }
    };
    let mut data = Data { products: Vec::new(), starters: Vec::new() };
    for entry in file.product {
        let Entry { key, name, explanation, packages, modules, starter } = entry;
        let package = starter.as_ref().and_then(|starter| Package::parse(&format!("{key}.{}", starter.package)));
        data.starters.extend(package.zip(starter).map(|(package, starter)| (package, starter.seats)));
        data.products.push(Product { key, name, explanation, packages, modules });
    }
    data
});

/// Every product that an organization can take.
pub(crate) fn default_catalogue() -> &'static [Product] {
    &DATA.products
}

/// The packages that a new organization starts with, and how many seats of each.
pub(crate) fn starters() -> &'static [(Package, i64)] {
    &DATA.starters
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollbook_domain::{catalogue::ActionInfo, group::Permission, role::BuiltInRole};
    use std::collections::HashSet;

    fn actions() -> impl Iterator<Item = (&'static Module, &'static ActionInfo)> {
        let modules = default_catalogue().iter().flat_map(|product| &product.modules);
        modules.flat_map(|module| module.actions.iter().map(move |action| (module, action)))
    }

    #[test]
    fn every_action_is_a_permission_of_its_own_that_says_what_it_allows() {
        let mut seen = HashSet::new();
        for (module, action) in actions() {
            let text = format!("{}.{}", module.key, action.key);
            assert!(Permission::parse(&text).is_some() && seen.insert(text.clone()), "{text}");
            assert!(!action.label.is_empty() && action.explanation.ends_with('.'), "{text}");
        }
        assert!((50..=500).contains(&seen.len()), "{}", seen.len());
    }

    #[test]
    fn a_new_organization_starts_with_packages_that_there_are() {
        assert!(!starters().is_empty());
        for (package, seats) in starters() {
            let product = default_catalogue().iter().find(|product| product.key == package.product());
            let there = product.is_some_and(|p| p.packages.iter().any(|info| info.key == package.package()));
            assert!(there && *seats > 0, "{package}");
        }
    }

    #[test]
    fn read_only_looks_and_never_touches_and_staff_does_no_more_than_an_administrator() {
        for (module, action) in actions() {
            let carries = |role: BuiltInRole| action.roles.contains(&role);
            assert!(!carries(BuiltInRole::ReadOnly) || action.key == "view", "{} {}", module.key, action.key);
            assert!(!carries(BuiltInRole::Staff) || carries(BuiltInRole::Admin), "{} {}", module.key, action.key);
            assert!(!carries(BuiltInRole::SuperAdmin), "Super Admin carries everything anyway");
            assert!(module.key != "payroll" || action.roles.is_empty(), "salaries are nobody's by default");
        }
    }

    #[test]
    fn who_may_do_something_in_a_module_from_the_beginning_may_see_it() {
        let modules: Vec<&Module> = default_catalogue().iter().flat_map(|product| &product.modules).collect();
        for module in modules {
            let view = module.actions.iter().find(|action| action.key == "view").unwrap();
            for action in &module.actions {
                let seen = action.roles.iter().all(|role| view.roles.contains(role));
                assert!(
                    seen && action.groups.iter().all(|group| view.groups.contains(group)),
                    "{} {}",
                    module.key,
                    action.key
                );
            }
        }
    }
}
