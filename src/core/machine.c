#include "core/machine.h"

#include "base/encode.h"
#include "core/core.h"
#include "http/digest.h"

#define TYPE TXT("application/json")

/* How a key is called in Signature-Input: its kid in hexadecimal. */
static struct str
keyid(const uint8_t open[SIGN_PUBLIC], char room[2 * ENVELOPE_KID])
{
	uint8_t kid[ENVELOPE_KID];
	struct buf b = buf_over(room, 2 * ENVELOPE_KID);

	envelope_kid(open, kid);
	encode_hex(&b, BYTES_OF(kid));
	return buf_text(&b);
}

static enum err
verify(const struct request *q, struct machine *m)
{
	char name[2 * ENVELOPE_KID];
	uint8_t room[HTTPSIG_BASE_MOST];
	struct buf base = buf_over(room, sizeof(room));
	struct str by, expected = keyid(m->box.sign, name);
	const struct httpsig_request r = {.method = q->m->method,
	    .path = q->m->path,
	    .digest = q->m->digest,
	    .length = q->m->body.len,
	    .type = q->m->type,
	    .device = q->m->device,
	    .nonce = q->m->nonce};

	enum err e = httpsig_input_read(q->m->signed_as, HTTPSIG_REQUEST, &by);
	if (e == ERR_OK)
		e = httpsig_signature_read(q->m->signature, m->signature);
	if (e == ERR_OK && !str_eq(by, expected))
		e = ERR_FORGED;
	httpsig_request_base(&base, &r, expected);
	if (e == ERR_OK)
		e = buf_err(&base);
	if (e == ERR_OK)
		e = sign_verify(m->box.sign, buf_done(&base), m->signature);
	return e == ERR_OK ? digest_check(q->m->digest, q->m->body) : e;
}

enum err
machine_admit(struct request *q, struct str type, struct machine *m)
{
	struct ident device;

	if (!str_eq(q->m->type, type))
		return ERR_MANGLED;
	if (ident_read(q->m->device, &device) != ERR_OK)
		return ERR_DENIED;
	*m = (struct machine){0};
	enum err e = box_find(q->store, &device, &m->box);
	if (e == ERR_ABSENT || (e == ERR_OK && m->box.state == BOX_ASKED))
		return ERR_DENIED;
	if (e != ERR_OK)
		return e;
	if (verify(q, m) != ERR_OK)
		return ERR_DENIED;
	m->stale = !str_eq(q->m->nonce, box_nonce(&m->box));
	return ERR_OK;
}

void
machine_again(struct request *q, const struct machine *m)
{
	enum err e = ERR_OK;

	q->status = 401;
	q->nonce = arena_keep(q->mem, box_nonce(&m->box), &e);
	buf_fail(&q->data, e);
}

enum err
machine_sign(struct request *q, const struct machine *m)
{
	char name[2 * ENVELOPE_KID];
	uint8_t signature[SIGN_LEN];
	struct str by = keyid(q->core->device, name);
	struct buf base = buf_new(q->mem, HTTPSIG_BASE_MOST);
	struct buf digest = buf_new(q->mem, DIGEST_TEXT);
	struct buf input = buf_new(q->mem, HTTPSIG_INPUT_MOST);
	struct buf text = buf_new(q->mem, HTTPSIG_INPUT_MOST);

	buf_str(&q->data, TXT("}"));
	q->whole = true;
	enum err e = buf_err(&q->data);
	if (e != ERR_OK)
		return e;
	digest_write(&digest, buf_done(&q->data));
	const struct httpsig_answer a = {.status = (int)q->status,
	    .digest = buf_text(&digest),
	    .length = q->data.len,
	    .type = TYPE,
	    .request = m->signature};
	httpsig_answer_base(&base, &a, by);
	httpsig_input_write(&input, HTTPSIG_ANSWER, by);
	e = buf_err(&base);
	if (e == ERR_OK)
		e = notary_sign(q->core, MACHINE_KEY, buf_done(&base),
		    signature);
	if (e != ERR_OK)
		return e;
	httpsig_signature_write(&text, signature);
	q->digest = buf_text(&digest);
	q->signed_as = buf_text(&input);
	q->signature = buf_text(&text);
	e = buf_err(&digest);
	if (e == ERR_OK)
		e = buf_err(&input);
	return e == ERR_OK ? buf_err(&text) : e;
}
