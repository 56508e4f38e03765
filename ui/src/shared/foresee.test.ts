import { describe, expect, it } from 'vitest';
import type { Impact, Outcome } from '../contract';
import { script } from '../data/script';
import { foresee, impactWords } from './foresee';

const impact = (gained: string[], lost: string[], more: Partial<Impact> = {}): Impact => ({
  reach: 1,
  people: [{ member: 'm', name: 'Ada', gained, lost }],
  licencesGiven: 0,
  licencesTaken: 0,
  sessionsEnded: 0,
  givenOn: [],
  ...more,
});

describe('what a change would do (B6)', () => {
  it('is said in a sentence', () => {
    expect(impactWords(impact(['a.view', 'a.edit'], ['b.view']))).toBe('Gains 2 permissions, loses 1 permission.');
    expect(impactWords(impact([], ['b.view'], { sessionsEnded: 1 }))).toBe('Loses 1 permission. Ends their session.');
    expect(impactWords(impact([], [], { licencesGiven: 3, reach: 3 }))).toBe('Uses 3 seats.');
    expect(impactWords(impact([], []))).toBe('');
  });

  it('is asked without writing, and a refusal is its reason', async () => {
    const outcome: Outcome = {
      command: 'c',
      preview: true,
      done: 0,
      member: null,
      refused: 1,
      refusals: [
        {
          member: 'm',
          name: 'Ada',
          refusal: { code: 'ceiling', message: 'No.', help: 'Ask.', field: null, about: null },
        },
      ],
      undoable: false,
      role: null,
      group: null,
      impact: null,
    };
    const asked = script({ holdings_change: () => outcome });
    const answer = await foresee({ give: [{ is: 'role', of: 'r' }], target: { by: 'ids', ids: ['m'] } }, 'Gives it.');
    expect(answer).toEqual({ says: 'Gives it.', reason: 'No. Ask.' });
    expect(asked.sent('holdings_change')[0]?.preview).toBe(true);
  });
});
