SELECT login, role, verifier, totp_step, totp FROM account
WHERE id = ? AND disabled_ms IS NULL AND (leaves_ms IS NULL OR leaves_ms > ?)
