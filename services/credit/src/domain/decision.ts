/**
 * A credit decision as one pure function of the request, what the platform knew, the model and the policy. Its record holds all four by
 * value or by name and hash, so it can be made again to the same bytes.
 */
import type { Application } from './application.ts';
import { withBureau } from './bureau.ts';
import type { Facts } from './facts.ts';
import { type FeatureVector, featuresOf } from './features.ts';
import { type CreditPolicy, type Verdict, verdictOf } from './policy.ts';
import { type Affordability, affordabilityOf, type Price, priceOf } from './pricing.ts';
import { adjustedPd, oddsFactorOf } from './reputation.ts';
import { type Contribution, score } from './score.ts';
import { type CreditModel, inputsOf } from './scorecard.ts';

/** A model and the SHA-256 of its file in hex. */
export type Model = { readonly scorecard: CreditModel; readonly hash: string };
/** A policy and the SHA-256 of its document in hex. */
export type PolicyInForce = { readonly policy: CreditPolicy; readonly hash: string };

export type CreditRecord = {
  readonly application: Application;
  readonly facts: Facts;
  /** Those that the model reads: a feature that is thought of later changes no record. */
  readonly features: Readonly<Partial<FeatureVector>>;
  readonly modelVersion: string;
  readonly modelHash: string;
  readonly policyVersion: number;
  readonly policyHash: string;
  readonly score: number;
  /** Of the model alone. */
  readonly modelPdPpm: bigint;
  /** What reputation multiplies the odds of repayment by. */
  readonly oddsFactorPpm: bigint;
  /** Probability of charge-off over the term. */
  readonly pdPpm: bigint;
  readonly contributions: readonly Contribution[];
} & Price &
  Affordability &
  Verdict;

type Inputs = { readonly application: Application; readonly facts: Facts };

export function decideCredit({ application, facts }: Inputs, model: Model, { policy, hash }: PolicyInForce): CreditRecord {
  const judged = withBureau(application, facts.bureau, policy.bureau);
  const features = featuresOf(judged);
  const scored = score(features, model.scorecard);
  const oddsFactorPpm = oddsFactorOf(facts.reputation, policy.reputation);
  const pdPpm = adjustedPd(scored.pdPpm, oddsFactorPpm);
  const price = priceOf(pdPpm, application.termMonths, policy.pricing);
  const affordability = affordabilityOf(judged, price.referenceRatePpm);
  const { contributions, reasons } = scored;
  const verdict = verdictOf({ application: judged, facts, features, pdPpm, oddsFactorPpm, affordability, reasons }, policy);
  return {
    ...{ application, facts, features: readBy(model, features), contributions },
    ...{ modelVersion: model.scorecard.modelVersion, modelHash: model.hash, policyVersion: policy.policyVersion, policyHash: hash },
    ...{ score: scored.score, modelPdPpm: scored.pdPpm, oddsFactorPpm, pdPpm },
    ...price,
    ...affordability,
    ...verdict,
  };
}

function readBy({ scorecard }: Model, vector: FeatureVector): Readonly<Partial<FeatureVector>> {
  return Object.fromEntries(inputsOf(scorecard).map((name) => [name, vector[name]]));
}
