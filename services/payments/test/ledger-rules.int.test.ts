/** What a reference, a date, a reversal and a month mean to the ledger; what the owner cannot do to the table of a month. */
import { addDays, calendarDate } from '@mutua/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledgerChecks, runChecks } from '../src/adapters/postgres/integrity-checks.ts';
import { lapsedReservations } from '../src/adapters/postgres/lapsed-reservations.ts';
import { expireReservations } from '../src/app/expire-reservations.ts';
import {
  type Books,
  balanceOf,
  clearing,
  journal,
  openTestBooks,
  pending,
  post,
  today,
  told,
  transfer,
  wallet,
  withWallet,
} from './support/books.ts';

let books: Books;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(async () => {
  const broken = (await runChecks(books.db.sql, ledgerChecks)).filter(({ violations }) => violations > 0);
  await books.close();
  // Reservations here belong to no hold, on purpose.
  expect(broken.map(({ name }) => name).filter((name) => name !== 'escrow-equals-open-holds')).toEqual([]);
});

describe('a reference', () => {
  test('with other content is refused, across calls and within one', async () => {
    await withWallet(books, 'ann', 1000n);
    await withWallet(books, 'bob');
    const one = journal('reused', transfer(wallet('ann'), wallet('bob'), 10n));
    const other = journal('reused', transfer(wallet('ann'), wallet('bob'), 11n));
    const refused = { status: 'refused', code: 'ledger.reference_reused', accountId: wallet('ann') };
    expect(await post(books, one, other, one)).toEqual([
      { status: 'posted', journalId: one.id },
      refused,
      { status: 'replayed', journalId: one.id },
    ]);
    expect(await post(books, other)).toEqual([refused]);
    expect(await post(books, { ...one, kind: 'another' })).toEqual([refused]);
    const longer = journal('reused', transfer(wallet('ann'), wallet('bob'), 10n), transfer(wallet('ann'), wallet('bob'), 10n));
    expect(await post(books, longer)).toEqual([refused]);
    expect(await balanceOf(books, wallet('bob'))).toMatchObject({ balance: 10n });
  });

  test('with the same content on a later day, under another id, is the same journal', async () => {
    const again = journal('reused', transfer(wallet('ann'), wallet('bob'), 10n));
    expect(await post(books, { ...again, id: journal('x').id, businessDate: addDays(today, 1) })).toEqual([
      { status: 'replayed', journalId: again.id },
    ]);
  });
});

/** As the approval of two people does, in one transaction. */
const closeThrough = (date: string) =>
  books.db.run(async (tx) => {
    await tx.run(
      `insert into approvals (approval_id, action, entity_id, payload, payload_hash, reason, maker_id, status, checker_id, opened_on, expires_on, created_at, decided_at)
       select 'apv_test', 'ledger-book.close', 'ledger-book', p, encode(sha256(convert_to(p, 'UTF8')), 'hex'), 'Done.', 'one', 'processed', 'other', $2, $2, now(), now()
       from (select json_build_object('closedThrough', $1::text)::text as p) given`,
      [date, today],
    );
    await tx.run('update ledger_book set closed_through = $1', [date]);
  });

describe('a reversal', () => {
  test('names a journal, once, and not another reversal', async () => {
    await withWallet(books, 'dan', 100n);
    await withWallet(books, 'eve');
    await post(books, journal('wrong', transfer(wallet('dan'), wallet('eve'), 40n)));
    const back = (reference: string, reverses: string) => ({
      ...journal(reference, transfer(wallet('eve'), wallet('dan'), 40n)),
      reverses,
    });
    expect(await post(books, back('undo', 'wrong'))).toMatchObject([{ status: 'posted' }]);
    const outcomes = await post(books, back('undo-2', 'wrong'), back('undo-3', 'undo'), back('undo-4', 'never'));
    expect(outcomes.map((outcome) => 'code' in outcome && outcome.code)).toEqual([
      'ledger.already_reversed',
      'ledger.already_reversed',
      'ledger.journal_unknown',
    ]);
    expect(await balanceOf(books, wallet('dan'))).toMatchObject({ balance: 100n });
  });

  test('many at once: one of them', async () => {
    await withWallet(books, 'fay', 100n);
    await post(books, journal('raced', transfer(clearing, wallet('fay'), 50n)));
    const undo = (i: number) => ({ ...journal(`race-${i}`, transfer(wallet('fay'), clearing, 50n)), reverses: 'raced' });
    const outcomes = await Promise.all(Array.from({ length: 12 }, (_, i) => post(books, undo(i))));
    expect(outcomes.flat().filter(({ status }) => status === 'posted')).toHaveLength(1);
    expect(await balanceOf(books, wallet('fay'))).toMatchObject({ balance: 100n });
  });

  test('in one batch: the first', async () => {
    await post(books, journal('batched', transfer(clearing, wallet('fay'), 5n)));
    const undo = (i: number) => ({ ...journal(`batch-${i}`, transfer(wallet('fay'), clearing, 5n)), reverses: 'batched' });
    expect(await post(books, undo(1), undo(2))).toMatchObject([{ status: 'posted' }, { code: 'ledger.already_reversed' }]);
  });
});

test('two reservations of one name in a batch: the second is refused', async () => {
  await withWallet(books, 'gil', 100n);
  const hold = (reference: string) => journal(reference, pending('pend', 'twice', transfer(wallet('gil'), clearing, 10n)));
  expect(await post(books, hold('h1'), hold('h2'))).toMatchObject([{ status: 'posted' }, { code: 'ledger.pending_exists' }]);
  expect(await balanceOf(books, wallet('gil'))).toMatchObject({ held: 10n });
});

