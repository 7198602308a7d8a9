/** Events of the others, translated into our commands. What a use case refuses becomes a dead letter with its code. */
import { type EventData, isEventName, topicOf } from '@mutua/contracts';
import type { Tx } from '@mutua/db';
import { type CalendarDate, type Clock, type Id, moneyFromWire, ratePpmFromWire } from '@mutua/kernel';
import type { Handlers, Hooks } from '@mutua/messaging';
import {
  closeRequest,
  failDisbursement,
  fillRequest,
  fillRequestPartially,
  openBusinessDay,
  recordAssessment,
  recordDisbursement,
  recordFills,
  recordOutbid,
  recordServicing,
  refuseListing,
} from '../../app/fund.ts';
import { changeOffer } from '../../app/lend.ts';
import type { Outbid, Ports } from '../../app/ports.ts';
import type { Fill, ServicingStatus } from '../../domain/contract.ts';

type Dependencies = { readonly ports: (tx: Tx) => Ports; readonly clock: Clock };

export function handlers(dependencies: Dependencies): Handlers {
  return {
    ...identityHandlers(dependencies),
    ...creditHandlers(dependencies),
    ...matchingHandlers(dependencies),
    ...holdHandlers(dependencies),
    ...loanHandlers(dependencies),
  };
}

const requestTopics: ReadonlySet<string> = new Set(['credit.assessment.v1', 'matching.request.v1']);

/** The requests and offers that the events are about are locked and read with one statement each, beside the business date. */
export function prefetching({ ports, clock }: Dependencies): Hooks {
  return {
    async begin(tx, events) {
      const { requests, offers, days } = ports(tx);
      const about = (belongs: (topic: string) => boolean): readonly string[] => [
        ...new Set(events.filter(({ name }) => isEventName(name) && belongs(topicOf(name))).map(({ aggregateId }) => aggregateId)),
      ];
      const requestIds = about((topic) => requestTopics.has(topic));
      const offerIds = about((topic) => topic === 'matching.offer.v1');
      if (requestIds.length + offerIds.length === 0) return;
      await Promise.all([requests.prefetch(requestIds), offers.prefetch(offerIds), days.current(clock.now())]);
    },
  };
}

function identityHandlers({ ports }: Dependencies): Handlers {
  const set = async (memberId: string, isVerified: boolean, tx: Tx): Promise<undefined> => {
    await ports(tx).members.set(memberId, isVerified);
  };
  return {
    'identity.member-registered.v1': ({ data }, tx) => set(data.memberId, false, tx),
    'identity.member-verified.v1': ({ data }, tx) => set(data.memberId, true, tx),
    'identity.member-refused.v1': ({ data }, tx) => set(data.memberId, false, tx),
  };
}

function creditHandlers({ ports, clock }: Dependencies): Handlers {
  return {
    'credit.assessment-completed.v1': ({ data }, tx) =>
      recordAssessment(ports(tx), {
        requestId: data.requestId,
        decision: data.decision,
        score: data.score,
        grade: data.grade,
        referenceRatePpm: ratePpmFromWire(data.referenceRatePpm),
        reasons: data.reasons,
        at: clock.now(),
      }),
  };
}

function matchingHandlers({ ports, clock }: Dependencies): Handlers {
  return {
    'matching.fills-made.v1': ({ data }, tx) =>
      recordFills(ports(tx), {
        requestId: data.requestId as Id<'loanRequest'>,
        fills: data.fills.map(fillFrom),
        filledMinor: moneyFromWire(data.filled).amountMinor,
        at: clock.now(),
      }),
    'matching.fills-outbid.v1': ({ data }, tx) =>
      recordOutbid(ports(tx), { requestId: data.requestId as Id<'loanRequest'>, outbid: data.outbid.map(outbidFrom), at: clock.now() }),
    'matching.request-filled.v1': ({ data }, tx) => fillRequest(ports(tx), filledFrom(data, clock)),
    'matching.request-partially-filled.v1': ({ data }, tx) => fillRequestPartially(ports(tx), filledFrom(data, clock)),
    'matching.request-refused.v1': ({ data: { requestId, code } }, tx) => refuseListing(ports(tx), { requestId, code, at: clock.now() }),
    'matching.request-closed.v1': ({ data }, tx) =>
      closeRequest(ports(tx), { requestId: data.requestId as Id<'loanRequest'>, outcome: data.outcome, at: clock.now() }),
    'matching.offer-closed.v1': ({ data }, tx) =>
      changeOffer(ports(tx), data.offerId, {
        type: 'Close',
        outcome: data.outcome,
        freedMinor: moneyFromWire(data.freed).amountMinor,
        at: clock.now(),
      }),
    'matching.market-rules-changed.v1': async ({ data: { market, ...rules } }, tx) => {
      await ports(tx).products.ruleMarket(market, {
        ...rules,
        rateStepPpm: ratePpmFromWire(rules.rateStepPpm),
        rateMinPpm: ratePpmFromWire(rules.rateMinPpm),
        rateMaxPpm: ratePpmFromWire(rules.rateMaxPpm),
      });
      return undefined;
    },
    'matching.offer-refused.v1': ({ data: { offerId, code, freed } }, tx) =>
      changeOffer(ports(tx), offerId, { type: 'RefuseByBook', code, freedMinor: moneyFromWire(freed).amountMinor, at: clock.now() }),
    'matching.offer-amended.v1': ({ data: { offerId, isPlaceKept } }, tx) =>
      changeOffer(ports(tx), offerId, { type: 'ConfirmAmendment', isPlaceKept, at: clock.now() }),
    'matching.offer-amendment-refused.v1': ({ data: { offerId, code } }, tx) =>
      changeOffer(ports(tx), offerId, { type: 'RefuseAmendment', code, at: clock.now() }),
    'matching.offer-freed.v1': ({ data }, tx) =>
      changeOffer(ports(tx), data.offerId, { type: 'Free', freedMinor: moneyFromWire(data.freed).amountMinor, at: clock.now() }),
  };
}

