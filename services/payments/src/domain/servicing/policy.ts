/**
 * How a product is serviced: the order in which receipts pay debts, by what brought them, and when a rest is too small to be late. Frozen
 * into a loan when it is paid out. Pure.
 */
import { defaultWaterfall, type Waterfall, type WaterfallName, type WaterfallStep, waterfalls } from '@mutua/finance';
import { ok, type Rejection, type Result, reject } from '@mutua/kernel';

/** A waterfall of the library by name, or an own order. */
export type WaterfallChoice = WaterfallName | { readonly order: readonly WaterfallStep[]; readonly mode: Waterfall['mode'] };

/** A product that is covered: a part of its interest, or of what is paid out (out of the origination fee), goes to the provision fund. */
export type ProvisionOption = { readonly of: 'interest' | 'origination'; readonly ratePpm: bigint };

export type Acceleration = {
  /** Days past due at whose close everything falls due. */
  readonly afterDays: number;
  /** Days after it in which paying the arrears in full puts the old schedule back in force; 0: nothing does. */
  readonly cureDays: number;
};

export type ServicingPolicy = {
  readonly waterfalls: {
    readonly autopay: WaterfallChoice;
    readonly manual: WaterfallChoice;
    /** In place of both once the loan is in default; null keeps them. */
    readonly afterDefault: WaterfallChoice | null;
  };
  /** An instalment of which no more than this is open is not late and bears no late fee. */
  readonly toleranceMinor: bigint;
  /** Months in which a prepayment pays at most the service fee of a regular instalment. */
  readonly serviceFeeCappedMonths: number;
  /** Lenders pay this rate a year on what is outstanding of a note, by the day, out of its receipts; left out: a part of its receipts. */
  readonly annualServiceFeePpm?: bigint;
  /** Days past due from which on the interest of a loan is not counted on; 90 when left out. */
  readonly nonAccrualAfterDays?: number;
  /** Days past due at whose close the borrower is to be reminded, ascending; none when left out. */
  readonly dunningDays?: readonly number[];
  /** When the rest of a loan falls due at once; only by hand when left out. */
  readonly acceleration?: Acceleration;
  /** What loans of the product pay to the provision fund, which then covers them; left out: neither. */
  readonly provision?: ProvisionOption;
};

export const defaultPolicy: ServicingPolicy = {
  waterfalls: { autopay: 'standard', manual: 'standard', afterDefault: null },
  toleranceMinor: 0n,
  serviceFeeCappedMonths: 12,
};

const timings = ['pastDue', 'due'] as const;
const components = ['penalty', 'fee', 'interest', 'principal'] as const;

export type PolicyCode = 'policy.dunning_not_ascending' | 'policy.waterfall_incomplete' | 'policy.waterfall_repeats';

/** An own order names every debt that is due, once: what is owed can always be paid. Reminders follow one another. */
export const policyProblem = ({
  waterfalls: chosen,
  dunningDays = [],
}: Pick<ServicingPolicy, 'waterfalls' | 'dunningDays'>): Result<void, Rejection<PolicyCode>> => {
  if (dunningDays.some((day, index) => day <= (dunningDays[index - 1] ?? 0)))
    return reject('policy.dunning_not_ascending', { dunningDays });
  for (const [name, choice] of Object.entries(chosen)) {
    if (choice === null || typeof choice === 'string') continue;
    const steps = choice.order.map(({ timing, component }) => `${timing} ${component}`);
    const missing = timings
      .flatMap((timing) => components.map((component) => `${timing} ${component}`))
      .filter((step) => !steps.includes(step));
    if (missing.length > 0) return reject('policy.waterfall_incomplete', { waterfall: name, missing });
    if (new Set(steps).size < steps.length) return reject('policy.waterfall_repeats', { waterfall: name });
  }
  return ok(undefined);
};

/**
 * The waterfall that a receipt of the source goes down. One that pays across instalments stops at what is due: the rest is the payer's,
 * so that principal is never paid ahead of the interest before it.
 */
export const waterfallFor = (policy: ServicingPolicy, source: 'autopay' | 'manual' | 'payoff', isDefaulted: boolean): Waterfall => {
  const { autopay, manual, afterDefault } = policy.waterfalls;
  const choice = (isDefaulted ? afterDefault : null) ?? (source === 'autopay' ? autopay : manual);
  if (choice === 'standard') return defaultWaterfall;
  const chosen: Waterfall = typeof choice === 'string' ? waterfalls[choice] : { ...choice, advance: 'next' };
  return chosen.mode === 'vertical' ? { ...chosen, order: chosen.order.filter(({ timing }) => timing !== 'inAdvance') } : chosen;
};
