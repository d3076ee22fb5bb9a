SELECT public FROM trail WHERE seq = ?
