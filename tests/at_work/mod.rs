//! A person at work: a screen in memory, a session with a keyring of its own, the real window, and
//! ways to find things as people do: by role, name and label.

#![expect(dead_code, reason = "each test program uses what it needs")]

pub(crate) mod far;

use fantoccini::{
    Locator,
    actions::{InputSource, MouseActions, PointerAction},
    elements::Element,
    error::CmdError,
};
use rollbook_stage::{disk::Disk, keychain::Keychain, xvfb::Xvfb};
use rollbook_testservers::{
    page::Theme,
    webdriver::{Program, Turn, Window},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

/// How long anything may take to appear.
const PATIENCE: Duration = Duration::from_secs(40);

/// A machine for one person: screen, session, home folder.
pub(crate) struct Place {
    pub(crate) turn: Arc<Turn>,
    pub(crate) screen: Xvfb,
    pub(crate) session: Keychain,
}

impl Place {
    pub(crate) async fn new() -> Self {
        Self::with(Keychain::start().unwrap()).await
    }
    /// A session on which nobody keeps secrets.
    pub(crate) async fn without_keyring() -> Self {
        Self::with(Keychain::without_keyring().unwrap()).await
    }
    async fn with(session: Keychain) -> Self {
        let turn = Arc::new(Turn::take().await.unwrap());
        Self { turn, screen: Xvfb::start().unwrap(), session }
    }
    /// A second machine, for somebody who works at the same time.
    pub(crate) fn beside(&self) -> Self {
        let session = Keychain::start().unwrap();
        Self { turn: Arc::clone(&self.turn), screen: Xvfb::start().unwrap(), session }
    }
    /// The real program in this place.
    pub(crate) fn program(&self) -> Program {
        Program::new(env!("CARGO_BIN_EXE_rollbook")).envs(self.session.env()).envs(self.screen.env())
    }
    /// Opens the window.
    pub(crate) async fn open(&self) -> Desk<'_> {
        self.open_with(self.program()).await
    }
    /// Opens the window where other programs are looked for along this path first.
    pub(crate) async fn open_where(&self, path: String) -> Desk<'_> {
        self.open_with(self.program().env("PATH", path)).await
    }
    /// Opens the window with a file named at start.
    pub(crate) async fn open_file(&self, file: &Path) -> Desk<'_> {
        self.open_with(self.program().arg(file.to_str().unwrap())).await
    }
    /// Opens a window with the same home folder, in a session that doesn't know of the first: over a network
    /// disk, or after a change of users.
    pub(crate) async fn open_apart(&self, session: &Keychain, file: &Path) -> Desk<'_> {
        let bus = session.env().into_iter().filter(|(name, _)| *name == "DBUS_SESSION_BUS_ADDRESS");
        self.open_with(self.program().arg(file.to_str().unwrap()).envs(bus)).await
    }
    /// Starts the program once more, as a link or a double click does, until it ends.
    pub(crate) async fn start_again(&self, given: &str) {
        let mut again = tokio::process::Command::new(env!("CARGO_BIN_EXE_rollbook"));
        again.arg(given).envs(self.session.env()).envs(self.screen.env()).kill_on_drop(true);
        let ended = tokio::time::timeout(PATIENCE, again.status()).await.expect("it ends").unwrap();
        assert!(ended.success(), "{ended}");
    }
    /// A disk of its own for organizations.
    pub(crate) fn disk(&self) -> Disk {
        let home = self.session.home();
        Disk::at(&home.join("data/rollbook/organizations"), home).unwrap()
    }
    /// Opens the window with its organizations on a disk of their own.
    pub(crate) async fn open_on(&self, disk: &Disk) -> Desk<'_> {
        let before = disk.before();
        if before.is_empty() {
            return self.open().await;
        }
        let program = before.into_iter().fold(Program::new("/usr/bin/env"), Program::arg);
        let program = program.arg(env!("CARGO_BIN_EXE_rollbook"));
        self.open_with(program.envs(self.session.env()).envs(self.screen.env())).await
    }
    async fn open_with(&self, program: Program) -> Desk<'_> {
        let window = Window::open(&self.turn, &program).await.unwrap();
        window.resize(1280, 800).await.unwrap();
        Desk { window }
    }
    /// Kills the window’s program: nothing is said to anybody, nothing is finished.
    pub(crate) fn kill(&self, desk: Desk<'_>) {
        let program = std::fs::canonicalize(env!("CARGO_BIN_EXE_rollbook")).unwrap();
        let home = format!("HOME={}", self.session.home().display()).into_bytes();
        let all = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok).map(|entry| entry.path());
        let ours = |process: &PathBuf| {
            std::fs::read_link(process.join("exe")).is_ok_and(|exe| exe == program)
                && std::fs::read(process.join("environ"))
                    .is_ok_and(|all| all.split(|byte| *byte == 0).any(|one| one == home))
        };
        let pids: Vec<PathBuf> = all.filter(ours).collect();
        assert!(!pids.is_empty(), "it runs");
        for pid in pids {
            let pid = pid.file_name().unwrap().to_owned();
            assert!(std::process::Command::new("kill").arg("-9").arg(pid).status().unwrap().success());
        }
        drop(desk);
    }
    /// Where the program keeps organizations in this place.
    pub(crate) fn organizations(&self) -> PathBuf {
        find(self.session.home(), "organizations").expect("the data folder")
    }
}

