import { readFileSync } from 'node:fs';
import { openDatabase } from '@mutua/db';
import { derivedId } from '@mutua/kernel';
import { eventually, silentLogger, topicPrefix } from '@mutua/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Caller, type Loans, startLoans, startWorld, submission, type World } from './harness.ts';

const prefix = topicPrefix();
const terms = JSON.parse(readFileSync(new URL('../policies/3.json', import.meta.url), 'utf8')) as Record<string, Record<string, unknown>>;
let world: World;
let loans: Loans;
let anna: Caller;
let ben: Caller;

beforeAll(async () => {
  loans = await startLoans(prefix);
  world = await startWorld(prefix);
  await world.service.start();
  [anna, ben] = [world.person('anna', ['admin']), world.person('ben', ['admin'])];
});
afterAll(async () => {
  await world.close();
  await loans.close();
});

const eur = (amountMinor: string): { amountMinor: string; currency: string } => ({ amountMinor, currency: 'EUR' });
const requestOf = (nr: string): string => submission(nr).requestId;
const idOf = (nr: string, at = 1): string => derivedId('assessment', requestOf(nr), ...(at === 1 ? [] : [String(at)]));
const settledId = (assessmentId: string): Promise<Answer['body']> =>
  eventually(async () => {
    const { status, body } = await anna.get(`/v1/credit-assessments/${assessmentId}`);
    return status === 200 && body['status'] !== 'pending' && body;
  });
/** A borrower of its own, whose identity is confirmed. */
const submit = async (nr: string, ...changes: [profile?: object, changed?: object]): Promise<Answer['body']> => {
  await world.verify(nr);
  await loans.submit(submission(nr, { borrowerId: derivedId('member', nr), ...changes[1] }, changes[0]));
  return settledId(idOf(nr));
};
const told = async (nr: string): Promise<readonly unknown[]> =>
  (await world.completions()).filter(({ requestId }) => requestId === requestOf(nr)).map(({ decision }) => decision);
const approve = async (task: Answer, by: Caller): Promise<Answer> =>
  by.post(`/v1/credit-approvals/${String(task.body['approvalId'])}/approve`, { payloadHash: task.body['payloadHash'] });

const ppmOf = (field: string, to: (field: string) => string | undefined): object =>
  to(field) === undefined ? {} : { [field]: Number(to(field)) };

describe('a review by a person', () => {
  test('waits in a queue, is claimed, and is decided by the one who claimed it', async () => {
    await submit('review', { publicRecords: 4 });
    const path = `/v1/credit-assessments/${idOf('review')}`;
    const { body } = await anna.get('/v1/credit-reviews');
    expect(body.items.map((item) => item['assessmentId'])).toContain(idOf('review'));
    expect(await anna.post(`${path}/claim`, {})).toMatchObject({ status: 200, body: { claim: { memberId: anna.memberId } } });
    const decision = { decision: 'approved', reason: 'Records are settled' };
    expect(await ben.post(`${path}/decision`, decision)).toMatchObject({ status: 409, body: { code: 'assessment.claimed' } });
    expect(await ben.post(`${path}/release`, {})).toMatchObject({ status: 409, body: { code: 'assessment.claimed' } });
    expect(await anna.post(`${path}/release`, {})).toMatchObject({ status: 200, body: { claim: null } });
    expect(await ben.post(`${path}/claim`, {})).toMatchObject({ status: 200 });
    expect(await ben.post(`${path}/decision`, decision)).toMatchObject({ status: 200, body: { status: 'approved', claim: null } });
    expect(await told('review')).toEqual(['referred', 'approved']);
  });
});

