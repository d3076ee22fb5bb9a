#include "core/life.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/ident.h"
#include "core/sql.h"
#include "store/query.h"

#define CONVENTION_MOST 32 /* bytes of its name that are taken */

static enum err
find(struct store *s, struct life *life)
{
	struct query q = query_open(s, SQL_LIFE_FIND, NONE);
	struct life found = {0};
	bool there = query_next(&q);

	if (there) {
		struct str name = query_text(&q);
		found.incarnation = query_int(&q);
		if (name.len <= sizeof(found.name)) {
			memcpy(found.name, name.at, name.len);
			found.name_len = name.len;
		}
	}
	enum err e = query_end(&q);
	if (e == ERR_OK && (!there || found.name_len == 0))
		e = there ? ERR_STORE : ERR_ABSENT;
	if (e == ERR_OK)
		*life = found;
	return e;
}

/* As a deployment may be called (envelope/receipt.h). */
static void
name_it(struct str convention, struct buf *to)
{
	uint8_t random[4];

	for (size_t i = 0; i < convention.len && i < CONVENTION_MOST; i++) {
		char c = convention.at[i];
		bool fit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		buf_u8(to, (uint8_t)(fit ? c : '-'));
	}
	buf_str(to, TXT("."));
	ident_random(random, sizeof(random));
	encode_hex(to, BYTES_OF(random));
}

enum err
life_open(struct store *s, struct str convention, int64_t now,
    struct life *life)
{
	char room[LIFE_NAME];
	struct buf name = buf_over(room, sizeof(room));
	enum err e = find(s, life);

	if (e != ERR_ABSENT)
		return e;
	name_it(convention, &name);
	must(buf_err(&name) == ERR_OK);
	struct tx tx = tx_begin(s);
	tx_run(&tx, SQL_LIFE_BEGIN, TEXT(buf_text(&name)),
	    INT(now / CLOCK_SECOND));
	e = tx_end(&tx);
	return e == ERR_OK ? find(s, life) : e;
}

void
life_renew(struct tx *tx, int64_t now)
{
	uint8_t random[8];
	char room[2 * sizeof(random)];
	struct buf hex = buf_over(room, sizeof(room));

	ident_random(random, sizeof(random));
	encode_hex(&hex, BYTES_OF(random));
	tx_run(tx, SQL_LIFE_RENEW, INT(now / CLOCK_SECOND));
	tx_run(tx, SQL_BOX_RENEW, TEXT(buf_text(&hex)));
}

struct str
life_name(const struct life *life)
{
	return (struct str){life->name, life->name_len};
}
