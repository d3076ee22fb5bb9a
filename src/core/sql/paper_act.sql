SELECT payload FROM act WHERE id = ?1
