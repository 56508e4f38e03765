//! One's own second factors (R27, C42): what there is, setting up an app or a passkey, removing one, and
//! recovery codes, which are shown once.

use super::{
    dates,
    factor_words::worded,
    problems,
    second::question,
    sign_in::{Pressed, with_wait},
    signed_in::{Factored, SignedIn},
    visitor::on_to,
    words::Language,
};
use axum::{
    Form,
    extract::{
        Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::Response,
};
use minijinja::{Value, context};
use rollbook_credentials::{Secret, factor::picture};
use rollbook_directory::{AppOffer, Enrolled, FactorProblem, Factors};
use rollbook_domain::{
    ChallengeId, FactorId, Timestamp,
    factor::{Duty, FactorKind},
    time::{DAY, HOUR},
};
use serde::Deserialize;

/// The page of whoever has to set one up first; the same stands in the profile of everybody else.
pub(super) async fn page(Factored(signed_in): Factored) -> Response {
    match signed_in.seated.must {
        Some(_) => show(&signed_in, StatusCode::OK, "").await,
        None => on_to("/me#factor"),
    }
}

/// What is required of somebody who has none yet, and how long they have (R27); nothing where nothing is.
pub(super) fn duty(factors: &Factors, now: Timestamp, language: &Language) -> Option<Value> {
    if !factors.all.is_empty() {
        return None;
    }
    match factors.duty {
        Duty::None => None,
        Duty::Now => Some(Value::from(language.say("factor_duty_now", &[]))),
        Duty::From(at) => {
            let left = left(at, now, language);
            let moment = dates::moment(at, language);
            Some(dates::with_time(language, "factor_duty_from", &[("left", &left)], ("moment", &moment)))
        }
    }
}

/// How long it is until then: whole days, the last one by its hours.
fn left(at: Timestamp, now: Timestamp, language: &Language) -> String {
    let left = at.0.saturating_sub(now.0).max(0);
    let (unit, count) = if left >= DAY { ("day", left / DAY) } else { ("hour", (left + HOUR - 1) / HOUR) };
    let key = if count == 1 { format!("one_{unit}") } else { format!("{unit}s") };
    language.say(&key, &[("n", &count.to_string())])
}

/// The factors as the profile and this page show them.
pub(super) fn shown(factors: &Factors, language: &Language) -> Value {
    let all: Value = factors
        .all
        .iter()
        .map(|factor| {
            let (icon, kind) = match factor.kind {
                FactorKind::Totp => ("smartphone", "factor_app"),
                FactorKind::Passkey => ("fingerprint", "factor_passkey"),
            };
            // What nobody named is called by its kind, in English; the page has the kind in its own language.
            let named = factor.name != Language::english().say(kind, &[]);
            let kind = language.say(kind, &[]);
            context! {
                id => factor.id.to_string(),
                icon,
                name => if named { factor.name.as_str() } else { kind.as_str() },
                typed => if named { factor.name.as_str() } else { "" },
                kind => named.then_some(kind.as_str()),
                added => dates::with_time(language, "added_on", &[], ("day", &dates::date(factor.added_at, language))),
                used => factor.used_at.map(|at| {
                    dates::with_time(language, "used_on", &[], ("moment", &dates::when(at, language)))
                }),
            }
        })
        .collect();
    context! {
        all,
        any => !factors.all.is_empty(),
        on => factors.on,
        passkeys => factors.passkeys,
        fresh => factors.fresh,
        left => language.say("codes_left", &[("n", &factors.codes_left.to_string())]),
        few => factors.codes_left < 3,
    }
}

async fn show(signed_in: &SignedIn, status: StatusCode, problem: &str) -> Response {
    match signed_in.seated.factors().await {
        Ok(factors) => {
            let language = signed_in.answer().language;
            let about = context! {
                problem,
                duty => duty(&factors, signed_in.visitor.portal.directory.now(), language),
                factors => shown(&factors, language),
            };
            signed_in.page("factors_page", "profile", status, about)
        }
        Err(error) => problems::of_page(&signed_in.answer(), &error),
    }
}

/// Shows the list again with what is wrong.
async fn refused(signed_in: &SignedIn, problem: &FactorProblem) -> Response {
    let (status, words) = worded(&signed_in.answer(), problem);
    with_wait(problem.seconds(), show(signed_in, status, &words).await)
}

/// What a form brought, where it is the session's own.
fn own<T>(
    signed_in: &SignedIn,
    form: Result<Form<T>, FormRejection>,
    value: impl Fn(&T) -> &str,
) -> Result<T, Box<Response>> {
    match form {
        Ok(Form(typed)) => signed_in.own_form(value(&typed)).map(|()| typed),
        Err(rejection) => Err(Box::new(problems::of_form(&signed_in.answer(), &rejection))),
    }
}

/// Begins setting up an app, and leads to the page that shows its picture.
pub(super) async fn begin_app(Factored(signed_in): Factored, form: Result<Form<Pressed>, FormRejection>) -> Response {
    if let Err(response) = own(&signed_in, form, |pressed| &pressed.form) {
        return *response;
    }
    match signed_in.seated.offer_app().await {
        Ok(Ok(offer)) => on_to(&format!("/me/factor/app/{}", offer.challenge)),
        Ok(Err(problem)) => refused(&signed_in, &problem).await,
        Err(error) => problems::of_page(&signed_in.answer(), &error),
    }
}

/// The picture for the app, and where its first code is typed.
pub(super) async fn app(
    Factored(signed_in): Factored,
    challenge: Result<Path<ChallengeId>, PathRejection>,
) -> Response {
    let Ok(Path(challenge)) = challenge else { return nowhere(&signed_in) };
    match signed_in.seated.app_offer(challenge).await {
        Ok(Ok(offer)) => show_app(&signed_in, StatusCode::OK, &offer, None).await,
        Ok(Err(problem)) => refused(&signed_in, &problem).await,
        Err(error) => problems::of_page(&signed_in.answer(), &error),
    }
}

fn nowhere(signed_in: &SignedIn) -> Response {
    signed_in.answer().problem("nothing_here", StatusCode::NOT_FOUND)
}

/// What is wrong with the first code, and where.
struct AppWrong {
    at_password: bool,
    words: String,
}

async fn show_app(signed_in: &SignedIn, status: StatusCode, offer: &AppOffer, wrong: Option<&AppWrong>) -> Response {
    let factors = match signed_in.seated.factors().await {
        Ok(factors) => factors,
        Err(error) => return problems::of_page(&signed_in.answer(), &error),
    };
    let language = signed_in.answer().language;
    let label = language.say("qr_label", &[]);
    let drawn = picture(&offer.uri, &label).map(|svg| svg.reveal(|svg| Value::from_safe_string(svg.clone())));
    let about = context! {
        qr => drawn,
        key => offer.typed.reveal(String::clone),
        fresh => factors.fresh,
        passkeys => factors.passkeys,
        wrong => wrong.map(|wrong| context! { at_password => wrong.at_password, words => wrong.words.as_str() }),
    };
    signed_in.page("app", "profile", status, about)
}

/// The form with the app's first code. Nothing else is taken (C24).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AppTyped {
    code: Secret<String>,
    name: String,
    current: Option<Secret<String>>,
    form: String,
}

