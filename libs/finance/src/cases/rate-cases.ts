/** Cases of rates and values: EU and US APR, XIRR, XNPV, time value of money. */
import { aprEu, aprUs } from '../apr.ts';
import type { RateResult } from '../solver.ts';
import * as tvm from '../time-value.ts';
import { type DatedFlow, xirr, xnpv } from '../xirr.ts';
import { CaseError, type CaseJson, countOf, dateOf, dayCountOf, listOf, numberOf, numbersOf, objectOf } from './case-json.ts';

function percentOf(result: RateResult<unknown>): number | null {
  return result.kind === 'rate' ? result.value * 100 : null;
}

/** `advances` and `payments` with `amount` and `t_parts` (exact fractions of years) or `t_years`; or `principal` and payments by `day`. */
export function aprEuCase(input: CaseJson): { apr_percent: number | null } {
  const advances = input['advances'] === undefined ? [{ amount: input['principal'], day: 0 }] : listOf(input['advances'], 'advances');
  const flows = [
    ...advances.map((flow) => ({ amount: numberOf(flow['amount'], 'amount'), tYears: yearsOf(flow) })),
    ...listOf(input['payments'], 'payments').map((flow) => ({ amount: -numberOf(flow['amount'], 'amount'), tYears: yearsOf(flow) })),
  ];
  return { apr_percent: percentOf(aprEu(flows)) };
}

function yearsOf(flow: CaseJson): number {
  const parts = flow['t_parts'];
  if (Array.isArray(parts)) return parts.reduce((sum: number, part: unknown) => sum + partOf(part), 0);
  if (flow['t_years'] !== undefined) return numberOf(flow['t_years'], 't_years');
  return numberOf(flow['day'], 't_years or day') / 365;
}

