import { systemClock, systemIds } from '@mutua/config';
import { derivedId } from '@mutua/kernel';
import { eventually, topicPrefix } from '@mutua/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handlers } from '../src/adapters/kafka/handlers.ts';
import { modelFiles } from '../src/adapters/models/models.ts';
import { scoreAssessments } from '../src/app/score-assessments.ts';
import { portsOf } from '../src/compose.ts';
import { type Caller, forgetEverything, type Loans, startLoans, startWorld, submission, type World } from './harness.ts';

const prefix = topicPrefix();
let world: World;
let loans: Loans;
let borrower: Caller;
let admin: Caller;

beforeAll(async () => {
  loans = await startLoans(prefix);
  world = await startWorld(prefix);
  await world.service.start();
  borrower = world.person('borrower');
  admin = world.person('admin', ['admin']);
});
afterAll(async () => {
  await world.close();
  await loans.close();
});

const ports = portsOf(modelFiles(), systemIds);
const idOf = (nr: string | number): string => derivedId('assessment', submission(nr).requestId);
const settled = (nr: string | number): Promise<Record<string, unknown>> =>
  eventually(async () => {
    const { status, body } = await admin.get(`/v1/credit-assessments/${idOf(nr)}`);
    return status === 200 && body['status'] !== 'pending' && body;
  });

describe('scoring', () => {
  test('a submitted request is scored, stored with its inputs, and published once', async () => {
    await loans.submit(submission('one'));
    const body = await settled('one');
    expect(body).toMatchObject({ status: 'approved', modelVersion: 'additive-2026.2', decidedBy: 'model' });
    const [told] = (await world.completions()).filter(({ requestId }) => requestId === submission('one').requestId);
    expect(told).toMatchObject({
      decision: 'approved',
      score: body['score'],
      grade: body['grade'],
      referenceRatePpm: body['referenceRatePpm'],
    });
    expect(told?.reasons.length).toBeGreaterThanOrEqual(1);
    // From what is stored, the decision is made again to the last byte.
    const replayed = await admin.post(`/v1/credit-assessments/${idOf('one')}/replay`, {});
    expect(replayed).toMatchObject({ status: 200, body: { isIdentical: true, differences: [], recordHash: body['recordHash'] } });
    expect(await borrower.post(`/v1/credit-assessments/${idOf('one')}/replay`, {})).toMatchObject({ status: 403 });
  });

  test('a decline carries every limit that was passed', async () => {
    await loans.submit(submission('poor', {}, { annualIncomeMinor: '500000', debtToIncomePpm: 700_000 }));
    expect(await settled('poor')).toMatchObject({
      status: 'declined',
      reasons: [
        { code: 'credit.policy.income_below_minimum' },
        { code: 'credit.policy.debt_to_income_above_maximum' },
        { code: 'credit.policy.amount_above_income_limit' },
        { code: 'credit.policy.instalment_not_affordable' },
      ],
    });
  });

  test('two workers on one assessment publish one decision', async () => {
    const { db } = world.service;
    const open = handlers({ ports, clock: systemClock, enqueue: () => undefined })['loans.loan-request-submitted.v1'];
    await db.run(async (tx) => {
      await open?.({ data: submission('twins') } as never, tx);
      await open?.({ data: submission('twins') } as never, tx);
    });
    const twice = Array.from({ length: 6 }, () =>
      db.run((tx) => scoreAssessments(ports(tx), { assessmentIds: [idOf('twins')], at: systemClock.now() })),
    );
    await Promise.all(twice);
    await settled('twins');
    expect((await world.completions()).filter(({ requestId }) => requestId === submission('twins').requestId)).toHaveLength(1);
  });
});

describe('losing Redis', () => {
  test('flushed again and again while scoring, every request is decided exactly once', async () => {
    const numbers = Array.from({ length: 60 }, (_, nr) => `flush-${nr}`);
    await loans.submit(...numbers.map((nr) => submission(nr, { borrowerId: derivedId('member', nr) })));
    for (let round = 0; round < 5; round += 1) {
      const before = (await world.completions()).length;
      await forgetEverything();
      await eventually(async () => (await world.completions()).length > before || (await pending()) === 0);
    }
    await Promise.all(numbers.map(settled));
    const told = (await world.completions()).map(({ requestId }) => requestId);
    expect(numbers.map((nr) => told.filter((id) => id === submission(nr).requestId).length)).toEqual(numbers.map(() => 1));
  });

  test('a row whose job never reached Redis is found', async () => {
    await world.service.db.sql.run(
      `insert into assessments (assessment_id, request_id, borrower_id, status, application, submitted_at, received_at)
       select $1, $2, borrower_id, 'pending', jsonb_set(application, '{requestId}', to_jsonb($2::text)), submitted_at, received_at - interval '1 minute'
       from assessments where assessment_id = $3`,
      [idOf('lost'), submission('lost').requestId, idOf('one')],
    );
    expect((await settled('lost'))['status']).toBe('approved');
  });
});

