-- A nonce that no request bears yet: ?1 is random, 16 hexadecimal digits. And
-- no checkpoint is known any more: the proofs boxes send start from later ones.
UPDATE box SET nonce = ?1 || lower(hex(substr(device, 1, 8))), milestone = '';
