import { type CalendarDate, derivedId, type Instant } from '@mutua/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { product } from '../../test/builders.ts';
import { type Draft, decide, draftLoanRequest, type LoanRequestCommand } from './decide-loan-request.ts';
import { evolve, type LoanRequest, type LoanRequestEvent } from './loan-request.ts';

const at = '2026-01-05T10:00:00.000Z' as Instant;
const day = (text: string): CalendarDate => text as CalendarDate;
const on = day('2026-01-05');

const draftInput: Draft = {
  requestId: derivedId('loanRequest', 'r'),
  borrowerId: derivedId('member', 'b'),
  ask: { amountMinor: 1_000_000n, currency: 'EUR', termMonths: 36 },
  purpose: 'car',
  maxRatePpm: 150_000n,
  profile: {
    annualIncomeMinor: 5_000_000n,
    employmentLengthYears: null,
    homeOwnership: 'rent',
    debtToIncomePpm: null,
    delinquencies2y: null,
    inquiries6m: null,
    openAccounts: null,
    publicRecords: null,
    revolvingBalanceMinor: null,
    revolvingUtilisationPpm: null,
    totalAccounts: null,
    monthsSinceDelinquency: null,
    monthsSinceRecord: null,
    earliestCreditLineOn: null,
    ficoLow: null,
  },
  at,
  on,
};

const drafted = draftLoanRequest(product, draftInput);
if (!drafted.ok) throw new Error('the draft is within the product');
const draft = drafted.value;
const ids = { contractId: derivedId('contract', 'c'), loanId: derivedId('loan', 'l') };

const submit: LoanRequestCommand = { type: 'Submit', isVerified: true, at, on };
const assess = (decision: 'approved' | 'declined' | 'referred', referenceRatePpm = 110_000n): LoanRequestCommand => ({
  type: 'Assess',
  relatedIds: [],
  decision,
  score: 640,
  grade: 'B',
  referenceRatePpm,
  reasons: [{ code: 'credit.term_long', text: 'Long.' }],
  product,
  at,
  on,
});
const fill = (fillsMinor = 1_000_000n, ratePpm = 110_000n): LoanRequestCommand => ({
  type: 'Fill',
  ...{ fillsMinor, ratePpm, product, ...ids, at, on },
});
const fillPartially = (fillsMinor = 800_000n, ratePpm = 110_000n): LoanRequestCommand => ({
  type: 'FillPartially',
  ...{ fillsMinor, ratePpm, product, at, on },
});
const acceptPartial = (onDay = on): LoanRequestCommand => ({ type: 'AcceptPartial', product, ...ids, at, on: onDay });
const declinePartial = (onDay = on): LoanRequestCommand => ({ type: 'DeclinePartial', at, on: onDay });
const close = (outcome: 'expired' | 'withdrawn' | 'declined' | 'lapsed'): LoanRequestCommand => ({ type: 'Close', outcome, at });
const refuseListing = (code = 'request.grade_unknown'): LoanRequestCommand => ({ type: 'RefuseListing', code, at });
const passDay = (text: string): LoanRequestCommand => ({ type: 'PassDay', at, on: day(text) });
const withdraw: LoanRequestCommand = { type: 'Withdraw', at };
const sign: LoanRequestCommand = { type: 'Sign', at, on };
const disburse: LoanRequestCommand = { type: 'Disburse', at };
const fail: LoanRequestCommand = { type: 'FailDisbursement', code: 'hold.missing', product, at, on };

/** The request after the commands, each of which must be accepted. */
const after = (...commands: readonly LoanRequestCommand[]): LoanRequest =>
  commands.reduce((state, command) => {
    const decided = decide(state, command);
    if (!decided.ok) throw new Error(`${command.type}: ${decided.error.code}`);
    return decided.value.reduce(evolve, state);
  }, draft);

const listed = after(submit, assess('approved'));
const partially = after(submit, assess('approved'), fillPartially());
const contracting = after(submit, assess('approved'), fill());
const disbursing = after(submit, assess('approved'), fill(), sign);

