-- What the lender's portfolio was worth when the money of an offer with a cap as a share of it was held.
alter table offers add column portfolio_minor bigint check (portfolio_minor > 0);
