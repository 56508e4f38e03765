//! Mail templates: what ships, what an organization may write, and what a reader gets.

use rollbook_mail::template::{
    Catalogue, Override, Part, Problem, RenderError, Template, TemplateError, TemplateId, Vars, render, validate,
    variables,
};

fn every_built_in() -> Vec<(TemplateId, String, Template)> {
    let catalogue = Catalogue::built_in();
    let mut all = Vec::new();
    for id in TemplateId::ALL {
        for lang in catalogue.languages(id) {
            all.push((id, lang.to_owned(), catalogue.shipped(id, lang).expect("listed").clone()));
        }
    }
    all
}

fn invitation(change: impl FnOnce(&mut Template)) -> Result<(), TemplateError> {
    let mut template = Catalogue::built_in().shipped(TemplateId::Invitation, "en").expect("built in").clone();
    change(&mut template);
    validate(TemplateId::Invitation, &template)
}

#[test]
fn every_built_in_template_passes_the_check_for_own_templates() {
    for (id, lang, template) in every_built_in() {
        assert_eq!(validate(id, &template), Ok(()), "{lang}/{id}");
    }
}

#[test]
fn every_mail_is_there_in_six_languages() {
    let catalogue = Catalogue::built_in();
    for id in TemplateId::ALL {
        assert_eq!(catalogue.languages(id), ["ar", "de", "en", "es", "fr", "ja"], "{id}");
    }
}

#[test]
fn every_variable_of_a_mail_with_a_link_is_told_to_the_reader() {
    for (id, lang, _) in every_built_in() {
        let vars = Vars::examples(id);
        let mail = render(&Catalogue::built_in(), id, &lang, &vars).unwrap();
        assert_eq!(mail.lang, lang);
        for value in [&vars.link, &vars.expires, &vars.inviter, &vars.organization, &vars.user_name, &vars.left_out] {
            assert!(mail.text.contains(value.as_str()), "{lang}/{id}: {value} is in the text");
            assert!(mail.html.contains(value.as_str()), "{lang}/{id}: {value} is in the HTML");
        }
        for left in ["{{", "{%", "  ,", " ,", "undefined"] {
            assert!(!mail.text.contains(left), "{lang}/{id}: no {left:?} is left in the text");
        }
    }
}

#[test]
fn the_frame_bears_the_red_margin_line_one_button_and_the_link_written_out() {
    let vars = Vars::examples(TemplateId::Invitation);
    for (lang, dir, start) in [
        ("en", "ltr", "left"),
        ("de", "ltr", "left"),
        ("es", "ltr", "left"),
        ("fr", "ltr", "left"),
        ("ja", "ltr", "left"),
        ("ar", "rtl", "right"),
    ] {
        let html = render(&Catalogue::built_in(), TemplateId::Invitation, lang, &vars).unwrap().html;
        assert!(html.contains(&format!("border-{start}:2px solid #d9777a")), "{lang}");
        assert!(html.contains("content=\"light dark\""), "{lang}: dark readers keep their colours");
        assert!(
            html.contains(&format!("<html lang=\"{lang}\" dir=\"{dir}\">")),
            "{lang}: screen readers pronounce it right"
        );
        assert_eq!(html.matches("background:#0b4f6c").count(), 1, "{lang}: one button");
        assert_eq!(html.matches(&format!("href=\"{}\"", vars.link)).count(), 2, "{lang}: button and address");
        assert!(html.contains(&format!(">{}</a>", vars.link)), "{lang}: written out");
        assert!(!html.contains("src=") && !html.contains("url("), "{lang}: nothing is loaded from anywhere");
    }
}

#[test]
fn a_name_with_markup_stays_a_name_in_html_and_in_the_frame() {
    let mut vars = Vars::examples(TemplateId::Invitation);
    vars.organization = "<script>alert(1)</script> & \"Sons\"".to_owned();
    vars.link = "https://a.example/l?x=1&y=2\"><b>".replace("\"><b>", "%22");
    let mail = render(&Catalogue::built_in(), TemplateId::Invitation, "en", &vars).unwrap();
    assert!(!mail.html.contains("<script>"), "markup in a value is text");
    assert!(mail.html.contains("&lt;script&gt;"));
    assert!(mail.html.contains("href=\"https://a.example/l?x=1&amp;y=2%22\""), "{}", mail.html);
    assert!(mail.text.contains("<script>alert(1)</script> & \"Sons\""), "plain text needs no escaping");
}

