/** Loans for borrowers, holders of notes and the keepers of the books; repayments, autopay and recoveries. */
import { type Actor, decodeCursor, pageOf, reply } from '@mutua/http';
import { type CalendarDate, calendarDate, reject } from '@mutua/kernel';
import { quoteLoan } from '../../app/servicing/quote-loan.ts';
import { recoverLoan, repayLoan } from '../../app/servicing/repay-loan.ts';
import { setAutopay } from '../../app/servicing/set-autopay.ts';
import type { ServicingViews } from '../../app/servicing/views.ts';
import type { OpenWork } from '../../app/servicing/work.ts';
import { datedCursor } from './dated-cursor.ts';
import type { ServicingHandlers } from './operations.ts';
import { componentsView, loanMoveView, loanView, noteView, recoveryIdOf, scheduleView } from './servicing-views.ts';
import { moneyView } from './views.ts';
import { pageLimit } from './wallet-handlers.ts';

export type LoanDeps = { readonly views: ServicingViews; readonly openWork: OpenWork };
type LoanRead = 'listLoans' | 'getLoan' | 'getLoanSchedule' | 'listLoanTransactions' | 'getPayoffQuote' | 'listLoanNotes';
type LoanWrite = 'createRepayment' | 'setAutopay' | 'createRecovery';

export const isKeeper = ({ roles }: Actor): boolean => roles.includes('admin') || roles.includes('auditor');

export const loanHandlers = (deps: LoanDeps): Pick<ServicingHandlers, LoanRead | LoanWrite> => ({
  ...loanReads(deps),
  ...loanWrites(deps),
});

const loanReads = ({ views }: LoanDeps): Pick<ServicingHandlers, LoanRead> => ({
  listLoans: async ({ sql, actor, query }) => {
    const after = datedCursor(query.cursor, 2);
    if (!after.ok) return after;
    const limit = query.limit ?? pageLimit;
    const borrowerId = isKeeper(actor) ? undefined : actor.memberId;
    const rows = await views.loans(sql, { borrowerId, status: query.status, after: after.value, limit });
    return reply.ok(pageOf(rows, limit, { keys: ({ disbursedOn, loanId }) => [disbursedOn, loanId], view: (row) => loanView(row, true) }));
  },
  getLoan: async ({ sql, actor, params }) => {
    const loan = await views.loan(sql, params.loanId);
    if (loan === undefined) return reject('loan.not_found');
    return reply.ok(loanView(loan, isKeeper(actor) || loan.borrowerId === actor.memberId));
  },
  getLoanSchedule: async ({ sql, params }) => {
    const schedule = await views.schedule(sql, params.loanId);
    return schedule === undefined ? reject('loan.not_found') : reply.ok(scheduleView(schedule));
  },
  listLoanTransactions: async ({ sql, params, query }) => {
    const after = datedCursor(query.cursor, 3);
    if (!after.ok) return after;
    const limit = query.limit ?? pageLimit;
    const rows = await views.loanMoves(sql, { loanId: params.loanId, after: after.value, limit });
    return reply.ok(pageOf(rows, limit, { keys: ({ on, recordedAt, id }) => [on, recordedAt, id], view: loanMoveView }));
  },
  getPayoffQuote: async ({ sql, params, query }) => {
    const [owed, { businessDate }] = [await views.owed(sql, params.loanId), await views.businessDate(sql)];
    if (owed === undefined) return reject('loan.not_found');
    const quoted = quoteLoan(owed, { on: query.on === undefined ? businessDate : calendarDate(query.on), businessDate });
    if (!quoted.ok) return quoted;
    const { market, loanId } = owed.loan;
    const { on, components, totalMinor } = quoted.value;
    return reply.ok({ loanId, on, components: componentsView(components, market), total: moneyView(totalMinor, market) });
  },
  // A holder sees the own notes of the loan; the borrower sees them all, without the holders.
  listLoanNotes: async ({ sql, actor, params, query }) => {
    const after = decodeCursor(query.cursor, 1);
    if (!after.ok) return after;
    const limit = query.limit ?? pageLimit;
    const parties = await views.parties(sql, params.loanId);
    const holderId = isKeeper(actor) || parties?.borrowerId === actor.memberId ? undefined : actor.memberId;
    const rows = await views.loanNotes(sql, { loanId: params.loanId, holderId, after: after.value?.[0], limit });
    return reply.ok(
      pageOf(rows, limit, {
        keys: ({ noteId }) => [noteId],
        view: (note) => noteView(note, isKeeper(actor) || note.holderId === actor.memberId),
      }),
    );
  },
});

const loanWrites = ({ views, openWork }: LoanDeps): Pick<ServicingHandlers, LoanWrite> => ({
  createRepayment: async ({ tx, params, body, now }) => {
    const { ports, moment } = await openWork(tx, now);
    const wish =
      'amount' in body
        ? { loanId: params.loanId, amountMinor: BigInt(body.amount.amountMinor), currency: body.amount.currency }
        : ({ loanId: params.loanId, amountMinor: 'payoff', currency: null } as const);
    const repaid = await repayLoan(ports, wish, moment);
    if (!repaid.ok) return repaid;
    const loan = await views.loan(tx, params.loanId);
    if (loan === undefined) return reject('loan.not_found');
    const { repaymentId, loanId, amountMinor, on, ...components } = repaid.value;
    return reply.created({
      repaymentId,
      loanId,
      amount: moneyView(amountMinor, loan.market),
      components: componentsView(components, loan.market),
      on: on satisfies CalendarDate,
      loanStatus: loan.status,
    });
  },
  setAutopay: async ({ tx, params, body, now }) => {
    const { ports, bankAccounts } = await openWork(tx, now);
    const set = await setAutopay({ loans: ports.loans, bankAccounts }, { loanId: params.loanId, ...body });
    return set.ok ? reply.ok({ enabled: set.value.enabled, bankAccountId: set.value.bankAccountId }) : set;
  },
  createRecovery: async ({ tx, params, body, now }) => {
    const { ports, moment } = await openWork(tx, now);
    const { amount, fee } = body;
    if (fee !== undefined && fee.currency !== amount.currency) {
      return reject('money.currency_mismatch', { expected: amount.currency, found: fee.currency });
    }
    const recovered = await recoverLoan(
      ports,
      {
        loanId: params.loanId,
        grossMinor: BigInt(amount.amountMinor),
        feeMinor: fee === undefined ? null : BigInt(fee.amountMinor),
        currency: amount.currency,
      },
      moment,
    );
    if (!recovered.ok) return recovered;
    const { repaymentId, loanId, feeMinor, recoveryMinor, on } = recovered.value;
    return reply.created({
      recoveryId: recoveryIdOf(repaymentId),
      loanId,
      amount,
      fee: moneyView(feeMinor, amount.currency),
      distributed: moneyView(recoveryMinor, amount.currency),
      on,
    });
  },
});
