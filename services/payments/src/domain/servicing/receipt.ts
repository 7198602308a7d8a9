/** What a receipt pays, by the waterfall of its loan: late fee as penalty, interest, principal. Pure; Σ paid + left over = receipt. */
import { allocateReceipt, type OpenInstalment, type Waterfall } from '@mutua/finance';
import type { CalendarDate } from '@mutua/kernel';
import type { Receipt, RepaymentSource } from './facts.ts';
import { type Components, type Instalment, plus, totalOf, unpaidOf } from './loan.ts';

export type Paid = { readonly instalments: readonly Instalment[]; readonly receipt: Receipt; readonly unallocatedMinor: bigint };

/** An instalment as the allocation library sees it: the late fee is its penalty. */
export const openOf = (instalment: Instalment): OpenInstalment => {
  const { principalMinor, interestMinor, lateFeeMinor } = unpaidOf(instalment);
  return { nr: instalment.nr, dueOn: instalment.dueOn, penaltyMinor: lateFeeMinor, feeMinor: 0n, interestMinor, principalMinor };
};

/** Pays open instalments from one receipt. Settled ones are passed through unchanged. */
export const payInstalments = (
  open: readonly Instalment[],
  receipt: { amountMinor: bigint; source: RepaymentSource; on: CalendarDate; waterfall: Waterfall },
): Paid => {
  const allocation = allocateReceipt({
    instalments: open.map(openOf),
    receiptMinor: receipt.amountMinor,
    waterfall: receipt.waterfall,
    onDate: receipt.on,
  });
  const byNr = new Map(allocation.allocations.map((part) => [part.nr, part]));
  const instalments = open.map((instalment) => {
    const part = byNr.get(instalment.nr);
    if (!part) return instalment;
    const share: Components = { principalMinor: part.principalMinor, interestMinor: part.interestMinor, lateFeeMinor: part.penaltyMinor };
    return settle({ ...instalment, paid: plus(instalment.paid, share) }, receipt.on);
  });
  const { totals, unallocatedMinor } = allocation;
  const components = { principalMinor: totals.principalMinor, interestMinor: totals.interestMinor, lateFeeMinor: totals.penaltyMinor };
  return {
    instalments,
    receipt: { amountMinor: receipt.amountMinor - unallocatedMinor, components, source: receipt.source },
    unallocatedMinor,
  };
};

/** Marks an instalment paid when nothing of it is open. One that has not fallen due stays pending: the close of its day announces it. */
const settle = (instalment: Instalment, on: CalendarDate): Instalment => {
  const { dueOn, status } = instalment;
  if (totalOf(unpaidOf(instalment)) === 0n) return { ...instalment, status: dueOn < on ? 'paid-late' : 'paid' };
  if (dueOn < on) return { ...instalment, status: 'late' };
  return status === 'pending' ? instalment : { ...instalment, status: 'partially-paid' };
};
