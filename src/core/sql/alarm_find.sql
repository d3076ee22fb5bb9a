SELECT device, kind FROM alarm
WHERE id = ?1 AND ended_ms IS NULL AND kind <> 'silent';
