-- The end of a business day looks for what the bank paid on it and no journal has. Builds an index on the sandbox bank's collections.
create index direct_debits_collected on sandbox_bank.direct_debits (collected_on) where refusal is null;
