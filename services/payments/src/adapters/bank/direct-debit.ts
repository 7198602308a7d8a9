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
    async collect(items) {
      if (items.length === 0) return new Map();
      const keys = items.map(({ key }) => key);
      await db.sql.run(collectSql, [
        keys,
        items.map(({ bankAccountId }) => bankAccountId),
        items.map(({ amountMinor }) => amountMinor),
        items.map(({ on }) => on),
        returnAfterDays,
      ]);
      const rows = await db.sql.query<{ key: string; refusal: string | null }>(
        'select key, refusal from sandbox_bank.direct_debits where key = any ($1)',
        [keys],
      );
      const known = new Map(rows.map(({ key, refusal }) => [key, outcomeOf(refusal)]));
      return new Map(keys.map((key) => [key, known.get(key) ?? outcomeOf('bank.account_unknown')]));
    },
    async returned(on) {
      const rows = await db.sql.query<{ key: string }>('select key from sandbox_bank.direct_debits where returns_on = $1 order by key', [
        on,
      ]);
      return rows.map(({ key }) => ({ key, code: 'bank.returned' }));
    },
  };
}

function outcomeOf(refusal: string | null): CollectionOutcome {
  return refusal === null ? { status: 'settled' } : { status: 'refused', code: refusal };
}
