/** Journals that people write: everything wrong with one, at once, and what takes one back. Pure; the ledger itself decides about money. */
import type { CalendarDate } from '@mutua/kernel';
import type { TransferCode, TransferKind } from './ledger.ts';

export type WrittenTransfer = {
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  readonly amount: { readonly amountMinor: string; readonly currency: string };
  readonly code: string;
};
/** What the books say about the accounts and codes that a journal names. */
export type JournalGround = {
  readonly currencyOf: ReadonlyMap<string, string>;
  readonly codes: ReadonlySet<string>;
  readonly opensOn: CalendarDate | null;
  readonly closedThrough: CalendarDate | null;
};
/** `path` is a JSON pointer into the request. */
export type JournalProblem = { readonly path: string; readonly code: string; readonly message: string };

/** All problems that can be seen without moving money, in the order of the transfers. */
export function problemsOf(transfers: readonly WrittenTransfer[], businessDate: CalendarDate, ground: JournalGround): JournalProblem[] {
  const dated: JournalProblem[] = [];
  if (ground.opensOn !== null && businessDate < ground.opensOn) {
    dated.push({ path: '/businessDate', code: 'ledger.before_opening', message: `the books open on ${ground.opensOn}` });
  }
  if (ground.closedThrough !== null && businessDate <= ground.closedThrough) {
    dated.push({ path: '/businessDate', code: 'ledger.period_closed', message: `the books are closed through ${ground.closedThrough}` });
  }
  return [...dated, ...transfers.flatMap((transfer, i) => transferProblems(transfer, `/transfers/${i}`, ground))];
}

function transferProblems(transfer: WrittenTransfer, path: string, { currencyOf, codes }: JournalGround): JournalProblem[] {
  const { debitAccountId, creditAccountId, amount, code } = transfer;
  const problems: JournalProblem[] = [];
  if (!codes.has(code))
    problems.push({ path: `${path}/code`, code: 'ledger.code_unknown', message: `${code} is in no chart of this ledger` });
  if (debitAccountId === creditAccountId) {
    problems.push({ path, code: 'ledger.same_account', message: 'a transfer has two different accounts' });
  }
  for (const side of ['debitAccountId', 'creditAccountId'] as const) {
    const currency = currencyOf.get(transfer[side]);
    if (currency === undefined) {
      problems.push({ path: `${path}/${side}`, code: 'ledger.account_unknown', message: 'there is no such account' });
    } else if (currency !== amount.currency) {
      problems.push({ path: `${path}/${side}`, code: 'ledger.currency_mismatch', message: `the account is kept in ${currency}` });
    }
  }
  return problems;
}

/** Journals that nothing else keeps in step with: receipts, deposits and the like have undoings of their own. */
const reversibleKinds: ReadonlySet<string> = new Set(['manual', 'member-transfer']);

export type BookedTransfer = {
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  readonly amountMinor: string;
  readonly code: TransferCode;
  readonly kind: TransferKind;
};

/** The same transfers the other way round; undefined when a journal of this kind is not taken back by hand. */
export function mirrored(kind: string, transfers: readonly BookedTransfer[]): Omit<BookedTransfer, 'kind'>[] | undefined {
  if (!reversibleKinds.has(kind) || transfers.some((transfer) => transfer.kind !== 'post')) return undefined;
  return transfers.map(({ debitAccountId, creditAccountId, amountMinor, code }) => ({
    debitAccountId: creditAccountId,
    creditAccountId: debitAccountId,
    amountMinor,
    code,
  }));
}
