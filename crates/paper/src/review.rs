//! The sheet of an access review on paper (B14): who signed, every line, and the head of the chain that seals it. The
//! sheet that a program verifies is attached, so one file is kept, read and proved.

use crate::{
    PaperError, draw,
    flow::{END, Flow, MARGIN, Mark, RECORD, RULE},
    fonts::Fonts,
    ink::Ink,
    set::{Setter, Style},
};
use krilla::{
    embed::{AssociationKind, EmbeddedFile, MimeType},
    metadata::{DateTime, Metadata},
};

/// What a review's document says.
#[derive(Clone, Debug)]
pub struct Review<'a> {
    /// The organization's name.
    pub organization: &'a str,
    /// Who signed.
    pub by: &'a str,
    /// When, in words.
    pub time: &'a str,
    /// When, in UTC: year, month, day, hour, minute, second.
    pub at: (u16, u8, u8, u8, u8, u8),
    /// The number of its entry in the log.
    pub entry: i64,
    /// Everybody who was decided about.
    pub rows: Vec<ReviewRow<'a>>,
    /// What seals it.
    pub proof: Proof<'a>,
}

/// What was decided about somebody.
#[derive(Clone, Copy, Debug)]
pub struct ReviewRow<'a> {
    /// Their name; empty for who was erased since.
    pub name: &'a str,
    /// Their address; empty with the name.
    pub email: &'a str,
    /// Their standing then, in a word.
    pub standing: &'a str,
    /// Whether they kept their administration.
    pub kept: bool,
    /// Why; may be empty.
    pub reason: &'a str,
}

/// What seals a review.
#[derive(Clone, Copy, Debug)]
pub struct Proof<'a> {
    /// The number of the newest entry of the chain.
    pub head: i64,
    /// Its seal: 64 hexadecimal digits.
    pub seal: &'a str,
    /// The sheet that a program verifies, as JSON.
    pub sheet: &'a str,
    /// What it is called in the document.
    pub file: &'a str,
}

const TITLE: Style = Style::new(21.0, Ink::Text).strong();
const HEADING: Style = Style::new(10.0, Ink::Text).strong();
const BODY: Style = Style::new(9.0, Ink::Text);
const SECOND: Style = Style::new(8.0, Ink::Muted);
const LABEL: Style = Style::new(8.0, Ink::Faint);
const SEAL: Style = Style::new(9.0, Ink::Text).mono();

/// The table's columns: where each begins, how wide it is, and what its head says.
const WHO: (f32, f32, &str) = (RECORD, 186.0, "Administrator");
const STANDING: (f32, f32, &str) = (RECORD + 196.0, 52.0, "Standing");
const REASON: (f32, f32, &str) = (RECORD + 258.0, END - RECORD - 258.0, "Reason");
/// Above and below the words of a row.
const PAD: f32 = 6.0;

/// The document, as PDF/A-3.
pub fn review(review: &Review<'_>) -> Result<Vec<u8>, PaperError> {
    let mut setter = Setter::new(Fonts::read()?);
    let mut flow = Flow::new(&mut setter);
    head(&mut flow, review);
    table(&mut flow, &review.rows);
    proof(&mut flow, review);
    let foot = format!(
        "{} · Access review, entry {} · Head {}: {}…",
        review.organization,
        review.entry,
        review.proof.head,
        review.proof.seal.get(..16).unwrap_or_default()
    );
    let pages = flow.finish(&foot);
    let mut document = draw::document()?;
    for marks in &pages {
        draw::page(&mut document, &setter.fonts, marks)?;
    }
    let (year, month, day, hour, minute, second) = review.at;
    let at = DateTime::new(year)
        .month(month)
        .day(day)
        .hour(hour)
        .minute(minute)
        .second(second)
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    document.set_metadata(
        Metadata::new()
            .title(format!("Access review of {}, entry {}", review.organization, review.entry))
            .creator("Rollbook".to_owned())
            .authors(vec![review.by.to_owned()])
            .language("en".to_owned())
            // The same review and head are the same document, made when it was signed.
            .document_id(format!("{} {}", review.entry, review.proof.seal))
            .creation_date(at),
    );
    document.embed_file(EmbeddedFile {
        path: review.proof.file.to_owned(),
        mime_type: MimeType::new("application/json"),
        description: Some("The sheet of this access review, for rollbook-verify".to_owned()),
        association_kind: AssociationKind::Source,
        data: review.proof.sheet.as_bytes().to_vec().into(),
        modification_date: Some(at),
        compress: Some(true),
        location: None,
    });
    document.finish().map_err(|error| PaperError::Document(format!("{error:?}")))
}

/// Words in the margin, beside what comes next.
fn aside(flow: &mut Flow<'_>, words: &str, style: Style) {
    let block = flow.setter.set(words, style.to_the_right(), RULE - 14.0 - MARGIN);
    // Smaller than what it stands beside: so much lower, both stand on one line.
    flow.put(MARGIN, 0.9, Mark::Text(block));
}

