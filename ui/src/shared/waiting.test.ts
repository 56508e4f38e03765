import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../contract';
import { marksOf, modulesOf } from '../kit/matrix/model';
import { NOT_YOURS, Waiting, type Edit, type Held } from './waiting.svelte';

const action = (key: string, yours = true) => ({
  permission: `contacts.${key}`,
  key,
  label: key,
  explanation: '',
  yours,
});
const modules = modulesOf({
  products: [
    {
      key: 'contacts',
      name: 'Contacts',
      modules: [
        {
          key: 'contacts',
          label: 'Contacts',
          actions: [action('view'), action('create'), action('edit'), action('delete', false), action('manage', false)],
        },
      ],
    },
  ],
});
const contacts = modules[0]!;
const held = (id: string, version: number, numbers: number[]): Held => ({
  id,
  version,
  name: id === 'staff' ? 'Staff' : 'Finance',
  members: 142,
  marks: marksOf(numbers, 5),
});
const outcome = (change: Partial<Outcome> = {}): Outcome => ({
  command: 'c',
  preview: false,
  done: 1,
  member: null,
  refused: 0,
  refusals: [],
  undoable: true,
  role: null,
  group: null,
  impact: null,
  ...change,
});
const impact = { reach: 142, people: [], licencesGiven: 0, licencesTaken: 0, sessionsEnded: 0, givenOn: [] };
const column = (id: string) => ({ id, name: id, note: '' });

let sent: { edits: Edit[]; preview: boolean }[];
let answer: (preview: boolean) => Outcome;
let waiting: Waiting;
const tick = (at: string, id = 'staff') =>
  waiting.press(column(id), contacts, contacts.actions.find(({ key }) => key === at) ?? null);

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  answer = (preview) => outcome({ preview, impact: preview ? impact : null });
  waiting = new Waiting(async (edits, preview) => {
    sent.push({ edits, preview });
    return answer(preview);
  }, 'roles');
  waiting.see(modules, [held('staff', 4, [0]), held('finance', 2, [0, 3])]);
  return () => vi.useRealTimers();
});

describe('changes of rights that wait', () => {
  it('say whom they reach before they are saved (B6)', async () => {
    tick('edit');
    expect(waiting.count).toBe(1);
    await vi.advanceTimersByTimeAsync(300);
    expect(sent).toEqual([{ edits: [{ id: 'staff', seen: 4, give: ['contacts.edit'], take: [] }], preview: true }]);
    expect(waiting.impact?.reach).toBe(142);
  });

  it('ask once for many presses', async () => {
    for (const one of ['edit', 'create']) tick(one);
    await vi.advanceTimersByTimeAsync(300);
    expect(sent).toHaveLength(1);
  });

  it('can’t give what the person at the desk lacks, nor take it for View (R13)', () => {
    tick('delete');
    expect(waiting.dirty).toBe(false);
    expect(waiting.cells.lock(column('staff'), 3)).toBe(NOT_YOURS);
    tick('delete', 'finance');
    expect(waiting.count, 'what is there may be taken').toBe(1);
    tick('delete', 'finance');
    expect(waiting.dirty, 'and given back').toBe(false);
  });

  it('set a whole module, as far as it may be set', () => {
    waiting.press(column('staff'), contacts, null);
    expect(contacts.actions.map(({ at }) => waiting.has('staff', at))).toEqual([true, true, true, false, false]);
    waiting.press(column('staff'), contacts, null);
    expect(contacts.actions.some(({ at }) => waiting.has('staff', at))).toBe(false);
  });

  it('leave a locked column alone', () => {
    waiting.press({ ...column('staff'), lock: 'You can’t restrict your own role.' }, contacts, contacts.actions[1]!);
    expect(waiting.dirty).toBe(false);
  });

  it('are gone once they are saved', async () => {
    tick('edit');
    await expect(waiting.save()).resolves.toMatchObject({ done: 1 });
    expect(waiting.dirty).toBe(false);
    await vi.advanceTimersByTimeAsync(300);
    expect(
      sent.map(({ preview }) => preview),
      'nothing is asked about what is saved',
    ).toEqual([false]);
  });

  it('stay, with the reason, when they are refused', async () => {
    answer = () => {
      throw { code: 'ceiling', message: 'You can’t give this.', help: '', fields: {}, about: null };
    };
    tick('edit');
    await expect(waiting.save()).resolves.toBeNull();
    expect(waiting.problem?.message).toBe('You can’t give this.');
    expect(waiting.count).toBe(1);
  });
});

describe('somebody else was quicker', () => {
  it('which is said, and nothing is overwritten', async () => {
    tick('edit');
    waiting.see(modules, [held('staff', 5, [0, 1])]);
    expect(waiting.stale).toEqual(['staff']);
    await expect(waiting.save()).resolves.toBeNull();
    expect(sent).toEqual([]);
  });

  it('and my changes go on top of theirs when I ask for it', async () => {
    tick('edit');
    waiting.see(modules, [held('staff', 5, [0, 1])]);
    waiting.takeOver();
    await waiting.save();
    expect(sent.at(-1)).toEqual({
      edits: [{ id: 'staff', seen: 5, give: ['contacts.edit'], take: [] }],
      preview: false,
    });
    expect(waiting.has('staff', 1), 'theirs stays').toBe(true);
  });

  it('and what was deleted leaves', () => {
    tick('edit');
    tick('create', 'finance');
    waiting.see(modules, [held('finance', 2, [0, 3])]);
    expect(waiting.names(waiting.stale)).toEqual(['Staff']);
    waiting.takeOver();
    expect([...waiting.changes.keys()]).toEqual(['finance']);
  });

  it('though nothing of it is said while my own are on their way', async () => {
    tick('edit');
    answer = (preview) => {
      // What is read again before the answer is here.
      waiting.see(modules, [held('staff', 5, [0, 2]), held('finance', 2, [0, 3])]);
      expect(waiting.against).toBeNull();
      return outcome({ preview });
    };
    await waiting.save();
    expect(waiting.dirty).toBe(false);
    expect(waiting.has('staff', 2)).toBe(true);
  });

  it('and a change of words that was refused hides no later conflict', () => {
    tick('edit');
    waiting.mine('staff')();
    waiting.see(modules, [held('staff', 5, [0])]);
    expect(waiting.stale).toEqual(['staff']);
    expect(waiting.against).toMatch(/quicker/);
  });

  it('but not when it was me who renamed it', () => {
    tick('edit');
    waiting.mine('staff');
    waiting.see(modules, [held('staff', 5, [0])]);
    expect(waiting.stale).toEqual([]);
    expect(waiting.changes.get('staff')?.seen).toBe(5);
  });
});
