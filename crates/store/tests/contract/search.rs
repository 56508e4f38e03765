//! Search: any script, any words in any order, and what looks like syntax is a text like any other.

use rollbook_domain::{
    Event, MemberId, Timestamp,
    member::{Member, Tab},
    text::fold,
};
use rollbook_store::{ListFilter, Order, PageAt, SortBy};
use rollbook_testkit::{Book, Engine, NAMES, contract};
use std::collections::BTreeSet;

contract![
    names_are_found_as_people_type_them,
    any_piece_of_any_name_finds_what_a_plain_filter_finds,
    a_word_that_everybody_has_is_found_too,
    a_new_name_is_found_and_the_old_one_is_not,
    hundreds_of_hits_come_in_the_order_of_the_list,
];

fn text(text: &str) -> ListFilter {
    ListFilter { text: text.to_owned(), ..ListFilter::tab(Tab::Active) }
}

/// The reference: words of one or two signs begin a word of name or address, longer ones stand
/// anywhere in one; a member matches when every word does.
fn matches(member: &Member, query: &str) -> bool {
    let folded = fold(&format!("{} {} {}", member.first_name, member.last_name, member.email));
    let words: Vec<&str> = folded.split(' ').collect();
    let typed = fold(&query.chars().take(200).collect::<String>());
    typed.split(' ').filter(|term| !term.is_empty()).take(8).all(|term| {
        let short = term.chars().count() < 3;
        words.iter().any(|word| if short { word.starts_with(term) } else { word.contains(term) })
    })
}

/// What page, count and ids say; all three have to say the same.
async fn found(book: &Book, filter: &ListFilter) -> BTreeSet<MemberId> {
    let at = PageAt { offset: 0, take: u16::MAX, anchor: None, total: None };
    let order = Order { by: SortBy::Name, descending: false };
    let page = book.store.member_page(book.organization, filter, order, &at).await.unwrap();
    let ids: BTreeSet<MemberId> = page.rows.iter().map(|row| row.id).collect();
    assert_eq!(ids.len(), page.rows.len(), "nobody twice");
    let count = book.store.member_count(book.organization, filter).await.unwrap();
    assert_eq!(count.all, ids.len() as u64, "{:?}", filter.text);
    assert!(page.total.is_none_or(|total| total == count.all), "{:?}", filter.text);
    let mut work = book.store.work(book.organization).await.unwrap();
    assert_eq!(work.member_count(filter).await.unwrap(), count);
    let mut numbered = Vec::new();
    loop {
        let part = work.member_ids(filter, numbered.last().map(|(no, _)| *no), 37).await.unwrap();
        if part.is_empty() {
            break;
        }
        numbered.extend(part);
    }
    assert!(numbered.is_sorted_by_key(|(no, _)| *no));
    assert_eq!(numbered.iter().map(|(_, id)| *id).collect::<BTreeSet<_>>(), ids, "{:?}", filter.text);
    ids
}

async fn everybody(book: &mut Book) -> Vec<Member> {
    let all: Vec<Member> = NAMES.iter().map(|(first, last)| book.cast.named(first, last)).collect();
    let events: Vec<Event> =
        all.iter().map(|member| Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: None }).collect();
    book.apply(&events).await;
    let owner = book.store.members(book.organization, &[book.owner]).await.unwrap().remove(0);
    all.into_iter().chain([owner]).collect()
}

async fn names_are_found_as_people_type_them(engine: Engine) {
    let mut book = Book::open(engine).await;
    let all = everybody(&mut book).await;
    for (typed, expected) in [
        ("lukasz", vec!["Łukasz"]),
        ("WOJC", vec!["Łukasz"]),
        ("hanh minh nguyen", vec!["Nguyễn Thị"]),
        ("Nguyễn", vec!["Nguyễn Thị"]),
        ("yildirim ayse", vec!["Ayşe"]),
        ("thorsson", vec!["Björn"]),
        ("θεοδωρα", vec!["Θεοδώρα"]),
        ("ШЕВЧ тарас", vec!["Тарас"]),
        ("عمر", vec!["عُمَر"]),
        ("כהן", vec!["שָׂרָה"]),
        ("किरण", vec!["किरण"]),
        ("करण", vec![]),
        ("小", vec!["小明"]),
        ("小明", vec!["小明"]),
        ("王", vec!["小明"]),
        ("明", vec![]),
        ("田中", vec!["さくら"]),
        ("カブ", vec![]),
        ("ガブ", vec!["ガブリエル"]),
        ("박", vec!["지민"]),
        ("strasse", vec!["Müller"]),
        ("o'ne", vec!["Siobhán"]),
        ("50%", vec!["50%"]),
        ("%", vec![]),
        ("_", vec![]),
        ("r_s", vec!["50%"]),
        ("k\\sl", vec!["back\\slash"]),
        ("\"); drop", vec!["Robert\"); DROP"]),
        ("\"", vec![]),
        ("'", vec![]),
        ("OR", vec![]),
        ("ann NOT", vec![]),
        ("an*", vec![]),
        ("👩\u{200d}🚀", vec!["👩\u{200d}🚀 Zoë"]),
        ("👩", vec!["👩\u{200d}🚀 Zoë"]),
        ("0", vec!["08volt"]),
        ("an", vec!["👩\u{200d}🚀 Zoë", "Ann", "ann"]),
        ("zzzz", vec![]),
    ] {
        let found = found(&book, &text(typed)).await;
        let mut names: Vec<&str> =
            all.iter().filter(|member| found.contains(&member.id)).map(|member| member.first_name.as_str()).collect();
        let mut expected = expected;
        names.sort_unstable();
        expected.sort_unstable();
        assert_eq!(names, expected, "{typed:?}");
    }
    for nothing_typed in ["", "   ", "\t\u{200b}", "\u{301}"] {
        assert_eq!(found(&book, &text(nothing_typed)).await.len(), all.len(), "{nothing_typed:?}");
    }
}

