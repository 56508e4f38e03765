//! The person's browser, and a private window of it, in which another sign-in stays as it is (R29): which browser is
//! theirs is the system's to say, how each opens a private window is written here. Nothing else is ever started, and
//! nothing but pages of a portal is handed over.

use std::{
    io,
    process::{Command, Stdio},
    thread,
};

/// A browser that is known to open a private window when it is asked to.
struct Known {
    name: &'static str,
    /// What asks it.
    asks: &'static str,
    /// Its desktop entries on Linux, without `.desktop`, each with what starts it there.
    entries: &'static [(&'static str, &'static [&'static str])],
    /// How its name for addresses begins in the registry of Windows.
    registry: &'static str,
    /// Its bundle on macOS; empty where a second start isn't known to reach the window that is open.
    bundle: &'static str,
}

const KNOWN: [Known; 6] = [
    Known {
        name: "Firefox",
        asks: "--private-window",
        entries: &[
            ("firefox", &["firefox"]),
            ("firefox-esr", &["firefox-esr"]),
            ("firefox_firefox", &["firefox"]),
            ("org.mozilla.firefox", &["flatpak", "run", "org.mozilla.firefox"]),
        ],
        registry: "FirefoxURL",
        bundle: "",
    },
    Known {
        name: "LibreWolf",
        asks: "--private-window",
        entries: &[("librewolf", &["librewolf"])],
        registry: "LibreWolfURL",
        bundle: "",
    },
    Known {
        name: "Chrome",
        asks: "--incognito",
        entries: &[
            ("google-chrome", &["google-chrome"]),
            ("com.google.Chrome", &["flatpak", "run", "com.google.Chrome"]),
        ],
        registry: "ChromeHTML",
        bundle: "com.google.chrome",
    },
    Known {
        name: "Chromium",
        asks: "--incognito",
        entries: &[
            ("chromium", &["chromium"]),
            ("chromium-browser", &["chromium-browser"]),
            ("chromium_chromium", &["chromium"]),
            ("org.chromium.Chromium", &["flatpak", "run", "org.chromium.Chromium"]),
        ],
        registry: "ChromiumHTM",
        bundle: "org.chromium.chromium",
    },
    Known {
        name: "Edge",
        asks: "--inprivate",
        entries: &[
            ("microsoft-edge", &["microsoft-edge"]),
            ("com.microsoft.Edge", &["flatpak", "run", "com.microsoft.Edge"]),
        ],
        registry: "MSEdgeHTM",
        bundle: "com.microsoft.edgemac",
    },
    Known {
        name: "Brave",
        asks: "--incognito",
        entries: &[
            ("brave-browser", &["brave-browser"]),
            ("com.brave.Browser", &["flatpak", "run", "com.brave.Browser"]),
        ],
        registry: "BraveHTML",
        bundle: "com.brave.browser",
    },
];

/// Whether an address is a page of this portal. It is handed to another program, so nothing else may be.
pub fn is_of(portal: &str, address: &str) -> bool {
    let by_web = portal.starts_with("https://") || portal.starts_with("http://");
    let page = address.strip_prefix(portal);
    by_web
        && page.is_some_and(|page| page.is_empty() || page.starts_with('/'))
        && address.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\\"'`<>{}|^".contains(&byte))
}

/// How the person's browser opens a private window.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PrivateWindow {
    browser: &'static str,
    start: String,
    words: Vec<String>,
}

impl PrivateWindow {
    /// Of the browser that the person chose for the web; `None` where the system doesn't say which, or it isn't known
    /// how that one is asked. Asks programs of the system, so it is nothing for a thread that others wait for.
    pub fn of_person() -> Option<Self> {
        match std::env::consts::OS {
            "linux" => Self::on_linux(&said("xdg-settings", &["get", "default-web-browser"])?),
            "windows" => {
                let chosen = said("reg", &["query", CHOSEN, "/v", "ProgId"])?;
                let (known, name) = in_registry(&chosen)?;
                let key = format!(r"HKCR\{name}\shell\open\command");
                Self::on_windows(known, &said("reg", &["query", &key, "/ve"])?)
            }
            "macos" => Self::on_mac(&said("defaults", &["read", HANDLERS, "LSHandlers"])?),
            _ => None,
        }
    }

