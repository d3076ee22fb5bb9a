/*
 * kiosk - someone in front of an enrolled box, filling in a Fiche P.
 */
#ifndef KIOSK_TEST_H
#define KIOSK_TEST_H

#include "line.h"

#include "core/draft.h"

#define KIOSK_NAME  "Abelard"
#define KIOSK_FACTS "Une voiture grise attend chaque soir devant la grille."

/* The steps of a whole fiche, as a browser sends them. */
static const struct kiosk_page {
	const char *step, *typed;
} kiosk_pages[] = {
    {"danger", "b_danger=non"},
    {"lieu", "d_lieu=etablissement"},
    {"mineur",
	"c_nom=" KIOSK_NAME "&c_prenom=Camille&c_naiss.date=2010-05-02&"
	"c_naiss.age=&c_sexe=f&c_mna=non&c_contact.type=etablissement&"
	"c_contact.text="},
    {"faits",
	"h_recit=Une+voiture+grise+attend+chaque+soir+devant+la+grille.&"
	"h_contexte=professionnel&h_date.date=2026-11-24&"
	"h_date.time=16%3A30"},
    {"situation",
	"e_domicile.unknown=nsp&e_info=pas_encore&f_scol=inconnu&"
	"g_mesure=aucune"},
    {"envoi", "a_tel=0199000000&a_cadre=injoignable&k_parquet=parquet-valmont"},
};
#define KIOSK_PAGES (sizeof(kiosk_pages) / sizeof(kiosk_pages[0]))

/* The keeper is a thread: turn until the answer is there. */
static inline uint32_t
kiosk_wait(size_t worker)
{
	for (int i = 0; i < 4000; i++) {
		uint32_t status = rig_receive(worker);
		if (status != 0)
			return status;
		(void)poll(NULL, 0, 1);
		rig_turn();
	}
	return 0;
}

static inline uint32_t
kiosk_post(const char *path, const char *form)
{
	static char body[150 * KIB];

	snprintf(body, sizeof(body), "token=%s&%s", rig.token, form);
	rig_send(0, rig_request("POST", path, body));
	rig_turn();
	return kiosk_wait(0);
}

/* GET with a query string. */
static inline uint32_t
kiosk_get(const char *path, const char *query)
{
	struct http_request m = rig_request("GET", path, NULL);

	m.query = str_of(query);
	rig_send(0, m);
	rig_turn();
	return rig_receive(0);
}

static inline uint32_t
kiosk_sign_in(const char *login)
{
	char form[160];

	rig.session[0] = 0;
	EQ(rig_get("/session"), 200);
	snprintf(form, sizeof(form),
	    "login=%s&passphrase=" LINE_WORDS "&vers=fiche", login);
	return kiosk_post("/session", form);
}

/* One step, with what the page itself bears. */
static inline uint32_t
kiosk_step_at(const char *base, const char *step, const char *typed,
    const char *go)
{
	static char form[100 * KIB];
	char whose[64];

	rig_find(rig.page, "name=\"whose\" value=\"", whose, sizeof(whose));
	snprintf(form, sizeof(form), "forme=fiche&whose=%s&etape=%s&%s&go=%s",
	    whose, step, typed, go);
	return kiosk_post(base, form);
}

/* All steps of `base`, "/fiche" or "/urgence". */
static inline void
kiosk_fill(const char *base)
{
	char query[64];

	for (size_t i = 0; i < KIOSK_PAGES; i++) {
		const struct kiosk_page *p = &kiosk_pages[i];
		snprintf(query, sizeof(query), "etape=%s", p->step);
		EQ(kiosk_get(base, query), 200);
		snprintf(test_where, sizeof(test_where), " (step %s)", p->step);
		EQ(kiosk_step_at(base, p->step, p->typed, "next"), 303);
	}
	test_where[0] = 0;
}

/* The page to read again sent, with `more` of the form. */
static inline uint32_t
kiosk_send(const char *base, const char *more)
{
	char path[64], draft[64], seen[32], form[512];

	snprintf(path, sizeof(path), "%s/relire", base);
	EQ(rig_get(path), 200);
	rig_find(rig.page, "name=\"draft\" value=\"", draft, sizeof(draft));
	rig_find(rig.page, "name=\"seen\" value=\"", seen, sizeof(seen));
	snprintf(form, sizeof(form), "draft=%s&seen=%s&k_att=oui&%s", draft,
	    seen, more);
	snprintf(path, sizeof(path), "%s/envoyer", base);
	return kiosk_post(path, form);
}

#define KIOSK_SIGNED "passphrase=" LINE_WORDS
#define KIOSK_DRAFTS rig_number("SELECT count(*) FROM draft")
#define KIOSK_SENT   rig_number("SELECT count(*) FROM sending")

/* A box with nadia and marc of the foyer, claire of the brigade. */
static inline void
kiosk_open(size_t workers)
{
	line_make(workers);
	rig_setting("site_commune", "99001");
	rig_start();
	line_keeper();
	/* Made with its people, as init does: it is no box that lost them. */
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "DELETE FROM numbering", NONE);
	OK(tx_end(&tx));
	rig_person("nadia", "foyer", NULL);
	rig_person("marc", "foyer", NULL);
	rig_person("claire", "fsi", NULL);
}

#endif
