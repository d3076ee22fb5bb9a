#include "store/migrate.h"

#include <sqlite3.h>

#include "crypto/hash.h"
#include "store/query.h"
#include "store/sql.h"
#include "store/store.h"
#include "store/tx.h"

/* How many were run; none in a database that has no such table yet. */
static enum err
count_done(struct store *s, int64_t *done)
{
	int64_t begun;
	enum err e = query_number(s, &begun, SQL_MIGRATION_BEGUN, NONE);

	if (e != ERR_OK)
		return e;
	if (begun == 0) {
		*done = 0;
		return ERR_OK;
	}
	return query_number(s, done, SQL_MIGRATION_COUNT, NONE);
}

/* The n-th was run: was it this one, letter for letter? */
static enum err
compare(struct store *s, size_t n, const uint8_t sum[HASH_SHA256])
{
	uint8_t then[HASH_SHA256] = {0};
	struct query q = query_open(s, SQL_MIGRATION_FIND, INT((int64_t)n));

	if (query_next(&q))
		query_copy(&q, then, sizeof(then));
	enum err e = query_end(&q);
	if (e != ERR_OK)
		return e;
	return memcmp(then, sum, sizeof(then)) == 0 ? ERR_OK : ERR_CLASH;
}

/* Every statement of a file, then its record, together. */
static enum err
apply(struct store *s, size_t n, const struct embed_file *file,
    const uint8_t sum[HASH_SHA256])
{
	struct tx tx = tx_begin(s);
	struct str rest = str_from(file->body);

	while (tx_err(&tx) == ERR_OK && rest.len > 0) {
		sqlite3_stmt *stmt = NULL;
		const char *tail = rest.at;
		int rc = sqlite3_prepare_v2(s->db, rest.at, (int)rest.len,
		    &stmt, &tail);

		if (rc == SQLITE_OK && stmt)
			rc = sqlite3_step(stmt);
		sqlite3_finalize(stmt);
		if (store_err(s, rc) != ERR_OK)
			tx_fail(&tx, ERR_STORE);
		rest = str_part(rest, (size_t)(tail - rest.at), rest.len);
	}
	tx_run(&tx, SQL_MIGRATION_ADD, INT((int64_t)n), TEXT(file->path),
	    BLOB(((struct bytes){sum, HASH_SHA256})));
	return tx_end(&tx);
}

static enum err
refuse(enum err e, const char *text, const char **why)
{
	if (why)
		*why = text;
	return e;
}

enum err
migrate_run(struct store *s, const struct embed_file table[], size_t count,
    const char **why)
{
	int64_t done;
	enum err e = count_done(s, &done);

	if (e != ERR_OK)
		return refuse(e,
		    "La base de données ne se lit pas. Restaurez la dernière "
		    "sauvegarde.",
		    why);
	if (done > (int64_t)count)
		return refuse(ERR_CLASH,
		    "La base de données vient d’une version plus récente de "
		    "fichep. Installez cette version ou une suivante.",
		    why);
	for (size_t i = 0; i < count; i++) {
		uint8_t sum[HASH_SHA256];

		hash_sha256(table[i].body, sum);
		e = (int64_t)i < done ? compare(s, i + 1, sum)
				      : apply(s, i + 1, &table[i], sum);
		if (e == ERR_CLASH)
			return refuse(e,
			    "La base de données a été préparée par une autre "
			    "édition de fichep. Installez celle qui l’a créée.",
			    why);
		if (e != ERR_OK)
			return refuse(e,
			    "La mise à jour de la base de données a échoué ; "
			    "rien n’a été changé. Vérifiez l’espace libre, "
			    "puis recommencez.",
			    why);
	}
	store_settle(s);
	return ERR_OK;
}
