/** Reads a JSON body within limits. Nothing of it reaches a handler before size, encoding, depth and keys have been checked. */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { EdgeProblem, type FieldError } from './problem.ts';

const bodyBytesMax = 64 * 1024;
const droppedBytesMax = 32 * 1024 * 1024;
const depthMax = 16;
const keysMax = 1000;

/** The parsed body, or undefined when there is none. */
export async function readBody(req: IncomingMessage): Promise<unknown> {
  if (!hasBody(req)) return undefined;
  requireJson(req);
  const bytes = await readBytes(req);
  return bytes.length === 0 ? undefined : parseJson(bytes);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

const jsonType = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

function requireJson({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new EdgeProblem('request.unsupported_media_type');
  if (!jsonType.test((headers['content-type'] ?? '').slice(0, 100))) throw new EdgeProblem('request.unsupported_media_type');
}

function tooLarge(): EdgeProblem {
  return new EdgeProblem('request.too_large', { detail: `The body may have ${bodyBytesMax} bytes` });
}

/**
 * A body that is too large is read to its end and dropped, up to a limit: an answer sent before would be lost on a client that is
 * still writing.
 */
function readBytes(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= bodyBytesMax) chunks.push(chunk);
      else if (length > droppedBytesMax) reject(tooLarge());
      else chunks.length = 0;
    });
    req.on('end', () => {
      if (length > bodyBytesMax) reject(tooLarge());
      else resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    });
    req.on('error', () => reject(new EdgeProblem('request.malformed_json', { detail: 'The body ended early' })));
  });
}

/** Parses bytes; refuses bad UTF-8, bad JSON, depth over 16, over 1,000 keys, and keys that reach for a prototype. */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new EdgeProblem('request.malformed_json', { detail: 'The body is not UTF-8' });
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new EdgeProblem('request.malformed_json');
  }
  const found: FieldError[] = [];
  inspect(value, { pointer: '/body', depth: 1, keys: { left: keysMax }, found });
  if (found.length > 0) throw new EdgeProblem('request.invalid', { errors: found });
  return value;
}

type Inspection = { readonly pointer: string; readonly depth: number; readonly keys: { left: number }; readonly found: FieldError[] };

function inspect(value: unknown, at: Inspection): void {
  if (typeof value !== 'object' || value === null) return;
  if (at.depth > depthMax) throw new EdgeProblem('request.too_deep', { detail: `The body may be nested ${depthMax} deep` });
  const deeper = at.depth + 1;
  if (Array.isArray(value)) {
    for (const member of value) {
      if (typeof member === 'object' && member !== null) inspect(member, { ...at, depth: deeper });
    }
    return;
  }
  for (const key in value) {
    at.keys.left -= 1;
    if (at.keys.left < 0) throw new EdgeProblem('request.too_large', { detail: `The body may have ${keysMax} keys` });
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
      at.found.push({ path: `${at.pointer}/${key}`, code: 'unknown_field', message: 'this name is never allowed' });
    }
    const member: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
    if (typeof member === 'object' && member !== null) inspect(member, { ...at, pointer: `${at.pointer}/${key}`, depth: deeper });
  }
}
