/** The codec against the schemas as committed: what passes, what is refused and how it is told. */
import { derivedId, idPrefixes } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { ContractError, parseEvent, parseNamedEvent, serialiseEvent, topicOf } from './codec.ts';
import { commonEventSchema, eventSchemas, eventTopics, topics } from './generated/events.ts';

const id = <K extends keyof typeof idPrefixes>(kind: K) => derivedId(kind, 'codec');
const held = () => ({
  holdId: id('hold'),
  offerId: id('offer'),
  lenderId: id('member'),
  amount: { amountMinor: '2500', currency: 'EUR' },
});

test('an event that keeps its contract survives the wire', () => {
  const text = serialiseEvent('payments.hold-placed.v1', held());
  expect(parseEvent('payments.hold-placed.v1', JSON.parse(text))).toEqual({ ok: true, value: held() });
});

test('every issue is reported at once with its pointer', () => {
  const { offerId: _dropped, ...rest } = held();
  const parsed = parseEvent('payments.hold-placed.v1', { ...rest, amount: { amountMinor: '25.00', currency: 'EUR' }, extra: 1 });
  expect(parsed.ok).toBe(false);
  const issues = parsed.ok ? [] : parsed.error.issues.map((issue) => `${issue.code} ${issue.path}`).sort();
  expect(issues).toEqual(['additionalProperties /extra', 'pattern /amount/amountMinor', 'required ']);
});

test('an id of another kind is refused', () => {
  expect(parseEvent('payments.hold-placed.v1', { ...held(), holdId: id('loan') })).toMatchObject({
    ok: false,
    error: { code: 'event.invalid', issues: [{ path: '/holdId', code: 'pattern' }] },
  });
});

test('an unknown name is a violation on the way in and a defect on the way out', () => {
  expect(parseNamedEvent('payments.nothing.v1', {})).toMatchObject({ ok: false, error: { code: 'event.unknown' } });
  expect(() => serialiseEvent('payments.nothing.v1', {})).toThrow(ContractError);
  expect(parseNamedEvent('toString', {})).toMatchObject({ ok: false, error: { code: 'event.unknown' } });
});

test('every schema compiles and belongs to a topic of its own service', () => {
  for (const name of Object.keys(eventSchemas) as (keyof typeof eventSchemas)[]) {
    expect(parseEvent(name, 'not an object').ok, name).toBe(false);
    expect(topicOf(name).split('.')[0], name).toBe(name.split('.')[0]);
    expect(topics).toContain(eventTopics[name]);
  }
});

test('the id patterns of the shared schema are the registry of the kernel', () => {
  const { $defs } = commonEventSchema as { $defs: Record<string, { pattern?: string }> };
  const patterns = new Set(Object.values($defs).map((def) => def.pattern));
  for (const [kind, prefix] of Object.entries(idPrefixes)) {
    expect(patterns, kind).toContain(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`);
  }
});
