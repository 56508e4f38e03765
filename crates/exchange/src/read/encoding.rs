//! From bytes to characters. A byte order mark decides; then the shape of UTF-16;
//! then whether the bytes are UTF-8; and only then a guess.

use schemars::JsonSchema;
use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How the characters of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, the low byte first: "Unicode text" of spreadsheets.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// Western European; Latin-1 is read as this.
    Windows1252,
    /// Central European.
    Windows1250,
    /// Cyrillic.
    Windows1251,
    /// Greek.
    Windows1253,
    /// Turkish.
    Windows1254,
    /// Baltic.
    Windows1257,
    /// Central European, as Unix systems wrote it.
    Iso88592,
    /// Western European, as old Macs wrote it. Never guessed.
    Macintosh,
    /// Japanese.
    ShiftJis,
    /// Chinese, simplified.
    Gbk,
    /// Chinese, traditional.
    Big5,
    /// Korean.
    EucKr,
}

impl Encoding {
    const ALL: [Self; 15] = [
        Self::Utf8,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Windows1252,
        Self::Windows1250,
        Self::Windows1251,
        Self::Windows1253,
        Self::Windows1254,
        Self::Windows1257,
        Self::Iso88592,
        Self::Macintosh,
        Self::ShiftJis,
        Self::Gbk,
        Self::Big5,
        Self::EucKr,
    ];

    const fn library(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::Windows1252 => encoding_rs::WINDOWS_1252,
            Self::Windows1250 => encoding_rs::WINDOWS_1250,
            Self::Windows1251 => encoding_rs::WINDOWS_1251,
            Self::Windows1253 => encoding_rs::WINDOWS_1253,
            Self::Windows1254 => encoding_rs::WINDOWS_1254,
            Self::Windows1257 => encoding_rs::WINDOWS_1257,
            Self::Iso88592 => encoding_rs::ISO_8859_2,
            Self::Macintosh => encoding_rs::MACINTOSH,
            Self::ShiftJis => encoding_rs::SHIFT_JIS,
            Self::Gbk => encoding_rs::GBK,
            Self::Big5 => encoding_rs::BIG5,
            Self::EucKr => encoding_rs::EUC_KR,
        }
    }

    /// What the bytes are written in, as well as can be told.
    pub(super) fn detect(bytes: &[u8]) -> Self {
        if let Some(marked) = Self::by_mark(bytes) {
            marked
        } else if let Some(wide) = wide(bytes) {
            wide
        } else if std::str::from_utf8(bytes).is_ok() {
            Self::Utf8
        } else {
            guess(bytes)
        }
    }

    fn by_mark(bytes: &[u8]) -> Option<Self> {
        let (marked, _) = encoding_rs::Encoding::for_bom(bytes)?;
        Self::ALL.into_iter().find(|e| e.library() == marked)
    }

    /// The encoding that was used and the characters, without a byte order mark.
    /// Bytes that mean nothing become U+FFFD.
    pub(super) fn decode(bytes: &[u8], wished: Option<Self>) -> (Self, Cow<'_, str>) {
        let used = Self::by_mark(bytes).or(wished).unwrap_or_else(|| Self::detect(bytes));
        let (text, _) = used.library().decode_with_bom_removal(bytes);
        (used, text)
    }
}

/// Enough to see a habit in.
const SAMPLE: usize = 4096;

/// UTF-16 without a mark: in tables every second byte is mostly zero.
fn wide(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (pairs, _) = sample.as_chunks::<2>();
    let zeros = |at: usize| pairs.iter().filter(|pair| pair[at] == 0).count();
    let (high_first, low_first) = (zeros(0), zeros(1));
    let enough = pairs.len().div_ceil(3).max(1);
    if low_first >= enough && high_first * 10 <= low_first {
        Some(Encoding::Utf16Le)
    } else if high_first >= enough && low_first * 10 <= high_first {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

fn guess(bytes: &[u8]) -> Encoding {
    const ENOUGH: usize = 1024 * 1024;
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(ENOUGH)], bytes.len() <= ENOUGH);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    Encoding::ALL.into_iter().find(|e| e.library() == guessed).unwrap_or(Encoding::Windows1252)
}
