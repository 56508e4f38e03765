// Passkeys: asks the server for a question, the browser for its answer, and sends that as a form. Without it, and
// where a browser has no passkeys, the forms stay hidden, the page says so, and everything else works.
(() => {
  const forms = document.querySelectorAll('form[data-passkey]');
  const can = globalThis.PublicKeyCredential;
  if (!can?.parseRequestOptionsFromJSON || !can.parseCreationOptionsFromJSON) {
    const unable = document.getElementById('passkey-unable');
    if (unable) unable.hidden = false;
    return;
  }
  const told = document.getElementById('passkey-problem');
  const tell = (words) => {
    told.hidden = !words;
    told.lastElementChild.textContent = words;
  };

  for (const form of forms) {
    const field = (name) => form.elements.namedItem(name);
    const answered = ({ publicKey }) => (form.dataset.passkey === 'create'
      ? navigator.credentials.create({ publicKey: can.parseCreationOptionsFromJSON(publicKey) })
      : navigator.credentials.get({ publicKey: can.parseRequestOptionsFromJSON(publicKey) }));
    // What is wrong, in words; nothing where the form was sent.
    const go = async () => {
      const body = new URLSearchParams({ form: field('form').value });
      // What a question is about, where no session says it.
      for (const name of form.dataset.with?.split(' ') ?? []) body.set(name, field(name).value);
      const asked = await fetch(form.dataset.ask + location.search, { method: 'POST', body });
      const kind = asked.headers.get('content-type') ?? '';
      if (kind.startsWith('text/plain') && asked.status < 500) return asked.text();
      if (!kind.startsWith('application/json')) {
        // The session ended, or the page is too old: the page itself says it.
        location.reload();
        return '';
      }
      const { challenge, question } = await asked.json();
      const credential = await answered(question);
      field('challenge').value = challenge;
      field('answer').value = JSON.stringify(credential.toJSON());
      form.submit();
      return '';
    };
    (form.closest('[hidden]') ?? form).hidden = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      tell('');
      const button = form.querySelector('button[type=submit]');
      button.disabled = true;
      // The browser's own words for what a person did are in no language of ours.
      const wrong = await go().catch((error) => (error.name === 'InvalidStateError' && form.dataset.known) || form.dataset.problem);
      if (wrong) {
        tell(wrong);
        button.disabled = false;
      }
    });
  }
})();
