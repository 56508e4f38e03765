//! How much of the template language a template may speak: names, `if`, and the two building stones.
//!
//! The engine knows more: assignments and string arithmetic double a text with every line, and would let one
//! organization's template take the server's memory. Those never reach the engine.

use super::{Part, Problem, TemplateError};

const TAGS: [&str; 4] = ["if", "elif", "else", "endif"];
const SIGNS: &str = "_.,()=!<>- \t\r\n";

/// Finds the first word or sign that isn't allowed.
pub(super) fn check(part: Part, source: &str) -> Result<(), TemplateError> {
    let mut at = 0;
    while let Some((begin, kind)) = next_block(source, at) {
        let inside = begin + 2;
        let end = if kind == Kind::Comment {
            source[inside..].find("#}").map_or(source.len(), |found| inside + found)
        } else {
            code(source, inside, kind).map_err(|(offset, found)| TemplateError {
                part,
                line: Some(line_of(source, offset)),
                problem: Problem::NotAllowed { found },
            })?
        };
        at = (end + 2).min(source.len());
    }
    Ok(())
}

/// The line of a byte offset, from 1.
pub(super) fn line_of(source: &str, offset: usize) -> usize {
    source.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

/// The line of the first block that holds `name` as a word of its own.
pub(super) fn line_naming(source: &str, name: &str) -> Option<usize> {
    let mut at = 0;
    while let Some((begin, kind)) = next_block(source, at) {
        let rest = &source[begin..];
        let end = begin + rest.find(kind.closing()).unwrap_or(rest.len());
        let mut words = source[begin..end].split(|sign: char| !sign.is_alphanumeric() && sign != '_');
        if kind != Kind::Comment && words.any(|word| word == name) {
            return Some(line_of(source, begin));
        }
        at = (end + 2).min(source.len());
    }
    None
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Value,
    Tag,
    Comment,
}

impl Kind {
    fn closing(self) -> &'static str {
        match self {
            Self::Value => "}}",
            Self::Tag => "%}",
            Self::Comment => "#}",
        }
    }
}

fn next_block(source: &str, from: usize) -> Option<(usize, Kind)> {
    let openings = [("{{", Kind::Value), ("{%", Kind::Tag), ("{#", Kind::Comment)];
    let found = openings.into_iter().filter_map(|(sign, kind)| Some((from + source[from..].find(sign)?, kind)));
    found.min_by_key(|(offset, _)| *offset)
}

/// Walks through one block; gives the offset of its end, or the first thing that isn't allowed and where.
fn code(source: &str, inside: usize, kind: Kind) -> Result<usize, (usize, String)> {
    let block = &source[inside..];
    if kind == Kind::Tag {
        let trimmed = block.trim_start_matches(['-', '+']).trim_start();
        let word: String = trimmed.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect();
        if !TAGS.contains(&word.as_str()) {
            return Err((inside, word));
        }
    }
    let mut quote = None;
    let mut escaped = false;
    for (offset, sign) in block.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if sign == '\\' => escaped = true,
            Some(open) if sign == open => quote = None,
            Some(_) => {}
            None if block[offset..].starts_with(kind.closing()) => return Ok(inside + offset),
            None if sign == '"' || sign == '\'' => quote = Some(sign),
            None if sign.is_ascii_alphanumeric() || SIGNS.contains(sign) => {}
            None => return Err((inside + offset, sign.to_string())),
        }
    }
    // Never closed: the engine says so, with its line.
    Ok(source.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(source: &str) -> Option<(Option<usize>, Problem)> {
        check(Part::Text, source).err().map(|error| (error.line, error.problem))
    }

    #[rstest::rstest]
    #[case::assignment("a\n{% set x = link %}", 2, "set")]
    #[case::loop_("{% for x in link %}{% endfor %}", 1, "for")]
    #[case::include("\n\n{%- include 'layout.html' %}", 3, "include")]
    #[case::macro_("{% macro a() %}{% endmacro %}", 1, "macro")]
    #[case::multiplied("{{ 'x' * 100000000 }}", 1, "*")]
    #[case::joined("{{ link ~ link }}", 1, "~")]
    #[case::listed("{{ [1] }}", 1, "[")]
    #[case::filtered("{{ link|upper }}", 1, "|")]
    #[case::after_a_comment("{# {{ #}{{ 1 * 2 }}", 1, "*")]
    #[case::after_a_quoted_brace("{{ '}}' }}{{ 1 * 2 }}", 1, "*")]
    #[case::after_an_escaped_quote(r"{{ 'a\'}}' }}{{ 1 * 2 }}", 1, "*")]
    fn what_could_grow_without_end_is_refused_with_its_line(
        #[case] source: &str,
        #[case] line: usize,
        #[case] found: &str,
    ) {
        let problem = Problem::NotAllowed { found: found.to_owned() };
        assert_eq!(refused(source), Some((Some(line), problem)));
    }

    #[rstest::rstest]
    #[case("Hello {{ person }}, 100 % * [sure] ~ | yes")]
    #[case("{% if inviter and not person %}a{% elif link %}b{% else %}c{% endif %}")]
    #[case("{{ button(link, \"Join * now ~ [here]\") }}{#- * -#}")]
    fn names_tests_and_plain_words_are_allowed(#[case] source: &str) {
        assert_eq!(refused(source), None);
    }

    #[test]
    fn a_name_is_found_only_as_a_whole_word_inside_braces() {
        let source = "name\n{{ names }}\n{# name #}\n{% if name %}x{% endif %}";
        assert_eq!(line_naming(source, "name"), Some(4));
        assert_eq!(line_naming(source, "other"), None);
    }
}
