//! The words for tiers and states in files of several products and languages, and
//! the words that our own tables write.

use super::{AccessWord, StatusWord, TierWord};

impl TierWord {
    /// The word in our own tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Admin",
            Self::User => "User",
        }
    }
}

impl StatusWord {
    /// The word in our own tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Active => "Active",
            Self::Suspended => "Suspended",
            Self::Archived => "Archived",
        }
    }
}

impl AccessWord {
    /// The word in our own tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Custom => "Custom",
        }
    }
}

const ACCESS: &[(AccessWord, &str)] = &[
    (AccessWord::All, "all everything full alle alles tout tous todo todos tutto tudo"),
    (AccessWord::Custom, "custom limited bygroups benutzerdefiniert personnalisé personalizado personalizzato"),
];

const TIERS: &[(TierWord, &str)] = &[
    (
        TierWord::Owner,
        "owner organizationowner besitzer inhaber propriétaire proprietario propietario eigenaar eier ejer ägare",
    ),
    (
        TierWord::Admin,
        "admin admins administrator administrators superadmin superadministrator orgadmin \
         organizationadmin globaladministrator administrateur administrador amministratore \
         beheerder administratör järjestelmänvalvoja администратор",
    ),
    (
        TierWord::User,
        "user users member members standard standarduser regular none benutzer nutzer mitglied \
         utilisateur membre usuario usuário miembro membro utente gebruiker lid bruker bruger \
         medlem användare käyttäjä użytkownik пользователь",
    ),
];

const STATES: &[(StatusWord, &str)] = &[
    (
        StatusWord::Pending,
        "pending invited staged provisioned pendingactivation pendinguseraction ausstehend eingeladen invité",
    ),
    (
        StatusWord::Active,
        "active enabled activated passwordexpired passwordreset recovery lockedout locked aktiv \
         actif activo attivo ativo actief",
    ),
    (
        StatusWord::Suspended,
        "suspended inactive disabled blocked gesperrt inaktiv suspendu inactif suspendido inactivo sospeso",
    ),
    (
        StatusWord::Archived,
        "archived deactivated deprovisioned deleted removed archiviert gelöscht archivé archivado archiviato",
    ),
];

/// The tier that a word names, or a flag in a column such as "Is super admin".
pub(super) fn tier(word: &str) -> Option<TierWord> {
    let word = letters(word);
    match flag(&word) {
        Some(true) => Some(TierWord::Admin),
        Some(false) => Some(TierWord::User),
        None => find(TIERS, &word),
    }
}

/// The way in which permissions are given that a word names.
pub(super) fn access(word: &str) -> Option<AccessWord> {
    find(ACCESS, &letters(word))
}

/// The status that a word names, or a flag: "Yes" under "Block sign in" is the
/// opposite of "Yes" under "Account enabled". A flag under a head that says neither
/// is no status.
pub(super) fn status(word: &str, head: &str) -> Option<StatusWord> {
    const SHUT: [&str; 9] =
        ["block", "suspend", "disable", "inactive", "deactivate", "lock", "gesperrt", "deaktiviert", "archiv"];
    const OPEN: [&str; 8] = ["enable", "active", "activ", "aktiv", "actif", "attiv", "ativo", "actief"];
    let word = letters(word);
    let Some(yes) = flag(&word) else {
        return find(STATES, &word);
    };
    // The property in brackets may say the opposite of the words before it, and
    // people answer the words.
    let head = letters(head.split('[').next().unwrap_or_default());
    let says = |words: &[&str]| words.iter().any(|word| head.contains(word));
    if says(&SHUT) {
        Some(open(!yes))
    } else if says(&OPEN) {
        Some(open(yes))
    } else {
        None
    }
}

const fn open(open: bool) -> StatusWord {
    if open { StatusWord::Active } else { StatusWord::Suspended }
}

fn flag(word: &str) -> Option<bool> {
    match word {
        "true" | "yes" | "y" | "1" | "x" | "ja" | "oui" | "sí" | "si" | "sì" | "sim" | "wahr" | "vrai" => Some(true),
        "false" | "no" | "n" | "0" | "nein" | "nee" | "nei" | "nej" | "non" | "não" | "falsch" | "faux" => Some(false),
        _ => None,
    }
}

fn find<T: Copy>(among: &[(T, &str)], word: &str) -> Option<T> {
    among.iter().find(|(_, words)| words.split(' ').any(|known| known == word)).map(|(value, _)| *value)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::{StatusWord, TierWord};

    #[rstest]
    #[case("Admin", TierWord::Admin)]
    #[case("Super Admin", TierWord::Admin)]
    #[case("TRUE", TierWord::Admin)]
    #[case("User", TierWord::User)]
    #[case("member", TierWord::User)]
    #[case("FALSE", TierWord::User)]
    #[case("Owner", TierWord::Owner)]
    fn a_tier_is_known_by_its_words(#[case] word: &str, #[case] tier: TierWord) {
        assert_eq!(super::tier(word), Some(tier));
    }

    #[rstest]
    #[case("Yes", "Block sign in (Yes/No) [accountEnabled] Required", Some(StatusWord::Suspended))]
    #[case("No", "Block sign in (Yes/No) [accountEnabled] Required", Some(StatusWord::Active))]
    #[case("False", "accountEnabled", Some(StatusWord::Suspended))]
    #[case("True", "isActive", Some(StatusWord::Active))]
    #[case("LOCKED_OUT", "status", Some(StatusWord::Active))]
    #[case("Yes", "Status", None)]
    #[case("on holiday", "Status", None)]
    fn a_status_is_read_under_its_head(#[case] word: &str, #[case] head: &str, #[case] status: Option<StatusWord>) {
        assert_eq!(super::status(word, head), status);
    }
}
