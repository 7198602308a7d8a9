import { expect, test, vi } from 'vitest';
import { together } from './together.ts';

/** Handles each group when told to, and remembers what it was. */
const stage = (itemsMax: number) => {
  const groups: { readonly items: readonly number[]; readonly end: PromiseWithResolvers<void> }[] = [];
  const handle = together<number>((items) => {
    const end = Promise.withResolvers<void>();
    groups.push({ items, end });
    return end.promise;
  }, itemsMax);
  return { groups, handle };
};

test('what comes while a group is handled waits and shares the next one, in order', async () => {
  const { groups, handle } = stage(10);
  const done = [handle([1]), handle([2, 3]), handle([4])];
  groups[0]?.end.resolve();
  await done[0];
  groups[1]?.end.resolve();
  await Promise.all(done);
  expect(groups.map(({ items }) => items)).toEqual([[1], [2, 3, 4]]);
});

test('a group is never larger than its bound, unless one batch alone is', async () => {
  const { groups, handle } = stage(3);
  const done = [[1], [2, 3], [4, 5], [6, 7, 8, 9], [10]].map(handle);
  for (let index = 0; index < done.length; index += 1) {
    groups[index]?.end.resolve();
    await done[index];
  }
  expect(groups.map(({ items }) => items)).toEqual([[1], [2, 3], [4, 5], [6, 7, 8, 9], [10]]);
});

test('batches that failed together are tried alone, and only who fails again hears of it', async () => {
  const { groups, handle } = stage(10);
  const [first, second, third] = [handle([1]), handle([2]), handle([3])];
  groups[0]?.end.resolve();
  await first;
  const told = Promise.allSettled([second, third]);
  for (const index of [1, 2]) {
    await vi.waitUntil(() => groups[index] !== undefined);
    groups[index]?.end.reject(new Error('poison'));
  }
  await vi.waitUntil(() => groups[3] !== undefined);
  groups[3]?.end.resolve();
  expect((await told).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  const after = handle([4]);
  await vi.waitUntil(() => groups[4] !== undefined);
  groups[4]?.end.resolve();
  await expect(after).resolves.toBeUndefined();
  expect(groups.map(({ items }) => items)).toEqual([[1], [2, 3], [2], [3], [4]]);
});
