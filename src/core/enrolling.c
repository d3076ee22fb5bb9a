#include "core/enrolling.h"

#include "core/box.h"
#include "core/sql.h"
#include "crypto/secret.h"
#include "dossier/reference.h"
#include "store/query.h"

/* Would a grant for this site be written? */
static enum err
fit(const struct enrolling *e, const struct enrol_site *site)
{
	struct enrol_grant g = e->self;
	struct buf b = buf_new(e->mem, ENROL_MOST);

	g.site = *site;
	g.site.departement = e->self.site.departement;
	enrol_grant_text(&b, &g);
	return buf_err(&b);
}

enum err
enrolling_invite(const struct enrolling *e, const struct enrol_site *site,
    const struct ident *by, uint8_t code[ENROL_CODE])
{
	uint8_t made[ENROL_CODE], key[ENROL_KEY];
	int64_t borne = 0;
	enum err err = fit(e, site);

	if (err == ERR_OK)
		err = query_number(e->tx->store, &borne, SQL_ENROLMENT_BORNE,
		    TEXT(site->code));
	if (err == ERR_OK &&
	    (borne > 0 || str_eq(site->code, REFERENCE_CENTRAL)))
		err = ERR_CLASH;
	if (err != ERR_OK)
		return err;
	ident_random(made, sizeof(made));
	enrol_code_key(made, key);
	tx_run(e->tx, SQL_ENROLMENT_VOID, TEXT(site->code), INT(e->now));
	tx_run(e->tx, SQL_ENROLMENT_ADD, BLOB(BYTES_OF(key)), TEXT(site->code),
	    TEXT(site->name), TEXT(site->kind), TEXT(site->commune),
	    TEXT(site->phone), BLOB(BYTES_OF(by->at)), INT(e->now),
	    INT(e->now + ENROLLING_LASTS));
	err = tx_err(e->tx);
	if (err == ERR_OK)
		memcpy(code, made, sizeof(made));
	secret_wipe(made, sizeof(made));
	secret_wipe(key, sizeof(key));
	return err;
}

enum err
enrolling_find(struct store *s, const uint8_t pin[32], struct str ask,
    const uint8_t proof[HASH_SHA256], int64_t now, uint8_t key[ENROL_KEY])
{
	struct query q = query_open(s, SQL_ENROLMENT_OPEN, INT(now));
	uint8_t tried[ENROL_KEY], shown[HASH_SHA256];
	bool found = false;

	while (!found && query_next(&q)) {
		query_copy(&q, tried, sizeof(tried));
		enrol_prove_ask(tried, pin, ask, shown);
		found = secret_eq(BYTES_OF(shown),
		    (struct bytes){proof, HASH_SHA256});
	}
	enum err e = query_end(&q);
	if (e == ERR_OK && !found)
		e = ERR_DENIED;
	if (e == ERR_OK)
		memcpy(key, tried, sizeof(tried));
	secret_wipe(tried, sizeof(tried));
	return e;
}

enum err
enrolling_of_site(struct store *s, struct str site, int64_t now,
    uint8_t key[ENROL_KEY])
{
	struct query q = query_open(s, SQL_ENROLMENT_OF, TEXT(site), INT(now));
	bool there = query_next(&q);

	if (there)
		query_copy(&q, key, ENROL_KEY);
	enum err e = query_end(&q);
	return e == ERR_OK && !there ? ERR_ABSENT : e;
}

/* What the code was made for; ERR_DENIED: over, or another box had it. */
static enum err
read_invitation(const struct enrolling *e, const uint8_t key[ENROL_KEY],
    const struct ident *device, struct enrol_site *site)
{
	struct query q = query_open(e->tx->store, SQL_ENROLMENT_READ,
	    BLOB(((struct bytes){key, ENROL_KEY})), INT(e->now));
	bool there = query_next(&q), mine = true;
	enum err kept = ERR_OK;

	if (there) {
		site->code = arena_keep(e->mem, query_text(&q), &kept);
		site->name = arena_keep(e->mem, query_text(&q), &kept);
		site->kind = arena_keep(e->mem, query_text(&q), &kept);
		site->commune = arena_keep(e->mem, query_text(&q), &kept);
		site->phone = arena_keep(e->mem, query_text(&q), &kept);
		if (!query_null(&q)) {
			struct bytes by = query_bytes(&q, IDENT_LEN);
			mine = by.len == IDENT_LEN &&
			    memcmp(by.at, device->at, IDENT_LEN) == 0;
		}
	}
	enum err err = query_end(&q);
	if (err == ERR_OK)
		err = kept;
	return err == ERR_OK && (!there || !mine) ? ERR_DENIED : err;
}

