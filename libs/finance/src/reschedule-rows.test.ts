/** Every change of a schedule by its exact rows: 1,200.00 at 12 % over four months, of which a period bears one per cent. */
import { calendarDate as on } from '@mutua/kernel';
import { describe, expect, test } from 'vitest';
import { accepted, amounts, ends, inForce, terms, told, twoWithoutPrincipal, weekdays, withInterest } from '../test/in-force.ts';
import { remake } from './remake.ts';
import { changeDueDay, paymentHoliday, reAge, reschedule, type ScheduleInForce } from './reschedule.ts';

test('a version counts on, says why, from when, and what it does to the interest', () => {
  expect(accepted(reschedule(inForce({}, 1), { on: on('2024-02-25') }))).toMatchObject({
    version: 4,
    reason: 'reschedule',
    effectiveOn: '2024-02-25',
    replacesFromNr: 2,
    interestBeforeMinor: 1814n,
    interestAfterMinor: 1811n,
  });
  expect(accepted(paymentHoliday(inForce(), { on: on('2024-01-20'), instalments: 1, interest: 'pay', term: 'keep' })).reason).toBe(
    'payment-holiday',
  );
  expect(accepted(changeDueDay(inForce(), { on: on('2024-01-20'), dueDay: 1 })).reason).toBe('due-day-change');
  expect(accepted(reAge(inForce(), { on: on('2024-01-20'), instalments: 1, firstDueOn: on('2024-05-01'), interest: 'first' })).reason).toBe(
    're-age',
  );
});

