//! Making a photo of what somebody sends: it is decoded within limits, turned upright, cut square, made
//! small and written anew, so nothing of the file remains but what is seen: no place, no camera, nothing
//! hidden in it. A bomb (a small file that claims to be a huge picture) is refused before it is decoded.

use image::{
    DynamicImage, ImageBuffer, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType, metadata::Orientation,
};
use rollbook_directory::Photo;
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// The largest file that is taken, in bytes.
pub(super) const FILE: usize = 10 * 1024 * 1024;
/// The longest side that is decoded, in pixels.
const SIDE: u32 = 12_000;
/// The most pixels that are decoded: what telephones take, and not much more.
const PIXELS: u64 = 50_000_000;
/// The most memory that decoding may take, in bytes.
const MEMORY: u64 = 400 * 1024 * 1024;
/// The photo's side, in pixels: twice what the largest place for it shows.
const SQUARE: u32 = 256;
/// How much of a picture is kept in a JPEG.
const QUALITY: u8 = 85;

/// Why a file can't be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(super) enum NotAPhoto {
    /// Not a picture of a kind that is taken, or a broken one.
    #[error("this isn’t a JPEG, PNG or WebP picture, or it is broken")]
    Unreadable,
    /// More pixels than are decoded.
    #[error("the picture is too large")]
    TooLarge,
}

/// A photo from the bytes of a file, whatever they are.
pub(super) fn photo(file: &[u8]) -> Result<Photo, NotAPhoto> {
    let (picture, orientation) = decoded(file)?;
    let bytes = encoded(&square(picture, orientation))?;
    Ok(Photo { digest: hex::encode(Sha256::digest(&bytes)), bytes })
}

fn decoded(file: &[u8]) -> Result<(DynamicImage, Orientation), NotAPhoto> {
    // What the bytes are decides, never a name or a type that came with them.
    let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_| NotAPhoto::Unreadable)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(NotAPhoto::Unreadable);
    }
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| refused(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS || decoder.total_bytes() > MEMORY {
        return Err(NotAPhoto::TooLarge);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| refused(&error))?;
    Ok((picture, orientation))
}

fn refused(error: &ImageError) -> NotAPhoto {
    if matches!(error, ImageError::Limits(_)) { NotAPhoto::TooLarge } else { NotAPhoto::Unreadable }
}

/// The middle of a picture, upright, on white where it is clear.
fn square(picture: DynamicImage, orientation: Orientation) -> RgbImage {
    let side = picture.width().min(picture.height());
    let (left, top) = ((picture.width() - side) / 2, (picture.height() - side) / 2);
    let middle = picture.crop_imm(left, top, side, side);
    // The whole of a large picture isn't held while its middle is made small.
    drop(picture);
    let mut small = middle.resize_exact(SQUARE, SQUARE, FilterType::Triangle);
    small.apply_orientation(orientation);
    let on_white = |colour: u8, cover: u8| {
        let (colour, cover) = (u16::from(colour), u16::from(cover));
        u8::try_from((colour * cover + 255 * (255 - cover)) / 255).unwrap_or(u8::MAX)
    };
    let clear = small.to_rgba8();
    ImageBuffer::from_fn(SQUARE, SQUARE, |x, y| {
        let [red, green, blue, cover] = clear.get_pixel(x, y).0;
        Rgb([red, green, blue].map(|colour| on_white(colour, cover)))
    })
}

fn encoded(picture: &RgbImage) -> Result<Vec<u8>, NotAPhoto> {
    let mut bytes = Vec::with_capacity(32 * 1024);
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(picture).map_err(|error| refused(&error))?;
    Ok(bytes)
}
