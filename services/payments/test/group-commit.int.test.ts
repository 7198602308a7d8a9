/** Group commit: who posts at the same moment shares a transaction and gets his own answer, whatever becomes of the others. */
import { addDays, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentBusinessDate } from '../src/adapters/postgres/business-clock.ts';
import { createGroupCommitter } from '../src/adapters/postgres/group-committer.ts';
import { ledgerChecks, runChecks } from '../src/adapters/postgres/integrity-checks.ts';
import type { GroupCommitter, GroupPosting } from '../src/app/ports.ts';
import type { PostOutcome } from '../src/domain/ledger.ts';
import { type Books, balanceOf, clearing, journal, openTestBooks, today, toldBy, transfer, wallet, withWallet } from './support/books.ts';

let books: Books;
let transactions = 0;
let committer: GroupCommitter;
beforeAll(async () => {
  books = await openTestBooks();
  const counted: Pick<Books['db'], 'run'> = {
    run: (work) => {
      transactions += 1;
      return books.db.run(work);
    },
  };
  committer = createGroupCommitter({ db: counted, businessDate: currentBusinessDate, publisher: toldBy(books) });
});
afterAll(async () => {
  const broken = (await runChecks(books.db.sql, ledgerChecks)).filter(({ violations }) => violations > 0);
  await books.close();
  expect(broken).toEqual([]);
});

const replyOf = (outcome: PostOutcome | undefined): Result<{ journalId: string }, Rejection> =>
  outcome === undefined || outcome.status === 'refused' ? reject('refused', { code: outcome?.code }) : ok({ journalId: outcome.journalId });
type Move = readonly [from: string, to: string, amountMinor: bigint];
const posting = (reference: string, [from, to, amountMinor]: Move, key?: string): GroupPosting<{ journalId: string }> => ({
  request: key === undefined ? undefined : { scope: 'test', key, fingerprint: `${from}${to}${amountMinor}` },
  journalOn: () => journal(reference, transfer(from, to, amountMinor)),
  replyOf,
});

test('a hundred at once take a handful of transactions; the refused ones do not touch the others', async () => {
  await withWallet(books, 'ann', 60n);
  await withWallet(books, 'bob');
  transactions = 0;
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, (_, i) => committer.post(posting(`g${i}`, [wallet('ann'), wallet('bob'), 1n]))),
  );
  expect(transactions).toBeLessThan(10);
  expect(outcomes.filter(({ result }) => result.ok)).toHaveLength(60);
  expect(outcomes.filter(({ result }) => !result.ok && result.error.details?.['code'] === 'ledger.insufficient_funds')).toHaveLength(40);
  expect(await balanceOf(books, wallet('bob'))).toMatchObject({ balance: 60n });
});

test.each([
  [31, 1],
  [64, 2],
])('%i that ask in one turn are posted in %i transactions', async (count, expected) => {
  await withWallet(books, 'eve');
  transactions = 0;
  const outcomes = await Promise.all(
    Array.from({ length: count }, (_, i) => committer.post(posting(`turn-${count}-${i}`, [clearing, wallet('eve'), 1n]))),
  );
  expect(outcomes.every(({ result }) => result.ok)).toBe(true);
  expect(transactions).toBe(expected);
});

test('a request is answered once, ever: its twin in the group waits, a later one gets the same answer, another body is refused', async () => {
  const [first, twin] = await Promise.all([
    committer.post(posting('k1', [clearing, wallet('bob'), 5n], 'key-1')),
    committer.post(posting('k1-twin', [clearing, wallet('bob'), 5n], 'key-1')),
  ]);
  expect(first.result).toEqual(ok({ journalId: journal('k1').id }));
  expect(twin.result).toMatchObject({ error: { code: 'idempotency.in_progress' } });
  const later = await committer.post(posting('k1-later', [clearing, wallet('bob'), 5n], 'key-1'));
  expect(later).toEqual({ result: first.result, replayed: true });
  const other = await committer.post(posting('k1-other', [clearing, wallet('bob'), 6n], 'key-1'));
  expect(other.result).toMatchObject({ error: { code: 'idempotency.key_reused' } });
  expect(await balanceOf(books, wallet('bob'))).toMatchObject({ balance: 65n });
});

