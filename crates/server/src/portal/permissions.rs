//! My permissions, by where they come from (row 87, R11): what each role and group gives, what was set for
//! this person, and what was taken from them.

use super::{problems, signed_in::Settled, words::Language};
use axum::{http::StatusCode, response::Response};
use minijinja::{Value, context};
use rollbook_directory::contract::{GlassModule, GlassView, Mark, Source, SourceKind};

/// The actions that every module has: the columns.
const COLUMNS: [&str; 5] = ["view", "create", "edit", "delete", "manage"];

/// The page.
pub(super) async fn page(Settled(signed_in): Settled) -> Response {
    let glass = match signed_in.reader().my_glass().await {
        Ok(glass) => glass,
        Err(error) => return problems::of_page(&signed_in.answer(), &error),
    };
    let language = signed_in.answer().language;
    let about = context! {
        count => glass.count,
        of => glass.of,
        actions => COLUMNS.map(|action| language.say(&format!("action_{action}"), &[])),
        sources => by_source(&glass, language),
    };
    signed_in.page("permissions", "permissions", StatusCode::OK, about)
}

/// Where permissions come from, in the order that they are listed: one kind after the other, by name.
fn by_source(glass: &GlassView, language: &Language) -> Value {
    let marks = glass.products.iter().flat_map(|product| &product.modules).flat_map(|module| &module.marks);
    let mut all: Vec<(u8, &str, SourceKind)> = marks
        .flat_map(|mark| &mark.sources)
        .map(|source| (place(source.kind), source.name.as_str(), source.kind))
        .collect();
    all.sort_unstable_by(|one, other| (one.0, one.1).cmp(&(other.0, other.1)));
    all.dedup_by(|one, other| (one.0, one.1) == (other.0, other.1));
    let source = |(_, name, kind): (u8, &str, SourceKind)| {
        let (shown, what) = match kind {
            SourceKind::Owner => (language.say("source_owner", &[]), String::new()),
            SourceKind::All => (language.say("source_all", &[]), String::new()),
            SourceKind::SuperAdmin | SourceKind::Role => (name.to_owned(), language.say("source_role", &[])),
            SourceKind::Group => (name.to_owned(), language.say("source_group", &[])),
            SourceKind::Grant => (language.say("source_grant", &[]), language.say("source_grant_what", &[])),
            SourceKind::Restriction => {
                (language.say("source_restriction", &[]), language.say("source_restriction_what", &[]))
            }
        };
        let modules = glass.products.iter().flat_map(|product| &product.modules);
        let rows: Value = modules.filter_map(|module| row(module, name, kind)).collect();
        context! { name => shown, what, modules => rows }
    };
    all.into_iter().map(source).collect()
}

/// What a source gives in a module, or takes there; `None` where it says nothing about it.
fn row(module: &GlassModule, name: &str, kind: SourceKind) -> Option<Value> {
    let from = |source: &Source| source.kind == kind && source.name == name;
    let of: Vec<&Mark> = module.marks.iter().filter(|mark| mark.sources.iter().any(from)).collect();
    if of.is_empty() {
        return None;
    }
    let said = if kind == SourceKind::Restriction { "taken" } else { "allowed" };
    let cells = COLUMNS.map(|action| if of.iter().any(|mark| mark.action == action) { said } else { "no" });
    let more: Vec<&str> =
        of.iter().filter(|mark| !COLUMNS.contains(&mark.action.as_str())).map(|mark| mark.label.as_str()).collect();
    Some(context! { label => module.label.as_str(), marks => cells, more => more.join(", ") })
}

const fn place(kind: SourceKind) -> u8 {
    match kind {
        SourceKind::Owner => 0,
        SourceKind::SuperAdmin => 1,
        SourceKind::All => 2,
        SourceKind::Group => 3,
        SourceKind::Role => 4,
        SourceKind::Grant => 5,
        SourceKind::Restriction => 6,
    }
}
