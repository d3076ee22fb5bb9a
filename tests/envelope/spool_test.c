#define SUITE envelope_spool
#include "../test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "envelope/envelope.h"
#include "envelope/spool.h"

static char folder[] = "/tmp/fichep-spool-XXXXXX";
static int parent = -1;

static struct spool
a_spool(void)
{
	struct spool s = {-1};

	if (parent < 0) {
		TRUE(mkdtemp(folder) != NULL);
		parent = open(folder, O_RDONLY | O_DIRECTORY);
		TRUE(parent >= 0);
	}
	OK(spool_open(parent, "spool", &s));
	return s;
}

/* Empty and remove what a test left. */
static void
done(struct spool *s)
{
	struct spool_id id[64];
	size_t count = 1, held;

	while (count > 0) {
		OK(spool_list(s, id, 64, &count, &held));
		for (size_t i = 0; i < count; i++)
			OK(spool_delete(s, id[i]));
	}
	spool_close(s);
	EQ(unlinkat(parent, "spool", AT_REMOVEDIR), 0);
	EQ(rmdir(folder), 0);
}

static struct spool_id
nth(uint64_t seq)
{
	return (struct spool_id){1, seq};
}

TEST(what_is_put_is_there_until_it_is_deleted)
{
	struct arena mem = test_arena();
	struct spool s = a_spool();
	struct bytes got;

	OK(spool_put(&s, nth(1), str_bytes(TXT("one"))));
	OK(spool_put(&s, nth(2), str_bytes(TXT("two"))));
	spool_close(&s);
	s = a_spool(); /* as after a restart */
	OK(spool_get(&s, nth(1), &mem, &got));
	SAME_TEXT(str_from(got), "one");
	OK(spool_delete(&s, nth(1)));
	EQ(spool_delete(&s, nth(1)), ERR_ABSENT);
	EQ(spool_get(&s, nth(1), &mem, &got), ERR_ABSENT);
	OK(spool_get(&s, nth(2), &mem, &got));
	SAME_TEXT(str_from(got), "two");
	done(&s);
}

TEST(nothing_is_ever_written_over)
{
	struct arena mem = test_arena();
	struct spool s = a_spool();
	struct bytes got;

	OK(spool_put(&s, nth(1), str_bytes(TXT("one"))));
	EQ(spool_put(&s, nth(1), str_bytes(TXT("other"))), ERR_CLASH);
	OK(spool_get(&s, nth(1), &mem, &got));
	SAME_TEXT(str_from(got), "one");
	done(&s);
}

TEST(the_oldest_come_first_however_they_were_put)
{
	static const uint64_t order[] = {7, 2, 300, 1, UINT64_MAX, 16, 9};
	static const uint64_t want[] = {1, 2, 7, 9, 16, 300, UINT64_MAX};
	struct spool s = a_spool();
	struct spool_id id[9];
	size_t count, held;

	OK(spool_put(&s, (struct spool_id){2, 0}, str_bytes(TXT("later"))));
	for (size_t i = 0; i < 7; i++)
		OK(spool_put(&s, nth(order[i]), str_bytes(TXT("x"))));
	OK(spool_list(&s, id, 9, &count, &held));
	EQ(count, 8);
	EQ(held, 8);
	for (size_t i = 0; i < 7; i++)
		TRUE(id[i].incarnation == 1 && id[i].seq == want[i]);
	TRUE(id[7].incarnation == 2 && id[7].seq == 0);
	for (size_t most = 0; most <= 3; most++) {
		OK(spool_list(&s, id, most, &count, &held));
		EQ(count, most);
		EQ(held, 8);
		for (size_t i = 0; i < most; i++)
			TRUE(id[i].seq == want[i]);
	}
	done(&s);
}

TEST(a_thousand_are_listed_in_order)
{
	struct spool s = a_spool();
	static struct spool_id id[1100];
	size_t count, held;
	char name[64];

	/* Put there without a flush each: what is tested is the list. */
	for (unsigned i = 1000; i > 0; i--) {
		snprintf(name, sizeof(name), "%016x-%016x.fpe", 1u, i);
		close(openat(s.folder, name, O_CREAT | O_WRONLY, 0600));
	}
	OK(spool_list(&s, id, 1100, &count, &held));
	EQ(count, 1000);
	EQ(held, 1000);
	for (unsigned i = 0; i < 1000; i++) {
		EQ(id[i].seq, i + 1);
		snprintf(name, sizeof(name), "%016x-%016x.fpe", 1u, i + 1);
		EQ(unlinkat(s.folder, name, 0), 0);
	}
	done(&s);
}

TEST(what_a_power_cut_left_is_cleared_and_strangers_are_not_listed)
{
	struct spool s = a_spool();
	static const char *const stranger[] =
	    {"0000000000000001-0000000000000001.new", "notes.txt",
		"0000000000000001-0000000000000001.FPE",
		"000000000000000A-0000000000000001.fpe",
		"0000000000000001_0000000000000001.fpe",
		"0000000000000001-0000000000000001.fpe.old"};
	struct spool_id id[4];
	size_t count, held;

	for (size_t i = 0; i < 6; i++) {
		int fd =
		    openat(s.folder, stranger[i], O_CREAT | O_WRONLY, 0600);
		EQ(write(fd, "x", 1), 1);
		close(fd);
	}
	spool_close(&s);
	s = a_spool();
	EQ(faccessat(s.folder, "0000000000000001-0000000000000001.new", F_OK,
	       0),
	    -1);
	OK(spool_put(&s, nth(1), str_bytes(TXT("one"))));
	OK(spool_list(&s, id, 4, &count, &held));
	EQ(held, 1);
	for (size_t i = 1; i < 6; i++)
		EQ(unlinkat(s.folder, stranger[i], 0), 0);
	done(&s);
}

