import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWatchedTail } from './watched-tail.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A tail that starts as `answers` say, one after the other, and writes down what happens. */
const follower = (answers: readonly boolean[] = []) => {
  const log: string[] = [];
  let count = 0;
  const start = async () => {
    const isUp = answers[count] ?? true;
    count += 1;
    log.push(isUp ? 'start' : 'fail');
    if (!isUp) throw new Error('the broker is away');
    return { close: async () => void log.push('close') };
  };
  return { log, tail: createWatchedTail({ start, lingerMs: 1000, attemptsMax: 3, attemptPauseMs: 10 }) };
};

test('nothing is followed before somebody watches, and all watchers share one tail', async () => {
  const { log, tail } = follower();
  expect(log).toEqual([]);
  await Promise.all([tail.watch(), tail.watch()]);
  await tail.watch();
  expect(log).toEqual(['start']);
});

test('ends some time after the last watcher left, counting each once', async () => {
  const { log, tail } = follower();
  const [one, two] = [await tail.watch(), await tail.watch()];
  one();
  one();
  await vi.advanceTimersByTimeAsync(2000);
  expect(log).toEqual(['start']);
  two();
  await vi.advanceTimersByTimeAsync(999);
  expect(log).toEqual(['start']);
  await vi.advanceTimersByTimeAsync(1);
  expect(log).toEqual(['start', 'close']);
});

test('a watcher who comes while it lingers keeps it; one who comes later starts it again', async () => {
  const { log, tail } = follower();
  (await tail.watch())();
  await vi.advanceTimersByTimeAsync(500);
  const leave = await tail.watch();
  await vi.advanceTimersByTimeAsync(5000);
  expect(log).toEqual(['start']);
  leave();
  await vi.advanceTimersByTimeAsync(1000);
  await tail.watch();
  expect(log).toEqual(['start', 'close', 'start']);
});

test('a watcher waits for a broker that comes back, and is told when it does not', async () => {
  const back = follower([false, false, true]);
  const watching = back.tail.watch();
  await vi.advanceTimersByTimeAsync(20);
  await watching;
  expect(back.log).toEqual(['fail', 'fail', 'start']);

  const away = follower([false, false, false]);
  const refused = expect(away.tail.watch()).rejects.toThrow('the broker is away');
  await vi.advanceTimersByTimeAsync(20);
  await refused;
  await away.tail.watch();
  expect(away.log).toEqual(['fail', 'fail', 'fail', 'start']);
});

test('close ends what is followed, whoever watches', async () => {
  const { log, tail } = follower();
  await tail.watch();
  await tail.close();
  expect(log).toEqual(['start', 'close']);
});