static enum err
sign_grant(const struct enrolling *e, const struct enrol_grant *g,
    struct buf *whole)
{
	struct buf text = buf_new(e->mem, ENROL_MOST);
	uint8_t signature[SIGN_LEN];

	enrol_grant_text(&text, g);
	enum err err = buf_err(&text);
	if (err == ERR_OK)
		err = e->sign(e->of, buf_done(&text), signature);
	if (err != ERR_OK)
		return err;
	enrol_grant_note(whole, g, signature);
	return buf_err(whole);
}

enum err
enrolling_grant(const struct enrolling *e, const uint8_t key[ENROL_KEY],
    struct str ask, struct buf *grant, struct ident *device)
{
	char digits[ENROL_DIGITS], none[BOX_NONCE];
	struct buf finger = buf_over(digits, sizeof(digits));
	struct buf nonce = buf_over(none, sizeof(none));
	struct buf note = buf_new(e->mem, ENROL_MOST);
	struct enrol_grant g = e->self;
	struct ident fresh = ident_new();
	struct enrol_ask a;
	int64_t settled = 0;

	enum err err = enrol_ask_read(ask, &a);
	if (err == ERR_OK)
		err = query_number(e->tx->store, &settled, SQL_BOX_SETTLED,
		    BLOB(BYTES_OF(a.device.at)));
	if (err == ERR_OK && settled > 0)
		err = ERR_CLASH;
	if (err == ERR_OK)
		err = read_invitation(e, key, &a.device, &g.site);
	if (err != ERR_OK)
		return err;
	g.site.departement = e->self.site.departement;
	g.device = a.device;
	hash_sha256(str_bytes(ask), g.ask);
	g.granted = (uint64_t)e->now;
	err = sign_grant(e, &g, &note);
	if (err != ERR_OK)
		return err;
	enrol_fingerprint(&finger, ask, buf_text(&note));
	ident_put(&nonce, &fresh);
	tx_run(e->tx, SQL_ENROLMENT_USED,
	    BLOB(((struct bytes){key, ENROL_KEY})),
	    BLOB(BYTES_OF(a.device.at)));
	tx_run(e->tx, SQL_BOX_ASK, BLOB(BYTES_OF(a.device.at)),
	    BLOB(((struct bytes){key, ENROL_KEY})), BLOB(BYTES_OF(a.sign)),
	    BLOB(BYTES_OF(a.spool)), BLOB(BYTES_OF(a.checkpoint)), INT(e->now),
	    TEXT(a.version), TEXT(buf_text(&note)), TEXT(buf_text(&finger)),
	    TEXT(buf_text(&nonce)));
	err = tx_err(e->tx);
	if (err == ERR_OK) {
		buf_str(grant, buf_text(&note));
		err = buf_err(grant);
	}
	if (err == ERR_OK)
		*device = a.device;
	return err;
}

/* Who made its code. ERR_ABSENT unless it is in this state. */
static enum err
look(struct store *s, const struct ident *device, int64_t state,
    struct ident *by)
{
	struct query q =
	    query_open(s, SQL_BOX_MADE, BLOB(BYTES_OF(device->at)), INT(state));
	bool there = query_next(&q);

	if (there)
		query_copy(&q, by->at, sizeof(by->at));
	enum err e = query_end(&q);
	return e == ERR_OK && !there ? ERR_ABSENT : e;
}

enum err
enrolling_confirm(struct tx *tx, const struct ident *device,
    const struct ident *by, int64_t now)
{
	struct ident maker;
	enum err e = look(tx->store, device, BOX_ASKED, &maker);

	if (e == ERR_OK && ident_eq(&maker, by))
		e = ERR_DENIED;
	if (e != ERR_OK)
		return e;
	tx_run(tx, SQL_BOX_CONFIRM, BLOB(BYTES_OF(device->at)),
	    BLOB(BYTES_OF(by->at)), INT(now));
	tx_run(tx, SQL_ENROLMENT_DONE, BLOB(BYTES_OF(device->at)));
	return tx_err(tx);
}

enum err
enrolling_revoke(struct tx *tx, const struct ident *device,
    const struct ident *by, int64_t now)
{
	struct ident maker;
	enum err e = look(tx->store, device, BOX_ACTIVE, &maker);

	if (e == ERR_OK) {
		tx_run(tx, SQL_BOX_REVOKE, BLOB(BYTES_OF(device->at)),
		    BLOB(BYTES_OF(by->at)), INT(now));
		return tx_err(tx);
	}
	if (e == ERR_ABSENT)
		e = look(tx->store, device, BOX_ASKED, &maker);
	if (e != ERR_OK)
		return e;
	tx_run(tx, SQL_ENROLMENT_DONE, BLOB(BYTES_OF(device->at)));
	tx_run(tx, SQL_BOX_FORGET, BLOB(BYTES_OF(device->at)));
	return tx_err(tx);
}
