/** Reads an OpenAPI 3.1 document with all its references resolved into a flat list of operations. */
import { readFileSync } from 'node:fs';
import { DefectError } from '@mutua/kernel';
import { parse } from 'yaml';

export type Schema = { readonly [keyword: string]: unknown };
export type ParameterIn = 'path' | 'query' | 'header';
export type Parameter = { readonly name: string; readonly in: ParameterIn; readonly required: boolean; readonly schema: Schema };
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type Operation = {
  readonly operationId: string;
  readonly method: Method;
  /** With the parameters in braces, as in the document. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly schema: Schema } | undefined;
  /** JSON schema by status; undefined for an answer without a body. */
  readonly responses: ReadonlyMap<string, Schema | undefined>;
  /** It declares the Idempotency-Key header. */
  readonly idempotent: boolean;
  /** `x-sensitive`: its body holds secrets or personal data and is never recorded. */
  readonly sensitive: boolean;
};

type Node = { readonly [key: string]: unknown };

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const documents = new Map<string, Node>();

/** The directory of the OpenAPI documents of @mutua/contracts. */
export function contractsUrl(): URL {
  return new URL('../openapi/', import.meta.resolve('@mutua/contracts'));
}

/** Every operation of a document; `rename` may turn a path into another (the shared operations fragment names its service). */
export function loadOperations(name: string, rename: (path: string) => string = (path) => path): Operation[] {
  const base = new URL(`${name}.yaml`, contractsUrl());
  const paths = node(resolve(documentAt(base)['paths'] ?? {}, base, []), 'paths');
  return Object.entries(paths).flatMap(([path, item]) => operationsOf(rename(path), node(item, path)));
}

function operationsOf(path: string, item: Node): Operation[] {
  return methods.flatMap((method) => {
    const operation = item[method.toLowerCase()];
    if (operation === undefined) return [];
    return [toOperation({ method, path, shared: list(item['parameters']), operation: node(operation, path) })];
  });
}

function toOperation({ method, path, shared, operation }: { method: Method; path: string; shared: unknown[]; operation: Node }): Operation {
  const operationId = operation['operationId'];
  if (typeof operationId !== 'string') throw new DefectError('an operation needs an operationId', { method, path });
  const parameters = [...shared, ...list(operation['parameters'])]
    .map((parameter) => toParameter(node(parameter, operationId)))
    .filter((parameter) => parameter.in !== 'path' || path.includes(`{${parameter.name}}`));
  const idempotent = parameters.some((p) => p.in === 'header' && p.name.toLowerCase() === 'idempotency-key');
  const body = operation['requestBody'] === undefined ? undefined : node(operation['requestBody'], operationId);
  const responses = Object.entries(node(operation['responses'], operationId));
  return {
    operationId,
    method,
    path,
    parameters,
    body: body && { required: body['required'] === true, schema: jsonSchema(body) ?? {} },
    responses: new Map(responses.map(([status, response]) => [status, jsonSchema(node(response, operationId))])),
    idempotent,
    sensitive: operation['x-sensitive'] === true,
  };
}

function toParameter(parameter: Node): Parameter {
  const { name, in: place, required, schema } = parameter;
  if (typeof name !== 'string' || (place !== 'path' && place !== 'query' && place !== 'header')) {
    throw new DefectError('a parameter is in path, query or header', { name, in: place });
  }
  return { name, in: place, required: required === true, schema: node(schema ?? {}, name) };
}

function jsonSchema(holder: Node): Schema | undefined {
  const content = holder['content'];
  if (content === undefined) return undefined;
  const json = node(content, 'content')['application/json'];
  return json === undefined ? undefined : node(node(json, 'media type')['schema'] ?? {}, 'schema');
}

function documentAt(url: URL): Node {
  const known = documents.get(url.href);
  if (known !== undefined) return known;
  const document = node(parse(readFileSync(url, 'utf8')), url.href);
  documents.set(url.href, document);
  return document;
}

/** Replaces every `$ref` by its target; a schema that refers to itself is not supported and fails here, at start. */
function resolve(value: unknown, base: URL, trail: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((member) => resolve(member, base, trail));
  if (typeof value !== 'object' || value === null) return value;
  const ref = (value as Node)['$ref'];
  if (typeof ref === 'string') return resolveRef(new URL(ref, base), trail);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member, base, trail)]));
}

function resolveRef(target: URL, trail: readonly string[]): unknown {
  if (trail.includes(target.href)) throw new DefectError('a reference leads back to itself', { ref: target.href });
  const file = new URL(target);
  file.hash = '';
  let found: unknown = documentAt(file);
  for (const part of target.hash.slice(2).split('/')) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    found = node(found, target.href)[key];
  }
  if (found === undefined) throw new DefectError('a reference leads nowhere', { ref: target.href });
  return resolve(found, file, [...trail, target.href]);
}

function node(value: unknown, where: string): Node {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DefectError('an object is expected in the contract', { where });
  }
  return value as Node;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
