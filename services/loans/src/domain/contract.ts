/**
 * A contract: the terms and the schedule that the borrower accepts, cut into notes. Promises: the notes sum to the principal, the
 * terms never change once made, and the hash that is accepted is the hash of exactly these terms.
 */
import type { Schedule } from '@mutua/finance';
import {
  assert,
  type CalendarDate,
  type Currency,
  canonicalJson,
  derivedId,
  type Id,
  type Instant,
  mulDiv,
  ok,
  type Rejection,
  type Result,
  reject,
} from '@mutua/kernel';
import type { LoanRequest } from './loan-request.ts';
import type { LoanRules, Product } from './product.ts';
import type { Purpose } from './purpose.ts';
import { quoteOf } from './quote.ts';

export type Fill = {
  readonly fillId: Id<'fill'>;
  readonly offerId: Id<'offer'>;
  readonly lenderId: Id<'member'>;
  readonly amountMinor: bigint;
  readonly ratePpm: bigint;
};

export type Slice = {
  readonly noteId: Id<'note'>;
  readonly offerId: Id<'offer'>;
  readonly holdId: Id<'hold'>;
  readonly lenderId: Id<'member'>;
  readonly principalMinor: bigint;
  readonly ratePpm: bigint;
};

export type ContractTerms = {
  readonly principalMinor: bigint;
  readonly originationFeeMinor: bigint;
  readonly ratePpm: bigint;
  readonly termMonths: number;
  readonly rules: LoanRules;
  /** The schedule assumes payout on this business date; a later payout moves its dates and nothing else. */
  readonly assumedDisbursedOn: CalendarDate;
};

export type ContractStatus = 'offered' | 'accepted' | 'disbursed' | 'lapsed' | 'withdrawn';
export type ServicingStatus = 'active' | 'in-arrears' | 'defaulted' | 'charged-off' | 'closed';

export type Contract = {
  readonly contractId: Id<'contract'>;
  readonly requestId: Id<'loanRequest'>;
  readonly loanId: Id<'loan'>;
  readonly borrowerId: Id<'member'>;
  readonly market: Currency;
  readonly productId: Id<'loanProduct'>;
  readonly grade: string;
  readonly purpose: Purpose;
  readonly terms: ContractTerms;
  readonly schedule: Schedule;
  readonly aprEuPpm: bigint;
  readonly aprUsPpm: bigint;
  readonly termsHash: string;
  readonly slices: readonly Slice[];
  readonly madeAt: Instant;
  readonly status: ContractStatus;
  readonly deadlineOn: CalendarDate;
  readonly acceptedAt: Instant | null;
  readonly acceptedOn: CalendarDate | null;
  readonly disbursedOn: CalendarDate | null;
  readonly servicingStatus: ServicingStatus | null;
};

type Making = {
  readonly contractId: Id<'contract'>;
  readonly loanId: Id<'loan'>;
  readonly product: Product;
  readonly fills: readonly Fill[];
  readonly deadlineOn: CalendarDate;
  readonly at: Instant;
  readonly on: CalendarDate;
  /** SHA-256 in lower-case hexadecimal; cryptography comes from outside. */
  readonly hash: (text: string) => string;
};

/** The contract of a funded request. Fills that do not sum to its funded amount are a defect: the request was checked before. */
export function makeContract(request: LoanRequest, making: Making): Contract {
  const { contractId, loanId, product, fills, deadlineOn, at, on } = making;
  const { listing, fundedMinor, finalRatePpm } = request;
  assert(listing !== null && fundedMinor !== null && finalRatePpm !== null, 'a contract needs a listed and funded request', {
    requestId: request.requestId,
  });
  const sum = fills.reduce((total, fill) => total + fill.amountMinor, 0n);
  assert(sum === fundedMinor, 'the fills of a contract sum to its principal', { sum, fundedMinor });
  // Interest is split by principal × rate of the notes, so the loan must bear what they bear: their mean, rounded up as matching does.
  const meanRatePpm = mulDiv(
    fills.reduce((total, fill) => total + fill.amountMinor * fill.ratePpm, 0n),
    1n,
    sum,
    'ceiling',
  );
  assert(meanRatePpm === finalRatePpm, 'the rate of a loan is the mean of its notes', { meanRatePpm, finalRatePpm });
  const loanTerms = { principalMinor: fundedMinor, ratePpm: finalRatePpm, termMonths: request.termMonths };
  const quoted = quoteOf(product, { ...loanTerms, disbursedOn: on });
  const terms = { ...loanTerms, originationFeeMinor: quoted.originationFeeMinor, rules: product.rules, assumedDisbursedOn: on };
  return {
    contractId,
    requestId: request.requestId,
    loanId,
    borrowerId: request.borrowerId,
    market: request.market,
    productId: product.productId,
    grade: listing.grade,
    purpose: request.purpose,
    terms,
    schedule: quoted.schedule,
    aprEuPpm: quoted.aprs.aprEuPpm,
    aprUsPpm: quoted.aprs.aprUsPpm,
    termsHash: making.hash(canonicalJson({ contractId, currency: request.market, terms, schedule: quoted.schedule })),
    slices: fills.map(sliceOf),
    madeAt: at,
    status: 'offered',
    deadlineOn,
    acceptedAt: null,
    acceptedOn: null,
    disbursedOn: null,
    servicingStatus: null,
  };
}

/** Ids follow from the fill, so that a replay makes the same notes. */
function sliceOf({ fillId, offerId, lenderId, amountMinor, ratePpm }: Fill): Slice {
  return {
    noteId: derivedId('note', fillId),
    offerId,
    holdId: derivedId('hold', offerId),
    lenderId,
    principalMinor: amountMinor,
    ratePpm,
  };
}

export type ContractRejection = Rejection<'contract.not_offered' | 'contract.terms_changed' | 'contract.not_accepted' | 'contract.lapsed'>;

export type ContractCommand =
  /** `termsHash` is what the borrower read; without one he accepts what is stored. */
  | { readonly type: 'Accept'; readonly termsHash: string | null; readonly at: Instant; readonly on: CalendarDate }
  | { readonly type: 'End'; readonly as: 'lapsed' | 'withdrawn' }
  /** The payout failed: the contract is offered again. */
  | { readonly type: 'Reopen'; readonly deadlineOn: CalendarDate }
  | { readonly type: 'Disburse'; readonly disbursedOn: CalendarDate };

/** The contract after the command, or why not. Its events are those of the request and of the loan. */
export function decideContract(state: Contract, command: ContractCommand): Result<Contract, ContractRejection> {
  const { contractId, status } = state;
  switch (command.type) {
    case 'Accept': {
      if (status !== 'offered') return reject('contract.not_offered', { contractId, status });
      if (command.on > state.deadlineOn) return reject('contract.lapsed', { contractId, deadlineOn: state.deadlineOn });
      if (command.termsHash !== null && command.termsHash !== state.termsHash) return reject('contract.terms_changed', { contractId });
      return ok({ ...state, status: 'accepted', acceptedAt: command.at, acceptedOn: command.on });
    }
    case 'End':
      return status === 'offered' ? ok({ ...state, status: command.as }) : reject('contract.not_offered', { contractId, status });
    case 'Reopen':
      if (status !== 'accepted') return reject('contract.not_accepted', { contractId, status });
      return ok({ ...state, status: 'offered', deadlineOn: command.deadlineOn, acceptedAt: null, acceptedOn: null });
    case 'Disburse':
      if (status !== 'accepted') return reject('contract.not_accepted', { contractId, status });
      return ok({ ...state, status: 'disbursed', disbursedOn: command.disbursedOn, servicingStatus: 'active' });
  }
}
