#include "core/admission.h"

#include "core/core.h"
#include "core/machine.h"

static enum err
sign(void *of, struct bytes message, uint8_t signature[SIGN_LEN])
{
	return notary_sign(of, MACHINE_KEY, message, signature);
}

enum err
admission_open(struct request *q, struct enrolling *e)
{
	struct core *c = q->core;
	const struct setting_set *set = &c->role->setting;
	struct enrol_grant *g = &e->self;

	*e = (struct enrolling){.tx = q->tx,
	    .mem = q->mem,
	    .now = q->now,
	    .sign = sign,
	    .of = c};
	g->deployment = life_name(&c->life);
	g->url = set->text[SETTING_central_url];
	g->site.departement = set->text[SETTING_departement];
	memcpy(g->pin, c->pin, sizeof(g->pin));
	memcpy(g->intake, c->intake, sizeof(g->intake));
	memcpy(g->recovery, c->recovery, sizeof(g->recovery));
	memcpy(g->sign, c->device, sizeof(g->sign));
	memcpy(g->checkpoint, c->milestone.key.open, sizeof(g->checkpoint));
	return g->url.len > 0 ? ERR_OK : ERR_ABSENT;
}

enum err
admission_enrol(struct request *q)
{
	struct buf grant = buf_new(q->mem, ENROL_MOST);
	uint8_t proof[HASH_SHA256], key[ENROL_KEY];
	struct ident device;
	struct enrolling e;
	struct str ask;

	if (!str_eq(q->m->type, ADMISSION_TYPE) || q->m->body.len > ENROL_MOST)
		return ERR_MANGLED;
	enum err err = admission_open(q, &e);
	if (err == ERR_OK)
		err = enrol_carried(str_from(q->m->body), proof, &ask);
	if (err == ERR_OK)
		err = enrolling_find(q->store, q->core->pin, ask, proof, q->now,
		    key);
	if (err == ERR_OK)
		err = enrolling_grant(&e, key, ask, &grant, &device);
	/* Whoever has no code learns nothing of what is wrong. */
	if (err != ERR_OK)
		return err == ERR_LATER || err == ERR_STORE ? err : ERR_DENIED;
	enrol_prove_grant(key, q->core->pin, ask, buf_text(&grant), proof);
	q->type = ADMISSION_TYPE;
	q->whole = true;
	q->data.len = 0;
	enrol_carry(&q->data, proof, buf_text(&grant));
	request_note(q,
	    &(struct trail_entry){.action = AUDIT_box_asked,
		.role = TXT("box"),
		.actor = device,
		.object = device});
	return buf_err(&q->data);
}
