/** `MUTUA_PROPERTY_RUNS` sets how often each property runs that does not set it itself: see `npm run nightly`. */
const runs = Number(process.env['MUTUA_PROPERTY_RUNS'] ?? 0);
if (runs > 0) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs });
}
