/** The log of the double: the lines of its world as entries, with seals that look like seals. */
import type { Commands, LogEntryView, LogKind, LogQuery } from '../../contract';
import { nameOf, type Person } from './people';
import type { Line, World } from './authority-world';

type Answers = {
  [C in 'log_page' | 'log_entry' | 'log_kinds' | 'log_verify' | 'log_export' | 'log_save']: (
    req: Commands[C]['req'],
  ) => Commands[C]['res'];
};

const KINDS: LogKind[] = [
  { kind: 'status_changed', topic: 'people', label: 'Status changed' },
  { kind: 'given', topic: 'rights', label: 'Given' },
  { kind: 'locked', topic: 'signing_in', label: 'Locked' },
];

/** Sixty-four digits of a number; no hash, and nobody takes it for one. */
function sealOf(seq: number): string {
  let state = seq * 2_654_435_761;
  return Array.from({ length: 64 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (Math.floor(state) % 16).toString(16);
  }).join('');
}

export function logOf(users: { world: World }): Answers {
  const { world } = users;
  const view = (line: Line, seq: number): LogEntryView => {
    const about: Person | undefined = world.people.find((p) => p.id === line.member);
    const me = world.me();
    return {
      seq,
      at: line.at,
      actor: line.actor,
      actorInitials: (line.actor ?? '').slice(0, 2).toUpperCase(),
      actorId: line.actor === null ? null : me.id,
      kind: line.title === 'Locked' ? 'locked' : 'status_changed',
      title: line.title,
      detail: line.detail,
      about: about ? nameOf(about) : '',
      aboutId: about?.id ?? null,
      origin: 'This computer',
      result: null,
      erased: false,
      seal: sealOf(seq),
      command: line.command,
      undoable: false,
    };
  };
  /** Newest first, as the log has them. */
  const all = (): LogEntryView[] =>
    [...world.log]
      .sort((one, other) => one.at - other.at || one.seq - other.seq)
      .map((line, n) => view(line, n + 1))
      .reverse();
  const matching = ({ text, person, kinds, from, until }: LogQuery): LogEntryView[] =>
    all().filter(
      (one) =>
        (text === '' ||
          `${one.title} ${one.about} ${one.actor ?? ''} ${one.seq}`.toLowerCase().includes(text.toLowerCase())) &&
        (person === null || one.aboutId === person || one.actorId === person) &&
        (kinds.length === 0 || kinds.includes(one.kind)) &&
        (from === null || one.at >= from) &&
        (until === null || one.at < until),
    );
  return {
    log_page: ({ filter, before, take }) => {
      const rows = matching(filter);
      const older = rows.filter((one) => before === null || one.seq < before).slice(0, take);
      return { rows: older, matching: rows.length, more: false, total: world.log.length, originRefusal: null };
    },
    log_entry: ({ seq }) => {
      const entry = all().find((one) => one.seq === seq);
      if (!entry)
        throw { code: 'not_found', message: 'There is no entry with this number.', help: '', fields: {}, about: null };
      return {
        entry,
        changes: [],
        people: 1,
        entries: 1,
        address: '',
        device: '',
        before: sealOf(seq - 1),
        json: JSON.stringify(entry),
      };
    },
    log_kinds: () => KINDS,
    log_verify: () => ({ entries: world.log.length, broken: null, at: world.now() }),
    log_export: ({ filter }) => ({ text: '', rows: matching(filter).length }),
    log_save: ({ filter, format }) => {
      const name = format === 'csv' ? 'activity.csv' : 'activity.jsonl';
      return { path: `/home/ingrid/Downloads/${name}`, name, rows: matching(filter).length };
    },
  };
}
