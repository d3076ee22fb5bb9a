SELECT count(*) FROM deadline_event WHERE deadline = ? AND what = 'moved'
