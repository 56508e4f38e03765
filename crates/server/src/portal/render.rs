//! Turning templates into HTML. They hold the page's shape alone; every sentence comes from the words.

use super::{assets, words::Language};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, State, UndefinedBehavior,
    value::{Kwargs, Value},
};

/// The templates by name.
const TEMPLATES: [(&str, &str); 5] = [
    ("layout", include_str!("../../templates/layout.html")),
    ("activate", include_str!("../../templates/activate.html")),
    ("join", include_str!("../../templates/join.html")),
    ("done", include_str!("../../templates/done.html")),
    ("problem", include_str!("../../templates/problem.html")),
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
        engine.add_function("asset", |name: &str| assets::address(name));
        for (name, text) in TEMPLATES {
            if let Err(error) = engine.add_template(name, text) {
                tracing::error!(%error, name, "a template can't be read");
            }
        }
        Self { engine }
    }

    /// A page in a language.
    pub(super) fn page(&self, template: &str, language: &Language, about: Value) -> Result<String, Error> {
        let frame = minijinja::context! { lang => language.tag.as_str() };
        self.engine.get_template(template)?.render(minijinja::context! { ..frame, ..about })
    }
}

/// `say("key", name=value)` in a template: the sentence in the page's language.
fn say(state: &State, key: &str, values: Kwargs) -> Result<String, Error> {
    let tag = state.lookup("lang").unwrap_or_default();
    let language = tag.as_str().and_then(Language::of).unwrap_or_else(Language::english);
    let texts = values
        .args()
        .map(|name| Ok((name.to_owned(), values.get::<Value>(name)?.to_string())))
        .collect::<Result<Vec<_>, Error>>()?;
    let pairs: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let said = language.say(key, &pairs);
    // A key that no language knows says itself; no page may show that.
    if said == key { Err(Error::new(ErrorKind::InvalidOperation, format!("no words for {key}"))) } else { Ok(said) }
}
