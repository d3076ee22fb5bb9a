UPDATE central SET offered = ?
