/** Commands as the log stores them. */
import { decode, encode } from '../domain/codec.ts';
import type { Command } from '../domain/command.ts';

export function payloadOf(command: Command): string {
  return encode(command);
}

export function commandFrom(payload: string): Command {
  return decode<Command>(payload);
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
