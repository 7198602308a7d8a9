/** What other services say, as commands of a market. */
import type { EventData } from '@mutua/contracts';
import type { Tx } from '@mutua/db';
import {
  type CalendarDate,
  calendarDate,
  type Id,
  isId,
  type MoneyWire,
  ok,
  type Rejection,
  type Result,
  ratePpmFromWire,
  reject,
} from '@mutua/kernel';
import type { EventEnvelope, Handlers } from '@mutua/messaging';
import type { Engine } from '../../app/engine.ts';
import type { Command, Criteria, PortfolioShare } from '../../domain/command.ts';

type Answer = Result<undefined, Rejection>;
type Envelope = Pick<EventEnvelope, 'id'>;
type Wanted = { readonly market: string; readonly command: () => Result<Command, Rejection> };
type About = { readonly id: string; readonly command: Command };
type OfRequest = Envelope & { readonly data: { readonly requestId: string } };

export type ConsumerOptions = {
  readonly engine: Pick<Engine, 'begin' | 'submit' | 'marketOf'>;
  /** Markets of the platform, whichever instance runs them. */
  readonly markets: readonly string[];
};

/** The turn of the engine is taken here and not when the transaction begins: the position in the inbox is locked by now, whoever handles the event. */
export function consumers({ engine, markets }: ConsumerOptions): Handlers {
  const inMarket = async (event: Envelope, tx: Tx, { market, command }: Wanted): Promise<Answer> => {
    if (!markets.includes(market)) return reject('market.unknown', { market });
    const made = command();
    if (!made.ok) return made;
    await engine.begin(tx);
    return engine.submit(market, made.value, event.id);
  };
  /** What nobody knows is long over, or never was: recorded as refused in the first market. */
  const about = async (event: Envelope, tx: Tx, { id, command }: About): Promise<Answer> => {
    await engine.begin(tx);
    const market = (await engine.marketOf(id)) ?? markets[0];
    return market === undefined ? reject('market.unknown', { id }) : engine.submit(market, command, event.id);
  };
  const ofRequest =
    (type: 'withdraw-request' | 'accept-partial' | 'lapse-contract' | 'settle-request') =>
    async (event: OfRequest, tx: Tx): Promise<Answer> => {
      const requestId = requestIdOf(event.data.requestId);
      return about(event, tx, { id: requestId, command: { type, requestId } });
    };
  return {
    'loans.loan-request-listed.v1': ({ id, data }, tx) => inMarket({ id }, tx, { market: data.market, command: () => listing(data) }),
    'loans.loan-request-withdrawal-requested.v1': ofRequest('withdraw-request'),
    'loans.loan-request-related.v1': async (event, tx) => {
      const requestId = requestIdOf(event.data.requestId);
      const relatedIds = event.data.relatedIds.map(memberIdOf);
      return about(event, tx, { id: requestId, command: { type: 'relate-request', requestId, relatedIds } });
    },
    'loans.loan-request-partial-accepted.v1': ofRequest('accept-partial'),
    'loans.loan-request-partial-declined.v1': async (event, tx) => {
      const requestId = requestIdOf(event.data.requestId);
      return about(event, tx, { id: requestId, command: { type: 'decline-partial', requestId, cause: event.data.cause } });
    },
    'loans.loan-request-contract-lapsed.v1': ofRequest('lapse-contract'),
    // Not on loan-contracted: a payout that fails reopens the contract, and a contract that lapses then must give the fills back.
    'payments.loan-disbursed.v1': ofRequest('settle-request'),
    'loans.offer-activated.v1': ({ id, data }, tx) => inMarket({ id }, tx, { market: data.market, command: () => placing(data) }),
    'loans.offer-amendment-requested.v1': ({ id, data }, tx) =>
      inMarket({ id }, tx, { market: data.market, command: () => amending(data) }),
    'loans.offer-revocation-requested.v1': async (event, tx) => {
      const offerId = offerIdOf(event.data.offerId);
      return about(event, tx, { id: offerId, command: { type: 'revoke-offer', offerId } });
    },
    'payments.business-day-opened.v1': async (event, tx) => {
      await engine.begin(tx);
      const command = { type: 'tick', businessDate: calendarDate(event.data.businessDate) } as const;
      for (const market of markets) {
        const done = await engine.submit(market, command, event.id);
        if (!done.ok) return done;
      }
      return ok(undefined);
    },
  };
}

