/** The monthly and yearly statements of lenders. */
import type { PaymentsComponents } from '@mutua/contracts';
import { reply } from '@mutua/http';
import { type Holding, type LenderStatement, type LenderStatementViews, lenderStatements } from '../../app/lender-statement.ts';
import { periodOf } from '../../domain/lender-statement.ts';
import type { MoneyHandlers } from './operations.ts';
import { moneyView } from './views.ts';
import { subjectOf } from './wallet-handlers.ts';

type Schemas = PaymentsComponents['schemas'];

const holdingView = ({ notes, ...holding }: Holding, currency: string): Schemas['NoteHolding'] => ({
  notes,
  outstanding: moneyView(holding.outstandingMinor, currency),
  inArrears: moneyView(holding.inArrearsMinor, currency),
  chargedOff: moneyView(holding.chargedOffMinor, currency),
  recovered: moneyView(holding.recoveredMinor, currency),
});

const ppmView = (ratePpm: bigint | null): number | null => (ratePpm === null ? null : Number(ratePpm));

const statementView = (statement: LenderStatement): Schemas['LenderStatement'] => {
  const { currency, cash, before, after, writtenOffMinor, investments, withIdleCash } = statement;
  const money = (amountMinor: bigint): Schemas['Money'] => moneyView(amountMinor, currency);
  const { lines } = cash;
  return {
    currency,
    cash: {
      opening: money(cash.openingMinor),
      deposits: money(lines.deposits),
      withdrawals: money(lines.withdrawals),
      transfers: money(lines.transfers),
      lent: money(lines.lent),
      principal: money(lines.principal),
      interest: money(lines.interest),
      lateFees: money(lines.lateFees),
      recoveries: money(lines.recoveries),
      provisionPayouts: money(lines.provisionPayouts),
      serviceFees: money(lines.serviceFees),
      claims: money(lines.claims),
      other: money(lines.other),
      closing: money(cash.closingMinor),
    },
    notes: { opening: holdingView(before, currency), writtenOff: money(writtenOffMinor), closing: holdingView(after, currency) },
    returns: { investmentsPpm: ppmView(investments.ratePpm), withIdleCashPpm: ppmView(withIdleCash.ratePpm) },
  };
};

export const lenderStatementHandlers = ({
  views,
}: {
  readonly views: LenderStatementViews;
}): Pick<MoneyHandlers, 'getLenderStatement'> => ({
  getLenderStatement: async ({ sql, actor, params, query }) => {
    const member = subjectOf(actor, query.memberId);
    if (!member.ok) return member;
    const period = periodOf(params.period, await views.businessDate(sql));
    if (!period.ok) return period;
    const statements = await lenderStatements(views, sql, { memberId: member.value, currency: query.currency, period: period.value });
    return reply.ok({ memberId: member.value, period: params.period, ...period.value, items: statements.map(statementView) });
  },
});
