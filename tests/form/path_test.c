#include "base/json.h"

#define SUITE form_path
#include "../test.h"

#include "forms.h"

/* What an educator answers to send (DOMAINE 2.3): sixteen values. */
static const char *const path[][2] = {
    {"danger", "b_danger=non"},
    {"lieu", "d_lieu=etablissement"},
    {"mineur",
	"c_nom=Exemple&c_prenom=Camille&c_naiss.date=2%2F5%2F2010&c_naiss.age="
	"&c_sexe=nsp&c_mna=non&c_contact.type=telephone"
	"&c_contact.text=06+39+98+01+12"},
    {"faits",
	"h_recit=Vu+monter+dans+une+voiture+grise+devant+le+foyer."
	"&h_contexte=professionnel&h_date.date=21%2F11%2F2026"
	"&h_date.time=22%3A10"},
    {"situation",
	"e_domicile.text=&e_domicile.town=Valmont&e_info=pas_encore"
	"&f_scol=inconnu&g_mesure=inconnue"},
    {"envoi",
	"a_tel=01+99+00+12+34&a_cadre=oui&k_parquet=parquet-valmont&k_att=1"},
};
#define PATH (sizeof(path) / sizeof(path[0]))

static struct json
walked(struct arena *mem, const struct form *f, size_t steps)
{
	struct json answers = forms_json(mem, TXT("{}"));

	for (size_t i = 0; i < steps; i++)
		answers =
		    forms_take(mem, f, path[i][0], answers, path[i][1], NULL);
	return answers;
}

TEST(sixteen_entered_values_are_enough_to_send_a_fiche)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "fiche_p");
	struct json all = walked(&mem, f, PATH);
	struct answer_faults *faults = forms_check(&mem, f, NULL, all);

	if (faults->count > 0)
		FAIL("%.*s", (int)faults->at[0].text.len,
		    faults->at[0].text.at);
	/* a_tel, h_date and k_parquet are prefilled; the rest was entered. */
	EQ(json_len(all), 16 + 3);
}

TEST(each_step_of_a_new_fiche_is_shown)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "fiche_p");
	struct json none = forms_json(&mem, TXT("{}"));

	for (size_t i = 0; i < f->count; i++) {
		size_t mark = arena_mark(&mem);
		struct buf to = buf_new(&mem, 128u << 10);
		OK(show_step(&mem, f, &f->steps[i], none, NULL, &to));
		struct json shown = forms_json(&mem, buf_text(&to));
		SAME_STR(json_text(json_get(shown, TXT("id"))), f->steps[i].id);
		TRUE(json_len(json_get(shown, TXT("fields"))) > 0);
		arena_back(&mem, mark);
	}
}

TEST(what_was_sent_reads_back_in_words)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "fiche_p");
	struct json all = walked(&mem, f, PATH);
	struct buf sent = buf_new(&mem, FORM_SENT_MOST);
	struct buf read = buf_new(&mem, 128u << 10);
	struct show_facts facts = {.reference = TXT("P-99-TIL-2026-12-K")};

	OK(answer_sent(f, all, &sent));
	OK(show_reading(&mem, f, forms_json(&mem, buf_text(&sent)), &facts,
	    SHOW_ALL, &read));
	struct str text = buf_text(&read);
	TRUE(memmem(text.at, text.len, "02/05/2010", 10) != NULL);
	TRUE(memmem(text.at, text.len, "P-99-TIL-2026-12-K", 18) != NULL);
	forms_json(&mem, text);
}

/* Of what was answered, and of that alone: there is no score. */
TEST(urgency_is_what_was_answered_of_danger)
{
	static const struct {
		const char *answers;
		int level;
	} cases[] = {
	    {"{}", 0}, {"{\"b_danger\":\"non\"}", 0},
	    {"{\"b_danger\":\"nsp\"}", 1},
	    {"{\"b_danger\":\"non\",\"d_lieu\":\"fugue\"}", 1},
	    {"{\"b_danger\":\"oui\",\"d_lieu\":\"fugue\"}", 2},
	    {"{\"h_signes\":[\"SG11\",\"SG12\",\"SG08\"]}", 0},
	    {"{\"h_signes\":[\"SG11\",\"SG19\"]}", 1}, /* 2.2: an attempt */
	};
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "fiche_p");

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		EQ(form_urgency_of(f,
		       forms_json(&mem, str_of(cases[i].answers))),
		    cases[i].level);
}

/* S1-1.1-g to n: « Inconnu » is an answer to each mention, and « Autrement » is
 * one with its words (DOMAINE 2.3, 2.2). */
