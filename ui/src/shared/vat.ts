/** VAT in words; what becomes of it is judged by the domain. */
import type { Amounts } from '../contract';
import { m, region } from '../words';

/** What stands beside the sum about VAT: a line, and why it is so; judged by the domain, worded here. */
export function vatWords({ tax }: Amounts): { line: string; why: string } {
  switch (tax.is) {
    case 'added':
      return { line: m.shared_vat_added({ rate: percent(tax.perMille) }), why: '' };
    case 'reversed':
      return {
        line: m.shared_vat_reversed(),
        why: m.shared_vat_reversed_why(),
      };
    case 'outside':
      return { line: m.shared_vat(), why: m.shared_vat_outside_why() };
    case 'unknown':
      return { line: m.shared_vat(), why: m.shared_vat_unknown_why() };
  }
}

/** 255 is "25.5". */
const percent = (perMille: number): string => new Intl.NumberFormat(region).format(perMille / 10);
