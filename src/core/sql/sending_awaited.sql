SELECT count(*) FROM sending WHERE delivered_ms IS NULL AND recorded_ms > ?
