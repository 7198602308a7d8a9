/** A limit order book of typed arrays and nothing else: no texts, no events, no rules. What the loop could do at most. */

const levelCount = 1_024;

type Side = { readonly heads: Int32Array; readonly tails: Int32Array };

export class BareBook {
  protected readonly sizes: Int32Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #level: Int32Array;
  readonly #sides: readonly [Side, Side] = [sideOf(), sideOf()];
  #bestBid = -1;
  #bestAsk = levelCount;

  constructor(capacity: number) {
    this.sizes = new Int32Array(capacity);
    this.#next = new Int32Array(capacity);
    this.#previous = new Int32Array(capacity);
    this.#level = new Int32Array(capacity).fill(-1);
  }

  /** Takes what crosses, rests the remainder. */
  add(order: number, isBid: boolean, size: number, level: number): void {
    let left = size;
    while (left > 0 && (isBid ? this.#bestAsk <= level : this.#bestBid >= level)) {
      const best = isBid ? this.#bestAsk : this.#bestBid;
      const head = this.#sides[isBid ? 1 : 0].heads[best] ?? -1;
      const taken = Math.min(left, this.sizes[head] ?? 0);
      left -= taken;
      this.taken(head, taken);
      this.sizes[head] = (this.sizes[head] ?? 0) - taken;
      if (this.sizes[head] === 0) this.remove(head, !isBid);
    }
    if (left > 0) this.#rest(order, isBid, left, level);
  }

  /** Told before an amount is taken from a resting order. */
  protected taken(_order: number, _amount: number): void {}

  remove(order: number, isBid: boolean): void {
    const level = this.#level[order] ?? -1;
    if (level < 0) return;
    this.#level[order] = -1;
    const side = this.#sides[isBid ? 0 : 1];
    const next = this.#next[order] ?? -1;
    const previous = this.#previous[order] ?? -1;
    if (previous < 0) side.heads[level] = next;
    else this.#next[previous] = next;
    if (next < 0) side.tails[level] = previous;
    else this.#previous[next] = previous;
    if (isBid) while (this.#bestBid >= 0 && (side.heads[this.#bestBid] ?? -1) < 0) this.#bestBid -= 1;
    else while (this.#bestAsk < levelCount && (side.heads[this.#bestAsk] ?? -1) < 0) this.#bestAsk += 1;
  }

  #rest(order: number, isBid: boolean, size: number, level: number): void {
    const side = this.#sides[isBid ? 0 : 1];
    const tail = side.tails[level] ?? -1;
    this.sizes[order] = size;
    this.#level[order] = level;
    this.#next[order] = -1;
    this.#previous[order] = tail;
    side.tails[level] = order;
    if (tail < 0) side.heads[level] = order;
    else this.#next[tail] = order;
    if (isBid) this.#bestBid = Math.max(this.#bestBid, level);
    else this.#bestAsk = Math.min(this.#bestAsk, level);
  }
}

function sideOf(): Side {
  return { heads: new Int32Array(levelCount).fill(-1), tails: new Int32Array(levelCount).fill(-1) };
}
