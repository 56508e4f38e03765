//! Over HTTP, with something between desktop and server that stalls, cuts, and is taken away.

use crate::house::{Desktop, is_the_same, office, until};
use async_trait::async_trait;
use rollbook_credentials::Secret;
use rollbook_directory::{
    Task,
    contract::{QueuedWhat, SignInStep, SignInWith, WireError},
};
use rollbook_domain::{command::Action, member::Status as MemberStatus};
use rollbook_offline::{Entry, PATIENCE, Status, Upstream};
use rollbook_remote::{Address, Client};
use rollbook_testkit::{Bench, Engine, PASSWORD};
use serde_json::Value;
use std::net::SocketAddr;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::{JoinHandle, JoinSet},
};

/// Whoever is signed in at a server.
struct Wire(Client);

#[async_trait]
impl Upstream for Wire {
    async fn greet(&self) -> Result<(), WireError> {
        self.0.greet().await.map(drop)
    }
    async fn ask(&self, name: &str, request: Value) -> Result<String, WireError> {
        self.0.ask(name, request, &Task::unwatched()).await
    }
}

/// A server of a bench; where it is.
async fn serve(bench: &Bench) -> (SocketAddr, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let router = axum::Router::new().nest("/api/v1", rollbook_server::api(bench.directory.clone()));
    let served = tokio::spawn(async move {
        axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await.unwrap();
    });
    (at, served)
}

/// What stands between: bytes go through while they may. Dropping it cuts every connection.
struct Between {
    at: SocketAddr,
    flows: watch::Sender<bool>,
    through: JoinHandle<()>,
}

impl Between {
    async fn new(at: SocketAddr, server: SocketAddr) -> Self {
        let listener = TcpListener::bind(at).await.unwrap();
        let at = listener.local_addr().unwrap();
        let flows = watch::Sender::new(true);
        let flowing = flows.subscribe();
        let through = tokio::spawn(async move {
            let mut lines = JoinSet::new();
            while let Ok((here, _)) = listener.accept().await {
                let Ok(there) = TcpStream::connect(server).await else { continue };
                let ((from, to), (back_from, back_to)) = (here.into_split(), there.into_split());
                lines.spawn(pass(from, back_to, flowing.clone()));
                lines.spawn(pass(back_from, to, flowing.clone()));
            }
        });
        Self { at, flows, through }
    }
}

impl Drop for Between {
    fn drop(&mut self) {
        self.through.abort();
    }
}

async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut flows: watch::Receiver<bool>) {
    let mut part = [0; 8_192];
    while let Ok(n) = from.read(&mut part).await {
        if n == 0 || flows.wait_for(|flows| *flows).await.is_err() || to.write_all(&part[..n]).await.is_err() {
            return;
        }
    }
}

/// Waits until the replica has heard of everything.
async fn heard_all(bench: &Bench, status: &mut watch::Receiver<Status>) {
    let seq = bench.store().seq(bench.organization).await.unwrap();
    loop {
        let now = status.borrow_and_update().clone();
        if let Some(desk) = now.desk
            && desk.directory().store().seq(bench.organization).await.unwrap() == seq
        {
            return;
        }
        status.changed().await.unwrap();
    }
}

