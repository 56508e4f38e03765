/** Reports in words: what each is about, and what its numbers come to. */
import type { ExportKind, Report, ReportView } from '../../contract';
import { counted, number } from '../../kit/format';

export interface ReportLook {
  report: Report;
  title: string;
  words: string;
  /** The kind of its file. */
  file: ExportKind;
  /** What a toast says once its file is saved. */
  saved: string;
}

export const REPORTS: ReportLook[] = [
  {
    report: 'sign_ins',
    title: 'Sign-ins',
    words: 'Day by day, in UTC',
    file: 'sign_ins',
    saved: 'Sign-ins of 90 days saved',
  },
  { report: 'away', title: 'Last sign-in', words: 'Active users', file: 'away', saved: 'Last sign-ins saved' },
  {
    report: 'unused_licences',
    title: 'Unused licenses',
    words: 'Seats that nobody needs',
    file: 'unused_licences',
    saved: 'Unused licenses saved',
  },
  {
    report: 'invitations',
    title: 'Open invitations',
    words: 'By when they were sent last',
    file: 'invitations',
    saved: 'Open invitations saved',
  },
];

/** The sum of a column; columns are counted without the labels. */
export function sum(view: ReportView, column: number): number {
  return view.lines.reduce((all, line) => all + (line.numbers[column] ?? 0), 0);
}

/** What a report comes to, in a sentence. */
export function summed(report: Report, view: ReportView): string {
  switch (report) {
    case 'sign_ins':
      return `${counted(sum(view, 0), 'sign-in')} in ${counted(view.lines.length, 'day')}.`;
    case 'away': {
      const never = view.lines.at(-1)?.numbers[0] ?? 0;
      return `${counted(sum(view, 0), 'active user')}, ${number(never)} never signed in.`;
    }
    case 'unused_licences':
      return `${number(sum(view, 0))} of ${counted(sum(view, 3), 'seat')} not assigned, ${number(sum(view, 1))} held by people who are away.`;
    case 'invitations': {
      const out = sum(view, 1);
      const words = out === 0 ? '' : ` The link of ${number(out)} ran out.`;
      return `${counted(sum(view, 0), 'invitation')} open.${words}`;
    }
  }
}

/** The columns that are drawn: of seats the three that come to all of them, else the first. */
export function drawn(report: Report): number[] {
  return report === 'unused_licences' ? [2, 1, 0] : [0];
}

/** The longest bar of a report; at least one, so that nothing is divided by nothing. */
export function longest(report: Report, view: ReportView): number {
  const columns = drawn(report);
  return Math.max(1, ...view.lines.map(({ numbers }) => columns.reduce((all, n) => all + (numbers[n] ?? 0), 0)));
}
