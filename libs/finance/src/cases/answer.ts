/** One JSON case in, one answer out: the functions behind `npm run finance -- <function>`. */
import { DefectError, KernelError } from '@mutua/kernel';
import { CaseError, type CaseJson, objectOf } from './case-json.ts';
import { aprEuCase, aprUsCase, tvmCase, xirrCase, xnpvCase } from './rate-cases.ts';
import { scheduleCase } from './schedule-case.ts';

const functions = {
  'apr-eu': aprEuCase,
  'apr-us': aprUsCase,
  xirr: xirrCase,
  xnpv: xnpvCase,
  tvm: tvmCase,
  schedule: scheduleCase,
} as const satisfies Record<string, (input: CaseJson) => object>;

export type CaseFunction = keyof typeof functions;
export const caseFunctions: readonly string[] = Object.keys(functions);

export function isCaseFunction(name: string): name is CaseFunction {
  return Object.hasOwn(functions, name);
}

export type CaseAnswer = { readonly id: unknown } & ({ readonly error: string } | object);

/** The answer with the id of the case, or its id and the reason why there is none. Never throws for a bad case. */
export function answerCase(name: CaseFunction, json: unknown): CaseAnswer {
  const id = typeof json === 'object' && json !== null && 'id' in json ? json.id : null;
  try {
    return { id, ...functions[name](objectOf(json, 'a case')) };
  } catch (error) {
    if (error instanceof CaseError || error instanceof DefectError || error instanceof KernelError) return { id, error: error.message };
    throw error;
  }
}
