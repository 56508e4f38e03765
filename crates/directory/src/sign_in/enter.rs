//! From a password to a session, stage by stage. Every stage has a token of its own, so one that was
//! seen earlier opens nothing later.

use super::{Entered, NewSession, Opening, Place, Seated, SignIn, SignInProblem, Slowed, Waiting, refused::Refused};
use crate::{
    Directory, DirectoryError,
    contract::Tag,
    door::{Begun, unhindered},
    figures,
};
use rollbook_credentials::{OneTimeToken, TokenHash};
use rollbook_domain::{
    AccountId, Code, Command, CommandId, Email, MemberId, OrganizationId, SessionId, Timestamp,
    event::RefusedBy,
    session::{Ended, SessionKind, Stage, WAITING},
    text::fold,
    time::DAY,
};
use rollbook_store::{ActorId, Credential, NewSession as SessionRow, SeatRecord};

/// How long a place is known from which somebody got in.
const KNOWN: i64 = 90 * DAY;
/// The longest address that is looked for, in bytes; none is longer (RFC 5321).
const ADDRESS_MAX: usize = 320;

/// By what a session comes to be: a password that was right a moment ago, or a session that waits.
#[derive(Clone, Copy)]
enum By<'a> {
    Password { password_no: i64 },
    Waiting { hash: &'a TokenHash, stage: Stage, id: SessionId },
}

/// Who is about to enter.
#[derive(Clone, Copy)]
struct Person<'a> {
    account: AccountId,
    kind: SessionKind,
    wanted: Option<OrganizationId>,
    place: &'a Place,
    /// When they signed in, where that was earlier: going on to another organization makes no session
    /// longer.
    begun: Option<Timestamp>,
}

impl Directory {
    /// Somebody signs in with a password.
    pub async fn sign_in(&self, ask: &SignIn) -> Result<Result<Entered, SignInProblem>, DirectoryError> {
        let ended = self.by_password(ask).await?;
        figures::signed_in(&ended);
        Ok(ended)
    }

    async fn by_password(&self, ask: &SignIn) -> Result<Result<Entered, SignInProblem>, DirectoryError> {
        let key = email_key(&ask.email);
        let found = self.store().credential(&key).await?;
        let here = ask.place.stored_address();
        // Asked of nobody’s account too: the same questions, whoever is asked about.
        let account = found.as_ref().map_or_else(|| AccountId::from_uuid(uuid::Uuid::nil()), |found| found.account);
        let at_home = self.store().is_known_place(account, &here, self.now().plus(-KNOWN)).await?;
        let own = if at_home { Slowed::PasswordAtHome(&key, &here) } else { Slowed::Password(&key) };
        let from = Slowed::From(ask.place.address);
        let failures = match self.slow(&[own, from]).await? {
            Ok(counted) => counted.first().copied().unwrap_or_default(),
            Err(wait) => return Ok(Err(SignInProblem::Slow(wait))),
        };
        let refused = Refused { account, wanted: ask.organization, by: RefusedBy::Password, failures };
        let right = self.verify(&ask.password, found.as_ref()).await?;
        let Some(Credential { account, password_no, .. }) = found.filter(|_| right) else {
            self.refuse_behind(refused, ask.place.origin(ask.kind));
            return Ok(Err(SignInProblem::Wrong));
        };
        let person = Person { account, kind: ask.kind, wanted: ask.organization, place: &ask.place, begun: None };
        if self.open_to(&person).await?.is_empty() {
            self.refuse_behind(refused, ask.place.origin(ask.kind));
            return Ok(Err(SignInProblem::Wrong));
        }
        self.went_well(&[own], &[from]).await?;
        let by = By::Password { password_no };
        if self.has_factor(account).await? {
            return Ok(self.wait(&person, by, Stage::Factor).await?.map(Entered::Factor));
        }
        self.proceed(&person, by).await
    }

    /// The second factor of a waiting sign-in was verified: on to the organization. Whoever verified
    /// it has slowed the attempts (C41).
    pub async fn passed_factor(
        &self,
        token: &str,
        place: &Place,
    ) -> Result<Result<Entered, SignInProblem>, DirectoryError> {
        self.go_on(token, Stage::Factor, None, place).await
    }

    /// The person chose an organization.
    pub async fn choose(
        &self,
        token: &str,
        organization: OrganizationId,
        place: &Place,
    ) -> Result<Result<Entered, SignInProblem>, DirectoryError> {
        self.go_on(token, Stage::Choose, Some(organization), place).await
    }

