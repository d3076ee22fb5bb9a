#include "page/qr.h"

#include <errno.h>
#include <qrencode.h>

#define DARK 1u /* the lowest bit of a module */

/* « M4 5h7 »: from column 4 of row 5, seven dark modules. */
static void
put_run(struct buf *path, int column, int row, int len)
{
	buf_str(path, TXT("M"));
	buf_number(path, column, 1);
	buf_str(path, TXT(" "));
	buf_number(path, row, 1);
	buf_str(path, TXT("h"));
	buf_number(path, len, 1);
	buf_str(path, TXT("v1H"));
	buf_number(path, column, 1);
	buf_str(path, TXT("z"));
}

static void
put_row(struct buf *path, const unsigned char *module, int width, int row)
{
	for (int x = 0; x < width; x++) {
		int from = x;
		while (x < width && (module[x] & DARK))
			x++;
		if (x > from)
			put_run(path, from + QR_QUIET, row + QR_QUIET,
			    x - from);
	}
}

enum err
qr_path(struct str text, struct buf *path, unsigned *side)
{
	char room[QR_TEXT_MOST + 1];

	if (text.len == 0 || memchr(text.at, 0, text.len))
		return ERR_INPUT;
	if (text.len > QR_TEXT_MOST)
		return ERR_LIMIT;
	memcpy(room, text.at, text.len);
	room[text.len] = 0;
	QRcode *code = QRcode_encodeString8bit(room, 0, QR_ECLEVEL_M);
	explicit_bzero(room, sizeof(room));
	if (!code)
		return errno == ENOMEM ? ERR_LIMIT : ERR_INPUT;

	int width = code->width;
	for (int y = 0; y < width; y++)
		put_row(path, code->data + y * width, width, y);
	explicit_bzero(code->data, (size_t)(width * width));
	QRcode_free(code);
	enum err e = buf_err(path);
	if (e == ERR_OK)
		*side = (unsigned)(width + 2 * QR_QUIET);
	return e;
}
