//! What a screen asks while there is no connection: questions are answered from the replica, commands that
//! can wait do, and the others say why they can't (R32).

use crate::{Failure, Keeper, Offline};
use rollbook_credentials::Secret;
use rollbook_directory::{
    Task, answer,
    contract::{
        ActOnUsers, EditUser, Outcome, QueuedWhat, RefusedFor, SetTemporaryPassword, Target, WireCode, WireError,
    },
    is_command, is_queueable,
};
use rollbook_domain::{Code, CommandId, MemberId, Refusal};
use serde_json::Value;

/// How many people one command without a connection is about at most.
const AT_ONCE: usize = 200;

/// What only the place itself can answer: a replica holds one organization.
const OF_THE_PLACE: [&str; 2] = ["replica_part", "sub_accounts_get"];

/// A command of a screen that can wait.
struct Given {
    command: CommandId,
    members: Vec<MemberId>,
    what: QueuedWhat,
    password: Option<Secret<String>>,
}

impl Keeper {
    /// Answers a screen without a connection.
    pub async fn ask(&self, name: &str, request: Value, task: &Task) -> Result<String, WireError> {
        let desk = self.status().borrow().desk.clone();
        let desk = desk.ok_or_else(|| {
            WireError::new(
                WireCode::Unreachable,
                "There is no connection, and nothing of this organization is on this computer yet.",
                "Try again once there is one.",
            )
        })?;
        if OF_THE_PLACE.contains(&name) {
            return Err(needs_a_connection());
        }
        if !is_command(name) {
            return answer(&desk, name, request, task).await;
        }
        if request.get("preview").and_then(Value::as_bool) == Some(true) && queueable(name, &request).is_some() {
            // What it would do, as far as it is known here; nothing is left of it.
            return answer(&desk, name, request, task).await;
        }
        let given = queueable(name, &request).ok_or_else(needs_a_connection)?;
        let outcome = self.with(async |offline| offline.give_all(given).await).await?;
        serde_json::to_string(&outcome).map_err(|error| {
            tracing::error!(%error, "an answer can’t be written");
            WireError::new(WireCode::Internal, "Something went wrong inside Rollbook.", "Try again.")
        })
    }
}

impl Offline {
    /// Gives a command of a screen, to each alone.
    async fn give_all(&mut self, given: Given) -> Result<Outcome, WireError> {
        let Given { command, members, what, password } = given;
        let mut outcome = Outcome { waits: true, ..Outcome::nothing(command) };
        let alone = members.len() == 1;
        for member in members {
            // Asked again by the same id, it waits already.
            let id = alone.then_some(command);
            match self.give_as(id, member, what.clone(), password.as_ref()).await {
                Ok(_) => outcome.done += 1,
                Err(Failure::Rule(error)) if alone => return Err(error),
                Err(Failure::Rule(WireError { code: WireCode::Rule(code), message, help, .. })) => {
                    outcome.refused += 1;
                    let refusal = Refusal::new(code, message, help);
                    outcome.refusals.push(RefusedFor { member: Some(member), name: String::new(), refusal });
                }
                Err(Failure::Rule(error)) => return Err(error),
                Err(Failure::Store(error)) => return Err(error.into()),
                Err(failure) => {
                    tracing::error!(%failure, "a command that was to wait isn’t kept");
                    return Err(WireError::new(
                        WireCode::Internal,
                        "It can’t be kept on this computer. Nothing was changed.",
                        "Do it once there is a connection.",
                    ));
                }
            }
        }
        Ok(outcome)
    }
}

/// Whether a command can wait by the id that it has: one that may have arrived already is carried out once.
pub(crate) fn keeps_its_id(name: &str, request: &Value) -> bool {
    queueable(name, request).is_some_and(|given| given.members.len() == 1)
}

/// A command of a screen as it can wait; `None` where it can’t.
fn queueable(name: &str, request: &Value) -> Option<Given> {
    match name {
        "users_act" => {
            let ask: ActOnUsers = serde_json::from_value(request.clone()).ok()?;
            let Target::Ids { ids: members } = ask.target else { return None };
            let fits = is_queueable(ask.action) && members.len() <= AT_ONCE;
            let what = QueuedWhat::Act { action: ask.action };
            fits.then_some(Given { command: ask.command, members, what, password: None })
        }
        "user_edit" => {
            let ask: EditUser = serde_json::from_value(request.clone()).ok()?;
            let others = ask.email.is_some()
                || ask.tier.is_some()
                || ask.access.is_some()
                || ask.groups.is_some()
                || ask.roles.is_some()
                || ask.grants.is_some()
                || ask.licences.is_some()
                || ask.portals.is_some()
                || ask.contact.is_some()
                || ask.customer.is_some();
            let what = QueuedWhat::Profile {
                first_name: ask.first_name,
                last_name: ask.last_name,
                phone: ask.phone,
                language: ask.language,
                note: ask.note,
            };
            (!others).then_some(Given { command: ask.command, members: vec![ask.member], what, password: None })
        }
        "user_password_set" => {
            let ask: SetTemporaryPassword = serde_json::from_value(request.clone()).ok()?;
            let (what, password) = (QueuedWhat::TemporaryPassword, Some(ask.password));
            Some(Given { command: ask.command, members: vec![ask.member], what, password })
        }
        _ => None,
    }
}

fn needs_a_connection() -> WireError {
    WireError::new(
        WireCode::Rule(Code::NotAllowed),
        "This needs a connection.",
        "Without one, profiles can be edited, and people suspended, reactivated, sent a link or given a password.",
    )
}