test('a refusal is remembered under its key', async () => {
  const refused = await committer.post(posting('r1', [wallet('ann'), wallet('bob'), 999n], 'key-2'));
  expect(refused.result.ok).toBe(false);
  await committer.post(posting('r1-money', [clearing, wallet('ann'), 2_000n]));
  expect(await committer.post(posting('r1-again', [wallet('ann'), wallet('bob'), 999n], 'key-2'))).toEqual({ ...refused, replayed: true });
});

test('an answer older than thirty days is not given again, and nothing is posted under its key', async () => {
  await committer.post(posting('old', [clearing, wallet('bob'), 3n], 'key-old'));
  await books.db.sql.run(`update idempotency set recorded_at = now() - interval '31 days' where key = 'key-old'`);
  const late = await committer.post(posting('old-again', [clearing, wallet('bob'), 3n], 'key-old'));
  expect(late).toEqual({ result: reject('idempotency.key_expired'), replayed: false });
  expect(await books.db.sql.query(`select 1 as found from journals where reference = 'old-again'`)).toEqual([]);
});

test('postings are of the present business date, also right after it moved on', async () => {
  const dateOf = async (reference: string) =>
    (await books.db.sql.one<{ on: string }>('select business_date as on from journals where reference = $1', [reference]))?.on;
  const dated = (reference: string): GroupPosting<{ journalId: string }> => ({
    ...posting(reference, [clearing, wallet('ann'), 1n], reference),
    journalOn: (businessDate) => ({ ...journal(reference, transfer(clearing, wallet('ann'), 1n)), businessDate }),
  });
  await committer.post(dated('dated-1'));
  await books.db.sql.run('update business_clock set business_date = business_date + 1');
  const moved = await Promise.all(['dated-2', 'dated-3'].map((reference) => committer.post(dated(reference))));
  expect(moved.every(({ result }) => result.ok)).toBe(true);
  expect([await dateOf('dated-1'), await dateOf('dated-2'), await dateOf('dated-3')]).toEqual([
    today,
    addDays(today, 1),
    addDays(today, 1),
  ]);
});

test('a defective posting fails its caller and nobody else; what would not fit 64 bits is refused', async () => {
  const huge = 2n ** 63n - 1n;
  const settled = await Promise.allSettled([
    committer.post(posting('ok-1', [clearing, wallet('bob'), 1n])),
    committer.post(posting('too-much', [clearing, wallet('bob'), huge])),
    committer.post(posting('nothing', [clearing, wallet('bob'), 0n])),
    committer.post(posting('ok-2', [clearing, wallet('bob'), 1n])),
  ]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(settled[1]).toMatchObject({ value: { result: { error: { details: { code: 'ledger.amount_out_of_range' } } } } });
  expect(await balanceOf(books, wallet('bob'))).toMatchObject({ balance: 70n });
});

test('what goes with an accepted posting commits with it', async () => {
  const audited = (reference: string, from: string) => ({
    ...posting(reference, [from, wallet('bob'), 100_000n]),
    also: (tx: Parameters<NonNullable<GroupPosting<unknown>['also']>>[0]) =>
      tx.audit.record({
        id: books.ids.next('auditEvent'),
        actorId: 'x',
        action: reference,
        objectId: reference,
        details: {},
        at: books.clock.now(),
      }),
  });
  await Promise.all([committer.post(audited('audited', clearing)), committer.post(audited('not-audited', wallet('ann')))]);
  expect(await books.db.sql.query('select action from audit_events')).toEqual([{ action: 'audited' }]);
});
