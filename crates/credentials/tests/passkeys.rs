//! Passkeys with a device made of software (R27): what is taken, and what never is.

use rollbook_credentials::{
    Secret,
    factor::passkey::{
        Holder, MAX_ANSWER, PasskeyError, Passkeys, PendingEnrolment, PendingProof, Proved, StoredPasskey,
    },
};
use rollbook_testkit::Device;
use rstest::rstest;

const BASE: &str = "https://people.example:8443";
const HOLDER: Holder<'_> =
    Holder { account: uuid::Uuid::from_u128(7), user_name: "sigrun@nordlys.example", name: "Sigrún Jónsdóttir" };

fn site() -> Passkeys {
    Passkeys::at(BASE, "Rollbook").expect("an address for passkeys")
}

fn enrol(device: &mut Device, known: &[StoredPasskey]) -> Result<StoredPasskey, PasskeyError> {
    let (question, pending) = site().begin_enrolment(HOLDER, known)?;
    let answer = device.enrol(&question.0).expect("the device answers");
    site().finish_enrolment(&answer, &stored_enrolment(&pending), known)
}

fn prove(device: &mut Device, known: &[StoredPasskey]) -> Result<Proved, PasskeyError> {
    let (question, pending) = site().begin_proof(known)?;
    let answer = device.prove(&question.0).expect("the device answers");
    site().finish_proof(&answer, &stored_proof(&pending))
}

/// As the database gives it back.
fn stored_enrolment(pending: &PendingEnrolment) -> PendingEnrolment {
    PendingEnrolment::from_bytes(&pending.to_bytes().expect("bytes")).expect("the same again")
}

fn stored_proof(pending: &PendingProof) -> PendingProof {
    PendingProof::from_bytes(&pending.to_bytes().expect("bytes")).expect("the same again")
}

fn stored(passkey: &StoredPasskey) -> StoredPasskey {
    StoredPasskey::from_bytes(&passkey.to_bytes().expect("bytes")).expect("the same again")
}

#[test]
fn r27_an_enrolled_passkey_proves_its_holder_again_and_again() {
    let mut device = Device::at(BASE);
    let mut passkey = stored(&enrol(&mut device, &[]).expect("enrolled"));
    for _ in 0..3 {
        let proved = prove(&mut device, std::slice::from_ref(&passkey)).expect("a proof");
        assert!(passkey.made(&proved));
        assert!(passkey.learn(&proved), "its count has to be stored");
        passkey = stored(&passkey);
    }
}

#[test]
fn c36_an_answer_is_good_for_its_own_question_alone() {
    let mut device = Device::at(BASE);
    let passkey = enrol(&mut device, &[]).expect("enrolled");
    let known = [passkey];
    let (first, _) = site().begin_proof(&known).expect("a question");
    let (_, second) = site().begin_proof(&known).expect("another question");
    let answer = device.prove(&first.0).expect("an answer");
    assert_eq!(site().finish_proof(&answer, &second).map(|_| ()), Err(PasskeyError::NotAccepted), "another challenge");
    let (creation, _) = site().begin_enrolment(HOLDER, &[]).expect("a question");
    let (_, other) = site().begin_enrolment(HOLDER, &[]).expect("another question");
    let answer = Device::at(BASE).enrol(&creation.0).expect("an answer");
    assert!(matches!(site().finish_enrolment(&answer, &other, &[]), Err(PasskeyError::NotAccepted)));
}

#[rstest]
#[case::another_site("https://people.example.evil.example")]
#[case::another_port("https://people.example:9443")]
#[case::a_name_below("https://x.people.example:8443")]
#[case::without_tls("http://people.example:8443")]
fn r27_what_another_page_asked_for_is_not_taken(#[case] origin: &str) {
    let mut elsewhere = Device::at(origin);
    assert!(matches!(enrol(&mut elsewhere, &[]), Err(PasskeyError::NotAccepted)));
    let mut device = Device::at(BASE);
    let known = [enrol(&mut device, &[]).expect("enrolled")];
    origin.clone_into(&mut device.origin);
    assert!(matches!(prove(&mut device, &known), Err(PasskeyError::NotAccepted)));
}

#[test]
fn r27_a_device_that_does_not_ask_its_owner_is_no_passkey() {
    let mut device = Device::at(BASE);
    device.verifies = false;
    assert!(matches!(enrol(&mut device, &[]), Err(PasskeyError::NotAccepted)));
    device.verifies = true;
    let known = [enrol(&mut device, &[]).expect("enrolled")];
    device.verifies = false;
    assert!(matches!(prove(&mut device, &known), Err(PasskeyError::NotAccepted)));
}

