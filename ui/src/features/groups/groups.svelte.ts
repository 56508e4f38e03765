/** What the groups screen knows: the list, the group that is chosen, what waits in it. It draws nothing. */
import type { GroupsView, GroupView } from '../../contract';
import { mutate, newCommandId, preferences } from '../../data';
import type { MatrixColumn } from '../../kit/matrix/columns';
import { marksOf, modulesOf, nameOf, rowsOf, type MatrixModule } from '../../kit/matrix/model';
import { Waiting } from '../../shared/waiting.svelte';
import { why } from '../../shared/why';
import { arrange, pathOf, type Item, type Order } from './arrange';
import { m } from '../../words';

const MEMORY = 'groups';
type Memory = { order: Order; open: string[]; tab: GroupTab };
export type GroupTab = 'members' | 'permissions';

export class GroupsState {
  view = $state.raw<GroupsView | null>(null);
  text = $state('');
  memory = $state.raw<Memory>({
    ...{ order: 'product', open: [], tab: 'members' },
    ...preferences.screen<Partial<Memory>>(MEMORY, {}),
  });
  /** The chosen one, by id; `null` takes the first. */
  chosen = $state<string | null>(null);

  readonly waiting = new Waiting(
    ([edit], preview) =>
      mutate('group_edit', {
        command: newCommandId(),
        group: edit?.id ?? '',
        seen: edit?.seen ?? 0,
        give: edit?.give ?? [],
        take: edit?.take ?? [],
        preview,
      }),
    'groups',
  );

  readonly modules = $derived<MatrixModule[]>(this.view === null ? [] : modulesOf(this.view.catalogue));
  readonly nameOf = $derived(nameOf(this.modules));
  readonly all = $derived(this.view?.groups ?? []);
  readonly byId = $derived(new Map(this.all.map((group) => [group.id, group])));
  readonly items = $derived<Item[]>(
    arrange(this.all, this.view?.catalogue.products ?? [], this.memory.order, this.text),
  );
  readonly group = $derived<GroupView | null>(
    (this.chosen === null ? undefined : this.byId.get(this.chosen)) ?? this.all[0] ?? null,
  );
  readonly path = $derived(this.group === null ? [] : pathOf(this.byId, this.group));
  readonly column = $derived<MatrixColumn | null>(
    this.group && { id: this.group.id, name: this.group.name, note: '', lock: why(this.group.editRefusal) },
  );
  readonly open = $derived(new Set(this.memory.open));
  readonly rows = $derived(rowsOf(this.modules, { open: this.open }));
  readonly allOpen = $derived(this.modules.length > 0 && this.modules.every(({ key }) => this.open.has(key)));

  /** What is saved now. */
  see(view: GroupsView): void {
    this.view = view;
    const total = view.catalogue.permissions;
    this.waiting.see(
      this.modules,
      view.groups.map(({ id, version, name, members, permissions }) => ({
        id,
        version,
        name,
        members,
        marks: marksOf(permissions, total),
      })),
    );
  }

  remember(change: Partial<Memory>): void {
    this.memory = { ...this.memory, ...change };
    preferences.remember(MEMORY, this.memory);
  }
  toggle = ({ key }: MatrixModule): void => {
    const open = new Set(this.open);
    if (!open.delete(key)) open.add(key);
    this.remember({ open: [...open] });
  };
  toggleAll = (): void => this.remember({ open: this.allOpen ? [] : this.modules.map(({ key }) => key) });

  /** The name of a product, or what stands for none. */
  placeOf({ product }: GroupView): string {
    if (product === null) return m.groups_kind();
    return this.view?.catalogue.products.find(({ key }) => key === product)?.name ?? product;
  }

  /** Whom the changes reach: as the preview says, else as many as are in the group. */
  get reach(): number {
    return this.waiting.impact?.reach ?? this.group?.members ?? 0;
  }
}
