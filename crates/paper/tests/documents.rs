//! Documents as readers of other makers see them: poppler's text, picture, fonts and attachments (B14).
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use proptest::prelude::*;
use rollbook_paper::{Proof, Review, ReviewRow, review};
use std::{path::PathBuf, process::Command};
use tempfile::TempDir;

const SEAL: &str = "3fa9c1d2774b01ee8c55f0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5";
const SHEET: &str = "{ \"sheet\": \"rollbook access review 1\" }\n";

fn row<'a>(name: &'a str, kept: bool, reason: &'a str) -> ReviewRow<'a> {
    ReviewRow { name, email: "somebody@nordlys.example", standing: "Admin", kept, reason }
}

fn made(rows: Vec<ReviewRow<'_>>) -> Document {
    let bytes = review(&Review {
        organization: "Nordlys Rederi AS",
        by: "Sigrun Aasen",
        time: "2026-11-22 14:03 UTC",
        at: (2026, 11, 22, 14, 3, 7),
        entry: 412,
        rows,
        proof: Proof { head: 430, seal: SEAL, sheet: SHEET, file: "access-review-412.json" },
    })
    .unwrap();
    Document::of(&bytes)
}

/// A document on the disk, for readers that aren't ours.
struct Document {
    folder: TempDir,
}

impl Document {
    fn of(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("it.pdf"), bytes).unwrap();
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("it.pdf")
    }

    fn told(&self, program: &str, arguments: &[&str], after: &[&str]) -> String {
        let told = Command::new(program).args(arguments).arg(self.path()).args(after).output().unwrap();
        let said = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(told.status.success() && !said.contains("rror"), "{program}: {said}");
        String::from_utf8(told.stdout).unwrap()
    }

    fn text(&self) -> String {
        self.told("pdftotext", &["-raw"], &["-"])
    }

    /// The first page in grey, one byte a dot, at 72 dots an inch: so many dots a line.
    fn picture(&self) -> (usize, Vec<u8>) {
        let picture = self.folder.path().join("page");
        let picture = picture.to_str().unwrap();
        self.told("pdftoppm", &["-gray", "-r", "72", "-f", "1", "-l", "1", "-singlefile"], &[picture]);
        let bytes = std::fs::read(format!("{picture}.pgm")).unwrap();
        let mut head = bytes.splitn(4, u8::is_ascii_whitespace);
        let mut word = || std::str::from_utf8(head.next().unwrap()).unwrap().to_owned();
        assert_eq!(word(), "P5");
        let (width, height): (usize, usize) = (word().parse().unwrap(), word().parse().unwrap());
        (width, bytes[bytes.len() - width * height..].to_vec())
    }

    /// How many dots of a part of the first page aren't white.
    fn inked(&self, across: std::ops::Range<usize>, down: std::ops::Range<usize>) -> usize {
        let (width, dots) = self.picture();
        down.map(|y| across.clone().filter(|x| dots[y * width + x] < 0xf0).count()).sum()
    }
}

#[test]
fn b14_every_line_and_the_seal_are_in_the_text_in_every_script() {
    let names = [
        "Sigrun Åsen",
        "Θεοδώρα Παππά",
        "Trần Văn Đức",
        "Łukasz Wójcik",
        "Ольга Ґедройць",
        "李伟",
        "佐藤さくら",
        "김민준",
    ];
    let text = made(names.iter().map(|name| row(name, true, "")).collect()).text();
    for name in names {
        assert!(text.replace(' ', "").contains(&name.replace(' ', "")), "{name} in {text}");
    }
    for words in ["Access review", "Nordlys Rederi AS", "Entry 430", "8, all kept", "3fa9c1d2 774b01ee", "Page 1 of 1"]
    {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[test]
fn b14_scripts_that_run_the_other_way_and_that_join_come_of_fonts() {
    let document =
        made(["محمد کریمی‌نژاد", "יעל כהן", "दीपिका शर्मा", "สมชาย ใจดี"].map(|name| row(name, true, "")).to_vec());
    let fonts = document.told("pdffonts", &[], &[]);
    for font in ["RollbookArabic", "IBMPlexSansHebrew", "IBMPlexSansDevanagari", "IBMPlexSansThai"] {
        assert!(fonts.contains(font), "{font} in {fonts}");
    }
    assert!(fonts.lines().skip(2).all(|line| line.contains("yes yes yes")), "embedded, cut to what is shown, readable");
}

#[test]
fn b14_a_sign_that_no_font_has_is_seen() {
    let of = |reason| made(vec![row("Torleif Hauge", false, reason)]).inked(406..553, 224..252);
    let (nothing, latin, han, turned) = (of(""), of("Left"), of("在职"), of("\u{202e}"));
    assert_eq!(nothing, 0, "the reason stands there and nothing else");
    assert!(latin > 20 && han > 60 && turned > 60, "{latin} {han} {turned}");
}

#[test]
fn b14_what_was_taken_is_marked_on_the_rule() {
    let of = |kept| made(vec![row("Torleif Hauge", kept, "")]).inked(129..136, 224..252);
    assert_ne!(of(true), of(false), "a round bead is none that is square and full");
}

#[test]
fn b14_the_sheet_for_the_verifier_is_attached_as_it_is() {
    let document = made(vec![row("Torleif Hauge", false, "Left the yard")]);
    let out = document.folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    document.told("pdfdetach", &["-saveall", "-o", out.to_str().unwrap()], &[]);
    assert_eq!(std::fs::read_to_string(out.join("access-review-412.json")).unwrap(), SHEET);
    let claims = document.told("pdfinfo", &["-meta"], &[]);
    assert!(claims.contains("pdfaid:part>3<") && claims.contains("pdfaid:conformance>U<"), "{claims}");
}

#[test]
fn b14_a_long_review_has_its_heads_on_every_page_and_loses_no_line() {
    let names: Vec<String> = (1..=120).map(|n| format!("Name{n:03}")).collect();
    let document = made(names.iter().map(|name| row(name, name != "Name077", "A reason that is told")).collect());
    let text = document.text();
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(pages.len() > 4, "{}", pages.len());
    assert!(names.iter().all(|name| text.matches(name.as_str()).count() == 1));
    for (n, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("Page {} of {}", n + 1, pages.len())), "{page}");
        assert!(!page.contains("Name") || page.contains("Decision"), "{page}");
    }
    assert!(text.contains("120: 119 kept, 1 removed"));
}

#[test]
fn the_same_review_is_the_same_document() {
    let bytes = || std::fs::read(made(vec![row("李伟", true, "On call")]).path()).unwrap();
    assert!(bytes() == bytes());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_somebody_is_called_there_is_a_document(name in "\\PC{0,40}", reason in any::<String>(), long in "[a-z李א]{300}") {
        let document = made(vec![row(&name, true, &reason), row("Torleif", false, &long)]);
        prop_assert!(document.text().contains("Torleif"));
    }
}
