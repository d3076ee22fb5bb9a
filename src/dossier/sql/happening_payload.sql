SELECT payload FROM act WHERE id = ?;
