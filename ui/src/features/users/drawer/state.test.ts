import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome, UserRow, UserView } from '../../../contract';
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
  asRefusal: null,
  passwordRefusal: null,
  lockRefusal: null,
  roles: [],
  licences: [],
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
  roles: [],
  grants: [],
  restrictions: [],
  licences: [],
  portals: [],
  contact: '',
  customer: '',
  ...change,
});
const done: Outcome = {
  command: 'c',
  preview: false,
  done: 1,
  member: 'm',
  refused: 0,
  refusals: [],
  undoable: true,
  role: null,
  group: null,
  impact: null,
};
beforeEach(() => {
  now = script({ user_get: () => view(), user_edit: () => done, user_invite: () => done });
});

const editing = async (): Promise<DrawerState> => {
  const state = new DrawerState('m', 'en');
  await state.load();
  return state;
};

describe('inviting', () => {
  it('offers the address that was meant, and takes it over when asked', async () => {
    now.answers.user_invite = refuse('invalid', {
      fields: { email: 'The address has no domain.' },
      suggestion: 'ada@nordlys.no',
    });
    const state = new DrawerState(null, 'en');
    state.form.email = 'ada';
    await state.submit();
    expect(state.suggestion).toBe('ada@nordlys.no');
    expect(state.form.email).toBe('ada');
    state.takeOver();
    expect(state.form.email).toBe('ada@nordlys.no');
    expect([state.suggestion, state.errors.email]).toEqual([null, undefined]);
    now.answers.user_invite = () => done;
    expect(await state.submit()).toEqual(done);
  });
  it('offers nothing any more once something else was typed', async () => {
    now.answers.user_invite = refuse('invalid', { fields: { email: 'No.' }, suggestion: 'ada@nordlys.no' });
    const state = new DrawerState(null, 'en');
    await state.submit();
    state.touched('email');
    expect(state.suggestion).toBeNull();
  });
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

describe('a change of rights', () => {
  const impact = {
    reach: 1,
    people: [{ member: 'm', name: 'Łukasz Wójcik', gained: [], lost: ['contacts.edit'] }],
    licencesGiven: 0,
    licencesTaken: 0,
    sessionsEnded: 0,
    givenOn: [],
  };

  it('shows what it does before it is saved, and saves when that was seen (B6)', async () => {
    now.answers.user_edit = ({ preview }) => ({ ...done, impact: preview ? impact : null });
    const state = await editing();
    state.form.roles = ['r'];
    expect(await state.submit()).toBeNull();
    expect(state.impact?.people[0]?.lost).toEqual(['contacts.edit']);
    expect(now.sent('user_edit').map(({ preview }) => preview)).toEqual([true]);
    expect(await state.submit(true)).not.toBeNull();
    expect(now.sent('user_edit')[1]).toMatchObject({ roles: ['r'] });
    expect(now.sent('user_edit')[1]).not.toHaveProperty('preview');
  });
  it('that moves nobody’s rights is saved at once', async () => {
    now.answers.user_edit = () => ({ ...done, impact: { ...impact, people: [] } });
    const state = await editing();
    state.form.licences = ['fleet.pro'];
    expect(await state.submit()).not.toBeNull();
    expect(state.impact).toBeNull();
  });
  it('that is refused in the preview says so and saves nothing', async () => {
    now.answers.user_edit = refuse('ceiling', { message: 'Finance carries permissions that you don’t have.' });
    const state = await editing();
    state.form.groups = ['g'];
    expect(await state.submit()).toBeNull();
    expect(state.problem?.code).toBe('ceiling');
    expect(now.sent('user_edit')).toHaveLength(1);
  });
});

describe('a new user', () => {
  it('starts as policy says, without being a change (R12)', () => {
    const state = new DrawerState(null, 'en');
    state.begin('custom');
    expect([state.form.access, state.dirty]).toEqual(['custom', false]);
    state.begin('all');
    expect(state.form.access, 'what was chosen since stays').toBe('custom');
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
