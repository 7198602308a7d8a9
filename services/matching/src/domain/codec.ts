/** Commands as text and back. Fields named …Minor and …Ppm are bigint inside and decimal strings in the text. */

export function encode(value: object): string {
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? member.toString() : member));
}

/** The inverse of encode for text this service wrote itself; the caller names the type it wrote. */
export function decode<T extends object>(text: string): T {
  return JSON.parse(text, (key, member: unknown) => (isExact(key) && typeof member === 'string' ? BigInt(member) : member)) as T;
}

function isExact(key: string): boolean {
  return key.endsWith('Minor') || key.endsWith('Ppm');
}
