//! Everything that can be asked at a desk, by name: the window, the HTTP interface and its document
//! all expand this one list, so that none of them knows more or less than the others.

use crate::{
    Desk, Task,
    contract::{
        AccessChoices, ActOnUsers, ActivityLine, AddKey, AddOrganization, AddPortal, AddTeam, Amounts, AsLink,
        AskSignInAs, BillingView, ChainView, ChangeHoldings, CheckCompany, CompanyChecked, CompanyView, CreateGroup,
        CreateRole, DeleteGroup, DeleteRole, EditGroup, EditRoles, EditUser, EndSession, ExportLog, ExportTable,
        GiveAllQueued, GlassView, GroupChoice, GroupsView, HoldersPage, HoldersView, ImportAnswer, ImportTables,
        InviteUser, KeyMade, LicencesView, LockUser, LogDetail, LogEntryAsk, LogKind, LogPageAsk, LogPageView,
        MailServer, MailTried, MailView, MailWording, MailWordings, MailsPage, MailsPageView, OffersView,
        OrganizationAdded, OrganizationDetails, OrganizationSummary, Outcome, PaletteView, PaperFile, PastGlass,
        PaymentPage, PersonActivity, PersonView, PlaceOrder, PolicyView, PriceOrder, RemovePortal, RemoveTeam,
        RenameTeam, ReplicaAsk, ReplicaPart, ReportAsk, ReportView, RetryMails, ReviewSheetAsk, ReviewView, RevokeKey,
        RolesView, SecurityAsk, SecurityListAsk, SecurityListView, SecurityView, SetDetails, SetMailWords,
        SetNavigation, SetPeriod, SetPlan, SetPolicy, SetSeats, SetTemporaryPassword, SetTerms, SignReview,
        SubAccountsView, TableFile, Tag, TicketKeyView, TryMailWords, UndoCommand, UserCounts, UserFilter, UserSession,
        UserView, UsersCount, UsersPage, UsersPageView, WireCode, WireError, WordingAsked,
    },
};
use rollbook_domain::{MailId, MemberId};
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

macro_rules! call {
    ($desk:ident $request:ident $task:ident $method:ident ()) => {{
        let () = $request;
        $desk.$method().await
    }};
    ($desk:ident $request:ident $task:ident $method:ident (=)) => {
        $desk.$method($request).await
    };
    ($desk:ident $request:ident $task:ident $method:ident (&)) => {
        $desk.$method(&$request).await
    };
    ($desk:ident $request:ident $task:ident $method:ident (& task)) => {
        $desk.$method(&$request, $task).await
    };
}

macro_rules! long {
    ((& task)) => {
        true
    };
    ($other:tt) => {
        false
    };
}

macro_rules! writes {
    (writes) => {
        true
    };
    (reads) => {
        false
    };
}

/// What an ask takes and answers.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// What it takes, as JSON Schema; `null` where it takes nothing.
    pub request: Schema,
    /// What it answers.
    pub answer: Schema,
    /// Whether it is a command.
    pub writes: bool,
    /// What an answer shows, or a command changes.
    pub tags: &'static [Tag],
}

macro_rules! answer { (asks { $($name:ident $how:tt : $request:ty => $response:ty, $access:ident [$($tag:ident),*] = $method:ident;)* }) => {
    /// Asks by name: JSON in, JSON out. An unknown name and a request of another shape are errors that
    /// say so; nothing was done then.
    pub async fn answer(desk: &Desk, name: &str, request: Value, task: &Task) -> Result<String, WireError> {
        match name {
            $(stringify!($name) => {
                let request: $request = understood(request)?;
                // Each answer's state is a box of its own: together they would be as large as the largest.
                let answer = Box::pin(async move { call!(desk request task $method $how) }).await?;
                written::<$response>(&answer)
            })*
            _ => Err(WireError::new(
                WireCode::NoSuchAsk,
                format!("There is nothing to ask by the name {name}."),
                "The other side may be newer or older than this one. Update both.",
            )),
        }
    }

    /// What every ask takes and answers, for the document of the interface.
    pub fn shapes(requests: &mut SchemaGenerator, answers: &mut SchemaGenerator) -> Vec<Shape> {
        vec![$(Shape {
            name: stringify!($name),
            request: requests.subschema_for::<$request>(),
            answer: answers.subschema_for::<$response>(),
            writes: writes!($access),
            tags: &[$(Tag::$tag),*],
        }),*]
    }

    /// The names of everything that can be asked.
    pub const NAMES: &[&str] = &[$(stringify!($name)),*];

    /// Whether it is a command; an unknown name is taken for one.
    pub fn is_command(name: &str) -> bool {
        match name {
            $(stringify!($name) => writes!($access),)*
            _ => true,
        }
    }

    /// Whether an answer may take long: it tells how far it is, and can be cancelled.
    pub fn takes_long(name: &str) -> bool {
        match name {
            $(stringify!($name) => long!($how),)*
            _ => false,
        }
    }
} }
asks!(answer {});

fn understood<T: serde::de::DeserializeOwned>(request: Value) -> Result<T, WireError> {
    serde_json::from_value(request).map_err(|error| {
        WireError::new(
            WireCode::Malformed,
            format!("The request can’t be understood: {error}."),
            "The other side may be newer or older than this one. Update both.",
        )
    })
}

fn written<T: serde::Serialize>(answer: &T) -> Result<String, WireError> {
    serde_json::to_string(answer).map_err(|error| {
        tracing::error!(%error, "an answer can’t be written");
        WireError::new(WireCode::Internal, "Something went wrong inside Rollbook.", "Try again.")
    })
}
