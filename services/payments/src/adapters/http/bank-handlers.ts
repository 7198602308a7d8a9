/** Bank accounts, deposits and withdrawals. The bank is told after the commit, by the rail. */
import type { Database, Sql, Tx } from '@mutua/db';
import { type Actor, decodeCursor, pageOf, reply } from '@mutua/http';
import {
  type CalendarDate,
  calendarDate,
  fnv1a64,
  type Ids,
  type Instant,
  moneyFromWire,
  type Rejection,
  type Result,
  reject,
} from '@mutua/kernel';
import type { BankAccount, BankProvider, Behaviour, OpenUnit, Unit } from '../../app/ports.ts';
import { type MovementWish, requestDeposit, requestWithdrawal } from '../../app/request-movement.ts';
import type { MoneyViews, PageOfMember } from '../../app/views.ts';
import { hasValidCheck, maskIban, sandboxIban } from '../../domain/iban.ts';
import type { MoneyHandlers } from './operations.ts';
import { bankAccountView, depositView, withdrawalView } from './views.ts';
import { pageLimit } from './wallet-handlers.ts';

export type BankDeps = {
  readonly db: Database;
  readonly openUnit: OpenUnit;
  readonly views: MoneyViews;
  readonly provider: BankProvider;
  readonly currencies: readonly string[];
  /** Tells the rail that there is something to send. */
  readonly wakeRail: () => void;
};

type BankOperation =
  | 'listBankAccounts'
  | 'createBankAccount'
  | 'listDeposits'
  | 'createDeposit'
  | 'getDeposit'
  | 'listWithdrawals'
  | 'createWithdrawal'
  | 'getWithdrawal';

export const bankHandlers = (deps: BankDeps): Pick<MoneyHandlers, BankOperation> => ({
  ...accountHandlers(deps),
  ...depositHandlers(deps),
  ...withdrawalHandlers(deps),
});

const accountHandlers = ({
  db,
  openUnit,
  views,
  provider,
  currencies,
}: BankDeps): Pick<MoneyHandlers, 'listBankAccounts' | 'createBankAccount'> => ({
  listBankAccounts: async ({ sql, actor, query }) => {
    const keys = decodeCursor(query.cursor, 1);
    if (!keys.ok) return keys;
    const limit = query.limit ?? pageLimit;
    const rows = await views.bankAccounts(sql, { memberId: actor.memberId, after: keys.value?.[0], limit });
    return reply.ok(pageOf(rows, limit, { keys: ({ bankAccountId }) => [bankAccountId], view: bankAccountView }));
  },
  // The bank is asked before the transaction, never inside it; an account it knows and we do not is harmless.
  createBankAccount: {
    transaction: 'own',
    handle: async ({ body, actor, now, ids }) => {
      const behaviour = behaviourOf(body.sandbox);
      if (behaviour === undefined) return reject('bank_account.behaviour_invalid');
      if (!currencies.includes(body.currency)) return reject('bank_account.currency_unknown', { currency: body.currency });
      if (body.iban !== undefined && !hasValidCheck(body.iban)) return reject('bank_account.iban_invalid');
      const bankAccountId = ids.next('bankAccount');
      const iban = body.iban ?? sandboxIban(fnv1a64(bankAccountId));
      const account: BankAccount = {
        bankAccountId,
        memberId: actor.memberId,
        currency: body.currency,
        maskedIban: maskIban(iban),
        providerReference: `sandbox:${bankAccountId}`,
        ...behaviour,
        createdAt: now,
      };
      await provider.openAccount({ reference: account.providerReference, iban, ...behaviour });
      await db.run(async (tx) => (await openUnit(tx, now)).bankAccounts.insert(account));
      return reply.created(bankAccountView(account));
    },
  },
});

type Sandbox = { readonly behaviour: Behaviour; readonly stopsOn?: string };

