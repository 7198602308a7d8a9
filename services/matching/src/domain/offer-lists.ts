/**
 * Resting standing offers by cell and rate: intrusive lists in the order of rate and place in time. In and out are O(1), except that what
 * comes back between others walks to its place from the nearer end. A place in a list is two links of four bytes.
 */
import { BucketSet, bucketCount, bucketOf, cellOf, rangeCount } from './cells.ts';
import { gradesMax, grown, type OfferColumns } from './offer-columns.ts';

class Cell {
  /** As long as the dearest offer needs: most markets end far below the highest bucket. */
  heads = new Int32Array(0);
  tails = new Int32Array(0);
  readonly buckets = new BucketSet();
  size = 0;

  reserve(bucket: number): void {
    const { length } = this.heads;
    if (bucket < length) return;
    const room = Math.min(bucketCount, (bucket | 511) + 513);
    this.heads = grown(this.heads, room).fill(-1, length);
    this.tails = grown(this.tails, room).fill(-1, length);
  }
}

const placesMax = gradesMax * rangeCount;

export class OfferLists {
  readonly #columns: OfferColumns;
  readonly #cells: (Cell | undefined)[] = new Array<Cell | undefined>(placesMax).fill(undefined);
  /** Next and previous row of each place. */
  #links = new Int32Array(512);
  #high = 0;
  /** The cell at work while a row is linked: kept here, so that a place costs no object. */
  #grade = 0;
  #range = 0;
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
    const bucket = bucketOf(columns.rate(row));
    for (let grades = shape & 0xffffff; grades !== 0; grades &= grades - 1) {
      const grade = 31 - Math.clz32(grades & -grades);
      for (let range = first; range <= last; range += 1) {
        this.#grade = grade;
        this.#range = range;
        this.#link(this.#cellAt(cellOf(grade, range)), bucket, row, place);
        place += 1;
      }
    }
  }

  remove(row: number): void {
    const columns = this.#columns;
    const shape = columns.shape(row);
    const first = (shape >>> 24) & 7;
    const last = (shape >>> 27) & 7;
    const start = columns.first(row);
    let place = start;
    const bucket = bucketOf(columns.rate(row));
    for (let grades = shape & 0xffffff; grades !== 0; grades &= grades - 1) {
      const grade = 31 - Math.clz32(grades & -grades);
      for (let range = first; range <= last; range += 1) {
        const next = this.#nextOf(place);
        const previous = this.#previousOf(place);
        const cell = this.#cellAt(cellOf(grade, range));
        cell.size -= 1;
        if (previous < 0) cell.heads[bucket] = next;
        else this.#links[this.#placeOf(previous, grade, range) * 2] = next;
        if (next < 0) cell.tails[bucket] = previous;
        else this.#links[this.#placeOf(next, grade, range) * 2 + 1] = previous;
        if (previous < 0 && next < 0) cell.buckets.delete(bucket);
        place += 1;
      }
    }
    columns.setFirst(row, -1);
    this.#free[place - start]?.push(start);
  }

  /** First offer of a cell; -1 when there is none. */
  firstOf(grade: number, range: number): number {
    const cell = this.#cells[cellOf(grade, range)];
    if (cell === undefined || cell.size === 0) return -1;
    return cell.heads[cell.buckets.next(0)] ?? -1;
  }

  /** The offer behind this one in the cell; -1 at the end. */
  after(row: number, grade: number, range: number): number {
    const next = this.#nextOf(this.#placeOf(row, grade, range));
    if (next >= 0) return next;
    const cell = this.#cells[cellOf(grade, range)];
    const bucket = cell?.buckets.next(bucketOf(this.#columns.rate(row)) + 1) ?? -1;
    return bucket < 0 ? -1 : (cell?.heads[bucket] ?? -1);
  }

  sizeOf(grade: number, range: number): number {
    return this.#cells[cellOf(grade, range)]?.size ?? 0;
  }

  /** Bytes of links and cells. */
  get bytes(): number {
    return this.#links.byteLength + this.#cells.reduce((sum, cell) => sum + (cell?.heads.byteLength ?? 0) * 2, 0);
  }

  #cellAt(index: number): Cell {
    const known = this.#cells[index];
    if (known !== undefined) return known;
    const made = new Cell();
    this.#cells[index] = made;
    return made;
  }

  #nextOf(place: number): number {
    return this.#links[place * 2] ?? -1;
  }

  #previousOf(place: number): number {
    return this.#links[place * 2 + 1] ?? -1;
  }

  #placeOf(row: number, grade: number, range: number): number {
    const shape = this.#columns.shape(row);
    const first = (shape >>> 24) & 7;
    const width = ((shape >>> 27) & 7) - first + 1;
    return this.#columns.first(row) + bitCount(shape & ((1 << grade) - 1)) * width + range - first;
  }

  #link(cell: Cell, bucket: number, row: number, place: number): void {
    const grade = this.#grade;
    const range = this.#range;
    cell.reserve(bucket);
    cell.size += 1;
    const tail = cell.tails[bucket] ?? -1;
    const previous = tail < 0 || this.#isBefore(tail, row) ? tail : this.#seek(cell, bucket, row);
    let next = -1;
    if (previous < 0) {
      next = cell.heads[bucket] ?? -1;
      cell.heads[bucket] = row;
      if (next < 0) cell.buckets.add(bucket);
    } else {
      const before = this.#placeOf(previous, grade, range);
      next = this.#nextOf(before);
      this.#links[before * 2] = row;
    }
    if (next < 0) cell.tails[bucket] = row;
    else this.#links[this.#placeOf(next, grade, range) * 2 + 1] = row;
    this.#links[place * 2] = next;
    this.#links[place * 2 + 1] = previous;
  }

  /** The row behind which this one belongs, or -1 for the head; looks from both ends at once. The tail is known to be behind it. */
  #seek(cell: Cell, bucket: number, row: number): number {
    const grade = this.#grade;
    const range = this.#range;
    let ahead = -1;
    let up = cell.heads[bucket] ?? -1;
    let down = this.#previousOf(this.#placeOf(cell.tails[bucket] ?? -1, grade, range));
    for (;;) {
      if (up < 0 || !this.#isBefore(up, row)) return ahead;
      if (down < 0 || this.#isBefore(down, row)) return down;
      ahead = up;
      up = this.#nextOf(this.#placeOf(up, grade, range));
      down = this.#previousOf(this.#placeOf(down, grade, range));
    }
  }

  #isBefore(a: number, b: number): boolean {
    const columns = this.#columns;
    const x = columns.rate(a);
    const y = columns.rate(b);
    return x === y ? columns.rank(a) < columns.rank(b) : x < y;
  }

  #allocate(count: number): number {
    const freed = this.#free[count]?.pop();
    if (freed !== undefined) return freed;
    const start = this.#high;
    this.#high += count;
    if (this.#high * 2 > this.#links.length) this.#links = grown(this.#links, Math.ceil(this.#high * 1.25) * 2);
    return start;
  }
}

function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
