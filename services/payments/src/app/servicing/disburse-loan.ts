/**
 * A contract becomes money in one transaction: the holds are captured, the notes issued, the borrower paid less the fee, the schedule
 * fixed. A contract that cannot be paid out leaves nothing but the fact that says why.
 */
import { schedule } from '@mutua/finance';
import { type CalendarDate, canonicalJson, type Rejection } from '@mutua/kernel';
import { type JournalDraft, platformAccount, type TransferDraft, walletIdOf } from '../../domain/ledger.ts';
import { type Instalment, type Loan, nothing, pendingInstalment, type ServicingTerms } from '../../domain/servicing/loan.ts';
import { originationContribution } from '../../domain/servicing/provision.ts';
import { captureHolds } from '../capture-holds.ts';
import type { PaymentsFact } from '../ports.ts';
import { moneyOf } from './facts-to-events.ts';
import type { LoanOrigin, Moment, NewNote, ServicingPorts } from './ports.ts';
import { fundOf, post } from './receipt-transfers.ts';

export type Slice = {
  readonly noteId: string;
  readonly offerId: string;
  readonly holdId: string;
  readonly lenderId: string;
  readonly principalMinor: bigint;
  readonly ratePpm: bigint;
};

export type Contract = {
  readonly loanId: string;
  readonly contractId: string;
  readonly requestId: string;
  readonly borrowerId: string;
  readonly market: string;
  readonly productId: string;
  readonly grade: string;
  readonly purpose: string;
  readonly principalMinor: bigint;
  readonly originationFeeMinor: bigint;
  readonly ratePpm: bigint;
  readonly terms: ServicingTerms;
  readonly slices: readonly Slice[];
};

/** Disburses once; a contract seen again changes nothing. */
export const disburseLoan = async (ports: ServicingPorts, contract: Contract, moment: PayOut): Promise<void> => {
  if (await ports.loans.exists(contract.loanId)) return;
  const refused = slicesProblem(contract) ?? (await payOut(ports, contract, moment));
  if (refused === null) return;
  await ports.publisher.publish([
    {
      name: 'payments.disbursement-failed.v1',
      aggregateId: contract.loanId,
      data: { loanId: contract.loanId, requestId: contract.requestId, code: refused },
      subjects: [contract.borrowerId],
    },
  ]);
};

const slicesProblem = ({ slices, principalMinor, originationFeeMinor }: Contract): string | null => {
  const sum = slices.reduce((total, slice) => total + slice.principalMinor, 0n);
  if (sum !== principalMinor) return 'contract.slices_do_not_sum';
  return originationFeeMinor >= 0n && originationFeeMinor < principalMinor ? null : 'contract.fee_out_of_range';
};

type PayOut = Moment & { readonly bankAccountId: string | null };

const payOut = async (ports: ServicingPorts, contract: Contract, moment: PayOut): Promise<string | null> => {
  const policy = await ports.policies.find(contract.productId);
  const terms = policy === undefined ? contract.terms : { ...contract.terms, policy };
  const clearing = platformAccount('loan-clearing', contract.market, contract.loanId);
  const captures = contract.slices.map(({ holdId, offerId, principalMinor }) => ({
    holdId,
    offerId,
    loanId: contract.loanId,
    currency: contract.market,
    amountMinor: principalMinor,
  }));
  const captured = await captureHolds(ports, captures, clearing);
  if (!captured.ok) return (captured.error satisfies Rejection).code;
  const journal: JournalDraft = {
    id: moment.nextJournalId(),
    reference: `disbursement:${contract.loanId}`,
    kind: 'disbursement',
    businessDate: moment.on,
    transfers: [...captured.value.transfers, ...payments({ ...contract, terms }, clearing)],
  };
  const [outcome] = await ports.ledger.post([journal]);
  if (outcome?.status !== 'posted')
    throw new Error(`the disbursement of ${contract.loanId} was not posted: ${outcome?.status === 'refused' ? outcome.code : 'replayed'}`);
  const { loan, origin, instalments } = makeLoan({ ...contract, terms }, moment);
  await ports.loans.insert(loan, origin);
  await ports.instalments.insert({ loanId: loan.loanId, scheduleVersion: 1, instalments });
  await ports.notes.insert(
    loan.loanId,
    contract.slices.map((slice) => noteOf(slice, contract.market)),
    moment.on,
  );
  await ports.repayments.record(
    [
      {
        transactionId: journal.id,
        loanId: loan.loanId,
        kind: 'disbursement',
        principalMinor: contract.principalMinor,
        interestMinor: 0n,
        lateFeeMinor: 0n,
        on: moment.on,
      },
    ],
    moment.at,
  );
  await ports.publisher.publish([...captured.value.facts, disbursed(loan, origin)]);
  return null;
};

