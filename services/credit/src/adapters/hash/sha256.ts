/** SHA-256 of text, and of the record of a decision. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '@mutua/kernel';
import type { Seal } from '../../domain/assessment.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const seal: Seal = (decided) => {
  const record = canonicalJson(decided);
  return { record, recordHash: sha256(record) };
};
