/**
 * The obviously correct engine: plain lists, filtered and sorted anew at every step, no indexes, no hash. The real book must give the
 * same events. Written from the rules, not from the book.
 */
import type { Command, OfferTerms, RequestTerms } from '../../src/domain/command.ts';
import type { BookEvent, Fill, OfferOutcome, RequestOutcome } from '../../src/domain/event.ts';

type ROffer = { seq: number; terms: OfferTerms; left: bigint; held: bigint; isOpen: boolean };
type RRequest = { seq: number; terms: RequestTerms; fills: Fill[]; status: 'open' | 'partial' | 'filled' | 'ended'; endedOn?: string };

export class Reference {
  seq = 0;
  today = '';
  least = 1n;
  offers: ROffer[] = [];
  requests: RRequest[] = [];
  events: BookEvent[] = [];
  fillCount = 0;

  /** Undefined when the command is refused. */
  apply(command: Command): BookEvent[] | undefined {
    if (!this.isAllowed(command)) return undefined;
    this.seq += 1;
    this.events = [];
    this.fillCount = 0;
    this.run(command);
    return this.events;
  }

  private isAllowed(c: Command): boolean {
    if (c.type === 'configure') return c.noteMinimumMinor > 0n;
    if (c.type === 'list-request') return !this.requests.some((r) => r.terms.requestId === c.terms.requestId && !this.isForgotten(r));
    if (c.type === 'place-offer') return !this.offers.some((o) => o.terms.offerId === c.terms.offerId && (o.isOpen || o.held > 0n));
    if (c.type === 'revoke-offer') return this.offers.some((o) => o.terms.offerId === c.offerId && o.isOpen);
    if (c.type === 'tick') return c.businessDate > this.today;
    if (c.type === 'amend-offer' || c.type === 'clear') return false;
    const request = this.requests.find((r) => r.terms.requestId === c.requestId && r.status !== 'ended');
    if (request === undefined) return false;
    if (c.type === 'withdraw-request') return request.status !== 'filled';
    if (c.type === 'lapse-contract') return request.status === 'filled';
    if (c.type === 'settle-request') return request.status !== 'open';
    return request.status === 'partial';
  }

