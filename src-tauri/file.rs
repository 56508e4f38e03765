//! An organization in an encrypted file on this computer: making it, opening it, and what runs beside
//! it: the portal on loopback, the mail worker, the timekeeper.

use crate::{
    cost,
    mailer::MailSecret,
    open::{Link, Open, changes},
    screen::Screen,
    wire,
};
use rollbook_credentials::{Secret, factor::FactorKeys, password::Cost};
use rollbook_directory::{
    ActorId, Desk, Directory, Entropy, Founder, NewOrganization, SystemClock,
    contract::{ConnectionKind, ConnectionView, CreateOrganization, WireCode, WireError},
};
use rollbook_domain::{
    organization::Plan,
    origin::{Origin, Way},
};
use rollbook_keys::{FileLock, KeyError, Protection};
use rollbook_mail::outbox::{self, Surroundings};
use rollbook_store::{FileKey, Schema, Store};
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};
use tauri::async_runtime;
use tokio::{net::TcpListener, sync::watch};

/// A file at work.
#[derive(Debug)]
pub(crate) struct OpenFile {
    pub(crate) path: PathBuf,
    pub(crate) desk: Desk,
    pub(crate) mail: MailSecret,
    /// Whether the file is thrown away when it is closed.
    pub(crate) once: bool,
    _lock: FileLock,
}

/// How a file is kept.
#[derive(Clone, Copy, Debug)]
struct Keeping {
    /// It opens by a passphrase.
    by_passphrase: bool,
    /// It is thrown away when it is closed.
    once: bool,
}

/// What a new file holds.
pub(crate) enum Content {
    /// The organization of the first run.
    New(Box<NewOrganization>),
    /// The sample.
    Sample,
}

impl Content {
    /// What the first run asked for. Local files start with the plan Business; the wizard of plans
    /// is a screen of its own.
    pub(crate) fn new(ask: &CreateOrganization) -> Self {
        Self::New(Box::new(NewOrganization {
            name: ask.name.clone(),
            language: "en".to_owned(),
            plan: Plan::Business,
            founder: Founder {
                first_name: ask.first_name.clone(),
                last_name: ask.last_name.clone(),
                email: ask.email.clone(),
                password: ask.password.clone(),
            },
        }))
    }
}

/// Makes a new file at `path` and opens it; a failure leaves neither file nor key behind.
pub(crate) async fn create(
    screen: &Screen,
    path: &Path,
    protection: Protection,
    content: Content,
    settings: &Path,
    once: bool,
) -> Result<Open, WireError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| wire::io(&error, "The data folder can’t be made."))?;
    }
    let mut lock = FileLock::take(path).map_err(wire::key)?;
    let keeping = Keeping { by_passphrase: matches!(protection, Protection::Passphrase(_)), once };
    let at = path.to_owned();
    let key = blocking(move || rollbook_keys::create(&at, &protection)).await?;
    // The portal has its address before anything is written, so that the first links hold it.
    let listener = listen(None).await?;
    let folder = settings.to_owned();
    let cost =
        async_runtime::spawn_blocking(move || cost::measured(&folder)).await.map_err(|error| wire::internal(&error))?;
    let made = begin(path, &key, &content, &address(&listener)?, cost).await.and_then(|begun| {
        rollbook_keys::made(path, &mut lock).map_err(wire::key)?;
        Ok(begun)
    });
    match made {
        Ok((directory, desk)) => finish(screen, path.to_owned(), keeping, directory, desk, lock, listener).await,
        Err(error) => {
            let at = path.to_owned();
            // What remains of a file that couldn't be made is of no use to anybody.
            if let Err(left) = blocking(move || rollbook_keys::forget(&at)).await {
                tracing::debug!(code = ?left.code, "no key to forget");
            }
            remove(path);
            Err(error)
        }
    }
}

/// Removes a file and what the database keeps beside it.
fn remove(path: &Path) {
    for part in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(part);
        drop(std::fs::remove_file(name));
    }
}

async fn begin(
    path: &Path,
    key: &FileKey,
    content: &Content,
    portal: &str,
    cost: Cost,
) -> Result<(Directory, Desk), WireError> {
    let store = Store::file(path, key, Schema::Migrate).await?;
    let directory = door(store.clone(), key, portal, cost);
    let created = match content {
        Content::New(new) => directory.create(new).await,
        Content::Sample => directory.create_sample().await,
    };
    match created {
        Ok((organization, owner)) => {
            let desk = directory.desk(organization, ActorId::Member(owner)).coming_from(Origin::by(Way::File));
            Ok((directory, desk))
        }
        Err(error) => {
            store.close().await;
            Err(error.into())
        }
    }
}

