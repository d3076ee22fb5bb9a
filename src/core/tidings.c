#include "core/tidings.h"

#include "audit/vkey.h"
#include "base/encode.h"
#include "base/json.h"
#include "base/log.h"
#include "core/chain.h"
#include "core/core.h"
#include "core/sql.h"
#include "crypto/checkpoint.h"
#include "envelope/receipt.h"
#include "store/query.h"

/* One answer on its way into the database. */
struct taking {
	struct core *c;
	struct tx *tx;
	struct arena *mem;
	struct json root;
	struct hour_moment now; /* the central's */
	struct note_key key;    /* of its notes */
	/* What was known before. */
	int64_t incarnation;
	struct str seen, ours, offered;
	bool revoked, broken;
	bool again; /* all of it is to be sent, and told, again */
};

static void
note(struct taking *k, enum audit what, const struct ident *object)
{
	struct trail_entry e = {.action = what,
	    .clock = k->now.clock,
	    .at = k->now.ms};

	if (object)
		e.object = *object;
	trail_append(k->tx, k->mem, k->c->auditor, &e);
}

static enum err
recall(struct taking *k)
{
	struct query q = query_open(k->tx->store, SQL_CENTRAL_STATE, NONE);
	enum err kept = ERR_ABSENT;

	if (query_next(&q)) {
		kept = ERR_OK;
		k->incarnation = query_int(&q);
		k->seen = arena_keep(k->mem, query_text(&q), &kept);
		k->ours = arena_keep(k->mem, query_text(&q), &kept);
		k->offered = arena_keep(k->mem, query_text(&q), &kept);
		(void)query_int(&q);
		k->revoked = query_int(&q) != 0;
		k->broken = query_int(&q) != 0;
	}
	enum err e = query_end(&q);
	return e == ERR_OK ? kept : e;
}

static bool
number(struct json of, struct str key, int64_t *n)
{
	return json_int(json_get(of, key), n) && *n >= 0;
}

/* --- receipts ----------------------------------------------------------------
 */

/* One that is not ours, or not the central's, is passed over: the envelope is
 * still held, and will be sent again. */
static void
take_receipt(struct taking *k, struct str whole, unsigned *received)
{
	const struct site *s = &k->c->site;
	struct receipt r;

	if (receipt_read(whole, &k->key, &r) != ERR_OK ||
	    !str_eq(r.deployment, s->grant.deployment) ||
	    !ident_eq(&r.device, &s->device)) {
		log_event(LOG_WARN, EVENT("receipt_refused"));
		return;
	}
	bool aside = r.state == RECEIPT_QUARANTINED;
	tx_run(k->tx, SQL_PARCEL_RECEIVED,
	    INT(aside ? PARCEL_ASIDE : PARCEL_RECEIVED), TEXT(whole),
	    INT((int64_t)r.received), BLOB(BYTES_OF(r.envelope.at)),
	    BLOB(BYTES_OF(r.sha256)));
	if (tx_changed(k->tx) == 0)
		return; /* known already, or never ours */
	++*received;
	if (!aside)
		tx_run(k->tx, SQL_SENDING_RECEIVED, INT((int64_t)r.received),
		    BLOB(BYTES_OF(r.envelope.at)));
	note(k, aside ? AUDIT_parcel_set_aside : AUDIT_parcel_received,
	    &r.envelope);
}

static void
take_receipts(struct taking *k, unsigned *received)
{
	struct json list = json_get(k->root, TXT("receipts"));

	for (size_t i = 0; i < json_len(list); i++)
		take_receipt(k, json_text(json_at(list, i)), received);
}

/* --- states and words --------------------------------------------------------
 */

/* The sending that it is said of, if it is named; a central that knows
 * references alone names none. */
static struct val
sending_of(struct json one, struct ident *room)
{
	struct str named = json_text(json_get(one, TXT("sending")));

	return ident_read(named, room) == ERR_OK ? BLOB(BYTES_OF(room->at))
						 : NIL;
}

