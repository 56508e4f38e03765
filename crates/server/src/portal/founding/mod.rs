//! An organization, founded in the portal (rows 75–79): name, details, plan and packages, payment. Every step is a
//! page with a form, judged by the same rules as the window's; what was answered so far is kept in the person's browser,
//! so each step can be left and taken up again. Without JavaScript all of it works.

mod draft;
mod shown;
mod whose;

use super::{Portal, cookie::Kept, problems, sign_in::Pressed, visitor::on_to};
use axum::{
    Form, Router,
    extract::{FromRequestParts, rejection::FormRejection},
    http::{StatusCode, request::Parts},
    response::Response,
    routing::{get, post},
};
use draft::Draft;
use minijinja::context;
use rollbook_directory::{
    DirectoryError,
    contract::{AddOrganization, OffersView, PriceOrder},
};
use rollbook_domain::{
    Refusal,
    billing::{PayBy, Terms},
    company::Details,
};
use serde::Deserialize;
use whose::Whose;

/// The steps in their order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Step {
    Name,
    Details,
    Order,
    Payment,
}

impl Step {
    const ALL: [Self; 4] = [Self::Name, Self::Details, Self::Order, Self::Payment];

    const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Details => "details",
            Self::Order => "order",
            Self::Payment => "payment",
        }
    }

    fn path(self) -> String {
        format!("/me/new/{}", self.word())
    }

    /// The step whose form has a field.
    fn of(field: &str) -> Self {
        match field {
            "name" => Self::Name,
            "subdomain" | "country" | "street" | "postal_code" | "place" | "vat" | "time_zone" | "language" => {
                Self::Details
            }
            "plan" | "packages" | "seats" => Self::Order,
            _ => Self::Payment,
        }
    }
}

/// The pages.
pub(super) fn pages() -> Router<Portal> {
    Router::new()
        .route("/me/new", get(begin))
        .route("/me/new/name", get(name).post(save_name))
        .route("/me/new/details", get(details).post(save_details))
        .route("/me/new/order", get(order).post(save_order))
        .route("/me/new/payment", get(payment).post(found))
        .route("/me/new/discard", post(discard))
}

/// Somebody who may found at a step, with what they answered so far.
struct Founding {
    whose: Whose,
    offers: OffersView,
    draft: Draft,
}

impl FromRequestParts<Portal> for Founding {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let whose = Whose::from_request_parts(parts, portal).await?;
        let offers = whose.offers().await.map_err(|error| whose.failed(&error))?;
        let mark = whose.mark();
        let kept = whose.visitor().kept(Kept::Draft).and_then(|text| Draft::read(&text, &mark));
        let draft = kept.unwrap_or_else(|| Draft::of(mark, whose.answer().language.tag.clone()));
        Ok(Self { whose, offers, draft })
    }
}

/// What is wrong with a step, at which field.
struct Wrong {
    field: String,
    words: String,
    /// Free names close to one that is taken.
    free_names: Vec<String>,
    /// Where an invitation can be asked for of whoever has the name; empty where it can't.
    ask_at: String,
}

/// On to the step that was reached last.
async fn begin(founding: Founding) -> Response {
    on_to(&founding.draft.reached().path())
}

async fn name(founding: Founding) -> Response {
    founding.show(Step::Name, None).await
}

async fn details(founding: Founding) -> Response {
    founding.show(Step::Details, None).await
}

async fn order(founding: Founding) -> Response {
    founding.show(Step::Order, None).await
}

async fn payment(founding: Founding) -> Response {
    founding.show(Step::Payment, None).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NameTyped {
    name: String,
    form: String,
}

async fn save_name(mut founding: Founding, form: Result<Form<NameTyped>, FormRejection>) -> Response {
    let typed = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&founding.whose.answer(), &rejection),
    };
    if let Err(response) = founding.whose.own_form(&typed.form) {
        return *response;
    }
    founding.draft.details.name = typed.name;
    match founding.judge(Step::Name).await {
        Ok(None) => founding.go_on(Step::Details),
        Ok(Some(wrong)) => founding.show(Step::Name, Some(&wrong)).await,
        Err(error) => founding.whose.failed(&error),
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DetailsTyped {
    subdomain: String,
    country: String,
    street: String,
    postal_code: String,
    place: String,
    vat: String,
    time_zone: String,
    form: String,
}

async fn save_details(mut founding: Founding, form: Result<Form<DetailsTyped>, FormRejection>) -> Response {
    let typed = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&founding.whose.answer(), &rejection),
    };
    if let Err(response) = founding.whose.own_form(&typed.form) {
        return *response;
    }
    let DetailsTyped { subdomain, country, street, postal_code, place, vat, time_zone, .. } = typed;
    let Details { name, language, .. } = std::mem::take(&mut founding.draft.details);
    founding.draft.details = Details { name, language, subdomain, country, street, postal_code, place, vat, time_zone };
    match founding.judge(Step::Details).await {
        Ok(None) => founding.go_on(Step::Order),
        Ok(Some(wrong)) => founding.show(Step::Details, Some(&wrong)).await,
        Err(error) => founding.whose.failed(&error),
    }
}

