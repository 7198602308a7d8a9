-- A fill that cheaper money displaced in an auction. It stays for people who ask what became of it, at the amount that went back last.
alter table fills drop constraint fills_status_check;
alter table fills add constraint fills_status_check check (status in ('reserved', 'captured', 'released', 'outbid'));
