//! The rules of the domain, one file a theme, against a small model of an organization.

mod authority;
mod edits;
mod first_passwords;
mod histories;
mod imports;
mod invitations;
mod life;
mod model;
mod undo;