async fn save_order(mut founding: Founding, form: Result<Form<Vec<(String, String)>>, FormRejection>) -> Response {
    let answer = founding.whose.answer();
    let mut fields = match form {
        Ok(Form(fields)) => fields,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    let at = fields.iter().position(|(name, _)| name == "form");
    let sent = at.map(|at| fields.swap_remove(at).1).unwrap_or_default();
    if let Err(response) = founding.whose.own_form(&sent) {
        return *response;
    }
    // Nothing but what the page asks for is taken (C24).
    if !founding.draft.order_from(fields, &founding.offers) {
        return answer.problem("unreadable", StatusCode::UNPROCESSABLE_ENTITY);
    }
    match founding.draft.order(&founding.offers) {
        Ok(_) => founding.go_on(Step::Payment),
        Err(refusal) => {
            let wrong = founding.wrong(&refusal);
            founding.show(Step::Order, Some(&wrong)).await
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PaymentTyped {
    #[serde(default)]
    by: PayBy,
    email: String,
    reference: String,
    quote: Option<String>,
    form: String,
}

/// The last step: the organization is founded, or the step shown whose answer stands in the way.
async fn found(mut founding: Founding, form: Result<Form<PaymentTyped>, FormRejection>) -> Response {
    let answer = founding.whose.answer();
    let typed = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    if let Err(response) = founding.whose.own_form(&typed.form) {
        return *response;
    }
    founding.draft.terms = Terms { by: typed.by, email: typed.email, reference: typed.reference };
    founding.draft.quote = typed.quote.is_some();
    let order = match founding.draft.order(&founding.offers) {
        Ok(order) => order,
        Err(refusal) => {
            let wrong = founding.wrong(&refusal);
            return founding.show(Step::Order, Some(&wrong)).await;
        }
    };
    let (details, terms) = (founding.draft.details.clone(), founding.draft.terms.clone());
    let ask = AddOrganization { details, order, terms, quote: founding.draft.quote };
    match founding.whose.found(&ask).await {
        Ok(on) => on,
        Err(DirectoryError::Refused(refusal)) => {
            let step = Step::of(refusal.field.as_deref().unwrap_or_default());
            let wrong = founding.wrong(&refusal);
            founding.show(step, Some(&wrong)).await
        }
        Err(error) => founding.whose.failed(&error),
    }
}

/// The answers are of no use any more.
async fn discard(founding: Founding, form: Result<Form<Pressed>, FormRejection>) -> Response {
    let pressed = match form {
        Ok(Form(pressed)) => pressed,
        Err(rejection) => return problems::of_form(&founding.whose.answer(), &rejection),
    };
    if let Err(response) = founding.whose.own_form(&pressed.form) {
        return *response;
    }
    founding.whose.visitor().forgetting(Kept::Draft, on_to(founding.whose.home()))
}

impl Founding {
    /// What stands against the details as far as a step asks for them.
    async fn judge(&self, step: Step) -> Result<Option<Wrong>, DirectoryError> {
        let checked = self.whose.check(self.draft.details.clone()).await?;
        let problem =
            checked.problems.iter().find(|problem| Step::of(problem.field.as_deref().unwrap_or("name")) == step);
        Ok(problem.map(|problem| Wrong {
            free_names: checked.free_names.clone(),
            ask_at: checked.ask_at.clone(),
            ..self.wrong(problem)
        }))
    }

    fn wrong(&self, refusal: &Refusal) -> Wrong {
        let language = self.whose.answer().language;
        let said = [&refusal.message, &refusal.help].map(|words| language.said(words)).join(" ");
        let field = refusal.field.clone().unwrap_or_default();
        let taken = refusal.code == rollbook_domain::Code::NameTaken;
        let words = match field.as_str() {
            "name" if taken => language.say("new_name_taken", &[("name", &self.draft.details.name)]),
            "subdomain" if taken => language.say("new_subdomain_taken", &[]),
            _ => said.trim().to_owned(),
        };
        Wrong { field, words, free_names: Vec::new(), ask_at: String::new() }
    }

    /// Keeps the answers, and goes on.
    fn go_on(mut self, to: Step) -> Response {
        self.draft.reaches(to);
        self.keeping(on_to(&to.path()))
    }

    fn keeping(&self, response: Response) -> Response {
        self.whose.visitor().keeping(Kept::Draft, self.draft.written().as_ref(), response)
    }

    /// The page of a step. One that isn't reached yet leads to the one that is.
    async fn show(&self, step: Step, wrong: Option<&Wrong>) -> Response {
        if step > self.draft.reached() {
            return on_to(&self.draft.reached().path());
        }
        let language = self.whose.answer().language;
        let amounts = match self.amounts(step).await {
            Ok(amounts) => amounts,
            Err(error) => return self.whose.failed(&error),
        };
        let about = context! {
            step => step.word(),
            steps => shown::steps(step, self.draft.reached(), language),
            number => Step::ALL.iter().position(|one| *one == step).unwrap_or_default() + 1,
            typed => shown::typed(&self.draft),
            countries => shown::countries(&self.draft, language),
            on_page => self.offers.on_page,
            plans => shown::plans(&self.offers, &self.draft, language),
            products => shown::products(&self.offers, &self.draft, language),
            lines => shown::lines(&self.offers, &self.draft, language),
            amounts => amounts.map(|amounts| shown::amounts(&amounts, &self.offers.currency, language)),
            domain => self.offers.domain.as_str(),
            wrong => wrong.map(|wrong| context! {
                field => wrong.field.as_str(),
                words => wrong.words.as_str(),
                free_names => &wrong.free_names,
                ask_at => wrong.ask_at.as_str(),
            }),
        };
        let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        self.keeping(self.whose.page(status, about))
    }

    /// What it comes to, where the step shows it.
    async fn amounts(&self, step: Step) -> Result<Option<rollbook_domain::tax::Amounts>, DirectoryError> {
        if step != Step::Payment {
            return Ok(None);
        }
        let Ok(order) = self.draft.order(&self.offers) else { return Ok(None) };
        let Details { country, vat, .. } = self.draft.details.clone();
        self.whose.price(&PriceOrder { order, country, vat }).await.map(Some)
    }
}
