//! Lays blocks out on pages of A4: the red rule with the margin left of it, the record right of it, and a page's end
//! where nothing fits any more.

use crate::{
    ink::Ink,
    set::{Block, Setter, Style},
};

/// A4, in points.
pub(crate) const WIDTH: f32 = 595.276;
/// A4, in points.
pub(crate) const HEIGHT: f32 = 841.89;
/// The red rule.
pub(crate) const RULE: f32 = 132.0;
/// Where the margin's words begin.
pub(crate) const MARGIN: f32 = 42.0;
/// Where the record begins.
pub(crate) const RECORD: f32 = 148.0;
/// Where it ends.
pub(crate) const END: f32 = WIDTH - 42.0;
/// The first line of a page.
const TOP: f32 = 54.0;
/// Where a page is full.
const BOTTOM: f32 = HEIGHT - 66.0;
/// The foot's line.
const FOOT: f32 = HEIGHT - 46.0;

/// Something on a page.
pub(crate) enum Mark {
    /// A text, by its upper left corner.
    Text(Box<Block>),
    /// A horizontal line of so many points.
    Line(f32, Ink),
    /// A bead on the rule, by its middle: round and open for what stays, square and full for what was taken.
    Bead {
        /// Whether it stays.
        kept: bool,
    },
}

/// Where something is.
pub(crate) struct Placed {
    /// From the left, in points.
    pub(crate) x: f32,
    /// From the top, in points.
    pub(crate) y: f32,
    /// What.
    pub(crate) mark: Mark,
}

/// A document's pages on their way.
pub(crate) struct Flow<'a> {
    pub(crate) setter: &'a mut Setter,
    pages: Vec<Vec<Placed>>,
    y: f32,
}

impl<'a> Flow<'a> {
    pub(crate) fn new(setter: &'a mut Setter) -> Self {
        Self { setter, pages: vec![Vec::new()], y: TOP }
    }

    /// Makes room for something that isn't broken over two pages; says whether a page began.
    pub(crate) fn room(&mut self, height: f32) -> bool {
        let full = self.y + height > BOTTOM && self.y > TOP;
        if full {
            self.pages.push(Vec::new());
            self.y = TOP;
        }
        full
    }

    /// Goes down by so many points.
    pub(crate) fn skip(&mut self, height: f32) {
        self.y += height;
    }

    /// Puts something down, so far below where the page stands.
    pub(crate) fn put(&mut self, x: f32, below: f32, mark: Mark) {
        let y = self.y + below;
        if let Some(page) = self.pages.last_mut() {
            page.push(Placed { x, y, mark });
        }
    }

    /// A text in the record, over its whole width, and on to below it.
    pub(crate) fn paragraph(&mut self, text: &str, style: Style) {
        let block = self.setter.set(text, style, END - RECORD);
        let height = block.height();
        self.room(height);
        self.put(RECORD, 0.0, Mark::Text(block));
        self.skip(height);
    }

    /// The pages, each with its foot: what the document is, and which page of how many.
    pub(crate) fn finish(self, foot: &str) -> Vec<Vec<Placed>> {
        let Self { setter, mut pages, .. } = self;
        let many = pages.len();
        let small = Style::new(7.5, Ink::Faint);
        for (n, page) in pages.iter_mut().enumerate() {
            let named = setter.set(foot, small, END - RECORD - 70.0);
            let number = setter.set(&format!("Page {} of {many}", n + 1), small.to_the_right(), 66.0);
            page.push(Placed { x: RECORD, y: FOOT - 6.0, mark: Mark::Line(END - RECORD, Ink::Rule) });
            page.push(Placed { x: RECORD, y: FOOT, mark: Mark::Text(named) });
            page.push(Placed { x: END - 66.0, y: FOOT, mark: Mark::Text(number) });
            page.push(Placed { x: MARGIN, y: FOOT, mark: Mark::Text(setter.set("Rollbook", small, RULE - MARGIN)) });
        }
        pages
    }
}
