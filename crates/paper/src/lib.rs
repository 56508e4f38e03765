//! Documents to print and to keep: A4 in the product's own type, as PDF/A-3, with every font embedded and the
//! data that proves the document attached to it. Pure: the same words make the same bytes, wherever they are made.
//!
//! Nothing vanishes silently: a sign that no font has is shown by its code point, and is itself in the text that is
//! searched and copied.

mod draw;
mod error;
mod flow;
mod fonts;
mod ink;
mod review;
mod set;
mod told;

pub use error::PaperError;
pub use review::{Proof, Review, ReviewRow, review};