    /// What people call the browser.
    pub const fn browser(&self) -> &'static str {
        self.browser
    }

    /// Opens an address in it, and doesn't wait for the browser. Others at this computer may see the address among
    /// what runs, as that of every link that is opened: a link with a token in it has to open once, and soon.
    pub fn open(&self, address: &str) -> io::Result<()> {
        let mut child = self.asking(address).stdout(Stdio::null()).spawn()?;
        // Nothing of it is left when it ends.
        drop(thread::spawn(move || child.wait()));
        Ok(())
    }

    fn asking(&self, address: &str) -> Command {
        let mut command = quiet(&self.start);
        command.args(&self.words).arg(address);
        command
    }

    fn of(known: &Known, start: &str, words: &[&str]) -> Self {
        let words = words.iter().copied().chain([known.asks]).map(str::to_owned).collect();
        Self { browser: known.name, start: start.to_owned(), words }
    }

    /// By the name of a desktop entry.
    fn on_linux(entry: &str) -> Option<Self> {
        let entry = entry.trim().strip_suffix(".desktop")?;
        KNOWN.iter().find_map(|known| {
            let (_, start) = known.entries.iter().find(|(name, _)| *name == entry)?;
            let (start, words) = start.split_first()?;
            Some(Self::of(known, start, words))
        })
    }

    /// By what the registry says of how a browser is started: its program stands in quotes.
    fn on_windows(known: &Known, said: &str) -> Option<Self> {
        let (_, command) = said.split_once("REG_SZ").or_else(|| said.split_once("REG_EXPAND_SZ"))?;
        let program = command.trim().strip_prefix('"')?.split('"').next()?;
        program.to_ascii_lowercase().ends_with(".exe").then(|| Self::of(known, program, &[]))
    }

    /// By the list of who opens what.
    fn on_mac(said: &str) -> Option<Self> {
        let web = said.split('}').find(|handler| value(handler, "LSHandlerURLScheme") == Some("https"))?;
        let bundle = value(web, "LSHandlerRoleAll")?.to_ascii_lowercase();
        let known = KNOWN.iter().find(|known| !known.bundle.is_empty() && known.bundle == bundle)?;
        Some(Self::of(known, "open", &["-n", "-b", known.bundle, "--args"]))
    }
}

/// Where Windows keeps who opens addresses of the web.
const CHOSEN: &str = r"HKCU\Software\Microsoft\Windows\Shell\Associations\UrlAssociations\https\UserChoice";
/// Where macOS keeps who opens what.
const HANDLERS: &str = "com.apple.LaunchServices/com.apple.launchservices.secure";

/// The browser that the registry names, and by which name.
fn in_registry(said: &str) -> Option<(&'static Known, &str)> {
    let name = said.split_once("REG_SZ")?.1.split_whitespace().next()?;
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
    let known = KNOWN.iter().find(|known| name.starts_with(known.registry))?;
    plain.then_some((known, name))
}

/// A value of an old-style property list: `key = "value";`.
fn value<'a>(list: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = list.split_once(&format!("{key} ="))?;
    Some(rest.split(';').next()?.trim().trim_matches('"'))
}

/// What a program of the system says; nothing where it can't.
fn said(program: &str, words: &[&str]) -> Option<String> {
    let output = quiet(program).args(words).output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok())?
}

