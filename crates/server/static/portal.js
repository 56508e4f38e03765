// What makes the pages nicer; without it they work as well. It knows no rule: the server judges.
(() => {
  const root = document.documentElement;
  root.classList.add('js');

  // Times on the reader's own clock.
  const forms = {
    day: { day: 'numeric', month: 'long' },
    when: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    date: { day: 'numeric', month: 'long', year: 'numeric' },
    moment: { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  };
  for (const time of document.querySelectorAll('time[data-form]')) {
    const at = new Date(time.dateTime);
    const language = root.lang === 'en' ? 'en-GB' : root.lang;
    if (!Number.isNaN(at.getTime())) time.textContent = new Intl.DateTimeFormat(language, forms[time.dataset.form]).format(at);
  }

  // What is left of somebody's look as another, counted down; at its end the page says so.
  const timer = document.querySelector('[role="timer"]');
  if (timer) {
    const end = performance.now() + Number(timer.dataset.left) * 1000;
    const tick = () => {
      const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      timer.textContent = timer.dataset.words.replace('{time}', `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`);
      timer.hidden = false;
      if (left > 0) setTimeout(tick, 1000);
      else location.reload();
    };
    tick();
  }

  const language = document.getElementById('lang');
  language?.addEventListener('change', () => language.form.submit());

  for (const show of document.querySelectorAll('.show')) {
    const form = show.form;
    show.hidden = false;
    show.addEventListener('click', () => {
      const shown = show.getAttribute('aria-pressed') !== 'true';
      for (const button of form.querySelectorAll('.show')) button.setAttribute('aria-pressed', String(shown));
      for (const input of form.querySelectorAll('[autocomplete$="password"]')) input.type = shown ? 'text' : 'password';
    });
  }

  // One press is enough; the buttons come back when the page is shown again.
  const goes = document.querySelectorAll('button.go');
  for (const go of goes) go.form?.addEventListener('submit', () => setTimeout(() => { go.disabled = true; }));
  addEventListener('pageshow', () => { for (const go of goes) go.disabled = false; });

  // What is to be kept is copied line by line, or printed, where the browser can.
  for (const copy of document.querySelectorAll('button[data-copy]')) {
    if (!navigator.clipboard) continue;
    const words = copy.lastElementChild;
    copy.hidden = false;
    copy.addEventListener('click', async () => {
      const lines = [...document.querySelectorAll(`#${copy.dataset.copy} bdi`)].map((line) => line.textContent);
      try {
        await navigator.clipboard.writeText(lines.join('\n'));
        words.textContent = copy.dataset.done;
      } catch {
        // The browser's owner doesn't allow it; the text is there to be marked.
      }
    });
  }
  for (const print of document.querySelectorAll('button[data-print]')) {
    print.hidden = false;
    print.addEventListener('click', () => globalThis.print());
  }

  // The menu closes as menus do.
  const menu = document.querySelector('details.menu');
  if (menu) {
    addEventListener('click', (event) => { if (!menu.contains(event.target)) menu.open = false; });
    addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !menu.open) return;
      menu.open = false;
      menu.querySelector('summary').focus();
    });
  }

  const judged = document.querySelector('form[data-judge]');
  if (!judged) return;
  const password = judged.elements.namedItem('password');
  const meter = document.getElementById('strength');
  const rules = [...document.querySelectorAll('#rules li')];

  const tell = (view) => {
    meter.hidden = false;
    meter.querySelector('.strength').dataset.strength = view.strength;
    meter.querySelector('[data-word]').textContent = view.word;
    meter.querySelector('[data-guess]').textContent = view.guess;
    view.rules.forEach((rule, at) => rules[at]?.classList.toggle('is-met', rule.met));
  };

  let waiting;
  let asking;
  const judge = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(`${location.pathname}/judge${location.search}`, {
        method: 'POST',
        body: new URLSearchParams({ password: password.value }),
        signal: asking.signal,
      });
      if (answer.ok) tell(await answer.json());
    } catch {
      // Asked again with the next key; sending the form judges in any case.
    }
  };
  password.addEventListener('input', () => {
    clearTimeout(waiting);
    if (password.value) waiting = setTimeout(judge, 150);
    else {
      asking?.abort();
      meter.hidden = true;
      for (const rule of rules) rule.classList.remove('is-met');
    }
  });
  if (password.value) judge();
})();
