#include "form/show.h"

#define SUITE       form_show
#define TEST_MEMORY (16u << 20)
#include "../test.h"

#include "base/embed.h"
#include "page/mustache.h"

#include "forms.h"

#define PAGE_MOST (160u << 10) /* bytes of an answer of ours */

static struct str
part(void *ctx, struct str name)
{
	char room[96];
	struct buf path = buf_over(room, sizeof(room));

	(void)ctx;
	buf_str(&path, TXT("web/part/"));
	buf_str(&path, name);
	buf_str(&path, TXT(".html"));
	OK(buf_err(&path));
	const struct embed_file *f = embed_find(buf_text(&path));
	return f ? str_from(f->body) : (struct str){NULL, 0};
}

static struct str
html(struct arena *mem, const char *template, struct str data)
{
	struct mustache m = {.mem = mem, .part = part};
	struct buf out = buf_new(mem, 1u << 20);
	struct mustache_fault fault = {.why = ""};
	struct json root = forms_json(mem, data);

	if (mustache_render(&m, str_of(template), root, &out, &fault) != ERR_OK)
		FAIL("%s:%zu: %s", fault.part, fault.line, fault.why);
	return buf_text(&out);
}

/* How often `what` stands in `text`. */
static size_t
times(struct str text, const char *what)
{
	size_t n = 0, len = strlen(what);

	for (size_t i = 0; i + len <= text.len; i++)
		n += !memcmp(text.at + i, what, len);
	return n;
}

static bool
holds(struct str text, const char *what)
{
	return times(text, what) > 0;
}

/* The value of the attribute that begins at `from`, up to its quote. */
static struct str
quoted(struct str text, size_t from)
{
	return str_part(text, from, str_find(text, '"', from) - from);
}

/* `attribute="id"` stands in the page exactly once. */
static void
names_one(struct str page, struct str id)
{
	char room[256];

	snprintf(room, sizeof(room), " id=\"%.*s\"", (int)id.len, id.at);
	if (times(page, room) != 1)
		FAIL("%s stands %zu times", room, times(page, room));
}

/* Each label is for something, each description is somewhere, once. */
static void
labelled(struct str page)
{
	static const char by[] = "aria-describedby=\"", to[] = "for=\"";

	for (size_t i = 0; i < page.len; i++) {
		struct str rest = str_part(page, i, SIZE_MAX);
		if (str_starts(rest, TXT("for=\"")))
			names_one(page, quoted(page, i + sizeof(to) - 1));
		if (!str_starts(rest, TXT("aria-describedby=\"")))
			continue;
		struct str ids = quoted(page, i + sizeof(by) - 1);
		while (ids.len > 0) {
			struct str id = str_cut(&ids, ' ');
			if (id.len > 0)
				names_one(page, id);
		}
	}
}

static struct str
step_page(struct arena *mem, const struct form *f, const char *step,
    struct json answers, const struct answer_faults *faults)
{
	struct buf to = buf_new(mem, 256u << 10);

	OK(show_step(mem, f, form_step_of(f, str_of(step)), answers, faults,
	    &to));
	return html(mem, "{{>steps}}{{>faults}}{{>fields}}", buf_text(&to));
}

TEST(each_input_of_each_step_has_its_label_and_its_help)
{
	static const char *const ids[] = {"fiche_p", "complement",
	    "demande_intervention"};

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		struct arena mem = test_arena();
		const struct form *f = forms_form(&mem, ids[i]);
		struct json some = forms_json(&mem,
		    TXT("{\"z_nature\":\"complement\",\"reseau\":[{},{}]}"));
		for (size_t k = 0; k < f->count; k++) {
			size_t mark = arena_mark(&mem);
			const char *id = f->steps[k].id.at;
			labelled(step_page(&mem, f, id, some, NULL));
			arena_back(&mem, mark);
		}
	}
}

TEST(a_fault_stands_beside_its_field_and_in_the_summary)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "fiche_p");
	struct json none = forms_json(&mem, TXT("{}"));
	struct answer_faults *faults = forms_check(&mem, f, "mineur", none);
	struct str page = step_page(&mem, f, "mineur", none, faults);

	EQ(faults->count, 6);
	TRUE(holds(page, "6 réponses sont à revoir"));
	for (size_t i = 0; i < faults->count; i++) {
		char room[128];
		struct str name = faults->at[i].name;
		snprintf(room, sizeof(room), "href=\"#f-%.*s\"", (int)name.len,
		    name.at);
		EQ(times(page, room), 1);
		snprintf(room, sizeof(room), " id=\"%.*s-wrong\"",
		    (int)name.len, name.at);
		EQ(times(page, room), 1);
	}
	labelled(page);
}

