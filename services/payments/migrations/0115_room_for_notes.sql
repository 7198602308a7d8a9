-- On the day of its instalment every note of a loan is changed, and they lie side by side: half a page must be free, or the new versions go
-- to other pages and into every index. For new pages only, nothing is rewritten.
alter table notes set (fillfactor = 48);
