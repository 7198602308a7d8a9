/** The steps of a loan's life through the public API, each awaited until the platform shows its effect. */
import { derivedId } from '@mutua/kernel';
import { eventually } from '@mutua/testkit';
import type { Page } from './api.ts';
import { eur, type Money, onceVerified, type Person, type Reach, type Visitor, waiting } from './people.ts';

export type LoanRequest = {
  readonly requestId: string;
  readonly status: string;
  readonly grade: string | null;
  readonly ratePpm: number | null;
  readonly amount: Money;
  readonly minimumAmount: Money | null;
  readonly filled: Money;
  readonly fundedAmount: Money | null;
  readonly closesOn: string | null;
  readonly consentDeadlineOn: string | null;
  readonly contractId: string | null;
  readonly loanId: string | null;
  readonly withdrawal: { readonly status: string; readonly code: string | null } | null;
};
export type Offer = {
  readonly offerId: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly refusalCode: string | null;
  readonly amendment: { readonly status: string; readonly code: string | null; readonly isPlaceKept: boolean | null } | null;
  readonly total: Money;
  readonly filled: Money;
  readonly captured: Money;
  readonly freed: Money;
};
export type Contract = {
  readonly contractId: string;
  readonly loanId: string;
  readonly status: string;
  readonly termsHash: string;
  readonly terms: { readonly principal: Money; readonly originationFee: Money; readonly net: Money; readonly ratePpm: number };
  readonly schedule: { readonly instalment: Money; readonly totalInterest: Money; readonly totalDue: Money };
};
type Components = { readonly principal: Money; readonly interest: Money; readonly lateFee: Money };
export type Loan = {
  readonly loanId: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly outstanding: Components;
  readonly overdue: Money;
  readonly daysPastDue: number;
  readonly bucket: string;
  readonly instalment: Money;
  readonly disbursedOn: string;
  readonly closedOn: string | null;
};
export type Note = {
  readonly noteId: string;
  readonly loanId: string;
  readonly status: string;
  readonly principal: Money;
  readonly outstanding: Money;
  readonly received: Components & { readonly recovery: Money; readonly serviceFee: Money };
};

export const personalLoan = derivedId('loanProduct', 'Personal loan EUR');

/** What the platform works out or the caller gives. */
const derived: ReadonlySet<string> = new Set(['productId', 'frequency', 'noteMinimum', 'clearing']);

type Funding = { readonly name: string; readonly mechanism: string; readonly timing: string; readonly closing: string };

/** The personal loan as another product, funded in another way; answers its id. */
export const productFunded = async ({ api, admin }: Reach, { name, ...funding }: Funding): Promise<string> => {
  const known = await api.get<Record<string, unknown>>(admin, `/v1/loan-products/${personalLoan}`);
  const terms = Object.fromEntries(Object.entries(known).filter(([term]) => !derived.has(term)));
  const product = { ...terms, name, clearing: { ...funding, allocation: 'time' } };
  return (await api.post<{ productId: string }>(admin, '/v1/loan-products', product)).productId;
};

/** Scores well with whatever scorecard is in force. */
export const soundProfile = {
  annualIncomeMinor: '9000000',
  homeOwnership: 'mortgage',
  employmentLengthYears: 10,
  debtToIncomePpm: 60_000,
  delinquencies2y: 0,
  inquiries6m: 0,
  openAccounts: 9,
  publicRecords: 0,
  revolvingBalanceMinor: '300000',
  revolvingUtilisationPpm: 100_000,
  totalAccounts: 24,
  earliestCreditLineOn: '2001-03-01',
  ficoLow: 780,
} as const;

export const grades = ['A', 'B', 'C', 'D', 'E', 'F', 'G'] as const;

export const newLoanRequest = (amountMinor: number, changed: object = {}): object => ({
  productId: personalLoan,
  amount: eur(amountMinor),
  termMonths: 12,
  purpose: 'car',
  maxRatePpm: 400_000,
  profile: soundProfile,
  ...changed,
});

