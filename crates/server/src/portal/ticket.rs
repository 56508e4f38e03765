//! Using a reset ticket (R35): its picture leads here with the ticket in the address, or it is typed. Then the second
//! factor, where the person has one, and on to the page where the new password is chosen.

use super::{
    answer::Answer,
    cookie::Kept,
    faces, factor_words, problems,
    second::question,
    sign_in::{too_many, with_wait},
    visitor::{Visitor, on_to},
};
use axum::{
    Form,
    extract::{
        Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use minijinja::context;
use rollbook_credentials::Secret;
use rollbook_directory::{Choices, Redeem, Redeemed, ShownFactor, SignInProblem, TicketProblem};
use rollbook_domain::ChallengeId;
use serde::Deserialize;

/// The form as it arrives. Nothing else is taken (C24).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    email: String,
    ticket: Secret<String>,
    factor: Option<Secret<String>>,
    challenge: Option<ChallengeId>,
    answer: Option<Secret<String>>,
    form: String,
}

/// What a script sends that asks for a passkey.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    email: String,
    ticket: Secret<String>,
    form: String,
}

/// What the page shows in its fields.
#[derive(Default)]
struct Shown<'a> {
    email: &'a str,
    ticket: Option<&'a Secret<String>>,
    /// By what the second factor can be shown, where it is asked for.
    factor: Option<Choices>,
}

/// The page. Opening it uses nothing up (C47).
pub(super) async fn page(visitor: Visitor) -> Response {
    show(&visitor, StatusCode::OK, &Shown::default(), "")
}

/// The same with a ticket that a camera read.
pub(super) async fn scanned(visitor: Visitor, ticket: Result<Path<String>, PathRejection>) -> Response {
    let ticket = ticket.ok().map(|Path(ticket)| Secret::new(ticket));
    show(&visitor, StatusCode::OK, &Shown { ticket: ticket.as_ref(), ..Shown::default() }, "")
}

/// The person uses it.
pub(super) async fn send(visitor: Visitor, form: Result<Form<Typed>, FormRejection>) -> Response {
    let answer = visitor.answer(None);
    let Typed { email, ticket, factor, challenge, answer: shown, form } = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    if !visitor.sent_own_form(Kept::Form, &form) {
        return visitor.stale();
    }
    let factor = match (factor, challenge.zip(shown)) {
        (None, None) => None,
        (Some(typed), None) => Some(ShownFactor::Typed(typed)),
        (None, Some((challenge, answer))) => Some(ShownFactor::Passkey { challenge, answer }),
        (Some(_), Some(_)) => return answer.problem("unreadable", StatusCode::UNPROCESSABLE_ENTITY),
    };
    let shown = Shown { email: &email, ticket: Some(&ticket), factor: None };
    if email.trim().is_empty() {
        return show(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &shown, &answer.language.say("email_missing", &[]));
    }
    let ask = Redeem { email: email.clone(), ticket: ticket.clone(), factor, place: visitor.place() };
    match visitor.portal.directory.redeem(&ask).await {
        Ok(Ok(Redeemed::Link(path))) => path.reveal(|path| on_to(path)),
        Ok(Ok(Redeemed::Factor(choices))) => {
            show(&visitor, StatusCode::OK, &Shown { factor: Some(choices), ..shown }, "")
        }
        Ok(Err(problem)) => {
            let (status, words, seconds) = worded(&answer, &problem);
            let factor = match problem {
                TicketProblem::Factor(_, choices) => Some(choices),
                _ => None,
            };
            with_wait(seconds, show(&visitor, status, &Shown { factor, ..shown }, &words))
        }
        Err(error) => visitor.failed(&error),
    }
}

/// Asks the browser for a passkey of whom the ticket is for. It begins something, so it is no opening of a page (C47).
pub(super) async fn ask(visitor: Visitor, form: Result<Form<Asked>, FormRejection>) -> Response {
    let answer = visitor.answer(None);
    let Asked { email, ticket, form } = match form {
        Ok(Form(asked)) => asked,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    if !visitor.sent_own_form(Kept::Form, &form) {
        return visitor.stale();
    }
    let ask = Redeem { email, ticket, factor: None, place: visitor.place() };
    match visitor.portal.directory.ask_passkey_for_ticket(&ask).await {
        Ok(Ok(offer)) => question(&answer, Ok(offer)),
        Ok(Err(problem)) => {
            let (status, words, seconds) = worded(&answer, &problem);
            with_wait(seconds, (status, words).into_response())
        }
        Err(error) => visitor.failed(&error),
    }
}

/// The status and the words of a ticket that wasn’t taken, and how long to wait.
fn worded(answer: &Answer, problem: &TicketProblem) -> (StatusCode, String, Option<u64>) {
    let key = match problem {
        TicketProblem::Slow(wait) => {
            let seconds = SignInProblem::Slow(*wait).seconds();
            return (StatusCode::TOO_MANY_REQUESTS, too_many(answer, seconds), seconds);
        }
        TicketProblem::Factor(problem, _) => {
            let (status, words) = factor_words::worded(answer, problem);
            return (status, words, problem.seconds());
        }
        TicketProblem::NotATicket => "ticket_none",
        TicketProblem::Wrong => "ticket_wrong",
        TicketProblem::Old => "ticket_old",
        TicketProblem::Used => "ticket_used",
        TicketProblem::DeviceGone => "ticket_device",
        TicketProblem::Refused(_) => "ticket_refused",
    };
    (StatusCode::UNPROCESSABLE_ENTITY, answer.language.say(key, &[]), None)
}

fn show(visitor: &Visitor, status: StatusCode, shown: &Shown<'_>, problem: &str) -> Response {
    let (form, fresh) = visitor.form();
    let answer = visitor.answer(None);
    let ticket = shown.ticket.map(|ticket| ticket.reveal(Clone::clone)).unwrap_or_default();
    let about = context! {
        organization => (),
        languages => faces::languages(answer.language),
        email => shown.email,
        ticket,
        factor => shown.factor.is_some(),
        passkey => shown.factor.is_some_and(|choices| choices.passkey),
        typed => shown.factor.is_none_or(|choices| choices.app || choices.recovery || !choices.passkey),
        problem,
        form,
    };
    visitor.keeping(Kept::Form, fresh.as_ref(), answer.page("ticket", status, about))
}
