import { describe, expect, test } from 'vitest';
import type { KnownOrganization, NeedCode, OrganizationLook, WireCode } from '../../contract';
import { figures, fits, needsOf, share, sorted, standing, type Row } from './words';

const NOW = 1_900_000_000_000;

const known = (name: string, kind: KnownOrganization['kind'] = 'server'): KnownOrganization => ({
  kind,
  place: `https://${name.toLowerCase()}.example`,
  organization: name,
  account: '',
  name,
  openedAt: NOW - 86_400_000,
  byPassphrase: false,
  present: true,
});

function row(name: string, said: Partial<OrganizationLook['summary']> = {}, kind?: KnownOrganization['kind']): Row {
  const place = known(name, kind);
  const summary: OrganizationLook['summary'] = {
    id: name,
    name,
    initials: name.slice(0, 2),
    domain: `${name.toLowerCase()}.example`,
    plan: 'business',
    you: { id: 'you', name: 'Ingrid', initials: 'I', email: 'ingrid@nordlys.example' },
    members: 10,
    active: 10,
    protected: 5,
    pending: 1,
    administrators: 3,
    administratorLimit: 15,
    needs: [],
    ...said,
  };
  const connection = { kind: place.kind, place: place.place, byPassphrase: false };
  return { key: name, known: place, look: { summary, connection, at: NOW - 12_000 }, problem: null, here: false };
}

const dead = (name: string, code: WireCode): Row => ({
  ...row(name),
  look: null,
  problem: { code, message: 'Nothing answers there.', help: 'Try again.', fields: {}, about: null },
});

const need = (code: NeedCode, words: string) => ({ code, count: 1, words });

describe('the overview of all organizations', () => {
  test('says when each answered, and why one doesn’t', () => {
    expect(standing(row('Fjord'), NOW).words).toBe('12 s ago');
    expect(standing(row('Fjord', {}, 'file'), NOW).words).toBe('Saved');
    expect(standing(dead('Fjord', 'unreachable'), NOW)).toMatchObject({ words: 'Offline', tone: 'bad' });
    expect(standing(dead('Fjord', 'signed_out'), NOW).words).toBe('Signed out');
    expect(standing(dead('Fjord', 'passphrase_needed'), NOW).words).toBe('Locked');
    expect(standing({ ...row('Fjord'), look: null }, NOW).words).toBe('Asking');
  });

  test('names what needs somebody, what doesn’t answer first, each with its remedy', () => {
    const full = row('Vauban', { needs: [need('administrator_limit', '5 of 5 admin users in use.')] });
    const lines = needsOf([full, row('Calm'), dead('Aurélia', 'unreachable')]);
    expect(lines.map(({ name, words, label }) => [name, words, label])).toEqual([
      ['Aurélia', 'Nothing answers there. Try again.', 'Try again'],
      ['Vauban', '5 of 5 admin users in use.', 'Change plan'],
    ]);
  });

  test('says nothing of what an organization needed before it went away', () => {
    const away = { ...dead('Vauban', 'unreachable'), look: row('Vauban', { needs: [need('failed_mails', 'x')] }).look };
    expect(needsOf([away])).toHaveLength(1);
  });

  test('adds up what answered, and keeps 100 per cent for all', () => {
    const all = figures([
      row('A'),
      row('B', { active: 1_990, protected: 1_994 - 5, members: 2_000 }),
      dead('C', 'untrusted'),
    ]);
    expect(all).toEqual({ users: 2_010, pending: 2, administrators: 6, limit: 30, coverage: 99.7 });
    expect(share(1_999, 2_000)).toBe(99.9);
    expect(share(0, 0)).toBeNull();
  });

  test('stands by name until it is sorted, and what didn’t answer at the end', () => {
    const rows = [
      row('Österö', { members: 3 }),
      row('alba', { members: 9 }),
      dead('Zeta', 'unreachable'),
      row('Beta', { members: 9 }),
    ];
    const names = (key: 'name' | 'members', descending: boolean) =>
      sorted(rows, { key, descending }).map((one) => one.key);
    expect(names('name', false)).toEqual(['alba', 'Beta', 'Österö', 'Zeta']);
    expect(names('members', true)).toEqual(['alba', 'Beta', 'Österö', 'Zeta']);
    expect(names('members', false)).toEqual(['Österö', 'alba', 'Beta', 'Zeta']);
  });

  test('finds by name or domain, whatever the marks on letters', () => {
    expect(fits(row('Österö'), 'ostero')).toBe(true);
    expect(fits(row('Fjord'), 'FJORD example')).toBe(true);
    expect(fits(row('Fjord'), 'vauban')).toBe(false);
    expect(fits(row('Fjord'), '')).toBe(true);
  });
});
