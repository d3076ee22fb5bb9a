UPDATE box SET nonce = ?2, incarnation = ?3, seq = ?4, told = ?5, shown = ?6,
	shown_before = ?7, milestone = ?8, last_ms = ?9, held = ?10,
	oldest_ms = ?11, clock = ?12, drift_ms = ?13, version = ?14
WHERE device = ?1;
