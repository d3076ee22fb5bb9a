SELECT public FROM trail WHERE seq < ?1 AND seq >= ?2
ORDER BY seq DESC LIMIT ?3
