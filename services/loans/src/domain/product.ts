/** Loan products: what may be borrowed, how it is repaid, what it costs, and how long each step may take. */
import type { DayCount, ScheduleMethod, ScheduleTerms } from '@mutua/finance';
import { type CalendarDate, type Currency, type Id, mulDiv, onePpm, type Rejection, type Rounding } from '@mutua/kernel';
import { type MarketRules, requestProblems } from './market-rules.ts';
import type { Problem } from './problem.ts';

/** A market is a currency and its rules. */
export type Market = { readonly currency: Currency; readonly noteMinimumMinor: bigint; readonly rules: MarketRules | null };

/** How a loan is repaid and served; frozen into the contract. */
export type LoanRules = {
  readonly method: Extract<ScheduleMethod, 'annuity' | 'linear' | 'bullet'>;
  readonly frequency: 'monthly';
  readonly dayCount: Exclude<DayCount, 'act/act-fineract'>;
  readonly rounding: Rounding;
  readonly instalmentRounding: Rounding;
  readonly lateFeePpm: bigint;
  readonly lateFeeMinimumMinor: bigint;
  readonly lateFeeGraceDays: number;
  readonly serviceFeePpm: bigint;
  readonly recoveryFeePpm: bigint;
  readonly defaultAfterDays: number;
  readonly chargeOffAfterDays: number;
};

/** How the requests of a product are funded; the rules are matching's (docs/matching.md), here they are data that is passed on. */
export type Clearing = {
  readonly mechanism: 'posted-rate' | 'uniform-price' | 'pay-your-bid';
  readonly timing: 'continuous' | 'batch';
  readonly allocation: 'time' | 'pro-rata' | 'random' | 'idle-share';
  /** at-deadline: stays open to its closing date, cheaper money displaces dearer. */
  readonly closing: 'when-full' | 'at-deadline';
};

export const postedRate: Clearing = { mechanism: 'posted-rate', timing: 'continuous', allocation: 'time', closing: 'when-full' };

export type Product = {
  readonly productId: Id<'loanProduct'>;
  readonly name: string;
  readonly market: Market;
  readonly minimumMinor: bigint;
  readonly maximumMinor: bigint;
  readonly termsMonths: readonly number[];
  readonly indicativeRatePpm: bigint;
  readonly originationFeePpm: bigint;
  /** Part of the amount that must be filled by the closing date for a partial loan. */
  readonly fundingThresholdPpm: bigint;
  readonly listingDays: number;
  readonly consentDays: number;
  readonly contractDays: number;
  readonly rules: LoanRules;
  readonly clearing: Clearing;
};

export type Ask = { readonly amountMinor: bigint; readonly currency: string; readonly termMonths: number; readonly purpose?: string };

/** Everything about an ask that the product does not allow; empty when it may be asked. */
export function askProblems(product: Product, ask: Ask): readonly Problem[] {
  const { market, minimumMinor, maximumMinor, termsMonths } = product;
  const problems: Problem[] = [];
  if (ask.currency !== market.currency) problems.push({ field: 'amount.currency', code: 'other_currency', allowed: market.currency });
  if (ask.amountMinor < minimumMinor || ask.amountMinor > maximumMinor) {
    problems.push({ field: 'amount.amountMinor', code: 'out_of_range', allowed: `${minimumMinor} to ${maximumMinor}` });
  }
  if (!termsMonths.includes(ask.termMonths)) problems.push({ field: 'termMonths', code: 'not_offered', allowed: termsMonths.join(', ') });
  return [...problems, ...requestProblems(market.rules, ask)];
}

export type ProductRejection = Rejection<'loan_product.invalid'>;

/** Everything wrong with a new product. */
export function productProblems(product: Product): readonly Problem[] {
  const { rules } = product;
  const checks: readonly (readonly [boolean, Problem])[] = [
    [
      product.minimumMinor <= product.maximumMinor,
      { field: 'maximumAmount', code: 'below_minimum', allowed: `${product.minimumMinor} or more` },
    ],
    [
      product.minimumMinor >= product.market.noteMinimumMinor,
      { field: 'minimumAmount', code: 'below_note_minimum', allowed: `${product.market.noteMinimumMinor} or more` },
    ],
    [
      rules.defaultAfterDays <= rules.chargeOffAfterDays,
      { field: 'chargeOffAfterDays', code: 'before_default', allowed: `${rules.defaultAfterDays} or more` },
    ],
    [
      product.clearing.closing === 'when-full' || product.clearing.mechanism !== 'posted-rate',
      { field: 'clearing.closing', code: 'needs_an_auction', allowed: 'when-full: at a posted rate no money is cheaper than other' },
    ],
    [product.originationFeePpm < onePpm, { field: 'originationFeePpm', code: 'takes_everything', allowed: 'below 1000000' }],
  ];
  return checks.filter(([holds]) => !holds).map(([, problem]) => problem);
}

/** Withheld from the payout; half-up, at most the whole principal less one minor unit. */
export function originationFeeOf(product: Product, principalMinor: bigint): bigint {
  return mulDiv(principalMinor, product.originationFeePpm, onePpm, 'half-up');
}

/** The least that must be filled: rounded up, so that the threshold is reached and not nearly reached. */
export function minimumFundingOf(product: Product, amountMinor: bigint): bigint {
  return mulDiv(amountMinor, product.fundingThresholdPpm, onePpm, 'ceiling');
}

export type LoanTerms = {
  readonly principalMinor: bigint;
  readonly ratePpm: bigint;
  readonly termMonths: number;
  readonly disbursedOn: CalendarDate;
};

export function scheduleTermsOf(rules: LoanRules, terms: LoanTerms): ScheduleTerms {
  const { method, frequency, dayCount, rounding, instalmentRounding } = rules;
  const { principalMinor, ratePpm, termMonths, disbursedOn } = terms;
  return { principalMinor, ratePpm, instalments: termMonths, method, frequency, dayCount, rounding, instalmentRounding, disbursedOn };
}
