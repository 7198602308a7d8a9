/**
 * The obviously correct engine: plain lists, filtered and sorted anew at every step, no indexes, no hash. The real book must give the
 * same events. Written from the rules, not from the book.
 */
import { createHash } from 'node:crypto';
import type { Command, Criteria, Draw, MarketRules, OfferChange, OfferTerms, RequestTerms } from '../../src/domain/command.ts';
import type { BookEvent, OfferOutcome, RequestOutcome } from '../../src/domain/event.ts';
import {
  asksForNoMore,
  byPriority,
  capForBorrower,
  cutsFor,
  finalPrice,
  hasNote,
  isEligible,
  marginalOrder,
  max,
  noteOf,
  proRata,
  type ROffer,
  type RRequest,
  rateOf,
  sumOf,
} from './rules.ts';

export class Reference {
  seq = 0;
  today = '';
  least = 1n;
  rules: MarketRules | null = null;
  commitment: string | null = null;
  seed = '';
  offers: ROffer[] = [];
  requests: RRequest[] = [];
  events: BookEvent[] = [];
  fillCount = 0;
  returned: ROffer[] = [];

  /** Undefined when the command is refused. */
  apply(command: Command): BookEvent[] | undefined {
    if (!this.isAllowed(command)) return undefined;
    this.seq += 1;
    this.events = [];
    this.fillCount = 0;
    this.returned = [];
    this.run(command);
    this.rematch();
    return this.events;
  }

  private isAllowed(c: Command): boolean {
    if (c.type === 'configure') return c.noteMinimumMinor > 0n && (c.rules === undefined || c.rules.rateMinPpm <= c.rules.rateMaxPpm);
    if (c.type === 'list-request') return this.isListable(c.terms);
    if (c.type === 'place-offer') {
      const isKnown = this.offers.some((o) => o.terms.offerId === c.terms.offerId && (o.isOpen || o.held > 0n));
      return !isKnown && c.terms.totalMinor > 0n && this.isSensible(c.terms.criteria);
    }
    if (c.type === 'revoke-offer') return this.offers.some((o) => o.terms.offerId === c.offerId && o.isOpen);
    if (c.type === 'amend-offer') {
      const offer = this.offers.find((o) => o.terms.offerId === c.change.offerId && o.isOpen);
      return offer !== undefined && c.change.freeMinor >= 0n && c.change.freeMinor <= offer.left && this.isSensible(c.change.criteria);
    }
    if (c.type === 'tick') return c.businessDate > this.today && this.isDrawable(c.draw);
    if (c.type === 'clear') return this.isDrawable(c.draw);
    const request = this.requests.find((r) => r.terms.requestId === c.requestId && r.status !== 'ended');
    if (request === undefined) return false;
    if (c.type === 'relate-request') return true;
    if (c.type === 'withdraw-request') return request.status !== 'filled';
    if (c.type === 'lapse-contract') return request.status === 'filled';
    if (c.type === 'settle-request') return request.status !== 'open';
    return request.status === 'partial';
  }

  private isDrawable(draw: Draw | undefined): boolean {
    if (draw === undefined || draw.seed === null) return true;
    return createHash('sha256').update(draw.seed).digest('hex') === this.commitment;
  }

  private isListable(r: RequestTerms): boolean {
    if (this.requests.some((other) => other.terms.requestId === r.requestId && !this.isForgotten(other))) return false;
    if (r.amountMinor <= 0n || r.minimumMinor > r.amountMinor || r.noteMinimumMinor <= 0n) return false;
    const { rules } = this;
    if (rules === null) return true;
    const isKnown = (rules.grades?.includes(r.grade) ?? true) && (rules.purposes?.includes(r.purpose) ?? true);
    return isKnown && this.isOnGrid(r.ratePpm) && r.termMonths >= rules.minTermMonths && r.termMonths <= rules.maxTermMonths;
  }

  private isSensible(c: Criteria): boolean {
    const caps = [c.capPerLoanMinor, capForBorrower(c)];
    if (caps.some((cap) => cap < (c.minimumSliceMinor ?? 0n)) || c.minTermMonths > c.maxTermMonths) return false;
    if (c.grades.length === 0 || c.purposes?.length === 0 || !this.isOnGrid(c.minRatePpm)) return false;
    const { rules } = this;
    if (rules === null) return true;
    return (
      c.maxTermMonths >= rules.minTermMonths &&
      c.minTermMonths <= rules.maxTermMonths &&
      c.grades.some((grade) => rules.grades?.includes(grade) ?? true) &&
      (c.purposes?.some((purpose) => rules.purposes?.includes(purpose) ?? true) ?? true)
    );
  }

