/** Wallets and transfers between members. */
import { type Actor, decodeCursor, pageOf, reply } from '@mutua/http';
import { moneyFromWire, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { makeTransfer } from '../../app/make-transfer.ts';
import type { GroupCommitter, WalletDirectory } from '../../app/ports.ts';
import type { MoneyViews } from '../../app/views.ts';
import type { MoneyHandlers } from './operations.ts';
import { claimView, walletMovementView, walletView } from './views.ts';

export const pageLimit = 25;
type Deps = {
  readonly views: MoneyViews;
  readonly transferPorts: { readonly committer: GroupCommitter; readonly wallets: WalletDirectory };
};

/** The member a list is about: the caller, or whom an administrator or auditor names. */
export function subjectOf(actor: Actor, memberId: string | undefined): Result<string, Rejection<'auth.forbidden'>> {
  if (memberId === undefined || memberId === actor.memberId) return ok(actor.memberId);
  return actor.roles.includes('admin') || actor.roles.includes('auditor') ? ok(memberId) : reject('auth.forbidden');
}

export const walletHandlers = ({
  views,
  transferPorts,
}: Deps): Pick<MoneyHandlers, 'listWallets' | 'getWallet' | 'listWalletTransactions' | 'listWalletClaims' | 'createTransfer'> => ({
  listWallets: async ({ sql, actor, query }) => {
    const member = subjectOf(actor, query.memberId);
    const keys = decodeCursor(query.cursor, 1);
    if (!member.ok) return member;
    if (!keys.ok) return keys;
    const limit = query.limit ?? pageLimit;
    const rows = await views.wallets(sql, { memberId: member.value, after: keys.value?.[0], limit });
    return reply.ok(pageOf(rows, limit, { keys: ({ currency }) => [currency], view: walletView }));
  },
  getWallet: async ({ sql, params }) => {
    const wallet = await views.wallet(sql, params.walletId);
    return wallet === undefined ? reject('wallet.not_found') : reply.ok(walletView(wallet));
  },
  listWalletTransactions: async ({ sql, params, query }) => {
    const before = positionOf(query.cursor);
    if (!before.ok) return before;
    const limit = query.limit ?? pageLimit;
    const rows = await views.walletMovements(sql, { walletId: params.walletId, before: before.value, limit });
    return reply.ok(pageOf(rows, limit, { keys: ({ transferNo }) => [transferNo.toString()], view: walletMovementView }));
  },
  listWalletClaims: async ({ sql, params, query }) => {
    const before = positionOf(query.cursor);
    if (!before.ok) return before;
    const limit = query.limit ?? pageLimit;
    const rows = await views.walletClaims(sql, { walletId: params.walletId, before: before.value, limit });
    return reply.ok(pageOf(rows, limit, { keys: ({ claimNo }) => [claimNo.toString()], view: claimView }));
  },
  createTransfer: {
    transaction: 'own',
    handle: async ({ body, actor, now, ids, request, operationId, requestId }) => {
      const transferId = ids.next('transfer');
      const audit = { id: ids.next('auditEvent'), actorId: actor.memberId, action: operationId, objectId: transferId, at: now };
      const { result, replayed } = await makeTransfer(transferPorts, {
        transferId,
        journalId: ids.next('journal'),
        memberId: actor.memberId,
        fromWalletId: body.fromWalletId,
        toWalletId: body.toWalletId,
        amount: moneyFromWire(body.amount),
        request,
        at: now,
        also: async (tx) => {
          if (actor.roles.includes('admin')) await tx.audit.record({ ...audit, details: { params: {}, body, requestId } });
        },
      });
      if (!result.ok) return result;
      const answer = { ...reply.created({ ...body, ...result.value }), replayed };
      return answer;
    },
  },
});

/** The one number of a cursor over a growing list; anything else was not issued here. */
export function positionOf(cursor: string | undefined): Result<string | undefined, Rejection<'cursor.invalid'>> {
  const keys = decodeCursor(cursor, 1);
  if (!keys.ok) return keys;
  const position = keys.value?.[0];
  return position === undefined || /^[0-9]{1,18}$/.test(position) ? ok(position) : reject('cursor.invalid');
}
