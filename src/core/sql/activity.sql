SELECT public FROM trail ORDER BY seq DESC
