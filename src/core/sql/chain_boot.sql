UPDATE chain SET boots = boots + 1, boot = ?
