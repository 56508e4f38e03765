//! The sheet of a review to print and to keep: what the JSON says, in words, with the JSON attached.

use super::sheet;
use crate::{DirectoryError, contract::PaperFile, letters::moment};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rollbook_domain::{MemberId, Timestamp, member::Tier, organization::Organization, review::Verdict};
use rollbook_paper::{PaperError, Proof, Review, ReviewRow};
use rollbook_store::{Proven, Reviewed};

/// The sheet as a document.
pub(super) async fn written(
    organization: &Organization,
    proven: &Proven,
    named: &[Reviewed],
) -> Result<PaperFile, DirectoryError> {
    let proof = sheet::written(organization, proven, named)?;
    let lines = sheet::lines_of(proven)?;
    let (organization, proven, named) = (organization.clone(), proven.clone(), named.to_vec());
    let rows = proof.rows;
    // Setting hundreds of lines takes a while: nobody else waits for it.
    let drawn = tokio::task::spawn_blocking(move || {
        let nobody = sheet::nobody(&organization);
        let who = |member: MemberId| named.iter().find(|one| one.member == member).unwrap_or(&nobody);
        let head = proven.path.last().unwrap_or(&proven.entry);
        let row = |line: &rollbook_domain::review::ReviewLine| {
            let (tier, kept) = (line.tier, line.verdict == Verdict::Keep);
            (who(line.member), standing(tier), kept, line.reason.clone())
        };
        let rows: Vec<_> = lines.iter().map(row).collect();
        rollbook_paper::review(&Review {
            organization: &organization.name,
            by: proven.entry.actor.map_or("", |signer| who(signer).name.as_str()),
            time: &moment(proven.entry.at),
            at: parts(proven.entry.at),
            entry: proven.entry.seq,
            rows: rows
                .iter()
                .map(|(who, standing, kept, reason)| ReviewRow {
                    name: &who.name,
                    email: &who.email,
                    standing,
                    kept: *kept,
                    reason,
                })
                .collect(),
            proof: Proof {
                head: head.seq,
                seal: &hex::encode(head.seal),
                sheet: &proof.text,
                file: &format!("access-review-{}.json", proven.entry.seq),
            },
        })
    });
    let bytes = drawn.await.map_err(|error| PaperError::Document(error.to_string()))??;
    Ok(PaperFile { base64: STANDARD.encode(bytes), rows })
}

fn standing(tier: Tier) -> &'static str {
    match tier {
        Tier::Owner => "Owner",
        Tier::Admin => "Admin",
        Tier::User => "User",
    }
}

/// A moment in UTC: year, month, day, hour, minute, second.
fn parts(at: Timestamp) -> (u16, u8, u8, u8, u8, u8) {
    let Ok(at) = jiff::Timestamp::from_millisecond(at.0) else { return (1970, 1, 1, 0, 0, 0) };
    let at = at.to_zoned(jiff::tz::TimeZone::UTC);
    let small = |part: i8| u8::try_from(part).unwrap_or_default();
    let year = u16::try_from(at.year()).unwrap_or_default();
    (year, small(at.month()), small(at.day()), small(at.hour()), small(at.minute()), small(at.second()))
}
