/** Compiles each operation's contract once: one validator for parameters, one for the body, one per answer. All problems are reported at once. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FieldError } from './problem.ts';
import type { Operation, Parameter, ParameterIn, Schema } from './spec.ts';

export type Parameters = {
  readonly path: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  readonly header: Record<string, unknown>;
};

export type RequestInput = Parameters & { readonly body: unknown };
export type RequestValidator = (input: RequestInput) => FieldError[];

const errorsMax = 50;
const options = { allErrors: true, strict: false, validateFormats: true } as const;

export type Compiler = {
  request(operation: Operation): RequestValidator;
  /** Checks an answer: undefined when it is as declared, else what is wrong with it. Compiled on first use. */
  response(operation: Operation): (status: number, body: unknown) => string | undefined;
};

export function createCompiler(): Compiler {
  const bodies = new Ajv2020(options);
  const parameters = new Ajv2020({ ...options, coerceTypes: 'array', useDefaults: true });
  addFormats.default(bodies);
  addFormats.default(parameters);
  return {
    request: (operation) => requestValidator(operation, { bodies, parameters }),
    response: (operation) => responseValidator(operation, bodies),
  };
}

function requestValidator(operation: Operation, ajv: { bodies: Ajv2020; parameters: Ajv2020 }): RequestValidator {
  const params = ajv.parameters.compile(parametersSchema(operation.parameters));
  const declared = operation.body;
  const body = declared && ajv.bodies.compile(declared.schema);
  return (input) => {
    const errors: FieldError[] = [];
    if (!params({ path: input.path, query: input.query, header: input.header })) collect(errors, params.errors, '');
    if (body !== undefined && input.body !== undefined && !body(input.body)) collect(errors, body.errors, '/body');
    if (declared?.required === true && input.body === undefined) {
      errors.push({ path: '/body', code: 'required', message: 'a body is required' });
    }
    return errors.length > errorsMax ? errors.slice(0, errorsMax) : errors;
  };
}

function parametersSchema(parameters: readonly Parameter[]): Schema {
  const part = (place: ParameterIn): Schema => {
    const nameOf = (parameter: Parameter) => (place === 'header' ? parameter.name.toLowerCase() : parameter.name);
    // The idempotency layer answers for its own header with its own codes.
    const own = parameters.filter((parameter) => parameter.in === place && nameOf(parameter) !== 'idempotency-key');
    return {
      type: 'object',
      properties: Object.fromEntries(own.map((parameter) => [nameOf(parameter), parameter.schema])),
      required: own.filter((p) => p.required).map(nameOf),
      additionalProperties: place !== 'query',
    };
  };
  return {
    type: 'object',
    properties: { path: part('path'), query: part('query'), header: part('header') },
  };
}

function responseValidator(operation: Operation, ajv: Ajv2020): (status: number, body: unknown) => string | undefined {
  const compiled = new Map<string, ValidateFunction>();
  return (status, body) => {
    const key = String(status);
    if (!operation.responses.has(key)) return `status ${key} is not declared`;
    const schema = operation.responses.get(key);
    if (schema === undefined) return body === undefined ? undefined : 'a body was not declared';
    const validate = compiled.get(key) ?? ajv.compile(schema);
    compiled.set(key, validate);
    return validate(body) ? undefined : ajv.errorsText(validate.errors, { dataVar: 'body' });
  };
}

function collect(errors: FieldError[], found: readonly ErrorObject[] | null | undefined, prefix: string): void {
  for (const error of found ?? []) errors.push(toFieldError(error, prefix));
}

const codes: Readonly<Record<string, string>> = {
  required: 'required',
  type: 'type',
  additionalProperties: 'unknown_field',
  unevaluatedProperties: 'unknown_field',
  enum: 'not_allowed',
  const: 'not_allowed',
  pattern: 'format',
  format: 'format',
  minimum: 'range',
  maximum: 'range',
  exclusiveMinimum: 'range',
  exclusiveMaximum: 'range',
  multipleOf: 'range',
  minLength: 'length',
  maxLength: 'length',
  minItems: 'length',
  maxItems: 'length',
  uniqueItems: 'duplicate',
};

function toFieldError(error: ErrorObject, prefix: string): FieldError {
  const { missingProperty, additionalProperty, unevaluatedProperty } = error.params as Readonly<Record<string, unknown>>;
  const member = missingProperty ?? additionalProperty ?? unevaluatedProperty;
  const suffix = typeof member === 'string' ? `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}` : '';
  return {
    path: `${prefix}${error.instancePath}${suffix}`,
    code: codes[error.keyword] ?? 'invalid',
    message: error.message ?? 'is not valid',
  };
}
