#include "page/mustache.h"

#define SUITE page_mustache
#include "../test.h"

#define SPECIFICATION "build/deps/src/mustache-spec/specs/"
#define PAGE          (64u << 10)

/* Parts by name, out of a JSON object. */
static struct str
part_of(void *ctx, struct str name)
{
	const struct json *parts = ctx;
	struct json v = json_get(*parts, name);

	return json_kind(v) == JSON_TEXT ? json_text(v) : (struct str){NULL, 0};
}

struct job {
	struct str text, data, parts;
	bool specification;
	struct mustache_fault fault;
	struct buf out;
};

static enum err
render(struct arena *mem, void *ctx)
{
	struct job *j = ctx;
	struct json data = {NULL}, parts = {NULL};
	struct mustache m = {.mem = mem,
	    .part = part_of,
	    .ctx = &parts,
	    .specification = j->specification};

	enum err e = json_read(mem, j->data, &data, NULL);
	if (e == ERR_OK && j->parts.len > 0)
		e = json_read(mem, j->parts, &parts, NULL);
	if (e != ERR_OK)
		return e;
	j->out = buf_new(mem, PAGE);
	return mustache_render(&m, j->text, data, &j->out, &j->fault);
}

static void
refuses(const char *text, enum err e, size_t line, const char *why)
{
	struct arena mem = test_arena();
	struct job j = {.text = str_of(text), .data = TXT("{}")};

	EQ(render(&mem, &j), e);
	SAME_STR(str_of(j.fault.why), str_of(why));
	EQ(j.fault.line, line);
}

/* Every case of a file of the specification; how many there were. */
static size_t
obey(const char *file)
{
	static uint8_t room[1u << 20];
	struct arena whole;
	struct json spec = {NULL};

	arena_open(&whole, room, sizeof(room));
	struct str text = str_from(test_file(&whole, file));
	OK(json_read(&whole, text, &spec, NULL));
	struct json tests = json_get(spec, TXT("tests"));
	for (size_t i = 0; i < json_len(tests); i++) {
		struct arena mem = test_arena();
		struct json t = json_at(tests, i), parts;
		struct mustache m = {.mem = &mem,
		    .part = part_of,
		    .ctx = &parts,
		    .specification = true};
		struct buf out = buf_new(&mem, PAGE);
		struct str name = json_text(json_get(t, TXT("name")));

		parts = json_get(t, TXT("partials"));
		snprintf(test_where, sizeof(test_where), " (%s: %.*s)", file,
		    (int)name.len, name.at);
		OK(mustache_render(&m, json_text(json_get(t, TXT("template"))),
		    json_get(t, TXT("data")), &out, NULL));
		SAME_STR(buf_text(&out),
		    json_text(json_get(t, TXT("expected"))));
	}
	test_where[0] = 0;
	return json_len(tests);
}

TEST(the_specification_of_interpolation_is_obeyed)
{
	TRUE(obey(SPECIFICATION "interpolation.json") >= 30);
}

TEST(the_specification_of_sections_is_obeyed)
{
	TRUE(obey(SPECIFICATION "sections.json") >= 25);
}

TEST(the_specification_of_inverted_sections_is_obeyed)
{
	TRUE(obey(SPECIFICATION "inverted.json") >= 21);
}

TEST(the_specification_of_comments_is_obeyed)
{
	TRUE(obey(SPECIFICATION "comments.json") >= 11);
}

TEST(the_specification_of_partials_is_obeyed)
{
	TRUE(obey(SPECIFICATION "partials.json") >= 11);
}

TEST(the_specification_of_delimiters_is_obeyed)
{
	TRUE(obey(SPECIFICATION "delimiters.json") >= 14);
}

TEST(pages_are_filled_in_as_our_own_cases_say)
{
	static uint8_t room[1u << 20];
	struct arena whole;
	struct json cases = {NULL};

	arena_open(&whole, room, sizeof(room));
	OK(json_read(&whole,
	    str_from(test_file(&whole, "tests/vectors/mustache/pages.json")),
	    &cases, NULL));
	TRUE(json_len(cases) >= 30);
	for (size_t i = 0; i < json_len(cases); i++) {
		struct arena mem = test_arena();
		struct json c = json_at(cases, i);
		struct json parts = json_get(c, TXT("parts"));
		struct mustache m = {.mem = &mem,
		    .part = part_of,
		    .ctx = &parts};
		struct buf out = buf_new(&mem, PAGE);
		struct str says = json_text(json_get(c, TXT("says")));

		snprintf(test_where, sizeof(test_where), " (%.*s)",
		    (int)says.len, says.at);
		OK(mustache_render(&m, json_text(json_get(c, TXT("template"))),
		    json_get(c, TXT("data")), &out, NULL));
		SAME_STR(buf_text(&out), json_text(json_get(c, TXT("want"))));
	}
	test_where[0] = 0;
}

