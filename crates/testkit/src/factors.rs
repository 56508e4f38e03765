//! Second factors on the bench.

use crate::{Bench, Device, MovingClock, PASSWORD, factor_keys, place, sign_in, token};
use rollbook_credentials::{Secret, factor::TotpSecret};
use rollbook_directory::{ActorId, Clock as _, Entered, FactorProblem, Proof, Seated, SignIn, contract::MailsPage};
use rollbook_domain::{FactorId, OrganizationId};
use rollbook_store::MailRecord;

/// An authenticator app on somebody's phone.
#[derive(Clone, Debug)]
pub struct App {
    secret: TotpSecret,
}

impl App {
    /// An app that was told this, as the page spells it for typing.
    pub fn told(typed: &Secret<String>) -> Self {
        let plain = typed.reveal(|text| text.replace(' ', ""));
        let bytes = data_encoding::BASE32_NOPAD.decode(plain.as_bytes()).expect("Base32");
        Self { secret: TotpSecret::from_bytes(&bytes).expect("160 bits") }
    }

    /// What it shows now.
    pub fn shows(&self, clock: &MovingClock) -> String {
        self.secret.code(clock.now().0).reveal(String::clone)
    }
}

/// Somebody with an app and the recovery codes that came with it.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// The app.
    pub app: App,
    /// The factor.
    pub id: FactorId,
    /// The codes, as the page showed them.
    pub codes: Vec<String>,
}

impl Bench {
    /// The bench with keys for factors, at an address where browsers have passkeys.
    pub fn with_factors(&self) {
        self.directory.set_factor_keys(factor_keys());
        self.directory.set_portal("https://people.example");
    }

    /// Somebody who is signed in enrols an app.
    pub async fn enrol_app(&self, seated: &Seated, name: &str) -> Enrolment {
        let offer = seated.offer_app().await.expect("no failure").expect("an offer");
        let app = App::told(&offer.typed);
        let code = app.shows(&self.clock);
        let enrolled =
            seated.confirm_app(offer.challenge, &code, name, None).await.expect("no failure").expect("enrolled");
        let codes = enrolled.codes.unwrap_or_default();
        Enrolment { app, id: enrolled.id, codes: codes.iter().map(|code| code.reveal(String::clone)).collect() }
    }

    /// Somebody signs in and enrols an app; the token of their session, which goes on.
    pub async fn enters_and_enrols(&self, email: &str) -> (String, Enrolment) {
        let token = self.enter(email).await;
        let seated = self.seated(&token).await.expect("in");
        (token, self.enrol_app(&seated, "Phone").await)
    }

    /// The same, into one of several organizations.
    pub async fn enters_and_enrols_at(&self, email: &str, organization: OrganizationId) -> (String, Enrolment) {
        let ask = SignIn { organization: Some(organization), ..sign_in(email, PASSWORD) };
        let token = self.enter_by(&ask).await;
        let seated = self.seated(&token).await.expect("in");
        (token, self.enrol_app(&seated, "Phone").await)
    }

    /// The mails to an address in an organization's outbox, the oldest first, whether they left or not.
    pub async fn mails_to(&self, organization: OrganizationId, email: &str) -> Vec<MailRecord> {
        let owner = self.directory.owner(organization).await.expect("an owner").id;
        let desk = self.directory.desk(organization, ActorId::Member(owner));
        let question = MailsPage { state: None, text: email.to_owned(), offset: 0, take: 500 };
        let page = desk.mails_page(&question).await.expect("the outbox");
        let mut all = Vec::new();
        for row in page.rows.iter().filter(|row| row.to_address == email) {
            all.push(self.store().mail(organization, row.id).await.expect("no failure").expect("the mail"));
        }
        all.sort_by_key(|mail: &MailRecord| (mail.created_at, mail.id));
        all
    }

    /// The newest mail to an address under this subject. Mails of one moment have no order.
    pub async fn mail_to(&self, email: &str, subject: &str) -> MailRecord {
        let mut mails = self.mails_to(self.organization, email).await;
        let subjects: Vec<String> = mails.iter().map(|mail| mail.subject.clone()).collect();
        mails.retain(|mail| mail.subject == subject);
        mails.pop().unwrap_or_else(|| panic!("{subject} isn't among {subjects:?}"))
    }

    /// Somebody who is signed in enrols a passkey of a device.
    pub async fn enrol_passkey(&self, seated: &Seated, device: &mut Device, name: &str) -> FactorId {
        let offer = seated.offer_passkey().await.expect("no failure").expect("an offer");
        let answer = device.enrol(&offer.question).expect("the device answers");
        let enrolled = seated.confirm_passkey(offer.challenge, &answer, name, None).await;
        enrolled.expect("no failure").expect("enrolled").id
    }

    /// The token of a sign-in with [`PASSWORD`] that awaits the second factor.
    pub async fn half_in(&self, email: &str) -> String {
        match self.try_in(&sign_in(email, PASSWORD)).await {
            Ok(Entered::Factor(session)) => token(&session),
            other => panic!("no second factor is awaited: {other:?}"),
        }
    }

    /// Somebody signs in with [`PASSWORD`] and what their app shows; the token.
    pub async fn enter_by_app(&self, email: &str, app: &App) -> String {
        let half = self.half_in(email).await;
        self.goes_in(&half, Proof::App(&app.shows(&self.clock))).await
    }

    /// A waiting sign-in goes on by a second factor.
    pub async fn prove(&self, half: &str, proof: Proof<'_>) -> Result<Entered, FactorProblem> {
        self.directory.prove_factor(half, proof, &place()).await.expect("no failure")
    }

    /// The same, into the one organization that they have; the token of their session.
    pub async fn goes_in(&self, half: &str, proof: Proof<'_>) -> String {
        match self.prove(half, proof).await {
            Ok(Entered::In(session)) => token(&session),
            other => panic!("not in: {other:?}"),
        }
    }
}
