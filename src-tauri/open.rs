//! An open organization, however it is reached: what is asked at its desk, and what it changes.

use crate::{file::OpenFile, mailer::MailSecret, screen::Screen, transfer::read};
use rollbook_directory::{
    Desk, Directory, Task, answer,
    contract::{Changed, ConnectionView, OrganizationDetails, OrganizationView, Tag, WireError},
};
use rollbook_keys::Place;
use rollbook_remote::Far;
use serde_json::Value;
use std::sync::Arc;
use tauri::async_runtime;
use tokio::sync::{broadcast::error::RecvError, watch};

/// An open organization. Dropping it ends what runs beside it.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) connection: ConnectionView,
    pub(crate) link: Link,
    stop: watch::Sender<bool>,
}

/// How it is reached.
#[derive(Clone, Debug)]
pub(crate) enum Link {
    /// A file on this computer.
    File(Arc<OpenFile>),
    /// A database or a server, where somebody signed in, and which of its organizations.
    Far(Far, Place),
}

/// The mails that this computer sends itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnMail<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) secret: &'a MailSecret,
}

impl Open {
    /// `stop` ends what runs beside it.
    pub(crate) const fn new(connection: ConnectionView, link: Link, stop: watch::Sender<bool>) -> Self {
        Self { connection, link, stop }
    }

    /// Opens the organization behind a session beyond this computer, and hears of its changes.
    pub(crate) async fn far_away(screen: &Screen, far: Far) -> Result<Self, WireError> {
        let details: OrganizationDetails = read(&far.ask("organization_get", Value::Null, &Task::unwatched()).await?)?;
        let place = far.place(details.id);
        let connection = ConnectionView { kind: far.kind(), place: place.at.clone(), by_passphrase: false };
        let (stop, mut stopped) = watch::channel(false);
        let (news, screen) = (far.clone(), screen.clone());
        async_runtime::spawn(async move {
            tokio::select! {
                () = news.changes(|tags| screen.tell("changed", Changed { tags })) => {}
                _ = stopped.wait_for(|stop| *stop) => {}
            }
        });
        Ok(Self::new(connection, Link::Far(far, place), stop))
    }

    /// Asks at the desk, by name, JSON for JSON.
    pub(crate) async fn ask(&self, name: &str, request: Value, task: &Task) -> Result<String, WireError> {
        match &self.link {
            Link::File(file) => answer(&file.desk, name, request, task).await,
            Link::Far(far, _) => far.ask(name, request, task).await,
        }
    }

    /// The desk, where it stands on this computer.
    pub(crate) fn own_desk(&self) -> Option<&Desk> {
        match &self.link {
            Link::File(file) => Some(&file.desk),
            Link::Far(..) => None,
        }
    }

    /// The mails, where this computer sends them.
    pub(crate) fn own_mail(&self) -> Option<OwnMail<'_>> {
        match &self.link {
            Link::File(file) => Some(OwnMail { desk: &file.desk, secret: &file.mail }),
            Link::Far(..) => None,
        }
    }

    /// The organization as the person at the desk sees it.
    pub(crate) async fn details(&self) -> Result<OrganizationDetails, WireError> {
        read(&self.ask("organization_get", Value::Null, &Task::unwatched()).await?)
    }

    /// The same with where it is kept.
    pub(crate) async fn view(&self) -> Result<OrganizationView, WireError> {
        Ok(OrganizationView { details: self.details().await?, connection: self.connection.clone() })
    }

    /// The place beyond this computer, where it is one.
    pub(crate) const fn far(&self) -> Option<&Far> {
        match &self.link {
            Link::File(_) => None,
            Link::Far(far, _) => Some(far),
        }
    }

    /// Where it is.
    pub(crate) fn place(&self) -> Place {
        match &self.link {
            Link::File(file) => Place::file(&file.path),
            Link::Far(_, place) => place.clone(),
        }
    }

    /// Whether it is thrown away when it is closed.
    pub(crate) fn is_for_once(&self) -> bool {
        matches!(&self.link, Link::File(file) if file.once)
    }

    /// Ends what runs beside it, and closes it.
    pub(crate) async fn close(&self) {
        self.stop.send_replace(true);
        match &self.link {
            Link::File(file) => file.close().await,
            Link::Far(far, _) => far.close().await,
        }
    }
}

/// Tells the window of every committed change.
pub(crate) fn changes(screen: &Screen, directory: &Directory, mut stopped: watch::Receiver<bool>) {
    let (screen, mut committed) = (screen.clone(), directory.subscribe());
    async_runtime::spawn(async move {
        loop {
            let tags = tokio::select! {
                change = committed.recv() => match change {
                    Ok(change) => change.tags,
                    // It missed some: everything is read again.
                    Err(RecvError::Lagged(_)) => Tag::ALL.to_vec(),
                    Err(RecvError::Closed) => return,
                },
                _ = stopped.wait_for(|stop| *stop) => return,
            };
            screen.tell("changed", Changed { tags });
        }
    });
}
