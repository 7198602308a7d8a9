/** `npm run demo`: the platform and the main job on it, with a report at the end. */
import { parseArgs } from 'node:util';
import { exitCodes, runCommand, SetupError } from '../../infra/local/setup-error.ts';
import { createProgress } from '../demo/progress.ts';
import { type DemoOptions, isWhole, renderReport } from '../demo/report.ts';
import { runDemo } from '../demo/run.ts';
import { untilInterrupted } from '../platform/interrupt.ts';
import { startPlatform } from '../platform/platform.ts';

const count = (name: string, text: string, { min, max }: { min: number; max: number }): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new SetupError(`--${name} takes a whole number from ${min} to ${max}, not ${JSON.stringify(text)}.`, exitCodes.usage);
};

const readOptions = () => {
  try {
    const { values } = parseArgs({
      options: {
        limit: { type: 'string', default: '200' },
        lenders: { type: 'string', default: '60' },
        seed: { type: 'string', default: '42' },
        loans: { type: 'string' },
        exit: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        single: { type: 'boolean', default: false },
      },
    });
    const demo: DemoOptions = {
      limit: count('limit', values.limit, { min: 1, max: 100_000 }),
      lenders: count('lenders', values.lenders, { min: 50, max: 5_000 }),
      seed: count('seed', values.seed, { min: 0, max: 4_294_967_295 }),
      loansFile: values.loans ?? null,
    };
    return { demo, exit: values.exit, json: values.json, single: values.single };
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError(
      `${error instanceof Error ? error.message : String(error)} Options: --loans FILE --limit N --lenders N --seed N --exit --json --single`,
      exitCodes.usage,
    );
  }
};

/** What goes wrong on the way is told in one sentence, with the place where the services say more. */
const demoOrSentence: typeof runDemo = async (options, setting) => {
  try {
    return await runDemo(options, setting);
  } catch (error) {
    throw new SetupError(
      `The demo stopped: ${error instanceof Error ? error.message : String(error)} The services' logs are in .mutua/log.`,
    );
  }
};

await runCommand(async () => {
  const { demo, exit, json, single } = readOptions();
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const interrupted = untilInterrupted();
  const progress = createProgress(process.stderr);
  progress.step('Starting the platform');
  const platform = await startPlatform({ single, say });
  progress.done(platform.origin);
  try {
    const report = await Promise.race([
      demoOrSentence(demo, { origin: platform.origin, admin: platform.admin, progress, say }),
      interrupted,
    ]);
    if (report === undefined) return;
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${renderReport(report)}\n`);
    if (!isWhole(report)) process.exitCode = exitCodes.general;
    if (exit) return;
    say(
      `\nThe platform keeps running: ${platform.origin} · ${platform.origin}/docs · administrator ${platform.admin.email} ${platform.admin.password}\nCtrl-C ends it.`,
    );
    await interrupted;
  } finally {
    await platform.stop();
  }
});
