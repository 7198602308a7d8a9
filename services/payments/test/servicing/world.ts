/** Members, contracts and business days for the tests of servicing, over the composed service on a database of its own. */
import { systemClock } from '@mutua/config';
import type { Database, Tx } from '@mutua/db';
import { addDays, type CalendarDate, derivedId, moneyFromWire } from '@mutua/kernel';
import { seededIds, virtualClock } from '@mutua/testkit';
import request from 'supertest';
import { expect } from 'vitest';
import { currentBusinessDate, setBusinessDate } from '../../src/adapters/postgres/business-clock.ts';
import { ledgerChecks, runChecks } from '../../src/adapters/postgres/integrity-checks.ts';
import { servicingChecks } from '../../src/adapters/postgres/servicing/integrity-checks.ts';
import { workOpener } from '../../src/adapters/postgres/servicing/work.ts';
import { unitOpener } from '../../src/adapters/postgres/unit.ts';
import { placeHolds } from '../../src/app/place-hold.ts';
import { type Collected, closeDayForLoans } from '../../src/app/servicing/close-day.ts';
import { type Contract, disburseLoan, type Slice } from '../../src/app/servicing/disburse-loan.ts';
import { repayLoan } from '../../src/app/servicing/repay-loan.ts';
import type { ServicingTerms } from '../../src/domain/servicing/loan.ts';
import { type Books, memberId, withWallet } from '../support/books.ts';
import { openTestService, type TestService } from '../support/service.ts';

const ids = seededIds(77);
const openUnit = unitOpener(ids);
export const openWork = workOpener({ openUnit, ids });

export const terms: ServicingTerms = {
  method: 'annuity',
  frequency: 'monthly',
  dayCount: '30e/360',
  rounding: 'half-even',
  instalmentRounding: 'half-even',
  termMonths: 12,
  lateFee: { ratePpm: 50_000n, minimumMinor: 1_500n, graceDays: 15 },
  serviceFeePpm: 10_000n,
  recoveryFeePpm: 300_000n,
  defaultAfterDays: 121,
  chargeOffAfterDays: 150,
};

export type World = TestService & {
  readonly db: Database;
  /** Calls the API as a member, or as `admin` or `auditor`. */
  get(path: string, as: string): request.Test;
  post(path: string, body: object, as: string | { readonly as: string; readonly key: string }): request.Test;
  put(path: string, body: object, as: string): request.Test;
};

/** Relay, consumers, rail and business day run only when asked for. */
export async function openWorld(options: { readonly start?: boolean } = {}): Promise<World> {
  const opened = await openTestService(options);
  const { app, db } = opened.service;
  const bearers = new Map<string, string>();
  const bearerOf = async (name: string): Promise<string> => {
    const roles = name.startsWith('admin') ? ['member', 'admin'] : name === 'auditor' ? ['auditor'] : ['member'];
    const bearer = bearers.get(name) ?? (await opened.issuer.bearer({ memberId: memberId(name), roles }));
    bearers.set(name, bearer);
    return bearer;
  };
  for (const name of ['admin', 'admin2', 'auditor', 'borrower', 'stranger', 'ann', 'bob', 'eve']) await bearerOf(name);
  const as = (test: request.Test, name: string): request.Test => test.set('authorization', bearers.get(name) ?? '');
  let keys = 0;
  return {
    ...opened,
    db,
    get: (path, name) => as(request(app).get(path), name),
    post(path, body, sender) {
      keys += 1;
      const { as: name, key } = typeof sender === 'string' ? { as: sender, key: `servicing-${keys}` } : sender;
      return as(request(app).post(path), name).set('idempotency-key', key).send(body);
    },
    put: (path, body, name) => as(request(app).put(path), name).send(body),
  };
}

/** What arranging needs of a world. */
export type Ground = Pick<World, 'db'>;

/** A member with money in the EUR wallet. */
export const member = (world: Ground, name: string, amountMinor = 0n) =>
  withWallet({ db: world.db, clock: virtualClock() }, name, amountMinor);

export type Plan = {
  readonly name: string;
  readonly borrower: string;
  /** Lender and what that lender puts in. */
  readonly slices: readonly (readonly [string, bigint])[];
  readonly ratePpm?: bigint;
  readonly originationFeeMinor?: bigint;
  readonly terms?: Partial<ServicingTerms>;
};

export const loanIdOf = (name: string) => derivedId('loan', name);
export const noteIdOf = (name: string, nr: number) => derivedId('note', `${name}-${nr}`);
export const offerIdOf = (name: string, nr: number) => derivedId('offer', `${name}-${nr}`);

export function contractOf({ name, borrower, slices, ratePpm = 120_000n, originationFeeMinor = 0n, terms: own = {} }: Plan): Contract {
  return {
    loanId: loanIdOf(name),
    contractId: derivedId('contract', name),
    requestId: derivedId('loanRequest', name),
    borrowerId: memberId(borrower),
    market: 'EUR',
    productId: derivedId('loanProduct', 'test'),
    grade: 'B2',
    purpose: 'car',
    principalMinor: slices.reduce((sum, [, amount]) => sum + amount, 0n),
    originationFeeMinor,
    ratePpm,
    terms: { ...terms, ...own },
    slices: slices.map(
      ([lender, principalMinor], nr): Slice => ({
        noteId: noteIdOf(name, nr),
        offerId: offerIdOf(name, nr),
        holdId: derivedId('hold', offerIdOf(name, nr)),
        lenderId: memberId(lender),
        principalMinor,
        ratePpm,
      }),
    ),
  };
}

