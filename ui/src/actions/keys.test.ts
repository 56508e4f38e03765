import { describe, expect, it } from 'vitest';
import { match, meets, type Press, type Situation } from './keys';

const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const list: Situation = { scopes: ['global', 'users'], typing: false, letterKeys: true, mac: false };

describe('keys', () => {
  it('mean what the table says', () => {
    expect(match(press('n'), list)).toEqual(['user.invite']);
    expect(match(press('/'), list)).toEqual(['page.search']);
    expect(match(press('z', { ctrlKey: true }), list)).toEqual(['undo']);
    expect(match(press('F6'), list)).toEqual(['region.next']);
    expect(match(press('Escape'), list)).toEqual(['selection.clear']);
  });

  it('act for a screen only while it is shown', () => {
    expect(match(press('n'), { ...list, scopes: ['global'] })).toEqual([]);
  });

  it('leave single letters to fields, and can be turned off (WCAG 2.1.4)', () => {
    expect(match(press('n'), { ...list, typing: true })).toEqual([]);
    expect(match(press('/'), { ...list, typing: true })).toEqual([]);
    expect(match(press('s'), { ...list, letterKeys: false })).toEqual([]);
    expect(match(press('o', { ctrlKey: true }), { ...list, typing: true, letterKeys: false }), 'chords stay').toEqual([
      'organization.switch',
    ]);
  });

  it('leave undo to the field that is being typed in', () => {
    expect(match(press('z', { ctrlKey: true }), { ...list, typing: true })).toEqual([]);
  });

  it('are Cmd on macOS', () => {
    expect(match(press('z', { metaKey: true }), { ...list, mac: true })).toEqual(['undo']);
    expect(match(press('z', { ctrlKey: true }), { ...list, mac: true })).toEqual([]);
  });

  it('don’t mix up chords', () => {
    expect(match(press('n', { ctrlKey: true }), list)).toEqual([]);
    expect(match(press('N', { shiftKey: true }), list)).toEqual([]);
    expect(match(press('n', { altKey: true }), list)).toEqual([]);
    expect(match(press('n', { isComposing: true }), list), 'an input method is at work').toEqual([]);
  });

  it('take a sign however the keyboard makes it', () => {
    expect(meets(press('/', { shiftKey: true }), '/', false)).toBe(true);
  });
});
