import { expect, test } from 'vitest';
import { applicationColumns } from '../batch/application-record.ts';
import { featureColumns } from '../batch/feature-columns.ts';
import { categoryFeatures, numericFeatures } from '../src/domain/features.ts';
import { isForbidden, prohibited, setByPlatform, specifications } from './columns.ts';

test('no model reads an outcome, what the platform set, or a prohibited basis', () => {
  expect(specifications.flatMap(({ feature }) => featureColumns[feature]).filter(isForbidden)).toEqual([]);
  expect(applicationColumns.filter(isForbidden)).toEqual([]);
  expect([...numericFeatures, ...categoryFeatures].filter(isForbidden)).toEqual([]);
});

test.each([
  ...setByPlatform,
  ...prohibited,
  'out_status',
  'out_recoveries',
  'zip3',
  'addr_state',
  'borrowerAge',
  'maritalStatus',
  'first_name',
])('%s is forbidden', (column) => {
  expect(isForbidden(column)).toBe(true);
});

test.each(['annual_inc', 'mortgage', 'averageBalance', 'purpose', 'home_ownership', 'emp_length'])('%s is allowed', (column) => {
  expect(isForbidden(column)).toBe(false);
});

test('every feature is made of columns that are read', () => {
  const columns = Object.values(featureColumns).flat();
  expect(columns.filter((column) => !applicationColumns.some((known) => known === column))).toEqual([]);
});
