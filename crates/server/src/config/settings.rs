//! What was written, and where: values by key, each with the file or the variable that it comes from.

use super::{
    BaseUrl, ConfigError,
    keys::{KEYS, Key, Kind},
    secret, web,
};
use rollbook_credentials::{Secret, factor::FactorKeys};
use std::{
    collections::BTreeMap,
    fmt, fs,
    net::SocketAddr,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};
use toml::{Table, Value};

/// Values by key. Some are secrets, so it can't be printed.
#[derive(Clone, Default)]
pub struct Settings {
    values: BTreeMap<&'static str, Written>,
}

#[derive(Clone)]
struct Written {
    value: Value,
    origin: String,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

impl Settings {
    /// Reads a file, where one is named, and then the environment.
    pub fn read(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut settings = Self::default();
        if let Some(path) = file {
            let failed = |why: String| ConfigError::File(path.to_owned(), why);
            let text = fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
            let table = text.parse::<Table>().map_err(|error| syntax(path, &text, &error))?;
            settings.take(&path.display().to_string(), "", table)?;
            if settings.values.keys().any(|name| Key::named(name).is_some_and(|key| key.kind == Kind::Secret)) {
                let about = fs::metadata(path).map_err(|error| failed(error.to_string()))?;
                secret::guarded(path, &about).map_err(failed)?;
            }
        }
        for (variable, text) in environment {
            match Key::of_variable(&variable) {
                Ok(None) => {}
                // An empty variable is how a shell unsets one for a moment.
                Ok(Some(_)) if text.is_empty() => {}
                Ok(Some(key)) => {
                    let value = of_variable(key, &text);
                    settings.values.insert(key.name, Written { value, origin: variable });
                }
                Err(()) => {
                    let name = variable.trim_start_matches("ROLLBOOK_").to_ascii_lowercase();
                    let near = near(&name).into_iter().collect();
                    return Err(ConfigError::Unknown { origin: "the environment".to_owned(), key: variable, near });
                }
            }
        }
        Ok(settings)
    }

    /// Takes the values of a table whose keys begin with `prefix`.
    fn take(&mut self, origin: &str, prefix: &str, table: Table) -> Result<(), ConfigError> {
        for (name, value) in table {
            let full = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
            match (Key::named(&full), value) {
                (Some(key), value) => {
                    let written = Written { value, origin: origin.to_owned() };
                    self.values.insert(key.name, written);
                }
                (None, Value::Table(part)) if prefix.is_empty() && is_section(&full) => {
                    self.take(origin, &full, part)?;
                }
                (None, _) => {
                    let near = near(&full).into_iter().collect();
                    return Err(ConfigError::Unknown { origin: origin.to_owned(), key: full, near });
                }
            }
        }
        Ok(())
    }

    /// Sets a value as if the command line had written it.
    pub fn set(&mut self, name: &'static str, text: &str, origin: &str) {
        if let Some(key) = Key::named(name) {
            let written = Written { value: of_variable(key, text), origin: origin.to_owned() };
            self.values.insert(key.name, written);
        }
    }

    /// Takes a value away.
    pub fn unset(&mut self, name: &str) {
        self.values.remove(name);
    }

    /// How people reach the server.
    pub fn base_url(&self) -> Result<BaseUrl, ConfigError> {
        web::base_url(self)
    }

    /// The keys of second factors, where there are any.
    pub fn factor_keys(&self) -> Result<Option<FactorKeys>, ConfigError> {
        super::factor_keys(self)
    }

    /// Whether there is a value.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// The error of a value that can't be used.
    pub(crate) fn wrong(&self, name: &str, why: String) -> ConfigError {
        let origin = self.values.get(name).map_or("missing", |written| written.origin.as_str()).to_owned();
        ConfigError::Wrong { key: name.to_owned(), origin, why }
    }

    /// The error of a value that has to be there.
    pub(crate) fn missing(name: &'static str) -> ConfigError {
        let variable = Key::named(name).map(Key::variable).unwrap_or_default();
        ConfigError::Missing { key: name, variable }
    }

