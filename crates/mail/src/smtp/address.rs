//! Addresses in the form that every mail server takes.

use lettre::Address;

/// Reads an address; an international domain becomes its ASCII form, since most servers know no other.
pub(super) fn parse(address: &str) -> Option<Address> {
    let (user, domain) = address.trim().rsplit_once('@')?;
    let domain = idna::domain_to_ascii(domain).ok()?;
    Address::new(user, domain).ok()
}

/// A name as it may stand in a header: no control signs, no line breaks.
pub(super) fn header_name(name: &str) -> Option<String> {
    let words = name.split(|sign: char| sign.is_whitespace() || sign.is_control());
    let name = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_international_domain_travels_in_its_ascii_form() {
        let address = parse("grüße@bücher.example").expect("valid");
        assert_eq!((address.user(), address.domain()), ("grüße", "xn--bcher-kva.example"));
    }

    #[rstest::rstest]
    #[case("")]
    #[case("nobody")]
    #[case("@example.org")]
    #[case("a@")]
    #[case("a b@example.org")]
    #[case("a@exa mple.org")]
    #[case("a@example.org>\r\nRCPT TO:<b@example.org")]
    #[case("a\r\n@example.org")]
    fn what_is_no_address_is_refused(#[case] address: &str) {
        assert_eq!(parse(address), None);
    }

    #[test]
    fn a_name_in_a_header_is_one_line() {
        assert_eq!(header_name(" Ada\r\nBcc: x\u{7} ").as_deref(), Some("Ada Bcc: x"));
        assert_eq!(header_name(" \n"), None);
    }
}
