/*
 * play - scenarios written as text, played on a real central.
 *
 * A statement a line; `#` begins a comment; "a text" is one word; $NAME is what
 * `let NAME = text` said, and a name may end a word ($D2d is not $D2). A line
 * that ends with a colon takes the lines indented under it. `[demo spot] ...`
 * holds under these casts alone. The statements are the table in
 * scenario_test.c. What is not true ends the test with file:line.
 *
 * Here: lines, words, names, the clock. play_fill fills in forms, play_act does
 * what people and boxes do, play_see says what is there.
 */
#ifndef PLAY_H
#define PLAY_H

#include "fleet_rig.h"

#include <ctype.h>

#include "calendar/iso.h"
#include "calendar/paris.h"
#include "dossier/course.h"

#define PLAY_WORDS  24
#define PLAY_NAMES  64
#define PLAY_FIELDS 400

struct play_named {
	char name[48], value[160];
};

/* An answer of a form, as its scenario writes it: `c_nom = Abelard`. */
struct play_field {
	char form[32], name[200], *value;
};

struct play_person {
	char login[32], role[16], service[48];
	char browser[64], session[64], token[64];
	int64_t step; /* of the last code they gave */
	struct ident id;
};

struct play_box {
	char code[9], kind[16], commune[8], name[80];
	struct fleet_box box;
	int64_t numbers[2]; /* of Fiches P, of requests */
};

/* What was filed or recorded, by the letter the scenario gives it. */
struct play_act {
	char name[16], reference[REFERENCE_MOST + 1];
	int64_t id;
};

static struct {
	const char *file, *cast;
	int line;
	char *lines[900];
	size_t count, next; /* lines of the file; the next one to read */
	char *word[PLAY_WORDS];
	size_t words;
	struct play_named let[PLAY_NAMES];
	size_t lets;
	struct play_field usual[PLAY_FIELDS]; /* said once for all filings */
	size_t usuals;
	struct play_field field[PLAY_FIELDS]; /* under this statement */
	size_t fields;
	struct play_person person[24];
	size_t persons;
	struct play_box box[6];
	size_t boxes;
	struct play_act act[80];
	size_t acts;
	struct arena mem; /* of one statement */
	uint32_t status;  /* of the last page */
	bool open;
} play;

/* Not as the scenario says. */
#define PLAY_FAIL(...)                                                         \
	do {                                                                   \
		char play_why[6000];                                           \
		snprintf(play_why, sizeof(play_why), __VA_ARGS__);             \
		FAIL("%s:%d: %s", play.file, play.line, play_why);             \
	} while (0)

#define PLAY_NEED(x, ...)                                                      \
	do {                                                                   \
		if (!(x))                                                      \
			PLAY_FAIL(__VA_ARGS__);                                \
	} while (0)

static inline bool
play_is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* --- names -----------------------------------------------------------------
 */

static inline void
play_let(const char *name, const char *value)
{
	size_t i = 0;

	while (i < play.lets && !play_is(play.let[i].name, name))
		i++;
	PLAY_NEED(i < PLAY_NAMES, "too many names");
	if (i == play.lets)
		play.lets++;
	snprintf(play.let[i].name, sizeof(play.let[i].name), "%s", name);
	snprintf(play.let[i].value, sizeof(play.let[i].value), "%s", value);
}

static inline const char *
play_named(const char *name, size_t len)
{
	for (size_t i = 0; i < play.lets; i++)
		if (strlen(play.let[i].name) == len &&
		    strncmp(play.let[i].name, name, len) == 0)
			return play.let[i].value;
	PLAY_FAIL("$%.*s was never said", (int)len, name);
	return NULL;
}

static inline char *
play_keep(const char *text, size_t len)
{
	char *at = malloc(len + 1);

	TRUE(at);
	memcpy(at, text, len);
	at[len] = 0;
	return at;
}

/* With each $NAME put in. */
static inline char *
play_filled(const char *text)
{
	char room[4000];
	size_t n = 0;

	while (*text) {
		const char *value = NULL;
		size_t len = 0;
		if (*text == '$') {
			while (isalnum((unsigned char)text[1 + len]))
				len++;
			value = len > 0 ? play_named(text + 1, len) : NULL;
		}
		int put = value
		    ? snprintf(room + n, sizeof(room) - n, "%s", value)
		    : snprintf(room + n, sizeof(room) - n, "%c", *text);
		n += (size_t)put;
		PLAY_NEED(n < sizeof(room), "too long a line");
		text += value ? 1 + len : 1;
	}
	return play_keep(room, n);
}

