/** Each gate is proven by a tree that breaks it: a gate that cannot be red guards nothing. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { boundaries } from '../../scripts/tidy/boundaries.ts';
import { breaking, drift, specLint } from '../../scripts/tidy/contracts.ts';
import { documents } from '../../scripts/tidy/documents.ts';
import { escapes } from '../../scripts/tidy/escapes.ts';
import { breakingEventChanges } from '../../scripts/tidy/event-compatibility.ts';
import { exactMoney } from '../../scripts/tidy/exact-money.ts';
import type { Gate } from '../../scripts/tidy/gate.ts';
import { images } from '../../scripts/tidy/images.ts';
import { judge } from '../../scripts/tidy/kubernetes.ts';
import { purity } from '../../scripts/tidy/purity.ts';
import { sizes } from '../../scripts/tidy/sizes.ts';
import { deadCode, formatAndLint, types } from '../../scripts/tidy/tools.ts';
import { generateAll, write } from '../../tools/codegen/generate.ts';

const repository = join(import.meta.dirname, '..', '..');
const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name);
const temporary: string[] = [];

afterAll(() => {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
});

/** A copy of some paths of the repository, to be broken. */
function copyOf(...paths: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'mutua-gates-'));
  temporary.push(folder);
  for (const path of paths) cpSync(join(repository, path), join(folder, path), { recursive: true });
  return folder;
}

function edit(folder: string, path: string, change: (text: string) => string): void {
  const before = readFileSync(join(folder, path), 'utf8');
  const after = change(before);
  expect(after, `the edit of ${path} changes something`).not.toBe(before);
  writeFileSync(join(folder, path), after);
}

/** Makes the contracts of a copy its released ones, as `npm run generate -- --release` does. */
async function release(root: string): Promise<void> {
  const { files, events } = await generateAll(join(root, 'libs/contracts'));
  const documents = [...files].filter(([name]) => name.endsWith('.openapi.json'));
  write(join(root, 'libs/contracts/baseline'), new Map([...documents, ['events.json', JSON.stringify(events)]]), { prune: false });
}

async function findingsOf(gate: Gate, root: string): Promise<string> {
  const { findings } = await gate.run(root);
  return findings.join('\n');
}

test('boundaries: every forbidden import is found, the allowed ones are not', async () => {
  const found = (await findingsOf(boundaries, fixture('boundaries'))).split('\n');
  const rules = [
    ['domain-is-pure-with-finance', 'loans/src/domain/reads-a-file.ts'],
    ['domain-is-pure', 'matching/src/domain/uses-finance.ts'],
    ['app-sees-only-types-of-db', 'loans/src/app/opens-a-database.ts'],
    ['approvals-know-no-technology', 'approvals/src/opens-a-database.ts'],
    ['app-sees-only-types-of-db', 'approvals/src/opens-a-database.ts'],
    ['app-knows-no-technology-with-finance', 'loans/src/app/calls-an-adapter.ts'],
    ['stores-know-no-edge', 'loans/src/adapters/postgres/store.ts'],
    ['services-meet-over-the-wire', 'loans/src/adapters/http/handlers.ts'],
    ['no-cycles', 'libs/kernel/src/a.ts'],
  ] as const;
  for (const [rule, path] of rules)
    expect(
      found.some((line) => line.startsWith(`${rule}:`) && line.includes(path)),
      rule,
    ).toBe(true);
  expect(found.filter((line) => line.includes('names-a-type') || line.includes('loans/src/domain/uses-finance'))).toEqual([]);
}, 60_000);

test('boundaries: a run that saw no TypeScript is red', async () => {
  expect(await findingsOf(boundaries, fixture('boundaries-unseen'))).toContain('no TypeScript module was seen');
}, 60_000);

test('dead code: unused file, export and dependency', async () => {
  const found = await findingsOf(deadCode, fixture('dead-code'));
  for (const name of ['unused-file.ts', 'unusedExport', 'never-imported']) expect(found).toContain(name);
}, 60_000);

test('types: a wrong type', async () => {
  expect(await findingsOf(types, fixture('types'))).toContain('TS2322');
}, 60_000);

test('lint: a floating promise', async () => {
  const root = copyOf('biome.json', '.gitignore');
  cpSync(fixture('lint'), root, { recursive: true });
  expect(await findingsOf(formatAndLint, root)).toContain('noFloatingPromises');
}, 60_000);

test('sizes: a file of 401 and a function of 73 lines', async () => {
  const found = await findingsOf(sizes, fixture('sizes'));
  expect(found).toContain('long-file.ts has 401 lines');
  expect(found).toContain('long-function.ts:1 function of 73 lines');
});

test('purity: time, chance, timers, environment; texts and comments are no code', async () => {
  const found = (await findingsOf(purity, fixture('purity'))).split('\n').map((line) => line.split(' — ')[0]);
  expect(found).toEqual([
    'services/loans/src/app/chance.ts:2 Math.random',
    'services/loans/src/app/chance.ts:3 setTimeout',
    'services/loans/src/domain/now.ts:1 Date.now',
    'services/loans/src/domain/now.ts:2 new Date',
    'services/loans/src/adapters/http/env.ts:1 process.env',
  ]);
});

