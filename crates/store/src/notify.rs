//! Telling others of a committed change, and hearing of theirs: several servers, and desktops that work
//! on the database directly, show each other's changes without asking again and again.
//!
//! PostgreSQL alone has this (`NOTIFY`); a file has one window. An announcement is part of the
//! transaction, so it is heard once the change can be read, and never of one that was rolled back.

use crate::{Engine, ServerProblem, Store, StoreError, Work, probe::within, sql};
use rollbook_domain::OrganizationId;
use sqlx::{
    ConnectOptions as _, Executor as _,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};
use std::{sync::Arc, time::Duration};

const CHANNEL: &str = "rollbook";
/// How long a line may be silent before it is asked whether it is there.
const SILENCE: Duration = Duration::from_secs(15);
const PATIENCE: Duration = Duration::from_secs(5);

/// A change that somebody else committed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Announcement {
    /// In which organization.
    pub organization: OrganizationId,
    /// The number of its newest event then.
    pub seq: i64,
    /// What changed, in the words of whoever announced it; empty where they didn't say.
    pub what: String,
}

impl Work {
    /// Says what this unit of work changes, in words that [`Announcement::what`] brings to others.
    /// Without it every unit that leaves events is announced, and what it changed is left open.
    pub fn announce(&mut self, what: &str) {
        self.announced = Some(what.to_owned());
    }

    /// Tells others, as part of the transaction.
    pub(crate) async fn tell_others(&mut self) -> Result<(), StoreError> {
        if self.engine == Engine::Sqlite || (self.announced.is_none() && self.seq == self.begun) {
            return Ok(());
        }
        let text =
            announcement(&self.voice, self.organization, self.seq, self.announced.as_deref().unwrap_or_default());
        self.run(sql!("SELECT CAST(pg_notify($1, $2) AS TEXT)", CHANNEL, text)).await?;
        Ok(())
    }
}

impl Store {
    /// Announces a change that no unit of work made, such as a mail that was sent.
    pub async fn announce(&self, organization: OrganizationId, what: &str) -> Result<(), StoreError> {
        if self.engine == Engine::Sqlite {
            return Ok(());
        }
        let text = announcement(&self.voice, organization, self.seq(organization).await?, what);
        sql!("SELECT CAST(pg_notify($1, $2) AS TEXT)", CHANNEL, text).query().execute(&self.pool).await?;
        Ok(())
    }

    /// Begins to listen to others; `None` where there can be none.
    pub async fn listen(&self) -> Result<Option<Listener>, StoreError> {
        let Some(probe) = &self.probe else { return Ok(None) };
        let url = probe.address().options(true)?.database_url;
        let options = PgConnectOptions::from_url(&url)?.disable_statement_logging();
        let lasting = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        let connecting = async {
            let pool = lasting.connect_with(options).await?;
            let mut line = PgListener::connect_with(&pool).await?;
            line.ignore_pool_close_event(true);
            line.eager_reconnect(false);
            line.listen(CHANNEL).await?;
            Ok(line)
        };
        let line = within(PATIENCE, connecting).await?;
        Ok(Some(Listener { line, voice: Arc::clone(&self.voice) }))
    }
}

/// A line on which others are heard.
#[derive(Debug)]
pub struct Listener {
    line: PgListener,
    voice: Arc<str>,
}

impl Listener {
    /// The next change that somebody else committed. An error means that the line is gone: make a new
    /// one, and read everything again, as nobody knows what was missed meanwhile.
    pub async fn next(&mut self) -> Result<Announcement, StoreError> {
        loop {
            let Ok(heard) = tokio::time::timeout(SILENCE, self.line.try_recv()).await else {
                let asked = async { Ok(self.line.execute("SELECT 1").await?) };
                within(PATIENCE, asked).await?;
                continue;
            };
            let Some(heard) = heard? else { return Err(StoreError::Server(ServerProblem::Lost)) };
            if let Some(told) = read(heard.payload(), &self.voice) {
                return Ok(told);
            }
        }
    }
}

fn announcement(voice: &str, organization: OrganizationId, seq: i64, what: &str) -> String {
    format!("{voice} {} {seq} {what}", hex::encode(organization.to_bytes()))
}

/// What an announcement says; nothing where it is one's own, or of no version that is known.
fn read(text: &str, own: &str) -> Option<Announcement> {
    let mut parts = text.splitn(4, ' ');
    let voice = parts.next()?;
    let organization = hex::decode(parts.next()?).ok()?;
    let organization = OrganizationId::from_slice(&organization)?;
    let seq = parts.next()?.parse().ok()?;
    let what = parts.next().unwrap_or_default().to_owned();
    (voice != own).then_some(Announcement { organization, seq, what })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_announcement_is_heard_by_all_but_its_own_voice() {
        let organization = OrganizationId::from_slice(&[7; 16]).unwrap();
        let text = announcement("a1", organization, 12, "users,mail");
        assert_eq!(read(&text, "a1"), None);
        let heard = Announcement { organization, seq: 12, what: "users,mail".to_owned() };
        assert_eq!(read(&text, "b2"), Some(heard));
        let open = read(&announcement("a1", organization, 12, ""), "b2").unwrap();
        assert_eq!(open.what, "");
        for foreign in ["", "hello", "a1 zz 1 x", "a1 0707 1 x", "a1 07070707070707070707070707070707 x y"] {
            assert_eq!(read(foreign, "b2"), None, "{foreign}");
        }
    }
}
