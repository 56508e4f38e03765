/** What permissions are called, where something names them by their keys. */
import type { CatalogueView } from '../../contract';
import { m } from '../../words';

/** A permission's name, as "Contacts: Edit"; its key, until the catalogue is known. */
export function permissionNames(catalogue: CatalogueView | undefined): (permission: string) => string {
  const modules = catalogue?.products.flatMap((product) => product.modules) ?? [];
  const names = new Map(
    modules.flatMap(({ label, actions }) =>
      actions.map((one) => [one.permission, m.shared_permission_name({ module: label, action: one.label })]),
    ),
  );
  return (permission) => names.get(permission) ?? permission;
}
