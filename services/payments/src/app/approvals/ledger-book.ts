/** A period of the books is closed or opened again: checked when it is asked for, and again when a second person approves it. */
import { type CalendarDate, ok, type Rejection, type Result } from '@mutua/kernel';
import { type BookChange, type BookCode, changeBook, type LedgerBook } from '../../domain/ledger-book.ts';

export type BookStore = {
  /** Locked: changes of the book wait for each other. */
  lock(): Promise<LedgerBook>;
  /** Only in the transaction that approves exactly this. */
  close(closedThrough: CalendarDate | null): Promise<void>;
};

/** What the book would be. */
export const bookChange = async (book: BookStore, change: BookChange, on: CalendarDate): Promise<Result<LedgerBook, Rejection<BookCode>>> =>
  changeBook(await book.lock(), change, on);

/** Does what was approved. */
export const applyBookChange = async (
  book: BookStore,
  change: BookChange,
  on: CalendarDate,
): Promise<Result<void, Rejection<BookCode>>> => {
  const changed = await bookChange(book, change, on);
  if (!changed.ok) return changed;
  await book.close(changed.value.closedThrough);
  return ok(undefined);
};
