/**
 * The bare book with what an engine of ours cannot leave out: ids as texts in and out, a state hash, events with bigints. It has no checks,
 * criteria, caps, grades or terms, and what it took is forgotten: how near `apply` could come to the bare book if it had nothing else to do.
 */
import {
  addTo,
  begin,
  bigOf,
  type Command,
  emptyLanes,
  exact,
  foldWords,
  IdTable,
  takeFrom,
} from '../../services/matching/src/compose-market.ts';
import { BareBook } from './bare-book.ts';
import { levelOf } from './matching-load.ts';

type FloorEvent =
  | { readonly type: 'fill'; readonly requestId: string; readonly offerId: string; readonly lenderId: string; readonly amountMinor: bigint }
  | { readonly type: 'closed'; readonly id: string; readonly memberId: string; readonly freedMinor: bigint };

/** Of each row: four words of id, the number of the command, rate. */
const stride = 6;

export class FloorBook extends BareBook {
  readonly #words: Int32Array;
  readonly #offers: IdTable<string>;
  readonly #requests: IdTable<string>;
  readonly #members: string[] = [];
  readonly #free: number[] = [];
  readonly #sum = emptyLanes();
  readonly #lanes = emptyLanes();
  readonly #folded = new Int32Array(stride + 1);
  #high = 0;
  #seq = 0;
  #comer = 0;
  #isBid = false;
  #events: FloorEvent[] = [];

  constructor(capacity: number) {
    super(capacity);
    this.#words = new Int32Array(capacity * stride);
    this.#offers = new IdTable('off_', this.#words, stride);
    this.#requests = new IdTable('req_', this.#words, stride);
  }

  apply(command: Command): readonly FloorEvent[] {
    this.#seq += 1;
    this.#events = [];
    if (command.type === 'place-offer') {
      const { offerId, lenderId, totalMinor, criteria } = command.terms;
      this.#come({ id: offerId, isBid: false, member: lenderId, size: exact(totalMinor), rate: exact(criteria.minRatePpm) });
    } else if (command.type === 'list-request') {
      const { requestId, borrowerId, amountMinor, ratePpm } = command.terms;
      this.#come({ id: requestId, isBid: true, member: borrowerId, size: exact(amountMinor), rate: exact(ratePpm) });
    } else if (command.type === 'revoke-offer') this.#cancel(command.offerId, false);
    else if (command.type === 'withdraw-request') this.#cancel(command.requestId, true);
    return this.#events;
  }

  #come({ id, isBid, member, size, rate }: { id: string; isBid: boolean; member: string; size: number; rate: number }): void {
    const ids = isBid ? this.#requests : this.#offers;
    if (ids.find(id) >= 0) return;
    const row = this.#free.pop() ?? this.#high++;
    this.#words[row * stride + 4] = this.#seq;
    this.#words[row * stride + 5] = rate;
    this.#members[row] = member;
    ids.add(row);
    this.#comer = row;
    this.#isBid = isBid;
    this.sizes[row] = 0;
    this.add(row, isBid, size, levelOf(rate));
    if (this.sizes[row] === 0) this.#forget(row, isBid);
    else this.#hashIn(row, this.sizes[row] ?? 0);
  }

  protected override taken(row: number, amount: number): void {
    const size = this.sizes[row] ?? 0;
    const offer = this.#isBid ? row : this.#comer;
    const request = this.#isBid ? this.#comer : row;
    this.#hashOut(row, size);
    if (size > amount) this.#hashIn(row, size - amount);
    const [requestId, offerId] = [this.#requests.text(request), this.#offers.text(offer)];
    this.#events.push({ type: 'fill', requestId, offerId, lenderId: this.#members[offer] ?? '', amountMinor: bigOf(amount) });
    if (size === amount) this.#forget(row, !this.#isBid);
  }

  #cancel(id: string, isBid: boolean): void {
    const row = (isBid ? this.#requests : this.#offers).find(id);
    if (row < 0) return;
    const size = this.sizes[row] ?? 0;
    this.#hashOut(row, size);
    this.remove(row, isBid);
    this.#forget(row, isBid);
    this.#events.push({ type: 'closed', id, memberId: this.#members[row] ?? '', freedMinor: bigOf(size) });
  }

  #forget(row: number, isBid: boolean): void {
    (isBid ? this.#requests : this.#offers).remove(row);
    this.#free.push(row);
  }

  #hashIn(row: number, size: number): void {
    this.#fold(row, size);
    addTo(this.#sum, this.#lanes);
  }

  #hashOut(row: number, size: number): void {
    this.#fold(row, size);
    takeFrom(this.#sum, this.#lanes);
  }

  #fold(row: number, size: number): void {
    const folded = this.#folded;
    for (let i = 0; i < stride; i += 1) folded[i] = this.#words[row * stride + i] ?? 0;
    folded[stride] = size;
    begin(this.#lanes, 2);
    foldWords(this.#lanes, folded, 0, stride + 1);
  }
}
