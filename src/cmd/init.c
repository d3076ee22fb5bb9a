#include "cmd/init.h"

#include <stdio.h>
#include <unistd.h>

#include "audit/trail.h"
#include "audit/vkey.h"
#include "base/clock.h"
#include "base/ident.h"
#include "cmd/cmd.h"
#include "cmd/owner.h"
#include "core/account.h"
#include "crypto/password.h"
#include "crypto/secret.h"
#include "crypto/sign.h"
#include "store/migrate.h"
#include "store/store.h"
#include "tls/tls_cert.h"

#define INIT_PEOPLE 64 /* made at once */

/* Where the parts of a deployment stand; see deploy.h. */
static const char *const folders[] = {"keys", "tls", "data", "run"};

static enum err
put(const char *dir, const char *name, struct bytes body, unsigned mode)
{
	char path[FILE_PATH];
	enum err e = file_path(path, dir, str_of(name));

	if (e == ERR_OK)
		e = file_write(path, body, mode);
	if (e != ERR_OK)
		deploy_say("impossible d’écrire %s dans %s : place et droits ?",
		    name, dir);
	return e;
}

static enum err
make_folders(const char *dir)
{
	char path[FILE_PATH];
	enum err e = file_folder(dir);

	for (size_t i = 0;
	     e == ERR_OK && i < sizeof(folders) / sizeof(folders[0]); i++) {
		e = file_path(path, dir, str_of(folders[i]));
		if (e == ERR_OK)
			e = file_folder(path);
		/* Of a role that had served there before. */
		if (e == ERR_OK && geteuid() == 0 && lchown(path, 0, 0) != 0)
			e = ERR_STORE;
	}
	if (e != ERR_OK)
		deploy_say("impossible de créer le dossier %s.", dir);
	return e;
}

/* The secret that opens the keyring: made if it is a file that is missing. */
static enum err
make_unlock(const struct deploy *d)
{
	char path[FILE_PATH];
	uint8_t secret[KEYRING_SECRET];
	struct str from = d->setting.text[SETTING_unlock];

	if (!str_starts(from, TXT("file:")))
		return ERR_OK;
	enum err e = file_path(path, d->dir, str_part(from, 5, SIZE_MAX));
	if (e != ERR_OK || access(path, F_OK) == 0)
		return e;
	ident_random(secret, sizeof(secret));
	e = file_write(path, BYTES_OF(secret), 0600);
	secret_wipe(secret, sizeof(secret));
	if (e != ERR_OK)
		deploy_say("impossible d’écrire le secret %s.", path);
	return e;
}

/* The keys, and the file that will hold them once all else is made. */
static enum err
make_keyring(const struct deploy *d, bool central, struct keyring *ring,
    struct buf *file)
{
	uint8_t secret[KEYRING_SECRET_MOST];
	struct keyring_safe safe = {0};
	struct buf s = buf_over(secret, sizeof(secret));
	bool asked = str_eq(d->setting.text[SETTING_unlock], TXT("ask"));

	enum err e = deploy_unlock_new(d, &s);
	if (e == ERR_OK) {
		keyring_make(central, ring, &safe);
		e = keyring_seal(ring, asked ? KEYRING_PHRASE : KEYRING_RANDOM,
		    buf_done(&s), file);
		if (e == ERR_INPUT)
			deploy_say("le secret du trousseau doit faire au moins "
				   "%d octets aléatoires.",
			    KEYRING_SECRET);
	}
	if (e == ERR_OK)
		e = put(d->dir, "auditor.key", BYTES_OF(safe.auditor), 0600);
	if (e == ERR_OK && central)
		e = put(d->dir, "recovery.key", BYTES_OF(safe.recovery), 0600);
	secret_wipe(secret, sizeof(secret));
	secret_wipe(&safe, sizeof(safe));
	return e;
}

static enum err
make_certificate(const struct deploy *d, const struct keyring *ring)
{
	uint8_t der[TLS_CERT_MOST], text[TLS_CERT_PEM_MOST];
	struct buf cert = buf_over(der, sizeof(der));
	struct buf pem = buf_over(text, sizeof(text));
	struct str names[] = {d->setting.text[SETTING_host], TXT("localhost"),
	    TXT("127.0.0.1")};
	/* The default host is the second name already. */
	size_t first = str_eq(names[0], names[1]) ? 1 : 0;

	enum err e = tls_cert_make(ring->key[KEYRING_TLS],
	    (struct tls_cert_names){names + first, 3 - first}, clock_now(),
	    &cert);
	if (e != ERR_OK) {
		deploy_say("« host » n’est pas un nom de machine : %.*s.",
		    (int)names[0].len, names[0].at);
		return e;
	}
	tls_cert_pem(TLS_CERT_LABEL, buf_done(&cert), &pem);
	e = buf_err(&pem);
	return e == ERR_OK ? put(d->dir, "tls/chain.pem", buf_done(&pem), 0644)
			   : e;
}

