/**
 * Claims of the platform: money that was taken back after its receiver had spent it. What comes in for the member next, as a deposit or on
 * his notes, settles them, the oldest first. Pure; amounts are minor units.
 */
import { type JournalDraft, platformAccount, type TransferCode, type TransferDraft } from './ledger.ts';

export type Claim = {
  readonly claimNo: bigint;
  readonly walletId: string;
  readonly currency: string;
  readonly openMinor: bigint;
};
export type SetOff = { readonly claim: Claim; readonly amountMinor: bigint };

/** What settles a claim. Not what a member sends, borrows, or gets back from a withdrawal: that was the member's before. */
const income: ReadonlySet<TransferCode> = new Set(['deposit', 'principal', 'interest', 'late-fee', 'recovery']);

/** By wallet, what the platform put in because the wallet lacked it. */
export const claimsOf = ({ transfers }: JournalDraft): ReadonlyMap<string, bigint> => {
  const claims = new Map<string, bigint>();
  for (const { code, creditAccountId: walletId, amountMinor } of transfers)
    if (code === 'return-uncovered') claims.set(walletId, (claims.get(walletId) ?? 0n) + amountMinor);
  return claims;
};

/** By wallet, what a journal brings it beyond what it takes, where income is a part of that. */
export const incomeOf = (journal: JournalDraft): ReadonlyMap<string, bigint> => {
  const net = new Map<string, bigint>();
  const add = (accountId: string, amountMinor: bigint): void => void net.set(accountId, (net.get(accountId) ?? 0n) + amountMinor);
  const receivers = new Set<string>();
  for (const { code, kind, debitAccountId, creditAccountId, amountMinor } of journal.transfers) {
    if (kind !== 'post' && kind !== 'post-pending') continue;
    add(debitAccountId, -amountMinor);
    if (code === 'return-uncovered') continue;
    add(creditAccountId, amountMinor);
    if (income.has(code)) receivers.add(creditAccountId);
  }
  return new Map([...net].filter(([accountId, amountMinor]) => receivers.has(accountId) && amountMinor > 0n));
};

/** Open claims of one wallet in their order against what came in; never more than is there now. */
export const setOff = (
  claims: readonly Claim[],
  { incomeMinor, availableMinor }: Record<'incomeMinor' | 'availableMinor', bigint>,
): SetOff[] => {
  let leftMinor = incomeMinor < availableMinor ? incomeMinor : availableMinor;
  return claims.flatMap((claim) => {
    const amountMinor = claim.openMinor < leftMinor ? claim.openMinor : leftMinor;
    if (amountMinor <= 0n) return [];
    leftMinor -= amountMinor;
    return [{ claim, amountMinor }];
  });
};

export const setOffTransfer = ({ claim: { walletId, currency }, amountMinor }: SetOff): TransferDraft => ({
  debitAccountId: walletId,
  creditAccountId: platformAccount('suspense', currency, walletId),
  amountMinor,
  code: 'set-off',
  kind: 'post',
});
