/** Assertions: a defect is a bug, never a business outcome. It is thrown, logged once at the boundary, and answered generically. */

/** A broken internal expectation. `details` are for the log only and never reach a client. */
export class DefectError extends Error {
  override readonly name = 'DefectError';
  readonly details: object;

  constructor(message: string, details: object = {}) {
    super(message);
    this.details = details;
  }
}

/** Text from outside that does not have the shape a kernel type needs. `code` is stable (`money.malformed`, `date.malformed`, …). */
export class KernelError extends Error {
  override readonly name = 'KernelError';
  readonly code: string;
  readonly details: object;

  constructor(code: string, message: string, details: object = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** Throws a DefectError unless the condition holds. */
export function assert(condition: unknown, message: string, details?: object): asserts condition {
  if (!condition) throw new DefectError(message, details);
}

/** Ends an exhaustive switch: it does not compile while a case is missing, and throws when the type system was lied to. */
export function assertNever(x: never): never {
  throw new DefectError('unreachable case', { value: x });
}
