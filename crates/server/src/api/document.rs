//! What `/api/v1` says of itself: an `OpenAPI` 3.1 document, made of the list of asks and of the types that the
//! interface reads and writes. So it can't tell of anything that isn't there, nor forget anything that is.

use super::session::{Choice, SignInAsk, Step};
use axum::{http::header::CONTENT_TYPE, response::IntoResponse};
use rollbook_directory::{
    contract::{Changed, Check, Checked, GiveFactor, Greeting, NewPassword, PasskeyQuestion, SignInStep, WireError},
    shapes, takes_long,
};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use std::{collections::BTreeSet, sync::LazyLock};

/// Where the interface is.
const BASE: &str = "/api/v1";
/// Where the document keeps schemas.
const SCHEMAS: &str = "#/components/schemas/";
/// What a schema is called that requests hold, where answers hold another of its name.
const ASKED: &str = "Asked";

/// The document; it is the same for everybody.
pub(super) async fn openapi() -> impl IntoResponse {
    /// Made when it is first asked for.
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| document().to_string());
    ([(CONTENT_TYPE, "application/json")], DOCUMENT.as_str())
}

/// Who may call an operation.
#[derive(Clone, Copy)]
enum By {
    Anybody,
    Session,
    Key,
}

/// Schemas of requests and of answers: one type may be written with fields that may be left out when it is read.
struct Schemas {
    requests: SchemaGenerator,
    answers: SchemaGenerator,
}

fn document() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        "/components/schemas".clone_into(settings.definitions_path.to_mut());
        settings.meta_schema = None;
    });
    let mut schemas = Schemas {
        requests: settings.clone().for_deserialize().into_generator(),
        answers: settings.for_serialize().into_generator(),
    };
    let mut paths = entrance(&mut schemas);
    for shape in shapes(&mut schemas.requests, &mut schemas.answers) {
        let (request, answer) = (shape.request.to_value(), shape.answer.to_value());
        let mut operation = operation(shape.name, By::Session, Some(request), &answer);
        let tags: Vec<&str> = shape.tags.iter().map(|tag| tag.word()).collect();
        operation["tags"] = json!([if shape.writes { "commands" } else { "questions" }]);
        operation[if shape.writes { "x-changes" } else { "x-shows" }] = json!(tags);
        if takes_long(shape.name) {
            operation["responses"]["200"]["content"]["application/x-ndjson"] = json!({ "schema": {
                "type": "string",
                "description": "Where it is accepted: a line for how far it is, such as {\"progress\":{\"done\":1,\"total\":9}}, \
                    and at last {\"answer\":…} or {\"error\":…}. Whoever hangs up takes the work back.",
            } });
        }
        paths.insert(format!("/{}", shape.name), json!({ "post": operation }));
    }
    let error = schemas.answers.subschema_for::<WireError>().to_value();
    let (mut asked, answers) = (schemas.requests.take_definitions(true), schemas.answers.take_definitions(true));
    let apart = told_apart(&asked, &answers);
    let mut all = answers;
    for (name, mut schema) in std::mem::take(&mut asked) {
        rename(&mut schema, &apart);
        let name = if apart.contains(&name) { name + ASKED } else { name };
        all.insert(name, schema);
    }
    for operation in paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        if let Some(request) = operation.get_mut("requestBody") {
            rename(request, &apart);
        }
    }
    let paths: Map<String, Value> =
        paths.into_iter().map(|(path, methods)| (format!("{BASE}{}", path.trim_end_matches('/')), methods)).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Rollbook",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Everything that can be asked at a desk. A command carries an id that whoever asks makes \
                (UUIDv7); the same id twice is carried out once. Unknown fields are refused.",
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": all,
            "responses": { "Refused": {
                "description": "It wasn’t done, and why: a stable code, words for a person, what would help.",
                "headers": { "Retry-After": { "schema": { "type": "integer" }, "description": "In how many seconds to try again, where that helps." } },
                "content": { "application/json": { "schema": error } },
            } },
            "securitySchemes": {
                "session": { "type": "http", "scheme": "bearer", "description": "The token that signing in gave." },
                "key": { "type": "http", "scheme": "bearer", "description": "An API key. It opens the check alone." },
            },
        },
    })
}

