//! People for tests: records by chance that repeats, with names from many scripts.

use rand::{RngExt as _, SeedableRng, rngs::StdRng};
use rollbook_domain::{
    AccountId, Email, GroupId, IdSource, MemberId,
    group::Group,
    holding::Holds,
    member::{AccessMode, Kind, Member, Status, Tier},
};
use uuid::Uuid;

use crate::MORNING;

/// Given and family names from many scripts, with marks, ties, joiners, quotes and wildcards.
pub const NAMES: [(&str, &str); 24] = [
    ("Sigrun", "Nordlys"),
    ("Łukasz", "Wójcik"),
    ("Nguyễn Thị", "Minh Hạnh"),
    ("Ayşe", "Yıldırım"),
    ("Björn", "Þórsson"),
    ("Θεοδώρα", "Παππά"),
    ("Тарас", "Шевченко"),
    ("عُمَر", "الحدّاد"),
    ("שָׂרָה", "כֹּהֵן"),
    ("किरण", "शर्मा"),
    ("小明", "王"),
    ("さくら", "田中"),
    ("ガブリエル", "山本"),
    ("지민", "박"),
    ("ณัฐ", "ศรีสุข"),
    ("Müller", "Straße"),
    ("Siobhán", "O'Neill"),
    ("Robert\"); DROP", "TABLE member;--"),
    ("50%", "under_score"),
    ("back\\slash", "semi;colon"),
    ("👩\u{200d}🚀 Zoë", "Ångström"),
    ("08volt", ""),
    ("Ann", "An"),
    ("ann", "Lee"),
];

/// A source of people and ids that gives the same again for the same seed.
#[derive(Debug)]
pub struct Cast {
    /// The chance behind it.
    pub rng: StdRng,
    count: u32,
}

impl Cast {
    /// A cast for a seed.
    pub fn new(seed: u64) -> Self {
        Self { rng: StdRng::seed_from_u64(seed), count: 0 }
    }

    /// A whole number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.rng.random_range(0..end)
    }

    /// One of several, by chance.
    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// An active user under a name by chance, with an address that nobody else has.
    pub fn member(&mut self) -> Member {
        let (first, last) = self.one_of(&NAMES);
        self.named(first, last)
    }

    /// An active user with these names.
    pub fn named(&mut self, first: &str, last: &str) -> Member {
        self.count += 1;
        let address = format!("p{}.{}@nordlys.example", self.below(100), self.count);
        let email = Email::parse(&address).expect("an address");
        Member {
            id: MemberId::new(self),
            account: AccountId::new(self),
            first_name: first.to_owned(),
            last_name: last.to_owned(),
            email,
            kind: Kind::Regular,
            tier: Tier::User,
            status: Status::Active,
            held: Status::Active,
            access: AccessMode::Custom,
            language: "en".to_owned(),
            phone: String::new(),
            note: String::new(),
            groups: Vec::new(),
            holds: Holds::default(),
            added_by: None,
            added_at: MORNING,
            version: 0,
            has_password: false,
            second_factor: None,
        }
    }

    /// A group without parent and permissions.
    pub fn group(&mut self, name: &str) -> Group {
        Group {
            id: GroupId::new(self),
            name: name.to_owned(),
            description: String::new(),
            product: None,
            parent: None,
            built_in: false,
            permissions: Vec::new(),
        }
    }
}

impl IdSource for Cast {
    fn next(&mut self) -> Uuid {
        uuid::Builder::from_unix_timestamp_millis(MORNING.0.unsigned_abs(), &self.rng.random()).into_uuid()
    }
}
