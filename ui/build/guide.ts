/** The guides of docs/ as pages of the window: written as Markdown, read as HTML that is made while it is built. */
import { Marked } from 'marked';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { localesOf } from './catalogues.ts';

/** A page of the help. */
export interface GuidePage {
  id: string;
  title: string;
  html: string;
  /** Its headings, in order; `h0`, `h1` … are their ids. */
  heads: string[];
  /** The language that it is written in. */
  language: string;
}

const ENGLISH = 'en';
/** The guides for people, in every language of the window. */
const GUIDES = ['administrator', 'support', 'owner'] as const;
/** What whoever runs a server reads, in English. */
const PAPERS = [
  ['server', 'docs/SERVER.md'],
  ['security', 'SECURITY.md'],
] as const;

/** Each page and the file it is written in, in a language. */
const filesOf = (language: string): readonly (readonly [id: string, file: string])[] => [
  ...GUIDES.map((id) => [id, `docs/guide/${language === ENGLISH ? '' : `${language}/`}${id}.md`] as const),
  ...PAPERS,
];

const root = new URL('../../', import.meta.url);
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/** Where a link of a file leads in the window; `null` for what only the repository has. */
function within(href: string, file: string, language: string): string | null {
  const target = new URL(href, new URL(file, root));
  const page = filesOf(language).find(([, other]) => target.href === new URL(other, root).href);
  return page ? `#/help/${page[0]}` : null;
}

/** Reads a page; whatever would lead out of the window stays as words. */
export function read(id: string, file: string, markdown: string, language = ENGLISH): GuidePage {
  const heads: string[] = [];
  let title = '';
  const marked = new Marked({
    renderer: {
      heading({ depth, tokens, text }) {
        if (depth === 1) {
          title = text;
          return '';
        }
        if (depth > 2) return `<h3>${this.parser.parseInline(tokens)}</h3>`;
        heads.push(text.replace(/[`*]/g, ''));
        return `<h2 id="h${heads.length - 1}" tabindex="-1">${this.parser.parseInline(tokens)}</h2>`;
      },
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        if (/^[a-z]+:/.test(href)) return `${words} (<code>${escaped(href)}</code>)`;
        const to = within(href, file, language);
        return to === null ? words : `<a href="${to}">${words}</a>`;
      },
      table(token) {
        const cells = (row: typeof token.header, as: string) =>
          row.map(({ tokens }) => `<${as}>${this.parser.parseInline(tokens)}</${as}>`).join('');
        const rows = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
        return `<table><thead><tr>${cells(token.header, 'th')}</tr></thead><tbody>${rows}</tbody></table>`;
      },
      code: ({ text }) => `<pre tabindex="0"><code>${escaped(text)}</code></pre>`,
      // Nothing of a guide is HTML by hand, and no picture lies beside the window.
      html: ({ text }) => escaped(text),
      image: ({ text }) => escaped(text),
    },
  });
  const html = marked.parse(markdown, { async: false });
  if (title === '') throw new Error(`${file} has no title.`);
  return { id, title, html, heads, language };
}

const NAME = 'virtual:guide';

/** Gives `virtual:guide`: the pages of each language, in order; a guide that a language lacks fails the build. */
export function guide(): Plugin {
  return {
    name: 'guide',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load(id) {
      if (id !== `\0${NAME}`) return null;
      const page = (id: string, file: string, language: string): GuidePage => {
        const path = fileURLToPath(new URL(file, root));
        this.addWatchFile(path);
        return read(id, file, readFileSync(path, 'utf8'), language);
      };
      const papers = PAPERS.map(([id, file]) => page(id, file, ENGLISH));
      const guides = localesOf('.').map((language) => {
        const own = filesOf(language).slice(0, GUIDES.length);
        return `${language}: [...${JSON.stringify(own.map(([id, file]) => page(id, file, language)))}, ...papers]`;
      });
      return `const papers = ${JSON.stringify(papers)};\nexport const GUIDES = { ${guides.join(', ')} };`;
    },
  };
}
