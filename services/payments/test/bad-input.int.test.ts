/**
 * Bad input on every way into the books, over REST and by events: refused with a stable code, and no trace in the books. What a refusal may
 * leave is the refusal itself: its answer under the request's key, a dead letter, or the fact that tells whoever asked.
 */
import { type Database, openDatabase } from '@mutua/db';
import { derivedId } from '@mutua/kernel';
import { type Messaging, startMessaging } from '@mutua/messaging';
import { createMetrics } from '@mutua/telemetry';
import { eventually, seededIds, silentLogger, testDatabase, testEnvironment, virtualClock } from '@mutua/testkit';
import type request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Contract } from '../src/app/servicing/disburse-loan.ts';
import { contractOf, eur, expectWhole, fund, hold, lend, loanIdOf, openWorld, type World } from './servicing/world.ts';
import { booksHash, contracted, type Event, freed, offered, type Sent } from './support/bad-input.ts';
import { clearing, memberId, today, wallet, withWallet } from './support/books.ts';

const ids = seededIds(11);
let world: World;
let others: Database;
let voice: Messaging;
let closeOthers: () => Promise<void>;
let bankAccountId: string;
let loanId: string;
let lostId: string;
let askedJournal: { approvalId: string; payloadHash: string };

beforeAll(async () => {
  world = await openWorld({ start: true });
  const database = await testDatabase('identity');
  others = await openDatabase({ url: database.url, applicationName: 'others', logger: silentLogger });
  const { kafkaBrokers: brokers } = testEnvironment();
  const metrics = createMetrics({ service: 'others' });
  const { topicPrefix } = world;
  voice = await startMessaging({ db: others, brokers, topicPrefix, service: 'others', handlers: {}, ids, logger: silentLogger, metrics });
  closeOthers = async () => {
    await voice.close();
    await others.close();
    await database.drop();
  };
  await arrange();
}, 60_000);
afterAll(async () => {
  await expectWhole(world);
  await closeOthers();
  await world.close();
});

async function arrange(): Promise<void> {
  await withWallet({ db: world.db, clock: virtualClock() }, 'stranger', 5_000n);
  const slices = [['ann', 50_000n]] as const;
  loanId = await lend(world, { name: 'good', borrower: 'borrower', slices });
  lostId = await lend(world, { name: 'lost', borrower: 'borrower', slices });
  await fund(world, 'ann', 100_000n);
  await fund(world, 'borrower', 60_000n);
  await hold(world, contractOf({ name: 'held', borrower: 'borrower', slices: [['ann', 40_000n]] }).slices[0] ?? raise());
  bankAccountId = (await world.post('/v1/bank-accounts', { currency: 'EUR' }, 'ann').expect(201)).body.bankAccountId;
  const writeOff = await world.post(`/v1/loans/${lostId}/write-off`, { reason: 'Bankrupt.' }, 'admin').expect(202);
  await approve(writeOff.body).expect(200);
  askedJournal = (await world.post('/v1/journal-entries', { ...written({}), reference: 'asked', reason: 'A gift.' }, 'admin').expect(202))
    .body;
  await eventually(async () => (await world.db.sql.query('select 1 from business_days')).length === 1, { what: 'the first business day' });
}
const raise = (): never => {
  throw new Error('the contract has a slice');
};
const approve = ({ approvalId, payloadHash }: typeof askedJournal) =>
  world.post(`/v1/approvals/${approvalId}/approve`, { payloadHash }, 'admin2');

const books = (told: string) => booksHash(world, told);

const big = (2n ** 63n).toString();
const amounts = [
  ['zero', eur(0n), 400, 'request.invalid'],
  ['a negative amount', eur(-1n), 400, 'request.invalid'],
  ['2^63', eur(big), 400, 'request.invalid'],
] as const;
type Ask = () => request.Test;
type Rest = readonly [what: string, ask: Ask, status: number, code: string];

