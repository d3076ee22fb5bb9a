#define SUITE audit_command
#include "../test.h"

#include <fcntl.h>

#include "cmd/cmd.h"
#include "cmd/deploy.h"
#include "log.h"

static struct arena mem;
static struct log l;
static char said[HOUSE_PATH + 16]; /* what the command printed */

static const char *
in_house(const char *name)
{
	static char path[4][HOUSE_PATH + 64];
	static int turn;
	char *at = path[turn++ % 4];

	snprintf(at, sizeof(path[0]), "%s/%s", house_dir, name);
	return at;
}

static void
put(const char *name, struct bytes body)
{
	OK(file_write(in_house(name), body, 0600));
}

/* A deployment as `fichep init` leaves it, with a log of 20 entries. */
static void
a_deployment(void)
{
	struct keyring ring = {0};
	uint8_t secret[KEYRING_SECRET] = {9};
	struct keyring_safe safe;
	uint8_t room[KEYRING_MOST], line[VKEY_MOST];
	struct buf file = buf_over(room, sizeof(room));
	struct buf vkey = buf_over(line, sizeof(line));

	secret_start();
	mem = test_arena();
	house_make();
	snprintf(said, sizeof(said), "%s/said", house_dir);
	keyring_make(false, &ring, &safe);
	OK(keyring_seal(&ring, KEYRING_RANDOM, BYTES_OF(secret), &file));
	OK(file_folder(in_house("keys")));
	OK(file_folder(in_house("data")));
	put("unlock.key", BYTES_OF(secret));
	put("keys/keyring", buf_done(&file));

	OK(store_open(in_house("data/fichep.db"), ring.key[KEYRING_STORE],
	    &l.s));
	OK(migrate_run(&l.s, embed_migration, embed_migration_count, NULL));
	l.mem = &mem;
	memcpy(l.auditor, ring.key[KEYRING_AUDITOR], sizeof(l.auditor));
	sign_key(ring.key[KEYRING_CHECKPOINT], l.by.sign, l.by.key.open);
	struct buf name = buf_over(l.name, sizeof(l.name));
	vkey_name(&name, l.by.key.open);
	l.by.key.name = buf_text(&name);
	log_add(&l, 12);
	OK(log_stamp(&l));
	log_add(&l, 8);
	vkey_put(&vkey, &l.by.key);
	buf_str(&vkey, TXT("\n"));
	OK(buf_err(&vkey));
	put("audit.vkey", buf_done(&vkey));
}

/* Run it as typed; what it prints goes to `said`. */
#define AUDIT(...)                                                             \
	run(sizeof((const char *[]){"audit", __VA_ARGS__}) / sizeof(char *),   \
	    (const char *[]){"audit", __VA_ARGS__, NULL})

static int
run(size_t n, const char *const words[])
{
	char *argv[16];
	int out = dup(1), err = dup(2);
	int to = open(said, O_RDWR | O_CREAT | O_TRUNC, 0600);

	for (size_t i = 0; i < n; i++)
		argv[i] = (char *)(uintptr_t)words[i];
	argv[n] = NULL;
	fflush(stdout);
	dup2(to, 1);
	dup2(to, 2);
	int status = audit_main((int)n, argv);
	fflush(stdout);
	dup2(out, 1);
	dup2(err, 2);
	close(out);
	close(err);
	close(to);
	return status;
}

static bool
says(const char *words)
{
	size_t mark = arena_mark(&mem);
	struct bytes text = test_file(&mem, said);
	bool there = memmem(text.at, text.len, words, strlen(words)) != NULL;

	arena_back(&mem, mark);
	return there;
}

TEST(what_is_exported_verifies_with_the_public_key_alone)
{
	a_deployment();
	store_close(&l.s);
	EQ(AUDIT("export", in_house("log.fpa"), "--dir", house_dir, "--keep",
	       in_house("witness")),
	    0);
	TRUE(says("Journal intact"));
	/* Elsewhere: without the keys and the database. */
	unlink(in_house("unlock.key"));
	EQ(AUDIT("verify", in_house("log.fpa"), "--key",
	       in_house("audit.vkey")),
	    0);
	TRUE(says("Journal intact"));
	TRUE(says("20 (n° 0 à 19), dont 7 avec un détail scellé"));
	TRUE(says("lundi 23 novembre 2026, 18"));
	TRUE(says("aucun"));
	EQ(AUDIT("verify", in_house("log.fpa"), "--key", in_house("audit.vkey"),
	       "--checkpoint", in_house("witness")),
	    0);
	TRUE(says("confirmé"));
	house_unmake();
}

TEST(a_running_service_may_be_exported_and_is_not_disturbed)
{
	a_deployment();
	struct tx tx = tx_begin(&l.s);
	tx_run(&tx, "DELETE FROM session", NONE);
	EQ(AUDIT("export", in_house("log.fpa"), "--dir", house_dir), 0);
	OK(tx_end(&tx));
	log_add(&l, 1);
	OK(log_stamp(&l));
	store_close(&l.s);
	house_unmake();
}

TEST(a_log_that_was_changed_or_cut_ends_in_1)
{
	a_deployment();
	EQ(AUDIT("export", in_house("old.fpa"), "--dir", house_dir), 0);
	log_add(&l, 3);
	EQ(AUDIT("export", in_house("new.fpa"), "--dir", house_dir, "--keep",
	       in_house("witness")),
	    0);
	store_close(&l.s);
	EQ(AUDIT("verify", in_house("old.fpa"), "--key", in_house("audit.vkey"),
	       "--checkpoint", in_house("witness")),
	    1);
	TRUE(says("la fin du journal a été supprimée"));

	struct bytes file = test_file(&mem, in_house("new.fpa"));
	((uint8_t *)(uintptr_t)file.at)[200] ^= 1;
	put("bad.fpa", file);
	EQ(AUDIT("verify", in_house("bad.fpa"), "--key",
	       in_house("audit.vkey")),
	    1);
	TRUE(says("le journal a été modifié"));
	TRUE(!says("intact"));
	house_unmake();
}

TEST(what_is_not_understood_or_not_there_is_said)
{
	a_deployment();
	store_close(&l.s);
	put("other.key", BYTES_OF(house_key));
	EQ(AUDIT("verify"), CMD_USAGE);
	EQ(AUDIT("verify", "x"), CMD_USAGE);
	EQ(AUDIT("verify", "x", "--key"), CMD_USAGE);
	EQ(AUDIT("verify", "x", "--key", "k", "--key", "k"), CMD_USAGE);
	EQ(AUDIT("verify", "x", "y", "--key", "k"), CMD_USAGE);
	EQ(AUDIT("erase", "x"), CMD_USAGE);
	EQ(AUDIT("export", "x"), CMD_USAGE);
	TRUE(says("fichep audit verify FICHIER --key"));
	EQ(AUDIT("verify", "x", "--key", in_house("other.key")), CMD_FAILED);
	TRUE(says("n’est ni une clé de journal"));
	EQ(AUDIT("verify", in_house("absent"), "--key", in_house("audit.vkey")),
	    CMD_FAILED);
	EQ(AUDIT("export", in_house("absent/log"), "--dir", house_dir),
	    CMD_FAILED);
	unlink(in_house("data/fichep.db"));
	EQ(AUDIT("export", in_house("log"), "--dir", house_dir), CMD_FAILED);
	TRUE(says("la base de données ne s’ouvre pas"));
	EQ(access(in_house("log"), F_OK), -1);
	house_unmake();
}
