//! The catalogue as screens show it, and the numbers that roles and groups name permissions by.

use crate::contract::{ActionView, CatalogueView, ModuleView, ProductView};
use rollbook_domain::{
    catalogue::{ACTIONS, ActionInfo, Module},
    decide::authority::Effective,
    group::Permission,
    structure::Structure,
};
use std::collections::{BTreeMap, HashMap};

/// The products with their modules, and under an empty key the organization's own modules.
pub(crate) fn menus(structure: &Structure) -> Vec<Menu> {
    let mut rest: BTreeMap<&str, Vec<&Permission>> = BTreeMap::new();
    let in_products: std::collections::HashSet<Permission> =
        structure.products.iter().flat_map(|product| &product.modules).flat_map(Module::permissions).collect();
    for permission in structure.catalogue.iter().filter(|permission| !in_products.contains(*permission)) {
        rest.entry(permission.module()).or_default().push(permission);
    }
    let mut menus: Vec<Menu> = structure
        .products
        .iter()
        .map(|product| Menu {
            key: product.key.clone(),
            name: product.name.clone(),
            explanation: product.explanation.clone(),
            modules: product.modules.iter().map(|module| ordered(module.clone())).collect(),
        })
        .collect();
    if !rest.is_empty() {
        menus.push(Menu {
            key: String::new(),
            name: "Own modules".to_owned(),
            explanation: "Modules that came with your tables".to_owned(),
            modules: rest.into_iter().map(|(key, permissions)| ordered(own(key, &permissions))).collect(),
        });
    }
    menus
}

/// A product's menu, or that of the organization's own modules.
pub(crate) struct Menu {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) explanation: String,
    pub(crate) modules: Vec<Module>,
}

/// A module that a table brought: its key is all that is known of it.
fn own(key: &str, permissions: &[&Permission]) -> Module {
    let actions = permissions.iter().map(|permission| ActionInfo {
        key: permission.action().to_owned(),
        label: words(permission.action()),
        explanation: String::new(),
        roles: Vec::new(),
        groups: Vec::new(),
    });
    Module { key: key.to_owned(), label: key.to_owned(), actions: actions.collect() }
}

/// `assign_owner` as "Assign owner".
fn words(key: &str) -> String {
    let text = key.replace('_', " ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// View, Create, Edit, Delete, Manage first, then the module's own actions.
fn ordered(mut module: Module) -> Module {
    let place = |action: &ActionInfo| ACTIONS.iter().position(|key| *key == action.key).unwrap_or(ACTIONS.len());
    module.actions.sort_by_key(place);
    module
}

/// The catalogue with the number of each permission.
pub(crate) fn catalogue(structure: &Structure, mine: &Effective) -> (CatalogueView, HashMap<Permission, u32>) {
    let mut numbers = HashMap::new();
    let products = menus(structure)
        .into_iter()
        .map(|menu| ProductView {
            modules: menu
                .modules
                .iter()
                .map(|module| ModuleView {
                    key: module.key.clone(),
                    label: module.label.clone(),
                    actions: module
                        .actions
                        .iter()
                        .zip(module.permissions())
                        .map(|(action, permission)| {
                            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                            numbers.insert(permission.clone(), next);
                            ActionView {
                                yours: mine.has(structure, &permission),
                                permission,
                                key: action.key.clone(),
                                label: action.label.clone(),
                                explanation: action.explanation.clone(),
                            }
                        })
                        .collect(),
                })
                .collect(),
            key: menu.key,
            name: menu.name,
            explanation: menu.explanation,
        })
        .collect();
    let permissions = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    (CatalogueView { products, permissions }, numbers)
}

/// The numbers of permissions, ascending; those that the catalogue doesn't know have none.
pub(crate) fn numbered(numbers: &HashMap<Permission, u32>, permissions: &[Permission]) -> Vec<u32> {
    let mut all: Vec<u32> = permissions.iter().filter_map(|permission| numbers.get(permission)).copied().collect();
    all.sort_unstable();
    all
}
