/** The Idempotency-Key of a request as the scope, key and fingerprint that `db.once` compares. */
import { createHash } from 'node:crypto';
import type { OnceRequest } from '@mutua/db';
import { canonicalJson } from '@mutua/kernel';
import { EdgeProblem } from './problem.ts';
import type { Actor } from './types.ts';

const keyShape = /^[A-Za-z0-9._:-]{8,128}$/;

type Keyed = {
  readonly operationId: string;
  readonly header: string | string[] | undefined;
  readonly actor: Actor | undefined;
  readonly params: object;
  readonly query: object;
  readonly body: unknown;
};

/** Throws `idempotency.key_missing` or `idempotency.key_malformed`. The scope is caller and operation, so keys of others never meet. */
export function onceRequestOf({ operationId, header, actor, params, query, body }: Keyed): OnceRequest {
  if (header === undefined || header === '') throw new EdgeProblem('idempotency.key_missing');
  const key = typeof header === 'string' ? unquoted(header) : '';
  if (!keyShape.test(key)) throw new EdgeProblem('idempotency.key_malformed');
  const fingerprint = createHash('sha256')
    .update(canonicalJson({ params: { ...params }, query: { ...query }, body }))
    .digest('hex');
  return { scope: `${actor?.memberId ?? 'public'}:${operationId}`, key, fingerprint };
}

/** The header may be a structured-field string, which has quotes. */
function unquoted(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
