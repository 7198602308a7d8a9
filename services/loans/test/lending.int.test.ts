import { derivedId } from '@mutua/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, eur, startWorld, type World } from './harness.ts';
import { activeOffer, closedBy, drafted, filledWith, fillOf, listed, newOffer, openDay, submitted } from './journeys.ts';

let world: World;
let borrower: Caller;
let lender: Caller;
let admin: Caller;

beforeAll(async () => {
  world = await startWorld();
  borrower = await world.verified('borrower');
  lender = await world.verified('lender');
  admin = await world.person('admin', ['admin']);
});
afterAll(() => world.close());

const offerOf = async (offerId: string): Promise<Record<string, unknown>> => (await lender.get(`/v1/offers/${offerId}`)).body;
const directed = (requestId: string, changed: object = {}): object => ({ kind: 'directed', requestId, total: eur(250_000), ...changed });

describe('placing offers', () => {
  test('a standing offer waits for its hold, then it is active and published with the hold', async () => {
    const { status, body } = await lender.post('/v1/offers', newOffer({ goodTillOn: '2026-02-01' }));
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'placed', kind: 'standing', waiting: { for: 'payments', cause: 'hold' }, holdId: null });
    const offerId = String(body['offerId']);
    const holdId = derivedId('hold', offerId);
    await world.tell('payments.hold-placed.v1', { holdId, offerId, lenderId: lender.memberId, amount: eur(1_000_000) });
    expect(await offerOf(offerId)).toMatchObject({ status: 'active', holdId, waiting: null });
    const told = (await world.published()).filter(({ data }) => data['offerId'] === offerId);
    expect(told.map(({ name }) => name)).toEqual(['loans.offer-placed.v1', 'loans.offer-activated.v1']);
    expect(told[1]?.data).toMatchObject({
      holdId,
      total: eur(1_000_000),
      goodTillOn: '2026-02-01',
      criteria: { purposes: null, capPerLoan: eur(1_000_000) },
    });
  });

  test('a cap per borrower and a minimum slice are kept, shown and published; without them nothing is said', async () => {
    const criteria = { minRatePpm: 50_000, grades: ['A'], minTermMonths: 12, maxTermMonths: 60, capPerLoan: eur(100_000) };
    const limits = { capPerBorrower: eur(200_000), minimumSlice: eur(5_000) };
    const limited = await activeOffer(world, lender, { criteria: { ...criteria, ...limits } });
    const open = await activeOffer(world, lender, { criteria: { ...criteria, capPerBorrower: null } });
    expect(await offerOf(limited)).toMatchObject({ criteria: limits });
    expect(await offerOf(open)).toMatchObject({ criteria: { capPerBorrower: null, minimumSlice: null } });
    const told = (await world.published()).filter(({ data }) => data['offerId'] === limited || data['offerId'] === open);
    expect(told.map(({ data }) => data['criteria'])).toEqual([
      ...Array.from({ length: 2 }, () => ({ ...criteria, ...limits, purposes: null })),
      ...Array.from({ length: 2 }, () => ({ ...criteria, purposes: null })),
    ]);
  });

  test('a share of the portfolio is of what it was worth when the money was held', async () => {
    const criteria = { minRatePpm: 50_000, grades: ['A'], minTermMonths: 12, maxTermMonths: 60, capPerLoan: eur(100_000) };
    const { body } = await lender.post('/v1/offers', newOffer({ criteria: { ...criteria, portfolioSharePpm: 100_000 } }));
    const offerId = String(body['offerId']);
    expect(body).toMatchObject({ criteria: { portfolioSharePpm: 100_000 }, portfolio: null });
    const held = { holdId: derivedId('hold', offerId), offerId, lenderId: lender.memberId };
    await world.tell('payments.hold-placed.v1', { ...held, amount: eur(1_000_000), portfolio: eur(3_000_000) });
    expect(await offerOf(offerId)).toMatchObject({ portfolio: eur(3_000_000) });
    await lender.patch(`/v1/offers/${offerId}`, { criteria: { portfolioSharePpm: 50_000 } });
    const shares = (await world.published()).filter(({ data }) => data['offerId'] === offerId).map(({ data }) => data['criteria']);
    expect(shares).toMatchObject([
      { capOfPortfolio: { sharePpm: 100_000 } },
      { capOfPortfolio: { sharePpm: 100_000, portfolio: eur(3_000_000) } },
      { capOfPortfolio: { sharePpm: 50_000, portfolio: eur(3_000_000) } },
    ]);
    const without = await activeOffer(world, lender);
    const added = await lender.patch(`/v1/offers/${without}`, { criteria: { portfolioSharePpm: 50_000 } });
    expect(added).toMatchObject({ status: 422, body: { detail: expect.stringContaining('portfolio_unknown') } });
    expect((await lender.post('/v1/offers', newOffer({ criteria: { ...criteria, portfolioSharePpm: 0 } }))).status).toBe(400);
  });

  test('what the book refuses ends with the code of the rule, and its money is free', async () => {
    const offerId = await activeOffer(world, lender);
    const refusal = { offerId, lenderId: lender.memberId, market: 'EUR', code: 'offer.rate_off_grid', freed: eur(1_000_000) };
    await world.tell('matching.offer-refused.v1', refusal);
    expect(await offerOf(offerId)).toMatchObject({ status: 'refused', refusalCode: 'offer.rate_off_grid', freed: eur(1_000_000) });
    expect((await world.published()).at(-1)).toMatchObject({
      name: 'loans.offer-refused.v1',
      data: { offerId, code: 'offer.rate_off_grid' },
    });
  });

  test('an offer from before these limits reads as one without them', async () => {
    const offerId = await activeOffer(world, lender);
    await world.service.db.run((tx) =>
      tx.run(
        "update offers set criteria = criteria - 'capPerBorrowerMinor' - 'portfolioSharePpm' - 'minimumSliceMinor' where offer_id = $1",
        [offerId],
      ),
    );
    expect(await offerOf(offerId)).toMatchObject({ criteria: { capPerBorrower: null, minimumSlice: null } });
  });

  test('limits that can give no note, and limits in another currency, are refused with what is allowed', async () => {
    const criteria = {
      minRatePpm: 50_000,
      grades: ['A'],
      minTermMonths: 12,
      maxTermMonths: 60,
      capPerLoan: eur(5_000),
      capPerBorrower: { amountMinor: '10000', currency: 'USD' },
      minimumSlice: eur(7_500),
    };
    const { status, body } = await lender.post('/v1/offers', newOffer({ criteria }));
    expect({ status, code: body['code'] }).toEqual({ status: 422, code: 'offer.invalid' });
    expect(body['detail']).toMatch(/capPerBorrower.currency.*other_currency.*capPerLoan.*below_minimum_slice.*7500 or more/);
  });

  test('no money: refused with the code of payments', async () => {
    const { body } = await lender.post('/v1/offers', newOffer());
    const offerId = String(body['offerId']);
    await world.tell('payments.hold-refused.v1', {
      holdId: derivedId('hold', offerId),
      offerId,
      lenderId: lender.memberId,
      code: 'wallet.insufficient_funds',
    });
    expect(await offerOf(offerId)).toMatchObject({ status: 'refused', refusalCode: 'wallet.insufficient_funds' });
    expect((await world.published()).at(-1)).toMatchObject({ name: 'loans.offer-refused.v1', data: { code: 'wallet.insufficient_funds' } });
    expect(await lender.post(`/v1/offers/${offerId}/revoke`)).toMatchObject({ status: 409, body: { code: 'offer.not_open' } });
  });

  test('all problems of amounts and criteria come at once', async () => {
    const criteria = {
      minRatePpm: 0,
      grades: ['A'],
      minTermMonths: 60,
      maxTermMonths: 12,
      capPerLoan: { amountMinor: '2000001', currency: 'USD' },
    };
    const { status, body } = await lender.post('/v1/offers', newOffer({ total: eur(1_000_001), criteria, goodTillOn: '2026-01-01' }));
    expect({ status, code: body['code'] }).toEqual({ status: 422, code: 'offer.invalid' });
    for (const code of ['not_a_multiple_of_the_note_minimum', 'in_the_past', 'other_currency', 'above_total', 'below_minimum']) {
      expect(body['detail']).toContain(code);
    }
  });

  test.each<[string, object, number, string]>([
    ['an unknown market', newOffer({ total: { amountMinor: '2500', currency: 'JPY' } }), 422, 'market.unknown'],
    ['a standing offer without criteria', { kind: 'standing', total: eur(2_500) }, 422, 'offer.needs_criteria'],
    [
      'a directed offer with criteria',
      newOffer({ kind: 'directed', requestId: derivedId('loanRequest', 'x') }),
      422,
      'offer.needs_criteria',
    ],
    ['an unknown request', directed(derivedId('loanRequest', 'x')), 404, 'loan_request.not_found'],
    ['an unknown field', newOffer({ autoInvest: true }), 400, 'request.invalid'],
    ['too many digits', newOffer({ total: { amountMinor: '1'.repeat(19), currency: 'EUR' } }), 400, 'request.invalid'],
  ])('%s is refused', async (_, body, status, code) => {
    expect(await lender.post('/v1/offers', body)).toMatchObject({ status, body: { code } });
  });

  test('an unverified member may not lend', async () => {
    const stranger = await world.person('stranger');
    expect(await stranger.post('/v1/offers', newOffer())).toMatchObject({ status: 409, body: { code: 'member.not_verified' } });
  });

  test('a key is needed, and a replay places one offer', async () => {
    const first = await lender.post('/v1/offers', newOffer(), 'offer-once-1');
    const again = await lender.post('/v1/offers', newOffer(), 'offer-once-1');
    expect(again.body['offerId']).toBe(first.body['offerId']);
    expect(await lender.post('/v1/offers', newOffer({ total: eur(2_500) }), 'offer-once-1')).toMatchObject({
      status: 422,
      body: { code: 'idempotency.key_reused' },
    });
    expect(await lender.post('/v1/offers', newOffer(), 'short')).toMatchObject({ status: 400 });
  });
});

