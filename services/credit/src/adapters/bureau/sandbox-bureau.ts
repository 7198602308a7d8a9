/**
 * A credit bureau that never was: what it says of a member follows from his id, and it can be told to be late, silent or behind the times,
 * for everybody or for one member. No person's data is in it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { addDays, type Clock, dateOf, fnv1a64 } from '@mutua/kernel';
import type { Bureau } from '../../app/ports.ts';
import type { BureauReport } from '../../domain/bureau.ts';

export type Mood = 'answers' | 'fails' | 'hangs' | 'outdated';
export type SandboxBureau = Bureau & { set(mood: Mood, memberId?: string): void };

const outdatedDays = 400;

export function sandboxBureau({ clock, delayMs = 0 }: { readonly clock: Clock; readonly delayMs?: number }): SandboxBureau {
  let general: Mood = 'answers';
  const own = new Map<string, Mood>();
  return {
    set(mood, memberId) {
      if (memberId === undefined) general = mood;
      else own.set(memberId, mood);
    },
    async report(memberId, signal) {
      const mood = own.get(memberId) ?? general;
      await pause(mood === 'hangs' ? 2 ** 30 : delayMs, undefined, { signal });
      if (mood === 'fails') throw new Error('the sandbox bureau is out of order');
      const today = dateOf(clock.now());
      return reportOf(memberId, mood === 'outdated' ? addDays(today, -outdatedDays) : today);
    },
  };
}

function reportOf(memberId: string, asOf: BureauReport['asOf']): BureauReport {
  const roll = (name: string, sides: bigint): number => Number(fnv1a64(`${name}:${memberId}`) % sides);
  const openAccounts = 3 + roll('open', 15n);
  return {
    asOf,
    values: {
      delinquencies2y: Math.max(0, roll('delinquencies', 10n) - 8),
      inquiries6m: roll('inquiries', 4n),
      openAccounts,
      publicRecords: roll('records', 20n) === 0 ? 1 : 0,
      revolvingBalanceMinor: BigInt(roll('balance', 1_000_000n)),
      revolvingUtilisationPpm: BigInt(roll('utilisation', 900_000n)),
      totalAccounts: openAccounts + roll('closed', 20n),
      monthsSinceDelinquency: null,
      monthsSinceRecord: null,
      earliestCreditLineOn: addDays(asOf, -365 * (5 + roll('years', 20n))),
      ficoLow: 660 + roll('fico', 120n),
    },
  };
}
