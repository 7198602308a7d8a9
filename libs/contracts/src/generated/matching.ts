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
        /** Resting offers and open requests by grade, term and rate; public, nobody is named */
        get: operations["getMarketDepth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/markets/{market}/rules": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                market: components["parameters"]["Market"];
            };
            cookie?: never;
        };
        /** What the market takes */
        get: operations["getMarketRules"];
        /**
         * Replaces the rules of the market by a command of its log; for administrators
         * @description They hold for what comes after them in the log, in a moment: read them back. Offers and requests that are in the book stay as they are. The change is in the audit log, and in the log of the market as a configure command.
         */
        put: operations["changeMarketRules"];
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
    "/v1/markets/{market}/rate-curves": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                market: components["parameters"]["Market"];
            };
            cookie?: never;
        };
        /** How much resting offers put up at each rate or less, by grade and term; public, nobody is named */
        get: operations["getRateCurves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/markets/{market}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                market: components["parameters"]["Market"];
            };
            cookie?: never;
        };
        /**
         * The log of the market in order, each command with the hash of the book after it; for administrators and auditors
         * @description From the first command on it is an export that can be run again anywhere. Commands name members by their ids.
         */
        get: operations["listMarketCommands"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/markets/{market}/refusals": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                market: components["parameters"]["Market"];
            };
            cookie?: never;
        };
        /**
         * Commands that the book refused, each with the rule it broke or the race it lost, newest first; for administrators and auditors
         * @description A refused command changed nothing and is not in the log.
         */
        get: operations["listMarketRefusals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/matching-batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Commands that cleared requests, newest first */
        get: operations["listMatchingBatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/matching-batches/{batchId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batchId: components["parameters"]["MatchingBatchId"];
            };
            cookie?: never;
        };
        /** One batch */
        get: operations["getMatchingBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/matching-batches/{batchId}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batchId: components["parameters"]["MatchingBatchId"];
            };
            cookie?: never;
        };
        /** Hashes before and after, engine version, configuration and seed: what a replay must give */
        get: operations["getMatchingBatchProof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/idle-cash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's unfilled money in open offers and since when it waits, longest first; administrators and auditors see all */
        get: operations["listIdleCash"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auto-invest-rules/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an offer with these terms would have bought in the last days, against the competition there was; changes nothing */
        post: operations["dryRunAutoInvestRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offerId}/explanations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        /**
         * Batch by batch, newest first, why the offer was filled or not; its lender, administrators and auditors
         * @description An offer comes into the book a moment after it is active; until then the answer is 404 with Retry-After.
         */
        get: operations["listOfferExplanations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loan-requests/{requestId}/explanations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                requestId: components["parameters"]["RequestId"];
            };
            cookie?: never;
        };
        /**
         * Why the request is not funded, now; its borrower, administrators and auditors
         * @description A request comes into the book a moment after it is listed; until then the answer is 404 with Retry-After.
         */
        get: operations["getRequestExplanation"];
        put?: never;
        post?: never;
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
        /**
         * The rank of an offer and the money ahead of it; its lender, administrators and auditors
         * @description An offer comes into the book a moment after it is active; until then the answer is 404 with Retry-After.
         */
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
        BoughtNote: {
            requestId: components["schemas"]["LoanRequestId"];
            amount: components["schemas"]["Money"];
            ratePpm: components["schemas"]["RatePpm"];
            at: components["schemas"]["Instant"];
        };
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
        CommandPage: {
            items: components["schemas"]["LoggedCommand"][];
            nextCursor: string | null;
        };
        /**
         * @description The first rule in the way; batch: fits and waits for one, rank: fits and others came first.
         * @enum {string}
         */
        Constraint: "closed" | "own-or-related" | "directed-elsewhere" | "grade" | "term" | "purpose" | "rate" | "has-note" | "cash" | "cap" | "minimum-slice" | "rank" | "batch";
        /** @description ISO 4217 alphabetic code. */
        Currency: string;
        CurvePoint: {
            ratePpm: components["schemas"]["RatePpm"];
            /** @description Unfilled money at this rate or less. Caps and purposes are not looked at. */
            available: components["schemas"]["Money"];
            count: number;
        };
        DepthCell: {
            grade: components["schemas"]["Grade"];
            minTermMonths: components["schemas"]["TermMonths"];
            maxTermMonths: components["schemas"]["TermMonths"];
            /** @description By minimum rate, lowest first. An offer counts in every cell it accepts. */
            offers: components["schemas"]["RateLevel"][];
            /** @description By rate, highest first. */
            requests: components["schemas"]["RateLevel"][];
        };
        DryRun: {
            market: components["schemas"]["Market"];
            /** @description The offer is placed after this command. */
            fromSeq: components["schemas"]["Seq"];
            toSeq: components["schemas"]["Seq"];
            fromDate: components["schemas"]["BusinessDate"];
            bought: components["schemas"]["Money"];
            /** @description Filled and given back. */
            returned: components["schemas"]["Money"];
            /** @description Left at the end. */
            idle: components["schemas"]["Money"];
            meanRatePpm: components["schemas"]["RatePpm"] | null;
            /** @description The first 200. */
            notes: components["schemas"]["BoughtNote"][];
            notesInAll: number;
            /** @description Commands of the log that were run. */
            commands: number;
            /** @description Commands that make no sense in a world with this offer. */
            passedOver: number;
        };
        DryRunRequest: {
            market: components["schemas"]["Market"];
            total: components["schemas"]["PositiveMoney"];
            /** @description Back from the business date of the book. */
            days: number;
            criteria: {
                minRatePpm: components["schemas"]["RatePpm"];
                grades: components["schemas"]["Grade"][];
                minTermMonths: components["schemas"]["TermMonths"];
                maxTermMonths: components["schemas"]["TermMonths"];
                purposes?: string[] | null;
                capPerLoan: components["schemas"]["PositiveMoney"];
                capPerBorrower?: components["schemas"]["PositiveMoney"];
                minimumSlice?: components["schemas"]["PositiveMoney"];
                /** @description At most this part of a portfolio into all loans of one borrower. The worth is the caller's to assume. */
                capOfPortfolio?: {
                    sharePpm: number;
                    portfolio: components["schemas"]["PositiveMoney"];
                };
            };
        };
        /** @description Credit grade, best first. */
        Grade: string;
        /** @description A hash as lower-case hexadecimal text. */
        Hash: string;
        IdleCash: {
            offerId: components["schemas"]["OfferId"];
            lenderId: components["schemas"]["MemberId"];
            idle: components["schemas"]["Money"];
            sinceSeq: components["schemas"]["Seq"];
            since: components["schemas"]["Instant"];
            ageDays: number;
        };
        IdleCashPage: {
            items: components["schemas"]["IdleCash"][];
            nextCursor: string | null;
        };
        /** @description An instant in UTC with milliseconds. */
        Instant: string;
        KeptMoney: {
            constraint: components["schemas"]["Constraint"];
            offers: number;
            amount: components["schemas"]["Money"];
        };
        /** @description Id of a loan request. */
        LoanRequestId: string;
        LoggedCommand: {
            seq: number;
            at: components["schemas"]["Instant"];
            /** @description The command as JSON text. */
            payload: string;
            /** @description Of the book after the command. */
            hash: components["schemas"]["Hash"];
        };
        /** @description A market is a currency. */
        Market: string;
        MarketDepth: {
            market: components["schemas"]["Market"];
            seq: components["schemas"]["Seq"];
            businessDate: components["schemas"]["BusinessDate"];
            cells: components["schemas"]["DepthCell"][];
        };
        MarketRules: {
            /** @description Rates are the minimum and whole steps above it, up to the maximum. */
            rateStepPpm: number;
            rateMinPpm: number;
            rateMaxPpm: number;
            /** @description Known grades, best first; null takes every grade. */
            grades: components["schemas"]["Grade"][] | null;
            minTermMonths: components["schemas"]["TermMonths"];
            maxTermMonths: components["schemas"]["TermMonths"];
            /** @description Known purposes; null takes every purpose. */
            purposes: ("car" | "credit-card" | "debt-consolidation" | "educational" | "home-improvement" | "house" | "major-purchase" | "medical" | "moving" | "other" | "renewable-energy" | "small-business" | "vacation" | "wedding")[] | null;
        };
        MarketRulesInForce: {
            market: components["schemas"]["Market"];
            seq: components["schemas"]["Seq"];
            noteMinimum: components["schemas"]["Money"];
            /** @description Null as long as the market takes everything. */
            rules: components["schemas"]["MarketRules"] | null;
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
        MatchingBatch: {
            batchId: components["schemas"]["MatchingBatchId"];
            market: components["schemas"]["Market"];
            seq: components["schemas"]["Seq"];
            /** @description The command that cleared. */
            trigger: string;
            /** @description Requests that were cleared; of a continuous market, those that were filled. */
            requests: number;
            fills: number;
            filled: components["schemas"]["Money"];
            /** @description Of its lottery, revealed. */
            seed: string | null;
            recordedAt: components["schemas"]["Instant"];
        };
        /** @description The market and the number of the command. */
        MatchingBatchId: string;
        MatchingBatchPage: {
            items: components["schemas"]["MatchingBatch"][];
            nextCursor: string | null;
        };
        MatchingProof: {
            batchId: components["schemas"]["MatchingBatchId"];
            market: components["schemas"]["Market"];
            /** @description First command of the batch. */
            fromSeq: components["schemas"]["Seq"];
            /** @description Last command of the batch. */
            toSeq: components["schemas"]["Seq"];
            engineVersion: number;
            /** @description Of the book before. */
            inputHash: components["schemas"]["Hash"];
            /** @description Of the book after. */
            outputHash: components["schemas"]["Hash"];
            /** @description SHA-256 of the command as the log has it. */
            commandHash: components["schemas"]["Hash"];
            /** @description Its SHA-256 is the commitment of the batch before. */
            seed: string | null;
            configuration: {
                /** @description Of the market. */
                noteMinimum: components["schemas"]["Money"] | null;
                /** @description The rules of the market as JSON text; null when everything is accepted. */
                rules: string | null;
                /** @description Requests that were filled. */
                requests: components["schemas"]["ProvenRequest"][];
            };
        };
        /** @description Id of a member. */
        MemberId: string;
        /** @description An amount of one currency in minor units. */
        Money: {
            amountMinor: components["schemas"]["AmountMinor"];
            currency: components["schemas"]["Currency"];
        };
        OfferExplanation: {
            batchId: components["schemas"]["MatchingBatchId"];
            seq: components["schemas"]["Seq"];
            trigger: string;
            recordedAt: components["schemas"]["Instant"];
            /** @description One for each request that was cleared with the offer in the book. */
            reasons: components["schemas"]["OfferReason"][];
        };
        OfferExplanationPage: {
            offerId: components["schemas"]["OfferId"];
            /** @description How the offer stands to open requests now; empty on later pages. */
            now: components["schemas"]["OfferReason"][];
            items: components["schemas"]["OfferExplanation"][];
            nextCursor: string | null;
        };
        /** @description Id of a offer. */
        OfferId: string;
        OfferPosition: {
            /** @description An estimate: the money ahead in its shortest queue against what that queue was filled with in the last days. Null when it does not rest in a queue, or nothing was filled there. */
            expectedWait?: {
                days: number;
                basedOnDays: number;
            } | null;
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
        OfferReason: {
            requestId: components["schemas"]["LoanRequestId"];
            /** @enum {string} */
            outcome: "filled" | "not-filled";
            filled: components["schemas"]["Money"];
            constraint: components["schemas"]["Constraint"] | null;
            ownRatePpm: components["schemas"]["RatePpm"];
            /** @description The posted or highest rate of the request. */
            limitPpm: components["schemas"]["RatePpm"];
            /** @description The highest minimum rate among the winners; null while there are none. */
            marginalRatePpm: components["schemas"]["RatePpm"] | null;
            rank: number | null;
            amountAhead: components["schemas"]["Money"] | null;
        };
        /** @enum {string} */
        OfferStatus: "open" | "closed";
        /** @description An amount above zero. */
        PositiveMoney: {
            amountMinor: string;
            currency: components["schemas"]["Currency"];
        };
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
        ProvenRequest: {
            requestId: components["schemas"]["LoanRequestId"];
            clearing: string;
            timing: string;
            allocation: string;
            closing: string;
            noteMinimum: components["schemas"]["Money"];
        };
        RateCurve: {
            grade: components["schemas"]["Grade"];
            minTermMonths: components["schemas"]["TermMonths"];
            maxTermMonths: components["schemas"]["TermMonths"];
            /** @description By rate, lowest first. */
            points: components["schemas"]["CurvePoint"][];
        };
        RateCurves: {
            market: components["schemas"]["Market"];
            seq: components["schemas"]["Seq"];
            businessDate: components["schemas"]["BusinessDate"];
            curves: components["schemas"]["RateCurve"][];
        };
        RateLevel: {
            ratePpm: components["schemas"]["RatePpm"];
            /** @description Unfilled money at this rate. */
            amount: components["schemas"]["Money"];
            count: number;
        };
        /** @description A rate in parts per million; per year where time is meant. 12 % is 120000. */
        RatePpm: number;
        Refusal: {
            refusalId: string;
            market: components["schemas"]["Market"];
            /** @description The last command in the log before it. */
            afterSeq: number;
            /** @description Its type. */
            command: string;
            /** @description The offer or the request; of a tick its date, of other commands for the whole market "market". */
            objectId: string;
            /** @description The rule. */
            code: string;
            /** @description It was right when it was made and came too late, or twice: nobody has to do anything. */
            isLostRace: boolean;
            /** @description The event that asked for it. */
            eventId: string | null;
            at: components["schemas"]["Instant"];
        };
        RefusalPage: {
            items: components["schemas"]["Refusal"][];
            nextCursor: string | null;
        };
        Replay: {
            fromSeq: components["schemas"]["Seq"];
            commands: number;
            hash: components["schemas"]["Hash"];
        };
        RequestExplanation: {
            requestId: components["schemas"]["LoanRequestId"];
            market: components["schemas"]["Market"];
            /** @enum {string} */
            status: "open" | "partial" | "filled" | "settled" | "expired" | "withdrawn" | "declined" | "lapsed";
            seq: components["schemas"]["Seq"];
            /** @description Null when the request is not open. */
            reason: {
                missing: components["schemas"]["Money"];
                /** @description What offers that fit could give at its highest rate. */
                available: components["schemas"]["Money"];
                missingAtRate: components["schemas"]["Money"];
                /** @description The lowest rate at which the offers in the book would fill it; null when none does. */
                fillRatePpm: components["schemas"]["RatePpm"] | null;
                marginalRatePpm: components["schemas"]["RatePpm"] | null;
                /** @description Unfilled money by the rule that keeps it away, most first. */
                kept: components["schemas"]["KeptMoney"][];
                ahead: {
                    requests: number;
                    missing: components["schemas"]["Money"];
                };
            } | null;
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
        /** @description Opaque cursor from nextCursor. */
        Cursor: string;
        /** @description Items per page. */
        Limit: number;
        Market: components["schemas"]["Market"];
        MatchingBatchId: components["schemas"]["MatchingBatchId"];
        OfferId: components["schemas"]["OfferId"];
        RequestId: components["schemas"]["LoanRequestId"];
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
    getMarketRules: {
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
            /** @description The rules */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketRulesInForce"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    changeMarketRules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                market: components["parameters"]["Market"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarketRules"];
            };
        };
        responses: {
            /** @description The rules as they will be */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketRules"];
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
    getRateCurves: {
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
            /** @description The curves */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RateCurves"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listMarketCommands: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Commands per page. */
                limit?: number;
            };
            header?: never;
            path: {
                market: components["parameters"]["Market"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the log */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listMarketRefusals: {
        parameters: {
            query?: {
                /** @description Only of this offer or request. */
                objectId?: string;
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                market: components["parameters"]["Market"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of refusals */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listMatchingBatches: {
        parameters: {
            query: {
                market: components["schemas"]["Market"];
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
            /** @description A page of batches */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchingBatchPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getMatchingBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batchId: components["parameters"]["MatchingBatchId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batch */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchingBatch"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getMatchingBatchProof: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batchId: components["parameters"]["MatchingBatchId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proof */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchingProof"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listIdleCash: {
        parameters: {
            query: {
                market: components["schemas"]["Market"];
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
            /** @description A page of idle cash */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdleCashPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dryRunAutoInvestRule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DryRunRequest"];
            };
        };
        responses: {
            /** @description What it would have bought */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listOfferExplanations: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of explanations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferExplanationPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getRequestExplanation: {
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
            /** @description The explanation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestExplanation"];
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
