UPDATE central SET ours = ?, offered = ''
