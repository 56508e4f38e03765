/** Which of somebody's permissions are shown: what was typed, and whether only what they have. */
import type { GlassModule, GlassProduct, GlassView } from '../../contract';
import { matches } from '../../kit/fold';
import { m } from '../../words';

/** Products with the modules and marks that are asked for; what has none left isn't there. */
export function narrow({ products }: GlassView, text: string, only: boolean): GlassProduct[] {
  const typed = text.trim();
  const marksOf = (product: GlassProduct, module: GlassModule) =>
    module.marks.filter(
      (mark) =>
        (!only || mark.allowed) &&
        (typed === '' ||
          matches(
            `${product.name} ${module.label} ${mark.label} ${mark.explanation} ${mark.sources.map(({ name }) => name).join(' ')}`,
            typed,
          )),
    );
  return products.flatMap((product) => {
    const modules = product.modules.flatMap((module) => {
      const marks = marksOf(product, module);
      return marks.length > 0 ? [{ ...module, marks }] : [];
    });
    return modules.length > 0 ? [{ ...product, modules }] : [];
  });
}

/** How a module stands in the menu. */
export function menuWords({ inMenu, hidden }: GlassModule): string {
  if (inMenu) return m.glass_in_menu();
  return hidden ? m.glass_hidden() : m.glass_not_in_menu();
}

/** How many permissions of products hold. */
export const allowedIn = (products: readonly GlassProduct[]): number =>
  products.reduce(
    (sum, product) =>
      sum + product.modules.reduce((all, module) => all + module.marks.filter(({ allowed }) => allowed).length, 0),
    0,
  );
