SELECT coalesce(act, 0) FROM deadline_event WHERE id = ?
