/** Book events as the contract has them. Ids are derived from the place in the log, so a replay makes the same ones. */
import type { EventData, EventName } from '@mutua/contracts';
import type { OutboxEvent } from '@mutua/db';
import { assertNever, type CalendarDate, currency, derivedId, type MoneyWire, moneyToWire, ratePpmToWire } from '@mutua/kernel';
import type { Publication, Publish, PublishRefusal, PublishRules, RefusedWish } from '../../app/ports.ts';

type Wire = {
  readonly [N in EventName]: {
    readonly name: N;
    readonly aggregateId: string;
    readonly subjects: readonly string[];
    readonly data: EventData<N>;
  };
}[EventName];
type Fills = EventData<'matching.fills-made.v1'>['fills'];
type FillLike = Extract<Publication['event'], { type: 'fills-made' }>['fills'][number];
type Outbids = EventData<'matching.fills-outbid.v1'>['outbid'];

export const publish: Publish = (publication) => {
  const wire = wireOf(publication);
  if (wire === undefined) return undefined;
  const { market, numbered, index, businessDate } = publication;
  const event: OutboxEvent = {
    id: derivedId('event', 'matching', market, String(numbered.seq), String(index)),
    ...wire,
    occurredAt: numbered.at,
  };
  return businessDate === null ? event : { ...event, businessDate: businessDate as CalendarDate };
};

/** Not in the log, so its id comes from the event that asked. */
export const publishRefusal: PublishRefusal = ({ market, command, memberId, code, eventId, at }) => ({
  id: derivedId('event', 'matching', market, 'refused', String(eventId)),
  ...refusalWire({ market, command, code }),
  subjects: memberId === undefined ? [] : [memberId],
  occurredAt: at,
});

export const publishRules: PublishRules = ({ market, seq, rules, at }) => ({
  id: derivedId('event', 'matching', market, String(seq), 'rules'),
  name: 'matching.market-rules-changed.v1',
  aggregateId: market,
  subjects: [],
  data: {
    ...{ market, ...rules },
    rateStepPpm: ratePpmToWire(rules.rateStepPpm),
    rateMinPpm: ratePpmToWire(rules.rateMinPpm),
    rateMaxPpm: ratePpmToWire(rules.rateMaxPpm),
  },
  occurredAt: at,
});

function refusalWire({ market, command, code }: Pick<RefusedWish, 'market' | 'command' | 'code'>): Omit<Wire, 'subjects'> {
  if (command.type === 'list-request') {
    const { requestId, borrowerId } = command.terms;
    return { name: 'matching.request-refused.v1', aggregateId: requestId, data: { requestId, borrowerId, market, code } };
  }
  if (command.type === 'place-offer') {
    const { offerId, lenderId, totalMinor } = command.terms;
    const data = { offerId, lenderId, market, code, freed: amount(market, totalMinor) };
    return { name: 'matching.offer-refused.v1', aggregateId: offerId, data };
  }
  const { offerId } = command.change;
  // An offer is placed before it is amended: one that the book does not know any more is closed.
  const data = { offerId, market, code: code === 'offer.unknown' ? 'offer.closed' : code };
  return { name: 'matching.offer-amendment-refused.v1', aggregateId: offerId, data };
}

function wireOf({ event, market }: Publication): Wire | undefined {
  switch (event.type) {
    case 'fills-made':
    case 'fills-outbid':
    case 'request-filled':
    case 'request-partially-filled':
    case 'request-closed':
      return requestWire(event, market);
    case 'offer-closed': {
      const { offerId, lenderId, outcome, freedMinor } = event;
      const data = { offerId, lenderId, market, outcome, freed: amount(market, freedMinor) };
      return { name: 'matching.offer-closed.v1', aggregateId: offerId, subjects: [lenderId], data };
    }
    case 'offer-freed': {
      const { offerId, lenderId, freedMinor } = event;
      const data = { offerId, lenderId, market, freed: amount(market, freedMinor) };
      return { name: 'matching.offer-freed.v1', aggregateId: offerId, subjects: [lenderId], data };
    }
    case 'offer-amended': {
      const { offerId, lenderId, freedMinor, isPlaceKept } = event;
      const data = { offerId, lenderId, market, freed: amount(market, freedMinor), isPlaceKept };
      return { name: 'matching.offer-amended.v1', aggregateId: offerId, subjects: [lenderId], data };
    }
    case 'request-settled':
    case 'batch-cleared':
      return undefined;
    default:
      return assertNever(event);
  }
}

type RequestEvent = Extract<
  Publication['event'],
  { type: 'fills-made' | 'fills-outbid' | 'request-filled' | 'request-partially-filled' | 'request-closed' }
>;

/** Only the borrower is named as a subject: these events list all lenders of a loan. */
function requestWire(event: RequestEvent, market: string): Wire {
  const { requestId } = event;
  const to = { aggregateId: requestId, subjects: [event.borrowerId] };
  switch (event.type) {
    case 'fills-made': {
      const [filled, remaining] = [amount(market, event.filledMinor), amount(market, event.remainingMinor)];
      const data = { requestId, market, fills: fillsOf(event.fills, market), filled, remaining };
      return { ...to, name: 'matching.fills-made.v1', data };
    }
    case 'fills-outbid':
      return { ...to, name: 'matching.fills-outbid.v1', data: { requestId, market, outbid: outbidOf(event.outbid, market) } };
    case 'request-filled': {
      const ratePpm = ratePpmToWire(event.ratePpm);
      const data = { requestId, market, amount: amount(market, event.amountMinor), ratePpm, fills: fillsOf(event.fills, market) };
      return { ...to, name: 'matching.request-filled.v1', data };
    }
    case 'request-partially-filled': {
      const ratePpm = ratePpmToWire(event.ratePpm);
      const data = { requestId, market, filled: amount(market, event.filledMinor), ratePpm, fills: fillsOf(event.fills, market) };
      return { ...to, name: 'matching.request-partially-filled.v1', data };
    }
    case 'request-closed': {
      const released = event.released.map((fill) => ({ offerId: fill.offerId, amount: amount(market, fill.amountMinor) }));
      return { ...to, name: 'matching.request-closed.v1', data: { requestId, market, outcome: event.outcome, released } };
    }
    default:
      return assertNever(event);
  }
}

function fillsOf(fills: readonly FillLike[], market: string): Fills {
  return atLeastOne(
    fills.map((fill) => ({
      ...nameOf(fill, market),
      amount: amount(market, fill.amountMinor),
      ratePpm: ratePpmToWire(fill.ratePpm),
    })),
  );
}

function outbidOf(outbid: Extract<RequestEvent, { type: 'fills-outbid' }>['outbid'], market: string): Outbids {
  return atLeastOne(
    outbid.map(({ fill, releasedMinor, leftMinor }) => ({
      ...nameOf(fill, market),
      released: amount(market, releasedMinor),
      left: amount(market, leftMinor),
    })),
  );
}

function nameOf({ seq, index, offerId, lenderId }: FillLike, market: string) {
  return { fillId: derivedId('fill', market, String(seq), String(index)), offerId, lenderId };
}

function atLeastOne<T>([first, ...rest]: readonly T[]): [T, ...T[]] {
  if (first === undefined) throw new RangeError('an event about fills has at least one');
  return [first, ...rest];
}

/** A market is a currency. */
function amount(market: string, amountMinor: bigint): MoneyWire {
  return moneyToWire({ amountMinor, currency: currency(market) });
}
