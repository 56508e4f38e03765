//! Judging a password while it is typed: the rules live here and nowhere in the browser (R23).

use super::{
    form::{Typed, chooser, judged},
    join::Visit,
    problems,
    signed_in::SignedIn,
    words::Language,
};
use axum::{
    Form, Json,
    extract::rejection::FormRejection,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use rollbook_credentials::Secret;
use rollbook_directory::Chooser;

/// How a password stands, as [`PasswordView`](rollbook_directory::contract::PasswordView) in JSON. Only for
/// whoever holds the link, as the rules know the person's names.
pub(super) async fn judge(visit: Visit, form: Result<Form<Typed>, FormRejection>) -> Response {
    let typed = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&visit.answer(None), &rejection),
    };
    let invitation = match visit.invitation().await {
        Ok(invitation) => invitation,
        Err(response) => return *response,
    };
    let language = visit.answer(Some(&invitation)).language;
    while_typed(typed.password, chooser(&invitation), language).await
}

/// The same for somebody who is signed in and chooses another.
pub(super) async fn judge_own(signed_in: SignedIn, form: Result<Form<Typed>, FormRejection>) -> Response {
    let answer = signed_in.answer();
    let typed = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    let chooser = match signed_in.seated.chooser().await {
        Ok(chooser) => chooser,
        Err(error) => return problems::of_page(&answer, &error),
    };
    while_typed(typed.password, chooser, answer.language).await
}

/// How a password stands for whoever chooses it.
pub(super) async fn while_typed(
    password: Option<Secret<String>>,
    chooser: Chooser,
    language: &'static Language,
) -> Response {
    // Some milliseconds of counting, off the threads that serve requests.
    let judging = tokio::task::spawn_blocking(move || {
        let password = password.unwrap_or_else(|| Secret::new(String::new()));
        password.reveal(|text| judged(text, &chooser, language))
    });
    match judging.await {
        Ok(view) => Json(view).into_response(),
        Err(error) => {
            tracing::error!(%error, "a password can’t be judged");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
