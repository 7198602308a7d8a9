/** Wall time from a submitted request to its contract, with 50 requests a second offered and every service on this machine. */
import { setTimeout as pause } from 'node:timers/promises';
import { businessDate } from '../../scripts/demo/calendar.ts';
import { createClient } from '../../scripts/demo/client.ts';
import { generateLoans } from '../../scripts/demo/generator.ts';
import { joinLender } from '../../scripts/demo/lender.ts';
import { type Market, moneyOf, waitFor } from '../../scripts/demo/market.ts';
import { joinMember, type Member, onceVerified } from '../../scripts/demo/member.ts';
import { inParallel } from '../../scripts/demo/progress.ts';
import { seededRandom } from '../../scripts/demo/random.ts';
import { percentile } from '../../scripts/demo/statistics.ts';
import { startPlatform } from '../../scripts/platform/platform.ts';
import { type BenchOptions, emit } from './harness.ts';

const offeredPerSecond = 50;
const requests = 500;
const lenders = 25;
const amountMinor = 50_000n;
type RequestView = {
  readonly requestId: string;
  readonly status: string;
  readonly submittedAt: string | null;
  readonly contractId: string | null;
};
type Draft = { readonly member: Member; readonly requestId: string };

const prepareDrafts = async (market: Market): Promise<readonly Draft[]> => {
  const { items } = await market.client.get<{ items: readonly { productId: string; market: string; method: string }[] }>(
    market.admin,
    '/v1/loan-products?limit=100',
  );
  const product = items.find((each) => each.market === market.currency && each.method === 'annuity');
  if (!product) throw new Error('there is no annuity product');
  const today = await businessDate(market);
  const drafts: Draft[] = [];
  const loans = generateLoans(seededRandom(7), requests);
  await inParallel(loans, 16, async (loan, index) => {
    const member = await joinMember(market, `Journey ${index}`, { behaviour: 'pays' });
    const { creditHistoryMonths, ...profile } = loan.profile;
    const good = {
      ...profile,
      annualIncomeMinor: '12000000',
      debtToIncomePpm: 50_000,
      delinquencies2y: 0,
      inquiries6m: 0,
      publicRecords: 0,
      revolvingUtilisationPpm: 100_000,
      ficoLow: 800,
    };
    const body = {
      productId: product.productId,
      amount: moneyOf(market, amountMinor),
      termMonths: 36,
      purpose: 'car',
      maxRatePpm: 360_000,
      profile: { ...good, earliestCreditLineOn: `${Number(today.slice(0, 4)) - 15}${today.slice(4)}` },
    };
    const created = await onceVerified<RequestView>(market, member.session, '/v1/loan-requests', body);
    drafts.push({ member, requestId: created.requestId });
  });
  return drafts;
};

const fundedMs = async (market: Market, { member, requestId }: Draft): Promise<number | null> => {
  const view = await waitFor(
    'a contract',
    () => market.client.get<RequestView>(member.session, `/v1/loan-requests/${requestId}`),
    ({ status }) => !['submitted', 'in-review', 'listed'].includes(status),
  );
  if (view.contractId === null || view.submittedAt === null) return null;
  const { madeAt } = await market.client.get<{ madeAt: string }>(member.session, `/v1/contracts/${view.contractId}`);
  return Date.parse(madeAt) - Date.parse(view.submittedAt);
};

export const run = async (options: BenchOptions): Promise<void> => {
  const platform = await startPlatform({ single: false, say: () => {} });
  const client = createClient(platform.origin);
  try {
    const market: Market = {
      client,
      currency: 'USD',
      runId: Date.now().toString(36),
      admin: await client.login(platform.admin),
      acknowledged: [],
    };
    const share = (amountMinor * BigInt(requests) * 2n) / BigInt(lenders);
    const offer = {
      totalMinor: (share / 2_500n) * 2_500n,
      minRatePpm: 0,
      grades: ['A', 'B', 'C', 'D', 'E', 'F', 'G'],
      minTermMonths: 36,
      maxTermMonths: 60,
      capPerLoanMinor: 2_500n,
    };
    await inParallel(
      Array.from({ length: lenders }, (_, index) => index),
      8,
      async (index) => {
        await joinLender(market, { name: `Bench lender ${index}`, strategy: 'bench', depositMinor: share + 10_000n, offers: [offer] });
      },
    );
    const drafts = await prepareDrafts(market);
    const startedAt = performance.now();
    await Promise.all(
      drafts.map(async ({ member, requestId }, index) => {
        await pause(Math.max(0, startedAt + (index * 1_000) / offeredPerSecond - performance.now()));
        await onceVerified(market, member.session, `/v1/loan-requests/${requestId}/submit`, undefined);
      }),
    );
    const times: number[] = [];
    let unfunded = 0;
    await inParallel(drafts, 8, async (draft) => {
      const ms = await fundedMs(market, draft);
      if (ms === null) unfunded += 1;
      else times.push(ms);
    });
    const base = { bench: 'journey', unit: 'ms', baseline: null, baselineValue: null, ratio: null } as const;
    emit(options, { ...base, metric: 'funded-p50', value: percentile(times, 50) ?? Number.NaN, target: '≤ 150 ms' });
    emit(options, { ...base, metric: 'funded-p99', value: percentile(times, 99) ?? Number.NaN, target: '≤ 600 ms' });
    emit(options, { ...base, metric: 'funded', unit: 'requests', value: times.length });
    emit(options, { ...base, metric: 'not-funded', unit: 'requests', value: unfunded });
  } finally {
    await client.close();
    await platform.stop();
  }
};
