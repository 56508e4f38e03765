import { readFileSync } from 'node:fs';
import { PAGES } from 'virtual:guide';
import { expect, test } from 'vitest';
import { read } from '../../../build/guide';
import { ACTIONS } from '../../actions';

test('each guide is a page with a title, headings and words', () => {
  expect(PAGES.map(({ id }) => id)).toEqual(['administrator', 'support', 'owner', 'server', 'security']);
  for (const { id, title, heads, html } of PAGES) {
    expect(title, id).not.toBe('');
    expect(heads.length, id).toBeGreaterThan(1);
    expect(html.length, id).toBeGreaterThan(500);
    for (const n of heads.keys()) expect(html, id).toContain(`id="h${n}"`);
  }
});

test('a link leads to another page of the help, or stays as words: nothing leads out of the window', () => {
  const owner = PAGES.find(({ id }) => id === 'owner');
  expect(owner?.html).toContain('href="#/help/server"');
  for (const { html } of PAGES)
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
