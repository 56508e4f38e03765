//! Verifies the sheet of an access review (B14) with neither the product nor its database: a second pair of
//! eyes that knows the format alone, and shares no code with what writes it.
//!
//! A sheet is whole when each of its lines is what the entry in the log says, the entry is sealed into the
//! chain, and the chain leads to the head that the sheet names. Whoever verifies compares that head with one
//! from elsewhere: the product, or another sheet. The organization’s name is no part of the proof; its id is.

mod chain;

use chain::{Seal, commit, seal};
use serde_json::Value;
use std::fmt;

/// What a whole sheet says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Whole {
    /// How many lines it has.
    pub lines: usize,
    /// Of them, how many are about people who were erased since: their names can't be verified any more.
    pub erased: usize,
    /// The number of the review's entry.
    pub seq: i64,
    /// The head of the chain: its number and its seal, 64 hexadecimal digits.
    pub head: (i64, String),
}

/// The first thing that isn't as it was signed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Broken {
    /// It is no sheet, or a part of it is missing.
    NotASheet(String),
    /// A line, from 1.
    Line(usize),
    /// Lines were added or taken away.
    Lines,
    /// Who signed, or when.
    Signature,
    /// An entry between the review and the head, by its number.
    Path(i64),
    /// The head.
    Head,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotASheet(what) => write!(f, "This is no sheet of an access review: {what}."),
            Self::Line(line) => write!(f, "Line {line} is not as it was signed."),
            Self::Lines => f.write_str("Lines were added, or are missing."),
            Self::Signature => f.write_str("Who signed, or when, is not as the entry says."),
            Self::Path(seq) => write!(f, "Entry {seq} of the path is missing or doesn’t follow."),
            Self::Head => f.write_str("The entries don’t lead to the head that the sheet names."),
        }
    }
}

impl std::error::Error for Broken {}

/// Verifies a sheet.
pub fn verify(text: &str) -> Result<Whole, Broken> {
    let sheet: Value = serde_json::from_str(text).map_err(|error| Broken::NotASheet(error.to_string()))?;
    if text_of(&sheet, "sheet")? != "rollbook access review 1" {
        return Err(Broken::NotASheet("its first field says something else".to_owned()));
    }
    let organization = id(text_of(part(&sheet, "organization")?, "id")?)?;
    let entry = part(&sheet, "entry")?;
    let body = text_of(entry, "text")?;
    let salt = bytes::<16>(text_of(entry, "salt")?)?;
    let committed = commit(&salt, body, text_of(entry, "origin")?);
    if text_of(entry, "kind")? != "review_signed_off" {
        return Err(Broken::NotASheet("its entry is no review".to_owned()));
    }
    let erased = lines(&sheet, body)?;
    signature(&sheet, entry)?;
    let seq = number(entry, "seq")?;
    let mut last = seal(&bytes::<32>(text_of(entry, "before")?)?, &organization, entry, &committed)?;
    let (mut at, path) = (seq, list(&sheet, "path")?);
    for link in path {
        at += 1;
        if number(link, "seq")? != at {
            return Err(Broken::Path(at));
        }
        last = seal(&last, &organization, link, &bytes::<32>(text_of(link, "body")?)?)?;
    }
    let head = part(&sheet, "head")?;
    if number(head, "seq")? != at || bytes::<32>(text_of(head, "seal")?)? != last {
        return Err(Broken::Head);
    }
    Ok(Whole { lines: list(&sheet, "lines")?.len(), erased, seq, head: (at, hex(&last)) })
}

/// Whether each line says what the entry says; how many are about erased people.
fn lines(sheet: &Value, body: &str) -> Result<usize, Broken> {
    let body: Value = serde_json::from_str(body).map_err(|error| Broken::NotASheet(error.to_string()))?;
    let (shown, signed) = (list(sheet, "lines")?, list(&body, "lines")?);
    if shown.len() != signed.len() {
        return Err(Broken::Lines);
    }
    let mut erased = 0;
    for (n, (line, sealed)) in shown.iter().zip(signed).enumerate() {
        let same = ["member", "tier", "verdict", "reason"].iter().all(|field| line.get(field) == sealed.get(field));
        let (name, email) = (text_of(line, "name")?, text_of(line, "email")?);
        let named = if let Some(salt) = line.get("salt").and_then(Value::as_str) {
            hex(&commit(&bytes::<16>(salt)?, name, email)) == text_of(sealed, "who")?
        } else {
            erased += 1;
            name.is_empty() && email.is_empty()
        };
        if !same || !named {
            return Err(Broken::Line(n + 1));
        }
    }
    Ok(erased)
}

/// Whether the signature is the entry's own; the signer's name is that of their line.
fn signature(sheet: &Value, entry: &Value) -> Result<(), Broken> {
    let signed = part(sheet, "signed")?;
    let by = part(signed, "by")?;
    let actor = text_of(entry, "actor")?;
    let named = list(sheet, "lines")?.iter().find(|line| line.get("member").and_then(Value::as_str) == Some(actor));
    let name = named.map_or(Ok(""), |line| text_of(line, "name"))?;
    let same =
        number(signed, "at")? == number(entry, "at")? && text_of(by, "id")? == actor && text_of(by, "name")? == name;
    if same { Ok(()) } else { Err(Broken::Signature) }
}

fn missing(field: &str) -> Broken {
    Broken::NotASheet(format!("{field} is missing or unreadable"))
}

fn part<'a>(value: &'a Value, field: &str) -> Result<&'a Value, Broken> {
    value.get(field).ok_or_else(|| missing(field))
}

fn text_of<'a>(value: &'a Value, field: &str) -> Result<&'a str, Broken> {
    part(value, field)?.as_str().ok_or_else(|| missing(field))
}

fn number(value: &Value, field: &str) -> Result<i64, Broken> {
    part(value, field)?.as_i64().ok_or_else(|| missing(field))
}

fn list<'a>(value: &'a Value, field: &str) -> Result<&'a [Value], Broken> {
    part(value, field)?.as_array().map(Vec::as_slice).ok_or_else(|| missing(field))
}

/// Bytes from hexadecimal digits, exactly so many.
fn bytes<const N: usize>(text: &str) -> Result<[u8; N], Broken> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks_exact(2).map(|pair| Some(digit(pair[0])? * 16 + digit(pair[1])?));
    let read: Option<Vec<u8>> = if text.len() == N * 2 { pairs.collect() } else { None };
    read.and_then(|read| read.try_into().ok()).ok_or_else(|| missing("a number of hexadecimal digits"))
}

/// The sixteen bytes of an id; zeros for Rollbook itself.
fn id(text: &str) -> Result<[u8; 16], Broken> {
    if text.is_empty() { Ok([0; 16]) } else { bytes(&text.replace('-', "")) }
}

fn hex(seal: &Seal) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    seal.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
