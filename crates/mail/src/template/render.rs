//! From a template and its values to a mail.

use std::collections::BTreeMap;

use minijinja::Environment;
use minijinja::value::Value;

use super::engine::{broken, engine, framed, name};
use super::{Catalogue, Part, RenderError, Template, TemplateError, TemplateId, Vars, speech, variables};

/// A mail, ready for the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line, no control characters.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// A whole HTML document.
    pub html: String,
    /// The language that was found.
    pub lang: String,
    /// Why the organization's own template was passed over, where it was: the built-in one went out
    /// instead, since a person who waits for a link can't mend a template.
    pub passed_over: Option<TemplateError>,
}

/// Writes that mail for a reader of `lang` (a tag such as `de` or `de-AT`; without a template in it, English).
///
/// Refused where a value is missing or the link isn't a web address.
pub fn render(catalogue: &Catalogue, id: TemplateId, lang: &str, vars: &Vars) -> Result<Rendered, RenderError> {
    check_values(id, vars)?;
    let mut passed_over = None;
    let mut last = None;
    for (lang, template, own) in catalogue.candidates(id, lang) {
        match fill(id, template, &lang, vars) {
            Ok(rendered) => {
                return Ok(Rendered { passed_over, ..rendered });
            }
            Err(error) if own => {
                tracing::warn!(template = %id, %lang, %error, "an organization’s mail template was passed over");
                passed_over = Some(error);
            }
            Err(error) => last = Some(error),
        }
    }
    let nothing = TemplateError { part: Part::Text, line: None, problem: super::Problem::Empty };
    Err(last.or(passed_over).unwrap_or(nothing).into())
}

fn check_values(id: TemplateId, vars: &Vars) -> Result<(), RenderError> {
    let values = vars.visible(id);
    for variable in variables(id) {
        let value = values.get(variable.name).copied().unwrap_or_default();
        if value.trim().is_empty() && !variable.may_be_empty {
            return Err(RenderError::ValueMissing { name: variable.name });
        }
        let is_web = value.starts_with("https://") || value.starts_with("http://");
        if variable.name == "link" && (!is_web || value.contains(char::is_whitespace)) {
            return Err(RenderError::BadLink);
        }
    }
    Ok(())
}

/// Fills in one template, without looking for another.
pub(super) fn fill(id: TemplateId, template: &Template, lang: &str, vars: &Vars) -> Result<Rendered, TemplateError> {
    let engine = engine();
    let subject = one_line(&part(&engine, Part::Subject, id, &template.subject, vars)?);
    let text = part(&engine, Part::Text, id, &template.text, vars)?;
    let body = part(&engine, Part::Html, id, &template.html, vars)?;
    let html = framed(&engine, lang, &subject, &vars.organization, body)?;
    Ok(Rendered { subject, text, html, lang: lang.to_owned(), passed_over: None })
}

fn part(
    engine: &Environment<'_>,
    part: Part,
    id: TemplateId,
    source: &str,
    vars: &Vars,
) -> Result<String, TemplateError> {
    speech::check(part, source)?;
    let values: BTreeMap<&str, Value> =
        vars.visible(id).into_iter().map(|(name, value)| (name, Value::from(value))).collect();
    engine.render_named_str(name(part), source, values).map_err(|error| broken(part, &error))
}

/// A value with a line break must not begin a second header: every run of blanks and control signs is one blank.
fn one_line(subject: &str) -> String {
    let words = subject.split(|sign: char| sign.is_whitespace() || sign.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
