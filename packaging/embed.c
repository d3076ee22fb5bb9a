/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * embed - turn files of the repository into C.
 *
 *	embed OUT FILE...	(paths from the root)
 *
 * OUT/embed.c        every FILE as an array, in the tables of base/embed.h
 * OUT/<folder>/sql.h for src/<folder>/sql/<name>.sql, the text as SQL_<NAME>
 * OUT/sql_all.h      all of those, for the test that prepares each one
 *
 * A FILE under OUT, put there from a dependency, is named as if OUT were the
 * root. src/store/sql/NNNN-<name>.sql is a migration: a table entry, not a
 *macro. A file of OUT is written only when it changes, so that little is
 *compiled again.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What C11 promises to accept as one literal, less the final zero. */
#define LITERAL_MOST 4095

#define FILES_MOST 4096
#define PATH_MOST  512

enum kind { ASSET, MIGRATION, QUERY };

struct file {
	const char *path;
	enum kind kind;
	char folder[PATH_MOST]; /* of a query: "core" */
	char name[PATH_MOST];   /* of a query: "session_add" */
	char *body;
	size_t len;
};

static struct file files[FILES_MOST];
static size_t count;
static const char *out;

static _Noreturn void
fail(const char *path, const char *why)
{
	fprintf(stderr, "embed: %s: %s\n", path, why);
	exit(1);
}

/* --- a text that grows, and reaches its file only when it differs --------- */

struct text {
	char *at;
	size_t len, room;
};

static void
put(struct text *t, const char *at, size_t len)
{
	if (t->room - t->len <= len) {
		t->room = 2 * (t->room + len) + 64;
		t->at = realloc(t->at, t->room);
		if (t->at == NULL)
			fail(out, "out of memory");
	}
	memcpy(t->at + t->len, at, len);
	t->len += len;
	t->at[t->len] = 0;
}

__attribute__((format(printf, 2, 3))) static void
say(struct text *t, const char *format, ...)
{
	char line[4 * PATH_MOST];
	va_list arguments;

	va_start(arguments, format);
	int len = vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	if (len < 0 || (size_t)len >= sizeof line)
		fail(out, "a line is too long");
	put(t, line, (size_t)len);
}

static char *
slurp(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	if (f == NULL)
		return NULL;

	struct text t = {0};
	char part[65536];
	size_t got;

	while ((got = fread(part, 1, sizeof part, f)) > 0)
		put(&t, part, got);
	if (ferror(f))
		fail(path, strerror(errno));
	fclose(f);
	put(&t, "", 0);
	*len = t.len;
	return t.at;
}

static void
keep(const char *name, struct text *t)
{
	char path[2 * PATH_MOST];
	size_t len;

	snprintf(path, sizeof path, "%s/%s", out, name);
	char *old = slurp(path, &len);
	if (old == NULL || len != t->len || memcmp(old, t->at, len) != 0) {
		FILE *f = fopen(path, "wb");

		if (f == NULL || fwrite(t->at, 1, t->len, f) != t->len ||
		    fclose(f) != 0)
			fail(path, strerror(errno));
	}
	free(old);
	free(t->at);
	*t = (struct text){0};
}

/* --- what each file is -----------------------------------------------------
 */

static bool
is_numbered(const char *name)
{
	for (int i = 0; i < 4; i++)
		if (!isdigit((unsigned char)name[i]))
			return false;
	return name[4] == '-';
}

/* src/<folder>/sql/<name>.sql, or an asset. */
static void
classify(struct file *f)
{
	char folder[PATH_MOST], name[PATH_MOST], more;

	if (strlen(f->path) >= PATH_MOST)
		fail(f->path, "the path is too long");
	if (sscanf(f->path, "src/%[^/]/sql/%[^/.].sql%c", folder, name,
		&more) != 2) {
		f->kind = ASSET;
		return;
	}
	if (is_numbered(name)) {
		f->kind = MIGRATION;
		return;
	}
	f->kind = QUERY;
	for (const char *c = name; *c != 0; c++)
		if (!islower((unsigned char)*c) &&
		    !isdigit((unsigned char)*c) && *c != '_')
			fail(f->path, "a query is named in a-z, 0-9 and _");
	strcpy(f->folder, folder);
	strcpy(f->name, name);
}

/* --- C out of bytes ----------------------------------------------------------
 */

static void
write_array(struct text *t, size_t i, const struct file *f)
{
	char number[8];

	say(t, "\n/* %s */\nstatic const uint8_t f%zu[] = {", f->path, i);
	for (size_t k = 0; k < f->len; k++) {
		int len = snprintf(number, sizeof number, "%s%u,",
		    k % 24 == 0 ? "\n" : "", (unsigned char)f->body[k]);

		put(t, number, (size_t)len);
	}
	if (f->len == 0)
		say(t, "0");
	say(t, "};\n");
}

