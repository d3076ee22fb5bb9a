INSERT INTO act(ident, dossier, form, version, content, reference, about,
	urgency, device, site, site_name, parquet, verified, clock, filed_ms,
	received_ms, payload, account, role, scope,
	titled)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
	?17, ?18, ?19, ?20, ?21)
