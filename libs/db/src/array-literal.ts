/**
 * Lists as Postgres array literals. The driver's own way looks at every element several times and quotes each; a chunk of the business day
 * has a hundred thousand.
 */

/** The same list where an element is neither text, number, truth value nor nothing: the driver knows what to do with it. */
export const arrayLiteral = (values: readonly unknown[]): string | readonly unknown[] => {
  let literal = '';
  for (const value of values) {
    const element = elementOf(value);
    if (element === undefined) return values;
    literal += literal === '' ? element : `,${element}`;
  }
  return `{${literal}}`;
};

/** What needs no quotes; `null` would mean something else without. */
const plain = /^[A-Za-z0-9_:.-]+$/;

const elementOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return plain.test(value) && !isNullWord(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') return `${value}`;
  return value === null || value === undefined ? 'null' : undefined;
};

const isNullWord = (text: string): boolean => text.length === 4 && text.toLowerCase() === 'null';
