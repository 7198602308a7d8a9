/** One document out of many: nothing lost, nothing served twice, names that clash kept apart. */
import { loadSpec, specNames } from '@mutua/contracts';
import { expect, test } from 'vitest';
import { mergeOpenApi } from './merge-openapi.ts';
import { maySee } from './visibility.ts';

const methods = ['get', 'post', 'put', 'patch', 'delete'];
const documents = specNames.map((name) => [name, loadSpec(name)] as const);
const merged = mergeOpenApi(documents, '1.0.0');

function collect(value: unknown, key: string, found: string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const [name, member] of Object.entries(value)) {
    if (name === key && typeof member === 'string') found.push(member);
    else collect(member, key, found);
  }
  return found;
}

test('every path of every service is there', () => {
  expect(Object.keys(merged.paths).sort()).toEqual(documents.flatMap(([, document]) => Object.keys(document.paths)).sort());
});

test('operation ids are unique', () => {
  const ids = Object.values(merged.paths).flatMap((item) =>
    Object.entries(item as object).flatMap(([method, operation]) =>
      methods.includes(method) ? [String(Reflect.get(operation, 'operationId'))] : [],
    ),
  );
  expect(ids.length).toBeGreaterThan(80);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every reference leads somewhere', () => {
  for (const ref of new Set(collect(merged, '$ref'))) {
    const [, , section = '', name = ''] = ref.split('/');
    expect(merged.components[section]?.[name], ref).toBeDefined();
  }
});

test('names that mean different things get the name of their service', () => {
  const document = (type: string) => ({
    paths: { [`/v1/${type}`]: { get: { operationId: 'get', responses: { 200: { $ref: '#/components/schemas/Thing' } } } } },
    components: { schemas: { Thing: { type }, Same: { type: 'null' } } },
  });
  const both = mergeOpenApi(
    [
      ['a', document('string')],
      ['b', document('integer')],
    ],
    '1',
  );
  expect(Object.keys(both.components['schemas'] ?? {}).sort()).toEqual(['BThing', 'Same', 'Thing']);
  expect(collect(both.paths, '$ref')).toEqual(['#/components/schemas/Thing', '#/components/schemas/BThing']);
  expect(() =>
    mergeOpenApi(
      [
        ['a', document('x')],
        ['b', document('x')],
      ],
      '1',
    ),
  ).toThrow('two services serve one path');
});

test.each([
  [['member'], ['mem_1'], true],
  [['member'], ['mem_2'], false],
  [['member'], [], false],
  [['admin'], [], true],
  [['auditor'], ['mem_2'], true],
])('%j sees %j: %s', (roles, subjects, expected) => {
  expect(maySee({ memberId: 'mem_1', roles }, subjects)).toBe(expected);
});
