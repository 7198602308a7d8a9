/**
 * Events of the others. Submitted requests become pending assessments, whose jobs are enqueued together once the rows are committed;
 * identity, loans and payments tell the facts that decisions are made from.
 */
import type { EventData } from '@mutua/contracts';
import type { Tx } from '@mutua/db';
import { type CalendarDate, type Clock, type Id, type Instant, moneyFromWire, ok, ratePpmFromWire } from '@mutua/kernel';
import type { Handlers } from '@mutua/messaging';
import { changeKyc, openAssessment } from '../../app/assess.ts';
import type { Ports } from '../../app/ports.ts';
import { type Application, applicationProblems, type Profile } from '../../domain/application.ts';
import { loanHandlers } from './loan-handlers.ts';

export type Dependencies = {
  readonly ports: (tx: Tx) => Ports;
  readonly clock: Clock;
  /** Called after the commit; may fail silently, because what is pending is found again. */
  readonly enqueue: (assessmentIds: readonly Id<'assessment'>[]) => void;
};

export function handlers(dependencies: Dependencies): Handlers {
  return { ...requestHandlers(dependencies), ...identityHandlers(dependencies), ...loanHandlers(dependencies) };
}

function requestHandlers({ ports, clock, enqueue }: Dependencies): Handlers {
  const opened = new WeakMap<Tx, Id<'assessment'>[]>();
  const enqueueLater = (tx: Tx, assessmentId: Id<'assessment'>): void => {
    const known = opened.get(tx);
    if (known !== undefined) return void known.push(assessmentId);
    const together = [assessmentId];
    opened.set(tx, together);
    tx.afterCommit(() => enqueue(together));
  };
  return {
    'loans.loan-request-submitted.v1': async ({ data }, tx) => {
      const application = applicationFrom(data);
      const problems = applicationProblems(application);
      if (!problems.ok) return problems;
      enqueueLater(tx, openAssessment(ports(tx), { application, at: clock.now() }));
      return undefined;
    },
    'loans.loan-request-listed.v1': async ({ data }, tx) => ports(tx).borrowers.setRequest(data, 'open'),
    'loans.loan-request-rejected.v1': async ({ data }, tx) => ports(tx).borrowers.setRequest(data, 'rejected'),
    'loans.loan-request-funded.v1': async ({ data }, tx) => ports(tx).borrowers.setRequest(data, 'funded'),
    'loans.loan-request-ended.v1': async ({ data }, tx) => ports(tx).borrowers.setRequest(data, 'ended'),
  };
}

function identityHandlers({ ports, clock, enqueue }: Dependencies): Handlers {
  const change = async (memberId: string, kyc: 'verified' | 'refused', tx: Tx) => {
    const opened = await changeKyc(ports(tx), { memberId, kyc, at: clock.now() });
    if (opened.length > 0) tx.afterCommit(() => enqueue(opened));
    return ok(undefined);
  };
  return {
    'identity.member-verified.v1': ({ data }, tx) => change(data.memberId, 'verified', tx),
    'identity.member-refused.v1': ({ data }, tx) => change(data.memberId, 'refused', tx),
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
