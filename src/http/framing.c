#include "http/framing.h"

#include "http/host.h"
#include "http/octet.h"

static const struct {
	struct str name;
	int refused; /* the status of a request that has it; 0: none */
} header[FRAMING_HEADERS] = {
#define HEADER(id, name, refused, passed)                                      \
	{{"" name, sizeof(name) - 1}, refused},
#include "http/header.def"
#undef HEADER
};

static const struct str method[] = {
    [FRAMING_GET] = {"GET", 3},
    [FRAMING_HEAD_ONLY] = {"HEAD", 4},
    [FRAMING_POST] = {"POST", 4},
};

_Static_assert(FRAMING_HEAD_MOST <= UINT16_MAX, "a span reaches all the head");

bool
framing_machine(struct str path)
{
	return str_eq(path, FRAMING_SYNC_PATH) ||
	    str_eq(path, FRAMING_ENROL_PATH);
}

void
framing_start(struct framing *f)
{
	*f = (struct framing){.state = FRAMING_HEAD, .keep_alive = true};
}

static void
refuse(struct framing *f, int status)
{
	f->state = FRAMING_REFUSED;
	f->status = status;
}

static struct str
span_text(const struct framing *f, struct framing_span s)
{
	return str_part(f->all, s.at, s.len);
}

static struct framing_span
span_of(const struct framing *f, struct str part)
{
	if (part.len == 0)
		return (struct framing_span){0, 0};
	return (struct framing_span){(uint16_t)(part.at - f->all.at),
	    (uint16_t)part.len};
}

/* '/' then segments, of which only the last may be empty: "/", "/a/b", "/a/" */
static bool
path_sound(struct str path)
{
	if (!str_starts(path, TXT("/")) || !octet_all(path, octet_path))
		return false;
	path = str_part(path, 1, SIZE_MAX);
	while (path.len > 0) {
		struct str segment = str_cut(&path, '/');
		if (segment.len == 0 || str_eq(segment, TXT(".")) ||
		    str_eq(segment, TXT("..")))
			return false;
	}
	return true;
}

static bool
query_sound(struct str query)
{
	if (!octet_all(query, octet_query))
		return false;
	for (size_t i = str_find(query, '%', 0); i < query.len;
	     i = str_find(query, '%', i + 3)) {
		struct str hex = str_part(query, i + 1, 2);
		if (hex.len != 2 || !octet_all(hex, octet_hex))
			return false;
		unsigned byte =
		    octet_unhex(hex.at[0]) << 4 | octet_unhex(hex.at[1]);
		if (byte < 0x20 || byte == 0x7f)
			return false;
	}
	return true;
}

/* 400 unless HTTP/digit.digit (RFC 9112, 2.3); 505 unless 1.1; 0 if it is. */
static int
version_fault(struct str version)
{
	struct str number = str_part(version, 5, SIZE_MAX);

	if (!str_starts(version, TXT("HTTP/")) || number.len != 3 ||
	    !octet_digit(number.at[0]) || number.at[1] != '.' ||
	    !octet_digit(number.at[2]))
		return 400;
	return str_eq(number, TXT("1.1")) ? 0 : 505;
}

static int
method_fault(struct framing *f, struct str name)
{
	for (size_t i = 0; i < sizeof(method) / sizeof(method[0]); i++)
		if (str_eq(name, method[i])) {
			f->method = (enum framing_method)i;
			return 0;
		}
	return name.len > 0 && octet_all(name, octet_token) ? 501 : 400;
}

static int
request_line(struct framing *f, struct str line)
{
	struct str rest = line;
	struct str name = str_cut(&rest, ' ');
	struct str target = str_cut(&rest, ' ');
	int fault = version_fault(rest);

	if (fault == 0)
		fault = method_fault(f, name);
	if (fault != 0)
		return fault;

	struct str path = str_cut(&target, '?');
	if (!path_sound(path) || !query_sound(target))
		return 400;
	f->path = span_of(f, path);
	f->query = span_of(f, target);
	f->machine = framing_machine(path);
	f->fields_at = f->line.at;
	return 0;
}

static int
field_line(struct framing *f, struct str line)
{
	struct str name, value;

	if (++f->fields > FRAMING_FIELD_COUNT)
		return 431;
	if (!line_field(line, &name, &value))
		return 400;
	for (size_t i = 0; i < FRAMING_HEADERS; i++) {
		if (!str_eq_nocase(name, header[i].name))
			continue;
		if (header[i].refused)
			return header[i].refused;
		if (f->there[i])
			return 400;
		f->there[i] = true;
		f->header[i] = span_of(f, value);
	}
	return 0;
}

/* The body a request announces: 0, or why it is refused. */
static int
body_fault(struct framing *f)
{
	bool post = f->method == FRAMING_POST;
	size_t most = !post ? 0
	    : f->machine    ? FRAMING_LONG_MOST
			    : FRAMING_BODY_MOST;
	struct str length = framing_get(f, FRAMING_CONTENT_LENGTH);
	uint64_t n = 0;

	if (!framing_has(f, FRAMING_CONTENT_LENGTH))
		return post ? 411 : 0;
	if (length.len == 0 || !octet_all(length, octet_digit) ||
	    (length.len > 1 && length.at[0] == '0'))
		return 400;
	if (!str_number(length, most, &n))
		return post ? 413 : 400;
	f->body_len = (size_t)n;
	return 0;
}

static int
head_end(struct framing *f)
{
	if (!host_sound(framing_get(f, FRAMING_HOST)))
		return 400;
	if (framing_has(f, FRAMING_CONNECTION) &&
	    !line_connection(framing_get(f, FRAMING_CONNECTION),
		&f->keep_alive))
		return 400;

	int fault = body_fault(f);
	if (fault == 0) {
		f->head_len = f->line.at;
		f->state = FRAMING_BODY;
	}
	return fault;
}

/* One more line of the head, if it is there; false when it is not. */
static bool
step(struct framing *f)
{
	bool first = f->fields_at == 0;
	size_t limit =
	    first ? FRAMING_LINE_MOST + 2 : f->fields_at + FRAMING_FIELDS_MOST;
	struct str line;
	int fault = 0;

	switch (line_next(&f->line, f->all, limit, &line)) {
	case LINE_MORE:
		return false;
	case LINE_LONG:
		fault = first ? 414 : 431;
		break;
	case LINE_BAD:
		fault = 400;
		break;
	case LINE_READ:
		fault = first      ? request_line(f, line)
		    : line.len > 0 ? field_line(f, line)
				   : head_end(f);
		break;
	}
	if (fault != 0)
		refuse(f, fault);
	return true;
}

enum framing_state
framing_feed(struct framing *f, struct bytes all)
{
	f->all = str_from(all);
	while (f->state == FRAMING_HEAD && step(f))
		continue;
	if (f->state == FRAMING_BODY && all.len - f->head_len >= f->body_len)
		f->state = FRAMING_WHOLE;
	return f->state;
}

size_t
framing_len(const struct framing *f)
{
	return f->head_len + f->body_len;
}

struct str
framing_method(const struct framing *f)
{
	return method[f->method];
}

struct str
framing_path(const struct framing *f)
{
	return span_text(f, f->path);
}

struct str
framing_query(const struct framing *f)
{
	return span_text(f, f->query);
}

struct str
framing_get(const struct framing *f, enum framing_header which)
{
	return span_text(f, f->header[which]);
}

bool
framing_has(const struct framing *f, enum framing_header which)
{
	return f->there[which];
}

struct bytes
framing_body(const struct framing *f)
{
	return str_bytes(str_part(f->all, f->head_len, f->body_len));
}