export const newOffer = (totalMinor: number, changed: object = {}): object => ({
  kind: 'standing',
  total: eur(totalMinor),
  criteria: { minRatePpm: 10_000, grades, minTermMonths: 12, maxTermMonths: 60, capPerLoan: eur(totalMinor) },
  ...changed,
});

/** Places an offer and waits until held money backs it. */
export async function lend(reach: Visitor, lender: Person, body: object): Promise<Offer> {
  const { offerId } = await onceVerified(reach, () => reach.api.post<Offer>(lender, '/v1/offers', body));
  return await untilOffer(reach, lender, offerId, ({ status }) => status === 'active');
}

export const untilOffer = (reach: Visitor, lender: Person, offerId: string, isDone: (offer: Offer) => boolean): Promise<Offer> =>
  eventually(
    async () => {
      const offer = await reach.api.get<Offer>(lender, `/v1/offers/${offerId}`);
      if (!isDone(offer)) throw new Error(JSON.stringify(offer));
      return offer;
    },
    waiting(reach, `offer ${offerId}`),
  );

/** Asks for other terms of an active offer and waits for the answer of matching. */
export async function amend(reach: Visitor, lender: Person, { offerId }: Offer, change: object): Promise<Offer> {
  await reach.api.patch(lender, `/v1/offers/${offerId}`, change);
  return await untilOffer(reach, lender, offerId, ({ amendment }) => amendment?.status !== 'requested');
}

/** Drafts and submits a request and waits for one of the states. */
export async function ask(reach: Visitor, borrower: Person, body: object, ...statuses: readonly string[]): Promise<LoanRequest> {
  const { requestId } = await reach.api.post<LoanRequest>(borrower, '/v1/loan-requests', body);
  await onceVerified(reach, () => reach.api.post(borrower, `/v1/loan-requests/${requestId}/submit`));
  return await untilRequest(reach, borrower, requestId, ...statuses);
}

export const untilRequest = (reach: Visitor, borrower: Person, requestId: string, ...statuses: readonly string[]): Promise<LoanRequest> =>
  eventually(
    async () => {
      const request = await reach.api.get<LoanRequest>(borrower, `/v1/loan-requests/${requestId}`);
      if (!statuses.includes(request.status)) throw new Error(JSON.stringify(request));
      return request;
    },
    waiting(reach, `loan request ${statuses.join(' or ')}`),
  );

/** Accepts the contract of a request and waits for the money. */
export async function sign(reach: Visitor, borrower: Person, { requestId, contractId }: LoanRequest): Promise<Contract> {
  const path = `/v1/contracts/${String(contractId)}`;
  const { termsHash } = await reach.api.get<Contract>(borrower, path);
  await reach.api.post(borrower, `${path}/accept`, { termsHash });
  await untilRequest(reach, borrower, requestId, 'disbursed');
  return await reach.api.get<Contract>(borrower, path);
}

export const loanOf = ({ api }: Visitor, viewer: Person, loanId: string): Promise<Loan> => api.get<Loan>(viewer, `/v1/loans/${loanId}`);

export const notesOf = async ({ api }: Visitor, lender: Person): Promise<readonly Note[]> =>
  (await api.get<Page<Note>>(lender, '/v1/notes?limit=100')).items;

type BusinessDate = { readonly businessDate: string; readonly status: string; readonly progress: { daysLeft: number; setAside: number } };

export const today = async ({ api, admin }: Reach): Promise<string> =>
  (await api.get<BusinessDate>(admin, '/v1/business-date')).businessDate;

/** Works every business day up to and including `to`. Fails when a loan had to be set aside. */
export async function advanceTo({ api, admin }: Reach, to: string): Promise<void> {
  await api.post(admin, '/v1/business-date/advance', { to });
  const seen = await eventually(
    async () => {
      const date = await api.get<BusinessDate>(admin, '/v1/business-date');
      if (date.businessDate < to || date.status !== 'open' || date.progress.daysLeft > 0) throw new Error(JSON.stringify(date));
      return date;
    },
    { timeoutMs: 120_000, what: `the business day ${to}` },
  );
  if (seen.progress.setAside > 0) throw new Error(`${seen.progress.setAside} loans were set aside by ${to}`);
}
