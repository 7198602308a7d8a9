-- From here on every journal is told as an event, so the event log alone gives the balances. Journals up to this number never were.
alter table ledger_book add column told_after bigint not null default 0;
update ledger_book set told_after = coalesce((select max(journal_no) from journals), 0);