  private run(c: Command): void {
    switch (c.type) {
      case 'configure':
        this.setLeast(c.noteMinimumMinor);
        for (const offer of this.offers) this.closeIfUseless(offer);
        return;
      case 'list-request':
        return this.list(c.terms);
      case 'place-offer':
        return this.place(c.terms);
      case 'revoke-offer':
        for (const offer of this.offers) if (offer.terms.offerId === c.offerId && offer.isOpen) this.closeOffer(offer, 'revoked');
        return;
      case 'tick':
        return this.tick(c.businessDate);
      case 'accept-partial':
        this.request(c.requestId).status = 'filled';
        return;
      case 'withdraw-request':
        return this.rematch(this.close(this.request(c.requestId), 'withdrawn'));
      case 'lapse-contract':
        return this.rematch(this.close(this.request(c.requestId), 'lapsed'));
      case 'decline-partial':
        return this.rematch(this.close(this.request(c.requestId), c.cause === 'timeout' ? 'expired' : c.cause));
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
    if (terms.closesOn < this.today) {
      this.close(request, 'expired');
      return;
    }
    const queue = this.offers.filter((o) => this.isUsable(o)).sort(byPriority);
    const directed = queue.filter((o) => o.terms.requestId === terms.requestId);
    const standing = queue.filter((o) => o.terms.requestId === null);
    const fills = [...directed, ...standing].flatMap((offer) => this.fill(request, offer));
    this.tell(request, fills);
  }

  /** Offers that were too small before and are not now take part at once. */
  private setLeast(least: bigint): void {
    const before = new Set(this.offers.filter((o) => this.isUsable(o)));
    this.least = least;
    this.rematch(this.offers.filter((o) => this.isUsable(o) && !before.has(o)));
  }

  private place(terms: OfferTerms): void {
    this.offers = this.offers.filter((o) => o.terms.offerId !== terms.offerId);
    const offer: ROffer = { seq: this.seq, terms, left: terms.totalMinor, held: 0n, isOpen: true };
    this.offers.push(offer);
    const target = this.requests.find((r) => r.terms.requestId === terms.requestId && !this.isForgotten(r));
    if (target !== undefined && target.status !== 'open') return this.closeOffer(offer, 'request-closed');
    if (terms.goodTillOn !== null && terms.goodTillOn < this.today) return this.closeOffer(offer, 'expired');
    this.offerAround(offer);
    this.closeIfUseless(offer);
  }

  private offerAround(offer: ROffer): void {
    const open = this.requests.filter((r) => r.status === 'open').sort((a, b) => a.seq - b.seq);
    const fits = open.filter((r) => offer.terms.requestId === null || offer.terms.requestId === r.terms.requestId);
    const plans = fits.map((request) => ({ request, fills: this.isUsable(offer) ? this.fill(request, offer) : [] }));
    for (const { request, fills } of plans) this.tell(request, fills);
  }

  private fill(request: RRequest, offer: ROffer): Fill[] {
    const { terms: r } = request;
    const { terms: o } = offer;
    const c = o.criteria;
    const room = r.amountMinor - sumOf(request.fills);
    const fits =
      c.minRatePpm <= r.ratePpm &&
      c.grades.includes(r.grade) &&
      c.minTermMonths <= r.termMonths &&
      r.termMonths <= c.maxTermMonths &&
      (c.purposes?.includes(r.purpose) ?? true) &&
      o.lenderId !== r.borrowerId &&
      c.capPerLoanMinor >= r.noteMinimumMinor &&
      offer.left >= r.noteMinimumMinor &&
      !request.fills.some((f) => f.offerId === o.offerId);
    if (!fits || room === 0n) return [];
    const most = c.capPerLoanMinor < offer.left ? c.capPerLoanMinor : offer.left;
    const amountMinor = most >= room ? room : most - (most % r.noteMinimumMinor);
    offer.left -= amountMinor;
    offer.held += amountMinor;
    const index = this.fillCount++;
    const { requestId } = r;
    const fill: Fill = { seq: this.seq, index, requestId, offerId: o.offerId, lenderId: o.lenderId, amountMinor, ratePpm: r.ratePpm };
    request.fills.push(fill);
    return [fill];
  }

  private tell(request: RRequest, fills: Fill[]): void {
    if (fills.length === 0) return;
    const { requestId, borrowerId, amountMinor, ratePpm } = request.terms;
    const filledMinor = sumOf(request.fills);
    this.events.push({ type: 'fills-made', requestId, borrowerId, fills, filledMinor, remainingMinor: amountMinor - filledMinor });
    if (filledMinor < amountMinor) return;
    request.status = 'filled';
    this.events.push({
      ...{ type: 'request-filled', requestId, borrowerId, amountMinor, ratePpm },
      ...{ fills: [...request.fills], interestBasis: amountMinor * ratePpm },
    });
    this.closeDirected(request);
  }

  private tick(today: string): void {
    this.today = today;
    for (const offer of this.offers) {
      if (offer.isOpen && offer.terms.goodTillOn !== null && offer.terms.goodTillOn < today) this.closeOffer(offer, 'expired');
    }
    const returned: ROffer[] = [];
    for (const request of this.requests) {
      if (request.status !== 'open' || request.terms.closesOn >= today) continue;
      const { requestId, borrowerId, minimumMinor, ratePpm } = request.terms;
      const filledMinor = sumOf(request.fills);
      if (filledMinor > 0n && filledMinor >= minimumMinor) {
        request.status = 'partial';
        const fills = [...request.fills];
        this.events.push({
          ...{ type: 'request-partially-filled', requestId, borrowerId, filledMinor, ratePpm, fills },
          ...{ interestBasis: filledMinor * ratePpm },
        });
        this.closeDirected(request);
      } else returned.push(...this.close(request, 'expired'));
    }
    this.rematch(returned);
  }

  private close(request: RRequest, outcome: RequestOutcome): ROffer[] {
    this.end(request);
    const { requestId, borrowerId } = request.terms;
    this.events.push({ type: 'request-closed', requestId, borrowerId, outcome, released: [...request.fills] });
    const returned: ROffer[] = [];
    for (const fill of request.fills) {
      const offer = this.holder(fill);
      offer.held -= fill.amountMinor;
      const { offerId, lenderId } = offer.terms;
      if (offer.isOpen) {
        offer.left += fill.amountMinor;
        returned.push(offer);
      } else this.events.push({ type: 'offer-freed', offerId, lenderId, freedMinor: fill.amountMinor });
    }
    this.closeDirected(request);
    for (const offer of returned) if (offer.isOpen && offer.terms.requestId !== null) this.closeOffer(offer, 'request-closed');
    return returned.filter((offer) => offer.isOpen);
  }

  private settle(request: RRequest): void {
    this.end(request);
    const { requestId, borrowerId } = request.terms;
    this.events.push({ type: 'request-settled', requestId, borrowerId });
    for (const fill of request.fills) {
      const offer = this.holder(fill);
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

  private holder(fill: Fill): ROffer {
    const found = this.offers.find((o) => o.terms.offerId === fill.offerId);
    if (found === undefined) throw new Error(`no offer ${fill.offerId}`);
    return found;
  }

  private rematch(returned: ROffer[]): void {
    for (const offer of [...new Set(returned)].sort(byPriority)) {
      this.offerAround(offer);
      this.closeIfUseless(offer);
    }
  }

  private closeDirected(request: RRequest): void {
    const mine = this.offers.filter((o) => o.terms.requestId === request.terms.requestId && this.isUsable(o));
    for (const offer of mine.sort(byPriority)) this.closeOffer(offer, 'request-closed');
  }

  private isUsable(offer: ROffer): boolean {
    return offer.isOpen && offer.left >= this.least && offer.terms.criteria.capPerLoanMinor >= this.least;
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

function byPriority(a: ROffer, b: ROffer): number {
  const [x, y] = [a.terms.criteria.minRatePpm, b.terms.criteria.minRatePpm];
  return x === y ? a.seq - b.seq : x < y ? -1 : 1;
}

function sumOf(fills: readonly Fill[]): bigint {
  return fills.reduce((sum, fill) => sum + fill.amountMinor, 0n);
}