/* The one line an auditor has to trust. */
static enum err
make_vkey(const struct deploy *d, const struct keyring *ring)
{
	uint8_t key[SIGN_KEY], name[VKEY_NAME], line[VKEY_MOST];
	struct note_key open;
	struct buf n = buf_over(name, sizeof(name));
	struct buf l = buf_over(line, sizeof(line));

	sign_key(ring->key[KEYRING_CHECKPOINT], key, open.open);
	secret_wipe(key, sizeof(key));
	vkey_name(&n, open.open);
	open.name = buf_text(&n);
	vkey_put(&l, &open);
	buf_str(&l, TXT("\n"));
	enum err e = buf_err(&l);
	return e == ERR_OK ? put(d->dir, "audit.vkey", buf_done(&l), 0644) : e;
}

static enum err
open_store(const char *path, const struct keyring *ring, struct store *s)
{
	const char *why = "Elle est illisible.";
	enum err e = store_open(path, ring->key[KEYRING_STORE], s);
	if (e == ERR_OK) {
		e = migrate_run(s, embed_migration, embed_migration_count,
		    &why);
		if (e != ERR_OK)
			store_close(s);
	}
	if (e != ERR_OK)
		deploy_say("la base %s ne s’ouvre pas. %s", path, why);
	return e;
}

/* Their words, made here and nowhere kept but as a verifier. */
static enum err
give_words(const struct keyring *ring, struct init_person *p,
    struct password *verifier)
{
	uint8_t normal[PASSPHRASE_TYPED];
	struct buf words = buf_over(p->phrase, sizeof(p->phrase) - 1);
	struct buf n = buf_over(normal, sizeof(normal));

	passphrase_new(&words);
	p->len = words.len;
	p->phrase[p->len] = 0;
	enum err e = passphrase_normal(buf_text(&words), &n);
	if (e == ERR_OK)
		e = password_set(buf_text(&n), ring->key[KEYRING_PEPPER],
		    verifier);
	secret_wipe(normal, sizeof(normal));
	return e;
}

static enum err
add_people(struct store *s, const struct keyring *ring, size_t count,
    struct init_person *person)
{
	static struct password verifier[INIT_PEOPLE];
	static uint8_t memory[65536] __attribute__((aligned(16)));
	struct arena mem;
	enum err e = count <= INIT_PEOPLE ? ERR_OK : ERR_LIMIT;

	/* Slow, so before the transaction: the roles may be running. */
	for (size_t i = 0; e == ERR_OK && i < count; i++)
		e = give_words(ring, &person[i], &verifier[i]);
	if (e != ERR_OK) {
		deploy_say("la mémoire manque pour calculer les comptes.");
		return e;
	}

	arena_open(&mem, memory, sizeof(memory));
	struct tx tx = tx_begin(s);
	for (size_t i = 0; i < count; i++) {
		const struct init_person *p = &person[i];
		struct account_new a = {.login = p->login,
		    .name = p->name,
		    .role = p->role,
		    .service = p->service,
		    .duty = p->duty,
		    .scope = p->scope,
		    .chief = p->chief,
		    .totp = p->totp,
		    .secret = &verifier[i]};
		int64_t now = clock_now();
		struct ident id = account_add(&tx, &a, now);
		trail_append(&tx, &mem, ring->key[KEYRING_AUDITOR],
		    &(struct trail_entry){.action = AUDIT_account_made,
			.clock = TRAIL_CLOCK_MACHINE,
			.at = now,
			.object = id,
			.detail = str_bytes(p->login)});
		arena_reset(&mem);
	}
	e = tx_end(&tx);
	if (e == ERR_CLASH)
		deploy_say("ce nom de compte est déjà pris ; rien n’a été "
			   "ajouté.");
	else if (e == ERR_INPUT)
		deploy_say("ce compte n’est pas recevable : relisez son nom "
			   "et son rôle (« fichep help user » dit lesquels "
			   "vont). Rien n’a été ajouté.");
	else if (e != ERR_OK)
		deploy_say("les comptes n’ont pas pu être enregistrés.");
	return e;
}

static enum err
settle(const char *path, const struct keyring *ring, size_t people,
    struct init_person *person)
{
	struct store s;
	enum err e = open_store(path, ring, &s);

	if (e != ERR_OK)
		return e;
	e = add_people(&s, ring, people, person);
	store_close(&s);
	return e;
}

