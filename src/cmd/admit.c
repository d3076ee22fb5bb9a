#include "cmd/admit.h"

#include <stdio.h>

#include "audit/trail.h"
#include "base/clock.h"
#include "cmd/aside.h"
#include "cmd/cmd.h"
#include "core/enrolling.h"
#include "crypto/secret.h"
#include "tls/tls_key.h"
#include "tls/tls_pin.h"

struct plan {
	struct str site, ask;
};

/* --- in a process of its own --------------------------------------------- */

static enum err
sign(void *of, struct bytes message, uint8_t signature[SIGN_LEN])
{
	const struct keyring *ring = of;
	uint8_t key[SIGN_KEY], open[SIGN_PUBLIC];

	sign_key(ring->key[KEYRING_DEVICE], key, open);
	sign_message(key, message, signature);
	secret_wipe(key, sizeof(key));
	return ERR_OK;
}

/* What this central says of itself. */
static enum err
describe(struct aside *a, struct tx *tx, struct enrolling *e)
{
	const struct setting_set *set = &a->deploy->setting;
	uint8_t key[SIGN_KEY], point[TLS_KEY_PUBLIC];
	struct enrol_grant *g = &e->self;

	*e = (struct enrolling){.tx = tx,
	    .mem = &a->mem,
	    .now = clock_now(),
	    .sign = sign,
	    .of = &a->ring};
	g->deployment = life_name(&a->life);
	g->url = set->text[SETTING_central_url];
	g->site.departement = set->text[SETTING_departement];
	hpke_public(a->ring.key[KEYRING_INTAKE], g->intake);
	memcpy(g->recovery, a->ring.key[KEYRING_RECOVERY], HPKE_KEY);
	sign_key(a->ring.key[KEYRING_DEVICE], key, g->sign);
	sign_key(a->ring.key[KEYRING_CHECKPOINT], key, g->checkpoint);
	secret_wipe(key, sizeof(key));
	enum err err = tls_key_public(a->ring.key[KEYRING_TLS], point);
	if (err == ERR_OK)
		tls_pin_of(point, g->pin);
	return err == ERR_OK && g->url.len == 0 ? ERR_ABSENT : err;
}

static enum err
grant_in(struct aside *a, struct tx *tx)
{
	const struct plan *p = a->of;
	uint8_t key[ENROL_KEY];
	struct ident device;
	struct enrolling e;

	enum err err = describe(a, tx, &e);
	if (err == ERR_OK)
		err = enrolling_of_site(&a->store, p->site, e.now, key);
	if (err == ERR_OK)
		err = enrolling_grant(&e, key, p->ask, &a->said, &device);
	if (err != ERR_OK)
		return err;
	trail_append(tx, &a->mem, a->ring.key[KEYRING_AUDITOR],
	    &(struct trail_entry){.action = AUDIT_box_asked,
		.clock = TRAIL_CLOCK_MACHINE,
		.at = e.now,
		.object = device});
	return ERR_OK;
}

static enum err
work(struct aside *a)
{
	struct tx tx = tx_begin(&a->store);

	tx_fail(&tx, grant_in(a, &tx));
	return tx_end(&tx);
}

/* --- from the command ---------------------------------------------------- */

enum err
admit_grant(const struct deploy *d, struct str site, struct str ask,
    struct buf *grant)
{
	struct plan p = {.site = site, .ask = ask};

	return aside_run(d, true, work, &p, grant);
}

static int
refused(enum err e)
{
	switch (e) {
	case ERR_FORGED:
		deploy_say("ce fichier n’est pas une demande de boîtier.");
		break;
	case ERR_ABSENT:
		deploy_say("aucun code n’est ouvert pour ce site, ou "
			   "« central_url » n’est pas réglé. Faites d’abord un "
			   "code à la page « Inscrire un boîtier ».");
		break;
	case ERR_DENIED:
		deploy_say("ce code a déjà servi à un autre boîtier. Faites-en "
			   "un autre.");
		break;
	case ERR_CLASH:
		deploy_say("ce boîtier est déjà inscrit, ou a été révoqué.");
		break;
	default:
		deploy_say("la demande n’a pas pu être accordée.");
	}
	return CMD_FAILED;
}

static int
say_granted(const char *out, struct str ask, struct str grant)
{
	char digits[ENROL_DIGITS];
	struct buf b = buf_over(digits, sizeof(digits));

	enrol_fingerprint(&b, ask, grant);
	must(buf_err(&b) == ERR_OK);
	printf("Accordé, dans %s. Rapportez ce fichier au boîtier.\n\n"
	       "    %.*s\n\n"
	       "Le boîtier doit montrer ces 30 chiffres. Une autre personne "
	       "que celle qui a fait le code les compare et confirme, à la "
	       "page « Boîtiers ».\n",
	    out, (int)b.len, digits);
	return 0;
}

int
admit_main(int argc, char **argv)
{
	static struct deploy d;
	static uint8_t ask_room[ENROL_MOST], grant_room[ENROL_MOST];
	struct buf ask = buf_over(ask_room, sizeof(ask_room));
	struct buf grant = buf_over(grant_room, sizeof(grant_room));
	const char *dir = NULL, *in = NULL, *out = NULL, *site = NULL;

	for (int i = 0; i < argc; i += 2) {
		struct str word = str_of(argv[i]);
		const char *value = i + 1 < argc ? argv[i + 1] : NULL;
		if (str_eq(word, TXT("--dir")))
			dir = value;
		else if (str_eq(word, TXT("--in")))
			in = value;
		else if (str_eq(word, TXT("--out")))
			out = value;
		else if (str_eq(word, TXT("--site")))
			site = value;
		else
			return cmd_usage("enrol");
	}
	if (!dir || !in || !out || !site)
		return cmd_usage("enrol");
	secret_start();
	if (deploy_open(dir, &d) != ERR_OK)
		return CMD_FAILED;
	if (file_read(in, &ask) != ERR_OK) {
		deploy_say("%s ne se lit pas, ou est trop long.", in);
		return CMD_FAILED;
	}
	enum err e = admit_grant(&d, str_of(site), buf_text(&ask), &grant);
	if (e != ERR_OK)
		return refused(e);
	if (file_write(out, buf_done(&grant), 0600) != ERR_OK) {
		deploy_say("impossible d’écrire %s.", out);
		return CMD_FAILED;
	}
	return say_granted(out, buf_text(&ask), buf_text(&grant));
}
