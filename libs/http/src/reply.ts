/** The successful answers of a handler; a refusal is `reject(code, details)` of the kernel. */
type Body<S extends number, T> = { readonly status: S; readonly body: T };

export const reply = {
  ok: <T>(body: T): Body<200, T> => ({ status: 200, body }),
  /** `location` is the path of the new resource, for the Location header. */
  created: <T>(body: T, location?: string): Body<201, T> & { readonly location?: string } =>
    location === undefined ? { status: 201, body } : { status: 201, body, location },
  accepted: <T>(body: T): Body<202, T> => ({ status: 202, body }),
  noContent: (): Body<204, undefined> => ({ status: 204, body: undefined }),
};