test('exact money: numbers, divisions and floats outside of the kernel', async () => {
  const found = await findingsOf(exactMoney, fixture('exact-money'));
  for (const line of ['amountMinor: number', 'ratePpm?: number', 'float.ts:2', 'float.ts:3', 'float.ts:4']) expect(found).toContain(line);
  expect(found).not.toContain('mul-div.ts');
});

test('escapes: ignored compiler, ignored linter, any, non-null', async () => {
  const found = (await findingsOf(escapes, fixture('escapes'))).split('\n');
  expect(found.map((line) => /:(\d+) /.exec(line)?.[1]).sort()).toEqual(['1', '2', '3', '4']);
});

test('documents: unguarded invariants, unlisted decisions, dead links, machine paths', async () => {
  const found = await findingsOf(documents, fixture('documents'));
  expect(found).toContain('INV-1 names gone.test.ts, which does not exist');
  expect(found).toContain('INV-2 names no test');
  expect(found).not.toContain('INV-3');
  expect(found).toContain('docs/adr/0002-two.md is not linked');
  expect(found).toContain('links to 0003-gone.md');
  expect(found).toContain('docs/paths.md:3');
});

test('images: unpinned base, secret argument, root, ADD, shell command', async () => {
  const found = await findingsOf(images, fixture('images'));
  for (const part of ['node:latest', 'NPM_TOKEN', 'numeric user', 'ADD', 'CMD is not a list', '.mutua']) expect(found).toContain(part);
});

test('kubernetes: each rule is broken once', () => {
  const found = judge(readFileSync(join(fixture('kubernetes'), 'rendered.yaml'), 'utf8')).findings.join('\n');
  const parts = [
    'Secret password is in the tree',
    'looks like a secret',
    'service account token',
    'may run as root',
    'seccomp',
    'path of the host',
    'writable root',
    'may gain privileges',
    'is privileged',
    'keeps capabilities',
    'requests no cpu',
    'no memory limit',
    'image without a version',
    'DB_PASSWORD in the open',
    '1 replica',
    'ends before',
    'no disruption budget',
    'does not select its own pods',
    'no startupProbe',
    'no livenessProbe',
    'no readinessProbe',
    'denies everything by default',
  ];
  for (const part of parts) expect(found).toContain(part);
});

test('drift: a contract edited without generating', async () => {
  const root = copyOf('libs/contracts/openapi', 'libs/contracts/events', 'libs/contracts/src/generated');
  edit(root, 'libs/contracts/openapi/payments.yaml', (text) => text.replace('operationId: getWallet', 'operationId: readWallet'));
  expect(await findingsOf(drift, root)).toContain('generated/payments.ts is not what the contracts say');
});

test('OpenAPI lint: an operation without a default problem and a reference to nowhere', async () => {
  const root = copyOf('libs/contracts/src/generated');
  edit(root, 'libs/contracts/src/generated/payments.openapi.json', (text) =>
    text.replaceAll('"default":', '"599":').replace('"summary":', '"x-summary":'),
  );
  const found = await findingsOf(specLint, root);
  expect(found).toContain('default-problem');
  expect(found).toContain('operation-summary');
}, 60_000);

test('breaking changes: a removed path and a changed event', async () => {
  const root = copyOf('libs/contracts/openapi', 'libs/contracts/events');
  await release(root);
  expect(await findingsOf(breaking, root)).toBe('');
  edit(root, 'libs/contracts/openapi/payments.yaml', (text) => text.replace('/v1/wallets/{walletId}:', '/v1/purses/{walletId}:'));
  edit(root, 'libs/contracts/events/payments/hold-placed.v1.json', (text) => text.replaceAll('lenderId', 'memberId'));
  const found = await findingsOf(breaking, root);
  expect(found).toContain('/v1/wallets/{walletId}');
  expect(found).toContain('payments.hold-placed.v1/lenderId was removed');
}, 60_000);

const released = { topic: 't.a.v1', schema: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } };
const compare = (schema: object, topic = 't.a.v1') =>
  breakingEventChanges({ e: released }, { e: { topic, schema: { ...released.schema, ...schema } } });

test.each<[string, string[], string | undefined]>([
  ['an optional property is added', compare({ properties: { a: { type: 'string' }, b: { type: 'integer' } } }), undefined],
  ['words change', compare({ description: 'now with words' }), undefined],
  ['a property is removed', compare({ properties: {}, required: [] }), 'e/a was removed'],
  ['a type changes', compare({ properties: { a: { type: 'integer' } } }), 'e/a changed its type'],
  [
    'a required property is added',
    compare({ properties: { ...released.schema.properties, b: {} }, required: ['a', 'b'] }),
    'requires other',
  ],
  ['a property becomes optional', compare({ required: [] }), 'requires other'],
  ['a value is restricted', compare({ properties: { a: { type: 'string', enum: ['x'] } } }), 'e/a changed its enum'],
  ['the topic moves', compare({}, 't.b.v1'), 'moved from topic'],
  ['the event is gone', breakingEventChanges({ e: released }, {}), 'e is gone'],
])('event compatibility: %s', (_, found, expected) => {
  if (expected === undefined) expect(found).toEqual([]);
  else expect(found.join('\n')).toContain(expected);
});
