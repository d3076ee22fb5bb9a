#include "envelope/receipt.h"

#include "envelope/lines.h"

static const char *const states[] = {
    [RECEIPT_STORED] = "stored",
    [RECEIPT_DUPLICATE] = "duplicate",
    [RECEIPT_QUARANTINED] = "quarantined",
};
#define FIRST  TXT("fichep/v1/receipt")
#define STATES (sizeof(states) / sizeof(*states))

bool
receipt_deployment_ok(struct str s)
{
	if (s.len == 0 || s.len > RECEIPT_DEPLOYMENT_MOST)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!memchr("abcdefghijklmnopqrstuvwxyz0123456789.-", s.at[i],
			38))
			return false;
	return true;
}

void
receipt_text(struct buf *to, const struct receipt *r)
{
	must(r->state < STATES);
	if (!receipt_deployment_ok(r->deployment))
		buf_fail(to, ERR_INPUT);
	buf_str(to, FIRST);
	buf_str(to, TXT("\n"));
	lines_put(to, "deployment", r->deployment);
	lines_put_hex(to, "device", BYTES_OF(r->device.at));
	lines_put_number(to, "incarnation", r->incarnation);
	lines_put_number(to, "seq", r->seq);
	lines_put_hex(to, "envelope", BYTES_OF(r->envelope.at));
	lines_put_hex(to, "sha256", BYTES_OF(r->sha256));
	lines_put(to, "state", str_of(states[r->state]));
	lines_put_number(to, "received", r->received);
	lines_put_number(to, "leaf", r->leaf);
}

static enum receipt_state
take_state(struct lines *l)
{
	struct str text = lines_text(l, "state");

	for (size_t i = 0; i < STATES; i++)
		if (str_eq(text, str_of(states[i])))
			return (enum receipt_state)i;
	l->bad = true;
	return RECEIPT_QUARANTINED;
}

enum err
receipt_parse(struct str text, struct receipt *r)
{
	struct lines l = lines_new(text, FIRST);
	struct receipt found;

	found.deployment = lines_text(&l, "deployment");
	lines_hex(&l, "device", found.device.at, IDENT_LEN);
	found.incarnation = lines_number(&l, "incarnation");
	found.seq = lines_number(&l, "seq");
	lines_hex(&l, "envelope", found.envelope.at, IDENT_LEN);
	lines_hex(&l, "sha256", found.sha256, HASH_SHA256);
	found.state = take_state(&l);
	found.received = lines_number(&l, "received");
	found.leaf = lines_number(&l, "leaf");
	if (!lines_end(&l) || !receipt_deployment_ok(found.deployment))
		return ERR_MANGLED;
	*r = found;
	return ERR_OK;
}

enum err
receipt_read(struct str whole, const struct note_key *central,
    struct receipt *r)
{
	struct str text;

	if (whole.len > RECEIPT_MOST ||
	    note_open(whole, central, &text) != ERR_OK ||
	    receipt_parse(text, r) != ERR_OK)
		return ERR_FORGED;
	return ERR_OK;
}
