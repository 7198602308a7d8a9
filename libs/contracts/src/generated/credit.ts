/** Generated from libs/contracts/openapi/credit.yaml by `npm run generate`. Do not edit. */
export interface paths {
    "/v1/credit-assessments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's assessments, newest first; administrators and auditors see all */
        get: operations["listCreditAssessments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-assessments/{assessmentId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        /** One assessment; the borrower, administrators and auditors */
        get: operations["getCreditAssessment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-assessments/{assessmentId}/decision": {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A person decides a referred assessment; for administrators */
        post: operations["decideCreditAssessment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-assessments/{assessmentId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the decision again from its record, with the model and the policy of its day, and compares the bytes; for administrators and auditors */
        post: operations["replayCreditAssessment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-assessments/{assessmentId}/notice": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        /** The notice of a decline in plain words, with its principal reasons; the borrower, administrators and auditors */
        get: operations["getDeclineNotice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-assessments/{assessmentId}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        /** What the applicant could change to be approved or, when approved, to reach a better grade; the borrower, administrators and auditors */
        get: operations["getCreditChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-assessments/{assessmentId}/reassessment": {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Judges the request anew on better evidence, until it is funded; for administrators */
        post: operations["reassessCredit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-assessments/{assessmentId}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a referred assessment for an hour; nobody else decides it meanwhile. For administrators */
        post: operations["claimCreditReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-assessments/{assessmentId}/release": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a claimed assessment back; for the administrator who claimed it */
        post: operations["releaseCreditReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-assessments/{assessmentId}/override": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks a second administrator to replace the decision by this one */
        post: operations["requestCreditOverride"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-assessments/{assessmentId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Scores an assessment that was set aside once more; for administrators */
        post: operations["retryScoring"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Assessments that wait for a person, those submitted first come first: their notice is due first; for administrators and auditors */
        get: operations["listCreditReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-reviews/set-aside": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Assessments that could not be scored, with the cause, oldest first; for administrators and auditors */
        get: operations["listSetAsideAssessments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tasks of four eyes, newest first */
        get: operations["listCreditApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-approvals/{creditApprovalId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                creditApprovalId: components["schemas"]["ApprovalId"];
            };
            cookie?: never;
        };
        /** One task with what it would do */
        get: operations["getCreditApproval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-approvals/{creditApprovalId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                creditApprovalId: components["schemas"]["ApprovalId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves what was read and does it, in one step; never by the one who asked */
        post: operations["approveCredit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-approvals/{creditApprovalId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                creditApprovalId: components["schemas"]["ApprovalId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rejects what was read; who asked may take the task back so */
        post: operations["rejectCreditApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every version, newest first; the newest is in force. For administrators and auditors */
        get: operations["listCreditPolicies"];
        put?: never;
        /** Asks a second administrator to publish the next version */
        post: operations["requestCreditPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-policies/{policyName}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description policy- and the number of the version. */
                policyName: string;
            };
            cookie?: never;
        };
        /** One version; for administrators and auditors */
        get: operations["getCreditPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bureau-consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the caller agreed that a credit bureau is asked */
        get: operations["getBureauConsent"];
        /** Agrees that a credit bureau is asked, or withdraws it and has its report deleted */
        put: operations["setBureauConsent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-monitoring": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stability of scores and features, calibration and discrimination by vintage; for administrators and auditors */
        get: operations["getCreditMonitoring"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-models/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Each challenger beside the model that decided, over the requests that both have scored; for administrators and auditors */
        get: operations["compareCreditModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reputations/{requestId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                requestId: components["parameters"]["RequestId"];
            };
            cookie?: never;
        };
        /** What the borrower of a request did on the platform, as counts and as a score with its formula; for every member */
        get: operations["getReputation"];
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
        /** @description Id of a approval. */
        ApprovalId: string;
        /** @description Why, for the second person and for the record. */
        ApprovalReasonText: string;
        /** @description Id of a assessment. */
        AssessmentId: string;
        /** @enum {string} */
        AssessmentStatus: "pending" | "referred" | "approved" | "declined";
        BureauConsent: {
            memberId: components["schemas"]["MemberId"];
            givenAt: components["schemas"]["Instant"] | null;
        };
        /**
         * Format: date
         * @description A calendar day, YYYY-MM-DD.
         */
        CalendarDate: string;
        /** @description A stable dotted code, such as loan.not_open. */
        Code: string;
        Contribution: {
            feature: string;
            /** @description Where the value fell, for people. */
            bin: string;
            /** @description Whole points gained against the reference of the model: the best bin of a scorecard, the average training loan of an additive model. */
            points: number;
            /** @description The same in hundredths of a point, not rounded. */
            pointHundredths: number;
        };
        CreditApproval: {
            approvalId: components["schemas"]["ApprovalId"];
            action: components["schemas"]["CreditApprovalAction"];
            /** @description What it is about; one open task at most for an action on it. */
            entityId: string;
            /** @description What will be done. */
            payload: {
                [key: string]: unknown;
            };
            /** @description SHA-256 of the payload as canonical JSON; the decision names it. */
            payloadHash: string;
            reason: string;
            makerId: components["schemas"]["MemberId"];
            status: components["schemas"]["CreditApprovalStatus"];
            checkerId: components["schemas"]["MemberId"] | null;
            /** @description What the second person said. */
            note: string | null;
            /** @description The last business date on which it can be decided. */
            expiresOn: components["schemas"]["CalendarDate"];
            createdAt: components["schemas"]["Instant"];
            decidedAt: components["schemas"]["Instant"] | null;
        };
        /** @enum {string} */
        CreditApprovalAction: "assessment.override" | "policy.publish";
        CreditApprovalDecision: {
            /** @description Of the payload that was read. */
            payloadHash: string;
            note?: string;
        };
        CreditApprovalPage: {
            items: components["schemas"]["CreditApproval"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @enum {string} */
        CreditApprovalStatus: "awaiting-approval" | "processed" | "rejected" | "expired";
        CreditAssessment: {
            assessmentId: components["schemas"]["AssessmentId"];
            requestId: components["schemas"]["LoanRequestId"];
            borrowerId: components["schemas"]["MemberId"];
            /** @description 1 for the first of a request. */
            nr: number;
            /**
             * @description Why it was made: the request was submitted, or what is named changed.
             * @enum {string}
             */
            cause: "submitted" | "identity" | "evidence" | "bureau";
            replaces: components["schemas"]["AssessmentId"] | null;
            /** @description The assessment that counts instead; null for the one in force. */
            replacedBy: components["schemas"]["AssessmentId"] | null;
            status: components["schemas"]["AssessmentStatus"];
            submittedAt: components["schemas"]["Instant"];
            completedAt: components["schemas"]["Instant"] | null;
            modelVersion: string | null;
            /** @description Zero: decided before policies were kept as versions. */
            policyVersion: number | null;
            score: number | null;
            /** @description Probability of charge-off over the life of the loan. */
            pdPpm: number | null;
            grade: components["schemas"]["Grade"] | null;
            referenceRatePpm: components["schemas"]["RatePpm"] | null;
            /** @description The equal monthly instalment at the reference rate. */
            instalmentMinor: components["schemas"]["AmountMinor"] | null;
            /** @description Existing debt payments and the instalment over monthly income. */
            debtToIncomeWithLoanPpm: number | null;
            reasons: components["schemas"]["Reason"][];
            contributions: components["schemas"]["Contribution"][];
            /** @description model or the id of the administrator. */
            decidedBy: string | null;
            decisionReason: string | null;
            /** @description SHA-256 of everything the decision was made from. */
            recordHash: string | null;
            claim: null | {
                memberId: components["schemas"]["MemberId"];
                until: components["schemas"]["Instant"];
            };
        };
        CreditAssessmentPage: {
            items: components["schemas"]["CreditAssessment"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        CreditChanges: {
            assessmentId: components["schemas"]["AssessmentId"];
            /** @enum {string} */
            aim: "approval" | "better-grade";
            /** @description Whether anything within the applicant's reach gets there. */
            isReachable: boolean;
            changes: {
                /** @description Of the application. */
                field: string;
                /** @description In the unit of the field. */
                from: string;
                to: string;
                code: components["schemas"]["Code"];
                text: string;
            }[];
            /** @description With the changes; as all below. */
            score: number | null;
            grade: components["schemas"]["Grade"] | null;
            pdPpm: number | null;
            referenceRatePpm: components["schemas"]["RatePpm"] | null;
        };
        CreditMonitoring: {
            reviews: components["schemas"]["ReviewWatch"];
            modelVersion: string;
            windowDays: number;
            thresholds: components["schemas"]["MonitoringThresholds"];
            population: components["schemas"]["Stability"];
            characteristics: {
                feature: string;
                index: number;
                reference: number;
                recent: number;
                level: components["schemas"]["MonitoringLevel"];
            }[];
            vintages: {
                /** @description Quarter of the decision, 2026-Q1. */
                vintage: string;
                /** @description Ended ones. */
                loans: number;
                /** @description Mean probability of charge-off. */
                expected: number;
                /** @description Share that defaulted. */
                observed: number;
                auc: number | null;
                level: components["schemas"]["MonitoringLevel"];
            }[];
        };
        CreditPolicy: {
            policyVersion: number;
            policy: components["schemas"]["CreditPolicyTerms"];
            /** @description SHA-256 of the policy as canonical JSON. */
            hash: string;
            publishedAt: components["schemas"]["Instant"];
            /** @description platform for the first one. */
            makerId: string;
            checkerId: string;
        };
        CreditPolicyPage: {
            items: components["schemas"]["CreditPolicy"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        CreditPolicyTerms: {
            /** @description The model that decides. */
            modelVersion: string;
            /** @description Models that are scored beside it and decide nothing. */
            challengers: string[];
            /** @description Past one of these a request is declined. */
            limits: {
                minimumAnnualIncomeMinor: components["schemas"]["WholeMinor"];
                maximumDebtToIncomePpm: number;
                /** @description With the instalment of the loan. */
                maximumDebtToIncomeWithLoanPpm: number;
                maximumAmountToIncomePpm: number;
                maximumDelinquencies2y: number;
                maximumPublicRecords: number;
                maximumPdPpm: components["schemas"]["Share"];
                maximumOpenLoans: number;
                maximumExposureMinor: components["schemas"]["WholeMinor"];
            };
            /** @description From one of these on a person decides. */
            refer: {
                publicRecordsFrom: number;
                pdFromPpm: components["schemas"]["Share"];
            };
            pricing: {
                baseRatePpm: components["schemas"]["Share"];
                lossGivenDefaultPpm: number;
                averageBalancePpm: number;
                /** @description Rates are whole multiples of it. */
                rateStepPpm: number;
                grades: {
                    grade: components["schemas"]["Grade"];
                    /** @description Zero for the best grade. */
                    annualLossFromPpm: number;
                    marginPpm: components["schemas"]["Share"];
                }[];
            };
            reputation: {
                /** @description Paid on time in one month, from which the month counts fully. */
                fullWeightMinor: string;
                monthsMax: number;
                /** @description Months that everybody starts with, half of them good. */
                priorMonths: number;
                /** @description The odds of repayment are multiplied by this at a score of 100. */
                bestOddsPpm: number;
                /** @description The same at a score of 0. */
                worstOddsPpm: number;
            };
            monitoring?: components["schemas"]["MonitoringThresholds"];
            reviews?: components["schemas"]["ReviewTerms"];
            /** @description Left out, no credit bureau is asked. */
            bureau?: {
                /**
                 * @description Without a report: the values that the borrower stated, none at all, or a person decides.
                 * @enum {string}
                 */
                whenMissing: "stated" | "unknown" | "refer";
                /** @description An older report is as good as none. */
                staleAfterDays: number;
            };
        };
        DeclineNotice: {
            assessmentId: components["schemas"]["AssessmentId"];
            decidedAt: components["schemas"]["Instant"];
            reasons: components["schemas"]["Reason"][];
            text: string;
        };
        Evidence: {
            reason: components["schemas"]["ApprovalReasonText"];
            /** @description Values that are known better now; what is left out stays. */
            profile: {
                /** @description A year, in minor units of the market's currency. */
                annualIncomeMinor?: string;
                employmentLengthYears?: number;
                /** @enum {string} */
                homeOwnership?: "rent" | "own" | "mortgage" | "other";
                debtToIncomePpm?: number;
                delinquencies2y?: number;
                inquiries6m?: number;
                openAccounts?: number;
                publicRecords?: number;
                revolvingBalanceMinor?: string;
                revolvingUtilisationPpm?: number;
                totalAccounts?: number;
                monthsSinceDelinquency?: number;
                monthsSinceRecord?: number;
                earliestCreditLineOn?: components["schemas"]["CalendarDate"];
                ficoLow?: number;
            };
        };
        /** @description Credit grade, best first. */
        Grade: string;
        /** @description An instant in UTC with milliseconds. */
        Instant: string;
        /** @description Id of a loan request. */
        LoanRequestId: string;
        ManualDecision: {
            /** @enum {string} */
            decision: "approved" | "declined";
            reason: string;
        };
        /** @description Id of a member. */
        MemberId: string;
        ModelComparison: {
            /** @description The model that decided. */
            champion: string;
            challenger: string;
            /** @description Scored by both. */
            assessments: number;
            sameDecision: number;
            championApproved: number;
            challengerApproved: number;
            championMeanPdPpm: components["schemas"]["Share"];
            challengerMeanPdPpm: components["schemas"]["Share"];
            /** @description Of loans that were made of them and are closed or charged off. */
            outcomes: number;
            /** @description What the champion expected of those. */
            championOutcomePdPpm: number | null;
            challengerOutcomePdPpm: number | null;
            /** @description What came of those. */
            defaultedPpm: number | null;
        };
        ModelComparisons: {
            items: components["schemas"]["ModelComparison"][];
        };
        /**
         * @description By the thresholds; too few observations are not judged.
         * @enum {string}
         */
        MonitoringLevel: "ok" | "watch" | "alert" | "too-few";
        MonitoringThresholds: {
            stabilityWatch: number;
            stabilityAlert: number;
            /** @description Observed less expected default rate, either way. */
            calibrationAlert: number;
            aucAlert: number;
            observationsMin: number;
        };
        NewCreditPolicy: {
            reason: components["schemas"]["ApprovalReasonText"];
            policy: components["schemas"]["CreditPolicyTerms"];
        };
        /** @description Cursor of the next page; null on the last page. */
        NextCursor: string | null;
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
        /** @description A rate in parts per million; per year where time is meant. 12 % is 120000. */
        RatePpm: number;
        /** @description A reason: a stable code and a text for people. */
        Reason: {
            code: components["schemas"]["Code"];
            text: string;
        };
        Replay: {
            assessmentId: components["schemas"]["AssessmentId"];
            /** @description Whether the same bytes came out. */
            isIdentical: boolean;
            /** @description SHA-256 of the record that is kept. */
            recordHash: string;
            /** @description SHA-256 of the record that was made now. */
            replayedHash: string;
            modelVersion: string;
            policyVersion: number;
            /** @description Members of the record that came out otherwise. */
            differences: string[];
            /** @description Request, facts, features, model, policy and outcome; its canonical JSON is what is hashed. */
            record: {
                [key: string]: unknown;
            };
        };
        Reputation: {
            requestId: components["schemas"]["LoanRequestId"];
            loansOpen: number;
            /** @description Closed after at least one instalment had fallen due. */
            loansFinished: number;
            loansDefaulted: number;
            /** @description Finished ones: the next one fell due, or the loan ended, with nothing overdue. */
            instalmentsOnTime: number;
            instalmentsLate: number;
            instalmentsNeverPaid: number;
            worstDaysLate: number;
            /** @description Payments that the bank took back. */
            returnedPayments: number;
            /** @description 50 for a borrower without history. */
            score: number;
            /** @description How the score follows from what is counted. */
            formula: string;
        };
        /** @description How long a request may wait for a person; left out, thirty days and twenty (12 CFR 1002.9). */
        ReviewTerms: {
            /** @description Days from the submission within which the applicant must be told. */
            noticeDays: number;
            /** @description Days from which somebody should hurry. */
            watchDays: number;
        };
        ReviewWatch: {
            /** @description Requests that wait for a person. */
            waiting: number;
            /** @description Those of them that were submitted watchDays ago or longer. */
            watch: number;
            /** @description Those that were submitted noticeDays ago or longer. */
            overdue: number;
            noticeDays: number;
            watchDays: number;
            /** @description Of the one submitted first. */
            nextNoticeDueAt: components["schemas"]["Instant"] | null;
            /** @enum {string} */
            level: "ok" | "watch" | "alert";
        };
        SetAside: {
            assessmentId: components["schemas"]["AssessmentId"];
            requestId: components["schemas"]["LoanRequestId"];
            borrowerId: components["schemas"]["MemberId"];
            setAsideAt: components["schemas"]["Instant"];
            failures: number;
            /** @description Why it could not be scored. */
            failure: string;
        };
        SetAsidePage: {
            items: components["schemas"]["SetAside"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @description Parts of a million. */
        Share: number;
        Stability: {
            index: number;
            /** @description Decisions before. */
            reference: number;
            /** @description Decisions of late. */
            recent: number;
            level: components["schemas"]["MonitoringLevel"];
        };
        /** @description Minor units of the market's currency. */
        WholeMinor: string;
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
        AssessmentId: components["schemas"]["AssessmentId"];
        /** @description Opaque cursor from nextCursor. */
        Cursor: string;
        /** @description Same key and body give the same answer once; same key with another body is 422. */
        IdempotencyKey: string;
        /** @description Items per page. */
        Limit: number;
        RequestId: components["schemas"]["LoanRequestId"];
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listCreditAssessments: {
        parameters: {
            query?: {
                requestId?: components["schemas"]["LoanRequestId"];
                status?: components["schemas"]["AssessmentStatus"];
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
            /** @description A page of assessments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditAssessmentPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCreditAssessment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The assessment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditAssessment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    decideCreditAssessment: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManualDecision"];
            };
        };
        responses: {
            /** @description The assessment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditAssessment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    replayCreditAssessment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What came out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getDeclineNotice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notice */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeclineNotice"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCreditChanges: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The smallest change that gets there, as the model and the policy of the decision judge it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditChanges"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    reassessCredit: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Evidence"];
            };
        };
        responses: {
            /** @description The new assessment, pending */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditAssessment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    claimCreditReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The assessment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditAssessment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    releaseCreditReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The assessment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditAssessment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    requestCreditOverride: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManualDecision"];
            };
        };
        responses: {
            /** @description The task that waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditApproval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    retryScoring: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assessmentId: components["parameters"]["AssessmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The assessment */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditAssessment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listCreditReviews: {
        parameters: {
            query?: {
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
            /** @description A page of assessments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditAssessmentPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listSetAsideAssessments: {
        parameters: {
            query?: {
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
            /** @description A page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetAsidePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listCreditApprovals: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
                status?: components["schemas"]["CreditApprovalStatus"];
                action?: components["schemas"]["CreditApprovalAction"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tasks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditApprovalPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCreditApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                creditApprovalId: components["schemas"]["ApprovalId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditApproval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    approveCredit: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                creditApprovalId: components["schemas"]["ApprovalId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreditApprovalDecision"];
            };
        };
        responses: {
            /** @description The task as it was decided */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditApproval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    rejectCreditApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                creditApprovalId: components["schemas"]["ApprovalId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreditApprovalDecision"];
            };
        };
        responses: {
            /** @description The task as it was decided */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditApproval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listCreditPolicies: {
        parameters: {
            query?: {
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
            /** @description A page of versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditPolicyPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    requestCreditPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCreditPolicy"];
            };
        };
        responses: {
            /** @description The task that waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditApproval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCreditPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description policy- and the number of the version. */
                policyName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditPolicy"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getBureauConsent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The consent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BureauConsent"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    setBureauConsent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    isGiven: boolean;
                };
            };
        };
        responses: {
            /** @description The consent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BureauConsent"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCreditMonitoring: {
        parameters: {
            query?: {
                /** @description The model that decides when left out. */
                modelVersion?: string;
                /** @description What counts as of late. */
                windowDays?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditMonitoring"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    compareCreditModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One row a challenger and deciding model */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelComparisons"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getReputation: {
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
            /** @description The reputation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reputation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
