//! Whose a token is: judged with every request by what stands there now (C32), and by nothing that
//! the token or the browser says.

use super::{NewSession, Opening, Place, SignInProblem};
use crate::{Desk, Directory, DirectoryError};
use rollbook_credentials::TokenHash;
use rollbook_domain::{
    AccountId, MemberId, OrganizationId, SessionId, Timestamp,
    factor::{Duty, Whom, duty},
    origin::Origin,
    session::{Ended, SessionKind, Stage},
    time::MINUTE,
};
use rollbook_store::{ActorId, SeatRecord};

/// What somebody has to do before anything else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Must {
    /// Choose a new password: theirs was set by an administrator, or is to be changed (R24).
    ChangePassword,
    /// Set up a second factor, which the organization requires of them (R27).
    AddFactor,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Seated {
    /// The session.
    pub session: SessionId,
    /// Where it is used.
    pub kind: SessionKind,
    /// The person.
    pub account: AccountId,
    /// The organization that they are in.
    pub organization: OrganizationId,
    /// The member that they are there.
    pub member: MemberId,
    /// What has to be done first; until then nothing else may be.
    pub must: Option<Must>,
    /// Who it is that sees this as the member (R29).
    pub by: Option<MemberId>,
    /// When it began.
    pub begun: Timestamp,
    /// Until when it lasts at most.
    pub expires: Timestamp,
    /// From where the request came that showed the token.
    pub(crate) origin: Option<Origin>,
    pub(crate) directory: Directory,
}

impl Seated {
    /// The person’s desk; none while something has to be done first. Whoever sees it as another user
    /// looks and does nothing: every command is refused there (R29).
    pub fn desk(&self) -> Option<Desk> {
        let desk = self.own_desk().in_session(self.session);
        let desk = if self.by.is_some() { desk.looking() } else { desk };
        self.must.is_none().then_some(desk)
    }

    /// The person’s desk whatever has to be done first, with where they come from.
    pub(crate) fn own_desk(&self) -> Desk {
        let desk = self.directory.desk(self.organization, ActorId::Member(self.member));
        match &self.origin {
            Some(origin) => desk.coming_from(origin.clone()),
            None => desk,
        }
    }

    /// The organizations that the person may enter, this one among them.
    pub async fn organizations(&self) -> Result<Vec<Opening>, DirectoryError> {
        if self.by.is_some() {
            return Ok(Vec::new());
        }
        let all = self.directory.openings(self.account, self.kind, None).await?;
        Ok(all.into_iter().map(|(opening, _)| opening).collect())
    }

    /// Goes on to another of the person’s organizations; this session ends, and its time goes on.
    pub async fn switch(
        &self,
        organization: OrganizationId,
        place: &Place,
    ) -> Result<Result<NewSession, SignInProblem>, DirectoryError> {
        self.is_themselves()?;
        self.directory.go_to(self, organization, place, false).await
    }

    /// Enters another of the person’s organizations beside this one, without signing in again: this session
    /// goes on, the new one lasts no longer than one from the same sign-in.
    pub async fn beside(
        &self,
        organization: OrganizationId,
        place: &Place,
    ) -> Result<Result<NewSession, SignInProblem>, DirectoryError> {
        self.is_themselves()?;
        if self.must.is_some() {
            return Ok(Err(SignInProblem::Over));
        }
        self.directory.go_to(self, organization, place, true).await
    }
}

impl Directory {
    /// Whose a token is, used there and from there; `None` for all that is nobody’s, or not any more.
    pub async fn session(
        &self,
        token: &str,
        used: SessionKind,
        place: &Place,
    ) -> Result<Option<Seated>, DirectoryError> {
        let Some(hash) = TokenHash::from_presented(token) else { return Ok(None) };
        let Some(seat) = self.store().seat(hash.as_bytes()).await? else { return Ok(None) };
        let now = self.now();
        let Some(mut found) = self.judge_seat(&seat, used, now) else { return Ok(None) };
        found.origin = Some(place.origin(found.kind));
        if let Some(by) = found.by
            && !self.still_may_be(found.organization, by, found.member).await?
        {
            self.store().end_session(found.session, Ended::RightLost, now).await?;
            return Ok(None);
        }
        if now.0.saturating_sub(seat.session.times.used.0) >= MINUTE {
            self.store().use_session(found.session, &place.stored_address(), now).await?;
        }
        Ok(Some(found))
    }

    pub(crate) fn judge_seat(&self, seat: &SeatRecord, used: SessionKind, now: Timestamp) -> Option<Seated> {
        let (session, member) = (&seat.session, seat.seated.as_ref()?);
        let fits = session.kind == used || (session.kind == SessionKind::As && used == SessionKind::Portal);
        let counts = session.ended.is_none()
            && session.times.stage == Stage::In
            && session.times.count(Some(&member.policy), now);
        if !(fits && counts && member.entrant.may_enter(session.kind)) {
            return None;
        }
        let (organization, id) = session.seat?;
        let by = session.by;
        let in_person = member.factor_due;
        let whom = Whom { member: id, kind: member.entrant.kind, tier: member.tier, in_person };
        let must = if by.is_some() {
            None
        } else if seat.must_change {
            Some(Must::ChangePassword)
        } else if !member.has_factor && duty(&member.policy, whom, now) == Duty::Now {
            Some(Must::AddFactor)
        } else {
            None
        };
        Some(Seated {
            session: session.id,
            kind: session.kind,
            account: session.account,
            organization,
            member: id,
            must,
            by,
            begun: session.times.begun,
            expires: session.times.expires,
            origin: None,
            directory: self.clone(),
        })
    }

    /// Whether nothing but time ended the session of a token at a desktop: nobody ended it, and its person may
    /// still enter (R34).
    pub(crate) async fn is_over(&self, token: &str) -> Result<bool, DirectoryError> {
        let Some(hash) = TokenHash::from_presented(token) else { return Ok(false) };
        let Some(seat) = self.store().seat(hash.as_bytes()).await? else { return Ok(false) };
        let session = &seat.session;
        let enters = seat.seated.as_ref().is_some_and(|member| member.entrant.may_enter(session.kind));
        Ok(session.kind == SessionKind::Desktop
            && session.ended.is_none()
            && session.times.stage == Stage::In
            && enters)
    }

    /// Ends the session of a token, whatever stage it is in.
    pub async fn sign_out(&self, token: &str) -> Result<(), DirectoryError> {
        let Some(hash) = TokenHash::from_presented(token) else { return Ok(()) };
        if let Some(seat) = self.store().seat(hash.as_bytes()).await? {
            self.store().end_session(seat.session.id, Ended::SignedOut, self.now()).await?;
        }
        Ok(())
    }
}
