//! What the command palette finds: people, roles, groups (B9).

use crate::{
    Desk, DirectoryError,
    contract::{PaletteItem, PaletteView},
    groups, roles,
};
use rollbook_domain::{
    decide::authority,
    member::Tab,
    text::{fold, search_terms},
};
use rollbook_store::{ListFilter, Order, PageAt, SortBy};

/// How many people are shown.
const PEOPLE: u16 = 8;
/// How many roles, and how many groups.
const ITEMS: usize = 5;

impl Desk {
    /// People of every tab, roles and groups whose names have all of the words.
    pub async fn palette(&self, text: &str) -> Result<PaletteView, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        let terms = search_terms(text);
        if terms.is_empty() {
            return Ok(PaletteView { people: Vec::new(), roles: Vec::new(), groups: Vec::new() });
        }
        let (store, now) = (self.directory().store(), self.directory().now());
        let mut people = Vec::new();
        // Who works here comes first, who left comes last.
        for tab in [Tab::Active, Tab::Pending, Tab::Archived] {
            let left = PEOPLE.saturating_sub(u16::try_from(people.len()).unwrap_or(PEOPLE));
            if left == 0 {
                break;
            }
            let filter = ListFilter { text: text.to_owned(), ..ListFilter::tab(tab) };
            let order = Order { by: SortBy::LastActive, descending: true };
            let at = PageAt { offset: 0, take: left, anchor: None, total: None };
            let page = store.member_page(self.organization(), &filter, order, &at).await?;
            for record in &page.rows {
                people.push(self.row(&facts, record, now)?);
            }
        }
        let has_all = |name: &str| {
            let name = fold(name);
            terms.iter().all(|term| name.contains(term.as_str()))
        };
        let roles = roles::in_order(&facts).into_iter().filter(|role| has_all(&role.name)).take(ITEMS);
        let groups = groups::in_order(&facts).into_iter().filter(|group| has_all(&group.name)).take(ITEMS);
        Ok(PaletteView {
            people,
            roles: roles.map(|role| item(role.id.to_string(), &role.name, &role.description)).collect(),
            groups: groups.map(|group| item(group.id.to_string(), &group.name, &group.description)).collect(),
        })
    }
}

fn item(id: String, name: &str, detail: &str) -> PaletteItem {
    PaletteItem { id, name: name.to_owned(), detail: detail.to_owned() }
}