/// Ingrid signs in.
async fn ingrids(at: SocketAddr) -> Wire {
    let client = Client::new(Address::parse(&format!("http://{at}")).unwrap()).unwrap();
    let ask = SignInWith { email: "ingrid@nordlys.example".to_owned(), password: Secret::new(PASSWORD.to_owned()) };
    assert_eq!(client.sign_in(&ask, "Rollbook on Linux").await.unwrap(), SignInStep::In);
    Wire(client)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b15_a_line_that_stalls_or_is_cut_loses_nothing_and_comes_back_by_itself() {
    let (bench, _, people) = office(Engine::Sqlite).await;
    let (server, running) = serve(&bench).await;
    let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let mut between = Between::new(nowhere, server).await;
    let place = between.at;
    let wire = ingrids(place).await;
    let (_desktop, keeper, mut status) = Desktop::kept(&bench).await;
    let story = async {
        until(&mut status, |now| now.online == Some(true) && now.desk.is_some()).await;
        // It stalls: nothing is refused, nothing comes.
        between.flows.send_replace(false);
        until(&mut status, |now| now.online == Some(false)).await;
        let suspend = QueuedWhat::Act { action: Action::Suspend };
        keeper.with(async |offline| offline.give(people[0], suspend, None).await).await.unwrap();
        between.flows.send_replace(true);
        until(&mut status, |now| now.entries.len() == 1 && now.entries.iter().all(Entry::has_ended)).await;
        assert_eq!(bench.row(people[0]).await.status, MemberStatus::Suspended);
        heard_all(&bench, &mut status).await;
        // It is cut, and back at the same place later.
        drop(between);
        until(&mut status, |now| now.online == Some(false)).await;
        let back = QueuedWhat::Act { action: Action::Reactivate };
        keeper.with(async |offline| offline.give(people[0], back, None).await).await.unwrap();
        between = Between::new(place, server).await;
        until(&mut status, |now| now.entries.len() == 2 && now.entries.iter().all(Entry::has_ended)).await;
        assert_eq!(bench.row(people[0]).await.status, MemberStatus::Active);
        until(&mut status, |now| now.online == Some(true)).await;
        between
    };
    tokio::select! {
        () = keeper.run(&wire, PATIENCE) => unreachable!("it keeps on"),
        between = story => drop(between),
    }
    running.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r34_a_session_that_the_server_ended_takes_the_replica() {
    let (bench, ingrid, _) = office(Engine::Sqlite).await;
    let (server, running) = serve(&bench).await;
    let wire = ingrids(server).await;
    let mut desktop = Desktop::new(&bench, 1).await;
    desktop.it().heard_of();
    while desktop.it().step(&wire).await.unwrap() != rollbook_offline::Step::Rest {}
    is_the_same(&bench, &desktop).await;
    assert!(desktop.replica().exists());
    bench.act(Action::EndSessions, &[ingrid]).await;
    desktop.it().heard_of();
    let ended = desktop.it().step(&wire).await;
    assert!(matches!(ended, Err(rollbook_offline::Failure::SignedOut)), "{ended:?}");
    assert!(desktop.it().desk().is_none() && !desktop.replica().exists());
    // And without one, nothing is copied.
    let stranger = Wire(Client::new(Address::parse(&format!("http://{server}")).unwrap()).unwrap());
    assert!(stranger.ask("replica_part", serde_json::json!({ "part": "begin" })).await.is_err());
    running.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r34_a_session_whose_time_is_over_keeps_the_replica_until_its_own_time_is() {
    let (bench, ingrid, _) = office(Engine::Sqlite).await;
    let (server, running) = serve(&bench).await;
    let wire = ingrids(server).await;
    let mut desktop = Desktop::new(&bench, 1).await;
    desktop.it().heard_of();
    while desktop.it().step(&wire).await.unwrap() != rollbook_offline::Step::Rest {}
    bench.clock.advance(rollbook_domain::time::HOUR);
    desktop.it().heard_of();
    let over = desktop.it().step(&wire).await;
    assert!(matches!(over, Err(rollbook_offline::Failure::Over)), "{over:?}");
    desktop.it().lost();
    assert!(desktop.it().desk().is_some(), "nobody ended it");
    // Who is suspended meanwhile hears something else.
    bench.act(Action::Suspend, &[ingrid]).await;
    desktop.it().heard_of();
    let ended = desktop.it().step(&wire).await;
    assert!(matches!(ended, Err(rollbook_offline::Failure::SignedOut)), "{ended:?}");
    assert!(desktop.it().desk().is_none() && !desktop.replica().exists());
    running.abort();
}
