//! Which organization: after signing in at the platform's address, where several know the account (row 23).

use super::{
    cookie::Kept,
    faces::{self, dye},
    forgery::form_value,
    problems,
    sign_in::{enter, with_wait, worded},
    visitor::{Visitor, on_to},
};
use axum::{Form, extract::rejection::FormRejection, http::StatusCode, response::Response};
use minijinja::{Value, context};
use rollbook_domain::{OrganizationId, session::Stage, text::initials};
use serde::Deserialize;

/// The form as it arrives.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chosen {
    organization: OrganizationId,
    form: String,
}

/// The page with the organizations to choose from.
pub(super) async fn page(visitor: Visitor) -> Response {
    let Some(token) = visitor.kept(Kept::Session) else { return on_to("/") };
    let waiting = match visitor.portal.directory.waiting(&token).await {
        Ok(waiting) => waiting,
        Err(error) => return visitor.failed(&error),
    };
    let Some(waiting) = waiting.filter(|waiting| waiting.stage == Stage::Choose) else { return on_to("/me") };
    let answer = visitor.answer(None);
    let choices: Value = waiting
        .openings
        .iter()
        .map(|opening| {
            let name = opening.name.as_str();
            context! { id => opening.organization.to_string(), name, initials => initials(name), dye => dye(name) }
        })
        .collect();
    let about = context! {
        organization => (),
        email => "",
        languages => faces::languages(answer.language),
        form => form_value(&token),
        choices,
    };
    answer.page("choose", StatusCode::OK, about)
}

/// The person chose.
pub(super) async fn send(visitor: Visitor, form: Result<Form<Chosen>, FormRejection>) -> Response {
    let answer = visitor.answer(None);
    let Chosen { organization, form } = match form {
        Ok(Form(chosen)) => chosen,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    let Some(token) = visitor.kept(Kept::Session) else { return on_to("/?ended") };
    if !visitor.sent_own_form(Kept::Session, &form) {
        return visitor.stale();
    }
    match visitor.portal.directory.choose(&token, organization, &visitor.place()).await {
        Ok(Ok(entered)) => enter(&visitor, &entered).await,
        Ok(Err(problem)) => {
            let (status, words) = worded(&answer, problem);
            with_wait(problem.seconds(), answer.problem_because("not_entered", &words, status))
        }
        Err(error) => visitor.failed(&error),
    }
}
