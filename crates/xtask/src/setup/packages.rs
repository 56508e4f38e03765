//! Which Debian packages are needed, for what, and why.

/// What somebody is about to do. Each purpose includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// Build the app and open its window on a screen that is there.
    Run,
    /// Open the window on a machine without a screen.
    RunUnseen,
    /// Build what people install.
    Package,
    /// Run all tests.
    Test,
}

/// A package of Debian, of the same name in Ubuntu unless `only_debian`.
#[derive(Debug)]
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it is good for here.
    pub(crate) why: &'static str,
    needed_from: Purpose,
    only_debian: bool,
}

const fn package(needed_from: Purpose, name: &'static str, why: &'static str) -> Package {
    Package { name, why, needed_from, only_debian: false }
}

const fn debian(needed_from: Purpose, name: &'static str, why: &'static str) -> Package {
    Package { name, why, needed_from, only_debian: true }
}

use Purpose::{Package as Pack, Run, RunUnseen, Test};

const PACKAGES: &[Package] = &[
    package(Run, "build-essential", "C compiler, linker and make, for the encrypted database"),
    package(Run, "pkg-config", "finds the libraries of the web view"),
    package(Run, "libwebkit2gtk-4.1-dev", "the web view that shows the screens"),
    package(RunUnseen, "xvfb", "a screen in memory, because there is none here"),
    package(RunUnseen, "imagemagick", "takes pictures of that screen"),
    package(RunUnseen, "dbus", "a session bus for the keychain"),
    package(RunUnseen, "gnome-keyring", "the keychain that holds the database key"),
    package(RunUnseen, "fonts-noto-core", "names in most other scripts of the world"),
    package(RunUnseen, "fonts-wqy-zenhei", "names in Chinese, Japanese and Korean"),
    package(Pack, "dpkg-dev", "packs the server as deb"),
    package(Pack, "rpm", "packs the server as rpm"),
    package(Test, "webkit2gtk-driver", "drives the app's window"),
    package(Test, "libsecret-tools", "a second opinion on the keychain"),
    package(Test, "postgresql", "the second database engine, in throwaway clusters"),
    package(Test, "argon2", "a second opinion on the hashes of passwords"),
    package(Test, "oathtool", "a second opinion on the codes of authenticator apps"),
    package(Test, "desktop-file-utils", "a second opinion on the menu entry"),
    package(Test, "poppler-utils", "a second opinion on documents: text, picture, attachments"),
    package(Test, "python3-venv", "mail and payment servers of other makers"),
    debian(Test, "chromium", "the browser for the portal's pages"),
    debian(Test, "chromium-driver", "drives that browser"),
];

/// The packages for `purpose`. Ubuntu has some of them only as snaps: those are left out there.
pub(crate) fn needed(purpose: Purpose, ubuntu: bool) -> impl Iterator<Item = &'static Package> {
    PACKAGES.iter().filter(move |package| package.needed_from <= purpose && !(ubuntu && package.only_debian))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(purpose: Purpose, ubuntu: bool) -> Vec<&'static str> {
        needed(purpose, ubuntu).map(|package| package.name).collect()
    }

    #[test]
    fn opening_a_window_needs_only_what_the_build_needs() {
        assert_eq!(names(Run, false), ["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev"]);
    }

    #[test]
    fn each_purpose_includes_the_ones_before_it() {
        let [run, unseen, pack, test] = [Run, RunUnseen, Pack, Test].map(|purpose| names(purpose, false));
        assert!(unseen.starts_with(&run) && pack.starts_with(&unseen) && test.starts_with(&pack));
        assert_eq!(test.len(), PACKAGES.len());
    }

    #[test]
    fn ubuntu_is_not_asked_for_chromium_which_it_has_only_as_a_snap() {
        assert!(names(Test, false).contains(&"chromium"));
        assert!(!names(Test, true).iter().any(|name| name.starts_with("chromium")));
    }
}
