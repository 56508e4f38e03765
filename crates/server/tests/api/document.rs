//! The document of the interface holds all that can be asked, and what it says is so.

use crate::common::{Answer, Served};
use jsonschema::Validator;
use reqwest::Method;
use rollbook_credentials::Secret;
use rollbook_directory::{
    ActorId, Desk, NAMES, Task, answer,
    contract::{Sort, SortKey, UndoCommand, UsersPage, WireCode},
};
use rollbook_domain::{
    Code,
    member::{Tab, Tier},
};
use rollbook_testkit::{Device, Engine, PASSWORD};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What is there beside asks.
const ENTRANCE: [&str; 9] = [
    "",
    "/openapi.json",
    "/check",
    "/session",
    "/session/factor",
    "/session/passkey",
    "/session/password",
    "/session/organization",
    "/changes",
];

/// What whoever administers nothing may ask as well: what is their own.
const FOR_USERS: [&str; 1] = ["glass_mine"];

/// The path as the document has it.
fn at(path: &str) -> String {
    format!("/api/v1{path}")
}

/// The document, and a server that it is about.
pub(crate) struct Told {
    pub(crate) served: Served,
    document: Value,
    pub(crate) token: String,
    /// The desk of a user, who administers nothing.
    user: Desk,
    asked: BTreeSet<String>,
}

impl Told {
    /// At the desk of the sample's owner: there is something of everything in it.
    pub(crate) async fn of_the_sample() -> Self {
        let served = Served::on(Engine::Sqlite).await;
        served.bench.with_factors();
        let document = served.ask(Method::GET, "/openapi.json", "", None).await.json;
        let directory = &served.bench.directory;
        let (organization, owner) = directory.create_sample().await.unwrap();
        let link = directory.let_in(organization, owner, "a test").await.unwrap().link.reveal(Clone::clone);
        let password = Secret::new(PASSWORD.to_owned());
        directory.accept(link.rsplit('/').next().unwrap(), Some(&password)).await.unwrap().unwrap();
        let owner = directory.owner(organization).await.unwrap();
        let token = served.sign_in(owner.email.as_str()).await;
        let page = UsersPage {
            filter: Desk::whole_tab(Tab::Active),
            sort: Sort { key: SortKey::Tier, descending: false },
            offset: 0,
            take: 100,
            anchor: None,
        };
        let rows = directory.desk(organization, ActorId::Member(owner.id)).users_page(&page).await.unwrap().rows;
        let user = rows.iter().find(|row| row.tier == Tier::User).expect("a user").id;
        let user = directory.desk(organization, ActorId::Member(user));
        Self { served, document, token, user, asked: BTreeSet::new() }
    }

    /// A schema of the document, with what it refers to.
    fn validator(&self, schema: &Value) -> Validator {
        let whole = json!({ "components": self.document["components"], "allOf": [schema] });
        jsonschema::draft202012::new(&whole).expect("a schema")
    }

