-- Offers directed at a request are taken back when the book refuses it.
create index offers_directed on offers (request_id) where request_id is not null;