#[test]
fn a_line_break_in_a_name_begins_no_second_header() {
    let mut vars = Vars::examples(TemplateId::Invitation);
    vars.inviter = "Ingrid\r\nBcc: all@example.org\u{0} Solbakken".to_owned();
    let mail = render(&Catalogue::built_in(), TemplateId::Invitation, "en", &vars).unwrap();
    assert_eq!(mail.subject, "Ingrid Bcc: all@example.org Solbakken invited you to Nordlys Rederi");
}

#[test]
fn a_person_without_a_first_name_is_greeted_all_the_same() {
    let mut vars = Vars::examples(TemplateId::Invitation);
    vars.first_name.clear();
    let mail = render(&Catalogue::built_in(), TemplateId::Invitation, "en", &vars).unwrap();
    assert!(mail.text.starts_with("Hello,\n"), "{}", mail.text);
}

#[test]
fn a_password_link_says_whether_an_administrator_sent_it() {
    let mut vars = Vars::examples(TemplateId::PasswordLink);
    let sent = render(&Catalogue::built_in(), TemplateId::PasswordLink, "en", &vars).unwrap();
    assert!(sent.text.contains("Ingrid Solbakken sent you this link"));
    vars.inviter.clear();
    let asked = render(&Catalogue::built_in(), TemplateId::PasswordLink, "en", &vars).unwrap();
    assert!(asked.text.contains("It was not you?"));
}

#[test]
fn r2_a_mail_without_its_link_or_with_another_kind_of_link_is_not_written() {
    let catalogue = Catalogue::built_in();
    let mut vars = Vars::examples(TemplateId::Invitation);
    for bad in ["javascript:alert(1)", "//nordlys.example/l/1", "https://a.example/ x"] {
        vars.link = bad.to_owned();
        assert_eq!(render(&catalogue, TemplateId::Invitation, "en", &vars), Err(RenderError::BadLink), "{bad}");
    }
    vars.link.clear();
    let missing = Err(RenderError::ValueMissing { name: "link" });
    assert_eq!(render(&catalogue, TemplateId::Invitation, "en", &vars), missing);
}

#[test]
fn an_own_template_wins_in_its_language_only() {
    let own = Template {
        subject: "Ahoy".to_owned(),
        text: "Ahoy {{ person }}: {{ link }}".to_owned(),
        html: "<p>Ahoy {{ person }}</p>{{ button(link, \"Board\") }}".to_owned(),
    };
    assert_eq!(validate(TemplateId::Invitation, &own), Ok(()));
    let catalogue =
        Catalogue::built_in().with([Override { id: TemplateId::Invitation, lang: "de".to_owned(), template: own }]);
    let vars = Vars::examples(TemplateId::Invitation);
    assert_eq!(render(&catalogue, TemplateId::Invitation, "de-AT", &vars).unwrap().subject, "Ahoy");
    let french = render(&catalogue, TemplateId::Invitation, "fr", &vars).unwrap();
    assert_eq!(french.subject, "Ingrid Solbakken vous invite à rejoindre Nordlys Rederi");
    let other = render(&catalogue, TemplateId::Invitation, "nb", &vars).unwrap();
    assert_eq!(other.lang, "en", "no Norwegian template: English");
}

#[test]
fn an_own_template_that_fails_is_passed_over_and_the_link_still_goes_out() {
    let broken = Template {
        subject: "Ahoy".to_owned(),
        text: "{{ gone_since_the_update }}".to_owned(),
        html: "<p>Ahoy</p>".to_owned(),
    };
    let catalogue =
        Catalogue::built_in().with([Override { id: TemplateId::Invitation, lang: "en".to_owned(), template: broken }]);
    let vars = Vars::examples(TemplateId::Invitation);
    let mail = render(&catalogue, TemplateId::Invitation, "en", &vars).unwrap();
    assert!(mail.text.contains(&vars.link), "the built-in template went out");
    let why = mail.passed_over.expect("the administrators can be told");
    assert_eq!((why.part, why.line), (Part::Text, Some(1)));
}