TEST(what_cannot_be_written_whole_leaves_no_trace)
{
	struct arena mem = test_arena();
	struct spool s = a_spool();
	struct rlimit was, small;
	static uint8_t big[8192];
	struct spool_id id[4];
	size_t count, held;
	struct bytes got;

	signal(SIGXFSZ, SIG_IGN);
	EQ(getrlimit(RLIMIT_FSIZE, &was), 0);
	small = was;
	small.rlim_cur = 4096;
	EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
	EQ(spool_put(&s, nth(1), BYTES_OF(big)), ERR_STORE);
	EQ(setrlimit(RLIMIT_FSIZE, &was), 0);
	EQ(faccessat(s.folder, "0000000000000001-0000000000000001.new", F_OK,
	       0),
	    -1);
	OK(spool_list(&s, id, 4, &count, &held));
	EQ(held, 0);
	OK(spool_put(&s, nth(1), BYTES_OF(big)));
	OK(spool_get(&s, nth(1), &mem, &got));
	SAME(got, BYTES_OF(big));
	done(&s);
}

TEST(what_was_laid_is_held_once_it_was_kept_and_not_if_it_was_dropped)
{
	struct arena mem = test_arena();
	struct spool s = a_spool();
	struct spool_laid one, two;
	struct spool_id id[4];
	size_t count, held;
	struct bytes got;

	OK(spool_lay(&s, nth(1), str_bytes(TXT("one")), &one));
	OK(spool_lay(&s, nth(2), str_bytes(TXT("two")), &two));
	EQ(spool_get(&s, nth(1), &mem, &got), ERR_ABSENT);
	OK(spool_list(&s, id, 4, &count, &held));
	EQ(held, 0);
	OK(spool_keep(&s, &one));
	spool_drop(&s, &two);
	OK(spool_flush(&s));
	OK(spool_get(&s, nth(1), &mem, &got));
	SAME_TEXT(str_from(got), "one");
	OK(spool_list(&s, id, 4, &count, &held));
	EQ(held, 1);
	EQ(faccessat(s.folder, "0000000000000001-0000000000000002.new", F_OK,
	       0),
	    -1);
	/* Another takes the place of what was laid, never of what is held. */
	OK(spool_lay(&s, nth(2), str_bytes(TXT("too")), &two));
	OK(spool_lay(&s, nth(2), str_bytes(TXT("three")), &one));
	OK(spool_keep(&s, &one));
	close(two.fd);
	OK(spool_get(&s, nth(2), &mem, &got));
	SAME_TEXT(str_from(got), "three");
	EQ(spool_lay(&s, nth(2), str_bytes(TXT("four")), &one), ERR_CLASH);
	done(&s);
}

TEST(a_long_spool_is_read_piece_by_piece)
{
	struct spool s = a_spool();
	struct spool_id id[7], last = {0, 0};
	size_t count, seen = 0;

	for (uint64_t i = 1; i <= 50; i++)
		OK(spool_put(&s, nth(51 - i), str_bytes(TXT("x"))));
	do {
		OK(spool_after(&s, last, id, 7, &count));
		for (size_t i = 0; i < count; i++) {
			EQ(id[i].seq, ++seen);
			last = id[i];
		}
	} while (count > 0);
	EQ(seen, 50);
	done(&s);
}

TEST(what_is_too_long_is_neither_put_nor_read)
{
	static uint8_t big[ENVELOPE_MOST + 1];
	struct arena mem = test_arena(), small;
	struct spool s = a_spool();
	struct bytes got = {NULL, 42};

	EQ(spool_put(&s, nth(1), BYTES_OF(big)), ERR_LIMIT);
	OK(spool_put(&s, nth(1), (struct bytes){big, ENVELOPE_MOST}));
	OK(spool_get(&s, nth(1), &mem, &got));
	EQ(got.len, ENVELOPE_MOST);
	arena_open(&small, arena_take(&mem, 1024), 1024);
	EQ(spool_get(&s, nth(1), &small, &got), ERR_LIMIT);
	int fd = openat(s.folder, "0000000000000001-0000000000000001.fpe",
	    O_WRONLY | O_APPEND);
	EQ(write(fd, "x", 1), 1);
	close(fd);
	EQ(spool_get(&s, nth(1), &mem, &got), ERR_LIMIT);
	done(&s);
}

TEST(a_link_in_place_of_an_envelope_is_not_followed)
{
	struct arena mem = test_arena();
	struct spool s = a_spool(), other;
	struct bytes got;

	EQ(symlinkat("/etc/passwd", s.folder,
	       "0000000000000001-0000000000000001.fpe"),
	    0);
	EQ(spool_get(&s, nth(1), &mem, &got), ERR_STORE);
	EQ(spool_put(&s, nth(1), str_bytes(TXT("one"))), ERR_CLASH);
	EQ(symlinkat("spool", parent, "link"), 0);
	EQ(spool_open(parent, "link", &other), ERR_STORE);
	EQ(unlinkat(parent, "link", 0), 0);
	done(&s);
}

TEST(a_file_is_readable_by_its_owner_alone)
{
	struct spool s = a_spool();
	struct stat st;

	OK(spool_put(&s, nth(1), str_bytes(TXT("one"))));
	EQ(fstatat(s.folder, "0000000000000001-0000000000000001.fpe", &st, 0),
	    0);
	EQ(st.st_mode & 07777, 0600);
	EQ(fstat(s.folder, &st), 0);
	EQ(st.st_mode & 07777, 0700);
	done(&s);
}
