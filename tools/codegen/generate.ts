/** Writes everything generated from the contracts: bundled OpenAPI documents, REST types, event types. Pure text until `write`. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { bundle, type ContractProblem, type JsonObject } from './bundle.ts';
import { eventsModule, readEvents, selfContained } from './events.ts';

/** The services with a REST contract; the gateway has no operations endpoints of its own. */
export const services = ['identity', 'loans', 'matching', 'credit', 'payments', 'gateway'] as const;

export type Generated = {
  readonly files: ReadonlyMap<string, string>;
  readonly problems: readonly ContractProblem[];
};

/** An event as it is released: its topic and its schema with every shared part written out. */
export type ReleasedEvent = { readonly topic: string; readonly schema: JsonObject };

/** Every generated file by its name, from the contracts folder (`libs/contracts`). Broken contracts are reported and left empty. */
export async function generateAll(contracts: string): Promise<Generated & { readonly events: Readonly<Record<string, ReleasedEvent>> }> {
  const files = new Map<string, string>();
  const problems: ContractProblem[] = [];
  const openapi = join(contracts, 'openapi');
  for (const service of services) {
    const made = await restFiles(openapi, service);
    problems.push(...made.problems);
    for (const [name, text] of made.files) files.set(name, text);
  }
  const shared = bundle(openapi, 'operations', { operations: false });
  files.set('operations.ts', await typesOf(shared.document, 'operations.yaml'));
  const { events, common, problems: eventProblems } = readEvents(join(contracts, 'events'));
  files.set('events.ts', await eventsModule(events, common));
  const released = events.map(({ name, topic, schema }) => [name, { topic, schema: selfContained(schema, common) }] as const);
  return { files, events: Object.fromEntries(released), problems: [...problems, ...shared.problems, ...eventProblems] };
}

async function restFiles(openapi: string, service: string): Promise<Generated> {
  try {
    const served = bundle(openapi, service, { operations: service !== 'gateway' });
    const own = bundle(openapi, service, { operations: false });
    const types = await typesOf(own.document, `${service}.yaml`);
    const files = new Map([
      [`${service}.ts`, types],
      [`${service}.openapi.json`, `${JSON.stringify(served.document, null, 2)}\n`],
    ]);
    return { files, problems: served.problems };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { files: new Map(), problems: [{ file: `openapi/${service}.yaml`, message }] };
  }
}

async function typesOf(document: JsonObject, source: string): Promise<string> {
  const nodes = await openapiTypescript(JSON.stringify(document), { silent: true, alphabetize: false });
  return `/** Generated from libs/contracts/openapi/${source} by \`npm run generate\`. Do not edit. */\n${astToString(nodes)}`;
}

/** Writes what changed, each file by a rename so that a reader never sees half a file, and removes what is no longer generated. */
export function write(directory: string, files: ReadonlyMap<string, string>, options: { prune: boolean }): string[] {
  mkdirSync(directory, { recursive: true });
  const changed: string[] = [];
  for (const [name, text] of files) {
    const path = join(directory, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, text);
    renameSync(temporary, path);
    changed.push(name);
  }
  for (const name of options.prune ? readdirSync(directory) : []) {
    if (files.has(name)) continue;
    rmSync(join(directory, name));
    changed.push(name);
  }
  return changed;
}
