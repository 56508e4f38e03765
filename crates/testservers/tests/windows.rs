//! A real window and a real browser, opened, looked at and ended.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use fantoccini::Locator;
use rollbook_testservers::browser::Browser;
use rollbook_testservers::page::{self, Theme};
use rollbook_testservers::passkeys;
use rollbook_testservers::webdriver::{Program, Turn, Window};
use rollbook_testservers::xvfb::Xvfb;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Two barriers: a picture without words, and a field without a label.
const BARRIERS: &str = "data:text/html,<html lang=en><title>t</title><main><h1>Roll</h1>\
    <img src=\"data:,\"><input name=q></main></html>";
const NONE: &str = "data:text/html,<html lang=en><title>t</title><main><h1>Roll</h1>\
    <label>Name <input name=q></label></main></html>";

/// WebKit's own small browser stands in for the app, whose tests open the app itself.
fn mini_browser() -> PathBuf {
    let find = ["/usr/lib", "/usr/libexec", "-path", "*webkit2gtk-4.1/MiniBrowser"];
    let output = Command::new("find").args(find).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    PathBuf::from(text.lines().next().expect("MiniBrowser comes with libwebkit2gtk-4.1-0"))
}

fn program(screen: &Xvfb) -> Program {
    Program::new(mini_browser()).arg("--automation").envs(screen.env())
}

/// The processes whose command line holds this text.
fn processes_with(text: &str) -> Vec<String> {
    let entries = std::fs::read_dir("/proc").unwrap().flatten();
    let lines = entries.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    let lines = lines.map(|line| String::from_utf8_lossy(&line).replace('\0', " "));
    lines.filter(|line| line.contains(text)).collect()
}

fn size_of(png: &Path) -> (u32, u32) {
    let bytes = std::fs::read(png).unwrap();
    assert_eq!(&bytes[1..4], b"PNG");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[tokio::test]
async fn a_window_is_driven_photographed_and_searched_for_barriers() {
    let turn = Turn::take().await.unwrap();
    let screen = Xvfb::start().unwrap();
    let window = Window::open(&turn, &program(&screen)).await.unwrap();
    window.resize(1000, 700).await.unwrap();
    window.goto(BARRIERS).await.unwrap();
    assert_eq!(window.find(Locator::Css("h1")).await.unwrap().text().await.unwrap(), "Roll");

    let found = window.axe().await.unwrap();
    let rules: Vec<_> = found.iter().map(|violation| violation.id.as_str()).collect();
    assert!(rules.contains(&"image-alt") && rules.contains(&"label"), "{rules:?}");

    let folder = tempfile::tempdir().unwrap();
    let shot = folder.path().join("shots/window.png");
    window.screenshot(&shot).await.unwrap();
    let (width, height) = size_of(&shot);
    assert!(width > 900 && height > 500, "{width} by {height}");

    window.theme(Theme::Dark).await.unwrap();
    let theme = "return document.documentElement.dataset.theme ?? null";
    assert_eq!(window.execute(theme, Vec::new()).await.unwrap(), json!("dark"));
    window.theme(Theme::System).await.unwrap();
    assert_eq!(window.execute(theme, Vec::new()).await.unwrap(), json!(null));

    window.goto(NONE).await.unwrap();
    assert_eq!(window.axe().await.unwrap(), []);
    window.close().await;
}

#[tokio::test]
async fn a_window_that_is_not_closed_ends_with_its_owner() {
    let turn = Turn::take().await.unwrap();
    let screen = Xvfb::start().unwrap();
    let mark = format!("--user-agent=mark-{}", std::process::id());
    let window = Window::open(&turn, &program(&screen).arg(&mark)).await.unwrap();
    assert_eq!(processes_with(&mark).len(), 1);
    drop(window);
    assert_eq!(processes_with(&mark), Vec::<String>::new());
}

#[tokio::test]
async fn a_program_that_is_not_there_is_an_error_that_says_so() {
    let turn = Turn::take().await.unwrap();
    let screen = Xvfb::start().unwrap();
    let absent = Program::new("/no/such/program").envs(screen.env());
    let error = Window::open(&turn, &absent).await.unwrap_err();
    assert!(error.to_string().contains("no session"), "{error}");
}

#[tokio::test]
async fn a_browser_is_driven_and_leaves_no_process_behind() {
    let _turn = Turn::take().await.unwrap();
    let browser = Browser::open().await.unwrap();
    browser.goto(BARRIERS).await.unwrap();
    assert_eq!(browser.axe().await.unwrap().len(), 2);
    let folder = tempfile::tempdir().unwrap();
    let shot = folder.path().join("page.png");
    browser.screenshot(&shot).await.unwrap();
    assert!(size_of(&shot).0 > 1000);
    page::set_theme(&browser, Theme::Light).await.unwrap();
    let profile = format!("rollbook-browser-{}-", std::process::id());
    assert_ne!(processes_with(&profile), Vec::<String>::new());
    drop(browser);
    assert_eq!(processes_with(&profile), Vec::<String>::new());
}

#[tokio::test]
async fn a_browser_without_javascript_shows_what_is_meant_for_it() {
    let _turn = Turn::take().await.unwrap();
    let page = "data:text/html,<p id=p>plain</p><noscript><b>no script</b></noscript>\
        <script>document.getElementById('p').textContent = 'scripted'</script>";
    let text = async |browser: Browser| {
        browser.goto(page).await.unwrap();
        let text = browser.find(Locator::Css("body")).await.unwrap().text().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        browser.screenshot(folder.path().join("page.png")).await.unwrap();
        browser.close().await;
        text
    };
    let with = text(Browser::open().await.unwrap()).await;
    let without = text(Browser::without_javascript().await.unwrap()).await;
    assert!(with.contains("scripted") && !with.contains("no script"), "{with}");
    assert!(without.contains("plain") && without.contains("no script"), "{without}");
}

#[tokio::test]
async fn a_passkey_device_can_be_plugged_into_the_browser() {
    let _turn = Turn::take().await.unwrap();
    let browser = Browser::open().await.unwrap();
    passkeys::plug_in(&browser).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(empty_pages(listener));
    browser.goto(&format!("http://localhost:{port}/")).await.unwrap();
    let script = "const done = arguments[arguments.length - 1];
        navigator.credentials.create({ publicKey: {
            rp: { name: 'Rollbook', id: 'localhost' }, challenge: new Uint8Array(32),
            user: { id: new Uint8Array([1]), name: 'ada', displayName: 'Ada' },
            pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        } }).then((made) => done(made.type), (error) => done(String(error)));";
    assert_eq!(browser.execute_async(script, Vec::new()).await.unwrap(), json!("public-key"));
    browser.close().await;
    server.abort();
}

async fn empty_pages(listener: tokio::net::TcpListener) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    while let Ok((mut socket, _)) = listener.accept().await {
        let mut request = [0; 2048];
        let _read = socket.read(&mut request).await;
        let answer =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\nConnection: close\r\n\r\n<p>ok</p>";
        let _written = socket.write_all(answer.as_bytes()).await;
    }
}
