//! Choosing another password (R23, R24): because one wants to, or because it has to be changed before
//! anything else. The present one is asked either way: it proves who sits there.

use super::{
    faces::{languages, organization},
    form::{Wrong, judge_pair, judged, value_of},
    problems,
    sign_in::{too_many, with_wait},
    signed_in::SignedIn,
    visitor::on_to,
};
use axum::{Form, extract::rejection::FormRejection, http::StatusCode, response::Response};
use minijinja::context;
use rollbook_credentials::Secret;
use rollbook_directory::{DirectoryError, Must, PresentProblem, contract::PasswordView};
use serde::Deserialize;

/// The form as it arrives. Nothing else is taken (C24).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    current: Secret<String>,
    password: Secret<String>,
    again: Secret<String>,
    form: String,
}

/// What is wrong, and where.
#[derive(Default)]
struct Said {
    current: String,
    new: Wrong,
}

/// The page.
pub(super) async fn page(signed_in: SignedIn) -> Response {
    if let Err(response) = signed_in.changes_nothing() {
        return *response;
    }
    if signed_in.seated.must == Some(Must::AddFactor) {
        return on_to("/me/factor");
    }
    let answer = signed_in.answer();
    let chooser = match signed_in.seated.chooser().await {
        Ok(chooser) => chooser,
        Err(error) => return problems::of_page(&answer, &error),
    };
    let view = judged("", &chooser, answer.language);
    show(&signed_in, StatusCode::OK, &view, &Said::default())
}

/// The person chose another.
pub(super) async fn send(signed_in: SignedIn, form: Result<Form<Typed>, FormRejection>) -> Response {
    if signed_in.seated.must == Some(Must::AddFactor) {
        return on_to("/me/factor");
    }
    let answer = signed_in.answer();
    let typed = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    if let Err(response) = signed_in.own_form(&typed.form) {
        return *response;
    }
    let chooser = match signed_in.seated.chooser().await {
        Ok(chooser) => chooser,
        Err(error) => return problems::of_page(&answer, &error),
    };
    let (new, view) = judge_pair(Some(&typed.password), Some(&typed.again), &chooser, answer.language);
    // The page comes back with empty fields: what was met by a password that is gone says nothing.
    let view = if new.is_empty() { judged("", &chooser, answer.language) } else { view };
    let missing = typed.current.reveal(String::is_empty);
    let current = if missing { answer.language.say("current_missing", &[]) } else { String::new() };
    let mut said = Said { current, new };
    if missing || !said.new.is_empty() {
        return show(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, &view, &said);
    }
    match signed_in.seated.change_password(&typed.current, &typed.password).await {
        Ok(Ok(())) => on_to("/me?password"),
        Ok(Err(problem)) => {
            let status = match problem {
                // Changing it asks for the password alone.
                PresentProblem::Wrong | PresentProblem::Factor | PresentProblem::Passkey => {
                    said.current = answer.language.say("current_wrong", &[]);
                    StatusCode::UNPROCESSABLE_ENTITY
                }
                PresentProblem::Same => {
                    said.new.password = answer.language.say("password_same", &[]);
                    StatusCode::UNPROCESSABLE_ENTITY
                }
                PresentProblem::Slow(_) => {
                    said.current = too_many(&answer, problem.seconds());
                    StatusCode::TOO_MANY_REQUESTS
                }
            };
            with_wait(problem.seconds(), show(&signed_in, status, &view, &said))
        }
        Err(DirectoryError::Password(words)) => {
            said.new.password = answer.language.said(&words);
            show(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, &view, &said)
        }
        Err(error) => problems::of_page(&answer, &error),
    }
}

fn show(signed_in: &SignedIn, status: StatusCode, view: &PasswordView, said: &Said) -> Response {
    let answer = signed_in.answer();
    let forced = signed_in.seated.must == Some(Must::ChangePassword);
    let (title, lead) =
        if forced { ("must_change_title", "must_change_lead") } else { ("change_password", "change_password_lead") };
    let about = context! {
        organization => organization(&signed_in.me.organization),
        languages => languages(answer.language),
        problem => "",
        asks_current => true,
        asks_code => false,
        until => "",
        title => answer.language.say(title, &[]),
        lead => answer.language.say(lead, &[]),
        email => signed_in.me.member.email.as_str(),
        form => signed_in.form(),
        back => (!forced).then_some("/me"),
        judged => value_of(view),
        wrong => context! {
            current => said.current.as_str(),
            password => said.new.password.as_str(),
            again => said.new.again.as_str(),
        },
    };
    answer.page("password", status, about)
}
