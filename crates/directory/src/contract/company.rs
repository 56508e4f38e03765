//! Companies, orders and payment: the wizard’s questions and the owner’s settings.

pub use rollbook_domain::tax::Amounts;
use rollbook_domain::{
    CommandId, OrganizationId, Refusal, Timestamp,
    billing::{PayBy, Payment, Standing, Terms},
    catalogue::Package,
    company::Details,
    order::Order,
    organization::Plan,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An organization’s details, and whether the person may change them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanyView {
    /// The details.
    pub details: Details,
    /// The codes of all countries (ISO 3166-1 alpha-2).
    pub countries: Vec<String>,
    /// Why they can’t be changed by the person at the desk; `None` where they can.
    pub owner_refusal: Option<Refusal>,
}

/// Changes the details (R18).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetDetails {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// As the screen saw them.
    pub seen: Details,
    /// As they shall be.
    pub details: Details,
}

/// Details of an organization that is to be, while they are typed.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckCompany {
    /// The details so far; empty fields are not judged, but for the name.
    pub details: Details,
}

/// How details stand.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanyChecked {
    /// What stands against them, a refusal a field; empty where nothing does.
    pub problems: Vec<Refusal>,
    /// Free names close to one that is taken.
    pub free_names: Vec<String>,
    /// The page where an invitation can be asked for of the organization that has the name; empty where it can't.
    pub ask_at: String,
    /// A free subdomain made of the name; empty where there is none.
    pub proposed_subdomain: String,
    /// The VAT number as it would be kept.
    pub vat: String,
}

/// What can be ordered, and for how much each month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OffersView {
    /// ISO 4217; prices are in its minor units, without VAT.
    pub currency: String,
    /// The plans, the smallest first.
    pub plans: Vec<PlanOffer>,
    /// The products.
    pub products: Vec<ProductOffer>,
    /// From how many seats in all sales is the better place to ask.
    #[ts(type = "number")]
    pub quote_from: i64,
    /// The codes of all countries (ISO 3166-1 alpha-2).
    pub countries: Vec<String>,
    /// The domain that subdomains stand before; empty where there is none.
    pub domain: String,
    /// Whether a payment provider’s page can be offered here.
    pub on_page: bool,
}

/// An order of a company that is to be, for its price.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PriceOrder {
    /// What it orders.
    pub order: Order,
    /// Where it is (ISO 3166-1 alpha-2); empty until it is known.
    pub country: String,
    /// Its VAT number; may be empty.
    pub vat: String,
}

/// A plan with its price.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanOffer {
    /// Which.
    pub plan: Plan,
    /// How many administrators it allows (R21).
    #[ts(type = "number")]
    pub administrators: i64,
    /// What it costs each month, in minor units.
    #[ts(type = "number")]
    pub price: i64,
}

/// A product with its packages.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductOffer {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub explanation: String,
    /// Its packages, the smallest first.
    pub packages: Vec<PackagePrice>,
}

/// A package with its price.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PackagePrice {
    /// Which.
    #[schemars(with = "String")]
    pub package: Package,
    /// Its name.
    pub name: String,
    /// What a seat costs each month, in minor units.
    #[ts(type = "number")]
    pub price: i64,
}

/// A further organization in the same place (R18).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddOrganization {
    /// What it is.
    pub details: Details,
    /// What it orders, or asks an offer for.
    pub order: Order,
    /// How it pays.
    pub terms: Terms,
    /// Whether sales is asked for an offer first: the organization begins as a draft.
    pub quote: bool,
}

/// An organization that came to be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationAdded {
    /// Its id.
    pub id: OrganizationId,
    /// Its name as it is kept.
    pub name: String,
}

/// The organizations of one owner in one place: the owner’s alone (row 81, R18).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubAccountsView {
    /// Each that the owner owns here, by name; the one that was asked is among them.
    pub rows: Vec<SubAccount>,
}

/// One organization of an owner.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubAccount {
    /// Which.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Whether it is the one that was asked.
    pub here: bool,
    /// When it was founded.
    pub founded: Timestamp,
    /// How it stands; `None` where it requires a second factor that the owner doesn’t have yet.
    pub stands: Option<SubAccountStanding>,
}

/// How one organization of an owner stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubAccountStanding {
    /// What it bought.
    pub plan: Plan,
    /// How many members it has, those that left and those that are only invited not counted.
    #[ts(type = "number")]
    pub members: u64,
    /// How many administrators it has, by the plan’s count (R21).
    #[ts(type = "number")]
    pub administrators: u64,
    /// How many the plan allows.
    #[ts(type = "number")]
    pub administrator_limit: u64,
    /// Whether it ordered yet.
    pub standing: Standing,
    /// In which way it pays.
    pub by: PayBy,
    /// How its subscription stands at the payment provider; `None` where there is none.
    pub payment: Option<Payment>,
}

/// How the organization pays: the owner’s alone (R18).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BillingView {
    /// Whether it ordered yet.
    pub standing: Standing,
    /// How it wants to pay.
    pub terms: Terms,
    /// Where invoices go when the terms name no address.
    pub owner_email: String,
    /// ISO 4217; prices are in its minor units, without VAT.
    pub currency: String,
    /// What is paid for.
    pub lines: Vec<BillingLine>,
    /// What all comes to each month, with VAT and without.
    pub amounts: Amounts,
    /// Whether it can be paid on a page of a payment provider here.
    pub on_page: bool,
    /// How payments stand at the provider; `None` where it isn’t used.
    pub payment: Option<Payment>,
    /// What sales was asked to make an offer for.
    pub quote: Option<Order>,
}

/// A page of the payment provider, to be opened in a browser.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaymentPage {
    /// Its address; it works for a while.
    pub address: String,
}

/// One line of what is paid for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BillingLine {
    /// What it is.
    pub name: String,
    /// How many.
    #[ts(type = "number")]
    pub quantity: i64,
    /// What all cost each month, in minor units.
    #[ts(type = "number")]
    pub total: i64,
}

/// Says how the organization pays (R18).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetTerms {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// As the screen saw them.
    pub seen: Terms,
    /// As they shall be.
    pub terms: Terms,
}

/// Changes plan and seats at once, all or nothing; or asks sales to make an offer for them (R18).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlaceOrder {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// What is wanted; packages that it doesn’t name keep their seats.
    pub order: Order,
    /// Whether sales is asked for an offer instead.
    pub quote: bool,
    /// Only say what would happen: products that are taken bring permissions.
    pub preview: bool,
}