/* What this box found again it knows by no reference. */
static void
take_name(struct taking *k, struct json one)
{
	struct ident of;

	if (ident_read(json_text(json_get(one, TXT("sending"))), &of) == ERR_OK)
		tx_run(k->tx, SQL_SENDING_NAMED,
		    TEXT(json_text(json_get(one, TXT("reference")))),
		    BLOB(BYTES_OF(of.at)));
}

static void
take_states(struct taking *k)
{
	struct json list = json_get(k->root, TXT("states"));

	for (size_t i = 0; i < json_len(list); i++) {
		struct json one = json_at(list, i);
		struct ident of;
		int64_t at;
		take_name(k, one);
		if (number(one, TXT("delivered_ms"), &at))
			tx_run(k->tx, SQL_SENDING_DELIVERED, INT(at),
			    TEXT(json_text(json_get(one, TXT("reference")))),
			    sending_of(one, &of));
	}
}

static void
take_words(struct taking *k)
{
	struct json list = json_get(k->root, TXT("words"));

	for (size_t i = 0; i < json_len(list); i++) {
		struct json one = json_at(list, i);
		struct ident id, of;
		int64_t sent;
		take_name(k, one);
		if (ident_read(json_text(json_get(one, TXT("id"))), &id) !=
			ERR_OK ||
		    !number(one, TXT("sent_ms"), &sent))
			continue;
		tx_run(k->tx, SQL_WORD_ADD, BLOB(BYTES_OF(id.at)),
		    TEXT(json_text(json_get(one, TXT("reference")))), INT(sent),
		    TEXT(json_text(json_get(one, TXT("sender")))),
		    TEXT(json_text(json_get(one, TXT("text")))),
		    sending_of(one, &of));
	}
}

/* --- what it lost
 * -------------------------------------------------------------
 */

/* What came after its backup is gone there, and is still here if it came less
 * than the hold ago; what it has it knows again by its hash. */
static void
send_again(struct taking *k)
{
	tx_run(k->tx, SQL_SENDING_AGAIN, NONE);
	tx_run(k->tx, SQL_PARCEL_AGAIN, NONE);
	k->again = true;
	note(k, AUDIT_parcels_resent, NULL);
}

/* --- audit logs --------------------------------------------------------------
 */

/* Our checkpoint with its line beneath: the central has seen it. */
static void
take_mark(struct taking *k)
{
	struct str whole = json_text(json_get(k->root, TXT("countersigned")));
	struct note marked, mine;

	if (whole.len == 0 || k->offered.len == 0 ||
	    note_read(whole, &marked) != ERR_OK ||
	    note_read(k->offered, &mine) != ERR_OK ||
	    !str_eq(marked.text, mine.text) ||
	    note_verify(&marked, &k->key) != ERR_OK)
		return;
	tx_run(k->tx, SQL_CENTRAL_MARKED, TEXT(whole));
}

static enum err
open_checkpoint(struct taking *k, struct str whole, struct checkpoint *c)
{
	char room[VKEY_NAME];
	struct buf name = buf_over(room, sizeof(room));
	struct note_key key;
	struct str text;

	memcpy(key.open, k->c->site.grant.checkpoint, SIGN_PUBLIC);
	vkey_name(&name, key.open);
	key.name = buf_text(&name);
	enum err e = note_open(whole, &key, &text);
	if (e == ERR_OK)
		e = checkpoint_read(text, c);
	return e == ERR_OK && !str_eq(c->origin, key.name) ? ERR_FORGED : e;
}

static enum err
read_proof(struct json list, struct merkle_proof *p)
{
	*p = (struct merkle_proof){0};
	if (json_len(list) > MERKLE_PROOF)
		return ERR_FORGED;
	for (; p->count < json_len(list); p->count++) {
		struct buf to = buf_over(p->at[p->count].at, MERKLE_LEN);
		if (encode_unhex(json_text(json_at(list, p->count)), &to) !=
			ERR_OK ||
		    to.len != MERKLE_LEN)
			return ERR_FORGED;
	}
	return ERR_OK;
}

