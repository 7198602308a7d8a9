/** Generated from libs/contracts/events by `npm run generate`. Do not edit. */

/**
 * Integer minor units (cents) as decimal text.
 */
export type AmountMinor = string;
/**
 * ISO 4217 alphabetic code.
 */
export type Currency = string;
/**
 * A rate in parts per million; per year where time is meant. 12 % is 120000.
 */
export type RatePpm = number;
/**
 * A calendar day, YYYY-MM-DD.
 */
export type Date = string;
/**
 * An instant in UTC with milliseconds.
 */
export type Instant = string;
/**
 * A market is a currency.
 */
export type Market = string;
/**
 * Credit grade, best first.
 */
export type Grade = string;
/**
 * A stable dotted code, such as loan.not_open.
 */
export type Code = string;
/**
 * Length of a loan in months.
 */
export type TermMonths = number;
/**
 * A hash as lower-case hexadecimal text.
 */
export type Hash = string;
/**
 * Id of a member.
 */
export type MemberId = string;
/**
 * Id of a loan product.
 */
export type ProductId = string;
/**
 * Id of a loan request.
 */
export type RequestId = string;
/**
 * Id of a offer.
 */
export type OfferId = string;
/**
 * Id of a contract.
 */
export type ContractId = string;
/**
 * Id of a loan.
 */
export type LoanId = string;
/**
 * Id of a note.
 */
export type NoteId = string;
/**
 * Id of a hold.
 */
export type HoldId = string;
/**
 * Id of a fill.
 */
export type FillId = string;
/**
 * Id of a batch.
 */
export type BatchId = string;
/**
 * Id of a assessment.
 */
export type AssessmentId = string;
/**
 * Id of a wallet.
 */
export type WalletId = string;
/**
 * Id of a account.
 */
export type AccountId = string;
/**
 * Id of a journal.
 */
export type JournalId = string;
/**
 * Id of a deposit.
 */
export type DepositId = string;
/**
 * Id of a withdrawal.
 */
export type WithdrawalId = string;
/**
 * Id of a transfer.
 */
export type TransferId = string;
/**
 * Id of a repayment.
 */
export type RepaymentId = string;
/**
 * Id of a instalment.
 */
export type InstalmentId = string;
/**
 * Id of a distribution.
 */
export type DistributionId = string;
/**
 * Id of a kyc case.
 */
export type CaseId = string;
/**
 * Id of a bank account.
 */
export type BankAccountId = string;
/**
 * Id of a event.
 */
export type EventId = string;
/**
 * Id of a dead letter.
 */
export type DeadLetterId = string;
/**
 * Id of a approval.
 */
export type ApprovalId = string;
/**
 * Id of a audit event.
 */
export type AuditEventId = string;
/**
 * Id of a recovery.
 */
export type RecoveryId = string;
/**
 * Id of a mandate.
 */
export type MandateId = string;
/**
 * Id of a trace.
 */
export type TraceId = string;

/**
 * An amount of one currency in minor units.
 */
