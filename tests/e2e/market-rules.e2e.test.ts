/** An administrator sets what a market takes; from then on everything else is refused over REST, by name of the rule. */
import { eventually } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectWhole } from '../support/books.ts';
import { ask, grades, lend, newLoanRequest, newOffer, sign } from '../support/market.ts';
import { deposit, eur, join } from '../support/people.ts';
import { type Platform, startTestPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform?.close());

const path = '/v1/markets/EUR/rules';
const rules = {
  ...{ rateStepPpm: 2_500, rateMinPpm: 10_000, rateMaxPpm: 300_000, minTermMonths: 6, maxTermMonths: 48 },
  ...{ grades: ['A', 'B', 'C'], purposes: ['car', 'house'] },
};

test('rules are read back, hold for offers and requests, and stand in the log and in the audit', async () => {
  const { api, admin } = platform;
  const [lender, borrower] = [await join(platform, 'Lender'), await join(platform, 'Borrower')];
  await deposit(platform, lender, 200_000);
  expect(await api.get(lender, path)).toMatchObject({ market: 'EUR', noteMinimum: eur(2_500), rules: null });
  const put = (session: typeof admin, body: object, market = 'EUR') =>
    api.call({ method: 'PUT', path: `/v1/markets/${market}/rules`, token: session.accessToken, body });
  expect(await put(lender, rules)).toMatchObject({ status: 403 });
  expect(await put(admin, rules, 'JPY')).toMatchObject({ status: 404, body: { code: 'market.not_found' } });
  expect(await put(admin, { ...rules, rateStepPpm: 0 })).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  const contradiction = await put(admin, { ...rules, rateMaxPpm: 9_999, maxTermMonths: 5 });
  expect(contradiction).toMatchObject({ status: 422, body: { code: 'market.invalid_rules' } });
  expect(contradiction.text).toMatch(/rateMaxPpm.*10000 or more.*maxTermMonths.*6 or more/);
  expect(await put(admin, rules)).toMatchObject({ status: 202, body: rules });
  await eventually(async () => expect(await api.get(lender, path)).toMatchObject({ rules }));

  const criteria = {
    minRatePpm: 11_000,
    grades: ['D'],
    minTermMonths: 60,
    maxTermMonths: 60,
    purposes: ['medical'],
    capPerLoan: eur(100_000),
  };
  const offer = (changed: object) =>
    api.call({
      method: 'POST',
      path: '/v1/offers',
      token: lender.accessToken,
      body: newOffer(100_000, { criteria: { ...criteria, ...changed } }),
    });
  const refused = await eventually(async () => {
    const answer = await offer({});
    expect(answer.status).toBe(422);
    return answer;
  });
  expect(refused.body['code']).toBe('offer.invalid');
  expect(refused.text).toMatch(/minRatePpm.*rate_off_grid.*10000 to 300000 in steps of 2500.*grades.*matches_nothing.*one of A, B, C/);
  expect(refused.text).toMatch(/6 to 48 months.*one of car, house/);
  const placed = await lend(
    platform,
    lender,
    newOffer(100_000, { criteria: { ...criteria, minRatePpm: 12_500, grades, minTermMonths: 12, purposes: null } }),
  );
  const amended = await api.call({
    ...{ method: 'PATCH', path: `/v1/offers/${placed.offerId}`, token: lender.accessToken },
    body: { criteria: { minRatePpm: 12_501 } },
  });
  expect(amended.text).toContain('rate_off_grid');

  const asked = newLoanRequest(50_000, { purpose: 'medical', termMonths: 60 });
  const draft = await api.call({ method: 'POST', path: '/v1/loan-requests', token: borrower.accessToken, body: asked });
  expect(draft).toMatchObject({ status: 422, body: { code: 'loan_request.terms_not_offered' } });
  expect(draft.text).toMatch(/termMonths.*not_traded.*6 to 48.*purpose.*not_traded.*one of car, house/);
  const request = await ask(platform, borrower, newLoanRequest(50_000), 'contracting');
  expect((Number(request.ratePpm) - rules.rateMinPpm) % rules.rateStepPpm).toBe(0);
  await sign(platform, borrower, request);

  const dryRun = {
    market: 'EUR',
    total: eur(10_000),
    days: 1,
    criteria: { ...criteria, purposes: undefined, capPerLoan: eur(10_000), grades: ['A'], minTermMonths: 12 },
  };
  const tried = await api.call({ method: 'POST', path: '/v1/auto-invest-rules/dry-run', token: lender.accessToken, body: dryRun });
  expect(tried).toMatchObject({ status: 422, body: { code: 'offer.rate_off_grid' } });

  const log = await api.get<{ items: { payload: string }[] }>(admin, '/v1/markets/EUR/commands?limit=100');
  expect(log.items.filter(({ payload }) => payload.includes('"rateStepPpm"'))).toHaveLength(1);
  const audit = await api.get<{ items: unknown[] }>(admin, '/v1/operations/matching/audit-events?limit=100');
  expect(JSON.stringify(audit.items)).toContain('changeMarketRules');
  await expectWhole(platform);
});
