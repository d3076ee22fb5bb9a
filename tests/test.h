/*
 * test - the few words our tests are written with.
 *
 *	#define SUITE calendar_day
 *	#include "../test.h"
 *
 *	TEST(easter_is_always_a_sunday) { ... }
 *
 * Each TEST adds itself to the list, and lib/unit.c runs it in a process of its
 * own, so that a crash fails one test and not the others. SUITE is
 * <folder>_<noun>. A table of cases needs no more than a loop; what people must
 * be able to check is a text file of vectors. A random case prints what repeats
 * it. Tests run from the repository's root.
 */
#ifndef TEST_H
#define TEST_H

#include <inttypes.h>
#include <signal.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/encode.h"
#include "base/str.h"

struct test {
	const char *suite, *name;
	void (*run)(void);
	int signal; /* that must end it; 0: it must come to its end */
	struct test *next;
};

void test_add(struct test *t);

/*
 * What is costly to make and the same for all may be made by the first test
 * that needs it and copied by the others: 0 nobody has, 1 someone does, 2 there
 * it is. Who finds 1 makes its own.
 */
struct test_shared {
	_Atomic int state;
	size_t len;
	uint8_t at[2u << 20];
};
extern struct test_shared *test_shared;

/* What a test's process leaves with. Not 0 or 1, which anything may. */
#define TEST_PASSED  70
#define TEST_FAILED  71
#define TEST_SKIPPED 72

