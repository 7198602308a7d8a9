/** Events as they cross the wire: validated against their JSON Schema on the way out and on the way in. */
import { err, ok, type Result } from '@mutua/kernel';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { commonEventSchema, type EventData, type EventName, eventSchemas, eventTopics, type Topic } from './generated/events.ts';

/** Where and how a message breaks its contract; `path` is a JSON pointer into the data. */
export type ContractIssue = { readonly path: string; readonly code: string; readonly message: string };
export type ContractViolation = {
  readonly code: 'event.invalid' | 'event.unknown';
  readonly name: string;
  readonly issues: readonly ContractIssue[];
};

/** Thrown when we are about to publish something that breaks our own contract: a defect, never a business outcome. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly violation: ContractViolation;

  constructor(violation: ContractViolation) {
    const [first] = violation.issues;
    super(`${violation.name} breaks its contract${first ? `: ${first.path} ${first.message}` : ''}`);
    this.violation = violation;
  }
}

// CommonJS interop: under node the plugin is the `default` member, and its types say so too.
const addFormats = addFormatsModule.default;
const validators = new Map<EventName, ValidateFunction>();
let compiler: Ajv2020 | undefined;

function validatorOf(name: EventName): ValidateFunction {
  const known = validators.get(name);
  if (known) return known;
  if (compiler === undefined) {
    compiler = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true, keywords: ['x-topic'] });
    addFormats(compiler);
    compiler.addSchema(commonEventSchema);
  }
  const made = compiler.compile(eventSchemas[name]);
  validators.set(name, made);
  return made;
}

/** Compiles what checks the wanted events, some 20 ms each, which the first event of a name would wait for otherwise. */
export function prepareEvents(isWanted: (name: EventName) => boolean): void {
  for (const name of Object.keys(eventTopics)) if (isEventName(name) && isWanted(name)) validatorOf(name);
}

/** Whether the text names an event of this build. */
export function isEventName(text: string): text is EventName {
  return Object.hasOwn(eventTopics, text);
}

/** The topic an event is published to. */
export function topicOf(name: EventName): Topic {
  return eventTopics[name];
}

/** Checks the data of a known event; every issue at once. The value is returned as it came, typed. */
export function parseEvent<N extends EventName>(name: N, data: unknown): Result<EventData<N>, ContractViolation> {
  const validate = validatorOf(name);
  if (validate(data)) return ok(data as EventData<N>);
  return err({ code: 'event.invalid', name, issues: (validate.errors ?? []).map(issueOf) });
}

/** As parseEvent for a name from outside; an unknown name is the violation `event.unknown`. */
export function parseNamedEvent(name: string, data: unknown): Result<EventData<EventName>, ContractViolation> {
  return isEventName(name) ? parseEvent(name, data) : err({ code: 'event.unknown', name, issues: [] });
}

/** The JSON text of an event. Throws ContractError when the data breaks the contract or the name is unknown. */
export function serialiseEvent(name: string, data: object): string {
  const parsed = parseNamedEvent(name, data);
  if (!parsed.ok) throw new ContractError(parsed.error);
  return JSON.stringify(parsed.value);
}

function issueOf(error: ErrorObject): ContractIssue {
  const extra = error.keyword === 'additionalProperties' ? `/${String(error.params['additionalProperty'])}` : '';
  return { path: `${error.instancePath}${extra}`, code: error.keyword, message: error.message ?? 'is not valid' };
}
