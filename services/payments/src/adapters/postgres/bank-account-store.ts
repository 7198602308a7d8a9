/** Bank accounts of members, masked. */
import type { Sql } from '@mutua/db';
import type { BankAccount, BankAccountStore } from '../../app/ports.ts';

export type BankAccountRow = {
  bank_account_id: BankAccount['bankAccountId'];
  member_id: BankAccount['memberId'];
  currency: string;
  masked_iban: string;
  provider_reference: string;
  behaviour: BankAccount['behaviour'];
  stops_on: BankAccount['stopsOn'];
  created_at: BankAccount['createdAt'];
};
export const bankAccountColumns = 'bank_account_id, member_id, currency, masked_iban, provider_reference, behaviour, stops_on, created_at';

export function bankAccountFromRow(row: BankAccountRow): BankAccount {
  return {
    bankAccountId: row.bank_account_id,
    memberId: row.member_id,
    currency: row.currency,
    maskedIban: row.masked_iban,
    providerReference: row.provider_reference,
    behaviour: row.behaviour,
    stopsOn: row.stops_on,
    createdAt: row.created_at,
  };
}

export function bankAccountStore(sql: Sql): BankAccountStore {
  return {
    async find(bankAccountId) {
      const row = await sql.one<BankAccountRow>(`select ${bankAccountColumns} from bank_accounts where bank_account_id = $1`, [
        bankAccountId,
      ]);
      return row && bankAccountFromRow(row);
    },
    async insert(account) {
      await sql.run(`insert into bank_accounts (${bankAccountColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8)`, [
        account.bankAccountId,
        account.memberId,
        account.currency,
        account.maskedIban,
        account.providerReference,
        account.behaviour,
        account.stopsOn,
        account.createdAt,
      ]);
    },
  };
}
