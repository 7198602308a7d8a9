import { addMs, type CalendarDate, derivedId, type Instant } from '@mutua/kernel';
import { describe, expect, test } from 'vitest';
import type { Application } from './application.ts';
import { type Assessment, claimReview, decide, evolve, type Outcome, pendingAssessment, reassess, releaseReview } from './assessment.ts';
import { declineNotice } from './notice.ts';

const at = '2026-01-05T10:00:00.000Z' as Instant;
const [anna, ben, borrower] = [derivedId('member', 'anna'), derivedId('member', 'ben'), derivedId('member', 'b')];
const application = {
  requestId: derivedId('loanRequest', 'r'),
  borrowerId: borrower,
  market: 'EUR',
  amountMinor: 500_000n,
  termMonths: 36,
  submittedOn: '2026-01-02' as CalendarDate,
  profile: { annualIncomeMinor: 1n, revolvingBalanceMinor: null, earliestCreditLineOn: null },
} as Application;
const outcome: Outcome = {
  ...{ modelVersion: 'm', policyVersion: 1, score: 610, pdPpm: 200_000n, grade: 'E', referenceRatePpm: 170_000n, instalmentMinor: 17_000n },
  ...{ debtToIncomeWithLoanPpm: null, contributions: [], record: '{}', recordHash: 'h' },
  reasons: Array.from({ length: 6 }, (_, nr) => ({ code: `credit.r${nr}`, text: `Reason ${nr}.` })),
};
const pending = pendingAssessment({ assessmentId: derivedId('assessment', 'a'), application, nr: 1, cause: 'submitted', replaces: null });
const settled = (status: Assessment['status']): Assessment => ({ ...pending, status, outcome, completedAt: at, decidedBy: 'model' });
const byHand = (actorId = anna) => ({ type: 'DecideByHand', decision: 'approved', reason: 'Income seen', actorId, at }) as const;
const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string => result.error?.code ?? 'ok';
const claimedBy = (actorId: typeof anna): Assessment => {
  const claimed = claimReview(settled('referred'), actorId, at);
  if (!claimed.ok) throw new Error('a referred assessment can be claimed');
  return claimed.value;
};

describe('a review', () => {
  test.each([
    ['a referred one', settled('referred'), byHand(), 'ok'],
    ['a pending one', pending, byHand(), 'assessment.not_referred'],
    ['an approved one', settled('approved'), byHand(), 'assessment.not_referred'],
    ['his own', settled('referred'), byHand(borrower), 'assessment.own_request'],
    ['one that was replaced', { ...settled('referred'), replacedBy: derivedId('assessment', 'b') }, byHand(), 'assessment.replaced'],
    ['what he claimed', claimedBy(anna), byHand(), 'ok'],
    ['what another claimed', claimedBy(ben), byHand(), 'assessment.claimed'],
    ['what another claimed an hour ago', claimedBy(ben), { ...byHand(), at: addMs(at, 3_600_000) }, 'ok'],
  ])('a person decides %s', (_what, state, command, code) => {
    expect(codeOf(decide(state, command))).toBe(code);
  });

  test('the reason of the person stands in front', () => {
    const decided = decide(settled('referred'), byHand());
    const after = decided.ok ? decided.value.reduce(evolve, claimedBy(anna)) : pending;
    expect(after).toMatchObject({ status: 'approved', decidedBy: anna, decisionReason: 'Income seen', claim: null });
    expect(after.outcome?.reasons[0]).toEqual({ code: 'credit.manual_approved', text: 'Income seen' });
  });

  test('only who claimed gives it back, and only what waits is claimed', () => {
    expect(codeOf(releaseReview(claimedBy(anna), ben, at))).toBe('assessment.claimed');
    expect(releaseReview(claimedBy(anna), anna, at)).toMatchObject({ ok: true, value: { claim: null } });
    expect(codeOf(claimReview(settled('declined'), anna, at))).toBe('assessment.not_referred');
  });
});

test.each([
  ['a decline', settled('declined'), 'ok'],
  ['the same', settled('approved'), 'assessment.same_decision'],
  ['a pending one', pending, 'assessment.pending'],
  ['a replaced one', { ...settled('declined'), replacedBy: derivedId('assessment', 'b') }, 'assessment.replaced'],
])('an override to approved of %s', (_what, state, code) => {
  expect(codeOf(decide(state, { ...byHand(), type: 'Override' }))).toBe(code);
});

describe('judging anew', () => {
  const change = {
    assessmentId: derivedId('assessment', 'n'),
    cause: 'evidence',
    profile: { annualIncomeMinor: 9n },
    request: 'open',
  } as const;

  test('takes the better values and names what it replaces', () => {
    expect(reassess(settled('declined'), change)).toMatchObject({
      ok: true,
      value: {
        nr: 2,
        status: 'pending',
        replaces: pending.assessmentId,
        application: { profile: { annualIncomeMinor: 9n }, amountMinor: 500_000n },
      },
    });
  });

  test.each([
    ['pending', pending, change, 'assessment.pending'],
    ['replaced', { ...settled('approved'), replacedBy: derivedId('assessment', 'b') }, change, 'assessment.replaced'],
    ['funded', settled('approved'), { ...change, request: 'funded' as const }, 'assessment.request_closed'],
    ['ended', settled('approved'), { ...change, request: 'ended' as const }, 'assessment.request_closed'],
    ['impossible', settled('approved'), { ...change, profile: { annualIncomeMinor: -1n } }, 'application.impossible'],
  ])('not of one that is %s', (_what, state, wish, code) => {
    expect(codeOf(reassess(state, wish))).toBe(code);
  });
});

test('a notice has one to four specific reasons in plain words; there is none without a decline', () => {
  const notice = declineNotice(settled('declined'));
  expect(notice).toMatchObject({ ok: true, value: { reasons: outcome.reasons.slice(0, 4) } });
  const text = notice.ok ? notice.value.text : '';
  expect(text).toContain('5,000.00 EUR over 36 months was declined on 2026-01-05');
  expect(text).toContain('4. Reason 3.');
  expect(text).toContain('Equal Credit Opportunity Act');
  expect(codeOf(declineNotice(settled('approved')))).toBe('assessment.not_declined');
});
