UPDATE central SET nonce = ?, anchor_ms = ?, anchor_boot = ?, boot = ?,
	incarnation = ?, states = ?, agreed_ms = ?, doubt_ms = ?, doubt_boot = ?