    #[track_caller]
    fn holds(&self, schema: &Value, value: &Value, what: &str) {
        assert!(!schema.is_null(), "{what} isn’t in the document");
        let problems: Vec<String> = self
            .validator(schema)
            .iter_errors(value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(problems.is_empty(), "{what}: {problems:#?} in {value}");
    }

    /// What an answer is by the document.
    fn answered<'a>(&'a self, path: &str, method: &str, answer: &Answer) -> &'a Value {
        let told = &self.document["paths"][at(path)][method]["responses"][answer.status.as_str()];
        let told = match told["$ref"].as_str() {
            Some(place) => self.document.pointer(place.trim_start_matches('#')).unwrap_or(&Value::Null),
            None => told,
        };
        &told["content"]["application/json"]["schema"]
    }

    /// Asks; question and answer are what the document says.
    async fn ask(&mut self, name: &str, request: Value) -> Value {
        self.asked.insert(name.to_owned());
        let theirs = answer(&self.user, name, request.clone(), &Task::unwatched()).await;
        let refused = matches!(&theirs, Err(error) if error.code == WireCode::Rule(Code::NotAllowed));
        assert_eq!(refused, !FOR_USERS.contains(&name), "C26: {name} at the desk of a user: {theirs:?}");
        let path = format!("/{name}");
        let body = &self.document["paths"][at(&path)]["post"]["requestBody"]["content"]["application/json"]["schema"];
        self.holds(body, &request, &format!("the question {name}"));
        let answer = self.served.post(&path, &self.token, &request).await;
        assert_eq!(answer.status, 200, "{name}: {answer:?}");
        self.holds(self.answered(&path, "post", &answer), &answer.json, &format!("the answer of {name}"));
        answer.json
    }

    /// Asks what is refused, in the way that the document says.
    async fn refused(&self, path: &str, token: &str, request: &Value) -> Value {
        let answer = self.served.post(path, token, request).await;
        assert!(answer.status.is_client_error(), "{path}: {answer:?}");
        self.holds(self.answered(path, "post", &answer), &answer.json, &format!("{path} with {}", answer.status));
        answer.json["code"].clone()
    }

    /// Asks for a passkey, and what a device answers.
    async fn shows(&self, key: &mut Device) -> (Value, String) {
        let asked = self.served.post("/session/passkey", &self.token, &Value::Null).await;
        self.holds(self.answered("/session/passkey", "post", &asked), &asked.json, "the passkey’s question");
        let answer = key.prove(asked.json["question"].as_str().expect("a question")).expect("it has one");
        (asked.json["challenge"].clone(), answer)
    }

    fn command(&self) -> Value {
        json!(self.served.bench.command())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_ask_is_in_the_document_and_nothing_else_is() {
    let served = Served::on(Engine::Sqlite).await;
    let answer = served.ask(Method::GET, "/openapi.json", "", None).await;
    assert_eq!((answer.status.as_u16(), &answer.json["openapi"]), (200, &json!("3.1.0")));
    let told: BTreeSet<&str> = answer.json["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let asks = NAMES.iter().map(|name| at(&format!("/{name}")));
    let there: BTreeSet<String> = ENTRANCE.into_iter().map(at).chain(asks).collect();
    assert_eq!(told, there.iter().map(String::as_str).collect());
    let mut names = BTreeMap::new();
    for (path, methods) in answer.json["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let path = path.strip_prefix("/api/v1").unwrap();
            let said = served.ask(method.to_uppercase().parse().unwrap(), path, "", None).await;
            assert_ne!((said.status.as_u16(), &said.json["code"]), (404, &json!("no_such_ask")), "{method} {path}");
            assert_ne!(said.status, 405, "{method} {path}");
            let before = names.insert(operation["operationId"].as_str().unwrap().to_owned(), path);
            assert_eq!(before, None, "each has a name of its own");
        }
    }
    let text = answer.json.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(answer.json.pointer(reference).is_some(), "{reference} leads nowhere");
    }
}

/// What a desktop copies, to be read without a connection.
async fn what_a_replica_asks(told: &mut Told) {
    let begun = told.ask("replica_part", json!({ "part": "begin" })).await;
    told.ask("replica_part", json!({ "part": "members", "after": null, "take": 5, "known": -1 })).await;
    told.ask("replica_part", json!({ "part": "log", "after": 0, "until": begun["seq"], "take": 5 })).await;
    let news = json!({
        "part": "news", "after": begun["seq"], "seal": begun["seal"], "since": begun["now"], "take": 5,
        "known": begun["seq"],
    });
    told.ask("replica_part", news).await;
    told.ask("ticket_key", Value::Null).await;
}

