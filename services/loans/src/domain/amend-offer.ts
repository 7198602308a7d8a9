/** New terms of an offer out of what its lender wants changed, or everything that is wrong with them. Matching has the last word. */
import { type CalendarDate, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import {
  type Criteria,
  type CriteriaCurrencies,
  criteriaProblems,
  currencyProblems,
  lastDayProblems,
  multipleProblems,
} from './offer-criteria.ts';
import { check, type Problem } from './problem.ts';
import type { Market } from './product.ts';

/** What may change while an offer is open. */
export type OfferTerms = {
  readonly totalMinor: bigint;
  readonly criteria: Criteria;
  /** Last business date on which it can be filled; null is until it is revoked. */
  readonly goodTillOn: CalendarDate | null;
};

/** The last amendment of an offer: what was asked for, and what matching answered. */
export type Amendment = OfferTerms & {
  readonly status: 'requested' | 'applied' | 'refused';
  /** Why it was refused. */
  readonly code: string | null;
  /** Whether the offer kept its place in the queues; null unless it is applied. */
  readonly isPlaceKept: boolean | null;
  readonly requestedAt: Instant;
};

/** What is absent stays as it is. */
export type OfferChange = Partial<Omit<OfferTerms, 'criteria'>> & {
  readonly criteria?: Partial<Criteria>;
  /** Of the amounts that are there. */
  readonly currencies: CriteriaCurrencies & { readonly total?: string };
};

type Open = OfferTerms & {
  readonly kind: 'standing' | 'directed';
  readonly filledMinor: bigint;
  readonly capturedMinor: bigint;
  readonly portfolioMinor: bigint | null;
};
type Today = { readonly market: Market; readonly on: CalendarDate };

export function amendedTerms(offer: Open, change: OfferChange, { market, on }: Today): Result<OfferTerms, Rejection<'offer.invalid'>> {
  const { totalMinor = offer.totalMinor, goodTillOn = offer.goodTillOn, currencies } = change;
  const { total: totalCurrency = market.currency, ...criteriaCurrencies } = currencies;
  const criteria = amendedCriteria(offer, change.criteria, totalMinor);
  const problems = [
    ...currencyProblems('total.currency', totalCurrency, market),
    ...(change.totalMinor === undefined ? [] : totalProblems(offer, totalMinor, market)),
    ...(change.goodTillOn === undefined ? [] : lastDayProblems(goodTillOn, on)),
    ...(change.criteria === undefined ? [] : listingProblems(offer)),
    ...(change.criteria?.portfolioSharePpm == null ? [] : worthProblems(offer)),
    ...criteriaProblems(criteria, { currencies: criteriaCurrencies, totalMinor, market }),
  ];
  return problems.length > 0 ? reject('offer.invalid', { problems }) : ok({ totalMinor, criteria, goodTillOn });
}

/** A cap per loan above the total says the same as the total, so it follows the total down unless it is given. */
function amendedCriteria({ criteria }: Open, change: Partial<Criteria> | undefined, totalMinor: bigint): Criteria {
  const capPerLoanMinor = criteria.capPerLoanMinor < totalMinor ? criteria.capPerLoanMinor : totalMinor;
  return { ...criteria, capPerLoanMinor, ...change };
}

/** More money needs another hold, and so another offer. */
function totalProblems(offer: Open, totalMinor: bigint, market: Market): readonly Problem[] {
  const field = 'total.amountMinor';
  const usedMinor = offer.filledMinor + offer.capturedMinor;
  return [
    ...multipleProblems(field, totalMinor, market),
    ...check(
      totalMinor <= offer.totalMinor,
      field,
      'raised_place_another_offer',
      `at most ${offer.totalMinor}; place another offer for more`,
    ),
    ...check(totalMinor >= usedMinor, field, 'below_filled', `${usedMinor} or more: that much is filled`),
  ];
}

/** What a portfolio is worth is taken once, when the money is held. */
function worthProblems({ portfolioMinor }: Open): readonly Problem[] {
  const allowed = 'null: the offer was placed without such a cap; place another offer';
  return check(portfolioMinor !== null, 'criteria.portfolioSharePpm', 'portfolio_unknown', allowed);
}

function listingProblems({ kind }: Open): readonly Problem[] {
  return check(kind === 'standing', 'criteria', 'fixed_by_listing', 'none: a directed offer has the terms of its listing');
}
