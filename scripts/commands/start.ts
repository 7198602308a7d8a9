/** `npm start`: the platform alone, until Ctrl-C. */
import { parseArgs } from 'node:util';
import { runCommand } from '../../infra/local/setup-error.ts';
import { untilInterrupted } from '../platform/interrupt.ts';
import { startPlatform } from '../platform/platform.ts';

await runCommand(async () => {
  const { values } = parseArgs({ options: { single: { type: 'boolean', default: false } } });
  const interrupted = untilInterrupted();
  const startedAt = performance.now();
  const platform = await startPlatform({ single: values.single, say: console.log });
  console.log(`Mutua is ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
  console.log(
    `  API            ${platform.origin}\n  documentation  ${platform.origin}/docs\n  contract       ${platform.origin}/openapi.json\n  logs           ${platform.logFolder}`,
  );
  console.log(`  administrator  ${platform.admin.email} · ${platform.admin.password}`);
  console.log('Ctrl-C ends it.');
  await interrupted;
  await platform.stop();
});
