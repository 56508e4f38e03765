//! People by chance that repeats: names of many scripts as often as a large organization has them,
//! and the tables that they come in.

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use rollbook_domain::time::DAY;
use std::fmt::Write as _;

/// Given and family names of one script or language, and how much of the organization has such ones.
struct Tongue {
    share: u32,
    language: &'static str,
    given: &'static [&'static str],
    family: &'static [&'static str],
}

const TONGUES: &[Tongue] = &[
    Tongue {
        share: 46,
        language: "en",
        given: &[
            "Ann", "Olivia", "Noah", "Sigrun", "Mateus", "Amelia", "Siobhán", "Zoë", "Grace", "Björn", "Emil", "Chloé",
            "José", "Renée", "Lea", "Finn", "Astrid", "Jakub", "Łukasz", "Željko", "Márta", "Ștefan", "Aino",
            "Kristjan",
        ],
        family: &[
            "Smith",
            "O'Neill",
            "García",
            "Müller",
            "Straße",
            "Þórsson",
            "Ångström",
            "Wójcik",
            "Kovács",
            "Novák",
            "Öztürk",
            "Yıldırım",
            "Silva",
            "Rossi",
            "Jensen",
            "Nordlys",
            "van der Berg",
            "Dupont",
            "Ionescu",
            "Virtanen",
        ],
    },
    Tongue {
        share: 10,
        language: "vi",
        given: &["Thị Minh Hạnh", "Văn Dũng", "Quỳnh Anh", "Đức Huy", "Thanh Hà"],
        family: &["Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Phạm", "Đặng"],
    },
    Tongue {
        share: 9,
        language: "zh",
        given: &["小明", "伟", "芳", "秀英", "娜", "磊", "洋", "静怡"],
        family: &["王", "李", "张", "刘", "陈", "杨", "欧阳"],
    },
    Tongue {
        share: 7,
        language: "ru",
        given: &["Тарас", "Алёна", "Иван", "Ольга", "Дмитрий", "Юлія"],
        family: &["Шевченко", "Иванов", "Кузнецова", "Попов", "Ткачук", "Соколова"],
    },
    Tongue {
        share: 7,
        language: "ja",
        given: &["さくら", "陽翔", "ガブリエル", "結衣", "健太"],
        family: &["田中", "山本", "佐藤", "鈴木", "渡辺"],
    },
    Tongue {
        share: 6,
        language: "ar",
        given: &["عُمَر", "فاطمة", "محمد", "ليلى", "يوسف"],
        family: &["الحدّاد", "المصري", "حسن", "خوري", "العلي"],
    },
    Tongue {
        share: 5,
        language: "hi",
        given: &["किरण", "प्रिया", "अर्जुन", "सुनीता"],
        family: &["शर्मा", "पटेल", "सिंह", "गुप्ता"],
    },
    Tongue { share: 4, language: "ko", given: &["지민", "서연", "민준"], family: &["김", "이", "박", "최"] },
    Tongue {
        share: 3,
        language: "el",
        given: &["Θεοδώρα", "Γιώργος", "Ελένη"],
        family: &["Παππά", "Παπαδόπουλος", "Γεωργίου"],
    },
    Tongue {
        share: 2, language: "he", given: &["שָׂרָה", "דוד", "נועה"], family: &["כֹּהֵן", "לוי", "מזרחי"]
    },
    Tongue {
        share: 1, language: "th", given: &["ณัฐ", "มาลี"], family: &["ศรีสุข", "จันทร์"]
    },
];

/// Syllables of which made-up family names and addresses consist; a third of all people have one.
const SYLLABLES: &[&str] = &[
    "ba", "bel", "cor", "dal", "den", "fer", "gan", "hol", "is", "jor", "ka", "lin", "mar", "nes", "or", "pel", "qui",
    "ran", "sel", "tor", "ul", "ver", "wen", "xan", "yor", "zel",
];

/// A name that a handful of people have, whatever the size of the organization.
pub(crate) const RARE: &str = "Quillfeather";
/// How many they are, at most.
const RARE_PEOPLE: u64 = 12;

const GROUPS: &[&str] = &[
    "Accounting",
    "Brand",
    "Crew planning",
    "Data",
    "Design",
    "Engineering",
    "Facilities",
    "Finance",
    "Fleet",
    "Field work",
    "Help desk",
    "Information security",
    "Internal audit",
    "Legal",
    "Logistics",
    "Marketing",
    "Operations",
    "Payroll",
    "People",
    "Procurement",
    "Quality",
    "Research",
    "Safety",
    "Sales north",
    "Sales south",
    "Support",
    "Training",
    "Treasury",
    "Vessel engineers",
    "Warehouse",
];

