// A passkey for a program on this computer (RFC 8252, 7.3): what it asks stands behind the #, which no server sees,
// and the answer goes to a port of this computer, never to another one. It is of use to that program alone.
(() => {
  const show = (name) => {
    for (const part of document.querySelectorAll('[data-part]')) part.hidden = part.dataset.part !== name;
  };
  const asked = new URLSearchParams(location.hash.slice(1));
  if (asked.has('done')) {
    show('done');
    return;
  }
  const [port, state, question] = ['port', 'state', 'question'].map((name) => asked.get(name));
  if (!/^[1-9]\d{3,4}$/.test(port) || !state || !question) return;
  const can = globalThis.PublicKeyCredential;
  if (!can?.parseRequestOptionsFromJSON) {
    document.getElementById('passkey-unable').hidden = false;
    return;
  }
  const form = document.querySelector('form[data-part]');
  const told = document.getElementById('passkey-problem');
  const button = form.querySelector('button');
  const go = async () => {
    const { publicKey } = JSON.parse(question);
    const credential = await navigator.credentials.get({ publicKey: can.parseRequestOptionsFromJSON(publicKey) });
    const answer = new URLSearchParams({ state, answer: JSON.stringify(credential.toJSON()) });
    location.replace(`http://127.0.0.1:${port}/passkey?${answer}`);
  };
  show('ask');
  button.focus();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    told.hidden = true;
    button.disabled = true;
    // The browser's own words for what a person did are in no language of ours.
    go().catch(() => {
      told.lastElementChild.textContent = form.dataset.problem;
      told.hidden = false;
      button.disabled = false;
    });
  });
})();
