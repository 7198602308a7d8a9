/**
 * Direct debits of a business day, set-based. Called between transactions: the answer for a key never changes, so a chunk that is killed
 * after asking asks again and hears the same.
 */
import type { Database } from '@mutua/db';
import type { CollectionOutcome, DirectDebit } from '../../app/ports.ts';

const returnAfterDays = 2;

const collectSql = `insert into sandbox_bank.direct_debits (key, reference, amount_minor, collected_on, refusal, returns_on)
  select c.key, a.reference, c.amount, c.collected_on,
    case when a.behaviour = 'rejects' then 'bank.account_closed'
      when a.behaviour = 'stops-on' and c.collected_on >= a.stops_on then 'bank.insufficient_funds' end,
    case when a.behaviour = 'returns' then c.collected_on + $5::int end
  from unnest($1::text[], $2::text[], $3::bigint[], $4::date[]) c (key, bank_account_id, amount, collected_on)
  join bank_accounts b on b.bank_account_id = c.bank_account_id
  join sandbox_bank.accounts a on a.reference = b.provider_reference
  on conflict (key) do nothing`;

export function createDirectDebit(db: Pick<Database, 'sql'>): DirectDebit {
  return {
    async collect(items, keys) {
      const asked = items.map(({ key }) => key);
      if (items.length > 0)
        await db.sql.run(collectSql, [
          asked,
          items.map(({ bankAccountId }) => bankAccountId),
          items.map(({ amountMinor }) => amountMinor),
          items.map(({ on }) => on),
          returnAfterDays,
        ]);
      const rows = await db.sql.query<Row>(
        'select key, amount_minor as "amountMinor", refusal from sandbox_bank.direct_debits where key = any ($1)',
        [keys],
      );
      const unknown = asked.map((key): [string, CollectionOutcome] => [key, { status: 'refused', code: 'bank.account_unknown' }]);
      return new Map([...unknown, ...rows.map((row): [string, CollectionOutcome] => [row.key, outcomeOf(row)])]);
    },
    async returned(on) {
      const rows = await db.sql.query<{ key: string }>('select key from sandbox_bank.direct_debits where returns_on = $1 order by key', [
        on,
      ]);
      return rows.map(({ key }) => ({ key, code: 'bank.returned' }));
    },
  };
}

type Row = { readonly key: string; readonly amountMinor: bigint; readonly refusal: string | null };

function outcomeOf({ amountMinor, refusal }: Row): CollectionOutcome {
  return refusal === null ? { status: 'settled', amountMinor } : { status: 'refused', code: refusal };
}
