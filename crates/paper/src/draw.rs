//! Draws pages as PDF/A-3.

use crate::{
    PaperError,
    flow::{HEIGHT, Mark, Placed, RULE, WIDTH},
    fonts::Fonts,
    ink::Ink,
    set::Block,
};
use krilla::{
    Document, SerializeSettings,
    configure::{Archival, ConfigurationBuilder},
    geom::{Path, PathBuilder, Point, Rect},
    page::PageSettings,
    surface::Surface,
    text::{GlyphId, KrillaGlyph},
};
use parley::Run;

/// The half of a bead's size, in points.
const BEAD: f32 = 2.6;
/// How far a circle's handles reach (four cubic curves).
const ROUND: f32 = 0.552_284_8;

/// A document that becomes PDF/A-3 with text that can be copied.
pub(crate) fn document() -> Result<Document, PaperError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_U)
        .finish()
        .map_err(|error| PaperError::Document(format!("{error:?}")))?;
    Ok(Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() }))
}

/// One page more.
pub(crate) fn page(document: &mut Document, fonts: &Fonts, marks: &[Placed]) -> Result<(), PaperError> {
    let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| PaperError::Document("no page".to_owned()))?;
    let mut page = document.start_page_with(size);
    let mut surface = page.surface();
    line(&mut surface, (RULE, 0.0), (RULE, HEIGHT), Ink::Margin, 0.75);
    for Placed { x, y, mark } in marks {
        match mark {
            Mark::Text(block) => text(&mut surface, fonts, block, *x, *y)?,
            Mark::Line(width, ink) => line(&mut surface, (*x, *y), (x + width, *y), *ink, 0.5),
            Mark::Bead { kept } => bead(&mut surface, *x, *y, *kept),
        }
    }
    surface.finish();
    page.finish();
    Ok(())
}

fn line(surface: &mut Surface<'_>, from: (f32, f32), to: (f32, f32), ink: Ink, width: f32) {
    let mut path = PathBuilder::new();
    path.move_to(from.0, from.1);
    path.line_to(to.0, to.1);
    shape(surface, path.finish(), None, Some((ink, width)));
}

fn bead(surface: &mut Surface<'_>, x: f32, y: f32, kept: bool) {
    let mut path = PathBuilder::new();
    if kept {
        let handle = BEAD * ROUND;
        path.move_to(x, y - BEAD);
        path.cubic_to(x + handle, y - BEAD, x + BEAD, y - handle, x + BEAD, y);
        path.cubic_to(x + BEAD, y + handle, x + handle, y + BEAD, x, y + BEAD);
        path.cubic_to(x - handle, y + BEAD, x - BEAD, y + handle, x - BEAD, y);
        path.cubic_to(x - BEAD, y - handle, x - handle, y - BEAD, x, y - BEAD);
        path.close();
        shape(surface, path.finish(), Some(Ink::Paper), Some((Ink::Muted, 1.0)));
    } else if let Some(square) = Rect::from_xywh(x - BEAD, y - BEAD, BEAD * 2.0, BEAD * 2.0) {
        path.push_rect(square);
        shape(surface, path.finish(), Some(Ink::Danger), None);
    }
}

fn shape(surface: &mut Surface<'_>, path: Option<Path>, fill: Option<Ink>, stroke: Option<(Ink, f32)>) {
    let Some(path) = path else { return };
    surface.set_fill(fill.map(Ink::fill));
    surface.set_stroke(stroke.map(|(ink, width)| ink.stroke(width)));
    surface.draw_path(&path);
    surface.set_stroke(None);
}

/// Signs of a run on their way to the page: they share their ink, and a box behind them where they are a code point.
#[derive(Default)]
struct Signs {
    glyphs: Vec<KrillaGlyph>,
    ink: Ink,
    boxed: bool,
    width: f32,
}

fn text(surface: &mut Surface<'_>, fonts: &Fonts, block: &Block, x: f32, y: f32) -> Result<(), PaperError> {
    for line in block.layout.lines() {
        let base = y + line.metrics().baseline;
        let mut at = x + line.metrics().offset;
        for run in line.runs() {
            at = signs(surface, fonts, block, &run, Point::from_xy(at, base))?;
        }
    }
    Ok(())
}

/// Draws a run; where it ends.
fn signs(
    surface: &mut Surface<'_>,
    fonts: &Fonts,
    block: &Block,
    run: &Run<'_, Ink>,
    from: Point,
) -> Result<f32, PaperError> {
    let font = fonts.drawn(run.font().data.id()).ok_or_else(|| PaperError::Document("a font is missing".to_owned()))?;
    let size = run.font_size();
    let mut at = from.x;
    let mut held = Signs::default();
    let mut flush = |held: &mut Signs, at: &mut f32| {
        let Signs { glyphs, ink, boxed, width } = std::mem::take(held);
        if boxed && let Some(behind) = Rect::from_xywh(*at - 0.8, from.y - size * 0.9, width + 1.6, size * 1.2) {
            let mut path = PathBuilder::new();
            path.push_rect(behind);
            shape(surface, path.finish(), Some(Ink::Sunken), Some((Ink::Edge, 0.5)));
        }
        if !glyphs.is_empty() {
            surface.set_fill(Some(ink.fill()));
            surface.draw_glyphs(Point::from_xy(*at, from.y), &glyphs, font.clone(), &block.told.said, size, false);
        }
        *at += width;
    };
    let mut swap = None;
    for cluster in run.visual_clusters() {
        let range = cluster.text_range();
        let now = block.told.swap(range.start);
        let ink = cluster.style().brush;
        // The space before a code point is room between two boxes, no sign of its own.
        let between = now.is_some() && cluster.is_space_or_nbsp();
        if now != swap || ink != held.ink || between {
            flush(&mut held, &mut at);
        }
        if between {
            at += cluster.advance();
            swap = None;
            continue;
        }
        swap = now;
        held.ink = ink;
        held.boxed = now.is_some();
        let said = block.told.said(&range);
        if cluster.is_ligature_continuation() {
            // A ligature's glyphs stand for all of its letters.
            if let Some(last) = held.glyphs.last_mut() {
                let together = last.text_range.start.min(said.start)..last.text_range.end.max(said.end);
                last.text_range = together;
            }
            continue;
        }
        for glyph in cluster.glyphs() {
            held.width += glyph.advance;
            held.glyphs.push(KrillaGlyph::new(
                GlyphId::new(glyph.id),
                glyph.advance / size,
                glyph.x / size,
                glyph.y / size,
                0.0,
                said.clone(),
                None,
            ));
        }
    }
    flush(&mut held, &mut at);
    Ok(at)
}
