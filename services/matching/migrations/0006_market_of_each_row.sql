-- Each batch has locked the rows of its engines, with their epochs, before it writes anything: that the market of each of its rows is one of
-- them need not be looked up row by row.
alter table commands drop constraint commands_market_fkey;
alter table requests drop constraint requests_market_fkey;
alter table offers drop constraint offers_market_fkey;
