#include "cmd/pair.h"

#include "base/clock.h"
#include "cmd/join.h"
#include "cmd/sql.h"
#include "core/enrolling.h"
#include "core/life.h"
#include "crypto/secret.h"
#include "store/query.h"
#include "store/store.h"
#include "tls/tls_key.h"
#include "tls/tls_pin.h"

static enum err
sign(void *of, struct bytes message, uint8_t signature[SIGN_LEN])
{
	sign_message(of, message, signature);
	return ERR_OK;
}

/* What the central says of itself. */
static enum err
describe(const struct deploy *d, const struct keyring *ring,
    const struct life *life, struct enrol_grant *g, uint8_t key[SIGN_KEY])
{
	uint8_t point[TLS_KEY_PUBLIC], unused[SIGN_KEY];
	enum err e = tls_key_public(ring->key[KEYRING_TLS], point);

	if (e == ERR_OK)
		tls_pin_of(point, g->pin);
	g->deployment = life_name(life);
	g->url = d->setting.text[SETTING_central_url];
	g->site.departement = d->setting.text[SETTING_departement];
	hpke_public(ring->key[KEYRING_INTAKE], g->intake);
	memcpy(g->recovery, ring->key[KEYRING_RECOVERY], HPKE_KEY);
	sign_key(ring->key[KEYRING_DEVICE], key, g->sign);
	sign_key(ring->key[KEYRING_CHECKPOINT], unused, g->checkpoint);
	secret_wipe(unused, sizeof(unused));
	return e;
}

/* The two who would have done it. */
static enum err
find_two(struct store *s, struct ident two[2])
{
	struct query q = query_open(s, SQL_ADMINS, NONE);
	size_t n = 0;

	while (n < 2 && query_next(&q))
		query_copy(&q, two[n++].at, IDENT_LEN);
	enum err e = query_end(&q);
	return e == ERR_OK && n < 2 ? ERR_ABSENT : e;
}

static enum err
grant(struct store *s, struct enrolling *en, const struct enrol_site *site,
    struct str ask, struct buf *to)
{
	uint8_t code[ENROL_CODE], key[ENROL_KEY];
	struct ident two[2], device;
	struct tx tx;

	enum err e = find_two(s, two);
	if (e != ERR_OK)
		return e;
	tx = tx_begin(s);
	en->tx = &tx;
	e = enrolling_invite(en, site, &two[0], code);
	if (e == ERR_OK) {
		enrol_code_key(code, key);
		e = enrolling_grant(en, key, ask, to, &device);
	}
	if (e == ERR_OK)
		e = enrolling_confirm(&tx, &device, &two[1], en->now);
	secret_wipe(code, sizeof(code));
	secret_wipe(key, sizeof(key));
	tx_fail(&tx, e);
	return tx_end(&tx);
}

static enum err
granted_by(const char *dir, const struct enrol_site *site, struct str ask,
    struct buf *to)
{
	static uint8_t memory[65536] __attribute__((aligned(16)));
	static struct deploy d;
	char path[FILE_PATH];
	uint8_t key[SIGN_KEY];
	struct arena mem;
	struct keyring ring;
	struct store s = {0};
	struct life life;
	struct enrolling en = {.mem = &mem,
	    .now = clock_now(),
	    .sign = sign,
	    .of = key};

	arena_open(&mem, memory, sizeof(memory));
	enum err e = deploy_open(dir, &d);
	if (e == ERR_OK)
		e = deploy_keyring(&d, &ring);
	if (e != ERR_OK)
		return e;
	e = file_path(path, d.dir, TXT("data/fichep.db"));
	if (e == ERR_OK)
		e = store_open(path, ring.key[KEYRING_STORE], &s);
	if (e == ERR_OK)
		store_settle(&s);
	if (e == ERR_OK)
		e = life_open(&s, d.setting.text[SETTING_convention], en.now,
		    &life);
	if (e == ERR_OK)
		e = describe(&d, &ring, &life, &en.self, key);
	if (e == ERR_OK)
		e = grant(&s, &en, site, ask, to);
	store_close(&s);
	keyring_wipe(&ring);
	secret_wipe(key, sizeof(key));
	return e;
}

enum err
pair_up(const char *box, const char *central, const struct enrol_site *site)
{
	static struct deploy d;
	uint8_t asked[ENROL_MOST], given[ENROL_MOST];
	struct buf ask = buf_over(asked, sizeof(asked));
	struct buf note = buf_over(given, sizeof(given));

	enum err e = deploy_open(box, &d);
	if (e == ERR_OK)
		e = join_ask(&d, &ask);
	if (e == ERR_OK)
		e = granted_by(central, site, buf_text(&ask), &note);
	if (e == ERR_OK)
		e = join_settle(&d, buf_text(&ask), buf_text(&note));
	if (e != ERR_OK)
		deploy_say("le boîtier n’a pas pu être rattaché au serveur "
			   "central.");
	return e;
}
