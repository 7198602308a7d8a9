-- Payloads too long for a row are compressed by lz4, several times faster than the default, where the server was built with it. For new
-- rows only, nothing is rewritten.
do $$
begin
  alter table outbox alter column payload set compression lz4;
exception
  when feature_not_supported then null;
end $$;
