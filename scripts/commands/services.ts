/** `services up|down|status [--profile dev|test]`: the backing services alone, without Mutua's own. */
import { parseArgs } from 'node:util';
import { backingStatus, startBackingServices, stopBackingServices } from '../../infra/local/backing.ts';
import { type ProfileName, parseProfile } from '../../infra/local/profile.ts';
import { exitCodes, runCommand, SetupError } from '../../infra/local/setup-error.ts';

const say = (line: string): void => console.log(line);

const up = async (profile: ProfileName): Promise<void> => {
  const { postgres, redis, kafka } = await startBackingServices({ profile, say });
  say(`PostgreSQL  ${withoutPassword(postgres.adminUrl)} (${postgres.source})`);
  say(`Redis       ${withoutPassword(redis.url)} (${redis.source})`);
  say(`Kafka       ${kafka.brokers.join(',')} (${kafka.source})`);
};

/** The full URLs are in `.mutua/<profile>/connection.json`, readable by its owner alone. */
const withoutPassword = (text: string): string => {
  const url = new URL(text);
  url.password = '';
  return url.href;
};

const status = async (profile: ProfileName): Promise<void> => {
  for (const { service, process: running } of await backingStatus(profile)) {
    say(`${service.padEnd(10)}${running ? `runs on port ${running.port} (pid ${running.pid})` : 'does not run as a process of ours'}`);
  }
};

await runCommand(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { profile: { type: 'string', default: 'dev' } } });
  const profile = parseProfile(values.profile);
  switch (positionals[0]) {
    case 'up':
      return await up(profile);
    case 'down':
      return await stopBackingServices({ profile, say });
    case 'status':
      return await status(profile);
    default:
      throw new SetupError('Say what to do: services up | down | status [--profile dev|test].', exitCodes.usage);
  }
});