function partOf(part: unknown): number {
  const match = typeof part === 'string' ? /^(-?\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(part) : null;
  if (match === null) throw new CaseError('an item of t_parts is not a fraction');
  return Number(match[1]) / Number(match[2]);
}

/** `advances` and `payments` with `amount`, `t` and `f`, and `unit_periods_per_year`. */
export function aprUsCase(input: CaseJson): { apr_percent: number | null } {
  const flow = (sign: 1 | -1) => (each: CaseJson) => ({
    amount: sign * numberOf(each['amount'], 'amount'),
    t: numberOf(each['t'], 't'),
    f: numberOf(each['f'] ?? 0, 'f'),
  });
  const flows = [...listOf(input['advances'], 'advances').map(flow(1)), ...listOf(input['payments'], 'payments').map(flow(-1))];
  return { apr_percent: percentOf(aprUs(flows, numberOf(input['unit_periods_per_year'], 'unit_periods_per_year'))) };
}

function datedFlowsOf(input: CaseJson): readonly DatedFlow[] {
  return listOf(input['flows'], 'flows').map((flow) => ({
    on: dateOf(flow['date'], 'date'),
    amount: numberOf(flow['amount'], 'amount'),
  }));
}

/** `flows` and `day_count`; null where there is no solution. */
export function xirrCase(input: CaseJson): { value: number | null } {
  const result = xirr(datedFlowsOf(input), dayCountOf(input['day_count'] ?? 'actual/365'));
  return { value: result.kind === 'rate' ? result.value : null };
}

/** `flows`, `rate` and `day_count`. */
export function xnpvCase(input: CaseJson): { value: number | null } {
  const value = xnpv(numberOf(input['rate'], 'rate'), datedFlowsOf(input), dayCountOf(input['day_count'] ?? 'actual/365'));
  return { value: Number.isFinite(value) ? value : null };
}

type Args = { readonly of: (name: string) => number; readonly or: (name: string, otherwise: number) => number; readonly json: CaseJson };

const valuesOf = (args: Args): readonly number[] => numbersOf(args.json['values'], 'values');

function tail(args: Args): { fv: number; when: tvm.When } {
  return { fv: args.or('fv', 0), when: dueOf(args) };
}

/** When payments fall in their period, as numpy names it or as spreadsheets do. */
function dueOf({ json }: Args): tvm.When {
  return whenOf(json['when'] ?? json['type']);
}

function whenOf(value: unknown): tvm.When {
  if (value === undefined || value === null || value === 0 || value === false || value === 'end') return 0;
  if (value === 1 || value === true || value === 'begin') return 1;
  throw new CaseError('when is 0 (end) or 1 (begin)');
}

function base(args: Args): tvm.PmtInput {
  return { rate: args.of('rate'), nper: args.of('nper'), pv: args.of('pv'), ...tail(args) };
}

function span(args: Args): tvm.CumulativeInput {
  const { rate, nper, pv, when = 0 } = base(args);
  const [start, end] = [countOf(args.json['start'], 'start'), countOf(args.json['end'], 'end')];
  if (start < 1 || end < start || end > nper) throw new CaseError('start and end are payments of the term, in order');
  return { rate, nper, pv, when, start, end };
}

function irrOf(args: Args): number | undefined {
  const result = tvm.irr(valuesOf(args));
  return result.kind === 'rate' ? result.value : undefined;
}

const functions: ReadonlyMap<string, (args: Args) => number | undefined> = new Map<string, (args: Args) => number | undefined>([
  ['pmt', (args) => tvm.pmt(base(args))],
  ['ipmt', (args) => tvm.ipmt({ ...base(args), per: args.of('per') })],
  ['ppmt', (args) => tvm.ppmt({ ...base(args), per: args.of('per') })],
  ['cumipmt', (args) => tvm.cumipmt(span(args))],
  ['cumprinc', (args) => tvm.cumprinc(span(args))],
  ['cumppmt', (args) => tvm.cumprinc(span(args))],
  ['nper', (args) => tvm.nper({ rate: args.of('rate'), pmt: args.of('pmt'), pv: args.of('pv'), ...tail(args) })],
  ['rate', (args) => tvm.rate({ nper: args.of('nper'), pmt: args.of('pmt'), pv: args.of('pv'), ...tail(args) })],
  ['pv', (args) => tvm.pv({ rate: args.of('rate'), nper: args.of('nper'), pmt: args.of('pmt'), ...tail(args) })],
  [
    'fv',
    (args) => {
      const when = dueOf(args);
      return tvm.fv({ rate: args.of('rate'), nper: args.of('nper'), pmt: args.of('pmt'), pv: args.of('pv'), when });
    },
  ],
  ['npv', (args) => tvm.npv(args.of('rate'), valuesOf(args))],
  ['npv_excel', (args) => tvm.npv(args.of('rate'), valuesOf(args))],
  ['npv_t0', (args) => tvm.npvFromNow(args.of('rate'), valuesOf(args))],
  ['irr', irrOf],
  ['ispmt', (args) => tvm.ispmt({ ...base(args), per: args.of('per') })],
  ['pduration', (args) => tvm.pduration(args.of('rate'), args.of('pv'), args.of('fv'))],
  ['rri', (args) => tvm.rri(args.of('nper'), args.of('pv'), args.of('fv'))],
  ['mirr', (args) => tvm.mirr(valuesOf(args), args.of('finance_rate'), args.of('reinvest_rate'))],
  ['effect', (args) => tvm.effect(args.of('nominal'), args.of('npery'))],
  ['nominal', (args) => tvm.nominal(args.json['effective'] === undefined ? args.of('effect') : args.of('effective'), args.of('npery'))],
]);

/** `fn` and `args`; null where there is no solution. */
export function tvmCase(input: CaseJson): { value: number | null } {
  const name = String(input['fn']);
  const fn = functions.get(name.toLowerCase());
  if (fn === undefined) throw new CaseError(`unknown function ${name}`);
  const json = objectOf(input['args'], 'args');
  const value = fn({
    json,
    of: (key) => numberOf(json[key], key),
    or: (key, otherwise) => numberOf(json[key] ?? otherwise, key),
  });
  return { value: value !== undefined && Number.isFinite(value) ? value : null };
}
