#include "front/head.h"

#include "http/security.h"

#define PAGE_MOST 2048 /* bytes of a refusal page */

static const struct {
	uint32_t status;
	const char *words;
} reasons[] = {
    {200, "OK"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
};

static bool
visible(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((uint8_t)s.at[i] < 0x20 || (uint8_t)s.at[i] > 0x7e)
			return false;
	return true;
}

bool
head_fit(const struct head *h)
{
	return h->status >= 200 && h->status <= 599 && visible(h->type) &&
	    visible(h->location) && visible(h->cookie) && visible(h->tag) &&
	    visible(h->nonce) && visible(h->digest) && visible(h->signed_as) &&
	    visible(h->signature) &&
	    (h->location.len == 0 ||
		(str_starts(h->location, TXT("/")) &&
		    !str_starts(h->location, TXT("//")) &&
		    !memchr(h->location.at, '\\', h->location.len)));
}

static void
field(struct buf *to, struct str name, struct str value)
{
	if (value.len == 0)
		return;
	buf_str(to, name);
	buf_str(to, TXT(": "));
	buf_str(to, value);
	buf_str(to, TXT("\r\n"));
}

void
head_put(struct buf *to, const struct head *h)
{
	must(head_fit(h));
	buf_str(to, TXT("HTTP/1.1 "));
	buf_number(to, h->status, 3);
	buf_str(to, TXT(" "));
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == h->status)
			buf_str(to, str_of(reasons[i].words));
	buf_str(to, TXT("\r\n"));
	field(to, TXT("Content-Type"), h->type);
	if (h->status != 304) {
		buf_str(to, TXT("Content-Length: "));
		buf_number(to, (int64_t)h->length, 1);
		buf_str(to, TXT("\r\n"));
	}
	field(to, TXT("Location"), h->location);
	field(to, TXT("Set-Cookie"), h->cookie);
	field(to, TXT("ETag"), h->tag);
	field(to, TXT("Sync-Nonce"), h->nonce);
	field(to, TXT("Content-Digest"), h->digest);
	field(to, TXT("Signature-Input"), h->signed_as);
	field(to, TXT("Signature"), h->signature);
	security_write(to, h->tag.len > 0 ? SECURITY_ASSET : SECURITY_PAGE);
	if (h->closes)
		field(to, TXT("Connection"), TXT("close"));
	buf_str(to, TXT("\r\n"));
}

void
head_refuse(struct buf *to, uint32_t status, enum err e, bool closes, bool bare)
{
	char room[PAGE_MOST];
	struct buf page = buf_over(room, sizeof(room));

	buf_str(&page,
	    TXT("<!DOCTYPE html>\n<html lang=\"fr\">\n<meta "
		"charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width\">\n"
		"<title>Fiche</title>\n"
		"<link rel=\"stylesheet\" href=\"/static/fichep.css\">\n"
		"<main>\n<div class=\"card\">\n<h1>"));
	buf_str(&page, str_of(err_text(e)));
	buf_str(&page,
	    TXT("</h1>\n<p><a href=\"/\">Revenir à l’écran verrouillé</a></p>\n"
		"<p>Danger immédiat ? Appelez le <a href=\"tel:17\">17</a> "
		"(police, gendarmerie), le <a href=\"tel:15\">15</a> (Samu), "
		"le <a href=\"tel:112\">112</a> (urgences) ou le <a "
		"href=\"tel:119\">119</a> (enfance en danger).</p>\n"
		"</div>\n</main>\n"));
	must(buf_err(&page) == ERR_OK);

	head_put(to,
	    &(struct head){.status = status,
		.type = TXT("text/html; charset=utf-8"),
		.length = page.len,
		.closes = closes});
	if (!bare)
		buf_bytes(to, buf_done(&page));
}