/// Whether screens are looked at: over another kind of connection they are the same, and were looked at over a
/// file.
fn looks() -> bool {
    std::env::var_os("ROLLBOOK_OVER").is_none()
}

fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?.filter_map(Result::ok).filter(|entry| entry.path().is_dir());
    let mut below = Vec::new();
    for entry in entries {
        if entry.file_name() == name {
            return Some(entry.path());
        }
        below.push(entry.path());
    }
    below.iter().find_map(|path| find(path, name))
}

/// An open window.
pub(crate) struct Desk<'a> {
    pub(crate) window: Window<'a>,
}

/// Types in the place of what is in a field.
async fn replace(field: &Element, text: &str) -> Result<(), CmdError> {
    field.clear().await?;
    field.send_keys(text).await
}

/// A text as an `XPath` writes it.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains('"') { format!("'{text}'") } else { format!("\"{text}\"") }
}

impl Desk<'_> {
    /// The first displayed element of an `XPath`; waits for it.
    pub(crate) async fn find(&self, path: &str) -> Element {
        let begun = Instant::now();
        loop {
            if let Some(found) = self.glance(path).await {
                return found;
            }
            if begun.elapsed() > PATIENCE {
                let picture = self.failed().await;
                let text = self.window.find(Locator::Css("body")).await.unwrap().text().await.unwrap_or_default();
                panic!("nothing at {path}; the window ({}) says:\n{text}", picture.display());
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }
    /// Clicks the first displayed element of an `XPath`; again, where a list was drawn anew under the
    /// pointer.
    pub(crate) async fn click(&self, path: &str) {
        let begun = Instant::now();
        while let Err(error) = self.find(path).await.click().await {
            assert!(begun.elapsed() < PATIENCE, "{path} can't be clicked: {error}");
        }
    }
    /// What is displayed there now.
    pub(crate) async fn glance(&self, path: &str) -> Option<Element> {
        for found in self.window.find_all(Locator::XPath(path)).await.ok()? {
            if found.is_displayed().await.unwrap_or(false) {
                return Some(found);
            }
        }
        None
    }
    /// Keeps a picture of a window in which a test waits in vain, where one can be taken.
    async fn failed(&self) -> PathBuf {
        let picture = screens().join("failure.png");
        tokio::time::timeout(Duration::from_secs(5), self.window.screenshot(&picture)).await.ok();
        picture
    }
    /// Waits until nothing displayed is at the `XPath`.
    pub(crate) async fn gone(&self, path: &str) {
        let begun = Instant::now();
        while self.glance(path).await.is_some() {
            if begun.elapsed() > PATIENCE {
                self.failed().await;
                panic!("{path} is still there");
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }
    /// A button, menu entry, tab or link by its name.
    pub(crate) async fn press(&self, name: &str) {
        let name = quoted(name);
        let is =
            format!("(normalize-space(.)={name} or @aria-label={name} or starts-with(normalize-space(.), {name}))");
        let exact = format!("(normalize-space(.)={name} or @aria-label={name})");
        let kinds = "(self::button or self::a or @role='menuitem' or @role='menuitemradio' or @role='menuitemcheckbox' or @role='tab' or @role='option' or @role='radio')";
        let begun = Instant::now();
        loop {
            let found = match self.glance(&format!("//*[{kinds} and {exact}]")).await {
                Some(found) => found,
                None => self.find(&format!("//*[{kinds} and {is}]")).await,
            };
            match found.click().await {
                Ok(()) => return,
                Err(error) => assert!(begun.elapsed() < PATIENCE, "{name} can't be pressed: {error}"),
            }
        }
    }
    /// Scrolls to something.
    pub(crate) async fn show(&self, path: &str) {
        self.find(path).await;
        self.have(path, "scrollIntoView({ block: 'center' })").await;
    }
    /// Clicks what WebDriver doesn't call displayed, such as what shows under the pointer alone.
    pub(crate) async fn touch(&self, path: &str) {
        self.have(path, "click()").await;
    }
    /// Has the first element of an `XPath` do something; again, where a list was drawn anew between finding and
    /// doing.
    pub(crate) async fn have(&self, path: &str, act: &str) {
        let begun = Instant::now();
        loop {
            let done = match self.window.find(Locator::XPath(path)).await {
                Ok(found) => {
                    let found = serde_json::to_value(&found).unwrap();
                    self.window.execute(&format!("arguments[0].{act}"), vec![found]).await.map(drop)
                }
                Err(error) => Err(error),
            };
            match done {
                Ok(()) => return,
                Err(error) => assert!(begun.elapsed() < PATIENCE, "{act} at {path}: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }
    /// The words of something, which may be drawn anew between finding and reading.
    pub(crate) async fn text_of(&self, path: &str) -> String {
        let begun = Instant::now();
        loop {
            match self.find(path).await.text().await {
                Ok(text) => return text,
                Err(error) => assert!(begun.elapsed() < PATIENCE, "nothing can be read at {path}: {error}"),
            }
        }
    }
    /// One of its attributes.
    pub(crate) async fn attr_of(&self, path: &str, name: &str) -> Option<String> {
        let begun = Instant::now();
        loop {
            match self.find(path).await.attr(name).await {
                Ok(value) => return value,
                Err(error) => assert!(begun.elapsed() < PATIENCE, "nothing can be read at {path}: {error}"),
            }
        }
    }
    /// Waits until a box is ticked.
    pub(crate) async fn selected(&self, path: &str) {
        let begun = Instant::now();
        while !self.find(path).await.is_selected().await.unwrap_or(false) {
            assert!(begun.elapsed() < PATIENCE, "{path} is not ticked");
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }
    /// Types into a field, which may be drawn anew between finding and typing.
    pub(crate) async fn type_at(&self, path: &str, keys: &str) {
        let begun = Instant::now();
        while let Err(error) = self.find(path).await.send_keys(keys).await {
            assert!(begun.elapsed() < PATIENCE, "nothing can be typed at {path}: {error}");
        }
    }
    /// Puts the pointer on something, and reads the tooltip that comes.
    pub(crate) async fn hover(&self, path: &str) -> String {
        let begun = Instant::now();
        loop {
            self.show(path).await;
            let element = self.find(path).await;
            let away = PointerAction::MoveTo { duration: None, x: 1.0, y: 1.0 };
            let there = PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 };
            let moves = MouseActions::new("mouse".to_owned()).then(away).then(there);
            // A page that is drawn anew under the pointer takes the tooltip away: the pointer comes again.
            self.window.perform_actions(moves).await.ok();
            tokio::time::sleep(Duration::from_millis(600)).await;
            if let Some(tip) = self.glance("//*[@role='tooltip' and normalize-space(.)!='']").await {
                return tip.text().await.unwrap();
            }
            assert!(begun.elapsed() < PATIENCE, "no tooltip at {path}");
        }
    }
    /// Takes back what a toast with these words tells of.
    pub(crate) async fn undo(&self, words: &str) {
        let toast = format!("//*[@data-toasts]//*[@role='group' and contains(@aria-label, {})]", quoted(words));
        self.touch(&format!("{toast}//button[normalize-space(.)='Undo']")).await;
    }
    /// The sample organization in the window, over the kind of connection that `ROLLBOOK_OVER` names: a
    /// file, where it names none.
    pub(crate) async fn sample(&self) {
        match std::env::var("ROLLBOOK_OVER").as_deref() {
            Ok("server") => self.far_away("A server", |office| office.server.clone()).await,
            Ok("database") => self.far_away("A database", |office| office.database.clone()).await,
            _ => self.press("Open the sample").await,
        }
        self.find("//h1[normalize-space(.)='Users']").await;
        self.find(&Self::row("lukasz.wojcik@nordlys.example")).await;
    }
    async fn far_away(&self, kind: &str, address: impl Fn(&far::Office) -> String) {
        // It lasts as long as the test program.
        let office = Box::leak(Box::new(far::Office::open().await));
        self.connect(kind, &address(office)).await;
        self.sign_in(far::OWNER, OWNERS_PASSWORD).await;
    }
    /// Names a place beyond this computer: `kind` is a part of what its choice says.
    pub(crate) async fn connect(&self, kind: &str, address: &str) {
        self.press("Connect…").await;
        self.click(&format!("//label[contains(normalize-space(.), '{kind}')]")).await;
        self.fill("Address", address).await;
        self.submit("Connect").await;
    }
    /// Signs in at the place that was named.
    pub(crate) async fn sign_in(&self, email: &str, password: &str) {
        self.fill("E-mail", email).await;
        self.fill("Password", password).await;
        self.submit("Sign in").await;
    }
    /// The field under a label.
    pub(crate) async fn field(&self, label: &str) -> Element {
        let path = format!("//label[starts-with(normalize-space(.), {})]", quoted(label));
        let begun = Instant::now();
        loop {
            // A page that is drawn anew gives its fields new names.
            let id = self.attr_of(&path, "for").await.expect("a label names its field");
            match self.window.find(Locator::Id(&id)).await {
                Ok(field) => return field,
                Err(error) => assert!(begun.elapsed() < PATIENCE, "no field under {label}: {error}"),
            }
        }
    }
    /// Types into the field under a label, in the place of what is there.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        let begun = Instant::now();
        while let Err(error) = replace(&self.field(label).await, text).await {
            assert!(begun.elapsed() < PATIENCE, "{label} can't be typed into: {error}");
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }
    /// Waits for a text anywhere. WebDriver calls what floats over the page not displayed, so being
    /// there is enough.
    pub(crate) async fn reads(&self, text: &str) {
        let path = format!("//*[not(self::script) and text()[contains(normalize-space(.), {})]]", quoted(text));
        let begun = Instant::now();
        while self.window.find_all(Locator::XPath(&path)).await.unwrap_or_default().is_empty() {
            if begun.elapsed() > PATIENCE {
                self.find(&path).await;
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }
    /// Waits until something is there, displayed or not: what may be cut short `WebDriver` doesn't call
    /// displayed.
    pub(crate) async fn there(&self, path: &str) {
        let begun = Instant::now();
        while self.window.find_all(Locator::XPath(path)).await.unwrap_or_default().is_empty() {
            if begun.elapsed() > PATIENCE {
                self.find(path).await;
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }
    /// The row of a person by their address or name.
    pub(crate) fn row(who: &str) -> String {
        format!("//tr[contains(normalize-space(.), {})]", quoted(who))
    }
    /// Opens somebody's page by the search, as a person does.
    pub(crate) async fn open_person(&self, typed: &str, address: &str) {
        self.go("Users").await;
        self.search(typed).await;
        // Until the list is there and narrowed, a row moves under the pointer.
        let name = "//a[contains(@class, 'who-name')]";
        let first = format!("(//tr[.{name}])[1][contains(normalize-space(.), {})]", quoted(address));
        self.find(&first).await;
        self.click(&format!("{first}{name}")).await;
        self.find("//h2[normalize-space(.)='Profile']").await;
    }
    /// Gives keys to whatever has the focus. What had it may be drawn anew in that moment; then nothing got them.
    pub(crate) async fn keys(&self, keys: &str) {
        let begun = Instant::now();
        loop {
            let given = match self.window.active_element().await {
                Ok(focused) => focused.send_keys(keys).await,
                Err(error) => Err(error),
            };
            match given {
                Ok(()) => return,
                Err(error) if begun.elapsed() > PATIENCE => panic!("nothing takes {keys:?}: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(40)).await,
            }
        }
    }
    /// Searches as a person does: the key, then the word.
    pub(crate) async fn search(&self, word: &str) {
        self.click("//input[@type='search']").await;
        let begun = Instant::now();
        while let Err(error) = replace(&self.find("//input[@type='search']").await, word).await {
            assert!(begun.elapsed() < PATIENCE, "nothing can be searched: {error}");
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }
    /// Hands files to the page's file field.
    pub(crate) async fn pick(&self, files: &[PathBuf]) {
        let input = self.window.find(Locator::Css("input[type=file]")).await.unwrap();
        let names: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
        input.send_keys(&names.join("\n")).await.unwrap();
    }
    /// Keeps a picture of the screen in both themes, and holds it to axe: no violations.
    pub(crate) async fn look(&self, name: &str) {
        if looks() {
            self.look_anywhere(name).await;
        }
    }
    /// The same for a screen that there is over this kind of connection alone.
    pub(crate) async fn look_anywhere(&self, name: &str) {
        for (theme, word) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            self.window.theme(theme).await.unwrap();
            self.window.screenshot(screens().join(format!("{name}-{word}.png"))).await.unwrap();
            let violations = self.window.axe().await.unwrap();
            let told: Vec<String> = violations.iter().map(ToString::to_string).collect();
            assert!(told.is_empty(), "{name}, {word}: {}", told.join("\n"));
        }
        self.window.theme(Theme::System).await.unwrap();
    }
    pub(crate) async fn close(self) {
        self.window.close().await;
    }
    /// The first run: a new organization with its owner.
    pub(crate) async fn found(&self, company: &str, passphrase: Option<&str>) {
        self.press("Create organization").await;
        self.tell_of(company, passphrase).await;
        self.submit("Create organization").await;
        self.find("//h1[normalize-space(.)='Users']").await;
    }
    /// Fills the form of a new organization.
    pub(crate) async fn tell_of(&self, company: &str, passphrase: Option<&str>) {
        self.fill("Company name", company).await;
        self.fill("Your first name", "Ingrid").await;
        self.fill("Your last name", "Solbakken").await;
        self.fill("Your e-mail", "ingrid@nordlys.example").await;
        self.fill("Password", OWNERS_PASSWORD).await;
        self.fill("Password again", OWNERS_PASSWORD).await;
        if let Some(passphrase) = passphrase {
            self.fill("Passphrase", passphrase).await;
            self.fill("Passphrase again", passphrase).await;
        }
    }
    /// Presses the button that sends a form, once it stands still: what is said about fields moves it.
    pub(crate) async fn submit(&self, name: &str) {
        let path = format!("//button[@type='submit' and contains(normalize-space(.), {})]", quoted(name));
        let mut stood = self.find(&path).await.rectangle().await.ok();
        loop {
            tokio::time::sleep(Duration::from_millis(250)).await;
            let stands = self.find(&path).await.rectangle().await.ok();
            if stands == stood {
                return self.click(&path).await;
            }
            stood = stands;
        }
    }
    /// Goes to a section by the sidebar.
    pub(crate) async fn go(&self, section: &str) {
        self.click(&format!("//nav//a[contains(normalize-space(.), '{section}')]")).await;
        self.find(&format!("//h1[normalize-space(.)='{section}']")).await;
    }
    /// Closes the organization; the start screen offers the others.
    pub(crate) async fn switch(&self) {
        self.click("//button[contains(@class, 'org-switch')]").await;
        self.press("Close organization").await;
        self.reads("Open an organization").await;
    }
    /// All that can be read on the screen.
    pub(crate) async fn text(&self) -> String {
        self.window.find(Locator::Css("body")).await.unwrap().text().await.unwrap()
    }
}

/// A password that R23 takes.
pub(crate) const OWNERS_PASSWORD: &str = "lantern-orbit-47-plum";

/// Where pictures of screens are kept for a person to look at.
pub(crate) fn screens() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/screens")
}

/// Tables of a real organization: 1,285 rows of people, 284 groups.
pub(crate) fn tables() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/kubernetes/kubernetes");
    vec![folder.join("people.csv"), folder.join("groups.csv")]
}
