SELECT sha256 FROM migration WHERE number = ?
