/** The book is cut into cells of one grade and a range of terms, so that a request only meets offers of its own cell. */

/** Upper ends of the term ranges, in months; the last one is the longest term there is. */
const termEnds = [12, 24, 36, 48, 60, 480] as const;

export const termMax = 480;
export const rangeCount = termEnds.length;

export const termRanges = termEnds.map((maxTermMonths, i) => ({ minTermMonths: (termEnds[i - 1] ?? 0) + 1, maxTermMonths }));

const rangeOfTerm = Uint8Array.from({ length: termMax + 1 }, (_, term) => termEnds.findIndex((end) => term <= end));

/** Index of the term range that holds a term of 1 to 480 months. */
export function termRangeOf(termMonths: number): number {
  return rangeOfTerm[termMonths] ?? rangeCount - 1;
}

export function cellOf(grade: number, range: number): number {
  return grade * rangeCount + range;
}

/**
 * Rates in buckets of a width, with a bitmap of those that hold something and a bitmap of its words: the first one at or after a rate is
 * found in a few steps. Within a bucket the caller keeps order, so any rate is right and rates of a grid are fast.
 */
export const bucketWidth = 100;
export const bucketCount = 10_240;

export function bucketOf(rate: number): number {
  const bucket = (rate / bucketWidth) | 0;
  return bucket < bucketCount ? bucket : bucketCount - 1;
}

export class BucketSet {
  readonly #bits = new Int32Array(bucketCount >> 5);
  readonly #words = new Int32Array(bucketCount >> 10);

  add(bucket: number): void {
    const word = bucket >> 5;
    this.#bits[word] = (this.#bits[word] ?? 0) | (1 << (bucket & 31));
    this.#words[word >> 5] = (this.#words[word >> 5] ?? 0) | (1 << (word & 31));
  }

  delete(bucket: number): void {
    const word = bucket >> 5;
    const bits = (this.#bits[word] ?? 0) & ~(1 << (bucket & 31));
    this.#bits[word] = bits;
    if (bits === 0) this.#words[word >> 5] = (this.#words[word >> 5] ?? 0) & ~(1 << (word & 31));
  }

  /** The first bucket at or after this one; -1 when there is none. */
  next(from: number): number {
    if (from >= bucketCount) return -1;
    const word = from >> 5;
    const here = (this.#bits[word] ?? 0) & (-1 << (from & 31));
    if (here !== 0) return (word << 5) + lowest(here);
    const found = this.nextWord(word + 1);
    return found < 0 ? -1 : (found << 5) + lowest(this.#bits[found] ?? 0);
  }

  /** The first of the words of 32 buckets, at or after this one, that holds something; -1 when there is none. */
  nextWord(from: number): number {
    let at = from >> 5;
    let words = at < this.#words.length ? (this.#words[at] ?? 0) & (-1 << (from & 31)) : 0;
    while (words === 0) {
      at += 1;
      if (at >= this.#words.length) return -1;
      words = this.#words[at] ?? 0;
    }
    return (at << 5) + lowest(words);
  }

  /** A bit for each bucket of a word that holds something. */
  bitsOf(word: number): number {
    return this.#bits[word] ?? 0;
  }
}

export function lowest(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
