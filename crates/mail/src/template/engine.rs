//! The template engine as this room uses it: nothing in it but what is put in here.

use std::fmt::Write as _;

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior, context, escape_formatter};

use super::{Part, Problem, TemplateError, language::right_to_left};

/// The building stones that HTML can call.
pub(super) const STONES: [&str; 2] = ["button", "address"];

// One mail takes a few hundred steps.
const FUEL: u64 = 20_000;
const DEPTH: usize = 40;

/// An engine without filters, tests and functions of its own: strict about names, with a limit of steps.
pub(super) fn engine() -> Environment<'static> {
    let mut engine = Environment::empty();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_fuel(Some(FUEL));
    engine.set_recursion_limit(DEPTH);
    engine.set_auto_escape_callback(|name| if is_html(name) { AutoEscape::Html } else { AutoEscape::None });
    engine.set_formatter(format);
    engine.add_function("button", |state: &State, href: &str, label: &str| {
        stone(state, include_str!("../../templates/parts/button.html"), context! { href, label })
    });
    engine.add_function("address", |state: &State, href: &str| {
        stone(state, include_str!("../../templates/parts/address.html"), context! { href })
    });
    engine
}

/// Puts the product's frame around the rendered HTML of a mail.
pub(super) fn framed(
    engine: &Environment<'_>,
    lang: &str,
    subject: &str,
    organization: &str,
    body: String,
) -> Result<String, TemplateError> {
    let layout = include_str!("../../templates/parts/layout.html");
    let body = Value::from_safe_string(body);
    let (dir, start) = if right_to_left(lang) { ("rtl", "right") } else { ("ltr", "left") };
    engine
        .render_named_str("layout.html", layout, context! { lang, dir, start, subject, organization, body })
        .map_err(|error| broken(Part::Html, &error))
}

/// The name under which the engine knows a part; it decides whether values are escaped.
pub(super) fn name(part: Part) -> &'static str {
    match part {
        Part::Subject => "subject.txt",
        Part::Text => "text.txt",
        Part::Html => "body.html",
    }
}

/// What the engine says, in our words.
pub(super) fn broken(part: Part, error: &Error) -> TemplateError {
    let detail = error.detail().map_or_else(|| error.kind().to_string(), ToOwned::to_owned);
    TemplateError { part, line: error.line(), problem: Problem::Broken { detail } }
}

/// Like the engine's own, but `/` stays: some mail readers show and match links by their source.
fn format(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    let Some(text) = value.as_str().filter(|_| *state.auto_escape() == AutoEscape::Html && !value.is_safe()) else {
        return escape_formatter(out, state, value);
    };
    for sign in text.chars() {
        match sign {
            '&' => out.write_str("&amp;")?,
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '"' => out.write_str("&quot;")?,
            '\'' => out.write_str("&#39;")?,
            plain => out.write_char(plain)?,
        }
    }
    Ok(())
}

fn is_html(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|ending| ending == "html")
}

fn stone(state: &State, source: &'static str, values: Value) -> Result<Value, Error> {
    state.env().render_named_str("stone.html", source, values).map(Value::from_safe_string)
}
