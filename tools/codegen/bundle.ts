/** Bundles one service contract: shared parts are copied in, the operations endpoints are merged. Deterministic: same files, same bundle. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/** A finding about a contract file; the file is named relative to the contracts folder. */
export type ContractProblem = { readonly file: string; readonly message: string };
export type Bundle = { readonly document: JsonObject; readonly problems: readonly ContractProblem[] };

const externalRef = /^(?:\.\/)?([a-z][a-z0-9-]*)\.yaml#\/components\/([A-Za-z]+)\/([A-Za-z0-9_-]+)$/;
const localRef = /^#\/components\/([A-Za-z]+)\/([A-Za-z0-9_-]+)$/;

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  if (isObject(value)) return value;
  const made: JsonObject = {};
  parent[key] = made;
  return made;
}

/** Reads YAML or JSON as a fresh plain value. Throws with the file name when it is not well formed. */
export function readDocument(directory: string, file: string): JsonObject {
  const value = parse(readFileSync(join(directory, file), 'utf8'), { merge: false }) as Json;
  if (!isObject(value)) throw new Error(`${file} is not an object`);
  return value;
}

/**
 * The bundled contract of a service, or an empty contract when its file is not there yet. With `operations` the shared
 * operations endpoints are merged under the service's own name.
 */
export function bundle(directory: string, service: string, options: { operations: boolean }): Bundle {
  const problems: ContractProblem[] = [];
  const file = `${service}.yaml`;
  const document = existsSync(join(directory, file)) ? readDocument(directory, file) : emptyContract(service);
  const components = objectAt(document, 'components');
  if (options.operations) mergeOperations(document, readDocument(directory, 'operations.yaml'), service);
  objectAt(components, 'securitySchemes')['bearer'] ??= { $ref: './common.yaml#/components/securitySchemes/bearer' };
  document['servers'] ??= [{ url: '/' }];
  document['security'] ??= [{ bearer: [] }];
  new Inliner({ directory, file, components, problems }).run(document);
  sortSections(components);
  return { document, problems };
}

function emptyContract(service: string): JsonObject {
  return { openapi: '3.1.0', info: { title: `Mutua ${service}`, version: '0.0.0' }, paths: {} };
}

function mergeOperations(document: JsonObject, shared: JsonObject, service: string): void {
  const paths = objectAt(document, 'paths');
  for (const [path, item] of Object.entries(objectAt(shared, 'paths'))) paths[path.replace('{service}', service)] = item;
  const schemas = objectAt(objectAt(document, 'components'), 'schemas');
  Object.assign(schemas, objectAt(objectAt(shared, 'components'), 'schemas'));
}

/** Sections are sorted by name, so that the order in which references were met does not show in the output. */
function sortSections(components: JsonObject): void {
  for (const section of Object.keys(components)) {
    const value = components[section];
    if (isObject(value)) components[section] = Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

type InlinerState = { directory: string; file: string; components: JsonObject; problems: ContractProblem[] };

class Inliner {
  readonly #state: InlinerState;
  readonly #documents = new Map<string, JsonObject>();
  readonly #copied = new Set<string>();

  constructor(state: InlinerState) {
    this.#state = state;
  }

  run(document: JsonObject): void {
    this.#dropSameNameAliases();
    this.#walk(document, undefined);
  }

  /** `Money: {$ref: './common.yaml#/components/schemas/Money'}` would refer to itself once bundled: the shared part takes its place. */
  #dropSameNameAliases(): void {
    for (const [section, entries] of Object.entries(this.#state.components)) {
      if (!isObject(entries)) continue;
      for (const [name, entry] of Object.entries(entries)) {
        const ref = isObject(entry) && typeof entry['$ref'] === 'string' ? externalRef.exec(entry['$ref']) : null;
        if (ref?.[1] === undefined || ref[2] !== section || ref[3] !== name) continue;
        delete entries[name];
        this.#copy(ref[1], section, name);
      }
    }
  }

  /** `origin` is the foreign document the node came from: its local references mean that document. */
  #walk(node: Json | undefined, origin: string | undefined): void {
    if (Array.isArray(node)) {
      for (const item of node) this.#walk(item, origin);
      return;
    }
    if (!isObject(node)) return;
    const ref = node['$ref'];
    if (typeof ref === 'string') node['$ref'] = this.#resolve(ref, origin);
    for (const [key, value] of Object.entries(node)) if (key !== '$ref' && key !== 'example') this.#walk(value, origin);
  }

  #resolve(ref: string, origin: string | undefined): string {
    const external = externalRef.exec(ref);
    const local = localRef.exec(ref);
    const [document, section, name] = external ? [external[1], external[2], external[3]] : [origin, local?.[1], local?.[2]];
    if (section === undefined || name === undefined) {
      this.#problem(`a reference is '#/components/<section>/<Name>' or './<file>.yaml#/components/<section>/<Name>', not ${ref}`);
      return ref;
    }
    if (document !== undefined) this.#copy(document, section, name);
    else if (objectAt(this.#state.components, section)[name] === undefined) this.#problem(`${ref} does not exist`);
    return `#/components/${section}/${name}`;
  }

  #copy(document: string, section: string, name: string): void {
    const key = `${document}/${section}/${name}`;
    if (this.#copied.has(key)) return;
    this.#copied.add(key);
    const found = objectAt(objectAt(this.#document(document), 'components'), section)[name];
    const target = objectAt(this.#state.components, section);
    if (found === undefined || target[name] !== undefined) {
      const here = `${section}/${name}`;
      this.#problem(found === undefined ? `${document}.yaml has no ${here}` : `${here} is defined here and in ${document}.yaml: keep one`);
      return;
    }
    const copy = structuredClone(found);
    target[name] = copy;
    this.#walk(copy, document);
  }

  #document(name: string): JsonObject {
    const known = this.#documents.get(name);
    if (known) return known;
    const file = `${name}.yaml`;
    const exists = existsSync(join(this.#state.directory, file));
    if (!exists) this.#problem(`${file} does not exist`);
    const read = exists ? readDocument(this.#state.directory, file) : {};
    this.#documents.set(name, read);
    return read;
  }

  #problem(message: string): void {
    this.#state.problems.push({ file: `openapi/${this.#state.file}`, message });
  }
}
