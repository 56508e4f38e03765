//! Creating an organization, and how it opens again.

use crate::{
    Desk, Directory, DirectoryError,
    catalogue::{default_catalogue, prices::price_list, starters},
    contract::{AddOrganization, OrganizationAdded, PasswordRuleView, PasswordView, Tag},
    figures::Hashing,
    registering,
};
use rollbook_credentials::{
    Secret,
    password::{self, PasswordRules, Person, judge},
};
use rollbook_domain::{
    AccountId, Code, CommandId, Email, Event, Facts, GroupId, MemberId, OrganizationId, Refusal, RoleId, Timestamp,
    billing::{Standing, Terms},
    catalogue::Package,
    company::{Details, alternatives},
    decide::{authority, company, product_taken},
    facts::Actor,
    group::{BUILT_IN, Group},
    holding::Holds,
    member::{AccessMode, Kind, Member, Status, Tier},
    order::Order,
    organization::{Organization, Plan, Policy},
    role::{BuiltInRole, Role},
    text::clean_name,
};
use rollbook_store::{Stamp, StoreError, Work};
use std::sync::atomic::Ordering;

/// Who founds an organization, and becomes its owner (R15).
#[derive(Clone, Debug)]
pub struct Founder {
    /// Given names.
    pub first_name: String,
    /// Family names.
    pub last_name: String,
    /// The login address.
    pub email: String,
    /// The password, judged by R23.
    pub password: Secret<String>,
}

/// A new organization.
#[derive(Clone, Debug)]
pub struct NewOrganization {
    /// The company's name.
    pub name: String,
    /// BCP 47 tag of its language.
    pub language: String,
    /// What it bought.
    pub plan: Plan,
    /// Its owner.
    pub founder: Founder,
}

/// What a new organization is as a company, and what it orders.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// What it is; its name and language stand before those that are named elsewhere.
    pub details: Details,
    /// What it orders, or asks an offer for.
    pub order: Order,
    /// How it pays.
    pub terms: Terms,
    /// Whether sales is asked for an offer first: the organization begins as a draft, with what everybody begins with.
    pub quote: bool,
}

impl Wanted {
    pub(crate) fn of(ask: &AddOrganization) -> Self {
        let AddOrganization { details, order, terms, quote } = ask.clone();
        Self { details, order, terms, quote }
    }
}

/// Who chooses a password: what it may not be made of, and how long it has to be (R23).
#[derive(Clone, Debug)]
pub struct Chooser {
    /// Their names.
    pub names: Vec<String>,
    /// What they sign in with.
    pub email: String,
    /// The organization that they choose it for; may be empty.
    pub organization: String,
    /// What it has to be.
    pub rules: PasswordRules,
}

/// How a password stands for a founder (R23), as a screen shows it while it is typed.
pub fn judge_password(password: &str, names: &[String], email: &str, organization: &str) -> PasswordView {
    let chooser = Chooser {
        names: names.to_vec(),
        email: email.to_owned(),
        organization: organization.to_owned(),
        rules: PasswordRules::of_member(false),
    };
    judge_password_of(password, &chooser)
}

/// How a password stands for whoever chooses it (R23). It takes some milliseconds.
pub fn judge_password_of(password: &str, chooser: &Chooser) -> PasswordView {
    let Chooser { names, email, organization, rules } = chooser;
    let verdict = judge(password, &person(names, email, organization), rules);
    PasswordView {
        rules: verdict
            .rules
            .iter()
            .map(|result| PasswordRuleView { words: result.rule.line(rules), met: result.met })
            .collect(),
        strength: verdict.strength.score(),
        word: verdict.strength.word().to_owned(),
        guess: verdict.guess_time.clone(),
        acceptable: verdict.acceptable(),
        problem: verdict.first_problem().map(|problem| problem.to_string()).unwrap_or_default(),
    }
}

fn person(names: &[String], email: &str, organization: &str) -> Person {
    Person {
        names: names.to_vec(),
        emails: vec![email.to_owned()],
        organization: (!organization.is_empty()).then(|| organization.to_owned()),
    }
}

