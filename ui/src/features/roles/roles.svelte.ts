/** What the roles screen knows: the matrix as it is shown, what is compared, what waits. It draws nothing. */
import type { RolesView, RoleView } from '../../contract';
import { mutate, newCommandId, preferences } from '../../data';
import type { MatrixColumn } from '../../kit/matrix/columns';
import { marksOf, modulesOf, nameOf, rowsOf, type MatrixModule } from '../../kit/matrix/model';
import { Waiting } from '../../shared/waiting.svelte';
import { why } from '../../shared/why';
import { noteOf } from './words';

const MEMORY = 'roles';

export class RolesState {
  view = $state.raw<RolesView | null>(null);
  /** What was typed to find a permission. */
  text = $state('');
  open = $state.raw<ReadonlySet<string>>(new Set(preferences.screen<{ open: string[] }>(MEMORY, { open: [] }).open));
  first = $state('');
  second = $state('');
  onlyDifferences = $state(false);

  readonly waiting = new Waiting(
    (edits, preview) =>
      mutate('roles_edit', {
        command: newCommandId(),
        edits: edits.map(({ id, seen, give, take }) => ({ role: id, seen, give, take })),
        preview,
      }),
    'roles',
  );

  readonly modules = $derived<MatrixModule[]>(this.view === null ? [] : modulesOf(this.view.catalogue));
  readonly nameOf = $derived(nameOf(this.modules));
  readonly columns = $derived<MatrixColumn[]>(
    (this.view?.roles ?? []).map((role) => ({
      id: role.id,
      name: role.name,
      note: noteOf(role),
      lock: why(role.editRefusal),
    })),
  );
  readonly compared = $derived(
    this.first !== '' && this.second !== '' && this.first !== this.second ? [this.first, this.second] : [],
  );
  differs = (at: number): boolean => {
    const [first, second] = this.compared;
    return first !== undefined && second !== undefined && this.waiting.has(first, at) !== this.waiting.has(second, at);
  };
  readonly differences = $derived(this.waiting.actions.filter(({ at }) => this.differs(at)).length);
  readonly rows = $derived(
    rowsOf(this.modules, {
      open: this.open,
      text: this.text,
      only: this.compared.length > 0 && this.onlyDifferences ? this.differs : null,
    }),
  );
  readonly allOpen = $derived(this.modules.length > 0 && this.modules.every(({ key }) => this.open.has(key)));

  /** What is saved now. */
  see(view: RolesView): void {
    this.view = view;
    const total = view.catalogue.permissions;
    this.waiting.see(
      this.modules,
      view.roles.map(({ id, version, name, members, permissions }) => ({
        id,
        version,
        name,
        members,
        marks: marksOf(permissions, total),
      })),
    );
    // A role that is compared may be gone.
    const there = (id: string) => view.roles.some((role) => role.id === id);
    if (!there(this.first)) this.first = '';
    if (!there(this.second)) this.second = '';
  }

  role(id: string): RoleView | undefined {
    return this.view?.roles.find((role) => role.id === id);
  }

  toggle = ({ key }: MatrixModule): void => {
    const open = new Set(this.open);
    if (!open.delete(key)) open.add(key);
    this.#remember(open);
  };
  toggleAll = (): void => this.#remember(new Set(this.allOpen ? [] : this.modules.map(({ key }) => key)));

  /** Compares a role: the second one is chosen next. */
  compare(id: string): void {
    if (this.first === '' || this.first === id) this.first = id;
    else this.second = id;
  }
  endComparing(): void {
    this.first = '';
    this.second = '';
    this.onlyDifferences = false;
  }

  /** How many people wait to be reached: as the preview says, else as many as have the roles. */
  get reach(): number {
    return (
      this.waiting.impact?.reach ??
      [...this.waiting.changes.keys()].reduce((sum, id) => sum + (this.waiting.saved.get(id)?.members ?? 0), 0)
    );
  }

  #remember(open: Set<string>): void {
    this.open = open;
    preferences.remember(MEMORY, { open: [...open] });
  }
}
