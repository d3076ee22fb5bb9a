-- When a service of that role first received an act; 0: none has.
SELECT coalesce(min(acked_ms), 0) FROM reception WHERE act = ?1 AND role = ?2
