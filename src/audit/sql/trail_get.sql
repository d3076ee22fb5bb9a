SELECT public, sealed FROM trail WHERE seq = ?