#[test]
fn r27_somebody_elses_device_proves_nothing() {
    let known = [enrol(&mut Device::at(BASE), &[]).expect("enrolled")];
    let mut strange = Device::at(BASE);
    let theirs = [enrol(&mut strange, &[]).expect("enrolled")];
    let (question, _) = site().begin_proof(&theirs).expect("their question");
    let (_, pending) = site().begin_proof(&known).expect("ours");
    let answer = strange.prove(&question.0).expect("an answer");
    assert!(matches!(site().finish_proof(&answer, &pending), Err(PasskeyError::NotAccepted)));
}

#[test]
fn r27_a_copy_whose_count_went_back_is_found_out() {
    let mut device = Device::at(BASE);
    let mut passkey = enrol(&mut device, &[]).expect("enrolled");
    let mut copy = device.clone();
    for _ in 0..2 {
        let proved = prove(&mut device, std::slice::from_ref(&passkey)).expect("a proof");
        passkey.learn(&proved);
    }
    assert!(matches!(prove(&mut copy, &[passkey]), Err(PasskeyError::Copied)));
}

#[test]
fn a_device_is_enrolled_once() {
    let mut device = Device::at(BASE);
    let known = [enrol(&mut device, &[]).expect("enrolled")];
    let (question, _) = site().begin_enrolment(HOLDER, &known).expect("a question");
    assert!(device.enrol(&question.0).is_none(), "the device is told what it holds");
    let (question, pending) = site().begin_enrolment(HOLDER, &[]).expect("a question");
    let answer = Device::at(BASE).enrol(&question.0).expect("an answer");
    let passkey = site().finish_enrolment(&answer, &pending, &[]).expect("enrolled");
    let known = [passkey];
    assert!(matches!(site().finish_enrolment(&answer, &pending, &known), Err(PasskeyError::Known)));
}

#[rstest]
#[case("")]
#[case("null")]
#[case("{}")]
#[case("[1,2,3]")]
#[case(r#"{"id":"x","rawId":"!!","type":"public-key","response":{}}"#)]
fn an_answer_that_is_none_is_refused_and_never_panics(#[case] answer: &str) {
    let (_, enrolment) = site().begin_enrolment(HOLDER, &[]).expect("a question");
    assert!(matches!(site().finish_enrolment(answer, &enrolment, &[]), Err(PasskeyError::Unreadable)));
    let known = [enrol(&mut Device::at(BASE), &[]).expect("enrolled")];
    let (_, proof) = site().begin_proof(&known).expect("a question");
    assert!(matches!(site().finish_proof(answer, &proof), Err(PasskeyError::Unreadable)));
    let long = format!("\"{}\"", "x".repeat(MAX_ANSWER));
    assert!(matches!(site().finish_proof(&long, &proof), Err(PasskeyError::Unreadable)));
}

#[test]
fn every_cut_and_every_changed_byte_of_an_answer_is_refused() {
    let mut device = Device::at(BASE);
    let known = [enrol(&mut device, &[]).expect("enrolled")];
    let (question, pending) = site().begin_proof(&known).expect("a question");
    let answer = device.prove(&question.0).expect("an answer");
    assert!(site().finish_proof(&answer, &pending).is_ok());
    for field in ["authenticatorData", "clientDataJSON", "signature"] {
        let whole: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
        let text = whole["response"][field].as_str().expect("a field").to_owned();
        for at in (0..text.len()).step_by(7) {
            let mut changed = whole.clone();
            let other = if &text[at..=at] == "A" { "B" } else { "A" };
            changed["response"][field] = format!("{}{other}{}", &text[..at], &text[at + 1..]).into();
            assert!(site().finish_proof(&changed.to_string(), &pending).is_err(), "{field} at {at}");
            changed["response"][field] = text[..at].into();
            assert!(site().finish_proof(&changed.to_string(), &pending).is_err(), "{field} cut at {at}");
        }
    }
}

#[rstest]
#[case("https://people.example", true)]
#[case("http://localhost:49152", true)]
#[case("http://nordlys.localhost:49152", true)]
#[case("http://people.example", false)]
#[case("http://127.0.0.1:49152", false)]
#[case("https://192.0.2.7", false)]
#[case("https://[2001:db8::1]", false)]
#[case("people.example", false)]
#[case("", false)]
fn passkeys_are_offered_only_where_browsers_have_them(#[case] base: &str, #[case] offered: bool) {
    assert_eq!(Passkeys::at(base, "Rollbook").is_ok(), offered, "{base}");
}

#[test]
fn what_was_stored_and_damaged_is_an_error_and_not_a_panic() {
    let damaged = Secret::new(b"{\"cred\":".to_vec());
    assert!(matches!(StoredPasskey::from_bytes(&damaged), Err(PasskeyError::Stored)));
    assert!(matches!(PendingProof::from_bytes(&damaged), Err(PasskeyError::Stored)));
    assert!(matches!(PendingEnrolment::from_bytes(&damaged), Err(PasskeyError::Stored)));
}
