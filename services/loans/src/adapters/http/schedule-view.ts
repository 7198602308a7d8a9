/** Schedules and contracts as the REST API shows them. */
import type { LoansComponents } from '@mutua/contracts';
import type { Schedule } from '@mutua/finance';
import { assert, type Currency, ratePpmToWire } from '@mutua/kernel';
import type { Contract } from '../../domain/contract.ts';

type Views = LoansComponents['schemas'];

export function scheduleView(schedule: Schedule, currency: Currency): Views['Schedule'] {
  const money = (amountMinor: bigint): Views['Money'] => ({ amountMinor: amountMinor.toString(), currency });
  const last = schedule.instalments.at(-1);
  assert(last !== undefined, 'a schedule has an instalment');
  return {
    instalment: money(schedule.instalmentMinor),
    totalInterest: money(schedule.totalInterestMinor),
    totalDue: money(schedule.totalPrincipalMinor + schedule.totalInterestMinor),
    maturesOn: last.dueOn,
    instalments: schedule.instalments.map((row) => ({
      nr: row.nr,
      dueOn: row.dueOn,
      principal: money(row.principalMinor),
      interest: money(row.interestMinor),
      due: money(row.dueMinor),
      balance: money(row.balanceMinor),
    })),
  };
}

function termsView({ terms, market }: Contract): Views['ContractTerms'] {
  const { rules } = terms;
  const money = (amountMinor: bigint): Views['Money'] => ({ amountMinor: amountMinor.toString(), currency: market });
  return {
    principal: money(terms.principalMinor),
    originationFee: money(terms.originationFeeMinor),
    net: money(terms.principalMinor - terms.originationFeeMinor),
    ratePpm: ratePpmToWire(terms.ratePpm),
    termMonths: terms.termMonths,
    method: rules.method,
    frequency: rules.frequency,
    dayCount: rules.dayCount,
    rounding: rules.rounding,
    instalmentRounding: rules.instalmentRounding,
    lateFee: { ratePpm: ratePpmToWire(rules.lateFeePpm), minimum: money(rules.lateFeeMinimumMinor), graceDays: rules.lateFeeGraceDays },
    serviceFeePpm: ratePpmToWire(rules.serviceFeePpm),
    recoveryFeePpm: ratePpmToWire(rules.recoveryFeePpm),
    defaultAfterDays: rules.defaultAfterDays,
    chargeOffAfterDays: rules.chargeOffAfterDays,
    assumedDisbursedOn: terms.assumedDisbursedOn,
  };
}

export function contractSummary(contract: Contract): Views['ContractSummary'] {
  return {
    contractId: contract.contractId,
    requestId: contract.requestId,
    loanId: contract.loanId,
    borrowerId: contract.borrowerId,
    market: contract.market,
    productId: contract.productId,
    status: contract.status,
    terms: termsView(contract),
    aprEuPpm: ratePpmToWire(contract.aprEuPpm),
    aprUsPpm: ratePpmToWire(contract.aprUsPpm),
    termsHash: contract.termsHash,
    lenders: contract.slices.length,
    madeAt: contract.madeAt,
    deadlineOn: contract.deadlineOn,
    acceptedAt: contract.acceptedAt,
    disbursedOn: contract.disbursedOn,
    servicingStatus: contract.servicingStatus,
  };
}

export function contractView(contract: Contract): Views['Contract'] {
  return { ...contractSummary(contract), schedule: scheduleView(contract.schedule, contract.market) };
}
