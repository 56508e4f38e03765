//! Which organization: after signing in at the platform's address, where several know the account (row 23),
//! and later, to go on to another.

use super::{
    Portal,
    cookie::Kept,
    faces::{self, dye},
    forgery::form_value,
    problems,
    sign_in::{enter, with_wait, worded},
    visitor::{Visitor, on_to},
};
use axum::{
    Form,
    extract::{FromRequestParts, rejection::FormRejection},
    http::{StatusCode, request::Parts},
    response::Response,
};
use minijinja::{Value, context};
use rollbook_directory::{Entered, Opening, Seated};
use rollbook_domain::{OrganizationId, session::Stage, text::initials};
use serde::Deserialize;

/// Somebody who may choose. Can't be printed: the token is the secret.
pub(super) struct Chooser {
    visitor: Visitor,
    token: String,
    openings: Vec<Opening>,
    /// Who is in one already.
    seated: Option<Seated>,
}

impl FromRequestParts<Portal> for Chooser {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let visitor = match Visitor::from_request_parts(parts, portal).await {
            Ok(visitor) => visitor,
            Err(never) => match never {},
        };
        let Some(token) = visitor.kept(Kept::Session) else { return Err(on_to("/")) };
        let waiting = portal.directory.waiting(&token).await.map_err(|error| visitor.failed(&error))?;
        if let Some(waiting) = waiting {
            if waiting.stage != Stage::Choose {
                return Err(on_to("/second"));
            }
            return Ok(Self { visitor, token, openings: waiting.openings, seated: None });
        }
        let Some(seated) = visitor.seated().await.map_err(|error| visitor.failed(&error))? else {
            return Err(visitor.forgetting(Kept::Session, on_to("/?ended")));
        };
        // Who looks as somebody else goes on to no third (R29).
        if seated.by.is_some() {
            return Err(on_to("/me"));
        }
        let openings = seated.organizations().await.map_err(|error| visitor.failed(&error))?;
        Ok(Self { visitor, token, openings, seated: Some(seated) })
    }
}

/// The form as it arrives.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chosen {
    organization: OrganizationId,
    form: String,
}

/// The page with the organizations to choose from.
pub(super) async fn page(chooser: Chooser) -> Response {
    let answer = chooser.visitor.answer(None);
    let here = chooser.seated.as_ref().map(|seated| seated.organization);
    let choices: Value = chooser
        .openings
        .iter()
        .map(|opening| {
            let name = opening.name.as_str();
            context! {
                id => opening.organization.to_string(),
                name,
                initials => initials(name),
                dye => dye(name),
                here => here == Some(opening.organization),
            }
        })
        .collect();
    let founded = chooser.visitor.uri.query() == Some("founded");
    let about = context! {
        organization => (),
        told => founded.then(|| answer.language.say("new_founded", &[])),
        languages => faces::languages(answer.language),
        form => form_value(&chooser.token),
        back => here.map(|_| "/me"),
        choices,
    };
    answer.page("choose", StatusCode::OK, about)
}

/// The person chose.
pub(super) async fn send(chooser: Chooser, form: Result<Form<Chosen>, FormRejection>) -> Response {
    let Chooser { visitor, token, seated, .. } = chooser;
    let answer = visitor.answer(None);
    let Chosen { organization, form } = match form {
        Ok(Form(chosen)) => chosen,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    if !visitor.sent_own_form(Kept::Session, &form) {
        return visitor.stale();
    }
    let entered = match &seated {
        None => visitor.portal.directory.choose(&token, organization, &visitor.place()).await,
        Some(seated) if seated.organization == organization => return on_to("/me"),
        Some(seated) => match seated.switch(organization, &visitor.place()).await {
            Ok(switched) => Ok(switched.map(Entered::In)),
            Err(error) => Err(error),
        },
    };
    match entered {
        Ok(Ok(entered)) => enter(&visitor, &entered).await,
        Ok(Err(problem)) => {
            let (status, words) = worded(&answer, problem);
            with_wait(problem.seconds(), answer.problem_because("not_entered", &words, status))
        }
        Err(error) => visitor.failed(&error),
    }
}
