/** Cursors of lists in order of time: the first key is a business date, of three keys the second is an instant. */
import { decodeCursor } from '@mutua/http';
import { parseCalendarDate, parseInstant, type Rejection, type Result, reject } from '@mutua/kernel';

/** Keys that this list could not have issued are refused here, before they reach a query. */
export function datedCursor(
  cursor: string | undefined,
  count: 1 | 2 | 3,
): Result<readonly string[] | undefined, Rejection<'cursor.invalid'>> {
  const keys = decodeCursor(cursor, count);
  if (!keys.ok || keys.value === undefined) return keys;
  const [on = '', at = ''] = keys.value;
  const isOurs = parseCalendarDate(on) !== undefined && (count < 3 || parseInstant(at) !== undefined);
  return isOurs ? keys : reject('cursor.invalid');
}
