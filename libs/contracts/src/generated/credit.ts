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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Id of a assessment. */
        AssessmentId: string;
        /** @enum {string} */
        AssessmentStatus: "pending" | "referred" | "approved" | "declined";
        /** @description A stable dotted code, such as loan.not_open. */
        Code: string;
        Contribution: {
            feature: string;
            /** @description Where the value fell, for people. */
            bin: string;
            /** @description Points gained against the best bin of the feature; zero or less. */
            points: number;
        };
        CreditAssessment: {
            assessmentId: components["schemas"]["AssessmentId"];
            requestId: components["schemas"]["LoanRequestId"];
            borrowerId: components["schemas"]["MemberId"];
            status: components["schemas"]["AssessmentStatus"];
            submittedAt: components["schemas"]["Instant"];
            completedAt: components["schemas"]["Instant"] | null;
            modelVersion: string | null;
            score: number | null;
            /** @description Probability of charge-off over the life of the loan. */
            pdPpm: number | null;
            grade: components["schemas"]["Grade"] | null;
            referenceRatePpm: components["schemas"]["RatePpm"] | null;
            reasons: components["schemas"]["Reason"][];
            contributions: components["schemas"]["Contribution"][];
            /** @description model or the id of the administrator. */
            decidedBy: string | null;
            decisionReason: string | null;
        };
        CreditAssessmentPage: {
            items: components["schemas"]["CreditAssessment"][];
            nextCursor: components["schemas"]["NextCursor"];
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
}
