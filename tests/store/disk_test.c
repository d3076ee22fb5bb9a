#define SUITE store_disk
#include "../test.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "base/ident.h"
#include "faulty.h"
#include "house.h"

#define ADD                                                                    \
	"INSERT INTO account(id, login, name, role, service, salt, verifier, " \
	"created_ms) VALUES (?, ?, ?, 'foyer', '', ?, ?, 0)"
#define COUNT "SELECT count(*) FROM account"
#define ROWS  4 /* of a transaction: several pages */

/* Rows of one transaction, numbered from `first`. */
static enum err
add(struct store *s, int64_t first)
{
	static char name[3000];
	struct tx tx = tx_begin(s);

	memset(name, 'x', sizeof(name));
	for (int i = 0; i < ROWS; i++) {
		char text[IDENT_LEN + 1];

		snprintf(text, sizeof(text), "%016" PRId64, first + i);
		struct bytes id = {(const uint8_t *)text, IDENT_LEN};
		tx_run(&tx, ADD, BLOB(id), TEXT(str_of(text)),
		    TEXT(((struct str){name, sizeof(name)})), BLOB(id),
		    BLOB(BYTES_OF(house_key)));
	}
	return tx_end(&tx);
}

/* A database with one transaction in it, as bytes, to begin from each time. */
static struct bytes
begun(struct arena *mem)
{
	struct store s = house_open();

	OK(add(&s, 0));
	store_close(&s);
	struct bytes file = test_file(mem, house_db);
	house_unmake();
	return file;
}

/*
 * Open, commit twice, close (which folds the log into the file), on a disk that
 * fails at its n-th operation; then look at what is there. True when nothing
 * failed any more.
 */
static bool
survives(struct bytes begin, int64_t n, bool once)
{
	struct store s;
	int64_t sure = 0, maybe = 0;

	faulty.at = 0;
	house_make();
	FILE *f = fopen(house_db, "wb");
	EQ(fwrite(begin.at, 1, begin.len, f), begin.len);
	fclose(f);

	faulty.count = 0;
	faulty.at = n;
	faulty.once = once;
	enum err e = store_open(house_db, house_key, &s);
	if (e == ERR_OK) {
		for (int64_t first = ROWS; first <= 2 * ROWS; first += ROWS) {
			if (add(&s, first) == ERR_OK)
				sure += ROWS;
			else
				maybe += ROWS;
		}
		store_close(&s);
	}
	bool whole = faulty.count < n;

	faulty.at = 0;
	OK(store_open(house_db, house_key, &s));
	OK(store_check(&s));
	int64_t found = house_number(&s, COUNT);
	TRUE(found % ROWS == 0);
	TRUE(found >= ROWS + sure);
	TRUE(found <= ROWS + sure + maybe);
	OK(add(&s, 5 * ROWS)); /* and life goes on */
	house_close(&s);
	return whole;
}

static void
whichever_fails(bool once)
{
	struct arena mem = test_arena();
	struct bytes begin = begun(&mem);
	int64_t n = 1;

	faulty_install();
	for (bool whole = false; !whole; n++) {
		snprintf(test_where, sizeof(test_where),
		    " (operation %" PRId64 " failing)", n);
		faulty.as = n % 2 ? SQLITE_IOERR_WRITE : SQLITE_FULL;
		whole = survives(begin, n, once);
	}
	TRUE(n > 20); /* otherwise the disk was not ours */
}

TEST(whichever_write_fails_once_all_or_nothing_is_there)
{
	whichever_fails(true);
}

TEST(whichever_write_fails_for_good_all_or_nothing_is_there)
{
	whichever_fails(false);
}

/* A real file system with room for 512 KiB, that goes with this process. */
static bool
small_disk(void)
{
	return unshare(CLONE_NEWNS) == 0 &&
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	    mount("none", house_dir, "tmpfs", 0, "size=768k") == 0;
}

