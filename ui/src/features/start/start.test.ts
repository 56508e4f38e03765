import { beforeEach, describe, expect, it } from 'vitest';
import type { AppView, OrganizationView, PasswordView } from '../../contract';
import { refuse, script, type Script } from '../../data/script';
import { mismatches, NewOrganizationState } from './create.svelte';
import { OfflineStarting } from './offline.svelte';
import { Opening } from './open.svelte';

let now: Script;
const judged = (acceptable: boolean): PasswordView => ({
  rules: [],
  strength: acceptable ? 3 : 1,
  word: '',
  guess: '',
  acceptable,
  problem: acceptable ? '' : 'Use 15 characters or more.',
});
const app = (available: boolean) =>
  ({ keychain: { available, name: 'Keychain', words: available ? '' : 'It doesn’t answer.' } }) as AppView;
const organization = { id: 'o' } as OrganizationView;

beforeEach(() => {
  now = script({
    organization_open: () => organization,
    organization_create: () => organization,
    password_judge: () => judged(true),
  });
});

describe('opening a file', () => {
  it('asks for the passphrase where it is needed, and tries with it', async () => {
    const opening = new Opening();
    now.answers.organization_open = refuse('passphrase_needed');
    await opening.open('/a');
    expect(opening.asked).toEqual({ path: '/a', problem: '' });
    now.answers.organization_open = () => organization;
    await opening.open('/a', 'right');
    expect(now.sent('organization_open').at(-1)).toEqual({ path: '/a', passphrase: 'right' });
    expect(opening.asked).toBeNull();
  });
  it('asks again when the passphrase is wrong, and says so', async () => {
    const opening = new Opening();
    now.answers.organization_open = refuse('wrong_key');
    await opening.open('/a', 'wrong');
    expect(opening.asked?.problem).toContain('doesn’t open the file');
  });
  it('shows any other problem beside the list, with its file', async () => {
    const opening = new Opening();
    now.answers.organization_open = refuse('in_use');
    await opening.open('/a');
    expect(opening.problem).toMatchObject({ path: '/a', error: { code: 'in_use' } });
    expect(opening.busy).toBeNull();
  });
  it('does nothing when the person picks no file', async () => {
    now.answers.organization_pick = () => null;
    const opening = new Opening();
    await opening.pick();
    expect(now.sent('organization_open')).toEqual([]);
    expect(opening.problem).toBeNull();
  });
});

describe('a new organization', () => {
  const filled = (state: NewOrganizationState): NewOrganizationState => {
    Object.assign(state.form, {
      name: 'Nordlys',
      firstName: 'Ingrid',
      lastName: 'Solbakken',
      email: 'ingrid@nordlys.no',
      password: 'lundi-brim-47-ska',
      again: 'lundi-brim-47-ska',
    });
    return state;
  };

  it('keeps its key in the keychain without a passphrase', async () => {
    await filled(new NewOrganizationState(app(true))).submit();
    expect(now.sent('organization_create')[0]?.passphrase).toBeNull();
  });
  it('never goes without a passphrase where there is no keychain (R34)', async () => {
    const state = filled(new NewOrganizationState(app(false)));
    await state.submit();
    expect(now.sent('organization_create')).toEqual([]);
    expect(state.errors.passphrase).toContain('Type a passphrase');
    Object.assign(state.form, { passphrase: 'a long one', passphraseAgain: 'a long one' });
    await state.submit();
    expect(now.sent('organization_create')[0]?.passphrase).toBe('a long one');
  });
  it('isn’t sent while the passwords differ, or while the password isn’t good enough (R23)', () => {
    const { form } = filled(new NewOrganizationState(app(true)));
    expect(mismatches({ ...form, again: 'x' }, judged(true))).toHaveProperty('again');
    expect(mismatches(form, judged(false))).toEqual({ password: 'Use 15 characters or more.' });
    expect(mismatches(form, judged(true))).toEqual({});
  });
  it('puts the words beside the field when it is refused, and keeps what was typed', async () => {
    now.answers.organization_create = refuse('invalid', { fields: { first_name: 'Type your first name.' } });
    const state = filled(new NewOrganizationState(app(true)));
    await state.submit();
    expect(state.errors).toEqual({ firstName: 'Type your first name.' });
    expect(state.form.name).toBe('Nordlys');
  });
  it('shows the newest judgement, whichever answer comes last', async () => {
    const answersLater: ((view: PasswordView) => void)[] = [];
    now.answers.password_judge = () => new Promise((resolve) => answersLater.push(resolve));
    const state = new NewOrganizationState(app(true));
    const first = state.judge();
    const second = state.judge();
    answersLater[1]?.(judged(true));
    await second;
    answersLater[0]?.(judged(false));
    await first;
    expect(state.judged?.acceptable, 'the first answer is about an older password').toBe(true);
  });
});

describe('an organization that isn’t reached', () => {
  const known = { kind: 'server', place: 'https://a', organization: 'o', name: 'Nordlys', account: 'i@a' } as never;
  const place = { kind: 'server', place: 'https://a', organization: 'o' };

  it('r34 is offered without a connection, and tried again', async () => {
    now.answers.organization_resume = refuse('unreachable');
    const opening = new Opening();
    await opening.again(known);
    expect(opening.away).toMatchObject({ known, error: { code: 'unreachable' } });
    expect(opening.problem).toBeNull();
    now.answers.organization_resume = refuse('session_over');
    await opening.again(known);
    expect([opening.away, opening.back]).toEqual([null, known]);
  });
  it('r34 asks for the own password, and keeps none that was wrong', async () => {
    now.answers.offline_look = () => ({ account: 'i@a', synced: 1, until: 2, refusal: null });
    now.answers.offline_enter = refuse('sign_in_failed', {
      fields: { password: 'Not this one.' },
      help: 'The last one.',
    });
    const starting = new OfflineStarting(known);
    await starting.look();
    await starting.enter();
    expect([starting.error, now.sent('offline_enter')]).toEqual(['Type your password.', []]);
    starting.password = 'wrong';
    await starting.enter();
    expect([starting.error, starting.password]).toEqual(['Not this one. The last one.', '']);
    now.answers.offline_enter = () => organization;
    starting.password = 'right';
    await starting.enter();
    expect(now.sent('offline_enter').at(-1)).toEqual({ place, password: 'right' });
    expect(starting.error).toBe('');
  });
});
