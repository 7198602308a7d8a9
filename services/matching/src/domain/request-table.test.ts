import { derivedId, type Id } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { chance } from '../../test/model/random-commands.ts';
import type { Request } from './request.ts';
import { RequestTable } from './request-table.ts';

// The table reads nothing of a request but its id.
const requestOf = (requestId: Id<'loanRequest'>): Request => ({ terms: { requestId } }) as Request;

test('a request lives, has ended, or is not known, and the ended ones are forgotten by day', () => {
  const table = new RequestTable();
  const { below } = chance(11);
  const live = new Map<string, Request>();
  const ended = new Map<string, number>();
  for (let step = 0; step < 20_000; step += 1) {
    const requestId = derivedId('loanRequest', String(below(1_500)));
    const day = Math.floor(step / 100);
    expect(table.get(requestId)).toBe(live.get(requestId));
    expect(table.hasEnded(requestId)).toBe(ended.has(requestId));
    if (live.delete(requestId)) {
      table.end(requestId, day);
      ended.set(requestId, day);
    } else if (!ended.has(requestId)) {
      const request = requestOf(requestId);
      table.add(request);
      live.set(requestId, request);
    }
    if (step % 100 > 0) continue;
    const forgotten: [string, number][] = [];
    table.forgetEnded(day - 3, (id, endedOn) => forgotten.push([id, endedOn]));
    expect(forgotten).toEqual([...ended].filter(([, endedOn]) => endedOn < day - 3));
    for (const [id] of forgotten) ended.delete(id);
    expect(table.ended()).toEqual([...ended]);
    expect([table.size, table.endedCount]).toEqual([live.size, ended.size]);
    expect(new Set(table.values())).toEqual(new Set(live.values()));
  }
});
