/** Percentiles, distributions and bars for the demo's report. Floats are fine here: nothing of this is posted. */

/** The p-th percentile (0–100) by nearest rank; `null` of an empty list. */
export const percentile = (values: readonly number[], p: number): number | null => {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))] ?? null;
};

export type Spread = {
  readonly count: number;
  readonly p5: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
};

export const spreadOf = (values: readonly number[]): Spread => ({
  count: values.length,
  p5: percentile(values, 5),
  p50: percentile(values, 50),
  p95: percentile(values, 95),
  p99: percentile(values, 99),
});

/** Counts how often each key occurs, keys sorted. */
export const tally = (keys: Iterable<string>): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b)));
};

export const bar = (share: number, width = 24): string =>
  '█'.repeat(Math.round(Math.min(1, Math.max(0, share)) * width)).padEnd(width, '·');
