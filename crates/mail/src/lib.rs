//! Mail: what it says, how it travels, and that none is lost.
//!
//! [`template`] turns a [`template::TemplateId`] and its variables into subject, text and HTML.
//! [`smtp`] hands a finished mail to the mail server that an administrator named.
//! [`outbox`] carries the rows that were committed with a change to that server, and tries again where it must.
//!
//! This room names no database: the outbox is a trait, and time comes in as an argument.

pub mod outbox;
pub mod smtp;
pub mod template;