const usd = { amountMinor: '100', currency: 'USD' };
const transfer = (amount: Sent, to: string = wallet('stranger'), from: string = wallet('ann')): request.Test =>
  world.post('/v1/transfers', { fromWalletId: from, toWalletId: to, amount }, 'ann');
const movement = (path: string, amount: Sent, account = bankAccountId) => world.post(path, { bankAccountId: account, amount }, 'ann');
const repay = (amount: Sent, loan = loanId) => world.post(`/v1/loans/${loan}/repayments`, { amount }, 'borrower');
const recover = (amount: Sent, loan = lostId) => world.post(`/v1/loans/${loan}/recoveries`, { amount }, 'admin');
const backDate = (amount: Sent, on = '2026-01-14', loan = loanId) =>
  world.post(`/v1/loans/${loan}/back-dated-repayments`, { amount, on, reason: 'Late post.' }, 'admin');
const prepay = (amount: Sent, loan = loanId) => world.post(`/v1/loans/${loan}/prepayments`, { amount, mode: 'lower' }, 'borrower');
function written({
  amount = eur(100n),
  debit = clearing,
  credit = wallet('ann'),
  ...more
}: {
  amount?: Sent;
  debit?: string;
  credit?: string;
  businessDate?: string;
}) {
  return { transfers: [{ debitAccountId: debit, creditAccountId: credit, amount, code: 'member-transfer' }], ...more };
}
const journal = (how: Parameters<typeof written>[0]) =>
  world.post('/v1/journal-entries', { ...written(how), reference: 'bad-input', reason: 'To see it refused.' }, 'admin');
const unknownWallet = wallet('nobody');
const unknownLoan = loanIdOf('nobody has this one');
const unknownBank = derivedId('bankAccount', 'nobody has this one');

