/** In which language the window speaks: known before anything is said, and the same until the page is loaded anew. */
import { baseLocale, isLocale, locales, overwriteGetLocale, type Locale } from './made/runtime.js';

export { locales, type Locale };

/** The name in the address by which a page that is loaded anew is told the language. */
export const ASKED = 'language';

/** The first language that the window speaks, of those that somebody reads: BCP 47 tags, the best first. */
export function spoken(wanted: readonly string[]): { locale: Locale; tag: string } {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split(/[-_]/)[0];
    if (isLocale(base)) return { locale: base, tag };
  }
  return { locale: baseLocale, tag: baseLocale };
}

function here(): { locale: Locale; tag: string } {
  // Tests of what is no screen have no window.
  if (typeof window === 'undefined') return spoken([]);
  const asked = new URLSearchParams(window.location.search).get(ASKED);
  const chosen = asked ?? window.__ROLLBOOK__?.preferences.language ?? 'system';
  return spoken(chosen === 'system' ? navigator.languages : [chosen, ...navigator.languages]);
}

const { locale: now, tag } = here();
overwriteGetLocale(() => now);

/** The language of every word on screen. */
export const locale: Locale = now;

/** How dates, numbers and names are written and sorted: the language, with the region where one is known. */
export const region: string = now === 'en' ? 'en-GB' : tag;

/** Which way the language is written. */
export const direction: 'ltr' | 'rtl' = now === 'ar' ? 'rtl' : 'ltr';

if (typeof document !== 'undefined') {
  document.documentElement.lang = now;
  document.documentElement.dir = direction;
}

/** Has the window speak another language, or that of the system (`system`): the page is loaded anew where it is. */
export function speak(language: string): void {
  const address = new URL(window.location.href);
  address.searchParams.set(ASKED, language);
  window.location.replace(address);
}