describe('four eyes', () => {
  test('a decline is overridden by two people, never by one, and only as it was read', async () => {
    const declined = await submit('override', { annualIncomeMinor: '590000' }, { amount: eur('100000') });
    expect(declined['status']).toBe('declined');
    const path = `/v1/credit-assessments/${idOf('override')}/override`;
    expect(await anna.post(path, { decision: 'declined', reason: 'As before' })).toMatchObject({
      body: { code: 'assessment.same_decision' },
    });
    const task = await anna.post(path, { decision: 'approved', reason: 'A guarantor signed' });
    expect(task).toMatchObject({
      status: 202,
      body: { action: 'assessment.override', status: 'awaiting-approval', makerId: anna.memberId },
    });
    expect(await ben.post(path, { decision: 'approved', reason: 'Again' })).toMatchObject({ body: { code: 'approval.already_open' } });
    expect(await approve(task, anna)).toMatchObject({ status: 409, body: { code: 'approval.same_person' } });
    const other = { ...task, body: { ...task.body, payloadHash: '0'.repeat(64) } };
    expect(await approve(other, ben)).toMatchObject({ status: 409, body: { code: 'approval.payload_mismatch' } });
    expect(await told('override')).toEqual(['declined']);
    expect(await approve(task, ben)).toMatchObject({ status: 200, body: { status: 'processed', checkerId: ben.memberId } });
    expect(await approve(task, ben)).toMatchObject({ status: 409, body: { code: 'approval.not_open' } });
    expect(await settledId(idOf('override'))).toMatchObject({
      status: 'approved',
      decisionReason: 'A guarantor signed',
      reasons: [{ code: 'credit.override_approved' }, { code: 'credit.policy.income_below_minimum' }],
    });
    expect(await told('override')).toEqual(['declined', 'approved']);
    // What the model said is kept beside what people decided.
    const replayed = await anna.post(`/v1/credit-assessments/${idOf('override')}/replay`, {});
    expect(replayed).toMatchObject({ body: { isIdentical: true, record: { decision: 'declined' } } });
  });

  test('the borrower is neither of the two', async () => {
    await submit('own', { annualIncomeMinor: '500000' });
    const self = world.person('own', ['admin']);
    const path = `/v1/credit-assessments/${idOf('own')}/override`;
    expect(await self.post(path, { decision: 'approved', reason: 'For me' })).toMatchObject({ status: 403 });
    const task = await anna.post(path, { decision: 'approved', reason: 'For a friend' });
    expect(await approve(task, self)).toMatchObject({ status: 403, body: { code: 'assessment.own_request' } });
    expect((await anna.get(`/v1/credit-approvals/${String(task.body['approvalId'])}`)).body['status']).toBe('awaiting-approval');
  });

  test('the database itself refuses one pair of eyes and a second decision', async () => {
    const { sql } = world.service.db;
    const [processed] = await sql.query<{ id: string }>("select approval_id as id from approvals where status = 'processed'");
    const open = "update approvals set status = 'processed', checker_id = maker_id, decided_at = now() where status = 'awaiting-approval'";
    await expect(sql.run(open)).rejects.toThrow(/approval_two_people/);
    await expect(sql.run("update approvals set note = 'x' where approval_id = $1", [processed?.id])).rejects.toThrow(/is decided/);
    await expect(sql.run("update credit_policies set maker_id = 'x'")).rejects.toThrow(/permission denied/);
  });

  test('a policy is published by two people, decides from then on, and old decisions replay under the old one', async () => {
    const before = await submit('before');
    expect(before).toMatchObject({ status: 'approved', policyVersion: 3, modelVersion: 'additive-2026.2' });
    const stricter = {
      ...terms,
      modelVersion: 'scorecard-2011.1',
      challengers: [],
      limits: { ...terms['limits'], minimumAnnualIncomeMinor: '6000001' },
    };
    const bad = { ...stricter, modelVersion: 'none' };
    expect(await anna.post('/v1/credit-policies', { reason: 'Losses', policy: bad })).toMatchObject({
      status: 422,
      body: { code: 'policy.invalid' },
    });
    const task = await anna.post('/v1/credit-policies', { reason: 'Losses', policy: stricter });
    expect(task).toMatchObject({ status: 202, body: { action: 'policy.publish', payload: { policyVersion: 4 } } });
    expect((await approve(task, anna)).status).toBe(409);
    expect(await submit('meanwhile')).toMatchObject({ status: 'approved', policyVersion: 3 });
    expect(await approve(task, ben)).toMatchObject({ status: 200, body: { status: 'processed' } });
    expect(await submit('after')).toMatchObject({
      status: 'declined',
      policyVersion: 4,
      reasons: [{ code: 'credit.policy.income_below_minimum' }],
    });
    expect(await ben.get('/v1/credit-policies')).toMatchObject({
      body: { items: [{ policyVersion: 4, makerId: anna.memberId }, { policyVersion: 3 }, { policyVersion: 2 }, { policyVersion: 1 }] },
    });
    expect(await anna.post(`/v1/credit-assessments/${idOf('before')}/replay`, {})).toMatchObject({
      body: { isIdentical: true, policyVersion: 3, recordHash: before['recordHash'] },
    });
    const back = await ben.post('/v1/credit-policies', { reason: 'Back to the one before', policy: terms });
    expect(await approve(back, anna)).toMatchObject({ status: 200 });
    expect(await anna.post(`/v1/credit-assessments/${idOf('after')}/replay`, {})).toMatchObject({
      body: { isIdentical: true, policyVersion: 4, modelVersion: 'scorecard-2011.1' },
    });
    const compared = await anna.get('/v1/credit-models/comparison');
    expect(compared.body.items.map(({ champion, challenger }) => [champion, challenger])).toEqual([
      ['additive-2026.2', 'additive-2026.1'],
      ['additive-2026.2', 'scorecard-2026.2'],
    ]);
  });

  test('a record that was touched does not replay', async () => {
    await submit('touched');
    const db = await openDatabase({ url: world.ownerUrl, applicationName: 'test', poolMax: 1, logger: silentLogger });
    await db.sql.run(
      `update assessments set record = made.record, record_hash = encode(sha256(convert_to(made.record, 'UTF8')), 'hex')
       from (select replace(record, '"grade":"', '"grade":"Z') as record from assessments where assessment_id = $1) made where assessment_id = $1`,
      [idOf('touched')],
    );
    await db.close();
    const replayed = await anna.post(`/v1/credit-assessments/${idOf('touched')}/replay`, {});
    expect(replayed).toMatchObject({ status: 200, body: { isIdentical: false, differences: ['grade'] } });
  });
});

