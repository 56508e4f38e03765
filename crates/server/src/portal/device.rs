//! What a browser calls itself, in a few words: "Firefox 145, Windows". It is what the browser says, so it
//! helps a person to know their own devices and proves nothing.

use super::words::Language;
use std::net::IpAddr;

/// Browsers by the word before their version; those that also name others come first.
const BROWSERS: [(&str, &str); 10] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
];

/// Systems by a word of theirs, and whether they are carried around.
const SYSTEMS: [(&str, &str, bool); 8] = [
    ("iPhone", "iPhone", true),
    ("iPad", "iPad", true),
    ("Android", "Android", true),
    ("Windows", "Windows", false),
    ("CrOS", "ChromeOS", false),
    ("Macintosh", "macOS", false),
    ("macOS", "macOS", false),
    ("Linux", "Linux", false),
];

/// A device in a few words, and the icon that stands for it.
pub(super) fn device(agent: &str, language: &Language) -> (&'static str, String) {
    let system = SYSTEMS.iter().find(|(word, _, _)| agent.contains(word));
    let carried = system.is_some_and(|(_, _, carried)| *carried);
    let browser = BROWSERS.iter().find_map(|(word, name)| {
        let version = agent.split_once(word)?.1;
        let major: String = version.chars().take_while(char::is_ascii_digit).take(4).collect();
        Some(format!("{name} {major}").trim_end().to_owned())
    });
    let desktop = agent.starts_with("Rollbook");
    let program = if desktop { Some(language.say("desktop", &[])) } else { browser };
    let icon = match (desktop, carried) {
        (true, _) => "monitor",
        (false, true) => "smartphone",
        (false, false) => "globe",
    };
    let words: Vec<String> = program.into_iter().chain(system.map(|(_, name, _)| (*name).to_owned())).collect();
    (icon, if words.is_empty() { language.say("unknown_device", &[]) } else { words.join(", ") })
}

/// Where an address is, as far as the address itself tells: nobody outside is asked.
pub(super) fn place(address: &str, language: &Language) -> String {
    let Ok(address) = address.parse::<IpAddr>() else { return String::new() };
    let address = address.to_canonical();
    let local = match address {
        IpAddr::V4(four) => {
            let [a, b, ..] = four.octets();
            four.is_private() || four.is_link_local() || (a == 100 && (64..128).contains(&b))
        }
        IpAddr::V6(six) => six.is_unique_local() || six.is_unicast_link_local(),
    };
    if address.is_loopback() {
        language.say("this_computer", &[])
    } else if local {
        language.say("local_network", &[])
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
        "globe",
        "Firefox 145, Windows"
    )]
    #[case(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
        "globe",
        "Edge 142, Windows"
    )]
    #[case(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
        "smartphone",
        "Safari 26, iPhone"
    )]
    #[case(
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
        "smartphone",
        "Chrome 142, Android"
    )]
    #[case(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
        "globe",
        "Safari 26, macOS"
    )]
    #[case(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
        "globe",
        "Chrome 142, Linux"
    )]
    #[case("Rollbook/0.1.0 (Windows)", "monitor", "Rollbook desktop, Windows")]
    #[case("curl/8.5.0", "globe", "Unknown device")]
    #[case("", "globe", "Unknown device")]
    #[case("Firefox/<script>", "globe", "Firefox")]
    fn a_device_is_named_by_what_it_calls_itself(#[case] agent: &str, #[case] icon: &str, #[case] words: &str) {
        assert_eq!(device(agent, Language::english()), (icon, words.to_owned()));
    }

    #[rstest]
    #[case("127.0.0.1", "This computer")]
    #[case("::1", "This computer")]
    #[case("192.168.7.3", "Local network")]
    #[case("100.64.0.1", "Local network")]
    #[case("fd00::7", "Local network")]
    #[case("fe80::1", "Local network")]
    #[case("81.240.77.19", "")]
    #[case("2001:db8::1", "")]
    #[case("not an address", "")]
    fn a_place_is_said_where_the_address_itself_tells_it(#[case] address: &str, #[case] words: &str) {
        assert_eq!(place(address, Language::english()), words);
    }
}
