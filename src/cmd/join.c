#include "cmd/join.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/encode.h"
#include "cmd/admit.h"
#include "cmd/cmd.h"
#include "cmd/owner.h"
#include "cmd/version.h"
#include "core/admission.h"
#include "core/outbox.h"
#include "core/site.h"
#include "courier/errand.h"
#include "crypto/secret.h"

#define ASK_FILE TXT("enrol.ask")

static void
make_ask(const struct keyring *ring, struct buf *ask)
{
	uint8_t key[SIGN_KEY], unused[SIGN_KEY], seed[SIGN_SEED];
	uint8_t room[ENROL_MOST], signature[SIGN_LEN];
	struct buf text = buf_over(room, sizeof(room));
	struct enrol_ask a = {.version = TXT(VERSION_NUMBER),
	    .nonce = ident_new()};

	sign_key(ring->key[KEYRING_DEVICE], key, a.sign);
	sign_key(ring->key[KEYRING_CHECKPOINT], unused, a.checkpoint);
	outbox_seed(ring->key[KEYRING_STORE], seed);
	sign_key(seed, unused, a.spool);
	enrol_device(a.sign, &a.device);
	enrol_ask_text(&text, &a);
	must(buf_err(&text) == ERR_OK);
	sign_message(key, buf_done(&text), signature);
	enrol_ask_note(ask, &a, signature);
	secret_wipe(key, sizeof(key));
	secret_wipe(unused, sizeof(unused));
	secret_wipe(seed, sizeof(seed));
}

enum err
join_ask(const struct deploy *d, struct buf *ask)
{
	char path[FILE_PATH];
	struct keyring ring;
	enum err e = deploy_keyring(d, &ring);

	if (e != ERR_OK)
		return e;
	if (ring.has[KEYRING_INTAKE]) {
		deploy_say("%s est un serveur central : c’est un boîtier qui "
			   "se rattache.",
		    d->dir);
		e = ERR_INPUT;
	}
	size_t before = ask->len;
	if (e == ERR_OK)
		make_ask(&ring, ask);
	keyring_wipe(&ring);
	if (e == ERR_OK)
		e = buf_err(ask);
	if (e == ERR_OK)
		e = file_path(path, d->dir, ASK_FILE);
	if (e == ERR_OK &&
	    (e = file_write(path,
		 (struct bytes){ask->at + before, ask->len - before}, 0600)) !=
		ERR_OK)
		deploy_say("impossible d’écrire %s.", path);
	return e;
}

enum err
join_asked(const struct deploy *d, struct buf *ask)
{
	char path[FILE_PATH];
	enum err e = file_path(path, d->dir, ASK_FILE);

	if (e == ERR_OK)
		e = file_read(path, ask);
	if (e != ERR_OK)
		deploy_say("aucune demande n’a été faite ici : commencez par "
			   "« fichep enrol ask ».");
	return e;
}

/* --- the grant, in core's folder ---------------------------------------------
 */

/* In a process that is nobody more than core: the folder is core's. */
static int
put_as_core(const struct deploy *d, struct bytes file)
{
	char base[FILE_PATH], path[FILE_PATH];
	enum err e = owner_become(d, base);

	if (e != ERR_OK)
		return 1;
	char *slash = strrchr(base, '/');
	*slash = 0;
	e = file_path(path, base, TXT(SITE_FILE));
	if (e == ERR_OK)
		e = file_write(path, file, 0600);
	return e == ERR_OK ? 0 : 1;
}

static enum err
put_grant(const struct deploy *d, struct bytes file)
{
	int status = 1;
	pid_t child = fork();

	if (child == 0)
		_exit(put_as_core(d, file));
	if (child > 0)
		while (waitpid(child, &status, 0) < 0)
			;
	if (child > 0 && status == 0)
		return ERR_OK;
	deploy_say("impossible d’écrire dans %s/data : place et droits ?",
	    d->dir);
	return ERR_STORE;
}

/* --- fichep.conf -------------------------------------------------------------
 */

static bool
names(struct str line, const char *name)
{
	struct str left = str_cut(&line, '=');

	return str_eq(str_trim(left), str_of(name));
}