describe('facts that change', () => {
  test('a borrower without confirmed identity is looked at, and judged anew when it is confirmed', async () => {
    const memberId = derivedId('member', 'newcomer');
    await loans.submit(submission('newcomer', { borrowerId: memberId }));
    expect(await settledId(idOf('newcomer'))).toMatchObject({
      status: 'referred',
      reasons: [{ code: 'credit.refer.identity_unverified' }],
    });
    await loans.say('identity.member-verified.v1', memberId, { memberId });
    const renewed = { status: 'approved', nr: 2, cause: 'identity', replaces: idOf('newcomer') };
    expect(await settledId(idOf('newcomer', 2))).toMatchObject(renewed);
    expect((await anna.get(`/v1/credit-assessments/${idOf('newcomer')}`)).body).toMatchObject({
      status: 'referred',
      replacedBy: idOf('newcomer', 2),
    });
    expect(await told('newcomer')).toEqual(['referred', 'approved']);
    expect(
      await anna.post(`/v1/credit-assessments/${idOf('newcomer')}/decision`, { decision: 'declined', reason: 'Too late' }),
    ).toMatchObject({
      status: 409,
      body: { code: 'assessment.replaced' },
    });
    await loans.say('identity.member-refused.v1', memberId, { memberId, reason: 'Forged' });
    expect(await settledId(idOf('newcomer', 3))).toMatchObject({
      status: 'declined',
      reasons: [{ code: 'credit.policy.identity_refused' }],
    });
    // A refused member may try again, and the request may have come before the news of it.
    await loans.say('identity.member-verified.v1', memberId, { memberId });
    expect(await settledId(idOf('newcomer', 4))).toMatchObject({ status: 'approved', cause: 'identity', replaces: idOf('newcomer', 3) });
  });

  test('better evidence makes a new assessment that names the old one, until the request is funded', async () => {
    await submit('evidence', { annualIncomeMinor: '500000' });
    const path = (at: number): string => `/v1/credit-assessments/${idOf('evidence', at)}/reassessment`;
    const evidence = { reason: 'Tax return seen', profile: { annualIncomeMinor: '6000000' } };
    expect(await anna.post(path(1), { ...evidence, profile: {} })).toMatchObject({ status: 400 });
    expect(await anna.post(path(1), evidence)).toMatchObject({ status: 202, body: { status: 'pending', nr: 2, cause: 'evidence' } });
    expect(await anna.post(path(1), evidence)).toMatchObject({ status: 409, body: { code: 'assessment.replaced' } });
    expect(await settledId(idOf('evidence', 2))).toMatchObject({ status: 'approved', replaces: idOf('evidence') });
    const requestId = requestOf('evidence');
    await loans.say('loans.loan-request-ended.v1', requestId, {
      requestId,
      borrowerId: derivedId('member', 'evidence'),
      outcome: 'withdrawn',
    });
    const ended = "select 1 from credit_requests where request_id = $1 and state = 'ended'";
    await eventually(async () => (await world.service.db.sql.query(ended, [requestId])).length === 1);
    const refused = await anna.post(path(2), evidence);
    expect(refused).toMatchObject({ status: 409, body: { code: 'assessment.request_closed' } });
  });
});

