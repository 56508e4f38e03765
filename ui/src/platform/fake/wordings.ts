/** The words of mails in memory: two kinds, two languages. */
import type { CommandName, Commands, MailVariable, MailWords } from '../../contract';
import { refusal } from './rules';
import type { FakeUsers } from './users';

type Answered = 'wordings_get' | 'wording_get' | 'wording_try' | 'wording_set';
type Answers = { [C in Answered & CommandName]: (req: Commands[C]['req']) => Commands[C]['res'] };

const KINDS = [
  { template: 'invitation', name: 'Invitation', hint: 'To new people: the link to choose a password.' },
  { template: 'password_link', name: 'Password link', hint: 'To choose a new password, asked for or sent.' },
];
const variable = (name: string, explanation: string, example: string): MailVariable => ({
  name,
  explanation,
  example,
  mayBeEmpty: false,
});
const VARIABLES = [
  variable('organization', 'The organization’s name.', 'Nordlys Rederi'),
  variable('first_name', 'The first name of the person who gets the mail.', 'Sigrún'),
  variable('link', 'The one-time link. It has to be in the text and in the HTML.', 'https://nordlys.example/l/7Qm2'),
];
const PRODUCT: MailWords = {
  subject: '{{ organization }} invites you',
  text: 'Hello {{ first_name }},\n\n{{ link }}',
  html: '<p>Hello {{ first_name }},</p>\n{{ button(link, "Choose a password") }}',
};

export function wordings({ world }: FakeUsers): Answers {
  const own = new Map<string, MailWords>();
  const keyOf = (template: string, language: string) => `${template} ${language}`;
  const filled = (words: string) =>
    VARIABLES.reduce((text, { name, example }) => text.replaceAll(`{{ ${name} }}`, example), words).replace(
      /\{\{ button\(link, "(.*?)"\) \}\}/g,
      '<p><a href="#">$1</a></p>',
    );
  const judge = (words: MailWords): void => {
    for (const part of ['text', 'html'] as const)
      if (!words[part].includes('link')) {
        const said = 'The link is missing. Add {{ link }}, outside of any if.';
        throw { ...refusal('invalid', said), fields: { [part]: said } };
      }
  };
  return {
    wordings_get: () => ({
      kinds: KINDS.map((kind) => ({
        ...kind,
        languages: ['de', 'en'].map((language) => ({ language, own: own.has(keyOf(kind.template, language)) })),
      })),
      refusal: world.me().tier === 'owner' ? null : refusal('rank_too_low', 'Only the owner writes mails.'),
    }),
    wording_get: ({ template, language }) => {
      const words = own.get(keyOf(template, language)) ?? null;
      return { words: words ?? PRODUCT, own: words, product: PRODUCT, variables: VARIABLES };
    },
    wording_try: ({ words }) => {
      judge(words);
      return { subject: filled(words.subject), text: filled(words.text), html: filled(words.html) };
    },
    wording_set: ({ command, template, language, words }) => {
      if (words) judge(words);
      return world.change(command, false, () => {
        if (words) own.set(keyOf(template, language), words);
        else own.delete(keyOf(template, language));
        return { done: 0, undoable: false };
      });
    },
  };
}
