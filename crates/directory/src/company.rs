//! The organization as a company at the desk: its details, what can be ordered, and how it pays (FEATURES rows 76–79,
//! 81; R18).

use crate::{
    Desk, Directory, DirectoryError,
    catalogue::{default_catalogue, prices::price_list},
    contract::{
        BillingLine, BillingView, CheckCompany, CompanyChecked, CompanyView, OffersView, Outcome, PackagePrice,
        PlaceOrder, PlanOffer, PriceOrder, ProductOffer, SetDetails, SetTerms, Tag,
    },
    desk::every_tag,
    letters::moment,
};
use rollbook_domain::{
    Code, Command, Event, Facts, MailId, MemberId, Refusal, Timestamp,
    catalogue::{Package, Product},
    company::{Details, alternatives, check_vat, countries, propose_subdomain},
    decide::{authority, company},
    facts::Actor,
    order::{Line, Order, Seating},
    organization::Plan,
    tax::Amounts,
};
use rollbook_mail::template::{TemplateId, Vars, render};
use rollbook_store::{NewMail, Work};

/// How many free names are offered.
const FREE_NAMES: usize = 3;

impl Desk {
    /// The organization’s details.
    pub async fn company(&self) -> Result<CompanyView, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        Ok(CompanyView {
            details: facts.organization.details(),
            countries: countries().map(str::to_owned).collect(),
            owner_refusal: authority::owner(&facts).err(),
        })
    }

    /// Changes the details (R18).
    pub async fn set_details(&self, ask: &SetDetails) -> Result<Outcome, DirectoryError> {
        let (seen, details) = (Box::new(ask.seen.clone()), Box::new(ask.details.clone()));
        self.one(ask.command, false, Command::SetDetails { seen, details }, vec![Tag::Organization]).await
    }

    /// Judges the details of an organization that is to be, while they are typed (row 76): what is wrong with them, and
    /// what another organization of this place has already.
    pub async fn check_company(&self, ask: &CheckCompany) -> Result<CompanyChecked, DirectoryError> {
        let facts = self.facts().await?;
        self.directory().founder(&facts)?;
        self.directory().judge_company(&ask.details).await
    }

    /// What can be ordered.
    pub async fn offers(&self) -> Result<OffersView, DirectoryError> {
        let facts = self.facts().await?;
        self.directory().founder(&facts)?;
        Ok(self.directory().offer())
    }

    /// What an order comes to each month, with VAT, for a company that is to be (rows 78 and 79).
    pub async fn price_order(&self, ask: &PriceOrder) -> Result<Amounts, DirectoryError> {
        let facts = self.facts().await?;
        self.directory().founder(&facts)?;
        self.directory().price(ask)
    }

    /// How the organization pays: the owner’s alone to see (R18).
    pub async fn billing(&self) -> Result<BillingView, DirectoryError> {
        let facts = self.facts().await?;
        authority::owner(&facts)?;
        let billing = &facts.organization.billing;
        let order = ordered(&facts);
        let lines = order.priced(&price_list().prices);
        // What isn’t sold any more is paid for as was agreed: it has no price here.
        let (lines, net) = lines.unwrap_or_default();
        let company = &facts.organization.company;
        let owner = match &facts.actor {
            Actor::Member(owner) => owner.email.as_str().to_owned(),
            Actor::Invited(_) | Actor::System => String::new(),
        };
        Ok(BillingView {
            standing: billing.standing,
            terms: billing.terms.clone(),
            owner_email: owner,
            currency: price_list().prices.currency.clone(),
            lines: lines.iter().map(|line| billed(&facts.structure.products, order.plan, line)).collect(),
            amounts: with_vat(net, &company.country, &company.vat)?,
            on_page: self.directory().payments().is_some(),
            payment: billing.provider.as_ref().map(|provider| provider.payment),
            quote: billing.quote.clone(),
        })
    }

    /// Says how the organization pays (R18).
    pub async fn set_terms(&self, ask: &SetTerms) -> Result<Outcome, DirectoryError> {
        let (seen, terms) = (Box::new(ask.seen.clone()), Box::new(ask.terms.clone()));
        self.one(ask.command, false, Command::SetTerms { seen, terms }, vec![Tag::Organization]).await
    }

    /// Changes plan and seats at once, or asks sales for an offer (R18, R21, R22).
    pub async fn place_order(&self, ask: &PlaceOrder) -> Result<Outcome, DirectoryError> {
        ask.order.priced(&price_list().prices)?;
        let order = Box::new(ask.order.clone());
        let command =
            if ask.quote { Command::AskQuote(order) } else { Command::Order { products: products_of(&order), order } };
        self.one(ask.command, ask.preview, command, every_tag()).await
    }
}

