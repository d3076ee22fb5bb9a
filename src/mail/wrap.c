#include "mail/wrap.h"

#include "mail/face.h"

#define BROKEN 1e6 /* wider than any page */

/* Where in the runs a line may end. */
struct place {
	size_t run, at; /* bytes of that run that stand before it */
};

static void
cut_before(struct wrap *w, struct place end, struct wrap_line *line)
{
	line->count = 0;
	for (size_t i = 0; i <= end.run && i < w->count; i++) {
		struct wrap_run part = w->run[i];
		if (i == end.run)
			part.text = str_part(part.text, 0, end.at);
		line->run[line->count++] = part;
		w->run[i].text =
		    str_part(w->run[i].text, part.text.len, SIZE_MAX);
	}
}

/* A line has no space at its ends, and a break is not shown. */
static void
trim(struct wrap *w, struct wrap_line *line)
{
	struct str *last = &line->run[line->count - 1].text;

	while (last->len > 0 && last->at[last->len - 1] == ' ')
		last->len--;
	for (size_t i = 0; i < w->count; i++) {
		while (w->run[i].text.len > 0 && w->run[i].text.at[0] == ' ')
			w->run[i].text = str_part(w->run[i].text, 1, SIZE_MAX);
		if (w->run[i].text.len == 0)
			continue;
		if (w->run[i].text.at[0] == '\n')
			w->run[i].text = str_part(w->run[i].text, 1, SIZE_MAX);
		return;
	}
}

bool
wrap_next(struct wrap *w, double width, struct wrap_line *line)
{
	struct place good = {0}, here = {0};
	double used = 0;
	bool any = false, left = false;

	for (size_t i = 0; i < w->count; i++) {
		struct str rest = w->run[i].text, as;
		uint32_t letter;
		left = left || rest.len > 0;
		while (rest.len > 0 && face_next(&rest, &letter, &as)) {
			here = (struct place){i,
			    (size_t)(as.at - w->run[i].text.at)};
			if (letter == '\n') {
				cut_before(w, here, line);
				trim(w, line);
				return true;
			}
			used += press_measure(w->press, w->run[i].weight,
			    w->size, as);
			if (letter == ' ') {
				good = here;
				any = here.run > 0 || here.at > 0;
			} else if (used > width &&
			    (here.run > 0 || here.at > 0)) {
				cut_before(w, any ? good : here, line);
				trim(w, line);
				return true;
			}
		}
	}
	if (!left)
		return false;
	here = (struct place){w->count - 1, SIZE_MAX};
	cut_before(w, here, line);
	return true;
}

double
wrap_width(const struct wrap *w)
{
	double width = 0;

	for (size_t i = 0; i < w->count; i++) {
		if (str_find(w->run[i].text, '\n', 0) < w->run[i].text.len)
			return BROKEN;
		width += press_measure(w->press, w->run[i].weight, w->size,
		    w->run[i].text);
	}
	return width;
}
