UPDATE central SET seen = ?
