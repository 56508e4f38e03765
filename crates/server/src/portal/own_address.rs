//! The address that one signs in with (R7): asking for another with the present password, and confirming it by the link
//! that goes there. Opening that link changes nothing; its button does (C47).

use super::{
    answer::Answer,
    dates::{self, with_time},
    faces::{languages, organization},
    join::Visit,
    problems,
    sign_in::{too_many, with_wait},
    signed_in::{Settled, SignedIn},
    visitor::{on_to, place_of},
};
use axum::{Form, extract::rejection::FormRejection, http::StatusCode, response::Response};
use minijinja::context;
use rollbook_credentials::Secret;
use rollbook_directory::{DirectoryError, PresentProblem};
use rollbook_domain::{Code, Refusal};
use serde::Deserialize;

/// The form as it arrives. Nothing else is taken (C24).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    email: String,
    current: Secret<String>,
    form: String,
}

/// What is wrong, and where.
#[derive(Default)]
struct Wrong {
    email: String,
    current: String,
}

/// The page.
pub(super) async fn page(Settled(signed_in): Settled) -> Response {
    match may(&signed_in).await {
        Ok(()) => show(&signed_in, StatusCode::OK, "", &Wrong::default()),
        Err(response) => *response,
    }
}

/// Whether the rules let them: whoever can’t is told why before they type anything.
async fn may(signed_in: &SignedIn) -> Result<(), Box<Response>> {
    signed_in.changes_nothing()?;
    let refused = |error: &DirectoryError| Box::new(problems::of_page(&signed_in.answer(), error));
    match signed_in.seated.address_refusal().await {
        Ok(None) => Ok(()),
        Ok(Some(refusal)) => Err(refused(&refusal.into())),
        Err(error) => Err(refused(&error)),
    }
}

/// The person asked for another address.
pub(super) async fn send(Settled(signed_in): Settled, form: Result<Form<Typed>, FormRejection>) -> Response {
    let answer = signed_in.answer();
    let typed = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    if let Err(response) = signed_in.own_form(&typed.form) {
        return *response;
    }
    if let Err(response) = may(&signed_in).await {
        return *response;
    }
    let say = |key: &str| answer.language.say(key, &[]);
    let mut wrong = Wrong::default();
    if typed.current.reveal(String::is_empty) {
        wrong.current = say("current_missing");
        return show(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, &typed.email, &wrong);
    }
    match signed_in.seated.ask_address(&typed.email, &typed.current).await {
        Ok(Ok(())) => on_to("/me?address"),
        Ok(Err(problem)) => {
            let status = match problem {
                PresentProblem::Slow(_) => {
                    wrong.current = too_many(&answer, problem.seconds());
                    StatusCode::TOO_MANY_REQUESTS
                }
                PresentProblem::Wrong | PresentProblem::Factor | PresentProblem::Passkey | PresentProblem::Same => {
                    wrong.current = say("current_wrong");
                    StatusCode::UNPROCESSABLE_ENTITY
                }
            };
            with_wait(problem.seconds(), show(&signed_in, status, &typed.email, &wrong))
        }
        Err(DirectoryError::Refused(refusal)) if refusal.field.as_deref() == Some("email") => {
            wrong.email = said(&answer, &refusal);
            show(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, &typed.email, &wrong)
        }
        Err(error) => problems::of_page(&answer, &error),
    }
}

fn said(answer: &Answer, refusal: &Refusal) -> String {
    let words = [&refusal.message, &refusal.help].map(|words| answer.language.said(words)).join(" ");
    words.trim().to_owned()
}

fn show(signed_in: &SignedIn, status: StatusCode, email: &str, wrong: &Wrong) -> Response {
    let answer = signed_in.answer();
    let about = context! {
        organization => organization(&signed_in.me.organization),
        languages => languages(answer.language),
        present => signed_in.me.member.email.as_str(),
        email,
        form => signed_in.form(),
        wrong => context! { email => wrong.email.as_str(), current => wrong.current.as_str() },
    };
    answer.page("address", status, about)
}

/// The page of the link in the mail to the new address.
pub(super) async fn offer(visit: Visit) -> Response {
    let found = match visit.portal.directory.new_address(&visit.token).await {
        Ok(Ok(found)) => found,
        Ok(Err(problem)) => return visit.dead(problem).await,
        Err(error) => return problems::of_page(&visit.answer(None), &error),
    };
    let answer = visit.answer_in(&found.language);
    let language = answer.language;
    let about = context! {
        organization => organization(&found.organization),
        languages => languages(language),
        lead => language.say("address_confirm_lead", &[("after", &found.after), ("before", &found.before)]),
        until => with_time(language, "access_until", &[], ("moment", &dates::moment(found.expires, language))),
    };
    answer.page("address_confirm", StatusCode::OK, about)
}

/// Whoever reads the new address confirmed it.
pub(super) async fn confirm(visit: Visit) -> Response {
    let place = place_of(visit.peer, &visit.headers);
    match visit.portal.directory.confirm_address(&visit.token, &place).await {
        Ok(Ok(done)) => {
            let answer = visit.answer_in(&done.language);
            let about = context! {
                organization => organization(&done.organization),
                title => answer.language.say("address_done_title", &[]),
                lead => answer.language.say("address_done", &[("email", &done.after)]),
                more => "",
                go => context! { to => "/", words => answer.language.say("sign_in", &[]) },
            };
            answer.page("told", StatusCode::OK, about)
        }
        Ok(Err(problem)) => visit.dead(problem).await,
        Err(DirectoryError::Refused(refusal)) if refusal.code == Code::LinkDead => {
            visit.dead(rollbook_directory::LinkProblem::Replaced).await
        }
        Err(error) => problems::of_page(&visit.answer(None), &error),
    }
}
