/** How often the property tests of this library run: FINANCE_RUNS times, where a night allows 10,000 and more. Tests only. */
import process from 'node:process';

export function propertyRuns(usual: number): { numRuns: number } {
  const asked = Number(process.env['FINANCE_RUNS'] ?? '');
  return { numRuns: Number.isSafeInteger(asked) && asked > 0 ? asked : usual };
}
