/* What is embedded is what the repository holds, and is found by its path. */
#define SUITE base_embed
#include "../test.h"

#include <unistd.h>

#include "base/embed.h"

/* A font comes from a dependency: it is put under build/gen, never committed.
 */
TEST(every_file_is_there_byte_for_byte)
{
	for (size_t i = 0; i < embed_count; i++) {
		struct arena mem = test_arena();
		char path[512];

		snprintf(path, sizeof(path), "build/gen/%.*s",
		    (int)embed_table[i].path.len, embed_table[i].path.at);
		if (access(path, R_OK) != 0)
			memmove(path, path + strlen("build/gen/"),
			    strlen(path) - strlen("build/gen/") + 1);
		SAME(embed_table[i].body, test_file(&mem, path));
	}
	TRUE(embed_count > 0);
}

TEST(every_file_is_found_and_no_other)
{
	for (size_t i = 0; i < embed_count; i++) {
		struct str path = embed_table[i].path;

		TRUE(embed_find(path) == &embed_table[i]);
		TRUE(embed_find(str_part(path, 0, path.len - 1)) == NULL);
		TRUE(embed_find(str_part(path, 1, path.len)) == NULL);
	}
	TRUE(embed_find(TXT("")) == NULL);
	TRUE(embed_find(TXT("~")) == NULL);
}

TEST(a_folder_gives_all_its_files)
{
	size_t web, none, all;

	TRUE(embed_under(TXT("web/"), &web) != NULL);
	TRUE(web > 0 && web < embed_count);
	TRUE(embed_under(TXT("nowhere/"), &none) == NULL);
	EQ(none, 0);
	TRUE(embed_under(TXT(""), &all) == embed_table);
	EQ(all, embed_count);
}

TEST(migrations_are_numbered_without_a_gap)
{
	for (size_t i = 0; i < embed_migration_count; i++) {
		char head[64];

		snprintf(head, sizeof(head), "src/store/sql/%04zu-", i + 1);
		TRUE(str_starts(embed_migration[i].path, str_of(head)));
	}
}
