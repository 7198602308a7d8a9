// A PostgreSQL of our own keeps what it committed when it is killed, starts again by itself, and keeps the services' databases apart.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { provisionDatabases, type ServiceDatabases } from './databases.ts';
import { type PostgresSpec, startPostgres } from './postgres.ts';
import { removeOutsideFolder } from './postgres-binaries.ts';
import { freePort, runningProcess, stopProcess } from './processes.ts';
import { loadSecrets } from './secrets.ts';

let root = '';
let spec: PostgresSpec;
let databases: ServiceDatabases;

const ask = async (url: string, sql: string): Promise<readonly unknown[]> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'mutua-postgres-'));
  const state = join(root, '.mutua');
  const secrets = await loadSecrets('test', root);
  spec = {
    port: await freePort(),
    portVariable: 'the port',
    folder: join(state, 'test', 'postgres'),
    state,
    password: secrets.postgresAdminPassword,
    recordFile: join(state, 'run', 'test-postgres.json'),
    logFile: join(state, 'log', 'test-postgres.log'),
    fast: false,
    say: () => undefined,
  };
  const adminUrl = await startPostgres(spec);
  await provisionDatabases(adminUrl, secrets, { isOwnServer: true });
  databases = await provisionDatabases(adminUrl, secrets, { isOwnServer: true });
});
afterAll(async () => {
  await stopProcess(spec.recordFile, { signal: 'SIGINT' });
  await removeOutsideFolder(spec.state);
  await rm(root, { recursive: true, force: true });
});

describe('databases of services', () => {
  const asApp = (service: keyof ServiceDatabases, database: string): string => {
    const url = new URL(databases[service].appUrl);
    url.pathname = `/${database}`;
    return url.href;
  };

  test('each application role may connect to its own and to no other', async () => {
    for (const { appUrl, appRole } of Object.values(databases)) {
      expect(await ask(appUrl, 'select current_user::text')).toEqual([{ current_user: appRole }]);
    }
    for (const other of ['mutua_payments', 'postgres', 'template1']) {
      await expect(ask(asApp('loans', other), 'select 1')).rejects.toThrow('permission denied for database');
    }
  });

  test('migrations act as the owner; the application uses the tables and changes none', async () => {
    const { migrationUrl, appUrl } = databases.loans;
    await ask(migrationUrl, 'create table probe (id bigserial primary key, word text)');
    expect(await ask(migrationUrl, "select tableowner::text from pg_tables where tablename = 'probe'")).toEqual([
      { tableowner: 'loans_owner' },
    ]);
    await ask(appUrl, "insert into probe (word) values ('kept')");
    for (const sql of [
      'drop table probe',
      'truncate probe',
      'create table mine (id int)',
      'create temp table mine (id int)',
      'set role loans_owner',
    ]) {
      await expect(ask(appUrl, sql)).rejects.toThrow(/permission denied|must be owner/);
    }
  });
});

test('a killed server starts again with everything it committed', async () => {
  const { appUrl } = databases.loans;
  const before = await ask(appUrl, "insert into probe (word) values ('committed') returning id");
  const record = await runningProcess(spec.recordFile);
  process.kill(record?.pid ?? 0, 'SIGKILL');
  // At once, while its children may still be dying: the start has to wait for them.
  await startPostgres(spec);
  expect(await ask(appUrl, "select id from probe where word = 'committed'")).toEqual(before);
});