/// The app shows its first code.
pub(super) async fn confirm_app(
    Factored(signed_in): Factored,
    challenge: Result<Path<ChallengeId>, PathRejection>,
    form: Result<Form<AppTyped>, FormRejection>,
) -> Response {
    let Ok(Path(challenge)) = challenge else { return nowhere(&signed_in) };
    let typed = match own(&signed_in, form, |typed| &typed.form) {
        Ok(typed) => typed,
        Err(response) => return *response,
    };
    let code = typed.code.reveal(|code| zeroize::Zeroizing::new(code.clone()));
    match signed_in.seated.confirm_app(challenge, &code, &typed.name, typed.current.as_ref()).await {
        Ok(Ok(enrolled)) => done(&signed_in, &enrolled),
        Ok(Err(problem)) => {
            let (status, words) = worded(&signed_in.answer(), &problem);
            let wrong = AppWrong { at_password: problem == FactorProblem::Password, words };
            let response = match signed_in.seated.app_offer(challenge).await {
                Ok(Ok(offer)) => show_app(&signed_in, status, &offer, Some(&wrong)).await,
                Ok(Err(problem)) => refused(&signed_in, &problem).await,
                Err(error) => problems::of_page(&signed_in.answer(), &error),
            };
            with_wait(problem.seconds(), response)
        }
        Err(error) => problems::of_page(&signed_in.answer(), &error),
    }
}

/// A question for the browser: make a passkey.
pub(super) async fn begin_passkey(
    Factored(signed_in): Factored,
    form: Result<Form<Pressed>, FormRejection>,
) -> Response {
    if let Err(response) = own(&signed_in, form, |pressed| &pressed.form) {
        return *response;
    }
    match signed_in.seated.offer_passkey().await {
        Ok(offer) => question(&signed_in.answer(), offer),
        Err(error) => problems::of_page(&signed_in.answer(), &error),
    }
}