    /// A text.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, ConfigError> {
        match self.values.get(name).map(|written| &written.value) {
            None => Ok(None),
            Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text)),
            Some(Value::String(_)) => Err(self.wrong(name, "It is empty.".to_owned())),
            Some(_) => Err(self.wrong(name, "It has to be text in quotes.".to_owned())),
        }
    }

    /// A number in a range.
    pub(crate) fn number(&self, name: &str, range: RangeInclusive<i64>) -> Result<Option<i64>, ConfigError> {
        match self.values.get(name).map(|written| &written.value) {
            None => Ok(None),
            Some(Value::Integer(number)) if range.contains(number) => Ok(Some(*number)),
            Some(_) => {
                let why = format!("It has to be a whole number from {} to {}.", range.start(), range.end());
                Err(self.wrong(name, why))
            }
        }
    }

    /// Several texts.
    pub(crate) fn list(&self, name: &str) -> Result<Vec<&str>, ConfigError> {
        let not_a_list = || self.wrong(name, "It has to be a list of texts, as in [\"one\", \"two\"].".to_owned());
        match self.values.get(name).map(|written| &written.value) {
            None => Ok(Vec::new()),
            Some(Value::Array(all)) => all.iter().map(|one| one.as_str().ok_or_else(not_a_list)).collect(),
            Some(_) => Err(not_a_list()),
        }
    }

    /// An address to listen at.
    pub(crate) fn address(&self, name: &str) -> Result<Option<SocketAddr>, ConfigError> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let wrong = || self.wrong(name, format!("{text} is no address and port, such as 127.0.0.1:8080 or [::]:8080."));
        text.parse().map(Some).map_err(|_| wrong())
    }

    /// A file.
    pub(crate) fn path(&self, name: &str) -> Result<Option<PathBuf>, ConfigError> {
        Ok(self.text(name)?.map(PathBuf::from))
    }

    /// A secret that a file holds.
    pub(crate) fn secret_file(&self, name: &str) -> Result<Option<Secret<String>>, ConfigError> {
        let Some(path) = self.path(name)? else { return Ok(None) };
        secret::read(&path).map(Some).map_err(|why| self.wrong(name, why))
    }

    /// A secret that stands here itself, or in the file that another key names; not both.
    pub(crate) fn secret(&self, name: &str, file: &str) -> Result<Option<Secret<String>>, ConfigError> {
        match (self.text(name)?, self.has(file)) {
            (Some(_), true) => Err(self.wrong(file, format!("{name} is set as well. Keep one of them."))),
            (Some(text), false) => Ok(Some(Secret::new(text.to_owned()))),
            (None, _) => self.secret_file(file),
        }
    }
}

fn is_section(name: &str) -> bool {
    KEYS.iter().any(|key| key.name.split_once('.').is_some_and(|(section, _)| section == name))
}

/// A value as the environment writes it: lists are parted by commas.
fn of_variable(key: Key, text: &str) -> Value {
    match key.kind {
        Kind::Text | Kind::Secret => Value::String(text.to_owned()),
        // What is no number stays text, and is refused as such where it is asked for.
        Kind::Number => text.trim().parse().map_or_else(|_| Value::String(text.to_owned()), Value::Integer),
        Kind::List => {
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            Value::Array(parts.map(|part| Value::String(part.to_owned())).collect())
        }
    }
}

/// The known key that looks most like a wrong one, if any does.
fn near(wrong: &str) -> Option<&'static str> {
    let wrong: Vec<char> = wrong.chars().map(|c| if c == '_' { '.' } else { c }).collect();
    let distance = |key: &str| {
        let key: Vec<char> = key.chars().map(|c| if c == '_' { '.' } else { c }).collect();
        edits(&wrong, &key)
    };
    KEYS.iter().map(|key| (distance(key.name), key.name)).min().filter(|(edits, _)| *edits <= 3).map(|(_, name)| name)
}

/// How many letters have to be put in, taken out or changed.
fn edits(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

/// Where a file isn't TOML; its text may hold a secret, so nothing of it is repeated.
fn syntax(path: &Path, text: &str, error: &toml::de::Error) -> ConfigError {
    let at = error.span().map_or(0, |span| span.start).min(text.len());
    let line = text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
    let why = error.message().lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
    ConfigError::Syntax { path: path.to_owned(), line, why }
}
