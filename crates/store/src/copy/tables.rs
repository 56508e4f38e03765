//! What a copy holds: which tables, which of their columns, and what stands in the place of a secret.
//! What isn't named here is never copied; that is the whole protection of password hashes, tokens,
//! factors and other organizations, so a new column is secret until somebody writes it down here.

/// How a column's values are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Int,
    Text,
    Bytes,
}

/// A column of a copy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// What is read in its place, where the value itself stays with the server.
    pub(super) instead: Option<&'static str>,
}

const fn int(name: &'static str) -> Column {
    Column { name, kind: Kind::Int, instead: None }
}
const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text, instead: None }
}
const fn bytes(name: &'static str) -> Column {
    Column { name, kind: Kind::Bytes, instead: None }
}
const fn instead(column: Column, with: &'static str) -> Column {
    Column { instead: Some(with), ..column }
}

/// A table of a copy.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [Column],
    /// Which rows are the organization’s: a condition that ends where its id is bound.
    pub(super) of: &'static str,
    /// Whether others refer to its rows, so that they are changed in their places.
    pub(super) referred: bool,
}

/// The organization itself and its structure: little, and read whole.
pub(super) const WHOLE: &[Table] = &[
    Table {
        name: "organization",
        columns: &[
            bytes("id"),
            text("name"),
            text("name_key"),
            text("plan"),
            text("language"),
            text("policy"),
            int("created_at"),
            int("seq"),
            int("structure_seq"),
            bytes("head"),
            text("company"),
            text("conflict_key"),
            text("subdomain"),
            text("billing"),
            // What it is called at the payment provider is nobody’s but the server’s.
            instead(text("customer"), "NULL"),
        ],
        of: "id = ",
        referred: true,
    },
    Table {
        name: "grp",
        columns: &[
            bytes("id"),
            bytes("organization"),
            text("name"),
            text("name_key"),
            text("description"),
            text("product"),
            bytes("parent"),
            int("built_in"),
            int("members"),
            int("version"),
        ],
        of: "organization = ",
        referred: true,
    },
    Table {
        name: "grp_permission",
        columns: &[bytes("grp"), text("permission")],
        of: "grp IN (SELECT id FROM grp WHERE organization = ",
        referred: false,
    },
    Table {
        name: "role",
        columns: &[
            bytes("id"),
            bytes("organization"),
            text("name"),
            text("name_key"),
            text("description"),
            text("built_in"),
            int("portal"),
            int("members"),
            int("version"),
        ],
        of: "organization = ",
        referred: true,
    },
    Table {
        name: "role_permission",
        columns: &[bytes("role"), text("permission")],
        of: "role IN (SELECT id FROM role WHERE organization = ",
        referred: false,
    },
    Table {
        name: "portal",
        columns: &[bytes("id"), bytes("organization"), text("name"), text("name_key")],
        of: "organization = ",
        referred: false,
    },
    Table {
        name: "team",
        columns: &[bytes("id"), bytes("organization"), text("name"), text("name_key")],
        of: "organization = ",
        referred: false,
    },
    Table {
        name: "permission",
        columns: &[bytes("organization"), text("module"), text("action")],
        of: "organization = ",
        referred: false,
    },
    Table {
        name: "product",
        columns: &[bytes("organization"), text("key"), int("taken"), text("body")],
        of: "organization = ",
        referred: false,
    },
    Table {
        name: "package",
        columns: &[bytes("organization"), text("package"), int("seats"), int("used")],
        of: "organization = ",
        referred: false,
    },
    Table {
        name: "member_count",
        columns: &[bytes("organization"), text("kind"), int("status"), int("tier"), int("n")],
        of: "organization = ",
        referred: false,
    },
    Table {
        name: "coverage",
        columns: &[bytes("organization"), int("day"), int("people"), int("totp"), int("passkey")],
        of: "organization = ",
        referred: false,
    },
    Table {
        name: "wording",
        columns: &[
            bytes("organization"),
            text("template"),
            text("language"),
            text("subject"),
            text("body"),
            text("html"),
            int("changed"),
        ],
        of: "organization = ",
        referred: false,
    },
    Table {
        name: "reviewed",
        columns: &[
            bytes("organization"),
            int("seq"),
            int("n"),
            bytes("member"),
            bytes("salt"),
            text("name"),
            text("email"),
        ],
        of: "organization = ",
        referred: false,
    },
    Table {
        name: "setting",
        columns: &[bytes("organization"), text("name"), text("value")],
        // Where mails leave by; other settings are a computer’s own, and one of them is a password.
        of: "name = 'mail_server' AND organization = ",
        referred: false,
    },
];

