SELECT what = 'met' FROM deadline_event WHERE id = ?
