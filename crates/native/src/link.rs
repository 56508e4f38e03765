//! Links to somebody in an organization: `rollbook://user/{organization}/{member}`. They name, and permit
//! nothing: who opens one sees what they see anyway.

use rollbook_directory::contract::AskedFor;
use std::{ffi::OsStr, path::PathBuf};
use url::Url;

/// The scheme of links; the installers register it.
const SCHEME: &str = "rollbook";

/// How much of a link that can't be read is shown.
const SHOWN: usize = 80;

/// Whether something given at a start is meant as a link, not as a file.
fn is_link(given: &str) -> bool {
    Url::parse(given).is_ok_and(|link| link.scheme() == SCHEME)
}

/// The file that something given at a start names: a path, or the `file:` address that file managers give. None
/// where it is a link.
pub fn named_file(given: &OsStr) -> Option<PathBuf> {
    let url = given.to_str().filter(|text| text.starts_with("file:")).and_then(|text| Url::parse(text).ok());
    match url.map(|url| url.to_file_path()) {
        Some(Ok(path)) => Some(path),
        _ => Some(given).filter(|given| !given.is_empty() && !given.to_str().is_some_and(is_link)).map(PathBuf::from),
    }
}

/// What a link asks for. Whatever isn't one of ours is said to be unreadable, never half understood.
pub(crate) fn read(link: &Url) -> AskedFor {
    let parts: Vec<&str> = link.path_segments().map(Iterator::collect).unwrap_or_default();
    let bare = link.query().is_none() && link.fragment().is_none() && link.username().is_empty();
    let named = match (link.scheme(), link.host_str(), parts.as_slice()) {
        (SCHEME, Some("user"), [organization, member]) if bare => organization.parse().ok().zip(member.parse().ok()),
        _ => None,
    };
    named.map_or_else(
        || AskedFor::Unreadable { link: link.as_str().chars().take(SHOWN).collect() },
        |(organization, member)| AskedFor::User { organization, member },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHERE: &str = "0190a5d6-7c00-7000-8000-000000000001";
    const WHO: &str = "0190a5d6-7c00-7000-8000-000000000002";

    fn of(link: &str) -> AskedFor {
        read(&Url::parse(link).unwrap())
    }

    #[test]
    fn a_link_names_an_organization_and_somebody_in_it() {
        let AskedFor::User { organization, member } = of(&format!("rollbook://user/{WHERE}/{WHO}")) else {
            panic!("it is one");
        };
        assert_eq!((organization.to_string(), member.to_string()), (WHERE.to_owned(), WHO.to_owned()));
    }

    #[test]
    fn nonsense_is_said_to_be_unreadable_and_shown_in_part_alone() {
        for nonsense in [
            "rollbook://user".to_owned(),
            "rollbook://user//".to_owned(),
            format!("rollbook://user/{WHERE}"),
            format!("rollbook://user/{WHERE}/{WHO}/more"),
            format!("rollbook://user/{WHERE}/{WHO}?erase=1"),
            format!("rollbook://user/{WHERE}/{WHO}#/settings"),
            format!("rollbook://somebody@user/{WHERE}/{WHO}"),
            format!("rollbook://role/{WHERE}/{WHO}"),
            "rollbook://user/../../etc/passwd".to_owned(),
            format!("https://user/{WHERE}/{WHO}"),
            format!("rollbook://user/{}", "x".repeat(10_000)),
        ] {
            let AskedFor::Unreadable { link } = of(&nonsense) else { panic!("{nonsense} is none of ours") };
            assert!(link.chars().count() <= SHOWN);
        }
    }

    #[test]
    fn a_file_at_the_start_is_no_link() {
        assert!(is_link(&format!("rollbook://user/{WHERE}/{WHO}")));
        for file in ["/home/ingrid/nordlys.rollbook", "nordlys.rollbook", "C:\\Users\\nordlys.rollbook", ""] {
            assert!(!is_link(file), "{file}");
        }
    }
    #[test]
    fn what_a_file_manager_gives_names_the_same_file_as_its_path() {
        let file = |given: &str| named_file(OsStr::new(given));
        let path =
            if cfg!(windows) { "C:\\Users\\Åse’s files\\n.rollbook" } else { "/home/Åse’s files/n.rollbook" };
        let address = Url::from_file_path(path).unwrap();
        assert!(address.as_str().contains("%20"));
        assert_eq!(file(address.as_str()), Some(path.into()));
        assert_eq!(file(path), Some(path.into()));
        assert_eq!(file(""), None);
        assert_eq!(file(&format!("rollbook://user/{WHERE}/{WHO}")), None);
    }
}
