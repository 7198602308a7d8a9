/** Reserves the money of offers in the wallets of their lenders, or records why it could not. One hold per offer, for ever. */
import {
  assert,
  type CalendarDate,
  derivedId,
  type Id,
  type Instant,
  type Money,
  ok,
  type Rejection,
  type Result,
  reject,
} from '@mutua/kernel';
import type { Hold } from '../domain/hold.ts';
import { type JournalDraft, type PostOutcome, platformAccount, walletCode, walletIdOf } from '../domain/ledger.ts';
import type { HoldStore, Ledger, PaymentsFact, Publisher, WalletStore } from './ports.ts';

type Ports = {
  readonly ledger: Ledger;
  readonly holds: HoldStore;
  readonly wallets: WalletStore;
  readonly publisher: Publisher;
  readonly currencies: readonly string[];
};
export type PlaceHold = {
  readonly offerId: Id<'offer'>;
  readonly lenderId: Id<'member'>;
  readonly amount: Money;
  /** The offer has a cap as a share of the lender's portfolio. */
  readonly isWorthWanted?: boolean;
  readonly journalId: Id<'journal'>;
  readonly businessDate: CalendarDate;
  readonly at: Instant;
};

/**
 * Places them in order, with one posting for all. Rejects `wallet.unknown`, having stored nothing, when a member is not known here yet: the
 * offer came before the registration, so try again.
 */
export async function placeHolds(ports: Ports, offers: readonly PlaceHold[]): Promise<Result<void, Rejection<'wallet.unknown'>>> {
  const wanted = offers.map((offer) => ({ offer, hold: holdOf(offer, null) }));
  const [known, wallets] = await Promise.all([
    ports.holds.lock(wanted.map(({ hold }) => hold.holdId)),
    ports.wallets.existing(wanted.map(({ hold }) => hold.walletId)),
  ]);
  const placed = new Set<string>(known.map(({ holdId }) => holdId));
  const due = wanted.filter(({ hold }) => !placed.has(hold.holdId));
  const isKept = ({ hold }: Wanted): boolean => ports.currencies.includes(hold.currency);
  const homeless = due.find((each) => isKept(each) && !wallets.has(each.hold.walletId));
  if (homeless !== undefined) return reject('wallet.unknown', { walletId: homeless.hold.walletId, offerId: homeless.hold.offerId });
  const posted = due.filter(isKept);
  const outcomes = await ports.ledger.post(posted.map(journalOf));
  const valued = posted.flatMap(({ offer, hold }) => (offer.isWorthWanted ? [hold.walletId] : []));
  const worth = valued.length === 0 ? new Map<string, bigint>() : await ports.wallets.worth(valued);
  const codes = new Map(posted.map(({ hold }, i) => [hold.holdId, codeOf(outcomes[i])]));
  const facts = due.map(({ hold: wish, offer }) => {
    const code = codes.get(wish.holdId);
    const hold = { ...wish, refusal: code === undefined ? 'wallet.currency_unknown' : code };
    ports.holds.insert(hold, offer.at);
    const worthMinor = offer.isWorthWanted ? worth.get(hold.walletId) : undefined;
    return hold.refusal === null ? placedFact(hold, worthMinor) : refusedFact(hold, hold.refusal);
  });
  await ports.publisher.publish(facts);
  return ok(undefined);
}

type Wanted = { readonly offer: PlaceHold; readonly hold: Hold };

function journalOf({ offer, hold: { holdId, walletId, currency, offerId, amountMinor } }: Wanted): JournalDraft {
  const creditAccountId = platformAccount('loan-clearing', currency, offerId);
  return {
    id: offer.journalId,
    reference: `${holdId}:placed`,
    kind: 'hold-placed',
    businessDate: offer.businessDate,
    transfers: [{ debitAccountId: walletId, creditAccountId, amountMinor, code: 'hold', kind: 'pend', pendingId: holdId }],
  };
}

/** Null when the money is held. */
function codeOf(outcome: PostOutcome | undefined): string | null {
  assert(outcome !== undefined, 'every posting has an outcome');
  return outcome.status === 'refused' ? walletCode(outcome.code) : null;
}

function placedFact({ holdId, offerId, lenderId, amountMinor, currency }: Hold, worthMinor: bigint | undefined): PaymentsFact {
  const portfolio = worthMinor === undefined ? {} : { portfolio: { amountMinor: worthMinor.toString(), currency } };
  return {
    name: 'payments.hold-placed.v1',
    aggregateId: holdId,
    data: { holdId, offerId, lenderId, amount: { amountMinor: amountMinor.toString(), currency }, ...portfolio },
    subjects: [lenderId],
  };
}

function refusedFact({ holdId, offerId, lenderId }: Hold, code: string): PaymentsFact {
  return { name: 'payments.hold-refused.v1', aggregateId: holdId, data: { holdId, offerId, lenderId, code }, subjects: [lenderId] };
}

function holdOf({ offerId, lenderId, amount }: PlaceHold, refusal: string | null): Hold {
  return {
    holdId: derivedId('hold', offerId),
    offerId,
    lenderId,
    walletId: walletIdOf(lenderId, amount.currency),
    currency: amount.currency,
    amountMinor: amount.amountMinor,
    capturedMinor: 0n,
    releasedMinor: 0n,
    refusal,
  };
}
