//! Registering (row 75), where the configuration lets anybody found: name and address, a link by mail, a password, and
//! on to the steps of the wizard. Opening the link changes nothing (C47).

use super::{
    Portal,
    answer::Answer,
    cookie::Kept,
    dates::{self, with_time},
    faces,
    form::{Typed as PasswordTyped, Wrong, judge_pair, judged, value_of},
    problems,
    sign_in::{too_many, with_wait},
    visitor::{Visitor, on_to},
};
use axum::{
    Form, Router,
    extract::{FromRequestParts, Path, rejection::FormRejection},
    http::{StatusCode, request::Parts},
    response::Response,
    routing::{get, post},
};
use minijinja::context;
use rollbook_credentials::Secret;
use rollbook_directory::{
    DirectoryError, Newcomer, Registering, RegisteringProblem, SignInProblem, contract::PasswordView,
};
use serde::Deserialize;
use std::time::Instant;

/// The pages are of no organization.
const NOWHERE: Option<&str> = None;

/// The pages.
pub(super) fn pages() -> Router<Portal> {
    Router::new()
        .route("/register", get(page).post(send))
        .route("/register/{token}", get(come).post(go_on))
        .route("/register/{token}/judge", post(judge))
}

/// Somebody at the page where people register, where they may.
struct AtRegister(Visitor);

impl FromRequestParts<Portal> for AtRegister {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let visitor = match Visitor::from_request_parts(parts, portal).await {
            Ok(visitor) => visitor,
            Err(never) => match never {},
        };
        if portal.directory.anybody_founds() {
            return Ok(Self(visitor));
        }
        Err(visitor.answer(None).problem("nothing_here", StatusCode::NOT_FOUND))
    }
}

/// The form as it arrives. Nothing else is taken (C24).
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    first_name: String,
    last_name: String,
    email: String,
    form: String,
}

/// What stands beside the fields.
#[derive(Default)]
struct Said {
    problem: String,
    /// The field that the problem is about; empty where it is about all.
    field: String,
}

async fn page(AtRegister(visitor): AtRegister) -> Response {
    show(&visitor, StatusCode::OK, &Typed::default(), &Said::default())
}

async fn send(AtRegister(visitor): AtRegister, form: Result<Form<Typed>, FormRejection>) -> Response {
    let answer = visitor.answer(None);
    let typed = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    if !visitor.sent_own_form(Kept::Form, &typed.form) {
        return visitor.stale();
    }
    let ask = Registering {
        first_name: typed.first_name.clone(),
        last_name: typed.last_name.clone(),
        email: typed.email.clone(),
        language: answer.language.tag.clone(),
        place: visitor.place(),
    };
    match visitor.portal.directory.register(&ask).await {
        Ok(Ok(())) => sent(&answer, &typed.email),
        Ok(Err(RegisteringProblem::Off)) => answer.problem("nothing_here", StatusCode::NOT_FOUND),
        Ok(Err(RegisteringProblem::Wrong(refusal))) => {
            let field = refusal.field.unwrap_or_default();
            let words = if field == "email" { "ask_email_wrong" } else { "ask_name_wrong" };
            let said = Said { problem: answer.language.say(words, &[]), field };
            show(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &typed, &said)
        }
        Ok(Err(RegisteringProblem::Slow(wait))) => {
            let seconds = SignInProblem::Slow(wait).seconds();
            let said = Said { problem: too_many(&answer, seconds), field: String::new() };
            with_wait(seconds, show(&visitor, StatusCode::TOO_MANY_REQUESTS, &typed, &said))
        }
        Ok(Err(RegisteringProblem::Full)) => {
            let said = Said { problem: answer.language.say("register_full", &[]), field: String::new() };
            show(&visitor, StatusCode::SERVICE_UNAVAILABLE, &typed, &said)
        }
        Err(error) => visitor.failed(&error),
    }
}

fn show(visitor: &Visitor, status: StatusCode, typed: &Typed, said: &Said) -> Response {
    let (form, fresh) = visitor.form();
    let answer = visitor.answer(None);
    let about = context! {
        organization => NOWHERE,
        languages => faces::languages(answer.language),
        first_name => typed.first_name.as_str(),
        last_name => typed.last_name.as_str(),
        email => typed.email.as_str(),
        problem => said.problem.as_str(),
        field => said.field.as_str(),
        form,
    };
    visitor.keeping(Kept::Form, fresh.as_ref(), answer.page("register", status, about))
}

fn sent(answer: &Answer, email: &str) -> Response {
    let about = context! {
        organization => NOWHERE,
        title => answer.language.say("forgot_sent_title", &[]),
        lead => answer.language.say("register_sent", &[("email", email.trim())]),
        more => answer.language.say("register_more", &[]),
        go => context! { to => "/", words => answer.language.say("back_to_sign_in", &[]) },
    };
    answer.page("told", StatusCode::OK, about)
}

