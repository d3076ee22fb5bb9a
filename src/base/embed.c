#include "base/embed.h"

/* Below zero when `a` comes before `b`, as the table is sorted: by bytes. */
static int
order(struct str a, struct str b)
{
	size_t both = a.len < b.len ? a.len : b.len;
	int first = memcmp(a.at, b.at, both);

	if (first != 0)
		return first;
	return a.len < b.len ? -1 : a.len > b.len;
}

/* Where the first path that is not before `path` stands. */
static size_t
lower(struct str path)
{
	size_t from = 0, to = embed_count;

	while (from < to) {
		size_t half = from + (to - from) / 2;

		if (order(embed_table[half].path, path) < 0)
			from = half + 1;
		else
			to = half;
	}
	return from;
}

const struct embed_file *
embed_find(struct str path)
{
	size_t i = lower(path);

	if (i == embed_count || !str_eq(embed_table[i].path, path))
		return NULL;
	return &embed_table[i];
}

const struct embed_file *
embed_under(struct str head, size_t *count)
{
	size_t first = lower(head), end = first;

	while (end < embed_count && str_starts(embed_table[end].path, head))
		end++;
	*count = end - first;
	return end > first ? &embed_table[first] : NULL;
}
