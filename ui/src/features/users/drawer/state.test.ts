import { beforeEach, describe, expect, it } from 'vitest';
import type { UserRow, UserView } from '../../../contract';
import { refuse, script, type Script } from '../../../data/script';
import { DrawerState } from './state.svelte';

let now: Script;

const row = {
  id: 'm',
  version: 4,
  name: 'Łukasz Wójcik',
  initials: 'ŁW',
  email: 'lukasz@nordlys.no',
  kind: 'regular',
  tier: 'user',
  status: 'active',
  groups: [],
  groupCount: 0,
  secondFactor: null,
  lastActive: null,
  roll: 0,
  isYou: false,
  addedAt: 0,
  addedBy: null,
  invitationUntil: null,
  archivedAt: null,
  may: [],
  editRefusal: null,
} satisfies UserRow;
const view = (change: Partial<UserView> = {}, of: Partial<UserRow> = {}): UserView => ({
  row: { ...row, ...of },
  firstName: 'Łukasz',
  lastName: 'Wójcik',
  access: 'all',
  groups: [],
  language: 'en',
  phone: '',
  note: '',
  ...change,
});
const done = { command: 'c', preview: false, done: 1, member: 'm', refused: 0, refusals: [], undoable: true };
beforeEach(() => {
  now = script({ user_get: () => view(), user_edit: () => done, user_invite: () => done });
});

const editing = async (): Promise<DrawerState> => {
  const state = new DrawerState('m', 'en');
  await state.load();
  return state;
};

describe('inviting', () => {
  it('keeps what was typed and puts the words beside the field when it is refused', async () => {
    now.answers.user_invite = refuse('invalid', {
      fields: { email: 'The address stops after “nordlys”.' },
      help: 'Add its ending.',
    });
    const state = new DrawerState(null, 'de');
    state.form.email = 'sigrun@nordlys';
    expect(await state.submit()).toBeNull();
    expect(state.form).toMatchObject({ email: 'sigrun@nordlys', language: 'de' });
    expect(state.errors).toEqual({ email: 'The address stops after “nordlys”. Add its ending.' });
    expect(state.toFix).toBe(1);
  });
  it('takes the words away once their field is typed in', async () => {
    now.answers.user_invite = refuse('invalid', { fields: { email: 'No.', first_name: 'Too long.' } });
    const state = new DrawerState(null, 'en');
    await state.submit();
    state.touched('email');
    expect(state.errors).toEqual({ firstName: 'Too long.' });
  });
  it.each([
    ['suspended_already', 'reactivate', 'Reactivate'],
    ['archived_already', 'restore', 'Restore'],
    ['email_taken', 'open', 'Open user'],
  ] as const)('offers the way out of %s (R3)', async (code, action, word) => {
    now.answers.user_invite = refuse(code, { about: 'other', message: 'Björn is here already.' });
    const state = new DrawerState(null, 'en');
    await state.submit();
    expect(state.remedy).toEqual({ action, word, member: 'other' });
    expect(state.errors.email, 'the address is what has to change, so the words stand beside it').toBe(
      'Björn is here already.',
    );
  });
  it('asks with the same command after a failure, so that nobody is invited twice', async () => {
    now.answers.user_invite = refuse('internal');
    const state = new DrawerState(null, 'en');
    await state.submit();
    await state.submit();
    const [first, second] = now.sent('user_invite');
    expect(first?.command).toBe(second?.command);
    expect(state.problem?.code).toBe('internal');
  });
  it('asks with another command once something was typed', async () => {
    now.answers.user_invite = refuse('internal');
    const state = new DrawerState(null, 'en');
    await state.submit();
    state.touched('email');
    await state.submit();
    const [first, second] = now.sent('user_invite');
    expect(first?.command).not.toBe(second?.command);
  });
});

describe('editing', () => {
  it('is clean when it opens, dirty once something differs, clean again when it is put back', async () => {
    const state = await editing();
    expect(state.dirty).toBe(false);
    state.form.note = 'x';
    expect(state.dirty).toBe(true);
    state.form.note = '';
    expect(state.dirty).toBe(false);
  });
  it('sends what was changed, with the version that was seen', async () => {
    const state = await editing();
    state.form.phone = '+48 1';
    await state.submit();
    expect(now.sent('user_edit')[0]).toMatchObject({ member: 'm', seen: 4, phone: '+48 1' });
    expect(now.sent('user_edit')[0]).not.toHaveProperty('email');
  });
  it('keeps what was typed when the user is read again meanwhile', async () => {
    const state = await editing();
    state.form.note = 'Mine';
    now.answers.user_get = () => view({}, { status: 'suspended', version: 5 });
    await state.load();
    expect(state.form.note).toBe('Mine');
    expect(state.view?.row.status, 'the status is shown as it is now').toBe('suspended');
  });
  it('says why a user couldn’t be read, and reads them on the next try', async () => {
    now.answers.user_get = refuse('not_found', { message: 'There is no such user.' });
    const state = await editing();
    expect(state.lost?.message).toBe('There is no such user.');
    now.answers.user_get = () => view();
    await state.load();
    expect(state.lost).toBeNull();
  });
});

describe('a change by somebody else (R33)', () => {
  const clashing = async (): Promise<DrawerState> => {
    const state = await editing();
    state.form.email = 'mine@nordlys.no';
    state.form.note = 'Mine';
    now.answers.user_get = () => view({ phone: '+47 1' }, { email: 'theirs@nordlys.no', version: 9 });
    now.answers.user_edit = refuse('conflict');
    await state.submit();
    return state;
  };

  it('shows the fields that both changed and chooses nothing', async () => {
    const state = await clashing();
    expect(state.clash?.fields).toEqual([{ field: 'email', theirs: 'theirs@nordlys.no', mine: 'mine@nordlys.no' }]);
    expect(state.form.email).toBe('mine@nordlys.no');
  });
  it('keeps theirs, and what only I changed stays to be saved', async () => {
    const state = await clashing();
    state.keepTheirs();
    expect(state.clash).toBeNull();
    expect(state.form).toMatchObject({ email: 'theirs@nordlys.no', phone: '+47 1', note: 'Mine' });
    expect(state.dirty).toBe(true);
  });
  it('applies mine with the new version and leaves their other changes alone', async () => {
    const state = await clashing();
    now.answers.user_edit = () => done;
    expect(await state.applyMine()).toEqual(done);
    const last = now.sent('user_edit').at(-1);
    expect(last).toMatchObject({ seen: 9, email: 'mine@nordlys.no', note: 'Mine' });
    expect(last).not.toHaveProperty('phone');
  });
});
