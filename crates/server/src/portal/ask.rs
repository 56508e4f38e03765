//! *Ask for an invitation*, where an organization wants to be asked: a name and an address go to those who may invite.
//! The answer is the same whoever asks (C40).

use super::{
    cookie::Kept,
    faces, problems,
    sign_in::{AtDoor, too_many, with_wait},
};
use axum::{Form, extract::rejection::FormRejection, http::StatusCode, response::Response};
use minijinja::context;
use rollbook_directory::{Addressed, Asking, AskingProblem, SignInProblem};
use serde::Deserialize;

/// The form as it arrives. Nothing else is taken (C24).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    name: String,
    email: String,
    form: String,
}

/// What stands beside the fields.
#[derive(Default)]
struct Said {
    name: String,
    email: String,
    problem: String,
    /// The field that the problem is about; empty where it is about both.
    field: String,
}

/// The page.
pub(super) async fn page(door: AtDoor) -> Response {
    match offered(&door).await {
        Ok(_) => show(&door, StatusCode::OK, &Said::default()),
        Err(response) => *response,
    }
}

/// Somebody asks.
pub(super) async fn send(door: AtDoor, form: Result<Form<Typed>, FormRejection>) -> Response {
    let answer = door.answer();
    let Typed { name, email, form } = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    if !door.visitor.sent_own_form(Kept::Form, &form) {
        return door.visitor.stale();
    }
    let at = match offered(&door).await {
        Ok(at) => at,
        Err(response) => return *response,
    };
    let ask = Asking { name, email, organization: at.id, place: door.visitor.place() };
    let said =
        |problem: String, field: String| Said { name: ask.name.clone(), email: ask.email.clone(), problem, field };
    match door.visitor.portal.directory.ask_invitation(&ask).await {
        Ok(Ok(())) => sent(&door, &at.name),
        Ok(Err(AskingProblem::Off)) => off(&door),
        Ok(Err(AskingProblem::Wrong(refusal))) => {
            let field = refusal.field.unwrap_or_default();
            let wrong = if field == "email" { "ask_email_wrong" } else { "ask_name_wrong" };
            let words = answer.language.say(wrong, &[]);
            show(&door, StatusCode::UNPROCESSABLE_ENTITY, &said(words, field))
        }
        Ok(Err(AskingProblem::Slow(wait))) => {
            let seconds = SignInProblem::Slow(wait).seconds();
            let words = too_many(&answer, seconds);
            with_wait(seconds, show(&door, StatusCode::TOO_MANY_REQUESTS, &said(words, String::new())))
        }
        Err(error) => door.visitor.failed(&error),
    }
}

/// The organization, where it wants to be asked.
async fn offered(door: &AtDoor) -> Result<&Addressed, Box<Response>> {
    let Some(at) = &door.at else { return Err(Box::new(off(door))) };
    match door.visitor.portal.directory.asking_offered(at.id).await {
        Ok(true) => Ok(at),
        Ok(false) => Err(Box::new(off(door))),
        Err(error) => Err(Box::new(door.visitor.failed(&error))),
    }
}

fn off(door: &AtDoor) -> Response {
    door.answer().problem("ask_off", StatusCode::FORBIDDEN)
}

fn show(door: &AtDoor, status: StatusCode, said: &Said) -> Response {
    let (form, fresh) = door.visitor.form();
    let answer = door.answer();
    let about = context! {
        organization => door.organization(),
        languages => faces::languages(answer.language),
        name => said.name.as_str(),
        email => said.email.as_str(),
        problem => said.problem.as_str(),
        field => said.field.as_str(),
        form,
        back => door.path(""),
    };
    door.visitor.keeping(Kept::Form, fresh.as_ref(), answer.page("ask", status, about))
}

fn sent(door: &AtDoor, organization: &str) -> Response {
    let answer = door.answer();
    let about = context! {
        organization => door.organization(),
        title => answer.language.say("ask_sent_title", &[]),
        lead => answer.language.say("ask_sent", &[("organization", organization)]),
        more => answer.language.say("ask_more", &[]),
        go => context! { to => door.path(""), words => answer.language.say("back_to_sign_in", &[]) },
    };
    answer.page("told", StatusCode::OK, about)
}