TEST(on_a_disk_that_is_really_full_what_was_answered_stays)
{
	struct store s;
	int64_t done = 0;

	house_make();
	if (!small_disk()) {
		house_unmake();
		SKIP("needs the right to mount");
	}
	s = house_again();
	while (add(&s, done) == ERR_OK)
		done += ROWS;
	EQ(store_fault(&s) & 0xff, SQLITE_FULL);
	TRUE(done > 0);
	EQ(house_number(&s, COUNT), done);
	EQ(add(&s, done), ERR_STORE); /* still full, still alive */
	store_close(&s);
	s = house_again();
	OK(store_check(&s));
	EQ(house_number(&s, COUNT), done);
	EQ(mount("none", house_dir, "tmpfs", MS_REMOUNT, "size=4m"), 0);
	OK(add(&s, done));
	store_close(&s);
	EQ(umount(house_dir), 0);
	house_unmake();
}

/* --- memory ----------------------------------------------------------------
 */

TEST(wherever_memory_runs_out_all_or_nothing_is_there)
{
	struct store s = house_open();
	int64_t there = 0, refused = 0, done = 0;

	for (int64_t more = 0; done < 3; more += 256) {
		/* A connection that has nothing compiled yet asks for most. */
		store_close(&s);
		s = house_again();
		snprintf(test_where, sizeof(test_where), " (%" PRId64 " more)",
		    more);
		sqlite3_hard_heap_limit64(sqlite3_memory_used() + more);
		enum err e = add(&s, there);
		sqlite3_hard_heap_limit64(STORE_HEAP);
		if (e != ERR_OK)
			EQ(store_fault(&s) & 0xff, SQLITE_NOMEM);
		e == ERR_OK ? done++ : refused++;
		there += e == ERR_OK ? ROWS : 0;
		EQ(house_number(&s, COUNT), there);
	}
	TRUE(refused > 20);
	OK(store_check(&s));
	test_where[0] = 0;
	house_close(&s);
}

/* --- kill -9 -------------------------------------------------------------- */

static _Noreturn void
commit_for_ever(int64_t from, int told)
{
	struct store s;

	if (store_open(house_db, house_key, &s) != ERR_OK ||
	    migrate_run(&s, embed_migration, embed_migration_count, NULL) !=
		ERR_OK)
		_exit(1);
	for (int64_t n = from;; n += ROWS) {
		if (add(&s, n) != ERR_OK ||
		    write(told, "!", 1) != 1) /* the answer leaves */
			_exit(1);
	}
}

TEST(what_was_answered_survives_kill_9)
{
	struct store s = house_open();
	int64_t there = 0, answers = 0;

	store_close(&s);
	for (int round = 0; round < 8; round++) {
		int told[2];
		char byte;

		EQ(pipe(told), 0);
		pid_t child = fork();
		if (child == 0)
			commit_for_ever(there, told[1]);
		close(told[1]);
		/* A few answers in, at no particular moment. */
		for (int i = 0; i < round % 5; i++)
			answers += read(told[0], &byte, 1) == 1;
		usleep((useconds_t)(round * 1700 + 20000));
		kill(child, SIGKILL);
		int status;
		EQ(waitpid(child, &status, 0), child);
		TRUE(WIFSIGNALED(status));
		while (read(told[0], &byte, 1) == 1)
			answers++;
		close(told[0]);

		/* Even who can only read finds what was answered. */
		OK(store_open_read(house_db, house_key, &s));
		TRUE(house_number(&s, COUNT) >= answers * ROWS);
		store_close(&s);
		s = house_again();
		OK(store_check(&s));
		there = house_number(&s, COUNT);
		TRUE(there >= answers * ROWS);
		EQ(there % ROWS, 0);
		answers = there / ROWS; /* the last may have been kept */
		store_close(&s);
	}
	TRUE(answers > 0);
	house_unmake();
}
