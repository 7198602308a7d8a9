/** The business date of the books: one row, moved only by the close of business. */
import type { Sql } from '@mutua/db';
import { assert, type CalendarDate } from '@mutua/kernel';

export async function currentBusinessDate(sql: Sql): Promise<CalendarDate> {
  const row = await sql.one<{ business_date: CalendarDate }>('select business_date from business_clock');
  assert(row !== undefined, 'the books are open');
  return row.business_date;
}

/** Moves the date on. Only forwards: going back would reopen a closed day. */
export async function setBusinessDate(sql: Sql, date: CalendarDate): Promise<void> {
  const changed = await sql.run('update business_clock set business_date = $1 where business_date <= $1', [date]);
  assert(changed === 1, 'the business date only moves forwards', { date });
}
