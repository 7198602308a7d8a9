/**
 * Who may call what: every operation of the served contract against every kind of caller, one row an operation. A row that is missing
 * or a cell that answers otherwise fails `authorization.e2e.test.ts`; the services' own policy tables are not read here.
 */
import type { Cells, ObjectIds, Row } from './terms.ts';

const strangers = { anonymous: 401, expired: 401, wrongAudience: 401 } as const;
const anyone: Cells = {
  ...{ anonymous: 'allowed', expired: 'allowed', wrongAudience: 'allowed', owner: 'allowed', counterparty: 'allowed', other: 'allowed' },
  ...{ admin: 'allowed', auditor: 'allowed' },
};
const signedIn: Cells = { ...anyone, ...strangers };
const members: Cells = { ...signedIn, admin: 403, auditor: 403 };
const staff: Cells = { ...signedIn, owner: 403, counterparty: 403, other: 403 };
const admins: Cells = { ...staff, auditor: 403 };
const owner: Cells = { ...strangers, owner: 'allowed', counterparty: 404, other: 404, admin: 404, auditor: 404 };
const ownerAndStaff: Cells = { ...owner, admin: 'allowed', auditor: 'allowed' };
const partiesAndStaff: Cells = { ...ownerAndStaff, counterparty: 'allowed' };

const row = (cells: Cells, more: Partial<Row> = {}): Row => ({ cells, owner: 'borrower', ...more });
const lenders = (cells: Cells, more: Partial<Row> = {}): Row => ({ cells, owner: 'lender', ...more });
const eur = (amountMinor: string): object => ({ amountMinor, currency: 'EUR' });

const writtenJournal = ({ accountId, walletId }: ObjectIds): object => ({
  transfers: [{ debitAccountId: accountId, creditAccountId: walletId, amount: eur('100'), code: 'deposit' }],
});

const dryRun = {
  ...{ market: 'EUR', days: 1, total: eur('100000') },
  criteria: { minRatePpm: 10_000, grades: ['A'], minTermMonths: 1, maxTermMonths: 60, capPerLoan: eur('10000') },
};

const marketRules = {
  ...{ rateStepPpm: 1, rateMinPpm: 0, rateMaxPpm: 1_000_000, minTermMonths: 1, maxTermMonths: 480 },
  ...{ grades: null, purposes: null },
};

const operationsOf = (service: string): Readonly<Record<string, Row>> => ({
  [`GET /v1/operations/${service}/status`]: row(staff),
  [`GET /v1/operations/${service}/dead-letters`]: row(staff),
  [`GET /v1/operations/${service}/dead-letters/{deadLetterId}`]: row(staff),
  [`POST /v1/operations/${service}/dead-letters/{deadLetterId}/replay`]: row(admins),
  [`POST /v1/operations/${service}/dead-letters/{deadLetterId}/discard`]: row(admins),
  [`GET /v1/operations/${service}/audit-events`]: row(staff),
});