/// Opens the file at `path`.
pub(crate) async fn open(
    screen: &Screen,
    path: &Path,
    passphrase: Option<Secret<String>>,
    settings: &Path,
) -> Result<Open, WireError> {
    rollbook_keys::salt_of(path).map_err(wire::key)?;
    let lock = FileLock::take(path).map_err(wire::key)?;
    let by_passphrase = passphrase.is_some();
    let at = path.to_owned();
    let key = blocking(move || rollbook_keys::open(&at, passphrase.as_ref())).await?;
    let store = Store::file(path, &key, Schema::Migrate).await.map_err(|error| refine(error.into(), by_passphrase))?;
    let directory = door(store.clone(), &key, "http://127.0.0.1", cost::kept(settings));
    let organizations = store.organizations().await?;
    let Some(organization) = organizations.first() else {
        return Err(wire::key(KeyError::NotAnOrganization));
    };
    let owner = directory.owner(organization.id).await?;
    let desk = directory.desk(organization.id, ActorId::Member(owner.id)).coming_from(Origin::by(Way::File));
    let kept = desk.setting(PORT).await?.and_then(|text| text.parse().ok());
    let listener = listen(kept).await?;
    directory.set_portal(&address(&listener)?);
    let keeping = Keeping { by_passphrase, once: false };
    finish(screen, path.to_owned(), keeping, directory, desk, lock, listener).await
}

/// With the key of this computer's keychain the key is right, so it is the file that is damaged.
fn refine(error: WireError, by_passphrase: bool) -> WireError {
    if error.code == WireCode::WrongKey && !by_passphrase { wire::key(KeyError::NotAnOrganization) } else { error }
}

fn door(store: Store, key: &FileKey, portal: &str, cost: Cost) -> Directory {
    let directory = Directory::new(store, Arc::new(SystemClock), Entropy::from_system(), cost, portal);
    directory.set_factor_keys(key.with_material(FactorKeys::of_file));
    directory
}

/// Starts what an open organization has beside its door.
async fn finish(
    screen: &Screen,
    path: PathBuf,
    keeping: Keeping,
    directory: Directory,
    desk: Desk,
    lock: FileLock,
    listener: TcpListener,
) -> Result<Open, WireError> {
    let (stop, stopped) = watch::channel(false);
    desk.sign_in().await?;
    if desk.setting(PORT).await?.is_none() {
        let port = listener.local_addr().map_err(|error| wire::internal(&error))?.port();
        desk.set_setting(PORT, &port.to_string()).await?;
    }
    portal(&directory, listener, stopped.clone());
    let mail = MailSecret { desk: desk.clone(), in_keychain: !keeping.by_passphrase };
    worker(&directory, &desk, &mail, stopped.clone());
    timekeeper(&directory, &desk, stopped.clone());
    changes(screen, &directory, stopped);
    let connection = ConnectionView {
        kind: ConnectionKind::File,
        place: path.to_string_lossy().into_owned(),
        by_passphrase: keeping.by_passphrase,
    };
    let file = OpenFile { path, desk, mail, once: keeping.once, _lock: lock };
    Ok(Open::new(connection, Link::File(Arc::new(file)), stop))
}

impl OpenFile {
    /// Closes the file; one for a single time is thrown away.
    pub(crate) async fn close(&self) {
        self.desk.directory().store().close().await;
        if self.once {
            remove(&self.path);
        }
    }
}

/// The setting that keeps the portal's port, so that links of waiting mails still work tomorrow.
const PORT: &str = "portal_port";

/// Listens on loopback, at the kept port where it is free. Where it isn't, links that were sent
/// before work again once it is: the kept number stays as it is.
async fn listen(kept: Option<u16>) -> Result<TcpListener, WireError> {
    let bind = |port| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    match bind(kept.unwrap_or(0)).await {
        Ok(listener) => Ok(listener),
        Err(_) => bind(0).await.map_err(|error| wire::internal(&error)),
    }
}

fn address(listener: &TcpListener) -> Result<String, WireError> {
    Ok(format!("http://{}", listener.local_addr().map_err(|error| wire::internal(&error))?))
}

fn portal(directory: &Directory, listener: TcpListener, mut stopped: watch::Receiver<bool>) {
    let directory = directory.clone();
    async_runtime::spawn(async move {
        let stop = async move {
            // Both mean the end: told so, or the organization is closed.
            drop(stopped.wait_for(|stop| *stop).await);
        };
        if let Err(error) = rollbook_server::serve(listener, directory, stop).await {
            tracing::error!(%error, "the portal ended");
        }
    });
}

fn worker(directory: &Directory, desk: &Desk, mail: &MailSecret, stop: watch::Receiver<bool>) {
    let clock = directory.clone();
    let surroundings =
        Surroundings { clock: Arc::new(move || clock.now().0), chance: Arc::new(rand::random::<f64>), stop };
    let outbox = Arc::new(directory.outbox(desk.organization()));
    let (source, wake) = (Arc::new(mail.clone()), directory.mail_waits());
    async_runtime::spawn(async move { outbox::run(outbox, source, surroundings, wake).await });
}

/// Begins and ends what is dated, when its moment comes.
fn timekeeper(directory: &Directory, desk: &Desk, mut stopped: watch::Receiver<bool>) {
    let (directory, organization) = (directory.clone(), desk.organization());
    async_runtime::spawn(async move {
        tokio::select! {
            () = directory.keep_time(organization) => {}
            _ = stopped.wait_for(|stop| *stop) => {}
        }
    });
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, KeyError> + Send + 'static,
) -> Result<T, WireError> {
    async_runtime::spawn_blocking(work).await.map_err(|error| wire::internal(&error))?.map_err(wire::key)
}