const payments = (contract: Contract, clearing: string): TransferDraft[] => {
  const { borrowerId, market, loanId, principalMinor, originationFeeMinor } = contract;
  const net: TransferDraft = {
    debitAccountId: clearing,
    creditAccountId: walletIdOf(borrowerId, market),
    amountMinor: principalMinor - originationFeeMinor,
    code: 'disbursement',
    kind: 'post',
  };
  if (originationFeeMinor === 0n) return [net];
  return [
    net,
    {
      debitAccountId: clearing,
      creditAccountId: platformAccount('origination-fee-income', market, loanId),
      amountMinor: originationFeeMinor,
      code: 'origination-fee',
      kind: 'post',
    },
    ...post(platformAccount('origination-fee-income', market, loanId), fundOf(contract), {
      amountMinor: originationContribution(contract, contract),
      code: 'provision-contribution',
    }),
  ];
};

const noteOf = ({ noteId, offerId, lenderId, principalMinor, ratePpm }: Slice, market: string): NewNote => ({
  noteId,
  offerId,
  holderId: lenderId,
  walletId: walletIdOf(lenderId, market),
  principalMinor,
  ratePpm,
});

const makeLoan = (contract: Contract, moment: PayOut): { loan: Loan; origin: LoanOrigin; instalments: readonly Instalment[] } => {
  const { terms, principalMinor, ratePpm } = contract;
  const plan = schedule({ ...terms, principalMinor, ratePpm, instalments: terms.termMonths, disbursedOn: moment.on });
  const instalments = plan.instalments.map(pendingInstalment);
  const firstDueOn = instalments[0]?.dueOn ?? moment.on;
  const origin: LoanOrigin = {
    ...contract,
    instalmentMinor: plan.instalmentMinor,
    scheduleHash: moment.hash(canonicalJson(plan.instalments)),
    firstDueOn,
    disbursedAt: moment.at,
  };
  return { loan: newLoan(contract, { moment, firstDueOn, maturesOn: instalments.at(-1)?.dueOn ?? moment.on }), origin, instalments };
};

const newLoan = (
  contract: Contract,
  { moment, firstDueOn, maturesOn }: { moment: PayOut; firstDueOn: CalendarDate; maturesOn: CalendarDate },
): Loan => ({
  loanId: contract.loanId,
  borrowerId: contract.borrowerId,
  borrowerWalletId: walletIdOf(contract.borrowerId, contract.market),
  market: contract.market,
  terms: contract.terms,
  principalMinor: contract.principalMinor,
  ratePpm: contract.ratePpm,
  status: 'active',
  outcome: null,
  bucket: 'current',
  autopay: moment.bankAccountId !== null,
  bankAccountId: moment.bankAccountId,
  scheduleVersion: 1,
  disbursedOn: moment.on,
  maturesOn,
  oldestUnpaidDueOn: null,
  distributed: { ...nothing, recoveryMinor: 0n },
  chargedOffMinor: 0n,
  recoveredMinor: 0n,
  coveredMinor: 0n,
  returnedMinor: 0n,
  nonAccrualSince: null,
  acceleratedOn: null,
  acceleratedThrough: null,
  chargedOffOn: null,
  closedOn: null,
  nextWorkOn: firstDueOn,
});

const disbursed = (loan: Loan, origin: LoanOrigin): PaymentsFact => ({
  name: 'payments.loan-disbursed.v1',
  aggregateId: loan.loanId,
  data: {
    loanId: loan.loanId,
    requestId: origin.requestId,
    borrowerId: loan.borrowerId,
    principal: moneyOf(loan, loan.principalMinor),
    originationFee: moneyOf(loan, origin.originationFeeMinor),
    net: moneyOf(loan, loan.principalMinor - origin.originationFeeMinor),
    disbursedOn: loan.disbursedOn,
    firstDueOn: origin.firstDueOn,
    maturesOn: loan.maturesOn,
    instalment: moneyOf(loan, origin.instalmentMinor),
    scheduleHash: origin.scheduleHash,
  },
  subjects: [loan.borrowerId],
});