describe('directed offers', () => {
  test('takes the terms of the listing', async () => {
    const requestId = await listed(world, borrower);
    const { status, body } = await lender.post('/v1/offers', directed(requestId));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      requestId,
      criteria: { minRatePpm: 110_000, grades: ['B'], minTermMonths: 36, maxTermMonths: 36, capPerLoan: eur(250_000) },
    });
  });

  test('nobody funds himself, an unlisted request is unknown, a closed one is closed', async () => {
    const requestId = await listed(world, borrower);
    expect(await borrower.post('/v1/offers', directed(requestId))).toMatchObject({ status: 409, body: { code: 'offer.own_request' } });
    expect(await lender.post('/v1/offers', directed(await submitted(borrower)))).toMatchObject({
      status: 404,
      body: { code: 'loan_request.not_found' },
    });
    await closedBy(world, requestId, 'expired');
    expect(await lender.post('/v1/offers', directed(requestId))).toMatchObject({ status: 409, body: { code: 'loan_request.not_listed' } });
    expect(await lender.post('/v1/offers', directed(await listed(world, borrower), { total: eur(1_002_500) }))).toMatchObject({
      status: 422,
      body: { code: 'offer.invalid' },
    });
  });
});

describe('fills', () => {
  test('progress is shown while matching fills, and hearing it twice counts once', async () => {
    const [requestId, offerId] = [await listed(world, borrower), await activeOffer(world, lender)];
    const fill = fillOf(offerId, lender.memberId, 300_000);
    const made = { requestId, market: 'EUR', filled: eur(300_000), remaining: eur(700_000) };
    await world.tell('matching.fills-made.v1', { ...made, fills: [fill] });
    await world.tell('matching.fills-made.v1', { ...made, fills: [fill] });
    expect((await lender.get(`/v1/listings/${requestId}`)).body).toMatchObject({
      progressPpm: 300_000,
      filled: eur(300_000),
      remaining: eur(700_000),
      fillCount: 1,
    });
    expect(await offerOf(offerId)).toMatchObject({ filled: eur(300_000) });
    await closedBy(world, requestId, 'expired');
    expect(await offerOf(offerId)).toMatchObject({ filled: eur(0), captured: eur(0) });
    expect((await lender.get(`/v1/listings/${requestId}`)).body['status']).toBe('closed');
  });

  test('a fill for more than was asked is a defect of matching, not ours to store', async () => {
    const [requestId, offerId] = [await listed(world, borrower), await activeOffer(world, lender)];
    await expect(filledWith(world, requestId, [fillOf(offerId, lender.memberId, 1_000_001)])).rejects.toThrow(
      'loan_request.fills_mismatch',
    );
    expect(await offerOf(offerId)).toMatchObject({ filled: eur(0) });
  });
});

