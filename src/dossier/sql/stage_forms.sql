-- The acts of a dossier by their form: the last of each.
SELECT form, max(id) FROM act WHERE dossier = ? GROUP BY form