impl Directory {
    /// Judges and hashes a password off the async threads.
    pub(crate) async fn hash_password(
        &self,
        password: &Secret<String>,
        chooser: Chooser,
    ) -> Result<String, DirectoryError> {
        let failed = |error: &dyn std::fmt::Display| DirectoryError::Secret(error.to_string());
        let mut hashing = Hashing::waits();
        let turn = std::sync::Arc::clone(&self.inner.hashing).acquire_owned().await.map_err(|error| failed(&error))?;
        hashing.begins();
        let (directory, password) = (self.clone(), password.clone());
        let work = tokio::task::spawn_blocking(move || {
            let judged = password.reveal(|text| judge_password_of(text, &chooser));
            if !judged.acceptable {
                return Err(DirectoryError::Password(judged.problem));
            }
            let mut rng = directory.inner.entropy.with(rand::SeedableRng::from_rng);
            let rng: &mut rand::rngs::StdRng = &mut rng;
            let hash = password::hash(&password, &directory.inner.cost, rng);
            drop((hashing, turn));
            hash.map(|hash| hash.as_phc().to_owned()).map_err(|error| DirectoryError::Secret(error.to_string()))
        });
        work.await.map_err(|error| failed(&error))?
    }

    /// Creates an organization with its owner and the built-in groups; returns both ids.
    pub async fn create(&self, new: &NewOrganization) -> Result<(OrganizationId, MemberId), DirectoryError> {
        let founding = self.founding(new, self.now()).await?;
        let mut work = self.found(&founding).await.map_err(|error| match error {
            // Nothing was looked up that could have changed: the founder's address is an account already.
            DirectoryError::Store(StoreError::Collided) => StoreError::Taken.into(),
            other => other,
        })?;
        let tags = vec![Tag::Organization, Tag::Users, Tag::Groups];
        work.announce(&crate::hear::words(&tags));
        work.commit().await?;
        self.tell(founding.organization.id, tags);
        Ok((founding.organization.id, founding.owner.id))
    }

    /// Lets every active person who has an account here found organizations, instead of owners alone (row 75); it comes
    /// from configuration.
    pub fn set_members_found(&self, may: bool) {
        self.inner.members_found.store(may, Ordering::Relaxed);
    }

    /// Whether people who own nothing may found organizations.
    pub fn members_found(&self) -> bool {
        self.inner.members_found.load(Ordering::Relaxed)
    }

    /// Lets people without an account register and found an organization (row 75); it comes from configuration. Whoever
    /// has an account founds then too.
    pub fn set_anybody_founds(&self, may: bool) {
        self.inner.anybody_founds.store(may, Ordering::Relaxed);
        if may {
            self.set_members_found(true);
        }
    }

    /// Whether people without an account may register.
    pub fn anybody_founds(&self) -> bool {
        self.inner.anybody_founds.load(Ordering::Relaxed)
    }