/// What is there beside asks: signing in, news, the check, and this document.
fn entrance(schemas: &mut Schemas) -> Map<String, Value> {
    let Schemas { requests, answers } = schemas;
    let of = |request: Option<Value>, answer: Value, name: &str, by| operation(name, by, request, &answer);
    let signed = answers.subschema_for::<Step>().to_value();
    let standing = answers.subschema_for::<SignInStep>().to_value();
    let greeting = of(None, answers.subschema_for::<Greeting>().to_value(), "greeting", By::Anybody);
    let check = requests.subschema_for::<Check>().to_value();
    let check = of(Some(check), answers.subschema_for::<Checked>().to_value(), "check", By::Key);
    let sign_in = of(Some(requests.subschema_for::<SignInAsk>().to_value()), signed.clone(), "sign_in", By::Anybody);
    let step = |request: Value, name| of(Some(request), signed.clone(), name, By::Session);
    let factor = step(requests.subschema_for::<GiveFactor>().to_value(), "give_factor");
    let passkey = of(None, answers.subschema_for::<PasskeyQuestion>().to_value(), "ask_passkey", By::Session);
    let password = step(requests.subschema_for::<NewPassword>().to_value(), "choose_password");
    let choice = step(requests.subschema_for::<Choice>().to_value(), "choose_organization");
    let standing = of(None, standing, "standing", By::Session);
    let mut sign_out = of(None, Value::Null, "sign_out", By::Session);
    let mut news = of(None, Value::Null, "changes", By::Session);
    let document = of(None, json!({ "type": "object" }), "openapi", By::Anybody);
    if let Some(answers) = sign_out["responses"].as_object_mut() {
        answers.remove("200");
        answers.insert("204".to_owned(), json!({ "description": "Nobody is signed in by this token any more." }));
    }
    news["responses"]["200"] = json!({
        "description": "News as they happen, as server-sent events: what to read again, never what changed.",
        "content": { "text/event-stream": { "schema": { "type": "string" } } },
        "x-event": schemas.answers.subschema_for::<Changed>(),
    });
    let all = json!({
        "/": { "get": greeting },
        "/openapi.json": { "get": document },
        "/check": { "post": check },
        "/session": { "get": standing, "post": sign_in, "delete": sign_out },
        "/session/factor": { "post": factor },
        "/session/passkey": { "post": passkey },
        "/session/password": { "post": password },
        "/session/organization": { "post": choice },
        "/changes": { "get": news },
    });
    if let Value::Object(all) = all { all } else { Map::new() }
}

fn operation(name: &str, by: By, request: Option<Value>, answer: &Value) -> Value {
    let mut responses = json!({ "200": {
        "description": "It was done, or this is the answer.",
        "content": { "application/json": { "schema": answer } },
    } });
    let refusals: &[&str] = match by {
        By::Anybody if request.is_none() => &["500", "503"],
        By::Anybody => &["400", "401", "413", "422", "429", "500", "503"],
        By::Key => &["400", "401", "403", "413", "429", "500", "503"],
        By::Session => &["400", "401", "403", "404", "409", "413", "422", "429", "500", "503"],
    };
    for status in refusals {
        responses[*status] = json!({ "$ref": "#/components/responses/Refused" });
    }
    let mut operation = json!({ "operationId": name, "responses": responses, "tags": ["entrance"] });
    operation["security"] = match by {
        By::Anybody => json!([]),
        By::Session => json!([{ "session": [] }]),
        By::Key => json!([{ "key": [] }]),
    };
    if let Some(schema) = request {
        let needed = schema.get("type") != Some(&json!("null"));
        operation["requestBody"] =
            json!({ "required": needed, "content": { "application/json": { "schema": schema } } });
    }
    operation
}

/// Schemas of one name that requests and answers hold differently, and those that refer to them.
fn told_apart(asked: &Map<String, Value>, answers: &Map<String, Value>) -> BTreeSet<String> {
    let both = || asked.iter().filter_map(|(name, schema)| Some((name, schema, answers.get(name)?)));
    let mut apart: BTreeSet<String> =
        both().filter(|(_, one, other)| one != other).map(|(name, ..)| name.clone()).collect();
    loop {
        let more: Vec<String> = both()
            .filter(|(name, schema, _)| !apart.contains(*name) && refers(schema, &apart))
            .map(|(name, ..)| name.clone())
            .collect();
        if more.is_empty() {
            return apart;
        }
        apart.extend(more);
    }
}

fn refers(schema: &Value, to: &BTreeSet<String>) -> bool {
    match schema {
        Value::Object(fields) => fields.iter().any(|(key, value)| {
            key == "$ref"
                && value.as_str().and_then(|path| path.strip_prefix(SCHEMAS)).is_some_and(|name| to.contains(name))
                || refers(value, to)
        }),
        Value::Array(all) => all.iter().any(|value| refers(value, to)),
        _ => false,
    }
}

fn rename(schema: &mut Value, apart: &BTreeSet<String>) {
    match schema {
        Value::Object(fields) => {
            for (key, value) in fields {
                let renamed = (key == "$ref").then(|| value.as_str()?.strip_prefix(SCHEMAS)).flatten();
                let renamed =
                    renamed.filter(|name| apart.contains(*name)).map(|name| format!("{SCHEMAS}{name}{ASKED}"));
                match renamed {
                    Some(path) => *value = Value::String(path),
                    None => rename(value, apart),
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|value| rename(value, apart)),
        _ => {}
    }
}
