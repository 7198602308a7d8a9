/**
 * Whose money waits: the loans of a file (LendingClub's columns, given by the user) as requests against 10,000 standing offers, once for each
 * mechanism and margin rule. `npm run bench -- fairness <loans.csv[.gz]> [every] [only]`; `every` takes each n-th loan only,
 * `only` the mechanisms with that in their name.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { addDays, type CalendarDate, calendarDate, derivedId } from '@mutua/kernel';
import { parse } from 'csv-parse';
import { exitCodes, SetupError } from '../../infra/local/setup-error.ts';
import {
  type Command,
  composeMarket,
  type Market,
  type OfferTerms,
  type RequestTerms,
} from '../../services/matching/src/compose-market.ts';
import type { BenchOptions } from './harness.ts';
import { diceOf } from './matching-load.ts';

const offersInAll = 10_000;
const noteMinor = 2_500n;
/** A listing is open for so many days, and a month of the file lasts so many. */
const openDays = 14;
const monthDays = 30;
/** Money in the market over money asked for. */
const supplyPercent = 110n;
const firstDay = calendarDate('2007-06-01');

type Loan = {
  readonly month: number;
  readonly amountMinor: bigint;
  readonly termMonths: number;
  readonly purpose: string;
  readonly grade: string;
  readonly ratePpm: bigint;
};
type Rules = Pick<RequestTerms, 'clearing' | 'timing' | 'allocation'>;

/** Requests by day of listing, months spread evenly. */
const readLoans = async (path: string, every: number): Promise<Loan[]> => {
  const parser = parse({ columns: true, bom: true, skip_empty_lines: true });
  const source = createReadStream(path);
  const reading = path.endsWith('.gz') ? pipeline(source, createGunzip(), parser) : pipeline(source, parser);
  const loans: Loan[] = [];
  let count = 0;
  for await (const row of parser as AsyncIterable<Readonly<Record<string, string>>>) {
    count += 1;
    const loan = loanOf(row);
    if (loan !== undefined && count % every === 0) loans.push(loan);
  }
  await reading;
  if (loans.length === 0) throw new SetupError(`${path} holds no loans with LendingClub's columns`, exitCodes.usage);
  return loans.sort((a, b) => a.month - b.month);
};

const loanOf = (row: Readonly<Record<string, string>>): Loan | undefined => {
  const [year, month] = (row['issue_month'] ?? '').split('-').map(Number);
  const [amount, termMonths, percent] = [Number(row['loan_amnt']), Number(row['term_months']), Number(row['int_rate_pct'])];
  const grade = row['grade'] ?? '';
  if (!year || !month || !(amount > 0) || !(termMonths > 0) || !(percent > 0) || !/^[A-G]$/.test(grade)) return undefined;
  const amountMinor = (BigInt(Math.round(amount * 100)) / noteMinor) * noteMinor;
  const ratePpm = BigInt(Math.round(percent * 10_000));
  return { month: year * 12 + month, amountMinor, termMonths, purpose: row['purpose'] ?? 'other', grade, ratePpm };
};

/** Lenders who would take loans like one that there was and its neighbours in grade; they ask for whole percentages, so many ask the same. */
const offersFor = (loans: readonly Loan[]): OfferTerms[] => {
  const dice = diceOf(2_007);
  const asked = loans.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const weights = Array.from({ length: offersInAll }, () => BigInt(1 + dice.below(9)));
  const unit = (asked * supplyPercent) / 100n / weights.reduce((sum, weight) => sum + weight, 0n);
  return weights.map((weight, n) => {
    const like = loans[dice.below(loans.length)];
    const at = 'ABCDEFG'.indexOf(like?.grade ?? 'A');
    const from = Math.max(0, at - dice.below(2));
    const criteria = {
      minRatePpm: ((like?.ratePpm ?? 100_000n) / 10_000n) * 10_000n - BigInt(dice.below(3) * 10_000),
      grades: [...'ABCDEFG'.slice(from, at + 1 + dice.below(3))],
      ...{ minTermMonths: 1, maxTermMonths: dice.below(3) === 0 ? 36 : 60, purposes: null },
      capPerLoanMinor: noteMinor * BigInt(1 + dice.below(20)),
    };
    const totalMinor = ((unit * weight) / noteMinor + 1n) * noteMinor;
    const [offerId, lenderId] = [derivedId('offer', 'fairness', String(n)), derivedId('member', 'lender', String(n))];
    return { offerId, lenderId, requestId: null, totalMinor, criteria, goodTillOn: null };
  });
};

