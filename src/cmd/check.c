#include <stdalign.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/embed.h"
#include "calendar/paris.h"
#include "cmd/cmd.h"
#include "cmd/file.h"
#include "convention/proof.h"

#define CHECK_FAULTS (64u << 10)  /* bytes of mistakes told at once */
#define CHECK_FILE   (256u << 10) /* bytes of a file of a pack */
#define CHECK_FILES  (PACK_FORMS_MOST + 3)
#define CHECK_WRONG  1 /* exit: the pack is to be mended */
#define CHECK_EVERY  "config/convention/"

/* Memory of one pack at a time; its files too, if read from a folder. */
static alignas(max_align_t)
    uint8_t memory[PACK_MEMORY + CHECK_FAULTS + CHECK_FILES * CHECK_FILE];

/* A pack on disk: the folder that holds its folder. */
struct shelf {
	struct arena *mem;
	char above[FILE_PATH];
};

/* A file beside the pack; `common` may be ours, if it is not there. */
static struct str
from_disk(void *ctx, struct str path)
{
	struct shelf *s = ctx;
	char whole[FILE_PATH];

	if (file_path(whole, s->above, path) != ERR_OK)
		return (struct str){NULL, 0};
	size_t mark = arena_mark(s->mem);
	struct buf text = buf_new(s->mem, CHECK_FILE);
	if (file_read(whole, &text) == ERR_OK)
		return buf_text(&text);
	arena_back(s->mem, mark);
	return str_starts(path, TXT("common/")) ? pack_embedded.file(NULL, path)
						: (struct str){NULL, 0};
}

static void
print(const struct buf *lines)
{
	struct str text = buf_text(lines);

	printf("%.*s", (int)text.len, text.at);
}

/* Bytes of the longest payload, by form: a figure worth seeing. */
static void
print_forms(const struct pack *p)
{
	for (size_t i = 0; i < p->count; i++)
		printf("  %.*s %lld : %zu octets au plus\n",
		    (int)p->forms[i].id.len, p->forms[i].id.at,
		    (long long)p->forms[i].version,
		    proof_longest(&p->forms[i]));
}

static int
check(struct arena *mem, const struct pack_source *from, struct str name)
{
	static struct pack pack;
	struct buf lines = buf_new(mem, CHECK_FAULTS);
	struct proof proof = {.lines = &lines};

	enum err e = pack_open(mem, from, name, &lines, &pack);
	if (e == ERR_OK)
		proof_pack(&pack, paris_day(clock_now()), &proof);
	print(&lines);
	if (e == ERR_ABSENT)
		printf("%.*s : il n’y a pas ici de convention "
		       "(convention.json, directory.json)\n",
		    (int)name.len, name.at);
	if (e == ERR_LIMIT)
		printf("%.*s : cette convention est trop longue\n",
		    (int)name.len, name.at);
	if (e != ERR_OK || proof.mistakes > 0)
		return CHECK_WRONG;
	printf("%.*s : convention bien écrite, %s, %zu communes", (int)name.len,
	    name.at, pack.active ? "active" : "inactive",
	    pack.directory.communes_count);
	if (proof.notes > 0)
		printf(", %zu points à compléter", proof.notes);
	printf("\n");
	print_forms(&pack);
	return 0;
}

/* Every pack in the binary. */
static int
check_all(struct arena *mem)
{
	size_t count = 0;
	const struct embed_file *f = embed_under(TXT(CHECK_EVERY), &count);
	int status = 0;

	for (size_t i = 0; i < count; i++) {
		struct str path =
		    str_part(f[i].path, sizeof(CHECK_EVERY) - 1, SIZE_MAX);
		struct str name = str_cut(&path, '/');
		if (!str_eq(path, TXT("convention.json")))
			continue;
		if (check(mem, &pack_embedded, name) != 0)
			status = CHECK_WRONG;
		arena_reset(mem);
	}
	return status;
}

/* "a/b/demo/": the name of the folder, and where it is. */
static struct str
split(struct str folder, struct shelf *s)
{
	while (folder.len > 1 && folder.at[folder.len - 1] == '/')
		folder.len--;
	size_t slash = folder.len;
	while (slash > 0 && folder.at[slash - 1] != '/')
		slash--;
	struct str above = str_part(folder, 0, slash);
	if (above.len == 0)
		above = TXT(".");
	if (above.len >= sizeof(s->above))
		above = TXT("");
	memcpy(s->above, above.at, above.len);
	s->above[above.len] = 0;
	return str_part(folder, slash, SIZE_MAX);
}

/* A pack in the binary, by its name alone. */
static bool
is_ours(struct str name)
{
	char room[FILE_PATH];
	struct buf path = buf_over(room, sizeof(room));

	buf_str(&path, TXT(CHECK_EVERY));
	buf_str(&path, name);
	buf_str(&path, TXT("/convention.json"));
	return buf_err(&path) == ERR_OK && embed_find(buf_text(&path));
}

int
check_main(int argc, char **argv)
{
	struct arena mem;

	arena_open(&mem, memory, sizeof(memory));
	struct str name = str_of(argc > 1 ? argv[1] : "");
	if (argc > 2 || str_starts(name, TXT("-")) || str_eq(name, TXT("help")))
		return cmd_usage("check");
	if (argc == 1)
		return check_all(&mem);
	if (is_ours(name))
		return check(&mem, &pack_embedded, name);
	static struct shelf shelf;
	shelf.mem = &mem;
	struct pack_source disk = {from_disk, &shelf};
	name = split(name, &shelf);
	return check(&mem, &disk, name);
}