type Then = { readonly status: string; readonly events?: readonly LoanRequestEvent['type'][]; readonly waiting?: string | null };
const accepted: readonly (readonly [string, LoanRequest, LoanRequestCommand, Then])[] = [
  ['a draft is submitted', draft, submit, { status: 'submitted', events: ['Submitted'], waiting: 'credit' }],
  ['a draft is withdrawn at once', draft, withdraw, { status: 'withdrawn', events: ['Ended'], waiting: null }],
  ['an approval lists', after(submit), assess('approved'), { status: 'listed', events: ['Listed'], waiting: null }],
  ['a rate at the maximum lists', after(submit), assess('approved', 150_000n), { status: 'listed' }],
  ['a rate above the maximum rejects', after(submit), assess('approved', 150_001n), { status: 'rejected', events: ['Rejected'] }],
  ['a decline rejects', after(submit), assess('declined'), { status: 'rejected' }],
  ['a referral waits for a person', after(submit), assess('referred'), { status: 'in-review', waiting: 'reviewer' }],
  ['a person approves', after(submit, assess('referred')), assess('approved'), { status: 'listed' }],
  ['a second referral changes nothing', after(submit, assess('referred')), assess('referred'), { status: 'in-review', events: [] }],
  ['a decision after the withdrawal is ignored', after(submit, withdraw), assess('approved'), { status: 'withdrawn', events: [] }],
  ['what the book never took is rejected', listed, refuseListing(), { status: 'rejected', events: ['ListingRefused'], waiting: null }],
  [
    'hearing that twice is no news',
    after(submit, assess('approved'), refuseListing()),
    refuseListing(),
    { status: 'rejected', events: [] },
  ],
  [
    'who asked to withdraw what the book never took has withdrawn',
    after(submit, assess('approved'), withdraw),
    refuseListing(),
    { status: 'withdrawn', events: ['Ended'], waiting: null },
  ],
  [
    'it may be listed anew',
    after(submit, assess('approved'), refuseListing()),
    assess('approved'),
    { status: 'listed', events: ['Listed'] },
  ],
  ['fills are recorded', listed, { type: 'RecordFills', filledMinor: 250_000n, at }, { status: 'listed', events: ['FillsRecorded'] }],
  ['fills after the last are no news', contracting, { type: 'RecordFills', filledMinor: 1n, at }, { status: 'contracting', events: [] }],
  ['a listed request is asked back', listed, withdraw, { status: 'listed', events: ['WithdrawalRequested'], waiting: 'matching' }],
  ['asking twice is asking once', after(submit, assess('approved'), withdraw), withdraw, { status: 'listed', events: [] }],
  [
    'matching confirms the withdrawal',
    after(submit, assess('approved'), withdraw),
    close('withdrawn'),
    { status: 'withdrawn', waiting: null },
  ],
  [
    'the last fill wins over the withdrawal',
    after(submit, assess('approved'), withdraw),
    fill(),
    { status: 'contracting', events: ['WithdrawalRefused', 'Funded'], waiting: 'borrower' },
  ],
  ['the full amount makes the contract', listed, fill(), { status: 'contracting', events: ['Funded'] }],
  ['a confirmation of a contracted request is no news', contracting, fill(800_000n), { status: 'contracting', events: [] }],
  [
    'the threshold asks the borrower',
    listed,
    fillPartially(700_000n),
    { status: 'partially-funded', events: ['PartiallyFunded'], waiting: 'borrower' },
  ],
  ['the borrower takes the part', partially, acceptPartial(), { status: 'contracting', events: ['PartialAccepted', 'Funded'] }],
  ['consent on the last day', partially, acceptPartial(day('2026-01-08')), { status: 'contracting' }],
  [
    'the borrower refuses the part',
    partially,
    declinePartial(),
    { status: 'declined', events: ['PartialDeclined', 'Ended'], waiting: 'matching' },
  ],
  [
    'a decline after listing takes the listing back',
    listed,
    assess('declined'),
    { status: 'listed', events: ['WithdrawalRequested'], waiting: 'matching' },
  ],
  ['a decline after that is no news', after(submit, assess('approved'), withdraw), assess('declined'), { status: 'listed', events: [] }],
  ['terms are frozen by the listing', listed, assess('approved', 90_000n), { status: 'listed', events: [] }],
  ['an override lists a rejected request', after(submit, assess('declined')), assess('approved'), { status: 'listed', events: ['Listed'] }],
  [
    'a rejected request may come before a person',
    after(submit, assess('declined')),
    assess('referred'),
    { status: 'in-review', events: ['Referred'] },
  ],
  ['declined twice is declined', after(submit, assess('declined')), assess('declined'), { status: 'rejected', events: [] }],
  ['a decision after funding is no news', contracting, assess('declined'), { status: 'contracting', events: [] }],
  ['the deadline day is not late', partially, passDay('2026-01-08'), { status: 'partially-funded', events: [] }],
  [
    'silence refuses the part',
    partially,
    passDay('2026-01-09'),
    { status: 'expired', events: ['PartialDeclined', 'Ended'], waiting: 'matching' },
  ],
  ['a partial request is withdrawn', partially, withdraw, { status: 'withdrawn', events: ['PartialDeclined', 'Ended'] }],
  [
    'fills came back',
    after(submit, assess('approved'), fillPartially(), declinePartial()),
    close('declined'),
    { status: 'declined', events: ['Released'], waiting: null },
  ],
  ['hearing it twice is no news', after(submit, assess('approved'), close('expired')), close('expired'), { status: 'expired', events: [] }],
  ['no threshold, no loan', listed, close('expired'), { status: 'expired', events: ['Ended'] }],
  [
    'the contract lapses',
    contracting,
    passDay('2026-01-11'),
    { status: 'lapsed', events: ['ContractLapsed', 'Ended'], waiting: 'matching' },
  ],
  ['the contract may still be signed on its last day', contracting, passDay('2026-01-10'), { status: 'contracting', events: [] }],
  ['a contract is withdrawn from', contracting, withdraw, { status: 'withdrawn', events: ['ContractLapsed', 'Ended'] }],
  ['the borrower signs', contracting, sign, { status: 'disbursing', events: ['Signed'], waiting: 'payments' }],
  ['a signed contract does not lapse', disbursing, passDay('2027-01-01'), { status: 'disbursing', events: [] }],
  ['the payout', disbursing, disburse, { status: 'disbursed', events: ['Disbursed'], waiting: null }],
  [
    'a failed payout reopens the contract',
    disbursing,
    fail,
    { status: 'contracting', events: ['DisbursementFailed'], waiting: 'borrower' },
  ],
];