TEST(how_it_was_learnt_may_be_unknown_and_another_way_is_told)
{
	static const struct {
		const char *answers;
		bool wrong;
	} cases[] = {
	    {"{\"h_contexte\":\"inconnu\"}", false},
	    {"{\"h_contexte\":\"autre\"}", true},
	    {"{\"h_contexte\":\"autre\",\"h_contexte_autre\":null}", false},
	    {"{\"h_contexte\":\"autre\",\"h_contexte_autre\":\"Un "
	     "courrier\"}",
		false},
	};
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "fiche_p");

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct answer_faults *all = forms_check(&mem, f, "faits",
		    forms_json(&mem, str_of(cases[i].answers)));
		bool wrong = false;
		for (size_t k = 0; k < all->count; k++)
			wrong = wrong ||
			    str_eq(all->at[k].name, TXT("h_contexte")) ||
			    str_eq(all->at[k].name, TXT("h_contexte_autre"));
		EQ(wrong, cases[i].wrong);
	}
}

/* DOMAINE 2.3: what is added later is what the fiche itself left for later. */
TEST(a_complement_asks_what_the_fiche_left_for_later)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "complement");
	const struct form *p = forms_form(&mem, "fiche_p");
	struct json more =
	    forms_json(&mem, TXT("{\"z_nature\":\"complement\"}"));
	struct json less = forms_json(&mem, TXT("{\"z_nature\":\"retrait\"}"));

	for (size_t i = 0; i < p->count; i++) {
		const struct form_step *s = form_step_of(f, p->steps[i].id);
		EQ(s != NULL, p->steps[i].later);
		if (!s)
			continue;
		EQ(s->count, p->steps[i].count);
		EQ(s->network, p->steps[i].network);
		TRUE(form_step_shown(s, more));
		TRUE(!form_step_shown(s, less));
	}
	EQ(forms_check(&mem, f, NULL, more)->count, 2); /* what, to confirm */
	EQ(forms_check(&mem, f, NULL, less)->count, 2); /* and why */
}

/* DOMAINE 2.4: outside of its frame, one is led to a Fiche P. */
TEST(a_request_of_police_needs_no_more_than_its_fields)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "demande_intervention");
	struct json v = forms_json(&mem, TXT("{}"));

	v = forms_take(&mem, f, "enquete", v,
	    "q_enq=OPJ&q_tel=01+99+00+12+34&q_proc=&q_proc.instead=1"
	    "&q_cadre=flagrance&q_qualif=oui&q_instr=attente",
	    NULL);
	v = forms_take(&mem, f, "mineur_i", v,
	    "q_min=Camille+E.&q_age.date=&q_age.age=15&q_sexe=f"
	    "&q_residence=ici&q_mna=non&q_accord=pas_encore",
	    NULL);
	v = forms_take(&mem, f, "rencontre", v,
	    "q_quand.unknown=1&q_mode=distance&q_moyen=Visio", NULL);
	v = forms_take(&mem, f, "envoi", v, "k_parquet=parquet-valmont&k_att=1",
	    NULL);
	struct answer_faults *faults = forms_check(&mem, f, NULL, v);
	if (faults->count > 0)
		FAIL("%.*s", (int)faults->at[0].text.len,
		    faults->at[0].text.at);
	EQ(form_urgency_of(f, v), 1);
}

/* « Inconnu » is always an answer (README, DOMAINE 2.3): nobody in front of a
 * box is made to choose what they do not know. */
TEST(every_choice_a_box_requires_can_be_answered_by_who_does_not_know)
{
	static const char *const forms[] = {"fiche_p", "demande_intervention",
	    "complement"};
	struct arena mem = test_arena();
	const struct pack *p = forms_pack(&mem, "demo");
	size_t seen = 0;

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const struct form *f = pack_form(p, str_of(forms[i]), 0);
		for (size_t k = 0; k < f->count; k++)
			for (size_t n = 0; n < f->steps[k].count; n++) {
				const struct form_field *one =
				    &f->steps[k].fields[n];
				bool own = one->kind == FORM_choice ||
				    one->kind == FORM_several ||
				    one->kind == FORM_typed;
				if (!own || one->optional ||
				    str_eq(one->id, TXT("z_nature")))
					continue; /* what one wants, one knows
						   */
				seen++;
				if (!form_option_of(one, TXT("inconnu")) &&
				    !form_option_of(one, TXT("inconnue")) &&
				    !form_option_of(one, TXT("nsp")))
					FAIL("%.*s", (int)one->id.len,
					    one->id.at);
			}
	}
	EQ(seen, 17);
}