export interface Money {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * A reason: a stable code and a text for people.
 */
export interface Reason {
  code: Code;
  text: string;
}
/**
 * A credit decision. A later one of the same request replaces it: a person decided or two overruled, or facts changed and it was judged anew.
 */
export interface CreditAssessmentCompletedV1 {
  assessmentId: AssessmentId;
  requestId: RequestId;
  decision: 'approved' | 'declined' | 'referred';
  score: number;
  /**
   * Probability of charge-off over the life of the loan.
   */
  pdPpm: number;
  grade: Grade;
  /**
   * What a lender needs for this risk: base rate, expected loss and margin.
   */
  referenceRatePpm: number;
  /**
   * @maxItems 8
   */
  reasons:
    | []
    | [Reason]
    | [Reason, Reason]
    | [Reason, Reason, Reason]
    | [Reason, Reason, Reason, Reason]
    | [Reason, Reason, Reason, Reason, Reason]
    | [Reason, Reason, Reason, Reason, Reason, Reason]
    | [Reason, Reason, Reason, Reason, Reason, Reason, Reason]
    | [Reason, Reason, Reason, Reason, Reason, Reason, Reason, Reason];
  modelVersion: string;
}
/**
 * The identity of the member could not be confirmed.
 */
export interface IdentityMemberRefusedV1 {
  memberId: string;
  reason: string;
}
/**
 * A member has registered. Personal data never leaves identity.
 */
export interface IdentityMemberRegisteredV1 {
  memberId: string;
  kind: 'person' | 'business';
  country: string;
}
/**
 * The roles of the member were replaced.
 */
export interface IdentityMemberRolesChangedV1 {
  memberId: string;
  /**
   * @minItems 1
   */
  roles: ['member' | 'admin' | 'auditor', ...('member' | 'admin' | 'auditor')[]];
}
/**
 * The identity of the member is confirmed: it may borrow and lend.
 */
export interface IdentityMemberVerifiedV1 {
  memberId: string;
}
/**
 * The borrower signed: payments captures the holds, issues the notes and pays out.
 */
export interface LoansLoanContractedV1 {
  loanId: LoanId;
  contractId: ContractId;
  requestId: RequestId;
  borrowerId: MemberId;
  market: Market;
  productId: ProductId;
  grade: Grade;
  purpose:
    | 'car'
    | 'credit-card'
    | 'debt-consolidation'
    | 'educational'
    | 'home-improvement'
    | 'house'
    | 'major-purchase'
    | 'medical'
    | 'moving'
    | 'other'
    | 'renewable-energy'
    | 'small-business'
    | 'vacation'
    | 'wedding';
  principal: Money;
  originationFee: Money1;
  ratePpm: RatePpm;
  termMonths: TermMonths;
  method: 'annuity' | 'linear' | 'bullet';
  frequency: 'monthly';
  dayCount: '30/360-us' | '30e/360' | 'act/360' | 'act/364' | 'act/365f' | 'act/act-isda';
  /**
   * Of the interest of each period.
   */
  rounding: 'half-up' | 'half-even' | 'half-down' | 'ceiling' | 'floor' | 'up' | 'down';
  /**
   * Of the equal instalment.
   */
  instalmentRounding: 'half-up' | 'half-even' | 'half-down' | 'ceiling' | 'floor' | 'up' | 'down';
  lateFee: {
    /**
     * A rate in parts per million; per year where time is meant. 12 % is 120000.
     */
    ratePpm: number;
    minimum: Money;
    graceDays: number;
  };
  /**
   * A rate in parts per million; per year where time is meant. 12 % is 120000.
   */
  serviceFeePpm: number;
  /**
   * A rate in parts per million; per year where time is meant. 12 % is 120000.
   */
  recoveryFeePpm: number;
  /**
   * Days past due at which the loan is in default.
   */
  defaultAfterDays: number;
  chargeOffAfterDays: number;
  signedOn: Date;
  /**
   * SHA-256 of the canonical terms and schedule that the borrower accepted.
   */
  termsHash: string;
  /**
   * @minItems 1
   */
  slices: [
    {
      noteId: NoteId;
      offerId: OfferId;
      holdId: HoldId;
      lenderId: MemberId;
      principal: Money;
      ratePpm: RatePpm;
    },
    ...{
      noteId: NoteId;
      offerId: OfferId;
      holdId: HoldId;
      lenderId: MemberId;
      principal: Money;
      ratePpm: RatePpm;
    }[]
  ];
}
/**
 * An amount of one currency in minor units.
 */
export interface Money1 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * The contract of a filled request was not signed: the fills go back to their offers.
 */
export interface LoansLoanRequestContractLapsedV1 {
  requestId: RequestId;
  cause: 'deadline' | 'withdrawn';
}
/**
 * The request ended without a loan.
 */
export interface LoansLoanRequestEndedV1 {
  requestId: RequestId;
  borrowerId: MemberId;
  outcome: 'expired' | 'withdrawn' | 'declined' | 'lapsed';
}
/**
 * The amount is found and the contract is made; it waits for the signature of the borrower.
 */
export interface LoansLoanRequestFundedV1 {
  requestId: RequestId;
  borrowerId: MemberId;
  amount: Money;
  ratePpm: RatePpm;
  contractId: ContractId;
}
/**
 * The request is open for funding; its terms are frozen from here on.
 */
export interface LoansLoanRequestListedV1 {
  requestId: RequestId;
  borrowerId: MemberId;
  market: Market;
  productId: ProductId;
  amount: Money;
  minimumAmount: Money2;
  noteMinimum: Money3;
  termMonths: TermMonths;
  purpose:
    | 'car'
    | 'credit-card'
    | 'debt-consolidation'
    | 'educational'
    | 'home-improvement'
    | 'house'
    | 'major-purchase'
    | 'medical'
    | 'moving'
    | 'other'
    | 'renewable-energy'
    | 'small-business'
    | 'vacation'
    | 'wedding';
  grade: Grade;
  /**
   * A rate in parts per million; per year where time is meant. 12 % is 120000.
   */
  ratePpm: number;
  listedOn: Date;
  /**
   * A calendar day, YYYY-MM-DD.
   */
  closesOn: string;
  clearing: 'posted-rate';
  /**
   * How the request is funded; what is not said is as before: posted rate, continuous, by time, when full.
   */
  mechanism?: {
    /**
     * With the last two the posted rate is the highest one.
     */
    clearing?: 'posted-rate' | 'uniform-price' | 'pay-your-bid';
    timing?: 'continuous' | 'batch';
    /**
     * Who is filled where the last rate cannot be filled whole.
     */
    allocation?: 'time' | 'pro-rata' | 'random' | 'idle-share';
    /**
     * at-deadline: cheaper money displaces dearer until the closing date.
     */
    closing?: 'when-full' | 'at-deadline';
  };
  /**
   * Members who may not lend here besides the borrower.
   */
  relatedIds?: MemberId[];
}
/**
 * An amount of one currency in minor units.
 */
export interface Money2 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money3 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * The borrower takes the amount that was filled by the closing date.
 */
export interface LoansLoanRequestPartialAcceptedV1 {
  requestId: RequestId;
}
/**
 * The borrower does not take the partial amount: the fills go back to their offers.
 */
export interface LoansLoanRequestPartialDeclinedV1 {
  requestId: RequestId;
  cause: 'declined' | 'withdrawn' | 'timeout';
}
/**
 * The request will not be listed, or its market did not take the listing.
 */
export interface LoansLoanRequestRejectedV1 {
  requestId: RequestId;
  borrowerId: MemberId;
  /**
   * @minItems 1
   */
  reasons: [Reason, ...Reason[]];
}
/**
 * Members who may not lend to a listed request from now on, besides those that its listing named. What they lent before stands.
 */
export interface LoansLoanRequestRelatedV1 {
  requestId: RequestId;
  /**
   * @minItems 1
   */
  relatedIds: [MemberId, ...MemberId[]];
}
/**
 * A borrower asks for a loan; it waits for a credit decision.
 */
export interface LoansLoanRequestSubmittedV1 {
  requestId: RequestId;
  borrowerId: MemberId;
  market: Market;
  productId: ProductId;
  amount: Money;
  termMonths: TermMonths;
  purpose:
    | 'car'
    | 'credit-card'
    | 'debt-consolidation'
    | 'educational'
    | 'home-improvement'
    | 'house'
    | 'major-purchase'
    | 'medical'
    | 'moving'
    | 'other'
    | 'renewable-energy'
    | 'small-business'
    | 'vacation'
    | 'wedding';
  /**
   * A rate in parts per million; per year where time is meant. 12 % is 120000.
   */
  maxRatePpm: number;
  /**
   * What the borrower states; null is unknown. Null scores by its own bin.
   */
  profile: {
    annualIncomeMinor: string | null;
    employmentLengthYears: number | null;
    homeOwnership: 'rent' | 'own' | 'mortgage' | 'other';
    debtToIncomePpm: number | null;
    delinquencies2y: number | null;
    inquiries6m: number | null;
    openAccounts: number | null;
    publicRecords: number | null;
    revolvingBalanceMinor: AmountMinor | null;
    revolvingUtilisationPpm: number | null;
    totalAccounts: number | null;
    monthsSinceDelinquency: number | null;
    monthsSinceRecord: number | null;
    earliestCreditLineOn: Date | null;
    ficoLow: number | null;
  };
  /**
   * A calendar day, YYYY-MM-DD.
   */
  submittedOn: string;
  submittedAt: Instant;
}
/**
 * The borrower asks to take a listed request back; matching decides whether a last fill came first.
 */
export interface LoansLoanRequestWithdrawalRequestedV1 {
  requestId: RequestId;
}
/**
 * The money of the offer is held: it may be filled.
 */
export interface LoansOfferActivatedV1 {
  offerId: OfferId;
  lenderId: MemberId;
  market: Market;
  kind: 'standing' | 'directed';
  requestId: RequestId | null;
  total: Money;
  criteria: {
    minRatePpm: RatePpm;
    /**
     * @minItems 1
     */
    grades: [Grade, ...Grade[]];
    minTermMonths: TermMonths;
    maxTermMonths: TermMonths;
    purposes:
      | [
          (
            | 'car'
            | 'credit-card'
            | 'debt-consolidation'
            | 'educational'
            | 'home-improvement'
            | 'house'
            | 'major-purchase'
            | 'medical'
            | 'moving'
            | 'other'
            | 'renewable-energy'
            | 'small-business'
            | 'vacation'
            | 'wedding'
          ),
          ...(
            | 'car'
            | 'credit-card'
            | 'debt-consolidation'
            | 'educational'
            | 'home-improvement'
            | 'house'
            | 'major-purchase'
            | 'medical'
            | 'moving'
            | 'other'
            | 'renewable-energy'
            | 'small-business'
            | 'vacation'
            | 'wedding'
          )[]
        ]
      | null;
    capPerLoan: Money4;
    capPerBorrower?: Money5;
    /**
     * At most this part of the lender's portfolio into all loans of one borrower.
     */
    capOfPortfolio?: {
      sharePpm: RatePpm;
      portfolio?: Money6;
    };
    minimumSlice?: Money7;
  };
  goodTillOn: string | null;
  placedAt: Instant;
  holdId: HoldId;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money4 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money5 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money6 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money7 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * The lender wants other terms for an active offer; matching decides whether they come in time. All terms are given, those that stay included.
 */
export interface LoansOfferAmendmentRequestedV1 {
  offerId: OfferId;
  market: Market;
  reduction: Money8;
  criteria: {
    minRatePpm: RatePpm;
    /**
     * @minItems 1
     */
    grades: [Grade, ...Grade[]];
    minTermMonths: TermMonths;
    maxTermMonths: TermMonths;
    purposes:
      | [
          (
            | 'car'
            | 'credit-card'
            | 'debt-consolidation'
            | 'educational'
            | 'home-improvement'
            | 'house'
            | 'major-purchase'
            | 'medical'
            | 'moving'
            | 'other'
            | 'renewable-energy'
            | 'small-business'
            | 'vacation'
            | 'wedding'
          ),
          ...(
            | 'car'
            | 'credit-card'
            | 'debt-consolidation'
            | 'educational'
            | 'home-improvement'
            | 'house'
            | 'major-purchase'
            | 'medical'
            | 'moving'
            | 'other'
            | 'renewable-energy'
            | 'small-business'
            | 'vacation'
            | 'wedding'
          )[]
        ]
      | null;
    capPerLoan: Money9;
    capPerBorrower?: Money10;
    /**
     * At most this part of the lender's portfolio into all loans of one borrower.
     */
    capOfPortfolio?: {
      sharePpm: RatePpm;
      portfolio?: Money11;
    };
    minimumSlice?: Money12;
  };
  goodTillOn: string | null;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money8 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money9 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money10 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money11 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money12 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * The offer takes no further fills.
 */
export interface LoansOfferEndedV1 {
  offerId: OfferId;
  lenderId: MemberId;
  outcome: 'revoked' | 'expired' | 'exhausted' | 'request-closed';
}
/**
 * A lender offers money; it waits for a hold in escrow.
 */
export interface LoansOfferPlacedV1 {
  offerId: OfferId;
  lenderId: MemberId;
  market: Market;
  kind: 'standing' | 'directed';
  requestId: RequestId | null;
  total: Money;
  criteria: {
    minRatePpm: RatePpm;
    /**
     * @minItems 1
     */
    grades: [Grade, ...Grade[]];
    minTermMonths: TermMonths;
    maxTermMonths: TermMonths;
    purposes:
      | [
          (
            | 'car'
            | 'credit-card'
            | 'debt-consolidation'
            | 'educational'
            | 'home-improvement'
            | 'house'
            | 'major-purchase'
            | 'medical'
            | 'moving'
            | 'other'
            | 'renewable-energy'
            | 'small-business'
            | 'vacation'
            | 'wedding'
          ),
          ...(
            | 'car'
            | 'credit-card'
            | 'debt-consolidation'
            | 'educational'
            | 'home-improvement'
            | 'house'
            | 'major-purchase'
            | 'medical'
            | 'moving'
            | 'other'
            | 'renewable-energy'
            | 'small-business'
            | 'vacation'
            | 'wedding'
          )[]
        ]
      | null;
    capPerLoan: Money13;
    capPerBorrower?: Money14;
    /**
     * At most this part of the lender's portfolio into all loans of one borrower.
     */
    capOfPortfolio?: {
      sharePpm: RatePpm;
      portfolio?: Money15;
    };
    minimumSlice?: Money16;
  };
  goodTillOn: string | null;
  placedAt: Instant;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money13 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money14 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money15 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money16 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * No money could be held for the offer.
 */
export interface LoansOfferRefusedV1 {
  offerId: OfferId;
  lenderId: MemberId;
  code: Code;
}
/**
 * The lender takes the unfilled part back; matching decides what is unfilled.
 */
export interface LoansOfferRevocationRequestedV1 {
  offerId: OfferId;
}
/**
 * Offers filled a part of a request; the money stays on hold for it.
 */
export interface MatchingFillsMadeV1 {
  requestId: RequestId;
  market: Market;
  /**
   * The new fills, best offer first.
   *
   * @minItems 1
   */
  fills: [
    {
      fillId: FillId;
      offerId: OfferId;
      lenderId: MemberId;
      amount: Money;
      /**
       * A rate in parts per million; per year where time is meant. 12 % is 120000.
       */
      ratePpm: number;
    },
    ...{
      fillId: FillId;
      offerId: OfferId;
      lenderId: MemberId;
      amount: Money;
      /**
       * A rate in parts per million; per year where time is meant. 12 % is 120000.
       */
      ratePpm: number;
    }[]
  ];
  filled: Money17;
  remaining: Money18;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money17 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money18 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * Cheaper money displaced fills of a request that stays open to its deadline. What was displaced is back in its offer and may be filled again; the hold of the offer does not change.
 */
export interface MatchingFillsOutbidV1 {
  requestId: RequestId;
  market: Market;
  /**
   * The displaced fills, the dearest first.
   *
   * @minItems 1
   */
  outbid: [
    {
      fillId: FillId;
      offerId: OfferId;
      lenderId: MemberId;
      released: Money19;
      left: Money20;
    },
    ...{
      fillId: FillId;
      offerId: OfferId;
      lenderId: MemberId;
      released: Money19;
      left: Money20;
    }[]
  ];
}
/**
 * An amount of one currency in minor units.
 */
export interface Money19 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money20 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * From here on the market takes only what these rules allow; what is in the book stays. The aggregate is the market.
 */
export interface MatchingMarketRulesChangedV1 {
  market: Market;
  /**
   * A rate in parts per million; per year where time is meant. 12 % is 120000.
   */
  rateStepPpm: number;
  rateMinPpm: RatePpm;
  rateMaxPpm: RatePpm;
  /**
   * Null takes every grade.
   */
  grades: [Grade, ...Grade[]] | null;
  minTermMonths: TermMonths;
  maxTermMonths: TermMonths;
  /**
   * Null takes every purpose.
   */
  purposes: [string, ...string[]] | null;
}
/**
 * The terms of the last amendment hold from here on; what was filled before stays as it is.
 */
export interface MatchingOfferAmendedV1 {
  offerId: OfferId;
  lenderId: MemberId;
  market: Market;
  freed: Money21;
  /**
   * Whether the offer kept its place in the queues; who asks for a new rate or for anything wider arrives anew.
   */
  isPlaceKept: boolean;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money21 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * The last amendment came too late or is none that the market takes: the terms stay as they were.
 */
export interface MatchingOfferAmendmentRefusedV1 {
  offerId: OfferId;
  market: Market;
  /**
   * A stable dotted code, such as loan.not_open.
   */
  code: string;
}
/**
 * The offer takes part no more; what was unfilled leaves its hold. Its fills stand.
 */
export interface MatchingOfferClosedV1 {
  offerId: OfferId;
  lenderId: MemberId;
  market: Market;
  /**
   * exhausted: what is left is less than the smallest note.
   */
  outcome: 'revoked' | 'expired' | 'exhausted' | 'request-closed';
  freed: Money22;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money22 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * A fill came back to an offer that is already closed; the money leaves its hold.
 */
export interface MatchingOfferFreedV1 {
  offerId: OfferId;
  lenderId: MemberId;
  market: Market;
  freed: Money;
}
/**
 * An offer breaks a rule of the book or of the market and was never in it; all of its money leaves the hold.
 */
export interface MatchingOfferRefusedV1 {
  offerId: OfferId;
  lenderId: MemberId;
  market: Market;
  /**
   * A stable dotted code, such as loan.not_open.
   */
  code: string;
  freed: Money;
}
/**
 * The request ended without a loan; its fills went back to their offers, or to the lender where the offer is closed.
 */
export interface MatchingRequestClosedV1 {
  requestId: RequestId;
  market: Market;
  outcome: 'expired' | 'withdrawn' | 'declined' | 'lapsed';
  /**
   * What went back, in the order it was filled.
   */
  released: {
    offerId: OfferId;
    amount: Money;
  }[];
}
/**
 * The whole amount of the request is filled; it takes no more.
 */
export interface MatchingRequestFilledV1 {
  requestId: RequestId;
  market: Market;
  amount: Money;
  /**
   * A rate in parts per million; per year where time is meant. 12 % is 120000.
   */
  ratePpm: number;
  /**
   * All fills in the order they were made.
   *
   * @minItems 1
   */
  fills: [
    {
      fillId: FillId;
      offerId: OfferId;
      lenderId: MemberId;
      amount: Money;
      /**
       * A rate in parts per million; per year where time is meant. 12 % is 120000.
       */
      ratePpm: number;
    },
    ...{
      fillId: FillId;
      offerId: OfferId;
      lenderId: MemberId;
      amount: Money;
      /**
       * A rate in parts per million; per year where time is meant. 12 % is 120000.
       */
      ratePpm: number;
    }[]
  ];
}
/**
 * The closing date has passed with enough filled: the borrower may take the part. It takes no more.
 */
export interface MatchingRequestPartiallyFilledV1 {
  requestId: RequestId;
  market: Market;
  filled: Money;
  /**
   * A rate in parts per million; per year where time is meant. 12 % is 120000.
   */
  ratePpm: number;
  /**
   * All fills in the order they were made.
   *
   * @minItems 1
   */
  fills: [
    {
      fillId: FillId;
      offerId: OfferId;
      lenderId: MemberId;
      amount: Money;
      /**
       * A rate in parts per million; per year where time is meant. 12 % is 120000.
       */
      ratePpm: number;
    },
    ...{
      fillId: FillId;
      offerId: OfferId;
      lenderId: MemberId;
      amount: Money;
      /**
       * A rate in parts per million; per year where time is meant. 12 % is 120000.
       */
      ratePpm: number;
    }[]
  ];
}
/**
 * A listing breaks a rule of the book or of the market and was never in it; nothing was filled.
 */
export interface MatchingRequestRefusedV1 {
  requestId: RequestId;
  borrowerId: MemberId;
  market: Market;
  /**
   * A stable dotted code, such as loan.not_open.
   */
  code: string;
}
/**
 * Everything that belongs to a business date is done.
 */
export interface PaymentsBusinessDayClosedV1 {
  businessDate: Date;
  /**
   * Counts of the close of business.
   */
  summary: {
    loans: number;
    instalmentsDue: number;
    collected: number;
    refused: number;
    returned: number;
    lateFees: number;
    inArrears: number;
    defaulted: number;
    chargedOff: number;
    closed: number;
    setAside: number;
  };
}
/**
 * The platform works on a new business date.
 */
export interface PaymentsBusinessDayOpenedV1 {
  businessDate: Date;
  previous: Date | null;
}
/**
 * The loan is in service again with all its principal.
 */
export interface PaymentsChargeOffUndoneV1 {
  loanId: LoanId;
  principal: Money;
  toProvisionFund?: Money23;
  on: Date;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money23 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * Money from a bank account is in the wallet.
 */
export interface PaymentsDepositClearedV1 {
  depositId: DepositId;
  walletId: WalletId;
  memberId: MemberId;
  amount: Money;
}
/**
 * The bank refused a deposit; the wallet never had it.
 */
export interface PaymentsDepositFailedV1 {
  depositId: DepositId;
  walletId: WalletId;
  memberId: MemberId;
  amount: Money;
  code: Code;
}
/**
 * A cleared deposit was taken back by the bank within its return window.
 */
export interface PaymentsDepositReturnedV1 {
  depositId: DepositId;
  walletId: WalletId;
  memberId: MemberId;
  amount: Money;
  code: Code;
}
/**
 * A contracted loan could not be paid out; nothing moved.
 */
export interface PaymentsDisbursementFailedV1 {
  loanId: LoanId;
  requestId: RequestId;
  code: Code;
}
/**
 * The borrower is to be reminded of what is past due; a level for each configured day.
 */
export interface PaymentsDunningDueV1 {
  loanId: LoanId;
  level: number;
  daysPastDue: number;
  overdue: Money;
  on: Date;
}
/**
 * A part of a hold became the note of a loan.
 */
export interface PaymentsHoldCapturedV1 {
  holdId: HoldId;
  offerId: OfferId;
  loanId: LoanId;
  amount: Money;
}
/**
 * Money of an offer is reserved in the wallet of the lender.
 */
export interface PaymentsHoldPlacedV1 {
  holdId: HoldId;
  offerId: OfferId;
  lenderId: MemberId;
  amount: Money;
  portfolio?: Money24;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money24 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * The money of an offer could not be reserved; nothing was held.
 */
export interface PaymentsHoldRefusedV1 {
  holdId: HoldId;
  offerId: OfferId;
  lenderId: MemberId;
  /**
   * A stable dotted code, such as loan.not_open.
   */
  code: string;
}
/**
 * A part of a hold went back to the available balance of the lender.
 */
export interface PaymentsHoldReleasedV1 {
  holdId: HoldId;
  offerId: OfferId;
  amount: Money;
  remaining: Money25;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money25 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An instalment falls due on the business date of the event.
 */
export interface PaymentsInstalmentDueV1 {
  loanId: LoanId;
  nr: number;
  due: Money;
  dueOn: Date;
}
/**
 * Journals that one transaction posted. All of these events together give every balance; a long journal is told in parts, each with some of its transfers. The aggregate is the first journal.
 */
export interface PaymentsJournalsPostedV1 {
  /**
   * @minItems 1
   */
  journals: [
    {
      journalId: string;
      reference: string;
      kind: string;
      businessDate: Date;
      /**
       * @minItems 1
       */
      transfers: [
        {
          /**
           * The account that pays.
           */
          debit: string;
          /**
           * The account that receives; of the same currency.
           */
          credit: string;
          /**
           * Minor units of the currency of both accounts, more than zero.
           */
          amountMinor: string;
          /**
           * pend reserves, post-pending moves a part of a reservation, void-pending frees a part of it.
           */
          kind: 'post' | 'pend' | 'post-pending' | 'void-pending';
          /**
           * As in the chart of accounts.
           */
          code: string;
          /**
           * The reservation, for every kind but post.
           */
          pendingId?: string;
        },
        ...{
          /**
           * The account that pays.
           */
          debit: string;
          /**
           * The account that receives; of the same currency.
           */
          credit: string;
          /**
           * Minor units of the currency of both accounts, more than zero.
           */
          amountMinor: string;
          /**
           * pend reserves, post-pending moves a part of a reservation, void-pending frees a part of it.
           */
          kind: 'post' | 'pend' | 'post-pending' | 'void-pending';
          /**
           * As in the chart of accounts.
           */
          code: string;
          /**
           * The reservation, for every kind but post.
           */
          pendingId?: string;
        }[]
      ];
    },
    ...{
      journalId: string;
      reference: string;
      kind: string;
      businessDate: Date;
      /**
       * @minItems 1
       */
      transfers: [
        {
          /**
           * The account that pays.
           */
          debit: string;
          /**
           * The account that receives; of the same currency.
           */
          credit: string;
          /**
           * Minor units of the currency of both accounts, more than zero.
           */
          amountMinor: string;
          /**
           * pend reserves, post-pending moves a part of a reservation, void-pending frees a part of it.
           */
          kind: 'post' | 'pend' | 'post-pending' | 'void-pending';
          /**
           * As in the chart of accounts.
           */
          code: string;
          /**
           * The reservation, for every kind but post.
           */
          pendingId?: string;
        },
        ...{
          /**
           * The account that pays.
           */
          debit: string;
          /**
           * The account that receives; of the same currency.
           */
          credit: string;
          /**
           * Minor units of the currency of both accounts, more than zero.
           */
          amountMinor: string;
          /**
           * pend reserves, post-pending moves a part of a reservation, void-pending frees a part of it.
           */
          kind: 'post' | 'pend' | 'post-pending' | 'void-pending';
          /**
           * As in the chart of accounts.
           */
          code: string;
          /**
           * The reservation, for every kind but post.
           */
          pendingId?: string;
        }[]
      ];
    }[]
  ];
}
/**
 * A late fee was added to an overdue instalment.
 */
export interface PaymentsLateFeeChargedV1 {
  loanId: LoanId;
  nr: number;
  amount: Money;
  on: Date;
}
/**
 * Everything of the loan is due at once.
 */
export interface PaymentsLoanAcceleratedV1 {
  loanId: LoanId;
  due: Money;
  on: Date;
}
/**
 * Nothing of the loan is past due any more: its interest is counted on again.
 */
export interface PaymentsLoanAccrualResumedV1 {
  loanId: LoanId;
  on: Date;
}
/**
 * The loan was declared uncollectable; later receipts are recoveries.
 */
export interface PaymentsLoanChargedOffV1 {
  loanId: LoanId;
  principal: Money26;
  on: Date;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money26 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * The borrower owes nothing more.
 */
export interface PaymentsLoanClosedV1 {
  loanId: LoanId;
  outcome: 'repaid' | 'prepaid' | 'settled';
  closedOn: Date;
}
/**
 * Nothing of the loan is overdue any more.
 */
export interface PaymentsLoanCuredV1 {
  loanId: LoanId;
  on: Date;
}
/**
 * The loan passed the days past due at which its product calls it defaulted.
 */
export interface PaymentsLoanDefaultedV1 {
  loanId: LoanId;
  daysPastDue: number;
  on: Date;
}
/**
 * Holds captured, notes issued and the borrower paid, in one transaction.
 */
export interface PaymentsLoanDisbursedV1 {
  loanId: LoanId;
  requestId: RequestId;
  borrowerId: MemberId;
  principal: Money;
  originationFee: Money;
  net: Money27;
  disbursedOn: Date;
  firstDueOn: Date;
  maturesOn: Date;
  instalment: Money28;
  scheduleHash: string;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money27 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money28 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * The days-past-due bucket of a loan became worse.
 */
export interface PaymentsLoanInArrearsV1 {
  loanId: LoanId;
  daysPastDue: number;
  bucket: 'grace' | 'late-16-30' | 'late-31-120' | 'default';
}
/**
 * The loan is so late that its interest to come is not counted on any more.
 */
export interface PaymentsLoanNonAccrualV1 {
  loanId: LoanId;
  daysPastDue: number;
  on: Date;
}
/**
 * A receipt that had closed the loan was taken back.
 */
export interface PaymentsLoanReopenedV1 {
  loanId: LoanId;
  on: Date;
}
/**
 * A covered loan was charged off, and its claim on the provision fund was decided by the published rules.
 */
export interface PaymentsProvisionClaimDecidedV1 {
  loanId: LoanId;
  claim: Money29;
  paid: Money30;
  rulesVersion: number;
  on: Date;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money29 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money30 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * Money came in for a charged-off loan.
 */
export interface PaymentsRecoveryReceivedV1 {
  loanId: LoanId;
  recoveryId: RecoveryId;
  amount: Money;
  fee: Money31;
  toProvisionFund?: Money32;
  on: Date;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money31 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money32 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * A recovery of a charged-off loan is not in force any more; its shares and its fee were taken back.
 */
export interface PaymentsRecoveryReversedV1 {
  loanId: LoanId;
  recoveryId: RecoveryId;
  amount: Money;
  reason: 'reversed' | 'booked-again';
  on: Date;
}
/**
 * A repayment was shared out to the notes of the loan, to the cent.
 */
export interface PaymentsRepaymentDistributedV1 {
  loanId: LoanId;
  repaymentId: RepaymentId;
  /**
   * How many notes were paid.
   */
  notes: number;
  principal: Money;
  interest: Money;
  lateFee: Money;
  toProvisionFund?: Money33;
  serviceFee: Money34;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money33 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money34 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * Money came in from the borrower and was allocated.
 */
export interface PaymentsRepaymentReceivedV1 {
  loanId: LoanId;
  repaymentId: RepaymentId;
  amount: Money;
  principal: Money;
  interest: Money;
  lateFee: Money;
  on: Date;
}
/**
 * A booked repayment is undone, distribution and all: taken back by the bank, reversed by hand, or booked again in another order.
 */
export interface PaymentsRepaymentReversedV1 {
  loanId: LoanId;
  repaymentId: RepaymentId;
  reversalId: RepaymentId;
  amount: Money35;
  reason: 'direct-debit-returned' | 'reversed' | 'booked-again';
  on: Date;
}
/**
 * An amount of one currency in minor units.
 */
export interface Money35 {
  amountMinor: AmountMinor;
  currency: Currency;
}
/**
 * Another version of the schedule is in force by an agreed change.
 */
export interface PaymentsScheduleChangedV1 {
  loanId: LoanId;
  version: number;
  reason: string;
  scheduleHash: string;
  maturesOn: Date;
  on: Date;
}
/**
 * A member has a wallet in a currency.
 */
export interface PaymentsWalletOpenedV1 {
  walletId: WalletId;
  memberId: MemberId;
  currency: Currency;
}
/**
 * The bank refused a withdrawal; the money is back in the wallet.
 */
export interface PaymentsWithdrawalFailedV1 {
  withdrawalId: WithdrawalId;
  walletId: WalletId;
  memberId: MemberId;
  amount: Money;
  code: Code;
}
/**
 * Money from the wallet arrived in the bank account. It may still be returned.
 */
export interface PaymentsWithdrawalPaidV1 {
  withdrawalId: WithdrawalId;
  walletId: WalletId;
  memberId: MemberId;
  amount: Money;
}
/**
 * A paid withdrawal came back; the money is in the wallet again.
 */
export interface PaymentsWithdrawalReturnedV1 {
  withdrawalId: WithdrawalId;
  walletId: WalletId;
  memberId: MemberId;
  amount: Money;
  code: Code;
}

/** The data of each event by its name on the wire. */
export type EventDataByName = {
  'credit.assessment-completed.v1': CreditAssessmentCompletedV1;
  'identity.member-refused.v1': IdentityMemberRefusedV1;
  'identity.member-registered.v1': IdentityMemberRegisteredV1;
  'identity.member-roles-changed.v1': IdentityMemberRolesChangedV1;
  'identity.member-verified.v1': IdentityMemberVerifiedV1;
  'loans.loan-contracted.v1': LoansLoanContractedV1;
  'loans.loan-request-contract-lapsed.v1': LoansLoanRequestContractLapsedV1;
  'loans.loan-request-ended.v1': LoansLoanRequestEndedV1;
  'loans.loan-request-funded.v1': LoansLoanRequestFundedV1;
  'loans.loan-request-listed.v1': LoansLoanRequestListedV1;
  'loans.loan-request-partial-accepted.v1': LoansLoanRequestPartialAcceptedV1;
  'loans.loan-request-partial-declined.v1': LoansLoanRequestPartialDeclinedV1;
  'loans.loan-request-rejected.v1': LoansLoanRequestRejectedV1;
  'loans.loan-request-related.v1': LoansLoanRequestRelatedV1;
  'loans.loan-request-submitted.v1': LoansLoanRequestSubmittedV1;
  'loans.loan-request-withdrawal-requested.v1': LoansLoanRequestWithdrawalRequestedV1;
  'loans.offer-activated.v1': LoansOfferActivatedV1;
  'loans.offer-amendment-requested.v1': LoansOfferAmendmentRequestedV1;
  'loans.offer-ended.v1': LoansOfferEndedV1;
  'loans.offer-placed.v1': LoansOfferPlacedV1;
  'loans.offer-refused.v1': LoansOfferRefusedV1;
  'loans.offer-revocation-requested.v1': LoansOfferRevocationRequestedV1;
  'matching.fills-made.v1': MatchingFillsMadeV1;
  'matching.fills-outbid.v1': MatchingFillsOutbidV1;
  'matching.market-rules-changed.v1': MatchingMarketRulesChangedV1;
  'matching.offer-amended.v1': MatchingOfferAmendedV1;
  'matching.offer-amendment-refused.v1': MatchingOfferAmendmentRefusedV1;
  'matching.offer-closed.v1': MatchingOfferClosedV1;
  'matching.offer-freed.v1': MatchingOfferFreedV1;
  'matching.offer-refused.v1': MatchingOfferRefusedV1;
  'matching.request-closed.v1': MatchingRequestClosedV1;
  'matching.request-filled.v1': MatchingRequestFilledV1;
  'matching.request-partially-filled.v1': MatchingRequestPartiallyFilledV1;
  'matching.request-refused.v1': MatchingRequestRefusedV1;
  'payments.business-day-closed.v1': PaymentsBusinessDayClosedV1;
  'payments.business-day-opened.v1': PaymentsBusinessDayOpenedV1;
  'payments.charge-off-undone.v1': PaymentsChargeOffUndoneV1;
  'payments.deposit-cleared.v1': PaymentsDepositClearedV1;
  'payments.deposit-failed.v1': PaymentsDepositFailedV1;
  'payments.deposit-returned.v1': PaymentsDepositReturnedV1;
  'payments.disbursement-failed.v1': PaymentsDisbursementFailedV1;
  'payments.dunning-due.v1': PaymentsDunningDueV1;
  'payments.hold-captured.v1': PaymentsHoldCapturedV1;
  'payments.hold-placed.v1': PaymentsHoldPlacedV1;
  'payments.hold-refused.v1': PaymentsHoldRefusedV1;
  'payments.hold-released.v1': PaymentsHoldReleasedV1;
  'payments.instalment-due.v1': PaymentsInstalmentDueV1;
  'payments.journals-posted.v1': PaymentsJournalsPostedV1;
  'payments.late-fee-charged.v1': PaymentsLateFeeChargedV1;
  'payments.loan-accelerated.v1': PaymentsLoanAcceleratedV1;
  'payments.loan-accrual-resumed.v1': PaymentsLoanAccrualResumedV1;
  'payments.loan-charged-off.v1': PaymentsLoanChargedOffV1;
  'payments.loan-closed.v1': PaymentsLoanClosedV1;
  'payments.loan-cured.v1': PaymentsLoanCuredV1;
  'payments.loan-defaulted.v1': PaymentsLoanDefaultedV1;
  'payments.loan-disbursed.v1': PaymentsLoanDisbursedV1;
  'payments.loan-in-arrears.v1': PaymentsLoanInArrearsV1;
  'payments.loan-non-accrual.v1': PaymentsLoanNonAccrualV1;
  'payments.loan-reopened.v1': PaymentsLoanReopenedV1;
  'payments.provision-claim-decided.v1': PaymentsProvisionClaimDecidedV1;
  'payments.recovery-received.v1': PaymentsRecoveryReceivedV1;
  'payments.recovery-reversed.v1': PaymentsRecoveryReversedV1;
  'payments.repayment-distributed.v1': PaymentsRepaymentDistributedV1;
  'payments.repayment-received.v1': PaymentsRepaymentReceivedV1;
  'payments.repayment-reversed.v1': PaymentsRepaymentReversedV1;
  'payments.schedule-changed.v1': PaymentsScheduleChangedV1;
  'payments.wallet-opened.v1': PaymentsWalletOpenedV1;
  'payments.withdrawal-failed.v1': PaymentsWithdrawalFailedV1;
  'payments.withdrawal-paid.v1': PaymentsWithdrawalPaidV1;
  'payments.withdrawal-returned.v1': PaymentsWithdrawalReturnedV1;
};

export type EventName = keyof EventDataByName;
export type EventData<N extends EventName> = EventDataByName[N];

/** The topic of each event. */
export const eventTopics = {
  'credit.assessment-completed.v1': 'credit.assessment.v1',
  'identity.member-refused.v1': 'identity.member.v1',
  'identity.member-registered.v1': 'identity.member.v1',
  'identity.member-roles-changed.v1': 'identity.member.v1',
  'identity.member-verified.v1': 'identity.member.v1',
  'loans.loan-contracted.v1': 'loans.loan.v1',
  'loans.loan-request-contract-lapsed.v1': 'loans.loan-request.v1',
  'loans.loan-request-ended.v1': 'loans.loan-request.v1',
  'loans.loan-request-funded.v1': 'loans.loan-request.v1',
  'loans.loan-request-listed.v1': 'loans.loan-request.v1',
  'loans.loan-request-partial-accepted.v1': 'loans.loan-request.v1',
  'loans.loan-request-partial-declined.v1': 'loans.loan-request.v1',
  'loans.loan-request-rejected.v1': 'loans.loan-request.v1',
  'loans.loan-request-related.v1': 'loans.loan-request.v1',
  'loans.loan-request-submitted.v1': 'loans.loan-request.v1',
  'loans.loan-request-withdrawal-requested.v1': 'loans.loan-request.v1',
  'loans.offer-activated.v1': 'loans.offer.v1',
  'loans.offer-amendment-requested.v1': 'loans.offer.v1',
  'loans.offer-ended.v1': 'loans.offer.v1',
  'loans.offer-placed.v1': 'loans.offer.v1',
  'loans.offer-refused.v1': 'loans.offer.v1',
  'loans.offer-revocation-requested.v1': 'loans.offer.v1',
  'matching.fills-made.v1': 'matching.request.v1',
  'matching.fills-outbid.v1': 'matching.request.v1',
  'matching.market-rules-changed.v1': 'matching.market.v1',
  'matching.offer-amended.v1': 'matching.offer.v1',
  'matching.offer-amendment-refused.v1': 'matching.offer.v1',
  'matching.offer-closed.v1': 'matching.offer.v1',
  'matching.offer-freed.v1': 'matching.offer.v1',
  'matching.offer-refused.v1': 'matching.offer.v1',
  'matching.request-closed.v1': 'matching.request.v1',
  'matching.request-filled.v1': 'matching.request.v1',
  'matching.request-partially-filled.v1': 'matching.request.v1',
  'matching.request-refused.v1': 'matching.request.v1',
  'payments.business-day-closed.v1': 'payments.business-day.v1',
  'payments.business-day-opened.v1': 'payments.business-day.v1',
  'payments.charge-off-undone.v1': 'payments.loan.v1',
  'payments.deposit-cleared.v1': 'payments.wallet.v1',
  'payments.deposit-failed.v1': 'payments.wallet.v1',
  'payments.deposit-returned.v1': 'payments.wallet.v1',
  'payments.disbursement-failed.v1': 'payments.loan.v1',
  'payments.dunning-due.v1': 'payments.loan.v1',
  'payments.hold-captured.v1': 'payments.hold.v1',
  'payments.hold-placed.v1': 'payments.hold.v1',
  'payments.hold-refused.v1': 'payments.hold.v1',
  'payments.hold-released.v1': 'payments.hold.v1',
  'payments.instalment-due.v1': 'payments.loan.v1',
  'payments.journals-posted.v1': 'payments.ledger.v1',
  'payments.late-fee-charged.v1': 'payments.loan.v1',
  'payments.loan-accelerated.v1': 'payments.loan.v1',
  'payments.loan-accrual-resumed.v1': 'payments.loan.v1',
  'payments.loan-charged-off.v1': 'payments.loan.v1',
  'payments.loan-closed.v1': 'payments.loan.v1',
  'payments.loan-cured.v1': 'payments.loan.v1',
  'payments.loan-defaulted.v1': 'payments.loan.v1',
  'payments.loan-disbursed.v1': 'payments.loan.v1',
  'payments.loan-in-arrears.v1': 'payments.loan.v1',
  'payments.loan-non-accrual.v1': 'payments.loan.v1',
  'payments.loan-reopened.v1': 'payments.loan.v1',
  'payments.provision-claim-decided.v1': 'payments.loan.v1',
  'payments.recovery-received.v1': 'payments.loan.v1',
  'payments.recovery-reversed.v1': 'payments.loan.v1',
  'payments.repayment-distributed.v1': 'payments.loan.v1',
  'payments.repayment-received.v1': 'payments.loan.v1',
  'payments.repayment-reversed.v1': 'payments.loan.v1',
  'payments.schedule-changed.v1': 'payments.loan.v1',
  'payments.wallet-opened.v1': 'payments.wallet.v1',
  'payments.withdrawal-failed.v1': 'payments.wallet.v1',
  'payments.withdrawal-paid.v1': 'payments.wallet.v1',
  'payments.withdrawal-returned.v1': 'payments.wallet.v1',
} as const satisfies Readonly<Record<EventName, string>>;

export type Topic = (typeof eventTopics)[EventName];

/** Every topic, sorted. */
export const topics: readonly Topic[] = [
  "credit.assessment.v1",
  "identity.member.v1",
  "loans.loan-request.v1",
  "loans.loan.v1",
  "loans.offer.v1",
  "matching.market.v1",
  "matching.offer.v1",
  "matching.request.v1",
  "payments.business-day.v1",
  "payments.hold.v1",
  "payments.ledger.v1",
  "payments.loan.v1",
  "payments.wallet.v1"
];

/** The shared parts the event schemas refer to. */
export const commonEventSchema: object = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://mutua.dev/events/common.json",
  "title": "Shared parts of event schemas",
  "$defs": {
    "amountMinor": {
      "description": "Integer minor units (cents) as decimal text.",
      "type": "string",
      "pattern": "^-?(0|[1-9][0-9]{0,17})$"
    },
    "currency": {
      "description": "ISO 4217 alphabetic code.",
      "type": "string",
      "pattern": "^[A-Z]{3}$"
    },
    "money": {
      "description": "An amount of one currency in minor units.",
      "type": "object",
      "properties": {
        "amountMinor": {
          "$ref": "#/$defs/amountMinor"
        },
        "currency": {
          "$ref": "#/$defs/currency"
        }
      },
      "required": [
        "amountMinor",
        "currency"
      ],
      "additionalProperties": false
    },
    "ratePpm": {
      "description": "A rate in parts per million; per year where time is meant. 12 % is 120000.",
      "type": "integer",
      "minimum": -1000000000,
      "maximum": 1000000000
    },
    "date": {
      "description": "A calendar day, YYYY-MM-DD.",
      "type": "string",
      "format": "date"
    },
    "instant": {
      "description": "An instant in UTC with milliseconds.",
      "type": "string",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"
    },
    "market": {
      "description": "A market is a currency.",
      "type": "string",
      "pattern": "^[A-Z]{3}$"
    },
    "grade": {
      "description": "Credit grade, best first.",
      "type": "string",
      "pattern": "^[A-Z][1-9]?$"
    },
    "code": {
      "description": "A stable dotted code, such as loan.not_open.",
      "type": "string",
      "pattern": "^[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)*$"
    },
    "reason": {
      "description": "A reason: a stable code and a text for people.",
      "type": "object",
      "properties": {
        "code": {
          "$ref": "#/$defs/code"
        },
        "text": {
          "type": "string",
          "maxLength": 500
        }
      },
      "required": [
        "code",
        "text"
      ],
      "additionalProperties": false
    },
    "termMonths": {
      "description": "Length of a loan in months.",
      "type": "integer",
      "minimum": 1,
      "maximum": 480
    },
    "hash": {
      "description": "A hash as lower-case hexadecimal text.",
      "type": "string",
      "pattern": "^[0-9a-f]{16,128}$"
    },
    "memberId": {
      "description": "Id of a member.",
      "type": "string",
      "pattern": "^mem_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "productId": {
      "description": "Id of a loan product.",
      "type": "string",
      "pattern": "^prod_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "requestId": {
      "description": "Id of a loan request.",
      "type": "string",
      "pattern": "^req_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "offerId": {
      "description": "Id of a offer.",
      "type": "string",
      "pattern": "^off_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "contractId": {
      "description": "Id of a contract.",
      "type": "string",
      "pattern": "^ctr_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "loanId": {
      "description": "Id of a loan.",
      "type": "string",
      "pattern": "^loan_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "noteId": {
      "description": "Id of a note.",
      "type": "string",
      "pattern": "^note_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "holdId": {
      "description": "Id of a hold.",
      "type": "string",
      "pattern": "^hold_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "fillId": {
      "description": "Id of a fill.",
      "type": "string",
      "pattern": "^fill_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "batchId": {
      "description": "Id of a batch.",
      "type": "string",
      "pattern": "^bat_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "assessmentId": {
      "description": "Id of a assessment.",
      "type": "string",
      "pattern": "^asm_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "walletId": {
      "description": "Id of a wallet.",
      "type": "string",
      "pattern": "^wal_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "accountId": {
      "description": "Id of a account.",
      "type": "string",
      "pattern": "^acct_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "journalId": {
      "description": "Id of a journal.",
      "type": "string",
      "pattern": "^jrn_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "depositId": {
      "description": "Id of a deposit.",
      "type": "string",
      "pattern": "^dep_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "withdrawalId": {
      "description": "Id of a withdrawal.",
      "type": "string",
      "pattern": "^wdr_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "transferId": {
      "description": "Id of a transfer.",
      "type": "string",
      "pattern": "^trf_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "repaymentId": {
      "description": "Id of a repayment.",
      "type": "string",
      "pattern": "^rpy_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "instalmentId": {
      "description": "Id of a instalment.",
      "type": "string",
      "pattern": "^ins_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "distributionId": {
      "description": "Id of a distribution.",
      "type": "string",
      "pattern": "^dst_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "caseId": {
      "description": "Id of a kyc case.",
      "type": "string",
      "pattern": "^kyc_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "bankAccountId": {
      "description": "Id of a bank account.",
      "type": "string",
      "pattern": "^bank_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "eventId": {
      "description": "Id of a event.",
      "type": "string",
      "pattern": "^evt_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "deadLetterId": {
      "description": "Id of a dead letter.",
      "type": "string",
      "pattern": "^dlq_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "approvalId": {
      "description": "Id of a approval.",
      "type": "string",
      "pattern": "^apv_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "auditEventId": {
      "description": "Id of a audit event.",
      "type": "string",
      "pattern": "^aud_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "recoveryId": {
      "description": "Id of a recovery.",
      "type": "string",
      "pattern": "^rec_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "mandateId": {
      "description": "Id of a mandate.",
      "type": "string",
      "pattern": "^mdt_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    },
    "traceId": {
      "description": "Id of a trace.",
      "type": "string",
      "pattern": "^trc_[0-7][0-9a-hjkmnp-tv-z]{25}$"
    }
  }
};

/** JSON Schema 2020-12 of each event. */
export const eventSchemas: Readonly<Record<EventName, object>> = {
  "credit.assessment-completed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/credit/assessment-completed.v1.json",
    "title": "credit.assessment-completed.v1",
    "description": "A credit decision. A later one of the same request replaces it: a person decided or two overruled, or facts changed and it was judged anew.",
    "x-topic": "credit.assessment.v1",
    "type": "object",
    "properties": {
      "assessmentId": {
        "$ref": "../common.json#/$defs/assessmentId"
      },
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "decision": {
        "enum": [
          "approved",
          "declined",
          "referred"
        ]
      },
      "score": {
        "type": "integer",
        "minimum": 300,
        "maximum": 850
      },
      "pdPpm": {
        "type": "integer",
        "minimum": 0,
        "maximum": 1000000,
        "description": "Probability of charge-off over the life of the loan."
      },
      "grade": {
        "$ref": "../common.json#/$defs/grade"
      },
      "referenceRatePpm": {
        "$ref": "../common.json#/$defs/ratePpm",
        "description": "What a lender needs for this risk: base rate, expected loss and margin."
      },
      "reasons": {
        "type": "array",
        "items": {
          "$ref": "../common.json#/$defs/reason"
        },
        "maxItems": 8
      },
      "modelVersion": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64
      }
    },
    "required": [
      "assessmentId",
      "requestId",
      "decision",
      "score",
      "pdPpm",
      "grade",
      "referenceRatePpm",
      "reasons",
      "modelVersion"
    ],
    "additionalProperties": false
  },
  "identity.member-refused.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/identity/member-refused.v1.json",
    "title": "identity.member-refused.v1",
    "description": "The identity of the member could not be confirmed.",
    "x-topic": "identity.member.v1",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "memberId",
      "reason"
    ],
    "properties": {
      "memberId": {
        "type": "string",
        "pattern": "^mem_[0-7][0-9a-hjkmnp-tv-z]{25}$"
      },
      "reason": {
        "type": "string",
        "maxLength": 500
      }
    }
  },
  "identity.member-registered.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/identity/member-registered.v1.json",
    "title": "identity.member-registered.v1",
    "description": "A member has registered. Personal data never leaves identity.",
    "x-topic": "identity.member.v1",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "memberId",
      "kind",
      "country"
    ],
    "properties": {
      "memberId": {
        "type": "string",
        "pattern": "^mem_[0-7][0-9a-hjkmnp-tv-z]{25}$"
      },
      "kind": {
        "enum": [
          "person",
          "business"
        ]
      },
      "country": {
        "type": "string",
        "pattern": "^[A-Z]{2}$"
      }
    }
  },
  "identity.member-roles-changed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/identity/member-roles-changed.v1.json",
    "title": "identity.member-roles-changed.v1",
    "description": "The roles of the member were replaced.",
    "x-topic": "identity.member.v1",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "memberId",
      "roles"
    ],
    "properties": {
      "memberId": {
        "type": "string",
        "pattern": "^mem_[0-7][0-9a-hjkmnp-tv-z]{25}$"
      },
      "roles": {
        "type": "array",
        "minItems": 1,
        "uniqueItems": true,
        "items": {
          "enum": [
            "member",
            "admin",
            "auditor"
          ]
        }
      }
    }
  },
  "identity.member-verified.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/identity/member-verified.v1.json",
    "title": "identity.member-verified.v1",
    "description": "The identity of the member is confirmed: it may borrow and lend.",
    "x-topic": "identity.member.v1",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "memberId"
    ],
    "properties": {
      "memberId": {
        "type": "string",
        "pattern": "^mem_[0-7][0-9a-hjkmnp-tv-z]{25}$"
      }
    }
  },
  "loans.loan-contracted.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/loan-contracted.v1.json",
    "title": "loans.loan-contracted.v1",
    "description": "The borrower signed: payments captures the holds, issues the notes and pays out.",
    "x-topic": "loans.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "contractId": {
        "$ref": "../common.json#/$defs/contractId"
      },
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "borrowerId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "productId": {
        "$ref": "../common.json#/$defs/productId"
      },
      "grade": {
        "$ref": "../common.json#/$defs/grade"
      },
      "purpose": {
        "enum": [
          "car",
          "credit-card",
          "debt-consolidation",
          "educational",
          "home-improvement",
          "house",
          "major-purchase",
          "medical",
          "moving",
          "other",
          "renewable-energy",
          "small-business",
          "vacation",
          "wedding"
        ]
      },
      "principal": {
        "$ref": "../common.json#/$defs/money"
      },
      "originationFee": {
        "$ref": "../common.json#/$defs/money",
        "description": "Withheld from what is paid out."
      },
      "ratePpm": {
        "$ref": "../common.json#/$defs/ratePpm"
      },
      "termMonths": {
        "$ref": "../common.json#/$defs/termMonths"
      },
      "method": {
        "enum": [
          "annuity",
          "linear",
          "bullet"
        ]
      },
      "frequency": {
        "enum": [
          "monthly"
        ]
      },
      "dayCount": {
        "enum": [
          "30/360-us",
          "30e/360",
          "act/360",
          "act/364",
          "act/365f",
          "act/act-isda"
        ]
      },
      "rounding": {
        "enum": [
          "half-up",
          "half-even",
          "half-down",
          "ceiling",
          "floor",
          "up",
          "down"
        ],
        "description": "Of the interest of each period."
      },
      "instalmentRounding": {
        "enum": [
          "half-up",
          "half-even",
          "half-down",
          "ceiling",
          "floor",
          "up",
          "down"
        ],
        "description": "Of the equal instalment."
      },
      "lateFee": {
        "type": "object",
        "properties": {
          "ratePpm": {
            "$ref": "../common.json#/$defs/ratePpm",
            "description": "Of the unpaid instalment."
          },
          "minimum": {
            "$ref": "../common.json#/$defs/money"
          },
          "graceDays": {
            "type": "integer",
            "minimum": 0,
            "maximum": 365
          }
        },
        "required": [
          "ratePpm",
          "minimum",
          "graceDays"
        ],
        "additionalProperties": false
      },
      "serviceFeePpm": {
        "$ref": "../common.json#/$defs/ratePpm",
        "description": "Of what each note receives."
      },
      "recoveryFeePpm": {
        "$ref": "../common.json#/$defs/ratePpm",
        "description": "Of what is recovered after charge-off."
      },
      "defaultAfterDays": {
        "type": "integer",
        "minimum": 1,
        "maximum": 1000,
        "description": "Days past due at which the loan is in default."
      },
      "chargeOffAfterDays": {
        "type": "integer",
        "minimum": 1,
        "maximum": 1000
      },
      "signedOn": {
        "$ref": "../common.json#/$defs/date"
      },
      "termsHash": {
        "$ref": "../common.json#/$defs/hash",
        "description": "SHA-256 of the canonical terms and schedule that the borrower accepted."
      },
      "slices": {
        "type": "array",
        "items": {
          "type": "object",
          "properties": {
            "noteId": {
              "$ref": "../common.json#/$defs/noteId"
            },
            "offerId": {
              "$ref": "../common.json#/$defs/offerId"
            },
            "holdId": {
              "$ref": "../common.json#/$defs/holdId"
            },
            "lenderId": {
              "$ref": "../common.json#/$defs/memberId"
            },
            "principal": {
              "$ref": "../common.json#/$defs/money"
            },
            "ratePpm": {
              "$ref": "../common.json#/$defs/ratePpm"
            }
          },
          "required": [
            "noteId",
            "offerId",
            "holdId",
            "lenderId",
            "principal",
            "ratePpm"
          ],
          "additionalProperties": false
        },
        "minItems": 1
      }
    },
    "required": [
      "loanId",
      "contractId",
      "requestId",
      "borrowerId",
      "market",
      "productId",
      "grade",
      "purpose",
      "principal",
      "originationFee",
      "ratePpm",
      "termMonths",
      "method",
      "frequency",
      "dayCount",
      "rounding",
      "instalmentRounding",
      "lateFee",
      "serviceFeePpm",
      "recoveryFeePpm",
      "defaultAfterDays",
      "chargeOffAfterDays",
      "signedOn",
      "termsHash",
      "slices"
    ],
    "additionalProperties": false
  },
  "loans.loan-request-contract-lapsed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/loan-request-contract-lapsed.v1.json",
    "title": "loans.loan-request-contract-lapsed.v1",
    "description": "The contract of a filled request was not signed: the fills go back to their offers.",
    "x-topic": "loans.loan-request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "cause": {
        "enum": [
          "deadline",
          "withdrawn"
        ]
      }
    },
    "required": [
      "requestId",
      "cause"
    ],
    "additionalProperties": false
  },
  "loans.loan-request-ended.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/loan-request-ended.v1.json",
    "title": "loans.loan-request-ended.v1",
    "description": "The request ended without a loan.",
    "x-topic": "loans.loan-request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "borrowerId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "outcome": {
        "enum": [
          "expired",
          "withdrawn",
          "declined",
          "lapsed"
        ]
      }
    },
    "required": [
      "requestId",
      "borrowerId",
      "outcome"
    ],
    "additionalProperties": false
  },
  "loans.loan-request-funded.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/loan-request-funded.v1.json",
    "title": "loans.loan-request-funded.v1",
    "description": "The amount is found and the contract is made; it waits for the signature of the borrower.",
    "x-topic": "loans.loan-request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "borrowerId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      },
      "ratePpm": {
        "$ref": "../common.json#/$defs/ratePpm"
      },
      "contractId": {
        "$ref": "../common.json#/$defs/contractId"
      }
    },
    "required": [
      "requestId",
      "borrowerId",
      "amount",
      "ratePpm",
      "contractId"
    ],
    "additionalProperties": false
  },
  "loans.loan-request-listed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/loan-request-listed.v1.json",
    "title": "loans.loan-request-listed.v1",
    "description": "The request is open for funding; its terms are frozen from here on.",
    "x-topic": "loans.loan-request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "borrowerId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "productId": {
        "$ref": "../common.json#/$defs/productId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      },
      "minimumAmount": {
        "$ref": "../common.json#/$defs/money",
        "description": "Funding threshold: at or above it the borrower may accept a partial amount at closing."
      },
      "noteMinimum": {
        "$ref": "../common.json#/$defs/money",
        "description": "Notes are multiples of this; the last one may be smaller."
      },
      "termMonths": {
        "$ref": "../common.json#/$defs/termMonths"
      },
      "purpose": {
        "enum": [
          "car",
          "credit-card",
          "debt-consolidation",
          "educational",
          "home-improvement",
          "house",
          "major-purchase",
          "medical",
          "moving",
          "other",
          "renewable-energy",
          "small-business",
          "vacation",
          "wedding"
        ]
      },
      "grade": {
        "$ref": "../common.json#/$defs/grade"
      },
      "ratePpm": {
        "$ref": "../common.json#/$defs/ratePpm",
        "description": "The posted rate."
      },
      "listedOn": {
        "$ref": "../common.json#/$defs/date"
      },
      "closesOn": {
        "$ref": "../common.json#/$defs/date",
        "description": "Last business date on which it can be filled."
      },
      "clearing": {
        "enum": [
          "posted-rate"
        ]
      },
      "mechanism": {
        "description": "How the request is funded; what is not said is as before: posted rate, continuous, by time, when full.",
        "type": "object",
        "properties": {
          "clearing": {
            "enum": [
              "posted-rate",
              "uniform-price",
              "pay-your-bid"
            ],
            "description": "With the last two the posted rate is the highest one."
          },
          "timing": {
            "enum": [
              "continuous",
              "batch"
            ]
          },
          "allocation": {
            "enum": [
              "time",
              "pro-rata",
              "random",
              "idle-share"
            ],
            "description": "Who is filled where the last rate cannot be filled whole."
          },
          "closing": {
            "enum": [
              "when-full",
              "at-deadline"
            ],
            "description": "at-deadline: cheaper money displaces dearer until the closing date."
          }
        },
        "additionalProperties": false
      },
      "relatedIds": {
        "description": "Members who may not lend here besides the borrower.",
        "type": "array",
        "items": {
          "$ref": "../common.json#/$defs/memberId"
        },
        "uniqueItems": true
      }
    },
    "required": [
      "requestId",
      "borrowerId",
      "market",
      "productId",
      "amount",
      "minimumAmount",
      "noteMinimum",
      "termMonths",
      "purpose",
      "grade",
      "ratePpm",
      "listedOn",
      "closesOn",
      "clearing"
    ],
    "additionalProperties": false
  },
  "loans.loan-request-partial-accepted.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/loan-request-partial-accepted.v1.json",
    "title": "loans.loan-request-partial-accepted.v1",
    "description": "The borrower takes the amount that was filled by the closing date.",
    "x-topic": "loans.loan-request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      }
    },
    "required": [
      "requestId"
    ],
    "additionalProperties": false
  },
  "loans.loan-request-partial-declined.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/loan-request-partial-declined.v1.json",
    "title": "loans.loan-request-partial-declined.v1",
    "description": "The borrower does not take the partial amount: the fills go back to their offers.",
    "x-topic": "loans.loan-request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "cause": {
        "enum": [
          "declined",
          "withdrawn",
          "timeout"
        ]
      }
    },
    "required": [
      "requestId",
      "cause"
    ],
    "additionalProperties": false
  },
  "loans.loan-request-rejected.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/loan-request-rejected.v1.json",
    "title": "loans.loan-request-rejected.v1",
    "description": "The request will not be listed, or its market did not take the listing.",
    "x-topic": "loans.loan-request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "borrowerId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "reasons": {
        "type": "array",
        "items": {
          "$ref": "../common.json#/$defs/reason"
        },
        "minItems": 1
      }
    },
    "required": [
      "requestId",
      "borrowerId",
      "reasons"
    ],
    "additionalProperties": false
  },
  "loans.loan-request-related.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/loan-request-related.v1.json",
    "title": "loans.loan-request-related.v1",
    "description": "Members who may not lend to a listed request from now on, besides those that its listing named. What they lent before stands.",
    "x-topic": "loans.loan-request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "relatedIds": {
        "type": "array",
        "items": {
          "$ref": "../common.json#/$defs/memberId"
        },
        "minItems": 1,
        "uniqueItems": true
      }
    },
    "required": [
      "requestId",
      "relatedIds"
    ],
    "additionalProperties": false
  },
  "loans.loan-request-submitted.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/loan-request-submitted.v1.json",
    "title": "loans.loan-request-submitted.v1",
    "description": "A borrower asks for a loan; it waits for a credit decision.",
    "x-topic": "loans.loan-request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "borrowerId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "productId": {
        "$ref": "../common.json#/$defs/productId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      },
      "termMonths": {
        "$ref": "../common.json#/$defs/termMonths"
      },
      "purpose": {
        "enum": [
          "car",
          "credit-card",
          "debt-consolidation",
          "educational",
          "home-improvement",
          "house",
          "major-purchase",
          "medical",
          "moving",
          "other",
          "renewable-energy",
          "small-business",
          "vacation",
          "wedding"
        ]
      },
      "maxRatePpm": {
        "$ref": "../common.json#/$defs/ratePpm",
        "description": "The borrower takes no loan above this rate."
      },
      "profile": {
        "type": "object",
        "description": "What the borrower states; null is unknown. Null scores by its own bin.",
        "properties": {
          "annualIncomeMinor": {
            "anyOf": [
              {
                "$ref": "../common.json#/$defs/amountMinor",
                "description": "A year, in the currency of the request."
              },
              {
                "type": "null"
              }
            ]
          },
          "employmentLengthYears": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": 0,
                "maximum": 80
              },
              {
                "type": "null"
              }
            ]
          },
          "homeOwnership": {
            "enum": [
              "rent",
              "own",
              "mortgage",
              "other"
            ]
          },
          "debtToIncomePpm": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": 0,
                "maximum": 100000000,
                "description": "Monthly debt payments without this loan, over monthly income."
              },
              {
                "type": "null"
              }
            ]
          },
          "delinquencies2y": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": 0,
                "maximum": 1000
              },
              {
                "type": "null"
              }
            ]
          },
          "inquiries6m": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": 0,
                "maximum": 1000
              },
              {
                "type": "null"
              }
            ]
          },
          "openAccounts": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": 0,
                "maximum": 1000
              },
              {
                "type": "null"
              }
            ]
          },
          "publicRecords": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": 0,
                "maximum": 1000
              },
              {
                "type": "null"
              }
            ]
          },
          "revolvingBalanceMinor": {
            "anyOf": [
              {
                "$ref": "../common.json#/$defs/amountMinor"
              },
              {
                "type": "null"
              }
            ]
          },
          "revolvingUtilisationPpm": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": 0,
                "maximum": 100000000
              },
              {
                "type": "null"
              }
            ]
          },
          "totalAccounts": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": 0,
                "maximum": 1000
              },
              {
                "type": "null"
              }
            ]
          },
          "monthsSinceDelinquency": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": 0,
                "maximum": 1200
              },
              {
                "type": "null"
              }
            ]
          },
          "monthsSinceRecord": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": 0,
                "maximum": 1200
              },
              {
                "type": "null"
              }
            ]
          },
          "earliestCreditLineOn": {
            "anyOf": [
              {
                "$ref": "../common.json#/$defs/date"
              },
              {
                "type": "null"
              }
            ]
          },
          "ficoLow": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": 300,
                "maximum": 850
              },
              {
                "type": "null"
              }
            ]
          }
        },
        "required": [
          "annualIncomeMinor",
          "employmentLengthYears",
          "homeOwnership",
          "debtToIncomePpm",
          "delinquencies2y",
          "inquiries6m",
          "openAccounts",
          "publicRecords",
          "revolvingBalanceMinor",
          "revolvingUtilisationPpm",
          "totalAccounts",
          "monthsSinceDelinquency",
          "monthsSinceRecord",
          "earliestCreditLineOn",
          "ficoLow"
        ],
        "additionalProperties": false
      },
      "submittedOn": {
        "$ref": "../common.json#/$defs/date",
        "description": "Business date."
      },
      "submittedAt": {
        "$ref": "../common.json#/$defs/instant"
      }
    },
    "required": [
      "requestId",
      "borrowerId",
      "market",
      "productId",
      "amount",
      "termMonths",
      "purpose",
      "maxRatePpm",
      "profile",
      "submittedOn",
      "submittedAt"
    ],
    "additionalProperties": false
  },
  "loans.loan-request-withdrawal-requested.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/loan-request-withdrawal-requested.v1.json",
    "title": "loans.loan-request-withdrawal-requested.v1",
    "description": "The borrower asks to take a listed request back; matching decides whether a last fill came first.",
    "x-topic": "loans.loan-request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      }
    },
    "required": [
      "requestId"
    ],
    "additionalProperties": false
  },
  "loans.offer-activated.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/offer-activated.v1.json",
    "title": "loans.offer-activated.v1",
    "description": "The money of the offer is held: it may be filled.",
    "x-topic": "loans.offer.v1",
    "type": "object",
    "properties": {
      "offerId": {
        "$ref": "../common.json#/$defs/offerId"
      },
      "lenderId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "kind": {
        "enum": [
          "standing",
          "directed"
        ]
      },
      "requestId": {
        "anyOf": [
          {
            "$ref": "../common.json#/$defs/requestId"
          },
          {
            "type": "null"
          }
        ]
      },
      "total": {
        "$ref": "../common.json#/$defs/money"
      },
      "criteria": {
        "type": "object",
        "properties": {
          "minRatePpm": {
            "$ref": "../common.json#/$defs/ratePpm"
          },
          "grades": {
            "type": "array",
            "items": {
              "$ref": "../common.json#/$defs/grade"
            },
            "minItems": 1,
            "uniqueItems": true
          },
          "minTermMonths": {
            "$ref": "../common.json#/$defs/termMonths"
          },
          "maxTermMonths": {
            "$ref": "../common.json#/$defs/termMonths"
          },
          "purposes": {
            "anyOf": [
              {
                "type": "array",
                "items": {
                  "enum": [
                    "car",
                    "credit-card",
                    "debt-consolidation",
                    "educational",
                    "home-improvement",
                    "house",
                    "major-purchase",
                    "medical",
                    "moving",
                    "other",
                    "renewable-energy",
                    "small-business",
                    "vacation",
                    "wedding"
                  ]
                },
                "minItems": 1,
                "uniqueItems": true
              },
              {
                "type": "null"
              }
            ]
          },
          "capPerLoan": {
            "$ref": "../common.json#/$defs/money",
            "description": "At most this much into one loan."
          },
          "capPerBorrower": {
            "$ref": "../common.json#/$defs/money",
            "description": "At most this much into all loans of one borrower."
          },
          "capOfPortfolio": {
            "description": "At most this part of the lender's portfolio into all loans of one borrower.",
            "type": "object",
            "properties": {
              "sharePpm": {
                "$ref": "../common.json#/$defs/ratePpm"
              },
              "portfolio": {
                "$ref": "../common.json#/$defs/money",
                "description": "What the portfolio was worth when the money was held; unknown before that."
              }
            },
            "required": [
              "sharePpm"
            ],
            "additionalProperties": false
          },
          "minimumSlice": {
            "$ref": "../common.json#/$defs/money",
            "description": "No note smaller than this."
          }
        },
        "required": [
          "minRatePpm",
          "grades",
          "minTermMonths",
          "maxTermMonths",
          "purposes",
          "capPerLoan"
        ],
        "additionalProperties": false
      },
      "goodTillOn": {
        "anyOf": [
          {
            "$ref": "../common.json#/$defs/date",
            "description": "Last business date on which it can be filled."
          },
          {
            "type": "null"
          }
        ]
      },
      "placedAt": {
        "$ref": "../common.json#/$defs/instant"
      },
      "holdId": {
        "$ref": "../common.json#/$defs/holdId"
      }
    },
    "required": [
      "offerId",
      "lenderId",
      "market",
      "kind",
      "requestId",
      "total",
      "criteria",
      "goodTillOn",
      "placedAt",
      "holdId"
    ],
    "additionalProperties": false
  },
  "loans.offer-amendment-requested.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/offer-amendment-requested.v1.json",
    "title": "loans.offer-amendment-requested.v1",
    "description": "The lender wants other terms for an active offer; matching decides whether they come in time. All terms are given, those that stay included.",
    "x-topic": "loans.offer.v1",
    "type": "object",
    "properties": {
      "offerId": {
        "$ref": "../common.json#/$defs/offerId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "reduction": {
        "$ref": "../common.json#/$defs/money",
        "description": "Unfilled money that is to leave the offer; may be zero."
      },
      "criteria": {
        "type": "object",
        "properties": {
          "minRatePpm": {
            "$ref": "../common.json#/$defs/ratePpm"
          },
          "grades": {
            "type": "array",
            "items": {
              "$ref": "../common.json#/$defs/grade"
            },
            "minItems": 1,
            "uniqueItems": true
          },
          "minTermMonths": {
            "$ref": "../common.json#/$defs/termMonths"
          },
          "maxTermMonths": {
            "$ref": "../common.json#/$defs/termMonths"
          },
          "purposes": {
            "anyOf": [
              {
                "type": "array",
                "items": {
                  "enum": [
                    "car",
                    "credit-card",
                    "debt-consolidation",
                    "educational",
                    "home-improvement",
                    "house",
                    "major-purchase",
                    "medical",
                    "moving",
                    "other",
                    "renewable-energy",
                    "small-business",
                    "vacation",
                    "wedding"
                  ]
                },
                "minItems": 1,
                "uniqueItems": true
              },
              {
                "type": "null"
              }
            ]
          },
          "capPerLoan": {
            "$ref": "../common.json#/$defs/money",
            "description": "At most this much into one loan."
          },
          "capPerBorrower": {
            "$ref": "../common.json#/$defs/money",
            "description": "At most this much into all loans of one borrower."
          },
          "capOfPortfolio": {
            "description": "At most this part of the lender's portfolio into all loans of one borrower.",
            "type": "object",
            "properties": {
              "sharePpm": {
                "$ref": "../common.json#/$defs/ratePpm"
              },
              "portfolio": {
                "$ref": "../common.json#/$defs/money",
                "description": "What the portfolio was worth when the money was held; unknown before that."
              }
            },
            "required": [
              "sharePpm"
            ],
            "additionalProperties": false
          },
          "minimumSlice": {
            "$ref": "../common.json#/$defs/money",
            "description": "No note smaller than this."
          }
        },
        "required": [
          "minRatePpm",
          "grades",
          "minTermMonths",
          "maxTermMonths",
          "purposes",
          "capPerLoan"
        ],
        "additionalProperties": false
      },
      "goodTillOn": {
        "anyOf": [
          {
            "$ref": "../common.json#/$defs/date",
            "description": "Last business date on which it can be filled."
          },
          {
            "type": "null"
          }
        ]
      }
    },
    "required": [
      "offerId",
      "market",
      "reduction",
      "criteria",
      "goodTillOn"
    ],
    "additionalProperties": false
  },
  "loans.offer-ended.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/offer-ended.v1.json",
    "title": "loans.offer-ended.v1",
    "description": "The offer takes no further fills.",
    "x-topic": "loans.offer.v1",
    "type": "object",
    "properties": {
      "offerId": {
        "$ref": "../common.json#/$defs/offerId"
      },
      "lenderId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "outcome": {
        "enum": [
          "revoked",
          "expired",
          "exhausted",
          "request-closed"
        ]
      }
    },
    "required": [
      "offerId",
      "lenderId",
      "outcome"
    ],
    "additionalProperties": false
  },
  "loans.offer-placed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/offer-placed.v1.json",
    "title": "loans.offer-placed.v1",
    "description": "A lender offers money; it waits for a hold in escrow.",
    "x-topic": "loans.offer.v1",
    "type": "object",
    "properties": {
      "offerId": {
        "$ref": "../common.json#/$defs/offerId"
      },
      "lenderId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "kind": {
        "enum": [
          "standing",
          "directed"
        ]
      },
      "requestId": {
        "anyOf": [
          {
            "$ref": "../common.json#/$defs/requestId"
          },
          {
            "type": "null"
          }
        ]
      },
      "total": {
        "$ref": "../common.json#/$defs/money"
      },
      "criteria": {
        "type": "object",
        "properties": {
          "minRatePpm": {
            "$ref": "../common.json#/$defs/ratePpm"
          },
          "grades": {
            "type": "array",
            "items": {
              "$ref": "../common.json#/$defs/grade"
            },
            "minItems": 1,
            "uniqueItems": true
          },
          "minTermMonths": {
            "$ref": "../common.json#/$defs/termMonths"
          },
          "maxTermMonths": {
            "$ref": "../common.json#/$defs/termMonths"
          },
          "purposes": {
            "anyOf": [
              {
                "type": "array",
                "items": {
                  "enum": [
                    "car",
                    "credit-card",
                    "debt-consolidation",
                    "educational",
                    "home-improvement",
                    "house",
                    "major-purchase",
                    "medical",
                    "moving",
                    "other",
                    "renewable-energy",
                    "small-business",
                    "vacation",
                    "wedding"
                  ]
                },
                "minItems": 1,
                "uniqueItems": true
              },
              {
                "type": "null"
              }
            ]
          },
          "capPerLoan": {
            "$ref": "../common.json#/$defs/money",
            "description": "At most this much into one loan."
          },
          "capPerBorrower": {
            "$ref": "../common.json#/$defs/money",
            "description": "At most this much into all loans of one borrower."
          },
          "capOfPortfolio": {
            "description": "At most this part of the lender's portfolio into all loans of one borrower.",
            "type": "object",
            "properties": {
              "sharePpm": {
                "$ref": "../common.json#/$defs/ratePpm"
              },
              "portfolio": {
                "$ref": "../common.json#/$defs/money",
                "description": "What the portfolio was worth when the money was held; unknown before that."
              }
            },
            "required": [
              "sharePpm"
            ],
            "additionalProperties": false
          },
          "minimumSlice": {
            "$ref": "../common.json#/$defs/money",
            "description": "No note smaller than this."
          }
        },
        "required": [
          "minRatePpm",
          "grades",
          "minTermMonths",
          "maxTermMonths",
          "purposes",
          "capPerLoan"
        ],
        "additionalProperties": false
      },
      "goodTillOn": {
        "anyOf": [
          {
            "$ref": "../common.json#/$defs/date",
            "description": "Last business date on which it can be filled."
          },
          {
            "type": "null"
          }
        ]
      },
      "placedAt": {
        "$ref": "../common.json#/$defs/instant"
      }
    },
    "required": [
      "offerId",
      "lenderId",
      "market",
      "kind",
      "requestId",
      "total",
      "criteria",
      "goodTillOn",
      "placedAt"
    ],
    "additionalProperties": false
  },
  "loans.offer-refused.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/offer-refused.v1.json",
    "title": "loans.offer-refused.v1",
    "description": "No money could be held for the offer.",
    "x-topic": "loans.offer.v1",
    "type": "object",
    "properties": {
      "offerId": {
        "$ref": "../common.json#/$defs/offerId"
      },
      "lenderId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "code": {
        "$ref": "../common.json#/$defs/code"
      }
    },
    "required": [
      "offerId",
      "lenderId",
      "code"
    ],
    "additionalProperties": false
  },
  "loans.offer-revocation-requested.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/loans/offer-revocation-requested.v1.json",
    "title": "loans.offer-revocation-requested.v1",
    "description": "The lender takes the unfilled part back; matching decides what is unfilled.",
    "x-topic": "loans.offer.v1",
    "type": "object",
    "properties": {
      "offerId": {
        "$ref": "../common.json#/$defs/offerId"
      }
    },
    "required": [
      "offerId"
    ],
    "additionalProperties": false
  },
  "matching.fills-made.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/matching/fills-made.v1.json",
    "title": "matching.fills-made.v1",
    "description": "Offers filled a part of a request; the money stays on hold for it.",
    "x-topic": "matching.request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "fills": {
        "description": "The new fills, best offer first.",
        "type": "array",
        "items": {
          "type": "object",
          "properties": {
            "fillId": {
              "$ref": "../common.json#/$defs/fillId"
            },
            "offerId": {
              "$ref": "../common.json#/$defs/offerId"
            },
            "lenderId": {
              "$ref": "../common.json#/$defs/memberId"
            },
            "amount": {
              "$ref": "../common.json#/$defs/money"
            },
            "ratePpm": {
              "$ref": "../common.json#/$defs/ratePpm",
              "description": "What this lender gets."
            }
          },
          "required": [
            "fillId",
            "offerId",
            "lenderId",
            "amount",
            "ratePpm"
          ],
          "additionalProperties": false
        },
        "minItems": 1
      },
      "filled": {
        "$ref": "../common.json#/$defs/money",
        "description": "Filled in all, these fills included."
      },
      "remaining": {
        "$ref": "../common.json#/$defs/money",
        "description": "Still to be filled."
      }
    },
    "required": [
      "requestId",
      "market",
      "fills",
      "filled",
      "remaining"
    ],
    "additionalProperties": false
  },
  "matching.fills-outbid.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/matching/fills-outbid.v1.json",
    "title": "matching.fills-outbid.v1",
    "description": "Cheaper money displaced fills of a request that stays open to its deadline. What was displaced is back in its offer and may be filled again; the hold of the offer does not change.",
    "x-topic": "matching.request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "outbid": {
        "description": "The displaced fills, the dearest first.",
        "type": "array",
        "items": {
          "type": "object",
          "properties": {
            "fillId": {
              "$ref": "../common.json#/$defs/fillId"
            },
            "offerId": {
              "$ref": "../common.json#/$defs/offerId"
            },
            "lenderId": {
              "$ref": "../common.json#/$defs/memberId"
            },
            "released": {
              "$ref": "../common.json#/$defs/money",
              "description": "What went back to the offer."
            },
            "left": {
              "$ref": "../common.json#/$defs/money",
              "description": "What the fill is now; 0 when it is gone."
            }
          },
          "required": [
            "fillId",
            "offerId",
            "lenderId",
            "released",
            "left"
          ],
          "additionalProperties": false
        },
        "minItems": 1
      }
    },
    "required": [
      "requestId",
      "market",
      "outbid"
    ],
    "additionalProperties": false
  },
  "matching.market-rules-changed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/matching/market-rules-changed.v1.json",
    "title": "matching.market-rules-changed.v1",
    "description": "From here on the market takes only what these rules allow; what is in the book stays. The aggregate is the market.",
    "x-topic": "matching.market.v1",
    "type": "object",
    "properties": {
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "rateStepPpm": {
        "$ref": "../common.json#/$defs/ratePpm",
        "description": "Rates are the minimum and whole steps above it, up to the maximum."
      },
      "rateMinPpm": {
        "$ref": "../common.json#/$defs/ratePpm"
      },
      "rateMaxPpm": {
        "$ref": "../common.json#/$defs/ratePpm"
      },
      "grades": {
        "description": "Null takes every grade.",
        "anyOf": [
          {
            "type": "array",
            "items": {
              "$ref": "../common.json#/$defs/grade"
            },
            "minItems": 1,
            "uniqueItems": true
          },
          {
            "type": "null"
          }
        ]
      },
      "minTermMonths": {
        "$ref": "../common.json#/$defs/termMonths"
      },
      "maxTermMonths": {
        "$ref": "../common.json#/$defs/termMonths"
      },
      "purposes": {
        "description": "Null takes every purpose.",
        "anyOf": [
          {
            "type": "array",
            "items": {
              "type": "string"
            },
            "minItems": 1,
            "uniqueItems": true
          },
          {
            "type": "null"
          }
        ]
      }
    },
    "required": [
      "market",
      "rateStepPpm",
      "rateMinPpm",
      "rateMaxPpm",
      "grades",
      "minTermMonths",
      "maxTermMonths",
      "purposes"
    ],
    "additionalProperties": false
  },
  "matching.offer-amended.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/matching/offer-amended.v1.json",
    "title": "matching.offer-amended.v1",
    "description": "The terms of the last amendment hold from here on; what was filled before stays as it is.",
    "x-topic": "matching.offer.v1",
    "type": "object",
    "properties": {
      "offerId": {
        "$ref": "../common.json#/$defs/offerId"
      },
      "lenderId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "freed": {
        "$ref": "../common.json#/$defs/money",
        "description": "Leaves the hold now; may be zero."
      },
      "isPlaceKept": {
        "description": "Whether the offer kept its place in the queues; who asks for a new rate or for anything wider arrives anew.",
        "type": "boolean"
      }
    },
    "required": [
      "offerId",
      "lenderId",
      "market",
      "freed",
      "isPlaceKept"
    ],
    "additionalProperties": false
  },
  "matching.offer-amendment-refused.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/matching/offer-amendment-refused.v1.json",
    "title": "matching.offer-amendment-refused.v1",
    "description": "The last amendment came too late or is none that the market takes: the terms stay as they were.",
    "x-topic": "matching.offer.v1",
    "type": "object",
    "properties": {
      "offerId": {
        "$ref": "../common.json#/$defs/offerId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "code": {
        "$ref": "../common.json#/$defs/code",
        "description": "offer.closed, offer.amend_over_unfilled, or the rule of the market that it breaks."
      }
    },
    "required": [
      "offerId",
      "market",
      "code"
    ],
    "additionalProperties": false
  },
  "matching.offer-closed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/matching/offer-closed.v1.json",
    "title": "matching.offer-closed.v1",
    "description": "The offer takes part no more; what was unfilled leaves its hold. Its fills stand.",
    "x-topic": "matching.offer.v1",
    "type": "object",
    "properties": {
      "offerId": {
        "$ref": "../common.json#/$defs/offerId"
      },
      "lenderId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "outcome": {
        "description": "exhausted: what is left is less than the smallest note.",
        "enum": [
          "revoked",
          "expired",
          "exhausted",
          "request-closed"
        ]
      },
      "freed": {
        "$ref": "../common.json#/$defs/money",
        "description": "Leaves the hold now; may be zero."
      }
    },
    "required": [
      "offerId",
      "lenderId",
      "market",
      "outcome",
      "freed"
    ],
    "additionalProperties": false
  },
  "matching.offer-freed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/matching/offer-freed.v1.json",
    "title": "matching.offer-freed.v1",
    "description": "A fill came back to an offer that is already closed; the money leaves its hold.",
    "x-topic": "matching.offer.v1",
    "type": "object",
    "properties": {
      "offerId": {
        "$ref": "../common.json#/$defs/offerId"
      },
      "lenderId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "freed": {
        "$ref": "../common.json#/$defs/money"
      }
    },
    "required": [
      "offerId",
      "lenderId",
      "market",
      "freed"
    ],
    "additionalProperties": false
  },
  "matching.offer-refused.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/matching/offer-refused.v1.json",
    "title": "matching.offer-refused.v1",
    "description": "An offer breaks a rule of the book or of the market and was never in it; all of its money leaves the hold.",
    "x-topic": "matching.offer.v1",
    "type": "object",
    "properties": {
      "offerId": {
        "$ref": "../common.json#/$defs/offerId"
      },
      "lenderId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "code": {
        "$ref": "../common.json#/$defs/code",
        "description": "Which rule, such as offer.rate_off_grid."
      },
      "freed": {
        "$ref": "../common.json#/$defs/money"
      }
    },
    "required": [
      "offerId",
      "lenderId",
      "market",
      "code",
      "freed"
    ],
    "additionalProperties": false
  },
  "matching.request-closed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/matching/request-closed.v1.json",
    "title": "matching.request-closed.v1",
    "description": "The request ended without a loan; its fills went back to their offers, or to the lender where the offer is closed.",
    "x-topic": "matching.request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "outcome": {
        "enum": [
          "expired",
          "withdrawn",
          "declined",
          "lapsed"
        ]
      },
      "released": {
        "description": "What went back, in the order it was filled.",
        "type": "array",
        "items": {
          "type": "object",
          "properties": {
            "offerId": {
              "$ref": "../common.json#/$defs/offerId"
            },
            "amount": {
              "$ref": "../common.json#/$defs/money"
            }
          },
          "required": [
            "offerId",
            "amount"
          ],
          "additionalProperties": false
        }
      }
    },
    "required": [
      "requestId",
      "market",
      "outcome",
      "released"
    ],
    "additionalProperties": false
  },
  "matching.request-filled.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/matching/request-filled.v1.json",
    "title": "matching.request-filled.v1",
    "description": "The whole amount of the request is filled; it takes no more.",
    "x-topic": "matching.request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      },
      "ratePpm": {
        "$ref": "../common.json#/$defs/ratePpm",
        "description": "What the borrower pays."
      },
      "fills": {
        "description": "All fills in the order they were made.",
        "type": "array",
        "items": {
          "type": "object",
          "properties": {
            "fillId": {
              "$ref": "../common.json#/$defs/fillId"
            },
            "offerId": {
              "$ref": "../common.json#/$defs/offerId"
            },
            "lenderId": {
              "$ref": "../common.json#/$defs/memberId"
            },
            "amount": {
              "$ref": "../common.json#/$defs/money"
            },
            "ratePpm": {
              "$ref": "../common.json#/$defs/ratePpm",
              "description": "What this lender gets."
            }
          },
          "required": [
            "fillId",
            "offerId",
            "lenderId",
            "amount",
            "ratePpm"
          ],
          "additionalProperties": false
        },
        "minItems": 1
      }
    },
    "required": [
      "requestId",
      "market",
      "amount",
      "ratePpm",
      "fills"
    ],
    "additionalProperties": false
  },
  "matching.request-partially-filled.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/matching/request-partially-filled.v1.json",
    "title": "matching.request-partially-filled.v1",
    "description": "The closing date has passed with enough filled: the borrower may take the part. It takes no more.",
    "x-topic": "matching.request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "filled": {
        "$ref": "../common.json#/$defs/money"
      },
      "ratePpm": {
        "$ref": "../common.json#/$defs/ratePpm",
        "description": "What the borrower pays."
      },
      "fills": {
        "description": "All fills in the order they were made.",
        "type": "array",
        "items": {
          "type": "object",
          "properties": {
            "fillId": {
              "$ref": "../common.json#/$defs/fillId"
            },
            "offerId": {
              "$ref": "../common.json#/$defs/offerId"
            },
            "lenderId": {
              "$ref": "../common.json#/$defs/memberId"
            },
            "amount": {
              "$ref": "../common.json#/$defs/money"
            },
            "ratePpm": {
              "$ref": "../common.json#/$defs/ratePpm",
              "description": "What this lender gets."
            }
          },
          "required": [
            "fillId",
            "offerId",
            "lenderId",
            "amount",
            "ratePpm"
          ],
          "additionalProperties": false
        },
        "minItems": 1
      }
    },
    "required": [
      "requestId",
      "market",
      "filled",
      "ratePpm",
      "fills"
    ],
    "additionalProperties": false
  },
  "matching.request-refused.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/matching/request-refused.v1.json",
    "title": "matching.request-refused.v1",
    "description": "A listing breaks a rule of the book or of the market and was never in it; nothing was filled.",
    "x-topic": "matching.request.v1",
    "type": "object",
    "properties": {
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "borrowerId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "market": {
        "$ref": "../common.json#/$defs/market"
      },
      "code": {
        "$ref": "../common.json#/$defs/code",
        "description": "Which rule, such as request.rate_off_grid."
      }
    },
    "required": [
      "requestId",
      "borrowerId",
      "market",
      "code"
    ],
    "additionalProperties": false
  },
  "payments.business-day-closed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/business-day-closed.v1.json",
    "title": "payments.business-day-closed.v1",
    "description": "Everything that belongs to a business date is done.",
    "x-topic": "payments.business-day.v1",
    "type": "object",
    "properties": {
      "businessDate": {
        "$ref": "../common.json#/$defs/date"
      },
      "summary": {
        "type": "object",
        "description": "Counts of the close of business.",
        "properties": {
          "loans": {
            "type": "integer",
            "minimum": 0
          },
          "instalmentsDue": {
            "type": "integer",
            "minimum": 0
          },
          "collected": {
            "type": "integer",
            "minimum": 0
          },
          "refused": {
            "type": "integer",
            "minimum": 0
          },
          "returned": {
            "type": "integer",
            "minimum": 0
          },
          "lateFees": {
            "type": "integer",
            "minimum": 0
          },
          "inArrears": {
            "type": "integer",
            "minimum": 0
          },
          "defaulted": {
            "type": "integer",
            "minimum": 0
          },
          "chargedOff": {
            "type": "integer",
            "minimum": 0
          },
          "closed": {
            "type": "integer",
            "minimum": 0
          },
          "setAside": {
            "type": "integer",
            "minimum": 0
          }
        },
        "required": [
          "loans",
          "instalmentsDue",
          "collected",
          "refused",
          "returned",
          "lateFees",
          "inArrears",
          "defaulted",
          "chargedOff",
          "closed",
          "setAside"
        ],
        "additionalProperties": false
      }
    },
    "required": [
      "businessDate",
      "summary"
    ],
    "additionalProperties": false
  },
  "payments.business-day-opened.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/business-day-opened.v1.json",
    "title": "payments.business-day-opened.v1",
    "description": "The platform works on a new business date.",
    "x-topic": "payments.business-day.v1",
    "type": "object",
    "properties": {
      "businessDate": {
        "$ref": "../common.json#/$defs/date"
      },
      "previous": {
        "anyOf": [
          {
            "$ref": "../common.json#/$defs/date"
          },
          {
            "type": "null"
          }
        ]
      }
    },
    "required": [
      "businessDate",
      "previous"
    ],
    "additionalProperties": false
  },
  "payments.charge-off-undone.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/charge-off-undone.v1.json",
    "title": "payments.charge-off-undone.v1",
    "description": "The loan is in service again with all its principal.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "principal": {
        "$ref": "../common.json#/$defs/money"
      },
      "toProvisionFund": {
        "description": "What the fund had paid on it and got back.",
        "$ref": "../common.json#/$defs/money"
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "principal",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.deposit-cleared.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/deposit-cleared.v1.json",
    "title": "payments.deposit-cleared.v1",
    "description": "Money from a bank account is in the wallet.",
    "x-topic": "payments.wallet.v1",
    "type": "object",
    "properties": {
      "depositId": {
        "$ref": "../common.json#/$defs/depositId"
      },
      "walletId": {
        "$ref": "../common.json#/$defs/walletId"
      },
      "memberId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      }
    },
    "required": [
      "depositId",
      "walletId",
      "memberId",
      "amount"
    ],
    "additionalProperties": false
  },
  "payments.deposit-failed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/deposit-failed.v1.json",
    "title": "payments.deposit-failed.v1",
    "description": "The bank refused a deposit; the wallet never had it.",
    "x-topic": "payments.wallet.v1",
    "type": "object",
    "properties": {
      "depositId": {
        "$ref": "../common.json#/$defs/depositId"
      },
      "walletId": {
        "$ref": "../common.json#/$defs/walletId"
      },
      "memberId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      },
      "code": {
        "$ref": "../common.json#/$defs/code"
      }
    },
    "required": [
      "depositId",
      "walletId",
      "memberId",
      "amount",
      "code"
    ],
    "additionalProperties": false
  },
  "payments.deposit-returned.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/deposit-returned.v1.json",
    "title": "payments.deposit-returned.v1",
    "description": "A cleared deposit was taken back by the bank within its return window.",
    "x-topic": "payments.wallet.v1",
    "type": "object",
    "properties": {
      "depositId": {
        "$ref": "../common.json#/$defs/depositId"
      },
      "walletId": {
        "$ref": "../common.json#/$defs/walletId"
      },
      "memberId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      },
      "code": {
        "$ref": "../common.json#/$defs/code"
      }
    },
    "required": [
      "depositId",
      "walletId",
      "memberId",
      "amount",
      "code"
    ],
    "additionalProperties": false
  },
  "payments.disbursement-failed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/disbursement-failed.v1.json",
    "title": "payments.disbursement-failed.v1",
    "description": "A contracted loan could not be paid out; nothing moved.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "code": {
        "$ref": "../common.json#/$defs/code"
      }
    },
    "required": [
      "loanId",
      "requestId",
      "code"
    ],
    "additionalProperties": false
  },
  "payments.dunning-due.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/dunning-due.v1.json",
    "title": "payments.dunning-due.v1",
    "description": "The borrower is to be reminded of what is past due; a level for each configured day.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "level": {
        "type": "integer",
        "minimum": 1
      },
      "daysPastDue": {
        "type": "integer",
        "minimum": 1
      },
      "overdue": {
        "$ref": "../common.json#/$defs/money"
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "level",
      "daysPastDue",
      "overdue",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.hold-captured.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/hold-captured.v1.json",
    "title": "payments.hold-captured.v1",
    "description": "A part of a hold became the note of a loan.",
    "x-topic": "payments.hold.v1",
    "type": "object",
    "properties": {
      "holdId": {
        "$ref": "../common.json#/$defs/holdId"
      },
      "offerId": {
        "$ref": "../common.json#/$defs/offerId"
      },
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      }
    },
    "required": [
      "holdId",
      "offerId",
      "loanId",
      "amount"
    ],
    "additionalProperties": false
  },
  "payments.hold-placed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/hold-placed.v1.json",
    "title": "payments.hold-placed.v1",
    "description": "Money of an offer is reserved in the wallet of the lender.",
    "x-topic": "payments.hold.v1",
    "type": "object",
    "properties": {
      "holdId": {
        "$ref": "../common.json#/$defs/holdId"
      },
      "offerId": {
        "$ref": "../common.json#/$defs/offerId"
      },
      "lenderId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      },
      "portfolio": {
        "$ref": "../common.json#/$defs/money",
        "description": "Only for offers with a cap as a share of it: the balance of the wallet, held money included, and the outstanding principal of the notes that are not written off."
      }
    },
    "required": [
      "holdId",
      "offerId",
      "lenderId",
      "amount"
    ],
    "additionalProperties": false
  },
  "payments.hold-refused.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/hold-refused.v1.json",
    "title": "payments.hold-refused.v1",
    "description": "The money of an offer could not be reserved; nothing was held.",
    "x-topic": "payments.hold.v1",
    "type": "object",
    "properties": {
      "holdId": {
        "$ref": "../common.json#/$defs/holdId"
      },
      "offerId": {
        "$ref": "../common.json#/$defs/offerId"
      },
      "lenderId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "code": {
        "$ref": "../common.json#/$defs/code",
        "description": "wallet.insufficient_funds, wallet.currency_unknown."
      }
    },
    "required": [
      "holdId",
      "offerId",
      "lenderId",
      "code"
    ],
    "additionalProperties": false
  },
  "payments.hold-released.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/hold-released.v1.json",
    "title": "payments.hold-released.v1",
    "description": "A part of a hold went back to the available balance of the lender.",
    "x-topic": "payments.hold.v1",
    "type": "object",
    "properties": {
      "holdId": {
        "$ref": "../common.json#/$defs/holdId"
      },
      "offerId": {
        "$ref": "../common.json#/$defs/offerId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      },
      "remaining": {
        "$ref": "../common.json#/$defs/money",
        "description": "Still reserved after this release."
      }
    },
    "required": [
      "holdId",
      "offerId",
      "amount",
      "remaining"
    ],
    "additionalProperties": false
  },
  "payments.instalment-due.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/instalment-due.v1.json",
    "title": "payments.instalment-due.v1",
    "description": "An instalment falls due on the business date of the event.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "nr": {
        "type": "integer",
        "minimum": 1
      },
      "due": {
        "$ref": "../common.json#/$defs/money"
      },
      "dueOn": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "nr",
      "due",
      "dueOn"
    ],
    "additionalProperties": false
  },
  "payments.journals-posted.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/journals-posted.v1.json",
    "title": "payments.journals-posted.v1",
    "description": "Journals that one transaction posted. All of these events together give every balance; a long journal is told in parts, each with some of its transfers. The aggregate is the first journal.",
    "x-topic": "payments.ledger.v1",
    "type": "object",
    "properties": {
      "journals": {
        "type": "array",
        "minItems": 1,
        "items": {
          "type": "object",
          "properties": {
            "journalId": {
              "type": "string"
            },
            "reference": {
              "type": "string"
            },
            "kind": {
              "type": "string"
            },
            "businessDate": {
              "$ref": "../common.json#/$defs/date"
            },
            "transfers": {
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "object",
                "properties": {
                  "debit": {
                    "description": "The account that pays.",
                    "type": "string"
                  },
                  "credit": {
                    "description": "The account that receives; of the same currency.",
                    "type": "string"
                  },
                  "amountMinor": {
                    "description": "Minor units of the currency of both accounts, more than zero.",
                    "type": "string",
                    "pattern": "^[1-9][0-9]{0,18}$"
                  },
                  "kind": {
                    "description": "pend reserves, post-pending moves a part of a reservation, void-pending frees a part of it.",
                    "enum": [
                      "post",
                      "pend",
                      "post-pending",
                      "void-pending"
                    ]
                  },
                  "code": {
                    "description": "As in the chart of accounts.",
                    "type": "string"
                  },
                  "pendingId": {
                    "description": "The reservation, for every kind but post.",
                    "type": "string"
                  }
                },
                "required": [
                  "debit",
                  "credit",
                  "amountMinor",
                  "kind",
                  "code"
                ],
                "additionalProperties": false
              }
            }
          },
          "required": [
            "journalId",
            "reference",
            "kind",
            "businessDate",
            "transfers"
          ],
          "additionalProperties": false
        }
      }
    },
    "required": [
      "journals"
    ],
    "additionalProperties": false
  },
  "payments.late-fee-charged.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/late-fee-charged.v1.json",
    "title": "payments.late-fee-charged.v1",
    "description": "A late fee was added to an overdue instalment.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "nr": {
        "type": "integer",
        "minimum": 1
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "nr",
      "amount",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.loan-accelerated.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/loan-accelerated.v1.json",
    "title": "payments.loan-accelerated.v1",
    "description": "Everything of the loan is due at once.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "due": {
        "$ref": "../common.json#/$defs/money"
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "due",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.loan-accrual-resumed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/loan-accrual-resumed.v1.json",
    "title": "payments.loan-accrual-resumed.v1",
    "description": "Nothing of the loan is past due any more: its interest is counted on again.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.loan-charged-off.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/loan-charged-off.v1.json",
    "title": "payments.loan-charged-off.v1",
    "description": "The loan was declared uncollectable; later receipts are recoveries.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "principal": {
        "$ref": "../common.json#/$defs/money",
        "description": "Principal still owed when it was charged off."
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "principal",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.loan-closed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/loan-closed.v1.json",
    "title": "payments.loan-closed.v1",
    "description": "The borrower owes nothing more.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "outcome": {
        "enum": [
          "repaid",
          "prepaid",
          "settled"
        ]
      },
      "closedOn": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "outcome",
      "closedOn"
    ],
    "additionalProperties": false
  },
  "payments.loan-cured.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/loan-cured.v1.json",
    "title": "payments.loan-cured.v1",
    "description": "Nothing of the loan is overdue any more.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.loan-defaulted.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/loan-defaulted.v1.json",
    "title": "payments.loan-defaulted.v1",
    "description": "The loan passed the days past due at which its product calls it defaulted.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "daysPastDue": {
        "type": "integer",
        "minimum": 0
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "daysPastDue",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.loan-disbursed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/loan-disbursed.v1.json",
    "title": "payments.loan-disbursed.v1",
    "description": "Holds captured, notes issued and the borrower paid, in one transaction.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "requestId": {
        "$ref": "../common.json#/$defs/requestId"
      },
      "borrowerId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "principal": {
        "$ref": "../common.json#/$defs/money"
      },
      "originationFee": {
        "$ref": "../common.json#/$defs/money"
      },
      "net": {
        "$ref": "../common.json#/$defs/money",
        "description": "What reached the wallet of the borrower: principal less origination fee."
      },
      "disbursedOn": {
        "$ref": "../common.json#/$defs/date"
      },
      "firstDueOn": {
        "$ref": "../common.json#/$defs/date"
      },
      "maturesOn": {
        "$ref": "../common.json#/$defs/date"
      },
      "instalment": {
        "$ref": "../common.json#/$defs/money",
        "description": "The regular instalment; the last one may differ."
      },
      "scheduleHash": {
        "type": "string",
        "pattern": "^[0-9a-f]{16,64}$"
      }
    },
    "required": [
      "loanId",
      "requestId",
      "borrowerId",
      "principal",
      "originationFee",
      "net",
      "disbursedOn",
      "firstDueOn",
      "maturesOn",
      "instalment",
      "scheduleHash"
    ],
    "additionalProperties": false
  },
  "payments.loan-in-arrears.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/loan-in-arrears.v1.json",
    "title": "payments.loan-in-arrears.v1",
    "description": "The days-past-due bucket of a loan became worse.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "daysPastDue": {
        "type": "integer",
        "minimum": 0
      },
      "bucket": {
        "enum": [
          "grace",
          "late-16-30",
          "late-31-120",
          "default"
        ]
      }
    },
    "required": [
      "loanId",
      "daysPastDue",
      "bucket"
    ],
    "additionalProperties": false
  },
  "payments.loan-non-accrual.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/loan-non-accrual.v1.json",
    "title": "payments.loan-non-accrual.v1",
    "description": "The loan is so late that its interest to come is not counted on any more.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "daysPastDue": {
        "type": "integer",
        "minimum": 1
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "daysPastDue",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.loan-reopened.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/loan-reopened.v1.json",
    "title": "payments.loan-reopened.v1",
    "description": "A receipt that had closed the loan was taken back.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.provision-claim-decided.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/provision-claim-decided.v1.json",
    "title": "payments.provision-claim-decided.v1",
    "description": "A covered loan was charged off, and its claim on the provision fund was decided by the published rules.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "claim": {
        "$ref": "../common.json#/$defs/money",
        "description": "Principal that was charged off."
      },
      "paid": {
        "$ref": "../common.json#/$defs/money",
        "description": "What the fund pays; may be zero."
      },
      "rulesVersion": {
        "type": "integer",
        "minimum": 1
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "claim",
      "paid",
      "rulesVersion",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.recovery-received.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/recovery-received.v1.json",
    "title": "payments.recovery-received.v1",
    "description": "Money came in for a charged-off loan.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "recoveryId": {
        "$ref": "../common.json#/$defs/recoveryId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      },
      "fee": {
        "$ref": "../common.json#/$defs/money",
        "description": "Collection fee kept by the platform."
      },
      "toProvisionFund": {
        "$ref": "../common.json#/$defs/money",
        "description": "What of it went back to the provision fund, which had paid on the loan; left out where nothing did."
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "recoveryId",
      "amount",
      "fee",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.recovery-reversed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/recovery-reversed.v1.json",
    "title": "payments.recovery-reversed.v1",
    "description": "A recovery of a charged-off loan is not in force any more; its shares and its fee were taken back.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "recoveryId": {
        "$ref": "../common.json#/$defs/recoveryId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      },
      "reason": {
        "enum": [
          "reversed",
          "booked-again"
        ]
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "recoveryId",
      "amount",
      "reason",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.repayment-distributed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/repayment-distributed.v1.json",
    "title": "payments.repayment-distributed.v1",
    "description": "A repayment was shared out to the notes of the loan, to the cent.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "repaymentId": {
        "$ref": "../common.json#/$defs/repaymentId"
      },
      "notes": {
        "type": "integer",
        "minimum": 0,
        "description": "How many notes were paid."
      },
      "principal": {
        "$ref": "../common.json#/$defs/money"
      },
      "interest": {
        "$ref": "../common.json#/$defs/money"
      },
      "lateFee": {
        "$ref": "../common.json#/$defs/money"
      },
      "toProvisionFund": {
        "$ref": "../common.json#/$defs/money",
        "description": "What of the interest went to the provision fund; left out where nothing did."
      },
      "serviceFee": {
        "$ref": "../common.json#/$defs/money",
        "description": "Kept by the platform out of what the notes received."
      }
    },
    "required": [
      "loanId",
      "repaymentId",
      "notes",
      "principal",
      "interest",
      "lateFee",
      "serviceFee"
    ],
    "additionalProperties": false
  },
  "payments.repayment-received.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/repayment-received.v1.json",
    "title": "payments.repayment-received.v1",
    "description": "Money came in from the borrower and was allocated.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "repaymentId": {
        "$ref": "../common.json#/$defs/repaymentId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      },
      "principal": {
        "$ref": "../common.json#/$defs/money"
      },
      "interest": {
        "$ref": "../common.json#/$defs/money"
      },
      "lateFee": {
        "$ref": "../common.json#/$defs/money"
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "repaymentId",
      "amount",
      "principal",
      "interest",
      "lateFee",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.repayment-reversed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/repayment-reversed.v1.json",
    "title": "payments.repayment-reversed.v1",
    "description": "A booked repayment is undone, distribution and all: taken back by the bank, reversed by hand, or booked again in another order.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "repaymentId": {
        "$ref": "../common.json#/$defs/repaymentId"
      },
      "reversalId": {
        "$ref": "../common.json#/$defs/repaymentId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money",
        "description": "What the borrower is given back, positive."
      },
      "reason": {
        "enum": [
          "direct-debit-returned",
          "reversed",
          "booked-again"
        ]
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "repaymentId",
      "reversalId",
      "amount",
      "reason",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.schedule-changed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/schedule-changed.v1.json",
    "title": "payments.schedule-changed.v1",
    "description": "Another version of the schedule is in force by an agreed change.",
    "x-topic": "payments.loan.v1",
    "type": "object",
    "properties": {
      "loanId": {
        "$ref": "../common.json#/$defs/loanId"
      },
      "version": {
        "type": "integer",
        "minimum": 2
      },
      "reason": {
        "type": "string",
        "minLength": 1
      },
      "scheduleHash": {
        "type": "string"
      },
      "maturesOn": {
        "$ref": "../common.json#/$defs/date"
      },
      "on": {
        "$ref": "../common.json#/$defs/date"
      }
    },
    "required": [
      "loanId",
      "version",
      "reason",
      "scheduleHash",
      "maturesOn",
      "on"
    ],
    "additionalProperties": false
  },
  "payments.wallet-opened.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/wallet-opened.v1.json",
    "title": "payments.wallet-opened.v1",
    "description": "A member has a wallet in a currency.",
    "x-topic": "payments.wallet.v1",
    "type": "object",
    "properties": {
      "walletId": {
        "$ref": "../common.json#/$defs/walletId"
      },
      "memberId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "currency": {
        "$ref": "../common.json#/$defs/currency"
      }
    },
    "required": [
      "walletId",
      "memberId",
      "currency"
    ],
    "additionalProperties": false
  },
  "payments.withdrawal-failed.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/withdrawal-failed.v1.json",
    "title": "payments.withdrawal-failed.v1",
    "description": "The bank refused a withdrawal; the money is back in the wallet.",
    "x-topic": "payments.wallet.v1",
    "type": "object",
    "properties": {
      "withdrawalId": {
        "$ref": "../common.json#/$defs/withdrawalId"
      },
      "walletId": {
        "$ref": "../common.json#/$defs/walletId"
      },
      "memberId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      },
      "code": {
        "$ref": "../common.json#/$defs/code"
      }
    },
    "required": [
      "withdrawalId",
      "walletId",
      "memberId",
      "amount",
      "code"
    ],
    "additionalProperties": false
  },
  "payments.withdrawal-paid.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/withdrawal-paid.v1.json",
    "title": "payments.withdrawal-paid.v1",
    "description": "Money from the wallet arrived in the bank account. It may still be returned.",
    "x-topic": "payments.wallet.v1",
    "type": "object",
    "properties": {
      "withdrawalId": {
        "$ref": "../common.json#/$defs/withdrawalId"
      },
      "walletId": {
        "$ref": "../common.json#/$defs/walletId"
      },
      "memberId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      }
    },
    "required": [
      "withdrawalId",
      "walletId",
      "memberId",
      "amount"
    ],
    "additionalProperties": false
  },
  "payments.withdrawal-returned.v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://mutua.dev/events/payments/withdrawal-returned.v1.json",
    "title": "payments.withdrawal-returned.v1",
    "description": "A paid withdrawal came back; the money is in the wallet again.",
    "x-topic": "payments.wallet.v1",
    "type": "object",
    "properties": {
      "withdrawalId": {
        "$ref": "../common.json#/$defs/withdrawalId"
      },
      "walletId": {
        "$ref": "../common.json#/$defs/walletId"
      },
      "memberId": {
        "$ref": "../common.json#/$defs/memberId"
      },
      "amount": {
        "$ref": "../common.json#/$defs/money"
      },
      "code": {
        "$ref": "../common.json#/$defs/code"
      }
    },
    "required": [
      "withdrawalId",
      "walletId",
      "memberId",
      "amount",
      "code"
    ],
    "additionalProperties": false
  }
};
