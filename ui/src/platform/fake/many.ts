/** Several organizations in memory: the one that is open, others beside it, one away, one locked. */
import type {
  AskAt,
  Commands,
  CommandName,
  KnownOrganization,
  KnownPlace,
  NeedCode,
  OrganizationLook,
  OrganizationView,
  WireError,
} from '../../contract';
import { authority } from './authority';
import { FakeUsers } from './users';

interface Other {
  name: string;
  initials: string;
  domain: string;
  kind: KnownOrganization['kind'];
  people: number;
  limit: number;
  needs: readonly [NeedCode, number, string][];
  /** Why it doesn't answer. */
  away?: Pick<WireError, 'code' | 'message' | 'help'>;
}

const OTHERS: readonly Other[] = [
  {
    name: 'さくら精機',
    initials: 'さ',
    domain: 'sakura-seiki.co.jp',
    kind: 'server',
    people: 512,
    limit: 50,
    needs: [],
  },
  {
    name: 'Ateliers Vauban',
    initials: 'AV',
    domain: 'vauban.fr',
    kind: 'database',
    people: 86,
    limit: 5,
    needs: [['administrator_limit', 5, '5 of 5 admin users in use.']],
  },
  {
    name: 'Kancelaria Brzoza i Wspólnicy',
    initials: 'KB',
    domain: 'brzoza.pl',
    kind: 'file',
    people: 38,
    limit: 5,
    needs: [],
  },
  {
    name: 'Stichting Waterwijs',
    initials: 'SW',
    domain: 'waterwijs.nl',
    kind: 'server',
    people: 131,
    limit: 15,
    needs: [['administrators_without_factor', 2, '2 admins have no second factor.']],
  },
  {
    name: 'Clínica Santa Aurélia',
    initials: 'CA',
    domain: 'santaaurelia.pt',
    kind: 'server',
    people: 64,
    limit: 2,
    needs: [],
    away: {
      code: 'untrusted',
      message: 'accounts.santaaurelia.pt can’t prove who it is: its certificate has expired.',
      help: 'Nothing was sent. Ask whoever runs the server.',
    },
  },
  {
    name: 'مؤسسة النخيل',
    initials: 'نخ',
    domain: 'alnakheel.ae',
    kind: 'file',
    people: 125,
    limit: 15,
    needs: [],
    away: {
      code: 'passphrase_needed',
      message: 'This computer has no key for the file.',
      help: 'Type its passphrase.',
    },
  },
];

type Answers = { [C in CommandName]: (req: Commands[C]['req']) => Commands[C]['res'] };

export class FakeMany {
  readonly #worlds = new Map<string, Pick<Answers, 'users_page' | 'users_act' | 'command_undo'> & Partial<Answers>>();

  constructor(
    readonly organization: OrganizationView,
    readonly users: FakeUsers,
    readonly now: () => number,
  ) {}

  /** Those beside the one that is open. */
  others(): KnownOrganization[] {
    return OTHERS.map(({ name, kind, domain, away }, n) => ({
      kind,
      place: placeOf(OTHERS[n] as Other),
      organization: kind === 'file' ? '' : name,
      account: kind === 'file' ? '' : `ingrid@${domain}`,
      name,
      openedAt: this.now() - (n + 1) * 86_400_000,
      byPassphrase: away?.code === 'passphrase_needed',
      present: true,
    }));
  }

  look(place: KnownPlace): OrganizationLook {
    const other = OTHERS.find((one) => placeOf(one) === place.place);
    if (other?.away) throw { ...other.away, fields: {}, about: null } satisfies WireError;
    const counts = other ? undefined : this.users.counts();
    const members = other?.people ?? counts?.active ?? 0;
    const limit = other?.limit ?? counts?.planLimit ?? 15;
    return {
      summary: {
        id: other ? `other-${other.domain}` : this.organization.id,
        name: other?.name ?? this.organization.name,
        initials: other?.initials ?? this.organization.initials,
        domain: other?.domain ?? this.organization.you.email.split('@')[1] ?? '',
        plan: 'business',
        you: this.organization.you,
        members,
        active: members,
        protected: Math.floor(members * 0.92),
        pending: other ? 1 : (counts?.pending ?? 0),
        administrators: other
          ? Math.min(limit, other.needs[0]?.[0] === 'administrator_limit' ? limit : limit - 1)
          : (counts?.planUsed ?? 0),
        administratorLimit: limit,
        needs: (other?.needs ?? []).map(([code, count, words]) => ({ code, count, words })),
      },
      connection: { kind: place.kind, place: place.place, byPassphrase: false },
      at: this.now(),
    };
  }

  ask({ place, ask, request }: AskAt, here: Answers): unknown {
    const other = OTHERS.find((one) => placeOf(one) === place.place);
    if (other?.away) throw { ...other.away, fields: {}, about: null } satisfies WireError;
    const name = ask as CommandName;
    const answers = other ? { ...here, ...this.#world(other) } : here;
    return (answers[name] as (req: unknown) => unknown)(request);
  }

  #world(other: Other) {
    const kept = this.#worlds.get(other.name);
    if (kept) return kept;
    const users = new FakeUsers(other.people, this.now, { owner: true });
    const world = {
      users_page: (req: Commands['users_page']['req']) => users.page(req),
      users_act: (req: Commands['users_act']['req']) => users.act(req),
      command_undo: (req: Commands['command_undo']['req']) => users.undo(req),
      ...authority(users),
    };
    this.#worlds.set(other.name, world);
    return world;
  }
}

const placeOf = ({ kind, domain }: Other): string =>
  kind === 'file'
    ? `/home/ingrid/Rollbook/${domain}.rollbook`
    : `${kind === 'server' ? 'https' : 'postgres'}://accounts.${domain}`;