  private isOnGrid(rate: bigint): boolean {
    if (this.rules === null) return true;
    const { rateMinPpm, rateMaxPpm, rateStepPpm } = this.rules;
    return rate >= rateMinPpm && rate <= rateMaxPpm && (rate - rateMinPpm) % rateStepPpm === 0n;
  }

  private run(c: Command): void {
    switch (c.type) {
      case 'configure':
        this.rules = c.rules ?? this.rules;
        this.commitment = c.seedCommitment ?? this.commitment;
        this.setLeast(c.noteMinimumMinor);
        for (const offer of this.offers) this.closeIfUseless(offer);
        return;
      case 'list-request':
        return this.list(c.terms);
      case 'place-offer':
        return this.place(c.terms);
      case 'amend-offer':
        return this.amend(c.change);
      case 'revoke-offer':
        for (const offer of this.offers) if (offer.terms.offerId === c.offerId && offer.isOpen) this.closeOffer(offer, 'revoked');
        return;
      case 'tick':
        return this.tick(c.businessDate, c.draw);
      case 'clear':
        return this.clear(c.draw);
      case 'relate-request': {
        const request = this.request(c.requestId);
        request.terms = { ...request.terms, relatedIds: [...(request.terms.relatedIds ?? []), ...c.relatedIds] };
        return;
      }
      case 'accept-partial':
        this.request(c.requestId).status = 'filled';
        return;
      case 'withdraw-request':
        return this.close(this.request(c.requestId), 'withdrawn');
      case 'lapse-contract':
        return this.close(this.request(c.requestId), 'lapsed');
      case 'decline-partial':
        return this.close(this.request(c.requestId), c.cause === 'timeout' ? 'expired' : c.cause);
      case 'settle-request':
        return this.settle(this.request(c.requestId));
    }
  }

  private request(id: string): RRequest {
    const found = this.requests.find((r) => r.terms.requestId === id && r.status !== 'ended');
    if (found === undefined) throw new Error(`no request ${id}`);
    return found;
  }

  private list(terms: RequestTerms): void {
    if (terms.noteMinimumMinor < this.least) this.setLeast(terms.noteMinimumMinor);
    this.requests = this.requests.filter((r) => r.terms.requestId !== terms.requestId);
    const request: RRequest = { seq: this.seq, terms, fills: [], status: 'open' };
    this.requests.push(request);
    if (terms.closesOn < this.today) this.close(request, 'expired');
    else if (terms.timing !== 'batch') this.match(request);
  }

  /** Offers that were too small before and are not now take part at once. */
  private setLeast(least: bigint): void {
    const before = new Set(this.offers.filter((o) => this.isUsable(o)));
    this.least = least;
    this.returned.push(...this.offers.filter((o) => this.isUsable(o) && !before.has(o)));
    this.rematch();
  }

  private place(terms: OfferTerms): void {
    this.offers = this.offers.filter((o) => o.terms.offerId !== terms.offerId);
    const offer: ROffer = { seq: this.seq, rank: this.seq, terms, left: terms.totalMinor, held: 0n, isOpen: true, inLoansOf: new Map() };
    this.offers.push(offer);
    const target = this.requests.find((r) => r.terms.requestId === terms.requestId && !this.isForgotten(r));
    if (target !== undefined && target.status !== 'open') return this.closeOffer(offer, 'request-closed');
    this.takePart(offer);
  }

  private amend({ offerId, freeMinor, criteria, goodTillOn }: OfferChange): void {
    const offer = this.offers.find((o) => o.terms.offerId === offerId && o.isOpen);
    if (offer === undefined) throw new Error(`no offer ${offerId}`);
    const isPlaceKept = asksForNoMore(offer.terms.criteria, criteria);
    offer.terms = { ...offer.terms, criteria, goodTillOn };
    offer.left -= freeMinor;
    if (!isPlaceKept) offer.rank = this.seq;
    this.events.push({ type: 'offer-amended', offerId, lenderId: offer.terms.lenderId, freedMinor: freeMinor, isPlaceKept });
    this.takePart(offer);
  }

  private takePart(offer: ROffer): void {
    const { goodTillOn } = offer.terms;
    if (goodTillOn !== null && goodTillOn < this.today) return this.closeOffer(offer, 'expired');
    this.offerAround(offer);
    this.closeIfUseless(offer);
  }

  /** All offers that may give the request a note now, best first. */
  private candidates(request: RRequest): ROffer[] {
    const fit = this.offers.filter((o) => this.isUsable(o) && isEligible(request.terms, o.terms) && !hasNote(request, o)).sort(byPriority);
    return [...fit.filter((o) => o.terms.requestId !== null), ...fit.filter((o) => o.terms.requestId === null)];
  }