const ways: readonly (readonly [what: string, ask: (amount: Sent) => request.Test])[] = [
  ['a transfer', (amount) => transfer(amount)],
  ['a deposit', (amount) => movement('/v1/deposits', amount)],
  ['a withdrawal', (amount) => movement('/v1/withdrawals', amount)],
  ['a repayment', (amount) => repay(amount)],
  ['a prepayment', (amount) => prepay(amount)],
  ['a recovery', (amount) => recover(amount)],
  ['a back-dated repayment', (amount) => backDate(amount)],
  ['a journal by hand', (amount) => journal({ amount })],
];
const rest: readonly Rest[] = [
  ...ways.flatMap(([way, ask]) =>
    amounts.map(([what, amount, status, code]): Rest => [`${way} of ${what}`, () => ask(amount), status, code]),
  ),
  ['a transfer in another currency', () => transfer(usd), 422, 'transfer.currency_mismatch'],
  ['a transfer to a wallet of another currency', () => transfer(eur(1n), wallet('stranger', 'USD')), 422, 'transfer.currency_mismatch'],
  ['a deposit in another currency', () => movement('/v1/deposits', usd), 422, 'bank_account.currency_mismatch'],
  ['a withdrawal in another currency', () => movement('/v1/withdrawals', usd), 422, 'bank_account.currency_mismatch'],
  ['a repayment in another currency', () => repay(usd), 422, 'money.currency_mismatch'],
  ['a prepayment in another currency', () => prepay(usd), 422, 'money.currency_mismatch'],
  ['a recovery in another currency', () => recover(usd), 422, 'money.currency_mismatch'],
  ['a back-dated repayment in another currency', () => backDate(usd), 422, 'money.currency_mismatch'],
  ['a journal in another currency', () => journal({ amount: usd }), 422, 'journal.invalid'],
  ['a journal across currencies', () => journal({ credit: wallet('ann', 'USD') }), 422, 'journal.invalid'],
  ['a transfer from an unknown wallet', () => transfer(eur(1n), wallet('stranger'), unknownWallet), 404, 'wallet.not_found'],
  ['a transfer to an unknown wallet', () => transfer(eur(1n), unknownWallet), 404, 'wallet.not_found'],
  ['a deposit from an unknown bank account', () => movement('/v1/deposits', eur(1n), unknownBank), 404, 'bank_account.not_found'],
  ['a withdrawal to an unknown bank account', () => movement('/v1/withdrawals', eur(1n), unknownBank), 404, 'bank_account.not_found'],
  ['a repayment of an unknown loan', () => repay(eur(1n), unknownLoan), 404, 'loan.not_found'],
  ['a prepayment of an unknown loan', () => prepay(eur(1n), unknownLoan), 404, 'loan.not_found'],
  ['a recovery of an unknown loan', () => recover(eur(1n), unknownLoan), 404, 'loan.not_found'],
  ['a back-dated repayment of an unknown loan', () => backDate(eur(1n), '2026-01-14', unknownLoan), 404, 'loan.not_found'],
  ['a journal on an unknown account', () => journal({ debit: 'platform:bank-clearing:CHF:00' }), 422, 'journal.invalid'],
  ['a journal on one account', () => journal({ debit: wallet('ann') }), 422, 'journal.invalid'],
  ['a transfer of more than there is', () => transfer(eur(10n ** 14n)), 422, 'wallet.insufficient_funds'],
  ['a withdrawal of more than there is', () => movement('/v1/withdrawals', eur(10n ** 14n)), 422, 'wallet.insufficient_funds'],
  [
    'a journal of more than there is',
    () => journal({ debit: wallet('ann'), credit: clearing, amount: eur(10n ** 14n) }),
    422,
    'journal.invalid',
  ],
  ['a repayment of more than closes the loan', () => repay(eur(60_000n)), 422, 'repayment.exceeds_payoff'],
  ['a prepayment of more than closes the loan', () => prepay(eur(60_000n)), 422, 'prepayment.settles_loan'],
  ['a recovery of more than is owed', () => recover(eur(50_001n)), 422, 'recovery.exceeds_owed'],
  ['a recovery on a loan in service', () => recover(eur(1n), loanId), 409, 'loan.not_charged_off'],
  ['a repayment of a loan that is charged off', () => repay(eur(1n), lostId), 409, 'loan.not_open'],
  ['a back-dated repayment of today', () => backDate(eur(1n), today), 422, 'repayment.not_back_dated'],
  ['a back-dated repayment from before the books', () => backDate(eur(1n), '2026-01-14'), 422, 'repayment.before_disbursement'],
  [
    'a book closed beyond the present date',
    () => world.post('/v1/ledger-book/close', { closedThrough: today, reason: 'Too early.' }, 'admin'),
    422,
    'ledger_book.day_open',
  ],
];

test.each(rest)('%s', async (_what, ask, status, code) => {
  const before = await books('');
  const answer = await ask();
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(await books('')).toEqual(before);
});

const rehearsals: readonly (readonly [what: string, how: Parameters<typeof written>[0], code: string])[] = [
  ['before the books open', { businessDate: '2026-01-14' }, 'ledger.before_opening'],
  ['in another currency', { amount: usd }, 'ledger.currency_mismatch'],
  ['on an unknown account', { credit: 'platform:suspense:CHF:00' }, 'ledger.account_unknown'],
  ['beyond what an account holds', { debit: wallet('ann'), credit: clearing, amount: eur(10n ** 14n) }, 'ledger.insufficient_funds'],
];
test.each(rehearsals)('the rehearsal of a journal %s tells it and leaves nothing', async (_what, how, code) => {
  const before = await books('');
  const { body } = await world.post('/v1/journal-entries/dry-run', written(how), 'admin').expect(200);
  expect(body.accepted).toBe(false);
  expect(body.problems.map((problem: { code: string }) => problem.code)).toContain(code);
  expect(await books('')).toEqual(before);
});

