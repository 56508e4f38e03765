//! My profile: who one is here, from where one is signed in (rows 82–85), and changing what is one's own
//! (R7).

use super::{
    dates,
    device::{device, place},
    own_factors::{duty, shown as factors_shown},
    problems,
    signed_in::{Settled, SignedIn},
    visitor::on_to,
    words::Language,
};
use axum::{Form, extract::rejection::FormRejection, http::StatusCode, response::Response};
use minijinja::{Value, context};
use rollbook_directory::{DirectoryError, OwnProfile, SessionView};
use rollbook_domain::SessionId;
use serde::Deserialize;

/// The page.
pub(super) async fn page(Settled(signed_in): Settled) -> Response {
    let language = signed_in.answer().language;
    let told = match signed_in.visitor.uri.query() {
        Some("saved") => "profile_saved",
        Some("password") => "password_changed",
        Some("photo") => "photo_saved",
        Some("address") => "address_asked_told",
        Some("ended") => "session_ended_told",
        Some("factor") => "factor_saved",
        Some("factor-named") => "factor_named",
        Some("factor-gone") => "factor_removed",
        _ => "",
    };
    let told = if told.is_empty() { String::new() } else { language.say(told, &[]) };
    // Who looks as somebody else sees neither from where they come nor with what (R29).
    let (views, factors) = if signed_in.seated.by.is_some() {
        (Vec::new(), None)
    } else {
        match tokio::try_join!(signed_in.seated.sessions(), signed_in.seated.factors()) {
            Ok((views, factors)) => (views, Some(factors)),
            Err(error) => return problems::of_page(&signed_in.answer(), &error),
        }
    };
    let movable = match signed_in.seated.address_refusal().await {
        Ok(refusal) => refusal.is_none() && signed_in.seated.by.is_none(),
        Err(error) => return problems::of_page(&signed_in.answer(), &error),
    };
    let now = signed_in.visitor.portal.directory.now();
    // Where all are in one organization, its name says nothing.
    let several = views.windows(2).any(|pair| pair[0].organization != pair[1].organization);
    let me = &signed_in.me;
    let about = context! {
        told,
        movable,
        duty => factors.as_ref().and_then(|factors| duty(factors, now, language)),
        factors => factors.as_ref().map(|factors| factors_shown(factors, language)),
        language => spoken(&me.member.language),
        password_at => me.password_at.map(|at| {
            dates::with_time(language, "changed_on", &[], ("day", &dates::date(at, language)))
        }),
        others => views.iter().any(|view| view.open && !view.current),
        sessions => views.iter().map(|view| shown(view, several, language)).collect::<Value>(),
    };
    signed_in.page("me", "profile", StatusCode::OK, about)
}

fn shown(view: &SessionView, several: bool, language: &Language) -> Value {
    let (icon, device) = device(&view.device, language);
    let place = place(&view.address, language);
    context! {
        id => view.id.to_string(),
        icon,
        device => view.by.as_ref().map_or(device, |by| language.say("as_you", &[("name", by)])),
        place,
        organization => if several { view.organization.as_str() } else { "" },
        address => view.address.as_str(),
        when => Value::from_safe_string(dates::when(view.used, language)),
        current => view.current,
        open => view.open,
    }
}

/// A language's own name; its tag where the pages don't speak it.
fn spoken(tag: &str) -> String {
    Language::of(tag).map_or_else(|| tag.to_owned(), |language| language.name.clone())
}

/// The form as it arrives. Nothing else is taken (C24).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    first_name: String,
    last_name: String,
    phone: String,
    language: String,
    seen: i64,
    form: String,
}

/// What is wrong with what was typed, at which field.
struct Wrong {
    field: String,
    words: String,
}

