/** Periods of the books: closed through a past business date, and opened again, each time as two people decided. Pure. */
import { type CalendarDate, ok, type Rejection, type Result, reject } from '@mutua/kernel';

export type LedgerBook = { readonly opensOn: CalendarDate | null; readonly closedThrough: CalendarDate | null };
export type BookChange = {
  readonly to: 'close' | 'reopen';
  /** The last closed day after it; null when no day is. */
  readonly closedThrough: CalendarDate | null;
};
export type BookCode = 'ledger_book.day_open' | 'ledger_book.not_ahead' | 'ledger_book.not_back';

/** The book after the change. Closing goes forwards and never reaches the present business date, reopening goes back. */
export const changeBook = (
  book: LedgerBook,
  { to, closedThrough }: BookChange,
  today: CalendarDate,
): Result<LedgerBook, Rejection<BookCode>> => {
  const isInBook = closedThrough === null || book.opensOn === null || closedThrough >= book.opensOn;
  if (to === 'reopen') {
    const isBack = book.closedThrough !== null && (closedThrough === null || closedThrough < book.closedThrough);
    return isBack && isInBook ? ok({ ...book, closedThrough }) : reject('ledger_book.not_back', { ...book });
  }
  if (closedThrough === null || closedThrough >= today) return reject('ledger_book.day_open', { businessDate: today });
  const isAhead = book.closedThrough === null || closedThrough > book.closedThrough;
  return isAhead && isInBook ? ok({ ...book, closedThrough }) : reject('ledger_book.not_ahead', { ...book });
};
