/** Each check of servicing finds what it is for: a whole book passes them all, one changed row fails the right one. */
import type { Tx } from '@mutua/db';
import { addDays, calendarDate } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledgerChecks, runChecks } from '../../src/adapters/postgres/integrity-checks.ts';
import { servicingChecks } from '../../src/adapters/postgres/servicing/integrity-checks.ts';
import { defaultPolicy } from '../../src/domain/servicing/policy.ts';
import { type Books, openTestBooks } from '../support/books.ts';
import { expectWhole, fund, lend, loanIdOf, member, noteIdOf, openDay, repay } from './world.ts';

const expectedLossPpm = { current: '0', grace: '0', 'late-16-30': '0', 'late-31-120': '0', default: '0' };
const fundRules = JSON.stringify({ payoutSharePpm: '800000', minimumCoveragePpm: '1000000', belowMinimum: 'none', expectedLossPpm });

let books: Books;
beforeAll(async () => {
  books = await openTestBooks();
  await member(books, 'borrower');
  await fund(books, 'borrower', 500_000n);
  const slices = [
    ['ann', 33_333n],
    ['bob', 33_333n],
    ['eve', 33_334n],
  ] as const;
  await books.db.sql.run("insert into provision_fund_rules (currency, version, rules, decided_at) values ('EUR', 1, $1, now())", [
    fundRules,
  ]);
  const policy = { ...defaultPolicy, provision: { of: 'interest', ratePpm: 100_000n } } as const;
  for (const name of ['open', 'closed', 'lost'])
    await lend(books, { name, borrower: 'borrower', slices, originationFeeMinor: 1_000n, terms: { policy } });
  await openDay(books, calendarDate('2026-02-20'));
  await repay(books, loanIdOf('open'), 8_885n);
  await repay(books, loanIdOf('closed'), 100n);
  await repay(books, loanIdOf('closed'), 'payoff');
  for (const due of ['2026-03-15', '2026-04-15', '2026-05-15', '2026-06-15'].map(calendarDate)) {
    await openDay(books, due);
    await repay(books, loanIdOf('open'), 8_885n);
  }
  await openDay(books, addDays(calendarDate('2026-02-15'), 152));
});
afterAll(async () => {
  await books.close();
});

class Rollback extends Error {}

/** The checks that fail when the owner of the tables, with the guards switched off, has run the statement; then all is undone. */
async function brokenBy(statement: string): Promise<string[]> {
  let names: string[] = [];
  const work = async (tx: Tx): Promise<void> => {
    for (const table of ['repayments', 'note_receipts', 'loan_transactions', 'schedule_versions', 'provision_claims'])
      await tx.run(`alter table ${table} disable trigger user`);
    expect(await tx.run(statement), statement).toBeGreaterThan(0);
    const results = await runChecks(tx, [...ledgerChecks, ...servicingChecks]);
    names = results.filter(({ violations }) => violations > 0).map(({ name }) => name);
    throw new Rollback();
  };
  await books.owner.run(work).catch((error: unknown) => {
    if (!(error instanceof Rollback)) throw error;
  });
  return names;
}

test('loans that were paid, paid off and charged off are whole', async () => {
  await expectWhole(books);
  const statuses = await books.db.sql.query<{ status: string }>('select status from loans order by status');
  expect(statuses.map(({ status }) => status)).toEqual(['charged-off', 'closed', 'in-arrears']);
});

const [open, closed, lost] = ['open', 'closed', 'lost'].map((name) => `loan_id = '${loanIdOf(name)}'`);
const aNote = `note_id = '${noteIdOf('open', 0)}'`;
const otherNote = `note_id = '${noteIdOf('open', 1)}'`;

test.each([
  ['notes-equal-principal', `update notes set principal_minor = principal_minor + 1 where ${aNote}`],
  ['disbursed-once-in-full', `update loans set origination_fee_minor = origination_fee_minor + 1 where ${open}`],
  ['receipts-equal-repayments', `delete from note_receipts where ctid = (select min(ctid) from note_receipts where ${aNote})`],
  ['receipts-equal-repayments', `update note_receipts set service_fee_minor = service_fee_minor + 1 where ${aNote}`],
  ['repayments-in-the-books', `update repayments set fee_minor = fee_minor + 1 where ${open}`],
  ['repayments-in-the-books', `update repayments set journal_id = journal_id || 'x' where ${open}`],
  ['notes-equal-receipts', `update notes set paid_interest_minor = paid_interest_minor + 1 where ${aNote}`],
  ['notes-equal-distributed', `update notes set paid_late_fee_minor = paid_late_fee_minor + 1 where ${aNote}`],
  ['repayments-equal-distributed', `update loans set distributed_interest_minor = distributed_interest_minor + 1 where ${open}`],
  ['repayments-equal-distributed', `update loans set recovered_minor = 1 where ${lost}`],
  [
    'notes-within-one-cent',
    `update notes set paid_principal_minor = paid_principal_minor + case when ${aNote} then 2 else -2 end where ${aNote} or ${otherNote}`,
  ],
  [
    'notes-within-one-cent',
    `update notes set paid_interest_minor = paid_interest_minor + case when ${aNote} then 2 else -2 end where ${aNote} or ${otherNote}`,
  ],
  [
    'instalments-equal-distributed',
    `update instalments set paid_interest_minor = paid_interest_minor - 1 where ${open} and nr = 1 and schedule_version = 1`,
  ],
  ['instalments-equal-distributed', `update instalments set principal_minor = principal_minor + 1 where ${lost} and nr = 12`],
  ['late-instalments-are-in-arrears', `update loans set oldest_unpaid_due_on = null where ${open}`],
  ['late-instalments-are-in-arrears', `update loans set oldest_unpaid_due_on = oldest_unpaid_due_on + 1 where ${open}`],
  ['closed-loans-are-settled', `update instalments set status = 'due' where ${closed} and schedule_version = 2 and nr = 1`],
  ['closed-loans-are-settled', `update loans set next_work_on = '2027-01-01' where ${closed}`],
  ['charge-off-within-principal', `update loans set charged_off_minor = charged_off_minor - 1 where ${lost}`],
  [
    'direct-debits-in-the-books',
    `with a as (insert into sandbox_bank.accounts (reference, behaviour) values ('sandbox-x', 'pays') returning reference)
     insert into sandbox_bank.direct_debits (key, reference, amount_minor, collected_on) select 'loan_x:2026-02-15', reference, 5, '2026-02-15' from a`,
  ],
  ['charge-off-within-principal', `update loans set status = 'defaulted' where ${lost}`],
  ['late-loans-do-not-accrue', `update loans set oldest_unpaid_due_on = oldest_unpaid_due_on - 90 where ${open}`],
  ['provision-fund-in-the-books', `update loans set contributed_minor = contributed_minor - 1 where ${open}`],
  [
    'provision-fund-in-the-books',
    "update accounts set posted_credits = posted_credits + 1 where account_id = 'platform:provision-fund:EUR:03'",
  ],
  ['provision-equals-receipts', `update repayments set provision_minor = provision_minor - 1 where ${open} and provision_minor > 0`],
  ['provision-equals-receipts', `update loans set origination_contribution_minor = 1 where ${lost}`],
  ['contributions-follow-interest', `update loans set contributed_minor = contributed_minor + 1 where ${closed}`],
  ['claims-by-the-rules', `update provision_claims set paid_minor = paid_minor - 1 where ${lost}`],
  ['claims-by-the-rules', `delete from provision_claims where ${lost}`],
])('%s finds what is wrong (case %#)', async (name, statement) => {
  expect(await brokenBy(statement)).toContain(name);
});
