SELECT form, reference, site_name, parquet, role, scope, device, received_ms, urgency
FROM act WHERE id = ?
