UPDATE central SET revoked_ms = ?
