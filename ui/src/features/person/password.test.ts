import { describe, expect, it } from 'vitest';
import { suggest } from './password';

describe('a temporary password', () => {
  it('is four words that can be read aloud', () => {
    expect(suggest()).toMatch(
      /^([bdfghjkmnprstvwz][aeiu]){2}[bdfghjkmnprstvwz](-([bdfghjkmnprstvwz][aeiu]){2}[bdfghjkmnprstvwz]){3}$/,
    );
  });
  it('uses every letter of chance', () => {
    const of = (value: number) => suggest((bytes) => bytes.fill(value));
    expect(of(0)).toBe('babab-babab-babab-babab');
    expect(of(255)).toBe('zuzuz-zuzuz-zuzuz-zuzuz');
    expect(new Set(Array.from({ length: 256 }, (_, byte) => of(byte))).size).toBe(16);
  });
});