describe('new terms', () => {
  test.each<[string, ScheduleInForce, Parameters<typeof reschedule>[1], readonly string[]]>([
    [
      'from a day inside a period',
      inForce({}, 1),
      { on: on('2024-02-25') },
      ['30652', '2 02-25→03-15 30049+904(301)', '3 03-15→04-15 30048+604', '4 04-15→05-15 30349+303'],
    ],
    [
      'before the period begins, at another rate',
      inForce({}, 2),
      { on: on('2024-02-25'), ratePpm: 240_000n },
      ['31210', '3 03-15→04-15 29998+1212', '4 04-15→05-15 30598+612'],
    ],
    [
      'fewer and quarterly',
      inForce({}, 1),
      { on: on('2024-02-15'), instalments: 2, frequency: 'quarterly' },
      ['46350', '2 02-15→03-15 45446+904', '3 03-15→06-15 45000+1350'],
    ],
    [
      'a first due date that brings its day',
      inForce(ends, 1),
      { on: on('2024-03-05'), firstDueOn: on('2024-04-10') },
      ['30804', '2 03-05→04-10 29749+1236(181)', '3 04-10→05-10 30197+607', '4 05-10→06-10 30500+305'],
    ],
    [
      'the anchor day kept',
      inForce(ends, 1),
      { on: on('2024-03-05') },
      ['30703', '2 03-05→03-31 29949+935(181)', '3 03-31→04-30 30098+605', '4 04-30→05-31 30399+304'],
    ],
    [
      'the anchor day kept from a short month',
      inForce(ends),
      { on: on('2024-02-10') },
      ['30642', '1 02-10→02-29 29882+1160(400)', '2 02-29→03-31 29741+901', '3 03-31→04-30 30038+604', '4 04-30→05-31 30339+303'],
    ],
    [
      'a first due date and another anchor',
      inForce({}, 1),
      { on: on('2024-02-15'), anchorDay: 31, firstDueOn: on('2024-03-20') },
      ['30872', '2 02-15→03-20 29817+1055', '3 03-20→04-30 30064+808', '4 04-30→05-31 30565+306'],
    ],
    [
      'linear',
      inForce({}, 1),
      { on: on('2024-02-15'), method: 'linear' },
      ['31052', '2 02-15→03-15 30148+904', '3 03-15→04-15 30148+603', '4 04-15→05-15 30150+302'],
    ],
    [
      'due dates that roll to the first',
      inForce({ ...ends, monthEnd: 'roll' }, 1),
      { on: on('2024-03-05') },
      ['30703', '2 03-05→03-31 29949+875(121)', '3 03-31→05-01 30098+605', '4 05-01→05-31 30399+304'],
    ],
    [
      'on business days',
      inForce({ ...weekdays, disbursedOn: on('2024-05-15') }, 1),
      { on: on('2024-07-20') },
      ['30702', '3 07-20→08-15 30197+606(101)', '4 08-15→09-15/09-16 30399+304'],
    ],
    [
      'less interest paid in advance',
      withInterest(inForce({}, 1), 0, { paid: 700n }),
      { on: on('2024-02-25') },
      ['30652', '2 02-25→03-15 30049+204(-399)', '3 03-15→04-15 30048+604', '4 04-15→05-15 30349+303'],
    ],
    [
      'interest paid that was earned already',
      withInterest(inForce({}, 1), 0, { paid: 200n }),
      { on: on('2024-02-25') },
      ['30652', '2 02-25→03-15 30049+704(101)', '3 03-15→04-15 30048+604', '4 04-15→05-15 30349+303'],
    ],
  ])('%s', (_, state, input, rows) => expect(told(reschedule(state, input))).toEqual(rows));

  test.each<[object, string]>([
    [{ instalments: 0 }, 'instalments are 1 to 5200'],
    [{ instalments: 5201 }, 'instalments are 1 to 5200'],
    [{ instalments: 1.5 }, 'instalments are 1 to 5200'],
    [{ firstDueOn: on('2024-02-25') }, 'the first new instalment falls due after the day of the change'],
    [{ ratePpm: -1n }, 'the rate is not negative'],
  ])('refused, case %#', (changes, problem) => {
    const refused = { error: { code: 'reschedule.terms_invalid', details: { problem } } };
    const day = { on: on('2024-02-25') };
    expect(reschedule(inForce({}, 1), { ...day, ...changes })).toMatchObject(refused);
    const aged = { ...day, instalments: 3, firstDueOn: on('2024-03-25'), interest: 'first', ...changes } as const;
    if (!('ratePpm' in changes)) expect(reAge(inForce({}, 1), aged)).toMatchObject(refused);
  });

  test('of one instalment, of the most, and without interest', () => {
    const day = on('2024-02-15');
    expect(amounts(reschedule(inForce({}, 1), { on: day, instalments: 1 }))).toBe('90446+904');
    expect(
      accepted(reschedule(inForce({}, 1), { on: day, instalments: 5200, frequency: { every: 1, unit: 'days' } })).rows.length,
    ).toBeGreaterThan(1);
    expect(amounts(reschedule(inForce({}, 1), { on: day, ratePpm: 0n }))).toBe('30148+0 30148+0 30150+0');
  });
});

describe('re-ageing', () => {
  const aged = (state: ScheduleInForce, day: string, interest: 'first' | 'spread') =>
    reAge(state, { on: on(day), instalments: 3, firstDueOn: on('2024-04-20'), interest });

  test('asks for what is owed with the first instalment, or with all', () => {
    expect(told(aged(inForce(), '2024-03-20', 'first'))).toEqual([
      '40803',
      '1 03-20→04-20 39603+3405(2205)',
      '2 04-20→05-20 39999+804',
      '3 05-20→06-20 40398+404',
    ]);
    // What falls due on the day is overdue interest of that day: 1,200 and 904 in three parts.
    expect(told(aged(inForce(), '2024-03-15', 'spread'))).toEqual([
      '40870',
      '1 03-15→04-20 39470+2102(702)',
      '2 04-20→05-20 40065+1506(701)',
      '3 05-20→06-20 40465+1106(701)',
    ]);
  });

  test('takes off interest paid of what is not due yet, not of what is overdue', () => {
    expect(amounts(aged(withInterest(inForce(), 2, { paid: 400n }), '2024-03-20', 'first'))).toBe('39603+3005 39999+804 40398+404');
    expect(amounts(aged(withInterest(inForce(), 1, { paid: 400n }), '2024-03-20', 'first'))).toBe('39603+3005 39999+804 40398+404');
    expect(amounts(aged(withInterest(inForce(), 1, { paid: 400n }), '2024-03-15', 'first'))).toBe('39470+3104 40065+805 40465+405');
  });

  test('needs something open', () => {
    const nothing = { error: { code: 'reschedule.nothing_ahead', details: { on: '2024-03-20' } } };
    expect(aged({ ...inForce(), rows: [] }, '2024-03-20', 'first')).toMatchObject(nothing);
    const interestOnly = inForce()
      .rows.slice(0, 1)
      .map((row) => ({ ...row, principalMinor: 0n }));
    expect(aged({ ...inForce(), rows: interestOnly }, '2024-03-20', 'first')).toMatchObject(nothing);
    expect(reschedule({ ...inForce(), rows: interestOnly }, { on: on('2024-01-20') })).toMatchObject({
      error: { code: 'reschedule.nothing_ahead', details: { on: '2024-01-20' } },
    });
    expect(changeDueDay({ ...inForce(), rows: [] }, { on: on('2024-01-20'), dueDay: 5 })).toMatchObject({
      error: { code: 'reschedule.nothing_ahead' },
    });
  });
});

