#include "core/site.h"

#include <fcntl.h>
#include <unistd.h>

#include "core/core.h"
#include "core/sql.h"
#include "crypto/hkdf.h"
#include "crypto/secret.h"
#include "envelope/lines.h"
#include "store/query.h"

void
site_key(const uint8_t store[32], uint8_t key[ENROL_KEY])
{
	hkdf_expand(store, str_bytes(TXT("fichep/v1/grant")), key, ENROL_KEY);
}

static void
prove(const uint8_t key[ENROL_KEY], struct str rest, uint8_t proof[HASH_SHA256])
{
	hash_hmac((struct bytes){key, ENROL_KEY}, str_bytes(rest), proof);
}

void
site_write(struct buf *to, const uint8_t key[ENROL_KEY], struct str fingerprint,
    struct str grant)
{
	uint8_t room[SITE_MOST], proof[HASH_SHA256];
	struct buf rest = buf_over(room, sizeof(room));

	lines_put(&rest, "fingerprint", fingerprint);
	buf_str(&rest, grant);
	buf_fail(to, rest.err);
	prove(key, buf_text(&rest), proof);
	lines_put_hex(to, "proof", BYTES_OF(proof));
	buf_str(to, buf_text(&rest));
}

static struct bytes
read_file(int folder, uint8_t room[SITE_MOST])
{
	size_t len = 0;
	ssize_t n = 0;
	int fd = openat(folder, SITE_FILE, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return (struct bytes){room, 0};
	while (
	    len < SITE_MOST && (n = read(fd, room + len, SITE_MOST - len)) > 0)
		len += (size_t)n;
	(void)close(fd);
	return (struct bytes){room, n < 0 ? 0 : len};
}

static bool
take(struct site *s, struct str file, const uint8_t key[ENROL_KEY])
{
	struct lines l = {.rest = file};
	uint8_t said[HASH_SHA256], want[HASH_SHA256];

	lines_hex(&l, "proof", said, sizeof(said));
	prove(key, l.rest, want);
	s->fingerprint = lines_text(&l, "fingerprint");
	s->whole = l.rest;
	return !l.bad && secret_eq(BYTES_OF(said), BYTES_OF(want)) &&
	    enrol_grant_read(s->whole, &s->grant) == ERR_OK &&
	    ident_eq(&s->grant.device, &s->device);
}

void
site_open(struct site *s, int folder, const uint8_t key[ENROL_KEY],
    const uint8_t device[SIGN_PUBLIC], const struct setting_set *set,
    bool *refused)
{
	*s = (struct site){.here = {.code = set->text[SETTING_site_code],
			       .name = set->text[SETTING_site],
			       .kind = set->text[SETTING_site_kind],
			       .commune = set->text[SETTING_site_commune],
			       .phone = set->text[SETTING_site_phone],
			       .departement = set->text[SETTING_departement]}};
	enrol_device(device, &s->device);
	struct bytes file = read_file(folder, s->text);
	s->enrolled = take(s, str_from(file), key);
	*refused = file.len > 0 && !s->enrolled;
	if (s->enrolled)
		s->here = s->grant.site;
}

enum err
site_settle(struct core *c)
{
	const struct site *s = &c->site;
	const struct enrol_grant *g = &s->grant;
	int64_t same = 0;

	if (!s->enrolled)
		return ERR_OK;
	enum err e =
	    query_number(&c->write, &same, SQL_CENTRAL_SAME, TEXT(s->whole));
	if (e != ERR_OK || same > 0)
		return e;
	struct hour_moment now = hour_now(&c->hour);
	struct tx tx = tx_begin(&c->write);
	tx_run(&tx, SQL_CENTRAL_FORGET, NONE);
	tx_run(&tx, SQL_CENTRAL_PUT, TEXT(g->deployment), TEXT(g->url),
	    BLOB(BYTES_OF(g->pin)), BLOB(BYTES_OF(g->intake)),
	    BLOB(BYTES_OF(g->recovery)), BLOB(BYTES_OF(g->sign)),
	    BLOB(BYTES_OF(g->checkpoint)), TEXT(s->whole),
	    INT((int64_t)g->granted));
	trail_append(&tx, &c->chore, c->auditor,
	    &(struct trail_entry){.action = AUDIT_enrolled,
		.clock = now.clock,
		.at = now.ms,
		.object = s->device});
	arena_reset(&c->chore);
	return tx_end(&tx);
}

struct note_key
site_central(const struct site *s, uint8_t room[128])
{
	struct buf name = buf_over(room, 128);
	struct note_key key;

	enrol_central_name(&name, s->grant.deployment);
	key.name = buf_text(&name);
	memcpy(key.open, s->grant.sign, SIGN_PUBLIC);
	return key;
}
