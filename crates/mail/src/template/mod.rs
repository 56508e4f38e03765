//! Mail templates are data: built-in files, and what an organization puts in their place.
//!
//! A template may name its variables, test them with `if`, and in HTML call `button(link, "…")` and
//! `address(link)`. It can do nothing else, so that an organization's own text can't cost the server
//! time or memory, and can't reach anything but its variables.

mod catalogue;
mod engine;
mod error;
mod id;
mod language;
mod render;
mod speech;
mod validate;
mod variables;

pub use catalogue::{Catalogue, Override, Template};
pub use error::{Part, Problem, RenderError, TemplateError};
pub use id::TemplateId;
pub use render::{Rendered, render};
pub use validate::validate;
pub use variables::{Variable, Vars, variables};
