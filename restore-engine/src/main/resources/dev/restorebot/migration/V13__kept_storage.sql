-- Finds what keeps storage without reading every disaster restore that ever was.
create index disaster_by_kept on disaster (seq)
  where body ->> '$.progress.swapBegan' = 1
    and body ->> '$.progress.observations.oldStorage.endedAt' is null
    and state in ('DONE', 'ROLLED_BACK');
