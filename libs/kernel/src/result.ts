/** Expected outcomes as values: a use case returns ok or a rejection with a stable code; only bugs and outages are thrown. */

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Err<E> = { readonly ok: false; readonly error: E };
export type Result<T, E> = Ok<T> | Err<E>;

/** An expected refusal: a stable dotted code (`loan.not_open`) and the facts that explain it. */
export type Rejection<C extends string = string> = {
  readonly code: C;
  readonly details: Readonly<Record<string, unknown>>;
};

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export function err<E>(error: E): Err<E> {
  return { ok: false, error };
}

/** An Err holding a rejection; details default to none. */
export function reject<C extends string>(code: C, details: Record<string, unknown> = {}): Err<Rejection<C>> {
  return { ok: false, error: { code, details } };
}
