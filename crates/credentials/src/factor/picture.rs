//! The picture that an app's camera reads.

use crate::Secret;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;
use zeroize::Zeroizing;

/// The quiet zone around a QR code that ISO/IEC 18004 asks for, in modules.
const QUIET: usize = 4;

/// A text as QR code: an SVG that stands in a page as it is, black on white in every theme, because many cameras read
/// nothing else. `label` is what a screen reader says; it is escaped here. `None` where the text is too long for a code.
pub fn picture(text: &Secret<String>, label: &str) -> Option<Secret<String>> {
    let Drawn { side, path } = drawn(text)?;
    let label = escaped(label);
    let head = format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{label}\"><path fill=\"#fff\" \
         d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" shape-rendering=\"crispEdges\" d=\""
    );
    Some(Secret::new(path.reveal(|path| format!("{head}{path}\"/></svg>"))))
}

/// A QR code as the path of an SVG.
#[derive(Debug)]
pub struct Drawn {
    /// How many units its sides are, with the quiet zone.
    pub side: u32,
    /// What is black in it.
    pub path: Secret<String>,
}

/// The same as what a page draws by itself. `None` where the text is too long for a code.
pub fn drawn(text: &Secret<String>) -> Option<Drawn> {
    let code = text.reveal(|text| QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M)).ok()?;
    let width = code.width();
    let modules =
        Zeroizing::new(code.to_colors().iter().map(|color| u8::from(*color == Color::Dark)).collect::<Vec<_>>());
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, other| one == other) {
            if run.first() == Some(&1) {
                // Writing into a text can't fail.
                let _ = write!(path, "M{} {}h{}v1h-{}z", x + QUIET, y + QUIET, run.len(), run.len());
            }
            x += run.len();
        }
    }
    Some(Drawn { side: u32::try_from(side).ok()?, path: Secret::new(path) })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, label: &str) -> Option<String> {
        picture(&Secret::new(text.to_owned()), label).map(|svg| svg.reveal(String::clone))
    }

    /// Reads the dark modules back out of the path.
    fn modules(svg: &str, side: usize) -> Vec<Vec<bool>> {
        let mut dark = vec![vec![false; side]; side];
        let path = svg.rsplit("d=\"").next().expect("a path");
        for run in path.split('M').skip(1) {
            let (place, rest) = run.split_once('h').expect("a run");
            let (x, y) = place.split_once(' ').expect("a place");
            let length: usize = rest.split('v').next().expect("a length").parse().expect("a number");
            let (x, y): (usize, usize) = (x.parse().expect("x"), y.parse().expect("y"));
            dark[y][x..x + length].fill(true);
        }
        dark
    }

    #[test]
    fn the_picture_holds_every_module_of_the_code_and_its_quiet_zone() {
        let text = "otpauth://totp/Nordlys:sigrun%40nordlys.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        let code = QrCode::with_error_correction_level(text, EcLevel::M).expect("a code");
        let svg = shown(text, "QR code").expect("a picture");
        let side = code.width() + 2 * QUIET;
        assert!(svg.contains(&format!("viewBox=\"0 0 {side} {side}\"")));
        let drawn = modules(&svg, side);
        for (y, row) in drawn.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                let inside = (QUIET..QUIET + code.width()).contains(&x) && (QUIET..QUIET + code.width()).contains(&y);
                let expected = inside && code[(x - QUIET, y - QUIET)] == Color::Dark;
                assert_eq!(*dark, expected, "module {x} {y}");
            }
        }
    }

    #[test]
    fn a_label_cannot_leave_its_attribute_and_an_endless_text_has_no_picture() {
        let svg = shown("x", "a \"<b>\" & c").expect("a picture");
        assert!(svg.contains("aria-label=\"a &quot;&lt;b&gt;&quot; &amp; c\""), "{svg}");
        assert!(shown(&"x".repeat(5000), "").is_none());
        // Nothing that a strict content security policy would stop.
        assert!(!svg.contains("style=") && !svg.contains("<script") && !svg.contains("xlink"));
    }
}