/// A program that is asked nothing and has no window of its own.
fn quiet(program: &str) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).stderr(Stdio::null());
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt as _;
        /// `CREATE_NO_WINDOW`: a program of the console opens none.
        const NO_CONSOLE: u32 = 0x0800_0000;
        command.creation_flags(NO_CONSOLE);
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTAL: &str = "https://accounts.example.org";
    const PAGE: &str = "https://accounts.example.org/as/x1-y_2";

    fn words(of: Option<PrivateWindow>) -> Vec<String> {
        let PrivateWindow { start, words, .. } = of.expect("it is known");
        [vec![start], words].concat()
    }

    #[test]
    fn r29_only_pages_of_the_own_portal_are_handed_to_a_browser() {
        for page in ["", "/", "/me/factor", "/me#factor", "/as/x1-y_2"] {
            assert!(is_of(PORTAL, &format!("{PORTAL}{page}")), "{page}");
        }
        for other in [
            "https://accounts.example.org.evil.example/",
            "https://accounts.example.org@evil.example/",
            "https://accounts.example.org:8443/",
            "https://evil.example/https://accounts.example.org/",
            "http://accounts.example.org/",
            "HTTPS://ACCOUNTS.EXAMPLE.ORG.evil.example/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "--help",
            "",
            "https://accounts.example.org/ --new-window x",
            "https://accounts.example.org/\"x",
            "https://accounts.example.org/\\evil.example",
            "https://accounts.example.org/\n",
            "https://accounts.example.org/\u{202e}",
        ] {
            assert!(!is_of(PORTAL, other), "{other}");
        }
        assert!(!is_of("", "/me"), "a database that no server told yet where links point");
        assert!(!is_of("file:///tmp", "file:///tmp/x"), "whatever the other side says its portal is");
    }

    #[test]
    fn r29_a_browser_that_is_known_opens_a_private_window_and_no_other_is_started() {
        assert_eq!(words(PrivateWindow::on_linux("firefox-esr.desktop\n")), ["firefox-esr", "--private-window"]);
        let flatpak = words(PrivateWindow::on_linux("com.google.Chrome.desktop"));
        assert_eq!(flatpak, ["flatpak", "run", "com.google.Chrome", "--incognito"]);
        for other in ["", "firefox", "gnome-terminal.desktop", "/tmp/firefox.desktop", "firefox.desktop x"] {
            assert_eq!(PrivateWindow::on_linux(other), None, "{other}");
        }
    }

    #[test]
    fn r29_windows_says_by_its_registry_which_browser_it_is() {
        let chosen = "\r\nHKEY_CURRENT_USER\\Software\\…\\UserChoice\r\n    ProgId    REG_SZ    MSEdgeHTM\r\n\r\n";
        let (known, name) = in_registry(chosen).expect("it is known");
        assert_eq!((known.name, name), ("Edge", "MSEdgeHTM"));
        let program = r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe";
        let command = format!("    (Standard)    REG_SZ    \"{program}\" --single-argument %1\r\n");
        assert_eq!(words(PrivateWindow::on_windows(known, &command)), [program, "--inprivate"]);
        let (known, name) = in_registry("ProgId    REG_SZ    FirefoxURL-308046B0AF4A39CB").expect("it is known");
        assert_eq!((known.name, name), ("Firefox", "FirefoxURL-308046B0AF4A39CB"));
        assert!(in_registry(r"ProgId    REG_SZ    ChromeHTML\..\evil").is_none(), "it becomes a part of a key");
        assert!(in_registry("ProgId    REG_SZ    IE.HTTPS").is_none());
        assert_eq!(PrivateWindow::on_windows(known, "    (Default)    REG_SZ    \"evil.cmd\" %1"), None);
    }

    #[test]
    fn r29_macos_says_by_its_list_of_handlers_which_browser_it_is() {
        let list = "(\n {\n LSHandlerContentType = \"public.html\";\n LSHandlerRoleAll = \"com.apple.safari\";\n },\n \
            {\n LSHandlerRoleAll = \"com.google.Chrome\";\n LSHandlerURLScheme = https;\n }\n)";
        let words = words(PrivateWindow::on_mac(list));
        assert_eq!(words, ["open", "-n", "-b", "com.google.chrome", "--args", "--incognito"]);
        assert_eq!(PrivateWindow::on_mac(&list.replace("com.google.Chrome", "com.apple.safari")), None);
        assert_eq!(PrivateWindow::on_mac("()"), None);
    }

    #[cfg(unix)]
    #[test]
    fn r29_the_browser_gets_the_address_as_one_word_behind_what_asks_for_a_private_window() {
        let words = ["-c", "printf '%s\\n' \"$0\" \"$@\"", "--private-window"].map(str::to_owned).to_vec();
        let window = PrivateWindow { browser: "Firefox", start: "sh".to_owned(), words };
        let told = window.asking(PAGE).output().expect("it starts");
        assert_eq!(String::from_utf8_lossy(&told.stdout), format!("--private-window\n{PAGE}\n"));
        let gone = PrivateWindow { start: "/nowhere/firefox".to_owned(), ..window };
        assert!(gone.open(PAGE).is_err(), "a browser that isn’t there is said");
    }
}
