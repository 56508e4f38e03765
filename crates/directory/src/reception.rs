//! Signing in as programs do it: one step after the other, each with the token for the next, told in
//! the words of the contract. The HTTP interface and the window's way to a database both come here.

use crate::{
    Desk, Directory, Entered, FactorProblem, Must, NewSession, Opening, Place, PresentProblem, Proof, SignIn,
    SignInProblem,
    contract::{
        FactorMethod, GiveFactor, OrganizationChoice, PasskeyQuestion, SignInStep, SignInWith, WireCode, WireError,
    },
};
use rollbook_credentials::{Secret, TokenHash};
use rollbook_domain::{
    Code, OrganizationId, Refusal,
    session::{SessionKind, Stage},
};

/// A step that went well: the token to go on with, and what comes next.
#[derive(Debug)]
pub struct Signed {
    /// Kept in the keychain once somebody is in; good for the next step alone before.
    pub token: Secret<String>,
    /// What comes next.
    pub next: SignInStep,
}

impl Directory {
    /// Somebody signs in with e-mail and password.
    pub async fn receive(&self, ask: &SignInWith, place: &Place) -> Result<Signed, WireError> {
        let ask = SignIn {
            email: ask.email.clone(),
            password: ask.password.clone(),
            kind: SessionKind::Desktop,
            organization: None,
            place: place.clone(),
        };
        let entered = self.sign_in(&ask).await.map_err(WireError::from)?;
        self.entered(entered, place).await
    }

    /// Which of several organizations; of somebody who is in one already, which further one they enter
    /// beside it.
    pub async fn receive_choice(
        &self,
        token: &str,
        organization: OrganizationId,
        place: &Place,
    ) -> Result<Signed, WireError> {
        if let Some(seated) = self.session(token, SessionKind::Desktop, place).await.map_err(WireError::from)? {
            let session = seated.beside(organization, place).await.map_err(WireError::from)?.map_err(problem)?;
            return self.in_there(session, place).await;
        }
        let entered = self.choose(token, organization, place).await.map_err(WireError::from)?;
        self.entered(entered, place).await
    }

    /// Asks for a passkey by the browser of whoever waits at a second factor (R27), or is in and is to prove themselves
    /// again (R29). Only its answer together with the token is of use, so the question may pass through other hands.
    pub async fn receive_passkey_ask(&self, token: &str, place: &Place) -> Result<PasskeyQuestion, WireError> {
        let offer = match self.session(token, SessionKind::Desktop, place).await.map_err(WireError::from)? {
            Some(seated) => seated.ask_own_passkey().await,
            None => self.ask_passkey(token).await,
        };
        let offer = offer.map_err(WireError::from)?.map_err(of_factor)?;
        let page = format!("{}/passkey", self.portal());
        Ok(PasskeyQuestion { challenge: offer.challenge, question: offer.question, page })
    }

    /// The code of a second factor, or a passkey's answer (R27).
    pub async fn receive_factor(&self, token: &str, ask: &GiveFactor, place: &Place) -> Result<Signed, WireError> {
        let code = zeroize::Zeroizing::new(ask.code.reveal(Clone::clone));
        let proof = match (ask.method, ask.challenge) {
            (FactorMethod::Totp, _) => Proof::App(&code),
            (FactorMethod::RecoveryCode, _) => Proof::Recovery(&code),
            (FactorMethod::Passkey, Some(challenge)) => Proof::Passkey { challenge, answer: &code },
            (FactorMethod::Passkey, None) => {
                let words = "A passkey is shown in a browser, not typed.";
                let help = "Use the browser, a code of your app, or a recovery code.";
                return Err(WireError::new(WireCode::WrongFactor, words, help));
            }
        };
        match self.prove_factor(token, proof, place).await.map_err(WireError::from)? {
            Ok(entered) => self.entered(Ok(entered), place).await,
            Err(problem) => Err(of_factor(problem)),
        }
    }

    /// A new password, where one is to be chosen first (R24).
    pub async fn receive_password(
        &self,
        token: &str,
        password: &Secret<String>,
        place: &Place,
    ) -> Result<Signed, WireError> {
        let seated = self.session(token, SessionKind::Desktop, place).await.map_err(WireError::from)?;
        let seated = seated.ok_or_else(signed_out)?;
        match seated.choose_first(password).await.map_err(WireError::from)? {
            Ok(()) => {
                let next = self.standing_of(token, place).await?;
                Ok(Signed { token: Secret::new(token.to_owned()), next })
            }
            Err(problem @ PresentProblem::Same) => {
                Err(Refusal::new(Code::Invalid, problem.to_string(), "").at("password").into())
            }
            // Too long after signing in, or nothing is to be chosen (any more).
            Err(PresentProblem::Wrong | PresentProblem::Slow(_) | PresentProblem::Factor | PresentProblem::Passkey) => {
                Err(signed_out())
            }
        }
    }

