/** One thing that is wrong with what was asked for, and what would be right. */
export type Problem = { readonly field: string; readonly code: string; readonly allowed: string };

export function check(holds: boolean, field: string, code: string, allowed: string): readonly Problem[] {
  return holds ? [] : [{ field, code, allowed }];
}
