//! Whether a template that somebody wrote can be saved.

use minijinja::Environment;

use super::engine::{STONES, broken, engine, name};
use super::render::fill;
use super::{Part, Problem, Template, TemplateError, TemplateId, Vars, speech, variables};

const SUBJECT_LIMIT: usize = 200;
const BODY_LIMIT: usize = 50_000;

/// Refuses what can't be read, names an unknown variable, does more than naming and testing, or leaves the
/// link out: judged by the source, and by two mails written with the examples (all values, and only those
/// that are never empty).
pub fn validate(id: TemplateId, template: &Template) -> Result<(), TemplateError> {
    let engine = engine();
    let parts = [
        (Part::Subject, &template.subject, SUBJECT_LIMIT),
        (Part::Text, &template.text, BODY_LIMIT),
        (Part::Html, &template.html, BODY_LIMIT),
    ];
    for (part, source, limit) in parts {
        check_source(&engine, id, part, source, limit)?;
    }
    for vars in [Vars::examples(id), Vars::sparse_examples(id)] {
        check_mail(id, template, &vars)?;
    }
    Ok(())
}

fn check_source(
    engine: &Environment<'_>,
    id: TemplateId,
    part: Part,
    source: &str,
    limit: usize,
) -> Result<(), TemplateError> {
    let refuse = |line, problem| Err(TemplateError { part, line, problem });
    if source.trim().is_empty() {
        return refuse(None, Problem::Empty);
    }
    if source.chars().count() > limit {
        return refuse(None, Problem::TooLong { limit });
    }
    if part == Part::Subject && source.trim().contains(['\r', '\n']) {
        return refuse(Some(1), Problem::LineBreak);
    }
    speech::check(part, source)?;
    let template = engine.template_from_named_str(name(part), source).map_err(|error| broken(part, &error))?;
    let known = |word: &str| {
        variables(id).iter().any(|variable| variable.name == word) || (part == Part::Html && STONES.contains(&word))
    };
    // Sorted: the same template is always refused with the same words.
    let mut unknown: Vec<String> =
        template.undeclared_variables(false).into_iter().filter(|word| !known(word)).collect();
    unknown.sort_by_key(|word| (speech::line_naming(source, word), word.clone()));
    match unknown.into_iter().next() {
        Some(name) => refuse(speech::line_naming(source, &name), Problem::UnknownVariable { name }),
        None => Ok(()),
    }
}

fn check_mail(id: TemplateId, template: &Template, vars: &Vars) -> Result<(), TemplateError> {
    let mail = fill(id, template, "en", vars)?;
    let refuse = |part, problem| Err(TemplateError { part, line: None, problem });
    if mail.subject.is_empty() {
        return refuse(Part::Subject, Problem::Empty);
    }
    if vars.link.is_empty() {
        return Ok(());
    }
    if mail.subject.contains(&vars.link) {
        return refuse(Part::Subject, Problem::LinkInSubject);
    }
    if !mail.text.contains(&vars.link) {
        return refuse(Part::Text, Problem::LinkMissing);
    }
    if !mail.html.contains(&format!("href=\"{}\"", vars.link)) {
        return refuse(Part::Html, Problem::LinkMissing);
    }
    Ok(())
}
