#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "audit/ledger.h"
#include "audit/verify.h"
#include "audit/vkey.h"
#include "calendar/wording.h"
#include "cmd/cmd.h"
#include "cmd/owner.h"
#include "crypto/secret.h"
#include "store/store.h"

#define WRONG 1 /* exit: the log is not intact */

static int
usage(void)
{
	int status = cmd_usage("audit");

	fputs(
	    "\n"
	    "  CLÉ    la ligne de audit.vkey, ou ce fichier\n"
	    "  JALON  après --checkpoint, celui gardé d’une vérification plus "
	    "ancienne ;\n"
	    "         après --keep, le fichier où garder le dernier, pour la "
	    "prochaine\n",
	    stderr);
	return status;
}

/* FILE and its options, each once at most, each followed by its value. */
struct words {
	const char *file, *key, *checkpoint, *keep, *dir;
};

static bool
words_read(int argc, char **argv, struct words *w)
{
	for (int i = 1; i < argc; i++) {
		const char **to = strcmp(argv[i], "--key") == 0 ? &w->key
		    : strcmp(argv[i], "--checkpoint") == 0      ? &w->checkpoint
		    : strcmp(argv[i], "--keep") == 0            ? &w->keep
		    : strcmp(argv[i], "--dir") == 0             ? &w->dir
								: NULL;
		if (to == NULL && argv[i][0] == '-')
			return false;
		if (to != NULL && ++i == argc)
			return false;
		if (to == NULL)
			to = &w->file;
		if (*to != NULL)
			return false;
		*to = argv[i];
	}
	return w->file != NULL;
}

/* --- verify --------------------------------------------------------------- */

/* What the option says itself, or the first line of the file it names. */
static bool
key_read(const char *word, struct buf *room, struct note_key *key)
{
	struct str line = str_of(word);

	if (vkey_read(line, key) == ERR_OK)
		return true;
	if (file_read(word, room) != ERR_OK)
		return false;
	line = buf_text(room);
	return vkey_read(str_trim(str_cut(&line, '\n')), key) == ERR_OK;
}

static void
report_date(const char *before, int64_t utc)
{
	uint8_t room[128];
	struct buf b = buf_over(room, sizeof(room));

	wording_utc(&b, utc, WORDING_YEAR);
	printf("%s%.*s", before, (int)b.len, (const char *)b.at);
}

static void
report_print(const struct verify_trust *trust, const struct verify_report *r)
{
	printf("%s\n\n  journal        %.*s\n", verify_text(r->verdict),
	    (int)trust->key.name.len, trust->key.name.at);
	printf("  inscriptions   %" PRIu64, r->size - r->first);
	if (r->size > r->first)
		printf(" (n° %" PRIu64 " à %" PRIu64 "), dont %" PRIu64
		       " avec un détail scellé",
		    r->first, r->size - 1, r->sealed);
	if (r->from != 0) {
		report_date("\n  première       ", r->from);
		report_date("\n  dernière       ", r->to);
	}
	printf("\n  jalons signés  %" PRIu64, r->checkpoints);
	if (r->checkpoints > 0 && r->covered > 0)
		printf(", le dernier après l’inscription n° %" PRIu64,
		    r->covered - 1);
	if (r->verdict == VERIFY_INTACT)
		printf("\n  témoin         %s",
		    trust->witness.len > 0
			? "le jalon donné est confirmé"
			: "aucun : une fin coupée jusqu’à un jalon plus ancien "
			  "ne se verrait pas");
	putchar('\n');
}

/* Print what was found, keep what was asked for; the status of the process. */
static int
conclude(const struct words *w, const struct verify_trust *trust,
    const struct verify_report *r)
{
	report_print(trust, r);
	if (r->verdict != VERIFY_INTACT)
		return WRONG;
	if (w->keep &&
	    (r->last_len == 0 ||
		file_write(w->keep, (struct bytes){r->last, r->last_len},
		    0644) != ERR_OK)) {
		deploy_say("le jalon n’a pas pu être gardé dans %s.", w->keep);
		return CMD_FAILED;
	}
	return 0;
}

static int
verify(const struct words *w)
{
	static uint8_t key_room[VKEY_MOST + 64], witness_room[NOTE_MOST];
	struct buf key = buf_over(key_room, sizeof(key_room));
	struct buf witness = buf_over(witness_room, sizeof(witness_room));
	struct verify_trust trust = {0};
	struct verify_report report;

	if (!w->key || w->dir)
		return usage();
	if (!key_read(w->key, &key, &trust.key)) {
		deploy_say("« %s » n’est ni une clé de journal, ni un fichier "
			   "qui en contient une.",
		    w->key);
		return CMD_FAILED;
	}
	if (w->checkpoint && file_read(w->checkpoint, &witness) != ERR_OK) {
		deploy_say("%s ne se lit pas.", w->checkpoint);
		return CMD_FAILED;
	}
	if (w->checkpoint)
		trust.witness = buf_text(&witness);
	FILE *from = fopen(w->file, "rbe");
	if (!from) {
		deploy_say("%s n’existe pas, ou ne s’ouvre pas.", w->file);
		return CMD_FAILED;
	}
	(void)!verify_ledger(from, &trust, &report); /* the report says it */
	fclose(from);
	return conclude(w, &trust, &report);
}

