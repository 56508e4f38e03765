//! A passkey, which this window can't ask for itself: a page of the portal asks in the person's browser, and the
//! browser brings the answer to a port of this computer (RFC 8252, 7.3). The answer is of use only together with the
//! sign-in that began the question, so a page that somebody was lured to with another's question gains nobody a thing.

use axum::{
    Router,
    extract::{Query, State},
    http::{
        HeaderMap, StatusCode,
        header::{CACHE_CONTROL, HOST, LOCATION, REFERRER_POLICY},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use rollbook_credentials::{OneTimeToken, Secret, TokenHash};
use rollbook_directory::{
    Task,
    contract::{PasskeyQuestion, PasskeyShown, Shown, WireCode, WireError},
};
use rollbook_domain::ChallengeId;
use serde::Deserialize;
use std::{net::Ipv4Addr, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::mpsc, time};
use url::{Host, Url, form_urlencoded};

/// How long a person may take; a question is forgotten sooner than that by its server.
const PATIENCE: Duration = Duration::from_mins(5);

/// A port of this computer that waits for one browser's answer.
#[derive(Debug)]
pub struct Waiting {
    listener: TcpListener,
    challenge: ChallengeId,
    /// The page, with what it asks behind the `#`.
    page: Url,
    state: TokenHash,
    port: u16,
}

/// What the browser brings.
#[derive(Deserialize)]
struct Brought {
    state: Secret<String>,
    answer: Secret<String>,
}

struct Expected {
    state: TokenHash,
    host: String,
    /// Where the browser goes next: to the words that it is done.
    done: String,
    found: mpsc::Sender<Secret<String>>,
}

impl Waiting {
    /// Begins to wait for the answer to a question.
    ///
    /// # Errors
    /// The page is none that may be opened, or no port of this computer is free.
    pub async fn begin(question: &PasskeyQuestion) -> Result<Self, WireError> {
        let mut page = page(&question.page)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(|error| no_port(&error))?;
        let port = listener.local_addr().map_err(|error| no_port(&error))?.port();
        let (token, state) = OneTimeToken::mint(&mut rand::rng());
        let asked = token.reveal(|token| {
            let mut asked = form_urlencoded::Serializer::new(String::new());
            asked.append_pair("port", &port.to_string()).append_pair("state", token);
            asked.append_pair("question", &question.question).finish()
        });
        page.set_fragment(Some(&asked));
        Ok(Self { listener, challenge: question.challenge, page, state, port })
    }

    /// What the browser is to open.
    pub fn page(&self) -> &str {
        self.page.as_str()
    }

    /// Waits for the answer.
    ///
    /// # Errors
    /// [`WireCode::Cancelled`] where the task was, or nothing came for five minutes.
    pub async fn answer(self, task: &Task) -> Result<PasskeyShown, WireError> {
        let (found, mut answers) = mpsc::channel(1);
        let mut done = self.page.clone();
        done.set_fragment(Some("done"));
        let host = format!("127.0.0.1:{}", self.port);
        let expected = Arc::new(Expected { state: self.state, host, done: done.into(), found });
        let router = Router::new().route("/passkey", get(brought)).with_state(expected);
        let (stop, mut stopped) = mpsc::channel::<()>(1);
        // It ends, and answers what it has begun to answer, when `stop` is dropped.
        let served = axum::serve(self.listener, router).with_graceful_shutdown(async move {
            stopped.recv().await;
        });
        tokio::spawn(async move { served.await.inspect_err(|error| tracing::warn!(%error, "the port for a passkey")) });
        let answer = tokio::select! {
            answer = answers.recv() => answer,
            () = task.cancelled() => None,
            () = time::sleep(PATIENCE) => None,
        };
        drop(stop);
        let answer = answer.ok_or_else(|| WireError::new(WireCode::Cancelled, "No passkey was used.", ""))?;
        Ok(PasskeyShown { challenge: self.challenge, code: Shown::new(answer) })
    }
}

/// A browser comes with something.
async fn brought(
    State(expected): State<Arc<Expected>>,
    headers: HeaderMap,
    Query(Brought { state, answer }): Query<Brought>,
) -> Response {
    // A page that gives its own name this computer's address names itself.
    let here = headers.get(HOST).is_some_and(|host| host.as_bytes() == expected.host.as_bytes());
    let ours = state.reveal(|state| TokenHash::from_presented(state)).is_some_and(|state| state == expected.state);
    if !(here && ours) {
        return StatusCode::FORBIDDEN.into_response();
    }
    // A second one is of no use: the first is on its way.
    let _second = expected.found.try_send(answer);
    let next = [
        (LOCATION, expected.done.as_str()),
        (CACHE_CONTROL, "no-store"),
        // What the address holds is nobody else's.
        (REFERRER_POLICY, "no-referrer"),
    ];
    (StatusCode::SEE_OTHER, next).into_response()
}

/// The address of a portal's page as a place names it, where a browser may open it: over TLS, or of this computer.
///
/// # Errors
/// It is another address, or none.
pub fn page(named: &str) -> Result<Url, WireError> {
    Url::parse(named).ok().filter(may_open).ok_or_else(|| {
        let words = "The portal has no address that a browser may open from here.";
        WireError::new(WireCode::Malformed, words, "Ask whoever runs the server.")
    })
}

fn may_open(page: &Url) -> bool {
    match page.scheme() {
        "https" => page.has_host(),
        "http" => match page.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        },
        _ => false,
    }
}

fn no_port(error: &std::io::Error) -> WireError {
    tracing::error!(%error, "no port waits for a passkey");
    let words = "This computer can’t wait for the browser’s answer.";
    WireError::new(WireCode::Internal, words, "Use a code of your app, or a recovery code.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::HashMap, error::Error};
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpStream,
    };

    type Done = Result<(), Box<dyn Error>>;

    fn question(page: &str) -> PasskeyQuestion {
        let question = r#"{"publicKey":{"challenge":"a&b=#"}}"#.to_owned();
        PasskeyQuestion {
            challenge: "00000000-0000-7000-8000-000000000001".parse().expect("an id"),
            question,
            page: page.to_owned(),
        }
    }

    /// What the page reads behind the `#`.
    fn asked(waiting: &Waiting) -> HashMap<String, String> {
        let asked = waiting.page.fragment().unwrap_or_default();
        form_urlencoded::parse(asked.as_bytes()).into_owned().collect()
    }

    /// The head of an answer.
    async fn get(port: &str, host: &str, query: &str) -> Result<String, Box<dyn Error>> {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).await?;
        let head = format!("GET /passkey?{query} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        Ok(answer)
    }

    #[tokio::test]
    async fn r27_the_browsers_answer_comes_to_this_computer_and_the_page_says_that_it_is_done() -> Done {
        let question = question("https://accounts.example.org/passkey");
        let waiting = Waiting::begin(&question).await.expect("it waits");
        let asked = asked(&waiting);
        assert_eq!(asked["question"], question.question, "as it was asked");
        let (port, state) = (asked["port"].clone(), asked["state"].clone());
        let answer = tokio::spawn(async move { waiting.answer(&Task::unwatched()).await });
        let host = format!("127.0.0.1:{port}");
        for (host, state) in [("evil.example", state.as_str()), (&host, "x"), (&host, &"A".repeat(43))] {
            let refused = get(&port, host, &format!("state={state}&answer=%7B%7D")).await?;
            assert!(refused.starts_with("HTTP/1.1 403"), "{host} {state}: {refused}");
        }
        let taken = get(&port, &host, &format!("state={state}&answer=%7B%22id%22%3A1%7D")).await?;
        assert!(taken.starts_with("HTTP/1.1 303"), "{taken}");
        assert!(taken.contains("location: https://accounts.example.org/passkey#done"), "{taken}");
        let given = answer.await?.expect("it came");
        assert_eq!((given.challenge, given.code.reveal().as_str()), (question.challenge, r#"{"id":1}"#));
        Ok(())
    }

    #[tokio::test]
    async fn r27_who_changes_their_mind_is_not_waited_for() -> Done {
        let waiting = Waiting::begin(&question("http://localhost:8080/passkey")).await.expect("it waits");
        let port = asked(&waiting)["port"].clone();
        let task = Task::unwatched();
        let (answer, ()) = tokio::join!(waiting.answer(&task), async { task.cancel() });
        assert_eq!(answer.map(drop).map_err(|error| error.code), Err(WireCode::Cancelled));
        tokio::time::timeout(Duration::from_secs(5), async {
            while TcpStream::connect(format!("127.0.0.1:{port}")).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        })
        .await?;
        Ok(())
    }

    #[tokio::test]
    async fn r27_no_page_is_opened_but_one_over_tls_or_of_this_computer() {
        for page in ["http://accounts.example.org/passkey", "file:///etc/passwd", "javascript:alert(1)", "--help", ""] {
            assert!(Waiting::begin(&question(page)).await.is_err(), "{page}");
        }
        for page in ["https://accounts.example.org/passkey", "http://127.0.0.1:8080/passkey", "http://[::1]/passkey"] {
            assert!(Waiting::begin(&question(page)).await.is_ok(), "{page}");
        }
    }
}
