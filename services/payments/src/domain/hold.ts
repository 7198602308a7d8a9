/** Money reserved for an offer: captured for loans or released, in parts, never beyond its amount. Pure. Guards I4. */
import { type Id, ok, type Rejection, type Result, reject } from '@mutua/kernel';

export type Hold = {
  readonly holdId: Id<'hold'>;
  readonly offerId: Id<'offer'>;
  readonly lenderId: Id<'member'>;
  readonly walletId: Id<'wallet'>;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly capturedMinor: bigint;
  readonly releasedMinor: bigint;
  /** Why the money could not be reserved; such a hold never holds anything. */
  readonly refusal: string | null;
};

export type HoldRejection = 'hold.unknown' | 'hold.refused' | 'hold.exceeded' | 'hold.currency_mismatch';

export function remainingOf(hold: Hold): bigint {
  return hold.refusal === null ? hold.amountMinor - hold.capturedMinor - hold.releasedMinor : 0n;
}

export function capture(hold: Hold, amountMinor: bigint): Result<Hold, Rejection<HoldRejection>> {
  const room = roomFor(hold, amountMinor);
  return room.ok ? ok({ ...hold, capturedMinor: hold.capturedMinor + amountMinor }) : room;
}

export function release(hold: Hold, amountMinor: bigint): Result<Hold, Rejection<HoldRejection>> {
  const room = roomFor(hold, amountMinor);
  return room.ok ? ok({ ...hold, releasedMinor: hold.releasedMinor + amountMinor }) : room;
}

function roomFor(hold: Hold, amountMinor: bigint): Result<true, Rejection<HoldRejection>> {
  const details = { holdId: hold.holdId, amountMinor, remainingMinor: remainingOf(hold) };
  if (hold.refusal !== null) return reject('hold.refused', details);
  if (amountMinor <= 0n || amountMinor > remainingOf(hold)) return reject('hold.exceeded', details);
  return ok(true);
}