type Waits = { filledMinor: bigint; minorDays: bigint; interest: bigint };
type Outcome = {
  readonly fundedPercent: number;
  readonly medianDays: number;
  readonly p90Days: number;
  readonly idlePercent: number;
  readonly giniOfWait: number;
  readonly giniOfShare: number;
  readonly borrowerRate: number;
  readonly lenderRate: number;
  readonly seconds: number;
};

/** One run of all days. */
class Run {
  readonly #market: Market = composeMarket();
  readonly #rules: Rules;
  readonly #waits = new Map<string, Waits>();
  readonly #listedOn = new Map<string, number>();
  readonly #days: number[] = [];
  #day = 0;
  #seeds = 0;
  #fundedMinor = 0n;
  #basis = 0n;

  constructor(rules: Rules) {
    this.#rules = rules;
    this.#do({ type: 'configure', noteMinimumMinor: noteMinor });
  }

  #do(command: Command): void {
    for (const event of this.#market.apply(command) ?? []) {
      if (event.type !== 'request-filled' && event.type !== 'request-partially-filled') continue;
      const { requestId, fills, interestBasis } = event;
      for (const { offerId, amountMinor, ratePpm } of fills) {
        const waits = this.#waits.get(offerId) ?? { filledMinor: 0n, minorDays: 0n, interest: 0n };
        this.#waits.set(offerId, waits);
        waits.filledMinor += amountMinor;
        waits.minorDays += amountMinor * BigInt(this.#day);
        waits.interest += amountMinor * ratePpm;
        this.#fundedMinor += amountMinor;
      }
      this.#basis += interestBasis;
      this.#days.push(this.#day - (this.#listedOn.get(requestId) ?? 0));
      if (event.type === 'request-partially-filled') this.#do({ type: 'accept-partial', requestId });
      this.#do({ type: 'settle-request', requestId });
    }
  }

  place(offers: readonly OfferTerms[]): void {
    for (const terms of offers) this.#do({ type: 'place-offer', terms });
  }

  tick(day: number): void {
    const seed = this.#seeds === 0 ? null : `day ${this.#seeds}`;
    this.#seeds += 1;
    const nextCommitment = createHash('sha256').update(`day ${this.#seeds}`).digest('hex');
    // What the batch of this tick fills has waited until now.
    this.#day = day;
    this.#do({ type: 'tick', businessDate: addDays(firstDay, day), draw: { seed, nextCommitment } });
  }

  list(n: number, loan: Loan): void {
    const requestId = derivedId('loanRequest', 'fairness', String(n));
    const listedOn: CalendarDate = addDays(firstDay, this.#day);
    this.#listedOn.set(requestId, this.#day);
    const { amountMinor, termMonths, purpose, grade, ratePpm } = loan;
    const amounts = { amountMinor, minimumMinor: (amountMinor * 7n) / 10n, noteMinimumMinor: noteMinor };
    const dates = { listedOn, closesOn: addDays(listedOn, openDays) };
    const borrowerId = derivedId('member', 'borrower', String(n));
    this.#do({
      type: 'list-request',
      terms: { requestId, borrowerId, ...amounts, termMonths, purpose, grade, ratePpm, ...dates, ...this.#rules },
    });
  }

