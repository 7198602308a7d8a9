/**
 * Lists of a chunk as rows. Behind sub-selects Postgres expects few of them and looks each up by its index; told how many there are, it reads
 * whole tables for every chunk, and a day would cost the square of its loans.
 */
export function unnestFew(...types: readonly string[]): string {
  return `unnest(${types.map((type, index) => `(select $${index + 1}::${type}[])`).join(', ')})`;
}
