import { describe, expect, it } from 'vitest';
import { sayer, translate } from './said';

const german = sayer(
  {
    'Restore first.': 'Erst wiederherstellen.',
    '{name} is archived here.': '{name} ist hier archiviert.',
    '{name} is archived here, by {who}.': 'Von {who} wurde {name} hier archiviert.',
    '{1} permissions': { one: '{1} Berechtigung', other: '{1} Berechtigungen' },
    View: 'Ansehen',
  },
  'de',
);
const { say } = german;

describe('what Rust says', () => {
  it('is found by its English words, whatever values stand in them', () => {
    expect(say('Restore first.')).toBe('Erst wiederherstellen.');
    expect(say('Ada (Ops) is archived here.')).toBe('Ada (Ops) ist hier archiviert.');
    expect(say('Ada is archived here, by Bo.')).toBe('Von Bo wurde Ada hier archiviert.');
  });
  it('counts as the language does', () => {
    expect([say('1 permissions'), say('12,000 permissions')]).toEqual(['1 Berechtigung', '12,000 Berechtigungen']);
  });
  it('is several messages where it is several sentences', () => {
    expect(say('Ada is archived here. Restore first.')).toBe('Ada ist hier archiviert. Erst wiederherstellen.');
  });
  it('stays in English where nobody has translated it: of a server that is newer', () => {
    expect(say('Something new happened. Restore first.')).toBe('Something new happened. Restore first.');
  });
  it('puts no value of a person into a pattern again', () => {
    expect(say('{who} is archived here.')).toBe('{who} ist hier archiviert.');
  });
  it('is said in answers and refusals; what people wrote stays as it is', () => {
    const answer = {
      rows: [{ title: 'Ada is archived here.', name: 'View', note: 'Restore first.', refusal: null }],
      products: [{ name: 'View', modules: [{ label: 'View' }, { label: 'Ada is archived here.' }] }],
      problem: { message: 'Restore first.', fields: { email: 'Ada is archived here.' } },
    };
    translate(answer, german);
    expect(answer).toEqual({
      rows: [{ title: 'Ada ist hier archiviert.', name: 'View', note: 'Restore first.', refusal: null }],
      products: [{ name: 'Ansehen', modules: [{ label: 'Ansehen' }, { label: 'Ada is archived here.' }] }],
      problem: { message: 'Erst wiederherstellen.', fields: { email: 'Ada ist hier archiviert.' } },
    });
  });
});
