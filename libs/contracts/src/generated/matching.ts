/** Generated from libs/contracts/openapi/matching.yaml by `npm run generate`. Do not edit. */
export interface paths {
    "/v1/markets/{market}/depth": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                market: components["parameters"]["Market"];
            };
            cookie?: never;
        };
        /** Resting offers and open requests by grade, term and rate; nobody is named */
        get: operations["getMarketDepth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/markets/{market}/state": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                market: components["parameters"]["Market"];
            };
            cookie?: never;
        };
        /** Position and hash of the book, its last snapshot and its engine; for administrators and auditors */
        get: operations["getMarketState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/markets/{market}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                market: components["parameters"]["Market"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs the log again from zero and from the last snapshot and compares the hashes; for administrators */
        post: operations["verifyMarket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offerId}/position": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        /** The rank of an offer and the money ahead of it; its lender, administrators and auditors */
        get: operations["getOfferPosition"];
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
        /** @description The business date of the book; null before the first one. */
        BusinessDate: components["schemas"]["CalendarDate"] | null;
        /**
         * Format: date
         * @description A calendar day, YYYY-MM-DD.
         */
        CalendarDate: string;
        CellPosition: {
            grade: components["schemas"]["Grade"];
            minTermMonths: components["schemas"]["TermMonths"];
            maxTermMonths: components["schemas"]["TermMonths"];
            /** @description 1 is next. */
            rank: number;
            /** @description Unfilled money of the offers before it. */
            amountAhead: components["schemas"]["Money"];
        };
        /** @description A stable dotted code, such as loan.not_open. */
        Code: string;
        /** @description ISO 4217 alphabetic code. */
        Currency: string;
        DepthCell: {
            grade: components["schemas"]["Grade"];
            minTermMonths: components["schemas"]["TermMonths"];
            maxTermMonths: components["schemas"]["TermMonths"];
            /** @description By minimum rate, lowest first. An offer counts in every cell it accepts. */
            offers: components["schemas"]["RateLevel"][];
            /** @description By rate, highest first. */
            requests: components["schemas"]["RateLevel"][];
        };
        /** @description Credit grade, best first. */
        Grade: string;
        /** @description A hash as lower-case hexadecimal text. */
        Hash: string;
        /** @description An instant in UTC with milliseconds. */
        Instant: string;
        /** @description Id of a loan request. */
        LoanRequestId: string;
        /** @description A market is a currency. */
        Market: string;
        MarketDepth: {
            market: components["schemas"]["Market"];
            seq: components["schemas"]["Seq"];
            businessDate: components["schemas"]["BusinessDate"];
            cells: components["schemas"]["DepthCell"][];
        };
        MarketState: {
            market: components["schemas"]["Market"];
            seq: components["schemas"]["Seq"];
            hash: components["schemas"]["Hash"];
            businessDate: components["schemas"]["BusinessDate"];
            snapshot: components["schemas"]["Snapshot"] | null;
            /** @description Fencing epoch of the engine that may write. */
            epoch: number;
            /** @description The instance that runs the engine. */
            holder: string;
            openRequests: number;
            /** @description Filled, wholly or in part, and not paid out yet. */
            waitingRequests: number;
            openOffers: number;
        };
        MarketVerification: {
            market: components["schemas"]["Market"];
            seq: components["schemas"]["Seq"];
            liveHash: components["schemas"]["Hash"];
            fromZero: components["schemas"]["Replay"];
            fromSnapshot: components["schemas"]["Replay"] | null;
            /** @description First command of the replay from zero whose hash is not the logged one. */
            firstDivergence: components["schemas"]["Seq"] | null;
            isEqual: boolean;
        };
        /** @description An amount of one currency in minor units. */
        Money: {
            amountMinor: components["schemas"]["AmountMinor"];
            currency: components["schemas"]["Currency"];
        };
        /** @description Id of a offer. */
        OfferId: string;
        OfferPosition: {
            offerId: components["schemas"]["OfferId"];
            market: components["schemas"]["Market"];
            seq: components["schemas"]["Seq"];
            status: components["schemas"]["OfferStatus"];
            total: components["schemas"]["Money"];
            /** @description May still be filled. */
            remaining: components["schemas"]["Money"];
            /** @description Filled and not paid out yet. */
            held: components["schemas"]["Money"];
            /** @description Filled into loans that were paid out. */
            settled: components["schemas"]["Money"];
            /** @description Left the hold. */
            freed: components["schemas"]["Money"];
            /** @description Place among the offers directed at the same request; null for a standing offer and when it does not rest. */
            directed: {
                requestId: components["schemas"]["LoanRequestId"];
                rank: number;
                amountAhead: components["schemas"]["Money"];
            } | null;
            /** @description Where a standing offer rests; empty when it does not. */
            cells: components["schemas"]["CellPosition"][];
        };
        /** @enum {string} */
        OfferStatus: "open" | "closed";
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
        RateLevel: {
            ratePpm: components["schemas"]["RatePpm"];
            /** @description Unfilled money at this rate. */
            amount: components["schemas"]["Money"];
            count: number;
        };
        /** @description A rate in parts per million; per year where time is meant. 12 % is 120000. */
        RatePpm: number;
        Replay: {
            fromSeq: components["schemas"]["Seq"];
            commands: number;
            hash: components["schemas"]["Hash"];
        };
        /** @description Number of the last command in the log of the market. */
        Seq: number;
        Snapshot: {
            seq: components["schemas"]["Seq"];
            hash: components["schemas"]["Hash"];
            takenAt: components["schemas"]["Instant"];
        };
        /** @description Length of a loan in months. */
        TermMonths: number;
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
        Market: components["schemas"]["Market"];
        OfferId: components["schemas"]["OfferId"];
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getMarketDepth: {
        parameters: {
            query?: {
                /** @description Only this grade. */
                grade?: components["schemas"]["Grade"];
                /** @description Only the terms that include this one. */
                termMonths?: components["schemas"]["TermMonths"];
            };
            header?: never;
            path: {
                market: components["parameters"]["Market"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The depth */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketDepth"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getMarketState: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                market: components["parameters"]["Market"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketState"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    verifyMarket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                market: components["parameters"]["Market"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the replays gave */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketVerification"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOfferPosition: {
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
            /** @description The position */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferPosition"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
