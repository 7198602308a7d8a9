/** Explanations as the contract has them. */
import type { MatchingComponents } from '@mutua/contracts';
import { epochMsOf, type Instant, ok, type Rejection, type Result, ratePpmFromWire, ratePpmToWire, reject } from '@mutua/kernel';
import type { BatchReasons, DryRunAnswer, DryRunAsk } from '../../app/history.ts';
import type { IdleMoney } from '../../domain/depth.ts';
import type { OfferReason } from '../../domain/explain.ts';
import type { RequestReason } from '../../domain/explain-request.ts';
import { batchIdOf } from './batch-handlers.ts';
import { amount, amountOrNull } from './money.ts';

type Schemas = MatchingComponents['schemas'];

const notesShown = 200;
const dayMs = 86_400_000;

function rateOrNull(ratePpm: bigint | null): number | null {
  return ratePpm === null ? null : ratePpmToWire(ratePpm);
}

export function reasonView(market: string, reason: OfferReason): Schemas['OfferReason'] {
  const { requestId, outcome, constraint, rank } = reason;
  return {
    requestId,
    outcome,
    filled: amount(market, reason.filledMinor),
    constraint,
    ownRatePpm: ratePpmToWire(reason.ownRatePpm),
    limitPpm: ratePpmToWire(reason.limitPpm),
    marginalRatePpm: rateOrNull(reason.marginalRatePpm),
    rank,
    amountAhead: amountOrNull(market, reason.aheadMinor),
  };
}

export function explanationView(market: string, { seq, type, at, reasons }: BatchReasons): Schemas['OfferExplanation'] {
  return {
    batchId: batchIdOf(market, seq),
    seq,
    trigger: type,
    recordedAt: at,
    reasons: reasons.map((reason) => reasonView(market, reason)),
  };
}

export function requestReasonView(market: string, reason: RequestReason): NonNullable<Schemas['RequestExplanation']['reason']> {
  const { kept, ahead } = reason;
  return {
    missing: amount(market, reason.missingMinor),
    available: amount(market, reason.availableMinor),
    missingAtRate: amount(market, reason.missingAtRateMinor),
    fillRatePpm: rateOrNull(reason.fillRatePpm),
    marginalRatePpm: rateOrNull(reason.marginalRatePpm),
    kept: kept.map(({ constraint, offers, amountMinor }) => ({ constraint, offers, amount: amount(market, amountMinor) })),
    ahead: { requests: ahead.requests, missing: amount(market, ahead.missingMinor) },
  };
}

type IdleFacts = { readonly market: string; readonly times: ReadonlyMap<number, Instant>; readonly now: Instant };

export function idleView(idle: IdleMoney, { market, times, now }: IdleFacts): Schemas['IdleCash'] {
  const { offerId, lenderId, sinceSeq } = idle;
  const since = times.get(sinceSeq) ?? now;
  const ageDays = Math.max(0, Math.round(((epochMsOf(now) - epochMsOf(since)) / dayMs) * 100) / 100);
  return { offerId, lenderId, idle: amount(market, idle.remainingMinor), sinceSeq, since, ageDays };
}

export function dryRunView(market: string, run: DryRunAnswer): Schemas['DryRun'] {
  const { fromSeq, toSeq, fromDate, bought, commands, passedOver } = run;
  return {
    ...{ market, fromSeq, toSeq, fromDate, commands, passedOver },
    bought: amount(market, run.boughtMinor),
    returned: amount(market, run.returnedMinor),
    idle: amount(market, run.idleMinor),
    meanRatePpm: rateOrNull(run.meanRatePpm),
    notes: bought.slice(0, notesShown).map(({ fill, at }) => ({
      ...{ requestId: fill.requestId, amount: amount(market, fill.amountMinor), ratePpm: ratePpmToWire(fill.ratePpm), at },
    })),
    notesInAll: bought.length,
  };
}

/** All amounts must be in the currency of the market. */
export function criteriaFrom(
  body: Schemas['DryRunRequest'],
): Result<Pick<DryRunAsk, 'totalMinor' | 'criteria'>, Rejection<'dry_run.currency_mismatch'>> {
  const { market, total, criteria } = body;
  const { capPerLoan, capPerBorrower, capOfPortfolio: share, minimumSlice } = criteria;
  const currencies = [total, capPerLoan, capPerBorrower, share?.portfolio, minimumSlice].flatMap((money) =>
    money === undefined ? [] : [money.currency],
  );
  if (currencies.some((currency) => currency !== market)) return reject('dry_run.currency_mismatch', { market });
  return ok({
    totalMinor: BigInt(total.amountMinor),
    criteria: {
      minRatePpm: ratePpmFromWire(criteria.minRatePpm),
      grades: criteria.grades,
      minTermMonths: criteria.minTermMonths,
      maxTermMonths: criteria.maxTermMonths,
      purposes: criteria.purposes ?? null,
      capPerLoanMinor: BigInt(capPerLoan.amountMinor),
      ...(capPerBorrower && { capPerBorrowerMinor: BigInt(capPerBorrower.amountMinor) }),
      ...(share && { capOfPortfolio: { sharePpm: ratePpmFromWire(share.sharePpm), portfolioMinor: BigInt(share.portfolio.amountMinor) } }),
      ...(minimumSlice && { minimumSliceMinor: BigInt(minimumSlice.amountMinor) }),
    },
  });
}