async function pending(): Promise<number> {
  return (await world.service.db.sql.query("select 1 from assessments where status = 'pending'")).length;
}

describe('the REST API', () => {
  test('a borrower sees his own; others see that there is nothing', async () => {
    expect(await borrower.get(`/v1/credit-assessments/${idOf('one')}`)).toMatchObject({
      status: 200,
      body: { borrowerId: borrower.memberId },
    });
    const stranger = world.person('stranger');
    const [foreign, unknown] = [
      await stranger.get(`/v1/credit-assessments/${idOf('one')}`),
      await stranger.get(`/v1/credit-assessments/${derivedId('assessment', 'none')}`),
    ];
    expect([foreign.status, unknown.status, foreign.body['code'], unknown.body['code']]).toEqual([
      404,
      404,
      'assessment.not_found',
      'assessment.not_found',
    ]);
    expect((await stranger.get('/v1/credit-assessments')).body.items).toEqual([]);
    expect((await borrower.get(`/v1/credit-assessments?requestId=${submission('one').requestId}`)).body.items).toHaveLength(1);
  });

  test('a list costs one statement, however long it is, and a walk sees each row once', async () => {
    const quiet = await startWorld();
    try {
      const { db } = quiet.service;
      const reader = quiet.person('auditor', ['auditor']);
      const open = handlers({ ports, clock: systemClock, enqueue: () => undefined })['loans.loan-request-submitted.v1'];
      await db.run(async (tx) => {
        for (let nr = 0; nr < 12; nr += 1) await open?.({ data: submission(nr) } as never, tx);
      });
      for (const limit of [1, 100]) {
        const before = db.statements.count;
        expect((await reader.get(`/v1/credit-assessments?limit=${limit}`)).status).toBe(200);
        expect(db.statements.count - before).toBe(1);
      }
      const seen: string[] = [];
      for (let cursor = ''; ; ) {
        const { body } = await reader.get(`/v1/credit-assessments?status=pending&limit=5${cursor}`);
        seen.push(...body.items.map((item) => String(item['assessmentId'])));
        if (body['nextCursor'] === null) break;
        cursor = `&cursor=${encodeURIComponent(String(body['nextCursor']))}`;
      }
      expect([seen.length, new Set(seen).size]).toEqual([12, 12]);
    } finally {
      await quiet.close();
    }
  });

  test('evidence that cannot be true is named, each value of it, in one answer', async () => {
    const path = `/v1/credit-assessments/${idOf('one')}/reassessment`;
    const wrong = { annualIncomeMinor: '-1', debtToIncomePpm: 1e9, employmentLengthYears: 'ninety', homeOwnership: 'castle', ficoLow: 851 };
    const named = await admin.post(path, { reason: 'Seen', profile: wrong });
    expect(named).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    for (const field of Object.keys(wrong)) expect(JSON.stringify(named.body['errors'])).toContain(field);
    const later = await admin.post(path, { reason: 'Seen', profile: { earliestCreditLineOn: '2026-01-03' } });
    expect(later).toMatchObject({ status: 422, body: { code: 'application.impossible' } });
  });

  test('a person decides what was referred, once, with a reason, and not for himself', async () => {
    await loans.submit(submission('referred', {}, { publicRecords: 4 }));
    expect(await settled('referred')).toMatchObject({ status: 'referred', reasons: [{ code: 'credit.refer.public_records' }] });
    const path = `/v1/credit-assessments/${idOf('referred')}/decision`;
    const decision = { decision: 'approved', reason: 'Records are settled' };
    expect(await borrower.post(path, decision)).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } });
    expect(await world.person('borrower', ['admin']).post(path, decision)).toMatchObject({
      status: 403,
      body: { code: 'assessment.own_request' },
    });
    expect(await admin.post(path, { decision: 'maybe', reason: '', extra: 1 })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    });
    expect(await admin.post(path, decision, 'decide-once-1')).toMatchObject({
      status: 200,
      body: { status: 'approved', decidedBy: admin.memberId, decisionReason: 'Records are settled' },
    });
    expect(await admin.post(path, decision, 'decide-once-1')).toMatchObject({ status: 200, body: { status: 'approved' } });
    expect(await admin.post(path, decision)).toMatchObject({ status: 409, body: { code: 'assessment.not_referred' } });
    const told = (await world.completions()).filter(({ requestId }) => requestId === submission('referred').requestId);
    expect(told.map((event) => event.decision)).toEqual(['referred', 'approved']);
    expect(told[1]?.reasons[0]).toEqual({ code: 'credit.manual_approved', text: 'Records are settled' });
  });
});
