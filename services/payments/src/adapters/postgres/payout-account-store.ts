/** The approved bank account of a member in a currency. */
import type { Sql } from '@mutua/db';
import type { Instant } from '@mutua/kernel';
import type { PayoutAccountView } from '../../app/approvals/ports.ts';
import type { PayoutAccount, PayoutAccountStore } from '../../app/ports.ts';

const columns = `p.member_id as "memberId", p.currency, p.bank_account_id as "bankAccountId", p.approved_at as "approvedAt"`;

type Row = { readonly memberId: string; readonly currency: string; readonly bankAccountId: string; readonly approvedAt: Instant };

export function payoutAccountStore(sql: Sql): PayoutAccountStore {
  return {
    find: (memberId, currency) =>
      sql.one<Row>(`select ${columns} from payout_accounts p where p.member_id = $1 and p.currency = $2`, [memberId, currency]),
    async set({ memberId, currency, bankAccountId, approvedAt }: PayoutAccount) {
      await sql.run(
        `insert into payout_accounts (member_id, currency, bank_account_id, approved_at) values ($1, $2, $3, $4)
         on conflict (member_id, currency) do update set bank_account_id = excluded.bank_account_id, approved_at = excluded.approved_at`,
        [memberId, currency, bankAccountId, approvedAt],
      );
    },
  };
}

export function payoutAccountsOf(sql: Sql, memberId: string): Promise<PayoutAccountView[]> {
  return sql.query<Row & { readonly maskedIban: string }>(
    `select ${columns}, b.masked_iban as "maskedIban" from payout_accounts p join bank_accounts b on b.bank_account_id = p.bank_account_id
     where p.member_id = $1 order by p.currency`,
    [memberId],
  );
}