static void
write_table(struct text *t, const char *table, const char *counter,
    enum kind kind)
{
	size_t n = 0;

	say(t, "\nconst struct embed_file %s[] = {\n", table);
	for (size_t i = 0; i < count; i++) {
		if (files[i].kind != kind)
			continue;
		say(t, "{{\"%s\", %zu}, {f%zu, %zu}},\n", files[i].path,
		    strlen(files[i].path), i, files[i].len);
		n++;
	}
	if (n == 0)
		say(t, "{{\"\", 0}, {(const uint8_t *)\"\", 0}}\n");
	say(t, "};\nconst size_t %s = %zu;\n", counter, n);
}

static void
write_files(void)
{
	struct text t = {0};

	say(&t,
	    "/* Made by packaging/embed.c. */\n"
	    "#include \"base/embed.h\"\n");
	for (size_t i = 0; i < count; i++)
		if (files[i].kind != QUERY)
			write_array(&t, i, &files[i]);
	write_table(&t, "embed_table", "embed_count", ASSET);
	write_table(&t, "embed_migration", "embed_migration_count", MIGRATION);
	keep("embed.c", &t);
}

/* The text of a query as one literal: no comment line, no empty line. */
static void
write_literal(struct text *t, const struct file *f)
{
	size_t len = 0;
	bool first = true;

	for (char *line = f->body, *end; *line != 0; line = end) {
		end = line + strcspn(line, "\n");
		char *from = line + strspn(line, " \t\r");
		size_t n = from < end ? (size_t)(end - from) : 0;

		if (*end == '\n')
			end++;
		if (n == 0 || strncmp(from, "--", 2) == 0)
			continue;
		if (!first)
			say(t, " \\\n\t\"\\n\" ");
		put(t, "\"", 1);
		for (size_t k = 0; k < n; k++) {
			if (strchr("\"\\?", from[k]) != NULL)
				put(t, "\\", 1);
			put(t, &from[k], 1);
		}
		put(t, "\"", 1);
		len += n + !first;
		first = false;
	}
	if (first)
		fail(f->path, "there is no query in it");
	if (len > LITERAL_MOST)
		fail(f->path, "longer than 4095 bytes: make two queries of it");
}

static void
write_queries(void)
{
	struct text all = {0}, one = {0};
	const char *folder = "";

	say(&all,
	    "/* Made by packaging/embed.c. */\n"
	    "static const struct {\n"
	    "\tconst char *path, *text;\n"
	    "} sql_all[] = {\n");
	for (size_t i = 0; i < count; i++) {
		const struct file *f = &files[i];
		char path[2 * PATH_MOST];

		if (f->kind != QUERY)
			continue;
		if (strcmp(folder, f->folder) != 0) {
			snprintf(path, sizeof path, "%s/%s", out, f->folder);
			if (mkdir(path, 0777) != 0 && errno != EEXIST)
				fail(path, strerror(errno));
			folder = f->folder;
			say(&one, "/* Made by packaging/embed.c. */\n");
		}
		say(&one, "#define SQL_");
		for (const char *c = f->name; *c != 0; c++)
			say(&one, "%c", toupper((unsigned char)*c));
		say(&one, " \\\n\t");
		write_literal(&one, f);
		say(&one, "\n");
		say(&all, "{\"%s\",\n\t", f->path);
		write_literal(&all, f);
		say(&all, "},\n");
		/* The files are sorted: the last of a folder ends its header.
		 */
		if (i + 1 == count || files[i + 1].kind != QUERY ||
		    strcmp(files[i + 1].folder, folder) != 0) {
			snprintf(path, sizeof path, "%s/sql.h", folder);
			keep(path, &one);
			folder = "";
		}
	}
	say(&all, "{0, 0}\n};\n");
	keep("sql_all.h", &all);
}

static const char *
below_out(const char *path)
{
	size_t len = strlen(out);

	return strncmp(path, out, len) == 0 && path[len] == '/' ? path + len + 1
								: path;
}

static int
by_path(const void *a, const void *b)
{
	const struct file *f = a, *g = b;

	return strcmp(f->path, g->path);
}

int
main(int argc, char **argv)
{
	if (argc < 2 || argc - 2 > FILES_MOST)
		fail("usage", "embed OUT FILE...");
	out = argv[1];
	for (int i = 2; i < argc; i++) {
		struct file *f = &files[count++];

		f->path = below_out(argv[i]);
		classify(f);
		f->body = slurp(argv[i], &f->len);
		if (f->body == NULL)
			fail(f->path, strerror(errno));
		if (f->kind != ASSET && strlen(f->body) != f->len)
			fail(f->path, "a zero byte in SQL");
	}
	qsort(files, count, sizeof files[0], by_path);
	for (size_t i = 1; i < count; i++)
		if (strcmp(files[i - 1].path, files[i].path) == 0)
			fail(files[i].path, "twice");
	write_files();
	write_queries();
	return 0;
}