test('a reservation lapses on its day: what is left is free, twice is once', async () => {
  const dayAfter = addDays(today, 2);
  await withWallet(books, 'ida', 200n);
  const hold = { ...transfer(wallet('ida'), clearing, 100n), expiresOn: dayAfter };
  await post(books, journal('lapse', pending('pend', 'lapsing', hold)));
  await post(books, journal('lapse-part', pending('post-pending', 'lapsing', { ...transfer(wallet('ida'), clearing, 40n) })));
  const expire = (on: typeof today) =>
    books.db.run((tx) =>
      expireReservations(
        { ledger: told(tx), lapsed: (day, limit) => lapsedReservations(tx, day, limit) },
        on,
        () => journal(`expiry-${on}`).id,
      ),
    );
  expect(await expire(addDays(today, 1))).toBe(0);
  expect(await balanceOf(books, wallet('ida'))).toMatchObject({ held: 60n });
  expect(await expire(dayAfter)).toBe(1);
  expect(await expire(addDays(dayAfter, 1))).toBe(0);
  expect(await balanceOf(books, wallet('ida'))).toMatchObject({ held: 0n });
});

describe('the table of a month', () => {
  const month = async (): Promise<string> =>
    (await books.db.sql.one<{ name: string }>("select 'transfers_' || to_char(now() at time zone 'UTC', 'YYYY_MM') as name"))?.name ?? '';

  test('holds the transfers of that month, and a year of them is ready', async () => {
    const own = await books.owner.sql.one<{ n: number }>(`select count(*)::int as n from ${await month()}`);
    const all = await books.owner.sql.one<{ n: number }>('select count(*)::int as n from transfers');
    expect(own?.n).toBeGreaterThan(0);
    expect(own).toEqual(all);
    const tables = await books.db.sql.one<{ n: number }>(
      "select count(*)::int as n from pg_inherits where inhparent = 'transfers'::regclass",
    );
    expect(tables?.n).toBe(13);
    expect(await books.db.sql.one("select open_transfer_months('2000-01-01', 1) as made")).toEqual({ made: 1 });
    expect(await books.db.sql.one("select open_transfer_months('2000-01-01', 1) as made")).toEqual({ made: 0 });
  });

  const attacks = [
    ['a late, balanced pair', latePair],
    ['a changed amount', (name: string) => `update ${name} set amount_minor = amount_minor + 1`],
    ['a deletion', (name: string) => `delete from ${name}`],
    ['emptying', (name: string) => `truncate ${name}`],
  ] as const;

  test.each(attacks)('even the owner is refused %s', async (_, attack) => {
    await expect(books.owner.sql.run(attack(await month()))).rejects.toMatchObject({ code: '23000' });
  });

  test.each(attacks)('the application may not touch it: %s', async (_, attack) => {
    await expect(books.db.sql.run(attack(await month()))).rejects.toMatchObject({ code: '42501' });
  });

  test('a second command cannot add to a journal of its own transaction', async () => {
    const transferSql = `insert into transfers (journal_no, debit_no, credit_no, amount_minor, business_date, kind, code, currency)
      values (-9, 1, 2, 5, '2026-01-15', 'post', 'hold', 'EUR')`;
    const attack = books.owner.run(async (tx) => {
      await tx.run(`with j as (insert into journals (journal_no, journal_id, reference, kind, business_date, transfer_count)
        values (-9, 'jrn_own', 'own', 'test', '2026-01-15', 1)) ${transferSql}`);
      await tx.run(transferSql);
    });
    await expect(attack).rejects.toThrow('journal is sealed: own');
  });
});

function latePair(name: string): string {
  return `insert into ${name} (transfer_no, journal_no, debit_no, credit_no, amount_minor, business_date, recorded_at, kind, code, currency)
    select -x.debit, journal_no, x.debit, x.credit, 5, business_date, recorded_at, 'post', 'hold', 'EUR'
    from (select * from journals order by journal_no limit 1) j cross join (values (1, 2), (2, 1)) x (debit, credit)`;
}

// Last: closed books do not open again.
describe('a date', () => {
  const dated = (reference: string, on: string) => ({
    ...journal(reference, transfer(clearing, wallet('cat'), 1n)),
    businessDate: calendarDate(on),
  });

  test('before the books open or in a closed period is refused, and leaves the rest of its batch alone', async () => {
    await withWallet(books, 'cat');
    await closeThrough('2026-01-20');
    const outcomes = await post(books, dated('d1', '2026-01-14'), dated('d2', '2026-01-20'), dated('d3', '2026-01-21'));
    expect(outcomes).toMatchObject([{ code: 'ledger.before_opening' }, { code: 'ledger.period_closed' }, { status: 'posted' }]);
    expect(await balanceOf(books, wallet('cat'))).toMatchObject({ balance: 1n });
  });

  test.each([
    "update ledger_book set closed_through = '2026-01-19'",
    'update ledger_book set closed_through = null',
    "update ledger_book set opens_on = '2020-01-01'",
    'delete from ledger_book',
    'truncate ledger_book',
  ])('even the owner cannot open closed books again: %s', async (attack) => {
    await expect(books.owner.sql.run(attack)).rejects.toMatchObject({ code: '23000' });
  });
});