    /// The actor as somebody who may found a further organization here.
    pub(crate) fn founder<'a>(&self, facts: &'a Facts) -> Result<&'a Member, Refusal> {
        authority::founder(facts, self.members_found())
    }

    /// The same with what the wizard asked for (rows 76–79).
    pub async fn create_wanted(
        &self,
        new: &NewOrganization,
        wanted: &Wanted,
    ) -> Result<(OrganizationId, MemberId), DirectoryError> {
        let founding = self.founding(new, self.now()).await?.wanting(wanted)?;
        self.settle_founding(founding, None).await
    }

    /// Writes a founding, and tells those who listen. Where somebody registered for it, that is used up with it.
    pub(crate) async fn settle_founding(
        &self,
        founding: Founding,
        registration: Option<&[u8; 32]>,
    ) -> Result<(OrganizationId, MemberId), DirectoryError> {
        let details = founding.organization.details();
        let taken = self.store().details_taken(&details.name, &details.subdomain, None).await?;
        if taken.name {
            let instead = alternatives(&details.name, &details.place).into_iter().next();
            return Err(company::name_taken(&details.name).suggesting(instead).into());
        }
        if taken.subdomain {
            return Err(company::subdomain_taken().into());
        }
        let mut work = self.found(&founding).await.map_err(|error| match error {
            // Somebody was quicker with the name, at this very moment.
            DirectoryError::Store(StoreError::Taken) => company::name_taken(&details.name).into(),
            DirectoryError::Store(StoreError::Collided) if registration.is_some() => registering::known().into(),
            other => other,
        })?;
        if let Some(hash) = registration
            && !work.use_registration(hash, founding.organization.created_at).await?
        {
            work.roll_back().await?;
            return Err(registering::over().into());
        }
        let tags = vec![Tag::Organization, Tag::Users, Tag::Groups];
        work.announce(&crate::hear::words(&tags));
        work.commit().await?;
        self.mail_waits().notify_one();
        self.tell(founding.organization.id, tags);
        Ok((founding.organization.id, founding.owner.id))
    }

    /// What creating an organization at a moment comes to; nothing is written yet.
    pub(crate) async fn founding(&self, new: &NewOrganization, at: Timestamp) -> Result<Founding, DirectoryError> {
        let name = cleaned(&new.name, "name", "The organization has no name. Add one.")?;
        let first_name =
            clean_name(&new.founder.first_name).map_err(|problem| invalid(&problem.to_string(), "first_name"))?;
        let last_name =
            clean_name(&new.founder.last_name).map_err(|problem| invalid(&problem.to_string(), "last_name"))?;
        if first_name.is_empty() && last_name.is_empty() {
            return Err(invalid("There is no name. Add a first or a last name.", "first_name").into());
        }
        let email = Email::parse(&new.founder.email).map_err(|problem| invalid(&problem.to_string(), "email"))?;
        let names = [first_name.clone(), last_name.clone()];
        let chooser = Chooser {
            names: names.to_vec(),
            email: email.as_str().to_owned(),
            organization: name.clone(),
            rules: PasswordRules::of_member(false),
        };
        let password = self.hash_password(&new.founder.password, chooser).await?;

        let mut ids = self.inner.entropy.ids(at);
        let organization = nameless(OrganizationId::new(&mut ids), &new.language, at);
        let organization = Organization { name, plan: new.plan, ..organization };
        let (id, language) = ((MemberId::new(&mut ids), AccountId::new(&mut ids)), organization.language.clone());
        let owner = Member { language, ..new_owner(id, [first_name, last_name], email, at) };
        Ok(Founding::of(organization, owner, Some(password)))
    }

    /// Writes the founding; the unit of work is still open.
    pub(crate) async fn found(&self, founding: &Founding) -> Result<Work, DirectoryError> {
        let Founding { organization, owner, password, seats, asks } = founding;
        let at = organization.created_at;
        let mut ids = self.inner.entropy.ids(at);
        let mut events = vec![Event::OrganizationCreated { organization: organization.clone() }];
        events.extend(BuiltInRole::ALL.map(|which| Event::RoleAdded {
            role: Role {
                id: RoleId::new(&mut ids),
                name: which.name().to_owned(),
                description: which.description().to_owned(),
                built_in: Some(which),
                portal: false,
                permissions: Vec::new(),
            },
        }));
        events.extend(BUILT_IN.iter().map(|(name, description)| Event::GroupAdded {
            group: Group {
                id: GroupId::new(&mut ids),
                name: (*name).to_owned(),
                description: (*description).to_owned(),
                product: None,
                parent: None,
                built_in: true,
                permissions: Vec::new(),
            },
        }));
        // The products that everybody begins with; the owner takes others, and gives these back.
        let mut facts = Facts::new(organization.clone(), Actor::System);
        for event in &events {
            facts.apply(event);
        }
        for (package, seats) in seats {
            let product = default_catalogue().iter().find(|product| product.key == package.product());
            let product =
                product.filter(|product| !facts.structure.products.iter().any(|known| known.key == product.key));
            for event in product.map(|product| product_taken(&facts, product, &mut ids)).into_iter().flatten() {
                facts.apply(&event);
                events.push(event);
            }
            events.push(Event::SeatsChanged { package: package.clone(), before: 0, after: *seats });
        }
        events.push(Event::MemberAdded { member: Box::new(owner.clone()), last_sign_in: None });
        let stamp = Stamp { at, command: CommandId::new(&mut ids), actor: Some(owner.id) };
        let mut work = self.store().create(organization).await?;
        work.apply(stamp, &events, &mut || self.inner.entropy.salt()).await?;
        if let Some(password) = password {
            work.set_password(owner.account, password, false, at).await?;
        }
        if let Some(order) = asks {
            facts.actor = Actor::Member(Box::new(owner.clone()));
            crate::company::tell_sales(self, &mut work, &facts, order, at).await?;
        }
        Ok(work)
    }
}

