/** Merges the contracts of all services into one document. Pure. A path belongs to one service; names that clash get the service's name in front. */
import { canonicalJson, DefectError } from '@mutua/kernel';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Section = { [name: string]: Json };
export type Document = {
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, unknown>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};
export type Merged = {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly Record<string, readonly string[]>[];
  readonly tags: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Section;
  readonly components: Record<string, Section>;
};

const methods: readonly string[] = ['get', 'post', 'put', 'patch', 'delete'];

/** Documents by service name, in the order in which they are shown. */
export function mergeOpenApi(documents: readonly (readonly [service: string, document: Document])[], version: string): Merged {
  const paths: Section = {};
  const components: Record<string, Section> = {};
  const tags = new Map<string, { name: string; description?: string }>();
  const operationIds = new Set<string>();
  for (const [service, document] of documents) {
    const renamed = addComponents(components, service, document);
    for (const tag of document.tags ?? []) if (!tags.has(tag.name)) tags.set(tag.name, tag);
    for (const [path, item] of Object.entries(document.paths)) {
      if (paths[path] !== undefined) throw new DefectError('two services serve one path', { path, service });
      paths[path] = withOwnIds(rewritten(item as Json, renamed), service, operationIds);
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Mutua', version, description: 'Peer-to-peer lending: every endpoint of every service, through one port.' },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: [...tags.values()],
    paths,
    components,
  };
}

/** Adds what is new; answers the references that must change because another service uses the name for something else. */
function addComponents(components: Record<string, Section>, service: string, document: Document): Map<string, string> {
  const renamed = new Map<string, string>();
  for (const [section, entries] of Object.entries(document.components)) {
    components[section] ??= {};
    for (const [name, entry] of Object.entries(entries)) {
      const known = components[section][name];
      if (known !== undefined && canonicalJson(known) !== canonicalJson(entry)) {
        renamed.set(`#/components/${section}/${name}`, `#/components/${section}/${capitalised(service)}${name}`);
      }
    }
  }
  for (const [section, entries] of Object.entries(document.components)) {
    const target = components[section] ?? {};
    for (const [name, entry] of Object.entries(entries)) {
      const renamedTo = renamed.get(`#/components/${section}/${name}`)?.split('/').at(-1);
      target[renamedTo ?? name] ??= rewritten(entry as Json, renamed);
    }
  }
  return renamed;
}

function rewritten(value: Json, renamed: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((member: Json) => rewritten(member, renamed));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (key === '$ref' && typeof member === 'string') return [key, renamed.get(member) ?? member];
      return [key, rewritten(member, renamed)];
    }),
  );
}

/** The operations endpoints have the same operation ids in every service. */
function withOwnIds(item: Json, service: string, taken: Set<string>): Json {
  if (typeof item !== 'object' || item === null) return item;
  return Object.fromEntries(
    Object.entries(item).map(([method, operation]: [string, Json]) => {
      if (!methods.includes(method) || typeof operation !== 'object' || operation === null) return [method, operation];
      const id = Reflect.get(operation, 'operationId') as unknown;
      if (typeof id !== 'string') return [method, operation];
      const operationId = taken.has(id) ? `${service}${capitalised(id)}` : id;
      taken.add(operationId);
      return [method, { ...operation, operationId }];
    }),
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
