/** A lender's position as a report: with what was earned a year on the notes alone and on everything in the wallet. */
import type { CalendarDate } from '@mutua/kernel';
import { type Return, returnOf } from '../../domain/servicing/performance.ts';
import type { LenderPosition } from './views.ts';

export type Performance = LenderPosition & { readonly investments: Return; readonly withIdleCash: Return };

/** What is not repaid and not charged off counts at face value on the present business date; so does the balance, where it is included. */
export const performanceOf = (position: LenderPosition, asOf: CalendarDate): Performance => {
  const { outstandingMinor, cashMinor, noteFlows, walletFlows } = position;
  const paidIn = walletFlows.map(({ on, amountMinor }) => ({ on, amountMinor: -amountMinor }));
  return {
    ...position,
    investments: returnOf(noteFlows, { on: asOf, amountMinor: outstandingMinor }),
    withIdleCash: returnOf(paidIn, { on: asOf, amountMinor: outstandingMinor + cashMinor }),
  };
};
