-- By the first bytes of its hash, as it is listed.
SELECT id, bytes FROM intake WHERE state = 2 AND substr(sha256, 1, 8) = ?1;
