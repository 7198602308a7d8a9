/** Postgres array literals of long lists. The driver's own way looks at every element several times; a batch has ten thousand. */

export function numbersLiteral(values: readonly (number | bigint)[]): string {
  return `{${values.join(',')}}`;
}

/** Undefined becomes null. */
export function textsLiteral(values: Iterable<string | undefined>): string {
  let literal = '';
  for (const value of values) literal += literal === '' ? elementOf(value) : `,${elementOf(value)}`;
  return `{${literal}}`;
}

/** What needs no quotes; `null` would mean something else without. */
const plain = /^[A-Za-z0-9_:.-]+$/;

function elementOf(value: string | undefined): string {
  if (value === undefined) return 'null';
  if (plain.test(value) && !/^null$/i.test(value)) return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
