/** Loans for the benchmark of the business day, written set by set: one falls due on the date, each has ten notes and a bank account that pays. */
import type { Database } from '@mutua/db';

export const lenders = 2_000;
export const notesPerLoan = 10;
const instalments = 6;

const id = (prefix: string, number: string): string => `'${prefix}_' || lpad((${number})::text, 26, '0')`;

const terms = {
  ...{ method: 'annuity', frequency: 'monthly', dayCount: '30e/360', rounding: 'half-even', instalmentRounding: 'half-even' },
  ...{ termMonths: instalments, serviceFeePpm: '10000', recoveryFeePpm: '300000', defaultAfterDays: 121, chargeOffAfterDays: 150 },
  lateFee: { ratePpm: '50000', minimumMinor: '1500', graceDays: 15 },
};

const walletsSql = `insert into accounts (account_id, code, currency, owner_id, has_floor)
  select ${id('wal', 'n')}, 'member-wallet', 'EUR', ${id('mem', 'n')}, true from generate_series($1::bigint, $2::bigint) n on conflict do nothing`;

/** Borrowers are numbered from a million on, lenders from one. */
const statements = (first: string): readonly string[] => [
  `insert into sandbox_bank.accounts (reference, behaviour) select 'cob:' || n, 'pays' from generate_series(${first}, $2) n`,
  `insert into bank_accounts (bank_account_id, member_id, currency, masked_iban, provider_reference, behaviour, created_at)
   select ${id('bank', 'n')}, ${id('mem', 'n')}, 'EUR', 'XS** 0000', 'cob:' || n, 'pays', now() from generate_series(${first}, $2) n`,
  `insert into loans (loan_id, request_id, contract_id, borrower_id, borrower_wallet_id, market, product_id, grade, purpose, terms, principal_minor,
     origination_fee_minor, rate_ppm, instalment_minor, status, bucket, autopay, bank_account_id, schedule_version, schedule_hash, disbursed_on,
     first_due_on, matures_on, next_work_on, disbursed_at)
   select ${id('loan', 'n')}, ${id('req', 'n')}, ${id('ctr', 'n')}, ${id('mem', 'n')}, ${id('wal', 'n')}, 'EUR', ${id('prod', '1')}, 'B2', 'car',
     '${JSON.stringify(terms)}', 600000, 0, 120000, 103529, 'active', 'current', true, ${id('bank', 'n')}, 1, 'cob', $3::date - 30, $3::date,
     $3::date + 150, $3::date, now() from generate_series(${first}, $2) n`,
  `insert into instalments (loan_id, schedule_version, nr, from_on, due_on, principal_minor, interest_minor, balance_minor, status)
   select ${id('loan', 'n')}, 1, i, $3::date + 30 * (i - 2), $3::date + 30 * (i - 1), 100000, 3529, 600000 - 100000 * i, 'pending'
   from generate_series(${first}, $2) n, generate_series(1, ${instalments}) i`,
  `insert into notes (note_id, loan_id, offer_id, holder_id, wallet_id, principal_minor, rate_ppm, issued_on)
   select ${id('note', `n * 100 + k`)}, ${id('loan', 'n')}, ${id('off', `n * 100 + k`)}, m.holder, m.wallet, 60000, 120000, $3::date - 30
   from generate_series(${first}, $2) n, generate_series(1, ${notesPerLoan}) k
   cross join lateral (select ${id('mem', `1 + (n * 7919 + k * 613) % ${lenders}`)} as holder, ${id('wal', `1 + (n * 7919 + k * 613) % ${lenders}`)} as wallet) m`,
];

/** Loans of a round, all due on the date. Loans of earlier rounds are due again a month after theirs and are put to rest. */
export async function seedLoans(owner: Database, { loans, round, dueOn }: { loans: number; round: number; dueOn: string }): Promise<void> {
  const first = 1_000_000 * round;
  const last = first + loans - 1;
  await owner.run(async (tx) => {
    await tx.run('update loans set next_work_on = null where next_work_on is not null');
    await tx.run(walletsSql, [1, lenders]);
    await tx.run(walletsSql, [first, last]);
    for (const sql of statements('$1::bigint')) {
      const text = sql.replaceAll('$2)', '$2::bigint)');
      await tx.run(text, text.includes('$3') ? [first, last, dueOn] : [first, last]);
    }
  });
  for (const table of ['loans', 'instalments', 'notes', 'accounts', 'bank_accounts', 'sandbox_bank.accounts']) {
    await owner.sql.run(`vacuum (analyze) ${table}`);
  }
  await owner.sql.run('checkpoint').catch(() => undefined);
}
