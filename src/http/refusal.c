#include "http/refusal.h"

#include "http/security.h"

/*
 * The style comes last: what it is asked of may be what is not answering, and
 * a browser shows at once what stands before it.
 */
#define PAGE(title, what, then)                                                \
	"<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n"                        \
	"<meta charset=\"utf-8\">\n"                                           \
	"<meta name=\"viewport\" "                                             \
	"content=\"width=device-width, initial-scale=1\">\n"                   \
	"<title>" title "</title>\n</head>\n<body>\n<main>\n"                  \
	"<h1>" title "</h1>\n<div class=\"card\">\n"                           \
	"<p>" what "</p>\n<p>" then "</p>\n"                                   \
	"<p><a href=\"/\">Revenir à l’écran verrouillé</a></p>\n</div>\n" \
	"<p>Danger immédiat ? Appelez le <a href=\"tel:17\">17</a> (police, " \
	"gendarmerie), le <a href=\"tel:15\">15</a> (Samu), le "               \
	"<a href=\"tel:112\">112</a> (urgences) ou le "                        \
	"<a href=\"tel:119\">119</a> (enfance en danger).</p>\n"               \
	"</main>\n<link rel=\"stylesheet\" href=\"/static/fichep.css\">\n"     \
	"</body>\n</html>\n"

static const struct {
	int status;
	struct str reason, page;
} table[] = {
#define TEXT(literal)                                                          \
	{                                                                      \
		"" literal, sizeof(literal) - 1                                \
	}
#define REFUSAL(status, reason, title, what, then)                             \
	{status, TEXT(reason), TEXT(PAGE(title, what, then))},
#include "http/refusal.def"
#undef REFUSAL
#undef TEXT
};

#define ROWS (sizeof(table) / sizeof(table[0]))

/* The row of `status`, or ROWS. */
static size_t
row(int status)
{
	size_t i = 0;

	while (i < ROWS && table[i].status != status)
		i++;
	return i;
}

bool
refusal_has(int status)
{
	return row(status) < ROWS;
}

void
refusal_write(struct buf *to, int status, bool bare)
{
	size_t i = row(status);

	must(i < ROWS);
	buf_str(to, TXT("HTTP/1.1 "));
	buf_number(to, status, 3);
	buf_str(to, TXT(" "));
	buf_str(to, table[i].reason);
	buf_str(to, TXT("\r\nContent-Type: text/html; charset=utf-8\r\n"));
	buf_str(to, TXT("Content-Length: "));
	buf_number(to, (int64_t)table[i].page.len, 1);
	buf_str(to, TXT("\r\n"));
	security_write(to, SECURITY_PAGE);
	buf_str(to, TXT("Connection: close\r\n\r\n"));
	if (!bare)
		buf_str(to, table[i].page);
}
