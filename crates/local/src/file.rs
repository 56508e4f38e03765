//! An organization in an encrypted file on this computer: making it, opening it, and what runs beside
//! it while it is looked at: the portal on loopback, the mail worker, the timekeeper. A file that is open
//! beside another one rests: it answers and can be changed, its mails wait until it is looked at.

use crate::{cost, mailer::MailSecret, wire};
use rollbook_credentials::{Secret, factor::FactorKeys, password::Cost};
use rollbook_directory::{
    ActorId, Desk, Directory, Entropy, Founder, NewOrganization, SystemClock, Wanted,
    contract::{ConnectionKind, ConnectionView, CreateOrganization, Tag, WireCode, WireError},
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
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::{
    net::TcpListener,
    sync::{broadcast::error::RecvError, watch},
};

/// An open file.
#[derive(Debug)]
pub struct OpenFile {
    /// Where it is.
    pub path: PathBuf,
    /// The owner's desk: whoever opens the file stands above every rule.
    pub desk: Desk,
    /// The mail account's password.
    pub mail: MailSecret,
    by_passphrase: bool,
    /// Whether the file is thrown away when it is closed.
    pub once: bool,
    /// The portal's place, where it was taken before the file was looked at.
    taken: Mutex<Option<TcpListener>>,
    /// Whether opening it is in its log.
    entered: AtomicBool,
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
pub enum Content {
    /// The organization of the first run, or of the wizard with what it orders.
    New(Box<NewOrganization>, Option<Box<Wanted>>),
    /// The sample.
    Sample,
}

impl Content {
    /// What the first run asked for, which starts with the plan Business; or the wizard, which asks for the plan.
    pub fn new(ask: &CreateOrganization) -> Self {
        let wanted = ask.wanted.as_ref().map(|wanted| {
            Box::new(Wanted {
                details: wanted.details.clone(),
                order: wanted.order.clone(),
                terms: wanted.terms.clone(),
                quote: wanted.quote,
            })
        });
        let new = NewOrganization {
            name: ask.name.clone(),
            language: "en".to_owned(),
            plan: Plan::Business,
            founder: Founder {
                first_name: ask.first_name.clone(),
                last_name: ask.last_name.clone(),
                email: ask.email.clone(),
                password: ask.password.clone(),
            },
        };
        Self::New(Box::new(new), wanted)
    }
}

/// Makes a new file at `path` and opens it; a failure leaves neither file nor key behind.
pub async fn create(
    path: &Path,
    protection: Protection,
    content: Content,
    settings: &Path,
    once: bool,
) -> Result<OpenFile, WireError> {
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
        tokio::task::spawn_blocking(move || cost::measured(&folder)).await.map_err(|error| wire::internal(&error))?;
    let made = begin(path, &key, &content, &address(&listener)?, cost).await.and_then(|begun| {
        rollbook_keys::made(path, &mut lock).map_err(wire::key)?;
        Ok(begun)
    });
    match made {
        Ok(desk) => Ok(at_rest(path.to_owned(), keeping, desk, lock, Some(listener))),
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

async fn begin(path: &Path, key: &FileKey, content: &Content, portal: &str, cost: Cost) -> Result<Desk, WireError> {
    let store = Store::file(path, key, Schema::Migrate).await?;
    let directory = door(store.clone(), key, portal, cost);
    let created = match content {
        Content::New(new, None) => directory.create(new).await,
        Content::New(new, Some(wanted)) => directory.create_wanted(new, wanted).await,
        Content::Sample => directory.create_sample().await,
    };
    match created {
        Ok((organization, owner)) => {
            Ok(directory.desk(organization, ActorId::Member(owner)).coming_from(Origin::by(Way::File)))
        }
        Err(error) => {
            store.close().await;
            Err(error.into())
        }
    }
}

/// Opens the file at `path`; it rests until it is looked at.
pub async fn open(path: &Path, passphrase: Option<Secret<String>>, settings: &Path) -> Result<OpenFile, WireError> {
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
    let listener = if let Some(port) = kept_port(&desk).await? {
        // Links that are made while it rests work once it is looked at.
        directory.set_portal(&format!("http://{}", SocketAddr::from((Ipv4Addr::LOCALHOST, port))));
        None
    } else {
        let listener = listen(None).await?;
        directory.set_portal(&address(&listener)?);
        Some(listener)
    };
    let keeping = Keeping { by_passphrase, once: false };
    Ok(at_rest(path.to_owned(), keeping, desk, lock, listener))
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

/// An open file with nothing beside its door.
fn at_rest(path: PathBuf, keeping: Keeping, desk: Desk, lock: FileLock, taken: Option<TcpListener>) -> OpenFile {
    OpenFile {
        path,
        mail: MailSecret { desk: desk.clone(), in_keychain: !keeping.by_passphrase },
        desk,
        by_passphrase: keeping.by_passphrase,
        once: keeping.once,
        taken: Mutex::new(taken),
        entered: AtomicBool::new(false),
        _lock: lock,
    }
}

async fn kept_port(desk: &Desk) -> Result<Option<u16>, WireError> {
    Ok(desk.setting(PORT).await?.and_then(|text| text.parse().ok()))
}

impl OpenFile {
    /// How it is reached.
    pub fn connection(&self) -> ConnectionView {
        ConnectionView {
            kind: ConnectionKind::File,
            place: self.path.to_string_lossy().into_owned(),
            by_passphrase: self.by_passphrase,
        }
    }

    /// Starts what it has beside its door while it is looked at, and has every change told; it ends with
    /// the sender.
    pub async fn work(&self, tell: impl Fn(Vec<Tag>) + Send + 'static) -> Result<watch::Sender<bool>, WireError> {
        let (stop, stopped) = watch::channel(false);
        let desk = &self.desk;
        let directory = desk.directory();
        if !self.entered.swap(true, Ordering::Relaxed) {
            desk.sign_in().await?;
        }
        let kept = kept_port(desk).await?;
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner).take();
        let listener = match taken {
            Some(listener) => listener,
            None => listen(kept).await?,
        };
        directory.set_portal(&address(&listener)?);
        if kept.is_none() {
            let port = listener.local_addr().map_err(|error| wire::internal(&error))?.port();
            desk.set_setting(PORT, &port.to_string()).await?;
        }
        portal(directory, listener, stopped.clone());
        worker(directory, desk, &self.mail, stopped.clone());
        timekeeper(directory, desk, stopped.clone());
        changes(directory, stopped, tell);
        Ok(stop)
    }

    /// Closes the file; one for a single time is thrown away.
    pub async fn close(&self) {
        self.desk.directory().behind_done().await;
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
    tokio::spawn(async move {
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
    tokio::spawn(async move { outbox::run(outbox, source, surroundings, wake).await });
}

/// Tells of every committed change.
fn changes(directory: &Directory, mut stopped: watch::Receiver<bool>, tell: impl Fn(Vec<Tag>) + Send + 'static) {
    let mut committed = directory.subscribe();
    tokio::spawn(async move {
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
            tell(tags);
        }
    });
}

/// Begins and ends what is dated, when its moment comes.
fn timekeeper(directory: &Directory, desk: &Desk, mut stopped: watch::Receiver<bool>) {
    let (directory, organization) = (directory.clone(), desk.organization());
    tokio::spawn(async move {
        tokio::select! {
            () = directory.keep_time(organization) => {}
            _ = stopped.wait_for(|stop| *stop) => {}
        }
    });
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, KeyError> + Send + 'static,
) -> Result<T, WireError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| wire::internal(&error))?.map_err(wire::key)
}