    /// Somebody who is signed in goes on to another of their organizations, under a new token; the old
    /// session ends, or `stays` beside it.
    pub(super) async fn go_to(
        &self,
        seated: &Seated,
        organization: OrganizationId,
        place: &Place,
        stays: bool,
    ) -> Result<Result<NewSession, SignInProblem>, DirectoryError> {
        let Some(credential) = self.store().credential_of(seated.account).await? else {
            return Ok(Err(SignInProblem::Over));
        };
        let wanted = Some(organization);
        let person = Person { account: seated.account, kind: seated.kind, wanted, place, begun: Some(seated.begun) };
        let open = self.open_to(&person).await?;
        let [(opening, member)] = open.as_slice() else { return Ok(Err(SignInProblem::Wrong)) };
        let by = By::Password { password_no: credential.password_no };
        let entered = unhindered!(self.enter(&person, (opening.organization, *member), by))?;
        if entered.is_ok() && !stays {
            self.store().end_session(seated.session, Ended::SignedOut, self.now()).await?;
        }
        Ok(entered)
    }

    /// What a token waits for; `None` where it waits for nothing, or not any more.
    pub async fn waiting(&self, token: &str) -> Result<Option<Waiting>, DirectoryError> {
        let Some(hash) = TokenHash::from_presented(token) else { return Ok(None) };
        let Some(seat) = self.awaited(&hash).await? else { return Ok(None) };
        let (session, stage) = (&seat.session, seat.session.times.stage);
        let openings = match stage {
            Stage::Choose => self.openings(session.account, session.kind, session.wanted).await?,
            Stage::Factor | Stage::In => Vec::new(),
        };
        let openings = openings.into_iter().map(|(opening, _)| opening).collect();
        let (account, wanted, expires) = (session.account, session.wanted, session.times.expires);
        Ok(Some(Waiting { stage, account, wanted, kind: session.kind, openings, expires }))
    }

    async fn go_on(
        &self,
        token: &str,
        stage: Stage,
        chosen: Option<OrganizationId>,
        place: &Place,
    ) -> Result<Result<Entered, SignInProblem>, DirectoryError> {
        let over = Ok(Err(SignInProblem::Over));
        let Some(hash) = TokenHash::from_presented(token) else { return over };
        let Some(seat) = self.awaited(&hash).await?.filter(|seat| seat.session.times.stage == stage) else {
            return over;
        };
        let SeatRecord { session, .. } = seat;
        let wanted = chosen.or(session.wanted);
        let person = Person { account: session.account, kind: session.kind, wanted, place, begun: None };
        self.proceed(&person, By::Waiting { hash: &hash, stage, id: session.id }).await
    }

    /// The session of a token that still waits.
    async fn awaited(&self, hash: &TokenHash) -> Result<Option<SeatRecord>, DirectoryError> {
        let now = self.now();
        let waits = |seat: &SeatRecord| {
            let session = &seat.session;
            session.ended.is_none() && session.times.stage != Stage::In && session.times.count(None, now)
        };
        Ok(self.store().seat(hash.as_bytes()).await?.filter(waits))
    }

    async fn proceed(&self, person: &Person<'_>, by: By<'_>) -> Result<Result<Entered, SignInProblem>, DirectoryError> {
        let open = self.open_to(person).await?;
        match open.as_slice() {
            [] => Ok(Err(SignInProblem::Wrong)),
            [(opening, member)] => {
                let entered = unhindered!(self.enter(person, (opening.organization, *member), by))?;
                Ok(entered.map(Entered::In))
            }
            _ => {
                let openings = open.into_iter().map(|(opening, _)| opening).collect();
                Ok(self.wait(person, by, Stage::Choose).await?.map(|session| Entered::Choose(session, openings)))
            }
        }
    }

    /// A session that waits for something.
    async fn wait(
        &self,
        person: &Person<'_>,
        by: By<'_>,
        stage: Stage,
    ) -> Result<Result<NewSession, SignInProblem>, DirectoryError> {
        let now = self.now();
        let (token, hash) = self.inner.entropy.with(OneTimeToken::mint);
        let expires = now.plus(WAITING);
        match by {
            By::Password { password_no } => {
                let row = self.row(person, &hash, stage, None, expires);
                let id = row.id;
                let kept = self.store().add_session(&row, password_no).await?;
                Ok(if kept { Ok(NewSession { id, token, expires }) } else { Err(SignInProblem::Wrong) })
            }
            By::Waiting { hash: old, stage: before, id } => {
                let stages = (before, stage);
                let moved = self.store().advance_session(old.as_bytes(), hash.as_bytes(), stages).await?;
                Ok(if moved { Ok(NewSession { id, token, expires }) } else { Err(SignInProblem::Over) })
            }
        }
    }

