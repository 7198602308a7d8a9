-- What the application role may do. Default privileges gave it everything on new tables; history and balances are taken back here.
-- A database without that role (one owner for all, as some test set-ups have) has nothing to take back.
do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'payments_app') then
    return;
  end if;
  -- The books: read everything, write nothing but through post_journals; open an account, with empty balances.
  revoke all on account_codes, accounts, transfer_codes, journals, transfers, pendings from payments_app;
  revoke all on sequence journal_numbers from payments_app;
  grant select on account_codes, accounts, transfer_codes, journals, transfers, pendings to payments_app;
  grant insert (account_id, code, currency, owner_id, has_floor, opened_at) on accounts to payments_app;
  revoke all on function post_journals from public;
  grant execute on function post_journals to payments_app;

  -- Rows that only move forwards: no deletion, and only the columns that change.
  revoke all on holds, bank_accounts, deposits, withdrawals, bank_statement_position, business_clock from payments_app;
  grant select, insert, update (captured_minor, released_minor) on holds to payments_app;
  grant select, insert on bank_accounts to payments_app;
  grant select, insert, update (status, failure_code, submitted_at, updated_at) on deposits, withdrawals to payments_app;
  grant select, update (imported_up_to) on bank_statement_position to payments_app;
  grant select, insert, update (business_date) on business_clock to payments_app;

  grant usage on schema sandbox_bank to payments_app;
  grant select, insert on sandbox_bank.accounts, sandbox_bank.direct_debits, sandbox_bank.statement to payments_app;
  grant select, insert, update on sandbox_bank.orders to payments_app;
end $$;
