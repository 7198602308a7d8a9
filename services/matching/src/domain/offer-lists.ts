/**
 * Resting standing offers by cell and rate: intrusive lists in the order of rate and place in time. In and out are O(1), except that what
 * comes back between others walks to its place from the nearer end. A list is linked from place to place, not from row to row: who puts
 * an offer in or takes it out waits for the memory of no other offer.
 */
import { BucketSet, bucketCount, bucketOf, cellOf, rangeCount } from './cells.ts';
import { gradesMax, grown, type OfferColumns, roomFor } from './offer-columns.ts';

/** Of each bucket: first and last place, and the rate at the last one. */
const end = { head: 0, tail: 1, rate: 2 } as const;
const endInts = 3;
/** The last place was taken away: the rate of the one that is last now is not known without looking. */
const unknown = 2 ** 31 - 1;

class Cell {
  /** As long as the dearest offer needs: most markets end far below the highest bucket. */
  ends = new Int32Array(0);
  readonly buckets = new BucketSet();
  size = 0;

  reserve(bucket: number): void {
    const { length } = this.ends;
    if (bucket * endInts < length) return;
    this.ends = grown(this.ends, Math.min(bucketCount, (bucket | 127) + 1) * endInts).fill(-1, length);
  }
}

const placesMax = gradesMax * rangeCount;

/** Of each place: the next and the previous one, and the row that stands there. */
const link = { next: 0, previous: 1, row: 2 } as const;
const linkInts = 3;

export class OfferLists {
  readonly #columns: OfferColumns;
  readonly #cells: (Cell | undefined)[] = new Array<Cell | undefined>(placesMax).fill(undefined);
  #links = new Int32Array(512 * linkInts);
  #high = 0;
  /** The latest place in time that ever rested: what comes later is behind all others of its rate. */
  #latest = -1;
  /** Freed runs of places by their length. */
  readonly #free: number[][] = Array.from({ length: placesMax + 1 }, () => []);

  constructor(columns: OfferColumns) {
    this.#columns = columns;
  }

  insert(row: number): void {
    const columns = this.#columns;
    const shape = columns.shape(row);
    const first = (shape >>> 24) & 7;
    const last = (shape >>> 27) & 7;
    let place = this.#allocate(bitCount(shape & 0xffffff) * (last - first + 1));
    columns.setFirst(row, place);
    const rate = columns.rate(row);
    const rank = columns.rank(row);
    const isLatest = rank > this.#latest;
    if (isLatest) this.#latest = rank;
    for (let grades = shape & 0xffffff; grades !== 0; grades &= grades - 1) {
      const grade = 31 - Math.clz32(grades & -grades);
      for (let range = first; range <= last; range += 1) {
        this.#links[place * linkInts + link.row] = row;
        this.#link(this.#cellAt(cellOf(grade, range)), place, rate, isLatest);
        place += 1;
      }
    }
  }

  remove(row: number): void {
    const columns = this.#columns;
    const links = this.#links;
    const shape = columns.shape(row);
    const first = (shape >>> 24) & 7;
    const last = (shape >>> 27) & 7;
    const start = columns.first(row);
    let place = start;
    const bucket = bucketOf(columns.rate(row));
    const at = bucket * endInts;
    for (let grades = shape & 0xffffff; grades !== 0; grades &= grades - 1) {
      const grade = 31 - Math.clz32(grades & -grades);
      for (let range = first; range <= last; range += 1) {
        const next = links[place * linkInts + link.next] ?? -1;
        const previous = links[place * linkInts + link.previous] ?? -1;
        const cell = this.#cellAt(cellOf(grade, range));
        cell.size -= 1;
        if (previous < 0) cell.ends[at + end.head] = next;
        else links[previous * linkInts + link.next] = next;
        if (next >= 0) links[next * linkInts + link.previous] = previous;
        else {
          cell.ends[at + end.tail] = previous;
          cell.ends[at + end.rate] = unknown;
          if (previous < 0) cell.buckets.delete(bucket);
        }
        place += 1;
      }
    }
    columns.setFirst(row, -1);
    this.#free[place - start]?.push(start);
  }