/// A piece of somebody's name or address, in a case by chance.
fn piece(book: &mut Book, all: &[Member]) -> String {
    let at = book.cast.below(all.len());
    let member = &all[at];
    let source = book.cast.one_of(&[member.first_name.as_str(), member.last_name.as_str(), member.email.as_str()]);
    let signs: Vec<char> = source.chars().collect();
    if signs.is_empty() {
        return "q".to_owned();
    }
    let from = book.cast.below(signs.len());
    let length = 1 + book.cast.below(6);
    let piece: String = signs.iter().skip(from).take(length).collect();
    match book.cast.below(4) {
        0 => piece.to_uppercase(),
        1 => format!("{piece}{}", book.cast.one_of(&['%', '_', '"', '\'', '\\', '*', '\u{0}', '-', '(', '^', ':'])),
        _ => piece,
    }
}

async fn any_piece_of_any_name_finds_what_a_plain_filter_finds(engine: Engine) {
    let mut book = Book::open(engine).await;
    let mut all = everybody(&mut book).await;
    for _ in 0..60 {
        let member = book.cast.member();
        book.add(&member).await;
        all.push(member);
    }
    let mut hits = 0;
    for _ in 0..250 {
        let words = 1 + book.cast.below(3);
        let query = (0..words).map(|_| piece(&mut book, &all)).collect::<Vec<_>>().join(" ");
        let expected: BTreeSet<MemberId> =
            all.iter().filter(|member| matches(member, &query)).map(|member| member.id).collect();
        hits += expected.len();
        assert_eq!(found(&book, &text(&query)).await, expected, "{query:?}");
    }
    assert!(hits > 500, "the queries found people: {hits}");
}

/// Beyond some 1,500 hits the search index no longer leads.
async fn a_word_that_everybody_has_is_found_too(engine: Engine) {
    let mut book = Book::open(engine).await;
    let mut all = everybody(&mut book).await;
    let more: Vec<Member> = (0..1_700).map(|_| book.cast.member()).collect();
    let events: Vec<Event> =
        more.iter().map(|member| Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: None }).collect();
    book.apply(&events).await;
    all.extend(more);
    for query in ["nordlys", "nordlys.example p1", "example ann", "nordlys zzz"] {
        let expected: BTreeSet<MemberId> =
            all.iter().filter(|member| matches(member, query)).map(|member| member.id).collect();
        assert_eq!(found(&book, &text(query)).await, expected, "{query:?}");
    }
}

async fn a_new_name_is_found_and_the_old_one_is_not(engine: Engine) {
    use rollbook_domain::event::{Change, Field};
    let mut book = Book::open(engine).await;
    let member = book.cast.named("Wilhelmina", "Ng");
    book.add(&member).await;
    let change = Change { field: Field::FirstName, before: "Wilhelmina".to_owned(), after: "Zoë".to_owned() };
    book.apply(&[Event::MemberChanged { member: member.id, changes: vec![change] }]).await;
    assert!(found(&book, &text("wilhelmina")).await.is_empty());
    assert_eq!(found(&book, &text("zoe ng")).await, BTreeSet::from([member.id]));
    book.apply(&[Event::MemberWithdrawn { member: Box::new(member) }]).await;
    assert!(found(&book, &text("zoe")).await.is_empty());
}

/// Among thousands, a few hundred who have the word and many who have only its pieces: the search
/// index finds both, and the pieces alone were here last.
async fn hundreds_of_hits_come_in_the_order_of_the_list(engine: Engine) {
    let mut book = Book::open(engine).await;
    let mut events = Vec::new();
    let mut expected = Vec::new();
    for number in 0..3_000_i64 {
        let (name, last) = match number {
            0..250 => ("Nanab", number % 70),
            250..380 => ("Nan Ana Nab", 100 + number),
            _ => ("Bo", number % 90),
        };
        let member = book.cast.named(name, "");
        if name == "Nanab" {
            expected.push((last, number, member.id));
        }
        events.push(Event::MemberAdded { member: Box::new(member), last_sign_in: Some(Timestamp(last)) });
    }
    book.apply(&events).await;
    expected.sort_unstable_by(|one, other| other.cmp(one));
    let expected: Vec<MemberId> = expected.into_iter().map(|(.., id)| id).collect();
    let order = Order { by: SortBy::LastActive, descending: true };
    let mut seen: Vec<MemberId> = Vec::new();
    let mut anchor = None;
    loop {
        let at = PageAt { offset: seen.len() as u64, take: 60, anchor, total: None };
        let page = book.store.member_page(book.organization, &text("nanab"), order, &at).await.unwrap();
        let Some(last) = page.rows.last() else { break };
        seen.extend(page.rows.iter().map(|row| row.id));
        anchor = Some((seen.len() as u64 - 1, last.cursor.clone()));
    }
    assert_eq!(seen, expected);
}