TEST(what_would_not_be_escaped_is_refused)
{
	static const char why[] = "text must be escaped";

	refuses("{{{a}}}", ERR_MANGLED, 1, why);
	refuses("\n{{&a}}", ERR_MANGLED, 2, why);
	refuses("{{#absent}}\n\n{{{a}}}{{/absent}}", ERR_MANGLED, 3, why);
	refuses("{{=<% %>=}}<%&a%>", ERR_MANGLED, 1, why);
	refuses("{{=<% %>=}}<%{a}%>", ERR_MANGLED, 1, why);
}

TEST(a_mistaken_template_is_refused_where_it_is_mistaken)
{
	static const char no_end[] = "this tag has no end";
	static const char no_name[] = "this is not a name";
	static const char closes[] = "this closes nothing that is open";
	static const char open[] = "a section has no end";
	static const char pair[] = "these cannot delimit a tag";

	refuses("a\n{{a", ERR_MANGLED, 2, no_end);
	refuses("{{", ERR_MANGLED, 1, no_end);
	refuses("{{{a}}", ERR_MANGLED, 1, no_end);
	refuses("{{=<% %>}}", ERR_MANGLED, 1, no_end);
	refuses("{{}}", ERR_MANGLED, 1, no_name);
	refuses("{{ }}", ERR_MANGLED, 1, no_name);
	refuses("{{a b}}", ERR_MANGLED, 1, no_name);
	refuses("{{a.}}", ERR_MANGLED, 1, no_name);
	refuses("{{.a}}", ERR_MANGLED, 1, no_name);
	refuses("{{a..b}}", ERR_MANGLED, 1, no_name);
	refuses("{{..}}", ERR_MANGLED, 1, no_name);
	refuses("{{#}}{{/}}", ERR_MANGLED, 1, no_name);
	refuses("{{>../../secret}}", ERR_MANGLED, 1, no_name);
	refuses("{{\"a\"}}", ERR_MANGLED, 1, no_name);
	refuses("a\nb {{/a}}", ERR_MANGLED, 2, closes);
	refuses("{{#a}}{{/b}}", ERR_MANGLED, 1, closes);
	refuses("{{#a}}\n{{#b}}\n{{/a}}{{/b}}", ERR_MANGLED, 3, closes);
	refuses("a\n{{#a}}\n", ERR_MANGLED, 2, open);
	refuses("{{^a}}\n\n", ERR_MANGLED, 1, open);
	refuses("{{=<%=}}", ERR_MANGLED, 1, pair);
	refuses("{{= =}}", ERR_MANGLED, 1, pair);
	refuses("{{=<<< >>>=}}", ERR_MANGLED, 1, pair);
	refuses("{{=a b c=}}", ERR_MANGLED, 1, pair);
	refuses("{{=< =>=}}", ERR_MANGLED, 1, pair);
	refuses("{{> absent}}", ERR_MANGLED, 1, "there is no such part");
	refuses("{{#no}}\n{{> absent}}{{/no}}", ERR_MANGLED, 2,
	    "there is no such part");
}

TEST(a_fault_in_a_part_names_the_part)
{
	struct arena mem = test_arena();
	struct job j = {.text = TXT("a\n  {{>p}}\n"),
	    .data = TXT("{}"),
	    .parts =
		TXT("{\"p\": \"x\\n{{>q}}\\n\", \"q\": \"\\n\\n{{{y}}}\"}")};

	EQ(render(&mem, &j), ERR_MANGLED);
	SAME_STR(str_of(j.fault.part), TXT("q"));
	EQ(j.fault.line, 3);
}

