-- What a clock that was ahead has dated counts from now on.
UPDATE jotting SET saved_ms = ?1 WHERE saved_ms > ?1