describe('a payment holiday', () => {
  test.each([
    ['pay', 'extend', '0+904 29850+904 30148+606 30448+304'],
    ['pay', 'keep', '0+904 44998+904 45448+454'],
    ['next', 'extend', '0+0 29850+1808 30148+606 30448+304'],
    ['next', 'keep', '0+0 44998+1808 45448+454'],
    ['spread', 'extend', '0+0 29850+1206 30148+907 30448+605'],
    ['spread', 'keep', '0+0 44998+1356 45448+906'],
  ] as const)('of one month: %s, %s', (interest, term, rows) => {
    const answer = paymentHoliday(inForce({}, 1), { on: on('2024-02-15'), instalments: 1, interest, term });
    expect(amounts(answer)).toBe(rows);
  });

  test('adds its periods on the days the loan falls due', () => {
    const moved = paymentHoliday(inForce({ ...weekdays, ...ends }, 1), {
      on: on('2024-03-05'),
      instalments: 2,
      interest: 'next',
      term: 'extend',
    });
    expect(told(moved).slice(1)).toEqual([
      '2 02-29→03-31/04-01 0+0',
      '3 03-31→04-30 0+0',
      '4 04-30→05-31 29850+2712(1808)',
      '5 05-31→06-30/07-01 30148+606',
      '6 06-30→07-31 30448+304',
    ]);
    const rolled = paymentHoliday(inForce({ ...ends, monthEnd: 'roll' }, 3), {
      on: on('2024-05-05'),
      instalments: 3,
      interest: 'pay',
      term: 'extend',
    });
    expect(accepted(rolled).rows.map(({ dueOn }) => dueOn)).toEqual(['2024-05-31', '2024-07-01', '2024-07-31', '2024-08-31']);
    // Rolled or clamped, these are whole months: one per cent each.
    expect(amounts(rolled)).toBe('0+304 0+304 0+304 30448+304');
  });

  test('does not shorten a grace of principal', () => {
    const state = inForce(twoWithoutPrincipal);
    const held = (term: 'keep' | 'extend') => paymentHoliday(state, { on: on('2024-01-20'), instalments: 1, interest: 'pay', term });
    expect(amounts(held('keep'))).toBe('0+1200 0+1200 59701+1200 60299+603');
    expect(amounts(held('extend'))).toBe('0+1200 0+1200 0+1200 59701+1200 60299+603');
  });

  test('keeps what was put off before, and what was paid of it', () => {
    const held = (state: ScheduleInForce, interest: 'pay' | 'next') =>
      paymentHoliday(state, { on: on('2024-02-15'), instalments: 1, interest, term: 'keep' });
    expect(told(held(withInterest(inForce({}, 1), 1, { carried: 500n }), 'next'))[2]).toBe('3 03-15→04-15 44998+2308(1404)');
    expect(told(held(withInterest(inForce({}, 1), 0, { carried: 500n }), 'next'))[2]).toBe('3 03-15→04-15 44998+2308(1404)');
    expect(told(held(withInterest(inForce({}, 1), 0, { carried: 300n, paid: 700n }), 'pay'))[1]).toBe('2 02-15→03-15 0+504(-400)');
    expect(told(held(withInterest(inForce({}, 1), 0, { carried: 300n, paid: 100n }), 'pay'))[1]).toBe('2 02-15→03-15 0+1104(200)');
  });

  test('is refused when it is none, or longer than the loan', () => {
    const problem = {
      error: { code: 'reschedule.terms_invalid', details: { problem: 'a holiday is shorter than what is left of the loan' } },
    };
    const held = (instalments: number, term: 'keep' | 'extend') =>
      paymentHoliday(inForce({}, 1), { on: on('2024-02-15'), instalments, interest: 'pay', term });
    expect(held(0, 'extend')).toMatchObject(problem);
    expect(held(1.5, 'extend')).toMatchObject(problem);
    expect(held(3, 'keep')).toMatchObject(problem);
    expect(accepted(held(3, 'extend')).rows).toHaveLength(6);
    expect(accepted(held(2, 'keep')).rows).toHaveLength(3);
  });
});

