//! An open organization, however it is reached: what is asked at its desk, and what it changes.

use crate::{app::App, beyond::Beyond, connections::cost, screen::Screen, transfer::read};
use rollbook_credentials::Secret;
use rollbook_directory::{
    Desk, Task, answer,
    contract::{Changed, ConnectionView, OrganizationDetails, OrganizationView, WireError},
};
use rollbook_keys::Place;
use rollbook_local::{file::OpenFile, mailer::MailSecret, wire};
use rollbook_offline::{Keeper, Started, says_away};
use rollbook_remote::Far;
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// An open organization: looked at, or at rest beside the one that is. Dropping it ends what runs beside it.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) connection: ConnectionView,
    pub(crate) link: Link,
    /// Ends what runs beside it; nothing does while it rests.
    stop: Mutex<Option<watch::Sender<bool>>>,
}

/// How it is reached.
#[derive(Clone, Debug)]
pub(crate) enum Link {
    /// A file on this computer.
    File(Arc<OpenFile>),
    /// One of the organizations of a database or a server, where somebody signed in.
    Far(Arc<Beyond>),
}

/// The mails that this computer sends itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnMail<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) secret: &'a MailSecret,
}

impl Open {
    /// A file; it rests.
    pub(crate) fn file(file: OpenFile) -> Self {
        let connection = file.connection();
        Self { connection, link: Link::File(Arc::new(file)), stop: Mutex::new(None) }
    }

    /// Opens the organization behind a session beyond this computer; it rests. `password` is what its person typed.
    pub(crate) async fn far_away(app: &App, far: Far, password: Option<Secret<String>>) -> Result<Self, WireError> {
        let details: OrganizationDetails = read(&far.ask("organization_get", Value::Null, &Task::unwatched()).await?)?;
        Ok(Self::beyond(Beyond::new(far, details, password, &app.folders, cost(app).await?)))
    }

    /// The same where somebody started it without a connection (R34).
    pub(crate) async fn started(app: &App, far: Far, mut started: Started) -> Result<Self, WireError> {
        let desk = started.offline.desk().ok_or_else(wire::nothing_open)?;
        let beyond = Beyond::new(far, desk.details().await?, None, &app.folders, cost(app).await?);
        Ok(Self::beyond(beyond.started(started)))
    }

    fn beyond(beyond: Beyond) -> Self {
        let connection =
            ConnectionView { kind: beyond.far.kind(), place: beyond.place.at.clone(), by_passphrase: false };
        Self { connection, link: Link::Far(Arc::new(beyond)), stop: Mutex::new(None) }
    }

    /// It is looked at from now on: what belongs beside it runs, and the window hears of its changes.
    pub(crate) async fn work(&self, screen: &Screen) -> Result<(), WireError> {
        if let Link::Far(beyond) = &self.link {
            beyond.look(Some(screen.clone()));
        }
        if self.stop.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            return Ok(());
        }
        let stop = match &self.link {
            Link::File(file) => {
                let screen = screen.clone();
                file.work(move |tags| screen.tell("changed", Changed { tags })).await?
            }
            Link::Far(beyond) => beyond.run(),
        };
        *self.stop.lock().unwrap_or_else(PoisonError::into_inner) = Some(stop);
        Ok(())
    }

    /// Another one is looked at: what runs beside it ends, and it still answers.
    pub(crate) fn rest(&self) {
        match &self.link {
            Link::File(_) => self.stop(),
            Link::Far(beyond) => beyond.look(None),
        }
    }

    fn stop(&self) {
        if let Some(stop) = self.stop.lock().unwrap_or_else(PoisonError::into_inner).take() {
            stop.send_replace(true);
        }
    }

    /// Asks at the desk, by name, JSON for JSON.
    pub(crate) async fn ask(&self, name: &str, request: Value, task: &Task) -> Result<String, WireError> {
        match &self.link {
            Link::File(file) => answer(&file.desk, name, request, task).await,
            Link::Far(beyond) => beyond.ask(name, request, task).await,
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
        let answer = self.ask("organization_get", Value::Null, &Task::unwatched()).await;
        match (answer, &self.link) {
            // Nothing is here yet of an organization that is away: the window goes on with what it said of itself.
            (Err(error), Link::Far(beyond)) if says_away(&error) => Ok(beyond.details.clone()),
            (answer, _) => read(&answer?),
        }
    }

    /// What keeps a copy of it for when there is no connection.
    pub(crate) fn keeper(&self) -> Option<&Keeper> {
        match &self.link {
            Link::File(_) => None,
            Link::Far(beyond) => beyond.keeper(),
        }
    }

    /// The same with where it is kept.
    pub(crate) async fn view(&self) -> Result<OrganizationView, WireError> {
        Ok(OrganizationView { details: self.details().await?, connection: self.connection.clone() })
    }

    /// The place beyond this computer, where it is one.
    pub(crate) fn far(&self) -> Option<&Far> {
        match &self.link {
            Link::File(_) => None,
            Link::Far(beyond) => Some(&beyond.far),
        }
    }

    /// Where it is.
    pub(crate) fn place(&self) -> Place {
        match &self.link {
            Link::File(file) => Place::file(&file.path),
            Link::Far(beyond) => beyond.place.clone(),
        }
    }

    /// Whether it is thrown away when it is closed.
    pub(crate) fn is_for_once(&self) -> bool {
        matches!(&self.link, Link::File(file) if file.once)
    }

    /// Ends what runs beside it, and closes it.
    pub(crate) async fn close(&self) {
        self.rest();
        self.stop();
        match &self.link {
            Link::File(file) => file.close().await,
            Link::Far(beyond) => beyond.close().await,
        }
    }
}
