import { readFileSync } from 'node:fs';
import { GUIDES } from 'virtual:guide';
import { expect, test } from 'vitest';
import { read } from '../../../build/guide';
import { ACTIONS } from '../../actions';

const PAGES = GUIDES.en;

test('each guide is a page with a title, headings and words', () => {
  expect(PAGES.map(({ id }) => id)).toEqual(['administrator', 'support', 'owner', 'server', 'security']);
  for (const { id, title, heads, html } of PAGES) {
    expect(title, id).not.toBe('');
    expect(heads.length, id).toBeGreaterThan(1);
    expect(html.length, id).toBeGreaterThan(500);
    for (const n of heads.keys()) expect(html, id).toContain(`id="h${n}"`);
  }
});

test('every language has the guides for people, section by section, with the same keys', () => {
  for (const [language, pages] of Object.entries(GUIDES)) {
    expect(pages.map(({ id }) => id)).toEqual(PAGES.map(({ id }) => id));
    for (const [n, page] of pages.slice(0, 3).entries()) {
      const english = PAGES[n];
      expect(page.language).toBe(language);
      expect(page.heads.length, `${language} ${page.id}`).toBe(english?.heads.length);
      const rows = (html = ''): number => html.split('<tr>').length;
      expect(rows(page.html), `${language} ${page.id}`).toBe(rows(english?.html));
      if (language !== 'en') expect(page.title).not.toBe(english?.title);
      for (const keys of ['Ctrl K', 'Ctrl O', 'Ctrl Enter'])
        expect(page.html.includes(keys), `${language} ${page.id} ${keys}`).toBe(english?.html.includes(keys));
    }
  }
});

test('a link leads to another page of the help, or stays as words: nothing leads out of the window', () => {
  const owner = PAGES.find(({ id }) => id === 'owner');
  expect(owner?.html).toContain('href="#/help/server"');
  for (const { html } of Object.values(GUIDES).flat())
    for (const [, href] of html.matchAll(/href="([^"]*)"/g))
      expect(href).toMatch(/^#\/help\/(administrator|support|owner|server|security)$/);
  const { html } = read('x', 'docs/x.md', '# X\n\n[out](https://example.org/a?b&c) [own](../packaging/server.toml)');
  expect(html).toContain('out (<code>https://example.org/a?b&amp;c</code>)');
  expect(html).not.toContain('<a');
});

test('nothing of a guide becomes markup by hand', () => {
  const { html } = read('x', 'docs/x.md', '# X\n\n<img src=x onerror=alert(1)>\n\n![p](a.png) `<b>`');
  expect(html).not.toMatch(/<img|<b>/);
});

test('the keys that the guide names are the keys that act', () => {
  const guide = readFileSync(new URL('../../../../docs/guide/administrator.md', import.meta.url), 'utf8');
  for (const keys of ['Ctrl K', 'Ctrl O', 'Ctrl Z', 'Ctrl Enter', 'F6', 'F1']) {
    expect(guide).toContain(`| ${keys} |`);
    expect(
      Object.values(ACTIONS).some((action) => action.keys === keys),
      keys,
    ).toBe(true);
  }
});
