import { calendarDate, parseInstant } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { type Approval, type Decision, decideApproval, openApproval, statusOn } from './approval.ts';

const at = parseInstant('2026-01-15T10:00:00Z') ?? ('' as never);
const task: Approval = openApproval({
  ...{
    approvalId: 'apv_1',
    action: 'loan.write-off',
    entityId: 'loan_1',
    payload: '{}',
    payloadHash: 'h',
    reason: 'fraud',
    makerId: 'mem_a',
  },
  ...{ openedOn: calendarDate('2026-01-15'), createdAt: at },
});
const approve: Decision = {
  ...{ outcome: 'processed', checkerId: 'mem_b', payloadHash: 'h', storedHash: 'h', note: null, on: calendarDate('2026-01-16'), at },
};
const codeOf = (approval: Approval, decision: Decision): string => {
  const decided = decideApproval(approval, decision);
  return decided.ok ? decided.value.status : decided.error.code;
};

test.each([
  ['another person approves', task, approve, 'processed'],
  ['another person rejects', task, { ...approve, outcome: 'rejected' }, 'rejected'],
  ['the maker approves', task, { ...approve, checkerId: 'mem_a' }, 'approval.same_person'],
  ['the maker takes it back', task, { ...approve, checkerId: 'mem_a', outcome: 'rejected' }, 'rejected'],
  ['the checker read something else', task, { ...approve, payloadHash: 'other' }, 'approval.payload_mismatch'],
  ['the payload was changed since', task, { ...approve, storedHash: 'other' }, 'approval.payload_mismatch'],
  ['on its last day', task, { ...approve, on: calendarDate('2026-01-22') }, 'processed'],
  ['a day too late', task, { ...approve, on: calendarDate('2026-01-23') }, 'approval.expired'],
  ['decided before', { ...task, status: 'rejected' }, approve, 'approval.not_open'],
  ['processed before', { ...task, status: 'processed' }, approve, 'approval.not_open'],
] as const)('%s', (_, approval, decision, expected) => expect(codeOf(approval, decision)).toBe(expected));

test('a decided task never expires', () => {
  const later = calendarDate('2027-01-01');
  expect(statusOn(task, later)).toBe('expired');
  expect(statusOn({ ...task, status: 'processed' }, later)).toBe('processed');
});

test.each([
  ['expired', { ...approve, on: calendarDate('2026-02-01') }, task, { approvalId: 'apv_1', expiresOn: '2026-01-22' }],
  ['not open', approve, { ...task, status: 'rejected' }, { approvalId: 'apv_1', status: 'rejected' }],
  ['of the same person', { ...approve, checkerId: 'mem_a' }, task, { approvalId: 'apv_1' }],
  ['for other words', { ...approve, storedHash: 'other' }, task, { approvalId: 'apv_1' }],
] as const)('a refusal that is %s says which task it is about', (_, decision, approval, details) => {
  expect(decideApproval(approval, decision)).toMatchObject({ ok: false, error: { details } });
});

test('a decision is written down: who, when, and what was said', () => {
  const decided = decideApproval(task, { ...approve, note: 'seen' });
  expect(decided).toEqual({ ok: true, value: { ...task, status: 'processed', checkerId: 'mem_b', note: 'seen', decidedAt: at } });
});
