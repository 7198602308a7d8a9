/** Where a value falls: by search in ascending edges, as it is defined, and by a grid of starts, which finds the same bin without searching. */

export type Edges = { readonly edges: Float64Array; readonly byValue: ReadonlyMap<string, number>; readonly missing: number };

/** The bin of a value: an unknown category and null are missing, which is the last. */
export function binIn({ edges, byValue, missing }: Edges, value: bigint | string | null): number {
  if (value === null) return missing;
  if (typeof value === 'string') return byValue.get(value) ?? missing;
  const number = Number(value);
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (number < (edges[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export const gridCells = 512;

/** Values of zero to the last edge in cells of one width; what is below is in the first, what is above in the last. */
export function cellOf(value: number, cellsPerUnit: number): number {
  const cell = value * cellsPerUnit;
  if (cell >= gridCells - 1) return gridCells - 1;
  return cell > 0 ? cell | 0 : 0;
}

export type Grid = { readonly cellsPerUnit: number; readonly starts: Uint8Array };

/**
 * For each cell, how many edges are in cells before it. `cellOf` never falls, so an edge in an earlier cell is below every value of this
 * one: the true bin is at or after the start, whatever was rounded, and few edges are left to compare with.
 */
export function gridOf(edges: Float64Array): Grid {
  const last = edges.at(-1) ?? 0;
  const cellsPerUnit = last > 0 ? (gridCells - 1) / last : 0;
  const cells = Array.from(edges, (edge) => cellOf(edge, cellsPerUnit));
  const starts = Uint8Array.from({ length: gridCells }, (_, cell) => cells.filter((of) => of < cell).length);
  return { cellsPerUnit, starts };
}