/* The lines of `conf` but those of `name`, then `name = value`. */
static void
set_line(struct buf *conf, const char *name, struct str value)
{
	uint8_t room[DEPLOY_CONF_MOST];
	struct buf out = buf_over(room, sizeof(room));
	struct str rest = buf_text(conf);

	while (rest.len > 0) {
		struct str line = str_cut(&rest, '\n');
		if (names(line, name))
			continue;
		buf_str(&out, line);
		buf_str(&out, TXT("\n"));
	}
	buf_str(&out, str_of(name));
	buf_str(&out, TXT(" = "));
	buf_str(&out, value);
	buf_str(&out, TXT("\n"));
	buf_fail(conf, out.err);
	conf->len = 0;
	buf_str(conf, buf_text(&out));
}

static enum err
put_conf(const struct deploy *d, const struct enrol_grant *g)
{
	uint8_t room[DEPLOY_CONF_MOST], hex[64];
	struct buf conf = buf_over(room, sizeof(room));
	struct buf pin = buf_over(hex, sizeof(hex));
	char path[FILE_PATH];

	encode_hex(&pin, BYTES_OF(g->pin));
	enum err e = file_path(path, d->dir, TXT("fichep.conf"));
	if (e == ERR_OK)
		e = file_read(path, &conf);
	if (e == ERR_ABSENT)
		e = ERR_OK;
	if (e != ERR_OK)
		return e;
	set_line(&conf, "central_url", g->url);
	set_line(&conf, "central_pin", buf_text(&pin));
	set_line(&conf, "site_code", g->site.code);
	set_line(&conf, "site_kind", g->site.kind);
	set_line(&conf, "site_commune", g->site.commune);
	set_line(&conf, "site_phone", g->site.phone);
	set_line(&conf, "departement", g->site.departement);
	e = buf_err(&conf);
	if (e == ERR_OK)
		e = file_write(path, buf_done(&conf), 0600);
	if (e != ERR_OK)
		deploy_say("impossible d’écrire %s.", path);
	return e;
}

enum err
join_settle(const struct deploy *d, struct str ask, struct str grant)
{
	uint8_t room[SITE_MOST], digits[ENROL_DIGITS], key[ENROL_KEY];
	struct buf file = buf_over(room, sizeof(room));
	struct buf finger = buf_over(digits, sizeof(digits));
	struct enrol_grant g;
	struct keyring ring;

	if (enrol_grant_read(grant, &g) != ERR_OK || !enrol_answers(&g, ask)) {
		deploy_say("ce fichier n’est pas la réponse à la dernière "
			   "demande de ce boîtier. Rien n’a été changé.");
		return ERR_FORGED;
	}
	enum err e = deploy_keyring(d, &ring);
	if (e != ERR_OK)
		return e;
	site_key(ring.key[KEYRING_STORE], key);
	keyring_wipe(&ring);
	enrol_fingerprint(&finger, ask, grant);
	site_write(&file, key, buf_text(&finger), grant);
	secret_wipe(key, sizeof(key));
	e = buf_err(&file);
	if (e == ERR_OK)
		e = put_grant(d, buf_done(&file));
	if (e == ERR_OK)
		e = put_conf(d, &g);
	return e;
}

/* --- over the network --------------------------------------------------------
 */

static enum err
answered(enum err e, unsigned status)
{
	if (e != ERR_OK)
		deploy_say("le serveur central ne répond pas à cette adresse. "
			   "Vérifiez-la, et la liaison, puis recommencez.");
	else if (status == 403)
		deploy_say("le serveur central refuse ce code : il a déjà "
			   "servi, a plus de 24 heures, ou n’est pas le sien. "
			   "Demandez-en un autre.");
	else if (status != 200)
		deploy_say("le serveur central répond %u au lieu d’une "
			   "autorisation.",
		    status);
	return e == ERR_OK && status != 200 ? ERR_DENIED : e;
}

enum err
join_call(const struct deploy *d, struct str url, struct str code,
    struct str ask, struct buf *grant)
{
	static uint8_t answer[ENROL_MOST];
	static struct errand errand;
	uint8_t room[ENROL_MOST], where[ERRAND_URL_MOST];
	uint8_t raw[ENROL_CODE], key[ENROL_KEY], want[HASH_SHA256];
	uint8_t proof[HASH_SHA256], pin[TLS_PIN_LEN];
	struct buf body = buf_over(room, sizeof(room));
	struct buf to = buf_over(where, sizeof(where));
	unsigned status = 0;
	struct str note;

