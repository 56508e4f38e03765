//! The fonts of documents, which come with the product: no document depends on what a machine has installed.

use crate::PaperError;
use krilla::text::Font;
use parley::{
    FontContext,
    fontique::{Blob, CharmapIndex, Collection, CollectionOptions, SourceCache},
};
use std::{collections::HashMap, sync::Arc};

const FILES: [(&str, &[u8]); 7] = [
    ("IBM Plex Sans", include_bytes!("../fonts/IBMPlexSans-Regular.ttf")),
    ("IBM Plex Sans SemiBold", include_bytes!("../fonts/IBMPlexSans-SemiBold.ttf")),
    ("Rollbook Arabic", include_bytes!("../fonts/RollbookArabic-Regular.ttf")),
    ("IBM Plex Sans Hebrew", include_bytes!("../fonts/IBMPlexSansHebrew-Regular.ttf")),
    ("IBM Plex Sans Thai", include_bytes!("../fonts/IBMPlexSansThai-Regular.ttf")),
    ("IBM Plex Sans Devanagari", include_bytes!("../fonts/IBMPlexSansDevanagari-Regular.ttf")),
    ("IBM Plex Mono", include_bytes!("../fonts/IBMPlexMono-Regular.ttf")),
];

/// Whom a text is set in, one after the other, until one has the sign.
pub(crate) const SANS: &str = "'IBM Plex Sans', 'Rollbook Arabic', 'IBM Plex Sans Hebrew', 'IBM Plex Sans Thai', \
                               'IBM Plex Sans Devanagari', 'IBM Plex Mono'";
/// What seals and code points are set in.
pub(crate) const MONO: &str = "'IBM Plex Mono', 'IBM Plex Sans'";

/// All fonts, read.
pub(crate) struct Fonts {
    /// As the layout knows them.
    pub(crate) context: FontContext,
    covered: Vec<(CharmapIndex, &'static [u8])>,
    /// As the document knows them, by the layout's id of their data.
    drawn: HashMap<u64, Font>,
}

impl Fonts {
    pub(crate) fn read() -> Result<Self, PaperError> {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut context = FontContext { collection: Collection::new(options), source_cache: SourceCache::default() };
        let (mut covered, mut drawn) = (Vec::new(), HashMap::new());
        for (name, bytes) in FILES {
            let blob = Blob::new(Arc::new(bytes));
            let font = Font::new(bytes.into(), 0).ok_or(PaperError::Font(name))?;
            drawn.insert(blob.id(), font);
            let families = context.collection.register_fonts(blob, None);
            let info = families.first().and_then(|(_, infos)| infos.first()).ok_or(PaperError::Font(name))?;
            covered.push((info.charmap_index(), bytes));
        }
        Ok(Self { context, covered, drawn })
    }

    /// Whether a font has a sign.
    pub(crate) fn have(&self, sign: char) -> bool {
        self.covered
            .iter()
            .any(|(index, bytes)| index.charmap(bytes).and_then(|map| map.map(sign)).is_some_and(|glyph| glyph != 0))
    }

    /// A font by the layout's id of its data.
    pub(crate) fn drawn(&self, id: u64) -> Option<&Font> {
        self.drawn.get(&id)
    }
}
