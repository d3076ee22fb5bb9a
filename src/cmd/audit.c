#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/ledger.h"
#include "audit/verify.h"
#include "audit/vkey.h"
#include "calendar/wording.h"
#include "cmd/cmd.h"
#include "cmd/deploy.h"
#include "crypto/secret.h"
#include "store/store.h"

#define WRONG 1 /* exit: the log is not intact */

static int
usage(void)
{
	fputs("Usage :\n"
	      "  fichep audit verify FICHIER --key CLÉ [--checkpoint JALON] "
	      "[--keep JALON]\n"
	      "  fichep audit export FICHIER --dir DOSSIER [--keep JALON]\n\n"
	      "  --key CLÉ           la ligne de audit.vkey, ou ce fichier\n"
	      "  --checkpoint JALON  un jalon gardé d’une vérification plus "
	      "ancienne\n"
	      "  --keep JALON        garde le dernier jalon dans ce fichier, "
	      "pour "
	      "la prochaine\n",
	    stderr);
	return CMD_USAGE;
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
	if (r->checkpoints > 0)
		printf(", le dernier après %" PRIu64 " inscriptions",
		    r->covered);
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

/* Under a temporary name first: who reads FILE finds it whole. */
static enum err
export_file(struct store *s, const struct ledger_signer *by, const char *file)
{
	char part[FILE_PATH];
	mode_t mask = umask(077);
	enum err e = ERR_STORE;
	FILE *to = NULL;

	if ((size_t)snprintf(part, sizeof(part), "%s.part", file) <
	    sizeof(part))
		to = fopen(part, "wbe");
	umask(mask);
	if (!to)
		return ERR_STORE;
	e = ledger_write(s, by, to);
	if (fflush(to) != 0 || fsync(fileno(to)) != 0)
		e = ERR_STORE;
	if (fclose(to) != 0 || (e == ERR_OK && rename(part, file) != 0))
		e = ERR_STORE;
	if (e != ERR_OK)
		unlink(part);
	return e;
}

static enum err
export_open(const struct words *w, struct store *s, struct buf *name,
    struct ledger_signer *by)
{
	static struct deploy d;
	char path[FILE_PATH];
	struct keyring ring = {0};
	enum err e = deploy_open(w->dir, &d);

	if (e == ERR_OK)
		e = deploy_keyring(&d, &ring); /* both say what is wrong */
	if (e != ERR_OK)
		return e;
	signer_make(&ring, name, by);
	e = file_path(path, d.dir, TXT("data/fichep.db"));
	if (e == ERR_OK)
		e = store_open_read(path, ring.key[KEYRING_STORE], s);
	keyring_wipe(&ring);
	if (e != ERR_OK)
		deploy_say("la base de données ne s’ouvre pas (%s, %d).",
		    err_name(e), store_fault(s));
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
	uint8_t room[VKEY_NAME];
	struct buf name = buf_over(room, sizeof(room));
	struct ledger_signer by;
	struct store s = {0};

	if (!w->dir || w->key || w->checkpoint)
		return usage();
	if (export_open(w, &s, &name, &by) != ERR_OK)
		return CMD_FAILED;
	enum err e = export_file(&s, &by, w->file);
	store_close(&s);
	secret_wipe(by.sign, sizeof(by.sign));
	if (e != ERR_OK) {
		deploy_say("le journal n’a pas pu être écrit dans %s. Vérifiez "
			   "l’espace libre et les droits.",
		    w->file);
		return CMD_FAILED;
	}
	return export_check(w, &by.key);
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
