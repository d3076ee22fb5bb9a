-- 1 once the first migration has run. The only query that looks at the schema.
SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'
