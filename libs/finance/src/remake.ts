/**
 * The rest of a schedule made anew from a day on: the engine of part prepayments and of every agreed change. Same promises as a first
 * schedule: principal sums to what is open, no amount is negative, the balance ends at zero, each quotient is rounded once.
 */
import { allocate, assert, type CalendarDate, divide } from '@mutua/kernel';
import type { Fraction } from './day-count.ts';
import { equalInstalment, periodRate, roundedTo } from './instalment.ts';
import { isRegularSpan, type Period, periodFraction, stepOf } from './periods.ts';
import type { ScheduleRow, ScheduleTerms } from './schedule-terms.ts';

/** What a loan was agreed on, as far as the rest of its schedule depends on it. */
export type RemakeTerms = Pick<
  ScheduleTerms,
  | 'method'
  | 'ratePpm'
  | 'rateParts'
  | 'frequency'
  | 'dayCount'
  | 'rounding'
  | 'instalmentRounding'
  | 'instalmentMultipleMinor'
  | 'principalRounding'
  | 'balloonMinor'
  | 'anchorDay'
  | 'monthEnd'
  | 'businessDays'
>;

export type RemadePeriod = Pick<Period, 'fromOn' | 'toOn' | 'dueOn'>;

/**
 * `carriedInterestMinor`: of the interest, what was earned before the period and put off to it; owed whenever the loan is settled. Below
 * zero, interest of the period that was paid before.
 */
export type RemadeRow = ScheduleRow & { readonly carriedInterestMinor?: bigint };

/**
 * How principal is repaid: `equal` by an instalment that is computed, `keep` by one that stays and may end the loan sooner, `planned` by
 * given principals until nothing is open.
 */
export type Repayment =
  | { readonly kind: 'equal' }
  | { readonly kind: 'keep'; readonly instalmentMinor: bigint }
  | { readonly kind: 'planned'; readonly principalsMinor: readonly bigint[] };

export type Remake = {
  readonly terms: RemakeTerms;
  readonly firstNr: number;
  readonly periods: readonly RemadePeriod[];
  readonly openMinor: bigint;
  readonly repayment: Repayment;
  /** Interest earned before the first period, by the period that collects it. */
  readonly carriedMinor?: readonly bigint[];
  /** Interest paid in advance, taken off the interest that falls due first. */
  readonly creditMinor?: bigint;
  /** Leading periods without principal. */
  readonly interestOnly?: number;
  /** Leading periods whose interest is put off to the first instalment after them, or over all of them. */
  readonly putOff?: { readonly periods: number; readonly to: 'next' | 'spread' };
};

export type Remade = { readonly rows: readonly RemadeRow[]; readonly instalmentMinor: bigint };

/** Amortises what is open over the periods. */
export function remake(input: Remake): Remade {
  const { periods, openMinor, interestOnly = 0 } = input;
  assert(openMinor > 0n && periods.length > interestOnly, 'something is open and there are periods to repay it in', { openMinor });
  const rates = ratesOf(input);
  const instalmentMinor = instalmentOf(input, rates);
  const lines: Line[] = [];
  let balanceMinor = openMinor;
  for (const [index, rate] of rates.entries()) {
    const interestMinor = divide(balanceMinor * rate.numerator, rate.denominator, input.terms.rounding);
    const principalMinor = principalOf(input, { index, balanceMinor, interestMinor, instalmentMinor });
    balanceMinor -= principalMinor;
    lines.push({ principalMinor, interestMinor, carriedMinor: input.carriedMinor?.[index] ?? 0n, balanceMinor });
    if (balanceMinor === 0n) break;
  }
  const due = withCredit(withPutOff(lines, input), input.creditMinor ?? 0n);
  return { rows: due.map((line, index) => rowOf(input, index, line)), instalmentMinor };
}

type Line = { principalMinor: bigint; interestMinor: bigint; carriedMinor: bigint; balanceMinor: bigint };

function ratesOf({ terms, periods }: Remake): readonly Fraction[] {
  const step = stepOf(terms.frequency);
  return periods.map(({ fromOn, toOn }) => {
    const isRegular = isRegularSpan(fromOn, toOn, terms.frequency);
    return periodRate(terms.ratePpm, periodFraction({ fromOn, toOn, isRegular }, step, terms.dayCount), terms.rateParts);
  });
}