/// The form to change it.
pub(super) async fn edit(Settled(signed_in): Settled) -> Response {
    if let Err(response) = signed_in.changes_nothing() {
        return *response;
    }
    let member = &signed_in.me.member;
    let typed = Typed {
        first_name: member.first_name.clone(),
        last_name: member.last_name.clone(),
        phone: member.phone.clone(),
        language: member.language.clone(),
        seen: member.version,
        form: String::new(),
    };
    show(&signed_in, StatusCode::OK, &typed, None)
}

/// The person changed it.
pub(super) async fn save(Settled(signed_in): Settled, form: Result<Form<Typed>, FormRejection>) -> Response {
    let answer = signed_in.answer();
    let typed = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    let desk = match signed_in.own_form(&typed.form).and_then(|()| signed_in.desk()) {
        Ok(desk) => desk,
        Err(response) => return *response,
    };
    let profile = OwnProfile {
        seen: Some(typed.seen),
        first_name: Some(typed.first_name.clone()),
        last_name: Some(typed.last_name.clone()),
        phone: Some(typed.phone.clone()),
        language: Some(typed.language.clone()),
    };
    match desk.edit_profile(&profile).await {
        Ok(()) => on_to("/me?saved"),
        Err(DirectoryError::Refused(refusal)) => {
            let words = format!("{} {}", answer.language.said(&refusal.message), answer.language.said(&refusal.help));
            let wrong = Wrong { field: refusal.field.unwrap_or_default(), words: words.trim().to_owned() };
            show(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, &typed, Some(&wrong))
        }
        Err(error) => problems::of_page(&answer, &error),
    }
}

fn show(signed_in: &SignedIn, status: StatusCode, typed: &Typed, wrong: Option<&Wrong>) -> Response {
    let chosen = |language: &Language| language.tag.eq_ignore_ascii_case(base(&typed.language));
    let mut languages: Vec<Value> = Language::all()
        .iter()
        .map(|language| {
            let tag = if chosen(language) { typed.language.as_str() } else { language.tag.as_str() };
            context! { tag, name => language.name.as_str(), chosen => chosen(language) }
        })
        .collect();
    if !Language::all().iter().any(chosen) {
        languages.push(context! { tag => typed.language.as_str(), name => typed.language.as_str(), chosen => true });
    }
    let about = context! {
        typed => context! {
            first_name => typed.first_name.as_str(),
            last_name => typed.last_name.as_str(),
            phone => typed.phone.as_str(),
            seen => typed.seen,
        },
        spoken => languages,
        wrong => wrong.map(|wrong| context! { field => wrong.field.as_str(), words => wrong.words.as_str() }),
    };
    signed_in.page("edit", "profile", status, about)
}

fn base(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or_default()
}

/// The button beside a session.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OneSession {
    session: SessionId,
    form: String,
}

/// The person ends one of their sessions.
pub(super) async fn end_session(
    Settled(signed_in): Settled,
    form: Result<Form<OneSession>, FormRejection>,
) -> Response {
    let OneSession { session, form } = match form {
        Ok(Form(pressed)) => pressed,
        Err(rejection) => return problems::of_form(&signed_in.answer(), &rejection),
    };
    if let Err(response) = signed_in.own_form(&form) {
        return *response;
    }
    match signed_in.seated.end_session(session).await {
        Ok(()) => on_to("/me?ended"),
        Err(error) => problems::of_page(&signed_in.answer(), &error),
    }
}

/// The person ends all of their sessions but this one.
pub(super) async fn end_others(
    Settled(signed_in): Settled,
    form: Result<Form<super::sign_in::Pressed>, FormRejection>,
) -> Response {
    let pressed = match form {
        Ok(Form(pressed)) => pressed,
        Err(rejection) => return problems::of_form(&signed_in.answer(), &rejection),
    };
    if let Err(response) = signed_in.own_form(&pressed.form) {
        return *response;
    }
    match signed_in.seated.end_other_sessions().await {
        Ok(_) => on_to("/me?ended"),
        Err(error) => problems::of_page(&signed_in.answer(), &error),
    }
}
