/** How long requests wait for a person, and in which order they are looked at. */
import { systemClock } from '@mutua/config';
import { addMs, derivedId } from '@mutua/kernel';
import { eventually, topicPrefix } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, type Loans, startLoans, startWorld, submission, type World } from './harness.ts';

let world: World;
let loans: Loans;
let anna: Caller;

beforeAll(async () => {
  const prefix = topicPrefix();
  loans = await startLoans(prefix);
  world = await startWorld(prefix);
  await world.service.start();
  anna = world.person('anna', ['admin']);
});
afterAll(async () => {
  await world.close();
  await loans.close();
});

const idOf = (nr: string): string => derivedId('assessment', submission(nr).requestId);

test('who was submitted first comes first, and a wait too long for the notice is seen', async () => {
  const daysAgo = (days: number): string => addMs(systemClock.now(), -days * 86_400_000);
  const waits = async (nr: string, days: number): Promise<void> => {
    const submittedAt = daysAgo(days);
    const changed = { borrowerId: derivedId('member', nr), submittedAt, submittedOn: submittedAt.slice(0, 10) };
    await world.verify(nr);
    await loans.submit(submission(nr, changed, { publicRecords: 4 }));
    await eventually(async () => (await anna.get(`/v1/credit-assessments/${idOf(nr)}`)).body['status'] === 'referred');
  };
  const watch = async (): Promise<Record<string, unknown>> => (await anna.get('/v1/credit-monitoring')).body['reviews'] as never;
  expect(await watch()).toMatchObject({ waiting: 0, level: 'ok', nextNoticeDueAt: null });
  await waits('waits-new', 1);
  await waits('waits-late', 31);
  await waits('waits-long', 21);
  expect(await watch()).toMatchObject({
    ...{ waiting: 3, watch: 2, overdue: 1 },
    ...{ noticeDays: 30, watchDays: 20, level: 'alert', nextNoticeDueAt: expect.any(String) },
  });
  const { body } = await anna.get('/v1/credit-reviews');
  expect(body.items.map(({ assessmentId }) => assessmentId)).toEqual(['waits-late', 'waits-long', 'waits-new'].map(idOf));
  const page = await anna.get('/v1/credit-reviews?limit=1');
  const next = await anna.get(`/v1/credit-reviews?limit=1&cursor=${encodeURIComponent(String(page.body['nextCursor']))}`);
  expect([page, next].flatMap((each) => each.body.items.map(({ assessmentId }) => assessmentId))).toEqual(
    body.items.slice(0, 2).map(({ assessmentId }) => assessmentId),
  );
});
