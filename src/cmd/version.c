#include "cmd/version.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/embed.h"
#include "base/json.h"
#include "cmd/cmd.h"

/* Bytes the list may take: forty rows of half a kilobyte, with room. */
#define VERSION_SBOM_MOST (64u * 1024)

#if defined(__x86_64__)
#define VERSION_MACHINE "x86_64"
#elif defined(__aarch64__)
#define VERSION_MACHINE "aarch64"
#elif defined(__arm__)
#define VERSION_MACHINE "armhf"
#else
#error "fichep is built for x86_64, aarch64 and armhf"
#endif

/* One row of deps.lock, in the order of its columns. */
struct row {
	struct str name, use, version, origin, file, sha256, licence, reason;
};

/* The next cell of a line, and the line without it. */
static struct str
cell(struct str *line)
{
	return str_trim(str_cut(line, '|'));
}

static struct row
row_of(struct str line)
{
	struct row r;

	r.name = cell(&line);
	r.use = cell(&line);
	r.version = cell(&line);
	r.origin = cell(&line);
	r.file = cell(&line);
	r.sha256 = cell(&line);
	r.licence = cell(&line);
	r.reason = str_trim(line);
	return r;
}

/* What is inside this binary: not its tools, nor another machine's libc. */
static bool
is_inside(const struct row *r)
{
	if (str_starts(r->name, TXT("musl-")))
		return str_eq(r->name, TXT("musl-" VERSION_MACHINE));
	return str_eq(r->use, TXT("link")) || str_eq(r->use, TXT("patch"));
}

static void
member(struct buf *to, const char *name, struct str value)
{
	buf_str(to, TXT("\""));
	buf_str(to, str_of(name));
	buf_str(to, TXT("\": "));
	json_quote(to, value);
}

/*
 * A patch is a component of its own: it has its own file and hash. The file
 * tells components apart, since two of them may share a name.
 */
static void
component(struct buf *to, const struct row *r)
{
	bool patch = str_eq(r->use, TXT("patch"));

	buf_str(to, TXT("    { \"type\": "));
	json_quote(to, patch ? TXT("file") : TXT("library"));
	buf_str(to, TXT(", "));
	member(to, "bom-ref", r->file);
	buf_str(to, TXT(",\n      "));
	member(to, "name", patch ? r->file : r->name);
	buf_str(to, TXT(", "));
	member(to, "version", r->version);
	buf_str(to, TXT(",\n      \"hashes\": [ { \"alg\": \"SHA-256\", "));
	member(to, "content", r->sha256);
	buf_str(to, TXT(" } ],\n      \"licenses\": [ { "));
	member(to, "expression", r->licence);
	buf_str(to, TXT(" } ],\n      "));
	member(to, "description", r->reason);
	buf_str(to, TXT(" }"));
}

static void
sbom(struct buf *to, struct str lock)
{
	buf_str(to,
	    TXT("{ \"bomFormat\": \"CycloneDX\", "
		"\"specVersion\": \"1.5\", \"version\": 1,\n"
		"  \"metadata\": { \"component\": {\n"
		"    \"type\": \"application\", "
		"\"bom-ref\": \"fichep\", "
		"\"name\": \"fichep\",\n"
		"    \"version\": \"" VERSION_NUMBER "\", "
		"\"licenses\": [ { \"license\": "
		"{ \"id\": \"EUPL-1.2\" } } ] } },\n"
		"  \"components\": ["));

	bool first = true;
	while (lock.len > 0) {
		struct str line = str_cut(&lock, '\n');
		struct row r = row_of(line);

		if (str_starts(line, TXT("#")) || !is_inside(&r))
			continue;
		buf_str(to, first ? TXT("\n") : TXT(",\n"));
		component(to, &r);
		first = false;
	}
	buf_str(to, TXT("\n  ]\n}\n"));
}

static int
print_sbom(void)
{
	static uint8_t room[VERSION_SBOM_MOST];
	struct buf b = buf_over(room, sizeof(room));
	const struct embed_file *lock = embed_find(TXT("packaging/deps.lock"));

	must(lock != NULL); /* put there by the build, see embed.h */
	sbom(&b, str_from(lock->body));
	must(buf_err(&b) == ERR_OK);

	struct str text = buf_text(&b);
	if (fwrite(text.at, 1, text.len, stdout) != text.len ||
	    fflush(stdout) != 0) {
		perror("fichep version");
		return CMD_FAILED;
	}
	return EXIT_SUCCESS;
}

int
version_main(int argc, char **argv)
{
	if (argc == 2 && str_eq(str_of(argv[1]), TXT("--sbom")))
		return print_sbom();
	if (argc > 1)
		return cmd_usage("version");
	puts("fichep " VERSION_NUMBER " " VERSION_MACHINE);
	return EXIT_SUCCESS;
}
