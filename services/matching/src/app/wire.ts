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
  if ('requestId' in command) return command.requestId;
  if ('offerId' in command) return command.offerId;
  if (command.type === 'list-request') return command.terms.requestId;
  if (command.type === 'place-offer') return command.terms.offerId;
  return command.type === 'tick' ? command.businessDate : 'market';
}
