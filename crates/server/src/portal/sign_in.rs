//! Signing in: at an organization's address or at the platform's (R25, rows 22, 23), and signing out.

use super::{
    Portal,
    answer::Answer,
    cookie::Kept,
    faces, problems,
    visitor::{Visitor, on_to},
    words::Language,
};
use axum::{
    Form,
    extract::{FromRequestParts, Path, rejection::FormRejection},
    http::{HeaderValue, StatusCode, header::RETRY_AFTER, request::Parts},
    response::Response,
};
use minijinja::context;
use rollbook_credentials::Secret;
use rollbook_directory::{Addressed, Entered, NewSession, SignIn, SignInProblem};
use rollbook_domain::session::SessionKind;
use serde::Deserialize;

/// Somebody at a sign-in page: the platform's, or an organization's.
pub(super) struct AtDoor {
    pub(super) visitor: Visitor,
    /// The organization whose page it is.
    pub(super) at: Option<Addressed>,
}

impl FromRequestParts<Portal> for AtDoor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let visitor = match Visitor::from_request_parts(parts, portal).await {
            Ok(visitor) => visitor,
            Err(never) => match never {},
        };
        let nothing = |visitor: &Visitor| visitor.answer(None).problem("nothing_here", StatusCode::NOT_FOUND);
        let Ok(Path(mut path)) = Path::<Vec<String>>::from_request_parts(parts, portal).await else {
            return Err(nothing(&visitor));
        };
        let Some(place) = path.pop() else { return Ok(Self { visitor, at: None }) };
        match portal.directory.organization_at(&place).await {
            Ok(Some(at)) => Ok(Self { visitor, at: Some(at) }),
            Ok(None) => Err(nothing(&visitor)),
            Err(error) => Err(visitor.failed(&error)),
        }
    }
}

impl AtDoor {
    /// The answer, in the organization's language where the browser asks for none that is spoken.
    pub(super) fn answer(&self) -> Answer {
        self.visitor.answer(None)
    }

    /// The address of one of the pages at this door.
    pub(super) fn path(&self, page: &str) -> String {
        let path = match &self.at {
            Some(at) => format!("/o/{}{page}", at.id),
            None if page.is_empty() => "/".to_owned(),
            None => page.to_owned(),
        };
        // A language that was chosen here goes with them.
        match self.visitor.uri.query().and_then(|query| query.strip_prefix("lang=")) {
            Some(tag) => match Language::of(tag) {
                Some(language) => format!("{path}?lang={}", language.tag),
                None => path,
            },
            None => path,
        }
    }

    /// The organization as templates show it.
    pub(super) fn organization(&self) -> Option<minijinja::Value> {
        self.at.as_ref().map(|at| faces::organization(&at.name))
    }
}

/// The form as it arrives. Nothing else is taken (C24).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    email: String,
    password: Secret<String>,
    form: String,
}

/// What the page says beside its form.
#[derive(Default)]
struct Said {
    problem: String,
    told: String,
    email: String,
}

/// The page. Who is in already goes on.
pub(super) async fn page(door: AtDoor) -> Response {
    match door.visitor.seated().await {
        Ok(Some(seated)) if door.at.as_ref().is_none_or(|at| at.id == seated.organization) => return on_to("/me"),
        Ok(_) => {}
        Err(error) => return door.visitor.failed(&error),
    }
    let language = door.answer().language;
    let told = match door.visitor.uri.query() {
        Some("ended") => language.say("session_ended", &[]),
        Some("over") => language.say("sign_in_over", &[]),
        Some("out") => language.say("signed_out", &[]),
        Some("founded") => language.say("register_founded", &[]),
        _ => String::new(),
    };
    show(&door, StatusCode::OK, &Said { told, ..Said::default() }).await
}

/// Somebody signs in.
pub(super) async fn send(door: AtDoor, form: Result<Form<Typed>, FormRejection>) -> Response {
    let answer = door.answer();
    let Typed { email, password, form } = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    let said = |problem: String| Said { problem, email: email.clone(), ..Said::default() };
    if !door.visitor.sent_own_form(Kept::Form, &form) {
        // A page from before the browser lost its cookies, or another site's: once more, with a new one.
        return show(&door, StatusCode::FORBIDDEN, &said(answer.language.say("form_old", &[]))).await;
    }
    let ask = SignIn {
        email: email.clone(),
        password,
        kind: SessionKind::Portal,
        organization: door.at.as_ref().map(|at| at.id),
        place: door.visitor.place(),
    };
    match door.visitor.portal.directory.sign_in(&ask).await {
        Ok(Ok(entered)) => enter(&door.visitor, &entered).await,
        Ok(Err(problem)) => {
            let (status, words) = worded(&answer, problem);
            with_wait(problem.seconds(), show(&door, status, &said(words)).await)
        }
        Err(error) => door.visitor.failed(&error),
    }
}

