//! Licences at the desk: packages, seats, holders, the plan (FEATURES rows 59, 96, 97; R18, R21, R22).

use crate::{
    Desk, DirectoryError,
    catalogue::default_catalogue,
    contract::{
        HolderRow, HoldersPage, HoldersView, LicencesView, Outcome, PackageOffer, PackageView, PlanLimit, PlanView,
        SetPlan, SetSeats,
    },
    desk::{PAGE_MAX, every_tag},
};
use rollbook_domain::{
    Command, Facts, Timestamp,
    catalogue::{Package, Product},
    decide::authority,
    organization::Plan,
    time::DAY,
};
use rollbook_exchange::table_csv;

/// After how many days without a sign-in a holder counts as idle.
pub(crate) const IDLE: i64 = 60;

impl Desk {
    /// Packages with their seats, and the plan.
    pub async fn licences(&self) -> Result<LicencesView, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        let offers = default_catalogue().iter().flat_map(|product| {
            product.packages.iter().filter_map(|info| {
                let package = Package::parse(&format!("{}.{}", product.key, info.key))?;
                (!facts.seats.contains_key(&package)).then(|| PackageOffer {
                    package,
                    product: product.name.clone(),
                    name: info.name.clone(),
                    explanation: product.explanation.clone(),
                })
            })
        });
        let plans = [Plan::Starter, Plan::Professional, Plan::Business, Plan::Enterprise];
        Ok(LicencesView {
            packages: packages(&facts),
            offers: offers.collect(),
            plan: PlanView {
                plan: facts.organization.plan,
                used: facts.administrators,
                plans: plans.map(|plan| PlanLimit { plan, administrators: plan.administrators() }).to_vec(),
            },
            owner_refusal: authority::owner(&facts).err().or_else(|| self.line()),
        })
    }

    /// Who holds licences of a package.
    pub async fn holders(&self, ask: &HoldersPage) -> Result<HoldersView, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        let (store, now) = (self.directory().store(), self.directory().now());
        let before = |days: i64| now.0 - days * DAY;
        let page = store
            .licence_holders(
                self.organization(),
                &ask.package,
                &ask.text,
                ask.idle_days.map(|days| before(i64::from(days))),
                (ask.offset, ask.take.min(PAGE_MAX)),
                before(IDLE),
            )
            .await?;
        let rows = page.rows.iter().map(|holder| {
            Ok(HolderRow {
                row: self.row(&facts, &holder.row, now)?,
                since: Timestamp(holder.since),
                by: holder.by.clone(),
                until: holder.row.ends,
                seated: holder.seated,
            })
        });
        Ok(HoldersView { rows: rows.collect::<Result<_, DirectoryError>>()?, total: page.total, idle: page.idle })
    }

    /// Sets how many seats a package has; takes its product where it wasn't taken (R18).
    pub async fn set_seats(&self, ask: &SetSeats) -> Result<Outcome, DirectoryError> {
        let product: Option<&Product> = default_catalogue().iter().find(|product| product.key == ask.package.product());
        let command = Command::SetSeats {
            package: ask.package.clone(),
            seats: ask.seats,
            product: product.map(|product| Box::new(product.clone())),
        };
        self.one(ask.command, ask.preview, command, every_tag()).await
    }

    /// Changes the plan (R18, R21).
    pub async fn set_plan(&self, ask: &SetPlan) -> Result<Outcome, DirectoryError> {
        self.one(ask.command, false, Command::SetPlan(ask.plan), every_tag()).await
    }

    /// Packages and their holders as CSV, a row for each licence; and how many rows.
    pub async fn export_licences(&self) -> Result<(Vec<u8>, u64), DirectoryError> {
        // Everything as of one moment: a seat that moves meanwhile stands in no two rows.
        let mut moment = self.directory().store().moment(self.organization()).await?;
        let facts = moment.facts(self.actor()).await?;
        authority::administrator(&facts)?;
        let head = ["product", "package", "name", "email", "seat", "since", "last sign-in"].map(str::to_owned);
        let mut rows = Vec::new();
        for package in packages(&facts) {
            let mut offset = 0;
            loop {
                let page = moment.licence_holders(&package.package, (offset, PAGE_MAX)).await?;
                for holder in &page.rows {
                    let name = rollbook_domain::member::display_name(&holder.row.first_name, &holder.row.last_name, "");
                    let last = holder.row.last_active;
                    rows.push(vec![
                        package.product.clone(),
                        package.name.clone(),
                        name,
                        holder.row.email.clone(),
                        if holder.seated { "used" } else { "freed" }.to_owned(),
                        crate::letters::moment(Timestamp(holder.since)),
                        if last > 0 { crate::letters::moment(Timestamp(last)) } else { String::new() },
                    ]);
                }
                offset += page.rows.len() as u64;
                if page.rows.is_empty() || offset >= page.total {
                    break;
                }
            }
        }
        let count = rows.len() as u64;
        Ok((table_csv(&head, rows).map_err(|error| DirectoryError::Table(error.to_string()))?, count))
    }
}

/// Every package of the organization with its seats, in the order in which products were taken.
pub(crate) fn packages(facts: &Facts) -> Vec<PackageView> {
    let products = &facts.structure.products;
    let mut all: Vec<PackageView> = facts
        .seats
        .iter()
        .map(|(package, seats)| {
            let product = products.iter().find(|product| product.key == package.product());
            let info = product.and_then(|product| product.packages.iter().find(|info| info.key == package.package()));
            PackageView {
                package: package.clone(),
                product: product.map_or_else(|| package.product().to_owned(), |product| product.name.clone()),
                name: info.map_or_else(|| package.package().to_owned(), |info| info.name.clone()),
                explanation: product.map_or_else(String::new, |product| product.explanation.clone()),
                seats: seats.bought,
                used: seats.used,
                free: seats.free(),
            }
        })
        .collect();
    all.sort_by_key(|view| products.iter().position(|product| product.key == view.package.product()));
    all
}
