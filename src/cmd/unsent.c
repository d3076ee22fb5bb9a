/*
 * `fichep unsent`: what a box holds and the central has not, carried by hand
 * (envelope/bundle.h). What is copied stays on the box, and leaves by the
 * network as well if it comes back: the central knows each envelope once.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "cmd/aside.h"
#include "cmd/cmd.h"
#include "cmd/unload.h"
#include "core/sql.h"
#include "crypto/secret.h"
#include "envelope/bundle.h"
#include "envelope/enrol.h"
#include "envelope/spool.h"
#include "store/query.h"

/* Before the process of its own begins, so that it may write where we can. */
struct plan {
	FILE *to;
	const struct deploy *deploy;
};

/* core's folder, whether or not the deployment is our root by now. */
static int
open_data(const struct deploy *d)
{
	char path[FILE_PATH];
	int fd = -1;

	if (file_path(path, d->dir, TXT("data")) == ERR_OK)
		fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd >= 0 ? fd : open("data", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static struct {
	struct bundle_entry entry[BUNDLE_MOST];
	struct spool_id id[BUNDLE_MOST];
} list;

/* What comes back of it. */
struct exported {
	uint32_t count, left; /* copied; not as it was made on the disk */
};

/* One of them, as it was made. */
static enum err
fetch(struct aside *a, const struct spool *s, uint32_t i, struct bytes *whole)
{
	uint8_t sum[HASH_SHA256];
	enum err e = spool_get(s, list.id[i], &a->mem, whole);

	if (e != ERR_OK)
		return e;
	hash_sha256(*whole, sum);
	return whole->len == list.entry[i].len &&
		memcmp(sum, list.entry[i].sha256, sizeof(sum)) == 0
	    ? ERR_OK
	    : ERR_FORGED;
}

/* The head of the file counts them: what cannot be read is known before. */
static enum err
find(struct aside *a, const struct spool *s, struct exported *x)
{
	struct query q = query_open(&a->store, SQL_PARCEL_UNSENT, NONE);

	while (x->count < BUNDLE_MOST && query_next(&q)) {
		size_t mark = arena_mark(&a->mem);
		struct spool_id *id = &list.id[x->count];
		struct bytes whole;
		id->incarnation = (uint64_t)query_int(&q);
		id->seq = (uint64_t)query_int(&q);
		query_copy(&q, list.entry[x->count].sha256, HASH_SHA256);
		list.entry[x->count].len = (uint32_t)query_int(&q);
		if (fetch(a, s, x->count, &whole) == ERR_OK)
			x->count++;
		else
			x->left++;
		arena_back(&a->mem, mark);
	}
	return query_end(&q);
}

static enum err
copy(struct aside *a, const struct spool *s, struct bundle_out *out,
    uint32_t count)
{
	enum err e = ERR_OK;

	for (uint32_t i = 0; e == ERR_OK && i < count; i++) {
		size_t mark = arena_mark(&a->mem);
		struct bytes whole;
		e = fetch(a, s, i, &whole);
		if (e == ERR_OK)
			bundle_add(out, whole);
		arena_back(&a->mem, mark);
	}
	return e;
}

static enum err export(struct aside *a) {
	struct plan *p = a->of; uint8_t key[SIGN_KEY], open[SIGN_PUBLIC];
	struct exported x = {0};
	struct bundle_out out;
	struct ident device;
	struct spool s;

	sign_key(a->ring.key[KEYRING_DEVICE], key, open);
	secret_wipe(key, sizeof(key));
	enrol_device(open, &device);
	int data = open_data(p->deploy);
	enum err e = data < 0 ? ERR_STORE : spool_look(data, "spool", &s);
	if (e == ERR_ABSENT)
	    deploy_say("ce boîtier n’a encore rien enregistré.");
	if (e != ERR_OK) return e;
	e = find(a, &s, &x);
	bundle_begin(&out, p->to, &device, list.entry, x.count);
	if (e == ERR_OK) e = copy(a, &s, &out, x.count);
	spool_close(&s);
	enum err written = bundle_end(&out);
	buf_bytes(&a->said, BYTES_OF((struct exported[]){x}));
	return e == ERR_OK ? written : e;
}

/* A folder is where the stick is; the name says which box, and nothing else. */
static enum err
choose(const char *where, char path[FILE_PATH])
{
	struct stat st;
	char name[64];

	if (stat(where, &st) != 0 || !S_ISDIR(st.st_mode))
		return file_path(path, ".", str_of(where));
	snprintf(name, sizeof(name), "fichep-%lld.fpb",
	    (long long)(clock_now() / 1000));
	return file_path(path, where, str_of(name));
}

static int
save(const struct deploy *d, const char *path)
{
	struct exported x;
	struct buf said = buf_over(&x, sizeof(x));
	struct plan p = {.to = fopen(path, "wbx"), .deploy = d};

	if (!p.to) {
		deploy_say(errno == EEXIST
			? "%s existe déjà ; rien n’a été écrit."
			: "impossible d’écrire %s.",
		    path);
		return CMD_FAILED;
	}
	enum err e = aside_run(d, false, export, &p, &said);
	if (e == ERR_OK && (fflush(p.to) != 0 || fsync(fileno(p.to)) != 0))
		e = ERR_STORE;
	if (fclose(p.to) != 0)
		e = ERR_STORE;
	if (e != ERR_OK || said.len != sizeof(x)) {
		(void)unlink(path);
		deploy_say("la copie n’a pas pu être faite ; rien n’a été "
			   "laissé sur le support, rien n’a changé ici.");
		return CMD_FAILED;
	}
	printf("%u envoi(s) scellé(s) dans %s.\n"
	       "Portez ce fichier au serveur central (« fichep unsent "
	       "import »). Ces envois restent aussi sur le boîtier, jusqu’au "
	       "reçu du serveur central.\n",
	    x.count, path);
	if (x.left == 0)
		return 0;
	deploy_say("%u envoi(s) ne peuvent plus être lus sur ce disque et n’y "
		   "sont pas : appelez l’assistance sans éteindre le boîtier, "
		   "et faites refaire ce qui avait été déposé.",
	    x.left);
	return CMD_FAILED;
}

int
unsent_main(int argc, char **argv)
{
	static struct deploy d;
	char path[FILE_PATH];

	if (argc > 1 && str_eq(str_of(argv[1]), TXT("import")))
		return unload_main(argc - 2, argv + 2);
	if (argc != 5 || !str_eq(str_of(argv[1]), TXT("export")) ||
	    !str_eq(str_of(argv[3]), TXT("--dir")))
		return cmd_usage("unsent");
	secret_start();
	if (deploy_open(argv[4], &d) != ERR_OK ||
	    choose(argv[2], path) != ERR_OK)
		return CMD_FAILED;
	return save(&d, path);
}
