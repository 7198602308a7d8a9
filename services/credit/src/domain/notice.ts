/**
 * The notice of a decline in plain words. Regulation B (12 CFR 1002.9) asks for the action taken, the specific principal reasons that were
 * really used (four at most are useful), who decided, and the notice of the Equal Credit Opportunity Act.
 */
import { currency, formatMoney, type Id, type Instant, money, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { Assessment } from './assessment.ts';
import type { Reason } from './scorecard.ts';

export type DeclineNotice = {
  readonly assessmentId: Id<'assessment'>;
  readonly decidedAt: Instant;
  readonly reasons: readonly Reason[];
  readonly text: string;
};

const reasonsMax = 4;
/** Rules that say that something is too high without saying what raises it. */
const unspecific: ReadonlySet<string> = new Set(['credit.no_adverse_factor']);

export function declineNotice(assessment: Assessment): Result<DeclineNotice, Rejection<'assessment.not_declined'>> {
  const { assessmentId, status, outcome, completedAt, application } = assessment;
  if (status !== 'declined' || outcome === null || completedAt === null) return reject('assessment.not_declined', { assessmentId, status });
  const reasons = outcome.reasons.filter(({ code }) => !unspecific.has(code)).slice(0, reasonsMax);
  const asked = formatMoney(money(application.amountMinor, currency(application.market)));
  const text = [
    `Your application ${application.requestId} of ${application.submittedOn} for ${asked} over ${application.termMonths} months was declined on ${completedAt.slice(0, 10)}.`,
    '',
    reasons.length === 1 ? 'The principal reason:' : 'The principal reasons:',
    ...reasons.map((reason, at) => `${at + 1}. ${reason.text}`),
    '',
    ...sourceOf(assessment),
    'You may ask a person to look at the decision again, and send what shows that a value above is wrong or has changed.',
    '',
    "The federal Equal Credit Opportunity Act prohibits creditors from discriminating against credit applicants on the basis of race, color, religion, national origin, sex, marital status, age (provided the applicant has the capacity to enter into a binding contract); because all or part of the applicant's income derives from any public assistance program; or because the applicant has in good faith exercised any right under the Consumer Credit Protection Act.",
  ].join('\n');
  return ok({ assessmentId, decidedAt: completedAt, reasons, text });
}

function sourceOf({ outcome, decidedBy }: Assessment): readonly string[] {
  if (outcome === null) return [];
  const by = decidedBy === 'model' ? 'automatically' : 'by a person';
  return [
    `The decision was made ${by}, with the scoring model ${outcome.modelVersion} and version ${outcome.policyVersion} of our credit policy.`,
    `Your score was ${outcome.score} on a scale of 300 to 850.`,
  ];
}
