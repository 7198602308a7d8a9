/** What the demo found out, as data and as a page a person reads. */
import { currency as currencyOf, formatMoney, money } from '@mutua/kernel';
import type { MoneyView } from './market.ts';
import type { Servicing } from './servicing.ts';
import { bar, type Spread } from './statistics.ts';

/** What the caller asked for. */
export type DemoOptions = { readonly limit: number; readonly lenders: number; readonly seed: number; readonly loansFile: string | null };

export type Invariant = { readonly name: string; readonly holds: boolean; readonly detail: string };

export type DemoReport = {
  readonly run: {
    readonly loans: number;
    readonly lenders: number;
    readonly seed: number;
    readonly source: string;
    readonly badRows: number;
    readonly from: string;
    readonly to: string;
  };
  readonly funnel: Readonly<Record<string, number>>;
  readonly declineReasons: Readonly<Record<string, number>>;
  readonly grades: readonly { readonly grade: string; readonly loans: number; readonly meanRatePpm: number; readonly chargedOff: number }[];
  readonly notes: number;
  readonly timeToFundMs: Spread;
  readonly servicing: Servicing;
  readonly book: { readonly byStatus: Readonly<Record<string, number>>; readonly money: Readonly<Record<string, MoneyView>> };
  readonly lenderReturns: {
    readonly investments: Spread;
    readonly withIdleCash: Spread;
    readonly negative: number;
    readonly byStrategy: Readonly<Record<string, Spread>>;
  };
  readonly platformIncome: Readonly<Record<string, MoneyView>>;
  readonly api: { readonly requests: number; readonly retries: number; readonly perSecond: number; readonly latencyMs: Spread };
  readonly seconds: Readonly<Record<string, number>>;
  readonly invariants: readonly Invariant[];
};

const show = ({ amountMinor, currency }: MoneyView): string => formatMoney(money(BigInt(amountMinor), currencyOf(currency)));
const percent = (ppm: number | null): string => (ppm === null ? '–' : `${(ppm / 10_000).toFixed(2)} %`);
const ms = (value: number | null): string => (value === null ? '–' : `${Math.round(value)} ms`);
const line = (label: string, value: string): string => `  ${label.padEnd(30)} ${value}`;

const countTable = (counts: Readonly<Record<string, number>>): string[] => {
  const most = Math.max(1, ...Object.values(counts));
  return Object.entries(counts).map(([name, count]) => `  ${name.padEnd(30)} ${String(count).padStart(6)}  ${bar(count / most)}`);
};

const spreadLine = (label: string, spread: Spread, format: (value: number | null) => string): string =>
  line(label, `p5 ${format(spread.p5)} · median ${format(spread.p50)} · p95 ${format(spread.p95)}   (${spread.count})`);

const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', title, ...lines]);

/** The report as text, 100 columns at most. */
export const renderReport = (report: DemoReport): string => {
  const { run, servicing, api, lenderReturns } = report;
  const gradeLines = report.grades.map(
    ({ grade, loans, meanRatePpm, chargedOff }) =>
      `  ${grade}  ${String(loans).padStart(6)} loans   mean rate ${percent(meanRatePpm).padStart(8)}   charged off ${((100 * chargedOff) / Math.max(1, loans)).toFixed(1).padStart(5)} %`,
  );
  const invariantLines = report.invariants.map(
    ({ name, holds, detail }) => `  ${holds ? '✓' : '✗'} ${name}${detail ? ` — ${detail}` : ''}`,
  );
  return [
    '━'.repeat(96),
    `MUTUA · a lending market from ${run.from} to ${run.to}`,
    `${run.loans} applications (${run.source}${run.badRows > 0 ? `, ${run.badRows} bad rows left out` : ''}), ${run.lenders} lenders, seed ${run.seed}`,
    '━'.repeat(96),
    ...section('Funnel', countTable(report.funnel)),
    ...section('Why applications were declined', countTable(report.declineReasons)),
    ...section('Grades and rates', gradeLines),
    ...section('Funding', [
      line('notes issued', String(report.notes)),
      line(
        'request → funded (wall time)',
        `p50 ${ms(report.timeToFundMs.p50)} · p95 ${ms(report.timeToFundMs.p95)} · p99 ${ms(report.timeToFundMs.p99)}`,
      ),
    ]),
    ...section('Repayments', [
      line('business days worked', `${servicing.days} (${servicing.months} months)`),
      line('paid late by hand', String(servicing.latePayments)),
      line('paid off early', String(servicing.payoffs)),
      line('recoveries booked', String(servicing.recoveries)),
      ...Object.entries(report.book.money).map(([name, value]) => line(name, show(value))),
    ]),
    ...section('Loans at the end', countTable(report.book.byStatus)),
    ...section('Lender returns a year (money-weighted)', [
      spreadLine('on notes', lenderReturns.investments, percent),
      spreadLine('with idle cash', lenderReturns.withIdleCash, percent),
      line('lenders below zero', String(lenderReturns.negative)),
      ...Object.entries(lenderReturns.byStrategy).map(([name, spread]) => spreadLine(`strategy ${name}`, spread, percent)),
    ]),
    ...section(
      'Platform income',
      Object.entries(report.platformIncome).map(([name, value]) => line(name, show(value))),
    ),
    ...section('Speed', [
      line(
        'REST requests',
        `${api.requests} (${api.perSecond.toFixed(0)}/s, ${api.retries} tried again), p50 ${ms(api.latencyMs.p50)} · p99 ${ms(api.latencyMs.p99)}`,
      ),
      line(
        'time spent',
        Object.entries(report.seconds)
          .map(([name, seconds]) => `${name} ${seconds.toFixed(1)} s`)
          .join(' · '),
      ),
    ]),
    ...section('Invariants', invariantLines),
    '━'.repeat(96),
  ].join('\n');
};

export const isWhole = (report: DemoReport): boolean => report.invariants.every(({ holds }) => holds);
