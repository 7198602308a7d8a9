/**
 * Replays LendingClub's public loan file through the finance library: is the published instalment ours to the cent, and did loans that
 * ran their whole term pay the interest our schedule says?
 */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { schedule } from '@mutua/finance';
import { addMonths, type CalendarDate, parseCalendarDate } from '@mutua/kernel';
import { parse } from 'csv-parse';

export type Replayed = {
  readonly rows: number;
  /** Rows without the numbers that are compared. */
  readonly unreadable: number;
  /** Issued from June 2010, since when the published rate is the rate computed with. */
  readonly instalments: Share;
  /** Issued from June 2010 and paid to the end of the term, not before and not after, without late fees or recoveries: interest within 0.5 %. */
  readonly interest: Share;
  /** The same of loans issued before, whose published rates are rounded and whose payments were less punctual. */
  readonly earlierInterest: Share;
};
export type Share = { readonly compared: number; readonly agreeing: number; readonly share: number };

const rateKnownFrom = '2010-06';

/** Reads a CSV file with LendingClub's columns, gzipped or not. */
export const replayLoans = async (path: string): Promise<Replayed> => {
  const parser = parse({ columns: true, bom: true, skip_empty_lines: true });
  const source = createReadStream(path);
  const reading = path.endsWith('.gz') ? pipeline(source, createGunzip(), parser) : pipeline(source, parser);
  const counts = { rows: 0, unreadable: 0, instalments: [0, 0], interest: [0, 0], earlierInterest: [0, 0] } satisfies Counts;
  for await (const row of parser) count(counts, row);
  await reading;
  return {
    rows: counts.rows,
    unreadable: counts.unreadable,
    instalments: shareOf(counts.instalments),
    interest: shareOf(counts.interest),
    earlierInterest: shareOf(counts.earlierInterest),
  };
};

type Counts = {
  rows: number;
  unreadable: number;
  instalments: [number, number];
  interest: [number, number];
  earlierInterest: [number, number];
};

const shareOf = ([compared, agreeing]: readonly [number, number]): Share => ({
  compared,
  agreeing,
  share: compared === 0 ? 0 : agreeing / compared,
});

const count = (counts: Counts, row: Readonly<Record<string, string>>): void => {
  counts.rows += 1;
  const loan = loanOf(row);
  if (loan === undefined) {
    counts.unreadable += 1;
    return;
  }
  const made = schedule({
    principalMinor: loan.fundedMinor,
    ratePpm: loan.ratePpm,
    instalments: loan.months,
    method: 'annuity',
    frequency: 'monthly',
    dayCount: '30/360-us',
    rounding: 'half-up',
    instalmentRounding: 'ceiling',
    disbursedOn: loan.issuedOn,
  });
  const isRateKnown = loan.issuedOn >= rateKnownFrom;
  if (isRateKnown) {
    counts.instalments[0] += 1;
    if (made.instalmentMinor === loan.instalmentMinor) counts.instalments[1] += 1;
  }
  if (ranToTerm(row, loan)) {
    const side = isRateKnown ? counts.interest : counts.earlierInterest;
    const receivedMinor = hundredths(row['out_total_rec_int']) ?? 0n;
    const differenceMinor = receivedMinor - made.totalInterestMinor;
    side[0] += 1;
    if ((differenceMinor < 0n ? -differenceMinor : differenceMinor) * 200n <= made.totalInterestMinor) side[1] += 1;
  }
};

type ReplayLoan = {
  readonly issuedOn: CalendarDate;
  readonly fundedMinor: bigint;
  readonly ratePpm: bigint;
  readonly months: number;
  readonly instalmentMinor: bigint;
};

const loanOf = (row: Readonly<Record<string, string>>): ReplayLoan | undefined => {
  const issuedOn = parseCalendarDate(`${row['issue_month'] ?? ''}-01`);
  const fundedMinor = hundredths(row['funded_amnt']);
  const percentHundredths = hundredths(row['int_rate_pct']);
  const instalmentMinor = hundredths(row['installment']);
  const months = Number(row['term_months']);
  if (issuedOn === undefined || !fundedMinor || percentHundredths === undefined || instalmentMinor === undefined) return undefined;
  return months === 36 || months === 60 ? { issuedOn, fundedMinor, ratePpm: percentHundredths * 100n, months, instalmentMinor } : undefined;
};

/** A decimal with up to two places as hundredths, by its digits. */
const hundredths = (text = ''): bigint | undefined => {
  const match = /^(\d{1,12})(?:\.(\d{1,2})0*)?$/.exec(text.trim());
  return match === null ? undefined : BigInt(`${match[1] ?? ''}${(match[2] ?? '').padEnd(2, '0')}`);
};

const ranToTerm = (row: Readonly<Record<string, string>>, { issuedOn, months }: ReplayLoan): boolean =>
  row['out_status'] === 'fully_paid' &&
  row['out_last_pymnt_month'] === addMonths(issuedOn, months).slice(0, 7) &&
  hundredths(row['out_total_rec_late_fee']) === 0n &&
  hundredths(row['out_recoveries']) === 0n;