impl Directory {
    /// Judges the details of an organization that is to be.
    pub async fn judge_company(&self, details: &Details) -> Result<CompanyChecked, DirectoryError> {
        let mut problems = Vec::new();
        // One field at a time, so that each says what is wrong with it.
        let empty = || Details { name: "x".to_owned(), language: "en".to_owned(), ..Details::default() };
        let (name, country) = (details.name.clone(), details.country.clone());
        let alone = [
            Details { name: name.clone(), ..empty() },
            Details { subdomain: details.subdomain.clone(), ..empty() },
            Details { country: country.clone(), ..empty() },
            Details { vat: details.vat.clone(), country, ..empty() },
            Details { time_zone: details.time_zone.clone(), ..empty() },
        ];
        for problem in alone.iter().filter_map(|alone| alone.checked().err()) {
            if !problems.iter().any(|known: &Refusal| known.field == problem.field) {
                problems.push(problem);
            }
        }
        let store = self.store();
        let wrong = |problems: &[Refusal], field: &str| problems.iter().any(|p| p.field.as_deref() == Some(field));
        let taken = store.details_taken(&name, &details.subdomain.trim().to_ascii_lowercase(), None).await?;
        let (mut free_names, mut ask_at) = (Vec::new(), String::new());
        if taken.name && !wrong(&problems, "name") {
            problems.push(company::name_taken(&name));
            if let Some(other) = store.organization_named_like(&name).await?
                && self.asking_offered(other).await?
            {
                ask_at = format!("{}/o/{other}/ask", self.portal());
            }
            for other in alternatives(&name, &details.place) {
                if free_names.len() < FREE_NAMES && !store.details_taken(&other, "", None).await?.name {
                    free_names.push(other);
                }
            }
        }
        if taken.subdomain && !wrong(&problems, "subdomain") {
            problems.push(company::subdomain_taken());
        }
        let mut proposed_subdomain = propose_subdomain(&name);
        if !proposed_subdomain.is_empty() && store.details_taken("", &proposed_subdomain, None).await?.subdomain {
            proposed_subdomain.clear();
        }
        let vat = check_vat(&details.vat, &details.country).unwrap_or_default();
        Ok(CompanyChecked { problems, free_names, ask_at, proposed_subdomain, vat })
    }

    /// What an order comes to each month, with VAT.
    pub fn price(&self, ask: &PriceOrder) -> Result<Amounts, DirectoryError> {
        let (_, net) = ask.order.priced(&price_list().prices)?;
        with_vat(net, &ask.country, &ask.vat)
    }

    /// What can be ordered.
    pub fn offer(&self) -> OffersView {
        let list = price_list();
        let plan = |plan: Plan| PlanOffer {
            plan,
            administrators: plan.administrators(),
            price: list.prices.plans.get(&plan).copied().unwrap_or_default(),
        };
        let package = |key: &str, info: &rollbook_domain::catalogue::PackageInfo| {
            let package = Package::parse(&format!("{key}.{}", info.key))?;
            let price = *list.prices.seats.get(&package)?;
            Some(PackagePrice { package, name: info.name.clone(), price })
        };
        let product = |product: &Product| ProductOffer {
            name: product.name.clone(),
            explanation: product.explanation.clone(),
            packages: product.packages.iter().filter_map(|info| package(&product.key, info)).collect(),
        };
        let portal = self.portal();
        let host = url_host(&portal).filter(|host| host.contains('.') && !host.ends_with(|c: char| c.is_ascii_digit()));
        OffersView {
            currency: list.prices.currency.clone(),
            plans: Plan::ALL.map(plan).to_vec(),
            products: default_catalogue().iter().map(product).collect(),
            quote_from: list.quote_from,
            countries: countries().map(str::to_owned).collect(),
            domain: host.unwrap_or_default().to_owned(),
            on_page: self.payments().is_some(),
        }
    }
}

/// A sum without VAT with what VAT makes of it.
fn with_vat(net: i64, country: &str, vat: &str) -> Result<Amounts, DirectoryError> {
    let tax = price_list().tax.judge(country, vat);
    let too_much = || Refusal::new(Code::Invalid, "No invoice holds such a sum.", "Order fewer seats.").at("seats");
    Ok(Amounts::of(net, tax).ok_or_else(too_much)?)
}

