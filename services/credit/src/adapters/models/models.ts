/** The model files of services/credit/models by their names. A file never changes, so it is read once. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Models } from '../../app/ports.ts';
import type { Model } from '../../domain/decision.ts';
import { readScorecard } from './read-scorecard.ts';

const directory = new URL('../../../models/', import.meta.url);

/** A name that is a path, or of no file, is unknown. A file that breaks the rules of models throws. */
export function modelFiles(): Models {
  const known = new Map<string, Model>();
  return (modelVersion) => {
    const before = known.get(modelVersion);
    if (before) return before;
    const path = new URL(`${modelVersion}.json`, directory);
    if (!/^[a-z0-9][a-z0-9._-]*$/.test(modelVersion) || !existsSync(path)) return undefined;
    const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
    const model = { scorecard: readScorecard(modelVersion), hash };
    known.set(modelVersion, model);
    return model;
  };
}
