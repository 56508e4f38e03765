/** Reports in words: what each is about, and what its numbers come to. */
import type { ExportKind, Report, ReportView } from '../../contract';
import { counted, m, number } from '../../words';

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
    title: m.reports_sign_ins(),
    words: m.reports_sign_ins_words(),
    file: 'sign_ins',
    saved: m.reports_sign_ins_saved(),
  },
  {
    report: 'away',
    title: m.reports_away(),
    words: m.reports_away_words(),
    file: 'away',
    saved: m.reports_away_saved(),
  },
  {
    report: 'unused_licences',
    title: m.reports_unused(),
    words: m.reports_unused_words(),
    file: 'unused_licences',
    saved: m.reports_unused_saved(),
  },
  {
    report: 'invitations',
    title: m.reports_invitations(),
    words: m.reports_invitations_words(),
    file: 'invitations',
    saved: m.reports_invitations_saved(),
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
      return m.reports_sum_sign_ins({
        count: view.lines.length,
        n: number(view.lines.length),
        signIns: counted(m.reports_sign_ins_count, sum(view, 0)),
      });
    case 'away': {
      const never = view.lines.at(-1)?.numbers[0] ?? 0;
      const users = counted(m.reports_active_users, sum(view, 0));
      return m.reports_sum_away({ count: never, n: number(never), users });
    }
    case 'unused_licences':
      return m.reports_sum_unused({
        count: sum(view, 3),
        n: number(sum(view, 3)),
        free: number(sum(view, 0)),
        away: number(sum(view, 1)),
      });
    case 'invitations': {
      const out = sum(view, 1);
      const words = out === 0 ? '' : ` ${counted(m.reports_sum_ran_out, out)}`;
      return `${counted(m.reports_sum_invitations, sum(view, 0))}${words}`;
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
