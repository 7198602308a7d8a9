/** Lenders join, deposit and place standing offers; at the end some take idle cash home. */
import type { LenderPlan } from './lenders.ts';
import { type Market, moneyOf, waitFor } from './market.ts';
import { joinMember, type Member, moveMoney, onceVerified } from './member.ts';

export type LenderRun = { readonly plan: LenderPlan; readonly member: Member };
type OfferView = { readonly offerId: string; readonly status: string };
type WalletView = { readonly available: { readonly amountMinor: string } };

/** Resolves when every offer is backed by held money and active in the book. */
export const joinLender = async (market: Market, plan: LenderPlan): Promise<LenderRun> => {
  const member = await joinMember(market, plan.name, { behaviour: 'pays' });
  await moveMoney(market, member, 'deposits', plan.depositMinor);
  for (const offer of plan.offers) {
    const body = {
      kind: 'standing',
      total: moneyOf(market, offer.totalMinor),
      criteria: {
        minRatePpm: offer.minRatePpm,
        grades: offer.grades,
        minTermMonths: offer.minTermMonths,
        maxTermMonths: offer.maxTermMonths,
        purposes: null,
        capPerLoan: moneyOf(market, offer.capPerLoanMinor),
      },
    };
    const placed = await onceVerified<OfferView>(market, member.session, '/v1/offers', body);
    market.acknowledged.push({ path: `/v1/offers/${placed.offerId}`, session: member.session });
    const active = await waitFor(
      'an offer to be backed by held money',
      () => market.client.get<OfferView>(member.session, `/v1/offers/${placed.offerId}`),
      ({ status }) => status !== 'placed',
    );
    if (active.status !== 'active') throw new Error(`an offer is ${active.status}, expected active`);
  }
  return { plan, member };
};

/** Takes everything available home. */
export const cashOut = async (market: Market, { member }: LenderRun): Promise<void> => {
  const { available } = await market.client.get<WalletView>(member.session, `/v1/wallets/${member.walletId}`);
  const amountMinor = BigInt(available.amountMinor);
  if (amountMinor > 0n) await moveMoney(market, member, 'withdrawals', amountMinor);
};
