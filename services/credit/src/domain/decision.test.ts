import { readFileSync } from 'node:fs';
import { schedule } from '@mutua/finance';
import { type CalendarDate, canonicalJson, derivedId, type Instant, onePpm } from '@mutua/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../adapters/hash/sha256.ts';
import { modelFiles } from '../adapters/models/models.ts';
import { inputsOf } from '../adapters/postgres/json.ts';
import { type PolicyTerms, policyFrom } from '../adapters/postgres/policy-json.ts';
import { type Application, applicationProblems, type Profile } from './application.ts';
import type { BureauFact } from './bureau.ts';
import { decideCredit } from './decision.ts';
import type { Exposure, Facts } from './facts.ts';
import { type CreditPolicy, policyProblems } from './policy.ts';
import { monthlyInstalment, priceOf } from './pricing.ts';
import { reputationOf } from './reputation.ts';

const terms = JSON.parse(readFileSync(new URL('../../policies/1.json', import.meta.url), 'utf8')) as PolicyTerms;
const policy = policyFrom(1, terms);
const inForce = { policy, hash: 'p' };
const models = modelFiles();
const model = models('scorecard-2011.1');
if (model === undefined) throw new Error('the first model is kept for ever');

const profile: Profile = {
  annualIncomeMinor: 14_500_000n,
  employmentLengthYears: 10,
  homeOwnership: 'mortgage',
  debtToIncomePpm: 40_000n,
  delinquencies2y: 0,
  inquiries6m: 0,
  openAccounts: 9,
  publicRecords: 0,
  revolvingBalanceMinor: 100_000n,
  revolvingUtilisationPpm: 50_000n,
  totalAccounts: 20,
  monthsSinceDelinquency: null,
  monthsSinceRecord: null,
  earliestCreditLineOn: '1990-03-01' as CalendarDate,
  ficoLow: 780,
};
const application = (changed: Partial<Application> = {}, better: Partial<Profile> = {}): Application => ({
  requestId: derivedId('loanRequest', 'r'),
  borrowerId: derivedId('member', 'b'),
  market: 'EUR',
  amountMinor: 500_000n,
  termMonths: 36,
  purpose: 'wedding',
  submittedOn: '2026-01-05' as CalendarDate,
  submittedAt: '2026-01-05T10:00:00.000Z' as Instant,
  ...changed,
  profile: { ...profile, ...better },
});
const none: Exposure = { openLoans: 0, openLoansInArrears: 0, chargedOffLoans: 0, outstandingMinor: 0n, approvedMinor: 0n };
const facts = (changed: Partial<Facts> = {}, exposure: Partial<Exposure> = {}): Facts => ({
  kyc: 'verified',
  reputation: reputationOf([], policy.reputation),
  ...changed,
  exposure: { ...none, ...exposure },
});
const standing = (score: number): Facts => facts({ reputation: { ...reputationOf([], policy.reputation), score } });
const decided = (asked: Application, known: Facts = facts(), by: CreditPolicy = policy) =>
  decideCredit({ application: asked, facts: known }, model, { ...inForce, policy: by });

const hopeless = application(
  { purpose: 'small-business', termMonths: 60, amountMinor: 1_900_000n },
  { annualIncomeMinor: 2_000_000n, inquiries6m: 8, revolvingUtilisationPpm: 990_000n, publicRecords: 1, ficoLow: 600 },
);

