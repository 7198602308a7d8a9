/** Generated from libs/contracts/openapi/payments.yaml by `npm run generate`. Do not edit. */
export interface paths {
    "/v1/wallets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The wallets of the caller; an administrator names the member */
        get: operations["listWallets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{walletId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                walletId: components["parameters"]["WalletId"];
            };
            cookie?: never;
        };
        /** One wallet with its balances */
        get: operations["getWallet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{walletId}/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                walletId: components["parameters"]["WalletId"];
            };
            cookie?: never;
        };
        /** Every movement of a wallet, newest first */
        get: operations["listWalletTransactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{walletId}/statement": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                walletId: components["parameters"]["WalletId"];
            };
            cookie?: never;
        };
        /** What moved a wallet between two business dates, oldest first, with opening and closing balance */
        get: operations["getWalletStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{walletId}/claims": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                walletId: components["parameters"]["WalletId"];
            };
            cookie?: never;
        };
        /** What the platform claims of a wallet because money was taken back after it was spent, newest first; the next income settles it */
        get: operations["listWalletClaims"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bank-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bank accounts of the caller */
        get: operations["listBankAccounts"];
        put?: never;
        /** Adds a bank account of the caller with a direct-debit mandate */
        post: operations["createBankAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deposits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The deposits of the caller, newest first */
        get: operations["listDeposits"];
        put?: never;
        /** Asks for money from a bank account; the wallet is credited when the deposit clears */
        post: operations["createDeposit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deposits/{depositId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One deposit */
        get: operations["getDeposit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The withdrawals of the caller, newest first */
        get: operations["listWithdrawals"];
        put?: never;
        /** Reserves money and sends it to a bank account; a paid withdrawal may still be returned */
        post: operations["createWithdrawal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/withdrawals/{withdrawalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One withdrawal */
        get: operations["getWithdrawal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Moves money from a wallet of the caller to the wallet of another member, at once */
        post: operations["createTransfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The loans of the caller as borrower; an administrator sees all */
        get: operations["listLoans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        /** One loan, for its borrower and for the holders of its notes */
        get: operations["getLoan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        /** The schedule in force with what was paid on each instalment */
        get: operations["getLoanSchedule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        /** What happened to the money of a loan, oldest first */
        get: operations["listLoanTransactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/payoff-quote": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        /** What closes the loan on a business date, everything overdue included */
        get: operations["getPayoffQuote"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        /** The notes of a loan that the caller may see */
        get: operations["listLoanNotes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/repayments": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Repays from the wallet of the borrower, an amount or everything */
        post: operations["createRepayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/autopay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        get?: never;
        /** Turns the collection of instalments by direct debit on or off */
        put: operations["setAutopay"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/recoveries": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Books money collected for a charged-off loan */
        post: operations["createRecovery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/write-off": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks a second administrator to charge the loan off now */
        post: operations["requestWriteOff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/recoveries/{recoveryId}/reversal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
                recoveryId: components["parameters"]["RecoveryId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks a second administrator to reverse a recovery, its collection fee included; later ones are booked again without it */
        post: operations["requestRecoveryReversal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/charge-off-undoing": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks a second administrator to undo the charge-off; recoveries must be reversed before */
        post: operations["requestChargeOffUndoing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/acceleration": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks a second administrator to let everything of the loan fall due at once */
        post: operations["requestAcceleration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/back-dated-repayments": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks a second administrator to book a repayment on the earlier date on which it counts; later ones are booked again after it */
        post: operations["requestBackDatedRepayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/repayments/{repaymentId}/reversal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
                repaymentId: components["parameters"]["RepaymentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks a second administrator to reverse a repayment; later ones are booked again without it */
        post: operations["requestReversal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The notes of the caller, newest first */
        get: operations["listNotes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notes/{noteId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                noteId: components["parameters"]["NoteId"];
            };
            cookie?: never;
        };
        /** One note */
        get: operations["getNote"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notes/{noteId}/cash-flows": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                noteId: components["parameters"]["NoteId"];
            };
            cookie?: never;
        };
        /** Everything paid for and received from a note, oldest first */
        get: operations["listNoteCashFlows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/performance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The return of the caller as lender, money-weighted, with and without idle cash */
        get: operations["getPerformance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/lender-statements/{period}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A month (2026-01) or a year (2026). */
                period: string;
            };
            cookie?: never;
        };
        /** A month or a year of the caller as lender: cash by line from opening to closing, notes at both ends, and the return up to its end */
        get: operations["getLenderStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/business-date": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The accounting day and how far its work is */
        get: operations["getBusinessDate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/business-date/advance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Works day by day to a date; the days in between are not skipped */
        post: operations["advanceBusinessDate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/business-days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The days of the books with what their close did, newest first */
        get: operations["listBusinessDays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/business-date/set-aside": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Loans whose close failed, with the cause; the day went on without them */
        get: operations["listSetAsideLoans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a loan that was set aside its days again, from the next close on */
        post: operations["resumeLoan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/prepayments": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pays a part of the loan early from the wallet and changes the schedule as wished; what is due must be paid before */
        post: operations["prepayLoan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/schedule-changes": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Grants a payment holiday (interest is still paid), moves the due day, agrees on new terms or spreads arrears anew; where lenders would give something up, asks a second administrator */
        post: operations["changeSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/loans/{loanId}/schedule-versions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        /** Every version of the schedule with its reason, oldest first */
        get: operations["listScheduleVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/servicing-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How products are serviced, where administrators have decided */
        get: operations["listServicingPolicies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/servicing-policies/{productId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                productId: components["parameters"]["ProductId"];
            };
            cookie?: never;
        };
        get?: never;
        /** Decides how loans of the product are serviced from their payout on; loans paid out before keep what they have */
        put: operations["setServicingPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/provision-funds/{currency}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                currency: components["schemas"]["Currency"];
            };
            cookie?: never;
        };
        /** The provision fund of a currency: what it holds, what it may have to pay, how well it covers that, and its rules; published to everyone */
        get: operations["getProvisionFund"];
        /** Asks a second administrator to decide by what the fund pays on loans that are charged off from now on; on a date on which it decided a claim, from the next */
        put: operations["setProvisionRules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payout-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bank accounts that money of the caller may be paid out to, one per currency; an administrator names the member */
        get: operations["listPayoutAccounts"];
        put?: never;
        /** Asks an administrator to make this the only bank account that withdrawals of its currency go to */
        post: operations["requestPayoutAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tasks of four eyes, newest first */
        get: operations["listApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals/{approvalId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approvalId: components["parameters"]["ApprovalId"];
            };
            cookie?: never;
        };
        /** One task with what it would do */
        get: operations["getApproval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals/{approvalId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approvalId: components["parameters"]["ApprovalId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves what was read and does it, in one step; never by the one who asked */
        post: operations["approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals/{approvalId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approvalId: components["parameters"]["ApprovalId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rejects what was read; who asked may take the task back so */
        post: operations["rejectApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/loan-book": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Loans by currency and days past due */
        get: operations["getLoanBook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/default-rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many loans came into default, by yearly windows that do not overlap; published to everyone */
        get: operations["getDefaultRates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/trial-balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Debits and credits by account code and currency; the difference is zero */
        get: operations["getTrialBalance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/integrity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Checks every invariant of the books against the rows */
        get: operations["getIntegrity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ledger accounts with their balances */
        get: operations["listLedgerAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journal-entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Journals with their transfers, newest first */
        get: operations["listJournalEntries"];
        put?: never;
        /** Asks for a journal by hand; posted on the business date of the approval when a second person approves */
        post: operations["requestJournal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chart-of-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each code of accounts and transfers means */
        get: operations["getChartOfAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger-accounts/{accountId}/balance": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: components["schemas"]["LedgerAccountId"];
            };
            cookie?: never;
        };
        /** The balance now, at a past instant, or at the end of a business date */
        get: operations["getLedgerBalance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger-accounts/{accountId}/statement": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: components["schemas"]["LedgerAccountId"];
            };
            cookie?: never;
        };
        /** What moved an account between two business dates, oldest first, with opening and closing balance */
        get: operations["getLedgerStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger-book": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When the books opened and through which business date they are closed */
        get: operations["getLedgerBook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger-book/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks a second administrator to close the books through a past business date */
        post: operations["closeLedgerBook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger-book/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks a second administrator to open closed days again, the last ones first */
        post: operations["reopenLedgerBook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journal-entries/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a journal would do, with all its problems at once; nothing is posted */
        post: operations["rehearseJournal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journal-entries/reversals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks to take a journal back by a new one that names it; posted when a second person approves */
        post: operations["requestJournalReversal"];
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
        /** @enum {unknown} */
        AccountCode: "member-wallet" | "bank-clearing" | "loan-clearing" | "origination-fee-income" | "service-fee-income" | "collection-fee-income" | "provision-fund" | "suspense";
        AdvanceBusinessDate: {
            to: components["schemas"]["CalendarDate"];
        };
        /** @description Integer minor units (cents) as decimal text. */
        AmountMinor: string;
        Approval: {
            approvalId: components["schemas"]["ApprovalId"];
            action: components["schemas"]["ApprovalAction"];
            /** @description What it is about; one open task at most for an action on it. */
            entityId: string;
            /** @description What will be done. */
            payload: {
                [key: string]: unknown;
            };
            /** @description SHA-256 of the payload as canonical JSON; the decision names it. */
            payloadHash: string;
            reason: components["schemas"]["Reason"];
            makerId: components["schemas"]["MemberId"];
            status: components["schemas"]["ApprovalStatus"];
            checkerId: components["schemas"]["MemberId"] | null;
            /** @description What the second person said. */
            note: string | null;
            /** @description The last business date on which it can be decided. */
            expiresOn: components["schemas"]["CalendarDate"];
            createdAt: components["schemas"]["Instant"];
            decidedAt: components["schemas"]["Instant"] | null;
        };
        /** @enum {unknown} */
        ApprovalAction: "loan.write-off" | "loan.change-schedule" | "loan.accelerate" | "loan.undo-charge-off" | "repayment.reverse" | "repayment.back-date" | "recovery.reverse" | "payout-account.change" | "journal.post" | "ledger-book.close" | "ledger-book.reopen" | "provision-rules.change";
        ApprovalDecision: {
            /** @description Of the payload that was read. */
            payloadHash: string;
            note?: string;
        };
        /** @description Id of a approval. */
        ApprovalId: string;
        ApprovalPage: {
            items: components["schemas"]["Approval"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        ApprovalReason: {
            reason: components["schemas"]["Reason"];
        };
        /** @enum {unknown} */
        ApprovalStatus: "awaiting-approval" | "processed" | "rejected" | "expired";
        /** @enum {unknown} */
        ArrearsBucket: "current" | "grace" | "late-16-30" | "late-31-120" | "default" | "charged-off";
        Autopay: {
            enabled: boolean;
            /** @description Required to enable; null when autopay draws on the wallet only. */
            bankAccountId: components["schemas"]["BankAccountId"] | null;
        };
        BankAccount: {
            bankAccountId: components["schemas"]["BankAccountId"];
            memberId: components["schemas"]["MemberId"];
            /** @description Country and the last four. */
            maskedIban: string;
            currency: components["schemas"]["Currency"];
            /**
             * @description Direct debits may be drawn on it.
             * @enum {unknown}
             */
            mandate: "active";
            sandbox: components["schemas"]["SandboxBehaviour"];
            createdAt: components["schemas"]["Instant"];
        };
        /** @description Id of a bank account. */
        BankAccountId: string;
        BankAccountPage: {
            items: components["schemas"]["BankAccount"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        BusinessDate: {
            businessDate: components["schemas"]["CalendarDate"];
            /** @enum {unknown} */
            status: "open" | "closing";
            target: components["schemas"]["CalendarDate"] | null;
            lastClosed: components["schemas"]["CalendarDate"] | null;
            progress: {
                daysLeft: components["schemas"]["Count"];
                stage: string | null;
                chunksTotal: components["schemas"]["Count"];
                chunksDone: components["schemas"]["Count"];
                /** @description Loans that failed and wait for a person, in all. */
                setAside: components["schemas"]["Count"];
            };
        };
        BusinessDayPage: {
            items: {
                businessDate: components["schemas"]["CalendarDate"];
                /** @enum {unknown} */
                status: "open" | "closing" | "closed";
                openedAt: components["schemas"]["Instant"];
                closedAt: components["schemas"]["Instant"] | null;
                /** @description What the close did, as counts by name; null until it is done. */
                summary: {
                    [key: string]: number;
                } | null;
            }[];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /**
         * Format: date
         * @description A calendar day, YYYY-MM-DD.
         */
        CalendarDate: string;
        CashFlow: {
            on: components["schemas"]["CalendarDate"];
            /**
             * @description A reversed repayment is a repayment with negative amounts; what the provision fund pays is a recovery.
             * @enum {unknown}
             */
            kind: "purchase" | "repayment" | "recovery";
            receipts: components["schemas"]["NoteReceipts"];
            /** @description Negative when paid, positive when received. */
            net: components["schemas"]["Money"];
            /** @description The repayment or recovery behind it. */
            reference: string | null;
            /**
             * @description The kind in full; what the provision fund paid has a name of its own.
             * @enum {unknown}
             */
            name: "purchase" | "repayment" | "reversal" | "recovery" | "recovery-reversal" | "provision-payout" | "payout-reversal";
        };
        CashFlowPage: {
            items: components["schemas"]["CashFlow"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        ChartOfAccounts: {
            accountCodes: {
                code: components["schemas"]["AccountCode"];
                name: string;
                /** @enum {unknown} */
                normalSide: "debit" | "credit";
                /** @description Whether its accounts never go below zero. */
                hasFloor: boolean;
                explanation: string;
                /** @description How many accounts it has; platform accounts are split. */
                accounts: components["schemas"]["Count"];
            }[];
            transferCodes: {
                code: components["schemas"]["TransferCode"];
                explanation: string;
            }[];
        };
        CloseBook: {
            closedThrough: components["schemas"]["CalendarDate"];
            reason: components["schemas"]["Reason"];
        };
        /** @description A stable dotted code, such as loan.not_open. */
        Code: string;
        /** @description An amount split into what it was for. */
        Components: {
            principal: components["schemas"]["Money"];
            interest: components["schemas"]["Money"];
            lateFee: components["schemas"]["Money"];
        };
        Count: number;
        /** @description ISO 4217 alphabetic code. */
        Currency: string;
        DefaultRates: {
            asOf: components["schemas"]["CalendarDate"];
            items: {
                currency: components["schemas"]["Currency"];
                /** @description The mean over the windows; null with fewer than three years of them. */
                meanRatePpm: number | null;
                /** @description Newest first; both numbers beside the rate. */
                windows: {
                    from: components["schemas"]["CalendarDate"];
                    /** @description The first day after it. */
                    to: components["schemas"]["CalendarDate"];
                    /** @description Not in default when it began and with something due in it. */
                    loans: number;
                    defaults: number;
                    ratePpm: number | null;
                }[];
            }[];
        };
        Deposit: {
            depositId: components["schemas"]["DepositId"];
            memberId: components["schemas"]["MemberId"];
            walletId: components["schemas"]["WalletId"];
            bankAccountId: components["schemas"]["BankAccountId"];
            amount: components["schemas"]["Money"];
            /** @enum {unknown} */
            status: "expected" | "received" | "cleared" | "failed" | "returned";
            failureCode: components["schemas"]["FailureCode"];
            createdAt: components["schemas"]["Instant"];
            updatedAt: components["schemas"]["Instant"];
        };
        /** @description Id of a deposit. */
        DepositId: string;
        DepositPage: {
            items: components["schemas"]["Deposit"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @description Stable code of the cause, null while there is none. */
        FailureCode: string | null;
        Instalment: {
            nr: number;
            dueOn: components["schemas"]["CalendarDate"];
            due: components["schemas"]["Components"];
            paid: components["schemas"]["Components"];
            /** @description Of the interest due, what was earned before and put off to this instalment. */
            carriedInterest?: components["schemas"]["Money"];
            /** @description Principal owed after this instalment by the schedule. */
            balance: components["schemas"]["Money"];
            /** @enum {unknown} */
            status: "pending" | "due" | "partially-paid" | "paid" | "late" | "paid-late" | "written-off";
        };
        InstalmentCount: number;
        /** @description An instant in UTC with milliseconds. */
        Instant: string;
        IntegrityReport: {
            checkedAt: components["schemas"]["Instant"];
            /** @description True when no check found a violation. */
            isWhole: boolean;
            checks: {
                name: string;
                invariant: string;
                description: string;
                violations: components["schemas"]["Count"];
                /** @description Ids of the first few violations. */
                samples: string[];
            }[];
        };
        Journal: {
            journalId: components["schemas"]["JournalId"];
            reference: components["schemas"]["Reference"];
            kind: string;
            businessDate: components["schemas"]["CalendarDate"];
            recordedAt: components["schemas"]["Instant"];
            transfers: {
                transactionId: string;
                debitAccountId: components["schemas"]["LedgerAccountId"];
                creditAccountId: components["schemas"]["LedgerAccountId"];
                amount: components["schemas"]["Money"];
                code: components["schemas"]["TransferCode"];
                kind: components["schemas"]["TransferKind"];
                /** @description The hold or withdrawal it reserves, settles or frees. */
                pendingId: string | null;
            }[];
        };
        /** @description Id of a journal. */
        JournalId: string;
        JournalPage: {
            items: components["schemas"]["Journal"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        JournalRehearsal: {
            accepted: boolean;
            problems: {
                /** @description JSON pointer into the request. */
                path: string;
                code: string;
                message: string;
            }[];
            balances: {
                accountId: components["schemas"]["LedgerAccountId"];
                before: components["schemas"]["Money"];
                after: components["schemas"]["Money"];
            }[];
        };
        JournalRehearsalRequest: {
            /** @description The present one when left out. */
            businessDate?: components["schemas"]["CalendarDate"];
            transfers: components["schemas"]["WrittenTransfers"];
        };
        JournalRequest: {
            /** @description In the books it is `manual:<reference>`. */
            reference: string;
            transfers: components["schemas"]["WrittenTransfers"];
            reason: components["schemas"]["Reason"];
        };
        JournalReversalRequest: {
            /** @description The reference of the journal to be taken back. */
            reference: components["schemas"]["Reference"];
            reason: components["schemas"]["Reason"];
        };
        LedgerAccount: {
            accountId: components["schemas"]["LedgerAccountId"];
            code: components["schemas"]["AccountCode"];
            currency: components["schemas"]["Currency"];
            ownerId: components["schemas"]["MemberId"] | null;
            postedDebits: components["schemas"]["Money"];
            postedCredits: components["schemas"]["Money"];
            pendingDebits: components["schemas"]["Money"];
            pendingCredits: components["schemas"]["Money"];
            /** @description Posted credits less posted debits. */
            balance: components["schemas"]["Money"];
        };
        /** @description A wallet id, or a platform account as `platform:<kind>:<currency>:<part>`. */
        LedgerAccountId: string;
        LedgerAccountPage: {
            items: components["schemas"]["LedgerAccount"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        LedgerBalance: {
            accountId: components["schemas"]["LedgerAccountId"];
            code: components["schemas"]["AccountCode"];
            postedDebits: components["schemas"]["Money"];
            postedCredits: components["schemas"]["Money"];
            /** @description Posted credits less posted debits. */
            balance: components["schemas"]["Money"];
            /** @description Reserved out of the balance. */
            held: components["schemas"]["Money"];
        };
        LedgerBook: {
            opensOn: components["schemas"]["CalendarDate"] | null;
            closedThrough: components["schemas"]["CalendarDate"] | null;
        };
        LedgerStatement: {
            accountId: components["schemas"]["LedgerAccountId"];
            from: components["schemas"]["CalendarDate"];
            to: components["schemas"]["CalendarDate"];
            /** @description Before the first day. */
            opening: components["schemas"]["Money"];
            /** @description At the end of the last day. */
            closing: components["schemas"]["Money"];
            items: {
                transactionId: string;
                journalId: components["schemas"]["JournalId"];
                reference: string;
                businessDate: components["schemas"]["CalendarDate"];
                recordedAt: components["schemas"]["Instant"];
                code: components["schemas"]["TransferCode"];
                /**
                 * @description in adds to the balance, which is credits less debits.
                 * @enum {unknown}
                 */
                direction: "in" | "out";
                amount: components["schemas"]["Money"];
                counterAccountId: components["schemas"]["LedgerAccountId"];
            }[];
            nextCursor: components["schemas"]["NextCursor"];
        };
        LenderStatement: {
            currency: components["schemas"]["Currency"];
            /** @description Of the wallet, to the cent: opening and lines give closing. Negative where the wallet paid. */
            cash: {
                opening: components["schemas"]["Money"];
                deposits: components["schemas"]["Money"];
                withdrawals: components["schemas"]["Money"];
                /** @description From and to other members. */
                transfers: components["schemas"]["Money"];
                /** @description Paid for notes. */
                lent: components["schemas"]["Money"];
                /** @description Less what was taken back, as for all receipts. */
                principal: components["schemas"]["Money"];
                interest: components["schemas"]["Money"];
                lateFees: components["schemas"]["Money"];
                /** @description After charge-off, from the borrower. */
                recoveries: components["schemas"]["Money"];
                /** @description After charge-off, from the provision fund. */
                provisionPayouts: components["schemas"]["Money"];
                serviceFees: components["schemas"]["Money"];
                /** @description What the platform put in for money that was taken back, less what was set off since. */
                claims: components["schemas"]["Money"];
                /** @description What the member borrowed and repaid, and corrections by hand. */
                other: components["schemas"]["Money"];
                closing: components["schemas"]["Money"];
            };
            notes: {
                opening: components["schemas"]["NoteHolding"];
                /** @description Principal charged off in the period, less what was undone. */
                writtenOff: components["schemas"]["Money"];
                closing: components["schemas"]["NoteHolding"];
            };
            /** @description Money-weighted a year (XIRR) since the first flow, with what is outstanding at face value at the end; null where the equation has no solution. */
            returns: {
                investmentsPpm: number | null;
                withIdleCashPpm: number | null;
            };
        };
        LenderStatements: {
            memberId: components["schemas"]["MemberId"];
            period: string;
            from: components["schemas"]["CalendarDate"];
            /** @description The last day of the period that has begun. */
            to: components["schemas"]["CalendarDate"];
            /** @description Every day of it is closed. */
            isFinal: boolean;
            items: components["schemas"]["LenderStatement"][];
        };
        Loan: {
            loanId: components["schemas"]["LoanId"];
            requestId: components["schemas"]["LoanRequestId"];
            /** @description Null for the holders of its notes. */
            borrowerId: components["schemas"]["MemberId"] | null;
            status: components["schemas"]["LoanStatus"];
            /** @enum {unknown} */
            outcome: "repaid" | "prepaid" | "settled" | null;
            market: components["schemas"]["Currency"];
            productId: components["schemas"]["LoanProductId"];
            grade: string;
            purpose: string;
            principal: components["schemas"]["Money"];
            originationFee: components["schemas"]["Money"];
            ratePpm: components["schemas"]["RatePpm"];
            termMonths: number;
            method: string;
            instalment: components["schemas"]["Money"];
            outstanding: components["schemas"]["Components"];
            overdue: components["schemas"]["Money"];
            daysPastDue: components["schemas"]["Count"];
            bucket: components["schemas"]["ArrearsBucket"];
            /** @description The oldest instalment that is not fully paid, null when there is none. */
            next: {
                nr: number;
                dueOn: components["schemas"]["CalendarDate"];
                amount: components["schemas"]["Money"];
            } | null;
            autopay: components["schemas"]["Autopay"];
            scheduleVersion: number;
            scheduleHash: string;
            disbursedOn: components["schemas"]["CalendarDate"];
            firstDueOn: components["schemas"]["CalendarDate"];
            maturesOn: components["schemas"]["CalendarDate"];
            closedOn: components["schemas"]["CalendarDate"] | null;
            /** @description Since when everything is due at once; null while instalments are. */
            acceleratedOn?: components["schemas"]["CalendarDate"] | null;
            /** @description Its interest to come is not counted on since then; null while it is. */
            nonAccrualSince?: components["schemas"]["CalendarDate"] | null;
        };
        LoanBook: {
            asOf: components["schemas"]["CalendarDate"];
            items: {
                currency: components["schemas"]["Currency"];
                loans: components["schemas"]["Count"];
                byStatus: {
                    [key: string]: components["schemas"]["Count"];
                };
                disbursed: components["schemas"]["Money"];
                outstanding: components["schemas"]["Money"];
                received: components["schemas"]["Components"];
                chargedOff: components["schemas"]["Money"];
                recovered: components["schemas"]["Money"];
                buckets: {
                    bucket: components["schemas"]["ArrearsBucket"];
                    loans: components["schemas"]["Count"];
                    outstanding: components["schemas"]["Money"];
                }[];
            }[];
        };
        /** @description Id of a loan. */
        LoanId: string;
        LoanPage: {
            items: components["schemas"]["Loan"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @description Id of a loan product. */
        LoanProductId: string;
        /** @description Id of a loan request. */
        LoanRequestId: string;
        /** @enum {unknown} */
        LoanStatus: "active" | "in-arrears" | "defaulted" | "charged-off" | "closed";
        LoanTransaction: {
            transactionId: string;
            /** @enum {unknown} */
            kind: "disbursement" | "repayment" | "late-fee" | "charge-off" | "charge-off-undone" | "recovery" | "reversal" | "recovery-reversal";
            /** @enum {unknown} */
            source: "autopay" | "manual" | "payoff" | "platform";
            amount: components["schemas"]["Money"];
            components: components["schemas"]["Components"];
            on: components["schemas"]["CalendarDate"];
            recordedAt: components["schemas"]["Instant"];
        };
        LoanTransactionPage: {
            items: components["schemas"]["LoanTransaction"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @description Id of a member. */
        MemberId: string;
        /** @description An amount of one currency in minor units. */
        Money: {
            amountMinor: components["schemas"]["AmountMinor"];
            currency: components["schemas"]["Currency"];
        };
        NewBackDatedRepayment: {
            amount: components["schemas"]["PositiveMoney"];
            /** @description The business date on which it counts, before the present one. */
            on: components["schemas"]["CalendarDate"];
            reason: components["schemas"]["Reason"];
        };
        NewBankAccount: {
            /** @description Left out, the sandbox bank opens an account and chooses one. Kept masked only. */
            iban?: string;
            currency: components["schemas"]["Currency"];
            sandbox?: components["schemas"]["SandboxBehaviour"];
        };
        NewBankMovement: {
            bankAccountId: components["schemas"]["BankAccountId"];
            amount: components["schemas"]["PositiveMoney"];
        };
        NewPayoutAccount: {
            bankAccountId: components["schemas"]["BankAccountId"];
            reason: components["schemas"]["Reason"];
        };
        NewPrepayment: {
            amount: components["schemas"]["PositiveMoney"];
            /**
             * @description lower: same dates, lower instalments. shorten: same instalment, ends sooner. adjust-last: taken off the last instalments.
             * @enum {unknown}
             */
            mode: "lower" | "shorten" | "adjust-last";
        };
        NewProvisionRules: {
            rules: components["schemas"]["ProvisionRules"];
            reason: components["schemas"]["Reason"];
        };
        NewRecovery: {
            amount: components["schemas"]["PositiveMoney"];
            /** @description Collection fee kept by the platform; by the rate of the product when left out. */
            fee?: components["schemas"]["Money"];
        };
        NewRepayment: {
            amount: components["schemas"]["PositiveMoney"];
        } | {
            /** @constant */
            payoff: true;
        };
        NewScheduleChange: {
            /** @constant */
            kind: "payment-holiday";
            /** @description How many of the next instalments ask for interest only. */
            instalments: number;
            /**
             * @description extend: the term grows by the holiday. keep: later instalments rise.
             * @enum {unknown}
             */
            term: "extend" | "keep";
        } | {
            /** @constant */
            kind: "due-day-change";
            dueDay: number;
        } | {
            /** @constant */
            kind: "reschedule";
            instalments?: components["schemas"]["InstalmentCount"];
            /** @description At most the present rate. */
            ratePpm?: number;
            /** @enum {unknown} */
            method?: "annuity" | "linear" | "bullet";
            /** @enum {unknown} */
            frequency?: "weekly" | "biweekly" | "monthly" | "quarterly";
            firstDueOn?: components["schemas"]["CalendarDate"];
            reason: string;
        } | {
            /** @constant */
            kind: "re-age";
            instalments: components["schemas"]["InstalmentCount"];
            firstDueOn: components["schemas"]["CalendarDate"];
            /**
             * @description Interest owed to the day falls due with the first new instalment or in equal parts with all.
             * @enum {unknown}
             */
            interest: "first" | "spread";
            /**
             * @description Late fees not paid move to the first new instalment or are given up.
             * @enum {unknown}
             */
            lateFees: "keep" | "waive";
            reason: string;
        };
        NewTransfer: {
            fromWalletId: components["schemas"]["WalletId"];
            toWalletId: components["schemas"]["WalletId"];
            amount: components["schemas"]["PositiveMoney"];
        };
        /** @description Cursor of the next page; null on the last page. */
        NextCursor: string | null;
        Note: {
            noteId: components["schemas"]["NoteId"];
            loanId: components["schemas"]["LoanId"];
            offerId: components["schemas"]["OfferId"];
            /** @description Null for everyone but the holder and administrators. */
            holderId: components["schemas"]["MemberId"] | null;
            status: components["schemas"]["NoteStatus"];
            grade: string;
            purpose: string;
            termMonths: number;
            ratePpm: components["schemas"]["RatePpm"];
            principal: components["schemas"]["Money"];
            outstanding: components["schemas"]["Money"];
            received: components["schemas"]["NoteReceipts"];
            daysPastDue: components["schemas"]["Count"];
            issuedOn: components["schemas"]["CalendarDate"];
        };
        /** @description Notes at the end of a day. */
        NoteHolding: {
            notes: number;
            /** @description Principal not repaid of notes that are not charged off. */
            outstanding: components["schemas"]["Money"];
            /** @description Of it, of loans with something past due. */
            inArrears: components["schemas"]["Money"];
            /** @description Principal not repaid of notes that are charged off. */
            chargedOff: components["schemas"]["Money"];
            /** @description What came in on these since. */
            recovered: components["schemas"]["Money"];
        };
        /** @description Id of a note. */
        NoteId: string;
        NotePage: {
            items: components["schemas"]["Note"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        NoteReceipts: {
            principal: components["schemas"]["Money"];
            interest: components["schemas"]["Money"];
            lateFee: components["schemas"]["Money"];
            recovery: components["schemas"]["Money"];
            /** @description Kept by the platform out of the receipts. */
            serviceFee: components["schemas"]["Money"];
        };
        /** @enum {unknown} */
        NoteStatus: "current" | "in-grace" | "late-16-30" | "late-31-120" | "default" | "charged-off" | "repaid";
        /** @description Id of a offer. */
        OfferId: string;
        PayoffQuote: {
            loanId: components["schemas"]["LoanId"];
            /** @description The only business date on which it is valid. */
            on: components["schemas"]["CalendarDate"];
            components: components["schemas"]["Components"];
            total: components["schemas"]["Money"];
        };
        PayoutAccounts: {
            items: {
                memberId: components["schemas"]["MemberId"];
                currency: components["schemas"]["Currency"];
                bankAccountId: components["schemas"]["BankAccountId"];
                maskedIban: string;
                approvedAt: components["schemas"]["Instant"];
            }[];
        };
        Performance: {
            currency: components["schemas"]["Currency"];
            notes: {
                total: components["schemas"]["Count"];
                current: components["schemas"]["Count"];
                late: components["schemas"]["Count"];
                chargedOff: components["schemas"]["Count"];
                repaid: components["schemas"]["Count"];
            };
            invested: components["schemas"]["Money"];
            outstanding: components["schemas"]["Money"];
            received: components["schemas"]["NoteReceipts"];
            /** @description Principal of charged-off notes that was not recovered. */
            chargedOff: components["schemas"]["Money"];
            idleCash: components["schemas"]["Money"];
            /** @description Flows of the notes alone; outstanding principal is the terminal value. */
            investments: components["schemas"]["Xirr"];
            /** @description Flows in and out of the wallet; the balance counts as terminal value too. */
            withIdleCash: components["schemas"]["Xirr"];
        };
        PerformanceReport: {
            memberId: components["schemas"]["MemberId"];
            asOf: components["schemas"]["CalendarDate"];
            items: components["schemas"]["Performance"][];
        };
        /** @description More than zero, at most 15 digits of minor units. */
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
        ProductServicing: {
            productId: components["schemas"]["LoanProductId"];
            policy: components["schemas"]["ServicingPolicy"];
            changedAt: components["schemas"]["Instant"];
        };
        ProvisionFund: {
            currency: components["schemas"]["Currency"];
            asOf: components["schemas"]["CalendarDate"];
            /** @description Contributions less payouts plus recoveries; below zero only where contributions were taken back after payouts. */
            balance: components["schemas"]["Money"];
            /** @description Less what was taken back with undone receipts. */
            contributions: components["schemas"]["Money"];
            payouts: components["schemas"]["Money"];
            /** @description What was collected on loans that the fund had paid on. */
            recoveries: components["schemas"]["Money"];
            claims: {
                loans: components["schemas"]["Count"];
                claimed: components["schemas"]["Money"];
            };
            /** @description Principal of the covered loans in service. */
            outstanding: components["schemas"]["Money"];
            /** @description By the rules in force; null without rules. */
            expected: {
                losses: components["schemas"]["Money"];
                contributions: components["schemas"]["Money"];
                /** @description Of lenders. */
                interest: components["schemas"]["Money"];
            } | null;
            /** @description By the expected losses; null where none are expected, and without rules. */
            coverage: {
                /** @description The balance. */
                balancePpm: number | null;
                /** @description The balance and the expected contributions; the ratio that decides on payouts. */
                interestPpm: number | null;
                /** @description The expected interest of lenders besides. */
                capitalPpm: number | null;
            };
            /** @description In force; null where none were decided, and then the fund pays nothing. */
            rules: {
                version: number;
                decidedAt: components["schemas"]["Instant"];
                rules: components["schemas"]["ProvisionRules"];
            } | null;
        };
        /** @description By what the provision fund of a currency pays. Published; every version is kept. */
        ProvisionRules: {
            /** @description What part of the principal that is charged off it pays. */
            payoutSharePpm: components["schemas"]["SharePpm"];
            /** @description The interest coverage at or above which it pays that in full. */
            minimumCoveragePpm: number;
            /**
             * @description Below: nothing, or in the proportion of the coverage to its minimum.
             * @enum {unknown}
             */
            belowMinimum: "none" | "pro-rata";
            /** @description What part of the outstanding principal is expected to be lost, by how late a loan is; never less for a later one. */
            expectedLossPpm: {
                current: components["schemas"]["SharePpm"];
                grace: components["schemas"]["SharePpm"];
                "late-16-30": components["schemas"]["SharePpm"];
                "late-31-120": components["schemas"]["SharePpm"];
                default: components["schemas"]["SharePpm"];
            };
        };
        /** @description A rate in parts per million; per year where time is meant. 12 % is 120000. */
        RatePpm: number;
        /** @description Why, for the second person and for the record. */
        Reason: string;
        Recovery: {
            recoveryId: components["schemas"]["RecoveryId"];
            loanId: components["schemas"]["LoanId"];
            amount: components["schemas"]["Money"];
            fee: components["schemas"]["Money"];
            distributed: components["schemas"]["Money"];
            on: components["schemas"]["CalendarDate"];
        };
        /** @description Id of a recovery. */
        RecoveryId: string;
        Reference: string;
        ReopenBook: {
            /** @description The last day that stays closed; null when none does. */
            closedThrough: components["schemas"]["CalendarDate"] | null;
            reason: components["schemas"]["Reason"];
        };
        Repayment: {
            repaymentId: components["schemas"]["RepaymentId"];
            loanId: components["schemas"]["LoanId"];
            amount: components["schemas"]["Money"];
            components: components["schemas"]["Components"];
            on: components["schemas"]["CalendarDate"];
            loanStatus: components["schemas"]["LoanStatus"];
        };
        /** @description Id of a repayment. */
        RepaymentId: string;
        /** @description How the sandbox bank treats this account. pays: everything settles. stops-on: settles before the date, refuses from it on. rejects: refuses everything. returns: settles and is taken back within the return window. */
        SandboxBehaviour: {
            /** @enum {unknown} */
            behaviour: "pays" | "stops-on" | "rejects" | "returns";
            /** @description Required with stops-on. */
            stopsOn?: components["schemas"]["CalendarDate"];
        };
        Schedule: {
            loanId: components["schemas"]["LoanId"];
            version: number;
            hash: string;
            instalments: components["schemas"]["Instalment"][];
            totals: components["schemas"]["Components"];
        };
        ScheduleVersions: {
            items: {
                version: number;
                reason: string;
                effectiveOn: components["schemas"]["CalendarDate"];
                hash: string;
            }[];
        };
        ServicingPolicies: {
            items: components["schemas"]["ProductServicing"][];
        };
        ServicingPolicy: {
            waterfalls: {
                autopay: components["schemas"]["Waterfall"];
                manual: components["schemas"]["Waterfall"];
                /** @description In place of both once the loan is in default. */
                afterDefault: components["schemas"]["Waterfall"] | null;
            };
            /** @description Of the loan's currency: an instalment of which no more is open is not late. */
            toleranceMinor: string;
            /** @description Months in which a prepayment pays at most the service fee of a regular instalment. */
            serviceFeeCappedMonths: number;
            /** @description Lenders pay this rate a year on what is outstanding of a note, by the day, out of its receipts; left out: a part of its receipts. */
            annualServiceFeePpm?: number;
            /** @description Days past due from which on the interest of a loan is not counted on; 90 when left out. */
            nonAccrualAfterDays?: number;
            /** @description Days past due at whose close the borrower is to be reminded, ascending; none when left out. */
            dunningDays?: number[];
            /** @description When everything of a late loan falls due at once; only by two administrators when left out. */
            acceleration?: {
                /** @description Days past due at whose close it does. */
                afterDays: number;
                /** @description Days after it in which paying the arrears in full puts the old schedule back in force; 0: nothing does. */
                cureDays: number;
            };
            /** @description Loans of the product pay into the provision fund of their currency, which then covers them; left out: neither. */
            provision?: {
                /**
                 * @description Of every receipt of interest; or of what is paid out and then out of the origination fee.
                 * @enum {unknown}
                 */
                of: "interest" | "origination";
                ratePpm: components["schemas"]["SharePpm"];
            };
        };
        SetAsideLoanPage: {
            items: {
                loanId: components["schemas"]["LoanId"];
                market: components["schemas"]["Currency"];
                /** @description The code of a refusal of the books or the message of a failure. */
                cause: string;
                since: components["schemas"]["CalendarDate"] | null;
                /** @description The first day of work that it missed. */
                waitsSince: components["schemas"]["CalendarDate"] | null;
            }[];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @description A share in parts per million. */
        SharePpm: number;
        Transfer: {
            transferId: components["schemas"]["TransferId"];
            fromWalletId: components["schemas"]["WalletId"];
            toWalletId: components["schemas"]["WalletId"];
            amount: components["schemas"]["Money"];
            journalId: components["schemas"]["JournalId"];
            businessDate: components["schemas"]["CalendarDate"];
            recordedAt: components["schemas"]["Instant"];
        };
        /** @description What a transfer is for; docs/ledger.md explains each. */
        TransferCode: string;
        /** @description Id of a transfer. */
        TransferId: string;
        /** @enum {unknown} */
        TransferKind: "post" | "pend" | "post-pending" | "void-pending";
        TrialBalance: {
            asOf: components["schemas"]["Instant"];
            rows: {
                code: components["schemas"]["AccountCode"];
                currency: components["schemas"]["Currency"];
                accounts: components["schemas"]["Count"];
                debits: components["schemas"]["Money"];
                credits: components["schemas"]["Money"];
                /** @description Credits less debits. */
                balance: components["schemas"]["Money"];
                held: components["schemas"]["Money"];
            }[];
            totals: {
                currency: components["schemas"]["Currency"];
                debits: components["schemas"]["Money"];
                credits: components["schemas"]["Money"];
                difference: components["schemas"]["Money"];
            }[];
        };
        Wallet: {
            walletId: components["schemas"]["WalletId"];
            memberId: components["schemas"]["MemberId"];
            currency: components["schemas"]["Currency"];
            /** @description What the member owns here. */
            balance: components["schemas"]["Money"];
            /** @description Reserved for offers and withdrawals. */
            held: components["schemas"]["Money"];
            /** @description Balance less held. */
            available: components["schemas"]["Money"];
            openedAt: components["schemas"]["Instant"];
        };
        WalletClaim: {
            /** @description The journal in which the money was taken back. */
            journalId: string;
            amount: components["schemas"]["Money"];
            /** @description By income since: lines of code set-off in the statement. */
            settled: components["schemas"]["Money"];
            open: components["schemas"]["Money"];
            openedOn: components["schemas"]["CalendarDate"];
            settledOn: components["schemas"]["CalendarDate"] | null;
        };
        WalletClaimPage: {
            items: components["schemas"]["WalletClaim"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @description Id of a wallet. */
        WalletId: string;
        WalletPage: {
            items: components["schemas"]["Wallet"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        WalletStatement: {
            walletId: components["schemas"]["WalletId"];
            from: components["schemas"]["CalendarDate"];
            to: components["schemas"]["CalendarDate"];
            /** @description Before the first day. */
            opening: components["schemas"]["Money"];
            /** @description At the end of the last day. */
            closing: components["schemas"]["Money"];
            items: {
                transactionId: string;
                journalId: components["schemas"]["JournalId"];
                reference: string;
                businessDate: components["schemas"]["CalendarDate"];
                recordedAt: components["schemas"]["Instant"];
                code: components["schemas"]["TransferCode"];
                /**
                 * @description in adds to the balance, which is credits less debits.
                 * @enum {unknown}
                 */
                direction: "in" | "out";
                amount: components["schemas"]["Money"];
            }[];
            nextCursor: components["schemas"]["NextCursor"];
        };
        WalletTransaction: {
            transactionId: string;
            journalId: components["schemas"]["JournalId"];
            kind: components["schemas"]["TransferKind"];
            code: components["schemas"]["TransferCode"];
            /**
             * @description in and out change the balance; hold and release change only what is available.
             * @enum {unknown}
             */
            direction: "in" | "out" | "hold" | "release";
            amount: components["schemas"]["Money"];
            /** @description What it belongs to, as an id. */
            reference: string;
            businessDate: components["schemas"]["CalendarDate"];
            recordedAt: components["schemas"]["Instant"];
        };
        WalletTransactionPage: {
            items: components["schemas"]["WalletTransaction"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /** @description A waterfall by name, or an own order of steps. One that is vertical pays a step over all instalments and nothing in advance. */
        Waterfall: ("standard" | "due-only" | "interest-first" | "principal-first" | "principal-across" | "principal-last") | {
            /** @enum {unknown} */
            mode: "horizontal" | "vertical";
            order: {
                /** @enum {unknown} */
                timing: "pastDue" | "due" | "inAdvance";
                /**
                 * @description Late fees are penalties.
                 * @enum {unknown}
                 */
                component: "penalty" | "fee" | "interest" | "principal";
            }[];
        };
        Withdrawal: {
            withdrawalId: components["schemas"]["WithdrawalId"];
            memberId: components["schemas"]["MemberId"];
            walletId: components["schemas"]["WalletId"];
            bankAccountId: components["schemas"]["BankAccountId"];
            amount: components["schemas"]["Money"];
            /** @enum {unknown} */
            status: "requested" | "submitted" | "in-transit" | "paid" | "failed" | "returned";
            failureCode: components["schemas"]["FailureCode"];
            createdAt: components["schemas"]["Instant"];
            updatedAt: components["schemas"]["Instant"];
        };
        /** @description Id of a withdrawal. */
        WithdrawalId: string;
        WithdrawalPage: {
            items: components["schemas"]["Withdrawal"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        WrittenTransfers: {
            debitAccountId: components["schemas"]["LedgerAccountId"];
            creditAccountId: components["schemas"]["LedgerAccountId"];
            amount: components["schemas"]["PositiveMoney"];
            code: components["schemas"]["TransferCode"];
        }[];
        Xirr: {
            /** @description Money-weighted return a year (XIRR); null where the equation has no solution. */
            ratePpm: number | null;
            /** @description The dated cash flows behind the rate, netted by day. */
            flows: {
                on: components["schemas"]["CalendarDate"];
                amount: components["schemas"]["Money"];
            }[];
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
        ApprovalId: components["schemas"]["ApprovalId"];
        /** @description Opaque cursor from nextCursor. */
        Cursor: string;
        /** @description Same key and body give the same answer once; same key with another body is 422. */
        IdempotencyKey: string;
        /** @description Items per page. */
        Limit: number;
        LoanId: components["schemas"]["LoanId"];
        NoteId: components["schemas"]["NoteId"];
        ProductId: components["schemas"]["LoanProductId"];
        RecoveryId: components["schemas"]["RecoveryId"];
        RepaymentId: components["schemas"]["RepaymentId"];
        WalletId: components["schemas"]["WalletId"];
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listWallets: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
                /** @description Another member; for administrators and auditors. */
                memberId?: components["schemas"]["MemberId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of wallets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getWallet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                walletId: components["parameters"]["WalletId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The wallet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wallet"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listWalletTransactions: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                walletId: components["parameters"]["WalletId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of movements */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletTransactionPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getWalletStatement: {
        parameters: {
            query: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
                from: components["schemas"]["CalendarDate"];
                to: components["schemas"]["CalendarDate"];
            };
            header?: never;
            path: {
                walletId: components["parameters"]["WalletId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the statement */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletStatement"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listWalletClaims: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                walletId: components["parameters"]["WalletId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of claims */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletClaimPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listBankAccounts: {
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
            /** @description A page of bank accounts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankAccountPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createBankAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBankAccount"];
            };
        };
        responses: {
            /** @description The bank account */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankAccount"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listDeposits: {
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
            /** @description A page of deposits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepositPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createDeposit: {
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
                "application/json": components["schemas"]["NewBankMovement"];
            };
        };
        responses: {
            /** @description The deposit */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deposit"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getDeposit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                depositId: components["schemas"]["DepositId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deposit */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deposit"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listWithdrawals: {
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
            /** @description A page of withdrawals */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createWithdrawal: {
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
                "application/json": components["schemas"]["NewBankMovement"];
            };
        };
        responses: {
            /** @description The withdrawal */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getWithdrawal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                withdrawalId: components["schemas"]["WithdrawalId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The withdrawal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createTransfer: {
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
                "application/json": components["schemas"]["NewTransfer"];
            };
        };
        responses: {
            /** @description The transfer */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listLoans: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
                status?: components["schemas"]["LoanStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of loans */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoanPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getLoan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The loan */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Loan"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getLoanSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listLoanTransactions: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of transactions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoanTransactionPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getPayoffQuote: {
        parameters: {
            query?: {
                /** @description The business date of the quote; the present one when left out. */
                on?: components["schemas"]["CalendarDate"];
            };
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The quote */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoffQuote"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listLoanNotes: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of notes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createRepayment: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRepayment"];
            };
        };
        responses: {
            /** @description The repayment as it was allocated */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Repayment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    setAutopay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Autopay"];
            };
        };
        responses: {
            /** @description The setting in force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Autopay"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createRecovery: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRecovery"];
            };
        };
        responses: {
            /** @description The recovery */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recovery"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    requestWriteOff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalReason"];
            };
        };
        responses: {
            /** @description The task that waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    requestRecoveryReversal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
                recoveryId: components["parameters"]["RecoveryId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalReason"];
            };
        };
        responses: {
            /** @description The task that waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    requestChargeOffUndoing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalReason"];
            };
        };
        responses: {
            /** @description The task that waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    requestAcceleration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalReason"];
            };
        };
        responses: {
            /** @description The task that waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    requestBackDatedRepayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBackDatedRepayment"];
            };
        };
        responses: {
            /** @description The task that waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    requestReversal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
                repaymentId: components["parameters"]["RepaymentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalReason"];
            };
        };
        responses: {
            /** @description The task that waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listNotes: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
                status?: components["schemas"]["NoteStatus"];
                loanId?: components["schemas"]["LoanId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of notes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                noteId: components["parameters"]["NoteId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The note */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listNoteCashFlows: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                noteId: components["parameters"]["NoteId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of cash flows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CashFlowPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getPerformance: {
        parameters: {
            query?: {
                currency?: components["schemas"]["Currency"];
                /** @description Another member; for administrators and auditors. */
                memberId?: components["schemas"]["MemberId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry per currency */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PerformanceReport"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getLenderStatement: {
        parameters: {
            query?: {
                currency?: components["schemas"]["Currency"];
                /** @description Another member; for administrators and auditors. */
                memberId?: components["schemas"]["MemberId"];
            };
            header?: never;
            path: {
                /** @description A month (2026-01) or a year (2026). */
                period: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry per currency */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LenderStatements"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getBusinessDate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The business date */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BusinessDate"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    advanceBusinessDate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdvanceBusinessDate"];
            };
        };
        responses: {
            /** @description The target is recorded */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BusinessDate"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listBusinessDays: {
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
            /** @description A page of days */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BusinessDayPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listSetAsideLoans: {
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
            /** @description A page of loans */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetAsideLoanPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    resumeLoan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The loan is serviced again */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    prepayLoan: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPrepayment"];
            };
        };
        responses: {
            /** @description The new schedule */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    changeSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewScheduleChange"];
            };
        };
        responses: {
            /** @description The new schedule */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description The task that waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listScheduleVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loanId: components["parameters"]["LoanId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleVersions"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listServicingPolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By product */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServicingPolicies"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    setServicingPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                productId: components["parameters"]["ProductId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServicingPolicy"];
            };
        };
        responses: {
            /** @description What is in force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductServicing"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getProvisionFund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                currency: components["schemas"]["Currency"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The fund */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProvisionFund"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    setProvisionRules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                currency: components["schemas"]["Currency"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProvisionRules"];
            };
        };
        responses: {
            /** @description The task that waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listPayoutAccounts: {
        parameters: {
            query?: {
                /** @description Another member; for administrators and auditors. */
                memberId?: components["schemas"]["MemberId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description At most one per currency */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutAccounts"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    requestPayoutAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPayoutAccount"];
            };
        };
        responses: {
            /** @description The task that waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listApprovals: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
                status?: components["schemas"]["ApprovalStatus"];
                action?: components["schemas"]["ApprovalAction"];
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
                    "application/json": components["schemas"]["ApprovalPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approvalId: components["parameters"]["ApprovalId"];
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
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    approve: {
        parameters: {
            query?: never;
            header: {
                /** @description Same key and body give the same answer once; same key with another body is 422. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                approvalId: components["parameters"]["ApprovalId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalDecision"];
            };
        };
        responses: {
            /** @description The task as it was decided */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    rejectApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approvalId: components["parameters"]["ApprovalId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalDecision"];
            };
        };
        responses: {
            /** @description The task as it was decided */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getLoanBook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The loan book */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoanBook"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getDefaultRates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By currency */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefaultRates"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getTrialBalance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The trial balance */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialBalance"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getIntegrity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result of each check */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrityReport"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listLedgerAccounts: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
                code?: components["schemas"]["AccountCode"];
                currency?: components["schemas"]["Currency"];
                memberId?: components["schemas"]["MemberId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of accounts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerAccountPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listJournalEntries: {
        parameters: {
            query?: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
                accountId?: components["schemas"]["LedgerAccountId"];
                reference?: components["schemas"]["Reference"];
                businessDate?: components["schemas"]["CalendarDate"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of journals */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    requestJournal: {
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
                "application/json": components["schemas"]["JournalRequest"];
            };
        };
        responses: {
            /** @description The task */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getChartOfAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chart */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChartOfAccounts"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getLedgerBalance: {
        parameters: {
            query?: {
                /** @description By the moment of recording. */
                at?: components["schemas"]["Instant"];
                businessDate?: components["schemas"]["CalendarDate"];
            };
            header?: never;
            path: {
                accountId: components["schemas"]["LedgerAccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The balance */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerBalance"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getLedgerStatement: {
        parameters: {
            query: {
                /** @description Opaque cursor from nextCursor. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Items per page. */
                limit?: components["parameters"]["Limit"];
                from: components["schemas"]["CalendarDate"];
                to: components["schemas"]["CalendarDate"];
            };
            header?: never;
            path: {
                accountId: components["schemas"]["LedgerAccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the statement */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerStatement"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getLedgerBook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The book */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerBook"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    closeLedgerBook: {
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
                "application/json": components["schemas"]["CloseBook"];
            };
        };
        responses: {
            /** @description The task that waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    reopenLedgerBook: {
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
                "application/json": components["schemas"]["ReopenBook"];
            };
        };
        responses: {
            /** @description The task that waits for a second person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    rehearseJournal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JournalRehearsalRequest"];
            };
        };
        responses: {
            /** @description What would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalRehearsal"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    requestJournalReversal: {
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
                "application/json": components["schemas"]["JournalReversalRequest"];
            };
        };
        responses: {
            /** @description The task */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
