import { type CalendarDate, calendarDate } from '@mutua/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScorecard } from '../adapters/models/read-scorecard.ts';
import { changesToReach } from './counterfactual.ts';
import { featuresOf, type Scorable } from './features.ts';
import { score } from './score.ts';

const risky: Scorable = {
  amountMinor: 2_500_000n,
  termMonths: 60,
  purpose: 'debt-consolidation',
  submittedOn: calendarDate('2011-06-01'),
  profile: {
    ...{ annualIncomeMinor: 4_000_000n, employmentLengthYears: 2, homeOwnership: 'rent', debtToIncomePpm: 220_000n },
    ...{ delinquencies2y: 1, inquiries6m: 3, openAccounts: 12, publicRecords: 0, revolvingBalanceMinor: 1_800_000n },
    ...{ revolvingUtilisationPpm: 880_000n, totalAccounts: 25, monthsSinceDelinquency: 12, monthsSinceRecord: null },
    ...{ earliestCreditLineOn: '2001-03-01' as CalendarDate, ficoLow: null },
  },
};
describe.each(['scorecard-2011.1', 'additive-2026.2'])('with %s', (name) => {
  const model = readScorecard(name);
  const scoreOf = (application: Scorable): number => score(featuresOf(application), model).score;

  test('what it says does reach the target, whatever is asked of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 850 }), (wanted) => {
        const found = changesToReach(risky, model, (scored) => scored.score >= wanted);
        if (found === undefined) return;
        expect(scoreOf(found.application)).toBeGreaterThanOrEqual(wanted);
        expect(found.scored.score).toBe(scoreOf(found.application));
        expect(found.changes.length === 0).toBe(scoreOf(risky) >= wanted);
      }),
      { numRuns: 20 },
    );
  });

  test('changes nothing that an applicant cannot act on', () => {
    const found = changesToReach(risky, model, (scored) => scored.score >= scoreOf(risky) + 60);
    expect(found?.application).toMatchObject({ purpose: risky.purpose, profile: { delinquencies2y: 1, annualIncomeMinor: 4_000_000n } });
    expect(found?.changes.every(({ from, to }) => to < from)).toBe(true);
  });

  test('one small step is preferred to many', () => {
    const found = changesToReach(risky, model, (scored) => scored.score > scoreOf(risky));
    expect(found?.changes).toHaveLength(1);
  });

  test('a target out of reach has no answer', () => {
    expect(changesToReach(risky, model, () => false)).toBeUndefined();
  });
});
