/** Every bundled document is self-contained, names its operations once and carries the operations endpoints of its service. */
import { expect, test } from 'vitest';
import { loadSpec, specNames } from './spec.ts';

function refsOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (key === '$ref' && typeof value === 'string' ? [value] : refsOf(value)));
}

test.each(specNames)('%s is self-contained', (name) => {
  const spec = loadSpec(name);
  for (const ref of refsOf(spec)) {
    const [section = '', key = ''] = ref.replace('#/components/', '').split('/');
    expect(spec.components[section]?.[key], ref).toBeDefined();
  }
  const ids = Object.values(spec.paths).flatMap((item) =>
    Object.values(item).flatMap((operation) =>
      typeof operation === 'object' && operation !== null && 'operationId' in operation ? [operation.operationId] : [],
    ),
  );
  expect(new Set(ids).size).toBe(ids.length);
  if (name !== 'gateway') expect(Object.keys(spec.paths)).toContain(`/v1/operations/${name}/status`);
});

test('a document is fresh each time', () => {
  loadSpec('loans').paths['/changed'] = {};
  expect(loadSpec('loans').paths['/changed']).toBeUndefined();
});
