/** Generated from libs/contracts/openapi/identity.yaml by `npm run generate`. Do not edit. */
export interface paths {
    "/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All members, oldest first; for administrators and auditors */
        get: operations["listMembers"];
        put?: never;
        /**
         * Registers a member and logs it in
         * @description Registering again with the same email and password answers with the same member, so a lost answer can be asked for again.
         */
        post: operations["registerMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller */
        get: operations["getOwnMember"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{memberId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memberId: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        /** One member; the member itself, administrators and auditors */
        get: operations["getMember"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{memberId}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memberId: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        get?: never;
        /** Replaces the roles of another member; for administrators */
        put: operations["changeMemberRoles"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Logs in with email and password
         * @description Failed attempts slow down the next one, per account and per address; no account is ever locked for good.
         */
        post: operations["createSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchanges a refresh token for new tokens; each refresh token works once
         * @description Presenting a used refresh token ends the whole session, because one of the two holders stole it.
         */
        post: operations["refreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Logs out; refresh tokens of the session stop working at once, the access token within ten minutes */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{memberId}/kyc-cases": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memberId: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        /** The cases of a member, newest first */
        get: operations["listMemberKycCases"];
        put?: never;
        /**
         * Hands in an identity document; the decision follows asynchronously
         * @description The sandbox provider approves within a tenth of a second, refuses a name that contains REFUSE, and leaves a name that contains REVIEW to an administrator.
         */
        post: operations["openKycCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/kyc-cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All cases, newest first; for administrators and auditors */
        get: operations["listKycCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/kyc-cases/{caseId}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decides a case that waits for review; for administrators */
        post: operations["decideKycCase"];
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
        /**
         * Format: date
         * @description A calendar day, YYYY-MM-DD.
         */
        CalendarDate: string;
        /** @description A stable dotted code, such as loan.not_open. */
        Code: string;
        /** @description ISO 3166-1 alpha-2. */
        Country: string;
        Credentials: {
            email: string;
            password: string;
        };
        Email: string;
        /** @description An instant in UTC with milliseconds. */
        Instant: string;
        KycCase: {
            caseId: components["schemas"]["KycCaseId"];
            memberId: components["schemas"]["MemberId"];
            status: components["schemas"]["KycStatus"];
            nationality: components["schemas"]["Country"];
            /** @description The last three characters; the rest, the name and the birth date are never shown again. */
            documentNumberEnd: string;
            submittedAt: components["schemas"]["Instant"];
            decidedAt: components["schemas"]["Instant"] | null;
            /** @description sandbox or the id of the administrator. */
            decidedBy: string | null;
            /** @description Why the case was refused. */
            reason: string | null;
        };
        /** @description Id of a kyc case. */
        KycCaseId: string;
        KycCasePage: {
            items: components["schemas"]["KycCase"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        KycDecision: {
            /** @enum {string} */
            decision: "approved" | "refused";
            reason: string;
        };
        /** @enum {string} */
        KycStatus: "submitted" | "in-review" | "approved" | "refused";
        Member: {
            memberId: components["schemas"]["MemberId"];
            email: components["schemas"]["Email"];
            /** @enum {string} */
            kind: "person" | "business";
            displayName: components["schemas"]["Name"];
            country: components["schemas"]["Country"];
            status: components["schemas"]["MemberStatus"];
            roles: components["schemas"]["Roles"];
            registeredAt: components["schemas"]["Instant"];
        };
        /** @description Id of a member. */
        MemberId: string;
        MemberPage: {
            items: components["schemas"]["Member"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @enum {string} */
        MemberStatus: "registered" | "verified" | "refused";
        Name: string;
        NewKycCase: {
            legalName: components["schemas"]["Name"];
            dateOfBirth: components["schemas"]["CalendarDate"];
            nationality: components["schemas"]["Country"];
            documentNumber: string;
        };
        NewMember: {
            email: components["schemas"]["Email"];
            password: components["schemas"]["Password"];
            /** @enum {string} */
            kind: "person" | "business";
            displayName: components["schemas"]["Name"];
            country: components["schemas"]["Country"];
        };
        /** @description Cursor of the next page; null on the last page. */
        NextCursor: string | null;
        /** @description Ten characters or more; common passwords are refused. */
        Password: string;
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
        RefreshRequest: {
            refreshToken: string;
        };
        Registration: {
            memberId: components["schemas"]["MemberId"];
            member: components["schemas"]["Member"];
            accessToken: string;
            /** @constant */
            tokenType: "Bearer";
            expiresIn: number;
            refreshToken: string;
        };
        /** @enum {string} */
        Role: "member" | "admin" | "auditor";
        RoleChange: {
            roles: components["schemas"]["Roles"];
        };
        Roles: components["schemas"]["Role"][];
        Session: {
            memberId: components["schemas"]["MemberId"];
            /** @description A JWT (RFC 9068), sent as Authorization: Bearer. */
            accessToken: string;
            /** @constant */
            tokenType: "Bearer";
            /** @description Seconds until the access token expires. */
            expiresIn: number;
            refreshToken: string;
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
        /** @description Opaque cursor from nextCursor. */
        Cursor: string;
        /** @description Items per page. */
        Limit: number;
        MemberId: components["schemas"]["MemberId"];
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listMembers: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
                status?: components["schemas"]["MemberStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of members */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    registerMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMember"];
            };
        };
        responses: {
            /** @description The member and its first session */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registration"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOwnMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The member */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memberId: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The member */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    changeMemberRoles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memberId: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleChange"];
            };
        };
        responses: {
            /** @description The member */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description The session */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description The session with new tokens */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listMemberKycCases: {
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
            /** @description A page of cases */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KycCasePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    openKycCase: {
        parameters: {
            query?: never;
            header?: {
                /** @description Optional; with a key, a repetition gives the stored answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                memberId: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewKycCase"];
            };
        };
        responses: {
            /** @description The case */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KycCase"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listKycCases: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
                status?: components["schemas"]["KycStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of cases */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KycCasePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    decideKycCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: components["schemas"]["KycCaseId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KycDecision"];
            };
        };
        responses: {
            /** @description The case */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KycCase"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