/// What an owner looks at, and what happened.
async fn the_review_and_the_log(told: &mut Told) {
    for report in ["away", "sign_ins", "unused_licences", "invitations"] {
        told.ask("report_get", json!({ "report": report, "days": 30 })).await;
    }
    told.ask("security_get", json!({ "days": 90 })).await;
    for list in ["without_factor", "without_role", "hidden_administrators", "dormant", "stale_invitations"] {
        told.ask("security_list", json!({ "list": list, "offset": 0, "take": 50 })).await;
    }
    told.ask("security_report", Value::Null).await;
    let administrators = told.ask("review_get", Value::Null).await["rows"].clone();
    let lines: Vec<Value> = administrators
        .as_array()
        .unwrap()
        .iter()
        .map(|row| json!({ "member": row["row"]["id"], "verdict": "keep", "reason": "" }))
        .collect();
    let sign = json!({ "command": told.command(), "lines": lines, "preview": false });
    told.ask("review_sign", sign).await;
    let last = told.ask("review_get", Value::Null).await["last"]["seq"].clone();
    told.ask("review_sheet", json!({ "seq": last })).await;
    told.ask("review_paper", json!({ "seq": last })).await;
    told.ask("log_kinds", Value::Null).await;
    let all = json!({
        "text": "", "person": null, "topics": [], "kinds": [], "from": null, "until": null, "origin": "", "result": null,
    });
    let log = told.ask("log_page", json!({ "filter": all, "before": null, "take": 100 })).await;
    for entry in log["rows"].as_array().unwrap().iter().step_by(20) {
        told.ask("log_entry", json!({ "seq": entry["seq"] })).await;
    }
    told.ask("log_verify", Value::Null).await;
    told.ask("log_export", json!({ "filter": all, "format": "csv" })).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_asked_and_answered_is_what_the_document_says() {
    let mut told = Told::of_the_sample().await;
    let filter = json!(rollbook_directory::Desk::whole_tab(rollbook_domain::member::Tab::Active));
    let sort = json!({ "key": "name", "descending": false });
    let page = json!({ "filter": filter, "sort": sort, "offset": 0, "take": 500, "anchor": null });
    let members = told.ask("users_page", page).await["rows"].clone();
    for nothing in [
        "organization_get",
        "organization_summary",
        "users_counts",
        "groups_list",
        "mail_server",
        "access_choices",
        "glass_mine",
        "groups_get",
    ] {
        told.ask(nothing, Value::Null).await;
    }
    told.ask("users_count", filter.clone()).await;
    let mails = told.ask("mails_page", json!({ "state": null, "text": "", "offset": 0, "take": 50 })).await;
    told.ask("mail_get", mails["rows"][0]["id"].clone()).await;
    for member in members.as_array().unwrap().iter().step_by(members.as_array().unwrap().len() / 12 + 1) {
        let id = &member["id"];
        for name in ["user_get", "person_get", "glass_get", "user_sessions"] {
            told.ask(name, id.clone()).await;
        }
        told.ask("person_activity", json!({ "member": id, "before": null, "take": 20 })).await;
        let at = told.served.bench.directory.now();
        told.ask("glass_past", json!({ "member": id, "at": at })).await;
    }
    told.ask("palette_find", json!("a")).await;
    let kinds = told.ask("wordings_get", Value::Null).await;
    let mail = json!({ "template": kinds["kinds"][0]["template"], "language": "de" });
    let words = told.ask("wording_get", mail.clone()).await["words"].clone();
    let try_it = json!({ "template": mail["template"], "language": "de", "words": words });
    told.ask("wording_try", try_it).await;
    let licences = told.ask("licences_get", Value::Null).await;
    let package = licences["packages"][0]["package"].clone();
    told.ask("holders_page", json!({ "package": package, "text": "", "idleDays": null, "offset": 0, "take": 20 }))
        .await;
    told.ask("table_get", json!({ "kind": "people", "target": null })).await;
    what_a_replica_asks(&mut told).await;
    the_review_and_the_log(&mut told).await;
    let roles = told.ask("roles_get", Value::Null).await;
    let policy = told.ask("policy_get", Value::Null).await["policy"].clone();
    for nothing in ["company_get", "offers_get", "billing_get", "sub_accounts_get"] {
        told.ask(nothing, Value::Null).await;
    }
    let details = told.ask("company_get", Value::Null).await["details"].clone();
    told.ask("company_check", json!({ "details": details })).await;
    let order = json!({ "plan": "business", "packages": [{ "package": package, "seats": 25 }] });
    told.ask("order_price", json!({ "order": order, "country": "FI", "vat": "" })).await;

    // Commands, carried out or looked at beforehand.
    let set = json!({ "command": told.command(), "seen": policy, "policy": policy });
    told.ask("policy_set", set).await;
    let command = told.command();
    let role = json!({ "command": command, "name": "Night watch", "description": "", "portal": false, "permissions": [], "preview": false });
    told.ask("role_create", role).await;
    told.ask("command_undo", json!({ "command": command, "preview": false })).await;
    let group = json!({ "command": told.command(), "name": "Night", "description": "", "product": null, "parent": null, "permissions": [], "preview": true });
    told.ask("group_create", group).await;
    let delete = json!({ "command": told.command(), "role": roles["roles"].as_array().unwrap().last().unwrap()["id"], "preview": true });
    told.ask("role_delete", delete).await;
    let somebody = members.as_array().unwrap().iter().find(|row| row["tier"] == "user").unwrap()["id"].clone();
    let act = json!({
        "command": told.command(), "action": "suspend", "target": { "by": "ids", "ids": [somebody] },
        "mode": "all_or_none", "preview": false,
    });
    told.ask("users_act", act).await;
    let machine = json!({
        "command": told.command(), "firstName": "Feeder", "lastName": "", "email": "", "tier": "user", "access": "all",
        "kind": "api", "groups": [], "roles": [], "grants": [], "licences": [], "portals": [], "contact": "",
        "customer": "", "language": "en", "send": false,
    });
    let machine = told.ask("user_invite", machine).await["member"].clone();
    let key = json!({ "command": told.command(), "member": machine, "name": "Feed", "scope": ["contacts.view"], "expires": null });
    let key = told.ask("key_add", key).await["key"].as_str().unwrap().to_owned();

    let question = json!({ "member": machine, "permission": "contacts.view" });
    let check = told.served.post("/check", &key, &question).await;
    told.holds(told.answered("/check", "post", &check), &check.json, "the check");
    let standing = told.served.ask(Method::GET, "/session", &told.token, None).await;
    told.holds(told.answered("/session", "get", &standing), &standing.json, "the standing");
    let greeting = told.served.ask(Method::GET, "", "", None).await;
    told.holds(told.answered("", "get", &greeting), &greeting.json, "the greeting");

    let reads: BTreeSet<String> = NAMES
        .iter()
        .filter(|name| !told.document["paths"][at(&format!("/{name}"))]["post"]["x-shows"].is_null())
        .map(|name| (*name).to_owned())
        .collect();
    let missing: Vec<&String> = reads.difference(&told.asked).collect();
    assert!(missing.is_empty(), "every question is asked here: {missing:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r29_a_passkey_is_asked_and_shown_as_the_document_says() {
    let served = Served::on(Engine::Sqlite).await;
    let document = served.ask(Method::GET, "/openapi.json", "", None).await.json;
    let bench = &served.bench;
    bench.with_factors();
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let owner = bench.directory.owner(bench.organization).await.unwrap().email;
    let mut key = Device::at("https://people.example");
    bench.enrol_passkey(&bench.seated(&bench.enter(owner.as_str()).await).await.expect("in"), &mut key, "").await;
    let half = served.sign_in(owner.as_str()).await;
    let user = bench.desk_of(ann);
    let mut told = Told { served, document, token: half, user, asked: BTreeSet::new() };

    let (challenge, code) = told.shows(&mut key).await;
    let given = json!({ "method": "passkey", "code": code, "challenge": challenge });
    let signed = told.served.post("/session/factor", &told.token, &given).await;
    told.holds(told.answered("/session/factor", "post", &signed), &signed.json, "the second factor");
    told.token = signed.json["token"].as_str().expect("in").to_owned();

    let (challenge, code) = told.shows(&mut key).await;
    let look = json!({
        "command": told.command(), "member": ann, "reason": "Roster", "password": PASSWORD,
        "code": code, "challenge": challenge,
    });
    let link = told.ask("user_sign_in_as", look.clone()).await;
    assert!(link["address"].as_str().is_some_and(|address| address.contains("/as/")), "{link}");
    assert_eq!(told.refused("/user_sign_in_as", &told.token, &look).await, "invalid", "each question once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_are_what_the_document_says() {
    let told = Told::of_the_sample().await;
    let nobody = json!("0193f000-0000-7000-8000-000000000001");
    assert_eq!(told.refused("/users_counts", "", &Value::Null).await, "signed_out");
    assert_eq!(told.refused("/user_get", &told.token, &nobody).await, "not_found");
    assert_eq!(told.refused("/user_get", &told.token, &json!("nobody")).await, "malformed");
    let nameless = json!({ "command": told.command(), "name": "", "description": "", "portal": false, "permissions": [], "preview": false });
    assert_eq!(told.refused("/role_create", &told.token, &nameless).await, "invalid");
    let wrong = json!({ "email": "sigrun@nordlys.example", "password": "wrong" });
    assert_eq!(told.refused("/session", "", &wrong).await, "sign_in_failed");
    let question = json!({ "member": nobody, "permission": "contacts.view" });
    assert_eq!(told.refused("/check", "rbk_wrong", &question).await, "sign_in_failed");
    let undo: Result<UndoCommand, _> =
        serde_json::from_value(json!({ "command": nobody, "preview": false, "owner": true }));
    assert!(undo.is_err(), "C24: a field that isn’t in the document is refused");
    let schema =
        &told.document["paths"][at("/command_undo")]["post"]["requestBody"]["content"]["application/json"]["schema"];
    let validator = told.validator(schema);
    assert!(
        !validator.is_valid(&json!({ "command": nobody, "preview": false, "owner": true })),
        "and the document says so"
    );
}