async fn show(door: &AtDoor, status: StatusCode, said: &Said) -> Response {
    let (form, fresh) = door.visitor.form();
    let answer = door.answer();
    let offered = match door.visitor.portal.directory.recovery_offered(door.at.as_ref().map(|at| at.id)).await {
        Ok(offered) => offered,
        Err(error) => return door.visitor.failed(&error),
    };
    let asked = match &door.at {
        Some(at) => door.visitor.portal.directory.asking_offered(at.id).await,
        None => Ok(false),
    };
    let asked = match asked {
        Ok(asked) => asked,
        Err(error) => return door.visitor.failed(&error),
    };
    let about = context! {
        organization => door.organization(),
        languages => faces::languages(answer.language),
        problem => said.problem.as_str(),
        told => said.told.as_str(),
        email => said.email.as_str(),
        form,
        forgot => offered.then(|| door.path("/forgot")),
        ask => asked.then(|| door.path("/ask")),
        register => (door.at.is_none() && door.visitor.portal.directory.anybody_founds()).then(|| door.path("/register")),
    };
    door.visitor.keeping(Kept::Form, fresh.as_ref(), answer.page("sign_in", status, about))
}

/// On to the next step under a new token; what the browser kept before ends, as one browser is in once.
pub(super) async fn enter(visitor: &Visitor, entered: &Entered) -> Response {
    let (session, to): (&NewSession, &str) = match entered {
        Entered::In(session) => (session, "/me"),
        Entered::Factor(session) => (session, "/second"),
        Entered::Choose(session, _) => (session, "/organizations"),
    };
    if let Some(before) = visitor.kept(Kept::Session)
        && let Err(error) = visitor.portal.directory.sign_out(&before).await
    {
        return visitor.failed(&error);
    }
    visitor.keeping(Kept::Session, Some(&session.token), on_to(to))
}

/// The status and the words of a sign-in that went wrong, the same whoever it was (R25, C40).
pub(super) fn worded(answer: &Answer, problem: SignInProblem) -> (StatusCode, String) {
    match problem {
        SignInProblem::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, answer.language.say("sign_in_wrong", &[])),
        SignInProblem::Over => (StatusCode::FORBIDDEN, answer.language.say("sign_in_over", &[])),
        SignInProblem::Slow(_) => (StatusCode::TOO_MANY_REQUESTS, too_many(answer, problem.seconds())),
    }
}

/// That there is a wait, and how long: seconds up to two minutes, then minutes.
pub(super) fn too_many(answer: &Answer, seconds: Option<u64>) -> String {
    let (key, count) = match seconds.unwrap_or(1) {
        1 => ("one_second", 1),
        few @ 0..=119 => ("seconds", few),
        many => ("minutes", many.div_ceil(60)),
    };
    let wait = answer.language.say(key, &[("n", &count.to_string())]);
    answer.language.say("too_many", &[("wait", &wait)])
}

/// Says to programs too when to come again, where there is a wait.
pub(super) fn with_wait(seconds: Option<u64>, mut response: Response) -> Response {
    if let Some(seconds) = seconds {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The form of a button that says nothing more.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pressed {
    pub(super) form: String,
}

/// Somebody signs out, in whatever stage they are.
pub(super) async fn sign_out(visitor: Visitor, form: Result<Form<Pressed>, FormRejection>) -> Response {
    let Pressed { form } = match form {
        Ok(Form(pressed)) => pressed,
        Err(rejection) => return problems::of_form(&visitor.answer(None), &rejection),
    };
    let Some(token) = visitor.kept(Kept::Session) else { return on_to("/") };
    if !visitor.sent_own_form(Kept::Session, &form) {
        return visitor.stale();
    }
    match visitor.portal.directory.sign_out(&token).await {
        Ok(()) => visitor.forgetting(Kept::Draft, visitor.forgetting(Kept::Session, on_to("/?out"))),
        Err(error) => visitor.failed(&error),
    }
}
