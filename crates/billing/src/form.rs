//! Requests as the provider takes them: forms whose names say how deep a value lies, as `items[0][plan]`.

use url::form_urlencoded::Serializer;

/// A form that is being filled in.
#[derive(Debug, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Adds a value, unless it is empty: the provider takes an empty one as *take it away*.
    pub(crate) fn with(mut self, name: impl Into<String>, value: &(impl ToString + ?Sized)) -> Self {
        let value = value.to_string();
        if !value.is_empty() {
            self.0.push((name.into(), value));
        }
        self
    }

    /// The body of a request.
    pub(crate) fn body(&self) -> String {
        Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_and_empty_ones_left_out() {
        let form = Form::default().with("name", "Søster & Co").with("items[0][quantity]", &3).with("email", "");
        assert_eq!(form.body(), "name=S%C3%B8ster+%26+Co&items%5B0%5D%5Bquantity%5D=3");
    }
}
