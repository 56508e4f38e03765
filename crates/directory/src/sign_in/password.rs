//! Verifying a password: off the threads that serve, some at a time, with the same work whether there
//! is an account or not (R23, R25).

use crate::{Directory, DirectoryError, figures::Hashing};
use rollbook_credentials::{
    Secret,
    password::{self, PasswordHash},
};
use rollbook_store::Credential;
use std::sync::Arc;

impl Directory {
    /// Whether this is the password of an account, or of nobody. A hash that has become too weak is
    /// made anew when the password is right (R23).
    pub(crate) async fn verify(
        &self,
        password: &Secret<String>,
        stored: Option<&Credential>,
    ) -> Result<bool, DirectoryError> {
        let failed = |error: &dyn std::fmt::Display| DirectoryError::Secret(error.to_string());
        let mut hashing = Hashing::waits();
        let turn = Arc::clone(&self.inner.hashing).acquire_owned().await.map_err(|error| failed(&error))?;
        hashing.begins();
        let phc = stored.and_then(|credential| credential.password.clone());
        let (directory, typed, before) = (self.clone(), password.clone(), phc.clone());
        let work = move || {
            let cost = directory.inner.cost;
            let stored = phc.as_deref().map(PasswordHash::parse).transpose().unwrap_or_else(|problem| {
                tracing::error!(%problem, "a stored password hash can’t be read");
                None
            });
            let right = password::verify_or_dummy(&typed, stored.as_ref(), &cost);
            let weak = stored.as_ref().is_some_and(|stored| password::needs_rehash(stored, &cost));
            let stronger = (right && weak).then(|| {
                let mut rng: rand::rngs::StdRng = directory.inner.entropy.with(rand::SeedableRng::from_rng);
                password::hash(&typed, &cost, &mut rng)
            });
            drop((hashing, turn));
            (right, stronger)
        };
        let (right, stronger) = tokio::task::spawn_blocking(work).await.map_err(|error| failed(&error))?;
        match (stronger, stored, before) {
            (Some(Ok(hash)), Some(credential), Some(before)) => {
                self.store().rehash(credential.account, &before, hash.as_phc()).await?;
            }
            // The next sign-in tries again.
            (Some(Err(problem)), _, _) => tracing::warn!(%problem, "a password can’t be hashed anew"),
            _ => {}
        }
        Ok(right)
    }
}
