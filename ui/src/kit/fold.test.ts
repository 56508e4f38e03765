import { describe, expect, it } from 'vitest';
import { fold, matches } from './fold';

describe('what is typed is compared without marks and case', () => {
  it.each([
    ['Nguyễn Thị', 'nguyen thi'],
    ['Łukasz Wójcik', 'lukasz wojcik'],
    ['Großmann', 'grossmann'],
    ['Björn Þórsson', 'bjorn thorsson'],
    ['ＩＴ', 'it'],
  ])('%s is %s', (text, folded) => expect(fold(text)).toBe(folded));

  it('every word counts, in any order', () => {
    expect(matches('Reykjavík office', 'off rey')).toBe(true);
    expect(matches('Reykjavík office', 'off oslo')).toBe(false);
  });
  it('nothing typed matches everything', () => {
    expect(matches('Crewing', '')).toBe(true);
  });
});
