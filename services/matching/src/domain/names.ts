/** Texts that come again and again (members, grades, purposes) as small integers. The integers are private to one book in memory. */
import { begin, emptyLanes, foldText, type Lanes } from './hash.ts';

export class Names {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #digests: number[] = [];
  readonly #lanes: Lanes = emptyLanes();

  get size(): number {
    return this.#texts.length;
  }

  /** -1 for a text that was never seen. */
  find(text: string): number {
    return this.#numbers.get(text) ?? -1;
  }

  /** The number of the text; a new one gets the next number. */
  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    this.#numbers.set(text, number);
    this.#texts.push(text);
    begin(this.#lanes, 1);
    foldText(this.#lanes, text);
    this.#digests.push(this.#lanes.low ^ this.#lanes.high);
    return number;
  }

  /** By number. */
  all(): readonly string[] {
    return this.#texts;
  }

  text(number: number): string {
    return this.#texts[number] ?? '';
  }

  /** The same for the same text in every book, whatever its number. */
  digest(number: number): number {
    return this.#digests[number] ?? 0;
  }

  /** The bits of texts seen already; unseen ones are left out. */
  maskOf(texts: readonly string[]): number {
    let mask = 0;
    for (const text of texts) mask |= 1 << this.of(text);
    return mask;
  }

  textsOf(mask: number): string[] {
    return this.#texts.filter((_, number) => number < 31 && (mask & (1 << number)) !== 0);
  }

  /** Independent of the order of the numbers. */
  maskDigest(mask: number): number {
    let digest = 0;
    for (let rest = mask; rest !== 0; rest &= rest - 1) digest = (digest + this.digest(31 - Math.clz32(rest & -rest))) | 0;
    return digest;
  }

  /** How many of the texts would be new. */
  countNew(texts: readonly string[]): number {
    let count = 0;
    for (const text of texts) if (!this.#numbers.has(text)) count += 1;
    return count;
  }
}