describe('what cannot be scored', () => {
  test('is set aside with its cause, holds nobody up, and is scored once it can be', async () => {
    const { sql } = world.service.db;
    const poison = `update assessments set status = 'pending', model_version = null, policy_version = null, score = null, pd_ppm = null, grade = null,
      reference_rate_ppm = null, instalment_minor = null, debt_to_income_with_loan_ppm = null, record = null, record_hash = null, reasons = null,
      completed_at = null, decided_by = null, application = jsonb_set(application, '{termMonths}', $2::jsonb), received_at = now() - interval '1 minute'
      where assessment_id = $1`;
    await submit('poison');
    // No months: the yearly loss of such a loan does not exist.
    await sql.run(poison, [idOf('poison'), '0']);
    const [item] = await eventually(async () => {
      const { body } = await anna.get('/v1/credit-reviews/set-aside');
      return body.items.length === 1 && body.items;
    });
    expect(item).toMatchObject({ assessmentId: idOf('poison'), failures: 3 });
    expect(String(item?.['failure'])).toMatch(/Error: /);
    expect(await submit('healthy')).toMatchObject({ status: 'approved' });
    const retry = `/v1/credit-assessments/${idOf('poison')}/retry`;
    await sql.run(`update assessments set application = jsonb_set(application, '{termMonths}', '36') where assessment_id = $1`, [
      idOf('poison'),
    ]);
    expect(await anna.post(retry, {})).toMatchObject({ status: 202 });
    expect(await settledId(idOf('poison'))).toMatchObject({ status: 'approved' });
    expect(await anna.post(retry, {})).toMatchObject({ status: 409, body: { code: 'assessment.not_set_aside' } });
    expect((await anna.get('/v1/credit-reviews/set-aside')).body.items).toEqual([]);
  });

  test('an event that says what cannot be is set aside with every cause', async () => {
    const requestId = requestOf('impossible');
    await loans.submit(submission('impossible', {}, { annualIncomeMinor: '-1', revolvingBalanceMinor: '-1' }));
    const dead = await eventually(async () => {
      const { body } = await anna.get('/v1/operations/credit/dead-letters');
      return body.items.find((item) => item['aggregateId'] === requestId);
    });
    const shown = await anna.get(`/v1/operations/credit/dead-letters/${String(dead['deadLetterId'])}`);
    expect(JSON.stringify(shown.body)).toMatch(/application\.impossible.*annualIncomeMinor.*revolvingBalanceMinor/);
  });
});

