/** A signed contract becomes a loan. The handler only translates the foreign contract into our command. */
import { createHash } from 'node:crypto';
import type { EventData } from '@mutua/contracts';
import type { Tx } from '@mutua/db';
import type { Clock, Ids } from '@mutua/kernel';
import type { Handlers } from '@mutua/messaging';
import type { OpenUnit } from '../../app/ports.ts';
import { type Contract, disburseLoan } from '../../app/servicing/disburse-loan.ts';
import type { ServicingPorts } from '../../app/servicing/ports.ts';

type Deps = {
  readonly openUnit: OpenUnit;
  readonly openPorts: (tx: Tx) => Promise<ServicingPorts>;
  /** The bank account that autopay draws on: the borrower's first in the loan's currency. */
  readonly mandateOf: (tx: Tx, memberId: string, currency: string) => Promise<string | null>;
  readonly clock: Clock;
  readonly ids: Ids;
};

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const servicingConsumers = ({ openUnit, openPorts, mandateOf, clock, ids }: Deps): Handlers => ({
  'loans.loan-contracted.v1': async (event, tx) => {
    const unit = await openUnit(tx, clock.now());
    const contract = contractOf(event.data);
    await disburseLoan(await openPorts(tx), contract, {
      on: unit.businessDate,
      at: unit.now,
      nextRepaymentId: () => ids.next('repayment'),
      nextJournalId: () => ids.next('journal'),
      hash: sha256,
      bankAccountId: await mandateOf(tx, contract.borrowerId, contract.market),
    });
  },
});

const contractOf = (data: EventData<'loans.loan-contracted.v1'>): Contract => {
  const { method, frequency, dayCount, rounding, instalmentRounding, termMonths, defaultAfterDays, chargeOffAfterDays, lateFee } = data;
  return {
    ...data,
    principalMinor: BigInt(data.principal.amountMinor),
    originationFeeMinor: BigInt(data.originationFee.amountMinor),
    ratePpm: BigInt(data.ratePpm),
    terms: {
      ...{ method, frequency, dayCount, rounding, instalmentRounding, termMonths, defaultAfterDays, chargeOffAfterDays },
      lateFee: { ratePpm: BigInt(lateFee.ratePpm), minimumMinor: BigInt(lateFee.minimum.amountMinor), graceDays: lateFee.graceDays },
      serviceFeePpm: BigInt(data.serviceFeePpm),
      recoveryFeePpm: BigInt(data.recoveryFeePpm),
    },
    slices: data.slices.map((slice) => ({ ...slice, principalMinor: BigInt(slice.principal.amountMinor), ratePpm: BigInt(slice.ratePpm) })),
  };
};