    /// How far the sign-in behind a token is.
    pub async fn standing_of(&self, token: &str, place: &Place) -> Result<SignInStep, WireError> {
        if let Some(seated) = self.session(token, SessionKind::Desktop, place).await.map_err(WireError::from)? {
            return Ok(self.to_do(seated.must));
        }
        match self.waiting(token).await.map_err(WireError::from)? {
            Some(waiting) if waiting.stage == Stage::Factor => self.factor_step(token).await,
            Some(waiting) => Ok(SignInStep::Choose { organizations: choices(waiting.openings) }),
            None => Err(self.out(token).await),
        }
    }

    /// Why a token opens nothing: its time is over, or it was ended.
    async fn out(&self, token: &str) -> WireError {
        match self.is_over(token).await {
            Ok(true) => WireError::new(WireCode::SessionOver, "The time of your session is over.", "Sign in again."),
            Ok(false) => signed_out(),
            Err(error) => error.into(),
        }
    }

    /// The desk of whoever is signed in by a token; judged anew with every request (C32, C45).
    pub async fn desk_of(&self, token: &str, place: &Place) -> Result<Desk, WireError> {
        let seated = self.session(token, SessionKind::Desktop, place).await.map_err(WireError::from)?;
        let Some(seated) = seated else { return Err(self.out(token).await) };
        seated.desk().ok_or_else(|| {
            WireError::new(WireCode::SignedOut, "Something has to be done before you go on.", "Sign in again.")
        })
    }

    /// Whether somebody is still signed in by a token. Unlike asking, looking keeps no session alive.
    pub async fn still_in(&self, token: &str) -> bool {
        self.listens_to(token).await.is_some()
    }

    /// Of which organization somebody hears who is signed in by a token; looking keeps no session alive.
    pub async fn listens_to(&self, token: &str) -> Option<OrganizationId> {
        let hash = TokenHash::from_presented(token)?;
        match self.store().seat(hash.as_bytes()).await {
            Ok(seat) => Some(self.judge_seat(&seat?, SessionKind::Desktop, self.now())?.organization),
            Err(error) => {
                tracing::warn!(%error, "a session can’t be judged");
                None
            }
        }
    }

    async fn entered(&self, entered: Result<Entered, SignInProblem>, place: &Place) -> Result<Signed, WireError> {
        match entered.map_err(problem)? {
            Entered::In(session) => self.in_there(session, place).await,
            Entered::Factor(session) => {
                let next = self.factor_step(&session.token.reveal(Clone::clone)).await?;
                Ok(Signed { token: session.token, next })
            }
            Entered::Choose(session, openings) => {
                Ok(Signed { token: session.token, next: SignInStep::Choose { organizations: choices(openings) } })
            }
        }
    }

    /// What a waiting sign-in can go on by.
    async fn factor_step(&self, token: &str) -> Result<SignInStep, WireError> {
        let choices = self.factor_choices(token).await.map_err(WireError::from)?.ok_or_else(signed_out)?;
        let offered = [
            (choices.app, FactorMethod::Totp),
            (choices.passkey, FactorMethod::Passkey),
            (choices.recovery, FactorMethod::RecoveryCode),
        ];
        let methods = offered.into_iter().filter(|(there, _)| *there).map(|(_, method)| method).collect();
        Ok(SignInStep::Factor { methods, elsewhere: choices.elsewhere })
    }

    async fn in_there(&self, session: NewSession, place: &Place) -> Result<Signed, WireError> {
        let token = session.token.reveal(Clone::clone);
        let seated = self.session(&token, SessionKind::Desktop, place).await.map_err(WireError::from)?;
        let next = self.to_do(seated.ok_or_else(signed_out)?.must);
        Ok(Signed { token: session.token, next })
    }

    fn to_do(&self, must: Option<Must>) -> SignInStep {
        match must {
            None => SignInStep::In,
            Some(Must::ChangePassword) => SignInStep::Password,
            Some(Must::AddFactor) => SignInStep::Enrol { address: self.portal() },
        }
    }
}

fn choices(openings: Vec<Opening>) -> Vec<OrganizationChoice> {
    openings.into_iter().map(|one| OrganizationChoice { id: one.organization, name: one.name }).collect()
}

fn signed_out() -> WireError {
    WireError::new(WireCode::SignedOut, "Your session has ended.", "Sign in again.")
}

/// What a second factor came to.
fn of_factor(found: FactorProblem) -> WireError {
    let code = match found {
        FactorProblem::SignIn(found) => return problem(found),
        FactorProblem::Over => return signed_out(),
        FactorProblem::Slow(_) => WireCode::Throttled,
        _ => WireCode::WrongFactor,
    };
    let mut error = WireError::new(code, found.to_string(), "");
    error.retry_after = found.seconds().and_then(|seconds| u32::try_from(seconds).ok());
    error
}

fn problem(problem: SignInProblem) -> WireError {
    let code = match problem {
        SignInProblem::Wrong => WireCode::SignInFailed,
        SignInProblem::Slow(_) => WireCode::Throttled,
        SignInProblem::Over => WireCode::SignedOut,
    };
    let mut error = WireError::new(code, problem.to_string(), "");
    error.retry_after = problem.seconds().and_then(|seconds| u32::try_from(seconds).ok());
    error
}
