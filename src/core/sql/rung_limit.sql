-- The last alert that a limit raised since its end was set; '' none.
SELECT iif(what = 'alert', detail, '') FROM deadline_event
WHERE deadline = ? AND what IN ('started', 'alert', 'moved')
ORDER BY id DESC LIMIT 1