test.each(accepted)('%s', (...[, given, when, then]) => {
  const decided = decide(given, when);
  if (!decided.ok) throw new Error(decided.error.code);
  const next = decided.value.reduce(evolve, given);
  expect(next.status).toBe(then.status);
  if (then.events) expect(decided.value.map(({ type }) => type)).toEqual(then.events);
  if (then.waiting !== undefined) expect(next.waiting?.for ?? null).toBe(then.waiting);
});

const refused: readonly (readonly [string, LoanRequest, LoanRequestCommand, string])[] = [
  ['an unverified member submits', draft, { ...submit, isVerified: false } as LoanRequestCommand, 'member.not_verified'],
  ['submitting twice', after(submit), submit, 'loan_request.not_draft'],
  ['a decision for a draft', draft, assess('approved'), 'loan_request.not_awaiting_credit'],
  ['a fill before listing', after(submit), fill(), 'loan_request.not_listed'],
  ['fills below the amount', listed, fill(999_999n), 'loan_request.fills_mismatch'],
  ['fills above the amount', listed, fill(1_000_001n), 'loan_request.fills_mismatch'],
  ['a part below the threshold', listed, fillPartially(699_999n), 'loan_request.fills_mismatch'],
  ['fills dearer than the listed rate', listed, fill(1_000_000n, 110_001n), 'loan_request.fills_mismatch'],
  ['a part dearer than the listed rate', listed, fillPartially(800_000n, 110_001n), 'loan_request.fills_mismatch'],
  ['a part that is the whole', listed, fillPartially(1_000_000n), 'loan_request.fills_mismatch'],
  ['consent without an offer of a part', listed, acceptPartial(), 'loan_request.not_awaiting_consent'],
  ['consent after the deadline, before the timeout ran', partially, acceptPartial(day('2026-01-09')), 'loan_request.not_awaiting_consent'],
  ['refusing after the deadline', partially, declinePartial(day('2026-01-09')), 'loan_request.not_awaiting_consent'],
  [
    'consent after the timeout',
    after(submit, assess('approved'), fillPartially(), passDay('2026-01-09')),
    acceptPartial(),
    'loan_request.not_awaiting_consent',
  ],
  ['signing a listed request', listed, sign, 'loan_request.not_contracting'],
  ['signing after the deadline', contracting, { ...sign, on: day('2026-01-11') } as LoanRequestCommand, 'loan_request.not_contracting'],
  ['withdrawing a signed request', disbursing, withdraw, 'loan_request.not_withdrawable'],
  ['withdrawing twice', after(withdraw), withdraw, 'loan_request.not_withdrawable'],
  ['a payout nobody signed', contracting, disburse, 'loan_request.not_disbursing'],
  ['a failure of a paid loan', after(submit, assess('approved'), fill(), sign, disburse), fail, 'loan_request.not_disbursing'],
  ['refusing a listing that is funded', contracting, refuseListing(), 'loan_request.not_listed'],
  ['closing a contracted request', contracting, close('expired'), 'loan_request.not_open'],
];