/// Somebody who comes with a link that works. Can't be printed: the token is the secret.
struct Come {
    visitor: Visitor,
    token: String,
    newcomer: Newcomer,
}

impl FromRequestParts<Portal> for Come {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let AtRegister(visitor) = AtRegister::from_request_parts(parts, portal).await?;
        let Ok(Path(token)) = Path::<String>::from_request_parts(parts, portal).await else {
            return Err(visitor.answer(None).problem("register_dead", StatusCode::NOT_FOUND));
        };
        match portal.directory.newcomer(&token).await {
            Ok(Some(newcomer)) if newcomer.known => {
                let answer = visitor.answer(Some(newcomer.language()));
                Err(known(&answer, newcomer.email()))
            }
            Ok(Some(newcomer)) => Ok(Self { visitor, token, newcomer }),
            Ok(None) => {
                // Who tries wrong ones waits.
                tokio::time::sleep(visitor.slowed(Instant::now())).await;
                Err(visitor.answer(None).problem("register_dead", StatusCode::GONE))
            }
            Err(error) => Err(visitor.failed(&error)),
        }
    }
}

/// Only the reader of the mail sees this.
fn known(answer: &Answer, email: &str) -> Response {
    let about = context! {
        organization => NOWHERE,
        title => answer.language.say("register_known_title", &[]),
        lead => answer.language.say("register_known", &[("email", email)]),
        more => "",
        go => context! { to => "/", words => answer.language.say("sign_in", &[]) },
    };
    answer.page("told", StatusCode::OK, about)
}

async fn come(come: Come) -> Response {
    let view = judged("", &come.newcomer.chooser(), come.answer().language);
    come.show(StatusCode::OK, &view, &Wrong::default())
}

/// The form with the password as it arrives. Nothing else is taken (C24).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Chosen {
    password: Option<Secret<String>>,
    again: Option<Secret<String>>,
    form: String,
}

/// They choose their password, or have one, and go on to the steps.
async fn go_on(come: Come, form: Result<Form<Chosen>, FormRejection>) -> Response {
    let answer = come.answer();
    let chosen = match form {
        Ok(Form(chosen)) => chosen,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    // Otherwise another site could have somebody found in a stranger's name.
    if !come.visitor.sent_own_form(Kept::Form, &chosen.form) {
        return come.visitor.stale();
    }
    if !come.newcomer.has_password() {
        let Chosen { password, again, .. } = chosen;
        let (mut wrong, view) =
            judge_pair(password.as_ref(), again.as_ref(), &come.newcomer.chooser(), answer.language);
        if let Some(password) = password.as_ref().filter(|_| wrong.is_empty()) {
            match come.visitor.portal.directory.choose_first_password(&come.newcomer, password).await {
                Ok(()) => {}
                Err(DirectoryError::Password(words)) => wrong.password = answer.language.said(&words),
                Err(error) => return problems::of_page(&answer, &error),
            }
        }
        if !wrong.is_empty() {
            return come.show(StatusCode::UNPROCESSABLE_ENTITY, &view, &wrong);
        }
    }
    // Whoever else was in at this browser is out: the steps are the newcomer's.
    if let Some(before) = come.visitor.kept(Kept::Session)
        && let Err(error) = come.visitor.portal.directory.sign_out(&before).await
    {
        return come.visitor.failed(&error);
    }
    let on = come.visitor.forgetting(Kept::Session, on_to("/me/new"));
    come.visitor.keeping(Kept::Newcomer, Some(&Secret::new(come.token.clone())), on)
}

impl Come {
    fn answer(&self) -> Answer {
        self.visitor.answer(Some(self.newcomer.language()))
    }

    fn show(&self, status: StatusCode, view: &PasswordView, wrong: &Wrong) -> Response {
        let (form, fresh) = self.visitor.form();
        let (answer, newcomer) = (self.answer(), &self.newcomer);
        let until = dates::moment(newcomer.expires(), answer.language);
        let first_name = Some(newcomer.first_name()).filter(|name| !name.is_empty());
        let about = context! {
            organization => NOWHERE,
            languages => faces::languages(answer.language),
            first => first_name.map_or_else(|| newcomer.name(), str::to_owned),
            email => newcomer.email(),
            chosen => newcomer.has_password(),
            until => with_time(answer.language, "access_until", &[], ("moment", &until)),
            judged => value_of(view),
            wrong => context! { password => wrong.password.as_str(), again => wrong.again.as_str() },
            form,
        };
        self.visitor.keeping(Kept::Form, fresh.as_ref(), answer.page("registered", status, about))
    }
}

/// How a password stands while it is typed, for whoever holds the link.
async fn judge(come: Come, form: Result<Form<PasswordTyped>, FormRejection>) -> Response {
    let answer = come.answer();
    let typed = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    super::judge::while_typed(typed.password, come.newcomer.chooser(), answer.language).await
}