static inline struct play_person *
play_person(const char *login)
{
	for (size_t i = 0; i < play.persons; i++)
		if (play_is(play.person[i].login, login))
			return &play.person[i];
	PLAY_FAIL("nobody is called %s", login);
	return NULL;
}

static inline struct play_box *
play_box(const char *code)
{
	for (size_t i = 0; i < play.boxes; i++)
		if (play_is(play.box[i].code, code))
			return &play.box[i];
	PLAY_FAIL("no box is called %s", code);
	return NULL;
}

static inline struct play_act *
play_act(const char *name)
{
	for (size_t i = play.acts; i-- > 0;)
		if (play_is(play.act[i].name, name))
			return &play.act[i];
	PLAY_FAIL("nothing was filed as %s", name);
	return NULL;
}

static inline void
play_call_it(const char *name, const char *reference, int64_t id)
{
	PLAY_NEED(play.acts < 80, "too many acts");
	struct play_act *a = &play.act[play.acts++];
	char let[24];

	snprintf(a->name, sizeof(a->name), "%s", name);
	snprintf(a->reference, sizeof(a->reference), "%s", reference);
	a->id = id;
	snprintf(let, sizeof(let), "%s", name);
	play_let(let, reference);
}

/* --- the database ----------------------------------------------------------
 */

/* A statement is known by its address (store/stmt.h): the same text is always
 * at the same one. */
static inline const char *
play_sql(const char *text)
{
	static char *kept[64];
	size_t i = 0;

	while (kept[i] && !play_is(kept[i], text))
		i++;
	PLAY_NEED(i < 63, "too many statements of SQL");
	if (!kept[i])
		kept[i] = play_keep(text, strlen(text));
	return kept[i];
}

/* A number, or `none` if there is no row. */
#define play_number(sql, none, ...) play_number_n(sql, none, VALS(__VA_ARGS__))
static inline int64_t
play_number_n(const char *sql, int64_t none, size_t count,
    const struct val vals[])
{
	int64_t n = none;

	enum err e = query_number_n(&rig.core.read, &n, sql, count, vals);
	PLAY_NEED(e == ERR_OK || e == ERR_ABSENT, "%s: %s", err_name(e), sql);
	return n;
}

/* The dossier in which an act stands. */
static inline int64_t
play_dossier(const char *name)
{
	int64_t n = 0;

	OK(query_number(&rig.core.read, &n,
	    "SELECT dossier FROM act WHERE id = ?", INT(play_act(name)->id)));
	return n;
}

/* --- lines -----------------------------------------------------------------
 */

static inline void
play_read(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t room = 0;
	ssize_t len;

	if (!f)
		FAIL("%s cannot be opened", path);
	play.file = path;
	play.line = 0;
	play.count = play.next = 0;
	while ((len = getline(&text, &room, f)) >= 0) {
		while (len > 0 && strchr(" \t\r\n", text[len - 1]))
			len--;
		PLAY_NEED(play.count < 900, "too long a scenario");
		play.lines[play.count++] = play_keep(text, (size_t)len);
	}
	free(text);
	fclose(f);
	TRUE(play.count > 0);
}

static inline bool
play_empty(const char *line)
{
	line += strspn(line, " \t");
	return *line == 0 || *line == '#';
}

/* `[demo spot] ...` is for these casts; what is left of the line, or NULL. */
static inline const char *
play_for_us(const char *line)
{
	size_t len = strlen(play.cast);

	if (*line != '[')
		return line;
	const char *end = strchr(line, ']');
	PLAY_NEED(end, "a [ is not closed");
	for (const char *at = line + 1; at < end;) {
		size_t n = strcspn(at, " ]");
		if (n == len && strncmp(at, play.cast, n) == 0)
			return end + 1 + strspn(end + 1, " \t");
		at += n + 1;
	}
	return NULL;
}

/* Split into play.word; a colon at the end is taken away, and said. */
static inline bool
play_split(const char *text)
{
	bool block = false;

	play.words = 0;
	while (*(text += strspn(text, " \t"))) {
		bool quoted = *text == '"';
		text += quoted;
		size_t len = strcspn(text, quoted ? "\"" : " \t");
		PLAY_NEED(!quoted || text[len] == '"', "a \" is not closed");
		PLAY_NEED(play.words < PLAY_WORDS, "too many words");
		const char *next = text + len + quoted;
		if (*next == 0 && !quoted && len > 0 && text[len - 1] == ':') {
			block = true;
			len--;
		}
		if (quoted && play_is(next, ":")) {
			block = true;
			next++;
		}
		play.word[play.words++] = play_keep(text, len);
		text = next;
	}
	return block;
}