describe('the policy', () => {
  test.each<[string, Application, Facts, string, string[]]>([
    ['approves a sound request', application(), facts(), 'approved', []],
    ['income', application({}, { annualIncomeMinor: 599_999n }), facts(), 'declined', ['credit.policy.income_below_minimum']],
    ['debt', application({}, { debtToIncomePpm: 500_001n }), facts(), 'declined', ['credit.policy.debt_to_income_above_maximum']],
    [
      'amount',
      application({ amountMinor: 1_000_000n }, { annualIncomeMinor: 999_999n }),
      facts(),
      'declined',
      ['credit.policy.amount_above_income_limit'],
    ],
    ['records', application({}, { publicRecords: 6 }), facts(), 'declined', ['credit.policy.too_many_public_records']],
    ['delinquencies', application({}, { delinquencies2y: 7 }), facts(), 'declined', ['credit.policy.too_many_delinquencies']],
    ['identity refused', application(), facts({ kyc: 'refused' }), 'declined', ['credit.policy.identity_refused']],
    ['a loan in arrears', application(), facts({}, { openLoans: 1, openLoansInArrears: 1 }), 'declined', ['credit.policy.loan_in_arrears']],
    ['a loan written off', application(), facts({}, { chargedOffLoans: 1 }), 'declined', ['credit.policy.loan_charged_off']],
    ['many loans', application(), facts({}, { openLoans: 5 }), 'declined', ['credit.policy.too_many_open_loans']],
    ['exposure at its limit', application(), facts({}, { outstandingMinor: 5_000_000n, approvedMinor: 2_000_000n }), 'approved', []],
    [
      'exposure above',
      application(),
      facts({}, { outstandingMinor: 5_000_001n, approvedMinor: 2_000_000n }),
      'declined',
      ['credit.policy.exposure_above_maximum'],
    ],
    ['identity open', application(), facts({ kyc: 'unverified' }), 'referred', ['credit.refer.identity_unverified']],
    ['income unknown', application({}, { annualIncomeMinor: null }), facts(), 'referred', ['credit.refer.income_unknown']],
    [
      'a thin file',
      application({}, { ficoLow: null, earliestCreditLineOn: null, revolvingUtilisationPpm: null }),
      facts(),
      'referred',
      ['credit.refer.thin_file'],
    ],
    ['several records', application({}, { publicRecords: 3 }), facts(), 'referred', ['credit.refer.public_records']],
  ])('%s', (...[, asked, known, decision, codes]) => {
    const record = decided(asked, known);
    expect(record.decision).toBe(decision);
    if (codes.length > 0) expect(record.reasons.map(({ code }) => code)).toEqual(codes);
  });

  test('a hopeless risk is declined for what raises it, a doubtful one is looked at', () => {
    const low = { ...policy, limits: { ...policy.limits, maximumPdPpm: 300_000n }, refer: { ...policy.refer, pdFromPpm: 300_000n } };
    const record = decided(hopeless, facts(), low);
    const worst = record.contributions.toSorted((a, b) => a.points - b.points).slice(0, 4);
    expect(record).toMatchObject({ decision: 'declined' });
    const ofScore = record.reasons.filter(({ code }) => !code.startsWith('credit.policy'));
    expect(ofScore).toHaveLength(worst.length);
    const doubtful = { ...policy, limits: { ...policy.limits, maximumPdPpm: 999_999n, maximumDebtToIncomeWithLoanPpm: 9_000_000n } };
    const looked = decided(hopeless, facts(), { ...doubtful, refer: { ...policy.refer, pdFromPpm: record.pdPpm } });
    expect(looked).toMatchObject({ decision: 'referred', reasons: [{ code: 'credit.refer.risk_near_maximum' }] });
  });

  test('the instalment and existing debt are set against the income', () => {
    const record = decided(
      application({ amountMinor: 2_000_000n, termMonths: 12 }, { annualIncomeMinor: 2_000_000n, debtToIncomePpm: 0n }),
    );
    expect(record.reasons.map(({ code }) => code)).toEqual(['credit.policy.instalment_not_affordable']);
    expect(record.debtToIncomeWithLoanPpm).toBeGreaterThan(1_000_000n);
  });

  test.each<[string, (changed: PolicyTerms) => unknown, RegExp]>([
    ['an unknown model', (json) => Object.assign(json, { modelVersion: 'none' }), /no model none/],
    ['a path for a model', (json) => void json.challengers.push('../policies/1'), /no model/],
    ['the champion as challenger', (json) => void json.challengers.push(json.modelVersion), /challenger of itself/],
    ['a gap below the best grade', (json) => void json.pricing.grades.shift(), /begins at a loss of zero/],
    ['doubt above the limit', (json) => Object.assign(json.refer, { pdFromPpm: 999_999 }), /at or below the maximum/],
    [
      'one name for two grades',
      (json) => void json.pricing.grades.push({ grade: 'A', annualLossFromPpm: 200_000, marginPpm: 90_000 }),
      /a name of its own/,
    ],
    ['a hurry after the notice is due', (json) => Object.assign(json, { reviews: { noticeDays: 10, watchDays: 11 } }), /hurry before/],
  ])('cannot be published with %s', (_what, change, expected) => {
    const changed = structuredClone(terms);
    change(changed);
    expect(policyProblems(policyFrom(2, changed), (version) => models(version) !== undefined).join()).toMatch(expected);
    expect(policyProblems(policyFrom(2, terms), (version) => models(version) !== undefined)).toEqual([]);
  });

  test.each([
    [1, '0002_decisions.sql', 'scorecard-2011.1'],
    [2, '0005_additive_model.sql', 'additive-2026.1'],
    [3, '0006_second_additive_model.sql', 'additive-2026.2'],
  ])('version %s is that of the tables, and its models are there', (version, migration, modelVersion) => {
    const document = JSON.parse(readFileSync(new URL(`../../policies/${version}.json`, import.meta.url), 'utf8')) as PolicyTerms;
    const sql = readFileSync(new URL(`../../migrations/${migration}`, import.meta.url), 'utf8');
    expect(sql).toContain(`(${version}, '${canonicalJson(document)}',`);
    expect(sql).toContain(`'${sha256(canonicalJson(document))}'`);
    expect(document.modelVersion).toBe(modelVersion);
    expect(policyProblems(policyFrom(version, document), (each) => models(each) !== undefined)).toEqual([]);
  });
});

