SELECT at_ms FROM deadline_event WHERE id = ?
