/** Four eyes over the API: what one administrator asks for, only another can make happen, and only as it was asked. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memberId } from '../support/books.ts';
import { expectWhole, fund, lend, openWorld, type World } from './world.ts';

type Task = { approvalId: string; payloadHash: string; status: string };
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

const bank = async (as: string): Promise<string> =>
  (await world.post('/v1/bank-accounts', { currency: 'EUR' }, as).expect(201)).body.bankAccountId as string;
const decide = (task: Task, how: 'approve' | 'reject', as: string) =>
  world.post(`/v1/approvals/${task.approvalId}/${how}`, { payloadHash: task.payloadHash }, as);

async function askWriteOff(name: string): Promise<{ loanId: string; task: Task }> {
  const loanId = await lend(world, { name, borrower: 'borrower', slices: [['ann', 50_000n]] });
  const asked = await world.post(`/v1/loans/${loanId}/write-off`, { reason: 'The borrower is bankrupt.' }, 'admin').expect(202);
  return { loanId, task: asked.body as Task };
}

test('a write-off waits for another administrator, happens once, and is told', async () => {
  const { loanId, task } = await askWriteOff('bankrupt');
  expect(task).toMatchObject({
    action: 'loan.write-off',
    entityId: loanId,
    payload: { loanId },
    status: 'awaiting-approval',
    checkerId: null,
  });
  expect((await world.get(`/v1/loans/${loanId}`, 'admin').expect(200)).body.status).toBe('active');

  expect((await decide(task, 'approve', 'admin').expect(409)).body.code).toBe('approval.same_person');
  expect((await world.get(`/v1/approvals/${task.approvalId}`, 'auditor').expect(200)).body.status).toBe('awaiting-approval');

  const done = await decide(task, 'approve', 'admin2').expect(200);
  expect(done.body).toMatchObject({ status: 'processed', checkerId: memberId('admin2'), makerId: memberId('admin') });
  const loan = (await world.get(`/v1/loans/${loanId}`, 'admin').expect(200)).body;
  expect(loan).toMatchObject({ status: 'charged-off', bucket: 'charged-off' });
  expect((await decide(task, 'approve', 'admin2').expect(409)).body.code).toBe('approval.not_open');
});

test('what was read is what is approved', async () => {
  const { task } = await askWriteOff('other-hash');
  const other = await world.post(`/v1/approvals/${task.approvalId}/approve`, { payloadHash: '0'.repeat(64) }, 'admin2').expect(409);
  expect(other.body.code).toBe('approval.payload_mismatch');
});

test('the database refuses a payload that is not the hashed one, a single pair of eyes and a second decision', async () => {
  const { task } = await askWriteOff('raw');
  const { approvalId } = task;
  const run = (sql: string) => world.db.sql.run(sql, [approvalId]);
  await expect(run(`update approvals set payload = '{}' where approval_id = $1`)).rejects.toThrow(/permission|approval_hash_of_payload/);
  await expect(
    run(`update approvals set status = 'processed', checker_id = maker_id, decided_at = now() where approval_id = $1`),
  ).rejects.toThrow(/approval_two_people/);
  await decide(task, 'reject', 'admin').expect(200);
  await expect(run(`update approvals set note = 'again' where approval_id = $1`)).rejects.toThrow(/is decided/);
});

test('one open task for an action on an object; a rejected one makes room', async () => {
  const { loanId, task } = await askWriteOff('twice');
  const again = () => world.post(`/v1/loans/${loanId}/write-off`, { reason: 'Again.' }, 'admin');
  expect((await again().expect(409)).body.code).toBe('approval.already_open');
  await decide(task, 'reject', 'admin2').expect(200);
  await again().expect(202);
});

test('an action that is refused leaves the task open and nothing else', async () => {
  const { loanId, task } = await askWriteOff('repaid-meanwhile');
  await fund(world, 'borrower', 60_000n);
  await world.post(`/v1/loans/${loanId}/repayments`, { payoff: true }, 'borrower').expect(201);
  expect((await decide(task, 'approve', 'admin2').expect(409)).body.code).toBe('loan.not_open');
  expect((await world.get(`/v1/approvals/${task.approvalId}`, 'admin').expect(200)).body.status).toBe('awaiting-approval');
});

test('a payout account is approved by an administrator; then money leaves to no other', async () => {
  await fund(world, 'ann', 10_000n);
  const [first, second] = [await bank('ann'), await bank('ann')];
  const asked = await world.post('/v1/payout-accounts', { bankAccountId: second, reason: 'My new bank.' }, 'ann').expect(202);
  const withdraw = (bankAccountId: string) =>
    world.post('/v1/withdrawals', { bankAccountId, amount: { amountMinor: '100', currency: 'EUR' } }, 'ann');
  await withdraw(first).expect(202);
  await decide(asked.body as Task, 'approve', 'admin').expect(200);
  expect((await withdraw(first).expect(422)).body.code).toBe('withdrawal.not_payout_account');
  await withdraw(second).expect(202);
  const listed = await world.get('/v1/payout-accounts', 'ann').expect(200);
  expect(listed.body.items).toMatchObject([{ memberId: memberId('ann'), currency: 'EUR', bankAccountId: second }]);
  await world.get(`/v1/payout-accounts?memberId=${memberId('ann')}`, 'stranger').expect(403);
  await world.post('/v1/payout-accounts', { bankAccountId: second, reason: 'Mine now.' }, 'stranger').expect(404);
});

test('lists are for administrators and auditors, by status and action, with a cursor', async () => {
  await world.get('/v1/approvals', 'ann').expect(403);
  const page = await world.get('/v1/approvals?limit=1&status=awaiting-approval&action=loan.write-off', 'auditor').expect(200);
  expect(page.body.items).toHaveLength(1);
  const next = await world.get(`/v1/approvals?limit=100&action=loan.write-off&cursor=${page.body.nextCursor}`, 'auditor').expect(200);
  expect(next.body.items.length).toBeGreaterThan(1);
  await world.get('/v1/approvals/apv_00000000000000000000000000', 'auditor').expect(404);
});

test('a task that nobody decided in time is shown as lapsed, decides nothing and makes room', async () => {
  const { loanId, task } = await askWriteOff('forgotten');
  await world.db.sql.run('update business_clock set business_date = business_date + 8');
  const path = `/v1/approvals/${task.approvalId}`;
  expect((await world.get(path, 'auditor').expect(200)).body.status).toBe('expired');
  const listed = await world.get('/v1/approvals?limit=1&status=expired', 'auditor').expect(200);
  expect(listed.body.items).toMatchObject([{ approvalId: task.approvalId, status: 'expired' }]);
  expect((await decide(task, 'approve', 'admin2').expect(409)).body.code).toBe('approval.expired');
  await world.post(`/v1/loans/${loanId}/write-off`, { reason: 'Once more.' }, 'admin').expect(202);
});
