SELECT payload, form, content, reference FROM act WHERE id = ?;