TEST(a_part_that_contains_itself_ends_with_the_data_or_is_refused)
{
	struct arena mem = test_arena();
	struct job j = {.text = TXT("{{>p}}"),
	    .data = TXT("{\"n\":1,\"in\":{\"n\":2,\"in\":{\"n\":3,\"in\":0}}}"),
	    .parts = TXT("{\"p\": \"{{n}}{{#in}}({{>p}}){{/in}}\"}")};

	OK(render(&mem, &j));
	SAME_TEXT(buf_text(&j.out), "1(2(3))");
	j.parts = TXT("{\"p\": \"{{>p}}{{>p}}\"}");
	EQ(render(&mem, &j), ERR_LIMIT);
	SAME_STR(str_of(j.fault.why), TXT("too deep inside one another"));
}

/* A section of 100 items in itself, five deep: ten thousand million tags. */
TEST(a_page_that_would_take_too_long_is_refused)
{
	static char data[1024];
	struct arena mem = test_arena();
	struct buf list = buf_over(data, sizeof(data));
	struct job j = {
	    .text = TXT("{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{/l}}{{/l}}{{/l}}"
			"{{/l}}{{/l}}"),
	};

	buf_str(&list, TXT("{\"l\":[[1]"));
	for (int i = 1; i < 100; i++)
		buf_str(&list, TXT(",{}"));
	buf_str(&list, TXT("]}"));
	j.data = buf_text(&list);
	EQ(render(&mem, &j), ERR_LIMIT);
	SAME_STR(str_of(j.fault.why), TXT("this takes too long"));
}

TEST(a_page_longer_than_its_buffer_is_refused)
{
	struct arena mem = test_arena();
	struct mustache m = {.mem = &mem};
	struct json data = {NULL};
	struct mustache_fault fault;

	OK(json_read(&mem, TXT("{\"a\":\"&\"}"), &data, NULL));
	for (size_t max = 0; max < 7; max++) {
		struct buf out = buf_new(&mem, max);
		EQ(mustache_render(&m, TXT("x{{a}}y"), data, &out, &fault),
		    ERR_LIMIT);
		SAME_STR(str_of(fault.why), TXT("the page is too long"));
		EQ(buf_err(&out), ERR_LIMIT);
	}
	struct buf out = buf_new(&mem, 7);
	OK(mustache_render(&m, TXT("x{{a}}y"), data, &out, &fault));
	SAME_TEXT(buf_text(&out), "x&amp;y");
}

TEST(a_template_or_a_part_that_is_too_long_is_refused)
{
	static char text[MUSTACHE_TEXT_MOST + 1];
	struct arena mem = test_arena();
	struct mustache m = {.mem = &mem};
	struct buf out = buf_new(&mem, MUSTACHE_TEXT_MOST + 1);

	memset(text, 'x', sizeof(text));
	struct str just = {text, MUSTACHE_TEXT_MOST};
	OK(mustache_render(&m, just, (struct json){NULL}, &out, NULL));
	EQ(out.len, MUSTACHE_TEXT_MOST);
	just.len++;
	EQ(mustache_render(&m, just, (struct json){NULL}, &out, NULL),
	    ERR_LIMIT);
}

TEST(each_lack_of_memory_is_an_answer)
{
	struct arena mem = test_arena();
	struct job j = {.text = TXT("<div>\n  {{>p}}\n</div>\n"),
	    .data = TXT("{\"l\": [1, 2, {\"a\": \"b\"}]}"),
	    .parts = TXT("{\"p\": \"{{#l}}\\n  {{>q}}\\n{{/l}}\", \"q\": "
			 "\"<i>\\n{{a}}</i>\\n\"}")};

	TRUE(test_each_allocation(&mem, render, &j) >= 6);
	SAME_TEXT(buf_text(&j.out),
	    "<div>\n    <i>\n    </i>\n    <i>\n    </i>\n    <i>\n    b</i>\n"
	    "</div>\n");
}

TEST(what_indented_parts_took_is_given_back)
{
	struct arena mem = test_arena();
	struct json data = {NULL}, parts = {NULL};
	struct mustache m = {.mem = &mem, .part = part_of, .ctx = &parts};

	OK(json_read(&mem, TXT("{\"l\": [1, 2, 3, 4, 5, 6, 7, 8, 9]}"), &data,
	    NULL));
	OK(json_read(&mem, TXT("{\"p\": \"line\\nline\\n\"}"), &parts, NULL));
	struct buf out = buf_new(&mem, PAGE);
	size_t used = mem.used;
	OK(mustache_render(&m, TXT("{{#l}}\n   {{>p}}\n{{/l}}\n"), data, &out,
	    NULL));
	EQ(mem.used, used);
	EQ(out.len, 9 * 2 * strlen("   line\n"));
}
