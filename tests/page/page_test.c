#include "page/page.h"

#define SUITE page_page
#include "../test.h"
#include "base/embed.h"

#define PAGE_MOST (1u << 20)

/* "web/page/home.html" is the page "home". */
static struct str
name_of(const struct embed_file *f, struct str folder)
{
	struct str rest = str_part(f->path, folder.len, SIZE_MAX);

	TRUE(str_ends(rest, TXT(".html")));
	return str_part(rest, 0, rest.len - strlen(".html"));
}

TEST(every_page_can_be_shown_without_any_data)
{
	size_t count;
	const struct embed_file *f = embed_under(TXT("web/page/"), &count);

	TRUE(count > 0);
	for (size_t i = 0; i < count; i++) {
		struct arena mem = test_arena();
		struct buf out = buf_new(&mem, PAGE_MOST);
		struct mustache_fault fault;
		struct str name = name_of(&f[i], TXT("web/page/"));
		enum err e = page_render(&mem, name, TXT("{}"), &out, &fault);
		if (e != ERR_OK)
			FAIL("web/page/%.*s.html: %s%s line %zu: %s",
			    (int)name.len, name.at,
			    fault.part[0] ? "part " : "", fault.part,
			    fault.line, fault.why ? fault.why : err_name(e));
		TRUE(str_starts(buf_text(&out), TXT("<!doctype html>")));
		TRUE(out.len > strlen("<!doctype html>"));
	}
}

/* Templates that no page shows yet, and what is not shown without data. */
TEST(every_template_is_sound_whatever_the_data)
{
	size_t count;
	const struct embed_file *f = embed_under(TXT("web/part/"), &count);

	TRUE(count > 0);
	for (size_t i = 0; i < count; i++) {
		struct arena mem = test_arena();
		struct buf out = buf_new(&mem, PAGE_MOST);
		struct mustache m = {.mem = &mem, .specification = true};
		struct mustache_fault fault;
		enum err e = mustache_render(&m, str_from(f[i].body),
		    (struct json){NULL}, &out, &fault);
		if (e != ERR_OK)
			FAIL("%.*s line %zu: %s", (int)f[i].path.len,
			    f[i].path.at, fault.line, fault.why);
		TRUE(memmem(f[i].body.at, f[i].body.len, "{{{", 3) == NULL);
		TRUE(memmem(f[i].body.at, f[i].body.len, "{{&", 3) == NULL);
	}
}

TEST(a_page_that_is_not_there_is_absent)
{
	static const char *const names[] = {"", "absent", "../part/layout",
	    "home.html", "/home", "home/", "HOME"};
	char longer[4096];
	struct arena mem = test_arena();
	struct buf out = buf_new(&mem, PAGE_MOST);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		EQ(page_render(&mem, str_of(names[i]), TXT("{}"), &out, NULL),
		    ERR_ABSENT);
	memset(longer, 'a', sizeof(longer));
	EQ(page_render(&mem, (struct str){longer, sizeof(longer)}, TXT("{}"),
	       &out, NULL),
	    ERR_ABSENT);
	EQ(out.len, 0);
	EQ(buf_err(&out), ERR_OK);
}

/* The first page there is. */
static struct str
some_page(void)
{
	size_t count;
	const struct embed_file *f = embed_under(TXT("web/page/"), &count);

	TRUE(count > 0);
	return name_of(f, TXT("web/page/"));
}

TEST(data_that_is_not_json_makes_no_page)
{
	struct arena mem = test_arena();
	struct buf out = buf_new(&mem, PAGE_MOST);

	EQ(page_render(&mem, some_page(), TXT("{"), &out, NULL), ERR_MANGLED);
	EQ(out.len, 0);
}

static enum err
show(struct arena *mem, void *ctx)
{
	struct str *shown = ctx;
	struct buf out = buf_new(mem, PAGE_MOST);
	enum err e = page_render(mem, some_page(), TXT("{\"title\": \"<é>\"}"),
	    &out, NULL);

	*shown = buf_text(&out);
	return e;
}

TEST(a_page_is_shown_or_memory_is_said_to_lack)
{
	struct arena mem = test_arena();
	struct str shown;

	TRUE(test_each_allocation(&mem, show, &shown) >= 2);
	TRUE(str_starts(shown, TXT("<!doctype html>")));
	TRUE(memmem(shown.at, shown.len, "<é>", strlen("<é>")) == NULL);
}

/*
 * Escaping protects text between tags and inside quoted attributes, nowhere
 * else. So no value stands in a script, a style, a comment or the name of a
 * tag, none in an attribute without double quotes, and none at the start of an
 * address, where it could say "javascript:".
 */
static void
check_values(const struct embed_file *f)
{
	struct str text = str_from(f->body);
	bool in_tag = false, quoted = false;
	size_t line = 1, value_from = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		struct str rest = str_part(text, i, SIZE_MAX);
		line += c == '\n';
		snprintf(test_where, sizeof(test_where), " (%.*s:%zu)",
		    (int)f->path.len, f->path.at, line);
		TRUE(!str_starts(rest, TXT("<style")));
		TRUE(!str_starts(rest, TXT("<!--"))); /* {{! }} is ours */
		if (str_starts(rest, TXT("<script")))
			TRUE(str_starts(str_part(rest, str_find(rest, '>', 0),
					    SIZE_MAX),
			    TXT("></script>")));
		if (str_starts(rest, TXT("{{"))) {
			bool value =
			    rest.len > 2 && !strchr("#^/!>=", rest.at[2]);
			TRUE(!value || !in_tag || quoted);
			if (value && quoted && i == value_from) {
				struct str before = str_part(text, 0, i);
				TRUE(!str_ends(before, TXT("href=\"")));
				TRUE(!str_ends(before, TXT("src=\"")));
				TRUE(!str_ends(before, TXT("action=\"")));
			}
			i += str_find(rest, '}', 0);
			i += i + 1 < text.len && text.at[i + 1] == '}';
			continue;
		}
		if (!in_tag && c == '<') {
			in_tag = true;
			TRUE(!str_starts(rest, TXT("<{{")));
		} else if (in_tag && c == '"') {
			quoted = !quoted;
			value_from = i + 1;
		} else if (in_tag && !quoted && c == '>') {
			in_tag = false;
		}
		TRUE(!(in_tag && !quoted && c == '\''));
	}
	TRUE(!in_tag && !quoted);
	test_where[0] = 0;
}

TEST(values_stand_only_where_escaping_protects)
{
	size_t count;
	const struct embed_file *f = embed_under(TXT("web/"), &count);

	TRUE(count > 0);
	for (size_t i = 0; i < count; i++)
		if (str_ends(f[i].path, TXT(".html")))
			check_values(&f[i]);
}
