/** What the books need before the first posting: the platform accounts of each currency, the first business date, tables for the months. */
import type { Sql } from '@mutua/db';
import type { CalendarDate } from '@mutua/kernel';
import { platformAccountKinds, platformAccountPart, platformParts } from '../../domain/ledger.ts';

/** A service that runs longer than this without a start writes to the table of other months. */
const monthsAhead = 12;

/** Safe at every start: what exists stays as it is. */
export async function openBooks(sql: Sql, currencies: readonly string[], firstBusinessDate: CalendarDate): Promise<void> {
  const accounts = currencies.flatMap((currency) =>
    platformAccountKinds.flatMap((kind) =>
      Array.from({ length: Number(platformParts) }, (_, part) => ({
        id: platformAccountPart(kind, currency, BigInt(part)),
        kind,
        currency,
      })),
    ),
  );
  await sql.run(
    `insert into accounts (account_id, code, currency, has_floor)
     select a.account_id, a.code, a.currency, c.has_floor
     from unnest($1::text[], $2::text[], $3::text[]) a (account_id, code, currency) join account_codes c on c.code = a.code
     order by a.account_id on conflict (account_id) do nothing`,
    [accounts.map((a) => a.id), accounts.map((a) => a.kind), accounts.map((a) => a.currency)],
  );
  await sql.run('insert into business_clock (business_date) values ($1) on conflict do nothing', [firstBusinessDate]);
  // Books that were opened before this was recorded begin with their first journal.
  await sql.run(
    `update ledger_book set opens_on = least($1::date, (select min(business_date) from journals), (select business_date from business_clock))
     where opens_on is null`,
    [firstBusinessDate],
  );
  await sql.run('select open_transfer_months(now()::date, $1)', [monthsAhead]);
}
