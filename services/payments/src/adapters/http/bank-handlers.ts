/** Bank accounts, deposits and withdrawals. The bank is told after the commit, by the rail. */
import type { Database } from '@mutua/db';
import { decodeCursor, pageOf, reply } from '@mutua/http';
import { type CalendarDate, calendarDate, fnv1a64, moneyFromWire, reject } from '@mutua/kernel';
import type { BankAccount, BankProvider, Behaviour, OpenUnit } from '../../app/ports.ts';
import { requestDeposit, requestWithdrawal } from '../../app/request-movement.ts';
import type { MoneyViews } from '../../app/views.ts';
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

const depositHandlers = ({
  openUnit,
  views,
  wakeRail,
}: BankDeps): Pick<MoneyHandlers, 'listDeposits' | 'createDeposit' | 'getDeposit'> => ({
  listDeposits: async ({ sql, actor, query }) => {
    const keys = decodeCursor(query.cursor, 1);
    if (!keys.ok) return keys;
    const limit = query.limit ?? pageLimit;
    const rows = await views.deposits(sql, { memberId: actor.memberId, after: keys.value?.[0], limit });
    return reply.ok(pageOf(rows, limit, { keys: ({ id }) => [id], view: depositView }));
  },
  createDeposit: async ({ tx, body, actor, now, ids }) => {
    const unit = await openUnit(tx, now);
    const requested = await requestDeposit(unit, {
      depositId: ids.next('deposit'),
      memberId: actor.memberId,
      bankAccountId: body.bankAccountId,
      amount: moneyFromWire(body.amount),
      businessDate: unit.businessDate,
      at: now,
    });
    if (!requested.ok) return requested;
    tx.afterCommit(wakeRail);
    return reply.accepted(depositView(requested.value));
  },
  getDeposit: async ({ sql, params }) => {
    const deposit = await views.deposit(sql, params.depositId);
    return deposit === undefined ? reject('deposit.not_found') : reply.ok(depositView(deposit));
  },
});

const withdrawalHandlers = ({
  openUnit,
  views,
  wakeRail,
}: BankDeps): Pick<MoneyHandlers, 'listWithdrawals' | 'createWithdrawal' | 'getWithdrawal'> => ({
  listWithdrawals: async ({ sql, actor, query }) => {
    const keys = decodeCursor(query.cursor, 1);
    if (!keys.ok) return keys;
    const limit = query.limit ?? pageLimit;
    const rows = await views.withdrawals(sql, { memberId: actor.memberId, after: keys.value?.[0], limit });
    return reply.ok(pageOf(rows, limit, { keys: ({ id }) => [id], view: withdrawalView }));
  },
  createWithdrawal: async ({ tx, body, actor, now, ids }) => {
    const unit = await openUnit(tx, now);
    const requested = await requestWithdrawal(unit, {
      withdrawalId: ids.next('withdrawal'),
      journalId: ids.next('journal'),
      memberId: actor.memberId,
      bankAccountId: body.bankAccountId,
      amount: moneyFromWire(body.amount),
      businessDate: unit.businessDate,
      at: now,
    });
    if (!requested.ok) return requested;
    tx.afterCommit(wakeRail);
    return reply.accepted(withdrawalView(requested.value));
  },
  getWithdrawal: async ({ sql, params }) => {
    const withdrawal = await views.withdrawal(sql, params.withdrawalId);
    return withdrawal === undefined ? reject('withdrawal.not_found') : reply.ok(withdrawalView(withdrawal));
  },
});
