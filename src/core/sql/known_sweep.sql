-- What a clock that was ahead has dated would be known until that day.
DELETE FROM known WHERE at_ms <= ?1 OR at_ms > ?2
