#include "base/arena.h"

#include <stdalign.h>

#define SUITE       base_arena
#define TEST_MEMORY 4096
#include "../test.h"

TEST(what_is_taken_is_zeroed_aligned_and_apart)
{
	struct arena a = test_arena();
	uint8_t *before = NULL;

	for (size_t len = 0; len < 70; len++) {
		uint8_t *p = arena_take(&a, len);
		TRUE(p != NULL);
		EQ((uintptr_t)p % alignof(max_align_t), 0);
		TRUE(!before || p >= before + (len > 0 ? len - 1 : 0));
		for (size_t i = 0; i < len; i++)
			EQ(p[i], 0);
		memset(p, 0xff, len);
		before = p;
	}
}

TEST(an_arena_can_be_filled_to_its_last_byte_and_no_further)
{
	struct arena a = test_arena();

	TRUE(arena_take(&a, TEST_MEMORY - 20) != NULL);
	TRUE(arena_take(&a, 17) == NULL);
	TRUE(arena_take(&a, 13) == NULL || a.used <= a.size);
	TRUE(arena_take(&a, SIZE_MAX) == NULL);
	TRUE(arena_take(&a, SIZE_MAX - 8) == NULL);
	arena_reset(&a);
	TRUE(arena_take(&a, TEST_MEMORY + 1) == NULL);
	TRUE(arena_take(&a, TEST_MEMORY) != NULL);
	TRUE(arena_take(&a, 1) == NULL);
}

TEST(going_back_wipes_what_was_taken_since)
{
	struct arena a = test_arena();
	char *kept = arena_take(&a, 32);
	memset(kept, 'k', 32);
	size_t mark = arena_mark(&a);
	char *secret = arena_take(&a, 100);
	memset(secret, 's', 100);
	size_t inner = arena_mark(&a);
	char *more = arena_take(&a, 50);
	memset(more, 'm', 50);

	arena_back(&a, inner);
	for (size_t i = 0; i < 50; i++)
		EQ(more[i], 0);
	EQ(secret[99], 's');
	arena_back(&a, mark);
	for (size_t i = 0; i < 100; i++)
		EQ(secret[i], 0);
	EQ(kept[31], 'k');
	TRUE(arena_take(&a, 100) == secret);
	arena_reset(&a);
	EQ(kept[0], 0);
	EQ(arena_mark(&a), 0);
}

TEST(the_request_that_is_asked_to_fails)
{
	struct arena a = test_arena();

	a.fail_at = 2;
	TRUE(arena_take(&a, 1) != NULL);
	TRUE(arena_take(&a, 1) == NULL);
	TRUE(arena_take(&a, 1) != NULL);
	EQ(a.asked, 3);
}

TEST_DIES(a_mark_that_was_never_given_stops_the_process)
{
	struct arena a = test_arena();

	arena_back(&a, 16);
}

TEST(copies_that_do_not_fit_are_asked_about_once)
{
	struct arena a = test_arena();
	enum err e = ERR_OK;

	SAME_TEXT(arena_keep(&a, TXT("Tilleuls"), &e), "Tilleuls");
	SAME_TEXT(arena_keep(&a, TXT(""), &e), "");
	EQ(e, ERR_OK);
	TRUE(arena_take(&a, TEST_MEMORY - 64) != NULL);
	SAME_TEXT(arena_keep(&a,
		      TXT("a text that is longer than what is left of the "
			  "arena by now"),
		      &e),
	    "");
	EQ(e, ERR_LIMIT);
	SAME_TEXT(arena_keep(&a, TXT("x"), &e), "x");
	EQ(e, ERR_LIMIT);
}
