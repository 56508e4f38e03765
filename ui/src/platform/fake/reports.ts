/** Reports of the double: the same lines as the real ones, over the people that it made up. */
import type { Report, ReportLine, ReportView } from '../../contract';
import { PACKAGES } from './authority-data';
import { holds, type World } from './authority-world';
import { DAY, type Person } from './people';

const line = (label: string, numbers: number[], day: number | null = null): ReportLine => ({ label, day, numbers });

/** How many stand in each range of ages, in days; the last takes what is older. */
function ranged(ages: readonly number[], limits: readonly number[], labels: readonly string[]): [string, number][] {
  return labels.map((label, n) => {
    const [from, to] = [limits[n - 1] ?? -Infinity, limits[n] ?? Infinity];
    return [label, ages.filter((age) => age > from && age <= to).length];
  });
}

export function reportOf(world: World, report: Report, days: number): ReportView {
  const now = world.now();
  const regular = world.people.filter((p) => p.kind === 'regular' && !p.erased);
  const active = regular.filter((p) => p.status === 'active');
  const away = (p: Person): number => (p.lastActive === null ? Infinity : (now - p.lastActive) / DAY);
  switch (report) {
    case 'away': {
      const labels = ['In the last 7 days', '8 to 30 days ago', '31 to 90 days ago', '91 to 180 days ago'];
      const seen = active.filter((p) => p.lastActive !== null).map(away);
      const lines = ranged(seen, [7, 30, 90, 180, 365], [...labels, '181 to 365 days ago', 'Over a year ago']);
      const never = active.length - seen.length;
      return {
        columns: ['Last sign-in', 'Users'],
        lines: [...lines.map(([label, n]) => line(label, [n])), line('Never', [never])],
      };
    }
    case 'sign_ins': {
      const today = Math.floor(now / DAY);
      const lines = Array.from({ length: Math.max(1, days) }, (_, n) => {
        const day = today - Math.max(1, days) + 1 + n;
        const people = Math.round(active.length * (day % 7 < 2 ? 0.1 : 0.5 + ((day * 37) % 11) / 50));
        return line(new Date(day * DAY).toISOString().slice(0, 10), [Math.round(people * 1.4), people], day * DAY);
      });
      return { columns: ['Day (UTC)', 'Sign-ins', 'People'], lines };
    }
    case 'unused_licences': {
      const lines = PACKAGES.filter((one) => world.seats[one.package] !== undefined).map((one) => {
        const held = regular.filter((p) => holds(p, 'licence').includes(one.package));
        const idle = held.filter((p) => away(p) > 60).length;
        const free = Math.max(0, world.free(one.package));
        return line(`${one.product} ${one.name}`, [free, idle, held.length - idle, free + held.length]);
      });
      return { columns: ['Package', 'Not assigned', 'Idle for 60 days', 'In use', 'Seats'], lines };
    }
    case 'invitations': {
      const open = regular.filter((p) => p.status === 'pending');
      const out = open.filter((p) => (p.invitationUntil ?? 0) <= now);
      const labels = [
        'In the last day',
        '2 to 7 days ago',
        '8 to 30 days ago',
        '31 to 90 days ago',
        'Over 90 days ago',
      ];
      const of = (people: Person[]) =>
        ranged(
          people.map((p) => (now - p.addedAt) / DAY),
          [1, 7, 30, 90],
          labels,
        );
      const gone = of(out);
      return {
        columns: ['Invited', 'Open invitations', 'Link ran out'],
        lines: of(open).map(([label, n], at) => line(label, [n, gone[at]?.[1] ?? 0])),
      };
    }
  }
}