/// The table of the groups.
pub(crate) fn groups_csv() -> Vec<u8> {
    let mut csv = "Group,Description\n".to_owned();
    for name in GROUPS {
        csv.push_str(name);
        csv.push_str(",Everyone in it\n");
    }
    csv.into_bytes()
}

/// A source of people; the same seed and size give the same people.
pub(crate) struct People {
    rng: StdRng,
    /// One in so many has the rare name.
    rare: u64,
    now: i64,
    count: u64,
}

impl People {
    /// People for an organization of `size` as of `now`, in milliseconds since 1970 UTC.
    pub(crate) fn new(size: u64, now: i64) -> Self {
        Self { rng: StdRng::seed_from_u64(41), rare: (size / RARE_PEOPLE).max(1), now, count: 0 }
    }

    /// People whom no other source gives.
    #[cfg(target_os = "linux")]
    pub(crate) fn beyond(size: u64, now: i64) -> Self {
        Self { count: 1_000_000_000, ..Self::new(size, now) }
    }

    /// A table of the next `rows` people. Where they are invited, nobody is suspended or archived.
    pub(crate) fn csv(&mut self, rows: u64, invited: bool) -> Vec<u8> {
        let mut csv = "Email,First name,Last name,Role,Groups,Status,Phone,Language,Last active\n".to_owned();
        for _ in 0..rows {
            self.line(&mut csv, invited);
        }
        csv.into_bytes()
    }

    fn line(&mut self, csv: &mut String, invited: bool) {
        self.count += 1;
        let tongue = self.tongue();
        let given = self.one_of(tongue.given);
        let family = self.family(tongue);
        let (number, domain) = (self.count, self.domain());
        let address = format!("{}.{}{number}@{domain}", self.made_up(2), self.made_up(1));
        // The plan has room for a few administrators only (R21).
        let role = if !invited && (2..12).contains(&self.count) { "Admin" } else { "User" };
        let groups: Vec<&str> = (0..self.rng.random_range(0..4)).map(|_| self.one_of(GROUPS)).collect();
        let status = match self.rng.random_range(0..100) {
            _ if invited || role == "Admin" => "Active",
            0..9 => "Archived",
            9..12 => "Suspended",
            _ => "Active",
        };
        let phone =
            if self.chance(30) { format!("+47 {:08}", self.rng.random_range(0..100_000_000)) } else { String::new() };
        let last = if invited || self.chance(8) { String::new() } else { self.last_active() };
        // A line into a text can't fail.
        let _ = writeln!(
            csv,
            "{address},{given},{family},{role},\"{}\",{status},{phone},{},{last}",
            groups.join("; "),
            tongue.language
        );
    }

    fn tongue(&mut self) -> &'static Tongue {
        let mut at = self.rng.random_range(0..TONGUES.iter().map(|tongue| tongue.share).sum());
        for tongue in TONGUES {
            if at < tongue.share {
                return tongue;
            }
            at -= tongue.share;
        }
        &TONGUES[0]
    }

    fn family(&mut self, tongue: &Tongue) -> String {
        if self.count % self.rare == self.rare / 2 {
            return RARE.to_owned();
        }
        if !self.chance(33) {
            return self.one_of(tongue.family).to_owned();
        }
        let name = self.made_up(3);
        let (first, rest) = name.split_at(1);
        first.to_uppercase() + rest
    }

    /// Some made-up words are had by many, most by few, as it is with names.
    fn made_up(&mut self, syllables: usize) -> String {
        let skewed = |rng: &mut StdRng| {
            let (one, other) = (rng.random_range(0..SYLLABLES.len()), rng.random_range(0..SYLLABLES.len()));
            SYLLABLES[one.min(other)]
        };
        (0..syllables).map(|_| skewed(&mut self.rng)).collect()
    }

    fn domain(&mut self) -> &'static str {
        if self.chance(80) { "nordlys.example" } else { "nordlys-crew.example" }
    }

    fn last_active(&mut self) -> String {
        // Most were here lately.
        let days = self.rng.random_range(0..21_i64) * self.rng.random_range(0..21_i64);
        let at = self.now - days * DAY - self.rng.random_range(0..DAY);
        jiff::Timestamp::from_millisecond(at).map_or_else(|_| String::new(), |at| at.to_string())
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.rng.random_range(0..all.len())]
    }

    fn chance(&mut self, of_hundred: u32) -> bool {
        self.rng.random_range(0..100) < of_hundred
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_people_and_the_rare_name_stays_rare() {
        let table = |size| String::from_utf8(People::new(size, 1_795_248_000_000).csv(size, false)).unwrap();
        assert_eq!(table(1_000), table(1_000));
        assert_eq!(table(1_000).lines().count(), 1_001);
        for size in [1_000, 5_000] {
            let rare = table(size).matches(RARE).count();
            assert!((10..=14).contains(&rare), "{rare} of {size}");
        }
    }
}
