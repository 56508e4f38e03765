//! Hearing of changes that others commit to the same database: other servers, and desktops that work on
//! it directly. What is heard goes the way of own changes, to whoever subscribed.

use crate::{Committed, Directory, contract::Tag};
use std::time::Duration;

/// The first pause before a line that broke is made again; it doubles.
const PAUSE: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(2);

impl Directory {
    /// Hears of others' changes for as long as it is polled. Over a file there are no others, and it ends
    /// at once. A line that broke is made again; as nobody knows what was missed meanwhile, everything is
    /// told as changed then, and also in the beginning.
    pub async fn hear_others(&self) {
        let mut pause = PAUSE;
        loop {
            match self.store().listen().await {
                Ok(None) => return,
                Ok(Some(mut listener)) => {
                    pause = PAUSE;
                    self.heard(Committed { organization: None, tags: Tag::ALL.to_vec() });
                    let error = loop {
                        match listener.next().await {
                            Ok(told) => {
                                let organization = Some(told.organization);
                                self.heard(Committed { organization, tags: tags(&told.what) });
                            }
                            Err(error) => break error,
                        }
                    };
                    tracing::warn!(%error, "other servers aren’t heard; the line is made again");
                }
                Err(error) => tracing::debug!(%error, "other servers can’t be heard yet"),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST);
        }
    }

    fn heard(&self, change: Committed) {
        if change.tags.contains(&Tag::Mail) {
            self.inner.mail_waits.notify_one();
        }
        // Nobody listening is fine.
        drop(self.inner.committed.send(change));
    }
}

/// Tags as an announcement carries them.
pub(crate) fn words(tags: &[Tag]) -> String {
    tags.iter().map(|tag| tag.word()).collect::<Vec<_>>().join(",")
}

/// What an announcement names; all of it where it names nothing, or something that this version doesn't
/// know.
fn tags(words: &str) -> Vec<Tag> {
    let known: Option<Vec<Tag>> =
        words.split(',').map(|word| Tag::ALL.into_iter().find(|tag| tag.word() == word)).collect();
    known.unwrap_or_else(|| Tag::ALL.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_cross_as_words_and_what_is_unknown_means_everything() {
        assert_eq!(words(&[Tag::Users, Tag::Mail]), "users,mail");
        assert_eq!(tags("users,mail"), [Tag::Users, Tag::Mail]);
        assert_eq!(tags(""), Tag::ALL);
        assert_eq!(tags("users,something_newer"), Tag::ALL);
    }
}