/** As a service that does not keep the contract would: into the outbox without the check of events. */
async function say(name: string, aggregateId: string, data: object): Promise<void> {
  const topic = name.startsWith('loans.loan') ? 'loans.loan.v1' : `${name.split('.')[0]}.offer.v1`;
  await others.sql.run(
    `with appended as (
       insert into outbox (event_id, topic, name, aggregate_id, aggregate_version, payload, subjects, occurred_at)
       values ($1, $2, $3, $4, 1, $5, '{}', now()) returning position)
     insert into outbox_pending select position from appended`,
    [ids.next('event'), topic, name, aggregateId, JSON.stringify(data)],
  );
}
type Case = readonly [what: string, event: () => Event, code: string];
const sliced = (principalMinor: bigint) => (contract: Contract) => ({
  slices: contract.slices.map((slice) => ({ ...slice, principalMinor })),
});

const dead: readonly Case[] = [
  ['an offer of nothing', () => offered('zero', 'ann', eur(0n)), 'hold.amount_not_positive'],
  ['an offer of less than nothing', () => offered('negative', 'ann', eur(-5n)), 'hold.amount_not_positive'],
  ['an offer of 2^63', () => offered('huge', 'ann', eur(big)), 'event.invalid'],
  ['an offer of nobody known', () => offered('nobody', 'nobody', eur(5n)), 'event.not_yet'],
  ['less than nothing freed', () => freed('freed-negative', eur(-5n)), 'hold.exceeded'],
  ['more freed than held', () => freed('freed-more', eur(40_001n)), 'hold.exceeded'],
  ['freed in another currency', () => freed('freed-usd', usd), 'hold.currency_mismatch'],
  ['2^63 freed', () => freed('freed-huge', eur(big)), 'event.invalid'],
  ['freed of an offer that nobody knows', () => freed('freed-unknown', eur(5n), derivedId('offer', 'nobody made it')), 'event.not_yet'],
  [
    'a contract of a borrower without a wallet',
    () => contracted('nobody', () => ({ borrowerId: memberId('nobody') })),
    'event.handler_failed',
  ],
  ['a contract without notes', () => contracted('empty', () => ({ principalMinor: 0n, slices: [] })), 'event.invalid'],
  ['a contract of 2^63', () => contracted('huge-loan', () => ({ principalMinor: 2n ** 63n })), 'event.invalid'],
];
const told: readonly (readonly [what: string, event: () => Event, fact: string, code: string])[] = [
  [
    'an offer in a currency nobody keeps',
    () => offered('chf', 'ann', { amountMinor: '5', currency: 'CHF' }),
    'payments.hold-refused.v1',
    'wallet.currency_unknown',
  ],
  [
    'an offer of more than there is',
    () => offered('more', 'ann', eur(10n ** 14n)),
    'payments.hold-refused.v1',
    'wallet.insufficient_funds',
  ],
  [
    'notes that do not sum to the loan',
    () => contracted('short', () => ({ principalMinor: 40_001n })),
    'payments.disbursement-failed.v1',
    'contract.slices_do_not_sum',
  ],
  [
    'a contract of nothing',
    () => contracted('nil', (contract) => ({ ...sliced(0n)(contract), principalMinor: 0n })),
    'payments.disbursement-failed.v1',
    'contract.fee_out_of_range',
  ],
  [
    'notes of less than nothing',
    () =>
      contracted('minus', (contract) => ({
        slices: [40_100n, -100n].map((principalMinor, nr) => ({
          ...(contract.slices[0] ?? raise()),
          noteId: derivedId('note', `minus-${nr}`),
          principalMinor,
        })),
      })),
    'payments.disbursement-failed.v1',
    'hold.exceeded',
  ],
  [
    'a fee of more than the loan',
    () => contracted('fee', () => ({ originationFeeMinor: 40_000n })),
    'payments.disbursement-failed.v1',
    'contract.fee_out_of_range',
  ],
  [
    'a contract in another currency than its holds',
    () => contracted('usd', () => ({ market: 'USD' })),
    'payments.disbursement-failed.v1',
    'hold.currency_mismatch',
  ],
  [
    'a contract on an unknown hold',
    () =>
      contracted('unheld', (contract) => ({
        slices: contract.slices.map((slice) => ({ ...slice, holdId: derivedId('hold', 'nobody placed it') })),
      })),
    'payments.disbursement-failed.v1',
    'hold.unknown',
  ],
  [
    'a contract of more than is held',
    () => contracted('above', (contract) => ({ ...sliced(40_001n)(contract), principalMinor: 40_001n })),
    'payments.disbursement-failed.v1',
    'hold.exceeded',
  ],
];

