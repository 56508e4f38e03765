//! What can go wrong with the payment provider, by what somebody can do about it.

/// Why the payment provider didn’t do something. Holds no secret and no detail of a payment.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PaymentError {
    /// Nothing was heard from it, or not in time; the same can be asked again.
    #[error("the payment provider doesn’t answer")]
    Away,
    /// It has too much to do; the same can be asked again later.
    #[error("the payment provider has too much to do at the moment")]
    Busy,
    /// The key isn’t taken.
    #[error("the payment provider doesn’t take the key of this server")]
    Key,
    /// There is no such thing there.
    #[error("the payment provider doesn’t know it")]
    Unknown,
    /// It refused, by its own code.
    #[error("the payment provider refused: {0}")]
    Refused(String),
    /// Its answer can’t be read.
    #[error("the payment provider’s answer can’t be read")]
    Answer,
}