describe('another due day', () => {
  const moved = (state: ScheduleInForce, dueDay: number, day = '2024-02-20') => changeDueDay(state, { on: on(day), dueDay });

  test.each([
    [25, ['30855', '2 02-15→03-25 29649+1206', '3 03-25→04-25 30247+608', '4 04-25→05-25 30550+306']],
    [5, ['30957', '2 02-15→04-05 29450+1507', '3 04-05→05-05 30347+610', '4 05-05→06-05 30649+306']],
    [15, ['30754', '2 02-15→03-15 29850+904', '3 03-15→04-15 30148+606', '4 04-15→05-15 30448+304']],
    [31, ['30906', '2 02-15→03-31 29549+1357', '3 03-31→04-30 30297+609', '4 04-30→05-31 30600+306']],
  ] as const)('the %s', (dueDay, rows) => expect(told(moved(inForce({}, 1), dueDay))).toEqual(rows));

  test('keeps a grace of principal, interest carried and interest paid', () => {
    expect(amounts(moved(inForce(twoWithoutPrincipal), 20, '2024-01-20'))).toBe('0+1400 0+1200 59701+1200 60299+603');
    expect(told(moved(withInterest(inForce({}, 1), 0, { carried: 300n, paid: 700n }), 25))[1]).toBe('2 02-15→03-25 29649+806(-400)');
    expect(told(moved(withInterest(inForce({}, 1), 0, { carried: 300n }), 25))[1]).toBe('2 02-15→03-25 29649+1506(300)');
  });

  test('is a day of a month', () => {
    const refused = { error: { code: 'reschedule.terms_invalid', details: { problem: 'a due day is 1 to 31 of months' } } };
    for (const day of [0, 32, 1.5]) expect(moved(inForce({}, 1), day)).toMatchObject(refused);
    expect(moved(inForce({ frequency: 'weekly' }), 5, '2024-01-16')).toMatchObject(refused);
    expect(accepted(moved(inForce({}, 1), 1)).rows).toHaveLength(3);
  });
});

test('a remake without anything open or without a period to repay it in is a defect', () => {
  const period = { fromOn: on('2024-01-15'), toOn: on('2024-02-15'), dueOn: on('2024-02-15') };
  const given = { terms, firstNr: 1, periods: [period], openMinor: 100n };
  const message = 'something is open and there are periods to repay it in';
  expect(remake(given).rows).toHaveLength(1);
  expect(() => remake({ ...given, openMinor: 0n })).toThrow(
    expect.objectContaining({ message, details: { openMinor: 0n, periods: 1, interestOnly: 0 } }),
  );
  expect(() => remake({ ...given, interestOnly: 1 })).toThrow(
    expect.objectContaining({ message, details: { openMinor: 100n, periods: 1, interestOnly: 1 } }),
  );
});
