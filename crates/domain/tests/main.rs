//! The rules of the domain, one file a theme, against a small model of an organization.

mod attacks;
mod authority;
mod cases;
mod edits;
mod first_days;
mod first_passwords;
mod groups;
mod histories;
mod holdings;
mod impact;
mod imports;
mod invitations;
mod kinds;
mod lasting;
mod licences;
mod life;
mod model;
mod navigation;
mod periods;
mod plan;
mod portals;
mod profiles;
mod reasons;
mod roles;
mod undo;