fn head(flow: &mut Flow<'_>, review: &Review<'_>) {
    flow.paragraph("Access review", TITLE);
    flow.skip(2.0);
    flow.paragraph(review.organization, Style::new(12.0, Ink::Muted));
    flow.skip(18.0);
    let removed = review.rows.iter().filter(|row| !row.kept).count();
    let counted = match (review.rows.len(), removed) {
        (1, 0) => "1, kept".to_owned(),
        (all, 0) => format!("{all}, all kept"),
        (all, removed) => format!("{all}: {} kept, {removed} removed", all - removed),
    };
    let signer = if review.by.is_empty() { "somebody who was erased since" } else { review.by };
    for (label, value) in [
        ("Signed by", signer),
        ("Signed on", review.time),
        ("Administrators", &counted),
        ("Entry of the log", &review.entry.to_string()),
    ] {
        fact(flow, label, value, BODY);
    }
    flow.skip(20.0);
}

/// A label in the margin and its value in the record.
fn fact(flow: &mut Flow<'_>, label: &str, value: &str, style: Style) {
    let block = flow.setter.set(value, style, END - RECORD);
    let height = block.height();
    flow.room(height);
    aside(flow, label, LABEL);
    flow.put(RECORD, 0.0, Mark::Text(block));
    flow.skip(height + 4.0);
}

fn heads(flow: &mut Flow<'_>) {
    for (x, width, word) in [WHO, STANDING, REASON] {
        let block = flow.setter.set(word, LABEL, width);
        flow.put(x, 0.0, Mark::Text(block));
    }
    let block = flow.setter.set("Decision", LABEL.to_the_right(), RULE - 14.0 - MARGIN);
    flow.put(MARGIN, 0.0, Mark::Text(block));
    flow.skip(14.0);
    flow.put(RULE, 0.0, Mark::Line(END - RULE, Ink::Edge));
}

fn table(flow: &mut Flow<'_>, rows: &[ReviewRow<'_>]) {
    flow.room(80.0);
    heads(flow);
    for (n, row) in rows.iter().enumerate() {
        let (name, email) = if row.name.is_empty() { ("Erased since", "") } else { (row.name, row.email) };
        let number = flow.setter.set(&(n + 1).to_string(), LABEL, 24.0);
        let named = flow.setter.set(name, if email.is_empty() { SECOND } else { BODY.strong() }, WHO.1);
        let address = flow.setter.set(email, SECOND, WHO.1);
        let standing = flow.setter.set(row.standing, BODY, STANDING.1);
        let reason = flow.setter.set(row.reason, BODY, REASON.1);
        let who = named.height() + if email.is_empty() { 0.0 } else { address.height() };
        let height = who.max(reason.height()) + PAD * 2.0;
        if flow.room(height) {
            heads(flow);
        }
        let (word, style) =
            if row.kept { ("Kept", SECOND) } else { ("Removed", Style::new(8.0, Ink::Danger).strong()) };
        let below = named.height();
        let decided = flow.setter.set(word, style.to_the_right(), RULE - 14.0 - MARGIN);
        flow.put(MARGIN, PAD + 0.7, Mark::Text(number));
        flow.put(MARGIN, PAD + 0.7, Mark::Text(decided));
        flow.put(RULE, PAD + 6.4, Mark::Bead { kept: row.kept });
        flow.put(WHO.0, PAD, Mark::Text(named));
        if !email.is_empty() {
            flow.put(WHO.0, PAD + below, Mark::Text(address));
        }
        flow.put(STANDING.0, PAD, Mark::Text(standing));
        flow.put(REASON.0, PAD, Mark::Text(reason));
        flow.skip(height);
        flow.put(RECORD, 0.0, Mark::Line(END - RECORD, Ink::Rule));
    }
    flow.skip(26.0);
}

fn proof(flow: &mut Flow<'_>, review: &Review<'_>) {
    let Proof { head, seal, file, .. } = review.proof;
    // The proof stands together: a seal on a page of its own says nothing.
    flow.room(150.0);
    flow.paragraph("Proof", HEADING);
    flow.skip(4.0);
    flow.paragraph(
        &format!(
            "This review is entry {} of the organization’s log. Each entry is sealed together with the seal before it, so \
             whoever changes one breaks all that follow.",
            review.entry
        ),
        BODY,
    );
    flow.skip(10.0);
    fact(flow, "Head of the chain", &format!("Entry {head}"), BODY);
    fact(flow, "Its seal", &grouped(seal), SEAL);
    flow.skip(4.0);
    fact(
        flow,
        "To verify",
        &format!(
            "{file} is attached to this document. rollbook-verify reads it without Rollbook and without its database, and \
             says whether every line is as it was signed. Compare the head that it names with one from elsewhere: \
             Rollbook’s own, or another sheet’s."
        ),
        BODY,
    );
}

/// Digits in groups of eight, four to a line.
fn grouped(seal: &str) -> String {
    let signs: Vec<char> = seal.chars().collect();
    let groups: Vec<String> = signs.chunks(8).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}
