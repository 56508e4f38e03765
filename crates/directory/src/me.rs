//! A person's own page: what is known of them here, what they may change about themselves (R7),
//! and their photo (FEATURES rows 82–84).

use crate::{
    Desk, DirectoryError,
    contract::Tag,
    door::{Begun, not_here, unhindered},
    person::{member_of, person_licences},
};
use rollbook_domain::{
    Code, Command, CommandId, MemberId, Refusal, Timestamp,
    command::Profile,
    facts::Actor,
    holding::Holding,
    member::{Kind, Member, Status},
};
use rollbook_store::{ActorId, Photo};

/// What the person at the desk sees about themselves.
#[derive(Clone, PartialEq, Debug)]
pub struct Me {
    /// The organization's name.
    pub organization: String,
    /// Their record.
    pub member: Member,
    /// Names of their groups, in order.
    pub groups: Vec<String>,
    /// Names of their roles.
    pub roles: Vec<String>,
    /// Names of the portals that they sign in to (R8).
    pub portals: Vec<String>,
    /// Names of the teams that they are in.
    pub teams: Vec<String>,
    /// Names of their licences.
    pub licences: Vec<String>,
    /// When they chose their password.
    pub password_at: Option<Timestamp>,
    /// The kind of their second factor.
    pub second_factor: Option<String>,
    /// SHA-256 of their photo, as hex.
    pub photo: Option<String>,
}

/// What a person types about themselves; `None` leaves a field as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OwnProfile {
    /// The version that the page saw.
    pub seen: Option<i64>,
    /// Given names.
    pub first_name: Option<String>,
    /// Family names.
    pub last_name: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// BCP 47 tag for pages and mails.
    pub language: Option<String>,
}

impl Desk {
    /// Who the person at the desk is here. Nobody is shown anything who isn't in (C27, C32).
    pub async fn me(&self) -> Result<Me, DirectoryError> {
        let facts = self.facts().await?;
        let Actor::Member(member) = &facts.actor else { return Err(not_here().into()) };
        active(member)?;
        let store = self.directory().store();
        let held = store.held(self.organization(), member.id).await?;
        let own = store.own(self.organization(), member.id).await?.ok_or_else(not_here)?;
        let mut me = Me {
            organization: facts.organization.name.clone(),
            member: Member::clone(member),
            groups: Vec::new(),
            roles: Vec::new(),
            portals: Vec::new(),
            teams: Vec::new(),
            licences: person_licences(&facts, &held)
                .into_iter()
                .filter(|licence| licence.held)
                .map(|licence| format!("{} {}", licence.product, licence.name))
                .collect(),
            password_at: own.password_at,
            second_factor: own.second_factor,
            photo: own.photo,
        };
        for view in member_of(&facts, &held) {
            match view.what {
                Holding::Group(_) => me.groups.push(view.name),
                Holding::Role(_) => me.roles.push(view.name),
                Holding::Portal(_) => me.portals.push(view.name),
                Holding::Team(_) => me.teams.push(view.name),
                Holding::Grant(_) | Holding::Restriction(_) | Holding::Licence(_) => {}
            }
        }
        Ok(me)
    }

    /// The person at the desk changes their own profile (R7).
    pub async fn edit_profile(&self, typed: &OwnProfile) -> Result<(), DirectoryError> {
        let command = Command::EditProfile(Profile {
            seen: typed.seen,
            first_name: typed.first_name.clone(),
            last_name: typed.last_name.clone(),
            phone: typed.phone.clone(),
            language: typed.language.clone(),
            ..Profile::of(self.oneself()?)
        });
        self.one(self.fresh(), false, command, vec![Tag::Users]).await?;
        Ok(())
    }

    /// The person at the desk sets their photo, or takes it away. Its bytes are a picture that the
    /// caller made, named by their SHA-256.
    pub async fn set_photo(&self, photo: Option<&Photo>) -> Result<(), DirectoryError> {
        let member = self.oneself()?;
        unhindered!(self.try_set_photo(member, photo))
    }

    async fn try_set_photo(&self, member: MemberId, photo: Option<&Photo>) -> Result<(), DirectoryError> {
        let Begun::Now(mut run) = self.begin(self.fresh(), false).await? else { return Ok(()) };
        let command = Command::SetPhoto { member, photo: photo.map(|photo| photo.digest.clone()) };
        run.know(&command).await?;
        run.step(self, &command).await?;
        if let Some(photo) = photo {
            run.work.set_photo(member, photo).await?;
        }
        self.finish(*run, vec![Tag::Users]).await?;
        Ok(())
    }

    /// The photo of a member of this organization, for somebody who is in it; portal members see their
    /// own alone (R8).
    pub async fn photo(&self, member: MemberId) -> Result<Option<Photo>, DirectoryError> {
        let facts = self.facts().await?;
        let Actor::Member(actor) = &facts.actor else { return Err(not_here().into()) };
        active(actor)?;
        if actor.kind == Kind::Portal && actor.id != member {
            return Ok(None);
        }
        Ok(self.directory().store().photo(self.organization(), member).await?)
    }

    fn oneself(&self) -> Result<MemberId, DirectoryError> {
        match self.actor() {
            ActorId::Member(member) => Ok(member),
            ActorId::Invited(_) | ActorId::System => Err(not_here().into()),
        }
    }

    fn fresh(&self) -> CommandId {
        let directory = self.directory();
        CommandId::new(&mut directory.inner.entropy.ids(directory.now()))
    }
}

fn active(member: &Member) -> Result<(), Refusal> {
    if member.status == Status::Active {
        return Ok(());
    }
    Err(Refusal::new(Code::NotAllowed, "You aren’t an active user of this organization.", "Ask an administrator."))
}