	if (enrol_code_read(code, raw) != ERR_OK) {
		deploy_say("ce code est mal recopié : relisez-le, il a sept "
			   "groupes de quatre caractères.");
		return ERR_INPUT;
	}
	enrol_code_key(raw, key);
	if (str_ends(url, TXT("/")))
		url.len--;
	buf_str(&to, url);
	buf_str(&to, TXT("/enrol/v1"));
	enum err e = buf_err(&to);
	struct errand_order order = {.url = buf_text(&to),
	    .proxy = d->setting.text[SETTING_proxy],
	    .connect_ms = ERRAND_CONNECT,
	    .whole_ms = ERRAND_WHOLE,
	    .learn = true};
	/* Which key answers there; then a proof made for that key alone. */
	if (e == ERR_OK)
		e = errand_now(&errand, &order, &status);
	if (e == ERR_OK)
		memcpy(pin, errand_key(&errand).at, sizeof(pin));
	errand_over(&errand);
	if (e == ERR_OK) {
		enrol_prove_ask(key, pin, ask, proof);
		enrol_carry(&body, proof, ask);
		order.learn = false;
		order.pin = BYTES_OF(pin);
		order.post = true;
		order.body = buf_done(&body);
		order.fields = 1;
		order.field[0] =
		    (struct errand_field){"Content-Type", ADMISSION_TYPE};
		order.answer = answer;
		order.answer_most = sizeof(answer);
		e = errand_now(&errand, &order, &status);
	}
	e = answered(e, status);
	if (e == ERR_OK &&
	    enrol_carried(str_from(errand_answer(&errand)), proof, &note) ==
		ERR_OK) {
		enrol_prove_grant(key, pin, ask, note, want);
		if (secret_eq(BYTES_OF(proof), BYTES_OF(want)))
			buf_str(grant, note);
	}
	errand_over(&errand);
	secret_wipe(raw, sizeof(raw));
	secret_wipe(key, sizeof(key));
	if (e == ERR_OK && grant->len == 0) {
		deploy_say("ce qui répond à cette adresse n’est pas le serveur "
			   "central qui a donné ce code. Rien n’a été changé : "
			   "prévenez qui l’administre.");
		e = ERR_FORGED;
	}
	return e == ERR_OK ? buf_err(grant) : e;
}

/* --- the command -------------------------------------------------------------
 */

struct words {
	const char *dir, *in, *out, *central, *code;
	bool yes;
};

static bool
read_words(int argc, char **argv, struct words *w)
{
	for (int i = 0; i < argc; i++) {
		struct str word = str_of(argv[i]);
		const char **to = str_eq(word, TXT("--dir")) ? &w->dir
		    : str_eq(word, TXT("--in"))              ? &w->in
		    : str_eq(word, TXT("--out"))             ? &w->out
		    : str_eq(word, TXT("--central"))         ? &w->central
		    : str_eq(word, TXT("--code"))            ? &w->code
							     : NULL;
		if (str_eq(word, TXT("--yes"))) {
			w->yes = true;
			continue;
		}
		if (!to || i + 1 == argc)
			return false;
		*to = argv[++i];
	}
	return w->dir != NULL;
}

/* Shown on both sides; whoever stands here says whether they are the same. */
static bool
compared(struct str ask, struct str grant, bool yes)
{
	uint8_t room[ENROL_DIGITS];
	struct buf digits = buf_over(room, sizeof(room));
	char line[16] = "";

	enrol_fingerprint(&digits, ask, grant);
	printf("\nEmpreinte de cette inscription :\n\n    %.*s\n\n"
	       "La même s’affiche au serveur central, page « Boîtiers ». "
	       "Comparez-les de vive voix, groupe par groupe.\n",
	    (int)digits.len, digits.at);
	if (yes)
		return true;
	printf("Sont-elles identiques ? (oui ou non) ");
	(void)fflush(stdout);
	return fgets(line, sizeof(line), stdin) &&
	    str_eq(str_trim((struct str){line, strcspn(line, "\n")}),
		TXT("oui"));
}

