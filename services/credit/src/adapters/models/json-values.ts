/** Reads the values of a model file; whatever is not what it must be stops the start with its path-free but plain complaint. */
export type Json = Readonly<Record<string, unknown>>;

export function object(json: unknown): Json {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error('model: an object is expected');
  return json as Json;
}

export function list(json: unknown): readonly unknown[] {
  if (!Array.isArray(json)) throw new Error('model: a list is expected');
  return json;
}

export function text(json: unknown): string {
  if (typeof json !== 'string' || json === '') throw new Error('model: a text is expected');
  return json;
}

export function integer(json: unknown): number {
  if (!Number.isSafeInteger(json)) throw new Error('model: an integer is expected');
  return json as number;
}

/** A non-negative integer, as a number or (for large amounts) as decimal text. */
export function whole(json: unknown): bigint {
  if (typeof json === 'string' && /^(0|[1-9]\d*)$/.test(json)) return BigInt(json);
  return BigInt(integer(json));
}

/** Points of at most two decimals, as hundredths. */
export function hundredths(json: unknown): number {
  const value = typeof json === 'number' ? Math.round(json * 100) : Number.NaN;
  if (!Number.isSafeInteger(value) || value / 100 !== json) throw new Error('model: points of two decimals at most are expected');
  return value;
}

export function oneOf<T extends string>(json: unknown, values: readonly T[]): T {
  const found = values.find((value) => value === json);
  if (found === undefined) throw new Error(`model: one of ${values.join(', ')} is expected, not ${String(json)}`);
  return found;
}

export function ascends(bounds: readonly number[]): boolean {
  return bounds.every((bound, at) => at === 0 || bound > (bounds[at - 1] ?? 0));
}