/// What hangs on a member, with the member: read by the members’ ids, in the order in which it is written.
pub(super) const OF_MEMBERS: &[Table] = &[
    Table {
        name: "account",
        columns: &[
            bytes("id"),
            text("email"),
            text("email_key"),
            // Whether there is one is told; no password opens an empty hash.
            instead(text("password"), "CASE WHEN password IS NULL THEN NULL ELSE '' END"),
            int("must_change"),
            int("created_at"),
        ],
        of: "id IN (SELECT account FROM member WHERE id IN (",
        referred: false,
    },
    Table {
        name: "member",
        columns: &[
            bytes("id"),
            bytes("organization"),
            bytes("account"),
            text("first_name"),
            text("last_name"),
            text("email"),
            text("name_key"),
            text("email_key"),
            text("search"),
            text("kind"),
            int("tier"),
            int("status"),
            int("held"),
            int("tab"),
            text("access"),
            text("language"),
            text("phone"),
            text("note"),
            bytes("added_by"),
            int("added_at"),
            int("added_seq"),
            int("archived_at"),
            int("version"),
            int("last_active"),
            int("roll_day"),
            int("roll_bits"),
            text("second_factor"),
            text("contact"),
            text("customer"),
            text("hidden"),
            int("period_from"),
            int("period_until"),
            bytes("period_by"),
            int("shut_at"),
            int("factor_lost_at"),
            int("factor_asks"),
            int("factor_asked_at"),
            int("factor_due"),
        ],
        of: "id IN (",
        referred: false,
    },
    Table {
        name: "member_grp",
        columns: &[bytes("member"), bytes("grp"), int("since"), bytes("given_by"), int("until")],
        of: "member IN (",
        referred: false,
    },
    Table {
        name: "holding",
        columns: &[
            bytes("member"),
            int("kind"),
            bytes("what"),
            int("state"),
            bytes("organization"),
            int("since"),
            bytes("given_by"),
            int("begins"),
            int("until"),
            int("due"),
        ],
        of: "member IN (",
        referred: false,
    },
    Table {
        name: "link",
        columns: &[
            bytes("id"),
            // The hash of a token stays with the server; the id is as unique.
            instead(bytes("hash"), "id"),
            bytes("organization"),
            bytes("member"),
            text("purpose"),
            bytes("inviter"),
            int("created_at"),
            int("expires"),
            int("used_at"),
            int("killed_at"),
        ],
        of: "member IN (",
        referred: false,
    },
    Table {
        name: "api_key",
        columns: &[
            bytes("id"),
            bytes("organization"),
            bytes("member"),
            instead(bytes("hash"), "NULL"),
            text("name"),
            text("scope"),
            int("made_at"),
            bytes("made_by"),
            int("expires"),
            int("used_at"),
            int("revoked_at"),
        ],
        of: "member IN (",
        referred: false,
    },
];

/// Sessions in the organization; from where somebody comes is shown to whoever may touch them (C20).
pub(super) const SESSIONS: Table = Table {
    name: "session",
    columns: &[
        bytes("id"),
        instead(bytes("hash"), "id"),
        bytes("account"),
        bytes("organization"),
        bytes("member"),
        text("stage"),
        text("kind"),
        text("address"),
        text("device"),
        int("created_at"),
        int("used_at"),
        int("expires"),
        int("ended_at"),
        text("ended_why"),
        bytes("by_member"),
    ],
    of: "stage = 'in' AND member IN (",
    referred: false,
};

/// Mails: none with the link that it waits with, nor with the words around it.
pub(super) const MAILS: Table = Table {
    name: "mail",
    columns: &[
        bytes("id"),
        bytes("organization"),
        bytes("member"),
        bytes("link_id"),
        text("template"),
        text("to_name"),
        text("to_address"),
        text("subject"),
        instead(text("body_text"), "CASE WHEN link IS NULL THEN body_text ELSE '' END"),
        instead(text("body_html"), "CASE WHEN link IS NULL THEN body_html ELSE '' END"),
        int("state"),
        int("attempts"),
        int("next_at"),
        int("leased_until"),
        text("problem"),
        int("created_at"),
        int("sent_at"),
        text("search"),
    ],
    of: "id IN (",
    referred: true,
};

/// The log.
pub(super) const LOG: Table = Table {
    name: "event",
    columns: &[
        bytes("organization"),
        int("seq"),
        int("at"),
        bytes("command"),
        bytes("actor"),
        text("kind"),
        bytes("member"),
        text("body"),
        text("origin"),
        bytes("salt"),
        bytes("body_seal"),
        bytes("seal"),
    ],
    of: "organization = ",
    referred: false,
};

/// A table by its name.
pub(super) fn named(name: &str) -> Option<&'static Table> {
    let single: [&'static Table; 3] = [&SESSIONS, &MAILS, &LOG];
    WHOLE.iter().chain(OF_MEMBERS).chain(single).find(|table| table.name == name)
}