/* The indented lines that follow, `name = value` each. */
static inline void
play_block(void)
{
	for (; play.next < play.count; play.next++) {
		char *line = play.lines[play.next];
		if (play_empty(line))
			continue;
		if (*line != '\t' && *line != ' ')
			break;
		play.line = (int)play.next + 1;
		const char *ours = play_for_us(line + strspn(line, " \t"));
		if (!ours)
			continue;
		char *text = play_filled(ours);
		char *is = strstr(text, " = ");
		PLAY_NEED(is, "an answer is written name = value");
		struct play_field *f = &play.field[play.fields++];
		PLAY_NEED(play.fields < PLAY_FIELDS, "too many answers");
		PLAY_NEED((size_t)(is - text) < sizeof(f->name),
		    "too long a name");
		snprintf(f->name, sizeof(f->name), "%.*s", (int)(is - text),
		    text);
		f->value = is + 3;
	}
}

/* The next statement into play.word and play.field; false at the end. */
static inline bool
play_statement(void)
{
	const char *ours = NULL;

	while (!ours) {
		while (
		    play.next < play.count && play_empty(play.lines[play.next]))
			play.next++;
		if (play.next == play.count)
			return false;
		play.line = (int)play.next + 1;
		char *line = play.lines[play.next++];
		PLAY_NEED(*line != '\t' && *line != ' ',
		    "an indented line stands under none that ends with a :");
		ours = play_for_us(line);
		if (!ours) { /* and what stands under it */
			while (play.next < play.count &&
			    strchr("\t ", *play.lines[play.next]))
				play.next++;
		}
	}
	int at = play.line;
	play.fields = 0;
	if (play_split(play_filled(ours)))
		play_block();
	play.line = at;
	return true;
}

/* --- the clock -------------------------------------------------------------
 */

static inline int64_t
play_count(const char *word)
{
	uint64_t n = 0;

	PLAY_NEED(str_number(str_of(word), 100000, &n), "%s is no number",
	    word);
	return (int64_t)n;
}

static inline day
play_day(const char *word)
{
	day n = 0;

	PLAY_NEED(iso_read_day(str_of(word), &n) == ERR_OK,
	    "%s is no day: 2026-11-27", word);
	return n;
}

/* 24:00 is the midnight that ends the day. */
static inline int64_t
play_instant(const char *date, const char *hour)
{
	int h, m;

	PLAY_NEED(sscanf(hour, "%2d:%2d", &h, &m) == 2 && h <= 24 && m < 60,
	    "%s is no hour: 23:40", hour);
	return paris_utc(play_day(date), (h * 60 + m) * CLOCK_MINUTE, false);
}

/* `2026-11-27 23:40`, and `+48 h` or `+7 d`, with hours or whole days. */
static inline int64_t
play_due(size_t at)
{
	int64_t from = play_instant(play.word[at], play.word[at + 1]);

	if (play.words <= at + 3 || play.word[at + 2][0] != '+')
		return from;
	int64_t n = play_count(play.word[at + 2] + 1);
	if (play_is(play.word[at + 3], "h"))
		return from + n * CLOCK_HOUR;
	day d = play_day(play.word[at]);
	if (play_is(play.word[at + 3], "months"))
		d = day_months(d, (int)n);
	else
		d += (day)n;
	char text[16];
	struct buf b = buf_over((uint8_t *)text, sizeof(text) - 1);
	iso_put_day(&b, d);
	text[b.len] = 0;
	return play_instant(text, play.word[at + 1]);
}

/* As the scenario would write it. */
static inline const char *
play_shown(int64_t utc)
{
	static char room[2][24];
	static int which;
	struct paris_time t = paris_of(utc);
	struct ymd d = day_ymd(t.day);
	int minutes = (int)(t.hour / CLOCK_MINUTE);

	which = !which;
	snprintf(room[which], sizeof(room[which]), "%04d-%02d-%02d %02d:%02d",
	    d.y % 10000, d.m % 100, d.d % 100, minutes / 60 % 24, minutes % 60);
	return room[which];
}

static inline const char *
play_today(void)
{
	static char room[16];

	snprintf(room, sizeof(room), "%.10s", play_shown(rig.now));
	return room;
}

/* Core does what is due at that hour: alerts, sweeps, checkpoints. */
static inline void
play_move(int64_t to)
{
	PLAY_NEED(to >= rig.now, "it is %s already", play_shown(rig.now));
	rig_at(to);
	for (int i = 0; i < 3; i++)
		rig_turn();
}

#endif