  /** First place of a cell; -1 when there is none. */
  firstOf(grade: number, range: number): number {
    const cell = this.#cells[cellOf(grade, range)];
    if (cell === undefined || cell.size === 0) return -1;
    return cell.ends[cell.buckets.next(0) * endInts + end.head] ?? -1;
  }

  /** The place behind this one in the cell; -1 at the end. */
  after(place: number, grade: number, range: number): number {
    const next = this.#links[place * linkInts + link.next] ?? -1;
    if (next >= 0) return next;
    const cell = this.#cells[cellOf(grade, range)];
    const bucket = cell?.buckets.next(bucketOf(this.#columns.rate(this.rowAt(place))) + 1) ?? -1;
    return bucket < 0 ? -1 : (cell?.ends[bucket * endInts + end.head] ?? -1);
  }

  rowAt(place: number): number {
    return this.#links[place * linkInts + link.row] ?? -1;
  }

  sizeOf(grade: number, range: number): number {
    return this.#cells[cellOf(grade, range)]?.size ?? 0;
  }

  /** Bytes of links and cells. */
  get bytes(): number {
    return this.#links.byteLength + this.#cells.reduce((sum, cell) => sum + (cell?.ends.byteLength ?? 0), 0);
  }

  #cellAt(index: number): Cell {
    const known = this.#cells[index];
    if (known !== undefined) return known;
    const made = new Cell();
    this.#cells[index] = made;
    return made;
  }

  #link(cell: Cell, place: number, rate: number, isLatest: boolean): void {
    const links = this.#links;
    const bucket = bucketOf(rate);
    cell.reserve(bucket);
    cell.size += 1;
    const { ends } = cell;
    const at = bucket * endInts;
    const tail = ends[at + end.tail] ?? -1;
    const isLast = tail < 0 || (isLatest && (ends[at + end.rate] ?? unknown) <= rate) || this.#isBefore(tail, place);
    const previous = isLast ? tail : this.#seek(ends[at + end.head] ?? -1, tail, place);
    let next = -1;
    if (previous < 0) {
      next = ends[at + end.head] ?? -1;
      ends[at + end.head] = place;
      if (next < 0) cell.buckets.add(bucket);
    } else {
      next = links[previous * linkInts + link.next] ?? -1;
      links[previous * linkInts + link.next] = place;
    }
    if (next >= 0) links[next * linkInts + link.previous] = place;
    else {
      ends[at + end.tail] = place;
      ends[at + end.rate] = rate;
    }
    links[place * linkInts + link.next] = next;
    links[place * linkInts + link.previous] = previous;
  }

  /** The place behind which this one belongs, or -1 for the head; looks from both ends at once. The tail is known to be behind it. */
  #seek(head: number, tail: number, place: number): number {
    const links = this.#links;
    let ahead = -1;
    let up = head;
    let down = links[tail * linkInts + link.previous] ?? -1;
    for (;;) {
      if (up < 0 || !this.#isBefore(up, place)) return ahead;
      if (down < 0 || this.#isBefore(down, place)) return down;
      ahead = up;
      up = links[up * linkInts + link.next] ?? -1;
      down = links[down * linkInts + link.previous] ?? -1;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const columns = this.#columns;
    const [x, y] = [this.rowAt(a), this.rowAt(b)];
    const rate = columns.rate(x);
    const other = columns.rate(y);
    return rate === other ? columns.rank(x) < columns.rank(y) : rate < other;
  }

  #allocate(count: number): number {
    const freed = this.#free[count]?.pop();
    if (freed !== undefined) return freed;
    const start = this.#high;
    this.#high += count;
    if (this.#high * linkInts > this.#links.length) this.#links = grown(this.#links, roomFor(this.#high) * linkInts);
    return start;
  }
}

function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
