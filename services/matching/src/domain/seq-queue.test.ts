import { expect, test } from 'vitest';
import { chance } from '../../test/model/random-commands.ts';
import { SeqQueue } from './seq-queue.ts';

test('a queue is always the sorted list of what is in it', () => {
  const { below } = chance(42);
  const queue = new SeqQueue<{ seq: number }>();
  const model = new Map<number, { seq: number }>();
  for (let step = 0; step < 20_000; step += 1) {
    const seq = below(1_500);
    const known = model.get(seq);
    if (known === undefined) {
      const item = { seq };
      queue.insert(item);
      model.set(seq, item);
    } else {
      queue.remove(known);
      model.delete(seq);
    }
    if (step % 500 === 0) expect([...queue.values()].map((item) => item.seq)).toEqual([...model.keys()].sort((a, b) => a - b));
    expect(queue.size).toBe(model.size);
  }
});

test('what is not in the queue cannot leave it', () => {
  const queue = new SeqQueue<{ seq: number }>();
  queue.insert({ seq: 1 });
  expect(() => queue.remove({ seq: 1 })).toThrow('only what is in the queue');
  expect(() => queue.insert({ seq: 1 })).toThrow('once');
});
