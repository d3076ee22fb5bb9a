-- The farthest checkpoint after ?1 such that the entries between take at most
-- ?2 bytes, ?3 each and what is sealed; the next one if none does.
SELECT coalesce(
	(SELECT max(size) FROM trail_stamp
	WHERE size > ?1 AND size <= ?1 + ?2 / ?3 AND ?2 >= (
		SELECT sum(length(sealed) + ?3) FROM trail
		WHERE seq >= ?1 AND seq < size)),
	(SELECT min(size) FROM trail_stamp WHERE size > ?1))