describe('loans on the platform', () => {
  const borrowerId = derivedId('member', 'repeat');
  const loanId = derivedId('loan', 'repeat');

  test('make the exposure and the reputation that the next request is judged with', async () => {
    await submit('repeat', { annualIncomeMinor: '9000000' }, { borrowerId });
    expect((await anna.get(`/v1/reputations/${requestOf('repeat')}`)).body).toMatchObject({ score: 50, loansOpen: 0 });
    await loans.say('payments.loan-disbursed.v1', loanId, {
      ...{ loanId, requestId: requestOf('repeat'), borrowerId, principal: eur('1000000'), originationFee: eur('0'), net: eur('1000000') },
      ...{
        disbursedOn: '2026-01-10',
        firstDueOn: '2026-02-10',
        maturesOn: '2029-01-10',
        instalment: eur('33000'),
        scheduleHash: 'b'.repeat(16),
      },
    });
    for (let nr = 1; nr <= 7; nr += 1) {
      const dueOn = `2026-0${nr + 1}-10`;
      await loans.say('payments.instalment-due.v1', loanId, { loanId, nr, due: eur('33000'), dueOn });
      if (nr === 7) break;
      await loans.say('payments.repayment-received.v1', loanId, {
        ...{ loanId, repaymentId: derivedId('repayment', 'repeat', String(nr)), amount: eur('33000'), principal: eur('25000') },
        ...{ interest: eur('8000'), lateFee: eur('0'), on: dueOn },
      });
    }
    await loans.say('payments.loan-in-arrears.v1', loanId, { loanId, daysPastDue: 5, bucket: 'grace' }, '2026-08-15');
    const reputation = await eventually(async () => {
      const { body } = await world.person('a lender').get(`/v1/reputations/${requestOf('repeat')}`);
      return body['instalmentsOnTime'] === 6 && body;
    });
    expect(reputation).toMatchObject({ loansOpen: 1, instalmentsLate: 0, score: 67 });
    const inArrears = await submit('repeat-2', { annualIncomeMinor: '9000000' }, { borrowerId });
    expect(inArrears).toMatchObject({ status: 'declined', reasons: [{ code: 'credit.policy.loan_in_arrears' }] });
    await loans.say('payments.loan-cured.v1', loanId, { loanId, on: '2026-08-16' });
    await eventually(async () => (await anna.get(`/v1/reputations/${requestOf('repeat')}`)).body['instalmentsLate'] === 1);
    await submit('repeat-3', { annualIncomeMinor: '9000000' }, { borrowerId });
    const { body } = await anna.post(`/v1/credit-assessments/${idOf('repeat-3')}/replay`, {});
    expect(body).toMatchObject({
      isIdentical: true,
      record: {
        decision: 'approved',
        facts: {
          exposure: { openLoans: 1, openLoansInArrears: 0, outstandingMinor: '850000', approvedMinor: '0' },
          reputation: { instalmentsLate: 1 },
        },
      },
    });
    expect(Number((body['record'] as Record<string, string>)['oddsFactorPpm'])).toBeGreaterThan(1_000_000);
  });

  test('two requests of one borrower in one batch do not pass the limit that one would', async () => {
    const together = derivedId('member', 'twice');
    await world.verify('twice');
    const big = { borrowerId: together, amount: eur('4000000') };
    await loans.submit(
      submission('big-1', big, { annualIncomeMinor: '90000000' }),
      submission('big-2', big, { annualIncomeMinor: '90000000' }),
    );
    const statuses = [(await settledId(idOf('big-1')))['status'], (await settledId(idOf('big-2')))['status']];
    expect(statuses.toSorted()).toEqual(['approved', 'declined']);
  });
});

