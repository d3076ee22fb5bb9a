SELECT nonce, revoked_ms IS NOT NULL, seen FROM central
