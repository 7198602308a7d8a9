/** The baseline of the schedule benchmark: the same annuity with decimal.js at its default precision, the textbook way. */
import assert from 'node:assert/strict';
import { type ScheduleTerms, schedule } from '@mutua/finance';
import { addMonths, type CalendarDate, ymd } from '@mutua/kernel';
import { Decimal } from 'decimal.js';

type DecimalRow = {
  readonly nr: number;
  readonly fromOn: CalendarDate;
  readonly dueOn: CalendarDate;
  readonly principal: Decimal;
  readonly interest: Decimal;
  readonly due: Decimal;
  readonly balance: Decimal;
};

/** Monthly 30/360 only: P·r / (1 − (1 + r)^−n) rounded half-up, interest rounded each month, the last row takes the rest. */
export const decimalSchedule = (terms: ScheduleTerms): { readonly rows: readonly DecimalRow[] } => {
  const rate = new Decimal(terms.ratePpm.toString()).div(12_000_000);
  let balance = new Decimal(terms.principalMinor.toString());
  const growth = rate.plus(1).pow(-terms.instalments);
  const instalment = balance.times(rate).div(new Decimal(1).minus(growth)).toDecimalPlaces(0, Decimal.ROUND_HALF_UP);
  const anchorDay = ymd(terms.disbursedOn).day;
  const rows: DecimalRow[] = [];
  let fromOn = terms.disbursedOn;
  for (let nr = 1; nr <= terms.instalments; nr += 1) {
    const interest = balance.times(rate).toDecimalPlaces(0, Decimal.ROUND_HALF_UP);
    const principal = nr === terms.instalments ? balance : instalment.minus(interest);
    balance = balance.minus(principal);
    const dueOn = addMonths(terms.disbursedOn, nr, anchorDay);
    rows.push({ nr, fromOn, dueOn, principal, interest, due: principal.plus(interest), balance });
    fromOn = dueOn;
  }
  return { rows };
};

/** Both sides make the same rows, or the comparison is worth nothing. */
export const assertSameRows = (portfolio: readonly ScheduleTerms[]): void => {
  for (const terms of portfolio) {
    const expected = decimalSchedule(terms).rows.map((row) => [row.nr, row.dueOn, row.principal.toString(), row.interest.toString()]);
    const made = schedule(terms).instalments.map((row) => [row.nr, row.dueOn, row.principalMinor.toString(), row.interestMinor.toString()]);
    assert.deepEqual(made, expected);
  }
};
