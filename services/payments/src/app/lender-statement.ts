/** A lender's statement over a period: his cash by line, his notes at both ends, and the return up to the end of it. */
import type { Sql } from '@mutua/db';
import type { CalendarDate } from '@mutua/kernel';
import { type Cash, type CashFlowOfCode, cashOf, type Period } from '../domain/lender-statement.ts';
import { type Flow, type Return, returnOf } from '../domain/servicing/performance.ts';
import type { Positions } from './servicing/views.ts';

/** Notes at the end of a day. */
export type Holding = {
  readonly notes: number;
  /** Principal not repaid of notes that are not charged off, and what of it is of loans with something past due. */
  readonly outstandingMinor: bigint;
  readonly inArrearsMinor: bigint;
  /** Principal not repaid of notes that are charged off, and what recoveries and the provision fund paid on them. */
  readonly chargedOffMinor: bigint;
  readonly recoveredMinor: bigint;
};
export type AccountOverPeriod = {
  readonly currency: string;
  readonly openingMinor: bigint;
  readonly flows: readonly CashFlowOfCode[];
  readonly provisionPayoutMinor: bigint;
  /** At the end of the day before the period, and of its last day. */
  readonly before: Holding;
  readonly after: Holding;
};
export type LenderStatementViews = {
  /** One per wallet, by currency; three reads whatever there is. */
  accounts(sql: Sql, lender: { memberId: string; currency: string | undefined }, period: Period): Promise<readonly AccountOverPeriod[]>;
  positions(sql: Sql, lender: { memberId: string; currency: string | undefined }): Promise<Positions>;
  businessDate(sql: Sql): Promise<CalendarDate>;
};
export type LenderStatement = {
  readonly currency: string;
  readonly cash: Cash;
  readonly before: Holding;
  readonly after: Holding;
  /** Principal of notes charged off in the period, less what was undone. */
  readonly writtenOffMinor: bigint;
  /** Since the first flow, up to the end of the period. */
  readonly investments: Return;
  readonly withIdleCash: Return;
};

export const lenderStatements = async (
  views: LenderStatementViews,
  sql: Sql,
  { memberId, currency, period }: { readonly memberId: string; readonly currency: string | undefined; readonly period: Period },
): Promise<readonly LenderStatement[]> => {
  const accounts = await views.accounts(sql, { memberId, currency }, period);
  const { positions } = await views.positions(sql, { memberId, currency });
  const byCurrency = new Map(positions.map((position) => [position.currency, position]));
  const until = (flows: readonly Flow[] = []): readonly Flow[] => flows.filter(({ on }) => on <= period.to);
  return accounts.map((account): LenderStatement => {
    const { before, after } = account;
    const cash = cashOf(account.openingMinor, account.flows, account.provisionPayoutMinor);
    const position = byCurrency.get(account.currency);
    const paidIn = until(position?.walletFlows).map(({ on, amountMinor }) => ({ on, amountMinor: -amountMinor }));
    const worth = (cashMinor: bigint): Flow => ({ on: period.to, amountMinor: after.outstandingMinor + cashMinor });
    return {
      ...{ currency: account.currency, cash, before, after, writtenOffMinor: after.chargedOffMinor - before.chargedOffMinor },
      investments: returnOf(until(position?.noteFlows), worth(0n)),
      withIdleCash: returnOf(paidIn, worth(cash.closingMinor)),
    };
  });
};
