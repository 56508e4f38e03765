//! Somebody who is signed in: who they are is judged with every request (C32). Whoever isn't is led to
//! the sign-in page, and whoever has to do something first, there.

use super::{
    Portal,
    answer::Answer,
    cookie::Kept,
    dates,
    faces::{self, dye},
    forgery::form_value,
    visitor::{Visitor, on_to},
};
use axum::{
    extract::FromRequestParts,
    http::{Method, StatusCode, request::Parts},
    response::Response,
};
use minijinja::{context, value::Value};
use rollbook_directory::{ActorId, Desk, Me, Must, Seated};
use rollbook_domain::{
    member::{Kind, Tier},
    text::initials,
    time::SECOND,
};

/// Where the sign-in page is told that a session ended.
const ENDED: &str = "/?ended";

/// Somebody in an organization, whatever they have to do first.
pub(super) struct SignedIn {
    pub(super) visitor: Visitor,
    pub(super) seated: Seated,
    pub(super) me: Me,
    /// Whether they may enter another organization too.
    several: bool,
    /// Who it is that looks as this person (R29).
    by: Option<String>,
}

/// Somebody in an organization who is free to go on.
pub(super) struct Settled(pub(super) SignedIn);

impl FromRequestParts<Portal> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let visitor = match Visitor::from_request_parts(parts, portal).await {
            Ok(visitor) => visitor,
            Err(never) => match never {},
        };
        let Some(seated) = visitor.seated().await.map_err(|error| visitor.failed(&error))? else {
            let had = visitor.kept(Kept::Session).is_some();
            let to = if had || parts.method != Method::GET { ENDED } else { "/" };
            return Err(visitor.forgetting(Kept::Session, on_to(to)));
        };
        let desk = portal.directory.desk(seated.organization, ActorId::Member(seated.member));
        let me = desk.me().await.map_err(|error| visitor.failed(&error))?;
        let several = seated.organizations().await.map_err(|error| visitor.failed(&error))?.len() > 1;
        let by = match seated.by {
            Some(by) => {
                let names = portal.directory.store().names(seated.organization, &[by]).await;
                names.map_err(|error| visitor.failed(&error.into()))?.remove(&by)
            }
            None => None,
        };
        Ok(Self { visitor, seated, me, several, by })
    }
}

/// Somebody who looks after their second factors: free to go on, or with nothing before them but setting one up.
pub(super) struct Factored(pub(super) SignedIn);

impl FromRequestParts<Portal> for Factored {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let signed_in = SignedIn::from_request_parts(parts, portal).await?;
        match signed_in.seated.must {
            None | Some(Must::AddFactor) => Ok(Self(signed_in)),
            Some(Must::ChangePassword) => Err(on_to("/me/password")),
        }
    }
}

impl FromRequestParts<Portal> for Settled {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let signed_in = SignedIn::from_request_parts(parts, portal).await?;
        match signed_in.seated.must {
            None => Ok(Self(signed_in)),
            Some(Must::ChangePassword) => Err(on_to("/me/password")),
            Some(Must::AddFactor) => Err(on_to("/me/factor")),
        }
    }
}

impl SignedIn {
    /// The answer, in the person's language.
    pub(super) fn answer(&self) -> Answer {
        self.visitor.answer(Some(&self.me.member.language))
    }

    /// Their own desk for reading, also while somebody only looks as them (R29).
    pub(super) fn reader(&self) -> Desk {
        self.visitor.portal.directory.desk(self.seated.organization, ActorId::Member(self.seated.member))
    }

    /// Their own desk for changing something; a page that says why not otherwise.
    pub(super) fn desk(&self) -> Result<Desk, Box<Response>> {
        let desk = self.seated.desk().filter(|_| self.seated.by.is_none());
        desk.ok_or_else(|| Box::new(self.answer().problem("only_looking", StatusCode::FORBIDDEN)))
    }

    /// Leads back whoever only looks as this person (R29): a page that is there to change something is none of theirs.
    pub(super) fn changes_nothing(&self) -> Result<(), Box<Response>> {
        if self.seated.by.is_some() { Err(Box::new(on_to("/me"))) } else { Ok(()) }
    }

    /// Whether they may found organizations (R18): owners, and everybody where the configuration says so (row 75).
    pub(super) fn founds(&self) -> bool {
        let open = self.visitor.portal.directory.members_found() && self.me.member.kind == Kind::Regular;
        (open || self.me.member.tier == Tier::Owner) && self.seated.by.is_none() && self.seated.must.is_none()
    }

    /// What the forms of this session carry.
    pub(super) fn form(&self) -> String {
        self.visitor.kept(Kept::Session).map(|token| form_value(&token)).unwrap_or_default()
    }

    /// Refuses a form that wasn't sent to this session.
    pub(super) fn own_form(&self, sent: &str) -> Result<(), Box<Response>> {
        if self.visitor.sent_own_form(Kept::Session, sent) {
            return Ok(());
        }
        Err(Box::new(self.answer().problem("stale", StatusCode::FORBIDDEN)))
    }

    /// What every page of the sheet shows around its own.
    pub(super) fn frame(&self, tab: &str) -> Value {
        let me = &self.me;
        let name = me.member.name();
        context! {
            organization => faces::organization(&me.organization),
            tab,
            several => self.several,
            must => self.seated.must.is_some(),
            founds => self.founds(),
            by => self.by.as_ref().map(|by| {
                let language = self.answer().language;
                let until = dates::with_time(
                    language,
                    "as_until",
                    &[],
                    ("moment", &dates::moment(self.seated.expires, language)),
                );
                // By the server's clock: the reader's own may be wrong.
                let left = self.seated.expires.0.saturating_sub(self.visitor.portal.directory.now().0) / SECOND;
                let words = language.say("as_banner", &[("name", &name), ("by", by)]);
                context! { words, until, left }
            }),
            form => self.form(),
            me => context! {
                name => name.as_str(),
                email => me.member.email.as_str(),
                initials => initials(&name),
                dye => dye(me.member.email.as_str()),
                photo => me.photo.as_ref().map(|digest| format!("/photo/{}/{}", me.member.id, &digest[..16])),
                phone => me.member.phone.as_str(),
                groups => &me.groups,
                roles => &me.roles,
                licences => &me.licences,
                portals => &me.portals,
                teams => &me.teams,
            },
        }
    }

    /// A page of the sheet.
    pub(super) fn page(&self, template: &str, tab: &str, status: StatusCode, about: Value) -> Response {
        self.answer().page(template, status, context! { ..about, ..self.frame(tab) })
    }
}
