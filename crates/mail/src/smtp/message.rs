//! From an outgoing mail to the bytes that travel.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use lettre::Address;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};

use super::error::{ErrorCode, SendError};
use super::{SmtpSettings, address};
use crate::outbox::Outgoing;

/// A mail as bytes, and between whom.
pub(super) struct Finished {
    pub(super) envelope: Envelope,
    pub(super) bytes: Vec<u8>,
}

/// Builds the message. The same mail at the same time gives the same bytes; its `Message-ID` comes from the
/// mail's id alone, so that a second delivery can be recognized.
pub(super) fn finish(settings: &SmtpSettings, mail: &Outgoing, now_ms: i64) -> Result<Finished, SendError> {
    let from = address::parse(&settings.from_address).ok_or_else(|| bad_address(&settings.from_address))?;
    let to = address::parse(&mail.to_address).ok_or_else(|| bad_address(&mail.to_address))?;
    let id = hex(&mail.id);
    let message_id = format!("<{id}@{}>", from.domain());
    let parts = MultiPart::builder()
        .kind(lettre::message::MultiPartKind::Alternative)
        .boundary(format!("part-{id}"))
        .singlepart(SinglePart::plain(mail.text.clone()))
        .singlepart(SinglePart::builder().header(ContentType::TEXT_HTML).body(mail.html.clone()));
    let message = Message::builder()
        .from(Mailbox::new(address::header_name(&settings.from_name), from.clone()))
        .to(Mailbox::new(address::header_name(&mail.to_name), to.clone()))
        .subject(address::header_name(&mail.subject).unwrap_or_default())
        .date(moment(now_ms))
        .message_id(Some(message_id))
        .raw_header(header("Auto-Submitted", "auto-generated"))
        // Keeps out-of-office notes away, which would go to an address nobody reads.
        .raw_header(header("X-Auto-Response-Suppress", "All"))
        .multipart(parts)
        .map_err(|_| bad_address(&mail.to_address))?;
    let envelope = envelope(from, to, &mail.to_address)?;
    Ok(Finished { envelope, bytes: message.formatted() })
}

pub(super) fn bad_address(address: &str) -> SendError {
    let words = format!("\"{}\" is no address that mail can go to. Correct it, then send again", printable(address));
    SendError::of_mail(ErrorCode::BadAddress, words)
}

fn envelope(from: Address, to: Address, written: &str) -> Result<Envelope, SendError> {
    Envelope::new(Some(from), vec![to]).map_err(|_| bad_address(written))
}

fn printable(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control()).take(200).collect()
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// Before 1970 there was no mail.
fn moment(ms: i64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(ms).unwrap_or_default())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