/* End this test, saying why. */
_Noreturn void test_over(int status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#define TEST_ROW(suite, name, signal)                                          \
	static void run_##name(void);                                          \
	__attribute__((constructor)) static void add_##name(void)              \
	{                                                                      \
		static struct test t = {#suite, #name, run_##name, signal,     \
		    NULL};                                                     \
		test_add(&t);                                                  \
	}                                                                      \
	static void run_##name(void)
#define TEST_IN(suite, name, signal) TEST_ROW(suite, name, signal)
#define TEST(name)                   TEST_IN(SUITE, name, 0)

/* A test that passes when its process ends by must(). */
#define TEST_DIES(name) TEST_IN(SUITE, name, SIGABRT)

/* Not here, for a reason that is shown; or not at all. */
#define SKIP(...) test_over(TEST_SKIPPED, __VA_ARGS__)
#define FAIL(...) test_over(TEST_FAILED, __VA_ARGS__)

/* Where in a vector file we are: shown with every failure. */
static char test_where[256];

/* `x` is true. */
#define TRUE(x) ((x) ? (void)0 : test_fail(__FILE__, __LINE__, #x " is false"))

/* Two integers are equal. */
#define EQ(got, want)                                                          \
	test_eq(__FILE__, __LINE__, #got, (intmax_t)(got), (intmax_t)(want))

/* Two strings of bytes are equal; they are shown in hexadecimal. */
#define SAME(got, want) test_same(__FILE__, __LINE__, #got, (got), (want))

/* A str is equal to a literal, or to another str. */
#define SAME_TEXT(got, literal) SAME_STR((got), TXT(literal))
#define SAME_STR(got, want)                                                    \
	test_same_str(__FILE__, __LINE__, #got, (got), (want))

/* A checked call went well. */
#define OK(call) EQ((call), ERR_OK)

static inline void
test_fail(const char *file, int line, const char *what)
{
	FAIL("%s:%d: %s%s", file, line, what, test_where);
}

static inline void
test_eq(const char *file, int line, const char *what, intmax_t got,
    intmax_t want)
{
	if (got != want)
		FAIL("%s:%d: %s is %jd, not %jd%s", file, line, what, got, want,
		    test_where);
}

/* The first bytes of `b` in hexadecimal, into one of two static rooms. */
static inline const char *
test_hex(struct bytes b, int room)
{
	static char text[2][2 * 96 + 4];
	size_t shown = b.len < 96 ? b.len : 96;

	for (size_t i = 0; i < shown; i++)
		snprintf(text[room] + 2 * i, 3, "%02x", b.at[i]);
	snprintf(text[room] + 2 * shown, 4, "%s", shown < b.len ? "..." : "");
	return text[room];
}

static inline void
test_same(const char *file, int line, const char *what, struct bytes got,
    struct bytes want)
{
	if (got.len != want.len ||
	    (got.len > 0 && memcmp(got.at, want.at, got.len) != 0))
		FAIL("%s:%d: %s is %zu bytes %s, not %zu bytes %s%s", file,
		    line, what, got.len, test_hex(got, 0), want.len,
		    test_hex(want, 1), test_where);
}

static inline void
test_same_str(const char *file, int line, const char *what, struct str got,
    struct str want)
{
	if (!str_eq(got, want))
		FAIL("%s:%d: %s is\n\"%.*s\", not\n\"%.*s\"%s", file, line,
		    what, (int)got.len, got.at, (int)want.len, want.at,
		    test_where);
}

/*
 * An arena over memory of this test file, four MiB unless TEST_MEMORY says
 * otherwise before the include. Each call begins again on the same memory.
 */
#ifndef TEST_MEMORY
#define TEST_MEMORY (4u << 20)
#endif

static inline struct arena
test_arena(void)
{
	/* Asked of the system: as statics of so many files they would be more
	 * than a program may hold. */
	static uint8_t *room;
	struct arena a;

	if (!room)
		room = mmap(NULL, TEST_MEMORY, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (room == MAP_FAILED ||
	    madvise(room, TEST_MEMORY, MADV_DONTNEED) != 0) /* zeroes */
		FAIL("no memory for an arena");
	arena_open(&a, room, TEST_MEMORY);
	return a;
}

/*
 * Run `attempt` with its first request of memory failing, then its second, and
 * so on until it goes through: each attempt before must answer ERR_LIMIT, and
 * says by itself (TRUE, EQ) that it left nothing half done. Returns how many
 * attempts failed; `mem` is reset before each and holds the last one's result.
 */
static inline size_t
test_each_allocation(struct arena *mem,
    enum err (*attempt)(struct arena *mem, void *ctx), void *ctx)
{
	for (size_t n = 1;; n++) {
		arena_reset(mem);
		mem->asked = 0;
		mem->fail_at = n;
		enum err e = attempt(mem, ctx);
		mem->fail_at = 0;
		if (e == ERR_OK && mem->asked < n)
			return n - 1;
		snprintf(test_where, sizeof(test_where),
		    " (request %zu of memory failing)", n);
		EQ(e, ERR_LIMIT);
		test_where[0] = 0;
	}
}

/* What a file of the repository holds; it belongs to `mem`. */
static inline struct bytes
test_file(struct arena *mem, const char *path)
{
	FILE *f = fopen(path, "rb");

	if (!f)
		FAIL("%s cannot be opened", path);
	fseek(f, 0, SEEK_END);
	size_t len = (size_t)ftell(f);
	rewind(f);
	uint8_t *at = arena_take(mem, len);
	TRUE(at && fread(at, 1, len, f) == len);
	fclose(f);
	return (struct bytes){at, len};
}

/* The bytes that lower-case hexadecimal `text` stands for; "-" is none. */
static inline struct bytes
test_unhex(struct arena *mem, struct str text)
{
	struct buf b = buf_new(mem, text.len / 2);

	if (str_eq(text, TXT("-")))
		return buf_done(&b);
	EQ(encode_unhex(text, &b), ERR_OK);
	return buf_done(&b);
}

/*
 * vectors - cases written as text, one a line.
 *
 *	struct vectors v = vectors_open("tests/vectors/calendar/easter.txt");
 *	while (vectors_next(&v))
 *		... v.field[0], v.field[1], v.n ...
 *
 * '#' begins a comment line, empty lines are skipped, fields are separated by
 * blanks. A field lives until the next call. A file without a case fails: a
 * test that runs nothing proves nothing.
 */
#define VECTORS_FIELDS 64

struct vectors {
	FILE *file;
	const char *path;
	char *text;
	size_t room;
	size_t line, cases;
	size_t n; /* fields of this line */
	struct str field[VECTORS_FIELDS];
};

static inline struct vectors
vectors_open(const char *path)
{
	struct vectors v = {.file = fopen(path, "r"), .path = path};

	if (!v.file)
		FAIL("%s cannot be opened", path);
	return v;
}

static inline bool
vectors_split(struct vectors *v, struct str text)
{
	v->n = 0;
	for (size_t i = 0; i < text.len; i++) {
		size_t from = i;
		while (i < text.len && !strchr(" \t\r\n", text.at[i]))
			i++;
		if (i == from)
			continue;
		TRUE(v->n < VECTORS_FIELDS);
		v->field[v->n++] = str_part(text, from, i - from);
	}
	return v->n > 0 && v->field[0].at[0] != '#';
}

static inline bool
vectors_next(struct vectors *v)
{
	ssize_t len;

	while ((len = getline(&v->text, &v->room, v->file)) >= 0) {
		v->line++;
		if (!vectors_split(v, (struct str){v->text, (size_t)len}))
			continue;
		v->cases++;
		snprintf(test_where, sizeof(test_where), " (%s:%zu)", v->path,
		    v->line);
		return true;
	}
	test_where[0] = 0;
	TRUE(v->cases > 0);
	free(v->text);
	fclose(v->file);
	v->text = NULL;
	return false;
}

/* From the i-th field to the end of its line, blanks inside included. */
static inline struct str
vectors_rest(const struct vectors *v, size_t i)
{
	TRUE(i < v->n);
	const struct str *last = &v->field[v->n - 1];
	const char *from = v->field[i].at;

	return (struct str){from, (size_t)(last->at + last->len - from)};
}

/* The i-th field as a number between INT64_MIN and INT64_MAX. */
static inline int64_t
vectors_number(const struct vectors *v, size_t i)
{
	TRUE(i < v->n);
	struct str s = v->field[i];
	bool minus = str_starts(s, TXT("-"));
	uint64_t n = 0;

	TRUE(str_number(str_part(s, minus, SIZE_MAX), INT64_MAX, &n));
	return minus ? -(int64_t)n : (int64_t)n;
}

#endif
