//! What the users screen asks, each question beside the bare statement for the same answer.

use crate::{bare::Statement, book::Book, error::BenchError, people::RARE};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use rollbook_directory::{
    Desk,
    contract::{Anchor, Sort, SortKey, UserFilter, UsersPage},
};
use rollbook_domain::{member::Tab, text::search_terms};
use rollbook_store::Arg;

/// How many rows the screen asks for at once.
const TAKE: u16 = 100;

/// Several questions of one kind.
pub(crate) struct Kind {
    /// What they are, in words.
    pub(crate) name: String,
    /// Each with the statements that could answer it; the quickest is the baseline.
    pub(crate) asks: Vec<Ask>,
}

/// A question, and statements for the same answer.
pub(crate) struct Ask {
    /// As the screen asks it.
    pub(crate) ours: UsersPage,
    /// As somebody would write it who knows the answer's size beforehand.
    pub(crate) bare: Vec<Statement>,
}

/// Everything that is asked of a filled file.
pub(crate) async fn all(book: &Book) -> Result<Vec<Kind>, BenchError> {
    let mut kinds = Vec::new();
    let default = (SortKey::LastActive, true);
    for (tab, name) in [(Tab::Active, "active"), (Tab::Pending, "pending"), (Tab::Archived, "archived")] {
        kinds.push(kind(book, format!("first page, {name}"), vec![page(tab, "", default, 0)]));
    }
    for (key, name) in
        [(SortKey::Name, "name"), (SortKey::Email, "e-mail"), (SortKey::Tier, "tier"), (SortKey::Added, "added")]
    {
        kinds.push(kind(book, format!("first page by {name}"), vec![page(Tab::Active, "", (key, false), 0)]));
    }
    for (sort, name) in [(default, "last active"), ((SortKey::Name, false), "name"), ((SortKey::Tier, false), "tier")] {
        let deep = deep_pages(book, sort).await?;
        kinds.push(kind(book, format!("next page, deep, by {name}"), deep.clone()));
        let far = deep.into_iter().map(|question| UsersPage { anchor: None, ..question }).collect();
        kinds.push(kind(book, format!("jump, far, by {name}"), far));
    }
    for (name, words) in words() {
        let asks = words.iter().map(|text| page(Tab::Active, text, default, 0)).collect();
        kinds.push(kind(book, name.to_owned(), asks));
    }
    Ok(kinds)
}

/// What is typed into the search field. Each entry is what stands there after one keystroke.
fn words() -> Vec<(&'static str, Vec<String>)> {
    let plain = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let typed = |name: &str| -> Vec<String> {
        name.char_indices().map(|(at, sign)| name[..at + sign.len_utf8()].to_owned()).collect()
    };
    let names = ["Nguyen Thi", RARE, "шевченко", "sigrun o'neill", "欧阳 静怡", "muller astrid", "Belcorba"];
    vec![
        ("keystroke, common word", plain(&["nguyen", "smith", "nordlys", "garcia", "王", "иванов", "example"])),
        ("keystroke, rare word", plain(&["quillfeather", "quillfe", "llfeath", "Quillfeather Ann", "quillf nordlys"])),
        ("keystroke, absent word", plain(&["zyzzyva", "quillz", "qqq", "шщшщ", "nguyen zyzzyva"])),
        ("keystroke, two letters", plain(&["li", "ng", "sm", "ив", "qu", "zz", "o'", "田中"])),
        (
            "keystroke, in between",
            plain(&["xanba", "zelbel", "bel cor dal", "sigrun smith", "wenka", "yorbel", "מזרחי", "zoe muller"]),
        ),
        ("keystroke, typing names", names.iter().flat_map(|name| typed(name)).collect()),
    ]
}

fn page(tab: Tab, text: &str, (key, descending): (SortKey, bool), offset: u64) -> UsersPage {
    let filter = UserFilter { text: text.to_owned(), ..Desk::whole_tab(tab) };
    UsersPage { filter, sort: Sort { key, descending }, offset, take: TAKE, anchor: None }
}

/// Pages anywhere in the list, each with the last row of the page before as its anchor.
async fn deep_pages(book: &Book, sort: (SortKey, bool)) -> Result<Vec<UsersPage>, BenchError> {
    let active = book.desk.users_counts().await?.active;
    let mut rng = StdRng::seed_from_u64(47);
    let mut all = Vec::new();
    for _ in 0..40 {
        let before = page(Tab::Active, "", sort, rng.random_range(active / 10..active * 8 / 10));
        let last = book.desk.users_page(&before).await?.last;
        let last: Anchor = last.ok_or_else(|| BenchError::of("a page in the middle is empty"))?;
        all.push(UsersPage { offset: last.offset + 1, anchor: Some(last), ..before });
    }
    Ok(all)
}

