/** Countries, languages and time zones as people read them; Intl alone. */
import { compare, locale, m } from '../words';

const countries = new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' });

/** "Norway"; nothing for no country. */
export function countryName(code: string): string {
  return code === '' ? '' : (countries.of(code) ?? code);
}

/** Countries by their names, with an empty choice first. */
export function countryOptions(codes: readonly string[]): { value: string; label: string }[] {
  const all = codes.map((value) => ({ value, label: countryName(value) }));
  all.sort((a, b) => compare(a.label, b.label));
  return [{ value: '', label: m.shared_choose_country() }, ...all];
}

/** Every time zone that this computer knows, and the one that was chosen. */
export function zoneOptions(chosen: string): { value: string; label: string }[] {
  const known = Intl.supportedValuesOf('timeZone');
  const all = chosen === '' || known.includes(chosen) ? known : [chosen, ...known];
  return all.map((value) => ({ value, label: value.replaceAll('_', ' ') }));
}

/** The languages that mails and portal are written in. */
export const LANGUAGES = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
  { value: 'es', label: 'Español' },
  { value: 'fr', label: 'Français' },
  { value: 'ja', label: '日本語' },
  { value: 'ar', label: 'العربية' },
];
