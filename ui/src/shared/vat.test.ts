import { describe, expect, it } from 'vitest';
import type { Tax } from '../contract';
import { vatWords } from './vat';

const of = (tax: Tax) => vatWords({ net: 100, vat: 0, total: 100, tax });

describe('VAT in words', () => {
  it('names the rate that is added, with its half percent', () => {
    expect(of({ is: 'added', perMille: 250, country: 'DK' }).line).toBe('VAT 25\u2009%');
    expect(of({ is: 'added', perMille: 255, country: 'FI' }).line).toBe('VAT 25.5\u2009%');
  });
  it('says why none is added', () => {
    expect(of({ is: 'reversed' })).toEqual({
      line: 'VAT, reverse charge',
      why: 'Your VAT number is of another country in the EU than ours, so you account for VAT yourself.',
    });
    expect(of({ is: 'outside' }).why).toBe('The seller adds no VAT for this country.');
    expect(of({ is: 'unknown' }).why).toContain('depends on the country');
  });
});
