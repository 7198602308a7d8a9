/** Why the book of the market did not take a listing, told to its borrower with what to do now. The rules changed meanwhile. */
import type { Reason } from './waiting.ts';

type Listed = {
  readonly termMonths: number;
  readonly purpose: string;
  readonly listing: { readonly grade: string; readonly ratePpm: bigint };
};

/** The reason by the code of the rule. What matching may refuse one day and is not known here yet is told with its code. */
export function refusedListing(code: string, { termMonths, purpose, listing }: Listed): Reason {
  const { grade, ratePpm } = listing;
  switch (code) {
    case 'request.rate_off_grid':
      return changed('rate_not_traded', `a rate of ${ratePpm} ppm`, 'Ask again: a new request is listed at a rate that it takes');
    case 'request.grade_unknown':
      return changed('grade_not_traded', `grade ${grade}`, 'You may ask again when it does');
    case 'request.purpose_unknown':
      return changed('terms_not_traded', `the purpose ${purpose}`, 'Ask again for a purpose that it takes');
    case 'request.term_out_of_range':
      return changed('terms_not_traded', `a term of ${termMonths} months`, 'Ask again for a term that it takes');
    case 'market.too_many_grades':
    case 'market.too_many_purposes':
      return {
        code: 'market_full',
        text: `The market cannot take more grades or purposes for the moment. ${nothingHeld} Ask again later.`,
      };
    default:
      return {
        code: 'listing_refused',
        text: `The market did not take this request: ${code}. ${nothingHeld} Ask again, or name this code to us.`,
      };
  }
}

const nothingHeld = 'Nothing was funded and nothing is owed.';

function changed(code: string, what: string, todo: string): Reason {
  const text = `The rules of the market changed while the request was being listed: it does not take ${what} any more.`;
  return { code, text: `${text} ${nothingHeld} ${todo}.` };
}
