-- Room on the pages of what every receipt changes, so that no index is touched; for new pages only, nothing is rewritten. What a note
-- received is written in the transaction of its repayment from the notes it has just read: two look-ups a row less. The integrity report
-- looks for receipts without either.
alter table notes set (fillfactor = 70);
alter table loans set (fillfactor = 70);
alter table instalments set (fillfactor = 80);
alter table note_receipts drop constraint note_receipts_note_id_fkey, drop constraint note_receipts_repayment_id_fkey;
-- The receipts of a repayment are found over the notes of its loan.
drop index note_receipts_of_repayment;
