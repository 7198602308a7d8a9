/** A loan without a database, for the pure tests of servicing: its first schedule and the step from one day to the next. */
import { schedule } from '@mutua/finance';
import { calendarDate } from '@mutua/kernel';
import type { DayInput, DayOutcome } from '../../src/domain/servicing/close-of-business.ts';
import { type Instalment, isSettled, type Loan, nothing, pendingInstalment, type ServicingTerms } from '../../src/domain/servicing/loan.ts';

export const disbursedOn = calendarDate('2026-01-31');
export const terms: ServicingTerms = {
  method: 'annuity',
  frequency: 'monthly',
  dayCount: '30e/360',
  rounding: 'half-even',
  instalmentRounding: 'ceiling',
  termMonths: 12,
  lateFee: { ratePpm: 50_000n, minimumMinor: 1_500n, graceDays: 15 },
  serviceFeePpm: 10_000n,
  recoveryFeePpm: 300_000n,
  defaultAfterDays: 121,
  chargeOffAfterDays: 150,
};

export type World = { loan: Loan; instalments: Instalment[] };

export const makeWorld = (principalMinor: bigint, ratePpm: bigint, own: Partial<ServicingTerms> = {}): World => {
  const agreed: ServicingTerms = { ...terms, ...own };
  const rows = schedule({ ...agreed, principalMinor, ratePpm, instalments: agreed.termMonths, disbursedOn }).instalments;
  const instalments = rows.map(pendingInstalment);
  const loan: Loan = {
    loanId: 'loan_1',
    borrowerId: 'mem_1',
    borrowerWalletId: 'wal_1',
    market: 'EUR',
    terms: agreed,
    principalMinor,
    ratePpm,
    status: 'active',
    outcome: null,
    bucket: 'current',
    autopay: true,
    bankAccountId: 'bank_1',
    scheduleVersion: 1,
    disbursedOn,
    maturesOn: rows.at(-1)?.dueOn ?? disbursedOn,
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
    nextWorkOn: rows[0]?.dueOn ?? null,
  };
  return { loan, instalments };
};

type Seen = { readonly loan: Loan; readonly instalments: readonly Instalment[] };

export const dayInput = ({ loan, instalments }: Seen, on: ReturnType<typeof calendarDate>): DayInput => ({
  loan,
  on,
  due: instalments.filter((instalment) => instalment.dueOn <= on && !isSettled(instalment)),
  nextDueOn: instalments.find((instalment) => instalment.dueOn > on && !isSettled(instalment))?.dueOn ?? null,
});

export const adopt = (world: World, outcome: Pick<DayOutcome, 'loan' | 'instalments'>): void => {
  world.loan = outcome.loan;
  world.instalments = world.instalments.map((old) => outcome.instalments.find(({ nr }) => nr === old.nr) ?? old);
};
