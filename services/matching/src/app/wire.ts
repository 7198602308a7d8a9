/** Commands as the log stores them. */
import { encode } from '../domain/codec.ts';
import type { Command } from '../domain/command.ts';

export function payloadOf(command: Command): string {
  return encode(command);
}

/** The inverse of payloadOf for text this service wrote. A reviver would be asked about every member, which takes six times as long. */
export function commandFrom(payload: string): Command {
  const members = JSON.parse(payload) as Members;
  makeExact(members);
  return members as Command;
}

type Members = Record<string, unknown>;

/** Fields named …Minor and …Ppm become bigint. */
function makeExact(members: Members): void {
  for (const key in members) {
    const member = members[key];
    if (typeof member === 'string') {
      if (key.endsWith('Minor') || key.endsWith('Ppm')) members[key] = BigInt(member);
    } else if (Array.isArray(member)) {
      for (const each of member) if (isMembers(each)) makeExact(each);
    } else if (isMembers(member)) makeExact(member);
  }
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}

/** What a command is about, for people who look for it. */
export function objectOf(command: Command): string {
  switch (command.type) {
    case 'list-request':
      return command.terms.requestId;
    case 'place-offer':
      return command.terms.offerId;
    case 'amend-offer':
      return command.change.offerId;
    case 'revoke-offer':
      return command.offerId;
    case 'tick':
      return command.businessDate;
    case 'configure':
    case 'clear':
      return 'market';
    default:
      return command.requestId;
  }
}
