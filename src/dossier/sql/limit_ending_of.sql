SELECT deadline FROM deadline_event WHERE id = ?
