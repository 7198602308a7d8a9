/** Reads the event schemas, checks their house rules and writes the types, the topic table and the schemas as one module. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { type ContractProblem, isObject, type Json, type JsonObject, readDocument } from './bundle.ts';

export type EventSchema = { readonly name: string; readonly topic: string; readonly schema: JsonObject };

const fileName = /^([a-z][a-z0-9-]*)\.v([1-9][0-9]*)\.json$/;
const topicName = /^[a-z]+\.[a-z][a-z0-9-]*\.v[1-9][0-9]*$/;
const idBase = 'https://mutua.dev/events';

/** Every event of the folder, sorted by name; an event that breaks a rule is reported and left out. */
export function readEvents(directory: string): { events: EventSchema[]; common: JsonObject; problems: ContractProblem[] } {
  const problems: ContractProblem[] = [];
  const common = readDocument(directory, 'common.json');
  const events: EventSchema[] = [];
  const folders = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const service of folders.map((folder) => folder.name).sort()) {
    for (const file of readdirSync(join(directory, service)).sort()) {
      if (!file.endsWith('.json')) continue;
      const read = readEvent({ directory, service, file, common });
      if ('schema' in read) events.push(read);
      else problems.push(...read.messages.map((message) => ({ file: `events/${service}/${file}`, message })));
    }
  }
  return { events: events.sort((a, b) => (a.name < b.name ? -1 : 1)), common, problems };
}

type EventFile = { directory: string; service: string; file: string; common: JsonObject };

function readEvent({ directory, service, file, common }: EventFile): EventSchema | { messages: string[] } {
  const parts = fileName.exec(file);
  if (!parts) return { messages: ['the file is named <event>.v<n>.json in kebab-case'] };
  const path = `${service}/${file}`;
  let schema: JsonObject;
  try {
    schema = readDocument(directory, path);
  } catch (error) {
    return { messages: [error instanceof Error ? error.message : String(error)] };
  }
  const name = `${service}.${file.slice(0, -'.json'.length)}`;
  const topic = schema['x-topic'];
  const messages = [
    ...(schema['$id'] === `${idBase}/${path}` ? [] : [`$id is ${idBase}/${path}`]),
    ...(schema['title'] === name ? [] : [`title is ${name}`]),
    ...(schema['type'] === 'object' ? [] : ['type is object']),
    ...(typeof topic === 'string' && topicName.test(topic) && topic.startsWith(`${service}.`)
      ? []
      : [`x-topic is ${service}.<aggregate>.v<n>`]),
    ...nodeProblems(schema, common, existsSync(join(directory, 'common.json'))),
  ];
  return messages.length > 0 || typeof topic !== 'string' ? { messages } : { name, topic, schema };
}

/** Closed objects everywhere, references only into the shared parts. */
function nodeProblems(node: Json | undefined, common: JsonObject, hasCommon: boolean): string[] {
  if (Array.isArray(node)) return node.flatMap((item) => nodeProblems(item, common, hasCommon));
  if (!isObject(node)) return [];
  const found: string[] = [];
  if (isObject(node['properties']) && node['additionalProperties'] !== false) found.push('every object has additionalProperties: false');
  const ref = node['$ref'];
  if (typeof ref === 'string') {
    const name = /^\.\.\/common\.json#\/\$defs\/(\w+)$/.exec(ref)?.[1];
    const defs = common['$defs'];
    if (!hasCommon || name === undefined || !isObject(defs) || defs[name] === undefined) {
      found.push(`${ref} is not ../common.json#/$defs/<name> of an existing part`);
    }
  }
  return [...found, ...Object.values(node).flatMap((value) => nodeProblems(value, common, hasCommon))];
}

const header = '/** Generated from libs/contracts/events by `npm run generate`. Do not edit. */\n';

/** The text of generated/events.ts. */
export async function eventsModule(events: readonly EventSchema[], common: JsonObject): Promise<string> {
  const types = await compileTypes(events, common);
  const data = events.map((event) => `  '${event.name}': ${typeName(event.name)};`).join('\n');
  const topics = events.map((event) => `  '${event.name}': '${event.topic}',`).join('\n');
  const unique = [...new Set(events.map((event) => event.topic))].sort();
  return [
    header,
    types,
    `/** The data of each event by its name on the wire. */\nexport type EventDataByName = {\n${data}\n};\n`,
    'export type EventName = keyof EventDataByName;\nexport type EventData<N extends EventName> = EventDataByName[N];\n',
    `/** The topic of each event. */\nexport const eventTopics = {\n${topics}\n} as const satisfies Readonly<Record<EventName, string>>;\n`,
    `export type Topic = (typeof eventTopics)[EventName];\n\n/** Every topic, sorted. */\nexport const topics: readonly Topic[] = ${JSON.stringify(unique, null, 2)};\n`,
    `/** The shared parts the event schemas refer to. */\nexport const commonEventSchema: object = ${JSON.stringify(common, null, 2)};\n`,
    `/** JSON Schema 2020-12 of each event. */\nexport const eventSchemas: Readonly<Record<EventName, object>> = ${JSON.stringify(
      Object.fromEntries(events.map((event) => [event.name, event.schema])),
      null,
      2,
    )};\n`,
  ].join('\n');
}

/** `payments.hold-placed.v1` → `PaymentsHoldPlacedV1`. */
export function typeName(name: string): string {
  return name
    .split(/[.-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** One schema with everything in it, so that a shared part becomes one type. */
async function compileTypes(events: readonly EventSchema[], common: JsonObject): Promise<string> {
  const definitions: JsonObject = {};
  const commonDefs = common['$defs'];
  for (const [name, def] of Object.entries(isObject(commonDefs) ? commonDefs : {})) definitions[name] = def;
  for (const event of events) {
    const { $id: _id, $schema: _schema, title: _title, 'x-topic': _topic, ...rest } = event.schema;
    definitions[typeName(event.name)] = rest;
  }
  const text = JSON.stringify({ title: 'AllEvents', type: 'object', additionalProperties: false, definitions });
  const local = text.replaceAll('../common.json#/$defs/', '#/definitions/').replaceAll('"#/$defs/', '"#/definitions/');
  const compiled = await compile(JSON.parse(local) as JSONSchema, 'AllEvents', {
    bannerComment: '',
    unreachableDefinitions: true,
    format: true,
    style: { singleQuote: true, printWidth: 140 },
  });
  return compiled
    .replace(/export interface AllEvents \{\}\n/, '')
    .replace(/\/\*\*\n \* This interface was referenced by .*\n \* via the `definition` .*\n \*\/\n/g, '')
    .replace(/ \*\n \* This interface was referenced by .*\n \* via the `definition` .*\n/g, '');
}

/** The schema with every reference to a shared part replaced by that part, so that a change of the part shows in the event. */
export function selfContained(schema: JsonObject, common: JsonObject): JsonObject {
  const defs = common['$defs'];
  const inline = (node: Json): Json => {
    if (Array.isArray(node)) return node.map(inline);
    if (!isObject(node)) return node;
    const ref = node['$ref'];
    const name = typeof ref === 'string' ? ref.split('/').at(-1) : undefined;
    const part = name !== undefined && isObject(defs) ? defs[name] : undefined;
    if (part !== undefined) return inline(part);
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inline(value)]));
  };
  const result = inline(schema);
  return isObject(result) ? result : {};
}
