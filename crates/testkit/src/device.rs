//! A passkey device made of software, for tests below the browser: what `WebAuthn` level 3 and CTAP 2 ask of one, with
//! self-made answers where a real one would ask its owner.

use data_encoding::BASE64URL_NOPAD as BASE64;
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use rollbook_directory::Entropy;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const NEW_KEY_FOLLOWS: u8 = 0x40;

/// A device at a page of one origin.
#[derive(Debug, Clone)]
pub struct Device {
    /// The page that asks, such as `https://people.example`.
    pub origin: String,
    /// Whether it asks its owner for a finger or a PIN; passkeys need it.
    pub verifies: bool,
    /// How often it signed. Set it back, and it is a copy made earlier.
    pub uses: u32,
    keys: Vec<(Vec<u8>, SigningKey)>,
}

impl Device {
    /// A new device without passkeys.
    pub fn at(origin: &str) -> Self {
        Self { origin: origin.to_owned(), verifies: true, uses: 0, keys: Vec::new() }
    }

    /// Answers the question of an enrolment; `None` where it holds one of the excluded passkeys already.
    pub fn enrol(&mut self, question: &str) -> Option<String> {
        let question = asked(question);
        let excluded = listed(&question["excludeCredentials"]);
        if self.keys.iter().any(|(id, _)| excluded.contains(id)) {
            return None;
        }
        let seed = Sha256::digest(question.to_string());
        let key = SigningKey::from_slice(&seed).expect("a number below the curve's order");
        let id = seed[..16].to_vec();
        let answer = self.attest(&question, &id, &key);
        self.keys.push((id, key));
        Some(answer)
    }

    fn attest(&self, question: &Value, id: &[u8], key: &SigningKey) -> String {
        let client = self.client("webauthn.create", question);
        let host = question["rp"]["id"].as_str().expect("the site's name");
        let mut data = self.about(host, NEW_KEY_FOLLOWS);
        data.extend([0; 16]);
        data.extend(u16::try_from(id.len()).expect("a short id").to_be_bytes());
        data.extend(id);
        data.extend(public_key(key));
        let attestation = [
            b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".as_slice(),
            &u16::try_from(data.len()).expect("short").to_be_bytes(),
            &data,
        ]
        .concat();
        let response = json!({
            "attestationObject": BASE64.encode(&attestation),
            "clientDataJSON": BASE64.encode(client.as_bytes()),
        });
        answer(id, &response)
    }

    /// The same device as it was after so many uses: a copy that somebody made.
    #[must_use]
    pub fn clone_at(&self, uses: u32) -> Self {
        Self { uses, ..self.clone() }
    }

    /// Answers the question of an enrolment with a passkey that it holds already: a device that lies.
    pub fn enrol_as_known(&mut self, question: &str) -> String {
        let question = asked(question);
        let (id, key) = self.keys.first().expect("a passkey").clone();
        self.attest(&question, &id, &key)
    }

    /// Answers the question of a proof with the first of its passkeys that is allowed; `None` where none is.
    pub fn prove(&mut self, question: &str) -> Option<String> {
        let question = asked(question);
        let allowed = listed(&question["allowCredentials"]);
        let (id, key) = self.keys.iter().find(|(id, _)| allowed.contains(id))?.clone();
        self.uses += 1;
        let client = self.client("webauthn.get", &question);
        let data = self.about(question["rpId"].as_str().expect("the site's name"), 0);
        let signed = [data.as_slice(), &Sha256::digest(client.as_bytes())].concat();
        let signature: Signature = key.sign(&signed);
        let response = json!({
            "authenticatorData": BASE64.encode(&data),
            "clientDataJSON": BASE64.encode(client.as_bytes()),
            "signature": BASE64.encode(signature.to_der().as_bytes()),
            "userHandle": null,
        });
        Some(answer(&id, &response))
    }

    fn client(&self, kind: &str, question: &Value) -> String {
        json!({ "type": kind, "challenge": question["challenge"], "origin": self.origin, "crossOrigin": false })
            .to_string()
    }

    fn about(&self, host: &str, more: u8) -> Vec<u8> {
        let verified = if self.verifies { USER_VERIFIED } else { 0 };
        let mut data = Sha256::digest(host).to_vec();
        data.push(USER_PRESENT | verified | more);
        data.extend(self.uses.to_be_bytes());
        data
    }
}

/// Keys to seal factors with.
pub fn factor_keys() -> rollbook_credentials::factor::FactorKeys {
    Entropy::seeded(77).with(rollbook_credentials::factor::FactorKeys::draw)
}

fn asked(question: &str) -> Value {
    let whole: Value = serde_json::from_str(question).expect("a question in JSON");
    whole["publicKey"].clone()
}

fn listed(credentials: &Value) -> Vec<Vec<u8>> {
    let ids = credentials.as_array().into_iter().flatten().filter_map(|one| one["id"].as_str());
    ids.map(|id| BASE64.decode(id.as_bytes()).expect("base64url")).collect()
}

/// A COSE key (RFC 9053): EC2, ES256, P-256, x, y.
fn public_key(key: &SigningKey) -> Vec<u8> {
    let point = key.verifying_key().to_sec1_point(false);
    let (x, y) = (point.x().expect("x"), point.y().expect("y"));
    [b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".as_slice(), x, b"\x22\x58\x20", y].concat()
}

fn answer(id: &[u8], response: &Value) -> String {
    let id = BASE64.encode(id);
    json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "extensions": {} }).to_string()
}