test.each(refused)('refuses %s', (...[, given, when, code]) => {
  expect(decide(given, when)).toMatchObject({ ok: false, error: { code } });
});

test('a rejection for the rate names it first and keeps the reasons of the score', () => {
  expect(after(submit, assess('approved', 160_000n)).reasons.map(({ code }) => code)).toEqual(['rate_above_maximum', 'credit.term_long']);
});

test('what the book never took says why and is no listing any more', () => {
  const { listing, reasons } = after(submit, assess('approved'), refuseListing());
  expect({ listing, codes: reasons.map(({ code }) => code) }).toEqual({ listing: null, codes: ['grade_not_traded'] });
});

test('a listing has a threshold that is reached, and closes after the listing days', () => {
  expect(listed.listing).toEqual({
    grade: 'B',
    ratePpm: 110_000n,
    minimumMinor: 700_000n,
    noteMinimumMinor: 2_500n,
    listedOn: '2026-01-05',
    closesOn: '2026-01-19',
  });
});

test('what the borrower pays is what matching said at the end, not what was listed', () => {
  expect(listed.finalRatePpm).toBeNull();
  expect(after(submit, assess('approved'), fill(1_000_000n, 85_000n)).finalRatePpm).toBe(85_000n);
  const part = after(submit, assess('approved'), fillPartially(800_000n, 90_000n));
  expect(part.finalRatePpm).toBe(90_000n);
  const taken = decide(part, acceptPartial());
  expect(taken.ok && taken.value.at(-1)).toMatchObject({ type: 'Funded', ratePpm: 90_000n, fundedMinor: 800_000n });
  const untold = decide({ ...part, finalRatePpm: null }, acceptPartial());
  expect(untold.ok && untold.value.at(-1)).toMatchObject({ type: 'Funded', ratePpm: 110_000n });
});

test('the clearing of the product is said when a request is listed', () => {
  const clearing = { mechanism: 'pay-your-bid', timing: 'batch', allocation: 'pro-rata', closing: 'when-full' } as const;
  const decided = decide(after(submit), { ...assess('approved'), product: { ...product, clearing } } as LoanRequestCommand);
  expect(decided.ok && decided.value).toMatchObject([{ type: 'Listed', clearing }]);
});

const rules = {
  ...{ rateStepPpm: 2_500n, rateMinPpm: 20_000n, rateMaxPpm: 200_000n, minTermMonths: 12, maxTermMonths: 48 },
  ...{ grades: ['A', 'B'], purposes: ['car', 'house'] },
};
const underRules = (changed: object = {}) => ({ ...product, market: { ...product.market, rules: { ...rules, ...changed } } });

test.each([
  ['a rate between two steps goes up to the next', 110_001n, {}, { type: 'Listed', listing: { ratePpm: 112_500n } }],
  ['a rate of the grid stays', 110_000n, {}, { type: 'Listed', listing: { ratePpm: 110_000n } }],
  ['below the grid it is its lowest', 1n, {}, { type: 'Listed', listing: { ratePpm: 20_000n } }],
  ['above the borrower', 149_000n, { rateStepPpm: 100_000n }, { type: 'Rejected', reasons: [{ code: 'rate_above_market' }, {}] }],
  [
    'up the grid, above the borrower',
    149_999n,
    { rateStepPpm: 3_000n },
    { type: 'Rejected', reasons: [{ code: 'rate_above_maximum' }, {}] },
  ],
  [
    'a term that is not traded any more',
    110_000n,
    { minTermMonths: 48 },
    { type: 'Rejected', reasons: [{ code: 'terms_not_traded' }, {}] },
  ],
  ['a grade that is not traded', 110_000n, { grades: ['A'] }, { type: 'Rejected', reasons: [{ code: 'grade_not_traded' }, {}] }],
])('the rules of the market: %s', (_, referenceRatePpm, changed, expected) => {
  const command = { ...assess('approved', referenceRatePpm), product: underRules(changed) } as LoanRequestCommand;
  const decided = decide(after(submit), command);
  expect(decided.ok && decided.value).toMatchObject([expected]);
});