  /** Fills the room of a request rate by rate; at the margin the rule of the product decides. Then cheaper displaces dearer. */
  private match(request: RRequest): void {
    const candidates = this.candidates(request);
    const plan: { offer: ROffer; amount: bigint }[] = [];
    const planned = () => plan.reduce((sum, { amount }) => sum + amount, 0n);
    const free = request.terms.amountMinor - sumOf(request.fills);
    const inOrder = (offers: readonly ROffer[]) => {
      for (const offer of offers) plan.push({ offer, amount: noteOf(request, offer, free - planned()) });
    };
    const levelOf = (o: ROffer) => `${o.terms.requestId === null} ${o.terms.criteria.minRatePpm}`;
    for (const level of new Set(candidates.map(levelOf))) {
      const group = candidates.filter((o) => levelOf(o) === level);
      const room = free - planned();
      if (room === 0n) break;
      const wanted = group.reduce((sum, o) => sum + noteOf(request, o, room), 0n);
      if (wanted <= room) inOrder(group);
      else if (request.terms.allocation === 'pro-rata') plan.push(...proRata(request, group, room));
      else inOrder(marginalOrder(request, group, this.seed));
    }
    this.tell(
      request,
      plan.filter(({ amount }) => amount > 0n),
    );
    if (request.terms.closing !== 'at-deadline' || request.status !== 'open') return;
    for (const offer of this.candidates(request)) this.bid(request, offer);
  }

  private offerAround(offer: ROffer): void {
    for (const request of [...this.requests].sort((a, b) => a.seq - b.seq)) {
      const isOpen = request.status === 'open' && request.terms.timing !== 'batch';
      if (!isOpen || !this.isUsable(offer) || !isEligible(request.terms, offer.terms) || hasNote(request, offer)) continue;
      if (request.terms.closing === 'at-deadline') this.bid(request, offer);
      else {
        const amount = noteOf(request, offer, request.terms.amountMinor - sumOf(request.fills));
        this.tell(request, amount > 0n ? [{ offer, amount }] : []);
      }
    }
  }

  /** An offer in an auction: takes what is free and what dearer fills must give up. */
  private bid(request: RRequest, offer: ROffer): void {
    if (!this.isUsable(offer)) return;
    const bid = offer.terms.criteria.minRatePpm;
    const room = request.terms.amountMinor - sumOf(request.fills);
    const dearer = sumOf(request.fills.filter((f) => f.bid > bid));
    const wanted = noteOf(request, offer, room + dearer);
    const cuts = cutsFor(request, bid, max(0n, wanted - room));
    const amount = (wanted < room ? wanted : room) + cuts.reduce((sum, { cut }) => sum + cut, 0n);
    if (wanted === 0n || amount === 0n || amount < (offer.terms.criteria.minimumSliceMinor ?? 0n)) return;
    const { requestId, borrowerId } = request.terms;
    if (cuts.length > 0) {
      const outbid = cuts.map(({ held, cut }) => ({ fill: held.fill, releasedMinor: cut, leftMinor: held.fill.amountMinor - cut }));
      this.events.push({ type: 'fills-outbid', requestId, borrowerId, outbid });
    }
    for (const { held, cut } of cuts) {
      held.fill = { ...held.fill, amountMinor: held.fill.amountMinor - cut };
      this.giveBack(request, held, cut);
    }
    request.fills = request.fills.filter((f) => f.fill.amountMinor > 0n);
    this.tell(request, [{ offer, amount }]);
  }

  private tell(request: RRequest, plan: readonly { offer: ROffer; amount: bigint }[]): void {
    if (plan.length === 0) return;
    const fills = plan.map(({ offer, amount }) => {
      const { requestId, borrowerId } = request.terms;
      const { offerId, lenderId, criteria } = offer.terms;
      offer.left -= amount;
      offer.held += amount;
      const isCounted = criteria.capPerBorrowerMinor !== undefined || criteria.capOfPortfolio !== undefined;
      if (isCounted) offer.inLoansOf.set(borrowerId, (offer.inLoansOf.get(borrowerId) ?? 0n) + amount);
      const bid = criteria.minRatePpm;
      const ratePpm = rateOf(request, [...request.fills.map((f) => f.bid), bid]);
      const fill = { seq: this.seq, index: this.fillCount++, requestId, offerId, lenderId, amountMinor: amount, ratePpm };
      request.fills.push({ fill, offer, bid, isCounted });
      return fill;
    });
    const { requestId, borrowerId, amountMinor, closing } = request.terms;
    const filledMinor = sumOf(request.fills);
    this.events.push({ type: 'fills-made', requestId, borrowerId, fills, filledMinor, remainingMinor: amountMinor - filledMinor });
    if (filledMinor === amountMinor && closing !== 'at-deadline') this.complete(request);
  }

  private complete(request: RRequest): void {
    const { requestId, borrowerId, amountMinor } = request.terms;
    request.status = 'filled';
    this.events.push({ type: 'request-filled', requestId, borrowerId, amountMinor, ...finalPrice(request) });
    this.closeDirected(request);
  }

