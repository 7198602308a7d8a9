/** A check of one invariant of the books: a query whose rows are the violations. */
export type IntegrityCheck = {
  /** Stable, lower-kebab. */
  readonly name: string;
  /** The invariant of INVARIANTS.md that it checks. */
  readonly invariant: string;
  readonly description: string;
  /** One text column `sample`, one row per violation; no parameters. All checks run in one statement, so they see one moment. */
  readonly sql: string;
};
export type CheckResult = Omit<IntegrityCheck, 'sql'> & { readonly violations: number; readonly samples: readonly string[] };
