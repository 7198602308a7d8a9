/** Routes: literals before parameters, what is declared and nothing else. */
import { expect, test } from 'vitest';
import { createRouter } from './router.ts';

const router = createRouter([
  { method: 'GET', path: '/v1/members', value: 'list' },
  { method: 'POST', path: '/v1/members', value: 'register' },
  { method: 'GET', path: '/v1/members/me', value: 'own' },
  { method: 'GET', path: '/v1/members/{memberId}', value: 'one' },
  { method: 'GET', path: '/v1/offers/{offerId}', value: 'offer' },
  { method: 'GET', path: '/v1/offers/{id}/position', value: 'position' },
]);

test.each([
  ['GET', '/v1/members', 'list', {}],
  ['GET', '/v1/members/me', 'own', {}],
  ['GET', '/v1/members/mem_1', 'one', { memberId: 'mem_1' }],
  ['GET', '/v1/offers/off_1', 'offer', { offerId: 'off_1' }],
  ['GET', '/v1/offers/off_1/position', 'position', { id: 'off_1' }],
  ['GET', '/v1/members/a%20b', 'one', { memberId: 'a b' }],
])('%s %s', (method, path, value, params) => {
  const found = router.find(method, path);
  expect(found.kind === 'found' && [found.value, { ...found.params }]).toEqual([value, params]);
});

test.each(['/', '/v1', '/v1/members/', '/v1/members/a/b', '/v1//members', '/v1/members/%zz', '/V1/members'])('%s is nowhere', (path) => {
  expect(router.find('GET', path).kind).toBe('none');
});

test('another method is told which ones there are', () => {
  expect(router.find('DELETE', '/v1/members')).toEqual({ kind: 'method', allowed: ['GET', 'POST'] });
});

test('two operations on one route are a defect', () => {
  const twice = [
    { method: 'GET', path: '/a/{x}', value: 1 },
    { method: 'GET', path: '/a/{y}', value: 2 },
  ];
  expect(() => createRouter(twice)).toThrow('two operations share a route');
});
