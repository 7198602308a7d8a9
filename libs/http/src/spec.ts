/** Reads the bundled OpenAPI document of a service, its references resolved, as a flat list of operations. */
import { loadSpec, type OpenApiDocument, type SpecName } from '@mutua/contracts';
import { DefectError } from '@mutua/kernel';

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
  /** Whether it declares the Idempotency-Key header. */
  readonly idempotency: 'required' | 'optional' | 'none';
  /** `x-sensitive`: its body holds secrets or personal data and is never recorded. */
  readonly sensitive: boolean;
};

type Node = { readonly [key: string]: unknown };

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Every operation of the service's bundled document. */
export function loadOperations(name: SpecName): Operation[] {
  return readOperations(loadSpec(name));
}

/** Every operation of a document whose references are all local. */
export function readOperations(document: Pick<OpenApiDocument, 'paths' | 'components'>): Operation[] {
  const paths = node(resolve(document.paths, document, []), 'paths');
  return Object.entries(paths).flatMap(([path, item]) => operationsOf(path, node(item, path)));
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
  const key = parameters.find((p) => p.in === 'header' && p.name.toLowerCase() === 'idempotency-key');
  const body = operation['requestBody'] === undefined ? undefined : node(operation['requestBody'], operationId);
  const responses = Object.entries(node(operation['responses'], operationId));
  return {
    operationId,
    method,
    path,
    parameters,
    body: body && { required: body['required'] === true, schema: jsonSchema(body) ?? {} },
    responses: new Map(responses.map(([status, response]) => [status, jsonSchema(node(response, operationId))])),
    idempotency: key === undefined ? 'none' : key.required ? 'required' : 'optional',
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

/** Replaces every `$ref` by its target; a schema that refers to itself is not supported and fails here, at start. */
function resolve(value: unknown, document: Node, trail: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((member) => resolve(member, document, trail));
  if (typeof value !== 'object' || value === null) return value;
  const ref = (value as Node)['$ref'];
  if (typeof ref === 'string') return resolveRef(ref, document, trail);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member, document, trail)]));
}

function resolveRef(ref: string, document: Node, trail: readonly string[]): unknown {
  if (trail.includes(ref)) throw new DefectError('a reference leads back to itself', { ref });
  let found: unknown = document;
  for (const part of ref.replace('#/', '').split('/')) found = node(found, ref)[part];
  if (found === undefined) throw new DefectError('a reference leads nowhere', { ref });
  return resolve(found, document, [...trail, ref]);
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
