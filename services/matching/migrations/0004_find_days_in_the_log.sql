-- Days and configurations of a market are found without reading its whole log.
create index ticks_and_rules on commands (market, type, seq) where type in ('tick', 'configure');
