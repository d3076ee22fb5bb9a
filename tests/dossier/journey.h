/*
 * journey - the pack that is shown, and what stands in it.
 */
#ifndef JOURNEY_H
#define JOURNEY_H

#include "course.h"

#define ASSOCIATION "adn", ""
#define COURT       "juge_enfants", "tpe-valmont"

#define WHO_LIVES                                                              \
	"\"c_nom\":\"Exemple\",\"c_prenom\":\"Camille\","                      \
	"\"k_parquet\":\"parquet-valmont\","
#define IN_VALMONT                                                             \
	"\"e_domicile\":{\"text\":\"1 rue Haute\",\"town\":\"Valmont\","       \
	"\"commune\":\"99001\"},"

/* The pack of the demonstration, a Saturday night. */
static inline void
open_demo(void)
{
	life_open_in("demo", "2026-11-21T22:00");
}

static inline int64_t
fiche(const char *answers)
{
	char all[1024];

	snprintf(all, sizeof(all), WHO_LIVES "%s", answers);
	return life_do(life_sent("fiche_p", all));
}

/* Statements are kept by their address: what changes is a parameter. */
static inline int64_t
count(const char *sql, const char *value)
{
	int64_t n = -1;

	OK(query_number(&life.store, &n, sql, TEXT(str_of(value))));
	return n;
}

static inline bool
reads(const char *role, const char *form)
{
	int64_t n = -1;

	OK(query_number(&life.store, &n,
	    "SELECT count(*) FROM reception JOIN act ON act.id = act WHERE "
	    "reception.role = ?1 AND act.form = ?2",
	    TEXT(str_of(role)), TEXT(str_of(form))));
	return n > 0;
}

/* To how many a letter has gone, all its acts together. */
static inline int64_t
written_to(const char *letter)
{
	return count("SELECT count(*) FROM delivery JOIN letter ON letter.id = "
		     "delivery.letter WHERE rule = ?1",
	    letter);
}

static inline int64_t
open_tasks(const char *rule)
{
	return count("SELECT count(*) FROM task JOIN duty ON duty.id = task.id "
		     "AND duty.kind = 1 WHERE rule = ?1",
	    rule);
}

static inline int64_t
runs(const char *limit)
{
	return count("SELECT count(*) FROM deadline WHERE state < 2 AND rule "
		     "= ?1",
	    limit);
}

static inline bool
stands(const char *education)
{
	return count("SELECT count(*) FROM dossier WHERE education = ?1",
		   education) == 1;
}

static inline bool
refused(struct course_act a)
{
	enum err e = life_try(&a);

	return e == ERR_INPUT || e == ERR_DENIED;
}

#endif