const letterOf = (id: string) =>
  eventually(() => world.db.sql.one<{ cause_code: string }>('select cause_code from dead_letters where aggregate_id = $1', [id]), {
    what: `a dead letter about ${id}`,
    timeoutMs: 6_000,
  });

test.each(dead)(
  '%s is kept aside with its cause',
  async (_what, make, code) => {
    const before = await books('');
    const event = make();
    await say(event.name, event.id, event.data);
    expect((await letterOf(event.id)).cause_code).toBe(code);
    expect(await books('')).toEqual(before);
  },
  30_000,
);

test.each(told)(
  '%s is refused and told',
  async (_what, make, fact, code) => {
    const before = await books(fact);
    const event = make();
    await say(event.name, event.id, event.data);
    const refusal = await eventually(
      () =>
        world.db.sql.one<{ payload: string }>('select payload from outbox where name = $1 and payload like $2', [fact, `%${event.id}%`]),
      { what: 'the refusal', timeoutMs: 6_000 },
    );
    expect(JSON.parse(refusal.payload).code).toBe(code);
    expect(await books(fact)).toEqual(before);
  },
  30_000,
);

// The clock of the books is set where no operation would set it: whatever the date, no path writes outside the open days.
const dated: readonly Rest[] = [
  ['a transfer', () => transfer(eur(1n)), 422, ''],
  ['a withdrawal', () => movement('/v1/withdrawals', eur(1n)), 422, ''],
  ['a payoff', () => world.post(`/v1/loans/${loanId}/repayments`, { payoff: true }, 'borrower'), 422, ''],
  ['a journal by hand', () => journal({}), 422, 'journal.invalid'],
  ['a journal that waits for approval', () => approve(askedJournal), 422, ''],
];
const setClock = (date: string) => world.db.sql.run('update business_clock set business_date = $1', [date]);
async function closeThrough(date: string): Promise<void> {
  await setClock('2026-01-20');
  const asked = await world.post('/v1/ledger-book/close', { closedThrough: date, reason: 'The month is done.' }, 'admin').expect(202);
  await approve(asked.body).expect(200);
}
test.each([
  ['before the books open', '2026-01-14', 'ledger.before_opening'],
  ['in a closed period', '2026-01-16', 'ledger.period_closed'],
])(
  '%s nothing is posted on any way',
  async (_when, date, code) => {
    if (code === 'ledger.period_closed') await closeThrough(date);
    await setClock(date);
    const before = await books('payments.hold-refused.v1');
    for (const [what, ask, status, own] of dated) {
      const answer = await ask();
      expect([what, answer.status, answer.body.code]).toEqual([what, status, own || code]);
    }
    const [offer, free, contract] = [offered(code, 'ann', eur(5n)), freed(`freed-${code}`, eur(5n)), contracted(code, () => ({}))];
    for (const event of [offer, free, contract]) await say(event.name, event.id, event.data);
    expect((await letterOf(free.id)).cause_code).toBe(code);
    expect((await letterOf(contract.id)).cause_code).toBe('event.handler_failed');
    const refusal = await eventually(() =>
      world.db.sql.one<{ refusal: string }>('select refusal from holds where offer_id = $1', [offer.id]),
    );
    expect(refusal.refusal).toBe(code);
    expect(await books('payments.hold-refused.v1')).toEqual(before);
    await setClock(today);
  },
  60_000,
);
