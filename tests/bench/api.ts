/** Requests a second through the gateway against a bare Express echo of the same body, alternating. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createClient } from '../../scripts/demo/client.ts';
import { joinLender } from '../../scripts/demo/lender.ts';
import { planLenders } from '../../scripts/demo/lenders.ts';
import type { Market } from '../../scripts/demo/market.ts';
import { seededRandom } from '../../scripts/demo/random.ts';
import { type Platform, startPlatform } from '../../scripts/platform/platform.ts';
import { type BenchOptions, comparedMetric, emit, interleave } from './harness.ts';
import { type Load, requestsPerSecond } from './load.ts';

const seconds = 4;
const connections = 32;

const startEcho = async (): Promise<{ child: ChildProcess; origin: string }> => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./echo-server.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the echo server has no output');
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, origin: `http://127.0.0.1:${port.toString().trim()}` };
};

const prepare = async (platform: Platform) => {
  const client = createClient(platform.origin);
  const market: Market = {
    client,
    currency: 'USD',
    runId: Date.now().toString(36),
    admin: await client.login(platform.admin),
    acknowledged: [],
  };
  const [plan] = planLenders(seededRandom(1), 1, 100_000_000_000n);
  if (!plan) throw new Error('no lender was planned');
  const { member } = await joinLender(market, { ...plan, depositMinor: 100_000_000_000n, offers: [] });
  await client.close();
  return member;
};

export const run = async (options: BenchOptions): Promise<void> => {
  const platform = await startPlatform({ single: false, say: () => {} });
  const echo = await startEcho();
  try {
    const member = await prepare(platform);
    const headers = { authorization: `Bearer ${member.session.accessToken}`, 'content-type': 'application/json' };
    const body = JSON.stringify({
      kind: 'standing',
      total: { amountMinor: '2500', currency: 'USD' },
      criteria: {
        minRatePpm: 900_000,
        grades: ['A'],
        minTermMonths: 36,
        maxTermMonths: 36,
        purposes: null,
        capPerLoan: { amountMinor: '2500', currency: 'USD' },
      },
    });
    const measured: readonly { metric: string; target: string; candidate: Load; baseline: Load }[] = [
      {
        metric: 'get-wallet',
        target: '0.35 ×',
        candidate: { url: `${platform.origin}/v1/wallets/${member.walletId}`, method: 'GET', headers, seconds, connections },
        baseline: { url: `${echo.origin}/echo`, method: 'GET', headers: {}, seconds, connections },
      },
      {
        metric: 'post-offer',
        target: '0.15 ×',
        candidate: { url: `${platform.origin}/v1/offers`, method: 'POST', headers, body, seconds, connections, freshKeys: true },
        baseline: {
          url: `${echo.origin}/echo`,
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
          seconds,
          connections,
          freshKeys: true,
        },
      },
    ];
    for (const { metric, target, candidate, baseline } of measured) {
      await requestsPerSecond({ ...candidate, seconds: 2 });
      const values = await interleave(
        options.rounds,
        () => requestsPerSecond(candidate),
        () => requestsPerSecond(baseline),
      );
      emit(options, comparedMetric({ bench: 'api', metric, unit: 'requests/s', baseline: 'bare Express echo', target }, values));
    }
  } finally {
    echo.child.kill();
    await platform.stop();
  }
};
