/**
 * The rest of a schedule made anew from a day on: the engine of part prepayments and of every agreed change. Same promises as a first
 * schedule: principal sums to what is open, no amount is negative, the balance ends at zero, each quotient is rounded once.
 */
import { allocate, assert, type CalendarDate, divide } from '@mutua/kernel';
import { clamped } from './amortise-exact.ts';
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

/** Principal repaid by an instalment that stays and may end the loan sooner (`keep`), or as planned until nothing is open. */
export type Repayment =
  | { readonly kind: 'keep'; readonly instalmentMinor: bigint }
  | { readonly kind: 'planned'; readonly principalsMinor: readonly bigint[] };

export type Remake = {
  readonly terms: RemakeTerms;
  readonly firstNr: number;
  readonly periods: readonly RemadePeriod[];
  readonly openMinor: bigint;
  /** Left out: as the terms say, by an instalment that is computed where they ask for equal ones. */
  readonly repayment?: Repayment | undefined;
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
  const defect = { openMinor, periods: periods.length, interestOnly };
  assert(openMinor > 0n && periods.length > interestOnly, 'something is open and there are periods to repay it in', defect);
  const rated = periods.map((period) => ({ period, rate: rateOf(input.terms, period) }));
  const instalmentMinor = instalmentOf(
    input,
    rated.slice(interestOnly).map(({ rate }) => rate),
  );
  const lines: Line[] = [];
  let balanceMinor = openMinor;
  for (const [index, { period, rate }] of rated.entries()) {
    const interestMinor = divide(balanceMinor * rate.numerator, rate.denominator, input.terms.rounding);
    const principalMinor = principalOf(input, { index, balanceMinor, interestMinor, instalmentMinor });
    balanceMinor -= principalMinor;
    lines.push({ period, principalMinor, interestMinor, carriedMinor: input.carriedMinor?.[index] ?? 0n, balanceMinor });
    if (balanceMinor === 0n) break;
  }
  const due = withCredit(withPutOff(lines, input), input.creditMinor ?? 0n);
  return { rows: due.map((line, index) => rowOf(line, input.firstNr + index)), instalmentMinor };
}

type Line = {
  readonly period: RemadePeriod;
  readonly principalMinor: bigint;
  readonly interestMinor: bigint;
  readonly carriedMinor: bigint;
  readonly balanceMinor: bigint;
};

function rateOf(terms: RemakeTerms, { fromOn, toOn }: RemadePeriod): Fraction {
  const isRegular = isRegularSpan(fromOn, toOn, terms);
  return periodRate(terms.ratePpm, periodFraction({ fromOn, toOn, isRegular }, stepOf(terms.frequency), terms.dayCount), terms.rateParts);
}

/** The equal instalment of the periods with these rates; none where principal follows another rule. */
function instalmentOf({ terms, repayment, openMinor }: Remake, [first, ...laterRates]: readonly Fraction[]): bigint {
  if (repayment?.kind === 'keep') return repayment.instalmentMinor;
  if (repayment !== undefined || terms.method === 'linear' || terms.method === 'bullet' || first === undefined) return 0n;
  const { instalmentRounding, instalmentMultipleMinor } = terms;
  const balloonMinor = balloonOf(terms, openMinor);
  if (terms.ratePpm === 0n) return divide(openMinor - balloonMinor, BigInt(laterRates.length + 1), terms.principalRounding ?? 'floor');
  const owed = { numerator: openMinor * (first.numerator + first.denominator), denominator: first.denominator };
  return roundedTo(equalInstalment({ owed, laterRates, balloonMinor }), instalmentRounding, instalmentMultipleMinor);
}

function balloonOf({ balloonMinor = 0n }: RemakeTerms, openMinor: bigint): bigint {
  return clamped(balloonMinor, openMinor);
}

type Due = { readonly index: number; readonly balanceMinor: bigint; readonly interestMinor: bigint; readonly instalmentMinor: bigint };

function principalOf({ terms, repayment, periods, openMinor, interestOnly = 0 }: Remake, due: Due): bigint {
  const { index, balanceMinor, interestMinor, instalmentMinor } = due;
  if (index === periods.length - 1) return balanceMinor;
  if (index < interestOnly) return 0n;
  if (repayment?.kind === 'planned') return clamped(repayment.principalsMinor[index] ?? 0n, balanceMinor);
  if (repayment?.kind === 'keep') {
    const principalMinor = clamped(instalmentMinor - interestMinor, balanceMinor);
    // A kept instalment that reaches the balloon pays it with this one; there is nothing to wait for.
    return principalMinor >= balanceMinor - balloonOf(terms, openMinor) ? balanceMinor : principalMinor;
  }
  if (terms.method === 'linear') {
    const shared = openMinor - balloonOf(terms, openMinor);
    return clamped(divide(shared, BigInt(periods.length - interestOnly), terms.principalRounding ?? 'floor'), balanceMinor);
  }
  return clamped(instalmentMinor - interestMinor, balanceMinor);
}

/** Moves the interest of the leading periods to the first one after them, or in equal parts to all of those. */
function withPutOff(lines: readonly Line[], { putOff }: Remake): readonly Line[] {
  if (putOff === undefined) return lines;
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
  return lines.map((line) => {
    const ofCarried = clamped(leftMinor, line.carriedMinor);
    const ofInterest = clamped(leftMinor - ofCarried, line.interestMinor);
    leftMinor -= ofCarried + ofInterest;
    return { ...line, carriedMinor: line.carriedMinor - ofCarried - ofInterest };
  });
}

function rowOf({ period, principalMinor, carriedMinor, balanceMinor, ...line }: Line, nr: number): RemadeRow {
  const { fromOn, toOn, dueOn } = period;
  const interestMinor = line.interestMinor + carriedMinor;
  return {
    nr,
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
