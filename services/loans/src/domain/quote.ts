/** A quote: schedule, fee and both APRs with the cash flows they come from. Binds nobody. */
import { type LoanAprs, loanAprs, type Schedule, schedule } from '@mutua/finance';
import { type CalendarDate, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { Problem } from './problem.ts';
import { type Ask, askProblems, originationFeeOf, type Product, scheduleTermsOf } from './product.ts';

export type QuoteAsk = Ask & { readonly ratePpm: bigint; readonly disbursedOn: CalendarDate };

export type Quote = {
  readonly principalMinor: bigint;
  readonly originationFeeMinor: bigint;
  readonly schedule: Schedule;
  readonly aprs: LoanAprs;
};

export type AskRejection = Rejection<'loan_request.terms_not_offered'>;

/** All problems of an ask as one rejection. */
export function termsNotOffered(product: Product, problems: readonly Problem[]): Result<never, AskRejection> {
  return reject('loan_request.terms_not_offered', { productId: product.productId, problems });
}

export function quote(product: Product, ask: QuoteAsk): Result<Quote, AskRejection> {
  const problems = askProblems(product, ask);
  if (problems.length > 0) return termsNotOffered(product, problems);
  return ok(quoteOf(product, { ...ask, principalMinor: ask.amountMinor }));
}

/** The quote of terms that are known to be allowed, such as those of a filled request. */
export function quoteOf(
  product: Product,
  terms: { readonly principalMinor: bigint; readonly ratePpm: bigint; readonly termMonths: number; readonly disbursedOn: CalendarDate },
): Quote {
  const planned = schedule(scheduleTermsOf(product.rules, terms));
  const originationFeeMinor = originationFeeOf(product, terms.principalMinor);
  return {
    principalMinor: terms.principalMinor,
    originationFeeMinor,
    schedule: planned,
    aprs: loanAprs(planned, { feeMinor: originationFeeMinor, disbursedOn: terms.disbursedOn }),
  };
}
