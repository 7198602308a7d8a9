/** The main job, end to end: lenders, borrowers, years of repayments, and what came of it. Everything goes through the public REST API. */
import { type Application, apply, type BorrowerRun, conclude } from './borrower.ts';
import { addDays, advanceTo, businessDate, type CalendarDate } from './calendar.ts';
import { type Credentials, createClient } from './client.ts';
import { collectReport, type Found } from './collect-report.ts';
import type { DemoLoan } from './demo-loan.ts';
import { generateLoans } from './generator.ts';
import { cashOut, joinLender, type LenderRun } from './lender.ts';
import { planLenders } from './lenders.ts';
import { readLoanFile } from './loan-file.ts';
import { type Market, type Page, waitFor } from './market.ts';
import type { Member } from './member.ts';
import { inParallel, type Progress } from './progress.ts';
import { seededRandom } from './random.ts';
import type { DemoOptions, DemoReport } from './report.ts';
import { serviceLoans } from './servicing.ts';

export type DemoSetting = {
  readonly origin: string;
  readonly admin: Credentials;
  readonly progress: Progress;
  readonly say: (line: string) => void;
};

const currency = 'USD';
const lane = 24;
/** Applications arrive over this many business days, so that due dates spread as in life. */
const wavesMax = 20;
/** Listings are open for 14 business days: by the last look each was funded, offered to the borrower in part, or has expired. */
const looksMax = 4;
const daysBetweenLooks = 4;
type Product = {
  readonly productId: string;
  readonly market: string;
  readonly termsMonths: readonly number[];
  readonly maximumAmount: { readonly amountMinor: string };
};
type OpenRequest = { readonly loan: DemoLoan; readonly member: Member; readonly requestId: string };

export const runDemo = async (options: DemoOptions, setting: DemoSetting): Promise<DemoReport> => {
  const { progress } = setting;
  const seconds: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const value = await work();
    seconds[name] = (performance.now() - startedAt) / 1000;
    return value;
  };
  const random = seededRandom(options.seed);
  const { loans, badRows, source } = await readLoans(options, setting, random);
  const client = createClient(setting.origin);
  const market: Market = { client, currency, runId: Date.now().toString(36), admin: await client.login(setting.admin), acknowledged: [] };
  try {
    const from = await businessDate(market);
    const product = await productFor(market, loans);
    const demand = loans.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    const lenders = await timed('lenders', () => joinLenders(market, planLenders(random, options.lenders, demand), progress));
    const applications = await timed('funding', () => fundLoans(market, { loans, productId: product, progress }));
    const runs = applications.flatMap(({ run }): readonly BorrowerRun[] => (run ? [run] : []));
    const start = await businessDate(market);
    const servicing = await timed('servicing', async () => {
      progress.step(`Years of repayments of ${runs.length} loans`);
      const result = await serviceLoans(market, runs, { start, progress });
      progress.done(`${result.days} business days`);
      return result;
    });
    await timed('withdrawals', () => takeHome(market, lenders, progress));
    const found: Found = { options, source, badRows, from, applications, lenders, servicing, seconds };
    return await timed('verification', () => collectReport(market, found, progress));
  } finally {
    await client.close();
  }
};

const readLoans = async ({ loansFile, limit }: DemoOptions, { say }: DemoSetting, random: ReturnType<typeof seededRandom>) => {
  if (loansFile === null) return { loans: generateLoans(random, limit), badRows: 0, source: 'seeded generator' };
  const { loans, bad } = await readLoanFile(loansFile, limit);
  for (const { line, problems } of bad.slice(0, 20)) say(`! line ${line}: ${problems.join('; ')}`);
  if (bad.length > 20) say(`! and ${bad.length - 20} more bad rows`);
  if (loans.length === 0) throw new Error(`The loan file ${loansFile} has no row that can be used.`);
  return { loans, badRows: bad.length, source: 'LendingClub loan file' };
};

const productFor = async (market: Market, loans: readonly DemoLoan[]): Promise<string> => {
  const { items } = await market.client.get<Page<Product>>(market.admin, '/v1/loan-products?limit=100');
  const most = loans.reduce((max, { amountMinor }) => (amountMinor > max ? amountMinor : max), 0n);
  const fit = items.find(
    (product) =>
      product.market === currency &&
      product.termsMonths.includes(60) &&
      product.termsMonths.includes(36) &&
      BigInt(product.maximumAmount.amountMinor) >= most,
  );
  if (!fit) throw new Error(`No ${currency} product offers 36 and 60 months up to ${most} minor units.`);
  return fit.productId;
};

const joinLenders = async (market: Market, plans: ReturnType<typeof planLenders>, progress: Progress): Promise<readonly LenderRun[]> => {
  progress.step(`${plans.length} lenders join, deposit and place offers`);
  const lenders: LenderRun[] = [];
  await inParallel(plans, lane, async (plan) => {
    lenders.push(await joinLender(market, plan));
    progress.update(lenders.length, plans.length);
  });
  progress.done();
  return lenders.sort((a, b) => a.plan.name.localeCompare(b.plan.name));
};

type Funding = { readonly loans: readonly DemoLoan[]; readonly productId: string; readonly progress: Progress };

/** Wave by wave, a business day each; what is still listed waits and is looked at again until it is funded or has ended. */
const fundLoans = async (market: Market, { loans, productId, progress }: Funding): Promise<readonly Application[]> => {
  progress.step(`${loans.length} borrowers apply`);
  const waves = Math.min(wavesMax, Math.max(1, Math.ceil(loans.length / 10)));
  const applications: Application[] = [];
  let waiting: OpenRequest[] = [];
  const settle = async (open: OpenRequest): Promise<void> => {
    const application = await conclude(market, open.loan, open);
    if (application.run === null && application.outcome === 'listed') waiting.push(open);
    else applications.push(application);
  };
  const settleAll = async (): Promise<void> => {
    const round = waiting;
    waiting = [];
    await inParallel(round, lane, settle);
  };
  for (let wave = 0; wave < waves; wave += 1) {
    const today: CalendarDate = await businessDate(market);
    const part = loans.filter((_, index) => index % waves === wave);
    await inParallel(part, lane, async (loan) => {
      const { member, requestId } = await apply(market, loan, { productId, today });
      await settle({ loan, member, requestId });
      progress.update(applications.length + waiting.length, loans.length, `${waiting.length} wait for lenders`);
    });
    await advanceTo(market, addDays(today, 1));
    // A listing that closed above its threshold waits only some days for the borrower's consent.
    await settleAll();
  }
  for (let look = 0; look < looksMax && waiting.length > 0; look += 1) {
    await advanceTo(market, addDays(await businessDate(market), daysBetweenLooks));
    if (look === looksMax - 1)
      await waitFor(
        'the end of the listings',
        () => stillListed(market, waiting),
        (open) => open === 0,
      );
    await settleAll();
  }
  progress.done(`${applications.filter(({ run }) => run).length} paid out`);
  return applications;
};

const stillListed = async (market: Market, open: readonly OpenRequest[]): Promise<number> => {
  let listed = 0;
  await inParallel(open, lane, async ({ member, requestId }) => {
    const { status } = await market.client.get<{ status: string }>(member.session, `/v1/loan-requests/${requestId}`);
    if (status === 'listed') listed += 1;
  });
  return listed;
};

const takeHome = async (market: Market, lenders: readonly LenderRun[], progress: Progress): Promise<void> => {
  progress.step('A third of the lenders take their cash home');
  await inParallel(
    lenders.filter((_, index) => index % 3 === 0),
    lane,
    (lender) => cashOut(market, lender),
  );
  progress.done();
};
