/**
 * The provision fund at work: its rules are decided, and the claims of loans charged off on a date are met by them. Claims of one date are
 * decided by one standing of the fund, fixed with the first of them, and paid in order while there is money.
 */
import { assert, type CalendarDate, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type Loan, policyOf } from '../../domain/servicing/loan.ts';
import {
  coverageOf,
  type FundRules,
  type FundRulesCode,
  fundRulesProblem,
  payoutOf,
  standingOf,
} from '../../domain/servicing/provision.ts';
import type { Booking } from './book-receipts.ts';
import { payoutBooking } from './book-recovery.ts';
import { claimDecided } from './facts-to-events.ts';
import type { Moment, ServicingPorts } from './ports.ts';
import type { DecidedClaim, FixedStanding, ProvisionStore } from './provision-ports.ts';

type Ports = Pick<ServicingPorts, 'provision' | 'notes' | 'publisher'>;
export type SetRulesCode = FundRulesCode | 'provision.fund_not_found';

type RulesWish = { readonly currency: string; readonly rules: FundRules };

/** Whether the fund could go by these rules. */
export const checkFundRules = async (
  provision: Pick<ProvisionStore, 'balance'>,
  { currency, rules }: RulesWish,
): Promise<Result<void, Rejection<SetRulesCode>>> => {
  const checked = fundRulesProblem(rules);
  if (!checked.ok) return checked;
  return (await provision.balance(currency)) === undefined ? reject('provision.fund_not_found', { currency }) : ok(undefined);
};

/** The rules hold for claims of dates whose standing is not fixed yet. */
export const setFundRules = async (
  { provision }: { readonly provision: ProvisionStore },
  { currency, rules }: RulesWish,
  moment: Pick<Moment, 'at'>,
): Promise<Result<void, Rejection<SetRulesCode>>> => {
  const checked = await checkFundRules(provision, { currency, rules });
  if (!checked.ok) return checked;
  await provision.lock(currency);
  const before = await provision.rules(currency);
  await provision.addRules(currency, { ...rules, version: (before?.version ?? 0) + 1 }, moment.at);
  return ok(undefined);
};

/** Undefined where no rules are published: then the fund pays nothing, and nothing is claimed. */
const standingOn = async (provision: ProvisionStore, currency: string, on: CalendarDate): Promise<FixedStanding | undefined> => {
  const fixed = await provision.standing(currency, on);
  if (fixed) return fixed;
  const rules = await provision.rules(currency);
  if (!rules) return undefined;
  const standing = standingOf((await provision.balance(currency)) ?? 0n, await provision.covered(currency), rules);
  const decided = { standing, coveragePpm: coverageOf(standing).interestPpm, rules };
  await provision.fix(currency, on, decided);
  return decided;
};

export type Payouts = {
  /** The paid loans, by id, as they are then. */
  readonly loans: ReadonlyMap<string, Loan>;
  /** Still to be posted. */
  readonly bookings: readonly Booking[];
};

/** Decides the claims of these loans, charged off and not saved yet; what is not covered claims nothing. */
export const claimPayouts = async (ports: Ports, chargedOff: readonly Loan[], moment: Moment): Promise<Payouts> => {
  const covered = chargedOff.filter((loan) => policyOf(loan).provision !== undefined && loan.chargedOffMinor > 0n);
  const loans = new Map<string, Loan>();
  const bookings: Booking[] = [];
  if (covered.length === 0) return { loans, bookings };
  const notes = await ports.notes.ofLoans(covered.map(({ loanId }) => loanId));
  for (const currency of [...new Set(covered.map(({ market }) => market))].sort()) {
    await ports.provision.lock(currency);
    const fixed = await standingOn(ports.provision, currency, moment.on);
    if (!fixed) continue;
    const { coveragePpm, rules } = fixed;
    let availableMinor = (await ports.provision.balance(currency)) ?? 0n;
    const claims: DecidedClaim[] = [];
    for (const loan of covered.filter(({ market }) => market === currency)) {
      const { loanId, chargedOffMinor: claimMinor } = loan;
      const paidMinor = payoutOf({ chargedOffMinor: claimMinor, coveragePpm, availableMinor }, rules);
      assert(paidMinor <= claimMinor, 'the fund pays no more than is lost', { loanId, paidMinor });
      claims.push({ loanId, currency, on: moment.on, claimMinor, paidMinor });
      await ports.publisher.publish([claimDecided(loan, { paidMinor, rulesVersion: rules.version }, moment.on)]);
      if (paidMinor === 0n) continue;
      availableMinor -= paidMinor;
      bookings.push(payoutBooking(loan, { paidMinor, notes: notes.get(loanId) ?? [], moment }));
      const distributed = { ...loan.distributed, recoveryMinor: loan.distributed.recoveryMinor + paidMinor };
      loans.set(loanId, { ...loan, distributed, coveredMinor: paidMinor });
    }
    await ports.provision.claim(claims);
  }
  return { loans, bookings };
};
