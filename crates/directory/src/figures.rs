//! What is counted here for whoever watches a server; where nobody collects it, it costs nothing. No figure
//! names anybody.

use crate::{Entered, SignInProblem};
use metrics::{counter, gauge, histogram};
use std::time::Instant;

/// A permission check of a product.
pub(crate) fn checked(outcome: &'static str) {
    counter!("rollbook_checks_total", "outcome" => outcome).increment(1);
}

/// A try to sign in with a password.
pub(crate) fn signed_in(ended: &Result<Entered, SignInProblem>) {
    let outcome = match ended {
        Ok(Entered::In(_)) => "in",
        Ok(Entered::Factor(_)) => "second_factor",
        Ok(Entered::Choose(..)) => "choice",
        Err(SignInProblem::Wrong) => "wrong",
        Err(SignInProblem::Slow(_)) => "slowed",
        Err(SignInProblem::Over) => "over",
    };
    counter!("rollbook_sign_ins_total", "outcome" => outcome).increment(1);
}

/// A password that is to be hashed: counted as waiting until its turn, and timed until it is dropped.
#[derive(Debug)]
pub(crate) struct Hashing {
    begun: Instant,
    waits: bool,
}

impl Hashing {
    /// It waits from now on.
    pub(crate) fn waits() -> Self {
        gauge!("rollbook_password_hashes_waiting").increment(1.0);
        Self { begun: Instant::now(), waits: true }
    }

    /// Its turn has come.
    pub(crate) fn begins(&mut self) {
        if std::mem::take(&mut self.waits) {
            gauge!("rollbook_password_hashes_waiting").decrement(1.0);
        }
    }
}

impl Drop for Hashing {
    fn drop(&mut self) {
        // Whoever hung up while waiting made no hash.
        if self.waits {
            self.begins();
        } else {
            histogram!("rollbook_password_hash_seconds").record(self.begun.elapsed().as_secs_f64());
        }
    }
}
