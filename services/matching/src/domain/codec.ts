/** Commands as text and back. Fields named …Minor and …Ppm are bigint inside and decimal strings in the text. */

export function encode(value: object): string {
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? member.toString() : member));
}

/**
 * The inverse of encode for text this service wrote itself; the caller names the type it wrote. A reviver would be asked about every
 * member, which takes six times as long.
 */
export function decode<T extends object>(text: string): T {
  const members = JSON.parse(text) as Members;
  makeExact(members);
  return members as T;
}

/** Of an object, or of a list, whose members are named by numbers. */
type Members = Record<string, unknown>;

function makeExact(members: Members): void {
  for (const key in members) {
    const member = members[key];
    if (typeof member === 'string') {
      if (key.endsWith('Minor') || key.endsWith('Ppm')) members[key] = BigInt(member);
    } else if (isMembers(member)) makeExact(member);
  }
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}
