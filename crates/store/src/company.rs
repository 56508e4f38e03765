//! What an organization says of itself as a company, how it pays, and whether another one has its name already.

use crate::{Store, StoreError, Work, arg::Sql, sql};
use rollbook_domain::{
    CommandId, Facts, OrganizationId,
    billing::Billing,
    catalogue::Package,
    company::{Company, Details, conflict_key},
    facts::Taken,
    member::display_name,
    organization::Policy,
    text::fold,
};
use sqlx::{AnyConnection, Row};

/// How many of those who use something are looked up by name.
const IN_THE_WAY: i64 = 6;

/// The columns that a company’s record brings, for a new row.
pub(crate) struct CompanyColumns {
    pub(crate) company: String,
    pub(crate) conflict_key: String,
    pub(crate) subdomain: Option<String>,
    pub(crate) billing: String,
    pub(crate) customer: Option<String>,
}

impl CompanyColumns {
    pub(crate) fn of(name: &str, company: &Company, billing: &Billing) -> Result<Self, StoreError> {
        Ok(Self {
            company: serde_json::to_string(company).map_err(StoreError::corrupt)?,
            conflict_key: conflict_key(name),
            subdomain: (!company.subdomain.is_empty()).then(|| company.subdomain.clone()),
            billing: serde_json::to_string(billing).map_err(StoreError::corrupt)?,
            customer: billing.provider.as_ref().map(|provider| provider.customer.clone()),
        })
    }
}

impl Store {
    /// Which of these details an organization other than `except` has: the name counts as readers take it.
    pub async fn details_taken(
        &self,
        name: &str,
        subdomain: &str,
        except: Option<OrganizationId>,
    ) -> Result<Taken, StoreError> {
        let mut connection = self.pool.acquire().await?;
        taken(&mut connection, name, subdomain, except).await
    }

    /// The organization whose name another one would be taken for.
    pub async fn organization_named_like(&self, name: &str) -> Result<Option<OrganizationId>, StoreError> {
        let found = sql!("SELECT id FROM organization WHERE conflict_key = $1", conflict_key(name));
        let row = found.query().fetch_optional(&self.pool).await?;
        row.map(|row| crate::record::organization_id(&row, "id")).transpose()
    }

    /// The organization that is a customer of the payment provider under this id.
    pub async fn organization_of_customer(&self, customer: &str) -> Result<Option<OrganizationId>, StoreError> {
        let found = sql!("SELECT id FROM organization WHERE customer = $1", customer);
        let row = found.query().fetch_optional(&self.pool).await?;
        row.map(|row| crate::record::organization_id(&row, "id")).transpose()
    }
}

impl Store {
    /// The organizations that the payment provider knows.
    pub async fn customers(&self) -> Result<Vec<OrganizationId>, StoreError> {
        let found = sql!("SELECT id FROM organization WHERE customer IS NOT NULL ORDER BY id");
        let rows = found.query().fetch_all(&self.pool).await?;
        rows.iter().map(|row| crate::record::organization_id(row, "id")).collect()
    }

    /// Whether a command was carried out in an organization.
    pub async fn is_carried_out(&self, organization: OrganizationId, command: CommandId) -> Result<bool, StoreError> {
        let found = sql!(
            "SELECT id FROM command WHERE id = $1 AND organization = $2",
            command.to_bytes(),
            organization.to_bytes()
        );
        Ok(found.query().fetch_optional(&self.pool).await?.is_some())
    }
}

async fn taken(
    connection: &mut AnyConnection,
    name: &str,
    subdomain: &str,
    except: Option<OrganizationId>,
) -> Result<Taken, StoreError> {
    // No organization has the id of sixteen zeros.
    let except = except.map_or([0; 16], OrganizationId::to_bytes);
    let rows = sql!(
        "SELECT CASE WHEN conflict_key = $1 OR name_key = $2 THEN 1 ELSE 0 END AS named, \
         CASE WHEN subdomain = $3 THEN 1 ELSE 0 END AS placed \
         FROM organization WHERE (conflict_key = $1 OR name_key = $2 OR subdomain = $3) AND id <> $4",
        conflict_key(name),
        fold(name),
        subdomain,
        except
    )
    .query()
    .fetch_all(connection)
    .await?;
    let mut taken = Taken::default();
    for row in rows {
        taken.name |= row.try_get::<i64, _>("named")? != 0;
        taken.subdomain |= row.try_get::<i64, _>("placed")? != 0;
    }
    Ok(taken)
}

impl Work {
    /// Adds which of these details another organization has.
    pub async fn know_taken(&mut self, facts: &mut Facts, details: &Details) -> Result<(), StoreError> {
        let organization = self.organization;
        facts.taken = taken(self.connection(), &details.name, &details.subdomain, Some(organization)).await?;
        Ok(())
    }

    /// Adds some of the administrators that count toward the plan, by name; the owner is in nobody’s way.
    pub async fn know_administrators_in_the_way(&mut self, facts: &mut Facts) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        let found = sql!(
            "SELECT first_name, last_name, email FROM member WHERE organization = $1 AND tier = 1 AND status IN (0, 1) \
             ORDER BY name_key, added_seq LIMIT $2",
            organization,
            IN_THE_WAY
        );
        self.name(facts, found).await
    }

    /// Adds some of those who hold a seat of a package, by name.
    pub async fn know_holders_in_the_way(&mut self, facts: &mut Facts, package: &Package) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        let found = sql!(
            "SELECT m.first_name, m.last_name, m.email FROM holding h JOIN member m ON m.id = h.member \
             WHERE h.kind = 2 AND h.what = $1 AND h.state = 0 AND m.organization = $2 \
             ORDER BY m.name_key, m.added_seq LIMIT $3",
            package.to_string().into_bytes(),
            organization,
            IN_THE_WAY
        );
        self.name(facts, found).await
    }

    async fn name(&mut self, facts: &mut Facts, found: Sql) -> Result<(), StoreError> {
        for row in found.query().fetch_all(self.connection()).await? {
            let (first, last): (String, String) = (row.try_get("first_name")?, row.try_get("last_name")?);
            facts.in_the_way.push(display_name(&first, &last, &row.try_get::<String, _>("email")?));
        }
        Ok(())
    }

    pub(crate) async fn describe(&mut self, details: &Details) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        let columns = CompanyColumns::of(&details.name, &details.company(), &Billing::default())?;
        self.run(sql!(
            "UPDATE organization SET name = $1, name_key = $2, language = $3, company = $4, conflict_key = $5, \
             subdomain = $6 WHERE id = $7",
            details.name.as_str(),
            fold(&details.name),
            details.language.as_str(),
            columns.company,
            columns.conflict_key,
            columns.subdomain,
            organization
        ))
        .await?;
        Ok(())
    }

    pub(crate) async fn set_policy(&mut self, policy: &Policy) -> Result<(), StoreError> {
        let (policy, organization) =
            (serde_json::to_string(policy).map_err(StoreError::corrupt)?, self.organization.to_bytes());
        self.run(sql!("UPDATE organization SET policy = $1 WHERE id = $2", policy, organization)).await?;
        Ok(())
    }

    pub(crate) async fn bill(&mut self, billing: &Billing) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        let columns = CompanyColumns::of("", &Company::default(), billing)?;
        self.run(sql!(
            "UPDATE organization SET billing = $1, customer = $2 WHERE id = $3",
            columns.billing,
            columns.customer,
            organization
        ))
        .await?;
        Ok(())
    }
}
