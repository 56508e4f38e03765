//! Turning templates into HTML. They hold the page's shape alone; every sentence comes from the words.

use super::{assets, words::Language};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, State, UndefinedBehavior,
    value::{Kwargs, Value},
};

/// The templates by name.
const TEMPLATES: [(&str, &str); 39] = [
    ("frame", include_str!("../../templates/frame.html")),
    ("layout", include_str!("../../templates/layout.html")),
    ("head", include_str!("../../templates/head.html")),
    ("foot", include_str!("../../templates/foot.html")),
    ("show", include_str!("../../templates/show.html")),
    ("current", include_str!("../../templates/current.html")),
    ("new_password", include_str!("../../templates/new_password.html")),
    ("activate", include_str!("../../templates/activate.html")),
    ("join", include_str!("../../templates/join.html")),
    ("done", include_str!("../../templates/done.html")),
    ("problem", include_str!("../../templates/problem.html")),
    ("told", include_str!("../../templates/told.html")),
    ("sign_in", include_str!("../../templates/sign_in.html")),
    ("choose", include_str!("../../templates/choose.html")),
    ("second", include_str!("../../templates/second.html")),
    ("apart", include_str!("../../templates/apart.html")),
    ("forgot", include_str!("../../templates/forgot.html")),
    ("ask", include_str!("../../templates/ask.html")),
    ("register", include_str!("../../templates/register.html")),
    ("registered", include_str!("../../templates/registered.html")),
    ("ticket", include_str!("../../templates/ticket.html")),
    ("as", include_str!("../../templates/as.html")),
    ("reset", include_str!("../../templates/reset.html")),
    ("password", include_str!("../../templates/password.html")),
    ("address", include_str!("../../templates/address.html")),
    ("address_confirm", include_str!("../../templates/address_confirm.html")),
    ("sheet", include_str!("../../templates/sheet.html")),
    ("face", include_str!("../../templates/face.html")),
    ("me", include_str!("../../templates/me.html")),
    ("factors", include_str!("../../templates/factors.html")),
    ("factors_page", include_str!("../../templates/factors_page.html")),
    ("passkey_said", include_str!("../../templates/passkey_said.html")),
    ("factor_state", include_str!("../../templates/factor_state.html")),
    ("app", include_str!("../../templates/app.html")),
    ("codes", include_str!("../../templates/codes.html")),
    ("edit", include_str!("../../templates/edit.html")),
    ("founding", include_str!("../../templates/founding.html")),
    ("photo", include_str!("../../templates/photo.html")),
    ("permissions", include_str!("../../templates/permissions.html")),
];

/// The engine with its templates.
#[derive(Debug)]
pub(super) struct Renderer {
    engine: Environment<'static>,
}

impl Renderer {
    pub(super) fn new() -> Self {
        let mut engine = Environment::new();
        engine.set_undefined_behavior(UndefinedBehavior::Strict);
        engine.set_auto_escape_callback(|_| AutoEscape::Html);
        engine.add_function("say", say);
        engine.add_function("asset", |name: &str| Value::from_safe_string(assets::address(name)));
        // Names of icons come from the templates alone.
        engine.add_function("icon", |name: &str| {
            Value::from_safe_string(format!(r##"<svg class="icon" aria-hidden="true"><use href="#i-{name}"/></svg>"##))
        });
        for (name, text) in TEMPLATES {
            if let Err(error) = engine.add_template(name, text) {
                tracing::error!(%error, name, "a template can’t be read");
            }
        }
        Self { engine }
    }

    /// A page in a language.
    pub(super) fn page(&self, template: &str, language: &Language, about: Value) -> Result<String, Error> {
        let frame = minijinja::context! { lang => language.tag.as_str(), dir => language.direction() };
        self.engine.get_template(template)?.render(minijinja::context! { ..frame, ..about })
    }
}

/// `say("key", name=value)` in a template: the sentence in the page's language.
#[expect(clippy::needless_pass_by_value, reason = "the engine hands the values over")]
fn say(state: &State, key: &str, values: Kwargs) -> Result<String, Error> {
    let tag = state.lookup("lang").unwrap_or_default();
    let language = tag.as_str().and_then(Language::of).unwrap_or_else(Language::english);
    let texts = values
        .args()
        .map(|name| Ok((name.to_owned(), values.get::<Value>(name)?.to_string())))
        .collect::<Result<Vec<_>, Error>>()?;
    let pairs: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    if language.knows(key) {
        Ok(language.say(key, &pairs))
    } else {
        Err(Error::new(ErrorKind::InvalidOperation, format!("no words for {key}")))
    }
}
