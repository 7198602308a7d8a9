/** Query strings as plain values: a repeated name is a list, nothing is nested, no name can reach a prototype. */

/** Pairs beyond 100 are refused by the contract check anyway, so they are not even collected. */
const pairsMax = 100;

export function parseQuery(url: string): Record<string, unknown> {
  const values: Record<string, unknown> = Object.create(null);
  const start = url.indexOf('?');
  if (start === -1 || start === url.length - 1) return values;
  let count = 0;
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
    count += 1;
    if (count > pairsMax) break;
    const known = values[name];
    if (known === undefined) values[name] = value;
    else if (Array.isArray(known)) known.push(value);
    else values[name] = [known, value];
  }
  return values;
}

export function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}