  private clear(draw: Draw | undefined): void {
    this.seed = draw?.seed ?? this.seed;
    if (draw !== undefined && (draw.seed !== null || draw.nextCommitment !== null)) this.commitment = draw.nextCommitment;
    const waiting = this.requests.filter((r) => r.status === 'open' && r.terms.timing === 'batch').sort((a, b) => a.seq - b.seq);
    for (const request of waiting) this.match(request);
    this.rematch();
    const told = { type: 'batch-cleared', requests: waiting.length, fills: this.fillCount, seed: draw?.seed ?? null } as const;
    if (waiting.length > 0) this.events.push(told);
  }

  private tick(today: string, draw: Draw | undefined): void {
    this.clear(draw);
    this.today = today;
    for (const offer of this.offers) {
      if (offer.isOpen && offer.terms.goodTillOn !== null && offer.terms.goodTillOn < today) this.closeOffer(offer, 'expired');
    }
    for (const request of this.requests) {
      if (request.status !== 'open' || request.terms.closesOn >= today) continue;
      const { requestId, borrowerId, minimumMinor, amountMinor } = request.terms;
      const filledMinor = sumOf(request.fills);
      if (filledMinor === amountMinor) this.complete(request);
      else if (filledMinor > 0n && filledMinor >= minimumMinor) {
        request.status = 'partial';
        this.events.push({ type: 'request-partially-filled', requestId, borrowerId, filledMinor, ...finalPrice(request) });
        this.closeDirected(request);
      } else this.close(request, 'expired');
    }
  }

  private close(request: RRequest, outcome: RequestOutcome): void {
    this.end(request);
    const { requestId, borrowerId } = request.terms;
    const released = request.fills.map(({ fill }) => fill);
    this.events.push({ type: 'request-closed', requestId, borrowerId, outcome, released });
    for (const held of request.fills) this.giveBack(request, held, held.fill.amountMinor);
    this.closeDirected(request);
    for (const { offer } of request.fills) if (offer.isOpen && offer.terms.requestId !== null) this.closeOffer(offer, 'request-closed');
  }

  private giveBack(request: RRequest, { offer, fill, isCounted }: RRequest['fills'][number], amount: bigint): void {
    const { borrowerId } = request.terms;
    offer.held -= amount;
    if (isCounted) offer.inLoansOf.set(borrowerId, (offer.inLoansOf.get(borrowerId) ?? 0n) - amount);
    if (offer.isOpen) {
      offer.left += amount;
      this.returned.push(offer);
    } else this.events.push({ type: 'offer-freed', offerId: fill.offerId, lenderId: fill.lenderId, freedMinor: amount });
  }

  private settle(request: RRequest): void {
    this.end(request);
    const { requestId, borrowerId } = request.terms;
    this.events.push({ type: 'request-settled', requestId, borrowerId });
    for (const { offer, fill } of request.fills) {
      offer.held -= fill.amountMinor;
      this.closeIfUseless(offer);
    }
  }

  private end(request: RRequest): void {
    request.status = 'ended';
    request.endedOn = this.today;
  }

  /** Ended requests are known for thirty days. */
  private isForgotten(request: RRequest): boolean {
    if (request.endedOn === undefined || this.today === '') return false;
    if (request.endedOn === '') return true;
    return (Date.parse(this.today) - Date.parse(request.endedOn)) / 86_400_000 > 30;
  }

  private rematch(): void {
    while (this.returned.length > 0) {
      const offers = [...new Set(this.returned)].filter((o) => o.isOpen).sort(byPriority);
      this.returned = [];
      for (const offer of offers) {
        this.offerAround(offer);
        this.closeIfUseless(offer);
      }
    }
  }

  private closeDirected(request: RRequest): void {
    const mine = this.offers.filter((o) => o.terms.requestId === request.terms.requestId && this.isUsable(o));
    for (const offer of mine.sort(byPriority)) this.closeOffer(offer, 'request-closed');
  }

  private isUsable(offer: ROffer): boolean {
    const { criteria } = offer.terms;
    const need = max(this.least, criteria.minimumSliceMinor ?? 0n);
    return offer.isOpen && offer.left >= need && criteria.capPerLoanMinor >= need && capForBorrower(criteria) >= need;
  }

  private closeIfUseless(offer: ROffer): void {
    if (offer.isOpen && offer.held === 0n && !this.isUsable(offer)) this.closeOffer(offer, 'exhausted');
  }

  private closeOffer(offer: ROffer, outcome: OfferOutcome): void {
    offer.isOpen = false;
    const { offerId, lenderId } = offer.terms;
    this.events.push({ type: 'offer-closed', offerId, lenderId, outcome, freedMinor: offer.left });
    offer.left = 0n;
  }
}