/// A founding that was judged and is not written yet.
pub(crate) struct Founding {
    /// The organization.
    pub(crate) organization: Organization,
    /// Its owner.
    pub(crate) owner: Member,
    /// The owner's password hash; none where their account is there already.
    pub(crate) password: Option<String>,
    /// The packages that it begins with, and their seats.
    pub(crate) seats: Vec<(Package, i64)>,
    /// What sales is asked to make an offer for.
    pub(crate) asks: Option<Order>,
}

impl Founding {
    /// Of what everybody begins with.
    pub(crate) fn of(organization: Organization, owner: Member, password: Option<String>) -> Self {
        Self { organization, owner, password, seats: starters().to_vec(), asks: None }
    }

    /// The founding of what the wizard asked for; a refusal names the field.
    pub(crate) fn wanting(mut self, wanted: &Wanted) -> Result<Self, DirectoryError> {
        wanted.order.priced(&price_list().prices)?;
        let billing = &mut self.organization.billing;
        billing.terms = company::checked(&wanted.terms)?;
        if wanted.quote {
            billing.standing = Standing::Draft;
            billing.quote = Some(wanted.order.clone());
            self.organization.plan = Plan::Starter;
            self.asks = Some(wanted.order.clone());
        } else {
            self.organization.plan = wanted.order.plan;
            self.seats = wanted.order.packages.iter().map(|one| (one.package.clone(), one.seats)).collect();
        }
        self.organization.describe(&wanted.details.checked()?);
        self.owner.language.clone_from(&self.organization.language);
        Ok(self)
    }
}

impl Desk {
    /// Adds an organization in the same place, with whoever is at this desk as its owner (R15, R18).
    pub async fn add_organization(&self, ask: &AddOrganization) -> Result<OrganizationAdded, DirectoryError> {
        self.may_change()?;
        let facts = self.facts().await?;
        let (directory, at) = (self.directory(), self.directory().now());
        let founder = directory.founder(&facts)?;
        let mut ids = directory.inner.entropy.ids(at);
        let organization = nameless(OrganizationId::new(&mut ids), &facts.organization.language, at);
        let names = [founder.first_name.clone(), founder.last_name.clone()];
        let owner = Member {
            phone: founder.phone.clone(),
            second_factor: founder.second_factor,
            ..new_owner((MemberId::new(&mut ids), founder.account), names, founder.email.clone(), at)
        };
        let founding = Founding::of(organization, owner, None).wanting(&Wanted::of(ask))?;
        let name = founding.organization.name.clone();
        let (id, _) = directory.settle_founding(founding, None).await?;
        Ok(OrganizationAdded { id, name })
    }
}

/// An organization before the wizard's answers are in it.
pub(crate) fn nameless(id: OrganizationId, language: &str, at: Timestamp) -> Organization {
    Organization {
        id,
        name: String::new(),
        plan: Plan::Starter,
        language: language.to_owned(),
        company: Box::default(),
        billing: Box::default(),
        policy: Policy::default(),
        created_at: at,
    }
}

/// The record of somebody who founds an organization, and becomes its owner (R15).
pub(crate) fn new_owner(
    (id, account): (MemberId, AccountId),
    names: [String; 2],
    email: Email,
    at: Timestamp,
) -> Member {
    let [first_name, last_name] = names;
    Member {
        id,
        account,
        first_name,
        last_name,
        email,
        kind: Kind::Regular,
        tier: Tier::Owner,
        status: Status::Active,
        held: Status::Active,
        access: AccessMode::All,
        language: String::new(),
        phone: String::new(),
        note: String::new(),
        groups: Vec::new(),
        holds: Holds::default(),
        added_by: None,
        added_at: at,
        version: 0,
        has_password: true,
        second_factor: None,
    }
}

fn cleaned(raw: &str, field: &str, empty: &str) -> Result<String, Refusal> {
    let text = clean_name(raw).map_err(|problem| invalid(&problem.to_string(), field))?;
    if text.is_empty() { Err(invalid(empty, field)) } else { Ok(text) }
}

fn invalid(words: &str, field: &str) -> Refusal {
    Refusal::new(Code::Invalid, words, "").at(field)
}
