#include "http/answer.h"

#include "base/err.h"
#include "http/octet.h"

void
answer_start(struct answer *a, bool head_only)
{
	*a = (struct answer){.state = ANSWER_HEAD,
	    .keep_alive = true,
	    .head_only = head_only};
}

/* HTTP/1.1, a space, three digits, a space, a reason or none. */
static bool
status_line(struct answer *a, struct str line)
{
	uint64_t status = 0;

	if (!str_starts(line, TXT("HTTP/1.1 ")) || line.len < 13 ||
	    line.at[12] != ' ' ||
	    !str_number(str_part(line, 9, 3), 599, &status) || status < 200)
		return false;
	a->status = (int)status;
	return true;
}

static bool
field_line(struct answer *a, struct str line)
{
	struct str name, value;
	uint64_t n = 0;

	if (++a->fields > ANSWER_FIELD_COUNT ||
	    !line_field(line, &name, &value))
		return false;
	if (str_eq_nocase(name, TXT("Content-Length"))) {
		if (a->has_length || !str_number(value, ANSWER_BODY_MOST, &n))
			return false;
		a->has_length = true;
		a->length = (size_t)n;
		return true;
	}
	if (str_eq_nocase(name, TXT("Connection"))) {
		if (a->has_connection)
			return false;
		a->has_connection = true;
		return line_connection(value, &a->keep_alive);
	}
	return !str_eq_nocase(name, TXT("Transfer-Encoding")) &&
	    !str_eq_nocase(name, TXT("Trailer")) &&
	    !str_eq_nocase(name, TXT("Upgrade")) &&
	    !str_eq_nocase(name, TXT("Server")) &&
	    !str_eq_nocase(str_part(name, 0, 15), TXT("Access-Control-"));
}

/* RFC 9112, 6.3: to HEAD, with 204 and with 304 no body follows. */
static bool
head_end(struct answer *a)
{
	bool bare = a->head_only || a->status == 204 || a->status == 304;

	if (!a->has_length && !bare)
		return false;
	a->head_len = a->line.at;
	a->body_len = bare ? 0 : a->length;
	a->state = ANSWER_READ;
	return true;
}

enum answer_state
answer_feed(struct answer *a, struct bytes all)
{
	while (a->state == ANSWER_HEAD) {
		struct str line;
		enum line_found found =
		    line_next(&a->line, str_from(all), ANSWER_HEAD_MOST, &line);
		if (found == LINE_MORE)
			break;

		bool sound = found == LINE_READ &&
		    (a->status == 0        ? status_line(a, line)
			    : line.len > 0 ? field_line(a, line)
					   : head_end(a));
		if (!sound)
			a->state = ANSWER_REFUSED;
	}
	return a->state;
}

size_t
answer_len(const struct answer *a)
{
	must(a->state == ANSWER_READ);
	return a->head_len + a->body_len;
}
