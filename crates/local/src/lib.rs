//! Organizations in files on this computer, seen from a desktop: making and opening them, what runs beside
//! one that is looked at (portal on loopback, mail worker, timekeeper), the mail account's password, the browser
//! that pages of a portal open in, what the window remembers, its log, and files that it writes for the person.

pub mod apart;
pub mod browser;
pub mod cost;
pub mod file;
pub mod log;
pub mod mailer;
pub mod preferences;
pub mod saved;
pub mod wire;
