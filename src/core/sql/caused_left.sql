SELECT role, scope FROM departed WHERE act = ?