describe('revoking', () => {
  test('matching says what is freed; a fill that comes back later is freed too', async () => {
    const offerId = await activeOffer(world, lender);
    expect((await lender.post(`/v1/offers/${offerId}/revoke`)).body).toMatchObject({
      status: 'revoking',
      waiting: { for: 'matching', cause: 'revocation' },
    });
    expect((await lender.post(`/v1/offers/${offerId}/revoke`)).status).toBe(200);
    await world.tell('matching.offer-closed.v1', {
      offerId,
      lenderId: lender.memberId,
      market: 'EUR',
      outcome: 'revoked',
      freed: eur(600_000),
    });
    await world.tell('matching.offer-freed.v1', { offerId, lenderId: lender.memberId, market: 'EUR', freed: eur(400_000) });
    expect(await offerOf(offerId)).toMatchObject({ status: 'ended', outcome: 'revoked', freed: eur(1_000_000), waiting: null });
    const told = (await world.published()).filter(({ data }) => data['offerId'] === offerId).map(({ name }) => name);
    expect(told).toEqual([
      'loans.offer-placed.v1',
      'loans.offer-activated.v1',
      'loans.offer-revocation-requested.v1',
      'loans.offer-ended.v1',
    ]);
  });

  test('asked before the hold came, it is passed on as soon as it came', async () => {
    const { body } = await lender.post('/v1/offers', newOffer());
    const offerId = String(body['offerId']);
    expect((await lender.post(`/v1/offers/${offerId}/revoke`)).body['status']).toBe('placed');
    await world.tell('payments.hold-placed.v1', {
      holdId: derivedId('hold', offerId),
      offerId,
      lenderId: lender.memberId,
      amount: eur(1_000_000),
    });
    expect((await world.published()).slice(-2).map(({ name }) => name)).toEqual([
      'loans.offer-activated.v1',
      'loans.offer-revocation-requested.v1',
    ]);
  });

  test('revoking and the hold at once leaves no offer behind that nobody revokes', async () => {
    for (let round = 0; round < 5; round += 1) {
      const offerId = String((await lender.post('/v1/offers', newOffer())).body['offerId']);
      const placed = { holdId: derivedId('hold', offerId), offerId, lenderId: lender.memberId, amount: eur(1_000_000) };
      await Promise.all([lender.post(`/v1/offers/${offerId}/revoke`), world.tell('payments.hold-placed.v1', placed)]);
      expect(await offerOf(offerId)).toMatchObject({ status: 'revoking' });
      const told = (await world.published()).filter(({ data }) => data['offerId'] === offerId).map(({ name }) => name);
      expect(told).toEqual(['loans.offer-placed.v1', 'loans.offer-activated.v1', 'loans.offer-revocation-requested.v1']);
    }
  });

  test('a foreign offer is unknown', async () => {
    const offerId = await activeOffer(world, lender);
    expect((await borrower.get(`/v1/offers/${offerId}`)).body['code']).toBe('offer.not_found');
    expect((await borrower.post(`/v1/offers/${offerId}/revoke`)).status).toBe(404);
    expect((await admin.get(`/v1/offers/${offerId}`)).status).toBe(200);
  });
});

