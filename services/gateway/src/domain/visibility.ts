/** Who may see a live event. Pure. */
export type Viewer = { readonly memberId: string; readonly roles: readonly string[] };

/** A member sees the events that name it as a subject; administrators and auditors see all. */
export function maySee({ memberId, roles }: Viewer, subjects: readonly string[]): boolean {
  return roles.includes('admin') || roles.includes('auditor') || subjects.includes(memberId);
}
