//! Creating an organization, and how it opens again.

use crate::{
    Directory, DirectoryError,
    catalogue::{default_catalogue, starters},
    contract::{PasswordRuleView, PasswordView, Tag},
    figures::Hashing,
};
use rollbook_credentials::{
    Secret,
    password::{self, PasswordRules, Person, judge},
};
use rollbook_domain::{
    AccountId, Code, CommandId, Email, Event, Facts, GroupId, MemberId, OrganizationId, Refusal, RoleId, Timestamp,
    decide::product_taken,
    facts::Actor,
    group::{BUILT_IN, Group},
    holding::Holds,
    member::{AccessMode, Kind, Member, Status, Tier},
    organization::{Organization, Plan, Policy},
    role::{BuiltInRole, Role},
    text::clean_name,
};
use rollbook_store::{Stamp, StoreError, Work};

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
        let organization = Organization {
            id: OrganizationId::new(&mut ids),
            name,
            plan: new.plan,
            language: new.language.clone(),
            policy: Policy::default(),
            created_at: at,
        };
        let owner = Member {
            id: MemberId::new(&mut ids),
            account: AccountId::new(&mut ids),
            first_name,
            last_name,
            email,
            kind: Kind::Regular,
            tier: Tier::Owner,
            status: Status::Active,
            held: Status::Active,
            access: AccessMode::All,
            language: organization.language.clone(),
            phone: String::new(),
            note: String::new(),
            groups: Vec::new(),
            holds: Holds::default(),
            added_by: None,
            added_at: at,
            version: 0,
            has_password: true,
            second_factor: None,
        };
        Ok(Founding { organization, owner, password })
    }

    /// Writes the founding; the unit of work is still open.
    pub(crate) async fn found(&self, founding: &Founding) -> Result<Work, DirectoryError> {
        let Founding { organization, owner, password } = founding;
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
        for (package, seats) in starters() {
            let product = default_catalogue().iter().find(|product| product.key == package.product());
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
        work.set_password(owner.account, password, false, at).await?;
        Ok(work)
    }
}

/// A founding that was judged and is not written yet.
pub(crate) struct Founding {
    /// The organization.
    pub(crate) organization: Organization,
    /// Its owner.
    pub(crate) owner: Member,
    /// The owner's password hash.
    password: String,
}

fn cleaned(raw: &str, field: &str, empty: &str) -> Result<String, Refusal> {
    let text = clean_name(raw).map_err(|problem| invalid(&problem.to_string(), field))?;
    if text.is_empty() { Err(invalid(empty, field)) } else { Ok(text) }
}

fn invalid(words: &str, field: &str) -> Refusal {
    Refusal::new(Code::Invalid, words, "").at(field)
}