test('what would change it is what the platform then decides', async () => {
  const asked = { amount: eur('2000000') };
  const declined = await submit('changes', { annualIncomeMinor: '1900000' }, asked);
  expect(declined).toMatchObject({ status: 'declined' });
  const { body } = await world.person('changes').get(`/v1/credit-assessments/${idOf('changes')}/changes`);
  expect(body).toMatchObject({ aim: 'approval', isReachable: true });
  const changes = body['changes'] as { field: string; to: string }[];
  const to = (field: string): string | undefined => changes.find((change) => change.field === field)?.to;
  const [amount, term] = [to('amountMinor'), to('termMonths')];
  await submit(
    'changed',
    { annualIncomeMinor: '1900000', ...ppmOf('debtToIncomePpm', to), ...ppmOf('revolvingUtilisationPpm', to) },
    {
      amount: eur(amount ?? '2000000'),
      ...(term === undefined ? {} : { termMonths: Number(term) }),
    },
  );
  expect(await settledId(idOf('changed'))).toMatchObject({
    status: 'approved',
    score: body['score'],
    referenceRatePpm: body['referenceRatePpm'],
  });
  await submit('unchangeable', { annualIncomeMinor: '500000' });
  expect((await anna.get(`/v1/credit-assessments/${idOf('unchangeable')}/changes`)).body).toMatchObject({
    isReachable: false,
    changes: [],
  });
});

test('the figures of the model are there for staff and for Prometheus, and know how loans ended', async () => {
  const [lost, kept] = ['ended-lost', 'ended-kept'];
  for (const nr of [lost, kept]) {
    const [loanId, borrowerId] = [derivedId('loan', nr), derivedId('member', nr)];
    await submit(nr);
    await loans.say('payments.loan-disbursed.v1', loanId, {
      ...{ loanId, requestId: requestOf(nr), borrowerId, principal: eur('1000000'), originationFee: eur('0'), net: eur('1000000') },
      ...{
        disbursedOn: '2026-01-10',
        firstDueOn: '2026-02-10',
        maturesOn: '2029-01-10',
        instalment: eur('33000'),
        scheduleHash: 'b'.repeat(16),
      },
    });
    if (nr === lost) await loans.say('payments.loan-charged-off.v1', loanId, { loanId, principal: eur('1000000'), on: '2026-07-10' });
    else await loans.say('payments.loan-closed.v1', loanId, { loanId, outcome: 'prepaid', closedOn: '2026-02-01' });
  }
  const figures = await eventually(async () => {
    const { body } = await anna.get('/v1/credit-monitoring?windowDays=1');
    const [vintage] = body['vintages'] as { loans: number }[];
    return vintage?.loans === 2 && body;
  });
  expect(figures).toMatchObject({
    modelVersion: 'additive-2026.2',
    population: { reference: 0, level: 'too-few' },
    vintages: [{ observed: 0.5, level: 'too-few', auc: 0.5 }],
  });
  expect((figures['characteristics'] as unknown[]).length).toBeGreaterThan(5);
});

test('a notice tells the borrower, and nobody else, why', async () => {
  await submit('notice', { annualIncomeMinor: '500000' });
  const path = `/v1/credit-assessments/${idOf('notice')}/notice`;
  const own = await world.person('notice').get(path);
  expect(own).toMatchObject({ status: 200, body: { reasons: [{ code: 'credit.policy.income_below_minimum' }, {}, {}] } });
  expect(await world.person('stranger').get(path)).toMatchObject({ status: 404, body: { code: 'assessment.not_found' } });
  await submit('no-notice');
  expect(await anna.get(`/v1/credit-assessments/${idOf('no-notice')}/notice`)).toMatchObject({
    status: 409,
    body: { code: 'assessment.not_declined' },
  });
});
