// What the servers are told: loopback only, durable unless fast, and the same Kafka version everywhere it is written.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serviceDatabase } from './databases.ts';
import { javaMajorOf, kafkaVersionOf, renderKafkaProperties } from './kafka-config.ts';
import { adminUrlOf, postgresArguments } from './postgres.ts';
import { chooseBinaries } from './postgres-binaries.ts';
import { repositoryRoot } from './profile.ts';
import { redisArguments } from './redis.ts';
import { parseSecrets } from './secrets.ts';

const infra = (name: string): string => readFileSync(join(repositoryRoot, 'infra', name), 'utf8');

test('Kafka listens on loopback and knows its data folder', () => {
  const lines = renderKafkaProperties({ port: 1, controllerPort: 2, dataFolder: '/d' }).split('\n');
  expect(lines).toContain('listeners=PLAINTEXT://127.0.0.1:1,CONTROLLER://127.0.0.1:2');
  expect(lines).toContain('controller.quorum.bootstrap.servers=127.0.0.1:2');
  expect(lines).toContain('log.dirs=/d');
  expect(lines).toContain('auto.create.topics.enable=false');
});

test('compose.yaml runs the Kafka of the pom, publishes on loopback only and holds no password', () => {
  const compose = infra('compose.yaml');
  expect(compose).toContain(`image: apache/kafka:${kafkaVersionOf(infra('kafka/pom.xml'))}\n`);
  const published = [...compose.matchAll(/ports: \["([^"]+)"/g)].map((match) => match[1]);
  expect(published).toHaveLength(3);
  for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:/);
  expect(compose).toContain('POSTGRES_PASSWORD: ${MUTUA_COMPOSE_POSTGRES_PASSWORD:?');
  for (const image of compose.matchAll(/image: (\S+)/g)) expect(image[1]).toMatch(/:\d+\.\d+/);
});

test('PostgreSQL keeps its durability unless it is told to be fast', () => {
  expect(postgresArguments({ port: 7432, fast: false }).join(' ')).not.toMatch(/fsync|synchronous_commit|full_page_writes/);
  expect(postgresArguments({ port: 7432, fast: true })).toEqual(
    expect.arrayContaining(['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  );
  expect(postgresArguments({ port: 7432, fast: false })).toEqual(
    expect.arrayContaining(['port=7432', 'listen_addresses=127.0.0.1', 'unix_socket_directories=']),
  );
});

test('Redis keeps an append-only file, never evicts and listens on loopback', () => {
  expect(redisArguments({ port: 7479, folder: '/d', fast: false }).join(' ')).toBe(
    '--port 7479 --bind 127.0.0.1 --protected-mode yes --dir /d --appendonly yes --appendfsync everysec --save  --maxmemory-policy noeviction --daemonize no',
  );
});

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['java version "1.8.0_392"', 8],
  ['openjdk version "21" 2023-09-19', 21],
  ['bash: java: command not found', 0],
])('Java of %j is %i', (printed, major) => {
  expect(javaMajorOf(printed)).toBe(major);
});

test('data is served by the major version that made it, new data by the first found', () => {
  const found = [
    { folder: '/18', major: 18 },
    { folder: '/15', major: 15 },
  ];
  expect(chooseBinaries(found, undefined).folder).toBe('/18');
  expect(chooseBinaries(found, 15).folder).toBe('/15');
  expect(() => chooseBinaries(found, 16)).toThrow('PostgreSQL 16');
  expect(() => chooseBinaries([], undefined)).toThrow('was not found');
});

test('a service gets its role in its database, migrations get the owner role', () => {
  const admin = adminUrlOf(7432, 'p@ss');
  const made = serviceDatabase(admin, { service: 'loans', database: 'mutua_loans', password: 'a/b' });
  expect(made.appUrl).toBe('postgres://loans_app:a%2Fb@127.0.0.1:7432/mutua_loans');
  expect(new URL(made.migrationUrl).searchParams.get('options')).toBe('-c role=loans_owner');
  expect(new URL(made.migrationUrl).username).toBe('postgres');
});

test('secrets that are cut short are refused with the mend', () => {
  expect(() => parseSecrets('{"postgresAdminPassword":"x"', 'f')).toThrow('npm run reset');
  expect(() => parseSecrets('{"postgresAdminPassword":"x","databasePasswords":{"loans":"y"}}', 'f')).toThrow('npm run reset');
});
