import { readFileSync } from 'node:fs';
import { systemClock } from '@mutua/config';
import { derivedId } from '@mutua/kernel';
import { eventually, topicPrefix } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxBureau } from '../src/adapters/bureau/sandbox-bureau.ts';
import { type Answer, type Caller, type Loans, startLoans, startWorld, submission, type World } from './harness.ts';

const prefix = topicPrefix();
const bureau = sandboxBureau({ clock: systemClock });
const terms = JSON.parse(readFileSync(new URL('../policies/1.json', import.meta.url), 'utf8')) as object;
let world: World;
let loans: Loans;
let anna: Caller;

beforeAll(async () => {
  loans = await startLoans(prefix);
  world = await startWorld(prefix, { bureau });
  await world.service.start();
  anna = world.person('anna', ['admin']);
  const policy = { ...terms, bureau: { whenMissing: 'refer', staleAfterDays: 30 } };
  const { body } = await anna.post('/v1/credit-policies', { reason: 'Ask a bureau', policy });
  const approval = { payloadHash: body['payloadHash'] };
  const approved = await world.person('ben', ['admin']).post(`/v1/credit-approvals/${String(body['approvalId'])}/approve`, approval);
  expect(approved.status).toBe(200);
});
afterAll(async () => {
  await world.close();
  await loans.close();
});

const idOf = (nr: string, at = 1): string => derivedId('assessment', submission(nr).requestId, ...(at === 1 ? [] : [String(at)]));
const submit = async (nr: string): Promise<void> => {
  await world.verify(nr);
  await loans.submit(submission(nr, { borrowerId: derivedId('member', nr) }));
};
const settled = (nr: string, at = 1): Promise<Answer['body']> =>
  eventually(async () => {
    const { status, body } = await anna.get(`/v1/credit-assessments/${idOf(nr, at)}`);
    return status === 200 && body['status'] !== 'pending' && body;
  });
const agree = (nr: string, isGiven = true): Promise<Answer> => world.person(nr).put('/v1/bureau-consent', { isGiven });
const stateOf = async (nr: string): Promise<string | undefined> => {
  const row = await world.service.db.sql.one<{ state: string }>('select state from bureau_reports where member_id = $1', [
    derivedId('member', nr),
  ]);
  return row?.state;
};

test('nobody is asked about without consent; with it the request is judged anew on the report', async () => {
  await submit('agrees');
  expect(await settled('agrees')).toMatchObject({ status: 'referred', reasons: [{ code: 'credit.refer.bureau_no-consent' }] });
  expect(await agree('agrees')).toMatchObject({ status: 200, body: { memberId: derivedId('member', 'agrees') } });
  expect(await settled('agrees', 2)).toMatchObject({ cause: 'bureau', replaces: idOf('agrees') });
  expect((await settled('agrees', 2))['status']).not.toBe('referred');
  expect(await anna.post(`/v1/credit-assessments/${idOf('agrees', 2)}/replay`, {})).toMatchObject({
    body: { isIdentical: true, record: { facts: { bureau: { state: 'reported' } } } },
  });
});

test('consent that is withdrawn takes the report along', async () => {
  await agree('withdraws');
  await eventually(async () => (await stateOf('withdraws')) === 'reported');
  expect(await agree('withdraws', false)).toMatchObject({ body: { givenAt: null } });
  expect(await stateOf('withdraws')).toBeUndefined();
  await submit('withdraws');
  expect(await settled('withdraws')).toMatchObject({ status: 'referred', reasons: [{ code: 'credit.refer.bureau_no-consent' }] });
});

test.each(['fails', 'hangs'] as const)('a bureau that %s is asked again, and holds nobody up', async (mood) => {
  bureau.set(mood, derivedId('member', mood));
  await agree(mood);
  await submit(mood);
  expect(await settled(mood)).toMatchObject({ status: 'referred', reasons: [{ code: 'credit.refer.bureau_waiting' }] });
  await submit(`beside ${mood}`);
  expect(await settled(`beside ${mood}`)).toMatchObject({ status: 'referred' });
  bureau.set('answers', derivedId('member', mood));
  expect(await settled(mood, 2)).toMatchObject({ cause: 'bureau' });
});

test('an old report is as good as none, and is asked for again', async () => {
  bureau.set('outdated', derivedId('member', 'outdated'));
  await agree('outdated');
  await eventually(async () => (await stateOf('outdated')) === 'reported');
  bureau.set('hangs', derivedId('member', 'outdated'));
  await submit('outdated');
  expect(await settled('outdated')).toMatchObject({ status: 'referred', reasons: [{ code: 'credit.refer.bureau_stale' }] });
  bureau.set('answers', derivedId('member', 'outdated'));
  expect((await settled('outdated', 2))['status']).not.toBe('pending');
});
