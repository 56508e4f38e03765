//! The colours of documents: the tokens of the window's light theme, which are made for white paper too.

use krilla::{
    color::rgb,
    num::NormalizedF32,
    paint::{Fill, Stroke},
};

/// A colour by its use.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Ink {
    /// What is read first.
    #[default]
    Text,
    /// Values read second.
    Muted,
    /// Labels.
    Faint,
    /// What was taken away.
    Danger,
    /// Ruled lines.
    Rule,
    /// Edges.
    Edge,
    /// The one red line of every page.
    Margin,
    /// Behind code points.
    Sunken,
    /// White paper.
    Paper,
}

impl Ink {
    fn colour(self) -> rgb::Color {
        let (red, green, blue) = match self {
            Self::Text => (0x16, 0x24, 0x2d),
            Self::Muted => (0x47, 0x55, 0x5d),
            Self::Faint => (0x5d, 0x6a, 0x70),
            Self::Danger => (0xae, 0x2e, 0x2c),
            Self::Rule => (0xe0, 0xe7, 0xe9),
            Self::Edge => (0xcf, 0xd9, 0xdc),
            Self::Margin => (0xf2, 0xa6, 0xa8),
            Self::Sunken => (0xf4, 0xf7, 0xf8),
            Self::Paper => (0xff, 0xff, 0xff),
        };
        rgb::Color::new(red, green, blue)
    }

    pub(crate) fn fill(self) -> Fill {
        Fill { paint: self.colour().into(), opacity: NormalizedF32::ONE, ..Fill::default() }
    }

    /// A line, in points.
    pub(crate) fn stroke(self, width: f32) -> Stroke {
        Stroke { paint: self.colour().into(), width, ..Stroke::default() }
    }
}
