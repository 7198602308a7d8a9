/** kill -9 of every process of the platform while people use it: what was acknowledged is there, what was begun ends, every cent is accounted for. */
import { addDays, addMonths, calendarDate } from '@mutua/kernel';
import { eventually } from '@mutua/testkit';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serviceNames } from '../../scripts/platform/services.ts';
import type { Page } from '../support/api.ts';
import { type Expendable, startExpendable } from '../support/backing.ts';
import { expectWhole, untilQuiet } from '../support/books.ts';
import { firstDay } from '../support/environment.ts';
import { advanceTo, ask, lend, loanOf, newLoanRequest, newOffer, notesOf, sign, untilRequest } from '../support/market.ts';
import { cents, deposit, join, type Person } from '../support/people.ts';
import { type ProcessPlatform, startProcessPlatform } from '../support/processes.ts';

let backing: Expendable;
let platform: ProcessPlatform;
const funded: { readonly lender: Person; readonly borrower: Person; readonly loanId: string }[] = [];

beforeAll(async () => {
  backing = await startExpendable();
  const { redisUrl, kafkaBrokers } = backing;
  platform = await startProcessPlatform({ redisUrl, kafkaBrokers });
});
afterAll(async () => {
  await platform?.close();
  await backing?.close();
});

const minor = (money: { readonly amountMinor: string }): number => Number(money.amountMinor);
let pairs = 0;

/** A lender and a borrower from registration to payout: a dozen commands and many more reads. */
async function onePair(): Promise<void> {
  pairs += 1;
  const [lender, borrower] = await Promise.all([join(platform, `Lender ${pairs}`), join(platform, `Borrower ${pairs}`)]);
  await deposit(platform, lender, 60_000);
  await lend(platform, lender, newOffer(50_000));
  const request = await ask(platform, borrower, newLoanRequest(50_000), 'contracting');
  const { loanId } = await sign(platform, borrower, request);
  funded.push({ lender, borrower, loanId });
}

/** `count` pairs one after another in each of two lanes, while `disturb` does its worst. */
async function underLoad(count: number, disturb: () => Promise<void>): Promise<void> {
  const lane = async (): Promise<void> => {
    for (let done = 0; done < count; done += 1) await onePair();
  };
  await Promise.all([lane(), lane(), disturb()]);
}

const after = async (commands: number): Promise<void> => {
  const target = platform.api.commands() + commands;
  await eventually(() => platform.api.commands() >= target, { timeoutMs: 60_000, what: `${commands} further commands` });
};

/** Everything that was answered with 2xx is found, every loan that was begun is paid out once and to the cent. */
async function expectNothingLost(): Promise<void> {
  await untilQuiet(platform, 60_000);
  for (const { path, session } of platform.api.acknowledged) await platform.api.get(session, path);
  for (const { lender, borrower, loanId } of funded) {
    expect(minor((await loanOf(platform, borrower, loanId)).outstanding.principal)).toBe(50_000);
    expect(await cents(platform, borrower)).toEqual([49_000, 0]);
    const [balance, held] = await cents(platform, lender);
    const invested = (await notesOf(platform, lender)).reduce((sum, { principal }) => sum + minor(principal), 0);
    expect([balance + invested, held + invested]).toEqual([60_000, 50_000]);
  }
  await expectWhole(platform);
}

test('every service is killed in turn while loans are made', async () => {
  await underLoad(2, async () => {
    for (const service of serviceNames) {
      await after(2);
      await platform.kill(service);
    }
  });
  for (const service of serviceNames) expect(platform.starts(service)).toBe(2);
  expect(platform.api.retries()).toBeGreaterThan(0);
  await expectNothingLost();
});

test('the broker is killed while loans are made', async () => {
  await underLoad(1, async () => {
    await after(4);
    await backing.kill('kafka');
    await backing.startAgain('kafka');
  });
  await expectNothingLost();
});

/** Redis is away when the requests are submitted, and credit forgets what it wanted to enqueue: only the rows know of the work. */
async function loseScoringJobs(): Promise<void> {
  const [lender, borrower] = await Promise.all([join(platform, 'Patient Lender'), join(platform, 'Patient Borrower')]);
  await deposit(platform, lender, 60_000);
  await lend(platform, lender, newOffer(50_000));
  await backing.kill('redis');
  const { requestId } = await ask(platform, borrower, newLoanRequest(50_000), 'submitted');
  await eventually(
    async () => {
      const path = `/v1/credit-assessments?requestId=${requestId}`;
      const { items } = await platform.api.get<Page<{ status: string }>>(borrower, path);
      return items.some(({ status }) => status === 'pending');
    },
    { timeoutMs: platform.patienceMs, what: 'a pending assessment' },
  );
  await platform.kill('credit');
  await backing.startAgain('redis');
  const { loanId } = await sign(platform, borrower, await untilRequest(platform, borrower, requestId, 'contracting'));
  funded.push({ lender, borrower, loanId });
}

test('Redis is killed, and flushed, while loans are made and a month of business days is worked', async () => {
  await loseScoringJobs();
  const redis = new Redis(backing.redisUrl, { maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  try {
    await underLoad(1, async () => {
      await after(4);
      await redis.flushall();
      await after(4);
      await redis.flushall();
    });
    await expectNothingLost();
    const working = advanceTo(platform, addDays(addMonths(calendarDate(firstDay), 1), 2));
    await redis.flushall();
    await platform.kill('payments');
    await redis.flushall();
    await working;
  } finally {
    redis.disconnect();
  }
  await untilQuiet(platform, 60_000);
  for (const { borrower, loanId } of funded) {
    const loan = await loanOf(platform, borrower, loanId);
    expect([loan.status, minor(loan.overdue)]).toEqual(['active', 0]);
    expect(minor(loan.outstanding.principal)).toBeLessThan(50_000);
  }
  await expectWhole(platform);
});