TEST(what_was_typed_is_shown_again_even_wrong)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "fiche_p");
	struct json v =
	    forms_take(&mem, f, "mineur", forms_json(&mem, TXT("{}")),
		"c_nom=%3Cb%3E&c_naiss.date=31/2/2010&c_naiss.age=quinze"
		"&c_contact.type=telephone&c_contact.text=le+soir&c_sexe=m"
		"&c_prenom.unknown=1",
		NULL);
	struct str page =
	    step_page(&mem, f, "mineur", v, forms_check(&mem, f, "mineur", v));

	TRUE(holds(page, "value=\"&lt;b&gt;\""));
	TRUE(!holds(page, "<b>\""));
	TRUE(holds(page, "value=\"31/2/2010\""));
	TRUE(holds(page, "value=\"quinze\""));
	TRUE(holds(page, "value=\"le soir\""));
	TRUE(holds(page, "value=\"m\" checked"));
	TRUE(holds(page, "data-unknown=\"c_prenom\" checked"));
	TRUE(!holds(page, "data-unknown=\"c_nom\" checked"));
}

TEST(a_day_and_an_hour_are_shown_as_people_write_them)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "fiche_p");
	struct json v =
	    forms_take(&mem, f, "faits", forms_json(&mem, TXT("{}")),
		"h_date.date=1er+mai+26&h_date.time=9h05", NULL);
	struct str page = step_page(&mem, f, "faits", v, NULL);

	TRUE(holds(page, "value=\"01/05/2026\""));
	TRUE(holds(page, "value=\"09:05\""));
}

/* A calendar day: what D2 counts from (S1-2.1-c). */
TEST(a_day_without_hour_is_asked_kept_and_read_back)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "opp");
	struct json v = forms_take(&mem, f, "opp", forms_json(&mem, TXT("{}")),
	    "o_date.date=13/11/26", NULL);
	struct str page = step_page(&mem, f, "opp", v, NULL);
	struct buf read = buf_new(&mem, 64u << 10);

	labelled(page);
	TRUE(holds(page, "name=\"o_date.date\" value=\"13/11/2026\""));
	TRUE(!holds(page, "o_date.time"));
	OK(show_reading(&mem, f, v, NULL, SHOW_ALL, &read));
	TRUE(holds(buf_text(&read), "vendredi 13 novembre 2026"));
}

/* The longest report there may be, worst of letters, fits in its page. */
TEST(a_report_of_fifteen_thousand_characters_is_shown_and_read)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "rapport_mds");
	struct buf all = buf_new(&mem, 96u << 10);
	struct buf read = buf_new(&mem, 128u << 10);

	buf_str(&all, TXT("{\"r_texte\":\""));
	for (int i = 0; i < 15000; i++)
		buf_str(&all, TXT("\xf0\x9f\x8c\xb3"));
	buf_str(&all, TXT("\"}"));
	struct json v = forms_json(&mem, buf_text(&all));
	struct answer_faults *faults = forms_check(&mem, f, "rapport", v);

	EQ(faults->count, 1); /* the date alone is missing */
	TRUE(step_page(&mem, f, "rapport", v, faults).len < PAGE_MOST / 2);
	OK(show_reading(&mem, f, v, NULL, SHOW_ALL, &read));
}

/* Of the same step: shown, and marked for the script. Of another: the server
 * alone decides. */
TEST(what_a_condition_hides_is_marked_here_and_left_out_elsewhere)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "fiche_p");
	struct json none = forms_json(&mem, TXT("{}"));
	struct json gone = forms_json(&mem, TXT("{\"d_lieu\":\"fugue\"}"));
	struct str page = step_page(&mem, f, "danger", none, NULL);

	TRUE(holds(page,
	    "id=\"f-b_appels\" "
	    "data-shown-if=\"{&quot;b_danger&quot;:[&quot;oui&quot;]}\""));
	TRUE(!holds(step_page(&mem, f, "mineur", none, NULL), "c_signal"));
	TRUE(holds(step_page(&mem, f, "mineur", gone, NULL), "c_signal"));
}

TEST(twenty_full_blocks_make_a_page_that_still_fits)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "fiche_p");
	struct buf v = buf_new(&mem, 256u << 10);

	buf_str(&v, TXT("{\"reseau\":["));
	for (int i = 0; i < FORM_BLOCKS_MOST; i++) {
		buf_str(&v, i > 0 ? TXT(",{") : TXT("{"));
		buf_str(&v,
		    TXT("\"type\":\"compte\",\"role\":\"recruteur\","
			"\"source\":\"ecran\",\"valeur\":\""));
		for (int k = 0; k < 200; k++)
			buf_str(&v, TXT("é"));
		buf_str(&v, TXT("\",\"note\":\""));
		for (int k = 0; k < 300; k++)
			buf_str(&v, TXT("é"));
		buf_str(&v, TXT("\"}"));
	}
	buf_str(&v, TXT("]}"));
	struct json full = forms_json(&mem, buf_text(&v));
	struct buf data = buf_new(&mem, 128u << 10); /* CORE_DATA */
	OK(show_step(&mem, f, form_step_of(f, TXT("reseau")), full, NULL,
	    &data));
	struct str page = step_page(&mem, f, "reseau", full, NULL);
	if (page.len > PAGE_MOST - (16u << 10))
		FAIL("%zu bytes", page.len);
	TRUE(holds(page, "data-more hidden")); /* no twenty-first */
}