fn kind(book: &Book, name: String, questions: Vec<UsersPage>) -> Kind {
    let asks = questions.into_iter().map(|ours| Ask { bare: bare(book, &ours), ours }).collect();
    Kind { name, asks }
}

/// What a row of the answer consists of: its own columns, who added it, its link, its groups.
const COLUMNS: &str = "m.id, m.version, m.first_name, m.last_name, m.email, m.kind, m.tier, m.status, m.held, m.access, \
    m.second_factor, m.last_active, m.roll_day, m.roll_bits, m.added_at, m.added_seq, m.archived_at, m.name_key, m.email_key, m.phone, m.language, \
    (SELECT b.first_name || ' ' || b.last_name FROM member b WHERE b.id = m.added_by) AS added_by, \
    (SELECT max(l.expires) FROM link l WHERE l.member = m.id AND l.used_at IS NULL AND l.killed_at IS NULL) AS link_until, \
    (SELECT group_concat(hex(g.id) || g.name, ';') FROM member_grp x JOIN grp g ON g.id = x.grp WHERE x.member = m.id) AS of_groups";

/// The statements that answer a question: one that walks the sort index, and for words that the
/// search index knows one that begins there.
fn bare(book: &Book, question: &UsersPage) -> Vec<Statement> {
    let terms = search_terms(&question.filter.text);
    let needles: Vec<String> = terms.iter().map(|word| needle(word)).collect();
    let mut all = vec![statement(book, question, &needles, None)];
    if !needles.is_empty() {
        let mut trigrams: Vec<String> = needles.iter().flat_map(|needle| trigrams(needle)).collect();
        trigrams.sort();
        trigrams.dedup();
        all.push(statement(book, question, &needles, Some(trigrams.join(" AND "))));
    }
    all
}

/// The statement that walks the sort index.
pub(crate) fn walk(book: &Book, question: &UsersPage) -> Statement {
    statement(book, question, &[], None)
}

fn statement(book: &Book, question: &UsersPage, needles: &[String], query: Option<String>) -> Statement {
    let mut args: Vec<Arg> = Vec::new();
    let mut bind = |arg: Arg| {
        args.push(arg);
        format!("${}", args.len())
    };
    let column = match question.sort.key {
        SortKey::Name => "name_key",
        SortKey::Email => "email_key",
        SortKey::Tier => "tier",
        SortKey::LastActive => "last_active",
        SortKey::Added => "added_at",
    };
    let (direction, sign) = if question.sort.descending { ("DESC", "<") } else { ("ASC", ">") };
    let from = match query {
        Some(query) => format!(
            "member_fts f CROSS JOIN member m ON m.no = f.rowid WHERE f.member_fts MATCH {} AND ",
            bind(query.into())
        ),
        None => "member m WHERE ".to_owned(),
    };
    let tab = match question.filter.tab {
        Tab::Active => 0,
        Tab::Pending => 1,
        Tab::Archived => 2,
    };
    let mut where_all = vec![format!("m.organization = {}", bind(book.organization.to_bytes().into()))];
    where_all.push(format!("m.tab = {tab}"));
    where_all.extend(needles.iter().map(|needle| format!("instr(m.search, {}) > 0", bind(needle.as_str().into()))));
    let mut offset = question.offset;
    if let Some((no, value)) = question.anchor.as_ref().and_then(|anchor| anchor.cursor.split_once(':')) {
        let value = value.parse::<i64>().map_or_else(|_| Arg::from(value), Arg::Int);
        let (value, no) = (bind(value), bind(no.parse::<i64>().unwrap_or_default().into()));
        where_all.push(format!("(m.{column}, m.added_seq) {sign} ({value}, {no})"));
        offset = 0;
    }
    let offset = bind(i64::try_from(offset).unwrap_or(i64::MAX).into());
    let text = format!(
        "SELECT {COLUMNS} FROM {from}{} ORDER BY m.{column} {direction}, m.added_seq {direction} LIMIT {} OFFSET {offset}",
        where_all.join(" AND "),
        question.take
    );
    Statement::new(text, args)
}

/// How the schema says "begins with" for words shorter than a trigram: words begin after two spaces.
fn needle(word: &str) -> String {
    " ".repeat(3_usize.saturating_sub(word.chars().count())) + word
}

fn trigrams(needle: &str) -> Vec<String> {
    let signs: Vec<char> = needle.chars().collect();
    signs.windows(3).map(|three| format!("\"{}\"", three.iter().collect::<String>().replace('"', "\"\""))).collect()
}
