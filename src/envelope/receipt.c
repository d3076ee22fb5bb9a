#include "envelope/receipt.h"

#include "base/encode.h"

static const char *const states[] = {
    [RECEIPT_STORED] = "stored",
    [RECEIPT_DUPLICATE] = "duplicate",
    [RECEIPT_QUARANTINED] = "quarantined",
};
#define STATES (sizeof(states) / sizeof(*states))

static bool
deployment_ok(struct str s)
{
	if (s.len == 0 || s.len > RECEIPT_DEPLOYMENT_MOST)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!memchr("abcdefghijklmnopqrstuvwxyz0123456789.-", s.at[i],
			38))
			return false;
	return true;
}

static void
put_number(struct buf *to, const char *name, uint64_t n)
{
	if (n > INT64_MAX)
		buf_fail(to, ERR_INPUT);
	buf_str(to, str_of(name));
	buf_str(to, TXT(" "));
	buf_number(to, (int64_t)(n & INT64_MAX), 1);
	buf_str(to, TXT("\n"));
}

static void
put_hex(struct buf *to, const char *name, struct bytes v)
{
	buf_str(to, str_of(name));
	buf_str(to, TXT(" "));
	encode_hex(to, v);
	buf_str(to, TXT("\n"));
}

void
receipt_text(struct buf *to, const struct receipt *r)
{
	must(r->state < STATES);
	if (!deployment_ok(r->deployment))
		buf_fail(to, ERR_INPUT);
	buf_str(to, TXT("fichep/v1/receipt\ndeployment "));
	buf_str(to, r->deployment);
	buf_str(to, TXT("\n"));
	put_hex(to, "device", BYTES_OF(r->device.at));
	put_number(to, "incarnation", r->incarnation);
	put_number(to, "seq", r->seq);
	put_hex(to, "envelope", BYTES_OF(r->envelope.at));
	put_hex(to, "sha256", BYTES_OF(r->sha256));
	buf_str(to, TXT("state "));
	buf_str(to, str_of(states[r->state]));
	buf_str(to, TXT("\n"));
	put_number(to, "received", r->received);
	put_number(to, "leaf", r->leaf);
}

/* The value of the next line, which must be of that name; or "". */
static struct str
value(struct str *rest, struct str name)
{
	struct str line = str_cut(rest, '\n');

	if (!str_eq(str_cut(&line, ' '), name))
		return TXT("");
	return line;
}

static bool
take_number(struct str *rest, struct str name, uint64_t *n)
{
	return str_number(value(rest, name), INT64_MAX, n);
}

/* Exactly `len` bytes. */
static bool
take_hex(struct str *rest, struct str name, uint8_t *to, size_t len)
{
	struct buf into = buf_over(to, len);
	struct str text = value(rest, name);

	return text.len == 2 * len && encode_unhex(text, &into) == ERR_OK;
}

static bool
take_state(struct str *rest, enum receipt_state *state)
{
	struct str text = value(rest, TXT("state"));

	for (size_t i = 0; i < STATES; i++)
		if (str_eq(text, str_of(states[i]))) {
			*state = (enum receipt_state)i;
			return true;
		}
	return false;
}

enum err
receipt_read(struct str whole, const struct note_key *central,
    struct receipt *r)
{
	struct receipt found = {0};
	struct str rest;

	if (whole.len > RECEIPT_MOST ||
	    note_open(whole, central, &rest) != ERR_OK)
		return ERR_FORGED;
	if (!str_eq(str_cut(&rest, '\n'), TXT("fichep/v1/receipt")))
		return ERR_FORGED;
	found.deployment = value(&rest, TXT("deployment"));
	if (!deployment_ok(found.deployment) ||
	    !take_hex(&rest, TXT("device"), found.device.at, IDENT_LEN) ||
	    !take_number(&rest, TXT("incarnation"), &found.incarnation) ||
	    !take_number(&rest, TXT("seq"), &found.seq) ||
	    !take_hex(&rest, TXT("envelope"), found.envelope.at, IDENT_LEN) ||
	    !take_hex(&rest, TXT("sha256"), found.sha256, HASH_SHA256) ||
	    !take_state(&rest, &found.state) ||
	    !take_number(&rest, TXT("received"), &found.received) ||
	    !take_number(&rest, TXT("leaf"), &found.leaf) || rest.len != 0)
		return ERR_FORGED;
	*r = found;
	return ERR_OK;
}