static int
settle(const struct deploy *d, struct str ask, struct str grant, bool yes)
{
	struct enrol_grant g;

	if (enrol_grant_read(grant, &g) != ERR_OK || !enrol_answers(&g, ask)) {
		deploy_say("ce fichier n’est pas la réponse à la dernière "
			   "demande de ce boîtier. Rien n’a été changé.");
		return CMD_FAILED;
	}
	if (!compared(ask, grant, yes)) {
		deploy_say("rien n’a été changé. Si les empreintes diffèrent, "
			   "n’insistez pas : prévenez qui administre le "
			   "serveur central.");
		return CMD_FAILED;
	}
	if (join_settle(d, ask, grant) != ERR_OK)
		return CMD_FAILED;
	printf("\nCe boîtier est rattaché à %.*s, pour « %.*s » (%.*s).\n"
	       "1. Redémarrez-le, s’il tourne : il lit cela en démarrant.\n"
	       "2. Au serveur central, une seconde personne confirme "
	       "l’inscription ; jusque-là, ce qui est déposé ici est gardé.\n",
	    (int)g.url.len, g.url.at, (int)g.site.name.len, g.site.name.at,
	    (int)g.site.code.len, g.site.code.at);
	return 0;
}

static int
ask_main(const struct deploy *d, const struct words *w)
{
	uint8_t room[ENROL_MOST];
	struct buf ask = buf_over(room, sizeof(room));

	if (join_ask(d, &ask) != ERR_OK)
		return CMD_FAILED;
	if (file_write(w->out, buf_done(&ask), 0600) != ERR_OK) {
		deploy_say("impossible d’écrire %s.", w->out);
		return CMD_FAILED;
	}
	printf("La demande est dans %s. Portez-la au serveur central, qui "
	       "rendra un fichier (« fichep enrol grant »), puis ici : "
	       "fichep enrol accept --dir %s --in FICHIER\n",
	    w->out, w->dir);
	return 0;
}

static int
accept_main(const struct deploy *d, const struct words *w)
{
	uint8_t asked[ENROL_MOST], given[ENROL_MOST];
	struct buf ask = buf_over(asked, sizeof(asked));
	struct buf grant = buf_over(given, sizeof(given));

	if (join_asked(d, &ask) != ERR_OK)
		return CMD_FAILED;
	if (file_read(w->in, &grant) != ERR_OK) {
		deploy_say("%s ne se lit pas, ou est trop long.", w->in);
		return CMD_FAILED;
	}
	return settle(d, buf_text(&ask), buf_text(&grant), w->yes);
}

static int
call_main(const struct deploy *d, const struct words *w)
{
	uint8_t asked[ENROL_MOST], given[ENROL_MOST];
	struct buf ask = buf_over(asked, sizeof(asked));
	struct buf grant = buf_over(given, sizeof(given));

	if (join_ask(d, &ask) != ERR_OK ||
	    join_call(d, str_of(w->central), str_of(w->code), buf_text(&ask),
		&grant) != ERR_OK)
		return CMD_FAILED;
	return settle(d, buf_text(&ask), buf_text(&grant), w->yes);
}

int
join_main(int argc, char **argv)
{
	static struct deploy d;
	struct str verb = argc > 1 ? str_of(argv[1]) : TXT("");
	bool ask = str_eq(verb, TXT("ask")),
	     accept = str_eq(verb, TXT("accept"));
	int skip = ask || accept ? 2 : 1;
	struct words w = {0};

	if (str_eq(verb, TXT("grant")))
		return admit_main(argc - 2, argv + 2);
	if (argc < 2 || !read_words(argc - skip, argv + skip, &w) ||
	    (ask && !w.out) || (accept && !w.in) ||
	    (!ask && !accept && (!w.central || !w.code)))
		return cmd_usage("enrol");
	secret_start();
	if (deploy_open(w.dir, &d) != ERR_OK)
		return CMD_FAILED;
	return ask   ? ask_main(&d, &w)
	    : accept ? accept_main(&d, &w)
		     : call_main(&d, &w);
}