describe('the price', () => {
  const pds = fc.bigInt(1n, 999_999n);
  const months = fc.constantFrom(12, 24, 36, 60);

  test('rises with the risk, never by a jump, and grades follow it', () => {
    fc.assert(
      fc.property(pds, months, fc.bigInt(1n, 1_000n), (pdPpm, termMonths, step) => {
        const [before, after] = [
          priceOf(pdPpm, termMonths, policy.pricing),
          priceOf(pdPpm + step > 999_999n ? pdPpm : pdPpm + step, termMonths, policy.pricing),
        ];
        expect(after.referenceRatePpm >= before.referenceRatePpm && after.grade >= before.grade).toBe(true);
        // The steepest margin adds less than the loss itself twice over; the rest is the rounding to a basis point.
        expect(after.referenceRatePpm - before.referenceRatePpm <= 3n * (after.annualLossPpm - before.annualLossPpm) + 200n).toBe(true);
      }),
    );
  });

  test('is base, expected loss and margin, to a basis point', () => {
    fc.assert(
      fc.property(pds, months, (pdPpm, termMonths) => {
        const { annualLossPpm, marginPpm, referenceRatePpm } = priceOf(pdPpm, termMonths, policy.pricing);
        expect(referenceRatePpm % 100n).toBe(0n);
        const exact = policy.pricing.baseRatePpm + annualLossPpm + marginPpm;
        expect(exact - referenceRatePpm <= 50n && referenceRatePpm - exact <= 50n).toBe(true);
      }),
    );
  });

  test.each([
    [25_999n, 'A'],
    [26_000n, 'B'],
    [97_000n, 'G'],
  ])('an expected loss of %s is grade %s', (lossPpm, grade) => {
    const flat = { ...policy.pricing, lossGivenDefaultPpm: onePpm, averageBalancePpm: onePpm };
    expect(priceOf(lossPpm, 12, flat).grade).toBe(grade);
  });

  test.each(policy.pricing.grades.slice(1).map(({ grade, annualLossFromPpm }) => [grade, annualLossFromPpm] as const))(
    'there is no jump where grade %s begins',
    (_grade, fromPpm) => {
      const flat = { ...policy.pricing, lossGivenDefaultPpm: onePpm, averageBalancePpm: onePpm };
      const [before, at] = [priceOf(fromPpm - 1n, 12, flat), priceOf(fromPpm, 12, flat)];
      expect(at.referenceRatePpm - before.referenceRatePpm <= policy.pricing.rateStepPpm).toBe(true);
    },
  );

  test('the instalment is that of the schedule', () => {
    fc.assert(
      fc.property(fc.bigInt(50_000n, 5_000_000n), fc.bigInt(1_000n, 400_000n), months, (principalMinor, ratePpm, instalments) => {
        const { instalmentMinor } = schedule({
          ...{ principalMinor, ratePpm, instalments, method: 'annuity', frequency: 'monthly', dayCount: '30e/360' },
          ...{ rounding: 'half-even', instalmentRounding: 'ceiling', disbursedOn: '2026-01-05' as CalendarDate },
        });
        expect(monthlyInstalment(principalMinor, ratePpm, instalments)).toBe(instalmentMinor);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the bureau', () => {
  const on = '2026-01-05' as CalendarDate;
  const values = {
    ...{ delinquencies2y: 7, inquiries6m: 0, openAccounts: 9, publicRecords: 0, revolvingBalanceMinor: 100_000n, totalAccounts: 20 },
    ...{ revolvingUtilisationPpm: 50_000n, monthsSinceDelinquency: 2, monthsSinceRecord: null, ficoLow: 780 },
    earliestCreditLineOn: '1990-03-01' as CalendarDate,
  };
  const told = (asOf: string): BureauFact => ({ state: 'reported', report: { asOf: asOf as CalendarDate, values }, on });
  const silent = (state: BureauFact['state']): BureauFact => ({ state, report: null, on });
  const asking = (whenMissing: 'stated' | 'unknown' | 'refer'): CreditPolicy => ({
    ...policy,
    bureau: { whenMissing, staleAfterDays: 30 },
  });

  test('comes before what was stated, up to its age', () => {
    const fresh = decided(application(), facts({ bureau: told('2025-12-06') }), asking('stated'));
    expect(fresh.reasons.map(({ code }) => code)).toEqual(['credit.policy.too_many_delinquencies']);
    expect(decided(application(), facts({ bureau: told('2025-12-05') }), asking('stated')).decision).toBe('approved');
    expect(decided(application(), facts({ bureau: told('2025-12-06') })).decision).toBe('approved');
  });

  test.each<[string, BureauFact]>([
    ['no-consent', silent('no-consent')],
    ['waiting', silent('waiting')],
    ['failed', silent('failed')],
    ['stale', told('2025-01-01')],
  ])('%s is for the policy: looked at, or scored as unknown and said so', (gap, bureau) => {
    expect(decided(application(), facts({ bureau }), asking('refer'))).toMatchObject({
      decision: 'referred',
      reasons: [{ code: `credit.refer.bureau_${gap}` }],
    });
    const unknown = decided(application(), facts({ bureau }), asking('unknown'));
    expect(unknown.features).toMatchObject({ ficoLow: null, creditHistoryMonths: null, revolvingUtilisationPpm: null });
    // Nothing is known of the credit history then, which a person looks at.
    expect(unknown).toMatchObject({ decision: 'referred', reasons: [{ code: 'credit.refer.thin_file' }] });
    const lax = { ...asking('unknown'), limits: { ...policy.limits, maximumPdPpm: 0n } };
    expect(decided(application(), facts({ bureau }), lax).reasons.at(-1)).toMatchObject({ code: `credit.bureau.${gap}` });
  });

  test('what it said replays from the record', () => {
    const record = canonicalJson(decided(application(), facts({ bureau: told('2026-01-01') }), asking('refer')));
    expect(canonicalJson(decideCredit(inputsOf(record), model, { ...inForce, policy: asking('refer') }))).toBe(record);
  });
});

describe('the record', () => {
  test('makes the same decision from its own bytes', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 30_000_000n),
        fc.integer({ min: 0, max: 100 }),
        fc.option(fc.bigInt(0n, 900_000n), { nil: null }),
        (income, score, debt) => {
          const record = canonicalJson(decided(application({}, { annualIncomeMinor: income, debtToIncomePpm: debt }), standing(score)));
          expect(canonicalJson(decideCredit(inputsOf(record), model, inForce))).toBe(record);
        },
      ),
    );
  });

  test('reputation moves the risk within the bounds of the policy, and not for a first loan', () => {
    const [first, best, worst] = [decided(hopeless), decided(hopeless, standing(100)), decided(hopeless, standing(0))];
    expect(first).toMatchObject({ oddsFactorPpm: 1_000_000n, pdPpm: first.modelPdPpm });
    expect([best.oddsFactorPpm, worst.oddsFactorPpm]).toEqual([policy.reputation.bestOddsPpm, policy.reputation.worstOddsPpm]);
    expect(best.pdPpm < first.pdPpm && first.pdPpm < worst.pdPpm).toBe(true);
    const low = { ...policy, limits: { ...policy.limits, maximumPdPpm: first.pdPpm } };
    expect(decided(hopeless, standing(0), low).reasons.map(({ code }) => code)).toContain('credit.reputation');
  });
});

test('what cannot be true of an application is named together', () => {
  const impossible = application(
    { amountMinor: 0n },
    { annualIncomeMinor: -1n, revolvingBalanceMinor: -5n, earliestCreditLineOn: '2026-01-06' as CalendarDate },
  );
  const problems = applicationProblems(impossible);
  expect(problems).toMatchObject({ ok: false, error: { code: 'application.impossible' } });
  const named = problems.ok ? '' : String(problems.error.details?.['problems']);
  for (const field of ['amount', 'annualIncomeMinor', 'revolvingBalanceMinor', 'earliestCreditLineOn']) expect(named).toContain(field);
  expect(applicationProblems(application())).toMatchObject({ ok: true });
});
