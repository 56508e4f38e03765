//! A person's browser: it keeps cookies, and sends forms with what the page put into them.

use crate::common::{Answer, Served, answer};
use reqwest::{Method, RequestBuilder, StatusCode};
use rollbook_testkit::PASSWORD;
use std::{collections::BTreeMap, fmt::Write as _, sync::Mutex};

/// A browser at a served portal.
pub(crate) struct Browser<'a> {
    pub(crate) served: &'a Served,
    jar: Mutex<BTreeMap<String, String>>,
    /// The value of the forms on the page that is open.
    form: Mutex<String>,
    agent: &'static str,
}

impl<'a> Browser<'a> {
    /// A browser that was here never before.
    pub(crate) fn new(served: &'a Served) -> Self {
        Self { served, jar: Mutex::default(), form: Mutex::default(), agent: "Firefox/145.0 (Windows)" }
    }

    /// The same, calling itself something.
    pub(crate) fn named(served: &'a Served, agent: &'static str) -> Self {
        Self { agent, ..Self::new(served) }
    }

    /// A browser whose person has signed in with [`PASSWORD`].
    pub(crate) async fn of(served: &'a Served, email: &str) -> Self {
        let browser = Self::new(served);
        browser.sign_in(email, PASSWORD).await.leads_to("/me");
        browser
    }

    /// Opens the sign-in page and sends it.
    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Answer {
        self.sign_in_at("/", email, password).await
    }

    pub(crate) async fn sign_in_at(&self, path: &str, email: &str, password: &str) -> Answer {
        self.get(path).await;
        self.send(path, &[("email", email), ("password", password)]).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(self.request(Method::GET, path)).await
    }

    /// Sends a form with the value of the page that is open.
    pub(crate) async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.form();
        self.send_raw(path, &[fields, &[("form", form.as_str())]].concat()).await
    }

    /// Sends these fields and nothing else.
    pub(crate) async fn send_raw(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        self.ask(self.request(Method::POST, path).header("content-type", kind).body(encoded(fields))).await
    }

    /// Sends a file, as the form of a photo does.
    pub(crate) async fn send_file(&self, path: &str, file: &[u8]) -> Answer {
        let form = self.form();
        self.ask(self.with_parts(path, &[("form", None, form.as_bytes()), ("photo", Some("me.jpg"), file)])).await
    }

    /// A form of several parts: name, file name, bytes.
    pub(crate) fn with_parts(&self, path: &str, parts: &[(&str, Option<&str>, &[u8])]) -> RequestBuilder {
        const BOUNDARY: &str = "a-boundary-that-no-picture-holds";
        let mut body = Vec::new();
        for (name, file, bytes) in parts {
            let file = file.map_or_else(String::new, |file| {
                format!("; filename=\"{file}\"\r\nContent-Type: application/octet-stream")
            });
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.request(Method::POST, path).header("content-type", kind).body(body)
    }

    /// A request with the browser's cookies.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut cookies = String::new();
        for (name, value) in self.jar.lock().expect("no panic while it is held").iter() {
            write!(cookies, "{}{name}={value}", if cookies.is_empty() { "" } else { "; " }).expect("text");
        }
        let request = self.served.request(method, path).header("user-agent", self.agent);
        if cookies.is_empty() { request } else { request.header("cookie", cookies) }
    }

    /// Asks, and keeps what the answer has a browser keep.
    pub(crate) async fn ask(&self, request: RequestBuilder) -> Answer {
        let answer = answer(request).await;
        let mut jar = self.jar.lock().expect("no panic while it is held");
        for header in answer.headers.get_all("set-cookie") {
            let (pair, rules) = header.to_str().expect("text").split_once(';').expect("a cookie has rules");
            let (name, value) = pair.split_once('=').expect("a name");
            if rules.contains("Max-Age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
        if let Some(value) = answer.text.split("name=\"form\" value=\"").nth(1) {
            let value = value.split('"').next().unwrap_or_default();
            value.clone_into(&mut self.form.lock().expect("no panic while it is held"));
        }
        answer
    }

    /// The value of the forms on the page that is open.
    pub(crate) fn form(&self) -> String {
        self.form.lock().expect("no panic while it is held").clone()
    }

    /// The token of the session, where there is one.
    pub(crate) fn token(&self) -> Option<String> {
        let jar = self.jar.lock().expect("no panic while it is held");
        let is_session = |name: &str| name.contains("rollbook") && !name.contains("form") && !name.contains("draft");
        jar.iter().find(|(name, _)| is_session(name)).map(|(_, value)| value.clone())
    }

    /// What is kept under a name that has this part: the name, and the value.
    pub(crate) fn kept(&self, part: &str) -> Option<(String, String)> {
        let jar = self.jar.lock().expect("no panic while it is held");
        jar.iter().find(|(name, _)| name.contains(part)).map(|(name, value)| (name.clone(), value.clone()))
    }

    /// Plants a cookie, as somebody else might.
    pub(crate) fn plant(&self, name: &str, value: &str) {
        self.jar.lock().expect("no panic while it is held").insert(name.to_owned(), value.to_owned());
    }

    /// Asserts that the person is in.
    #[track_caller]
    pub(crate) fn is_in(answer: &Answer) {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.words());
        answer.says("My profile");
    }
}

/// Fields as a browser encodes them.
pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        text.bytes().fold(String::new(), |mut all, byte| {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => all.push(char::from(byte)),
                b' ' => all.push('+'),
                other => write!(all, "%{other:02X}").expect("text"),
            }
            all
        })
    };
    fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
}
