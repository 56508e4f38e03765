//! Why a document can't be made.

/// Why a document can't be made.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// A font that comes with the product can't be read.
    #[error("the font of {0} can’t be read")]
    Font(&'static str),
    /// What was drawn would be no PDF/A.
    #[error("the document can’t be made: {0}")]
    Document(String),
}