/** By method and path of the merged contract. */
export const matrix: Readonly<Record<string, Row>> = {
  // identity
  'POST /v1/members': row(anyone, { body: (world) => world.newMember() }),
  'GET /v1/members': row(staff),
  'GET /v1/members/me': row(signedIn),
  'GET /v1/members/{memberId}': row(ownerAndStaff),
  'PUT /v1/members/{memberId}/roles': row(admins, { body: () => ({ roles: ['member'] }) }),
  'POST /v1/sessions': row(anyone, { body: ({ other }) => ({ email: other.email, password: other.password }) }),
  'POST /v1/sessions/refresh': row(anyone, { body: (world) => world.refreshToken() }),
  'DELETE /v1/sessions/current': row(signedIn),
  'GET /v1/members/{memberId}/kyc-cases': row(ownerAndStaff),
  'POST /v1/members/{memberId}/kyc-cases': row(owner, { body: (world) => world.newCase }),
  'GET /v1/kyc-cases': row(staff),
  'POST /v1/kyc-cases/{caseId}/decision': row(admins, { body: () => ({ decision: 'refused', reason: 'Too late.' }) }),
  ...operationsOf('identity'),
  // loans
  'GET /v1/loan-products': row(signedIn),
  'POST /v1/loan-products': row(admins, { body: (world) => world.newProduct() }),
  'GET /v1/loan-products/{productId}': row(signedIn),
  'POST /v1/loan-requests/quote': row(signedIn, {
    body: ({ ids }) => ({ productId: ids.productId, amount: eur('100000'), termMonths: 12 }),
  }),
  'POST /v1/loan-requests': row(members, { body: (world) => world.newRequest }),
  'GET /v1/loan-requests': row(signedIn),
  'GET /v1/loan-requests/{requestId}': row(ownerAndStaff),
  'POST /v1/loan-requests/{requestId}/submit': row(owner),
  'POST /v1/loan-requests/{requestId}/withdraw': row(owner),
  'POST /v1/loan-requests/{requestId}/accept-partial': row(owner),
  'POST /v1/loan-requests/{requestId}/decline-partial': row(owner),
  'GET /v1/listings': row(signedIn),
  'GET /v1/listings/{requestId}': row(signedIn),
  'POST /v1/offers': row(members, { body: (world) => world.newOffer }),
  'GET /v1/offers': lenders(signedIn),
  'GET /v1/offers/{offerId}': lenders(ownerAndStaff),
  'PATCH /v1/offers/{offerId}': lenders(owner, { body: () => ({ total: eur('2500') }) }),
  'POST /v1/offers/{offerId}/revoke': lenders(owner),
  'GET /v1/contracts': row(signedIn),
  'GET /v1/contracts/{contractId}': row(ownerAndStaff),
  'POST /v1/contracts/{contractId}/accept': row(owner, { body: () => ({}) }),
  'GET /v1/members/{memberId}/related-members': row(ownerAndStaff),
  'POST /v1/members/{memberId}/related-members': row(
    { ...owner, admin: 'allowed' },
    { body: ({ other }) => ({ relatedMemberId: other.memberId, kind: 'household' }) },
  ),
  'POST /v1/members/{memberId}/related-members/{relatedMemberId}/end': row(admins, { body: () => ({ reason: 'Made by a test.' }) }),
  'GET /v1/reports/funnel': row(staff),
  'GET /v1/reports/stuck': row(staff),
  ...operationsOf('loans'),
  // matching
  'GET /v1/markets/{market}/depth': row(anyone),
  'GET /v1/markets/{market}/rate-curves': row(anyone),
  'GET /v1/markets/{market}/commands': row(staff),
  'GET /v1/markets/{market}/refusals': row(staff),
  'GET /v1/matching-batches': row(signedIn, { query: 'market=EUR' }),
  'GET /v1/matching-batches/{batchId}': row(signedIn),
  'GET /v1/matching-batches/{batchId}/proof': row(signedIn),
  'GET /v1/idle-cash': lenders(signedIn, { query: 'market=EUR' }),
  'POST /v1/auto-invest-rules/dry-run': row(signedIn, { body: () => dryRun }),
  'GET /v1/offers/{offerId}/explanations': lenders(ownerAndStaff),
  'GET /v1/loan-requests/{requestId}/explanations': row(ownerAndStaff),
  'GET /v1/markets/{market}/rules': row(signedIn),
  'PUT /v1/markets/{market}/rules': row(admins, { body: () => marketRules }),
  'GET /v1/markets/{market}/state': row(staff),
  'POST /v1/markets/{market}/verify': row(admins),
  'GET /v1/offers/{offerId}/position': lenders(ownerAndStaff),
  ...operationsOf('matching'),
  // credit
  'GET /v1/credit-assessments': row(signedIn),
  'GET /v1/credit-assessments/{assessmentId}': row(ownerAndStaff),
  'POST /v1/credit-assessments/{assessmentId}/decision': row(admins, { body: () => ({ decision: 'declined', reason: 'Too late.' }) }),
  'POST /v1/credit-assessments/{assessmentId}/replay': row(staff),
  'GET /v1/credit-assessments/{assessmentId}/notice': row(ownerAndStaff),
  'GET /v1/credit-assessments/{assessmentId}/changes': row(ownerAndStaff),
  'POST /v1/credit-assessments/{assessmentId}/reassessment': row(admins, {
    body: () => ({ reason: 'Made by a test.', profile: { annualIncomeMinor: '9000000' } }),
  }),
  'POST /v1/credit-assessments/{assessmentId}/claim': row(admins),
  'POST /v1/credit-assessments/{assessmentId}/release': row(admins),
  'POST /v1/credit-assessments/{assessmentId}/override': row(admins, { body: () => ({ decision: 'declined', reason: 'Made by a test.' }) }),
  'POST /v1/credit-assessments/{assessmentId}/retry': row(admins),
  'GET /v1/credit-reviews': row(staff),
  'GET /v1/credit-reviews/set-aside': row(staff),
  'GET /v1/credit-approvals': row(staff),
  'GET /v1/credit-approvals/{creditApprovalId}': row(staff),
  'POST /v1/credit-approvals/{creditApprovalId}/approve': row(admins, { body: () => ({ payloadHash: '0'.repeat(64) }) }),
  'POST /v1/credit-approvals/{creditApprovalId}/reject': row(admins, { body: () => ({ payloadHash: '0'.repeat(64) }) }),
  'GET /v1/credit-policies': row(staff),
  'POST /v1/credit-policies': row(admins, { body: (world) => world.newCreditPolicy }),
  'GET /v1/credit-policies/{policyName}': row(staff),
  'GET /v1/bureau-consent': row(members),
  'PUT /v1/bureau-consent': row(members, { body: () => ({ isGiven: true }) }),
  'GET /v1/credit-monitoring': row(staff),
  'GET /v1/credit-models/comparison': row(staff),
  'GET /v1/reputations/{requestId}': row(signedIn),
  ...operationsOf('credit'),
  // payments
  'GET /v1/wallets': row(signedIn),
  'GET /v1/wallets/{walletId}': row(ownerAndStaff),
  'GET /v1/wallets/{walletId}/transactions': row(ownerAndStaff),
  'GET /v1/wallets/{walletId}/claims': row(ownerAndStaff),
  'GET /v1/wallets/{walletId}/statement': row(ownerAndStaff, { query: 'from=2026-01-01&to=2026-12-31' }),
  'GET /v1/bank-accounts': row(members),
  'POST /v1/bank-accounts': row(members, { body: () => ({ currency: 'EUR' }) }),
  'GET /v1/deposits': row(members),
  'POST /v1/deposits': row({ ...members, counterparty: 404, other: 404 }, { body: (world) => world.newMovement }),
  'GET /v1/deposits/{depositId}': row(ownerAndStaff),
  'GET /v1/withdrawals': row(members),
  'POST /v1/withdrawals': row({ ...members, counterparty: 404, other: 404 }, { body: (world) => world.newMovement }),
  'GET /v1/withdrawals/{withdrawalId}': row(ownerAndStaff),
  'POST /v1/transfers': row({ ...members, counterparty: 404, other: 404 }, { body: (world) => world.newTransfer }),
  'GET /v1/loans': row(signedIn),
  'GET /v1/loans/{loanId}': row(partiesAndStaff),
  'GET /v1/loans/{loanId}/schedule': row(partiesAndStaff),
  'GET /v1/loans/{loanId}/transactions': row(partiesAndStaff),
  'GET /v1/loans/{loanId}/payoff-quote': row(ownerAndStaff),
  'GET /v1/loans/{loanId}/notes': row(partiesAndStaff),
  'POST /v1/loans/{loanId}/repayments': row(owner, { body: () => ({ amount: eur('100') }) }),
  'PUT /v1/loans/{loanId}/autopay': row(owner, { body: ({ ids }) => ({ enabled: true, bankAccountId: ids.bankAccountId }) }),
  'POST /v1/loans/{loanId}/recoveries': row(admins, { body: () => ({ amount: eur('100') }) }),
  'GET /v1/notes': lenders(signedIn),
  'GET /v1/notes/{noteId}': lenders(ownerAndStaff),
  'GET /v1/notes/{noteId}/cash-flows': lenders(ownerAndStaff),
  'GET /v1/performance': lenders(signedIn),
  'GET /v1/lender-statements/{period}': lenders(signedIn),
  'GET /v1/business-date': row(signedIn),
  'POST /v1/business-date/advance': row(admins, { body: () => ({ to: '2020-01-01' }) }),
  'POST /v1/loans/{loanId}/write-off': row(admins, { body: () => ({ reason: 'Made by a test.' }) }),
  'POST /v1/loans/{loanId}/recoveries/{recoveryId}/reversal': row(admins, { body: () => ({ reason: 'Made by a test.' }) }),
  'POST /v1/loans/{loanId}/charge-off-undoing': row(admins, { body: () => ({ reason: 'Made by a test.' }) }),
  'POST /v1/loans/{loanId}/acceleration': row(admins, { body: () => ({ reason: 'Made by a test.' }) }),
  'POST /v1/loans/{loanId}/repayments/{repaymentId}/reversal': row(admins, { body: () => ({ reason: 'Made by a test.' }) }),
  'POST /v1/loans/{loanId}/back-dated-repayments': row(admins, {
    body: () => ({ amount: eur('100'), on: '2026-01-01', reason: 'Made by a test.' }),
  }),
  'POST /v1/loans/{loanId}/prepayments': row(owner, { body: () => ({ amount: eur('100'), mode: 'lower' }) }),
  'POST /v1/loans/{loanId}/schedule-changes': row(admins, { body: () => ({ kind: 'due-day-change', dueDay: 20 }) }),
  'GET /v1/loans/{loanId}/schedule-versions': row(partiesAndStaff),
  'GET /v1/servicing-policies': row(staff),
  'PUT /v1/servicing-policies/{productId}': row(admins, {
    body: () => ({
      waterfalls: { autopay: 'standard', manual: 'standard', afterDefault: null },
      toleranceMinor: '0',
      serviceFeeCappedMonths: 12,
    }),
  }),
  'GET /v1/provision-funds/{currency}': row(signedIn),
  'PUT /v1/provision-funds/{currency}': row(admins, {
    body: () => ({
      rules: {
        payoutSharePpm: 500_000,
        minimumCoveragePpm: 1_000_000,
        belowMinimum: 'none',
        expectedLossPpm: { current: 0, grace: 0, 'late-16-30': 0, 'late-31-120': 0, default: 0 },
      },
      reason: 'Made by a test.',
    }),
  }),
  'GET /v1/business-days': row(staff),
  'GET /v1/business-date/set-aside': row(staff),
  'POST /v1/loans/{loanId}/resume': row(admins),
  'GET /v1/payout-accounts': row(signedIn),
  'POST /v1/payout-accounts': row(
    { ...members, counterparty: 404, other: 404 },
    { body: ({ ids }) => ({ bankAccountId: ids.bankAccountId, reason: 'Made by a test.' }) },
  ),
  'GET /v1/approvals': row(staff),
  'GET /v1/approvals/{approvalId}': row(staff),
  'POST /v1/approvals/{approvalId}/approve': row(admins, { body: () => ({ payloadHash: '0'.repeat(64) }) }),
  'POST /v1/approvals/{approvalId}/reject': row(admins, { body: () => ({ payloadHash: '0'.repeat(64) }) }),
  'GET /v1/reports/loan-book': row(staff),
  'GET /v1/reports/default-rates': row(signedIn),
  'GET /v1/reports/trial-balance': row(staff),
  'GET /v1/reports/integrity': row(staff),
  'GET /v1/ledger-accounts': row(staff),
  'GET /v1/journal-entries': row(staff),
  'POST /v1/journal-entries': row(admins, {
    body: ({ ids }) => ({ ...writtenJournal(ids), reference: 'matrix', reason: 'Asked by the matrix.' }),
  }),
  'POST /v1/journal-entries/dry-run': row(admins, { body: ({ ids }) => writtenJournal(ids) }),
  'POST /v1/journal-entries/reversals': row(admins, {
    body: ({ ids }) => ({ reference: `${ids.depositId}:cleared`, reason: 'Asked by the matrix.' }),
  }),
  'GET /v1/ledger-accounts/{accountId}/balance': row(staff),
  'GET /v1/ledger-accounts/{accountId}/statement': row(staff, { query: 'from=2026-01-01&to=2026-12-31' }),
  'GET /v1/ledger-book': row(staff),
  'POST /v1/ledger-book/close': row(admins, { body: () => ({ closedThrough: '2099-01-01', reason: 'Made by a test.' }) }),
  'POST /v1/ledger-book/reopen': row(admins, { body: () => ({ closedThrough: null, reason: 'Made by a test.' }) }),
  'GET /v1/chart-of-accounts': row(signedIn),
  ...operationsOf('payments'),
  // gateway
  'GET /v1/operations': row(staff),
  'GET /v1/events': row(signedIn),
  'GET /v1/markets/{market}/depth/events': row(anyone),
  'GET /openapi.json': row(anyone),
  'GET /docs': row(anyone),
  'GET /healthz': row(anyone),
  'GET /readyz': row(anyone),
};