/// The browser's answer. Nothing else is taken (C24).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PasskeyTyped {
    challenge: ChallengeId,
    answer: Secret<String>,
    current: Option<Secret<String>>,
    form: String,
}

/// The browser made a passkey.
pub(super) async fn confirm_passkey(
    Factored(signed_in): Factored,
    form: Result<Form<PasskeyTyped>, FormRejection>,
) -> Response {
    let typed = match own(&signed_in, form, |typed| &typed.form) {
        Ok(typed) => typed,
        Err(response) => return *response,
    };
    let answer = typed.answer.reveal(|answer| zeroize::Zeroizing::new(answer.clone()));
    match signed_in.seated.confirm_passkey(typed.challenge, &answer, "", typed.current.as_ref()).await {
        Ok(Ok(enrolled)) => done(&signed_in, &enrolled),
        Ok(Err(problem)) => refused(&signed_in, &problem).await,
        Err(error) => problems::of_page(&signed_in.answer(), &error),
    }
}

/// The form that gives a factor another name. Nothing else is taken (C24).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RenameTyped {
    factor: FactorId,
    name: String,
    form: String,
}

/// The person names one.
pub(super) async fn rename(Factored(signed_in): Factored, form: Result<Form<RenameTyped>, FormRejection>) -> Response {
    let typed = match own(&signed_in, form, |typed| &typed.form) {
        Ok(typed) => typed,
        Err(response) => return *response,
    };
    match signed_in.seated.rename_factor(typed.factor, &typed.name).await {
        Ok(Ok(())) => on_to("/me?factor-named#factor"),
        Ok(Err(problem)) => refused(&signed_in, &problem).await,
        Err(error) => problems::of_page(&signed_in.answer(), &error),
    }
}

/// The form that removes a factor. Nothing else is taken (C24).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemoveTyped {
    factor: FactorId,
    current: Option<Secret<String>>,
    form: String,
}

/// The person removes one.
pub(super) async fn remove(Factored(signed_in): Factored, form: Result<Form<RemoveTyped>, FormRejection>) -> Response {
    let typed = match own(&signed_in, form, |typed| &typed.form) {
        Ok(typed) => typed,
        Err(response) => return *response,
    };
    match signed_in.seated.remove_factor(typed.factor, typed.current.as_ref()).await {
        Ok(Ok(())) => on_to("/me?factor-gone"),
        Ok(Err(problem)) => refused(&signed_in, &problem).await,
        Err(error) => problems::of_page(&signed_in.answer(), &error),
    }
}

/// The form that makes new recovery codes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodesTyped {
    current: Option<Secret<String>>,
    form: String,
}

/// The person wants new recovery codes.
pub(super) async fn new_codes(
    Factored(signed_in): Factored,
    form: Result<Form<CodesTyped>, FormRejection>,
) -> Response {
    let typed = match own(&signed_in, form, |typed| &typed.form) {
        Ok(typed) => typed,
        Err(response) => return *response,
    };
    match signed_in.seated.new_recovery_codes(typed.current.as_ref()).await {
        Ok(Ok(codes)) => show_codes(&signed_in, &codes, "codes_made"),
        Ok(Err(problem)) => refused(&signed_in, &problem).await,
        Err(error) => problems::of_page(&signed_in.answer(), &error),
    }
}

fn done(signed_in: &SignedIn, enrolled: &Enrolled) -> Response {
    match &enrolled.codes {
        Some(codes) => show_codes(signed_in, codes, "factor_saved"),
        None => on_to("/me?factor"),
    }
}

/// The one time that recovery codes are shown: in the answer to the form, and on no page that can be opened
/// again.
fn show_codes(signed_in: &SignedIn, codes: &[Secret<String>], told: &str) -> Response {
    let codes: Vec<String> = codes.iter().map(|code| code.reveal(String::clone)).collect();
    let answer = signed_in.answer();
    // On paper they stand without the page around them: whose and from when they are is said with them.
    let now = signed_in.visitor.portal.directory.now();
    let about = context! {
        codes,
        told => answer.language.say(told, &[]),
        made => dates::with_time(answer.language, "codes_of", &[("email", signed_in.me.member.email.as_str())], ("day", &dates::date(now, answer.language))),
    };
    signed_in.page("codes", "profile", StatusCode::OK, about)
}
