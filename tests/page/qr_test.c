#define SUITE page_qr
#include "../test.h"

#include "page/qr.h"

/* Version 1, level M: 21 modules and the border. */
TEST(a_short_text_is_the_smallest_code)
{
	struct arena mem = test_arena();
	struct buf path = buf_new(&mem, QR_PATH_MOST);
	unsigned side = 0;

	OK(qr_path(TXT("bonjour"), &path, &side));
	EQ(side, 21 + 2 * QR_QUIET);
	/* The first row begins with the seven modules of a finder. */
	TRUE(str_starts(buf_text(&path), TXT("M4 4h7v1H4z")));
}

/* The three finders, drawn back from the path, where a reader looks for them.
 */
TEST(the_finders_stand_in_three_corners)
{
	static const char *const finder[] = {"#######", "#.....#", "#.###.#",
	    "#.###.#", "#.###.#", "#.....#", "#######"};
	static char grid[200][200];
	struct arena mem = test_arena();
	struct buf path = buf_new(&mem, QR_PATH_MOST);
	unsigned side = 0;

	OK(qr_path(TXT("otpauth://totp/Serveur%20central:helene?secret="
		       "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
	    &path, &side));
	TRUE(side < 200);
	buf_u8(&path, 0);
	memset(grid, '.', sizeof(grid));
	int x, y, len, back, used;
	for (const char *at = (const char *)path.at;
	     sscanf(at, "M%d %dh%dv1H%dz%n", &x, &y, &len, &back, &used) == 4;
	     at += used) {
		EQ(back, x);
		memset(&grid[y][x], '#', (size_t)len);
	}
	int far = (int)side - QR_QUIET - 7;
	const int corner[3][2] = {{4, 4}, {far, 4}, {4, far}};
	for (int i = 0; i < 3; i++)
		for (int row = 0; row < 7; row++)
			SAME_STR(((struct str){&grid[corner[i][1] + row]
						    [corner[i][0]],
				     7}),
			    str_of(finder[row]));
	for (unsigned i = 0; i < side; i++)
		TRUE(grid[0][i] == '.' && grid[i][side - 1] == '.');
}

TEST(what_is_too_long_or_empty_is_refused_and_nothing_is_drawn)
{
	static char text[QR_TEXT_MOST + 1];
	struct arena mem = test_arena();
	struct buf path = buf_new(&mem, QR_PATH_MOST), tight = buf_new(&mem, 9);
	unsigned side = 7;

	memset(text, 'a', sizeof(text));
	EQ(qr_path((struct str){text, sizeof(text)}, &path, &side), ERR_LIMIT);
	EQ(qr_path(TXT(""), &path, &side), ERR_INPUT);
	EQ(qr_path((struct str){"a\0b", 3}, &path, &side), ERR_INPUT);
	EQ(path.len, 0);
	EQ(qr_path(TXT("abc"), &tight, &side), ERR_LIMIT);
	EQ(side, 7);
	OK(qr_path((struct str){text, QR_TEXT_MOST}, &path, &side));
}
