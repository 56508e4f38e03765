// Passkeys: asks the server for a question, the browser for its answer, and sends that as a form. Without it, and
// where a browser has no passkeys, the forms stay hidden and everything else works.
(() => {
  const can = globalThis.PublicKeyCredential;
  if (!can?.parseRequestOptionsFromJSON || !can.parseCreationOptionsFromJSON) return;
  const told = document.getElementById('passkey-problem');
  const tell = (words) => {
    if (!told) return;
    told.hidden = !words;
    told.lastElementChild.textContent = words;
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const field = (name) => form.elements.namedItem(name);
    const ask = async () => {
      const body = new URLSearchParams({ form: field('form').value });
      const answer = await fetch(form.dataset.ask + location.search, { method: 'POST', body });
      if (!answer.ok) throw new Error(answer.status < 500 ? await answer.text() : '');
      return answer.json();
    };
    const answered = (question) => {
      const { publicKey } = question;
      return form.dataset.passkey === 'create'
        ? navigator.credentials.create({ publicKey: can.parseCreationOptionsFromJSON(publicKey) })
        : navigator.credentials.get({ publicKey: can.parseRequestOptionsFromJSON(publicKey) });
    };
    form.hidden = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      tell('');
      const button = form.querySelector('button[type=submit]');
      button.disabled = true;
      try {
        const { challenge, question } = await ask();
        const credential = await answered(question);
        field('challenge').value = challenge;
        field('answer').value = JSON.stringify(credential.toJSON());
        form.submit();
      } catch (error) {
        // The browser's own words for what a person did are in no language of ours.
        tell((error instanceof DOMException ? '' : error.message) || form.dataset.problem);
        button.disabled = false;
      }
    });
  }
})();
