//! The default catalogue, as data; and the catalogue as screens show it.

pub(crate) mod view;

use rollbook_domain::catalogue::Product;

/// Every product that an organization can take.
pub fn default_catalogue() -> &'static [Product] {
    &[]
}
