/** Which action a key press means. Single letters act only when no field has focus, and can be turned off. */
import { ACTIONS, type ActionId, type Scope } from './table';

/** What of a key press matters; a KeyboardEvent fits. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing?: boolean;
}

export interface Situation {
  scopes: readonly Scope[];
  /** A field for text has focus. */
  typing: boolean;
  /** Single characters act. */
  letterKeys: boolean;
  /** macOS: Ctrl is written for Cmd. */
  mac: boolean;
}

interface Chord {
  ctrl: boolean;
  shift: boolean;
  key: string;
}

const NAMED: Record<string, string> = { esc: 'escape', space: ' ' };

/** Reads "Ctrl Shift Z". */
export function chordOf(keys: string): Chord {
  const parts = keys.toLowerCase().split(' ');
  const key = parts.at(-1) ?? '';
  return { ctrl: parts.includes('ctrl'), shift: parts.includes('shift'), key: NAMED[key] ?? key };
}

/** Whether a press is a chord on this platform. */
export function meets(press: Press, keys: string, mac: boolean): boolean {
  const chord = chordOf(keys);
  const main = mac ? press.metaKey : press.ctrlKey;
  const other = mac ? press.ctrlKey : press.metaKey;
  if (press.altKey || other || main !== chord.ctrl) return false;
  // Signs such as "/" need Shift on some keyboards; only letters and named keys mind it.
  const minds = /^[a-z]$/.test(chord.key) || chord.key.length > 1;
  return press.key.toLowerCase() === chord.key && (!minds || press.shiftKey === chord.shift);
}

/** The actions that a press can mean, in the order of the table; empty for none. */
export function match(press: Press, { scopes, typing, letterKeys, mac }: Situation): ActionId[] {
  if (press.isComposing) return [];
  return (Object.keys(ACTIONS) as ActionId[]).filter((id) => {
    const { keys, scope } = ACTIONS[id];
    if (keys === undefined || !scopes.includes(scope) || !meets(press, keys, mac)) return false;
    const single = chordOf(keys).key.length === 1 && !chordOf(keys).ctrl;
    if (single && (typing || !letterKeys)) return false;
    // In a field, undo and Enter belong to the field.
    return !(typing && (id === 'undo' || chordOf(keys).key === 'enter'));
  });
}

/** Whether an element takes text. */
export function takesText(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement)
    return true;
  return (
    element instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'button', 'submit', 'range', 'file'].includes(element.type)
  );
}

/** Keys as this platform writes them. */
export function written(keys: string, mac: boolean): string {
  return mac ? keys.replace('Ctrl', '⌘') : keys;
}
