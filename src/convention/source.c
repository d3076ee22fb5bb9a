#include "convention/source.h"

static const struct {
	const char *head, *ends;
} series[] = {
#define SERIES(head, ends) {head, ends},
#include "convention/source.def"
#undef SERIES
};
#define SERIES_COUNT (sizeof(series) / sizeof(series[0]))

static bool
among(struct str word, struct str words)
{
	while (words.len > 0)
		if (str_eq(str_cut(&words, ' '), word))
			return true;
	return false;
}

/* The series it is a mark of, or SERIES_COUNT. */
static size_t
series_of(struct str mark)
{
	for (size_t i = 0; i < SERIES_COUNT; i++) {
		struct str head = str_of(series[i].head);
		if (str_starts(mark, head) &&
		    among(str_part(mark, head.len, SIZE_MAX),
			str_of(series[i].ends)))
			return i;
	}
	return SERIES_COUNT;
}

/* "c", or "c..f", of a series that is understood. */
static bool
goes_on(struct str rest, size_t of)
{
	if (of == SERIES_COUNT)
		return false;
	size_t dots = str_find(rest, '.', 0);
	if (dots + 2 < rest.len && rest.at[dots + 1] == '.')
		return among(str_part(rest, 0, dots),
			   str_of(series[of].ends)) &&
		    among(str_part(rest, dots + 2, SIZE_MAX),
			str_of(series[of].ends));
	return among(rest, str_of(series[of].ends));
}

/* A mark and what may follow it; `*of` is the series it leaves understood. */
static bool
mark_known(struct str mark, size_t *of)
{
	if (str_eq(mark, TXT("s."))) /* « et suivants » */
		return *of < SERIES_COUNT;
	if (goes_on(mark, *of))
		return true;
	for (size_t i = 0; i < SERIES_COUNT; i++) {
		struct str head = str_of(series[i].head);
		if (head.len > 0 && str_starts(mark, head) &&
		    goes_on(str_part(mark, head.len, SIZE_MAX), i)) {
			*of = i;
			return true;
		}
	}
	if (series_of(mark) == SERIES_COUNT)
		return false;
	*of = series_of(mark);
	return true;
}

/* The end of `s` from the last blank on is cut off: it is « s. » or a mark. */
static bool
item_known(struct str item, size_t *of)
{
	if (mark_known(item, of))
		return true;
	for (size_t i = item.len; i > 0; i--) {
		if (item.at[i - 1] != ' ')
			continue;
		struct str tail = str_part(item, i, SIZE_MAX);
		return item_known(str_trim(str_part(item, 0, i - 1)), of) &&
		    mark_known(tail, of);
	}
	return false;
}

/*
 * The next item, without a remark in brackets; `*fresh`: nothing of it is
 * understood in the one after.
 */
static struct str
next(struct str *rest, bool *fresh)
{
	size_t end = 0, depth = 0;

	for (; end < rest->len; end++) {
		char c = rest->at[end];
		depth += c == '(';
		depth -= c == ')' && depth > 0;
		if (depth == 0 && (c == ',' || c == ';'))
			break;
	}
	struct str item = str_part(*rest, 0, end);
	*fresh = end < rest->len && rest->at[end] == ';';
	*rest = str_part(*rest, end + 1, SIZE_MAX);
	return str_trim(str_cut(&item, '('));
}

bool
source_known(struct str source, struct str *wrong)
{
	size_t of = SERIES_COUNT;
	bool fresh = false;

	*wrong = source;
	if (str_trim(source).len == 0)
		return false;
	for (struct str rest = source; rest.len > 0;) {
		struct str item = next(&rest, &fresh);
		if (!item_known(item, &of)) {
			*wrong = item.len > 0 ? item : source;
			return false;
		}
		if (fresh)
			of = SERIES_COUNT;
	}
	return true;
}
