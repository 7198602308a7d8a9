/** Request bodies, already checked against the contract, as inputs of the use cases. */
import type { CreditComponents } from '@mutua/contracts';
import { calendarDate, ratePpmFromWire } from '@mutua/kernel';
import type { Profile } from '../../domain/application.ts';

type Evidence = CreditComponents['schemas']['Evidence']['profile'];

/** Only what was given: what is left out stays as it is. */
export function evidenceFrom(body: Evidence): Partial<Profile> {
  const { annualIncomeMinor, debtToIncomePpm, revolvingBalanceMinor, revolvingUtilisationPpm, earliestCreditLineOn, ...counts } = body;
  return {
    ...counts,
    ...(annualIncomeMinor === undefined ? {} : { annualIncomeMinor: BigInt(annualIncomeMinor) }),
    ...(debtToIncomePpm === undefined ? {} : { debtToIncomePpm: ratePpmFromWire(debtToIncomePpm) }),
    ...(revolvingBalanceMinor === undefined ? {} : { revolvingBalanceMinor: BigInt(revolvingBalanceMinor) }),
    ...(revolvingUtilisationPpm === undefined ? {} : { revolvingUtilisationPpm: ratePpmFromWire(revolvingUtilisationPpm) }),
    ...(earliestCreditLineOn === undefined ? {} : { earliestCreditLineOn: calendarDate(earliestCreditLineOn) }),
  };
}
