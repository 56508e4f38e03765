//! The rules of the domain, one file a theme, against a small model of an organization.

mod attacks;
mod authority;
mod cases;
mod edits;
mod first_passwords;
mod groups;
mod histories;
mod holdings;
mod impact;
mod imports;
mod invitations;
mod kinds;
mod licences;
mod life;
mod model;
mod navigation;
mod passwords;
mod periods;
mod plan;
mod policies;
mod profiles;
mod reasons;
mod roles;
mod shutting;
mod undo;
