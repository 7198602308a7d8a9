import { calendarDate } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { type BookChange, changeBook, type LedgerBook } from './ledger-book.ts';

const day = (nr: number) => calendarDate(`2026-01-${nr}`);
const open: LedgerBook = { opensOn: day(10), closedThrough: null };
const closed: LedgerBook = { opensOn: day(10), closedThrough: day(15) };

const cases: readonly (readonly [what: string, book: LedgerBook, change: BookChange, outcome: LedgerBook['closedThrough'] | string])[] = [
  ['closes through a past day', open, { to: 'close', closedThrough: day(12) }, day(12)],
  ['closes through its first day', open, { to: 'close', closedThrough: day(10) }, day(10)],
  ['closes further', closed, { to: 'close', closedThrough: day(16) }, day(16)],
  ['does not close twice', closed, { to: 'close', closedThrough: day(15) }, 'ledger_book.not_ahead'],
  ['does not close backwards', closed, { to: 'close', closedThrough: day(14) }, 'ledger_book.not_ahead'],
  ['does not close before it opened', open, { to: 'close', closedThrough: calendarDate('2026-01-09') }, 'ledger_book.not_ahead'],
  ['does not close the present day', open, { to: 'close', closedThrough: day(20) }, 'ledger_book.day_open'],
  ['does not close no day', open, { to: 'close', closedThrough: null }, 'ledger_book.day_open'],
  ['reopens some days', closed, { to: 'reopen', closedThrough: day(14) }, day(14)],
  ['reopens every day', closed, { to: 'reopen', closedThrough: null }, null],
  ['does not reopen forwards', closed, { to: 'reopen', closedThrough: day(16) }, 'ledger_book.not_back'],
  ['does not reopen to where it is', closed, { to: 'reopen', closedThrough: day(15) }, 'ledger_book.not_back'],
  ['does not reopen what is open', open, { to: 'reopen', closedThrough: null }, 'ledger_book.not_back'],
  ['does not reopen days before it opened', closed, { to: 'reopen', closedThrough: calendarDate('2026-01-09') }, 'ledger_book.not_back'],
];

test.each(cases)('the book %s', (_what, book, change, outcome) => {
  const changed = changeBook(book, change, day(20));
  if (changed.ok) expect(changed.value).toEqual({ ...book, closedThrough: outcome });
  else expect(changed.error.code).toBe(outcome);
});
