//! The second step of signing in: a code of an app, a passkey, or a recovery code (R27, C41).

use super::{
    Portal,
    answer::Answer,
    cookie::Kept,
    faces,
    factor_words::worded,
    forgery::form_value,
    problems,
    sign_in::{Pressed, enter, with_wait},
    visitor::{Visitor, on_to},
};
use axum::{
    Form, Json,
    extract::{FromRequestParts, rejection::FormRejection},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use minijinja::context;
use rollbook_credentials::Secret;
use rollbook_directory::{Choices, FactorProblem, PasskeyOffer, Proof};
use rollbook_domain::ChallengeId;
use serde::{Deserialize, Serialize};

/// Somebody whose password was right. Can't be printed: the token is the secret.
pub(super) struct HalfIn {
    visitor: Visitor,
    token: String,
    choices: Choices,
}

impl FromRequestParts<Portal> for HalfIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let visitor = match Visitor::from_request_parts(parts, portal).await {
            Ok(visitor) => visitor,
            Err(never) => match never {},
        };
        let Some(token) = visitor.kept(Kept::Session) else { return Err(on_to("/")) };
        match portal.directory.factor_choices(&token).await {
            Ok(Some(choices)) => Ok(Self { visitor, token, choices }),
            Ok(None) => Err(elsewhere(&visitor, &token).await),
            Err(error) => Err(visitor.failed(&error)),
        }
    }
}

/// Where somebody goes on who doesn’t stand at this step: they are in, have to choose, or took too long.
async fn elsewhere(visitor: &Visitor, token: &str) -> Response {
    match tokio::try_join!(visitor.seated(), visitor.portal.directory.waiting(token)) {
        Ok((Some(_), _)) => on_to("/me"),
        Ok((None, Some(_))) => on_to("/organizations"),
        Ok((None, None)) => visitor.forgetting(Kept::Session, on_to("/?over")),
        Err(error) => visitor.failed(&error),
    }
}

/// One of three forms: each with its own field, and nothing else (C24).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    form: String,
    code: Option<Secret<String>>,
    recovery: Option<Secret<String>>,
    challenge: Option<ChallengeId>,
    answer: Option<Secret<String>>,
}

/// Which of the forms an answer is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    App,
    Recovery,
    Passkey,
}

/// The page.
pub(super) async fn page(half: HalfIn) -> Response {
    show(&half, StatusCode::OK, None, "")
}

/// The person shows their second factor.
pub(super) async fn send(half: HalfIn, form: Result<Form<Typed>, FormRejection>) -> Response {
    let answer = half.visitor.answer(None);
    let typed = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    if !half.visitor.sent_own_form(Kept::Session, &typed.form) {
        return half.visitor.stale();
    }
    let (by, shown, challenge) = match (typed.code, typed.recovery, typed.challenge.zip(typed.answer)) {
        (Some(code), None, None) => (By::App, code, None),
        (None, Some(code), None) => (By::Recovery, code, None),
        (None, None, Some((challenge, answer))) => (By::Passkey, answer, Some(challenge)),
        _ => return answer.problem("unreadable", StatusCode::UNPROCESSABLE_ENTITY),
    };
    // Lent out for the length of the question; wiped with what was typed.
    let shown = shown.reveal(|text| zeroize::Zeroizing::new(text.clone()));
    let proof = match (by, challenge) {
        (By::Passkey, Some(challenge)) => Proof::Passkey { challenge, answer: &shown },
        (By::Recovery, _) => Proof::Recovery(&shown),
        _ => Proof::App(&shown),
    };
    match half.visitor.portal.directory.prove_factor(&half.token, proof, &half.visitor.place()).await {
        Ok(Ok(entered)) => enter(&half.visitor, &entered).await,
        Ok(Err(problem)) => wrong(&half, &answer, by, problem),
        Err(error) => half.visitor.failed(&error),
    }
}

fn wrong(half: &HalfIn, answer: &Answer, by: By, problem: FactorProblem) -> Response {
    if problem == FactorProblem::Over {
        return half.visitor.forgetting(Kept::Session, on_to("/?over"));
    }
    let (status, words) = worded(answer, &problem);
    with_wait(problem.seconds(), show(half, status, Some(by), &words))
}

fn show(half: &HalfIn, status: StatusCode, by: Option<By>, problem: &str) -> Response {
    let answer = half.visitor.answer(None);
    let Choices { app, passkey, recovery, elsewhere: _ } = half.choices;
    let about = context! {
        organization => (),
        languages => faces::languages(answer.language),
        form => form_value(&half.token),
        problem,
        app,
        passkey,
        recovery,
        recovering => by == Some(By::Recovery),
    };
    answer.page("second", status, about)
}

/// A question for the browser's passkeys, or why there is none.
#[derive(Serialize)]
pub(super) struct Question {
    challenge: String,
    question: serde_json::Value,
}

/// Answers a script that asks for a question.
pub(super) fn question(answer: &Answer, offer: Result<PasskeyOffer, FactorProblem>) -> Response {
    match offer {
        Ok(PasskeyOffer { challenge, question }) => match serde_json::from_str(&question) {
            Ok(question) => Json(Question { challenge: challenge.to_string(), question }).into_response(),
            Err(error) => {
                tracing::error!(%error, "a question for passkeys can’t be read");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        },
        Err(problem) => {
            let (status, words) = worded(answer, &problem);
            with_wait(problem.seconds(), (status, words).into_response())
        }
    }
}

/// Asks the browser for a passkey. It begins something, so it is no opening of a page (C47).
pub(super) async fn ask(half: HalfIn, form: Result<Form<Pressed>, FormRejection>) -> Response {
    let answer = half.visitor.answer(None);
    let pressed = match form {
        Ok(Form(pressed)) => pressed,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    if !half.visitor.sent_own_form(Kept::Session, &pressed.form) {
        return half.visitor.stale();
    }
    match half.visitor.portal.directory.ask_passkey(&half.token).await {
        Ok(offer) => question(&answer, offer),
        Err(error) => half.visitor.failed(&error),
    }
}
