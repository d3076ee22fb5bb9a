INSERT OR REPLACE INTO numbering(form, year, last)
SELECT '', 0, ? WHERE ? OR NOT EXISTS (SELECT 1 FROM account)