describe('lists', () => {
  test('every list costs the same few statements, however long it is, and a walk sees each row once', async () => {
    const other = await startWorld(3);
    try {
      const [owner, investor] = [await other.verified('owner'), await other.verified('investor')];
      for (let nr = 0; nr < 5; nr += 1) {
        const [requestId, offerId] = [await listed(other, owner), await activeOffer(other, investor)];
        if (nr % 2 === 0) await filledWith(other, requestId, [fillOf(offerId, investor.memberId, 1_000_000)]);
      }
      const counted = async (caller: Caller, path: string): Promise<number> => {
        const before = other.service.db.statements.count;
        expect((await caller.get(path)).status).toBe(200);
        return other.service.db.statements.count - before;
      };
      for (const [caller, path] of [
        [owner, '/v1/loan-requests'],
        [investor, '/v1/offers'],
        [owner, '/v1/contracts'],
        [investor, '/v1/listings'],
        [owner, '/v1/loan-products'],
      ] as const) {
        expect([path, await counted(caller, `${path}?limit=1`), await counted(caller, `${path}?limit=100`)]).toEqual([path, 1, 1]);
      }
      const seen: string[] = [];
      for (let cursor = ''; ; ) {
        const { body } = await owner.get(`/v1/contracts?limit=1${cursor}`);
        seen.push(...body.items.map((item) => String(item['contractId'])));
        if (body['nextCursor'] === null) break;
        cursor = `&cursor=${String(body['nextCursor'])}`;
      }
      expect([seen.length, new Set(seen).size]).toEqual([3, 3]);
      expect((await owner.get('/v1/listings?status=funded')).body.items).toHaveLength(3);
      expect((await owner.get('/v1/listings?grade=A')).body.items).toEqual([]);
      expect((await owner.get('/v1/listings?cursor=nonsense')).body['code']).toBe('cursor.invalid');
    } finally {
      await other.close();
    }
  });

  test('a member lists his own, staff lists all or one', async () => {
    expect((await borrower.get('/v1/offers')).body.items).toEqual([]);
    expect((await borrower.get(`/v1/offers?lenderId=${lender.memberId}`)).body.items).toEqual([]);
    expect((await admin.get(`/v1/offers?lenderId=${lender.memberId}&limit=1`)).body.items).toHaveLength(1);
  });
});