/// The host of where links point, without scheme and port.
fn url_host(portal: &str) -> Option<&str> {
    portal.split("://").nth(1)?.split(['/', ':']).next()
}

/// What the organization has, as an order.
pub(crate) fn ordered(facts: &Facts) -> Order {
    let bought = facts.seats.iter().filter(|(_, seats)| seats.bought > 0);
    let packages = bought.map(|(package, seats)| Seating { package: package.clone(), seats: seats.bought });
    Order { plan: facts.organization.plan, packages: packages.collect() }
}

/// The products that an order names, as the default catalogue has them.
pub(crate) fn products_of(order: &Order) -> Vec<Product> {
    let named = |product: &&Product| order.packages.iter().any(|seating| seating.package.product() == product.key);
    default_catalogue().iter().filter(named).cloned().collect()
}

/// What a line is called.
pub(crate) fn line_name(products: &[Product], plan: Plan, line: &Line) -> String {
    line.package.as_ref().map_or_else(|| format!("{} plan", plan_name(plan)), |package| label(products, package))
}

fn billed(products: &[Product], plan: Plan, line: &Line) -> BillingLine {
    BillingLine { name: line_name(products, plan, line), quantity: line.quantity, total: line.total }
}

/// The plan’s name as people read it.
pub(crate) const fn plan_name(plan: Plan) -> &'static str {
    match plan {
        Plan::Starter => "Starter",
        Plan::Professional => "Professional",
        Plan::Business => "Business",
        Plan::Enterprise => "Enterprise",
    }
}

fn label(products: &[Product], package: &Package) -> String {
    let all = products.iter().chain(default_catalogue());
    let found = all.into_iter().find(|product| product.key == package.product());
    let name = |product: &Product| {
        let info = product.packages.iter().find(|info| info.key == package.package())?;
        Some(format!("{} {}", product.name, info.name))
    };
    found.and_then(name).unwrap_or_else(|| package.to_string())
}

/// An order in words: `Business plan; Fleet Pro, 25 seats`.
fn in_words(order: &Order) -> String {
    let seats = order.packages.iter().map(|one| format!("{}, {} seats", label(&[], &one.package), one.seats));
    std::iter::once(format!("{} plan", plan_name(order.plan))).chain(seats).collect::<Vec<_>>().join("; ")
}

/// What commands about the company need: whose name it would take, and who uses what becomes less.
pub(crate) async fn know(work: &mut Work, facts: &mut Facts, command: &Command) -> Result<(), DirectoryError> {
    match command {
        Command::SetDetails { details, .. } => work.know_taken(facts, details).await?,
        Command::SetPlan(_) => work.know_administrators_in_the_way(facts).await?,
        Command::SetSeats { package, .. } => work.know_holders_in_the_way(facts, package).await?,
        Command::Order { order, .. } if facts.administrators > order.plan.administrators() => {
            work.know_administrators_in_the_way(facts).await?;
        }
        Command::Order { order, .. } => {
            let used = |package| facts.seats.get(package).map_or(0, |seats| seats.used);
            if let Some(short) = order.packages.iter().find(|one| one.seats < used(&one.package)) {
                work.know_holders_in_the_way(facts, &short.package).await?;
            }
        }
        Command::Undo(_) => {
            let before = facts.past.iter().find_map(|event| match event {
                Event::DetailsChanged { before, .. } => Some(before.clone()),
                _ => None,
            });
            if let Some(before) = before {
                work.know_taken(facts, &before).await?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// The mail to sales that asks for an offer; the answer goes to whoever asks.
pub(crate) async fn tell_sales(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    order: &Order,
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let Actor::Member(asker) = &facts.actor else {
        return Err(Refusal::new(Code::NotAllowed, "Nobody is at this desk.", "Sign in first.").into());
    };
    let vars = Vars { order: in_words(order), at: moment(now), ..crate::letters::about(directory, facts, asker) };
    let mail =
        render(&*directory.templates(work).await?, TemplateId::QuoteRequest, &facts.organization.language, &vars)?;
    let about: Option<MemberId> = Some(asker.id);
    work.add_mail(NewMail {
        id: MailId::new(&mut directory.inner.entropy.ids(now)),
        member: about,
        link_id: None,
        template: TemplateId::QuoteRequest.as_str(),
        to_name: String::new(),
        to_address: price_list().sales.clone(),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        link: None,
        created_at: now.0,
    })
    .await?;
    Ok(())
}