/* Does the central's log go on from what it has shown before? */
static enum err
follows(struct taking *k, const struct checkpoint *now)
{
	struct checkpoint old;
	struct merkle_proof p;

	if (k->seen.len == 0)
		return ERR_OK;
	enum err e = open_checkpoint(k, k->seen, &old);
	if (e == ERR_OK)
		e = read_proof(json_get(k->root, TXT("proof")), &p);
	if (e != ERR_OK || now->size < old.size)
		return ERR_FORGED;
	if (now->size == old.size)
		return merkle_eq(now->root, old.root) ? ERR_OK : ERR_FORGED;
	return merkle_extended(&p, old.size, old.root, now->size, now->root);
}

static void
take_checkpoint(struct taking *k)
{
	struct str whole = json_text(json_get(k->root, TXT("checkpoint")));
	struct checkpoint c;
	uint8_t sum[HASH_SHA256];

	if (whole.len == 0)
		return;
	if (open_checkpoint(k, whole, &c) == ERR_OK &&
	    follows(k, &c) == ERR_OK) {
		tx_run(k->tx, SQL_CENTRAL_SEEN, TEXT(whole));
		hash_sha256(str_bytes(whole), sum);
		memcpy(k->c->outbox.seen, sum, sizeof(sum));
		return;
	}
	log_event(LOG_ERROR, EVENT("central_history_broken"));
	if (!k->broken) {
		note(k, AUDIT_history_broken, NULL);
		tx_run(k->tx, SQL_CENTRAL_HISTORY, INT(k->now.ms));
		/* Perhaps it was restored, and nobody thought of saying so. */
		send_again(k);
	}
}

/* --- the central itself ------------------------------------------------------
 */

/* It was restored, and says so. */
static void
begin_again(struct taking *k)
{
	send_again(k);
	tx_run(k->tx, SQL_CENTRAL_ANEW, NONE);
	log_event(LOG_WARN, EVENT("central_was_restored"));
	k->seen = TXT("");
	k->broken = false;
}

static void
take_standing(struct taking *k, bool revoked)
{
	if (revoked == k->revoked)
		return;
	note(k, revoked ? AUDIT_revoked_here : AUDIT_box_trusted_again, NULL);
	if (revoked)
		tx_run(k->tx, SQL_CENTRAL_REVOKED, INT(k->now.ms));
	else
		tx_run(k->tx, SQL_CENTRAL_REVOKED, NIL);
	log_event(LOG_WARN, EVENT(revoked ? "revoked" : "trusted_again"));
}

enum err
tidings_take(struct core *c, struct tx *tx, struct arena *mem,
    struct bytes answer, int64_t boot, struct tidings *t)
{
	struct taking k = {.c = c, .tx = tx, .mem = mem};
	uint8_t room[128];
	struct tidings found = {0};
	int64_t incarnation, upto;

	k.key = site_central(&c->site, room);
	enum err e = json_read(mem, str_from(answer), &k.root, NULL);
	if (e != ERR_OK)
		return e;
	found.nonce = json_text(json_get(k.root, TXT("nonce")));
	found.revoked = json_true(json_get(k.root, TXT("revoked")));
	if (!number(k.root, TXT("now_ms"), &found.now_ms) ||
	    !number(k.root, TXT("incarnation"), &incarnation) ||
	    !number(k.root, TXT("states_upto"), &upto) || found.nonce.len == 0)
		return ERR_MANGLED;
	e = recall(&k);
	if (e != ERR_OK)
		return e;
	/* Its time, if it is believed; what is not is written down as that. */
	struct hour hour = c->hour;
	hour_anchor(&hour, found.now_ms, boot);
	k.now = hour_now(&hour);
	bool restored = k.incarnation != 0 && k.incarnation != incarnation;
	if (restored)
		begin_again(&k);
	take_standing(&k, found.revoked);
	take_receipts(&k, &found.received);
	take_states(&k);
	take_words(&k);
	take_mark(&k);
	take_checkpoint(&k);
	tx_run(tx, SQL_CENTRAL_HEARD, TEXT(found.nonce), INT(hour.anchor_ms),
	    INT(hour.anchor_boot), TEXT(str_of(c->boot)), INT(incarnation),
	    INT(k.again ? 0 : upto), INT(hour_agreed(&hour)),
	    INT(hour.doubt ? hour.doubt_ms : 0), INT(hour.doubt_boot));
	e = tx_err(tx);
	if (e == ERR_OK)
		*t = found;
	return e;
}
