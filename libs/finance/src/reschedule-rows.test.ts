/** Every change of a schedule by its exact rows: 1,200.00 at 12 % over four months, of which a period bears one per cent. */
import { calendarDate as on } from '@mutua/kernel';
import { describe, expect, test } from 'vitest';
import { remake } from './remake.ts';
import {
  changeDueDay,
  partPrepayment,
  paymentHoliday,
  reAge,
  reschedule,
  type ScheduleInForce,
  type ScheduleVersion,
} from './reschedule.ts';
import { schedule } from './schedule.ts';
import type { ScheduleTerms } from './schedule-terms.ts';

const terms: ScheduleTerms = {
  principalMinor: 120_000n,
  ratePpm: 120_000n,
  instalments: 4,
  method: 'annuity',
  frequency: 'monthly',
  dayCount: '30e/360',
  rounding: 'half-up',
  instalmentRounding: 'half-up',
  disbursedOn: on('2024-01-15'),
};

function inForce(changes: Partial<ScheduleTerms> = {}, paid = 0): ScheduleInForce {
  const given = { ...terms, ...changes };
  const made = schedule(given);
  return { version: 3, terms: given, instalmentMinor: made.instalmentMinor, rows: made.instalments.slice(paid) };
}

/** One row with interest carried to it, and interest paid of it. */
function withInterest(state: ScheduleInForce, index: number, { carried = 0n, paid = 0n }): ScheduleInForce {
  const rows = state.rows.map((row, at) =>
    at === index
      ? { ...row, interestMinor: row.interestMinor + carried - paid, carriedInterestMinor: carried, interestPaidMinor: paid }
      : row,
  );
  return { ...state, rows };
}

type Answer = ReturnType<typeof reschedule>;

const accepted = (answer: Answer): ScheduleVersion => {
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
};

/** A version in short: its instalment, then each row as number, days from→accrued/due, principal+interest(carried). */
function told(answer: Answer): readonly string[] {
  const { instalmentMinor, rows } = accepted(answer);
  const days = rows.map(
    ({ fromOn, accruesToOn, dueOn }) =>
      `${fromOn.slice(5)}→${accruesToOn === undefined ? '' : `${accruesToOn.slice(5)}/`}${dueOn.slice(5)}`,
  );
  const lines = rows.map(({ nr, principalMinor, interestMinor, carriedInterestMinor }, at) => {
    const carried = carriedInterestMinor === undefined ? '' : `(${carriedInterestMinor})`;
    return `${nr} ${days[at]} ${principalMinor}+${interestMinor}${carried}`;
  });
  for (const row of rows) expect(row.dueMinor).toBe(row.principalMinor + row.interestMinor);
  return [`${instalmentMinor}`, ...lines];
}

/** Of a version, the principals and interests alone. */
const amounts = (answer: Answer): string =>
  accepted(answer)
    .rows.map((row) => `${row.principalMinor}+${row.interestMinor}`)
    .join(' ');

const weekdays = { businessDays: { calendar: 'weekends', roll: 'following', accrual: 'stays' } } as const;
const ends = { anchorDay: 31, disbursedOn: on('2024-01-31') };
const twoWithoutPrincipal = { method: 'interest-only-then-annuity', interestOnlyPeriods: 2 } as const;

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
      ['30652', '2 02-25→03-15 30049+204', '3 03-15→04-15 30048+604', '4 04-15→05-15 30349+303'],
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
    expect(told(held(withInterest(inForce({}, 1), 0, { carried: 300n, paid: 700n }), 'pay'))[1]).toBe('2 02-15→03-15 0+504');
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
    expect(told(moved(withInterest(inForce({}, 1), 0, { carried: 300n, paid: 700n }), 25))[1]).toBe('2 02-15→03-25 29649+806');
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
