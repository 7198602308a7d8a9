import { expect, test } from 'vitest';
import { refusedListing } from './refused-listing.ts';

const request = { termMonths: 36, purpose: 'car', listing: { grade: 'B', ratePpm: 110_000n } };

test.each<[string, string, RegExp]>([
  ['request.rate_off_grid', 'rate_not_traded', /does not take a rate of 110000 ppm any more.*Ask again: .* at a rate that it takes/],
  ['request.grade_unknown', 'grade_not_traded', /grade B any more.*You may ask again/],
  ['request.purpose_unknown', 'terms_not_traded', /the purpose car any more.*Ask again for a purpose/],
  ['request.term_out_of_range', 'terms_not_traded', /a term of 36 months any more.*Ask again for a term/],
  ['market.too_many_grades', 'market_full', /Ask again later/],
  ['market.too_many_purposes', 'market_full', /Ask again later/],
  ['request.some_new_rule', 'listing_refused', /request\.some_new_rule/],
])('a listing refused for %s tells its borrower what is wrong and what to do', (...[rule, code, text]) => {
  const reason = refusedListing(rule, request);
  expect(reason).toEqual({ code, text: expect.stringMatching(text) });
  expect(reason.text).toContain('Nothing was funded and nothing is owed.');
  expect(reason.text.length).toBeLessThanOrEqual(500);
});
