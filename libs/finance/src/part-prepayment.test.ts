/** Part prepayments by their exact rows: 1,200.00 at 12 % over four months. */
import { calendarDate as on } from '@mutua/kernel';
import { describe, expect, test } from 'vitest';
import { amounts, inForce, told, twoWithoutPrincipal, weekdays, withInterest } from '../test/in-force.ts';
import { partPrepayment, type ScheduleInForce } from './reschedule.ts';

describe('a part prepayment', () => {
  const prepaid = (state: ScheduleInForce, amountMinor: bigint, mode: 'lower' | 'shorten' | 'adjust-last', day = '2024-02-15') =>
    partPrepayment(state, { on: on(day), amountMinor, mode });

  test.each([
    ['annuity', 'lower', '19949+604 20148+405 20349+203'],
    ['annuity', 'shorten', '30150+604 30296+303'],
    ['annuity', 'adjust-last', '29850+604 30148+306 448+4'],
    ['linear', 'lower', '20000+600 20000+400 20000+200'],
    ['linear', 'shorten', '30000+600 30000+300'],
    ['linear', 'adjust-last', '30000+600 30000+300'],
    ['bullet', 'lower', '0+900 0+900 90000+900'],
    ['bullet', 'shorten', '0+900 0+900 90000+900'],
    ['bullet', 'adjust-last', '0+900 0+900 90000+900'],
  ] as const)('of 300 on the first due date of %s: %s', (method, mode, rows) => {
    expect(amounts(prepaid(inForce({ method }, 1), 30_000n, mode))).toBe(rows);
  });

  test.each([
    ['lower', 10_000n, '11625+952 11741+836 71857+719'],
    ['lower', 70_000n, '0+352 0+352 35223+352'],
    ['shorten', 10_000n, '15025+952 15175+802 65023+650'],
    ['shorten', 70_000n, '35223+352'],
    ['adjust-last', 70_000n, '14925+352 15074+203 5224+52'],
  ] as const)('above a balloon of 600: %s after %s', (mode, amountMinor, rows) => {
    expect(amounts(prepaid(inForce({ balloonMinor: 60_000n }, 1), amountMinor, mode))).toBe(rows);
  });

  test('of a linear loan with a balloon, and without interest', () => {
    const linear = inForce({ method: 'linear', balloonMinor: 60_000n }, 1);
    expect(amounts(prepaid(linear, 10_000n, 'lower'))).toBe('11666+950 11666+833 71668+717');
    expect(amounts(prepaid(inForce({ method: 'linear', principalRounding: 'ceiling' }, 1), 10_001n, 'lower'))).toBe(
      '26667+800 26667+533 26665+267',
    );
    const free = inForce({ ratePpm: 0n, balloonMinor: 1_000n }, 1);
    expect(told(prepaid(free, 20_000n, 'lower', '2024-02-20'))).toEqual([
      '23083',
      '2 02-20→03-15 23083+0',
      '3 03-15→04-15 23083+0',
      '4 04-15→05-15 24084+0',
    ]);
    expect(amounts(prepaid({ ...free, terms: { ...free.terms, principalRounding: 'ceiling' } }, 20_000n, 'lower'))).toBe(
      '23084+0 23084+0 24082+0',
    );
  });

  test('keeps the periods that ask for no principal', () => {
    const state = inForce(twoWithoutPrincipal);
    const at = (mode: 'lower' | 'shorten' | 'adjust-last') => told(prepaid(state, 20_600n, mode, '2024-01-30'));
    const allButLast = inForce({ ...twoWithoutPrincipal, interestOnlyPeriods: 3 });
    expect(amounts(prepaid(allButLast, 20_600n, 'lower', '2024-01-30'))).toBe('0+500 0+1000 0+1000 100000+1000');
    expect(at('lower')).toEqual([
      '50751',
      '1 01-30→02-15 0+500',
      '2 02-15→03-15 0+1000',
      '3 03-15→04-15 49751+1000',
      '4 04-15→05-15 50249+502',
    ]);
    expect(at('shorten')).toEqual([
      '60901',
      '1 01-30→02-15 0+500',
      '2 02-15→03-15 0+1000',
      '3 03-15→04-15 59901+1000',
      '4 04-15→05-15 40099+401',
    ]);
    expect(at('adjust-last')).toEqual([
      '500',
      '1 01-30→02-15 0+500',
      '2 02-15→03-15 0+1000',
      '3 03-15→04-15 59701+1000',
      '4 04-15→05-15 40299+403',
    ]);
  });

  test('between the end of a period and its moved due date: the ended period bears nothing more, the running one is left its days', () => {
    const state = inForce({ ...weekdays, disbursedOn: on('2024-05-15') });
    const answer = prepaid(state, 30_000n, 'lower', '2024-06-16');
    // 1,200 of the period that ended on the 15th, and a day on what is not due with it: 904.46 × 12 % / 360.
    expect(answer).toMatchObject({ ok: true, value: { interestPaidMinor: 1_230n, principalPaidMinor: 28_770n } });
    expect(told(answer)).toEqual([
      '23143',
      '1 06-15→06-15/06-17 23143+0',
      '2 06-16→07-15 22485+658',
      '3 07-15→08-15 22687+456',
      '4 08-15→09-15/09-16 22915+229',
    ]);
  });

  test('takes interest paid in advance off the interest to come', () => {
    const credited = withInterest(inForce({}, 1), 0, { paid: 700n });
    expect(amounts(prepaid(credited, 30_000n, 'lower', '2024-02-25'))).toBe('20082+4 20081+404 20283+203');
  });

  test('is refused with the amounts', () => {
    expect(prepaid(inForce({}, 1), 300n, 'lower', '2024-02-25')).toMatchObject({
      error: { code: 'prepayment.not_positive', details: { amountMinor: '300', accruedMinor: '301' } },
    });
    expect(prepaid(inForce({}, 1), 90_446n, 'lower')).toMatchObject({
      error: { code: 'prepayment.settles_loan', details: { openMinor: '90446' } },
    });
  });
});
