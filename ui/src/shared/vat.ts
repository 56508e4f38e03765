/** VAT in words; what becomes of it is judged by the domain. */
import type { Amounts } from '../contract';

/** What stands beside the sum about VAT: a line, and why it is so; judged by the domain, worded here. */
export function vatWords({ tax }: Amounts): { line: string; why: string } {
  switch (tax.is) {
    case 'added':
      return { line: `VAT ${percent(tax.perMille)}`, why: '' };
    case 'reversed':
      return {
        line: 'VAT, reverse charge',
        why: 'Your VAT number is of another country in the EU than ours, so you account for VAT yourself.',
      };
    case 'outside':
      return { line: 'VAT', why: 'The seller adds no VAT for this country.' };
    case 'unknown':
      return { line: 'VAT', why: 'Whether VAT is added depends on the country.' };
  }
}

/** 255 is "25.5 %". */
const percent = (perMille: number): string => `${String(perMille / 10)}\u2009%`;