enum err
init_people(const struct deploy *d, size_t people, struct init_person *person)
{
	char path[FILE_PATH];
	struct keyring ring;
	enum err e = deploy_keyring(d, &ring);

	if (e != ERR_OK)
		return e;
	e = owner_become(d, path);
	if (e == ERR_OK)
		e = settle(path, &ring, people, person);
	keyring_wipe(&ring);
	return e;
}

/* Neither a deployment, nor what is left of one, is ever overwritten. */
static enum err
refuse_used(const char *dir)
{
	char ring[FILE_PATH], base[FILE_PATH];

	if (file_path(ring, dir, TXT("keys/keyring")) != ERR_OK ||
	    file_path(base, dir, TXT("data/fichep.db")) != ERR_OK)
		return ERR_LIMIT;
	if (access(ring, F_OK) == 0) {
		deploy_say("%s contient déjà un trousseau : rien n’a été "
			   "touché.",
		    dir);
		return ERR_CLASH;
	}
	if (access(base, F_OK) == 0) {
		deploy_say("%s contient une base sans trousseau. Si « init » "
			   "vient d’être interrompu, effacez %s et "
			   "recommencez ; sinon remettez keys/keyring à sa "
			   "place. Rien n’a été touché.",
		    dir, base);
		return ERR_CLASH;
	}
	return ERR_OK;
}

enum err
init_make(const struct init_plan *plan)
{
	static struct deploy d;
	char path[FILE_PATH];
	uint8_t room[KEYRING_MOST];
	struct buf file = buf_over(room, sizeof(room));
	struct keyring ring = {0};

	enum err e = refuse_used(plan->dir);
	if (e == ERR_OK)
		e = make_folders(plan->dir);
	if (e == ERR_OK)
		e = file_path(path, plan->dir, TXT("fichep.conf"));
	if (e == ERR_OK && access(path, F_OK) != 0)
		e = put(plan->dir, "fichep.conf", str_bytes(plan->conf), 0600);
	if (e == ERR_OK)
		e = deploy_open(plan->dir, &d);
	if (e == ERR_OK)
		e = make_unlock(&d);
	if (e == ERR_OK)
		e = make_keyring(&d, plan->central, &ring, &file);
	if (e == ERR_OK)
		e = make_certificate(&d, &ring);
	if (e == ERR_OK)
		e = make_vkey(&d, &ring);
	if (e == ERR_OK)
		e = file_path(path, d.dir, TXT("data/fichep.db"));
	/* There is none yet, hence nothing in it that core could have left. */
	if (e == ERR_OK)
		e = settle(path, &ring, plan->people, plan->person);
	/* Last: a folder with a keyring is a folder that is made. */
	if (e == ERR_OK)
		e = put(d.dir, "keys/keyring", buf_done(&file), 0600);
	keyring_wipe(&ring);
	return e;
}

int
init_main(int argc, char **argv)
{
	const struct str none = TXT("# Réglages : voir « fichep settings ».\n");
	struct str kind = argc > 1 ? str_of(argv[1]) : TXT("");
	bool central = str_eq(kind, TXT("central"));

	if (argc != 4 || (!central && !str_eq(kind, TXT("box"))) ||
	    !str_eq(str_of(argv[2]), TXT("--dir")))
		return cmd_usage("init");
	secret_start();
	if (init_make(&(struct init_plan){.dir = argv[3],
		.central = central,
		.conf = none}) != ERR_OK)
		return CMD_FAILED;
	printf("%s est prêt.\n\n", argv[3]);
	if (central)
		printf("0. Mettez %s/recovery.key au coffre, hors de cette "
		       "machine : si ce serveur est perdu, elle seule ouvre "
		       "encore ce que les boîtiers lui ont scellé.\n",
		    argv[3]);
	printf("1. Rangez %s/auditor.key hors de cette machine, sous clé : "
	       "elle seule ouvre le détail du journal d’audit.\n"
	       "2. Gardez aussi une copie de %s/audit.vkey : elle sert à "
	       "vérifier le journal.\n"
	       "3. Créez un premier compte : fichep user add --dir %s ...\n"
	       "4. Réglez %s/fichep.conf (« fichep settings » montre tout) : "
	       "%s. Si « host » change, refaites le certificat : fichep tls "
	       "renew --dir %s\n",
	    argv[3], argv[3], argv[3], argv[3],
	    central ? "listen, host, site et central_url, l’adresse que ses "
		      "boîtiers appelleront"
		    : "listen, host et site",
	    argv[3]);
	if (!central)
		printf(
		    "5. Rattachez-le au serveur central, par le réseau ou "
		    "par une clé USB : « fichep help enrol » dit comment.\n");
	printf("%d. Démarrez : fichep %s --dir %s\n", central ? 5 : 6, argv[1],
	    argv[3]);
	return 0;
}