describe('reports', () => {
  test('what waits is shown with age and cause, oldest first; a listing past its closing date waits for matching', async () => {
    const other = await startWorld(4);
    try {
      const [owner, watcher] = [await other.verified('owner'), await other.person('auditor', ['auditor'])];
      const overdue = await listed(other, owner);
      const requestId = await submitted(owner);
      other.clock.advance(90_000);
      const { body } = await watcher.get('/v1/reports/stuck?olderThanSeconds=60');
      expect(body.items).toEqual([
        {
          kind: 'loan-request',
          id: requestId,
          status: 'submitted',
          ageSeconds: 90,
          waiting: { for: 'credit', since: '2026-01-02T09:00:00.000Z', cause: 'assessment_pending' },
        },
      ]);
      await openDay(other, '2026-01-17');
      other.clock.advance(20 * 86_400_000);
      const later = await watcher.get('/v1/reports/stuck?waitingFor=matching');
      expect(later.body.items).toMatchObject([{ id: overdue, status: 'listed', waiting: { cause: 'closing_overdue' } }]);
      expect((await owner.get('/v1/reports/stuck')).status).toBe(403);
    } finally {
      await other.close();
    }
  });

  test('the funnel counts each step once', async () => {
    const other = await startWorld(5);
    try {
      const [owner, investor, watcher] = [
        await other.verified('owner'),
        await other.verified('investor'),
        await other.person('admin', ['admin']),
      ];
      const [requestId, offerId] = [await listed(other, owner), await activeOffer(other, investor)];
      await filledWith(other, requestId, [fillOf(offerId, investor.memberId, 1_000_000)]);
      await drafted(owner);
      const { body } = await watcher.get('/v1/reports/funnel');
      expect(body['markets']).toMatchObject([
        {
          market: 'EUR',
          created: 2,
          submitted: 1,
          assessed: 1,
          listed: 1,
          funded: 1,
          signed: 0,
          disbursed: 0,
          requested: eur(2_000_000),
          paidOut: eur(0),
          byStatus: [
            { status: 'contracting', count: 1 },
            { status: 'draft', count: 1 },
          ],
          rejections: [],
        },
      ]);
    } finally {
      await other.close();
    }
  });
});
