#define SUITE core_policy
#include "rig.h"

#include "base/embed.h"
#include "core/policy.h"

static bool
at_a_box(enum who who)
{
	return who == WHO_FOYER || who == WHO_FSI || who == WHO_PJJ ||
	    who == WHO_ADN || who == WHO_MDS || who == WHO_ASE ||
	    who == WHO_AEMO;
}

/* At the central (DOMAINE 2.5). */
static bool
reads_fiches(enum who who)
{
	return who == WHO_CRIP || who == WHO_PARQUET ||
	    who == WHO_JUGE_ENFANTS || who == WHO_ADN || who == WHO_MDS ||
	    who == WHO_ASE || who == WHO_AEMO || who == WHO_RTPE ||
	    who == WHO_FSI;
}

/* The table itself, as a person would judge it: whoever is not named here may
 * not. A row added to route.def without a line here fails. */
static bool
may(const struct route *r, bool open, enum who who)
{
	struct str path = str_of(r->path);

	if (str_eq(path, TXT("/")) || str_eq(path, TXT("/etat")) ||
	    str_eq(path, TXT("/session")) ||
	    str_eq(path, TXT("/session/code")) ||
	    str_eq(path, TXT("/accessibilite")))
		return true;
	if (str_eq(path, TXT("/session/fermer")) ||
	    str_eq(path, TXT("/session/prolonger")) ||
	    str_eq(path, TXT("/accueil")))
		return open;
	if (str_starts(path, TXT("/urgence")))
		return true;
	if (str_eq(path, TXT("/boitier")))
		return open && who == WHO_ADMIN;
	if (r->where == ROUTE_BOX)
		return open && at_a_box(who);
	if (str_starts(path, TXT("/journal")))
		return open && who == WHO_AUDITEUR;
	if (str_starts(path, TXT("/personnes")))
		return open && who == WHO_ADMIN;
	if (str_eq(path, TXT("/activite")))
		return open && who == WHO_ADMIN;
	if (str_starts(path, TXT("/boitiers")))
		return open && who == WHO_ADMIN;
	if (str_starts(path, TXT("/courrier/lettre")))
		return open && (who == WHO_CRIP || who == WHO_PARQUET);
	if (str_starts(path, TXT("/courrier")))
		return open && who == WHO_ADMIN;
	if (str_eq(path, TXT("/fiche/accuser")) ||
	    str_eq(path, TXT("/fiche/message")))
		return open && reads_fiches(who) && who != WHO_JUGE_ENFANTS &&
		    who != WHO_FSI;
	if (str_eq(path, TXT("/fiches")) || str_eq(path, TXT("/fiches/etat")))
		return open && (reads_fiches(who) || who == WHO_DPEF);
	if (str_starts(path, TXT("/fiche")) ||
	    str_starts(path, TXT("/recherche")) ||
	    str_starts(path, TXT("/lectures")) ||
	    str_starts(path, TXT("/dossier")) || str_starts(path, TXT("/acte")))
		return open && reads_fiches(who);
	return false;
}

TEST(each_role_may_use_what_is_said_here_and_nothing_else)
{
	for (size_t i = 0; i < route_count; i++) {
		const struct route *r = &route_table[i];
		struct session s = {.open = false};

		EQ(policy_judge(r, &s) == ERR_OK, may(r, false, WHO_COUNT));
		s.open = true;
		for (int w = 0; w < WHO_COUNT; w++) {
			s.who = (enum who)w;
			EQ(policy_judge(r, &s) == ERR_OK, may(r, true, s.who));
		}
	}
}

TEST(what_machines_ask_no_person_may)
{
	size_t machines = 0;

	for (size_t i = 0; i < route_count; i++) {
		const struct route *r = &route_table[i];
		struct session s = {.open = true};
		const struct route *found;

		if (r->kind != ROUTE_MACHINE)
			continue;
		machines++;
		EQ(r->where, ROUTE_CENTRAL);
		TRUE(!r->page && !r->query);
		for (int w = 0; w <= WHO_COUNT; w++) {
			s.who = (enum who)w;
			EQ(policy_judge(r, &s), ERR_DENIED);
		}
		EQ(route_find(TXT("GET"), str_of(r->path), true, &found),
		    ERR_METHOD);
		EQ(route_find(TXT("POST"), str_of(r->path), false, &found),
		    ERR_ABSENT);
	}
	EQ(machines, 2);
}

TEST(a_row_that_names_nobody_is_for_nobody)
{
	struct route r = {.path = "/x", .who = 0};
	struct session s = {.open = false};

	EQ(policy_judge(&r, &s), ERR_DENIED);
	s.open = true;
	for (int w = 0; w <= WHO_COUNT; w++) {
		s.who = (enum who)w;
		EQ(policy_judge(&r, &s), ERR_DENIED);
	}
}

TEST(a_role_this_release_does_not_know_may_nothing_but_what_all_may)
{
	struct route r = {.who = UINT32_MAX & ~ROUTE_ANYONE & ~ROUTE_SIGNED_IN};
	struct session s = {.open = true, .who = WHO_COUNT};

	EQ(policy_judge(&r, &s), ERR_DENIED);
}

TEST(who_is_not_allowed_is_told_and_it_is_audited)
{
	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	EQ(rig_sign_in("nadia", "abc", "abc"), 303);
	EQ(rig_get("/activite"), 403);
	struct trail_entry e = rig_last();
	EQ(e.action, AUDIT_page_refused);
	EQ(e.motive, MOTIVE_not_allowed);
	EQ(e.result, TRAIL_REFUSED);
	rig_close();
}

TEST(every_page_of_the_table_is_there)
{
	for (size_t i = 0; i < route_count; i++) {
		char path[96];
		const struct route *r = &route_table[i];

		if (!r->page)
			continue;
		snprintf(path, sizeof(path), "web/page/%s.html", r->page);
		TRUE(embed_find(str_of(path)));
	}
}

TEST(no_two_rows_answer_the_same_question)
{
	for (size_t i = 0; i < route_count; i++)
		for (size_t k = i + 1; k < route_count; k++) {
			const struct route *a = &route_table[i];
			const struct route *b = &route_table[k];
			bool act = a->kind == ROUTE_ACT;

			TRUE(strcmp(a->path, b->path) != 0 ||
			    act != (b->kind == ROUTE_ACT) ||
			    (a->where & b->where) == 0);
		}
}

TEST(only_an_act_may_say_that_something_was_done)
{
	for (size_t i = 0; i < route_count; i++)
		TRUE(route_table[i].kind == ROUTE_ACT ||
		    route_table[i].event == 0 ||
		    route_table[i].event == AUDIT_page_read);
}
