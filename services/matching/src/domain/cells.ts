/** The book is cut into cells of one grade and a range of terms, so that a request only meets offers of its own cell. */

/** Upper ends of the term ranges, in months; the last one is the longest term there is. */
const termEnds = [12, 24, 36, 48, 60, 480] as const;

export const termRanges = termEnds.map((maxTermMonths, i) => ({ minTermMonths: (termEnds[i - 1] ?? 0) + 1, maxTermMonths }));

/** Index of the term range that holds a term of 1 to 480 months. */
export function termRangeOf(termMonths: number): number {
  const found = termEnds.findIndex((end) => termMonths <= end);
  return found < 0 ? termEnds.length - 1 : found;
}

export type Cell<T> = { readonly grade: string; readonly range: number; readonly content: T };

/** Cells made on demand. Contents are looked up by grade, then by term range. */
export class Cells<T> {
  readonly #byGrade = new Map<string, (T | undefined)[]>();
  readonly #make: () => T;

  constructor(make: () => T) {
    this.#make = make;
  }

  find(grade: string, range: number): T | undefined {
    return this.#byGrade.get(grade)?.[range];
  }

  at(grade: string, range: number): T {
    let ranges = this.#byGrade.get(grade);
    if (ranges === undefined) {
      ranges = new Array<T | undefined>(termEnds.length).fill(undefined);
      this.#byGrade.set(grade, ranges);
    }
    const known = ranges[range];
    if (known !== undefined) return known;
    const made = this.#make();
    ranges[range] = made;
    return made;
  }

  /** All cells made so far, by grade and then by term. */
  all(): Cell<T>[] {
    const grades = [...this.#byGrade.keys()].sort();
    return grades.flatMap((grade) =>
      (this.#byGrade.get(grade) ?? []).flatMap((content, range) => (content === undefined ? [] : [{ grade, range, content }])),
    );
  }
}
