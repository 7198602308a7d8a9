/** The rules of a market change between the moment loans lists a request and the moment matching reads it. */
import { type Database, openDatabase } from '@mutua/db';
import { eventually, silentLogger } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectWhole, untilQuiet } from '../support/books.ts';
import { ask, lend, newLoanRequest, newOffer, untilOffer } from '../support/market.ts';
import { deposit, eur, join } from '../support/people.ts';
import { type Platform, startTestPlatform } from '../support/platform.ts';

let platform: Platform;
let matching: Database;
beforeAll(async () => {
  platform = await startTestPlatform();
  const { adminUrl: url } = platform.databases.matching;
  matching = await openDatabase({ url, applicationName: 'test', poolMax: 1, logger: silentLogger });
});
afterAll(async () => {
  await matching?.close();
  await platform?.close();
});

/** The relay of matching does not see the event until it is asked to. */
async function keepBack(name: string): Promise<() => Promise<void>> {
  await matching.sql.run(`create function keep_back() returns trigger language plpgsql as $$ begin
    delete from outbox_pending p using outbox o where p.position = new.position and o.position = p.position and o.name = '${name}';
    return null; end $$`);
  await matching.sql.run('create trigger keep_back after insert on outbox_pending for each row execute function keep_back()');
  return async () => {
    await matching.sql.run('drop trigger keep_back on outbox_pending');
    await sendAgain(name);
  };
}

const sendAgain = (name: string): Promise<unknown> =>
  matching.sql.run('insert into outbox_pending select position from outbox where name = $1 on conflict do nothing', [name]);

test('the borrower reads why and what to do, nothing becomes a dead letter, and the next request is funded', async () => {
  const { api, admin } = platform;
  const [borrower, lender] = [await join(platform, 'Borrower'), await join(platform, 'Lender')];
  await deposit(platform, lender, 200_000);
  const standing = await lend(platform, lender, newOffer(100_000));
  const release = await keepBack('matching.market-rules-changed.v1');
  const rules = {
    ...{ rateStepPpm: 1, rateMinPpm: 0, rateMaxPpm: 1_000_000, minTermMonths: 6, maxTermMonths: 60 },
    ...{ grades: null, purposes: ['house'] },
  };
  await api.call({ method: 'PUT', path: '/v1/markets/EUR/rules', token: admin.accessToken, body: rules });
  await eventually(async () => expect(await api.get(lender, '/v1/markets/EUR/rules')).toMatchObject({ rules }));

  const request = await ask(platform, borrower, newLoanRequest(50_000), 'rejected');
  const path = `/v1/loan-requests/${request.requestId}`;
  const { reasons, filled } = await api.get<{ reasons: { code: string; text: string }[]; filled: unknown }>(borrower, path);
  expect(filled).toEqual(eur(0));
  expect(reasons).toMatchObject([{ code: 'terms_not_traded' }]);
  expect(reasons[0]?.text).toMatch(
    /the purpose car any more. Nothing was funded and nothing is owed. Ask again for a purpose that it takes/,
  );
  const listing = await api.call({ method: 'GET', path: `/v1/listings/${request.requestId}`, token: lender.accessToken });
  expect(listing).toMatchObject({ status: 404, body: { code: 'listing.not_found' } });

  const why = await api.call({ method: 'GET', path: `${path}/explanations`, token: borrower.accessToken });
  expect(why).toMatchObject({ status: 404, body: { code: 'loan_request.not_found' } });
  expect(why.text).toContain('What was never listed has its state in the loan request');

  await sendAgain('matching.request-refused.v1');
  await release();
  await untilQuiet(platform);
  const loans = await openDatabase({ url: platform.databases.loans.adminUrl, applicationName: 'test', poolMax: 1, logger: silentLogger });
  const events = await loans.sql.query<{ event: string }>('select event from loan_request_history where request_id = $1 order by nr', [
    request.requestId,
  ]);
  expect(events.map(({ event }) => event)).toEqual(['Drafted', 'Submitted', 'Listed', 'ListingRefused']);
  const told = await loans.sql.query("select 1 from outbox where aggregate_id = $1 and name = 'loans.loan-request-rejected.v1'", [
    request.requestId,
  ]);
  expect(told).toHaveLength(1);
  await loans.close();
  const funnel = await api.get(admin, '/v1/reports/funnel');
  expect(JSON.stringify(funnel)).toContain('terms_not_traded');
  const log = await api.get<{ items: { payload: string }[] }>(admin, '/v1/markets/EUR/commands?limit=100');
  expect(log.items.filter(({ payload }) => payload.includes('list-request'))).toEqual([]);

  await ask(platform, borrower, newLoanRequest(50_000, { purpose: 'house' }), 'contracting');
  await untilOffer(platform, lender, standing.offerId, (offer) => offer.filled.amountMinor === '50000');
  await expectWhole(platform);
});
