//! Who founds: somebody who is in an organization, or a newcomer who registered (row 75). The steps are the same.

use crate::portal::{
    Portal,
    answer::Answer,
    cookie::Kept,
    forgery::form_value,
    problems,
    signed_in::{Settled, SignedIn},
    visitor::{Visitor, on_to},
};
use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::Response,
};
use minijinja::{context, value::Value};
use rollbook_directory::{
    Desk, DirectoryError, Newcomer,
    contract::{AddOrganization, CheckCompany, CompanyChecked, OffersView, PriceOrder},
};
use rollbook_domain::{company::Details, tax::Amounts};

/// Who founds.
pub(super) enum Whose {
    /// A member, at their own desk.
    Member(Box<SignedIn>, Desk),
    /// Somebody without an account.
    Newcomer(Visitor, Box<Newcomer>),
}

impl FromRequestParts<Portal> for Whose {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let visitor = match Visitor::from_request_parts(parts, portal).await {
            Ok(visitor) => visitor,
            Err(never) => match never {},
        };
        // Whoever is in somewhere founds as who they are there.
        if visitor.kept(Kept::Session).is_none()
            && let Some(token) = visitor.kept(Kept::Newcomer)
        {
            let newcomer = portal.directory.newcomer(&token).await.map_err(|error| visitor.failed(&error))?;
            return match newcomer.filter(|newcomer| newcomer.has_password() && !newcomer.known) {
                Some(newcomer) => Ok(Self::Newcomer(visitor, Box::new(newcomer))),
                None => Err(visitor.forgetting(Kept::Newcomer, on_to("/"))),
            };
        }
        let Settled(signed_in) = Settled::from_request_parts(parts, portal).await?;
        let desk = signed_in.desk().map_err(|response| *response)?;
        if !signed_in.founds() {
            return Err(signed_in.answer().problem("new_owner_only", StatusCode::FORBIDDEN));
        }
        Ok(Self::Member(Box::new(signed_in), desk))
    }
}

impl Whose {
    pub(super) fn answer(&self) -> Answer {
        match self {
            Self::Member(signed_in, _) => signed_in.answer(),
            Self::Newcomer(visitor, newcomer) => visitor.answer(Some(newcomer.language())),
        }
    }

    pub(super) fn visitor(&self) -> &Visitor {
        match self {
            Self::Member(signed_in, _) => &signed_in.visitor,
            Self::Newcomer(visitor, _) => visitor,
        }
    }

    /// By what their answers are known again in a browser that another person uses too.
    pub(super) fn mark(&self) -> String {
        match self {
            Self::Member(signed_in, _) => signed_in.seated.member.to_string(),
            Self::Newcomer(_, newcomer) => newcomer.mark(),
        }
    }

    /// Where they are when they leave the steps.
    pub(super) const fn home(&self) -> &'static str {
        match self {
            Self::Member(..) => "/me",
            Self::Newcomer(..) => "/",
        }
    }

    /// Refuses a form that wasn't sent to them.
    pub(super) fn own_form(&self, sent: &str) -> Result<(), Box<Response>> {
        match self {
            Self::Member(signed_in, _) => signed_in.own_form(sent),
            Self::Newcomer(visitor, _) if visitor.sent_own_form(Kept::Newcomer, sent) => Ok(()),
            Self::Newcomer(visitor, _) => Err(Box::new(visitor.stale())),
        }
    }

    pub(super) async fn offers(&self) -> Result<OffersView, DirectoryError> {
        match self {
            Self::Member(_, desk) => desk.offers().await,
            Self::Newcomer(visitor, _) => Ok(visitor.portal.directory.offer()),
        }
    }

    pub(super) async fn check(&self, details: Details) -> Result<CompanyChecked, DirectoryError> {
        match self {
            Self::Member(_, desk) => desk.check_company(&CheckCompany { details }).await,
            Self::Newcomer(visitor, _) => visitor.portal.directory.judge_company(&details).await,
        }
    }

    pub(super) async fn price(&self, ask: &PriceOrder) -> Result<Amounts, DirectoryError> {
        match self {
            Self::Member(_, desk) => desk.price_order(ask).await,
            Self::Newcomer(visitor, _) => visitor.portal.directory.price(ask),
        }
    }

    /// Founds it, and says where they go on.
    pub(super) async fn found(&self, ask: &AddOrganization) -> Result<Response, DirectoryError> {
        match self {
            Self::Member(signed_in, desk) => {
                desk.add_organization(ask).await?;
                Ok(signed_in.visitor.forgetting(Kept::Draft, on_to("/organizations?founded")))
            }
            Self::Newcomer(visitor, newcomer) => {
                visitor.portal.directory.found_by(newcomer, ask).await?;
                let on = visitor.forgetting(Kept::Draft, on_to("/?founded"));
                Ok(visitor.forgetting(Kept::Newcomer, on))
            }
        }
    }

    /// A page of the sheet.
    pub(super) fn page(&self, status: StatusCode, about: Value) -> Response {
        let about = context! { home => self.home(), ..about };
        match self {
            Self::Member(signed_in, _) => signed_in.page("founding", "profile", status, about),
            Self::Newcomer(visitor, newcomer) => {
                let form = visitor.kept(Kept::Newcomer).map(|token| form_value(&token)).unwrap_or_default();
                let newcomer = context! { name => newcomer.name(), email => newcomer.email() };
                self.answer().page("founding", status, context! { newcomer, form, ..about })
            }
        }
    }

    pub(super) fn failed(&self, error: &DirectoryError) -> Response {
        problems::of_page(&self.answer(), error)
    }
}
