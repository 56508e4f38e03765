import { beforeEach, describe, expect, it } from 'vitest';
import { undoStack } from '../actions';
import type { LineView, Outcome, QueuedStanding } from '../contract';
import { script, type Script } from '../data/script';
import { doneToast } from '../shared/done';
import { undoLast } from './global';

let now: Script;
const outcome = (command: string, waits: boolean) =>
  ({ command, done: 1, refused: 0, undoable: !waits, waits, refusals: [] }) as unknown as Outcome;
const line = (standing: QueuedStanding) => ({ entries: [{ command: 'waits', standing }] }) as unknown as LineView;

beforeEach(() => {
  undoStack.clear();
  now = script({
    line_get: () => line({ is: 'waiting' }),
    queue_settle: () => null,
    command_undo: () => outcome('undo', false),
  });
});

describe('ctrl z without a connection', () => {
  it('r33 takes back what still waits, and undoes nothing elsewhere', async () => {
    doneToast('Suspended', outcome('before', false));
    doneToast('Link', outcome('waits', true));
    await undoLast();
    expect(now.sent('queue_settle')).toEqual([{ command: 'waits', how: 'drop' }]);
    expect(now.sent('command_undo')).toEqual([]);
    await undoLast();
    expect(now.sent('command_undo')).toEqual([{ command: 'before' }]);
  });
  it('undoes what was carried out meanwhile', async () => {
    now.answers.line_get = () => line({ is: 'applied', at: 5 });
    doneToast('Link', outcome('waits', true));
    await undoLast();
    expect(now.sent('command_undo')).toEqual([{ command: 'waits' }]);
  });
  it('goes on to what was done before where nothing came of it', async () => {
    now.answers.line_get = () => line({ is: 'dropped', at: 5 });
    doneToast('Suspended', outcome('before', false));
    doneToast('Link', outcome('waits', true));
    await undoLast();
    expect(now.sent('queue_settle')).toEqual([]);
    expect(now.sent('command_undo')).toEqual([{ command: 'before' }]);
  });
  it('can be tried again where it can’t be taken back now', async () => {
    now.answers.command_undo = () => {
      throw { code: 'not_allowed', message: 'This needs a connection.', help: '', fields: {}, about: null };
    };
    doneToast('Suspended', outcome('before', false));
    await undoLast();
    await undoLast();
    expect(now.sent('command_undo')).toHaveLength(2);
  });
});