  outcome(offers: readonly OfferTerms[], asked: number): Omit<Outcome, 'seconds'> {
    const end = BigInt(this.#day);
    const waits = offers.map(({ offerId, totalMinor }) => {
      const { filledMinor, minorDays } = this.#waits.get(offerId) ?? { filledMinor: 0n, minorDays: 0n };
      return {
        share: Number(filledMinor) / Number(totalMinor),
        days: Number(minorDays + (totalMinor - filledMinor) * end) / Number(totalMinor),
      };
    });
    const supply = offers.reduce((sum, { totalMinor }) => sum + Number(totalMinor), 0);
    const idle = waits.reduce((sum, { days }, n) => sum + days * Number(offers[n]?.totalMinor ?? 0n), 0);
    const days = this.#days.toSorted((a, b) => a - b);
    const at = (share: number): number => days[Math.floor((days.length - 1) * share)] ?? 0;
    const interest = [...this.#waits.values()].reduce((sum, each) => sum + each.interest, 0n);
    return {
      fundedPercent: (100 * days.length) / asked,
      medianDays: at(0.5),
      p90Days: at(0.9),
      idlePercent: (100 * idle) / (supply * this.#day),
      giniOfWait: gini(waits.map((wait) => wait.days)),
      giniOfShare: gini(waits.map((wait) => wait.share)),
      borrowerRate: Number(this.#basis) / Number(this.#fundedMinor) / 10_000,
      lenderRate: Number(interest) / Number(this.#fundedMinor) / 10_000,
    };
  }
}

/** 0: all the same; towards 1: one has it all. */
const gini = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const sum = sorted.reduce((total, value) => total + value, 0);
  const weighted = sorted.reduce((total, value, n) => total + (2 * (n + 1) - sorted.length - 1) * value, 0);
  return sum === 0 ? 0 : weighted / (sorted.length * sum);
};

const simulate = (rules: Rules, loans: readonly Loan[], offers: readonly OfferTerms[]): Outcome => {
  const startedAt = performance.now();
  const run = new Run(rules);
  run.tick(0);
  run.place(offers);
  const [start, end] = [loans[0]?.month ?? 0, loans.at(-1)?.month ?? 0];
  const months = Map.groupBy(loans, ({ month }) => month - start);
  let [day, listed] = [0, 0];
  for (let month = 0; month <= end - start + 1; month += 1) {
    const inMonth = months.get(month) ?? [];
    for (let of = 0; of < monthDays; of += 1) {
      day += 1;
      run.tick(day);
      const upTo = Math.floor((inMonth.length * (of + 1)) / monthDays);
      for (let n = Math.floor((inMonth.length * of) / monthDays); n < upTo; n += 1) {
        const loan = inMonth[n];
        listed += 1;
        if (loan !== undefined) run.list(listed, loan);
      }
    }
  }
  return { ...run.outcome(offers, loans.length), seconds: (performance.now() - startedAt) / 1_000 };
};

const batch = 'batch' as const;
const runs: readonly (readonly [string, Rules])[] = [
  ['posted rate, continuous, time', { clearing: 'posted-rate' }],
  ...(['posted-rate', 'uniform-price', 'pay-your-bid'] as const).flatMap((clearing) =>
    (['time', 'pro-rata', 'random', 'idle-share'] as const).map((allocation): readonly [string, Rules] => [
      `${clearing}, daily batch, ${allocation}`,
      { clearing, timing: batch, allocation },
    ]),
  ),
];

export const run = async ({ json, args }: BenchOptions): Promise<void> => {
  const [path, every = '1', only = ''] = args;
  if (path === undefined || !/^[1-9]\d*$/.test(every)) {
    throw new SetupError(
      'usage: npm run bench -- fairness <loan file with the columns of LendingClub, .csv or .csv.gz> [every] [only]',
      exitCodes.usage,
    );
  }
  const loans = await readLoans(path, Number(every));
  const offers = offersFor(loans);
  if (!json) process.stdout.write(`${loans.length} requests, ${offers.length} offers\n${heading}`);
  for (const [name, rules] of runs.filter(([text]) => text.includes(only))) {
    const outcome = simulate(rules, loans, offers);
    process.stdout.write(json ? `${JSON.stringify({ bench: 'fairness', name, ...outcome })}\n` : rowOf(name, outcome));
  }
};

const heading = `| mechanism | funded % | days to fund, median | p90 | idle cash % | Gini of wait | Gini of share | borrowers pay % | lenders get % | s |
|---|---|---|---|---|---|---|---|---|---|
`;

const rowOf = (name: string, found: Outcome): string => {
  const { fundedPercent, medianDays, p90Days, idlePercent, giniOfWait, giniOfShare, borrowerRate, lenderRate, seconds } = found;
  const rates = `${borrowerRate.toFixed(2)} | ${lenderRate.toFixed(2)}`;
  return `| ${name} | ${fundedPercent.toFixed(1)} | ${medianDays} | ${p90Days} | ${idlePercent.toFixed(1)} | ${giniOfWait.toFixed(3)} | ${giniOfShare.toFixed(3)} | ${rates} | ${seconds.toFixed(0)} |\n`;
};