#[test]
fn broken_braces_are_refused_with_their_line() {
    let error = invitation(|template| template.text = "Hello\n\n{{ link".to_owned()).unwrap_err();
    assert_eq!((error.part, error.line), (Part::Text, Some(3)));
    assert!(matches!(error.problem, Problem::Broken { .. }), "{error}");
    let error = invitation(|template| template.html = "{% if link %}\n{{ link }}".to_owned()).unwrap_err();
    assert_eq!(error.part, Part::Html);
    assert!(error.line.is_some(), "{error}");
}

#[test]
fn an_unknown_variable_is_refused_with_its_line_even_where_no_example_gets_to_it() {
    let error = invitation(|template| {
        template.text.push_str("\n{% if not email %}{{ pasword }}{% endif %}");
    })
    .unwrap_err();
    assert_eq!(error.problem, Problem::UnknownVariable { name: "pasword".to_owned() });
    assert_eq!(error.line, Some(15), "{error}");
    let words = error.to_string();
    assert_eq!(words, "Text, line 15: there is no variable \"pasword\". Choose one from the list");
}

#[test]
fn an_attribute_that_does_not_exist_is_refused() {
    let error = invitation(|template| template.text.push_str("\n{{ link.host }}")).unwrap_err();
    assert!(matches!(error.problem, Problem::Broken { .. }), "{error}");
}

#[rstest::rstest]
#[case::not_named("Hello")]
#[case::never_reached("{% if not link %}{{ link }}{% endif %}")]
#[case::only_with_a_first_name("{% if first_name %}{{ link }}{% endif %}")]
#[case::commented_out("{# {{ link }} #}Hello")]
fn r1_a_template_that_leaves_the_link_out_is_refused(#[case] text: &str) {
    let error = invitation(|template| template.text = text.to_owned()).unwrap_err();
    assert_eq!((error.part, error.problem), (Part::Text, Problem::LinkMissing));
    let error = invitation(|template| template.html = text.to_owned()).unwrap_err();
    assert_eq!((error.part, error.problem), (Part::Html, Problem::LinkMissing));
}

#[test]
fn a_mail_that_needs_no_link_can_do_without() {
    let plain = Template { subject: "Hi".to_owned(), text: "Hi".to_owned(), html: "<p>Hi</p>".to_owned() };
    assert_eq!(validate(TemplateId::Test, &plain), Ok(()));
    let error = validate(TemplateId::Test, &Template { text: "{{ link }}".to_owned(), ..plain }).unwrap_err();
    assert_eq!(error.problem, Problem::UnknownVariable { name: "link".to_owned() });
}

#[test]
fn a_subject_is_one_line_without_the_link() {
    let refused = |subject: &str| invitation(|template| template.subject = subject.to_owned()).unwrap_err();
    assert_eq!(refused("Come\naboard").problem, Problem::LineBreak);
    assert_eq!(refused("Open {{ link }}").problem, Problem::LinkInSubject, "subjects show on locked screens");
    assert_eq!(refused("  ").problem, Problem::Empty);
    assert_eq!(refused("{% if not link %}x{% endif %}").problem, Problem::Empty);
    assert_eq!(refused(&"x".repeat(201)).problem, Problem::TooLong { limit: 200 });
}

#[test]
fn a_template_that_asks_for_gigabytes_is_refused_before_it_runs() {
    let doubling = "{% set a = 'xxxxxxxxxx' %}".to_owned() + &"{% set a = a ~ a %}".repeat(40);
    for greedy in [doubling.as_str(), "{{ 'x' * 99999999 }}", "{% for a in person %}{% endfor %}"] {
        let error = invitation(|template| template.text = format!("{greedy}{{{{ link }}}}")).unwrap_err();
        assert!(matches!(error.problem, Problem::NotAllowed { .. }), "{error}");
        let own = Template { subject: "x".to_owned(), text: greedy.to_owned(), html: "x".to_owned() };
        let catalogue =
            Catalogue::built_in().with([Override { id: TemplateId::Invitation, lang: "en".to_owned(), template: own }]);
        let mail = render(&catalogue, TemplateId::Invitation, "en", &Vars::examples(TemplateId::Invitation)).unwrap();
        assert!(mail.passed_over.is_some(), "the same guard stands before rendering");
    }
}

#[test]
fn every_variable_is_explained() {
    for id in TemplateId::ALL {
        for variable in variables(id) {
            assert!(variable.explanation.ends_with('.') && !variable.example.is_empty(), "{id}: {}", variable.name);
        }
    }
}
