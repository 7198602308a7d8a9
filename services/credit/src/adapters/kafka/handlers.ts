/** Submitted requests become pending assessments; the job that scores them is enqueued once the row is committed. */
import type { EventData } from '@mutua/contracts';
import type { Tx } from '@mutua/db';
import { type CalendarDate, type Clock, type Id, type Instant, moneyFromWire, ratePpmFromWire } from '@mutua/kernel';
import type { Handlers } from '@mutua/messaging';
import { openAssessment } from '../../app/assess.ts';
import type { Ports } from '../../app/ports.ts';
import type { Application, Profile } from '../../domain/application.ts';

type Dependencies = {
  readonly ports: (tx: Tx) => Ports;
  readonly clock: Clock;
  /** Called after the commit; may fail silently, because what is pending is found again. */
  readonly enqueue: (assessmentId: Id<'assessment'>) => void;
};

export function handlers({ ports, clock, enqueue }: Dependencies): Handlers {
  return {
    'loans.loan-request-submitted.v1': async ({ data }, tx) => {
      const assessmentId = openAssessment(ports(tx), { application: applicationFrom(data), at: clock.now() });
      tx.afterCommit(() => enqueue(assessmentId));
      return undefined;
    },
  };
}

type Submitted = EventData<'loans.loan-request-submitted.v1'>;

function applicationFrom(data: Submitted): Application {
  return {
    requestId: data.requestId as Id<'loanRequest'>,
    borrowerId: data.borrowerId as Id<'member'>,
    market: data.market,
    amountMinor: moneyFromWire(data.amount).amountMinor,
    termMonths: data.termMonths,
    purpose: data.purpose,
    submittedOn: data.submittedOn as CalendarDate,
    submittedAt: data.submittedAt as Instant,
    profile: profileFrom(data.profile),
  };
}

function profileFrom(profile: Submitted['profile']): Profile {
  const whole = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
  const rate = (ppm: number | null): bigint | null => (ppm === null ? null : ratePpmFromWire(ppm));
  return {
    ...profile,
    annualIncomeMinor: whole(profile.annualIncomeMinor),
    debtToIncomePpm: rate(profile.debtToIncomePpm),
    revolvingBalanceMinor: whole(profile.revolvingBalanceMinor),
    revolvingUtilisationPpm: rate(profile.revolvingUtilisationPpm),
    earliestCreditLineOn: profile.earliestCreditLineOn as CalendarDate | null,
  };
}
