import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const command = fileURLToPath(new URL('commands/finance.ts', import.meta.url));
const run = (name: string, input: string) => spawnSync(process.execPath, [command, name], { input, encoding: 'utf8', maxBuffer: 2 ** 26 });

test('answers each line in order, bad ones by their reason', () => {
  const cases = [
    '{"id":"a","fn":"pv","args":{"rate":0,"nper":2,"pmt":-1}}',
    '',
    'not json',
    '{"id":"b","fn":"sin","args":{}}',
    '{"id":7,"fn":"irr","args":{"values":[1,2]}}',
  ];
  const { status, stdout, stderr } = run('tvm', `\uFEFF${cases.join('\r\n')}`);
  expect(stdout.trimEnd().split('\n')).toEqual([
    '{"id":"a","value":2}',
    '{"id":null,"error":"the line is not JSON"}',
    '{"id":"b","error":"unknown function sin"}',
    '{"id":7,"value":null}',
  ]);
  expect([status, stderr]).toEqual([0, '']);
});

test('writes every answer of a long input', () => {
  const inputs =
    '{"principal":10000,"annual_rate_percent":12,"periods":360,"disbursed":"2024-01-31","day_count":"30/360","method":"annuity"}';
  const { stdout } = run('schedule', Array.from({ length: 100 }, (_, id) => `{"id":${id},"inputs":${inputs}}`).join('\n'));
  const ids = stdout.trimEnd().split('\n');
  expect(ids).toHaveLength(100);
  expect(ids.at(-1)).toMatch(/^{"id":99,"rows":\[{"nr":1,.*"balance":0}\]}$/);
});

test('names its functions when asked for another', () => {
  const { status, stderr } = run('nope', '');
  expect(status).toBe(2);
  expect(stderr).toContain('apr-eu|apr-us|xirr|xnpv|tvm|schedule');
});
