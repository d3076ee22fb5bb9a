#include "core/known.h"

#include "core/core.h"
#include "core/sql.h"
#include "crypto/hkdf.h"
#include "crypto/passphrase.h"
#include "store/query.h"

void
known_key(const uint8_t store[32], uint8_t key[HASH_SHA256])
{
	hkdf_expand(store, str_bytes(TXT("fichep/v1/known")), key, HASH_SHA256);
}

/* Small letters without accents, spaces or hyphens; then a separator. */
static bool
put_plain(struct buf *b, struct str text)
{
	if (passphrase_normal(text, b) != ERR_OK)
		return false;
	buf_u8(b, 0);
	return true;
}

/* False: too little was said of the minor to know them again. */
static bool
tag_of(struct request *q, const struct draft *d, uint8_t tag[HASH_SHA256])
{
	struct str name = json_text(json_get(d->answers, TXT("c_nom")));
	struct str first = json_text(json_get(d->answers, TXT("c_prenom")));
	struct str born = json_text(
	    json_get(json_get(d->answers, TXT("c_naiss")), TXT("date")));
	struct buf b = buf_new(q->mem, 3 * PASSPHRASE_TYPED);

	if (name.len == 0 || first.len == 0 || born.len == 0 ||
	    !put_plain(&b, name) || !put_plain(&b, first) ||
	    !put_plain(&b, born) || buf_err(&b) != ERR_OK)
		return false;
	hash_hmac(BYTES_OF(q->core->known_key), buf_done(&b), tag);
	return true;
}

enum err
known_find(struct request *q, const struct draft *d, struct str *reference)
{
	uint8_t tag[HASH_SHA256];
	enum err kept = ERR_OK;
	struct str found = TXT("");

	if (!tag_of(q, d, tag)) {
		*reference = found;
		return ERR_OK;
	}
	struct query r = query_open(q->store, SQL_KNOWN_FIND,
	    BLOB(BYTES_OF(tag)), INT(q->now - KNOWN_KEPT));
	if (query_next(&r))
		found = arena_keep(q->mem, query_text(&r), &kept);
	enum err e = query_end(&r);
	if (e == ERR_OK)
		e = kept;
	if (e == ERR_OK)
		*reference = found;
	return e;
}

void
known_add(struct request *q, const struct draft *d)
{
	uint8_t tag[HASH_SHA256];

	if (str_eq(d->form_id, TXT("fiche_p")) && tag_of(q, d, tag))
		tx_run(q->tx, SQL_KNOWN_ADD, BLOB(BYTES_OF(tag)),
		    TEXT(d->reference), INT(q->now));
}

void
known_sweep(struct tx *tx, int64_t now)
{
	tx_run(tx, SQL_KNOWN_SWEEP, INT(now - KNOWN_KEPT),
	    INT(now + CLOCK_DAY));
}
