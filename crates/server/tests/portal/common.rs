//! A portal that is served for one test, and a browser's part of it.

use reqwest::{Client, Method, RequestBuilder, StatusCode, header::HeaderMap};
use rollbook_server::{Hosts, serve_for};
use rollbook_testkit::{Bench, Engine};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

/// A served portal; it ends with the test.
pub(crate) struct Served {
    pub(crate) bench: Bench,
    pub(crate) base: String,
    client: Client,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Served {
    pub(crate) async fn open() -> Self {
        Self::for_hosts(Hosts::Known).await
    }

    pub(crate) async fn for_hosts(hosts: Hosts) -> Self {
        Self::over(Bench::open(Engine::Sqlite).await, hosts).await
    }

    /// The portal over an organization on one engine.
    pub(crate) async fn on(engine: Engine) -> Self {
        Self::over(Bench::open(engine).await, Hosts::Known).await
    }

    /// The portal at a name, where browsers have passkeys, with keys for second factors.
    pub(crate) async fn with_factors() -> Self {
        Self::with_factors_for(Hosts::Known).await
    }

    pub(crate) async fn with_factors_for(hosts: Hosts) -> Self {
        let bench = Bench::open(Engine::Sqlite).await;
        bench.directory.set_factor_keys(rollbook_testkit::factor_keys());
        Self::named("localhost", bench, hosts).await
    }

    async fn over(bench: Bench, hosts: Hosts) -> Self {
        Self::named("127.0.0.1", bench, hosts).await
    }

    async fn named(name: &str, bench: Bench, hosts: Hosts) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{name}:{}", listener.local_addr().expect("its address").port());
        bench.directory.set_portal(&base);
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(serve_for(listener, bench.directory.clone(), hosts, stopped));
        drop(rustls::crypto::ring::default_provider().install_default());
        // A test looks at every answer itself, those that lead on too.
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { bench, base, client, stop, serving }
    }

    /// Invites somebody and gives the path of their link.
    pub(crate) async fn invite(&self, name: &str, email: &str) -> String {
        self.bench.invite(name, email).await;
        self.path_for(email).await
    }

    /// The path of the newest link for an address.
    pub(crate) async fn path_for(&self, email: &str) -> String {
        format!("/join/{}", self.bench.token(email).await)
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path)).await
    }

    /// Sends a form, its fields already encoded.
    pub(crate) async fn post(&self, path: &str, form: &str) -> Answer {
        answer(self.form(path, form)).await
    }

    pub(crate) fn form(&self, path: &str, form: &str) -> RequestBuilder {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.request(Method::POST, path).header(kind.0, kind.1).body(form.to_owned())
    }

    /// Types the same password twice and accepts.
    pub(crate) async fn accept(&self, path: &str, password: &str) -> Answer {
        self.post(path, &format!("password={password}&again={password}")).await
    }

    /// Asks the portal to end, and waits until it has.
    pub(crate) async fn end(self) -> std::io::Result<()> {
        self.stop.send(()).expect("it still serves");
        self.serving.await.expect("it does not panic")
    }
}

/// Sends a request and reads all of the answer.
pub(crate) async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.expect("an answer");
    let (status, headers) = (response.status(), response.headers().clone());
    Answer { status, headers, text: response.text().await.expect("all of the answer") }
}

impl Answer {
    /// The words of the page, without its marks and with its entities read.
    pub(crate) fn words(&self) -> String {
        let mut words = String::new();
        let mut in_tag = false;
        for c in self.text.chars() {
            match c {
                '<' => in_tag = true,
                '>' => in_tag = false,
                c if !in_tag => words.push(c),
                _ => {}
            }
        }
        let read = words.replace("&#x27;", "'").replace("&quot;", "\"").replace("&#x2f;", "/").replace("&amp;", "&");
        read.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Where the answer leads on to.
    #[track_caller]
    pub(crate) fn leads_to(&self, path: &str) {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.words());
        assert_eq!(self.headers["location"], path);
    }

    #[track_caller]
    pub(crate) fn says(&self, words: &str) {
        assert!(self.words().contains(words), "{words:?} is missing in {:?}", self.words());
    }
}
