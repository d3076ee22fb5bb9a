-- An alert whose hour has come, or a dossier without a state.
SELECT EXISTS (SELECT 1 FROM alert WHERE at_ms <= ?1)
	OR EXISTS (SELECT 1 FROM dossier WHERE education = '' AND merged IS NULL)