test('a draft that the market does not take is refused with what it takes', () => {
  const result = draftLoanRequest(
    { ...underRules(), termsMonths: [36, 60] },
    {
      ...draftInput,
      purpose: 'medical',
      ask: { ...draftInput.ask, termMonths: 60 },
    },
  );
  expect(result).toMatchObject({
    ok: false,
    error: {
      details: {
        problems: [
          { field: 'termMonths', code: 'not_traded', allowed: '12 to 48' },
          { field: 'purpose', code: 'not_traded', allowed: 'one of car, house' },
        ],
      },
    },
  });
});

test('a failed payout shows its cause, keeps the ids and gives new days', () => {
  const reopened = after(submit, assess('approved'), fill(), sign, fail);
  expect(reopened).toMatchObject({ failureCode: 'hold.missing', deadlineOn: '2026-01-10', ...ids });
  expect(after(submit, assess('approved'), fill(), sign, fail, sign).failureCode).toBeNull();
});

test.each([
  ['another currency', { currency: 'USD' }, ['other_currency']],
  ['too little', { amountMinor: 99_999n }, ['out_of_range']],
  ['too much', { amountMinor: 3_500_001n }, ['out_of_range']],
  ['everything', { amountMinor: 1n, currency: 'USD', termMonths: 37 }, ['other_currency', 'out_of_range', 'not_offered']],
])('a draft with %s is refused with all problems', (_, ask, codes) => {
  const result = draftLoanRequest(product, { ...draftInput, ask: { ...draftInput.ask, ...ask } });
  expect(result).toMatchObject({ ok: false, error: { code: 'loan_request.terms_not_offered' } });
  if (!result.ok) expect((result.error.details['problems'] as { code: string }[]).map(({ code }) => code)).toEqual(codes);
});

const dates = fc.integer({ min: 1, max: 28 }).map((n) => day(`2026-01-${String(n).padStart(2, '0')}`));
const commands: fc.Arbitrary<LoanRequestCommand> = fc.oneof(
  fc.constantFrom<LoanRequestCommand>(
    submit,
    assess('approved'),
    assess('declined'),
    assess('referred'),
    withdraw,
    sign,
    disburse,
    fail,
    fill(),
  ),
  fc.bigInt(0n, 1_100_000n).map((amount) => fillPartially(amount)),
  fc.bigInt(0n, 1_000_000n).map((filledMinor): LoanRequestCommand => ({ type: 'RecordFills', filledMinor, at })),
  dates.map(acceptPartial),
  dates.map(declinePartial),
  dates.map((date) => passDay(date)),
  fc.constantFrom('expired' as const, 'withdrawn' as const, 'declined' as const, 'lapsed' as const).map(close),
);

test('no sequence of commands funds more than was asked, loses its terms, or leaves an end state', () => {
  const final = new Set(['expired', 'withdrawn', 'declined', 'lapsed', 'disbursed']);
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 25 }), (sequence) => {
      let state = draft;
      for (const command of sequence) {
        const decided = decide(state, command);
        if (!decided.ok) continue;
        const next = decided.value.reduce(evolve, state);
        expect(next.filledMinor <= next.amountMinor).toBe(true);
        expect((next.fundedMinor ?? 0n) <= next.amountMinor).toBe(true);
        if (state.listing) expect(next.listing).toEqual(state.listing);
        if (final.has(state.status)) expect(next.status).toBe(state.status);
        if (next.status === 'contracting' || next.status === 'disbursing') expect(next.contractId).not.toBeNull();
        state = next;
      }
    }),
    { numRuns: 500 },
  );
});
