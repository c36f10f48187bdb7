-- Finds what says how production is now without reading every disaster restore that ever was.
create index disaster_by_swap on disaster (target, seq) where body ->> '$.progress.swapBegan' = 1;
create index disaster_by_stop on disaster (seq) where body ->> '$.progress.stoppedAt' is not null;
create index disaster_by_request on disaster (body ->> '$.approval');
