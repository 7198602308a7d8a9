/** Access tokens with a true signature that must be refused all the same: a second identity service over the same database makes them. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { compose } from '@mutua/identity-service';
import { loadConfig } from '@mutua/identity-service/config';
import { virtualClock } from '@mutua/testkit';
import { type Credentials, openApi } from './api.ts';
import type { Platform } from './platform.ts';

export type Issuer = { (credentials: Credentials): Promise<string>; close(): Promise<void> };

const twoHoursMs = 7_200_000;

/** Logs people in under another clock or for another audience and answers their access token. */
export async function issuerOf({ variables }: Pick<Platform, 'variables'>, kind: 'expired' | 'for another audience'): Promise<Issuer> {
  const changed = kind === 'expired' ? {} : { MUTUA_AUDIENCE: 'another-platform' };
  const overrides = kind === 'expired' ? { clock: virtualClock(new Date(Date.now() - twoHoursMs).toISOString()) } : {};
  const identity = await compose(loadConfig({ ...variables, ...changed }), overrides);
  const server = createServer(identity.app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const issue = async (credentials: Credentials): Promise<string> =>
    (await openApi(`http://127.0.0.1:${port}`).login(credentials)).accessToken;
  return Object.assign(issue, {
    async close() {
      server.closeAllConnections();
      server.close();
      await identity.close();
    },
  });
}