/** The date is there exactly with `stops-on`. */
function behaviourOf(sandbox: Sandbox | undefined): { behaviour: Behaviour; stopsOn: CalendarDate | null } | undefined {
  const { behaviour, stopsOn } = sandbox ?? { behaviour: 'pays' };
  if ((behaviour === 'stops-on') !== (stopsOn !== undefined)) return undefined;
  return { behaviour, stopsOn: stopsOn === undefined ? null : calendarDate(stopsOn) };
}

type Listed = { readonly sql: Sql; readonly actor: Actor; readonly query: { readonly cursor?: string; readonly limit?: number } };
type Asked = {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly body: { readonly bankAccountId: string; readonly amount: { readonly amountMinor: string; readonly currency: string } };
  readonly now: Instant;
  readonly ids: Ids;
};
type Kind<M, V> = {
  readonly rows: (sql: Sql, page: PageOfMember) => Promise<M[]>;
  readonly find: (sql: Sql, id: string) => Promise<M | undefined>;
  readonly request: (unit: Unit, wish: MovementWish, ids: Ids) => Promise<Result<M, Rejection>>;
  readonly view: (movement: M) => V;
  /** The code of the 404. */
  readonly unknown: string;
};

/** Deposits and withdrawals differ in the way the money goes, not in how they are asked for and shown. */
const movementHandlers = <M extends { readonly id: string }, V>(
  { openUnit, wakeRail }: Pick<BankDeps, 'openUnit' | 'wakeRail'>,
  { rows, find, request, view, unknown }: Kind<M, V>,
) => ({
  list: async ({ sql, actor, query }: Listed) => {
    const keys = decodeCursor(query.cursor, 1);
    if (!keys.ok) return keys;
    const limit = query.limit ?? pageLimit;
    const found = await rows(sql, { memberId: actor.memberId, after: keys.value?.[0], limit });
    return reply.ok(pageOf(found, limit, { keys: ({ id }) => [id], view }));
  },
  create: async ({ tx, body, actor, now, ids }: Asked) => {
    const unit = await openUnit(tx, now);
    const { businessDate } = unit;
    const amount = moneyFromWire(body.amount);
    const requested = await request(
      unit,
      { memberId: actor.memberId, bankAccountId: body.bankAccountId, amount, businessDate, at: now },
      ids,
    );
    if (!requested.ok) return requested;
    tx.afterCommit(wakeRail);
    return reply.accepted(view(requested.value));
  },
  get: async (sql: Sql, id: string) => {
    const movement = await find(sql, id);
    return movement === undefined ? reject(unknown) : reply.ok(view(movement));
  },
});

const depositHandlers = (deps: BankDeps): Pick<MoneyHandlers, 'listDeposits' | 'createDeposit' | 'getDeposit'> => {
  const { list, create, get } = movementHandlers(deps, {
    rows: deps.views.deposits,
    find: deps.views.deposit,
    request: (unit, wish, ids) => requestDeposit(unit, { ...wish, depositId: ids.next('deposit') }),
    view: depositView,
    unknown: 'deposit.not_found',
  });
  return { listDeposits: list, createDeposit: create, getDeposit: ({ sql, params }) => get(sql, params.depositId) };
};

const withdrawalHandlers = (deps: BankDeps): Pick<MoneyHandlers, 'listWithdrawals' | 'createWithdrawal' | 'getWithdrawal'> => {
  const { list, create, get } = movementHandlers(deps, {
    rows: deps.views.withdrawals,
    find: deps.views.withdrawal,
    request: (unit, wish, ids) =>
      requestWithdrawal(unit, { ...wish, withdrawalId: ids.next('withdrawal'), journalId: ids.next('journal') }),
    view: withdrawalView,
    unknown: 'withdrawal.not_found',
  });
  return { listWithdrawals: list, createWithdrawal: create, getWithdrawal: ({ sql, params }) => get(sql, params.withdrawalId) };
};