/* --- to read -----------------------------------------------------------------
 */

static struct str
read_page(struct arena *mem, const struct form *f, struct json answers,
    enum show_part which, const char *template)
{
	struct show_facts facts = {.reference = TXT("P-99-TIL-2026-12-K")};
	struct buf to = buf_new(mem, 256u << 10);

	OK(show_reading(mem, f, answers, &facts, which, &to));
	return html(mem, template, buf_text(&to));
}

static const char a_fiche[] =
    "{\"b_danger\":\"oui\",\"b_appels\":[\"17\",\"119\"],\"c_nom\":null,"
    "\"c_prenom\":\"<Camille>\",\"c_naiss\":{\"date\":\"2010-05-02\","
    "\"age\":15},\"c_contact\":{\"type\":\"telephone\",\"text\":"
    "\"06 39 98 01 12\"},\"e_domicile\":{\"text\":\"1 rue Haute\",\"town\":"
    "\"Valmont\"},\"h_date\":{\"at\":\"2026-11-21T22:10\",\"ms\":"
    "1795295400000},\"k_parquet\":\"parquet-valmont\",\"reseau\":[{\"type\":"
    "\"vehicule\",\"valeur\":\"AA 123 AA\"}],\"h_paroles\":\"mot à mot\"}";

TEST(answers_are_read_in_words)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "fiche_p");
	struct str page = read_page(&mem, f, forms_json(&mem, str_of(a_fiche)),
	    SHOW_ALL, "{{>reading}}");

	TRUE(holds(page, ">17 ou 112<"));
	TRUE(holds(page, "<span class=\"soft\">Inconnu</span>"));
	TRUE(holds(page, "&lt;Camille&gt;"));
	TRUE(holds(page, "02/05/2010, environ 15 ans"));
	TRUE(holds(page, "Téléphone : 06 39 98 01 12"));
	TRUE(holds(page, "1 rue Haute, Valmont"));
	TRUE(holds(page, "samedi 21 novembre 2026, 22\u00a0h\u00a010"));
	TRUE(holds(page, "Parquet de Valmont"));
	TRUE(holds(page, "<blockquote class=\"words\">mot à mot"));
	TRUE(holds(page, "Valeur : AA 123 AA"));
	TRUE(holds(page, "P-99-TIL-2026-12-K"));
	TRUE(holds(page, "CRIP du département"));
	TRUE(holds(page, "Sans réponse")); /* what is required, and missing */
}

/* DOMAINE 2.5: the association and others do not see who exploits. */
TEST(the_network_is_left_out_for_who_may_not_see_it)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "fiche_p");
	struct str page = read_page(&mem, f, forms_json(&mem, str_of(a_fiche)),
	    SHOW_WITHOUT_NETWORK, "{{>reading}}");

	TRUE(!holds(page, "AA 123 AA"));
	TRUE(!holds(page, "réseau</h2>"));
	TRUE(holds(page, "mot à mot"));
}

TEST(to_check_before_sending_each_line_leads_to_its_question)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "fiche_p");
	struct str page = read_page(&mem, f, forms_json(&mem, str_of(a_fiche)),
	    SHOW_ALL, "{{=<% %>=}}<%>answers%>");

	TRUE(holds(page, "?etape=danger#f-b_danger\">Modifier"));
	TRUE(holds(page, "?etape=faits#f-h_recit\">Modifier"));
	TRUE(!holds(page, "#f-a_ref\">Modifier")); /* locked */
	TRUE(holds(page, "2 questions facultatives sans réponse"));
	/* c_signal is hidden: the minor has not run away. */
	TRUE(!holds(page, "Signalement physique"));
}

static enum err
show_all(struct arena *mem, void *ctx)
{
	const struct form *f = ctx;
	static uint8_t room[256u << 10];
	struct buf to = buf_over(room, sizeof(room));
	static struct answer_faults faults;
	struct json v;

	enum err e = json_read(mem, str_of(a_fiche), &v, NULL);
	if (e == ERR_OK)
		e = answer_check(mem, f, &f->steps[2], v, &faults);
	if (e == ERR_OK)
		e = show_step(mem, f, &f->steps[2], v, &faults, &to);
	if (e == ERR_OK)
		e = show_reading(mem, f, v, NULL, SHOW_ALL, &to);
	return e;
}

TEST(whenever_memory_ends_showing_a_form_says_so)
{
	static alignas(max_align_t) uint8_t room[1u << 20];
	struct arena mem = test_arena(), small;
	const struct form *f = forms_form(&mem, "fiche_p");

	arena_open(&small, room, sizeof(room));
	TRUE(test_each_allocation(&small, show_all, (void *)(uintptr_t)f) > 20);
}
