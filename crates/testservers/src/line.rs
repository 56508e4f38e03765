//! A line to a server that can be cut, or fall silent as when a machine in between dies without a word.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Flows,
    Cut,
    Silent,
}

/// A line on loopback to a server; lives as long as the test's runtime.
#[derive(Debug)]
pub struct Line {
    /// Where it begins.
    pub port: u16,
    // How often it was disturbed, so that what was open then stays disturbed.
    state: watch::Sender<(u32, State)>,
}

impl Line {
    /// A line to the server that listens at a loopback port.
    pub async fn to(server: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let (state, watched) = watch::channel((0, State::Flows));
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, server, watched.clone()));
            }
        });
        Ok(Self { port, state })
    }

    /// Everything that is open ends, and nothing new begins.
    pub fn cut(&self) {
        self.disturb(State::Cut);
    }

    /// Nothing more comes through, in either direction, and nobody is told.
    pub fn fall_silent(&self) {
        self.disturb(State::Silent);
    }

    /// New connections flow. Those that were open when it fell silent stay silent.
    pub fn mend(&self) {
        self.state.send_modify(|(_, state)| *state = State::Flows);
    }

    fn disturb(&self, how: State) {
        self.state.send_modify(|(times, state)| {
            *times += 1;
            *state = how;
        });
    }
}

async fn carry(mut near: TcpStream, server: u16, mut watched: watch::Receiver<(u32, State)>) {
    let (begun, state) = *watched.borrow_and_update();
    if state == State::Cut {
        return;
    }
    let silent = if state == State::Flows {
        let Ok(mut far) = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, server))).await else { return };
        tokio::select! {
            _ = tokio::io::copy_bidirectional(&mut near, &mut far) => return,
            disturbed = watched.wait_for(|(times, _)| *times != begun) => match disturbed {
                Ok(disturbed) if disturbed.1 == State::Silent => Some(far),
                _ => return,
            },
        }
    } else {
        None
    };
    // Both ends stay open and hear nothing, until the line is cut or the test ends.
    let _ended = watched.wait_for(|(_, state)| *state == State::Cut).await;
    drop((near, silent));
}
