//! Serving the portal on a listener: how many connections, how long a request's head may take, and the end.

use crate::portal::{Hosts, portal_for};
use axum::{Router, extract::ConnectInfo};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use rollbook_directory::Directory;
use std::{future::Future, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

/// How many connections to a portal are open at once; more wait in the system's queue.
const CONNECTIONS: usize = 512;
/// How long a request's head may take, so that nobody holds a connection by typing slowly.
const HEAD: Duration = Duration::from_secs(15);
/// How large a request's head may be, in bytes.
const HEAD_SIZE: usize = 64 * 1024;
/// How long requests may go on once the end was asked for.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long to wait when the system has no connection to give (no file handles left).
const BREATH: Duration = Duration::from_millis(200);

/// Serves the portal until `stop` is ready; requests under way are then answered first.
///
/// On a loopback address only requests that name this computer, or the host of [`Directory::portal`], are
/// answered ([`Hosts::Known`]), so that a web page can't reach in by giving its own name this address.
/// Elsewhere a proxy in front decides ([`Hosts::Any`]). See [`serve_for`] to say it.
pub async fn serve(listener: TcpListener, directory: Directory, stop: impl Future) -> io::Result<()> {
    let hosts = if listener.local_addr()?.ip().is_loopback() { Hosts::Known } else { Hosts::Any };
    serve_for(listener, directory, hosts, stop).await
}

/// Serves the portal like [`serve`], for these hosts.
pub async fn serve_for(listener: TcpListener, directory: Directory, hosts: Hosts, stop: impl Future) -> io::Result<()> {
    serve_router(listener, portal_for(directory, hosts), CONNECTIONS, stop).await
}

/// Serves anything on a listener, over so many connections at once.
pub(crate) async fn serve_router(
    listener: TcpListener,
    router: Router,
    connections: usize,
    stop: impl Future,
) -> io::Result<()> {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_SIZE);
    let (open, ending) = (Arc::new(Semaphore::new(connections)), GracefulShutdown::new());
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&open).acquire_owned().await.map_err(io::Error::other)?;
            let (stream, peer) = accept(&listener).await?;
            Ok::<_, io::Error>((place, stream, peer))
        };
        let (place, stream, peer) = tokio::select! {
            _ = &mut stop => break,
            next = next => next?,
        };
        let service = TowerToHyperService::new(router.clone().layer(axum::Extension(ConnectInfo(peer))));
        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
        let connection = ending.watch(connection);
        tokio::spawn(async move {
            // A peer that goes away in the middle is its own affair.
            drop(connection.await);
            drop(place);
        });
    }
    drop(listener);
    // Who is still asking after the farewell is cut off with the process.
    drop(tokio::time::timeout(FAREWELL, ending.shutdown()).await);
    Ok(())
}

/// The next connection. Errors of a single connection, and a system without handles, pass.
async fn accept(listener: &TcpListener) -> io::Result<(TcpStream, SocketAddr)> {
    loop {
        match listener.accept().await {
            Ok(accepted) => return Ok(accepted),
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Err(error),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}
