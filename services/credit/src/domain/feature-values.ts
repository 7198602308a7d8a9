/**
 * The features of an application by position and as numbers: the values of `featuresOf`, for scores that leave no record. A property test
 * holds the two together.
 */
import { type CalendarDate, mulDiv, onePpm } from '@mutua/kernel';
import { type CategoryFeature, categoryFeatures, type Feature, type FeatureVector, numericFeatures, type Scorable } from './features.ts';

/** Numbers in the order of `numericFeatures`, NaN where the value is missing; categories in that of `categoryFeatures`. */
export type FeatureValues = { readonly numbers: Float64Array; readonly categories: string[] };

export function emptyValues(): FeatureValues {
  return { numbers: new Float64Array(numericFeatures.length), categories: categoryFeatures.map(() => '') };
}

/** Where a feature is, in `categories` or in `numbers`. */
export function positionOf(name: Feature): number {
  return isCategory(name) ? categoryFeatures.indexOf(name) : numericFeatures.indexOf(name);
}

export function isCategory(name: Feature): name is CategoryFeature {
  return name === 'purpose' || name === 'homeOwnership';
}

export function valuesOfVector(vector: FeatureVector, { numbers, categories }: FeatureValues): void {
  for (const [at, name] of numericFeatures.entries()) numbers[at] = numberOf(vector[name]);
  categories[0] = vector.purpose;
  categories[1] = vector.homeOwnership;
}

/** Written out by position: names read in a loop cost more than all of the scoring. */
export function valuesOf(application: Scorable, { numbers, categories }: FeatureValues): void {
  const { profile, amountMinor } = application;
  const { annualIncomeMinor: income, revolvingBalanceMinor: balance, earliestCreditLineOn: opened } = profile;
  const [asked, earned, owed] = [Number(amountMinor), numberOf(income), numberOf(balance)];
  numbers[0] = numberOf(profile.debtToIncomePpm);
  numbers[1] = earned;
  numbers[2] = income === null || income <= 0n ? Number.NaN : (ratioPpm(asked, earned) ?? exactRatioPpm(amountMinor, income));
  numbers[3] = profile.inquiries6m ?? Number.NaN;
  numbers[4] = profile.delinquencies2y ?? Number.NaN;
  numbers[5] = numberOf(profile.revolvingUtilisationPpm);
  numbers[6] = profile.publicRecords ?? Number.NaN;
  numbers[7] = opened === null ? Number.NaN : Math.max(0, monthNumber(application.submittedOn) - monthNumber(opened));
  numbers[8] = application.termMonths;
  numbers[9] = profile.ficoLow ?? Number.NaN;
  numbers[10] = asked;
  numbers[11] = balance === null ? Number.NaN : (ratioPpm(asked, owed + 100) ?? exactRatioPpm(amountMinor, balance + 100n));
  numbers[12] = profile.openAccounts ?? Number.NaN;
  numbers[13] = profile.totalAccounts ?? Number.NaN;
  numbers[14] = owed;
  numbers[15] = profile.monthsSinceDelinquency ?? Number.NaN;
  numbers[16] = profile.employmentLengthYears ?? Number.NaN;
  categories[0] = application.purpose;
  categories[1] = profile.homeOwnership;
}

function numberOf(value: bigint | null): number {
  return value === null ? Number.NaN : Number(value);
}

function exactRatioPpm(part: bigint, whole: bigint): number {
  return Number(mulDiv(part, onePpm, whole, 'half-even'));
}

/** Half-even. Exact in doubles while the product is a safe integer, so up to 90 million units; undefined beyond. */
function ratioPpm(part: number, over: number): number | undefined {
  const product = part * 1_000_000;
  if (!(product >= 0 && product <= Number.MAX_SAFE_INTEGER && over > 0 && over <= Number.MAX_SAFE_INTEGER)) return undefined;
  // A quotient below 2^53 may be rounded up to the next whole number; the remainder, which is exact, then is negative.
  let quotient = Math.floor(product / over);
  let remainder = product - quotient * over;
  if (remainder < 0) {
    quotient -= 1;
    remainder += over;
  }
  const twice = remainder * 2;
  return twice > over || (twice === over && quotient % 2 === 1) ? quotient + 1 : quotient;
}

/** Months since the year 0 of a date `YYYY-MM-DD`. */
function monthNumber(date: CalendarDate): number {
  const year = digit(date, 0) * 1000 + digit(date, 1) * 100 + digit(date, 2) * 10 + digit(date, 3);
  return year * 12 + digit(date, 5) * 10 + digit(date, 6);
}

function digit(text: string, at: number): number {
  return text.charCodeAt(at) - 48;
}