/** Reserves the money of an offer as the consumer of offers does. */
export async function hold({ db }: Ground, slice: Pick<Slice, 'offerId' | 'lenderId' | 'principalMinor'>): Promise<void> {
  await db.run(async (tx) => {
    const unit = await openUnit(tx, systemClock.now());
    const placed = await placeHolds({ ...unit, currencies: ['EUR', 'USD'] }, [
      {
        offerId: slice.offerId as ReturnType<typeof offerIdOf>,
        lenderId: slice.lenderId as ReturnType<typeof memberId>,
        amount: moneyFromWire({ amountMinor: slice.principalMinor.toString(), currency: 'EUR' }),
        journalId: ids.next('journal'),
        businessDate: unit.businessDate,
        at: unit.now,
      },
    ]);
    if (!placed.ok) throw new Error(placed.error.code);
  });
}

export async function disburse({ db }: Ground, contract: Contract, bankAccountId: string | null = null): Promise<void> {
  await db.run(async (tx) => {
    const { ports, moment } = await openWork(tx, systemClock.now());
    await disburseLoan(ports, contract, { ...moment, bankAccountId });
  });
}

/** A loan in servicing: wallets, holds, disbursement. */
export async function lend(world: Ground, plan: Plan): Promise<string> {
  const contract = contractOf(plan);
  await member(world, plan.borrower);
  for (const [nr, [lender]] of plan.slices.entries()) {
    await member(world, lender);
    const slice = contract.slices[nr];
    if (slice) {
      await fund(world, lender, slice.principalMinor);
      await hold(world, slice);
    }
  }
  await disburse(world, contract);
  return contract.loanId;
}

/** Money from outside the platform, on the present business date. */
export async function fund({ db }: Ground, name: string, amountMinor: bigint): Promise<void> {
  await db.run(async (tx) => {
    const { ledger, businessDate } = await openUnit(tx, systemClock.now());
    const id = ids.next('journal');
    const [outcome] = await ledger.post([
      {
        id,
        reference: `test-funding:${id}`,
        kind: 'test',
        businessDate,
        transfers: [
          {
            debitAccountId: 'platform:bank-clearing:EUR:00',
            creditAccountId: derivedId('wallet', memberId(name), 'EUR'),
            amountMinor,
            code: 'deposit',
            kind: 'post',
          },
        ],
      },
    ]);
    expect(outcome).toMatchObject({ status: 'posted' });
  });
}

/** An account at the sandbox bank, and the loan draws on it. */
export async function mandate(
  { owner }: Pick<Books, 'owner'>,
  { name, loanId, behaviour = 'pays' }: { readonly name: string; readonly loanId: string; readonly behaviour?: string },
): Promise<void> {
  const bankAccountId = derivedId('bankAccount', name);
  await owner.sql.run('insert into sandbox_bank.accounts (reference, behaviour) values ($1, $2)', [name, behaviour]);
  await owner.sql.run(
    `insert into bank_accounts (bank_account_id, member_id, currency, masked_iban, provider_reference, behaviour, created_at)
     values ($1, $2, 'EUR', 'XS** 0000', $3, $4, now())`,
    [bankAccountId, memberId(name), name, behaviour],
  );
  await owner.sql.run('update loans set autopay = true, bank_account_id = $2 where loan_id = $1', [loanId, bankAccountId]);
}

/** Repays by hand, as the API does. */
export async function repay({ db }: Ground, loanId: string, amountMinor: bigint | 'payoff'): Promise<void> {
  await db.run(async (tx) => {
    const { ports, moment } = await openWork(tx, systemClock.now());
    const repaid = await repayLoan(ports, { loanId, amountMinor, currency: null }, moment);
    if (!repaid.ok) throw new Error(repaid.error.code);
  });
}

export const nothingCollected: Collected = { paid: new Map(), refused: new Set() };

/** Closes day after day until the date is open, without a bank: nothing is collected. */
export async function openDay({ db }: Ground, date: CalendarDate): Promise<void> {
  const loans = await db.sql.query<{ loan_id: string }>('select loan_id from loans order by loan_id');
  const loanIds = loans.map((row) => row.loan_id);
  for (let on = await currentBusinessDate(db.sql); on < date; on = addDays(on, 1)) {
    await db.run(async (tx: Tx) => {
      const { ports, moment } = await openWork(tx, systemClock.now());
      await closeDayForLoans(ports, { loanIds, on, collected: nothingCollected }, moment);
      await setBusinessDate(tx, addDays(on, 1));
    });
  }
}

/** Rules of the fund in EUR, asked for by one administrator and approved by another. */
export async function decideFundRules(world: World, rules: object): Promise<void> {
  const asked = await world.put('/v1/provision-funds/EUR', { rules, reason: 'As the board decided.' }, 'admin').expect(202);
  const { approvalId, payloadHash } = asked.body;
  await world.post(`/v1/approvals/${approvalId}/approve`, { payloadHash }, 'admin2').expect(200);
}

/** Every invariant of the books and of servicing, over the rows. */
export async function expectWhole({ db }: Ground): Promise<void> {
  const broken = (await runChecks(db.sql, [...ledgerChecks, ...servicingChecks])).filter(({ violations }) => violations > 0);
  expect(broken).toEqual([]);
}

export const eur = (amountMinor: bigint | string) => ({ amountMinor: amountMinor.toString(), currency: 'EUR' });

export async function eventsOf({ db }: Ground, aggregateId: string): Promise<{ name: string; data: Record<string, unknown> }[]> {
  const rows = await db.sql.query<{ name: string; payload: string | Record<string, unknown> }>(
    'select name, payload from outbox where aggregate_id = $1 order by position',
    [aggregateId],
  );
  return rows.map(({ name, payload }) => ({ name, data: typeof payload === 'string' ? JSON.parse(payload) : payload }));
}
