/** Members, cases, limits and passwords: the rules, without a database. */
import type { Id, Instant } from '@mutua/kernel';
import { describe, expect, test } from 'vitest';
import { applyAnswer, decide, type KycCase, open, sandboxAnswer } from './kyc-case.ts';
import { begin, isKnownPair, type Limit, none, succeed, waitForAll, waitMs } from './login-limit.ts';
import { changeRoles, type Member, refuse, register, verify } from './member.ts';
import { normalisedEmail, weaknessOf } from './password-policy.ts';

const at = '2026-01-01T00:00:00.000Z' as Instant;
const later = (ms: number) => new Date(Date.parse(at) + ms).toISOString() as Instant;
const id = (n: number) => `mem_${String(n).padStart(26, '0')}` as Id<'member'>;
const facts = { memberId: id(1), email: 'a@b.c', kind: 'person', displayName: 'A', country: 'DE', registeredAt: at } as const;
const { member } = register(facts);

describe('members', () => {
  test('registration tells kind and country, never a name', () => {
    expect(register(facts).events).toEqual([
      { name: 'identity.member-registered.v1', data: { memberId: id(1), kind: 'person', country: 'DE' } },
    ]);
  });
  test('staff roles are told too', () => {
    expect(register({ ...facts, roles: ['auditor', 'admin'] }).events[1]?.data).toEqual({ memberId: id(1), roles: ['admin', 'auditor'] });
  });
  test('verification happens once, and a later refusal does not take it back', () => {
    const verified = verify(member);
    expect(verified.events).toHaveLength(1);
    expect(verify(verified.member).events).toEqual([]);
    expect(refuse(verified.member, 'no')).toEqual({ member: verified.member, events: [] });
    expect(verify(refuse(member, 'no').member).member.status).toBe('verified');
  });
  test.each<[string, number, Member['roles'], number | string]>([
    ['another member', 2, ['admin', 'member'], 1],
    ['no change', 2, ['member', 'member'], 0],
    ['oneself', 1, ['admin'], 'member.own_roles'],
  ])('roles of %s', (_name, by, roles, expected) => {
    const changed = changeRoles(member, { roles, by: id(by) });
    expect(changed.ok ? changed.value.events.length : changed.error.code).toBe(expected);
  });
});

describe('know your customer', () => {
  const documents = { legalName: 'Ann Example', dateOfBirth: '1980-01-01', nationality: 'DE', documentNumber: 'X123' };
  const opening = { caseId: 'kyc_1' as Id<'kycCase'>, memberId: id(1), documents, at };
  const opened = open({ ...opening, memberStatus: 'registered', hasOpenCase: false });
  if (!opened.ok) throw new Error('the case opens');
  const submitted: KycCase = opened.value;

  test('one case at a time, none for the verified', () => {
    expect(open({ ...opening, memberStatus: 'refused', hasOpenCase: true })).toMatchObject({ error: { code: 'kyc_case.already_open' } });
    expect(open({ ...opening, memberStatus: 'verified', hasOpenCase: false })).toMatchObject({
      error: { code: 'kyc_case.member_verified' },
    });
  });
  test.each([
    ['Ann Example', 'approved'],
    ['Refuse Me', 'refused'],
    ['please REVIEW this', 'in-review'],
  ])('%s is %s', (legalName, status) => {
    const answered = applyAnswer(submitted, sandboxAnswer({ legalName }), at);
    expect(answered.status).toBe(status);
    expect(answered.decidedBy).toBe(status === 'in-review' ? null : 'sandbox');
  });
  test('an answer comes too late for a case that moved on', () => {
    const refused: KycCase = { ...submitted, status: 'refused' };
    expect(applyAnswer(refused, { verdict: 'approved', reason: null }, at)).toBe(refused);
  });
  test('only a case in review is decided, and not by the member', () => {
    const inReview: KycCase = { ...submitted, status: 'in-review' };
    const input = { decision: 'approved', reason: 'seen in person', by: id(2), at } as const;
    expect(decide(inReview, input)).toMatchObject({ value: { status: 'approved', decidedBy: id(2) } });
    expect(decide(submitted, input)).toMatchObject({ error: { code: 'kyc_case.not_in_review' } });
    expect(decide(inReview, { ...input, by: id(1) })).toMatchObject({ error: { code: 'kyc_case.own_case' } });
  });
});

describe('login limits', () => {
  const limit: Limit = { free: 3, firstDelayMs: 1000, delayMsMax: 60_000 };
  const failing = (count: number) => Array.from({ length: count }).reduce((attempts: typeof none) => begin(attempts, limit, at), none);
  test.each([
    [1, 0],
    [3, 0],
    [4, 1000],
    [5, 2000],
    [9, 32_000],
    [10, 60_000],
    [5000, 60_000],
  ])('after %i failures wait %i ms', (count, wait) => {
    expect(waitMs(failing(count), at)).toBe(wait);
  });
  test('failures are forgotten after an hour', () => {
    expect(waitMs(begin(failing(10), limit, later(3_600_001)), later(3_600_001))).toBe(0);
  });
  test('a known device is not slowed by strangers, only by itself', () => {
    const known = succeed(begin(none, limit, at), 'pair', { limit, at });
    expect(isKnownPair(known, at)).toBe(true);
    expect(waitForAll({ account: failing(100), address: none, pair: known }, at)).toBe(0);
    expect(waitForAll({ account: failing(100), address: none, pair: none }, at)).toBe(60_000);
    expect(waitForAll({ account: none, address: none, pair: begin(failing(4), limit, at) }, at)).toBe(2000);
  });
  test('a success takes its own attempt back, not the attempts of strangers', () => {
    expect(waitMs(succeed(failing(20), 'account', { limit, at }), at)).toBe(60_000);
    expect(succeed(failing(3), 'account', { limit, at }).failures).toBe(2);
    expect(succeed(failing(3), 'pair', { limit, at }).failures).toBe(0);
  });
});

test.each([
  ['password123', 'a@b.c', 'common'],
  ['PassWord123', 'a@b.c', 'common'],
  ['alexander1', 'alexander@b.c', 'like-email'],
  ['aaaaaaaaaaaa', 'x@b.c', 'one-character'],
  ['correct horse battery', 'a@b.c', undefined],
])('password %s', (password, email, weakness) => {
  expect(weaknessOf(password, email)).toBe(weakness);
});

test('an address is the same account in any case', () => {
  expect(normalisedEmail(' Ann@Example.COM ')).toBe('ann@example.com');
});
