/** What credit, matching and payments tell about a request: decision, fills, closing, payout, servicing, and the passing of days. */
import { assert, type CalendarDate, type Id, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { Fill, ServicingStatus } from '../domain/contract.ts';
import type { EndOutcome, LoanRequest } from '../domain/loan-request.ts';
import type { Reason } from '../domain/waiting.ts';
import { applyToRequest, type ChangeRejection, changeContract, changeRequest, contractIdsOf, productOf } from './change-request.ts';
import { changeOffer } from './lend.ts';
import type { Outbid, Ports } from './ports.ts';

type RequestResult = Promise<Result<LoanRequest, ChangeRejection>>;

export type Assessed = {
  readonly requestId: string;
  readonly decision: 'approved' | 'declined' | 'referred';
  readonly score: number;
  readonly grade: string;
  readonly referenceRatePpm: bigint;
  readonly reasons: readonly Reason[];
  readonly at: Instant;
};

export async function recordAssessment(ports: Ports, { requestId, ...assessed }: Assessed): RequestResult {
  const on = await ports.days.current(assessed.at);
  return changeRequest(ports, requestId, async (request) => {
    // Terms are frozen when a request is listed. Who may not lend to it grows: of a relation that comes later matching is told.
    const [product, relatedIds] = await Promise.all([
      productOf(ports, request),
      assessed.decision === 'approved' ? ports.related.of(request.borrowerId) : [],
    ]);
    return { type: 'Assess', ...assessed, product, relatedIds, on };
  });
}

type Refused = { readonly requestId: string; readonly code: string; readonly at: Instant };

/** The book never took the listing. Offers that were directed at it meanwhile wait for nothing: their money comes back. */
export async function refuseListing(ports: Ports, { requestId, code, at }: Refused): RequestResult {
  const refused = await changeRequest(ports, requestId, () => ({ type: 'RefuseListing', code, at }));
  if (!refused.ok) return refused;
  for (const offerId of await ports.offers.lockDirected(requestId)) {
    const taken = await changeOffer(ports, offerId, { type: 'TakeBack', code: 'loan_request.not_listed', at });
    assert(taken.ok, 'an offer may be taken back at any time', { offerId });
  }
  return refused;
}

type Filled = { readonly requestId: Id<'loanRequest'>; readonly fills: readonly Fill[]; readonly at: Instant };

export async function recordFills(
  ports: Ports,
  { requestId, fills, filledMinor, at }: Filled & { readonly filledMinor: bigint },
): RequestResult {
  return changeRequest(ports, requestId, async () => {
    await ports.fills.record({ requestId, fills, areAll: false });
    return { type: 'RecordFills', filledMinor, at };
  });
}

type Displaced = { readonly requestId: Id<'loanRequest'>; readonly outbid: readonly Outbid[]; readonly at: Instant };

/** The money is back in its offers; holds belong to offers and do not change. */
export async function recordOutbid(ports: Ports, { requestId, outbid, at }: Displaced): RequestResult {
  return changeRequest(ports, requestId, (request) => {
    ports.fills.outbid(outbid);
    const releasedMinor = outbid.reduce((sum, each) => sum + each.releasedMinor, 0n);
    return { type: 'RecordFills', filledMinor: request.filledMinor - releasedMinor, at };
  });
}

type Final = Filled & { readonly ratePpm: bigint };

/** The contract is made from all fills at once; those that were told before are known, but their rates were not final. */
export async function fillRequest(ports: Ports, { requestId, fills, ratePpm, at }: Final): RequestResult {
  const on = await ports.days.current(at);
  return changeRequest(ports, requestId, async (request) => {
    await ports.fills.record({ requestId, fills, areAll: true });
    const product = await productOf(ports, request);
    return { type: 'Fill', fillsMinor: sumOf(fills), ratePpm, product, ...contractIdsOf(requestId), at, on };
  });
}

export async function fillRequestPartially(ports: Ports, { requestId, fills, ratePpm, at }: Final): RequestResult {
  const on = await ports.days.current(at);
  return changeRequest(ports, requestId, async (request) => {
    await ports.fills.record({ requestId, fills, areAll: true });
    return { type: 'FillPartially', fillsMinor: sumOf(fills), ratePpm, product: await productOf(ports, request), at, on };
  });
}

function sumOf(fills: readonly Fill[]): bigint {
  return fills.reduce((sum, fill) => sum + fill.amountMinor, 0n);
}

type Closed = { readonly requestId: Id<'loanRequest'>; readonly outcome: EndOutcome; readonly at: Instant };

export async function closeRequest(ports: Ports, { requestId, outcome, at }: Closed): RequestResult {
  const closed = await changeRequest(ports, requestId, () => ({ type: 'Close', outcome, at }));
  if (closed.ok) await ports.fills.settle(requestId, 'released');
  return closed;
}

type PaidOut = { readonly requestId: Id<'loanRequest'>; readonly disbursedOn: CalendarDate; readonly at: Instant };

export async function recordDisbursement(ports: Ports, { requestId, disbursedOn, at }: PaidOut): RequestResult {
  const disbursed = await changeRequest(ports, requestId, () => ({ type: 'Disburse', at }));
  if (!disbursed.ok) return disbursed;
  await changeContract(ports, disbursed.value, { type: 'Disburse', disbursedOn });
  await ports.fills.settle(requestId, 'captured');
  return disbursed;
}

type Failed = { readonly requestId: string; readonly code: string; readonly at: Instant };

export async function failDisbursement(ports: Ports, { requestId, code, at }: Failed): RequestResult {
  const on = await ports.days.current(at);
  return changeRequest(ports, requestId, async (request) => ({
    type: 'FailDisbursement',
    code,
    product: await productOf(ports, request),
    at,
    on,
  }));
}

export async function recordServicing(
  ports: Ports,
  { loanId, status }: { readonly loanId: string; readonly status: ServicingStatus },
): Promise<Result<void, Rejection<'loan.not_found'>>> {
  return (await ports.contracts.setServicing(loanId, status)) ? ok(undefined) : reject('loan.not_found', { loanId });
}

const deadlinePage = 200;

/** Opens the day, then lets every deadline before it pass. Twice is once: what passed has no deadline any more. */
export async function openBusinessDay(ports: Ports, { on, at }: { readonly on: CalendarDate; readonly at: Instant }): Promise<void> {
  await ports.days.open(on);
  for (let afterId: string | undefined; ; ) {
    const late = await ports.requests.lockPastDeadline({ on, afterId, limit: deadlinePage });
    for (const request of late) await applyToRequest(ports, request, { type: 'PassDay', at, on });
    afterId = late.at(-1)?.requestId;
    if (late.length < deadlinePage) return;
  }
}
