//! Forgot password (R26, rows 67–70): a link goes to the address, and the answer tells nobody whether there
//! is an account, unless the organization wants it told (C40).

use super::{
    cookie::Kept,
    faces, problems,
    sign_in::{AtDoor, too_many, with_wait},
};
use axum::{Form, extract::rejection::FormRejection, http::StatusCode, response::Response};
use minijinja::context;
use rollbook_directory::{Forgot, Forgotten, SignInProblem};
use serde::Deserialize;

/// The form as it arrives. Nothing else is taken (C24).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    email: String,
    form: String,
}

/// The page.
pub(super) async fn page(door: AtDoor) -> Response {
    match offered(&door).await {
        Ok(()) => show(&door, StatusCode::OK, "", ""),
        Err(response) => *response,
    }
}

/// Somebody asks for a link.
pub(super) async fn send(door: AtDoor, form: Result<Form<Typed>, FormRejection>) -> Response {
    let answer = door.answer();
    let Typed { email, form } = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    if !door.visitor.sent_own_form(Kept::Form, &form) {
        return door.visitor.stale();
    }
    if let Err(response) = offered(&door).await {
        return *response;
    }
    if email.trim().is_empty() {
        let words = answer.language.say("email_missing", &[]);
        return show(&door, StatusCode::UNPROCESSABLE_ENTITY, &email, &words);
    }
    let ask = Forgot {
        email: email.clone(),
        // The address is the user name, so the form asks for it once.
        user_name: None,
        organization: door.at.as_ref().map(|at| at.id),
        place: door.visitor.place(),
    };
    match door.visitor.portal.directory.forgot(&ask).await {
        Ok(Ok(asked)) => match asked.answer {
            Forgotten::Perhaps | Forgotten::Sent => sent(&door, &email),
            Forgotten::Nobody => {
                let words = answer.language.say("forgot_unknown", &[]);
                show(&door, StatusCode::UNPROCESSABLE_ENTITY, &email, &words)
            }
        },
        Ok(Err(wait)) => {
            let seconds = SignInProblem::Slow(wait).seconds();
            let words = too_many(&answer, seconds);
            with_wait(seconds, show(&door, StatusCode::TOO_MANY_REQUESTS, &email, &words))
        }
        Err(error) => door.visitor.failed(&error),
    }
}

/// Refuses where nobody may have a link (R26).
async fn offered(door: &AtDoor) -> Result<(), Box<Response>> {
    match door.visitor.portal.directory.recovery_offered(door.at.as_ref().map(|at| at.id)).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(Box::new(door.answer().problem("recovery_off", StatusCode::FORBIDDEN))),
        Err(error) => Err(Box::new(door.visitor.failed(&error))),
    }
}

fn show(door: &AtDoor, status: StatusCode, email: &str, problem: &str) -> Response {
    let (form, fresh) = door.visitor.form();
    let answer = door.answer();
    let about = context! {
        organization => door.organization(),
        languages => faces::languages(answer.language),
        email,
        problem,
        form,
        back => door.path(""),
    };
    door.visitor.keeping(Kept::Form, fresh.as_ref(), answer.page("forgot", status, about))
}

fn sent(door: &AtDoor, email: &str) -> Response {
    let answer = door.answer();
    let about = context! {
        organization => door.organization(),
        title => answer.language.say("forgot_sent_title", &[]),
        lead => answer.language.say("forgot_sent", &[("email", email.trim())]),
        more => answer.language.say("forgot_more", &[]),
        go => context! { to => door.path(""), words => answer.language.say("back_to_sign_in", &[]) },
    };
    answer.page("told", StatusCode::OK, about)
}
