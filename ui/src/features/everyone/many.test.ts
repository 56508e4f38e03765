import { beforeEach, describe, expect, it } from 'vitest';
import type { ActOnUsers, AskAt, KnownOrganization, Outcome } from '../../contract';
import { script, type Script } from '../../data/script';
import type { Membership } from './cards';
import { acting, foreseen, givingRole, Many, type Part } from './many.svelte';

const known = (name: string): KnownOrganization => ({
  kind: 'file',
  place: `/${name}.rollbook`,
  organization: '',
  account: '',
  name,
  openedAt: 0,
  byPassphrase: false,
  present: true,
});
const member = (name: string, id: string) =>
  ({ key: `${name} ${id}`, known: known(name), organization: name, row: { id } }) as unknown as Membership;
const part = (name: string, ...ids: string[]): Part =>
  ({ known: known(name), organization: name, members: ids.map((id) => member(name, id)) }) as Part;
const outcome = (change: Partial<Outcome>): Outcome =>
  ({ command: 'c', done: 0, refused: 0, refusals: [], undoable: true, impact: null, ...change }) as Outcome;
const OWNER = {
  member: 'o',
  name: 'Ida',
  refusal: { code: 'owner_fixed', message: 'The owner stays.', help: '', field: null, about: null },
} as unknown as Outcome['refusals'][number];

let now: Script;
const previews = () => now.sent('ask_at').map(({ request }) => (request as ActOnUsers).preview);
beforeEach(() => {
  now = script({
    ask_at: ({ place, ask }: AskAt) => {
      if (place.place === '/Gone.rollbook')
        throw { code: 'unreachable', message: 'It doesn’t answer in time.', help: '', fields: {}, about: null };
      if (ask === 'access_choices') return { roles: [{ id: 'r', name: 'Staff', portal: false }] };
      return place.place === '/Fjord.rollbook'
        ? outcome({ done: 1, refused: 1, refusals: [OWNER] })
        : outcome({ refused: 1, refusals: [OWNER] });
    },
  });
});

describe('impact first, in every organization (B6)', () => {
  it('is what its own rules answer, and nothing is written', async () => {
    expect(await foreseen(acting('suspend'), part('Fjord', 'a', 'o'))).toEqual({
      possible: 1,
      words: '1 person would be suspended. 1 person skipped: The owner stays.',
    });
    expect(await foreseen(acting('suspend'), part('Havn', 'o'))).toEqual({ possible: 0, words: 'The owner stays.' });
    expect(previews()).toEqual([true, true]);
  });
  it('says of one that doesn’t answer why', async () => {
    expect(await foreseen(acting('archive'), part('Gone', 'a'))).toEqual({
      possible: 0,
      words: 'It doesn’t answer in time.',
    });
  });
  it('says where there is no role of that name', async () => {
    expect((await foreseen(givingRole('Night watch'), part('Fjord', 'a'))).words).toBe(
      'It has no role Night watch, so nothing changes.',
    );
    expect((await foreseen(givingRole('staff'), part('Fjord', 'a'))).possible).toBe(1);
  });
});

describe('carrying it out', () => {
  it('asks each on its own, and each answers for itself', async () => {
    const many = new Many();
    await many.carryOut(acting('suspend'), [member('Fjord', 'a'), member('Havn', 'o'), member('Gone', 'b')]);
    expect(many.results.map(({ organization, state, words }) => [organization, state, words])).toEqual([
      ['Fjord', 'partly', '1 person suspended. 1 person skipped: The owner stays.'],
      ['Havn', 'refused', 'The owner stays.'],
      ['Gone', 'refused', 'It doesn’t answer in time.'],
    ]);
    expect(previews()).toEqual([false, false, false]);
  });
});
