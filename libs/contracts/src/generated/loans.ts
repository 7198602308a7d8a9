/** Generated from libs/contracts/openapi/loans.yaml by `npm run generate`. Do not edit. */
export interface paths {
    "/v1/loan-products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All products, by name */
        get: operations["listLoanProducts"];
        put?: never;
        /** Adds a product; for administrators */
        post: operations["createLoanProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loan-products/{productId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                productId: components["parameters"]["ProductId"];
            };
            cookie?: never;
        };
        /** One product */
        get: operations["getLoanProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loan-requests/quote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Schedule, EU and US APR, and the cash flows they were computed from; binds nobody */
        post: operations["quoteLoanRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loan-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's requests, newest first; administrators and auditors see all */
        get: operations["listLoanRequests"];
        put?: never;
        /** Drafts a loan request; nothing happens before it is submitted */
        post: operations["createLoanRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loan-requests/{requestId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                requestId: components["parameters"]["RequestId"];
            };
            cookie?: never;
        };
        /** One request; the borrower, administrators and auditors */
        get: operations["getLoanRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loan-requests/{requestId}/submit": {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                requestId: components["parameters"]["RequestId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a draft to credit; the member must be verified */
        post: operations["submitLoanRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loan-requests/{requestId}/withdraw": {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                requestId: components["parameters"]["RequestId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes the request back, at any time before the contract is accepted
         * @description At once where nobody else decides. A listed request is only asked back: matching decides whether the last fill came first, and the request then shows `withdrawal.status` refused with the code `loan_request.already_filled`.
         */
        post: operations["withdrawLoanRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loan-requests/{requestId}/accept-partial": {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                requestId: components["parameters"]["RequestId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the reduced amount; the contract is made for it */
        post: operations["acceptPartialFunding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loan-requests/{requestId}/decline-partial": {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                requestId: components["parameters"]["RequestId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuses the reduced amount; the offers get their money back */
        post: operations["declinePartialFunding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/listings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests open for funding, newest first */
        get: operations["listListings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/listings/{requestId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                requestId: components["parameters"]["RequestId"];
            };
            cookie?: never;
        };
        /** One listing with its funding progress */
        get: operations["getListing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's offers, newest first; administrators and auditors see all */
        get: operations["listOffers"];
        put?: never;
        /**
         * Places a standing offer, or a directed one on a single listing
         * @description The money is held in escrow first; the offer is active once the hold is placed, or refused with a code.
         */
        post: operations["placeOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offerId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        /** One offer; the lender, administrators and auditors */
        get: operations["getOffer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Asks for other terms of an active offer; matching decides whether they come in time
         * @description What is left out stays as it is. The total can only be reduced, to no less than what is filled; for more, place another offer. A reduction goes back to the wallet once matching has answered. The answer is in `amendment`: applied, or refused with a code because the offer was filled or ended first; until then a second amendment is refused. Less money, another last day and tighter criteria keep the place in the queues (`isPlaceKept`); a new rate, up or down, and anything wider is a new arrival. Fills stay as they were made. Of a directed offer only total and last day can change.
         */
        patch: operations["amendOffer"];
        trace?: never;
    };
    "/v1/offers/{offerId}/revoke": {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks the unfilled part back; matching decides what is unfilled */
        post: operations["revokeOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contracts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's contracts as borrower, newest first; administrators and auditors see all */
        get: operations["listContracts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contracts/{contractId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contractId: components["parameters"]["ContractId"];
            };
            cookie?: never;
        };
        /** One contract with its schedule and both APRs; the borrower, administrators and auditors */
        get: operations["getContract"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contracts/{contractId}/accept": {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                contractId: components["parameters"]["ContractId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The borrower signs; the payout follows */
        post: operations["acceptContract"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{memberId}/related-members": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memberId: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        /** Who may not lend to the member, nor borrow from it; newest first, ended relations too */
        get: operations["listRelatedMembers"];
        put?: never;
        /**
         * Declares that two members belong together and never lend to each other; by the member or an administrator
         * @description It holds both ways, for every new directed offer and for what is filled from now on, of open listings too. What was filled before stands.
         */
        post: operations["declareRelatedMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{memberId}/related-members/{relatedMemberId}/end": {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                memberId: components["parameters"]["MemberId"];
                relatedMemberId: components["schemas"]["MemberId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends a relation, with a reason; for administrators
         * @description It holds on for requests that are listed by then.
         */
        post: operations["endRelatedMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/funnel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many requests reached each step, by market */
        get: operations["getFunnelReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/stuck": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for another service or a person, oldest first, with age and cause */
        get: operations["getStuckReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Integer minor units (cents) as decimal text. */
        AmountMinor: string;
        Aprs: {
            /** @description Directive 2008/48/EC Annex I: effective yearly rate. */
            euPpm: number;
            /** @description Regulation Z Appendix J: nominal yearly rate by the actuarial method. */
            usPpm: number;
            unitPeriodsPerYear: number;
            cashFlows: components["schemas"]["CashFlow"][];
        };
        /**
         * Format: date
         * @description A calendar day, YYYY-MM-DD.
         */
        CalendarDate: string;
        CashFlow: {
            on: components["schemas"]["CalendarDate"];
            /** @description As the borrower sees it: received is positive, paid is negative. */
            amount: components["schemas"]["Money"];
            /** @description Time in years of the EU equation. */
            years: number;
            /** @description Full unit periods of Regulation Z Appendix J. */
            unitPeriods: number;
            unitPeriodFraction: number;
        };
        /** @description How a request is funded. With uniform-price every lender gets the highest minimum rate among those that are filled and the borrower pays the same; with pay-your-bid each lender gets his own minimum rate and the borrower pays the weighted mean. The rate at which a request is listed is the highest that it can become. */
        Clearing: {
            /** @enum {string} */
            mechanism: "posted-rate" | "uniform-price" | "pay-your-bid";
            /** @enum {string} */
            timing: "continuous" | "batch";
            /**
             * @description Who is filled where the last rate cannot be filled whole.
             * @enum {string}
             */
            allocation: "time" | "pro-rata" | "random" | "idle-share";
            /**
             * @description when-full takes no more money once it is full. at-deadline stays open to its closing date, and cheaper money displaces the dearest until then; it needs an auction, so not posted-rate.
             * @enum {string}
             */
            closing: "when-full" | "at-deadline";
        };
        /** @description A stable dotted code, such as loan.not_open. */
        Code: string;
        Contract: {
            contractId: components["schemas"]["ContractId"];
            requestId: components["schemas"]["LoanRequestId"];
            loanId: components["schemas"]["LoanId"];
            borrowerId: components["schemas"]["MemberId"];
            market: components["schemas"]["Market"];
            productId: components["schemas"]["LoanProductId"];
            status: components["schemas"]["ContractStatus"];
            terms: components["schemas"]["ContractTerms"];
            aprEuPpm: number;
            aprUsPpm: number;
            termsHash: components["schemas"]["Hash"];
            lenders: number;
            madeAt: components["schemas"]["Instant"];
            deadlineOn: components["schemas"]["CalendarDate"];
            acceptedAt: components["schemas"]["Instant"] | null;
            disbursedOn: components["schemas"]["CalendarDate"] | null;
            servicingStatus: components["schemas"]["ServicingStatus"] | null;
            schedule: components["schemas"]["Schedule"];
        };
        ContractAcceptance: {
            /** @description Accepts exactly the terms that were read; another hash is refused. */
            termsHash?: components["schemas"]["Hash"];
        };
        /** @description Id of a contract. */
        ContractId: string;
        ContractPage: {
            items: components["schemas"]["ContractSummary"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @enum {string} */
        ContractStatus: "offered" | "accepted" | "disbursed" | "lapsed" | "withdrawn";
        ContractSummary: {
            contractId: components["schemas"]["ContractId"];
            requestId: components["schemas"]["LoanRequestId"];
            loanId: components["schemas"]["LoanId"];
            borrowerId: components["schemas"]["MemberId"];
            market: components["schemas"]["Market"];
            productId: components["schemas"]["LoanProductId"];
            status: components["schemas"]["ContractStatus"];
            terms: components["schemas"]["ContractTerms"];
            aprEuPpm: number;
            aprUsPpm: number;
            /** @description SHA-256 of the canonical JSON of terms and schedule. */
            termsHash: components["schemas"]["Hash"];
            /** @description How many notes the loan is cut into. */
            lenders: number;
            madeAt: components["schemas"]["Instant"];
            deadlineOn: components["schemas"]["CalendarDate"];
            acceptedAt: components["schemas"]["Instant"] | null;
            disbursedOn: components["schemas"]["CalendarDate"] | null;
            servicingStatus: components["schemas"]["ServicingStatus"] | null;
        };
        ContractTerms: {
            principal: components["schemas"]["Money"];
            originationFee: components["schemas"]["Money"];
            net: components["schemas"]["Money"];
            ratePpm: components["schemas"]["RatePpm"];
            termMonths: components["schemas"]["TermMonths"];
            method: components["schemas"]["Method"];
            frequency: components["schemas"]["Frequency"];
            dayCount: components["schemas"]["DayCount"];
            rounding: components["schemas"]["Rounding"];
            instalmentRounding: components["schemas"]["Rounding"];
            lateFee: components["schemas"]["LateFee"];
            serviceFeePpm: components["schemas"]["SharePpm"];
            recoveryFeePpm: components["schemas"]["SharePpm"];
            defaultAfterDays: number;
            chargeOffAfterDays: number;
            /** @description The schedule assumes payout on this business date; a later payout moves its dates. */
            assumedDisbursedOn: components["schemas"]["CalendarDate"];
        };
        Count: number;
        Criteria: {
            minRatePpm: components["schemas"]["RatePpm"];
            grades: components["schemas"]["Grade"][];
            minTermMonths: components["schemas"]["TermMonths"];
            maxTermMonths: components["schemas"]["TermMonths"];
            purposes: components["schemas"]["Purpose"][] | null;
            capPerLoan: components["schemas"]["Money"];
            capPerBorrower: components["schemas"]["Money"] | null;
            portfolioSharePpm: components["schemas"]["SharePpm"] | null;
            minimumSlice: components["schemas"]["Money"] | null;
        };
        CriteriaChange: {
            minRatePpm?: components["schemas"]["PositiveRatePpm"];
            grades?: components["schemas"]["Grade"][];
            minTermMonths?: components["schemas"]["TermMonths"];
            maxTermMonths?: components["schemas"]["TermMonths"];
            /** @description Null takes every purpose. */
            purposes?: components["schemas"]["Purpose"][] | null;
            /** @description Left out, it follows a total that is reduced below it. */
            capPerLoan?: components["schemas"]["PositiveMoney"];
            /** @description Null takes the cap away; a cap that was not there before counts from the amendment on. */
            capPerBorrower?: components["schemas"]["PositiveMoney"] | null;
            portfolioSharePpm?: components["schemas"]["PortfolioShare"];
            /** @description Null is the note minimum of the product. */
            minimumSlice?: components["schemas"]["PositiveMoney"] | null;
        };
        /** @description ISO 4217 alphabetic code. */
        Currency: string;
        /** @enum {string} */
        DayCount: "30/360-us" | "30e/360" | "act/360" | "act/364" | "act/365f" | "act/act-isda";
        /** @description What the borrower states; leave out or null what is unknown. Unknown scores by its own bin. */
        FinancialProfile: {
            /** @description A year, in minor units of the market's currency. */
            annualIncomeMinor: string;
            /** @enum {string} */
            homeOwnership: "rent" | "own" | "mortgage" | "other";
            employmentLengthYears?: number | null;
            debtToIncomePpm?: number | null;
            delinquencies2y?: number | null;
            inquiries6m?: number | null;
            openAccounts?: number | null;
            publicRecords?: number | null;
            revolvingBalanceMinor?: string | null;
            revolvingUtilisationPpm?: number | null;
            totalAccounts?: number | null;
            monthsSinceDelinquency?: number | null;
            monthsSinceRecord?: number | null;
            earliestCreditLineOn?: components["schemas"]["CalendarDate"] | null;
            ficoLow?: number | null;
        };
        /** @enum {string} */
        Frequency: "monthly";
        FunnelMarket: {
            market: components["schemas"]["Market"];
            created: number;
            submitted: number;
            assessed: number;
            listed: number;
            funded: number;
            signed: number;
            disbursed: number;
            requested: components["schemas"]["Money"];
            /** @description Principal of disbursed loans. */
            paidOut: components["schemas"]["Money"];
            byStatus: {
                status: components["schemas"]["LoanRequestStatus"];
                count: number;
                amount: components["schemas"]["Money"];
            }[];
            rejections: {
                code: components["schemas"]["Code"];
                count: number;
            }[];
        };
        FunnelReport: {
            markets: components["schemas"]["FunnelMarket"][];
        };
        /** @description Credit grade, best first. */
        Grade: string;
        /** @description A hash as lower-case hexadecimal text. */
        Hash: string;
        /** @description Id of a hold. */
        HoldId: string;
        /** @description An instant in UTC with milliseconds. */
        Instant: string;
        LateFee: {
            ratePpm: components["schemas"]["SharePpm"];
            minimum: components["schemas"]["Money"];
            graceDays: number;
        };
        Listing: {
            requestId: components["schemas"]["LoanRequestId"];
            status: components["schemas"]["ListingStatus"];
            market: components["schemas"]["Market"];
            productId: components["schemas"]["LoanProductId"];
            amount: components["schemas"]["Money"];
            minimumAmount: components["schemas"]["Money"];
            noteMinimum: components["schemas"]["Money"];
            filled: components["schemas"]["Money"];
            remaining: components["schemas"]["Money"];
            fillCount: number;
            progressPpm: components["schemas"]["SharePpm"];
            termMonths: components["schemas"]["TermMonths"];
            purpose: components["schemas"]["Purpose"];
            grade: components["schemas"]["Grade"];
            ratePpm: components["schemas"]["RatePpm"];
            listedOn: components["schemas"]["CalendarDate"];
            closesOn: components["schemas"]["CalendarDate"];
        };
        ListingPage: {
            items: components["schemas"]["Listing"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @enum {string} */
        ListingStatus: "open" | "funded" | "closed";
        /** @description Id of a loan. */
        LoanId: string;
        LoanProduct: {
            productId: components["schemas"]["LoanProductId"];
            name: string;
            market: components["schemas"]["Market"];
            minimumAmount: components["schemas"]["Money"];
            maximumAmount: components["schemas"]["Money"];
            termsMonths: components["schemas"]["TermMonths"][];
            method: components["schemas"]["Method"];
            frequency: components["schemas"]["Frequency"];
            dayCount: components["schemas"]["DayCount"];
            rounding: components["schemas"]["Rounding"];
            instalmentRounding: components["schemas"]["Rounding"];
            indicativeRatePpm: components["schemas"]["RatePpm"];
            originationFeePpm: components["schemas"]["SharePpm"];
            serviceFeePpm: components["schemas"]["SharePpm"];
            recoveryFeePpm: components["schemas"]["SharePpm"];
            lateFee: components["schemas"]["LateFee"];
            defaultAfterDays: number;
            chargeOffAfterDays: number;
            fundingThresholdPpm: components["schemas"]["SharePpm"];
            noteMinimum: components["schemas"]["Money"];
            /** @description Business days that a request stays listed. */
            listingDays: number;
            /** @description Business days to accept a partial amount. */
            consentDays: number;
            /** @description Business days to accept the contract. */
            contractDays: number;
            clearing: components["schemas"]["Clearing"];
        };
        /** @description Id of a loan product. */
        LoanProductId: string;
        LoanProductPage: {
            items: components["schemas"]["LoanProduct"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        LoanRequest: {
            requestId: components["schemas"]["LoanRequestId"];
            borrowerId: components["schemas"]["MemberId"];
            status: components["schemas"]["LoanRequestStatus"];
            market: components["schemas"]["Market"];
            productId: components["schemas"]["LoanProductId"];
            amount: components["schemas"]["Money"];
            termMonths: components["schemas"]["TermMonths"];
            purpose: components["schemas"]["Purpose"];
            maxRatePpm: components["schemas"]["RatePpm"];
            profile: components["schemas"]["FinancialProfile"];
            createdAt: components["schemas"]["Instant"];
            submittedAt: components["schemas"]["Instant"] | null;
            grade: components["schemas"]["Grade"] | null;
            score: number | null;
            /** @description The rate at which it is listed. */
            ratePpm: components["schemas"]["RatePpm"] | null;
            /** @description What the borrower pays, once it is known what fills the request. */
            finalRatePpm: components["schemas"]["RatePpm"] | null;
            minimumAmount: components["schemas"]["Money"] | null;
            filled: components["schemas"]["Money"];
            /** @description The principal of the contract; less than the amount after a partial acceptance. */
            fundedAmount: components["schemas"]["Money"] | null;
            listedOn: components["schemas"]["CalendarDate"] | null;
            closesOn: components["schemas"]["CalendarDate"] | null;
            consentDeadlineOn: components["schemas"]["CalendarDate"] | null;
            contractId: components["schemas"]["ContractId"] | null;
            loanId: components["schemas"]["LoanId"] | null;
            /** @description Why the request was rejected or referred, and what to do. */
            reasons: components["schemas"]["Reason"][];
            /** @description Why the last payout failed. */
            failureCode: string | null;
            withdrawal: components["schemas"]["Withdrawal"] | null;
            waiting: components["schemas"]["Waiting"] | null;
        };
        /** @description Id of a loan request. */
        LoanRequestId: string;
        LoanRequestPage: {
            items: components["schemas"]["LoanRequest"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @enum {string} */
        LoanRequestStatus: "draft" | "submitted" | "in-review" | "rejected" | "listed" | "partially-funded" | "contracting" | "disbursing" | "disbursed" | "expired" | "withdrawn" | "declined" | "lapsed";
        /** @description A market is a currency. */
        Market: string;
        /** @description Id of a member. */
        MemberId: string;
        /** @enum {string} */
        Method: "annuity" | "linear" | "bullet";
        /** @description An amount of one currency in minor units. */
        Money: {
            amountMinor: components["schemas"]["AmountMinor"];
            currency: components["schemas"]["Currency"];
        };
        NewCriteria: {
            minRatePpm: components["schemas"]["PositiveRatePpm"];
            grades: components["schemas"]["Grade"][];
            minTermMonths: components["schemas"]["TermMonths"];
            maxTermMonths: components["schemas"]["TermMonths"];
            purposes?: components["schemas"]["Purpose"][] | null;
            capPerLoan: components["schemas"]["PositiveMoney"];
            /** @description At most this much into all loans of one borrower out of this offer; null or absent is no cap. */
            capPerBorrower?: components["schemas"]["PositiveMoney"] | null;
            portfolioSharePpm?: components["schemas"]["PortfolioShare"];
            /** @description No note smaller than this, so that nobody holds crumbs; null or absent is the note minimum of the product. */
            minimumSlice?: components["schemas"]["PositiveMoney"] | null;
        };
        NewLoanProduct: {
            name: string;
            market: components["schemas"]["Market"];
            minimumAmount: components["schemas"]["PositiveMoney"];
            maximumAmount: components["schemas"]["PositiveMoney"];
            termsMonths: components["schemas"]["TermMonths"][];
            method: components["schemas"]["Method"];
            dayCount: components["schemas"]["DayCount"];
            rounding: components["schemas"]["Rounding"];
            instalmentRounding: components["schemas"]["Rounding"];
            indicativeRatePpm: components["schemas"]["PositiveRatePpm"];
            originationFeePpm: components["schemas"]["SharePpm"];
            serviceFeePpm: components["schemas"]["SharePpm"];
            recoveryFeePpm: components["schemas"]["SharePpm"];
            lateFee: components["schemas"]["LateFee"];
            defaultAfterDays: number;
            chargeOffAfterDays: number;
            fundingThresholdPpm: components["schemas"]["SharePpm"];
            listingDays: number;
            consentDays: number;
            contractDays: number;
            /** @description Left out, it is posted-rate, continuous, by time. */
            clearing?: components["schemas"]["Clearing"];
        };
        NewLoanRequest: {
            productId: components["schemas"]["LoanProductId"];
            amount: components["schemas"]["PositiveMoney"];
            termMonths: components["schemas"]["TermMonths"];
            purpose: components["schemas"]["Purpose"];
            maxRatePpm: components["schemas"]["PositiveRatePpm"];
            profile: components["schemas"]["FinancialProfile"];
        };
        /** @description A standing offer needs criteria; a directed one names a listed request and takes its terms. */
        NewOffer: {
            /** @enum {string} */
            kind: "standing" | "directed";
            total: components["schemas"]["PositiveMoney"];
            criteria?: components["schemas"]["NewCriteria"];
            requestId?: components["schemas"]["LoanRequestId"];
            goodTillOn?: components["schemas"]["CalendarDate"] | null;
        };
        NewRelatedMember: {
            relatedMemberId: components["schemas"]["MemberId"];
            kind: components["schemas"]["RelationKind"];
        };
        /** @description Cursor of the next page; null on the last page. */
        NextCursor: string | null;
        Offer: {
            offerId: components["schemas"]["OfferId"];
            lenderId: components["schemas"]["MemberId"];
            status: components["schemas"]["OfferStatus"];
            /** @enum {string} */
            kind: "standing" | "directed";
            market: components["schemas"]["Market"];
            requestId: components["schemas"]["LoanRequestId"] | null;
            /** @description Without what amendments took out of it. */
            total: components["schemas"]["Money"];
            /** @description Matched to requests and neither handed back nor paid out yet. */
            filled: components["schemas"]["Money"];
            /** @description Became notes. */
            captured: components["schemas"]["Money"];
            /** @description Of the total */
            freed: components["schemas"]["Money"];
            criteria: components["schemas"]["Criteria"];
            /** @description What portfolioSharePpm is a share of, once the money is held. */
            portfolio: components["schemas"]["Money"] | null;
            goodTillOn: components["schemas"]["CalendarDate"] | null;
            placedAt: components["schemas"]["Instant"];
            holdId: components["schemas"]["HoldId"] | null;
            outcome: components["schemas"]["OfferOutcome"] | null;
            /** @description Why the offer was refused; loan_request.not_listed when its request never came into the book. */
            refusalCode: string | null;
            /** @description The last one. */
            amendment: components["schemas"]["OfferAmendment"] | null;
            waiting: components["schemas"]["Waiting"] | null;
        };
        OfferAmendment: {
            /** @enum {string} */
            status: "requested" | "applied" | "refused";
            /** @description Why it was refused: offer.closed, offer.amend_over_unfilled, or the rule of the market that it breaks. */
            code: string | null;
            /** @description Whether the offer kept its place in the queues; null unless it is applied. */
            isPlaceKept: boolean | null;
            /** @description As asked for, like criteria and last day. */
            total: components["schemas"]["Money"];
            criteria: components["schemas"]["Criteria"];
            goodTillOn: components["schemas"]["CalendarDate"] | null;
            requestedAt: components["schemas"]["Instant"];
        };
        OfferChange: {
            /** @description The new total, what is filled included. */
            total?: components["schemas"]["PositiveMoney"];
            criteria?: components["schemas"]["CriteriaChange"];
            /** @description Null is until it is revoked. */
            goodTillOn?: components["schemas"]["CalendarDate"] | null;
        };
        /** @description Id of a offer. */
        OfferId: string;
        /** @enum {string} */
        OfferOutcome: "revoked" | "expired" | "exhausted" | "request-closed";
        OfferPage: {
            items: components["schemas"]["Offer"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @enum {string} */
        OfferStatus: "placed" | "active" | "revoking" | "refused" | "ended";
        /** @description At most this part of the lender's portfolio into all loans of one borrower out of this offer, in parts per million; null or absent is no such cap. The portfolio is taken when the money is held (`portfolio` of the offer): the wallet, held money included, and the outstanding principal of the notes that are not written off. An amendment counts from the same worth, so it can change or drop the share of an offer that was placed with one; otherwise place another offer. */
        PortfolioShare: number | null;
        /** @description An amount above zero. */
        PositiveMoney: {
            amountMinor: string;
            currency: components["schemas"]["Currency"];
        };
        /** @description A yearly rate in parts per million; 12 % is 120000. */
        PositiveRatePpm: number;
        /** @description RFC 9457 problem with a stable code. */
        Problem: {
            type: string;
            title: string;
            status: number;
            detail?: string;
            instance?: string;
            code: components["schemas"]["Code"];
            errors?: components["schemas"]["ProblemError"][];
            requestId: string;
        };
        /** @description One thing wrong with the request. */
        ProblemError: {
            /** @description JSON pointer into the request. */
            path: string;
            code: string;
            message: string;
        };
        /** @enum {string} */
        Purpose: "car" | "credit-card" | "debt-consolidation" | "educational" | "home-improvement" | "house" | "major-purchase" | "medical" | "moving" | "other" | "renewable-energy" | "small-business" | "vacation" | "wedding";
        Quote: {
            productId: components["schemas"]["LoanProductId"];
            amount: components["schemas"]["Money"];
            termMonths: components["schemas"]["TermMonths"];
            ratePpm: components["schemas"]["RatePpm"];
            disbursedOn: components["schemas"]["CalendarDate"];
            originationFee: components["schemas"]["Money"];
            /** @description What is paid out. */
            net: components["schemas"]["Money"];
            schedule: components["schemas"]["Schedule"];
            aprs: components["schemas"]["Aprs"];
        };
        QuoteRequest: {
            productId: components["schemas"]["LoanProductId"];
            amount: components["schemas"]["PositiveMoney"];
            termMonths: components["schemas"]["TermMonths"];
            /** @description The indicative rate of the product when left out. */
            ratePpm?: components["schemas"]["PositiveRatePpm"];
            /** @description The business date when left out. */
            disbursedOn?: components["schemas"]["CalendarDate"];
        };
        /** @description A rate in parts per million; per year where time is meant. 12 % is 120000. */
        RatePpm: number;
        /** @description A reason: a stable code and a text for people. */
        Reason: {
            code: components["schemas"]["Code"];
            text: string;
        };
        RelatedMember: {
            relatedMemberId: components["schemas"]["MemberId"];
            kind: components["schemas"]["RelationKind"];
            declaredBy: components["schemas"]["MemberId"];
            declaredAt: components["schemas"]["Instant"];
            ended: {
                at: components["schemas"]["Instant"];
                by: components["schemas"]["MemberId"];
                reason: string;
            } | null;
        };
        RelatedMemberEnding: {
            reason: string;
        };
        RelatedMemberPage: {
            items: components["schemas"]["RelatedMember"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @enum {string} */
        RelationKind: "household" | "own-company";
        /** @enum {string} */
        Rounding: "half-up" | "half-even" | "half-down" | "ceiling" | "floor" | "up" | "down";
        Schedule: {
            /** @description The regular instalment; the last one may differ. */
            instalment: components["schemas"]["Money"];
            totalInterest: components["schemas"]["Money"];
            totalDue: components["schemas"]["Money"];
            maturesOn: components["schemas"]["CalendarDate"];
            instalments: components["schemas"]["ScheduleRow"][];
        };
        ScheduleRow: {
            nr: number;
            dueOn: components["schemas"]["CalendarDate"];
            principal: components["schemas"]["Money"];
            interest: components["schemas"]["Money"];
            due: components["schemas"]["Money"];
            balance: components["schemas"]["Money"];
        };
        /** @enum {string} */
        ServicingStatus: "active" | "in-arrears" | "defaulted" | "charged-off" | "closed";
        /** @description A part of a whole in parts per million. */
        SharePpm: number;
        StuckItem: {
            /** @enum {string} */
            kind: "loan-request" | "offer";
            id: string;
            status: string;
            waiting: components["schemas"]["Waiting"];
            ageSeconds: number;
        };
        StuckReport: {
            asOf: components["schemas"]["Instant"];
            items: components["schemas"]["StuckItem"][];
        };
        /** @description Length of a loan in months. */
        TermMonths: number;
        Waiting: {
            for: components["schemas"]["WaitingFor"];
            since: components["schemas"]["Instant"];
            cause: components["schemas"]["Code"];
        };
        /** @enum {string} */
        WaitingFor: "credit" | "reviewer" | "matching" | "payments" | "borrower";
        Withdrawal: {
            /** @enum {string} */
            status: "requested" | "refused";
            code: string | null;
        };
    };
    responses: {
        /** @description The request was refused or failed. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        ContractId: components["schemas"]["ContractId"];
        /** @description Opaque cursor from nextCursor. */
        Cursor: string;
        /** @description Same key and body give the same answer once; same key with another body is 422. */
        IdempotencyKey: string;
        /** @description Items per page. */
        Limit: number;
        MemberId: components["schemas"]["MemberId"];
        OfferId: components["schemas"]["OfferId"];
        ProductId: components["schemas"]["LoanProductId"];
        RequestId: components["schemas"]["LoanRequestId"];
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listLoanProducts: {
        parameters: {
            query?: {
                market?: components["schemas"]["Market"];
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of products */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoanProductPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createLoanProduct: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLoanProduct"];
            };
        };
        responses: {
            /** @description The product */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoanProduct"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getLoanProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                productId: components["parameters"]["ProductId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The product */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoanProduct"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    quoteLoanRequest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteRequest"];
            };
        };
        responses: {
            /** @description The quote */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quote"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listLoanRequests: {
        parameters: {
            query?: {
                status?: components["schemas"]["LoanRequestStatus"];
                /** @description For administrators and auditors. */
                borrowerId?: components["schemas"]["MemberId"];
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of requests */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoanRequestPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createLoanRequest: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLoanRequest"];
            };
        };
        responses: {
            /** @description The draft */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoanRequest"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getLoanRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                requestId: components["parameters"]["RequestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoanRequest"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    submitLoanRequest: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                requestId: components["parameters"]["RequestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoanRequest"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    withdrawLoanRequest: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                requestId: components["parameters"]["RequestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoanRequest"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    acceptPartialFunding: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                requestId: components["parameters"]["RequestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoanRequest"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    declinePartialFunding: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                requestId: components["parameters"]["RequestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoanRequest"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listListings: {
        parameters: {
            query?: {
                market?: components["schemas"]["Market"];
                grade?: components["schemas"]["Grade"];
                termMonths?: components["schemas"]["TermMonths"];
                status?: components["schemas"]["ListingStatus"];
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of listings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListingPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getListing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                requestId: components["parameters"]["RequestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The listing */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Listing"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listOffers: {
        parameters: {
            query?: {
                status?: components["schemas"]["OfferStatus"];
                /** @description For administrators and auditors. */
                lenderId?: components["schemas"]["MemberId"];
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of offers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    placeOffer: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOffer"];
            };
        };
        responses: {
            /** @description The offer */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The offer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    amendOffer: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfferChange"];
            };
        };
        responses: {
            /** @description The offer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    revokeOffer: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The offer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listContracts: {
        parameters: {
            query?: {
                status?: components["schemas"]["ContractStatus"];
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of contracts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContractPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getContract: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contractId: components["parameters"]["ContractId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contract */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contract"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    acceptContract: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                contractId: components["parameters"]["ContractId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ContractAcceptance"];
            };
        };
        responses: {
            /** @description The contract */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contract"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listRelatedMembers: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                memberId: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of relations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelatedMemberPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    declareRelatedMember: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                memberId: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRelatedMember"];
            };
        };
        responses: {
            /** @description The relation */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelatedMember"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    endRelatedMember: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                memberId: components["parameters"]["MemberId"];
                relatedMemberId: components["schemas"]["MemberId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RelatedMemberEnding"];
            };
        };
        responses: {
            /** @description The relation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelatedMember"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getFunnelReport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The funnel */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FunnelReport"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getStuckReport: {
        parameters: {
            query?: {
                olderThanSeconds?: number;
                waitingFor?: components["schemas"]["WaitingFor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is stuck */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StuckReport"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
