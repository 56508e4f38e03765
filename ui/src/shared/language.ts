/** The languages that the window speaks, and how somebody chooses one. */
import { router } from '../actions';
import { preferences } from '../data';
import { locales, m, speak } from '../words';

/** A language by its own name: whoever looks for theirs may read no other. */
function ownName(locale: string): string {
  const name = new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

/** What can be chosen: that of the system first. */
export const WINDOW_LANGUAGES: readonly { value: string; label: string }[] = [
  { value: 'system', label: m.app_language_system() },
  ...locales.map((locale) => ({ value: locale, label: ownName(locale) })),
];

/** Has the window speak a language from now on; what isn't saved yet is asked about first. */
export async function chooseLanguage(language: string): Promise<void> {
  if (language === preferences.now.language) return;
  if (!router.free(null, () => void chooseLanguage(language))) return;
  preferences.set({ language });
  await preferences.flush();
  speak(language);
}
