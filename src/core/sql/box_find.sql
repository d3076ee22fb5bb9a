SELECT state, sign, spool_sign, checkpoint, site, name, nonce, incarnation, seq,
	told, shown, shown_before, milestone, last_ms, held, oldest_ms, clock,
	drift_ms, version, kind
FROM box WHERE device = ?1;