function instalmentOf({ terms, repayment, openMinor, interestOnly = 0 }: Remake, rates: readonly Fraction[]): bigint {
  if (repayment.kind === 'keep') return repayment.instalmentMinor;
  const [first, ...laterRates] = rates.slice(interestOnly);
  if (repayment.kind === 'planned' || terms.method === 'linear' || terms.method === 'bullet' || first === undefined) return 0n;
  const { instalmentRounding, instalmentMultipleMinor } = terms;
  const balloonMinor = balloonOf(terms, openMinor);
  if (terms.ratePpm === 0n) return divide(openMinor - balloonMinor, BigInt(laterRates.length + 1), terms.principalRounding ?? 'floor');
  const owed = { numerator: openMinor * (first.numerator + first.denominator), denominator: first.denominator };
  return roundedTo(equalInstalment({ owed, laterRates, balloonMinor }), instalmentRounding, instalmentMultipleMinor);
}

function balloonOf({ balloonMinor = 0n }: RemakeTerms, openMinor: bigint): bigint {
  return balloonMinor < openMinor ? balloonMinor : openMinor;
}

type Due = { readonly index: number; readonly balanceMinor: bigint; readonly interestMinor: bigint; readonly instalmentMinor: bigint };

function principalOf({ terms, repayment, periods, openMinor, interestOnly = 0 }: Remake, due: Due): bigint {
  const { index, balanceMinor, interestMinor, instalmentMinor } = due;
  if (index === periods.length - 1) return balanceMinor;
  if (index < interestOnly) return 0n;
  if (repayment.kind === 'planned') return clamped(repayment.principalsMinor[index] ?? 0n, balanceMinor);
  if (terms.method === 'bullet') return 0n;
  if (terms.method === 'linear' && repayment.kind === 'equal') {
    const shared = openMinor - balloonOf(terms, openMinor);
    return clamped(divide(shared, BigInt(periods.length - interestOnly), terms.principalRounding ?? 'floor'), balanceMinor);
  }
  const principalMinor = clamped(instalmentMinor - interestMinor, balanceMinor);
  // A kept instalment that reaches the balloon pays it with this one; there is nothing to wait for.
  const isLast = repayment.kind === 'keep' && principalMinor >= balanceMinor - balloonOf(terms, openMinor);
  return isLast ? balanceMinor : principalMinor;
}

function clamped(amountMinor: bigint, mostMinor: bigint): bigint {
  if (amountMinor < 0n) return 0n;
  return amountMinor > mostMinor ? mostMinor : amountMinor;
}

/** Moves the interest of the leading periods to the first one after them, or in equal parts to all of those. */
function withPutOff(lines: readonly Line[], { putOff }: Remake): readonly Line[] {
  if (putOff === undefined || putOff.periods === 0) return lines;
  const count = Math.min(putOff.periods, lines.length - 1);
  const later = lines.slice(count);
  const putOffMinor = lines.slice(0, count).reduce((sum, line) => sum + line.interestMinor + line.carriedMinor, 0n);
  const shares = putOff.to === 'next' ? [putOffMinor] : allocate(putOffMinor, Array<bigint>(later.length).fill(1n));
  return [
    ...lines.slice(0, count).map((line) => ({ ...line, interestMinor: 0n, carriedMinor: 0n })),
    ...later.map((line, index) => ({ ...line, carriedMinor: line.carriedMinor + (shares[index] ?? 0n) })),
  ];
}

/** Takes interest paid in advance off what falls due first, carried interest before the period's own. */
function withCredit(lines: readonly Line[], creditMinor: bigint): readonly Line[] {
  let leftMinor = creditMinor;
  if (leftMinor === 0n) return lines;
  return lines.map((line) => {
    const ofCarried = clamped(leftMinor, line.carriedMinor);
    const ofInterest = clamped(leftMinor - ofCarried, line.interestMinor);
    leftMinor -= ofCarried + ofInterest;
    return { ...line, carriedMinor: line.carriedMinor - ofCarried - ofInterest };
  });
}

function rowOf({ periods, firstNr }: Remake, index: number, line: Line): RemadeRow {
  const period = periods[index];
  assert(period !== undefined, 'a row has its period');
  const { fromOn, toOn, dueOn } = period;
  const { principalMinor, carriedMinor, balanceMinor } = line;
  const interestMinor = line.interestMinor + carriedMinor;
  return {
    nr: firstNr + index,
    fromOn,
    dueOn,
    ...(toOn === dueOn ? {} : { accruesToOn: toOn }),
    principalMinor,
    interestMinor,
    dueMinor: principalMinor + interestMinor,
    balanceMinor,
    ...(carriedMinor === 0n ? {} : { carriedInterestMinor: carriedMinor }),
  };
}

/** The first and last accrual days of rows in force, as periods to remake. */
export function periodOfRow(row: {
  readonly fromOn: CalendarDate;
  readonly dueOn: CalendarDate;
  readonly accruesToOn?: CalendarDate;
}): RemadePeriod {
  return { fromOn: row.fromOn, toOn: row.accruesToOn ?? row.dueOn, dueOn: row.dueOn };
}