function listing(data: EventData<'loans.loan-request-listed.v1'>): Result<Command, Rejection> {
  const { market } = data;
  const amounts = minorsOf(market, { amountMinor: data.amount, minimumMinor: data.minimumAmount, noteMinimumMinor: data.noteMinimum });
  if (!amounts.ok) return amounts;
  const terms = {
    requestId: requestIdOf(data.requestId),
    borrowerId: memberIdOf(data.borrowerId),
    ...amounts.value,
    termMonths: data.termMonths,
    purpose: data.purpose,
    grade: data.grade,
    ratePpm: ratePpmFromWire(data.ratePpm),
    listedOn: calendarDate(data.listedOn),
    closesOn: calendarDate(data.closesOn),
    ...{ clearing: data.clearing, ...data.mechanism },
    ...(data.relatedIds && { relatedIds: data.relatedIds.map(memberIdOf) }),
  };
  return ok({ type: 'list-request', terms });
}

function placing(data: EventData<'loans.offer-activated.v1'>): Result<Command, Rejection> {
  const { market } = data;
  const [amounts, criteria] = [minorsOf(market, { totalMinor: data.total }), criteriaOf(market, data.criteria)];
  if (!amounts.ok) return amounts;
  if (!criteria.ok) return criteria;
  const terms = {
    offerId: offerIdOf(data.offerId),
    lenderId: memberIdOf(data.lenderId),
    requestId: data.requestId === null ? null : requestIdOf(data.requestId),
    ...amounts.value,
    criteria: criteria.value,
    goodTillOn: dayOrNull(data.goodTillOn),
  };
  return ok({ type: 'place-offer', terms });
}

function amending(data: EventData<'loans.offer-amendment-requested.v1'>): Result<Command, Rejection> {
  const { market } = data;
  const [amounts, criteria] = [minorsOf(market, { freeMinor: data.reduction }), criteriaOf(market, data.criteria)];
  if (!amounts.ok) return amounts;
  if (!criteria.ok) return criteria;
  const [offerId, goodTillOn] = [offerIdOf(data.offerId), dayOrNull(data.goodTillOn)];
  return ok({ type: 'amend-offer', change: { offerId, ...amounts.value, criteria: criteria.value, goodTillOn } });
}

function criteriaOf(market: string, criteria: EventData<'loans.offer-activated.v1'>['criteria']): Result<Criteria, Rejection> {
  const { minRatePpm, grades, minTermMonths, maxTermMonths, purposes } = criteria;
  const share = shareOf(market, criteria.capOfPortfolio);
  const cap = minorsOf(market, { capPerLoanMinor: criteria.capPerLoan });
  const perBorrower = minorOf(market, 'capPerBorrowerMinor', criteria.capPerBorrower);
  const slice = minorOf(market, 'minimumSliceMinor', criteria.minimumSlice);
  if (!cap.ok) return cap;
  if (!perBorrower.ok) return perBorrower;
  if (!slice.ok) return slice;
  if (!share.ok) return share;
  const limits = { ...cap.value, ...perBorrower.value, ...share.value, ...slice.value };
  return ok({ minRatePpm: ratePpmFromWire(minRatePpm), grades, minTermMonths, maxTermMonths, purposes, ...limits });
}

type Share = EventData<'loans.offer-activated.v1'>['criteria']['capOfPortfolio'];

/** The worth is known since the money is held. */
function shareOf(market: string, share: Share): Result<{ readonly capOfPortfolio?: PortfolioShare }, Rejection> {
  if (share === undefined) return ok({});
  if (share.portfolio === undefined) return reject('offer.portfolio_unknown', { market });
  const worth = minorsOf(market, { portfolioMinor: share.portfolio });
  return worth.ok ? ok({ capOfPortfolio: { sharePpm: ratePpmFromWire(share.sharePpm), ...worth.value } }) : worth;
}

function dayOrNull(text: string | null): CalendarDate | null {
  return text === null ? null : calendarDate(text);
}

/** Amounts of the market's own currency in minor units. */
function minorsOf<K extends string>(market: string, amounts: Readonly<Record<K, MoneyWire>>): Result<Record<K, bigint>, Rejection> {
  const entries = Object.entries<MoneyWire>(amounts);
  if (entries.some(([, { currency }]) => currency !== market)) return reject('market.currency_mismatch', { market });
  return ok(Object.fromEntries(entries.map(([name, { amountMinor }]) => [name, BigInt(amountMinor)])) as Record<K, bigint>);
}

/** An amount that need not be there, under its name. */
function minorOf<K extends string>(market: string, name: K, amount: MoneyWire | undefined): Result<Partial<Record<K, bigint>>, Rejection> {
  return amount === undefined ? ok({}) : minorsOf(market, { [name]: amount } as Record<K, MoneyWire>);
}

// The schema of the event has checked the form of every id.
const requestIdOf = (text: string): Id<'loanRequest'> => known('loanRequest', text);
const offerIdOf = (text: string): Id<'offer'> => known('offer', text);
const memberIdOf = (text: string): Id<'member'> => known('member', text);

function known<K extends 'loanRequest' | 'offer' | 'member'>(kind: K, text: string): Id<K> {
  if (!isId(kind, text)) throw new RangeError(`not an id of a ${kind}: ${text}`);
  return text;
}
