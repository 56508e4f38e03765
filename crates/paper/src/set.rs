//! Sets texts: shapes them, orders them by their scripts' directions, and wraps them to a width.

use crate::{
    fonts::{Fonts, MONO, SANS},
    ink::Ink,
    told::{Told, is_silent},
};
use parley::{
    Alignment, AlignmentOptions, FontFamily, FontWeight, Layout, LayoutContext, LineHeight, OverflowWrap, StyleProperty,
};
use std::collections::BTreeSet;

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// In points.
    size: f32,
    ink: Ink,
    strong: bool,
    mono: bool,
    align: Alignment,
}

impl Style {
    pub(crate) const fn new(size: f32, ink: Ink) -> Self {
        Self { size, ink, strong: false, mono: false, align: Alignment::Left }
    }

    pub(crate) const fn strong(self) -> Self {
        Self { strong: true, ..self }
    }

    pub(crate) const fn mono(self) -> Self {
        Self { mono: true, ..self }
    }

    /// Ends at the right edge of its room.
    pub(crate) const fn to_the_right(self) -> Self {
        Self { align: Alignment::Right, ..self }
    }
}

/// A text that is set.
pub(crate) struct Block {
    /// Its lines.
    pub(crate) layout: Layout<Ink>,
    /// What they say.
    pub(crate) told: Told,
}

impl Block {
    /// In points.
    pub(crate) fn height(&self) -> f32 {
        self.layout.height()
    }
}

/// Sets texts in the fonts of documents.
pub(crate) struct Setter {
    /// The fonts.
    pub(crate) fonts: Fonts,
    layouts: LayoutContext<Ink>,
}

impl Setter {
    pub(crate) fn new(fonts: Fonts) -> Self {
        Self { fonts, layouts: LayoutContext::new() }
    }

    /// A text in a room of so many points.
    pub(crate) fn set(&mut self, text: &str, style: Style, width: f32) -> Box<Block> {
        let mut missing = BTreeSet::new();
        loop {
            let told = Told::new(text, |at, sign| self.fonts.have(sign) && !missing.contains(&at));
            let layout = self.lay(&told, style, width);
            let block = Block { layout, told };
            // Signs that stand together come of one font: what each has alone, none may have together.
            let more = block.unset();
            if more.is_subset(&missing) {
                return Box::new(block);
            }
            missing.extend(more);
        }
    }

    fn lay(&mut self, told: &Told, style: Style, width: f32) -> Layout<Ink> {
        let mut builder = self.layouts.ranged_builder(&mut self.fonts.context, &told.shown, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::from(if style.mono { MONO } else { SANS })));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(if style.strong { 600.0 } else { 400.0 })));
        builder.push_default(StyleProperty::Brush(style.ink));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(1.4)));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        for swap in &told.swaps {
            builder.push(StyleProperty::FontFamily(FontFamily::from(MONO)), swap.shown.clone());
            builder.push(StyleProperty::FontWeight(FontWeight::new(400.0)), swap.shown.clone());
            builder.push(StyleProperty::FontSize(style.size * 0.8), swap.shown.clone());
        }
        let mut layout = builder.build(&told.shown);
        layout.break_all_lines(Some(width));
        layout.align(style.align, AlignmentOptions::default());
        layout
    }
}

impl Block {
    /// Where in the text signs are that no font sets as they stand: those of them that nobody sees, or else all.
    fn unset(&self) -> BTreeSet<usize> {
        let mut all = BTreeSet::new();
        let runs = self.layout.lines().flat_map(|line| line.runs().collect::<Vec<_>>());
        for cluster in runs.flat_map(|run| run.clusters().collect::<Vec<_>>()) {
            if cluster.glyphs().all(|glyph| glyph.id != 0) {
                continue;
            }
            let range = self.told.said(&cluster.text_range());
            let signs = self.told.said.get(range.clone()).unwrap_or_default().char_indices();
            let places = |silent: bool| {
                let wanted = signs.clone().filter(move |(_, sign)| !silent || is_silent(*sign));
                wanted.map(|(at, _)| range.start + at).collect::<Vec<_>>()
            };
            let silent = places(true);
            all.extend(if silent.is_empty() { places(false) } else { silent });
        }
        all
    }
}
