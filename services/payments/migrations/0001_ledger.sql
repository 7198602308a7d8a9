-- The ledger: accounts, sealed journals of immutable transfers, reservations. All postings go through post_journals (0002).
-- The application role may read everything here and write nothing directly: see 0004_privileges.sql.

create table account_codes (
  code text primary key,
  name text not null,
  -- Normal side of the balance, for reports; every balance is stored as credits less debits.
  normal_side text not null check (normal_side in ('debit', 'credit')),
  -- A platform account of the code may go below zero; a member's never may.
  has_floor boolean not null,
  explanation text not null
);

create table accounts (
  account_no bigint generated always as identity,
  account_id text collate "C" not null,
  code text not null references account_codes,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  owner_id text collate "C",
  has_floor boolean not null,
  posted_debits bigint not null default 0 check (posted_debits >= 0),
  posted_credits bigint not null default 0 check (posted_credits >= 0),
  pending_debits bigint not null default 0 check (pending_debits >= 0),
  pending_credits bigint not null default 0 check (pending_credits >= 0),
  opened_at timestamptz not null default now(),
  primary key (account_no),
  unique (account_id),
  constraint account_owner check ((code = 'member-wallet') = (owner_id is not null)),
  constraint account_wallet_floor check (code <> 'member-wallet' or has_floor),
  constraint account_floor check (not has_floor or posted_credits - posted_debits - pending_debits >= 0)
) with (fillfactor = 60); -- room for the next balance on the same page, so that no index is touched

create unique index accounts_of_owner on accounts (owner_id, currency) where owner_id is not null;
create index accounts_by_code on accounts (code, account_id);

create table transfer_codes (
  code text primary key,
  explanation text not null
);

create table journals (
  journal_no bigint not null,
  journal_id text collate "C" not null,
  reference text collate "C" not null,
  kind text not null,
  business_date date not null,
  recorded_at timestamptz not null default now(),
  -- The seal: only the transaction that wrote the journal may add its transfers, and exactly so many.
  sealed_by xid8 not null default pg_current_xact_id(),
  transfer_count integer not null check (transfer_count > 0),
  primary key (journal_no),
  constraint journals_reference unique (reference)
);
create sequence journal_numbers as bigint cache 100 owned by journals.journal_no;

create table transfers (
  transfer_no bigint generated always as identity,
  journal_no bigint not null,
  debit_no bigint not null,
  credit_no bigint not null,
  amount_minor bigint not null check (amount_minor > 0),
  kind text not null check (kind in ('post', 'pend', 'post-pending', 'void-pending')),
  code text not null,
  currency text not null,
  pending_id text collate "C",
  primary key (transfer_no),
  constraint transfer_sides check (debit_no <> credit_no),
  constraint transfer_pending check ((kind = 'post') = (pending_id is null))
);
create index transfers_of_journal on transfers (journal_no);
create index transfers_of_debit on transfers (debit_no, transfer_no);
create index transfers_of_credit on transfers (credit_no, transfer_no);

-- What is left of each reservation. A reservation is posted in parts or voided in parts, never beyond its amount.
create table pendings (
  pending_id text collate "C" primary key,
  transfer_no bigint not null,
  debit_no bigint not null,
  credit_no bigint not null,
  amount_minor bigint not null check (amount_minor > 0),
  posted_minor bigint not null default 0 check (posted_minor >= 0),
  voided_minor bigint not null default 0 check (voided_minor >= 0),
  constraint pending_not_exceeded check (posted_minor + voided_minor <= amount_minor)
) with (fillfactor = 80);

-- History is written once. The triggers bind even the owner of the tables, as long as they are enabled.
create function refuse_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'history is immutable: % on % refused', tg_op, tg_table_name using errcode = 'integrity_constraint_violation';
end $$;

create trigger journals_immutable before update or delete or truncate on journals
  for each statement execute function refuse_rewrite();
create trigger transfers_immutable before update or delete or truncate on transfers
  for each statement execute function refuse_rewrite();

-- A sum that balances is not enough: a later, balanced pair would rewrite an old journal. So transfers may only come in the
-- transaction of their journal, and all of them in one statement: with any other number in the table the statement is refused.
create function check_seal() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  broken text;
begin
  select coalesce(j.reference, 'journal ' || n.journal_no) into broken
  from (select distinct journal_no from new_transfers) n
  left join lateral (select * from journals where journal_no = n.journal_no offset 0) j on true
  where j.journal_no is null
    or j.sealed_by <> pg_current_xact_id()
    or j.transfer_count <> (select count(*) from transfers t where t.journal_no = n.journal_no)
  limit 1;
  if broken is not null then
    raise exception 'journal is sealed: %', broken using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create trigger transfers_sealed after insert on transfers referencing new table as new_transfers
  for each statement execute function check_seal();

insert into account_codes (code, name, normal_side, has_floor, explanation) values
  ('member-wallet', 'Member wallet', 'credit', true, 'Money the platform owes a member. Never below zero, reservations included.'),
  ('bank-clearing', 'Bank clearing', 'debit', false, 'The mirror of the client-money account at the bank: a deposit debits it, a withdrawal credits it.'),
  ('loan-clearing', 'Loan clearing', 'credit', false, 'Money passes through it inside one journal, when a loan is paid out or a repayment is shared. Zero at rest.'),
  ('origination-fee-income', 'Origination fees', 'credit', false, 'Withheld from the borrower when a loan is paid out.'),
  ('service-fee-income', 'Service fees', 'credit', false, 'Paid by lenders out of what their notes received.'),
  ('collection-fee-income', 'Collection fees', 'credit', false, 'Kept out of recoveries of charged-off loans.'),
  ('suspense', 'Suspense', 'debit', false, 'What the bank took back and a wallet could no longer cover; to be cleared up by a person.');

insert into transfer_codes (code, explanation) values
  ('deposit', 'A deposit cleared: bank clearing to wallet.'),
  ('deposit-return', 'The bank took a cleared deposit back: wallet to bank clearing.'),
  ('deposit-return-uncovered', 'As deposit-return, but the wallet could not cover it: suspense to bank clearing.'),
  ('withdrawal', 'A withdrawal is reserved, then leaves, then is perhaps freed: wallet to bank clearing.'),
  ('withdrawal-return', 'A withdrawal failed on its way or came back: bank clearing to wallet.'),
  ('member-transfer', 'One member pays another: wallet to wallet.'),
  ('hold', 'Money of an offer is reserved, captured for a loan, or freed: wallet to loan clearing.'),
  ('disbursement', 'A loan is paid out less its fee: loan clearing to the wallet of the borrower.'),
  ('origination-fee', 'The fee withheld when a loan is paid out: loan clearing to income.'),
  ('direct-debit', 'An instalment collected from a bank account: bank clearing to the wallet of the borrower.'),
  ('direct-debit-return', 'A collected instalment was taken back: wallet to bank clearing.'),
  ('repayment', 'A repayment enters its distribution: wallet of the borrower to loan clearing.'),
  ('principal', 'A share of repaid principal: to the wallet of a lender.'),
  ('interest', 'A share of interest: to the wallet of a lender.'),
  ('late-fee', 'A share of a late fee, which belongs to the lenders.'),
  ('recovery', 'Money collected for a charged-off loan: bank clearing to loan clearing and on to the lenders.'),
  ('collection-fee', 'What the platform keeps of a recovery.'),
  ('service-fee', 'The fee of a lender on a receipt: wallet to income.');