/* --- export --------------------------------------------------------------- */

/* The log's own name and its key, from the ring. */
static void
signer_make(const struct keyring *ring, struct buf *name,
    struct ledger_signer *by)
{
	sign_key(ring->key[KEYRING_CHECKPOINT], by->sign, by->key.open);
	vkey_name(name, by->key.open);
	by->key.name = buf_text(name);
}

/* What the one who writes needs of the keys. */
struct writing {
	struct deploy deploy;
	uint8_t store[STORE_KEY];
	uint8_t name[VKEY_NAME];
	struct ledger_signer by;
};

static enum err
export_keys(const char *dir, struct writing *w)
{
	struct buf name = buf_over(w->name, sizeof(w->name));
	struct keyring ring = {0};
	enum err e = deploy_open(dir, &w->deploy);

	if (e == ERR_OK)
		e = deploy_keyring(&w->deploy, &ring); /* both say it */
	if (e != ERR_OK)
		return e;
	signer_make(&ring, &name, &w->by);
	memcpy(w->store, ring.key[KEYRING_STORE], sizeof(w->store));
	keyring_wipe(&ring);
	return ERR_OK;
}

/* As whom the database belongs to, into a file that is already open. */
static enum err
export_write(const struct writing *w, FILE *to)
{
	char path[FILE_PATH];
	struct store s = {0};
	enum err e = owner_become(&w->deploy, path);

	if (e != ERR_OK)
		return e;
	e = store_open_read(path, w->store, &s);
	if (e != ERR_OK) {
		deploy_say("la base de données ne s’ouvre pas (%s, %d).",
		    err_name(e), store_fault(&s));
		return e;
	}
	e = ledger_write(&s, &w->by, to);
	store_close(&s);
	if (fflush(to) != 0 || fsync(fileno(to)) != 0)
		e = ERR_STORE;
	if (e != ERR_OK)
		deploy_say("le journal n’a pas pu être écrit. Vérifiez "
			   "l’espace libre.");
	return e;
}

/* In a process of its own, since it gives up for good who it was. */
static enum err
export_beside(const struct writing *w, FILE *to)
{
	int how = 0;

	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0)
		_exit(export_write(w, to) == ERR_OK ? 0 : 1);
	if (pid < 0 || waitpid(pid, &how, 0) != pid || !WIFEXITED(how) ||
	    WEXITSTATUS(how) != 0)
		return ERR_STORE;
	return ERR_OK;
}

/* Under a temporary name first: who reads FILE finds it whole. */
static enum err
export_file(const struct writing *w, const char *file)
{
	char part[FILE_PATH];
	int n = snprintf(part, sizeof(part), "%s.part", file);
	FILE *to = NULL;

	if (n > 0 && (size_t)n < sizeof(part)) {
		(void)unlink(part); /* of an export that was cut short */
		int fd = open(part,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		to = fd < 0 ? NULL : fdopen(fd, "wb");
	}
	if (!to) {
		deploy_say("%s ne peut être créé. Vérifiez les droits.", part);
		return ERR_STORE;
	}
	enum err e = export_beside(w, to);
	if (fclose(to) != 0 || (e == ERR_OK && rename(part, file) != 0))
		e = ERR_STORE;
	if (e != ERR_OK)
		(void)unlink(part);
	return e;
}

/* The export is verified as a stranger would, before it is said to be good. */
static int
export_check(const struct words *w, const struct note_key *key)
{
	struct verify_trust trust = {.key = *key};
	struct verify_report report;
	FILE *from = fopen(w->file, "rbe");

	if (!from)
		return CMD_FAILED;
	(void)!verify_ledger(from, &trust, &report); /* the report says it */
	fclose(from);
	return conclude(w, &trust, &report);
}

static int export(const struct words *w)
{
	static struct writing by;

	if (!w->dir || w->key || w->checkpoint)
		return usage();
	enum err e = export_keys(w->dir, &by);
	if (e == ERR_OK)
		e = export_file(&by, w->file);
	secret_wipe(by.by.sign, sizeof(by.by.sign));
	secret_wipe(by.store, sizeof(by.store));
	return e == ERR_OK ? export_check(w, &by.by.key) : CMD_FAILED;
}

int
audit_main(int argc, char **argv)
{
	struct words w = {0};

	secret_start();
	if (argc < 3 || !words_read(argc - 1, argv + 1, &w))
		return usage();
	if (strcmp(argv[1], "verify") == 0)
		return verify(&w);
	if (strcmp(argv[1], "export") == 0)
		return export(&w);
	return usage();
}
