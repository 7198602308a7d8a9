/** Asks the platform what came of it all and puts it beside what the demo saw itself. */
import type { Application } from './borrower.ts';
import { businessDate } from './calendar.ts';
import { verifyInvariants } from './invariants.ts';
import type { LenderRun } from './lender.ts';
import type { Market, MoneyView } from './market.ts';
import { inParallel, type Progress } from './progress.ts';
import type { DemoOptions, DemoReport } from './report.ts';
import type { Servicing } from './servicing.ts';
import { spreadOf, tally } from './statistics.ts';

export type Found = {
  readonly options: DemoOptions;
  readonly source: string;
  readonly badRows: number;
  readonly from: string;
  readonly applications: readonly Application[];
  readonly lenders: readonly LenderRun[];
  readonly servicing: Servicing;
  readonly seconds: Readonly<Record<string, number>>;
};

type LoanBook = {
  readonly items: readonly {
    readonly currency: string;
    readonly byStatus: Readonly<Record<string, number>>;
    readonly disbursed: MoneyView;
    readonly outstanding: MoneyView;
    readonly received: { readonly principal: MoneyView; readonly interest: MoneyView; readonly lateFee: MoneyView };
    readonly chargedOff: MoneyView;
    readonly recovered: MoneyView;
  }[];
};
type Performance = {
  readonly items: readonly {
    readonly currency: string;
    readonly investments: { readonly ratePpm: number | null };
    readonly withIdleCash: { readonly ratePpm: number | null };
  }[];
};
type TrialBalance = { readonly rows: readonly { readonly code: string; readonly currency: string; readonly balance: MoneyView }[] };

export const collectReport = async (market: Market, found: Found, progress: Progress): Promise<DemoReport> => {
  progress.step('Verifying every cent');
  const [book, returns, income, invariants, to] = [
    await bookOf(market),
    await returnsOf(market, found.lenders),
    await incomeOf(market),
    await verifyInvariants(market),
    await businessDate(market),
  ];
  progress.done();
  const { client } = market;
  const { applications } = found;
  const seconds = Object.values(found.seconds).reduce((sum, each) => sum + each, 0);
  return {
    run: {
      loans: applications.length,
      lenders: found.lenders.length,
      seed: found.options.seed,
      source: found.source,
      badRows: found.badRows,
      from: found.from,
      to,
    },
    funnel: { applied: applications.length, ...tally(applications.map(({ outcome }) => outcome)) },
    declineReasons: tally(applications.flatMap(({ reasons }) => reasons.slice(0, 1))),
    grades: gradesOf(applications),
    notes: applications.reduce((sum, { notes }) => sum + notes, 0),
    timeToFundMs: spreadOf(
      applications.flatMap(({ fundedMs, outcome }) => (fundedMs === null || outcome !== 'disbursed' ? [] : [fundedMs])),
    ),
    servicing: found.servicing,
    book,
    lenderReturns: returns,
    platformIncome: income,
    api: {
      requests: client.counts.requests,
      retries: client.counts.retries,
      perSecond: client.counts.requests / Math.max(seconds, 0.001),
      latencyMs: spreadOf(client.latenciesMs),
    },
    seconds: found.seconds,
    invariants,
  };
};

const bookOf = async (market: Market): Promise<DemoReport['book']> => {
  const { items } = await market.client.get<LoanBook>(market.admin, '/v1/reports/loan-book');
  const book = items.find(({ currency }) => currency === market.currency);
  if (!book) return { byStatus: {}, money: {} };
  const { disbursed, received, chargedOff, recovered, outstanding } = book;
  return {
    byStatus: book.byStatus,
    money: {
      'paid out': disbursed,
      'principal repaid': received.principal,
      'interest received': received.interest,
      'late fees received': received.lateFee,
      'charged off': chargedOff,
      recovered: recovered,
      'still outstanding': outstanding,
    },
  };
};

const returnsOf = async (market: Market, lenders: readonly LenderRun[]): Promise<DemoReport['lenderReturns']> => {
  const rows: { strategy: string; investments: number | null; withIdleCash: number | null }[] = [];
  await inParallel(lenders, 6, async ({ plan, member }) => {
    const { items } = await market.client.get<Performance>(member.session, `/v1/performance?currency=${market.currency}`);
    const mine = items.find(({ currency }) => currency === market.currency);
    rows.push({
      strategy: plan.strategy,
      investments: mine?.investments.ratePpm ?? null,
      withIdleCash: mine?.withIdleCash.ratePpm ?? null,
    });
  });
  const numbers = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
  const investments = numbers(rows.map((row) => row.investments));
  const strategies = [...new Set(rows.map(({ strategy }) => strategy))].sort();
  return {
    investments: spreadOf(investments),
    withIdleCash: spreadOf(numbers(rows.map((row) => row.withIdleCash))),
    negative: investments.filter((rate) => rate < 0).length,
    byStrategy: Object.fromEntries(
      strategies.map((name) => [name, spreadOf(numbers(rows.filter(({ strategy }) => strategy === name).map((row) => row.investments)))]),
    ),
  };
};

const incomeOf = async (market: Market): Promise<DemoReport['platformIncome']> => {
  const { rows } = await market.client.get<TrialBalance>(market.admin, '/v1/reports/trial-balance');
  return Object.fromEntries(
    rows
      .filter(({ code, currency }) => currency === market.currency && code.endsWith('-income'))
      .map(({ code, balance }) => [code.replaceAll('-', ' '), balance]),
  );
};

const gradesOf = (applications: readonly Application[]): DemoReport['grades'] => {
  const funded = applications.filter(({ run }) => run !== null);
  const grades = [...new Set(funded.flatMap(({ grade }) => (grade === null ? [] : [grade])))].sort();
  return grades.map((grade) => {
    const of = funded.filter((application) => application.grade === grade);
    const rates = of.reduce((sum, { ratePpm }) => sum + (ratePpm ?? 0), 0);
    return {
      grade,
      loans: of.length,
      meanRatePpm: Math.round(rates / of.length),
      chargedOff: of.filter(({ loan }) => loan.outcome.kind === 'charged-off').length,
    };
  });
};
