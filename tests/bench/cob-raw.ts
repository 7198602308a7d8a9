/**
 * The baseline of the business day: as many transfers as raw SQL batches, with nothing else. A table of balances, a table of transfers,
 * per batch one insert from arrays and one update of the balances by their sums; no notes, no schedule, no events, no checks.
 */
import type { Database } from '@mutua/db';

const transfersPerBatch = 8_000;
const connections = 2;

export type RawLedger = { rate(transfers: number): Promise<number> };

const postSql = `with moved as (
    insert into raw_transfers (debit_no, credit_no, amount, code) select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[])
    returning debit_no, credit_no, amount),
  sums as (
    select account_no, sum(amount)::bigint as amount from (
      select debit_no as account_no, -amount as amount from moved union all select credit_no, amount from moved) m
    group by account_no)
  update raw_accounts a set balance = a.balance + s.amount from sums s where a.account_no = s.account_no`;

/** Accounts: the lenders first, then the borrowers, then one for each batch in flight in place of the platform's. */
export async function openRawLedger(owner: Database, { lenders, borrowers }: { lenders: number; borrowers: number }): Promise<RawLedger> {
  const accounts = lenders + borrowers + connections;
  await owner.sql.run(
    'create table raw_accounts (account_no bigint primary key, balance bigint not null default 0) with (fillfactor = 60)',
  );
  await owner.sql.run(
    'create table raw_transfers (transfer_no bigint generated always as identity primary key, debit_no bigint not null, credit_no bigint not null, amount bigint not null, code text not null)',
  );
  await owner.sql.run('create index on raw_transfers (debit_no, transfer_no)');
  await owner.sql.run('create index on raw_transfers (credit_no, transfer_no)');
  await owner.sql.run('insert into raw_accounts (account_no) select n from generate_series(1, $1::bigint) n', [accounts]);
  await owner.sql.run('vacuum (analyze) raw_accounts');
  const batch = (number: number, count: number): readonly (readonly unknown[])[] => {
    const borrower = (i: number): number => lenders + 1 + ((number * 250 + Math.floor(i / 32)) % borrowers);
    const lender = (i: number): number => 1 + ((number * 7_919 + i * 613) % lenders);
    const places = Array.from({ length: count }, (_, i) => i);
    return [places.map(borrower), places.map(lender), places.map((i) => BigInt(100 + (i % 977))), places.map(() => 'principal')];
  };
  return {
    async rate(transfers) {
      const batches = Math.ceil(transfers / transfersPerBatch);
      let next = 0;
      const startedAt = performance.now();
      const write = async (): Promise<void> => {
        for (let number = next++; number < batches; number = next++) {
          const count = Math.min(transfersPerBatch, transfers - number * transfersPerBatch);
          // Two batches may meet in a lender; the database sorts it out and the loser tries again.
          await owner.run((tx) => tx.run(postSql, batch(number, count)));
        }
      };
      await Promise.all(Array.from({ length: connections }, write));
      return (transfers * 1_000) / (performance.now() - startedAt);
    },
  };
}
