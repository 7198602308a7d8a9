/** What a lender wants his money to go into, and everything that can be wrong with it. */
import type { CalendarDate } from '@mutua/kernel';
import { marketProblems } from './market-rules.ts';
import { check, type Problem } from './problem.ts';
import type { Market } from './product.ts';
import type { Purpose } from './purpose.ts';

export type Criteria = {
  readonly minRatePpm: bigint;
  readonly grades: readonly string[];
  readonly minTermMonths: number;
  readonly maxTermMonths: number;
  /** Null takes every purpose. */
  readonly purposes: readonly Purpose[] | null;
  readonly capPerLoanMinor: bigint;
  /** Over all loans of one borrower out of this offer; null is no such cap. */
  readonly capPerBorrowerMinor: bigint | null;
  /** The same as a part of the lender's portfolio; null is no such cap. */
  readonly portfolioSharePpm: bigint | null;
  /** No note smaller than this; null is the note minimum. */
  readonly minimumSliceMinor: bigint | null;
};

/** The currency that each amount of the criteria came in, by its name on the wire. */
export type CriteriaCurrencies = Readonly<Partial<Record<'capPerLoan' | 'capPerBorrower' | 'minimumSlice', string>>>;

type Limits = { readonly currencies: CriteriaCurrencies; readonly totalMinor: bigint; readonly market: Market };

export function criteriaProblems(criteria: Criteria, { currencies, totalMinor, market }: Limits): readonly Problem[] {
  return [
    ...Object.entries(currencies).flatMap(([name, currency]) => currencyProblems(`criteria.${name}.currency`, currency, market)),
    ...limitProblems(criteria, market),
    ...marketProblems(market.rules, criteria),
    ...check(criteria.capPerLoanMinor <= totalMinor, 'criteria.capPerLoan.amountMinor', 'above_total', `at most ${totalMinor}`),
    ...check(
      criteria.minTermMonths <= criteria.maxTermMonths,
      'criteria.maxTermMonths',
      'below_minimum',
      `${criteria.minTermMonths} or more`,
    ),
  ];
}

/** A note is a whole number of note minimums, at most each cap and at least the slice: limits that leave no such amount fill nothing. */
function limitProblems({ capPerLoanMinor, capPerBorrowerMinor, minimumSliceMinor }: Criteria, market: Market): readonly Problem[] {
  const limits = { capPerLoan: capPerLoanMinor, capPerBorrower: capPerBorrowerMinor, minimumSlice: minimumSliceMinor };
  return Object.entries(limits).flatMap(([name, limitMinor]) => {
    if (limitMinor === null) return [];
    const field = `criteria.${name}.amountMinor`;
    const holdsSlice = minimumSliceMinor === null || limitMinor >= minimumSliceMinor;
    return [
      ...multipleProblems(field, limitMinor, market),
      ...check(holdsSlice, field, 'below_minimum_slice', `${minimumSliceMinor} or more, or the offer could give no note`),
    ];
  });
}

export function multipleProblems(field: string, amountMinor: bigint, { noteMinimumMinor }: Market): readonly Problem[] {
  const isMultiple = amountMinor > 0n && amountMinor % noteMinimumMinor === 0n;
  return check(isMultiple, field, 'not_a_multiple_of_the_note_minimum', `a multiple of ${noteMinimumMinor}`);
}

export function currencyProblems(field: string, currency: string, market: Market): readonly Problem[] {
  return check(currency === market.currency, field, 'other_currency', market.currency);
}

export function lastDayProblems(goodTillOn: CalendarDate | null, on: CalendarDate): readonly Problem[] {
  return check(goodTillOn === null || goodTillOn >= on, 'goodTillOn', 'in_the_past', `${on} or later`);
}
