/** What payments listens to: members, offers and what matching frees. Each handler only translates the foreign event into our command. */
import type { Tx } from '@mutua/db';
import { type Clock, type Id, type Ids, moneyFromWire, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type Handlers, type Hooks, TransientError } from '@mutua/messaging';
import { openWallets } from '../../app/open-wallets.ts';
import { type PlaceHold, placeHolds } from '../../app/place-hold.ts';
import type { OpenUnit } from '../../app/ports.ts';
import { releaseHold } from '../../app/release-hold.ts';

type Deps = { readonly openUnit: OpenUnit; readonly clock: Clock; readonly ids: Ids; readonly currencies: readonly string[] };
type Freed = { readonly offerId: string; readonly freed: { amountMinor: string; currency: string } };

/** Offers of one transaction are held together at its end: one posting for all of them. */
export function moneyConsumers(deps: Deps): { readonly handlers: Handlers; readonly hooks: Hooks } {
  const { openUnit, clock, currencies } = deps;
  const offered = new WeakMap<Tx, PlaceHold[]>();
  return {
    handlers: handlersOf(deps, offered),
    hooks: {
      async end(tx) {
        const offers = offered.get(tx);
        if (offers === undefined) return;
        const unit = await openUnit(tx, clock.now());
        orNotYet(await placeHolds({ ...unit, currencies }, offers), 'wallet.unknown');
      },
    },
  };
}

function handlersOf({ openUnit, clock, ids, currencies }: Deps, offered: WeakMap<Tx, PlaceHold[]>): Handlers {
  const onFreed = async (event: { readonly id: string; readonly data: Freed }, tx: Tx) => {
    const unit = await openUnit(tx, clock.now());
    const released = await releaseHold(unit, {
      offerId: event.data.offerId as Id<'offer'>,
      freed: moneyFromWire(event.data.freed),
      cause: event.id,
      journalId: ids.next('journal'),
      businessDate: unit.businessDate,
    });
    return orNotYet(released, 'hold.unknown');
  };
  return {
    'identity.member-registered.v1': async (event, tx) => {
      const unit = await openUnit(tx, clock.now());
      return await openWallets(unit, { memberId: event.data.memberId as Id<'member'>, currencies, at: unit.now });
    },
    'loans.offer-placed.v1': async (event, tx) => {
      const unit = await openUnit(tx, clock.now());
      const amount = moneyFromWire(event.data.total);
      if (amount.amountMinor <= 0n) return reject('hold.amount_not_positive', { amountMinor: amount.amountMinor });
      const offers = offered.get(tx) ?? [];
      offered.set(tx, offers);
      offers.push({
        offerId: event.data.offerId as Id<'offer'>,
        lenderId: event.data.lenderId as Id<'member'>,
        amount,
        isWorthWanted: event.data.criteria.capOfPortfolio !== undefined,
        journalId: ids.next('journal'),
        businessDate: unit.businessDate,
        at: unit.now,
      });
      return ok(undefined);
    },
    'matching.offer-amended.v1': onFreed,
    'matching.offer-closed.v1': onFreed,
    'matching.offer-freed.v1': onFreed,
    'matching.offer-refused.v1': onFreed,
  };
}

/** A fact of another aggregate has not arrived yet: not a refusal but a reason to try again. */
function orNotYet<T>(result: Result<T, Rejection>, code: string): Result<T, Rejection> {
  if (!result.ok && result.error.code === code) throw new TransientError(`not yet: ${code} ${JSON.stringify(result.error.details)}`);
  return result;
}
