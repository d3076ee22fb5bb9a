#include "keeper/oath.h"

#include "base/encode.h"
#include "crypto/hash.h"
#include "envelope/batch.h"
#include "envelope/enrol.h"
#include "envelope/envelope.h"
#include "envelope/receipt.h"
#include "http/httpsig.h"

bool
oath_checkpoint(struct oath *o, struct bytes message)
{
	struct str name = {o->name, o->name_len};
	struct checkpoint c;

	if (checkpoint_read(str_from(message), &c) != ERR_OK || c.size == 0 ||
	    c.extensions.len > 0)
		return false;
	if (o->size > 0 &&
	    (!str_eq(c.origin, name) || c.size < o->size ||
		(c.size == o->size && !merkle_eq(c.root, o->root))))
		return false;
	memcpy(o->name, c.origin.at, c.origin.len);
	o->name_len = c.origin.len;
	o->size = c.size;
	o->root = c.root;
	return true;
}

static bool
same(struct bytes a, struct bytes b)
{
	return str_eq(str_from(a), str_from(b));
}

static bool
is_envelope(struct bytes message)
{
	struct str purpose = TXT(ENVELOPE_PURPOSE);

	/* Its final zero is part of it: nothing longer begins like it. */
	return message.len == ENVELOPE_MESSAGE &&
	    memcmp(message.at, purpose.at, purpose.len + 1) == 0;
}

/* The value of the next line of a base, whatever it names. */
static struct str
value(struct str *rest)
{
	struct str line = str_cut(rest, '\n');

	(void)str_cut(&line, ' ');
	return line;
}

/* What a base says last: the name of the key. */
static void
keyid(const struct oath_self *me, struct buf *to)
{
	encode_hex(to, (struct bytes){me->device.at, ENVELOPE_KID});
}

/* Its values are taken out and the base is made of them again: whatever is not
 * exactly one is then another text. */
static bool
is_request(const struct oath_self *me, struct bytes message)
{
	uint8_t room[HTTPSIG_BASE_MOST], name[2 * ENVELOPE_KID],
	    own[IDENT_TEXT];
	struct buf base = buf_over(room, sizeof(room));
	struct buf key = buf_over(name, sizeof(name));
	struct buf device = buf_over(own, sizeof(own));
	struct str rest = str_from(message);
	struct httpsig_request r;

	keyid(me, &key);
	ident_put(&device, &me->device);
	(void)value(&rest);
	(void)value(&rest);
	r.method = TXT("POST");
	r.path = BATCH_PATH;
	r.digest = value(&rest);
	if (!str_number(value(&rest), BATCH_MOST, &r.length))
		return false;
	(void)value(&rest);
	r.type = BATCH_TYPE;
	(void)value(&rest);
	r.device = buf_text(&device);
	r.nonce = value(&rest);
	httpsig_request_base(&base, &r, buf_text(&key));
	return buf_err(&base) == ERR_OK && same(buf_done(&base), message);
}

static bool
is_answer(const struct oath_self *me, struct bytes message)
{
	uint8_t room[HTTPSIG_BASE_MOST], name[2 * ENVELOPE_KID];
	uint8_t asked[HTTPSIG_LEN];
	struct buf base = buf_over(room, sizeof(room));
	struct buf key = buf_over(name, sizeof(name));
	struct buf said = buf_over(asked, sizeof(asked));
	struct str rest = str_from(message);
	struct httpsig_answer a = {.status = 200, .request = asked};

	keyid(me, &key);
	(void)value(&rest);
	a.digest = value(&rest);
	if (!str_number(value(&rest), INT64_MAX, &a.length))
		return false;
	(void)value(&rest);
	a.type = TXT("application/json");
	struct str bound = value(&rest); /* between two colons */
	if (encode_unbase64(str_part(bound, 1, bound.len - 2), &said) !=
		ERR_OK ||
	    said.len != sizeof(asked))
		return false;
	httpsig_answer_base(&base, &a, buf_text(&key));
	return buf_err(&base) == ERR_OK && same(buf_done(&base), message);
}

static bool
is_ask(const struct oath_self *me, struct bytes message)
{
	struct enrol_ask a;

	return enrol_ask_parse(str_from(message), &a) == ERR_OK &&
	    same(BYTES_OF(a.sign), BYTES_OF(me->sign)) &&
	    same(BYTES_OF(a.checkpoint), BYTES_OF(me->checkpoint));
}

/* What boxes seal must be for us, and for nobody a core would name. */
static bool
is_grant(const struct oath_self *me, struct bytes message)
{
	struct enrol_grant g;

	return enrol_grant_parse(str_from(message), &g) == ERR_OK &&
	    same(BYTES_OF(g.sign), BYTES_OF(me->sign)) &&
	    same(BYTES_OF(g.checkpoint), BYTES_OF(me->checkpoint)) &&
	    same(BYTES_OF(g.intake), BYTES_OF(me->intake)) &&
	    same(BYTES_OF(g.recovery), BYTES_OF(me->recovery)) &&
	    same(BYTES_OF(g.pin), BYTES_OF(me->pin));
}

static bool
is_receipt(struct bytes message)
{
	struct receipt r;

	return receipt_parse(str_from(message), &r) == ERR_OK;
}

/* The checkpoint of another's log. A log is named after its key (audit/vkey.h):
 * "fichep/" and the first 16 digits of its hash. */
static bool
is_countersigned(const struct oath_self *me, struct bytes message)
{
	uint8_t hash[HASH_SHA256], name[64];
	struct buf own = buf_over(name, sizeof(name));
	struct checkpoint c;

	hash_sha256(BYTES_OF(me->checkpoint), hash);
	buf_str(&own, TXT("fichep/"));
	encode_hex(&own, (struct bytes){hash, 8});
	return checkpoint_read(str_from(message), &c) == ERR_OK &&
	    c.extensions.len == 0 && c.size > 0 &&
	    str_starts(c.origin, TXT("fichep/")) &&
	    !str_eq(c.origin, buf_text(&own));
}

bool
oath_device(const struct oath_self *me, struct bytes message)
{
	if (me->central)
		return is_receipt(message) || is_answer(me, message) ||
		    is_grant(me, message) || is_countersigned(me, message);
	return is_envelope(message) || is_request(me, message) ||
	    is_ask(me, message);
}
