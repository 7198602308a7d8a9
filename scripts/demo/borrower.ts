/** One borrower's way from application to payout, through the public API only. */
import { addDays, addMonths, type CalendarDate } from './calendar.ts';
import { ProblemError } from './client.ts';
import type { DemoLoan } from './demo-loan.ts';
import { create, type Market, type MoneyView, moneyOf, waitFor } from './market.ts';
import { type Behaviour, joinMember, type Member, moveMoney, onceVerified } from './member.ts';

export type RequestView = {
  readonly requestId: string;
  readonly status: string;
  readonly grade: string | null;
  readonly ratePpm: number | null;
  readonly submittedAt: string | null;
  readonly contractId: string | null;
  readonly loanId: string | null;
  readonly reasons: readonly { readonly code: string }[];
};
type ContractView = {
  readonly madeAt: string;
  readonly lenders: number;
  readonly termsHash: string;
  readonly terms: { readonly net: MoneyView; readonly principal: MoneyView };
};

/** A loan that was paid out, and who took it. */
export type BorrowerRun = { readonly loan: DemoLoan; readonly member: Member; readonly loanId: string };

export type Application = {
  readonly loan: DemoLoan;
  readonly outcome: string;
  readonly grade: string | null;
  readonly ratePpm: number | null;
  readonly reasons: readonly string[];
  /** Wall time from submission to the contract. */
  readonly fundedMs: number | null;
  readonly notes: number;
  readonly run: BorrowerRun | null;
};

/** No borrower takes money above this rate. */
const maxRatePpm = 360_000;
const ended: ReadonlySet<string> = new Set(['rejected', 'expired', 'withdrawn', 'declined', 'lapsed', 'disbursed']);
const needsBorrower: ReadonlySet<string> = new Set(['contracting', 'partially-funded']);
const waitsForLenders: ReadonlySet<string> = new Set(['listed']);

const behaviourOf = (loan: DemoLoan, today: CalendarDate): Behaviour => {
  if (loan.outcome.kind !== 'charged-off') return { behaviour: 'pays' };
  return { behaviour: 'stops-on', stopsOn: addDays(addMonths(today, loan.outcome.monthsPaid), 25) };
};

/** Joins, applies, submits, and waits until lenders, the borrower or nobody has the next word. */
export const apply = async (
  market: Market,
  loan: DemoLoan,
  context: { productId: string; today: CalendarDate },
): Promise<{ member: Member; requestId: string; view: RequestView }> => {
  const member = await joinMember(market, `Borrower ${loan.ref}`, behaviourOf(loan, context.today));
  const { creditHistoryMonths, ...profile } = loan.profile;
  const body = {
    productId: context.productId,
    amount: moneyOf(market, loan.amountMinor),
    termMonths: loan.termMonths,
    purpose: loan.purpose,
    maxRatePpm,
    profile: { ...profile, earliestCreditLineOn: creditHistoryMonths === null ? null : addMonths(context.today, -creditHistoryMonths) },
  };
  const { requestId } = await create<RequestView>(market, member.session, {
    path: '/v1/loan-requests',
    body,
    idOf: (created) => created.requestId,
  });
  await onceVerified(market, member.session, `/v1/loan-requests/${requestId}/submit`, undefined);
  const view = await settleRequest(market, { member, requestId });
  return { member, requestId, view };
};

const readRequest = (market: Market, { member, requestId }: { member: Member; requestId: string }): Promise<RequestView> =>
  market.client.get(member.session, `/v1/loan-requests/${requestId}`);

/** Lenders get a moment to fill a listed request; after it the borrower leaves it listed and goes home. */
const settleRequest = async (market: Market, open: { member: Member; requestId: string }): Promise<RequestView> => {
  let listedPolls = 0;
  return waitFor(
    'a credit decision and funding',
    () => readRequest(market, open),
    ({ status }) => {
      if (waitsForLenders.has(status)) listedPolls += 1;
      return ended.has(status) || needsBorrower.has(status) || status === 'in-review' || listedPolls > 12;
    },
  );
};

/** Looks at a request again and, if there is a contract or a partial offer, takes it and waits for the money. */
export const conclude = async (market: Market, loan: DemoLoan, open: { member: Member; requestId: string }): Promise<Application> => {
  let view = await readRequest(market, open);
  if (view.status === 'partially-funded') {
    await acceptPartial(market, open);
    view = await waitFor(
      'the contract after a partial acceptance',
      () => readRequest(market, open),
      ({ status }) => status === 'contracting' || ended.has(status),
    );
  }
  if (view.status !== 'contracting' || view.contractId === null) return applicationOf(loan, view, null);
  const contract = await market.client.get<ContractView>(open.member.session, `/v1/contracts/${view.contractId}`);
  await market.client.send(open.member.session, 'POST', `/v1/contracts/${view.contractId}/accept`, { termsHash: contract.termsHash });
  const paid = await waitFor(
    'the payout',
    () => readRequest(market, open),
    ({ status }) => ended.has(status) || status === 'contracting',
  );
  if (paid.status !== 'disbursed' || paid.loanId === null) return applicationOf(loan, paid, null);
  await moveMoney(market, open.member, 'withdrawals', BigInt(contract.terms.net.amountMinor));
  return applicationOf(loan, paid, { contract, run: { loan, member: open.member, loanId: paid.loanId } });
};

/** Takes less than was asked for; the time to say so may have run out meanwhile. */
const acceptPartial = async (market: Market, { member, requestId }: { member: Member; requestId: string }): Promise<void> => {
  try {
    await market.client.send(member.session, 'POST', `/v1/loan-requests/${requestId}/accept-partial`);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 409) throw error;
  }
};

const applicationOf = (loan: DemoLoan, view: RequestView, funded: { contract: ContractView; run: BorrowerRun } | null): Application => ({
  loan,
  outcome: view.status,
  grade: view.grade,
  ratePpm: view.ratePpm,
  reasons: view.status === 'rejected' ? view.reasons.map(({ code }) => code) : [],
  fundedMs: funded && view.submittedAt ? Date.parse(funded.contract.madeAt) - Date.parse(view.submittedAt) : null,
  notes: funded?.contract.lenders ?? 0,
  run: funded?.run ?? null,
});
