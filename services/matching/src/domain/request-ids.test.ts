import { derivedId } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { chance } from '../../test/model/random-commands.ts';
import { absent } from './ids.ts';
import { RequestIds } from './request-ids.ts';

test('a request lives, has ended, or is not known, and the ended ones are forgotten by day', () => {
  const ids = new RequestIds();
  const { below } = chance(11);
  const live = new Map<string, { row: number; entry: number }>();
  const ended = new Map<string, number>();
  for (let step = 0; step < 20_000; step += 1) {
    const requestId = derivedId('loanRequest', String(below(1_500)));
    const day = Math.floor(step / 100);
    const known = live.get(requestId);
    expect(ids.find(requestId)).toBe(known?.row ?? absent);
    expect(ids.hasEnded(requestId)).toBe(ended.has(requestId));
    if (known !== undefined) {
      expect(ids.text(known.entry)).toBe(requestId);
      ids.end(known.entry, day);
      live.delete(requestId);
      ended.set(requestId, day);
    } else if (!ended.has(requestId)) live.set(requestId, { row: step, entry: ids.add(requestId, step) });
    if (step % 100 > 0) continue;
    const forgotten: [string, number][] = [];
    ids.forgetEnded(day - 3, (entry, endedOn) => forgotten.push([ids.text(entry), endedOn]));
    expect(forgotten).toEqual([...ended].filter(([, endedOn]) => endedOn < day - 3));
    for (const [id] of forgotten) ended.delete(id);
    ids.freeForgotten();
    expect(ids.ended()).toEqual([...ended]);
    expect(ids.endedCount).toBe(ended.size);
  }
});

test('what was forgotten can be named until its entry is free', () => {
  const ids = new RequestIds();
  const [old, young] = [derivedId('loanRequest', 'old'), derivedId('loanRequest', 'young')];
  const entry = ids.add(old, 0);
  ids.end(entry, 20260101);
  ids.forgetEnded(20260102, () => {});
  expect([ids.hasEnded(old), ids.add(young, 1) === entry, ids.text(entry)]).toEqual([false, false, old]);
  ids.freeForgotten();
  expect(ids.add(derivedId('loanRequest', 'next'), 2)).toBe(entry);
});