type FillingEnd = EventData<'matching.request-filled.v1'> | EventData<'matching.request-partially-filled.v1'>;

function filledFrom(data: FillingEnd, clock: Clock): Parameters<typeof fillRequest>[1] {
  return {
    requestId: data.requestId as Id<'loanRequest'>,
    fills: data.fills.map(fillFrom),
    ratePpm: ratePpmFromWire(data.ratePpm),
    at: clock.now(),
  };
}

function fillFrom(fill: EventData<'matching.fills-made.v1'>['fills'][number]): Fill {
  return {
    fillId: fill.fillId as Id<'fill'>,
    offerId: fill.offerId as Id<'offer'>,
    lenderId: fill.lenderId as Id<'member'>,
    amountMinor: moneyFromWire(fill.amount).amountMinor,
    ratePpm: ratePpmFromWire(fill.ratePpm),
  };
}

function outbidFrom({ fillId, released, left }: EventData<'matching.fills-outbid.v1'>['outbid'][number]): Outbid {
  const [releasedMinor, leftMinor] = [moneyFromWire(released).amountMinor, moneyFromWire(left).amountMinor];
  return { fillId: fillId as Id<'fill'>, releasedMinor, leftMinor };
}

function holdHandlers({ ports, clock }: Dependencies): Handlers {
  return {
    'payments.hold-placed.v1': ({ data }, tx) =>
      changeOffer(ports(tx), data.offerId, {
        type: 'Activate',
        holdId: data.holdId as Id<'hold'>,
        portfolioMinor: data.portfolio === undefined ? null : moneyFromWire(data.portfolio).amountMinor,
        at: clock.now(),
      }),
    'payments.hold-refused.v1': ({ data }, tx) =>
      changeOffer(ports(tx), data.offerId, { type: 'Refuse', code: data.code, at: clock.now() }),
  };
}

function loanHandlers({ ports, clock }: Dependencies): Handlers {
  const servicing = (loanId: string, status: ServicingStatus, tx: Tx) => recordServicing(ports(tx), { loanId, status });
  return {
    'payments.loan-disbursed.v1': ({ data }, tx) =>
      recordDisbursement(ports(tx), {
        requestId: data.requestId as Id<'loanRequest'>,
        disbursedOn: data.disbursedOn as CalendarDate,
        at: clock.now(),
      }),
    'payments.disbursement-failed.v1': ({ data }, tx) =>
      failDisbursement(ports(tx), { requestId: data.requestId, code: data.code, at: clock.now() }),
    'payments.loan-in-arrears.v1': ({ data }, tx) => servicing(data.loanId, 'in-arrears', tx),
    'payments.loan-cured.v1': ({ data }, tx) => servicing(data.loanId, 'active', tx),
    'payments.loan-defaulted.v1': ({ data }, tx) => servicing(data.loanId, 'defaulted', tx),
    'payments.loan-charged-off.v1': ({ data }, tx) => servicing(data.loanId, 'charged-off', tx),
    'payments.loan-closed.v1': ({ data }, tx) => servicing(data.loanId, 'closed', tx),
    'payments.business-day-opened.v1': async ({ data }, tx) => {
      await openBusinessDay(ports(tx), { on: data.businessDate as CalendarDate, at: clock.now() });
      return undefined;
    },
  };
}