    /// Through the door into an organization: the sign-in is in its log, and whoever was shut out a
    /// moment ago stays out (R3).
    async fn enter(
        &self,
        person: &Person<'_>,
        (organization, member): (OrganizationId, MemberId),
        by: By<'_>,
    ) -> Result<Result<NewSession, SignInProblem>, DirectoryError> {
        let desk = self.desk(organization, ActorId::Member(member)).coming_from(person.place.origin(person.kind));
        let id = CommandId::new(&mut self.inner.entropy.ids(self.now()));
        let Begun::Now(mut run) = desk.begin(id, false).await? else { return Ok(Err(SignInProblem::Over)) };
        let command = Command::SignIn { member, kind: person.kind };
        run.know(&command).await?;
        match run.step(&desk, &command).await {
            Ok(_) => {}
            Err(DirectoryError::Refused(refusal)) if refusal.code == Code::NotAllowed => {
                return Ok(Err(SignInProblem::Wrong));
            }
            Err(other) => return Err(other),
        }
        let (token, hash) = self.inner.entropy.with(OneTimeToken::mint);
        let now = run.at.now;
        let begun = person.begun.unwrap_or(now);
        let expires = begun.plus(run.facts.organization.policy.session_millis());
        let id = match by {
            By::Password { password_no } => {
                let row = self.row(person, &hash, Stage::In, Some(member), expires);
                run.work.add_session(&row).await?;
                if !run.work.has_password_no(person.account, password_no).await? {
                    run.work.roll_back().await?;
                    return Ok(Err(SignInProblem::Wrong));
                }
                row.id
            }
            By::Waiting { hash: old, stage, id } => {
                let hashes = (old.as_bytes(), hash.as_bytes());
                if !run.work.seat_session(hashes, stage, member, (now, expires)).await? {
                    run.work.roll_back().await?;
                    return Ok(Err(SignInProblem::Over));
                }
                id
            }
        };
        desk.finish(*run, vec![Tag::Users]).await?;
        Ok(Ok(NewSession { id, token, expires }))
    }

    fn row(
        &self,
        person: &Person<'_>,
        hash: &TokenHash,
        stage: Stage,
        member: Option<MemberId>,
        expires: Timestamp,
    ) -> SessionRow {
        let now = self.now();
        SessionRow {
            id: SessionId::new(&mut self.inner.entropy.ids(now)),
            hash: *hash.as_bytes(),
            account: person.account,
            member,
            wanted: person.wanted.filter(|_| stage != Stage::In),
            stage,
            kind: person.kind,
            address: person.place.stored_address(),
            device: person.place.stored_device(),
            begun: person.begun.unwrap_or(now),
            expires,
            by: None,
            by_session: None,
        }
    }

    async fn open_to(&self, person: &Person<'_>) -> Result<Vec<(Opening, MemberId)>, DirectoryError> {
        self.openings(person.account, person.kind, person.wanted).await
    }

    /// The organizations that an account may enter by such a session; of those, the wanted one.
    pub(crate) async fn openings(
        &self,
        account: AccountId,
        kind: SessionKind,
        wanted: Option<OrganizationId>,
    ) -> Result<Vec<(Opening, MemberId)>, DirectoryError> {
        let all = self.store().openings(account).await?;
        let open = all.into_iter().filter(|opening| opening.entrant.may_enter(kind));
        let open = open.filter(|opening| wanted.is_none_or(|wanted| wanted == opening.organization));
        Ok(open.map(|o| (Opening { organization: o.organization, name: o.name }, o.member)).collect())
    }

    /// Whether an account has a second factor, which is then asked at every sign-in.
    pub(crate) async fn has_factor(&self, account: AccountId) -> Result<bool, DirectoryError> {
        Ok(self.store().has_factor(account).await?)
    }
}

/// What an address is looked up by; what is none is looked up as well, and finds nobody.
pub(crate) fn email_key(typed: &str) -> String {
    let short = &typed[..typed.floor_char_boundary(ADDRESS_MAX)];
    Email::parse(short).map_or_else(|_| fold(short), |email| email.key())
}
