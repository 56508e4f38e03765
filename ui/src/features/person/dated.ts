/** Single permissions that hold for a while: what ends and what begins later, and which ones can be chosen (B13). */
import type { CatalogueView, GlassView, HeldView, Holding, WaitingView } from '../../contract';
import { titleOf } from '../../shared/permissions/marks';
import { m } from '../../words';

/** Whether it is one permission, given or taken here. */
export const isSingle = ({ is }: Holding): boolean => is === 'grant' || is === 'restriction';

/** Permissions that are granted or restricted here until a day, in the order of the table. */
export function endingOf(glass: GlassView): HeldView[] {
  return glass.products
    .flatMap((product) => product.modules)
    .flatMap((module) =>
      module.marks.flatMap((mark) =>
        mark.sources.flatMap(({ kind, since, by, until }): HeldView[] =>
          (kind === 'grant' || kind === 'restriction') && until !== null
            ? [
                {
                  what: { is: kind, of: mark.permission },
                  name: titleOf(mark, module.label),
                  since: since ?? 0,
                  by,
                  until,
                },
              ]
            : [],
        ),
      ),
    );
}

/** What begins later, by its permission. */
export function beginningOf(waiting: readonly WaitingView[]): ReadonlyMap<string, WaitingView> {
  return new Map(waiting.filter(({ what }) => isSingle(what)).map((one) => [String(one.what.of), one]));
}

/** Every permission as something to choose: what the giver lacks is locked, but can be taken from others. */
export function permissionsOf(
  { products }: CatalogueView,
  is: 'grant' | 'restriction',
): { id: string; name: string; note: string; locked: string | null }[] {
  return products.flatMap((product) =>
    product.modules.flatMap((module) =>
      module.actions.map((action) => ({
        id: action.permission,
        name: titleOf(action, module.label),
        note: product.name === module.label ? '' : product.name,
        locked: is === 'grant' && !action.yours ? m.person_lacking() : null,
      })),
    ),
  );
}
